"""The menu, in which districts stand behind one word."""

import json
from types import SimpleNamespace

import pytest

from datacell_lib.config import RUN_FACTS
from datacell_lib.pipeline.book.page_menu import fold_districts, setup


def write_menu(*names, here=None):
    items = [
        '<li class="toctree-l1 current active"><a class="current reference internal" '
        f'href="#">{name}</a></li>\n'
        if name == here
        else f'<li class="toctree-l1"><a class="reference internal" href="{name}.html">'
        f"{name}</a></li>\n"
        for name in names
    ]
    return "".join(items)


FULL = ("atlas", "district-a", "district-b", "district-c", "quality")


class TestFoldDistricts:
    @pytest.mark.parametrize("here", [None, "district-a", "district-b", "district-c"])
    def test_all_districts_are_inside_and_nothing_else_is(self, here):
        folded = fold_districts(write_menu(*FULL, here=here), words="Wards", here=here is not None)
        before, _, rest = folded.partition("<summary>Wards</summary><ul>")
        inside, _, after = rest.partition("</ul></details>")
        assert [name for name in FULL if f">{name}<" in inside] == [*FULL[1:4]]
        assert ">atlas<" in before and ">quality<" in after

    def test_a_page_that_is_open_and_no_district_stays_outside(self):
        folded = fold_districts(write_menu(*FULL, here="quality"), words="Wards", here=False)
        assert ">quality<" in folded.partition("</details>")[2]

    def test_two_districts_stay_as_they_are(self):
        menu = write_menu("atlas", "district-a", "district-b")
        assert fold_districts(menu, words="Wards", here=False) == menu

    def test_what_districts_are_called_is_text(self):
        menu = write_menu(*FULL)
        assert "<summary>A &amp; B</summary>" in fold_districts(menu, words="A & B", here=False)


class TestSetup:
    @pytest.mark.parametrize(("parts", "word"), [("wards", "Wards"), (None, "Districts")])
    def test_the_menu_calls_them_what_the_area_does(self, tmp_path, parts, word):
        if parts:
            (tmp_path / RUN_FACTS).write_text(json.dumps({"parts": parts}), encoding="utf-8")
        listeners = []
        app = SimpleNamespace(
            srcdir=tmp_path, connect=lambda event, listener: listeners.append(listener)
        )
        setup(app)
        listeners[0](app, SimpleNamespace())  # as Sphinx has read its settings
        context = {}
        listeners[1](app, "notebooks/atlas", "page.html", context, None)
        assert f"<summary>{word}</summary>" in context["fold_districts"](write_menu(*FULL))
