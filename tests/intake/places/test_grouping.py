import pandas as pd
import pytest

from datacell_lib.files.area import Groups, load_area
from datacell_lib.intake.places.grouping import group_places, load_groups
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import ConfigError, SourceError

PLACES = pd.DataFrame(
    {
        "area_code": ["E01000001", "E01000002", "E01000003"],
        "authority_code": ["E07990001", "E07990001", "E07990099"],
        "authority_name": ["Alderhythe", "Alderhythe", "Elsewhere"],
        "msoa_code": ["E02000001", "E02000002", "E02000003"],
        "place_name": ["Quay", "Hill", "Far"],
        "ward_code": ["E05000001", "E05000001", "E05000002"],
        "ward_name": ["Old Town", "Old Town", "New Town"],
    }
)
PATCHES = (
    "area_code,group_code,group_name\nE01000001,north,North patch\nE01000002,south,South patch\n"
)


SAMPLE = load_area("sample")


def make_area(**changes):
    return SAMPLE.model_copy(update={"authorities": ("E07990001",)} | changes)


@pytest.fixture
def patches(tmp_path, monkeypatch):
    """Write a file of groups, and give back the area that reports by it."""
    monkeypatch.setattr("datacell_lib.config.AREAS", tmp_path)

    def write(text=PATCHES):
        (tmp_path / "patches.csv").write_text(text, encoding="utf-8")
        groups = Groups(noun="hub patch", file="patches.csv", fit="exact")
        return make_area(report_by="group", groups=groups)

    return write


class TestGroupPlaces:
    @pytest.mark.parametrize(
        ("report_by", "codes", "name"),
        [
            ("district", ["E07990001", "E07990001"], "Alderhythe"),
            ("ward", ["E05000001", "E05000001"], "Old Town"),
            ("msoa", ["E02000001", "E02000002"], "Quay"),
        ],
    )
    def test_the_area_file_says_what_a_report_district_is(self, report_by, codes, name):
        grouped = group_places(PLACES, area=make_area(report_by=report_by)).head(2)
        assert grouped["district_code"].tolist() == codes
        assert grouped["district_name"].iloc[0] == name

    def test_groups_of_a_file_become_report_districts_and_end_at_the_border(self, patches):
        grouped = group_places(PLACES, area=patches())
        assert grouped["district_name"].head(2).tolist() == ["North patch", "South patch"]
        assert pd.isna(grouped["district_code"].iloc[2])

    def test_wards_are_refused_where_no_lookup_has_them(self):
        places = PLACES.assign(ward_code=pd.NA, ward_name=pd.NA)
        with pytest.raises(ConfigError, match=r"'report_by' must not be 'ward'.*of 2011"):
            group_places(places, area=make_area(report_by="ward", census=2011))

    def test_a_neighbourhood_in_no_group_is_named(self, patches):
        area = patches(PATCHES.replace("E01000002,south,South patch\n", ""))
        with pytest.raises(SourceError, match=r"1 neighbourhoods.*in no group, such as E01000002"):
            group_places(PLACES, area=area)

    def test_a_neighbourhood_of_another_district_in_a_group_is_named(self, patches):
        area = patches(PATCHES + "E01000003,sixth,Sixth patch\n")
        with pytest.raises(SourceError, match=r"E01000003 \(in Elsewhere, group Sixth patch\)"):
            group_places(PLACES, area=area)

    @pytest.mark.parametrize("name", [SAMPLE.title, SAMPLE.nation, "unit", "indicator"])
    def test_a_group_called_like_what_it_stands_beside_is_refused(self, patches, name):
        with pytest.raises(ConfigError, match=rf"one of its groups is called '{name}'"):
            group_places(PLACES, area=patches(PATCHES.replace("North patch", name)))

    def test_an_area_that_is_one_district_may_share_its_name(self):
        area = make_area(report_by="district", title="Alderhythe")
        assert set(group_places(PLACES, area=area)["district_name"]) == {"Alderhythe", "Elsewhere"}

    def test_the_places_are_left_alone(self, patches):
        before = PLACES.copy()
        group_places(PLACES, area=patches())
        pd.testing.assert_frame_equal(PLACES, before)


class TestLoadGroups:
    def load(self, area):
        return load_groups(area, known=PLACES["area_code"])

    def test_a_lookup_of_the_catalogue_may_give_them(self):
        groups = Groups(
            noun="ward",
            dataset="lsoa2021-wards-2024",
            code="ward_code",
            name="ward_name",
            fit="best",
        )
        area = make_area(report_by="group", groups=groups)
        wards = read_dataset("lsoa2021-wards-2024", area=area)
        loaded = load_groups(area, known=wards["area_code"])
        assert loaded["group_name"].tolist() == wards["ward_name"].tolist()

    def test_a_lookup_of_the_other_census_is_refused(self):
        groups = Groups(
            noun="ward",
            dataset="lsoa2021-wards-2024",
            code="ward_code",
            name="ward_name",
            fit="best",
        )
        area = make_area(report_by="group", groups=groups, census=2011)
        with pytest.raises(ConfigError, match=r"is of LSOA 2021, but the report is of LSOA 2011"):
            self.load(area)

    def test_a_column_that_the_lookup_lacks_is_named(self):
        groups = Groups(
            noun="hub", dataset="lsoa2021-wards-2024", code="hub_code", name="ward_name", fit="best"
        )
        with pytest.raises(ConfigError, match=r"has no column hub_code; it has area_name"):
            self.load(make_area(report_by="group", groups=groups))

    def test_a_missing_file_is_named_with_its_columns(self, patches, tmp_path):
        area = patches()
        (tmp_path / "patches.csv").unlink()
        with pytest.raises(ConfigError, match=r"patches\.csv, which is not there.*group_code"):
            self.load(area)

    @pytest.mark.parametrize(
        ("error", "old", "new", "message"),
        [
            (ConfigError, "group_name", "name", r"must have the columns area_code, group_code"),
            (
                SourceError,
                "E01000002",
                "E01000001",
                r"1 code is in more than one group \(2 rows\), such as E01000001\.",
            ),
            (
                SourceError,
                "E01000002,south,South patch",
                "E01000001,north,North patch",
                r"1 code is listed more than once, in the same group \(2 rows\), such as E01000001",
            ),
            (SourceError, "E01000002", "E01999999", r"of no neighbourhood.*E01999999"),
            (SourceError, "north", "North/East", r"since it names a page; found 'North/East'"),
            (SourceError, "North patch", "", r"a group has a name.*found 'north', ''"),
            (SourceError, "south", "NORTH", r"a code stands for one group.*NORTH South patch"),
        ],
    )
    def test_a_fault_in_the_file_is_named(self, patches, error, old, new, message):
        with pytest.raises(error, match=message):
            self.load(patches(PATCHES.replace(old, new)))
