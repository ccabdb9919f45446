"""The checks of the library's rooms: each finds what it is for, where the fault is planted."""

import pytest

from tests.rooms import (
    find_circle,
    find_room,
    find_sub_room,
    list_arrows,
    list_climbing_arrows,
    list_door_faults,
    list_homeless,
    list_names_used_twice,
    read_library,
)

LIB = "datacell_lib"


@pytest.mark.parametrize(
    ("module", "room", "sub_room"),
    [
        ("datacell_lib.intake.read.publishers.nhs_digital", "intake", "read"),
        ("datacell_lib.intake.read", "intake", "read"),
        ("datacell_lib.presentation.style", "presentation", "…"),
        ("datacell_lib.desk", "desk", "…"),
        ("datacell_lib.schema", "ground", "…"),
        ("datacell_lib", "ground", "…"),
    ],
)
def test_a_module_is_in_its_room(module: str, room: str, sub_room: str) -> None:
    assert (find_room(module), find_sub_room(module)) == (room, sub_room)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("import house.b", "import house.a"),
        ("from house import b", "def late():\n    from house.a import x"),
        ("from .b import x", "if TYPE_CHECKING:\n    from . import a"),
    ],
)
def test_a_circle_is_found_however_it_is_written(first: str, second: str) -> None:
    modules = {"house.__init__": "", "house.a": first, "house.b": second}
    assert set(find_circle(list_arrows(modules))) == {"house.a", "house.b"}
    assert find_circle(list_arrows(modules | {"house.b": "import os"})) == []


def test_a_circle_through_a_package_is_found() -> None:
    modules = {"house.__init__": "from house.a import x", "house.a": "from house import x"}
    assert set(find_circle(list_arrows(modules))) == {"house", "house.a"}


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("intake.read.one", "from datacell_lib.intake.places.two import x"),  # to a later one
        ("intake.census.one", "from datacell_lib.intake.outcomes.two import x"),  # beside it
        ("intake.census.__init__", "from datacell_lib.intake.link import x"),
        ("files.reader", "from datacell_lib.files.two import x"),  # from the first to the rest
        ("presentation.one", "from datacell_lib.presentation.maps import x"),
        ("intake.loose", "from datacell_lib.intake.live.two import x"),  # from no floor at all
    ],
)
def test_an_arrow_against_a_rooms_order_is_found(module: str, line: str) -> None:
    others = "intake.places.two intake.outcomes.two intake.link.__init__ intake.live.two"
    names = [*others.split(), "files.two", "presentation.maps.__init__", module]
    modules = {f"datacell_lib.{name}": "" for name in names}
    arrows = list_arrows(modules | {f"datacell_lib.{module}": line})
    assert len(list_climbing_arrows(arrows)) == 1


def test_arrows_that_go_down_or_stay_among_the_rest_are_allowed() -> None:
    down = [
        ("intake.link.a", "intake.live.b"),
        ("presentation.maps.a", "presentation.style"),
        ("presentation.published", "presentation.style"),
        ("intake.live.a", "intake.live.b"),
        ("intake.live.a", "presentation.maps.b"),  # another test's matter
        ("presentation", "presentation.maps"),
    ]
    assert list_climbing_arrows((f"{LIB}.{start}", f"{LIB}.{end}") for start, end in down) == []


def test_what_has_no_place_is_found() -> None:
    modules = set(read_library())
    extra = ["datacell_lib.attic.__init__", "datacell_lib.presentation.attic.__init__"]
    loose = ["datacell_lib.analysis.loose", "datacell_lib.presentation.loose"]
    assert list_homeless(modules | {*extra, *loose}) == [
        "datacell_lib.analysis.loose",
        "datacell_lib.attic",
        "datacell_lib.presentation.attic",
    ]
    assert list_homeless(modules - {"datacell_lib.desk"}) == ["datacell_lib.desk"]


def test_a_name_used_twice_is_found() -> None:
    assert list_names_used_twice(["h.a", "h.b.a", "h.c.__init__", "h.__init__"]) == ["a"]
    assert list_names_used_twice(["h.a.__init__", "h.b.a"]) == ["a"]
    assert list_names_used_twice(["h.a.__init__", "h.b.__init__"]) == []


def test_a_door_that_says_or_exports_too_little_is_found() -> None:
    door = (
        '"""Doors.\n\nHere belong doors.\nWindows do\nnot.\nLook first at `oak.plane`.\n"""\n'
        'from h.oak import plane\n__all__ = ["plane"]\n'
    )
    modules = {"h.__init__": door, "h.oak": "def plane(): ..."}
    assert list_door_faults("h", modules) == []
    for wrong, fault in {
        door.replace("Windows", "Here belong"): None,
        door.replace("Here belong", "There are"): "doesn't say what belongs there",
        door.replace("Windows do\nnot", "Windows\ntoo"): "doesn't say what does not",
        door.replace("Look first", "Look"): "doesn't say where to look first",
        door.replace("\nnot.\n", " not. "): "fewer than 4 lines",
        door.replace("`oak.plane", "`elm.plane"): "elm.plane isn't there",
        door.replace('["plane"]', "[]"): "plane isn't in both",
        door.replace('["plane"]', '["plane", "saw"]'): "saw isn't in both",
    }.items():
        assert list_door_faults("h", {**modules, "h.__init__": wrong}) == [fault] * bool(fault)
