"""A composite index, declared in one file: data/indices/NAME.yml."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from datacell_lib.files.explanation import explain
from datacell_lib.files.index_checks import check_composite, check_names, check_people
from datacell_lib.files.index_composite import Composite, Domain
from datacell_lib.files.index_indicator import Direction, Indicator
from datacell_lib.files.index_methods import (
    Aggregation,
    Grouping,
    MissingRule,
    Normalisation,
    OutlierTreatment,
    Weighting,
)
from datacell_lib.files.reader import Strict, read_model
from datacell_lib.names import Name, Note
from datacell_lib.schema import ConfigError

HANDBOOKS = frozenset(  # the files of indices that come with the handbook
    {
        "brackenshire-food-parcels.yml",
        "british-red-cross-2020-04.yml",
        "cdc-svi-2022.yml",
        "community-vulnerability.yml",
        "covid-vulnerability.yml",
        "imd-2019.yml",
        "imd-2025.yml",
    }
)


class NormalisationOf(Strict):
    """How components are made comparable before they are combined."""

    indicators: Normalisation = Field(description="For indicators.")
    domains: Normalisation = Field(description="For the scores of domains.")


class IndexSpec(Composite):
    """A whole index: what it is for, what it is made of, and every method used."""

    title: Name = Field(description="Words for readers.")
    purpose: Note = Field(description="What it is for, in a sentence or two.")
    tested: Note | None = Field(
        default=None,
        description="What came out when it was tested against what happened, or that it was not, "
        "in a sentence or two for readers.",
    )
    misses: Note | None = Field(
        default=None,
        description="What it misses, and how age enters it, in a sentence or two for readers.",
    )
    geography: Name = Field(description="Unit and vintage, such as 'LSOA 2021'.")
    within: Literal["nation", "area"] = Field(
        default="nation",
        description="What areas are ranked among: the nation's, or those of one area alone, for "
        "what is known of no others.",
    )
    missing: MissingRule = Field(description="What is done about missing values.")
    outliers: OutlierTreatment = Field(
        default=OutlierTreatment(), description="What is done about extreme values."
    )
    normalisation: NormalisationOf = Field(description="How components are put on one scale.")
    weighting: Weighting = Field(description="How much each component counts.")
    aggregation: Aggregation = Field(description="How components are combined.")
    grouping: Grouping = Field(default=Grouping(), description="How areas are put in groups.")
    people_to_reach: tuple[str, ...] = Field(
        default=(),
        description="Indicators with a denominator whose people (or households) are counted "
        "where the index is in its most vulnerable fifth.",
    )
    _file: str = PrivateAttr(default="index specification")

    @property
    def file(self) -> str:
        """The file that this was read from, for messages."""
        return self._file

    @property
    def comes_with_handbook(self) -> bool:
        """Whether it is one of the handbook's, not one that somebody wrote for an area."""
        return self.file in HANDBOOKS

    @property
    def digest(self) -> str:
        """The SHA-256 of all that ranks depend on: of everything but its name and its words."""
        words = {"name", "title", "purpose", "tested", "misses", "people_to_reach"}
        made = _leave_out_titles(self.model_dump(mode="json", exclude=words))
        return hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()

    @property
    def domain_titles(self) -> dict[str, str]:
        """A title for each domain directly below the index, in the order of the file."""
        return {domain.name: domain.title or domain.name for domain in self.domains}

    @property
    def share_titles(self) -> dict[str, str]:
        """A title for each indicator that is a share of people or households."""
        shares = [indicator for indicator in self.list_indicators() if indicator.denominator]
        return {indicator.name: indicator.title or indicator.name for indicator in shares}

    @property
    def reach_titles(self) -> dict[str, str]:
        """A title for each indicator whose people are counted in the most vulnerable fifth."""
        return {name: self.titles[name] for name in self.people_to_reach}

    @property
    def titles(self) -> dict[str, str]:
        """A title for every component, in the order of the file."""
        return {part.name: part.title or part.name for part, _ in self.walk()}

    def weighting_of(self, part: IndexSpec | Domain) -> Weighting:
        """Return how the children of a domain, or of the index, are weighted."""
        own = part.weighting
        return self.weighting if own is None else own

    def aggregation_of(self, part: IndexSpec | Domain) -> Aggregation:
        """Return how the children of a domain, or of the index, are combined."""
        own = part.aggregation
        return self.aggregation if own is None else own

    def normalisation_of(self, part: Domain | Indicator) -> Normalisation:
        """Return how a component is made comparable before it enters its parent."""
        if part.normalisation is not None:
            return part.normalisation
        of = self.normalisation
        return of.indicators if isinstance(part, Indicator) else of.domains

    @model_validator(mode="after")
    def _is_coherent(self) -> IndexSpec:
        check_names(self)
        check_people(self.people_to_reach, shares=list(self.share_titles), within=self.within)
        for part, _ in self.walk():
            if not isinstance(part, Indicator):
                check_composite(
                    part, weighting=self.weighting_of(part), aggregation=self.aggregation_of(part)
                )
        return self


def _leave_out_titles(part: object) -> object:
    """Leave out the words for readers that components have."""
    if isinstance(part, list):
        return [_leave_out_titles(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = part.keys() - ({"title"} if "column" in part or "indicators" in part else set())
    return {key: _leave_out_titles(part[key]) for key in kept}


def load_index_spec(path: str | Path) -> IndexSpec:
    """Read and check one index file.

    Parameters
    ----------
    path : str or Path
        A YAML file laid out as ``data/indices/index.schema.json`` says.

    Returns
    -------
    IndexSpec
        The checked specification, which cannot be changed.

    Raises
    ------
    ConfigError
        If the file cannot be read, or says something that is not allowed; the message names
        the file, the key, what was found and the remedy.

    Examples
    --------
    >>> import tempfile
    >>> text = '''
    ... name: example
    ... title: An example
    ... purpose: Shows the smallest index there is.
    ... geography: LSOA 2021
    ... missing: {rule: refuse}
    ... normalisation: {indicators: {method: percentile_rank}, domains: {method: exponential}}
    ... weighting: {method: equal}
    ... aggregation: {method: arithmetic_mean}
    ... indicators:
    ...   - {name: crowding, dataset: census, column: crowded,
    ...      direction: higher_is_more_vulnerable}
    ... '''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "example.yml"
    ...     _ = path.write_text(text)
    ...     load_index_spec(path).list_indicators()[0].name
    'crowding'
    """
    path = Path(path)
    spec = read_model(path, IndexSpec)
    spec._file = path.name
    return spec


def draft_index_spec(
    indicators: Mapping[str, Direction], *, name: str = "draft", geography: str = "LSOA 2021"
) -> IndexSpec:
    """Draft the plainest index: percentile ranks, equal weights, no domains.

    Parameters
    ----------
    indicators : mapping from column to direction
        In the order of the result.
    name : str
        Of the index.
    geography : str
        Unit and vintage.

    Returns
    -------
    IndexSpec
        To try a table with, before a file argues for domains and weights.

    Raises
    ------
    ConfigError
        If there are no indicators, or a name or direction is not allowed.

    Examples
    --------
    >>> spec = draft_index_spec({"crowding": "higher_is_more_vulnerable"})
    >>> spec.aggregation.method
    'arithmetic_mean'
    """
    content = {
        "name": name,
        "title": name,
        "purpose": "A draft: every indicator counts the same.",
        "geography": geography,
        "missing": {"rule": "refuse"},
        "normalisation": {
            "indicators": {"method": "percentile_rank"},
            "domains": {"method": "exponential"},
        },
        "weighting": {"method": "equal"},
        "aggregation": {"method": "arithmetic_mean"},
        "indicators": [
            {"name": column, "dataset": "draft", "column": column, "direction": direction}
            for column, direction in indicators.items()
        ],
    }
    try:
        return IndexSpec.model_validate(content)
    except ValidationError as error:
        faults = "\n".join(f"{name}: {fault}" for fault in explain(error, model=IndexSpec))
        raise ConfigError(faults) from error
