"""What arrived for the sample county's report."""

from dataclasses import replace

import pytest

from datacell_lib import config
from datacell_lib.desk import open_report
from datacell_lib.files.area import load_area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.ledger import list_reads, record_read
from datacell_lib.intake.link.arrivals import (
    describe_arrivals,
    list_resident_counts,
    load_registrations,
)
from datacell_lib.intake.link.index_files import load_index
from datacell_lib.intake.link.linkage import link_area
from datacell_lib.intake.outcomes.counts_of_larger_areas import load_outcomes, total_outcomes
from datacell_lib.intake.outcomes.daily_cases import load_snapshots
from datacell_lib.intake.outcomes.district_facts import load_district_facts
from datacell_lib.intake.outcomes.first_doses import load_first_doses
from datacell_lib.intake.places.service_points import load_services
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import RunError


@pytest.mark.usefixtures("run")
class TestDescribeArrivals:
    def test_every_file_that_was_read_is_told_with_its_checksum(self) -> None:
        area = load_area("sample")
        load_snapshots(area)
        found = describe_arrivals(link_area(area), area=area, outcomes={}).set_index("dataset")
        lines = (config.SAMPLE / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        digests = {name: digest for digest, name in (line.split("  ") for line in lines)}
        tenure = found.loc["census2021-tenure"]
        assert tenure["checksum"] == digests["census-2021/census2021-ts054-lsoa.csv"][:10]
        assert (tenure["rows"], tenure["files"], tenure["missing"]) == (210, 1, 0)
        # TRUTHS.yml plants one missing row
        assert found.loc["census2021-occupancy", "missing"] == 1
        assert {"covid-cases-daily", "lsoa2021-boundaries", "msoa2021-names"} <= set(found.index)
        assert found["published"].isna().all() and not found["later"].any()

    def test_a_list_of_services_ages_and_the_shapes_of_a_census_do_not(self) -> None:
        report = open_report("sample")
        places = report.arrivals.set_index("dataset")["place"]
        assert not places[["hospitals-2020", "gp-surgeries-2020", "dispensaries-2025"]].any()
        assert places[["lsoa2021-boundaries", "msoa2021-names"]].all()

    def test_a_number_that_may_be_no_value_is_told(self) -> None:
        area = load_area("sample")
        linked, _ = link_area(area), load_snapshots(area)
        read = next(read for read in list_reads() if read.dataset == "census2021-tenure")
        told = ("2 cells of 'renting' are -999.", "1 cell of 'owning' is above 1.")
        record_read(replace(read, purpose="the last one", doubtful=told))
        found = describe_arrivals(linked, area=area, outcomes={}).set_index("dataset")["note"]
        assert found["census2021-tenure"].endswith(
            "2 cells of 'renting' are -999. 1 cell of 'owning' is above 1."
        )
        assert not found.drop("census2021-tenure").str.contains("renting|owning").any()

    def test_services_that_nobody_can_place_are_counted(self) -> None:
        area = load_area("sample")
        linked, _ = link_area(area), load_snapshots(area)
        lists = load_services(area, around=linked.neighbourhoods)["lists"]
        found = describe_arrivals(linked, area=area, outcomes={}, services=lists)
        notes = found.set_index("dataset")["note"]
        # TRUTHS.yml: one of the surgeries has no coordinates; all the hospitals have
        assert notes["gp-surgeries-2020"] == "1 service is left out: nobody says where."
        assert notes["hospitals-2020"] == ""

    def test_a_change_that_somebody_accepted_is_told(self) -> None:
        area = load_area("sample")
        linked, _ = link_area(area), load_snapshots(area)
        read = next(read for read in list_reads() if read.dataset == "census2021-tenure")
        record_read(replace(read, purpose="the last one", accepted=("Its file changed: 3 rows.",)))
        found = describe_arrivals(linked, area=area, outcomes={}).set_index("dataset")["note"]
        assert found["census2021-tenure"].endswith("Its file changed: 3 rows.")
        assert not found.drop("census2021-tenure").str.contains("changed").any()

    @pytest.mark.usefixtures("mirror")
    def test_a_past_area_tells_what_came_later_and_what_is_hidden(self) -> None:
        area = load_area("bolton-2020")
        outcomes, linked = load_outcomes(area), link_area(area)
        unread = r"gp-reg.*-2022, population-2020-msoa2011-ages, shielded-patients-2020 belong"
        with pytest.raises(RunError, match=unread):
            describe_arrivals(linked, area=area, outcomes=outcomes)
        load_registrations(area)
        load_first_doses(area)
        load_district_facts(area, places=linked.neighbourhoods)
        found = describe_arrivals(linked, area=area, outcomes=outcomes)
        found = found.set_index("dataset")
        assert found.loc["population-2020-lsoa2011", "later"]
        assert not found.loc["covid-cases-weekly-msoa", "later"]
        raw = outcomes["covid-cases-weekly-msoa"].table
        assert found.loc["covid-cases-weekly-msoa", "suppressed"] == raw["cases"].isna().sum() > 0


@pytest.mark.usefixtures("run", "mirror")
class TestTotalOutcomes:
    def test_outcomes_of_larger_places_stay_with_the_whole_area(self) -> None:
        area = load_area("bolton-2020")
        found = total_outcomes(load_outcomes(area), area=area)
        by_title = dict(iter(found.groupby("title")))
        of_district = by_title[load_dataset("covid-deaths-districts-2020").title]
        of_msoas = by_title[load_dataset("covid-deaths-msoa-2020").title]
        # reported by MSOA: the district's own table can't be divided among its 35 MSOAs
        assert of_district["district_name"].tolist() == ["Bolton in 2020"]
        assert len(of_msoas) == 35
        assert of_msoas["lower"].equals(of_msoas["upper"])
        # ONS moved a few deaths between neighbouring MSOAs: the borough's total is about right
        assert of_msoas["lower"].sum() == pytest.approx(of_district["lower"].sum(), rel=0.05)

    def test_counts_over_seven_days_are_added_up_once(self, monkeypatch) -> None:
        # PHE's cases of Bolton by day add up to 14,500 or so to 25 November 2020; the counts over
        # seven days, each day's added up, would be seven times that
        area = load_area("bolton-2020")
        found = total_outcomes(load_outcomes(area), area=area)
        title = load_dataset("covid-cases-seven-days-msoa").title
        least = found.loc[found["title"] == title, "lower"].sum()
        daily = read_dataset("covid-cases-daily", area=area)
        own = daily[(daily["area_code"] == "E08000001") & (daily["date"] <= "2020-11-25")]
        assert 14_000 < least < 15_000
        assert least == pytest.approx(own["cases"].sum(), rel=0.05)

    def test_hidden_counts_lie_between_two_ends(self) -> None:
        area = load_area("essex-2020")
        found = total_outcomes(load_outcomes(area), area=area)
        cases = found[found["title"].str.startswith("COVID-19 cases by week")]
        assert len(cases) == 14
        assert (cases["lower"] < cases["upper"]).all()


@pytest.mark.usefixtures("run")
class TestLoadRegistrations:
    def test_an_area_that_names_none_has_none(self) -> None:
        assert load_registrations(load_area("sample")).empty


class TestListResidentCounts:
    def test_counts_of_households_are_not_counts_of_residents(self) -> None:
        found = list_resident_counts(load_index(load_area("sample")))
        assert found == {
            "Age, Census 2021 (TS007A)": "older_people_denominator",
            "Disability, Census 2021 (TS038)": "disability_denominator",
            load_dataset("population-2020-lsoa2011").title: "care_home_beds_denominator",
        }
