"""The vocabulary: a name for each column, a pattern for each code, one family of exceptions."""

import re

import pytest

from datacell_lib import schema
from datacell_lib.schema import CODE_PATTERNS, DatacellError

NAMES = {key: value for key, value in vars(schema).items() if isinstance(value, str)}

COLUMNS = {
    key: value
    for key, value in NAMES.items()
    if key.isupper() and not key.endswith(("_PATTERN", "_PREFIX", "_SUFFIX"))
}
LEVELS = ("LSOA 2011", "LSOA 2021", "MSOA 2011", "MSOA 2021", "ward 2024", "district")


class TestColumnNames:
    def test_every_name_is_snake_case_and_stands_for_one_column(self) -> None:
        assert len(COLUMNS) > 30
        for value in COLUMNS.values():
            assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", value), value
        assert len(set(COLUMNS.values())) == len(COLUMNS)

    def test_no_name_belongs_to_one_county_or_agency(self) -> None:
        assert not [v for v in COLUMNS.values() if re.search(r"essex|bolton|phe|ukhsa", v)]


class TestCodePatterns:
    # Real codes: Basildon 001A, its MSOA, Jaywick's ward, the districts by kind, Cardiff.
    @pytest.mark.parametrize(
        ("geography", "code"),
        [
            ("LSOA 2021", "E01021280"),
            ("LSOA 2011", "W01001896"),
            ("MSOA 2021", "E02004424"),
            ("ward 2024", "E05010860"),
            ("district", "E06000033"),
            ("district", "E07000066"),
            ("district", "E08000001"),
            ("district", "E09000033"),
            ("district", "W06000015"),
        ],
    )
    def test_a_code_fits_its_geography_and_no_other_level(self, geography: str, code: str) -> None:
        level = geography.split()[0]
        for name in LEVELS:
            fits = bool(re.fullmatch(CODE_PATTERNS[name], code))
            assert fits == (name.split()[0] == level), name

    @pytest.mark.parametrize("code", ["E10000012", "E0700006", "e07000066", "E070000666", "S12"])
    def test_counties_and_broken_codes_fit_no_district(self, code: str) -> None:
        assert not re.fullmatch(CODE_PATTERNS["district"], code)


class TestExceptions:
    def test_each_is_the_users_to_mend_and_says_when_it_is_raised(self) -> None:
        kinds = [v for v in vars(schema).values() if isinstance(v, type)]
        assert len(kinds) >= 8
        for kind in kinds:
            assert issubclass(kind, DatacellError) and kind.__doc__
