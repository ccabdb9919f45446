"""What can't be met, and what would be needed."""

from __future__ import annotations

import math

from datacell_lib.analysis.plan.sharing_model import SharingModel
from datacell_lib.schema import ParameterError
from datacell_lib.wording import name_first

HALVINGS = 40  # of the scale that floors are lowered by


def check_floors(model: SharingModel, *, capacity: int) -> None:
    """Refuse floors that a capacity is not enough for, and say what would be.

    Parameters
    ----------
    model : SharingModel
        With its floors.
    capacity : int
        Units to share.

    Raises
    ------
    ParameterError
        If a floor is more than a district's need, or the floors need more units.
    """
    some = model.district_need > 0
    short = some & (model.rules.floor_people > model.district_need * (1 + 1e-9))
    if short.any():
        raise ParameterError(
            f"the floor of {model.rules.floor_people:,g} people is more than are expected to need "
            f"help in {name_first(model.districts[short])}. Lower it to "
            f"{_round_down(model.district_need[short].min())}, or use a share of each district's "
            "own need."
        )
    _, needed = model.meet_floors()
    if needed > capacity:
        raise ParameterError(
            f"the floors need {needed:,} {model.effort.called}; the capacity is {capacity:,}. "
            f"Give {needed:,}, or lower the floor to {_find_lower_floor(model, capacity)}."
        )


def _find_lower_floor(model: SharingModel, capacity: int) -> str:
    """Say which floor the capacity is enough for: of the same kind, as high as can be."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (
            (low, middle) if model.meet_floors(scale=middle)[1] > capacity else (middle, high)
        )
    told = []
    if share := model.rules.floor_share:
        told.append(f"{_round_down(100 * share * low)}% of each district's need")
    if people := model.rules.floor_people:
        told.append(f"{_round_down(people * low)} people")
    return " and ".join(told)


def _round_down(number: float) -> str:
    """Write a number that is no higher, with a decimal where it is below ten."""
    near = number + 1e-9
    return f"{math.floor(near):,}" if near >= 10 else f"{math.floor(10 * near) / 10:g}"
