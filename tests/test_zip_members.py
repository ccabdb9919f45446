import zipfile

import pytest

from datacell_lib.schema import SourceError
from datacell_lib.table_rows import iterate_rows, open_text


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as opened:
        for name, text in {"b.csv": "2,ü\n", "a.csv": "1,x\n" * 5000, "note.txt": "no"}.items():
            opened.writestr(f"Data/{name}", text)
    return path


class TestJoinedMembers:
    def test_files_that_fit_are_read_as_one_in_the_order_of_their_names(self, archive):
        with open_text(archive, member="Data/*.csv", encoding="utf-8") as file:
            rows = [row for _, row in iterate_rows(file, origin="all.zip", names=("n", "x"))]
        assert len(rows) == 5001
        assert rows[0] == ["1", "x"] and rows[-1] == ["2", "ü"]

    def test_where_none_fits_the_archive_says_what_it_holds(self, archive):
        said = r"holds no file 'Data/\*.xlsx'; it holds Data/b.csv"
        with pytest.raises(SourceError, match=said), open_text(archive, member="Data/*.xlsx"):
            pytest.fail("it was opened")
