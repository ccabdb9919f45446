"""A bundle of checked files, packed by one and unpacked by another."""

from __future__ import annotations

import hashlib
import zipfile

import pytest
from click.testing import CliRunner

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.link.needs import list_needed_datasets
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.pipeline import bundle
from datacell_lib.pipeline.bundle import write_bundle
from datacell_lib.pipeline.cli import main
from datacell_lib.schema import ConfigError, SourceError

COPY = {
    "layout": "official",
    "path": "office/things.csv",
    "columns": {"area_code": "code", "people": "number"},
}
TEXT = "code,number\nE01000001,5\n"


class TestWriteBundle:
    @pytest.fixture
    def invented(self, catalogue, monkeypatch):
        """An invented catalogue of one dataset in the cache, all that an area needs."""
        entry = catalogue(copies=[COPY])
        path = config.CACHE / "office" / "things.csv"
        path.parent.mkdir(parents=True)
        path.write_text(TEXT, encoding="utf-8")
        monkeypatch.setattr(bundle, "list_needed_datasets", lambda area: (entry,))
        monkeypatch.setattr(bundle, "list_spare_datasets", lambda area: ())
        return load_area("sample").model_copy(update={"data": "published"})

    @pytest.mark.parametrize("way", ["cache", "mirror"])
    def test_what_was_packed_is_read_by_somebody_who_has_nothing_else(
        self, invented, tmp_path, monkeypatch, way, run
    ):
        packed = write_bundle(invented, target=tmp_path / "files.zip")
        assert packed.files == ("office/things.csv",)
        other = tmp_path / "other"
        monkeypatch.setattr(config, "CACHE", other if way == "cache" else tmp_path / "empty")
        if way == "mirror":
            other.mkdir()
            monkeypatch.setenv("DATACELL_MIRROR", str(other))
        with pytest.raises(SourceError, match="not at hand"):
            read_dataset("things", area=invented)
        zipfile.ZipFile(tmp_path / "files.zip").extractall(other)
        assert read_dataset("things", area=invented)["people"].tolist() == [5]

    def test_it_lists_the_checksum_of_every_file(self, tmp_path):
        sample = load_area("sample")
        packed = write_bundle(sample, target=tmp_path / "files.zip")
        assert len(packed.files) >= len(list_needed_datasets(sample))
        with zipfile.ZipFile(tmp_path / "files.zip") as archive:
            listed = archive.read("SHA256SUMS").decode().splitlines()
            sums = {name: digest for digest, name in (line.split("  ") for line in listed)}
            held = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in packed.files}
            how_to = archive.read("README.txt").decode()
            assert "python datacell.py fetch sample" in how_to and "own/" not in how_to
        assert sums == held

    def test_a_file_that_is_not_right_is_not_packed(self, invented, tmp_path):
        (config.CACHE / "office" / "things.csv").write_text("code,number\nE01000001,x\n")
        with pytest.raises(SourceError):
            write_bundle(invented, target=tmp_path / "files.zip")
        assert not (tmp_path / "files.zip").exists()

    def test_partner_data_are_left_out_and_named(self, invented, catalogue, tmp_path, monkeypatch):
        entry = catalogue(copies=[COPY], partner=True)
        monkeypatch.setattr(bundle, "list_needed_datasets", lambda area: (entry,))
        packed = write_bundle(invented, target=tmp_path / "files.zip")
        assert packed.files == () and packed.left_out == (entry.title,)

    def test_a_councils_own_file_is_named_as_one_that_nobody_published(
        self, invented, catalogue, tmp_path, monkeypatch
    ):
        entry = catalogue(copies=[COPY | {"path": "own/things.csv"}])
        (config.CACHE / "own").mkdir()
        (config.CACHE / "own" / "things.csv").write_text(TEXT, encoding="utf-8")
        monkeypatch.setattr(bundle, "list_needed_datasets", lambda area: (entry,))
        write_bundle(invented, target=tmp_path / "files.zip")
        with zipfile.ZipFile(tmp_path / "files.zip") as archive:
            how_to = archive.read("README.txt").decode()
        assert "each as it came" in how_to
        assert how_to.endswith("ask who counted it before you pass it on.\nown/things.csv\n")

    def test_a_name_that_is_not_a_zips_is_refused_with_the_right_one(self, invented, tmp_path):
        with pytest.raises(ConfigError, match=r"--output \S*/files\.zip$"):
            write_bundle(invented, target=tmp_path / "files.txt")
        assert not list(tmp_path.glob("files.*"))

    def test_the_command_says_how_many_files_and_where(self, tmp_path):
        target = tmp_path / "files.zip"
        result = CliRunner().invoke(main, ["bundle", "sample", "--output", str(target)])
        assert result.exit_code == 0, result.output
        assert f"In {target}: " in result.output and target.is_file()
        assert load_dataset("census2021-age").title not in result.output
