"""What an index is built up of: indicators, in domains, in further domains."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from datacell_lib.files.index_indicator import NAME_PATTERN, Indicator
from datacell_lib.files.index_methods import Aggregation, Normalisation, Weighting
from datacell_lib.files.reader import Strict
from datacell_lib.names import Name


class Composite(Strict):
    """What holds components: domains, indicators, or both."""

    domains: tuple[Domain, ...] = Field(default=(), description="Domains directly below.")
    indicators: tuple[Indicator, ...] = Field(default=(), description="Indicators directly below.")
    name: str = Field(pattern=NAME_PATTERN, description="A word of its own in tables and columns.")

    @property
    def children(self) -> tuple[Domain | Indicator, ...]:
        """Domains, then indicators, in the order of the file."""
        return (*self.domains, *self.indicators)

    def walk(
        self, *, inside: Composite | None = None
    ) -> Iterator[tuple[Composite | Indicator, Composite | None]]:
        """Yield every component with its parent: this one first, then depth first."""
        yield self, inside
        for domain in self.domains:
            yield from domain.walk(inside=self)
        for indicator in self.indicators:
            yield indicator, self

    def list_indicators(self) -> tuple[Indicator, ...]:
        """Return the indicators of everything below, in the order of the file."""
        return tuple(part for part, _ in self.walk() if isinstance(part, Indicator))

    def list_datasets(self) -> frozenset[str]:
        """Return the datasets that the indicators of everything below are made from."""
        return frozenset(name for part in self.list_indicators() for name in part.datasets)


class Domain(Composite):
    """Indicators, or further domains, that are combined before entering what is above them."""

    title: Name | None = Field(default=None, description="Words for readers; the name if left out.")
    normalisation: Normalisation | None = Field(
        default=None, description="How its parts are made comparable, if not as the index says."
    )
    weighting: Weighting | None = Field(
        default=None, description="How its parts are weighted, if not as the index says."
    )
    aggregation: Aggregation | None = Field(
        default=None, description="How its parts become one score, if not as the index says."
    )
    weight: float | None = Field(default=None, gt=0, description="If the weighting is 'given'.")


Composite.model_rebuild()
Domain.model_rebuild()
