"""How a catalogue entry may describe an interface."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.governance.catalogue.entries import list_datasets
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
