"""Catalogue entries: what each must say, and that those of the project say it."""

from collections.abc import Callable

import pytest

from datacell_lib import config
from datacell_lib.governance.catalogue.entries import (
    Dataset,
    list_datasets,
    load_dataset,
    trace_inputs,
)
from datacell_lib.schema import ConfigError

Write = Callable[..., Dataset]
COLUMN = {"type": "integer", "quantity": "count", "meaning": "Residents."}
OUTSIDE = [
    *("/etc/passwd", "../b.csv", "a/../../b.csv", "a//b.csv", "a/./b.csv", "a/.. /b.csv"),
    *("C:/b.csv", "a\\b.csv", "a/b.csv\0", "https://example.org/b.csv"),
]
COPY = {"layout": "official", "path": "a/b.csv", "columns": {"area_code": "c", "people": "n"}}

MADE = {
    "registrations": "lists",
    "registers": "registers",
    "lists": "ages",
    "everyone": "patients",
    "residents": {"dataset": "people", "column": "people"},
    "conditions": {"ill": {"code": "DM"}},
}


class TestLoadDataset:
    def test_the_smallest_entry_has_the_strictest_defaults(self, catalogue: Write) -> None:
        dataset = catalogue()
        assert dataset.key == ("area_code",)
        assert dataset.tolerance.missing_areas == dataset.tolerance.unmatched_codes == 0
        assert not dataset.columns["people"].may_be_missing

    def test_an_unknown_dataset_is_answered_with_the_close_one(self, catalogue: Write) -> None:
        catalogue()
        with pytest.raises(ConfigError, match=r"no dataset called 'thing'.*mean 'things'\?"):
            load_dataset("thing")

    def test_the_id_must_be_the_files_own_name(self, catalogue: Write) -> None:
        catalogue()
        own = config.CATALOGUE / "things.yml"
        own.rename(config.CATALOGUE / "others.yml")
        with pytest.raises(ConfigError, match=r"own name, 'others'; found 'things'"):
            load_dataset("others")

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"licence": None}, r"key 'licence'.*string"),
            ({"kind": "open data"}, r"'published statistics' or 'partner data'"),
            ({"native_geography": "LSOA 2031"}, r"found 'LSOA 2031'.*'LSOA 2011', 'LSOA 2021'"),
            ({"published": "last May"}, r"key 'published'.*date"),
            ({"tolerance": {"missing_areas": 1.5}}, r"missing_areas.*less than or equal to 1"),
            ({"copies": []}, r"must have 'copies' to read or be 'made_from' others"),
            ({"copies": [COPY | {"sha256": "abc"}]}, r"copies\.0\.sha256"),
            ({"refresh": {"every": "May", "when_late": "shrug"}}, r"'carry forward' or 'stop'"),
            ({"columns": {"people": COLUMN | {"quantity": "sum"}}}, r"'count', 'rate', 'score'"),
            ({"columns": {"people": COLUMN | {"direction": "up"}}}, r"'lower_is_more_vulnerable'"),
            *(
                ({"copies": [COPY | {"path": path}]}, r"copies\.0\.path.*below the cache")
                for path in OUTSIDE
            ),
            ({"planned_for": " "}, r"key 'planned_for': must not be empty"),
            ({"planned_for": ["atlas"]}, r"key 'planned_for'.*string"),
            ({"colums": {}}, r"unknown key 'colums'\. Did you mean 'columns'\?"),
        ],
    )
    def test_a_wrong_value_is_named_with_what_is_allowed(
        self, catalogue: Write, changes: dict, said: str
    ) -> None:
        with pytest.raises(ConfigError, match=said):
            catalogue(**changes)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"reason": None}, r"published statistics must say in 'reason'"),
            ({"kind": "partner data"}, r"partner data must have an 'agreement'"),
            ({"key": ["area_code", "date"]}, r"key names columns that 'columns' does not.*'date'"),
            (
                {"copies": [COPY | {"columns": {"area_code": "c"}}]},
                r"copy 'official' must give exactly.*absent: \['people'\]",
            ),
            (
                {"copies": [COPY | {"columns": {**COPY["columns"], "age": "a"}}]},
                r"unknown: \['age'\], absent: none",
            ),
            ({"made_from": MADE}, r"must have 'copies' to read or be 'made_from' others"),
            (
                {"copies": [], "made_from": MADE},
                r"'made_from' makes exactly the columns \('people', 'ill'\)",
            ),
        ],
    )
    def test_what_does_not_hold_together_is_told_in_one_short_paragraph(
        self, catalogue: Write, changes: dict, said: str
    ) -> None:
        with pytest.raises(ConfigError, match=said) as caught:
            catalogue(**changes)
        assert len(str(caught.value)) < 400

    def test_partner_data_under_an_agreement_is_accepted(self, catalogue: Write) -> None:
        assert catalogue(partner=True).agreement.reference == "DSA-7"


DATED = {
    "key": ["area_code", "day"],
    "columns": {"people": COLUMN, "day": {"type": "date", "quantity": "key", "meaning": "A day."}},
    "copies": [COPY | {"columns": COPY["columns"] | {"day": "d"}}],
}


class TestAddingUp:
    @pytest.mark.parametrize(
        ("adding", "said"),
        [
            ({}, r"'adding_up' must say for each column of the key.*\['day'\]"),
            ({"month": {"rows": "apart"}}, r"columns that are not in the key: \['month'\]"),
            ({"day": {"rows": "apart", "days": 7}}, r"'days' is for rows that overlap"),
            ({"day": {"rows": "overlapping", "days": 1}}, r"days.*greater than or equal to 2"),
            ({"day": {"rows": "rolling"}}, r"'apart', 'overlapping', 'accumulating'"),
        ],
    )
    def test_an_entry_says_whether_its_rows_add_up(
        self, catalogue: Write, adding: dict, said: str
    ) -> None:
        with pytest.raises(ConfigError, match=said):
            catalogue(**DATED, adding_up=adding)

    def test_days_are_of_dates(self, catalogue: Write) -> None:
        weeks = {"people": COLUMN, "day": {"type": "integer", "quantity": "key", "meaning": "W."}}
        with pytest.raises(ConfigError, match=r"gives days for 'day', which is no date"):
            catalogue(
                **DATED | {"columns": weeks}, adding_up={"day": {"rows": "overlapping", "days": 7}}
            )

    def test_a_table_without_counts_need_not_say_so(self, catalogue: Write) -> None:
        columns = DATED["columns"] | {"people": COLUMN | {"quantity": "rate"}}
        assert catalogue(**DATED | {"columns": columns}).adding_up == {}

    def test_every_dataset_of_the_catalogue_with_dates_says_what_they_are(self) -> None:
        dated = [
            entry
            for entry in list_datasets()
            if any(entry.columns[name].type == "date" for name in entry.key if name != "area_code")
        ]
        assert len(dated) > 5
        assert all(set(entry.key) == {"area_code", *entry.adding_up} for entry in dated)


class TestFindGeography:
    def test_a_column_has_its_datasets_own_unless_it_says_otherwise(self, catalogue: Write) -> None:
        columns = {"people": COLUMN, "ill": COLUMN | {"native_geography": "practice"}}
        copy = COPY | {"columns": COPY["columns"] | {"ill": "i"}}
        dataset = catalogue(columns=columns, copies=[copy])
        assert dataset.find_geography("people") == dataset.native_geography == "LSOA 2021"
        assert dataset.find_geography("ill") == "practice"


class TestTraceInputs:
    def test_what_is_made_brings_what_it_is_made_from_and_nothing_else_does(
        self, catalogue: Write
    ) -> None:
        catalogue(columns={"people": COLUMN, "ill": COLUMN}, copies=[], made_from=MADE)
        catalogue(id="ants")
        assert trace_inputs(["ants"]) == {"ants"}
        assert trace_inputs(["ants", "things"]) == {
            "ants", "things", "lists", "registers", "ages", "people"
        }  # fmt: skip


class TestListDatasets:
    def test_all_entries_come_by_id(self, catalogue: Write) -> None:
        catalogue(id="zebras")
        catalogue(id="ants")
        assert [dataset.id for dataset in list_datasets()] == ["ants", "zebras"]


class TestTheProjectsCatalogue:
    def test_every_entry_is_valid_and_names_its_licence_and_its_place_on_the_web(self) -> None:
        datasets = list_datasets()
        assert len(datasets) >= 11
        for dataset in datasets:
            assert dataset.licence and dataset.page.startswith("https://"), dataset.id

    def test_every_copy_that_is_not_official_has_a_checksum(self) -> None:
        for dataset in list_datasets():
            for copy in dataset.copies:
                official = copy.layout.startswith(("official", "the workbook"))
                official |= copy.layout.endswith("by hand")
                known = copy.sha256 or copy.checksums or copy.url
                assert known or official, (dataset.id, copy.layout)

    def test_shares_and_ranks_say_which_way_they_point(self) -> None:
        for dataset in list_datasets():
            for name, column in dataset.columns.items():
                if column.quantity == "rank":
                    assert column.direction != "none", (dataset.id, name)
