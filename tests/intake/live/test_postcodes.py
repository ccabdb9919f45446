"""The Postcode Directory: each edition with columns of its own."""

from __future__ import annotations

import io
import zipfile

import pytest

from datacell_lib.intake.live.postcodes import map_columns
from datacell_lib.schema import SourceError

ALIASES = {
    "postcode": ("pcds",),
    "terminated": ("doterm",),
    "lsoa_code": ("lsoa21cd", "lsoa21"),
    "authority_code": ("lad25cd", "lad23cd", "oslaua"),
}
# the names of these columns in the editions of 2023 and of 2025
EARLIER = "pcd,pcds,doterm,oslaua,lsoa11,lsoa21\n"
LATER = "pcd7,pcds,lad25cd,lsoa21cd,lsoa11cd,doterm\n"
KEPT = "postcode,terminated,lsoa_code,authority_code\n"


@pytest.fixture
def publish(server, answer):
    def run(table):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr("Data/ONSPD_MAY_2025_UK.csv", table)
            archive.writestr("Data/multi_csv/ONSPD_MAY_2025_UK_SS.csv", "part")
            archive.writestr("User Guide/guide.pdf", "words")
        server.answer = lambda path, query: answer(
            held.getvalue() if path == "/items/1f2e/data" else '<a href="/items/1f2e/data">ZIP</a>'
        )

    return run


@pytest.fixture
def fetch(server, download):
    def run(*, at_least=1):
        interface = {
            "kind": "postcodes",
            "page": f"{server.address}/postcodes",
            "link": "/items/[0-9a-f]+/data$",
            "member": r"^Data/ONSPD_[A-Z]+_\d{4}_UK\.csv$",
            "aliases": ALIASES,
            "rows": {"at_least": at_least},
        }
        return download(interface, columns={"area_code": "lsoa_code", "postcode": "postcode"})

    return run


class TestDownload:
    @pytest.mark.parametrize(
        "edition",
        [
            EARLIER + "SS1 1AA,SS1 1AA,,E06000033,E01015849,E01015850\n",
            LATER + "SS11AA,SS1 1AA,E06000033,E01015850,E01015849,\n",
        ],
    )
    def test_editions_come_out_alike(self, publish, fetch, edition):
        publish(edition)
        assert fetch().read_text(encoding="utf-8").replace("\r", "") == (
            KEPT + "SS1 1AA,,E01015850,E06000033\n"
        )

    def test_terminated_postcodes_are_kept_with_their_date(self, publish, fetch):
        publish(EARLIER + "SS1 1AB,SS1 1AB,199606,E06000033,E01015849,E01015849\n")
        assert "SS1 1AB,199606,E01015849,E06000033" in fetch().read_text(encoding="utf-8")

    def test_a_row_cut_short_is_an_error(self, publish, fetch):
        publish(EARLIER + "SS1 1AA,SS1 1AA,,E06\n")
        with pytest.raises(SourceError, match="line 2 has 4 values where the header has 6"):
            fetch()

    def test_fewer_postcodes_than_the_catalogue_expects_are_an_error(self, publish, fetch):
        publish(EARLIER + "SS1 1AA,SS1 1AA,,E06000033,E01015849,E01015850\n")
        with pytest.raises(SourceError, match="1 postcodes; the catalogue expects at least 1,700"):
            fetch(at_least=1700)


class TestMapColumns:
    def test_case_and_blanks_of_a_header_do_not_matter(self):
        assert map_columns(["x", " PCDS "], aliases={"postcode": ("pcds",)}) == {"postcode": 1}

    def test_an_unknown_name_is_an_error_that_lists_the_editions(self):
        with pytest.raises(
            SourceError, match=r"called lsoa21cd or lsoa21; found none among lsoa31"
        ):
            map_columns(["lsoa31"], aliases={"lsoa_code": ("lsoa21cd", "lsoa21")})

    def test_two_columns_for_one_are_an_error(self):
        with pytest.raises(SourceError, match="found lsoa21, lsoa21cd among"):
            map_columns(["lsoa21", "lsoa21cd"], aliases={"lsoa_code": ("lsoa21cd", "lsoa21")})
