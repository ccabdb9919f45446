"""The serial interval: how long from one person's symptoms to those of whom they infect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from datacell_lib.schema import ParameterError


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
        if not self.mean > 1:
            raise ParameterError(
                f"a serial interval's mean must be above 1 day; found {self.mean}. The shifted "
                "gamma has no case on the day of its infector."
            )
        if not self.sd > 0:
            raise ParameterError(f"a serial interval's sd must be above 0; found {self.sd}.")
        if not self.source.strip():
            raise ParameterError("a serial interval needs its source; found none. Cite the study.")


def discretise_serial_interval(interval: SerialInterval, *, days: int) -> np.ndarray:
    """Probability of each whole number of days between infector and infected.

    Parameters
    ----------
    interval : SerialInterval
        Mean and standard deviation.
    days : int
        Last day, at least 1.

    Returns
    -------
    array of shape (days + 1,)
        Probabilities of day 0 (which is 0) to the last day; under 1 in sum, by the tail.

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
    scale = interval.sd**2 / (interval.mean - 1)
    shape = (interval.mean - 1) / scale
    day = np.arange(-1, days + 1)
    reach = np.maximum(day, 0) / scale
    mean_below = shape * scale * special.gammainc(shape + 1, reach)
    integral = day * special.gammainc(shape, reach) - mean_below
    return np.concatenate([[0.0], np.maximum(0.0, np.diff(integral, n=2))])
