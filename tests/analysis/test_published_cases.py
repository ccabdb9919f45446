"""The detectors and the reproduction number on published cases of Covid-19, read for sense."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.time.ears import detect_ears_c2
from datacell_lib.analysis.time.reproduction import calculate_reproduction_number
from datacell_lib.analysis.time.serial_interval import SerialInterval

ESSEX = [*(f"E070000{number}" for number in range(66, 78)), "E06000033", "E06000034"]


@pytest.mark.filterwarnings("ignore:Unknown extension is not supported")
class TestEarsOnNeighbourhoodCases:
    def test_the_largest_alarms_of_june_2020_are_in_leicester(self, mirror):
        # Leicester's outbreak led to England's first local lockdown, announced on 29 June 2020
        # (week 27). The file gives ".." for 0 to 2 cases.
        wide = pd.read_excel(mirror / "phe-covid/MSOAs-09-07-2020.xlsx", sheet_name=1, header=8)
        wide = wide[wide["MSOA code"].str.match(r"E02\d{6}$", na=False)]
        weeks = [column for column in wide if column.startswith("wk_")]
        names = ["MSOA code", "Local authority district name"]
        table = wide.melt(id_vars=names, value_vars=weeks, var_name="period", value_name="cases")
        table = table.assign(
            area_code=table["MSOA code"],
            period=table["period"].str[3:].astype(int),
            numerator=pd.to_numeric(table["cases"].where(table["cases"] != "..")),
            numerator_lower=np.where(table["cases"] == "..", 0.0, np.nan),
            numerator_upper=np.where(table["cases"] == "..", 2.0, np.nan),
        ).sort_values(["area_code", "period"])
        result = detect_ears_c2(table).merge(
            table[["area_code", "period", "Local authority district name"]],
            on=["area_code", "period"],
        )
        june = result[result["period"].between(24, 26) & result["alarm"].fillna(False)]
        largest = june.nlargest(10, "numerator")["Local authority district name"]
        assert (largest == "Leicester").sum() >= 7
        assert result.loc[result["period"].between(1, 9), "alarm"].isna().all()


class TestReproductionNumberOnDistrictCases:
    def test_essex_grew_before_tier_4_and_shrank_in_the_third_lockdown(self, mirror):
        # Tier 4 began on 20 December 2020, the third national lockdown on 6 January 2021.
        cases = pd.read_csv(mirror / "phe-covid/ltla_cases_england.csv.gz", parse_dates=["date"])
        cases = cases.rename(columns={"code": "area_code", "date": "period", "count": "numerator"})
        essex = cases[cases["area_code"].isin(ESSEX)].sort_values(["area_code", "period"])
        result = calculate_reproduction_number(
            essex,
            serial_interval=SerialInterval(mean=4.7, sd=2.9, source="Nishiura and others 2020"),
            dated_by="specimen date",
        ).set_index("period")
        assert len(result.loc["2020-12-18"]) == len(ESSEX)
        assert (result.loc["2020-12-18", "lower_ci"] > 1).all()
        assert (result.loc["2021-01-25", "upper_ci"] < 1).all()
        assert result.loc["2020-04-20", "note"].str.startswith("spring 2020").all()
