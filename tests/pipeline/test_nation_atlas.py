"""The atlas of the sample's nation, made by the command as anybody would make it."""

import json
import shutil

import pytest
from click.testing import CliRunner

from datacell_lib import config
from datacell_lib.governance.ledger import using_ledger
from datacell_lib.pipeline import nation_atlas
from datacell_lib.pipeline.cli import main
from datacell_lib.pipeline.nation_atlas import describe_nation, make_nation_atlas
from datacell_lib.schema import ConfigError, SourceError


@pytest.fixture
def build(tmp_path, monkeypatch):
    """A folder of its own for what is made."""
    monkeypatch.setattr(nation_atlas, "BUILD", tmp_path / "build")
    return tmp_path / "build"


class TestAtlas:
    def test_the_command_makes_a_folder_for_a_nation_and_says_where(self, build):
        done = CliRunner().invoke(main, ["atlas"])
        assert done.exit_code == 0, done.output
        folder = build / "merrowland" / "atlas"
        assert "merrowland/atlas/index.html" in done.output
        page = (folder / "index.html").read_text(encoding="utf-8")
        assert "Pending: nobody has approved this report yet." in page
        assert "Made on " in page and "Invented data" in page
        assert "figures@brackenshire.example" in page and "MIT, as this project" in page
        # data/sample/README.md: eight districts
        assert len(list((folder / "districts").iterdir())) == 8
        text = (folder / "places.js").read_text(encoding="utf-8")
        names, codes = json.loads("[" + text[text.index("(") + 1 : -2] + "]")
        assert sum(map(len, names)) == sum(map(len, codes)) == 210

    def test_the_last_atlas_stands_when_a_file_of_boundaries_is_missing(
        self, build, tmp_path, monkeypatch
    ):
        shown = build / "merrowland" / "atlas"
        shown.mkdir(parents=True)
        (shown / "index.html").write_text("the last one", encoding="utf-8")
        sample = shutil.copytree(config.SAMPLE, tmp_path / "sample")
        next(sample.glob("ons-geography/*Boundaries*.geojson")).unlink()
        monkeypatch.setattr(config, "SAMPLE", sample)
        with pytest.raises(SourceError, match=r"Neighbourhood boundaries .* is missing from the"):
            make_nation_atlas("sample")
        assert (shown / "index.html").read_text(encoding="utf-8") == "the last one"


class TestDescribeNation:
    def test_an_area_stands_for_its_nation_with_every_district(self, run):
        with using_ledger(run):
            nation = describe_nation("sample")
        assert (nation.name, nation.title) == ("merrowland", "Merrowland")
        assert len(nation.authorities) == 8 and nation.cases is None

    def test_england_needs_no_area_file(self, run, mirror):
        with using_ledger(run):
            nation = describe_nation("England")
        # the ONS counts 296 local authority districts in England since April 2023
        assert len(nation.authorities) == 296
        assert (nation.title, nation.index) == ("England", "community-vulnerability")

    def test_a_misspelt_nation_is_answered_with_the_nation(self):
        with pytest.raises(
            ConfigError, match=r"Did you mean 'england'\?.*datacell\.py atlas england"
        ):
            make_nation_atlas("englnd")

    def test_a_name_of_neither_is_refused_with_what_there_is(self, run):
        with pytest.raises(ConfigError, match=r"sample"):
            make_nation_atlas("samples")
