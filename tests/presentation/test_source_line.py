from datetime import date

import pandas as pd
import pytest

from datacell_lib.governance.catalogue import entries
from datacell_lib.presentation import source_line

TABLE = pd.DataFrame({"value": [1]})


class TestDescribeSources:
    def test_datasets_of_a_series_are_named_once_with_their_publisher(self, make_released):
        released = make_released(TABLE, datasets=("census2021-age", "census2021-tenure"))
        assert source_line.describe_sources(released) == (
            "Source: Office for National Statistics, Census 2021."
        )

    def test_places_are_not_a_source_of_statistics_but_their_owner_is_thanked(self, make_released):
        released = make_released(TABLE, datasets=("census2021-age", "lsoa2021-boundaries"))
        line = source_line.describe_sources(released)
        assert "boundaries" not in line
        assert "OS data © Crown copyright" in line

    def test_what_is_modelled_here_is_not_called_its_inputs_publishers(self, make_released):
        released = make_released(TABLE, datasets=("modelled-conditions-2022",))
        line = source_line.describe_sources(released)
        assert line.startswith("Source: modelled here from figures of NHS Digital, Residents")

    def test_invented_data_are_called_invented(self, make_released):
        line = source_line.describe_sources(make_released(TABLE, invented=True))
        assert line.startswith("Source: invented")

    def test_a_dataset_that_is_late_is_marked_with_the_day_it_was_due(
        self, make_released, monkeypatch
    ):
        entry = entries.load_dataset("census2021-age")
        late = entry.model_copy(
            update={"refresh": entry.refresh.model_copy(update={"due": date(2031, 6, 1)})}
        )
        monkeypatch.setattr(source_line, "load_dataset", lambda name: late)
        released = make_released(TABLE)
        before = source_line.describe_sources(released, today=date(2031, 5, 1))
        after = source_line.describe_sources(released, today=date(2031, 7, 1))
        assert "carried forward" not in before
        assert "carried forward; a newer one was due on 1 June 2031" in after


class TestTellYears:
    @pytest.mark.parametrize(
        ("names", "told"),
        [
            (("census2021-age",), "figures of 2021"),
            (("census2021-age", "lsoa2021-boundaries"), "figures of 2021"),
            (("loneliness2021", "modelled-conditions-2022", "census2021-age"), "figures of 20"),
            ((), ""),
            (("lsoa2021-boundaries",), ""),
        ],
    )
    def test_the_first_and_last_year_of_statistics_are_told_and_none_of_boundaries(
        self, make_released, names, told
    ):
        years = source_line.tell_years(make_released(TABLE, datasets=names))
        assert years.startswith(told) and bool(years) == bool(told)

    def test_tables_are_taken_together(self, make_released, monkeypatch):
        entry = entries.load_dataset("census2021-age")
        periods = {"a": "mostly 2015 to 2016", "b": "1 March to 30 June 2020"}
        monkeypatch.setattr(
            source_line,
            "load_dataset",
            lambda name: entry.model_copy(update={"period": periods[name]}),
        )
        tables = [make_released(TABLE, datasets=(name,)) for name in periods]
        assert source_line.tell_years(*tables) == "figures of 2015 to 2020"


class TestNamePublishers:
    def test_a_picture_names_who_published_and_its_page_says_the_rest(self, make_released):
        released = make_released(TABLE, datasets=("census2021-age", "census2021-tenure"))
        assert source_line.name_publishers(released) == (
            "Source: Office for National Statistics. More under “Sources” on its page."
        )

    def test_our_own_estimates_are_not_called_their_inputs_publishers(self, make_released):
        released = make_released(TABLE, datasets=("modelled-conditions-2022",))
        line = source_line.name_publishers(released)
        assert line.startswith("Source: modelled here from figures of NHS Digital. More")

    def test_of_many_only_some_are_named(self, make_released):
        names = ("care-home-beds-msoa-2022", "census2021-age", "iod2025-scores", "loneliness2021")
        line = source_line.name_publishers(make_released(TABLE, datasets=names))
        assert "Care Quality Commission, " in line and " and others. More" in line

    def test_the_owner_of_boundaries_is_thanked_where_a_map_may_go(self, make_released):
        released = make_released(TABLE, datasets=("census2021-age", "lsoa2021-boundaries"))
        assert "OS data © Crown copyright" in source_line.name_publishers(released)

    def test_invented_data_are_called_invented(self, make_released):
        line = source_line.name_publishers(make_released(TABLE, invented=True))
        assert line.startswith("Source: invented.")
