import pytest

from datacell_lib.intake.read.once import reading_once, recall_or_read
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import SourceError


class TestReadingOnce:
    def test_what_one_block_kept_another_reads_again(self):
        for number in (1, 2):
            with reading_once():
                assert recall_or_read("a", read=lambda: number) == number  # noqa: B023

    def test_a_block_within_another_keeps_what_the_outer_one_read(self):
        with reading_once():
            with reading_once():
                recall_or_read("a", read=lambda: 1)
            assert recall_or_read("a", read=pytest.fail) == 1

    def test_a_block_that_fails_leaves_nothing_behind(self):
        with pytest.raises(KeyError), reading_once():
            recall_or_read("a", read=lambda: 1)
            raise KeyError("a")
        assert recall_or_read("a", read=lambda: 2) == 2

    def test_a_reading_that_fails_is_not_kept(self):
        with reading_once():
            with pytest.raises(ZeroDivisionError):
                recall_or_read("a", read=lambda: 1 / 0)
            assert recall_or_read("a", read=lambda: 2) == 2


class TestReadDataset:
    @pytest.fixture
    def put_things(self, catalogue, put):
        catalogue()
        return lambda number: put(f"code,number\nE01000001,{number}\n")

    def test_a_table_that_one_reader_changes_is_whole_for_the_next(self, put_things, area):
        put_things(5)
        with reading_once():
            first = read_dataset("things", area=area)
            first.loc[0, "people"] = 99
            assert read_dataset("things", area=area)["people"].tolist() == [5]

    def test_a_file_that_changed_since_is_read_again_and_refused(self, put_things, area):
        put_things(5)
        with reading_once():
            read_dataset("things", area=area)
            put_things(66)
            with pytest.raises(
                SourceError, match=r"is another file than was read before.*people 66"
            ):
                read_dataset("things", area=area)

    def test_an_entry_that_changed_since_is_read_by(self, catalogue, put_things, area):
        put_things(5)
        with reading_once():
            read_dataset("things", area=area)
            columns = {"people": {"type": "integer", "quantity": "count", "meaning": "Residents."}}
            columns["people"]["minimum"] = 6
            catalogue(columns=columns)
            with pytest.raises(SourceError, match=r"people: greater_than_or_equal_to\(6"):
                read_dataset("things", area=area)
