import pytest
from pydantic import ValidationError

from datacell_lib.files.branding import LARGEST, PNG, Branding, read_logo
from datacell_lib.files.contrast import ENOUGH, WHITE, calculate_contrast
from datacell_lib.schema import ConfigError

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.fixture
def read(tmp_path):
    def write_and_read(content, name="crest.svg"):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_logo(Branding(name="Bolton", logo=name), folder=tmp_path)

    return write_and_read


class TestBranding:
    def test_a_colour_that_white_words_stand_out_from_is_taken(self):
        assert Branding(name="Bolton", colour="#00338d").colour == "#00338d"

    def test_another_is_refused_with_the_nearest_that_is_not(self):
        with pytest.raises(ValidationError, match=r"4.5 to 1; found #ffd400, .* by 1\.\d") as error:
            Branding(name="Bolton", colour="#ffd400")
        nearest = str(error.value).split("colour that does is '")[1][:7]
        assert calculate_contrast(nearest, WHITE) >= ENOUGH
        assert Branding(name="Bolton", colour=nearest).colour == nearest

    @pytest.mark.parametrize("colour", ["navy", "#00f", "#00338d; }"])
    def test_a_colour_is_six_digits(self, colour):
        with pytest.raises(ValidationError, match="colour"):
            Branding(name="Bolton", colour=colour)

    @pytest.mark.parametrize("logo", ["../crest.png", "crest.gif", "https://a.org/crest.png"])
    def test_a_logo_lies_beside_the_area_file(self, logo):
        with pytest.raises(ValidationError, match="logo"):
            Branding(name="Bolton", logo=logo)


class TestReadLogo:
    def test_plain_pictures_are_read_as_they_are(self, read):
        drawn = SVG.format('<g id="a"/><path d="M0 0h9" fill="url(#b)"/>')
        assert read(drawn) == drawn.encode()
        assert read(PNG + b"rest", "crest.png") == PNG + b"rest"

    @pytest.mark.parametrize(
        ("content", "fault"),
        [
            (SVG.format("<script>alert(1)</script>"), "holds <script>"),
            (SVG.format("<foreignObject/>"), "holds <foreignobject>"),
            (SVG.format('<g onload="alert(1)"/>'), "attribute 'onload'"),
            (SVG.format('<a xlink:href="javascript:alert(1)"/>'), "attribute 'href'"),
            (SVG.format('<g fill="url(https://example.org/a)"/>'), "attribute 'fill'"),
            ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"), "can be read safely"),
            ("<svg", "can be read safely"),
            ("<html/>", "though its name says so"),
        ],
    )
    def test_what_could_do_more_than_be_looked_at_is_refused(self, read, content, fault):
        with pytest.raises(ConfigError, match=rf"crest\.svg .*{fault}.*Save the picture again"):
            read(content)

    def test_what_is_no_png_is_refused(self, read):
        with pytest.raises(ConfigError, match=r"crest\.png is no PNG picture"):
            read(b"GIF89a", "crest.png")

    def test_a_large_one_is_refused(self, read):
        with pytest.raises(ConfigError, match="200,000 bytes at most; found 200,001"):
            read(PNG + b"x" * (LARGEST + 1 - len(PNG)), "crest.png")

    def test_one_that_is_not_there_is_missed(self, tmp_path):
        with pytest.raises(ConfigError, match=r"crest\.png is not there. Put it beside"):
            read_logo(Branding(name="Bolton", logo="crest.png"), folder=tmp_path)
