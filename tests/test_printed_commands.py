"""Every command that README and book print works as it is printed, with nothing activated."""

import ast
import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from datacell_lib.config import AREAS, ROOT
from datacell_lib.pipeline.cli import main
from datacell_lib.pipeline.programs import find_program
from datacell_lib.schema import ParameterError

FRONT_DOOR = ["python", "datacell.py"]
PAGES = [ROOT / "README.md", *sorted((ROOT / "book").rglob("*.md"))]
BLOCK = re.compile(r"(?ms)^```(?:console|sh|bash)?\n(.*?)^```")
SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
# what begins a line that somebody may type
TYPED = re.compile(
    r"^(\$ )?(python3?|\S*/python3?|datacell|pip|pytest|papermill|jupyter\S*|ruff|uv)( |$)"
)
PLACEHOLDER = re.compile(r"[A-Z][A-Z.]+(,…)?|…")
OF_AREAS = ("fetch", "link", "report", "lab", "publish", "pdf")


def list_commands(text):
    """The lines of a page that a reader may type, in blocks and within sentences."""
    blocks = [line.strip() for block in BLOCK.findall(text) for line in block.splitlines()]
    prose = re.sub(r"(?ms)^```.*?^```", "", text)
    spans = [" ".join(span.split()) for span in SPAN.findall(prose)]
    lines = [line for line in (*blocks, *spans) if TYPED.match(line)]
    return [line for line in lines if line not in ("datacell", "python", "papermill")]


def check_command(line):
    """Complain of a line that does not work, or return nothing."""
    words = shlex.split(line)
    if words[:2] != FRONT_DOOR:
        return "does not go through python datacell.py"
    if len(words) == 2:
        return None
    name, arguments = words[2], words[3:]
    if name == "--help":
        return None
    if name not in main.commands:
        return f"there is no command {name!r}"
    if name == "run":
        return check_program([word for word in arguments if word != "…"])
    if name == "test":
        paths = [word for word in arguments if not word.startswith("-")]
        return next((f"{path} is not there" for path in paths if not (ROOT / path).exists()), None)
    try:
        with main.commands[name].make_context(name, arguments) as context:
            area = context.params.get("area")
    except click.MissingParameter:
        return None  # within a sentence a command may be named without its arguments
    except click.UsageError as error:
        return error.message
    if name in OF_AREAS and area and not PLACEHOLDER.fullmatch(area):
        return None if (AREAS / f"{area}.yml").is_file() else f"there is no area {area!r}"
    return None


def check_program(words):
    if not words or PLACEHOLDER.fullmatch(words[0]):
        return None
    try:
        find_program(words[0])
    except ParameterError as error:
        return str(error)
    if words[1:2] == ["-m"]:
        return None if find_spec(words[2]) else f"there is no module {words[2]}"
    return None if (ROOT / words[1]).is_file() else f"{words[1]} is not there"


class TestPages:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
    def test_every_command_on_it_works_as_printed(self, page: Path):
        commands = list_commands(page.read_text(encoding="utf-8"))
        faults = {line: fault for line in commands if (fault := check_command(line))}
        assert faults == {}

    def test_commands_are_found_in_blocks_tables_and_sentences(self):
        found = {line for page in PAGES for line in list_commands(page.read_text("utf-8"))}
        assert "python datacell.py report essex --district E07000076" in found
        assert "python datacell.py lab AREA" in found
        assert "python datacell.py check" in found
        assert len(found) > 20


class TestCheckCommand:
    @pytest.mark.parametrize(
        ("line", "fault"),
        [
            ("datacell report", "does not go through"),
            (".venv/bin/python -m benchmarks.detection", "does not go through"),
            ("python datacell.py reprot", "no command 'reprot'"),
            ("python datacell.py report --distrikt E07990001", "No such option"),
            ("python datacell.py report --edition secret", "is not"),
            ("python datacell.py report esex", "no area 'esex'"),
            ("python datacell.py run papermil a.ipynb", "no program 'papermil'"),
            ("python datacell.py run papermill notebooks/x.ipynb", "is not there"),
            ("python datacell.py run python -m benchmarks.detektion", "no module"),
            ("python datacell.py test tests/nothing", "is not there"),
        ],
    )
    def test_what_does_not_work_is_told(self, line, fault):
        assert fault in check_command(line)

    def test_what_works_is_not(self):
        assert check_command("python datacell.py report essex --workers 2") is None
        assert check_command("python datacell.py index SPEC TABLE.csv --output OUT.csv") is None


class TestTheLibrary:
    def test_no_message_names_a_command_without_the_front_door(self):
        bare = re.compile(rf"(?<!\w)datacell ({'|'.join(main.commands)})\b")
        faults = []
        for path in sorted((ROOT / "datacell_lib").rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            docstrings = {
                id(node.body[0].value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
                and isinstance(node.body[0], ast.Expr)
            }
            faults += [
                f"{path.name}: {node.value}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in docstrings
                and bare.search(node.value)
            ]
        assert faults == []
