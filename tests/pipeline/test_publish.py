"""A person publishes: on small reports made by hand, of the sample county by name."""

import hashlib
import html
import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from datacell_lib.config import Edition
from datacell_lib.files.area import load_area
from datacell_lib.last_report import read_last_report
from datacell_lib.names import check_signature
from datacell_lib.pipeline import publishing, workspace
from datacell_lib.pipeline.approval import Approval, check_approval, digest_tree
from datacell_lib.pipeline.cli import main
from datacell_lib.pipeline.publishing import publish_report
from datacell_lib.pipeline.workspace import find_workspace, lock_workspace, show_pages
from datacell_lib.presentation.downloads.picture_status import (
    HEIGHT,
    WIDTH,
    read_picture,
    stamp_picture,
)
from datacell_lib.presentation.page_status import PENDING
from datacell_lib.presentation.who_answers import write_contact
from datacell_lib.schema import ConfigError, ParameterError, RunError

NOTICE = '<span id="report-status">Pending: nobody has approved this report yet.</span>'
PRINTED = (
    '<style id="printed-status">html{--report-status:'
    '"Pending: nobody has approved this report yet."}</style>'
)
CITED = '<span id="cited-status">Pending: nobody has approved this report yet.</span>'
CONTACT = write_contact(load_area("sample").contact)
QUOTED = "<p>Pages say <code>Pending: nobody has approved this report yet.</code> at first.</p>"
PAGE = f"<title>Overview</title>{PRINTED}<aside>Invented data. {NOTICE}</aside>{QUOTED}{CONTACT}"
CITING = PAGE.replace(QUOTED, f"<p>Cite it as: Overview. {CITED}</p>")
FILES = {
    "index.html": '<meta http-equiv="Refresh" content="0; url=book/index.html" />',
    "book/index.html": PAGE,
    "notebooks/overview.html": CITING,
    "_static/handbook.css": "@media print {}",
    ".buildinfo": "made by Sphinx",
}
# half past midnight in the United Kingdom, whose clocks are an hour ahead in June
NOW = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
ANN = {"approved_by": "Ann Other", "role": "consultant in public health"}
SENTENCE = "Approved by Ann Other (consultant in public health) on 2 June 2026."

# The brackets of the role are as they are, in a style sheet, too.
APPROVED = {
    NOTICE: f'<span id="report-status">{SENTENCE}</span>',
    PRINTED: f'<style id="printed-status">html{{--report-status:"{SENTENCE}"}}</style>',
    CITED: f'<span id="cited-status">{SENTENCE}</span>',
}


def write_pages(folder, files=FILES):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def read_pages(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def draw_picture():
    file = io.BytesIO()
    Image.new("RGB", (WIDTH, HEIGHT), "white").save(file, format="PNG")
    return file.getvalue()


def read_css_string(inner):
    """Read what a browser reads: a number of six digits at most, which a blank may end."""
    return re.sub(r"\\([0-9a-f]{1,6}) ?", lambda found: chr(int(found[1], 16)), inner)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Where reports of the sample county are made; none yet."""
    monkeypatch.setattr(workspace, "BUILD", tmp_path / "_build")
    return find_workspace(load_area("sample"), edition=Edition.OPEN)


@pytest.fixture
def show(place, tmp_path):
    """A function that makes a pending report of given files."""
    return lambda files=FILES: show_pages(write_pages(tmp_path / "made", files), workspace=place)


class TestPublishReport:
    def test_every_page_says_who_approved_it_and_all_else_is_as_it_was(self, show, place):
        before = read_pages(show())
        publish_report("sample", **ANN, now=NOW)
        after = read_pages(place.shown)
        assert after.pop("approval.json")
        for name in ("book/index.html", "notebooks/overview.html"):
            said = before.pop(name).decode()
            for old, new in APPROVED.items():
                said = said.replace(old, new)
            assert after.pop(name).decode() == said
        assert after == before

    def test_what_it_says_is_kept_for_the_next_report_to_be_compared_with(self, show, place):
        standings = "area_code,most_vulnerable_share\na,0.1\n"
        offered = {
            "downloads/sample/sample-neighbourhoods.csv": standings,
            "downloads/quality/sample-quality-ratings.csv": "title,checksum\nAge,1f\n",
        }
        show(FILES | offered)
        publish_report("sample", **ANN, now=NOW)
        last = read_last_report(place.folder / "last-approved")
        assert last.describe() == "the report approved on 2 June 2026"
        assert last.neighbourhoods.to_csv(index=False, lineterminator="\n") == standings

    def test_a_picture_to_share_says_who_approved_it(self, show, place):
        path = show() / "downloads/pictures/moor-e1.png"
        path.parent.mkdir(parents=True)
        path.write_bytes(stamp_picture(draw_picture(), status=PENDING))
        publish_report("sample", **ANN, now=NOW)
        shown = place.shown / "downloads/pictures/moor-e1.png"
        assert read_picture(shown.read_bytes())["Status"] == SENTENCE
        assert check_approval(place.shown).approved_by == "Ann Other"

    def test_a_picture_that_would_go_on_to_say_something_else_stops_it(self, show):
        path = show() / "downloads/pictures/moor-e1.png"
        path.parent.mkdir(parents=True)
        path.write_bytes(stamp_picture(draw_picture(), status="Approved by Bo."))
        with pytest.raises(RunError, match=r"moor-e1\.png says 'Approved by Bo\.' where"):
            publish_report("sample", **ANN)

    def test_the_record_says_who_when_and_what(self, show, place):
        pending = show()
        digest, build = digest_tree(pending), pending.resolve().parent.name
        publish_report("sample", **ANN, now=NOW)
        record = json.loads((place.shown / "approval.json").read_text("utf-8"))
        assert record == {
            **ANN,
            "approved_at": "2026-06-02T00:30:00+01:00",
            "area": "sample",
            "edition": "open",
            "build": build,
            "sha256_approved": digest,
            "sha256_published": digest_tree(place.shown),
            "files": {
                name: hashlib.sha256(content).hexdigest()
                for name, content in read_pages(place.shown).items()
                if name != "approval.json"
            },
        }
        assert record["sha256_published"] != digest

    def test_the_register_has_a_line_for_each_approval(self, show, place):
        for name in ("Ann Other", "Bo Łęcki"):
            show()
            publish_report("sample", approved_by=name, role="analyst", now=NOW)
        lines = (place.folder / "approvals.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line)["approved_by"] for line in lines] == ["Ann Other", "Bo Łęcki"]
        record = json.loads((place.shown / "approval.json").read_text())
        assert json.loads(lines[-1]) == {name: record[name] for name in record if name != "files"}

    def test_what_was_approved_stays_among_the_builds(self, show, place):
        pending = show().resolve()
        publish_report("sample", **ANN)
        assert NOTICE in (pending / "book/index.html").read_text("utf-8")
        assert not (place.folder / "approved").exists()

    def test_a_new_report_is_pending_again_and_can_be_approved(self, show, place):
        show()
        publish_report("sample", **ANN)
        assert NOTICE in (show() / "book/index.html").read_text("utf-8")
        publish_report("sample", **ANN)
        assert NOTICE not in (place.shown / "book/index.html").read_text("utf-8")

    def test_where_there_is_no_report_it_says_how_to_make_one(self, place):
        with pytest.raises(RunError, match=r"no report in .* python datacell.py report sample"):
            publish_report("sample", **ANN)

    def test_a_preview_is_refused(self, place, tmp_path):
        preview = find_workspace(load_area("sample"), edition=Edition.OPEN, preview=True)
        show_pages(write_pages(tmp_path / "made"), workspace=preview)
        with pytest.raises(RunError, match="only a preview of sample"):
            publish_report("sample", **ANN)

    def test_another_edition_is_refused(self, show):
        show()
        with pytest.raises(ParameterError, match=r"only the open edition .* found 'partner'"):
            publish_report("sample", **ANN, edition="partner")

    def test_a_report_that_was_approved_says_by_whom(self, show):
        show()
        publish_report("sample", **ANN, now=NOW)
        with pytest.raises(RunError, match=r"published already\. Approved by Ann Other \(cons"):
            publish_report("sample", approved_by="Bo", role="analyst")

    def test_where_nobody_is_named_to_answer_it_names_the_key(self, show, monkeypatch):
        show()
        nobody = load_area("sample").model_copy(update={"contact": None})
        monkeypatch.setattr(publishing, "load_area", lambda name: nobody)
        with pytest.raises(ConfigError, match=r"sample\.yml has no key 'contact'"):
            publish_report("sample", **ANN)

    def test_while_a_report_is_made_none_is_approved(self, show, place):
        show()
        with lock_workspace(place), pytest.raises(RunError, match="Another run"):
            publish_report("sample", **ANN)

    def test_a_report_that_changes_while_it_is_copied_is_not_approved(
        self, show, place, monkeypatch
    ):
        pending = show()
        empty = publishing.empty_folder

        def change_and_empty(folder):
            write_pages(pending, {"book/index.html": f"{PAGE}<p>More.</p>"})
            return empty(folder)

        monkeypatch.setattr(publishing, "empty_folder", change_and_empty)
        with pytest.raises(RunError, match="changed while it was copied"):
            publish_report("sample", **ANN)
        assert not (place.folder / "approvals.jsonl").exists()

    @pytest.mark.parametrize(
        ("page", "told"),
        [
            (PAGE + NOTICE, "says 2 times"),
            (PAGE.replace('"report-status"', "status"), "says 0 times"),
            (PAGE + PRINTED, r"says 2 times.*\(for the paper\)"),
            (PAGE.replace("printed-status", "status"), r"says 0 times.*\(for the paper\)"),
            (CITING + CITED, r"says 2 times.*\(for the citation\)"),
            (PAGE + CONTACT, "says 2 times who answers for the report"),
        ],
    )
    def test_a_page_that_would_stay_pending_stops_it(self, show, place, page, told):
        before = read_pages(show(FILES | {"notebooks/overview.html": page}))
        with pytest.raises(RunError, match=rf"notebooks/overview\.html {told}"):
            publish_report("sample", **ANN)
        assert read_pages(place.shown) == before

    def test_a_report_made_before_its_contact_was_added_is_told_as_that(self, show, place):
        page = PAGE.replace("figures@", "words@")
        before = read_pages(show(FILES | {"notebooks/overview.html": page}))
        said = r"made before 'contact' in data/areas/sample\.yml .* datacell\.py report sample, and"
        with pytest.raises(RunError, match=said):
            publish_report("sample", **ANN)
        assert read_pages(place.shown) == before

    def test_pages_of_which_none_is_pending_are_no_report(self, show):
        show({"index.html": "Hello"})
        with pytest.raises(RunError, match="No page says that it is pending"):
            publish_report("sample", **ANN)

    @pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
    def test_a_link_to_somewhere_else_can_not_be_approved(self, show, tmp_path):
        (tmp_path / "elsewhere.html").write_text("x")
        (show() / "more.html").symlink_to(tmp_path / "elsewhere.html")
        with pytest.raises(RunError, match=r"more\.html is a link"):
            publish_report("sample", **ANN)

    @pytest.mark.parametrize("moves", [0, 1])
    def test_killed_half_way_the_pending_report_stands(self, show, place, moves):
        before = read_pages(show())
        code = (
            "import os, sys; from pathlib import Path\n"
            "from datacell_lib.pipeline import workspace\n"
            "from datacell_lib.pipeline.publishing import publish_report\n"
            "workspace.BUILD = Path(sys.argv[1])\n"
            "move, left = os.replace, [int(sys.argv[2])]\n"
            "def stop(*arguments):\n"
            "    if left[0] == 0: os._exit(9)\n"
            "    left[0] -= 1; move(*arguments)\n"
            "os.replace = stop\n"
            "publish_report('sample', approved_by='A', role='B')\n"
        )
        arguments = [sys.executable, "-c", code, str(place.folder.parents[1]), str(moves)]
        assert subprocess.run(arguments, check=False).returncode == 9
        assert read_pages(place.shown) == before
        publish_report("sample", **ANN, now=NOW)
        assert check_approval(place.shown).describe() == SENTENCE

    @pytest.mark.parametrize("option", ["approved_by", "role"])
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            (" ", "must not be empty"),
            ("x" * 201, "200 characters at most; it has 201"),
            ("Ann\nOther", r"invisible character U\+000A"),
            ("Ann \u202eOther", r"invisible character U\+202E"),
        ],
    )
    def test_what_can_not_be_read_whole_is_no_signature(self, show, place, option, text, told):
        before = read_pages(show())
        with pytest.raises(ParameterError, match=f"--{option.replace('_', '-')} .*{told}"):
            publish_report("sample", **ANN | {option: text})
        assert read_pages(place.shown) == before

    @given(name=st.text(max_size=220), role=st.text(max_size=220))
    def test_any_name_is_refused_or_shown_as_it_is(self, tmp_path_factory, name, role):
        with pytest.MonkeyPatch.context() as patch:
            folder = tmp_path_factory.mktemp("any")
            patch.setattr(workspace, "BUILD", folder)
            place = find_workspace(load_area("sample"), edition=Edition.OPEN)
            show_pages(write_pages(folder / "made"), workspace=place)
            try:
                check_signature(name)
                check_signature(role)
            except ValueError:
                with pytest.raises(ParameterError):
                    publish_report("sample", approved_by=name, role=role, now=NOW)
                assert (place.shown / "book/index.html").read_text("utf-8") == PAGE
                return
            publish_report("sample", approved_by=name, role=role, now=NOW)
            start, middle, end = re.split(f"{re.escape(PRINTED)}|{re.escape(NOTICE)}", PAGE)
            page = (place.shown / "book/index.html").read_bytes().decode()
            assert page.startswith(start) and page.endswith(end)
            printed, shown = page[len(start) : len(page) - len(end)].split(middle)
            said = f"Approved by {name} ({role}) on 2 June 2026."
            inner = shown.removeprefix('<span id="report-status">').removesuffix("</span>")
            assert not set(inner) & set("<>\"'")
            assert html.unescape(inner) == said
            style = '<style id="printed-status">html{--report-status:"'
            inner = printed.removeprefix(style).removesuffix('"}</style>')
            assert not set(inner) & set("<>\"'\n")
            assert read_css_string(inner) == said
            assert check_approval(place.shown).approved_by == name


class TestDigestTree:
    def test_it_is_the_checksum_of_a_list_of_checksums(self, tmp_path):
        write_pages(tmp_path, {"b.html": "two", "a/c.html": "one", "approval.json": "{}"})
        listed = b"".join(
            hashlib.sha256(text).hexdigest().encode() + b"  " + name + b"\0"
            for name, text in ((b"a/c.html", b"one"), (b"b.html", b"two"))
        )
        assert digest_tree(tmp_path) == hashlib.sha256(listed).hexdigest()

    def test_a_record_deeper_inside_is_a_file_like_any_other(self, tmp_path):
        before = digest_tree(write_pages(tmp_path, {"a/approval.json": "{}"}))
        assert digest_tree(write_pages(tmp_path, {"a/approval.json": "[]"})) != before


class TestCheckApproval:
    @pytest.fixture
    def published(self, show, place):
        show()
        publish_report("sample", **ANN, now=NOW)
        return place.shown

    def test_what_was_published_passes_wherever_it_lies(self, published, tmp_path):
        copy = write_pages(
            tmp_path / "site",
            {name: content.decode() for name, content in read_pages(published).items()},
        )
        result = CliRunner().invoke(main, ["check-approved", str(copy)])
        assert result.output == f"{SENTENCE} Nothing has changed since.\n"
        assert result.exit_code == 0

    @pytest.mark.parametrize("files", [{"book/index.html": "x"}, {"new.html": ""}])
    def test_a_file_changed_or_added_is_told(self, published, files):
        write_pages(published, files)
        with pytest.raises(RunError, match="has changed since it was published"):
            check_approval(published)

    @pytest.mark.parametrize("moved", ["other.css", "removed"])
    def test_a_file_renamed_or_removed_is_told(self, published, tmp_path, moved):
        target = tmp_path if moved == "removed" else published
        (published / "_static/handbook.css").rename(target / moved)
        with pytest.raises(RunError, match="has changed since it was published"):
            check_approval(published)

    def test_what_changed_was_removed_and_added_is_named(self, published):
        write_pages(published, {"book/index.html": "x", "new.html": ""})
        (published / "_static/handbook.css").unlink()
        said = "changed: book/index.html; removed: _static/handbook.css; added: new.html. Take the"
        with pytest.raises(RunError, match=re.escape(said)):
            check_approval(published)

    def test_a_pending_report_is_told_with_exit_code_1(self, show):
        result = CliRunner().invoke(main, ["check-approved", str(show())])
        assert result.exit_code == 1
        assert "nobody has approved a report there" in " ".join(result.stderr.split())

    @pytest.mark.parametrize("name", ["nowhere", "file"])
    def test_what_is_no_folder_is_told_with_exit_code_1(self, tmp_path, name):
        (tmp_path / "file").touch()
        result = CliRunner().invoke(main, ["check-approved", str(tmp_path / name)])
        assert result.exit_code == 1
        assert "There is no folder" in result.stderr

    @pytest.mark.parametrize("record", ["", "{}", '{"approved_by": "A"}'])
    def test_a_record_that_is_none_is_told(self, published, record):
        write_pages(published, {"approval.json": record})
        with pytest.raises(RunError, match=r"approval\.json is not a record of an approval"):
            check_approval(published)


class TestApproval:
    def test_it_says_the_day_of_its_own_clock(self):
        approval = Approval(
            approved_by="A <b>",
            role='the "D"',
            approved_at="2026-11-26T00:10:00+00:00",
            area="sample",
            edition="open",
            build="1",
            sha256_approved="0",
        )
        assert approval.describe() == 'Approved by A <b> (the "D") on 26 November 2026.'


class TestCommand:
    def test_it_says_who_approved_and_where_the_report_is(self, show, place):
        show()
        line = ["publish", "sample", "--approved-by", "Ann", "--role", "analyst"]
        result = CliRunner().invoke(main, line)
        assert result.exit_code == 0
        assert result.output.startswith("Approved by Ann (analyst) on ")
        assert str(place.shown / "index.html") in result.output

    @pytest.mark.parametrize("left_out", ["--approved-by", "--role"])
    def test_nobody_approves_without_name_and_role(self, left_out):
        line = ["publish", "sample", "--approved-by", "Ann", "--role", "analyst"]
        at = line.index(left_out)
        result = CliRunner().invoke(main, line[:at] + line[at + 2 :])
        assert result.exit_code == 2
        assert left_out in result.output
