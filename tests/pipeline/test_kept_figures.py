"""The figures of the last report: what is kept, what the next run is handed, what is left out."""

from datetime import date

import pytest

from datacell_lib.last_report import FOLDER, KeptIndex, read_last_report
from datacell_lib.pipeline.kept_figures import hand_on_figures, keep_figures
from datacell_lib.pipeline.workspace import Workspace

DAY = date(2026, 6, 2)
NEED = KeptIndex("Need", "1f")


@pytest.fixture
def workspace(tmp_path):
    made = Workspace(tmp_path / "open")
    made.ledger.mkdir(parents=True)
    return made


@pytest.fixture
def keep(workspace, tmp_path):
    def write(share, *, approved, day=DAY, index=None):
        pages = tmp_path / "html"
        for name, text in {
            "moor/moor-neighbourhoods.csv": "\ufeffarea_code,district_code,most_vulnerable_share\n"
            f"a,01,{share}\n",
            "quality/moor-quality-ratings.csv": "\ufefftitle,checksum\nAge,012e456789\n",
        }.items():
            path = pages / "downloads" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        kept = {"area": "moor", "day": day, "approved": approved, "index": index}
        keep_figures(pages, workspace=workspace, **kept)

    return write


class TestHandOnFigures:
    def test_an_approved_report_goes_before_a_later_one_that_nobody_approved(self, keep, workspace):
        keep(0.1, approved=True)
        keep(0.2, approved=False, day=date(2026, 6, 9))
        assert hand_on_figures(workspace)
        last = read_last_report(workspace.ledger / FOLDER)
        assert last.neighbourhoods["most_vulnerable_share"].tolist() == [0.1]
        assert last.datasets["checksum"].tolist() == ["012e456789"]
        assert last.neighbourhoods["district_code"].tolist() == ["01"]
        assert last.describe() == "the report approved on 2 June 2026"

    def test_where_nobody_approved_any_the_last_one_is_handed_on_and_says_so(self, keep, workspace):
        keep(0.1, approved=False)
        keep(0.2, approved=False)
        assert hand_on_figures(workspace)
        last = read_last_report(workspace.ledger / FOLDER)
        assert last.neighbourhoods["most_vulnerable_share"].tolist() == [0.2]
        assert "on 2 June 2026, which nobody has approved" in last.describe()

    def test_an_approved_report_has_the_index_that_was_noted_when_it_was_made(
        self, keep, workspace
    ):
        keep(0.1, approved=False, index=NEED)
        keep(0.1, approved=True)
        assert hand_on_figures(workspace)
        assert read_last_report(workspace.ledger / FOLDER).index == NEED

    def test_the_index_of_another_report_is_not_taken_for_its_own(self, keep, workspace):
        keep(0.2, approved=False, index=NEED)
        keep(0.1, approved=True)
        assert hand_on_figures(workspace)
        assert read_last_report(workspace.ledger / FOLDER).index is None

    def test_a_record_of_before_indices_were_noted_is_read(self, keep, workspace):
        keep(0.1, approved=True, index=NEED)
        about = '{"day": "2026-06-02", "approved": true}'
        (workspace.folder / "last-approved" / "about.json").write_text(about, encoding="utf-8")
        assert hand_on_figures(workspace)
        last = read_last_report(workspace.ledger / FOLDER)
        assert (last.day, last.index) == (DAY, None)

    def test_without_one_nothing_is_handed_on(self, workspace):
        assert not hand_on_figures(workspace)
        assert read_last_report(workspace.ledger / FOLDER) is None

    def test_figures_that_were_half_kept_do_not_count(self, keep, workspace):
        keep(0.1, approved=True)
        (workspace.folder / "last-approved" / "about.json").unlink()
        assert not hand_on_figures(workspace)

    def test_pages_without_such_files_leave_what_was_kept(self, keep, workspace, tmp_path):
        keep(0.1, approved=True)
        empty = {"area": "moor", "day": DAY, "approved": True}
        keep_figures(tmp_path / "nothing", workspace=workspace, **empty)
        assert hand_on_figures(workspace)
