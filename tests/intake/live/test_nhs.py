"""Archives under changing names: the link, the archive, the file inside."""

from __future__ import annotations

import io
import zipfile

import pytest

from datacell_lib.schema import SourceError

TABLE = "PRACTICE_CODE,LSOA_CODE,NUMBER_OF_PATIENTS\nF81001,E01000001,12\nF81001,E01000002,30\n"
LINK = "/1A/2B3C4D/gp-reg-pat-prac-lsoa-male-female-July-25.zip"
PAGE = f'<h1>July 2025</h1><a class="x" href="{LINK}">Lists</a><a href="/sing-age.zip">Ages</a>'


def pack(**files: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_csv", ".csv"), text)
    return held.getvalue()


@pytest.fixture
def publish(server, answer):
    """Publish a page, and an archive at its link."""

    def run(*, page=PAGE, archive=None, **fault):
        packed = pack(all_csv=TABLE, male_csv="x\n") if archive is None else archive
        server.answer = lambda path, query: (
            answer(packed, **fault) if path == LINK else answer(page)
        )

    return run


@pytest.fixture
def fetch(server, download):
    def run(*, exactly=2):
        interface = {
            "kind": "nhs",
            "page": f"{server.address}/july-2025",
            "link": r"/gp-reg-pat-prac-lsoa-[^/]*\.zip$",
            "member": r"^all\.csv$",
            "rows": {"exactly": exactly},
        }
        columns = {"area_code": "LSOA_CODE", "patients": "NUMBER_OF_PATIENTS"}
        return download(interface, columns=columns)

    return run


class TestDownload:
    def test_the_file_is_found_behind_the_link_on_the_page(self, publish, fetch):
        publish()
        assert fetch().read_text(encoding="utf-8") == TABLE

    def test_a_link_given_twice_counts_once(self, publish, fetch):
        publish(page=PAGE * 2)
        assert fetch().read_text(encoding="utf-8") == TABLE

    def test_a_page_without_such_a_link_is_an_error_that_names_its_archives(self, publish, fetch):
        publish(page='<a href="/new-name.zip">Lists</a><a href="/about">About</a>')
        with pytest.raises(SourceError, match=r"found 0\. The archives it links to: \S+/new-name"):
            fetch()

    def test_two_links_that_fit_are_an_error(self, publish, fetch):
        publish(page=PAGE + PAGE.replace("July-25", "April-25"))
        with pytest.raises(SourceError, match=r"found 2\. The links that fit: .*July.*April"):
            fetch()

    def test_an_archive_cut_short_with_a_stated_length_is_an_error(self, publish, fetch):
        publish(cut=100)
        with pytest.raises(SourceError, match="broke off its answer 3 times"):
            fetch()

    def test_an_archive_cut_short_without_one_is_an_error(self, publish, fetch):
        publish(cut=100, framed=False)
        with pytest.raises(SourceError, match=r"July-25\.zip: the archive is damaged"):
            fetch()

    def test_a_byte_changed_on_the_way_is_an_error(self, publish, fetch):
        publish(archive=pack(all_csv=TABLE).replace(b"E01000002,30", b"E01000002,31"))
        with pytest.raises(SourceError, match=r"the archive is damaged .*CRC"):
            fetch()

    def test_a_page_in_the_place_of_the_archive_is_an_error(self, publish, fetch):
        publish(archive=b"<html>Moved</html>")
        with pytest.raises(SourceError, match="damaged or no archive at all"):
            fetch()

    def test_a_renamed_file_is_an_error_that_names_those_inside(self, publish, fetch):
        publish(archive=pack(everybody_csv=TABLE))
        with pytest.raises(SourceError, match=r"found none among everybody\.csv"):
            fetch()

    def test_a_renamed_column_is_an_error(self, publish, fetch):
        publish(archive=pack(all_csv=TABLE.replace("LSOA_CODE", "LSOA21")))
        with pytest.raises(SourceError, match="without the column 'LSOA_CODE'"):
            fetch()

    def test_an_empty_file_is_an_error(self, publish, fetch):
        publish(archive=pack(all_csv=""))
        with pytest.raises(SourceError, match="it has none"):
            fetch()

    def test_fewer_rows_than_the_catalogue_expects_are_an_error(self, publish, fetch):
        publish()
        with pytest.raises(SourceError, match="2 rows; the catalogue expects exactly 3"):
            fetch(exactly=3)
