"""The page for newcomers, the picture on it, and the imports say the same."""

import re

import pytest

from tests.architecture import PICTURE, describe_house, draw_house
from tests.house import House, read_house, reduce_arrows
from tests.rooms import DESK, FLOORS, GROUND, LIBRARY, REST, ROOMS

PAGE = PICTURE.with_suffix(".md")
COMMAND = "python datacell.py run python -m tests.architecture"
ANEW = f"Run `{COMMAND}` and put what it prints into the page's picture."


def read_rooms(page: str) -> dict[str, list[str]]:
    """The rooms in the page's table, each with its sub-rooms, in order."""
    rows = re.findall(r"^\| \*\*([a-z ]+)\*\* \|[^|]*\|([^|]*)\|$", page, flags=re.MULTILINE)
    return {room: re.findall(r"\w+", inside) for room, inside in rows}


def make_house(**outer: str) -> House:
    """A house whose named rooms each use another."""
    arrows = {(room.replace("_", " "), used): 1 for room, used in outer.items()}
    empty: dict[str, list[str]] = {room: [] for room in ROOMS}
    return House(arrows, {}, {}, empty, dict.fromkeys([*ROOMS, "notebooks"], "x"))


class TestTheCommittedPicture:
    def test_it_is_what_the_imports_draw_today(self) -> None:
        assert draw_house(read_house()) == PICTURE.read_text(encoding="utf-8"), ANEW

    def test_its_description_is_what_the_imports_say_today(self) -> None:
        alt = re.search(r"!\[(.*?)\]\(architecture\.svg\)", PAGE.read_text("utf-8"), re.DOTALL)
        assert alt
        described = " ".join(alt[1].replace("\\_", "_").split())
        assert described == describe_house(read_house()), ANEW

    def test_it_holds_text_that_can_be_searched_and_nothing_of_its_day(self) -> None:
        picture = PICTURE.read_text(encoding="utf-8")
        assert {"intake/", "release", "index"} <= set(re.findall(r">([^<>\n]+)</text>", picture))
        assert "dc:date" not in picture


class TestThePage:
    def test_its_rooms_are_the_rooms_that_there_are(self) -> None:
        packages = {
            folder.parent.relative_to(LIBRARY).parts for folder in LIBRARY.rglob("__init__.py")
        }
        rooms = read_rooms(PAGE.read_text(encoding="utf-8"))
        found = {(room,) for room in rooms} | {
            (room, name) for room, inside in rooms.items() for name in inside
        }
        outside = {("ground floor",), (DESK,)}
        assert found - outside == {parts for parts in packages if 0 < len(parts) < 3}

    def test_they_stand_in_the_declared_order(self) -> None:
        rooms = read_rooms(PAGE.read_text(encoding="utf-8"))
        assert [name.replace("ground floor", GROUND) for name in rooms] == list(ROOMS)
        for room, inside in rooms.items():
            declared = " ".join(FLOORS.get(room, ())).replace(REST, "").split()
            assert inside == [name for name in declared if (LIBRARY / room / name).is_dir()]


class TestDrawing:
    def test_a_changed_import_changes_picture_and_words(self) -> None:
        one, other = make_house(analysis="files"), make_house(intake="governance")
        assert draw_house(one) != draw_house(other)
        assert "analysis to files" in describe_house(one)
        assert "analysis to files" not in describe_house(other)

    def test_drawing_twice_gives_the_same(self) -> None:
        house = make_house(intake="governance")
        assert draw_house(house) == draw_house(house)

    def test_an_arrow_that_has_no_straight_way_down_is_refused(self) -> None:
        with pytest.raises(ValueError, match="No straight way leads down from files to intake"):
            draw_house(make_house(files="intake"))

    def test_a_step_that_two_others_make_is_left_out(self) -> None:
        arrows = {("c", "b"): 5, ("b", "a"): 1, ("c", "a"): 9, ("d", "a"): 2, ("a", "a"): 3}
        assert reduce_arrows(arrows) == {("b", "a"): 1, ("c", "b"): 5, ("d", "a"): 2}
