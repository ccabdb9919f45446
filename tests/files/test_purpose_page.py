"""The book's page on need says what the file of purposes says."""

from tests.files.purpose_page import PAGE, write_purposes


def test_the_page_holds_every_purpose_as_the_file_has_it():
    assert write_purposes() in PAGE.read_text(encoding="utf-8"), (
        "run: python -m tests.files.purpose_page"
    )


def test_every_figure_stands_beside_its_source():
    text = write_purposes()
    assert text.count("*From*: ") == text.count("*The interval holds*: ") == 8
