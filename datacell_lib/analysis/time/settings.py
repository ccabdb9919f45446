"""What a number may be that somebody sets: whole where it counts periods, finite where it sizes."""

from __future__ import annotations

import math
from numbers import Integral

from datacell_lib.schema import ParameterError
from datacell_lib.table_checks import is_number


def check_whole(value: int, *, name: str, least: int, of: str = "", advice: str = "") -> None:
    """Refuse a number of periods, cases or years that is not whole, or too small.

    Parameters
    ----------
    value : int
        What was set.
    name : str
        What the setting is called.
    least : int
        The smallest that is allowed.
    of : str
        What it counts, as "periods".
    advice : str
        What to do, a sentence.

    Raises
    ------
    ParameterError
        If the value is not a whole number of at least that many.

    Examples
    --------
    >>> check_whole(7, name="window", least=1, of="day")
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        wanted = "a whole number" + f" of {of}" * bool(of)
    elif value < least:
        wanted = f"at least {least}" + f" {of}" * bool(of)
    else:
        return
    raise ParameterError(f"{name} must be {wanted}; found {value!r}. {advice}".strip())


def check_target(target: float) -> None:
    """Refuse a target that is no finite number.

    Parameters
    ----------
    target : float
        What was set.

    Raises
    ------
    ParameterError
        If it is missing, infinite or no number.

    Examples
    --------
    >>> check_target(-2.5)
    """
    if not (is_number(target) and math.isfinite(target)):
        raise ParameterError(f"target must be a finite number; found {target!r}.")


def check_size(
    value: float, *, name: str, may_be_zero: bool = False, may_be_infinite: bool = False
) -> None:
    """Refuse a size that is no number, below zero or, unless told otherwise, zero or infinite.

    Parameters
    ----------
    value : float
        What was set.
    name : str
        What the setting is called.
    may_be_zero, may_be_infinite : bool
        Whether 0, and infinity, make sense.

    Raises
    ------
    ParameterError
        If the value is none that is allowed.

    Examples
    --------
    >>> check_size(0.5, name="minimum_sd", may_be_zero=True)
    """
    if is_number(value):
        if 0 < value < math.inf or (value == 0 and may_be_zero):
            return
        if value == math.inf and may_be_infinite:
            return
    lowest = "a number of 0 or more" if may_be_zero else "a number above 0"
    finite = "" if may_be_infinite else ", and not infinite"
    raise ParameterError(f"{name} must be {lowest}{finite}; found {value!r}.")
