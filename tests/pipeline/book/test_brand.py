from pathlib import Path

import pytest

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.files.branding import PNG, Branding
from datacell_lib.pipeline.book.brand import describe_brand, list_brand_files

STATIC = Path("book", "_static")


@pytest.fixture
def make_area(monkeypatch, tmp_path):
    sample = load_area("sample")

    def make(**branding):
        (tmp_path / "crest.png").write_bytes(PNG)
        monkeypatch.setattr(config, "AREAS", tmp_path)
        return sample.model_copy(update={"branding": Branding(name="A & B", **branding)})

    return make


class TestBrand:
    def test_an_area_that_says_nothing_of_it_has_none(self):
        area = load_area("sample").model_copy(update={"branding": None})
        assert describe_brand(area) is None
        assert list_brand_files(area) == {}

    def test_a_name_alone_needs_no_files(self, make_area):
        area = make_area()
        assert describe_brand(area) == {"name": "A & B", "logo": None, "style": None}
        assert list_brand_files(area) == {}

    def test_a_logo_and_a_colour_have_their_files(self, make_area):
        area = make_area(logo="crest.png", colour="#00338d")
        files = list_brand_files(area)
        assert describe_brand(area)["logo"] == "book/_static/logo.png"
        assert files[STATIC / "logo.png"] == PNG
        sheet = files[STATIC / "brand.css"].decode()
        assert "background-color: #00338d; color: #fff" in sheet
        assert 'html[data-theme="dark"] { --pst-color-primary: #' in sheet
