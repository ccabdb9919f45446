"""Every sentence of counts reads well of nothing, of one, of two and of more than a thousand."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.presentation.sentences import (
    describe_caveats,
    describe_contrary,
    describe_facts,
    describe_headline,
    describe_latest_weeks,
    describe_ratings,
    describe_reach,
    describe_steadiness,
)
from tests.wording_faults import find_faults

NUMBERS = [0, 1, 2, 1111]


def tell_headline(make, number):
    whole = max(number, 1)
    row = {"district_code": "E07000076", "district_name": "Tendring", "neighbourhoods": whole}
    row |= {"population": 1111.0 * whole, "people_in_fifth": 1111.0 * number, "unranked": number}
    row |= {"in_tenth": 0, "in_fifth": number, "value": number / whole, "lower_ci": 0.0}
    row |= {"upper_ci": 1.0, "nation": 0.2, "comparison": "similar"}
    first = pd.DataFrame({"place_name": ["Jaywick"], "neighbourhoods": number})
    first = first.assign(population=1111.0 * number).head(number)
    return describe_headline(
        make(pd.DataFrame([row])),
        district="E07000076",
        nation="England",
        first=make(first),
        most=make(pd.DataFrame({"place_name": ["Frinton"]})),
        titles={"older": "People aged 65 and over"},
    )


def tell_steadiness(make, number):
    row = {"neighbourhoods": number, "sure": number // 2, "unsure": number - number // 2}
    share = row["sure"] / number if number else float("nan")
    table = pd.DataFrame([row | {"unranked": number, "value": share}])
    return describe_steadiness(make(table), title="Essex")


def tell_contrary(make, number):
    table = pd.DataFrame({"indicator": ["Crowded homes"] * (1 + number)})
    table = table.assign(contrary=[False, *[True] * number])
    return describe_contrary(make(table))


def tell_reach(make, number):
    row = {"indicator": "People aged 65 and over", "everywhere": 1111, "value": number}
    return describe_reach(
        make(pd.DataFrame([row | {"not_counted": number, "unranked": number}])), place="Sandrigby"
    )


def tell_facts(make, number):
    row = {"authority_name": "Tendring", "says": "of them were advised to shield"}
    return describe_facts(make(pd.DataFrame([row | {"lower": number, "upper": number}])))


def tell_ratings(make, number):
    table = pd.DataFrame({"rating": ["red", "amber", "green"], "sources": [number, 0, 0]})
    concerns = pd.DataFrame({"title": ["A"], "rating": ["red"], "reasons": ["Overdue."]})
    concerns = make(concerns.head(min(number, 1)))
    return describe_ratings(make(table), concerns=concerns, day=date(2026, 1, 5))


def tell_weeks(make, number):
    week = pd.Timestamp("2021-01-10")
    rows = pd.DataFrame({"area_name": [f"District {place}" for place in range(max(number, 1))]})
    latest = rows.assign(period=week, numerator=number, value=number, trend="growing")
    alarms = rows.assign(period=week, alarm=pd.array([True] * len(rows), dtype="boolean"))
    total = pd.DataFrame({"place": ["Essex"], "period": week, "numerator": [number]})
    return describe_latest_weeks(make(total), latest=make(latest), alarms=make(alarms))


def tell_caveats(make, number):
    table = pd.DataFrame({"title": ["Census"] * number, "published": "2 November 2022"})
    return describe_caveats(make(table), area=load_area("sample"))


TELLERS: list[Callable] = [
    tell_caveats,
    tell_contrary,
    tell_facts,
    tell_headline,
    tell_ratings,
    tell_reach,
    tell_steadiness,
    tell_weeks,
]


class TestEveryCount:
    @pytest.mark.parametrize("number", NUMBERS)
    @pytest.mark.parametrize("tell", TELLERS, ids=lambda tell: tell.__name__)
    def test_it_is_written_as_it_is_said(self, make_released, tell, number):
        text = tell(make_released, number).content["text/plain"]
        assert find_faults(text) == [], text

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("1 lie in 1 circles", "one of several"),
            ("2 neighbourhood", "several of one"),
            ("Of 1111 places", "no thousands separator"),
            ("−21 to −0", "a zero below zero"),
            ("two  spaces", "two spaces"),
            ("nan places", "a number that is none"),
            ("the nation's worst fifth", "worst, of a fifth or a share"),
            ("among the worst 1%", "worst, of a fifth or a share"),
        ],
    )
    def test_each_fault_would_be_found(self, text, fault):
        assert fault in find_faults(text)
