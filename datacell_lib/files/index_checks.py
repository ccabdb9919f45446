"""What an index file must not say, in words that name the key and the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from datacell_lib.files.index_composite import Composite
from datacell_lib.files.index_methods import Aggregation, ExpertWeights, GivenWeights, Weighting
from datacell_lib.wording import quote_names

WEIGHT_TOLERANCE = 1e-6


def check_names(index: Composite) -> None:
    """Refuse components that share a name, and indicators that measure the same column."""
    names: dict[str, str] = {}
    sources: dict[tuple[str | None, ...], str] = {}
    for part, parent in index.walk():
        where = "the index itself" if parent is None else f"'{parent.name}'"
        if part.name in names:
            raise ValueError(
                f"the name '{part.name}' is used twice: in {names[part.name]} and in {where}; "
                "each component counts once: remove one, or name it for what differs"
            )
        names[part.name] = where
        if (dataset := getattr(part, "dataset", None)) is None:
            continue
        source = (dataset, part.column, part.denominator, part.denominator_dataset)
        if source in sources:
            raise ValueError(
                f"indicators '{sources[source]}' and '{part.name}' are the same column "
                f"'{part.column}' of '{dataset}'; keep one, and give it more weight if it "
                "should count for more"
            )
        sources[source] = part.name


def check_people(names: Iterable[str], *, shares: Sequence[str], within: str) -> None:
    """Refuse to count the people of what is no share, or has no place in the nation."""
    if within == "area" and (named := quote_names(names)):
        raise ValueError(
            f"'people_to_reach' names {named}, to be counted in the nation's most vulnerable "
            "fifth, which an index 'within: area' knows nothing of. Leave it out"
        )
    for name in names:
        if name not in shares:
            raise ValueError(
                f"'people_to_reach' names '{name}', which is not an indicator with a denominator; "
                f"those are {quote_names(shares) or 'none'}. Correct or remove it"
            )


def check_composite(part: Composite, *, weighting: Weighting, aggregation: Aggregation) -> None:
    """Refuse an empty domain, and weights that contradict how the domain is weighted."""
    if not part.children:
        raise ValueError(f"'{part.name}' has no indicators and no domains; give it at least one")
    weights = {child.name: child.weight for child in part.children}
    if isinstance(weighting, ExpertWeights):
        _check_experts(part.name, list(weights), weighting)
    if isinstance(weighting, GivenWeights):
        _check_given(part.name, weights, summed=aggregation.method == "sum")
    elif any(weight is not None for weight in weights.values()):
        raise ValueError(
            f"weighting in '{part.name}' is '{weighting.method}', so its components must not "
            "state weights; remove them, or choose 'weighting: {method: given}'"
        )


def _check_given(name: str, weights: dict[str, float | None], *, summed: bool) -> None:
    """Weights in a mean add up to 1; those in a sum are multipliers and need not."""
    lacking = [child for child, weight in weights.items() if weight is None]
    if lacking:
        raise ValueError(
            f"weighting in '{name}' is 'given', but {quote_names(lacking)} has no weight; "
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
                f"expert '{expert}' must weigh exactly {quote_names(names)} in '{name}'; "
                f"found {quote_names(weights)}"
            )
        _check_sum(f"the weights of expert '{expert}' in '{name}'", weights)


def _check_sum(what: str, weights: dict[str, float]) -> None:
    total = sum(weights.values())
    if abs(total - 1) > WEIGHT_TOLERANCE:
        listed = " + ".join(f"{name} {weight:g}" for name, weight in weights.items())
        raise ValueError(f"{what} add up to {total:g}, not 1 ({listed}); divide each by {total:g}")
