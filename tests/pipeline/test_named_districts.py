"""Districts are found by whatever people write for them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.pipeline.named_districts import find_districts, find_report_districts
from datacell_lib.schema import ConfigError, ParameterError, SourceError

KNOWN = {
    "E06000010": "Kingston upon Hull, City of",
    "E06000019": "Herefordshire, County of",
    "E06000023": "Bristol, City of",
    "E07000146": "King's Lynn and West Norfolk",
    "E07000148": "Norwich",
    "E06000033": "Southend-on-Sea",
}


def swap_case(text: str, choices: list[bool]) -> str:
    return "".join(c.swapcase() if swap else c for c, swap in zip(text, choices, strict=False))


class TestFindDistricts:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Bristol", "E06000023"),
            ("bristol, city of", "E06000023"),
            ("Kings Lynn & West Norfolk", "E07000146"),
            ("Southend on Sea", "E06000033"),
            ("  hull, Norwich", None),
        ],
    )
    def test_a_name_may_be_spelt_as_people_spell_it(self, text, code):
        if code is None:
            said = r"'hull' is the name of no local.*Did you mean Kingston upon Hull, City of \(E06"
            with pytest.raises(ConfigError, match=said):
                find_districts([text], known=KNOWN)
        else:
            assert find_districts([text], known=KNOWN) == (code,)

    @given(
        codes=st.lists(st.sampled_from(sorted(KNOWN)), min_size=1, max_size=6),
        by_name=st.lists(st.booleans(), min_size=6, max_size=6),
        swaps=st.lists(st.booleans(), min_size=120, max_size=120),
        apart=st.booleans(),
    )
    def test_codes_and_names_in_any_order_and_case_come_back_as_codes(
        self, codes, by_name, swaps, apart
    ):
        texts = [
            swap_case(KNOWN[code] if named else code, swaps)
            for code, named in zip(codes, by_name, strict=False)
        ]
        given_as = texts if apart else [", ".join(texts)]
        assert find_districts(given_as, known=KNOWN) == tuple(dict.fromkeys(codes))

    @pytest.mark.parametrize("text", ["Carlisle", "carlisle", "E07000028", "e07000028"])
    def test_one_that_is_gone_is_told_with_what_took_its_place(self, text):
        former = pd.DataFrame(
            {
                "authority_code": ["E07000028", "E07000188", "E07000188"],
                "authority_name": ["Carlisle", "Sedgemoor", "Sedgemoor"],
                "successor_code": ["E06000063", "E06000066", "E06000067"],
                "successor_name": ["Cumberland", "Somerset", "Elsewhere"],
            }
        )
        told = rf"'{text}' is .*Carlisle was one in 2020; .* Cumberland \(E06000063\) now"
        with pytest.raises(ConfigError, match=told) as error:
            find_districts([text, "Norwich"], known=KNOWN, load_former=lambda: former)
        assert "Did you mean" not in str(error.value)
        with pytest.raises(ConfigError, match=r"Somerset .* and Elsewhere .*Give those"):
            find_districts(["Sedgemoor"], known=KNOWN, load_former=lambda: former)

    def test_without_the_lookups_of_former_districts_those_alike_are_named(self):
        def fail():
            raise SourceError("not at hand")

        with pytest.raises(ConfigError, match="Did you mean Norwich"):
            find_districts(["Norwhich"], known=KNOWN, load_former=fail)

    def test_several_that_could_be_meant_are_named(self):
        known = {"E07000098": "Hertsmere", "E07000095": "Broxbourne", "E07000242": "East Herts"}
        with pytest.raises(ConfigError, match=r"Did you mean Hertsmere \(E07000098\)"):
            find_districts(["Hertsmer"], known=known)


class TestFindReportDistricts:
    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ("E06000023", "E06000023"),
            ("e06000023", "E06000023"),
            ("Bristol, City of", "E06000023"),
            (" BRISTOL ", "E06000023"),
            ("Herefordshire", "E06000019"),
            ("kings lynn & west norfolk", "E07000146"),
        ],
    )
    def test_one_is_found_by_its_code_or_its_name(self, given, code):
        assert find_report_districts([given, code], known=KNOWN, title="Here") == (code,)

    @pytest.mark.parametrize(
        ("given", "known", "said"),
        [
            (
                ["Norwhich"],
                KNOWN,
                r"'Norwhich' is not a report district of Here. Did you mean Norw",
            ),
            (["Leeds", "York"], KNOWN, "'Leeds', 'York' are not report districts of Here"),
            (["Mid"], {"a": "Mid", "b": "Mid"}, r"Did you mean Mid \(a\); Mid \(b\)\?"),
            ([""], KNOWN, r"'' is not a report district of Here\. It has E06000010 \("),
        ],
    )
    def test_what_is_none_or_several_is_told_with_what_is_like_it(self, given, known, said):
        with pytest.raises(ParameterError, match=said):
            find_report_districts(given, known=known, title="Here")
