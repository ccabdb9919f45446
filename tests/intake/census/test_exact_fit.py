import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.intake.census.exact_fit import load_exact_fit, require_exact_fit
from datacell_lib.schema import TableError

COLUMNS = ["lsoa2011_code", "lsoa2021_code", "change"]
SPLIT = [("E01000001", "E01000011", "S"), ("E01000001", "E01000012", "S")]
MERGED = [("E01000002", "E01000021", "M"), ("E01000003", "E01000021", "M")]


def make_lookup(rows):
    return pd.DataFrame(rows, columns=COLUMNS)


class TestRequireExactFit:
    def test_whole_splits_and_merges_pass_and_are_left_alone(self):
        lookup = make_lookup([*SPLIT, *MERGED, ("E01000004", "E01000004", "U")])
        before = lookup.copy()
        require_exact_fit(lookup)
        pd.testing.assert_frame_equal(lookup, before)

    def test_a_best_fit_that_keeps_one_part_of_a_split_is_refused(self):
        with pytest.raises(TableError, match=r"E01000001 to E01000011 is called split.*best fit"):
            require_exact_fit(make_lookup([SPLIT[0], *MERGED]))

    def test_a_lookup_without_change_indicator_is_refused(self):
        with pytest.raises(TableError, match=r"no column change.*never a best fit"):
            require_exact_fit(make_lookup(SPLIT).drop(columns="change"))

    def test_an_unknown_letter_is_named(self):
        with pytest.raises(TableError, match=r"must be U, S, M, X.*\['Q'\]"):
            require_exact_fit(make_lookup([("E01000001", "E01000001", "Q")]))

    def test_an_empty_cell_is_refused(self):
        with pytest.raises(TableError, match="found empty cells"):
            require_exact_fit(make_lookup([("E01000001", None, "U")]))

    def test_a_repeated_pair_is_named(self):
        with pytest.raises(TableError, match=r"repeats the pair E01000001, E01000011"):
            require_exact_fit(make_lookup([*SPLIT, SPLIT[0]]))

    def test_an_unchanged_neighbourhood_with_a_new_code_is_refused(self):
        with pytest.raises(TableError, match="E01000001 to E01000002 is called unchanged"):
            require_exact_fit(make_lookup([("E01000001", "E01000002", "U")]))


class TestLoadExactFit:
    def test_the_real_one_reaches_every_neighbourhood_of_both_censuses(self, real_files):
        lookup = load_exact_fit(load_area("essex"))
        # ONS: 32,844 LSOAs in England in 2011 and 33,755 in 2021.
        assert lookup["lsoa2011_code"].nunique() == 32_844
        assert lookup["lsoa2021_code"].nunique() == 33_755
        assert sorted(lookup["change"].unique()) == ["M", "S", "U", "X"]

    def test_the_publishers_own_layout_is_read_too(self, own_cache):
        folder = own_cache / "ons-geography"
        folder.mkdir()
        name = (
            "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)"
            "_Lookup_for_England_and_Wales.csv"
        )
        (folder / name).write_text(
            "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM,LAD22NMW,ObjectId\n"
            "E01000002,B 001B,E01000002,B 001B,U,E09000001,B,,2\n"
            "W01000001,C 001A,W01000001,C 001A,U,W06000001,C,,3\n",
            encoding="utf-8-sig",
        )
        assert load_exact_fit(load_area("essex")).to_numpy().tolist() == [
            ["E01000002", "E01000002", "U"]
        ]
