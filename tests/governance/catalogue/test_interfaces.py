"""How a catalogue entry may describe an interface."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.governance.catalogue.entries import list_datasets, load_dataset
from datacell_lib.governance.catalogue.interfaces import (
    DashboardMetric,
    FeatureService,
    NomisTable,
    Publication,
    RowCount,
)

LAYER = {"kind": "arcgis", "address": "https://example.org/0/query", "rows": {"exactly": 7}}


class TestRowCount:
    @pytest.mark.parametrize(("found", "met"), [(6, False), (7, True), (8, False)])
    def test_a_known_number_must_be_met_exactly(self, found, met):
        assert RowCount(exactly=7).is_met(found) is met

    @pytest.mark.parametrize(("found", "met"), [(6, False), (7, True), (8, True)])
    def test_a_growing_number_may_be_exceeded(self, found, met):
        assert RowCount(at_least=7).is_met(found) is met

    @pytest.mark.parametrize("said", [{}, {"exactly": 7, "at_least": 7}])
    def test_just_one_of_the_two_must_be_said(self, said):
        with pytest.raises(ValidationError, match="must give one of 'exactly' and 'at_least'"):
            RowCount(**said)


class TestInterface:
    def test_its_kind_decides_what_it_is(self):
        copy = Copy(layout="official", path="a", interface=LAYER, columns={"area_code": "LSOA21CD"})
        assert isinstance(copy.interface, FeatureService)

    def test_a_copy_has_an_address_or_an_interface(self):
        with pytest.raises(ValidationError, match="must have a 'url' or an 'interface', not both"):
            Copy(
                layout="official", path="a", url="https://example.org", interface=LAYER, columns={}
            )

    def test_an_interface_without_an_expected_count_is_refused(self):
        with pytest.raises(ValidationError, match="rows"):
            FeatureService(kind="arcgis", address="https://example.org/0/query")

    def test_a_page_that_nomis_would_cut_is_refused(self):
        with pytest.raises(ValidationError, match="less than or equal to 25000"):
            NomisTable(
                kind="nomis",
                address="https://example.org",
                parameters={},
                page_size=25_001,
                rows={"exactly": 1},
            )

    def test_a_dashboard_address_must_have_a_place_for_the_name(self):
        with pytest.raises(ValidationError, match="name"):
            DashboardMetric(
                kind="ukhsa", address="https://example.org", names={}, rows={"exactly": 1}
            )

    def test_a_pattern_that_is_no_regular_expression_is_refused(self):
        with pytest.raises(ValidationError, match="is not a regular expression"):
            Publication(
                kind="nhs",
                page="https://example.org",
                link="(",
                member="a",
                rows={"exactly": 1},
            )


class TestCatalogue:
    def test_interfaces_are_the_last_resort(self):
        for dataset in list_datasets():
            live = [copy.interface is not None for copy in dataset.copies]
            assert live == sorted(live), dataset.id

    def test_no_two_copies_share_a_path(self):
        paths = [copy.path for dataset in list_datasets() for copy in dataset.copies]
        # datasets may be views of one file; a live copy's file is made for its dataset alone
        live = [
            copy.path for dataset in list_datasets() for copy in dataset.copies if copy.interface
        ]
        assert [path for path in live if paths.count(path) > 1] == []


class TestDashboardNames:
    # ONS register of local authority districts, 2023: 296 in England
    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("E06000010", "Kingston upon Hull, City of"),
            ("E06000019", "Herefordshire, County of"),
            ("E06000023", "Bristol, City of"),
            ("E06000052", "Cornwall"),
            ("E06000053", "Isles of Scilly"),
            ("E06000058", "Bournemouth, Christchurch and Poole"),
            ("E06000063", "Cumberland"),
            ("E06000064", "Westmorland and Furness"),
            ("E06000065", "North Yorkshire"),
            ("E06000066", "Somerset"),
            ("E07000146", "King's Lynn and West Norfolk"),
            ("E08000013", "St. Helens"),
            ("E09000001", "City of London"),
        ],
    )
    def test_any_of_englands_districts_can_be_asked_for(self, code, name):
        (copy,) = (
            copy
            for copy in load_dataset("covid-cases-daily").copies
            if isinstance(copy.interface, DashboardMetric)
        )
        assert copy.interface.names[code] == name
        assert len(copy.interface.names) == 296
