"""Check the single numbers that functions are given beside their tables."""

from __future__ import annotations

from datacell_lib.schema import ParameterError
from datacell_lib.table_checks import is_number


def check_whole(name: str, value: object, *, at_least: int) -> None:
    """Refuse what is not a whole number, or below the least.

    Parameters
    ----------
    name : str
        What the argument is called.
    value : object
        What was given.
    at_least : int
        The least that makes sense.

    Raises
    ------
    ParameterError
        If it is something else.

    Examples
    --------
    >>> check_whole("quantiles", 5, at_least=2)
    """
    if not is_number(value) or not value >= at_least or value % 1 != 0:
        raise ParameterError(
            f"{name} must be at least {at_least:,}; found {value!r}. Write a whole number."
        )


def check_choice(name: str, value: object, *, allowed: tuple[str, ...]) -> None:
    """Refuse a word that is not among those allowed.

    Parameters
    ----------
    name : str
        What the argument is called.
    value : object
        What was given.
    allowed : tuple of str
        The words that it may be.

    Raises
    ------
    ParameterError
        If it is something else.

    Examples
    --------
    >>> check_choice("scale", "log", allowed=("log", "logit"))
    """
    if not isinstance(value, str) or value not in allowed:
        raise ParameterError(f"{name} must be one of {', '.join(allowed)}; found {value!r}.")
