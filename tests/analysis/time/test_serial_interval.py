"""The discretised serial interval against EpiEstim."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from datacell_lib.analysis.time.serial_interval import (
    SerialInterval,
    SerialIntervalByDay,
    discretise_serial_interval,
)
from datacell_lib.schema import ParameterError

INFLUENZA = SerialInterval(mean=2.6, sd=1.5, source="Ferguson and others 2005")


class TestSerialInterval:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"mean": 1.0, "sd": 1, "source": "a"}, "mean must be above 1 day; found 1.0"),
            ({"mean": np.inf, "sd": 1, "source": "a"}, "mean must be above 1 day; found inf"),
            ({"mean": 2.6, "sd": np.nan, "source": "a"}, "sd must be above 0; found nan"),
            ({"mean": 2.6, "sd": np.inf, "source": "a"}, "sd must be above 0; found inf"),
            ({"mean": 2.6, "sd": 0, "source": "a"}, "sd must be above 0; found 0"),
            ({"mean": 2.6, "sd": 1.5, "source": " "}, "needs its source; found none"),
        ],
    )
    def test_what_cannot_be_is_refused(self, arguments, message):
        with pytest.raises(ParameterError, match=message):
            SerialInterval(**arguments)


class TestSerialIntervalByDay:
    @pytest.mark.parametrize(
        ("probabilities", "message"),
        [
            ([0.1, 0.9], "the probability of day 0 must be 0; found 0.1"),
            ([0, 0.5, 0.4], "must add up to 1; found 0.9"),
            ([0, 0.5, 0.501], "must add up to 1; found 1.001. Divide rounded ones by their sum"),
            ([0, 1.5, -0.5], "two or more numbers of 0 or more"),
            ([0, np.nan, 1], "two or more numbers of 0 or more"),
            ([0, np.inf], "must add up to 1; found inf"),
            ([1], "two or more numbers of 0 or more"),
            ([], "two or more numbers of 0 or more"),
            ([[0, 1]], "two or more numbers of 0 or more"),
        ],
    )
    def test_what_is_no_distribution_of_days_is_refused(self, probabilities, message):
        with pytest.raises(ParameterError, match=message):
            SerialIntervalByDay(probabilities=probabilities, source="any")

    def test_it_needs_its_source(self):
        with pytest.raises(ParameterError, match="needs its source; found none"):
            SerialIntervalByDay(probabilities=[0, 1], source="")

    def test_it_is_cut_or_filled_with_zeros_to_the_days_asked_for(self):
        interval = SerialIntervalByDay(probabilities=np.array([0, 0.25, 0.75]), source="any")
        assert discretise_serial_interval(interval, days=1).tolist() == [0, 0.25]
        assert discretise_serial_interval(interval, days=4).tolist() == [0, 0.25, 0.75, 0, 0]

    def test_a_change_of_the_list_that_it_came_from_does_not_reach_it(self):
        days = [0, 0.25, 0.75]
        interval = SerialIntervalByDay(probabilities=days, source="any")
        days[1] = 9
        assert interval.probabilities == (0, 0.25, 0.75)


class TestDiscretiseSerialInterval:
    def test_it_is_that_of_epiestim(self, validate):
        validate(
            method="Discretised serial interval, days 0 to 7",
            source="EpiEstim, shifted gamma, mean 2.6, sd 1.5",
            expected=[
                0, 0.23317212541, 0.35857940032, 0.19811082854, 0.10334265543, 0.05290517525,
                0.02682146195, 0.01351619809,
            ],
            obtained=discretise_serial_interval(INFLUENZA, days=7),
            tolerance=5.1e-12,
        )  # fmt: skip

    @given(mean=st.floats(1.5, 12), sd=st.floats(0.5, 6))
    @settings(max_examples=25, deadline=None)
    def test_the_probabilities_sum_to_one(self, mean, sd):
        interval = SerialInterval(mean=mean, sd=sd, source="any")
        probabilities = discretise_serial_interval(interval, days=400)
        assert probabilities.sum() == pytest.approx(1, abs=1e-6)
        assert (probabilities >= 0).all()
        assert probabilities @ np.arange(401) == pytest.approx(mean, abs=0.01)

    def test_each_day_is_the_density_averaged_over_a_triangle(self):
        # w(k) = integral of (1 - |u - k|) g(u) over k-1 < u < k+1, g the density shifted by a day.
        gamma = stats.gamma((1.6 / 1.5) ** 2, scale=1.5**2 / 1.6)
        for day, probability in enumerate(discretise_serial_interval(INFLUENZA, days=6)[1:], 1):
            by_quadrature, _ = integrate.quad(
                lambda u, day=day: (1 - abs(u - day)) * gamma.pdf(u - 1),
                max(1, day - 1),
                day + 1,
                points=[day],
            )
            assert probability == pytest.approx(by_quadrature, abs=1e-7)

    def test_fewer_than_one_day_is_refused(self):
        with pytest.raises(ParameterError, match="days must be at least 1; found 0"):
            discretise_serial_interval(INFLUENZA, days=0)
