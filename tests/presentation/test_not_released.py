"""Whatever draws or tells asks for released tables, and says so to who gives anything else."""

import ast
import inspect
import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.figure import Figure

from datacell_lib.presentation import charts, maps, sentences, tables
from datacell_lib.presentation.not_released import describe, write_lines
from datacell_lib.schema import DisclosureError, ParameterError

TABLE = pd.DataFrame({"area_name": ["a", "b"], "value": [1.0, 2.0]})
WANTING = [
    (function, name)
    for room in (charts, maps, sentences, tables)
    for function in (getattr(room, exported) for exported in room.__all__)
    for name, parameter in inspect.signature(function).parameters.items()
    if "Released" in str(parameter.annotation)
]


class TestRefuseUnreleased:
    @pytest.mark.parametrize(
        ("function", "name"), WANTING, ids=lambda part: getattr(part, "__name__", part)
    )
    def test_whatever_shows_answers_a_data_frame_with_the_two_lines_to_write(self, function, name):
        told = rf"(?s)\w+\.{function.__name__} draws released tables only; found a table of 2 rows"
        lines = rf'report\.release\(table, name="my-table"\)\n.*{function.__name__}\(.*released.*\)'
        with pytest.raises(DisclosureError, match=f"{told}.*area_name, value.*{lines}"):
            function(None, TABLE) if function is charts.publish else function(**{name: TABLE})

    @pytest.mark.parametrize(
        ("function", "name"), WANTING, ids=lambda part: getattr(part, "__name__", part)
    )
    def test_the_lines_to_write_can_be_pasted_and_are_all_that_is_needed(self, function, name):
        with pytest.raises(DisclosureError) as told:
            function(None, TABLE) if function is charts.publish else function(**{name: TABLE})
        release, show = re.findall(r"^    (.+)$", str(told.value), re.MULTILINE)
        first, second = ast.parse(f"{release}\n{show}").body
        assert first.targets[0].id == "released"
        call = second.value
        places = [ast.unparse(argument) for argument in call.args]
        words = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        bound = inspect.signature(function).bind(*places, **words).arguments
        assert bound[name] in ("released", ("released",))

    def test_every_room_has_functions_that_are_asked(self):
        rooms = {function.__module__.split(".")[2] for function, _ in WANTING}
        assert rooms == {"charts", "maps", "sentences", "tables"}

    def test_the_table_inside_a_released_one_is_no_way_round(self, make_released):
        with pytest.raises(DisclosureError, match="found a table of 2 rows"):
            tables.show_table(make_released(TABLE).table, caption="?", kind="districts")


class TestRefuseLeftOut:
    def test_what_a_function_cannot_do_without_is_named_with_the_call_to_write(self, make_released):
        said = r"charts\.publish can't do without title and alt\. Write: charts\.publish\(figure, "
        with pytest.raises(ParameterError, match=said + r'released, title="…\?", alt="…\?"\)'):
            charts.publish(Figure(), make_released(TABLE))

    def test_of_another_function_it_is_the_same(self, make_released):
        with pytest.raises(ParameterError, match=r"show_table can't do without kind\. Write"):
            tables.show_table(make_released(TABLE), caption="?")

    def test_a_misspelt_argument_is_answered_with_the_one_that_was_meant(self, make_released):
        with pytest.raises(ParameterError, match=r"takes no captoin\. Did you mean 'caption'\?"):
            tables.show(make_released(TABLE), captoin="?")


class TestDescribe:
    def test_a_column_is_told_by_its_name(self):
        assert describe(TABLE["value"]) == "a column of 2 values, 'value'"

    def test_of_many_columns_the_first_are_named(self):
        wide = pd.DataFrame([range(40)], columns=[f"c{number}" for number in range(40)])
        assert describe(wide).endswith("c10, c11 and 28 more")

    def test_a_long_value_is_cut_short(self):
        assert len(describe("x" * 500)) == 80


class TestWriteLines:
    def test_a_column_is_made_a_table_first(self):
        assert 'release(beds.reset_index(), name="beds")' in write_lines(
            TABLE["value"], name="beds"
        )

    def test_a_drawing_is_published_with_the_table_that_it_is_drawn_from(self):
        figure, ax = plt.subplots()
        plt.close(figure)
        for drawn in (figure, ax, ax.plot([1]), ax.bar([1], [1])):
            assert "charts.publish(figure, released, title=" in write_lines(drawn)

    def test_a_drawing_of_what_is_released_needs_one_line(self):
        told = write_lines(Figure(), name="fig", behind="beds").splitlines()
        assert told[0].startswith("If it is drawn from beds.table, which is released, end the cell")
        assert told[1].strip().startswith("charts.publish(fig, beds, title=")
        assert told[2].strip().startswith("released = report.release(table")
        assert told[3].strip().startswith("charts.publish(fig, released, title=")

    @pytest.mark.parametrize("name", [None, "fig"])
    def test_what_is_drawn_is_drawn_after_its_table_was_released(self, name):
        told = write_lines(Figure(), name=name)
        assert "the first above the drawing, which then takes released.table" in told
        assert (", and is called figure:" in told) == (name is None)
        release, show = re.findall(r"^    (.+)$", told, re.MULTILINE)
        assert "release(table" in release and f"publish({name or 'figure'}, released, " in show
        ast.parse(f"{release}\n{show}")

    def test_a_released_table_needs_one_line_only(self, make_released):
        told = write_lines(make_released(TABLE), name="beds")
        assert "tables.show(beds, caption=" in told
        assert "report.release" not in told
