"""A picture to share: what is in it can be read, by eye and by machine, and nothing runs out."""

import io
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from datacell_lib.files.area import load_area
from datacell_lib.files.contrast import calculate_contrast
from datacell_lib.governance.ledger import using_ledger
from datacell_lib.presentation.downloads import share_picture
from datacell_lib.presentation.downloads.picture_status import (
    GROUND,
    HEIGHT,
    STRIP,
    WIDTH,
    read_picture,
    stamp_picture,
)
from datacell_lib.presentation.downloads.share_picture import keep_picture
from datacell_lib.presentation.imprint import make_imprint
from datacell_lib.presentation.page_status import PENDING
from datacell_lib.presentation.run_files import FOLDER
from datacell_lib.presentation.style import HERE, INK
from datacell_lib.schema import DisclosureError

IMPRINT = make_imprint(load_area("sample"), made_on=date(2026, 11, 23))
FINDING = "26,364 people live in the 15 neighbourhoods of Sandrigby that are among the fifth."
APPROVED = "Approved by Ann Other (consultant in public health) on 24 November 2026."
LARGEST = 300_000  # bytes that a message carries without asking
PLACES = pd.DataFrame(
    {
        "position": [1, 2, 3, 4],
        "place_name": ["Esplanade & Gardens", "Lantern Cliff", "$Moor$ _a_", "North"],
        "neighbourhoods": [5, 3, 1, 1],
        "population": [9072, 5039, 1642, 1500],
        "people": [3247, 1322, 354, 300],
        "reasons": ["Clinical", "Clinical", "Economic", "Economic"],
    }
)
LONG = "A place with a name as long as any that a council could ever think of, and a bit"


@pytest.fixture
def keep(tmp_path, make_released):
    """Keep a picture in a run, and give its bytes."""

    def keep(places=PLACES, finding=FINDING, title="Sandrigby"):
        about = {"title": title, "code": "E07990004", "imprint": IMPRINT}
        titles = {"older": "People aged 65 and over"}
        with using_ledger(tmp_path / "run"):
            file = keep_picture(make_released(places), finding=finding, titles=titles, **about)
        return (tmp_path / "run" / FOLDER / file.path).read_bytes()

    return keep


class TestKeepPicture:
    def test_it_has_the_size_that_a_message_shows(self, keep):
        content = keep()
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.size == (1080, 1350)
        assert len(content) < LARGEST

    def test_its_text_says_the_finding_three_places_the_day_and_whom_to_ask(self, keep):
        said = read_picture(keep())
        for words in (
            "Sandrigby, Brackenshire.",
            FINDING,
            "Esplanade & Gardens (5 neighbourhoods, 9,072 people); Lantern Cliff (3 ",
            "$Moor$ _a_ (1 neighbourhood, 1,642 people).",
            "About places, not about households.",
            "Made on 23 November 2026.",
            "Invented data",
            "figures@brackenshire.example",
        ):
            assert words in said["Description"]
        assert "North" not in said["Description"]
        assert said["Status"] == PENDING
        assert said["Release"].startswith("test-")

    def test_where_no_place_comes_first_it_says_where_most_people_live(self, keep):
        said = read_picture(keep(PLACES.drop(columns="reasons")))["Description"]
        assert (
            "Where most people aged 65 and over live: Esplanade & Gardens (3,247 of 9,072" in said
        )

    @pytest.mark.parametrize("long", [False, True], ids=["usual", "long"])
    def test_every_line_is_inside_and_none_runs_into_another(self, keep, monkeypatch, long):
        figures = []
        save = share_picture._save
        monkeypatch.setattr(
            share_picture,
            "_save",
            lambda figure, **said: figures.append(figure) or save(figure, **said),
        )
        if long:
            keep(PLACES.assign(place_name=LONG), finding=f"{FINDING} {LONG} " * 3, title=LONG)
        else:
            keep()
        (figure,) = figures
        renderer = FigureCanvasAgg(figure).get_renderer()
        boxes = [
            text.get_window_extent(renderer) for text in figure.findobj(Text) if text.get_text()
        ]
        assert len(boxes) > 8
        for box in boxes:
            assert box.x0 >= 0 and box.x1 <= WIDTH and box.y1 <= HEIGHT and box.y0 >= STRIP
        for above, below in pairwise(boxes):
            assert above.y0 >= below.y0 and not above.overlaps(below)

    @pytest.mark.parametrize(
        ("ink", "ground"), [("#ffffff", HERE), (INK, "#ffffff"), (INK, GROUND)]
    )
    def test_its_colours_can_be_told_apart(self, ink, ground):
        assert calculate_contrast(ink, ground) >= 4.5

    def test_a_table_that_was_not_released_is_refused(self):
        about = {"title": "a", "code": "b", "titles": {}, "imprint": IMPRINT, "finding": FINDING}
        with pytest.raises(DisclosureError):
            keep_picture(PLACES, **about)


class TestStampPicture:
    def test_an_approval_takes_the_place_of_the_strip_and_of_nothing_else(self, keep):
        before = keep()
        after = stamp_picture(before, status=APPROVED)
        pixels = [np.asarray(Image.open(io.BytesIO(one)).convert("RGB")) for one in (before, after)]
        above = slice(0, HEIGHT - STRIP)
        assert (pixels[0][above] == pixels[1][above]).all()
        assert (pixels[0] != pixels[1]).any()
        assert read_picture(after) == read_picture(before) | {"Status": APPROVED}

    def test_a_long_name_is_cut_in_the_strip_and_whole_in_the_file(self, keep):
        status = f"Approved by {'Łucja Ænima ' * 30} on 24 November 2026."
        assert read_picture(stamp_picture(keep(), status=status))["Status"] == status

    def test_another_picture_is_refused(self):
        file = io.BytesIO()
        Image.new("RGB", (10, 10)).save(file, format="PNG")
        with pytest.raises(DisclosureError, match=r"1080 × 1350 pixels; found 10 × 10"):
            stamp_picture(file.getvalue(), status=PENDING)

    def test_what_is_no_picture_is_refused(self):
        with pytest.raises(DisclosureError, match="no PNG picture"):
            read_picture(b"\x89PNG\r\n\x1a\nnot one")
