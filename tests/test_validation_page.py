"""The register of reference values keeps the validation page true."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

REGISTER = Path(__file__).parent / "validation_register.py"
CONFTEST = """
import pytest
from validation_register import Recorder, record, write_down

def pytest_addoption(parser):
    parser.addoption("--write-validation", action="store_true")

def pytest_configure(config):
    config.pluginmanager.register(Recorder(config), Recorder.NAME)

@pytest.fixture
def validate(request):
    def check(**given):
        request.node.user_properties.append(write_down(record(request.node.nodeid, **given)))
    return check
"""
PAGE = "book/methods/validation.md"
ONE = """
def test_wilson(validate):
    validate(method="Wilson", source="a table", expected=[0.55254, 2], obtained=[0.552544, 2],
             tolerance=5e-6)
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeini(
        "[pytest]\naddopts = -p no:cacheprovider --import-mode=importlib\npythonpath = tests"
    )
    tests = pytester.mkdir("tests")
    tests.joinpath("conftest.py").write_text(CONFTEST)
    tests.joinpath("validation_register.py").write_text(REGISTER.read_text(encoding="utf-8"))
    Path("tests/analysis").mkdir()
    Path("tests/analysis/test_one.py").write_text(ONE)
    return pytester


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_inprocess("-p", "no:hypothesispytest", *arguments)


class TestTheValidationPage:
    def test_is_written_from_the_records_of_a_whole_run(self, project):
        assert run(project, "--write-validation").ret == 0
        page = Path(PAGE).read_text()
        assert "| Analysis: one | a table | 2 | 2 |\n" in page
        assert page.endswith(
            "| Wilson | a table | 2 | 5e-6 | 0.55254, 2.00000 | 0.55254, 2.00000 |\n"
        )
        assert run(project).ret == 0

    def test_arrives_from_several_workers(self, project):
        assert run(project, "--write-validation", "-n2").ret == 0
        assert "| Wilson | a table |" in Path(PAGE).read_text()

    def test_missing_fails_the_run(self, project):
        result = run(project)
        assert result.ret == 1
        result.stdout.fnmatch_lines(["*validation.md is out of date*"])

    def test_with_a_row_that_no_test_gave_fails_a_whole_run(self, project):
        run(project, "--write-validation")
        with Path(PAGE).open("a") as page:
            page.write("| Invented | nowhere | 1 |  | 1 | 1 |\n")
        assert run(project).ret == 1

    def test_may_hold_more_than_a_part_of_the_tests_gave(self, project):
        Path("tests/analysis/test_two.py").write_text(ONE.replace("Wilson", "Byar"))
        run(project, "--write-validation")
        assert run(project, "tests/analysis/test_one.py").ret == 0

    def test_is_not_written_from_a_part_of_the_tests(self, project):
        assert run(project, "--write-validation", "-k", "wilson").ret == 4
        assert not Path(PAGE).exists()


class TestValidate:
    def test_fails_a_value_outside_the_tolerance(self, project):
        Path("tests/analysis/test_one.py").write_text(ONE.replace("0.552544", "0.5526"))
        result = run(project)
        assert result.ret == 1
        result.stdout.fnmatch_lines(["*Wilson: 1 of 2 values differ, where 0 should*"])

    def test_fails_a_different_number_of_values(self, project):
        Path("tests/analysis/test_one.py").write_text(ONE.replace(", 2], tol", "], tol"))
        assert run(project).ret == 1

    def test_compares_texts_exactly(self, project):
        text = 'def test_a(validate):\n    validate(method="m", source="s", expected="up", '
        Path("tests/analysis/test_one.py").write_text(text + 'obtained="down")\n')
        assert run(project).ret == 1

    def test_counts_values_of_a_source_that_is_known_to_be_wrong(self, project):
        known = ONE.replace("0.552544", "0.5526").replace(
            "tolerance", 'differing=1, because="a misprint", tolerance'
        )
        Path("tests/analysis/test_one.py").write_text(known)
        assert run(project, "--write-validation").ret == 0
        assert "| Wilson | a table | 1 of 2: a misprint |" in Path(PAGE).read_text()
        assert "| Analysis: one | a table | 2 | 1 |\n" in Path(PAGE).read_text()

    def test_fails_when_a_value_known_to_be_wrong_agrees(self, project):
        known = ONE.replace("tolerance", 'differing=1, because="a misprint", tolerance')
        Path("tests/analysis/test_one.py").write_text(known)
        assert run(project).ret == 1

    def test_wants_a_reason_for_what_differs(self, project):
        Path("tests/analysis/test_one.py").write_text(
            ONE.replace("0.552544", "0.5526").replace("tolerance", "differing=1, tolerance")
        )
        assert run(project).ret == 1
