from datacell_lib.analysis.rates.standard_populations import get_european_standard_population


class TestGetEuropeanStandardPopulation:
    def test_is_eurostats(self, validate):
        standard = get_european_standard_population()
        validate(
            method="European Standard Population 2013, total and the bands 0-4 to 90+",
            source="Eurostat 2013",
            expected=[
                *(100_000, 5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
                *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
            ],
            obtained=[standard["population"].sum(), *standard["population"]],
        )
        assert standard["age_band"].tolist()[:3] == ["0-4", "5-9", "10-14"]

    def test_cannot_be_spoilt_for_the_next_caller(self):
        spoilt = get_european_standard_population()
        spoilt.loc[0, "population"] = 0
        assert get_european_standard_population().loc[0, "population"] == 5000
