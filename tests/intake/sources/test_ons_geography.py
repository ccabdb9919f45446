"""Places: boundaries and lookups."""

from collections.abc import Callable

ESSEX = "E0700006[6-9]|E0700007[0-7]|E0600003[34]"


class TestLookups:
    def test_the_exact_fit_tells_unchanged_from_split_and_merged(self, load: Callable) -> None:
        lookup = load("lsoa2011-lsoa2021-lookup").merge(load("lsoa2011-districts-2020"))
        essex = lookup[lookup["authority_code"].str.fullmatch(ESSEX)]
        # the mirror's register: 1,049 unchanged and 28 split into 62; Bolton all 177 unchanged
        assert essex["change"].value_counts().to_dict() == {"U": 1049, "S": 62}
        assert essex.loc[essex["change"] == "S", "area_code"].nunique() == 28
        bolton = lookup[lookup["authority_code"] == "E08000001"]
        assert bolton["change"].value_counts().to_dict() == {"U": 177}
