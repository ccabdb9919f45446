import pytest

from datacell_lib.files.travel_times import read_travel_times
from datacell_lib.schema import SourceError


@pytest.fixture
def write(tmp_path):
    """A function that writes lines into a file and gives its path."""

    def write(*lines, first="from,to,minutes", encoding="utf-8"):
        path = tmp_path / "times.csv"
        path.write_text("\n".join([first, *lines]), encoding=encoding)
        return path

    return write


class TestReadTravelTimes:
    def test_names_may_hold_commas_and_blanks_around(self, write):
        found = read_travel_times(write('E01000001, "Hall, Old Town",7', "E01000002,Hall , 8.5"))
        assert found["minutes"].tolist() == [7, 8.5]
        assert found["to"].tolist()[1] == "Hall"

    def test_the_mark_that_excel_puts_first_is_no_part_of_a_name(self, write):
        assert len(read_travel_times(write("a,b,1", encoding="utf-8-sig"))) == 1

    def test_a_file_without_journeys_has_none(self, write):
        assert read_travel_times(write()).columns.tolist() == ["from", "to", "minutes"]

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("a,hall", "line 3: expected 3 cells; found 2"),
            ("a,hall,5,6", "line 3: expected 3 cells; found 4"),
            ("", "line 3: expected 3 cells; found 0"),
            (",hall,5", "line 3: 'from' is empty"),
            ("a, ,5", "line 3: 'to' is empty"),
            ("a,hall,soon", "line 3: expected minutes from 0 to 1,440; found 'soon'"),
            ("a,hall,", "line 3: expected minutes from 0 to 1,440; found ''"),
            ("a,hall,-1", "line 3: expected minutes from 0"),
            ("a,hall,nan", "line 3: expected minutes from 0"),
            ("a,hall,inf", "line 3: expected minutes from 0"),
            ("a,hall,1e6", "line 3: expected minutes from 0"),
            ("b,hall,9", "line 3: line 2 has the journey from b to hall"),
        ],
    )
    def test_a_line_that_cannot_be_is_named(self, write, line, told):
        with pytest.raises(SourceError, match=told):
            read_travel_times(write("b,hall,5", line, "c,hall,5"))

    @pytest.mark.parametrize("first", ["LSOA,site,minutes", "from,to", "from;to;minutes", ""])
    def test_another_first_line_is_refused(self, write, first):
        with pytest.raises(SourceError, match="line 1: expected 'from,to,minutes'"):
            read_travel_times(write("a,b,1", first=first))

    def test_an_empty_file_is_refused(self, tmp_path):
        path = tmp_path / "empty.csv"
        path.touch()
        with pytest.raises(SourceError, match="line 1: expected"):
            read_travel_times(path)

    def test_a_file_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(SourceError, match=r"no file .*gone\.csv"):
            read_travel_times(tmp_path / "gone.csv")

    def test_another_encoding_is_refused(self, write):
        with pytest.raises(SourceError, match="no CSV file in UTF-8"):
            read_travel_times(write("a,Café,5", encoding="latin-1"))

    def test_a_quotation_that_does_not_end_is_refused(self, write):
        with pytest.raises(SourceError, match=r"times\.csv"):
            read_travel_times(write('a,"hall,5'))
