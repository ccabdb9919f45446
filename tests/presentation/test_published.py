import io

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from PIL import Image

from datacell_lib.governance.release import calculate_digest
from datacell_lib.presentation import published
from datacell_lib.presentation.published import (
    DOTS_PER_INCH,
    METADATA_KEY,
    Published,
    PublishedSection,
    describe_shown,
    publish_figure,
)
from datacell_lib.presentation.style import BANDS, INK
from datacell_lib.presentation.titles import Title
from datacell_lib.schema import TableError

TABLE = pd.DataFrame({"name": ["a", "b"], "value": [1.0, 2.0], "other": [3, 4]})


class TestDescribeShown:
    def test_the_digest_is_of_the_columns_shown(self, make_released):
        shown = describe_shown(make_released(TABLE), columns=["name", "value"])
        assert shown.digest == calculate_digest(TABLE[["name", "value"]])
        assert shown.rows == 2

    def test_another_value_gives_another_digest(self, make_released):
        changed = TABLE.assign(value=[1.0, 2.5])
        one = describe_shown(make_released(TABLE), columns=["value"])
        two = describe_shown(make_released(changed), columns=["value"])
        assert one.digest != two.digest

    def test_a_column_that_was_not_released_is_refused(self, make_released):
        with pytest.raises(TableError, match="has no column secret"):
            describe_shown(make_released(TABLE), columns=["secret"])


class TestPublishFigure:
    def test_it_closes_the_figure_and_carries_its_alt_text(self, make_released):
        figure, ax = plt.subplots()
        ax.plot([1, 2])
        shown = describe_shown(make_released(TABLE), columns=["value"])
        title = Title("It rises", ("Beds", "", "Moor"))
        output = publish_figure(figure, shown=[shown], alt="A line that rises.", title=title)
        data, metadata = output._repr_mimebundle_()
        assert not plt.fignum_exists(figure.number)
        assert data["image/png"].startswith(b"\x89PNG")
        assert metadata[METADATA_KEY]["alt"] == "A line that rises."
        assert metadata[METADATA_KEY]["title"] == "It rises"
        assert metadata[METADATA_KEY]["subtitle"] == "Beds · Moor"
        assert metadata[METADATA_KEY]["shown"][0]["digest"] == shown.digest

    def test_a_shaded_area_keeps_its_colour_and_the_file_is_small(self, make_released):
        figure, ax = plt.subplots()
        ax.bar(range(5), [5] * 5, color=BANDS, width=1)
        ax.plot(range(5), [1, 2, 1, 3, 1], color=INK)
        whole = io.BytesIO()
        figure.savefig(whole, format="png", dpi=DOTS_PER_INCH)
        shown = describe_shown(make_released(TABLE), columns=["value"])
        picture = publish_figure(figure, shown=[shown], alt="Bars.").content["image/png"]
        colours = Image.open(io.BytesIO(picture)).convert("RGB").getcolors()
        kept = {"#{:02x}{:02x}{:02x}".format(*colour) for number, colour in colours if number > 999}
        assert kept >= {*BANDS, "#ffffff"}
        assert len(picture) < len(whole.getvalue()) / 2

    def test_a_figure_without_alt_text_is_refused(self, make_released):
        figure, _ = plt.subplots()
        with pytest.raises(TableError, match="needs alt text"):
            publish_figure(figure, shown=[], alt=" ")
        plt.close(figure)

    def test_the_same_figure_gives_the_same_bytes(self):
        pictures = []
        for _ in range(2):
            figure, ax = plt.subplots()
            ax.plot([1, 3, 2])
            pictures.append(publish_figure(figure, shown=[], alt="x").content["image/png"])
        assert pictures[0] == pictures[1]


class TestPublished:
    def test_it_shows_itself_in_a_notebook_with_what_it_shows(self, make_released):
        shown = describe_shown(make_released(TABLE), columns=["name"])
        output = Published("sentence", (shown,), {"text/plain": "hello"})
        data, metadata = output._repr_mimebundle_()
        assert data == {"text/plain": "hello"}
        assert metadata[METADATA_KEY]["kind"] == "sentence"
        assert metadata[METADATA_KEY]["shown"][0]["columns"] == ["name"]


class TestPublishedSection:
    def test_its_parts_show_themselves_in_their_order(self, make_released, monkeypatch):
        mark = describe_shown(make_released(TABLE), columns=["value"])
        parts = tuple(
            Published("sentence", (mark,), {"text/plain": word}) for word in ("one", "two")
        )
        shown = []
        monkeypatch.setattr(published, "display", lambda *given: shown.extend(given))
        PublishedSection(parts)._ipython_display_()
        assert tuple(shown) == parts
