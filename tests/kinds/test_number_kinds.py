"""Wrong numbers of every kind are refused before they are added up; right ones come as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.schema import SourceError

AGES = ["0", "1", "2", "90+"]
COUNT = {"type": "integer", "quantity": "count", "meaning": "Residents."}
NO_NUMBERS = [
    *("inf", "-inf", "Infinity", "nan", "NaN", "1_000", "0x10", "1e400", "1e", "e5", "--5", "5-"),
    *("٣٤", "१२", "５", "²", "½", "Ⅷ", "−5", "5\u200b", "True", "5 000", "5,0,", "£5", "5%"),
]


@pytest.fixture
def ages(catalogue) -> None:
    """A dataset of residents that a file gives by age."""
    catalogue(
        columns={"people": COUNT, "old": COUNT},
        copies=[
            {
                "layout": "official",
                "path": "office/things.csv",
                "totals": {"All": r"\d+\+?"},
                "totals_within": 2,
                "columns": {"area_code": "code", "people": AGES, "old": "90+"},
            }
        ],
    )


def write(rows: list[list[object]], *, header: tuple[str, ...] = ("All", *AGES)) -> str:
    lines = [["code", *header]]
    lines += [[f"E0100000{number}", *row] for number, row in enumerate(rows, start=1)]
    return "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines) + "\n"


counts = st.lists(st.integers(0, 10_000), min_size=4, max_size=4)


class TestCellsOfSums:
    @given(cells=counts, place=st.integers(0, 3), number=st.integers(1, 10_000))
    def test_a_negative_cell_is_refused_although_the_sum_is_not(
        self, ages, read, cells, place, number
    ) -> None:
        cells[place] = -number
        with pytest.raises(SourceError, match=rf"Things.*below 0: -{number} in E01000002"):
            read(write([[10, 1, 2, 3, 4], [sum(cells), *cells]]))

    @given(
        cells=counts,
        place=st.integers(0, 3),
        number=st.one_of(st.just("9e29"), st.integers(600_000_001, 10**30).map(str)),
    )
    def test_a_cell_above_ten_nations_is_refused(self, ages, read, cells, place, number) -> None:
        cells[place] = number
        with pytest.raises(SourceError, match=r"Things.*above 600,000,000: .* in E01000001"):
            read(write([["", *cells]]))

    @given(cells=counts, place=st.integers(0, 3), part=st.integers(1, 99))
    def test_a_part_of_a_person_is_refused_although_the_sum_is_whole(
        self, ages, read, cells, place, part
    ) -> None:
        cells[place] = f"5.{part:02}"
        with pytest.raises(SourceError, match=r"Things.*not whole: 5\.\d+ in E01000001"):
            read(write([["", *cells]]))

    @pytest.mark.parametrize("text", NO_NUMBERS)
    @given(cells=counts, place=st.integers(0, 3))
    def test_what_is_no_plain_number_is_refused(self, ages, read, text, cells, place) -> None:
        cells[place] = text
        with pytest.raises(SourceError, match=r"Things.*must be integer; found "):
            read(write([["", *cells]]))

    @given(text=st.text(st.characters(exclude_characters='"\r\n\0', exclude_categories=["Cs"])))
    def test_so_is_any_text_or_it_is_a_number(self, ages, read, text) -> None:
        try:
            table = read(write([["", 1, 2, 3, text]]))
        except SourceError:
            return
        assert table["old"].tolist() == [float(text)]

    @given(rows=st.lists(counts, min_size=1, max_size=5))
    def test_right_cells_add_up(self, ages, read, rows) -> None:
        table = read(write([[sum(cells), *cells] for cells in rows]))
        assert table["people"].tolist() == [sum(cells) for cells in rows]
        assert table["old"].tolist() == [cells[-1] for cells in rows]


class TestTotals:
    @given(cells=counts.filter(lambda cells: sum(cells[:3]) > 5), place=st.integers(0, 3))
    def test_a_heading_exchanged_with_the_totals_is_refused(self, ages, read, cells, place) -> None:
        header = ["All", *AGES]
        header[0], header[place + 1] = header[place + 1], header[0]
        others = sum(cells) - cells[place]
        if others <= 1:  # the total is that cell: nothing can tell, and nothing is wrong
            return
        with pytest.raises(SourceError, match=r"4 columns must add up to 'All'.*E01000001"):
            read(write([[sum(cells), *cells]], header=tuple(header)))

    @given(cells=counts, change=st.integers(3, 9_000))
    def test_a_cell_mistyped_is_refused(self, ages, read, cells, change) -> None:
        with pytest.raises(SourceError, match=r"must add up to 'All' within 2; in 1 of 1 rows"):
            read(write([[sum(cells) + change, *cells]]))

    @given(cells=counts.filter(lambda cells: sum(cells) > 2), change=st.integers(-2, 2))
    def test_what_the_publisher_perturbed_passes(self, ages, read, cells, change) -> None:
        assert len(read(write([[sum(cells) + change, *cells]]))) == 1

    def test_parts_that_are_not_there_are_asked_for(self, catalogue, read) -> None:
        catalogue(
            columns={"people": COUNT},
            copies=[
                {
                    "layout": "official",
                    "path": "office/things.csv",
                    "totals": {"All": "Age .*"},
                    "columns": {"area_code": "code", "people": "All"},
                }
            ],
        )
        with pytest.raises(SourceError, match=r"no column like 'Age \.\*', which 'All' adds up"):
            read("code,All\nE01000001,5\n")


class TestOtherNumbers:
    def test_a_count_that_may_be_negative_says_so(self, catalogue, read) -> None:
        catalogue(columns={"people": COUNT | {"minimum": -10}})
        assert read("code,number\nE01000001,-5\n")["people"].tolist() == [-5.0]
        with pytest.raises(SourceError, match=r"below -10: -11 in E01000001"):
            read("code,number\nE01000001,-11\n")

    def test_a_score_may_be_negative_and_finite_only(self, catalogue, read) -> None:
        catalogue(columns={"people": {"type": "number", "quantity": "score", "meaning": "Score."}})
        assert read("code,number\nE01000001,-5.5e-1\n")["people"].tolist() == [-0.55]
        for text, said in (("9e29", "above 600,000,000"), ("-9e29", "below"), ("inf", "found")):
            with pytest.raises(SourceError, match=said):
                read(f"code,number\nE01000001,{text}\n")
