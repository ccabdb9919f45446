"""Files beside the pages: those that pages offer, as they were released, and no others."""

import pandas as pd
import pytest

from datacell_lib.governance.ledger import Read, record_read, using_ledger
from datacell_lib.governance.release import release
from datacell_lib.pipeline.book.download_gate import check_downloads, publish_downloads
from datacell_lib.presentation.downloads import offer
from datacell_lib.presentation.run_files import FOLDER, RunFile
from datacell_lib.schema import DisclosureError
from datacell_lib.whole_files import calculate_sha256

TABLE = pd.DataFrame({"name": ["a", "b"], "people": [10, 20]})


@pytest.fixture
def ledger(tmp_path):
    return tmp_path / "ledger"


@pytest.fixture
def built(tmp_path):
    folder = tmp_path / "html"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "notebooks" / "overview.html").write_text("<p>x</p>", encoding="utf-8")
    return folder


@pytest.fixture
def files(ledger):
    with using_ledger(ledger):
        record_read(Read("census2021-age", "official", ("0" * 64,), 2, 0, "test", True))
        released = release(TABLE, name="t", datasets=("census2021-age",), policy="open")
        return offer(released, title="People", name="sample-people").files


class TestPublishDownloads:
    def test_precisely_what_pages_offer_stands_beside_them(self, files, ledger, built):
        publish_downloads([*files, *files], ledger=ledger, built=built)
        names = {path.name for path in (built / FOLDER).rglob("*") if path.is_file()}
        assert names == {"sample-people.csv", "sample-people.csv-metadata.json"}

    def test_a_file_that_is_not_in_the_run_is_refused(self, files, ledger, built):
        (ledger / FOLDER / "sample-people.csv").unlink()
        with pytest.raises(DisclosureError, match=r"sample-people\.csv is offered, and is not in"):
            publish_downloads(files, ledger=ledger, built=built)

    @pytest.mark.parametrize("path", ["../reads.jsonl", "/etc/passwd", "a/../../b.csv", "a.exe"])
    def test_a_path_that_leads_elsewhere_is_refused(self, path, ledger, built):
        file = RunFile(path, (), "0" * 64, 1, "x")
        with pytest.raises(DisclosureError, match="is no name for a download"):
            publish_downloads([file], ledger=ledger, built=built)


class TestCheckDownloads:
    @pytest.fixture
    def check(self, files, ledger, built):
        publish_downloads(files, ledger=ledger, built=built)
        return lambda: check_downloads(files, ledger=ledger, built=built)

    @pytest.mark.parametrize("name", ["sample-people.csv", "sample-people.csv-metadata.json"])
    def test_a_changed_byte_is_refused(self, check, built, name):
        path = built / FOLDER / name
        content = path.read_bytes()
        path.write_bytes(content[:-3] + b"9" + content[-2:])
        with pytest.raises(DisclosureError, match="is not the file that its page offers"):
            check()

    @pytest.mark.parametrize("stray", ["downloads/x.txt", "_static/true.parquet", "notes.CSV"])
    def test_a_file_that_no_page_offers_is_refused(self, check, built, stray):
        path = built / stray
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
        with pytest.raises(DisclosureError, match=f"Not offered: {stray}"):
            check()

    def test_a_missing_file_is_named(self, check, built):
        (built / FOLDER / "sample-people.csv").unlink()
        with pytest.raises(DisclosureError, match=r"missing: downloads/sample-people\.csv"):
            check()

    def test_a_file_that_says_other_values_under_its_own_checksum_is_refused(
        self, files, ledger, built
    ):
        path = ledger / FOLDER / "sample-people.csv"
        path.write_bytes(path.read_bytes().replace(b"20", b"21"))
        changed = RunFile(**{**vars(files[0]), "sha256": calculate_sha256(path)})
        with pytest.raises(DisclosureError, match=r"released: row 2, column 'people' holds '21'"):
            publish_downloads([changed], ledger=ledger, built=built)
