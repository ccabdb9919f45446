"""Where to send help first: the order, the reasons, and the three that a sentence names."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.need.need_places import list_first_steps, list_need_places
from datacell_lib.analysis.need.need_risks import list_risks
from datacell_lib.files.purposes import load_purposes
from datacell_lib.schema import TableError

FOOD, HEATWAVE = (load_purposes().find(name) for name in ("food", "heatwave"))
COLUMNS = ["msoa_code", "place_name", "district_name", "deprivation_standing"]
COLUMNS += ["aged_under_50", "aged_50_to_64", "aged_65_and_over"]


@pytest.fixture
def places():
    """Four places: a poor one, an old one, an old one of two districts, a young and rich one."""
    rows = [
        ("m1", "Poor", "Vale", 0.05, 1000, 300, 200),
        ("m1", "Poor", "Vale", 0.15, 400, 300, 200),
        ("m2", "Old", "Vale", 0.7, 300, 200, 700),
        ("m3", "Both", "Vale", 0.18, 400, 200, 600),
        ("m3", "Both", "Hill", 0.19, 400, 200, 600),
        ("m4", "Rich", "Hill", 0.95, 1500, 300, 150),
    ]
    codes = [f"E0100000{i}" for i in range(len(rows))]
    return pd.DataFrame(rows, columns=COLUMNS).assign(area_code=codes)


def list_places(table, purpose=FOOD):
    return list_need_places(table, purpose=purpose, nation="England")


class TestListNeedPlaces:
    def test_places_are_in_the_order_of_what_an_hour_finds(self, places):
        found = list_places(places)
        assert found["place_name"].tolist() == ["Both", "Old", "Poor", "Rich"]
        assert found["position"].tolist() == [1, 2, 3, 4]
        assert found["need_per_hour"].is_monotonic_decreasing

    def test_a_place_in_two_districts_has_both(self, places):
        assert list_places(places)["district_name"][0] == "Vale and Hill"

    def test_why_names_the_ages_and_the_deprivation(self, places):
        why = list_places(places).set_index("place_name")["why"]
        # of all people 2,450 of 7,950 are 65 or over: 31%; a quarter more is 39%
        assert why["Both"] == "many are aged 65 and over (50%); most deprived 20% of England"
        assert why["Old"] == "many are aged 65 and over (58%)"
        assert why["Poor"] == "most deprived 10% of England"  # 1,500 of its 2,400 people
        assert why["Rich"] == "no one reason"

    def test_ages_are_no_reason_where_all_that_count_are_of_one(self, places):
        why = list_places(places, HEATWAVE).set_index("place_name")["why"]
        assert why["Old"] == "no one reason"

    def test_a_place_that_is_not_known_comes_last(self, places):
        places["aged_50_to_64"] = places["aged_50_to_64"].astype("float64")
        places.loc[3, "aged_50_to_64"] = np.nan
        last = list_places(places).iloc[-1]
        assert last["place_name"] == "Both" and np.isnan(last["expected_need"])

    def test_rows_in_another_order_give_the_same_list(self, places):
        mixed = places.sample(frac=1, random_state=1)
        columns = ["place_name", "expected_need", "why"]
        pd.testing.assert_frame_equal(list_places(places)[columns], list_places(mixed)[columns])

    def test_a_missing_column_is_named(self, places):
        with pytest.raises(TableError, match="place_name"):
            list_places(places.drop(columns="place_name"))


class TestListFirstSteps:
    def test_three_places_are_named_and_added_up(self, places):
        listed = list_places(places)
        found = list_first_steps(places, purposes={FOOD: listed})
        assert found["places"].tolist() == ["Both; Old; Poor"]
        assert found["people_concerned"].tolist() == [6000]
        first = listed.head(3)
        assert found["expected_need"][0] == pytest.approx(first["expected_need"].sum())
        # one error is in all of them: were they independent, the sum's interval would be 0.6 of
        # theirs together, as of three alike it is 1 / sqrt(3)
        width = (found["upper_ci"] - found["lower_ci"])[0]
        assert width > 0.75 * (first["upper_ci"] - first["lower_ci"]).sum()

    def test_a_purpose_without_known_need_has_no_row(self, places):
        unknown = places.assign(deprivation_standing=np.nan)
        assert list_first_steps(unknown, purposes={FOOD: list_places(unknown)}).empty

    def test_without_purposes_there_are_no_rows(self, places):
        assert list_first_steps(places, purposes={}).empty


class TestListRisks:
    def test_each_age_has_a_row_and_the_ratio_one(self):
        found = list_risks([FOOD])
        assert found["age_band"].tolist()[:3] == ["under 50", "50 to 64", "65 and over"]
        assert found["value"].tolist() == pytest.approx([0.31, 1.24, 2.61, 2.01])

    def test_a_purpose_without_a_ratio_has_no_row_for_it(self):
        plain = FOOD.model_copy(update={"place": None})
        assert len(list_risks([plain])) == 3
