"""What every district gets, and how far apart districts may come out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datacell_lib.schema import ParameterError
from datacell_lib.table_checks import is_number


@dataclass(frozen=True)
class SharingRules:
    """What is promised to districts, beyond helping as many people as can be.

    Parameters
    ----------
    floor_share : float
        The share of its own expected need that is met in every district at least, from 0 to 1.
    floor_people : float
        How many people are expected to be helped in every district at least.
    largest_difference : float, optional
        The most that the shares of need met in two districts differ by, from 0 to 1.

    Raises
    ------
    ParameterError
        If one is outside its limits.

    Examples
    --------
    >>> SharingRules(floor_share=10)
    Traceback (most recent call last):
    datacell_lib.schema.ParameterError: 'floor_share' is a share from 0 to 1; found 10. Write 10% \
as 0.1.
    """

    floor_share: float = 0.0
    floor_people: float = 0.0
    largest_difference: float | None = None

    def __post_init__(self) -> None:
        for name in ("floor_share", "largest_difference"):
            share = getattr(self, name)
            none = name == "largest_difference" and share is None
            if not none and (not is_number(share) or not 0 <= share <= 1):
                raise ParameterError(
                    f"'{name}' is a share from 0 to 1; found {share!r}. Write 10% as 0.1."
                )
        if not is_number(self.floor_people) or not 0 <= self.floor_people < np.inf:
            raise ParameterError(
                f"'floor_people' is a number of people, zero or more; found {self.floor_people!r}."
            )

    def set_floors(self, need: np.ndarray, *, scale: float = 1.0) -> np.ndarray:
        """Set how many people each district is promised.

        Parameters
        ----------
        need : ndarray
            Expected need of each district.
        scale : float
            What both floors are multiplied by.

        Returns
        -------
        ndarray
            People, of the same shape. Where districts may differ by so much only, the one that
            is promised the greatest share of its need lifts the others.

        Examples
        --------
        Ten people are all of the first district's need, and a tenth of the second's:

        >>> SharingRules(floor_people=10).set_floors(np.array([10.0, 100.0]))
        array([10., 10.])
        >>> near = SharingRules(floor_people=10, largest_difference=0.25)
        >>> near.set_floors(np.array([10.0, 100.0]))
        array([10., 75.])
        """
        people = self.floor_people * (need > 0)
        floors = scale * np.maximum(self.floor_share * need, people)
        if self.largest_difference is None:
            return floors
        met = np.divide(floors, need, out=np.zeros_like(floors), where=need > 0)
        return np.maximum(floors, need * (met.max() - self.largest_difference))
