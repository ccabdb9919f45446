"""What changed since last time, in sentences: each says what it compares, and nothing else."""

import pandas as pd
import pytest

from datacell_lib.files.nouns import Noun
from datacell_lib.presentation.sections import show_changes

MOVES = pd.DataFrame(
    {"neighbourhood": ["part of Moor (1A)", "North"], "change": ["joined", "left"]}
)
ORDER = pd.DataFrame(
    {
        "district_name": ["Edge", "District 9", "Moor", "North"],
        "position": [1.0, 2.0, 2.0, None],
        "joint": [False, True, True, False],
        "value": [0.7, 0.05, 0.05, 0.0],
        "people_in_fifth": [1400.0, 50.0, 50.0, 0.0],
        "position_before": [2.0, 1.0, None, None],
        "joint_before": [False, False, False, False],
        "value_before": [0.5, 0.6, 0.0, 0.0],
        "people_in_fifth_before": [1000.0, 100.0, 0.0, 0.0],
        "change": ["own_share", "own_share", "own_share", ""],
    }
)
SAME = ORDER.assign(people_in_fifth_before=ORDER["people_in_fifth"], change="")
FILES = pd.DataFrame({"title": ["Age", "Beds"], "change": ["new", "newer file"]})
MOVED = pd.DataFrame(
    {
        "neighbourhood": ["North", "South"],
        "population": [1611.0, 89.0],
        "district_name": ["Lewes Road", None],
        "district_name_before": ["East", "East"],
    }
)
SAME_INDEX = pd.DataFrame({"title": ["Need"], "title_before": ["Need"], "comparison": ["same"]})


@pytest.fixture
def tell(make_released):
    def write(moves=MOVES, order=ORDER, files=FILES, index=SAME_INDEX, places=MOVED[:0], **options):
        ranks = [] if index["comparison"].item() == "other" else [moves, order]
        tables = [make_released(table) for table in (index, files, places, *ranks)]
        section = show_changes(*tables, since="the last one", nation="England", **options)
        (part,) = section.parts
        assert len(part.shown) == len(tables)
        return part.content["text/plain"]

    return write


class TestShowChanges:
    def test_each_kind_of_change_has_its_sentence(self, tell):
        text = tell()
        assert text.splitlines() == [
            "Compared with the last one:",
            "",
            "- 1 neighbourhood joined the most vulnerable fifth of England: part of Moor (1A).",
            "- 1 neighbourhood left the most vulnerable fifth of England: North.",
            "- More people live in that fifth: 1,500, after 1,100.",
            "- Of the districts, by the share of people in that fifth, Edge is number 1 at 70% "
            "(number 2 at 50% before), District 9 is joint number 2 at 5% (number 1 at 60% before) "
            "and Moor is joint number 2 at 5% (no number at 0% before).",
            "- New: Age.",
            "- In a newer file: Beds.",
        ]

    def test_that_nothing_changed_is_said(self, tell):
        assert tell(MOVES[:0], SAME, FILES[:0]).splitlines()[2:] == [
            "- No neighbourhood joined or left the most vulnerable fifth of England.",
            "- As many people live in that fifth as before: 1,500.",
            "- The order of the districts, by the share of people in that fifth, is the same.",
            "- Every dataset is the same file as before.",
        ]

    def test_a_number_that_is_not_known_is_not_compared(self, tell):
        text = tell(order=ORDER.assign(people_in_fifth_before=[None, 100.0, 0.0, 0.0]))
        assert "can't be compared: a number is not known" in text

    def test_districts_have_the_areas_own_word_and_keep_their_names(self, tell):
        text = tell(noun=Noun("ward"))
        assert "Of the wards, by the share" in text
        assert "District 9 is joint number 2" in text

    def test_a_district_that_others_passed_is_not_said_to_have_moved(self, tell):
        slid = ORDER.assign(change=["own_share", "others_shares", "", ""])
        text = tell(order=slid, noun=Noun("ward"))
        assert "number 1 at 70% (number 2 at 50% before). Where another ward has another" in text
        assert "its own share is the same, to a whole percent." in text
        assert "District 9" not in text
        alone = tell(order=ORDER.assign(change=["others_shares", "", "", ""]))
        assert "is another, but where one has another number its own share is the same" in alone
        assert "Edge" not in alone

    def test_one_that_lost_its_number_or_had_none_is_told_why(self, tell):
        lost = ORDER.assign(position=None, value=[0.0, None, 0.05, 0.0], value_before=None)
        text = tell(order=lost.astype({"value_before": "float64", "position": "float64"}))
        assert "Edge has no number at 0% (not there or not known before)" in text
        assert "District 9 has no number, as its share is not known" in text

    def test_another_index_is_said_first_and_nothing_that_hangs_on_it_is_compared(self, tell):
        other = SAME_INDEX.assign(title_before="Old *need*", comparison="other")
        lines = tell(index=other).splitlines()[2:]
        assert lines[0].startswith("- **The index was changed**: it was “Old *need*” then, and")
        assert "“Need” now" in lines[0] and "not comparable with that report" in lines[0]
        assert lines[1:] == ["- New: Age.", "- In a newer file: Beds."]

    def test_an_index_that_was_changed_under_its_title_is_said_to_be(self, tell):
        text = tell(index=SAME_INDEX.assign(comparison="other"), noun=Noun("ward"))
        assert "“Need” has other figures, weights or methods than it had then" in text
        assert "places, people and the order of wards are not comparable" in text

    def test_where_the_index_was_not_kept_that_is_said_before_the_comparisons(self, tell):
        unknown = SAME_INDEX.assign(title_before="", comparison="not_known")
        lines = tell(index=unknown).splitlines()[2:]
        assert lines[0].startswith("- Which index that report used was not kept. If it was not")
        assert "1 neighbourhood joined" in lines[1]

    def test_another_title_alone_is_said_to_be_that(self, tell):
        text = tell(index=SAME_INDEX.assign(title_before="Wants"))
        assert "The index is called “Need” now, and “Wants” then. It is made as before." in text

    def test_moved_boundaries_are_said_first_and_what_is_counted_in_spite_of_them(self, tell):
        lines = tell(places=MOVED[:1]).splitlines()[2:]
        assert lines[0] == (
            "- **The boundaries of East and Lewes Road were changed** (1 neighbourhood, 1,611 "
            "people): their figures are not comparable with those of that report. What follows "
            "compares the neighbourhoods that are in both reports, and counts both times within "
            "the boundaries of now."
        )
        assert "1 neighbourhood joined" in lines[1]

    def test_one_that_left_the_area_counts_and_many_districts_are_not_all_named(self, tell):
        assert "of East and Lewes Road were changed** (2 neighbourhoods, 1,700" in tell(
            places=MOVED
        )
        many = pd.concat([MOVED[:1]] * 9).assign(district_name=[f"Ward {i}" for i in range(9)])
        text = tell(places=many)
        assert "of East, Ward 0, Ward 1, Ward 2, Ward 3 and 5 more were changed" in text

    def test_with_another_index_nothing_is_said_to_be_counted_within_boundaries(self, tell):
        lines = tell(index=SAME_INDEX.assign(comparison="other"), places=MOVED).splitlines()[2:]
        assert lines[0].endswith("not comparable with those of that report.")
        assert lines[1].startswith("- **The index was changed**")

    def test_without_a_last_report_nothing_is_shown(self):
        assert show_changes(since="", nation="England").parts == ()
