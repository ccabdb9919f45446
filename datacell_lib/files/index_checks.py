"""What an index file must not say, in words that name the key and the remedy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from pydantic import ValidationError

from datacell_lib.files.index_indicator import Indicator
from datacell_lib.files.index_methods import Aggregation, ExpertWeights, GivenWeights, Weighting
from datacell_lib.files.plain_yaml import clip, join_faults
from datacell_lib.schema import ConfigError

WEIGHT_TOLERANCE = 1e-6


class Component(Protocol):
    """An indicator, a domain or the index itself: whatever has a name."""

    name: str


class Weighed(Component, Protocol):
    """An indicator or a domain, whose weight may be stated."""

    weight: float | None


def check_names(parts: Iterable[tuple[Component, Component | None]]) -> None:
    """Refuse components that share a name, and indicators that measure the same column."""
    names: dict[str, str] = {}
    sources: dict[tuple[str | None, ...], str] = {}
    for part, parent in parts:
        where = "the index itself" if parent is None else f"'{parent.name}'"
        if part.name in names:
            raise ValueError(
                f"the name '{part.name}' is used twice: in {names[part.name]} and in {where}; "
                "each component counts once: remove one, or name it for what differs"
            )
        names[part.name] = where
        if not isinstance(part, Indicator):
            continue
        source = (part.dataset, part.column, part.denominator, part.denominator_dataset)
        if source in sources:
            raise ValueError(
                f"indicators '{sources[source]}' and '{part.name}' are the same column "
                f"'{part.column}' of '{part.dataset}'; keep one, and give it more weight if it "
                "should count for more"
            )
        sources[source] = part.name


def check_people(people_to_reach: Iterable[str], *, shares: Collection[str]) -> None:
    """Refuse to count the people of what is not a share of people or households."""
    for name in people_to_reach:
        if name not in shares:
            raise ValueError(
                f"'people_to_reach' names '{name}', which is not an indicator with a denominator; "
                f"those are {_join(list(shares)) or 'none'}. Correct or remove it"
            )


def check_composite(
    name: str, *, children: Sequence[Weighed], weighting: Weighting, aggregation: Aggregation
) -> None:
    """Refuse an empty domain, and weights that contradict how the domain is weighted."""
    if not children:
        raise ValueError(f"'{name}' has no indicators and no domains; give it at least one")
    weights = {child.name: child.weight for child in children}
    if isinstance(weighting, ExpertWeights):
        _check_experts(name, list(weights), weighting)
    if isinstance(weighting, GivenWeights):
        _check_given(name, weights, summed=aggregation.method == "sum")
    elif any(weight is not None for weight in weights.values()):
        raise ValueError(
            f"weighting in '{name}' is '{weighting.method}', so its components must not "
            "state weights; remove them, or choose 'weighting: {method: given}'"
        )


def check_directions(
    indicators: Iterable[Indicator], *, declared: Mapping[tuple[str, str], str], file: str
) -> None:
    """Refuse an index that turns a column against the direction that the catalogue declares.

    Parameters
    ----------
    indicators : iterable of Indicator
        The index's.
    declared : mapping from (dataset, column) to direction
        Columns that the catalogue gives no direction are left out of it.
    file : str
        The index file, for messages.

    Raises
    ------
    ConfigError
        Naming the file, the indicator, both directions and the remedy.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec({"crowding": "higher_is_more_vulnerable"})
    >>> declared = {("draft", "crowding"): "higher_is_more_vulnerable"}
    >>> check_directions(spec.list_indicators(), declared=declared, file=spec.file)
    """
    for indicator in indicators:
        expected = declared.get((indicator.dataset, indicator.column), indicator.direction)
        if indicator.direction != expected:
            raise ConfigError(
                f"{file}: {indicator.name}.direction: is '{indicator.direction}', but the "
                f"catalogue says '{expected}' of column '{indicator.column}' in "
                f"'{indicator.dataset}'. Correct whichever is wrong."
            )


def _check_given(name: str, weights: dict[str, float | None], *, summed: bool) -> None:
    """Weights in a mean add up to 1; those in a sum are multipliers and need not."""
    lacking = [child for child, weight in weights.items() if weight is None]
    if lacking:
        raise ValueError(
            f"weighting in '{name}' is 'given', but {_join(lacking)} has no weight; "
            "state it, or choose 'weighting: {method: equal}'"
        )
    if not summed:
        _check_sum(f"the weights in '{name}'", {k: w for k, w in weights.items() if w})


def _check_experts(name: str, names: list[str], weighting: ExpertWeights) -> None:
    if not weighting.sets:
        raise ValueError(f"weighting in '{name}' names no experts; give at least one set")
    for expert, weights in weighting.sets.items():
        if sorted(weights) != sorted(names):
            raise ValueError(
                f"expert '{expert}' must weigh exactly {_join(names)} in '{name}'; "
                f"found {_join(weights)}"
            )
        _check_sum(f"the weights of expert '{expert}' in '{name}'", weights)


def _check_sum(what: str, weights: dict[str, float]) -> None:
    total = sum(weights.values())
    if abs(total - 1) > WEIGHT_TOLERANCE:
        listed = " + ".join(f"{name} {weight:g}" for name, weight in weights.items())
        raise ValueError(f"{what} add up to {total:g}, not 1 ({listed}); divide each by {total:g}")


def _join(names: list[str] | dict[str, float]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def explain(file: str, error: ValidationError) -> str:
    """Return one line per problem: file, key, what was found, what is allowed."""
    lines = []
    for problem in error.errors():
        key = clip(".".join(str(step) for step in problem["loc"])) or "(whole file)"
        lines.append(f"{clip(file)}: {key}: {_remedy(problem)}")
    return join_faults(lines, total=len(lines), between="\n")


def _remedy(problem: dict[str, Any]) -> str:
    found = clip(str(problem.get("input")))
    context = problem.get("ctx", {})
    match problem["type"]:
        case "missing":
            return "is missing. Add it; index.schema.json says what it means."
        case "extra_forbidden":
            return "is not a key that an index file knows. Check its spelling, or remove it."
        case "union_tag_invalid":
            return (
                f"'{clip(str(context['tag']))}' is not a known method. "
                f"Choose one of {context['expected_tags']}."
            )
        case "literal_error":
            return f"found '{found}'. Choose one of {context['expected']}."
        case "value_error":
            return f"{context['error']}."
        case _:
            return f"found '{found}'. {problem['msg']}."
