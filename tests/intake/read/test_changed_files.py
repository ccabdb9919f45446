"""A newer file of the same name: told as what it is, taken by a word, recorded."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from datacell_lib import config
from datacell_lib.files.area import Area, load_area
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.governance.ledger import list_reads
from datacell_lib.intake.read.accepting import accept_changed_files
from datacell_lib.intake.read.changed_files import MisfitError
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.intake.read.seen_files import SEEN, list_acceptances, read_seen
from datacell_lib.pipeline.cli import main
from datacell_lib.schema import ConfigError, SourceError
from datacell_lib.whole_files import calculate_sha256

Write = Callable[..., Dataset]
Put = Callable[..., Path]
LAST = "code,number\nE01000001,5\nE01000002,7\n"
NEXT = "code,number,issue\nE01000001,5,b\nE01000002,8,b\nE01000003,1000,b\n"
DAY = date(2026, 11, 26)
COPY = {
    "layout": "official",
    "path": "office/things.csv",
    "columns": {"area_code": "code", "people": "number"},
}


@pytest.fixture
def changed(catalogue: Write, put: Put, area: Area, run: Path) -> Path:
    """A file that was read, and then replaced by the next of its name."""
    catalogue(copies=[COPY])
    put(LAST)
    read_dataset("things", area=area)
    return put(NEXT)


class TestReadingAFileThatChanged:
    def test_what_is_remembered_is_written_for_people(self, changed: Path, area: Area) -> None:
        (note,) = yaml.safe_load((config.CACHE / SEEN).read_text(encoding="utf-8")).values()
        assert len(note.pop("sha256")) == 64
        assert note == {
            "rows": 2,
            "codes": 2,
            "columns": "code | number",
            "totals": {"people": 12.0},
        }

    def test_of_rates_which_have_no_total_it_tells_the_median(
        self, catalogue: Write, put: Put, area: Area, run: Path
    ) -> None:
        rate = {"type": "number", "unit": "per 1,000", "quantity": "rate", "meaning": "A rate."}
        catalogue(columns={"people": rate}, copies=[COPY])
        put("code,number\nE01000001,5\nE01000002,7\nE01000003,30\n")
        read_dataset("things", area=area)
        put("code,number\nE01000001,5.5\nE01000002,7.7\nE01000003,33\n")
        with pytest.raises(SourceError, match=r"people 7\.7 by median \(before 7\)"):
            read_dataset("things", area=area)

    def test_no_totals_of_partner_data_are_written_or_told(
        self, catalogue: Write, put: Put, area: Area, run: Path
    ) -> None:
        catalogue(partner=True, copies=[COPY])
        put(LAST)
        read_dataset("things", area=area)
        (note,) = yaml.safe_load((config.CACHE / SEEN).read_text(encoding="utf-8")).values()
        assert note["totals"] == {}
        put(NEXT)
        with pytest.raises(SourceError, match="3 rows") as caught:
            read_dataset("things", area=area)
        assert "in all" not in str(caught.value)

    def test_it_is_told_by_rows_codes_columns_and_totals_and_how_to_take_it(
        self, changed: Path, area: Area
    ) -> None:
        with pytest.raises(SourceError, match="another file than was read before") as caught:
            read_dataset("things", area=area)
        text = str(caught.value)
        assert "3 rows (before 2), 3 codes (before 2), columns now with 'issue'" in text
        assert "people 1,013 in all (before 12)" in text
        assert 'python datacell.py accept things --area sample --reason "…"' in text
        assert read_seen()["office/things.csv"].rows == 2

    def test_one_that_is_not_what_the_catalogue_describes_is_told_as_changed_too(
        self, changed: Path, put: Put, area: Area
    ) -> None:
        put("code,persons\nE01000001,5\n")
        said = r"has no column 'number'; it has 'code', 'persons'.*changed since.*of 2 rows"
        with pytest.raises(SourceError, match=said):
            read_dataset("things", area=area)

    def test_the_former_file_is_still_right(self, changed: Path, put: Put, area: Area) -> None:
        put(LAST)
        assert len(read_dataset("things", area=area)) == 2

    def test_a_longer_file_of_a_weekly_series_waits_for_a_word_too(
        self, catalogue: Write, put: Put, area: Area, run: Path
    ) -> None:
        catalogue(copies=[COPY], refresh={"every": "each week", "when_late": "carry forward"})
        put(LAST)
        read_dataset("things", area=area)
        put(LAST + "E01000003,9\n")
        with pytest.raises(SourceError, match=r"3 rows \(before 2\).*columns as before"):
            read_dataset("things", area=area)

    def test_a_bare_checksum_of_former_days_is_still_read_and_filled_in(
        self, catalogue: Write, put: Put, area: Area, run: Path
    ) -> None:
        catalogue(copies=[COPY])
        path = put(LAST)
        bare = {"office/things.csv": calculate_sha256(path), "office/other.csv": "0" * 64}
        (config.CACHE / SEEN).write_text(yaml.safe_dump(bare), encoding="utf-8")
        read_dataset("things", area=area)
        notes = yaml.safe_load((config.CACHE / SEEN).read_text(encoding="utf-8"))
        assert notes["office/things.csv"]["rows"] == 2
        assert notes["office/other.csv"] == "0" * 64
        put(NEXT)
        (config.CACHE / SEEN).write_text(yaml.safe_dump(bare), encoding="utf-8")
        with pytest.raises(SourceError, match="nothing but the checksum was noted of the last"):
            read_dataset("things", area=area)

    def test_of_a_copy_split_by_district_each_file_has_a_note_of_its_own(
        self, catalogue: Write, put: Put, area: Area, run: Path
    ) -> None:
        one, other = area.authorities[:2]
        few = area.model_copy(update={"authorities": (one, other)})
        catalogue(copies=[COPY | {"path": "office/{authority}.csv"}])
        put("code,number\nE01000001,5\n", path=f"office/{one}.csv")
        put("code,number\nE01000002,7\nE01000003,8\n", path=f"office/{other}.csv")
        read_dataset("things", area=few)
        seen = read_seen()
        assert dict(seen[f"office/{one}.csv"].totals) == {"people": 5.0}
        assert dict(seen[f"office/{other}.csv"].totals) == {"people": 15.0}
        put("code,number\nE01000002,7\nE01000003,9\n", path=f"office/{other}.csv")
        with pytest.raises(SourceError, match=rf"{other}\.csv holds 2 rows \(as before\)"):
            read_dataset("things", area=few)

    def test_what_an_interface_gives_anew_after_its_file_was_removed_is_taken_and_recorded(
        self, catalogue: Write, area: Area, run: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answers = iter((LAST, NEXT))
        monkeypatch.setattr(
            "datacell_lib.intake.live.dispatch.download_through_interface",
            lambda request: request.target.write_text(next(answers), encoding="utf-8"),
        )
        interface = {
            "kind": "nomis",
            "address": "http://127.0.0.1:9",
            "parameters": {},
            "rows": {"at_least": 1},
        }
        catalogue(copies=[COPY | {"interface": interface}])
        read_dataset("things", area=area)
        (config.CACHE / "office/things.csv").unlink()
        assert len(read_dataset("things", area=area)) == 3
        assert len(read_dataset("things", area=area)) == 3
        (change,) = list_acceptances()
        assert "asked for anew" in change.reason
        assert (change.before.rows, change.after.rows) == (2, 3)

    def test_the_sample_leaves_nothing_in_the_cache(self, run: Path, sample: object) -> None:
        read_dataset("census2021-age", area=load_area("sample"))
        assert not config.CACHE.exists()

    def test_a_damaged_note_is_told(self, changed: Path, area: Area) -> None:
        (config.CACHE / SEEN).write_text("office/things.csv: {rows: 2}\n", encoding="utf-8")
        with pytest.raises(ConfigError, match=r"checksums\.yml must hold a checksum"):
            read_dataset("things", area=area)


class TestAcceptChangedFiles:
    def take(self, area: Area, reason: str = "The issue of November.") -> None:
        accept_changed_files("things", area=area, reason=reason, day=DAY)

    def test_a_file_that_was_taken_is_read_recorded_and_told_in_the_ledger(
        self, changed: Path, area: Area
    ) -> None:
        self.take(area)
        assert len(read_dataset("things", area=area)) == 3
        (line,) = (config.CACHE / "accepted.jsonl").read_text(encoding="utf-8").splitlines()
        noted = json.loads(line)
        assert (noted["day"], noted["reason"]) == ("2026-11-26", "The issue of November.")
        assert (noted["before"]["rows"], noted["after"]["rows"]) == (2, 3)
        assert noted["after"]["sha256"] == calculate_sha256(changed)
        told = [sentence for read in list_reads() for sentence in read.accepted]
        assert len(told) == 1
        assert "accepted on 26 November 2026 (The issue of November.): 3 rows (before 2)" in told[0]

    def test_the_record_is_only_ever_added_to(self, changed: Path, put: Put, area: Area) -> None:
        self.take(area)
        put(LAST)
        self.take(area, "Back to the former.")
        assert [change.after.rows for change in list_acceptances()] == [3, 2]

    def test_what_is_not_right_is_not_taken(self, changed: Path, put: Put, area: Area) -> None:
        put("code,number\nE01000001,-5\n")
        with pytest.raises(SourceError, match="is below 0"):
            self.take(area)
        assert list_acceptances() == ()
        assert read_seen()["office/things.csv"].rows == 2

    def test_what_does_not_fit_the_area_is_read_to_be_judged_and_neither_taken_nor_recorded(
        self, changed: Path, area: Area
    ) -> None:
        before = (config.CACHE / SEEN).read_bytes()
        read = []

        def judge() -> None:
            read.append(len(read_dataset("things", area=area)))
            raise MisfitError("things has no row for 2 areas.", dataset="things")

        with pytest.raises(SourceError, match=r"not taken and nothing was recorded\. things"):
            accept_changed_files(
                "things", area=area, reason="The issue of November.", day=DAY, judge=judge
            )
        assert read == [3]
        assert (config.CACHE / SEEN).read_bytes() == before and list_acceptances() == ()
        with pytest.raises(SourceError, match="another file than was read before"):
            read_dataset("things", area=area)

    def test_where_nothing_changed_there_is_nothing_to_take(
        self, changed: Path, put: Put, area: Area
    ) -> None:
        put(LAST)
        with pytest.raises(SourceError, match="nothing to accept"):
            self.take(area)

    @pytest.mark.parametrize("reason", ["", "  ", "<b>new</b>", "a\nb"])
    def test_a_reason_is_a_plain_sentence(self, changed: Path, area: Area, reason: str) -> None:
        with pytest.raises(ConfigError, match="the reason must"):
            self.take(area, reason)

    def test_invented_data_never_change(self, changed: Path) -> None:
        with pytest.raises(ConfigError, match="invented data, which never change"):
            self.take(load_area("sample"))

    def test_a_damaged_record_is_told(self, changed: Path, area: Area) -> None:
        (config.CACHE / "accepted.jsonl").write_text("{}\n", encoding="utf-8")
        with pytest.raises(ConfigError, match=r"accepted\.jsonl must hold an accepted change"):
            self.take(area) or read_dataset("things", area=area)

    def test_the_command_tells_what_it_took(
        self, changed: Path, area: Area, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("datacell_lib.pipeline.cli.load_area", lambda name: area)
        line = ["accept", "things", "--area", "mine", "--reason", "The issue of November."]
        done = CliRunner().invoke(main, line)
        assert done.exit_code == 0, done.output
        assert "office/things.csv: 3 rows (before 2)" in done.output.replace("\n", " ")

    def test_the_command_says_which_lines_still_tell_of_the_former_file(
        self, changed: Path, area: Area, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("datacell_lib.pipeline.cli.load_area", lambda name: area)
        line = ["accept", "things", "--area", "mine", "--reason", "The issue of November."]
        told = CliRunner().invoke(main, line).output.splitlines()
        entry = (config.CATALOGUE / "things.yml").read_text(encoding="utf-8").splitlines()
        (start,) = (n for n, text in enumerate(told) if "catalogue/things.yml" in text)
        numbers = [int(re.search(r"line (\d+), ", text)[1]) for text in told[start + 1 : start + 3]]
        named = [entry[number - 1] for number in numbers]
        assert [text.split(":")[0] for text in named] == ["period", "published"]
        assert all(own in text for own, text in zip(named, told[start + 1 :], strict=False))
        assert "change these lines" in told[-1]
