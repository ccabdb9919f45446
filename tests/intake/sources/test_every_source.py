"""Every source arrives whole: its rows against the number its publisher or keeper gives."""

from collections.abc import Callable

import pytest

from datacell_lib.governance.catalogue.entries import list_datasets

# Rows that the file has, then those of England that are kept. England has 32,844 LSOAs and
# 6,791 MSOAs of 2011, 33,755 and 6,856 of 2021; Wales 1,909 and 410, 1,917 and 408 (ONS). The
# numbers of rows are those of the register that the mirror keeps of its files.
ROWS = {
    "lsoa2011-boundaries": (1_077, 1_077),  # Essex with its two unitaries
    "lsoa2021-boundaries": (1_111, 1_111),
    "lsoa2011-lsoa2021-lookup": (35_795, 33_855),
    "lsoa2011-districts-2020": (34_753, 32_844),
    "lsoa2011-msoa2011": (41_729, 32_844),  # Scotland's data zones are in it, too
    "lsoa2021-wards-2024": (35_672, 33_755),
    "msoa2011-names": (7_201, 6_791),
    "msoa2021-names": (7_264, 6_856),
    "population-2020-lsoa2011": (32_844, 32_844),
    "population-2020-msoa2011-ages": (6_791 * 91, 6_791 * 91),
    "census2021-age": (35_672, 33_755),
    "census2021-disability": (35_672, 33_755),
    "census2021-tenure": (35_672, 33_755),
    "census2021-occupancy": (35_672, 33_755),
    "census2021-unpaid-care": (7_264, 6_856),
    "census2011-ethnicity": (34_753, 32_844),
    "census2011-health": (7_201, 6_791),
    "census2011-household-size": (7_207, 6_791),  # six footnotes
    "census2011-overcrowding": (7_207, 6_791),
    "census2011-ethnicity-msoa": (7_207, 6_791),
    "iod2019-scores": (32_844, 32_844),
    "iod2019-subdomains": (32_844, 32_844),
    "iod2019-populations": (32_844, 32_844),
    "iod2019-indicators": (32_844, 32_844),
    "iod2019-indicators-further": (32_844, 32_844),
    "iod2025-scores": (33_755, 33_755),
    "iod2025-subdomains": (33_755, 33_755),
    "iod2025-indicators": (33_755, 33_755),
    "gp-registrations-2022": (865_965, 861_269),
    "qof-prevalence-2022": (6_470 * 21, 6_470 * 21),
    "gp-practices-2022": (8_638, 8_221),  # 417 of Wales
    "gp-patients-by-age-2020": (6_730, 6_730),
    "gp-prevalence-districts-2020": (6_741, 6_594),  # seven districts of Wales, 21 conditions
    "shielded-patients-2020": (7_825, 7_800),  # the nation's own 25 rows
    "covid-cases-daily": (433_409, 433_409),
    "covid-deaths-registered-msoa": (7_201 * 14, 6_791 * 14),
    "excess-deaths-msoa": (7_201, 6_791),
    "vaccinations-msoa-2021-03": (6_791 * 6, 6_791 * 6),
    "vaccinations-msoa-2021-04": (6_791 * 9, 6_791 * 9),
    "vaccine-doses-msoa-2021-04": (6_791, 6_791),
    "care-home-beds-msoa-2022": (7_201, 6_791),
    "dispensaries-2025": (20_932, 20_932),
    "pharmacies-2020": (11_354, 11_344),  # six twice, four without a code
    "hospitals-2020": (1_217, 1_217),
    "gp-surgeries-2020": (9_095, 9_095),
    "greater-manchester-care-homes": (566, 563),
    "greater-manchester-libraries": (141, 141),
    "greater-manchester-food-banks": (171, 171),
    "greater-manchester-pharmacies-2025": (631, 631),
    "greater-manchester-postcodes-2018": (111_757, 111_757),
    "code-point-open": (1_489_907, 1_489_121),  # England's of 1,743,449; 786 have no point
    "red-cross-vulnerability-msoa-2020-04": (6_791, 6_791),
    "red-cross-vulnerability-msoa": (9_370, 6_791),
    "red-cross-resilience-districts": (317, 317),
    "red-cross-flood-postcodes": (4_198, 3_423),
    "loneliness2021": (33_755, 33_755),
}
# Their rows are counted with what they hold, in the tests of their publishers.
COUNTED_ELSEWHERE = {
    "covid-cases-weekly-msoa",
    "covid-cases-seven-days-msoa",
    "covid-deaths-msoa-2020",
    "deaths-msoa-2020",
    "covid-deaths-districts-2020",
    "deaths-districts-2020",
    "covid-cases-snapshots",  # invented, with the county
    "brackenshire-food-parcels",  # invented, with the county
}


class TestEverySource:
    @pytest.mark.parametrize("dataset", ROWS)
    def test_it_arrives_whole(self, arrive: Callable, dataset: str) -> None:
        arrival = arrive(dataset)
        assert (arrival.rows, len(arrival.table)) == ROWS[dataset]
        assert arrival.rows - arrival.set_aside == len(arrival.table)

    def test_none_is_left_out(self) -> None:
        read = {dataset.id for dataset in list_datasets() if dataset.copies}
        assert read == set(ROWS) | COUNTED_ELSEWHERE
