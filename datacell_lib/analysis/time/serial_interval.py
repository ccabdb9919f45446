"""The serial interval: how long from one person's symptoms to those of whom they infect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from datacell_lib.schema import ParameterError

SUM_TOLERANCE = 1e-6


@dataclass(frozen=True, kw_only=True)
class SerialInterval:
    """Days from one person's symptoms to those of the person they infect.

    Parameters
    ----------
    mean, sd : float
        Mean (above 1) and standard deviation (above 0) in days.
    source : str
        Where the two come from; it travels with every result.

    Raises
    ------
    ParameterError
        A mean of 1 or less, a standard deviation of 0 or less, or no source.
    """

    mean: float
    sd: float
    source: str

    def __post_init__(self) -> None:
        if not 1 < self.mean < np.inf:
            raise ParameterError(
                f"a serial interval's mean must be above 1 day; found {self.mean}. The shifted "
                "gamma has no case on the day of its infector."
            )
        if not 0 < self.sd < np.inf:
            raise ParameterError(f"a serial interval's sd must be above 0; found {self.sd}.")
        _check_source(self.source)

    @property
    def description(self) -> str:
        """What a result's method says of it."""
        return f"serial interval mean {self.mean} sd {self.sd} days ({self.source})"


@dataclass(frozen=True, kw_only=True)
class SerialIntervalByDay:
    """A serial interval that is given day by day, with no distribution fitted to it.

    Parameters
    ----------
    probabilities : sequence of float
        Probability of 0 days, 1 day, 2 days and so on; that of 0 days is 0, all add up to 1.
    source : str
        Where they come from; it travels with every result.

    Raises
    ------
    ParameterError
        Probabilities below 0, infinite or missing, above 0 for day 0, or that do not add up to
        1; or no source.

    Examples
    --------
    >>> SerialIntervalByDay(probabilities=[0, 0.5, 0.5], source="A study").description
    'serial interval given for 2 days, mean 1.5 days (A study)'
    """

    probabilities: Sequence[float]
    source: str

    def __post_init__(self) -> None:
        values = np.asarray(self.probabilities, dtype=float)
        object.__setattr__(self, "probabilities", tuple(values.ravel().tolist()))
        if values.ndim != 1 or values.size < 2 or not (values >= 0).all():
            raise ParameterError(
                "a serial interval's probabilities must be a list of two or more numbers of 0 or "
                f"more, from day 0; found {self.probabilities}."
            )
        if values[0] != 0:
            raise ParameterError(
                f"the probability of day 0 must be 0; found {values[0]:g}. The list starts with "
                "day 0: put a 0 before it if it starts with day 1."
            )
        if not abs(values.sum() - 1) <= SUM_TOLERANCE:
            raise ParameterError(
                f"a serial interval's probabilities must add up to 1; found {values.sum():g}. "
                "Divide rounded ones by their sum; look for days left out if it is far from 1."
            )
        _check_source(self.source)

    @property
    def description(self) -> str:
        """What a result's method says of it."""
        mean = float(np.arange(len(self.probabilities)) @ np.array(self.probabilities))
        days = len(self.probabilities) - 1
        return f"serial interval given for {days} days, mean {mean:g} days ({self.source})"


def _check_source(source: str) -> None:
    if not source.strip():
        raise ParameterError("a serial interval needs its source; found none. Cite the study.")


def discretise_serial_interval(
    interval: SerialInterval | SerialIntervalByDay, *, days: int
) -> np.ndarray:
    """Probability of each whole number of days between infector and infected.

    Parameters
    ----------
    interval : SerialInterval or SerialIntervalByDay
        Mean and standard deviation, or a probability for each day.
    days : int
        Last day, at least 1.

    Returns
    -------
    array of shape (days + 1,)
        Probabilities of day 0 (which is 0) to the last day; under 1 in sum, by the tail. Given
        ones come back as they are, without the days after the last or with 0 for them.

    Raises
    ------
    ParameterError
        Fewer than 1 day.

    Notes
    -----
    A gamma distribution shifted by one day, its density averaged over the hours at which two
    events that are some days apart may fall: w(k) = kF(k) + (k-2)F(k-2) - 2(k-1)F(k-1)
    + ab(2G(k-1) - G(k-2) - G(k)), F and G the gamma distribution functions of shape a and
    a + 1, both of scale b.

    References
    ----------
    Cori A, Ferguson NM, Fraser C, Cauchemez S. A new framework and software to estimate
    time-varying reproduction numbers during epidemics. Am J Epidemiol 2013;178:1505-12, web
    appendix 11.

    Examples
    --------
    >>> influenza = SerialInterval(mean=2.6, sd=1.5, source="Ferguson and others 2005")
    >>> discretise_serial_interval(influenza, days=3).round(4)
    array([0.    , 0.2332, 0.3586, 0.1981])
    """
    if days < 1:
        raise ParameterError(f"days must be at least 1; found {days}.")
    if isinstance(interval, SerialIntervalByDay):
        given = np.array(interval.probabilities[: days + 1])
        return np.pad(given, (0, days + 1 - len(given)))
    scale = interval.sd**2 / (interval.mean - 1)
    shape = (interval.mean - 1) / scale
    day = np.arange(-1, days + 1)
    reach = np.maximum(day, 0) / scale
    mean_below = shape * scale * special.gammainc(shape + 1, reach)
    integral = day * special.gammainc(shape, reach) - mean_below
    return np.concatenate([[0.0], np.maximum(0.0, np.diff(integral, n=2))])
