"""Names that are markup, code and formulas, through a whole report: each is only a name."""

import csv
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.intake.places import grouping
from datacell_lib.pipeline.book.assemble import CONFIG, build_book, prepare_notebook
from datacell_lib.pipeline.execute.templates import set_title
from datacell_lib.presentation.sentences.publish_sentence import publish_plain_sentence
from datacell_lib.schema import ConfigError, SourceError
from datacell_lib.wording import make_slug
from tests.hostile import ALLOWED, REFUSED

PARTS = ("datacell_lib", "notebooks", "book", "data")
LOOKUP = (
    "ons-geography/LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW.csv"
)
TITLE = 'Al\'s *Bracken* [shire](http://evil.example/e) &lt;i&gt; $x$ $y$ | "q"'
NATION = "Merrow_land_ & `Sons`"
DOMAIN = "$a$ *Income* ![z](http://evil.example/f.png)"
DATASET = 'Age ** [by](http://evil.example/g) $sex$ & "more"'
SHOWN = ("link", "picture from outside", "rule", "entities", "formulas", "attribute", "list")
METADATA = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python"},
}
COMMAND = "from datacell_lib.pipeline.cli import main; main()"
# Sphinx sets quotes and dashes as a printer would, also in names that stand in a sentence.
TYPOGRAPHY = {"‘": "'", "’": "'", "“": '"', "”": '"', "—": "---", "–": "--", "…": "..."}


class Page(HTMLParser):
    """What of a page a reader sees, and what a browser would run or fetch."""

    def __init__(self, html):
        super().__init__()
        self.words, self.titles, self.addresses, self.alts, self.handlers = [], [], [], [], []
        self._open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in {"img", "link", "meta", "input", "br", "hr", "col"}:
            self._open.append(tag)
        for name, value in attrs:
            if name in {"src", "href", "data", "action"}:
                self.addresses.append(value)
            if name.startswith("on"):
                self.handlers.append((tag, name, value))
            if name == "alt":
                self.alts.append(value)

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data):
        if not {"script", "style"} & set(self._open):
            self.words.append(data)
        if "h1" in self._open:
            self.titles.append(data)

    @property
    def text(self):
        return straighten("".join(self.words))


def straighten(text):
    """Undo typography, which also takes two backslashes for an escaped one, and white space."""
    for printed, typed in TYPOGRAPHY.items():
        text = text.replace(printed, typed)
    return " ".join(text.replace("\\\\", "\\").split())


def number(kind):
    return f"G{list(ALLOWED).index(kind):02d}"


def write_project(root):
    """Copy the project, with an area whose every name is hostile."""
    for part in PARTS:
        shutil.copytree(
            config.ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__", "cache")
        )
    for name in (CONFIG, "_toc.yml"):
        shutil.copy(config.ROOT / name, root)
    areas = root / "data" / "areas"
    text = (areas / "sample.yml").read_text(encoding="utf-8")
    for line, value in (("name", "hostile"), ("title", TITLE), ("nation", NATION)):
        text = re.sub(f"(?m)^{line}: .*$", lambda _, k=line, v=value: f"{k}: {quote(v)}", text)
    text = text.replace("report_by: district", "report_by: group")
    text += "groups: {noun: '*patch* $n$', file: hostile.csv, fit: exact}\n"
    text += f"totals: [{{title: {quote('=1+1 | $t$')}, authorities: [E07990001]}}]\n"
    (areas / "hostile.yml").write_text(text, encoding="utf-8")
    write_groups(areas / "hostile.csv", ALLOWED)
    change(root / "data" / "indices" / "community-vulnerability.yml", r"title: Health\b.*", DOMAIN)
    change(root / "data" / "catalogue" / "census2021-age.yml", r"(?m)^title: .*$", DATASET)


def write_groups(path, names):
    with (config.SAMPLE / LOOKUP).open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["LAD24CD"] <= "E07990006"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["area_code", "group_code", "group_name"])
        for place, row in enumerate(rows):
            kind = list(names)[place * len(names) // len(rows)]
            code = f"G{list(names).index(kind):02d}"
            writer.writerow([row["LSOA21CD"], code, names[kind]])


def quote(text):
    return "'" + text.replace("'", "''") + "'"


def change(path, pattern, title):
    before = path.read_text(encoding="utf-8")
    after = re.sub(pattern, lambda _: f"title: {quote(title)}", before, count=1)
    assert before != after
    path.write_text(after, encoding="utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages of a report whose every name is hostile, as they are published."""
    root = tmp_path_factory.mktemp("project")
    write_project(root)
    chosen = [option for kind in SHOWN for option in ("--district", number(kind))]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "report", "hostile", *chosen],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    folder = root / "_build" / "hostile" / "preview" / "html"
    assert not list(root.rglob("ran"))
    return {
        path.relative_to(folder).with_suffix("").as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }


class TestWholeReport:
    @pytest.mark.parametrize("kind", ALLOWED)
    def test_every_name_is_text_in_a_table_a_picture_and_its_words(self, pages, kind):
        overview = pages["notebooks/overview"]
        assert straighten(ALLOWED[kind]) in overview.text
        chart = next(alt for alt in overview.alts if alt.startswith("Bar chart"))
        assert ALLOWED[kind] in chart

    @pytest.mark.parametrize("kind", SHOWN)
    def test_a_page_has_its_name_for_a_title(self, pages, kind):
        page = pages[f"notebooks/district-{make_slug(ALLOWED[kind]) or number(kind).lower()}"]
        assert straighten("".join(page.titles)).startswith(straighten(ALLOWED[kind]))
        places = ("neighbourhood", "neighbourhoods")
        assert any(straighten(f"{word} of {ALLOWED[kind]}") in page.text for word in places)
        maps = next(alt for alt in page.alts if alt.startswith("Map"))
        assert f"; {ALLOWED[kind]}; " in maps

    @pytest.mark.parametrize("kind", SHOWN)
    def test_the_contents_name_it_on_every_page(self, pages, kind):
        assert straighten(ALLOWED[kind]) in pages["book/index"].text

    def test_area_nation_index_and_dataset_are_text(self, pages):
        overview, page = (
            pages["notebooks/overview"],
            pages[f"notebooks/district-{number('rule').lower()}"],
        )
        for name in (TITLE, NATION, "=1+1 | $t$", DATASET):
            assert straighten(name) in overview.text
        assert straighten(f"neighbourhoods of {TITLE} that are") in overview.text
        assert any(DOMAIN in alt for alt in page.alts)
        assert (
            straighten(f"neighbourhoods of {TITLE} nearly") in pages["notebooks/vulnerability"].text
        )
        assert straighten(f"{TITLE} had") in pages["notebooks/surveillance"].text

    def test_no_page_goes_outside_for_a_name_or_runs_one(self, pages):
        for name, page in pages.items():
            assert not [
                address for address in page.addresses if address and "evil.example" in address
            ], name
            assert page.handlers == [], name


class TestDoor:
    @pytest.fixture
    def areas(self, tmp_path, monkeypatch):
        monkeypatch.setattr(config, "AREAS", tmp_path)
        return tmp_path

    @pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED)
    def test_a_group_of_such_a_name_is_refused_with_its_row(self, areas, name):
        text = (config.ROOT / "data" / "areas" / "sample.yml").read_text(encoding="utf-8")
        text = text.replace("report_by: district", "report_by: group")
        text += "groups: {noun: patch, file: g.csv, fit: exact}\n"
        (areas / "sample.yml").write_text(text, encoding="utf-8")
        write_groups(areas / "g.csv", {"good": "Heaton", "bad": name})
        area = load_area("sample")
        with pytest.raises(
            SourceError, match=r"g\.csv, column 'group_name': the row of E01\d+ must"
        ):
            grouping.load_groups(area, known=pd.read_csv(areas / "g.csv")["area_code"])

    @pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED)
    def test_an_area_of_such_a_name_is_refused(self, areas, name):
        written = "".join(f"\\U{ord(character):08x}" for character in name)
        text = (config.ROOT / "data" / "areas" / "sample.yml").read_text(encoding="utf-8")
        text = text.replace("title: Brackenshire", f'title: "{written}"')
        (areas / "sample.yml").write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError, match="key 'title': must"):
            load_area("sample")


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    tree = tmp_path_factory.mktemp("tree")
    shutil.copy(config.ROOT / CONFIG, tree)
    for folder in ("_static", "_templates", "_extra"):
        shutil.copytree(config.ROOT / "book" / folder, tree / "book" / folder)
    (tree / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nparts: [{chapters: [{file: named}, {file: raw}]}]\n"
    )
    (tree / "index.md").write_text("# Start\n", encoding="utf-8")
    (tree / "secret.txt").write_text("TOP SECRET", encoding="utf-8")
    write_named(tree / "named.ipynb")
    write_raw(tree / "raw.ipynb")
    built = build_book(tree, pages=("index", "named", "raw"))
    assert not list(tree.rglob("ran"))
    return {name: (built / f"{name}.html").read_text(encoding="utf-8") for name in ("named", "raw")}


def write_named(path):
    """Every name as a sentence of its own, and all that Markdown can hold as the title."""
    cells = [new_markdown_cell("# x", metadata={"tags": ["title"]})]
    for name in (*ALLOWED.values(), *REFUSED.values()):
        content = publish_plain_sentence(name.replace("\x00", "")).content
        output = new_output("execute_result", data=content)
        cells.append(new_code_cell("x", outputs=[output], metadata={"tags": ["remove-input"]}))
    notebook = new_notebook(cells=cells)
    set_title(notebook, REFUSED["template"] + REFUSED["script"], template=path)
    write_notebook(notebook, path)


def write_raw(path):
    """Markup that nobody escaped, in a cell and in an output."""
    markup = (
        "{{ lipsum.__globals__.os.system('touch ran') }}\n\n"
        ":::{literalinclude} secret.txt\n:::\n\n```{literalinclude} secret.txt\n```\n\n"
        ":::{raw} html\n<b class='evil'>x</b>\n:::\n\n```{raw} html\n<b class='evil'>x</b>\n```\n\n"
        "<b class='evil'>x</b>\n\n<script>evil()</script>\n\n{download}`secret.txt`\n\n"
        "![a](http://evil.example/a.png)\n\n$x^2$\n"
    )
    output = new_output("execute_result", data={"text/markdown": markup})
    cells = [new_markdown_cell("# Raw"), new_markdown_cell(markup)]
    cells.append(new_code_cell("x", outputs=[output]))
    write_notebook(new_notebook(cells=cells), path)


def write_notebook(notebook, path):
    notebook.metadata = METADATA
    nbformat.write(notebook, path)
    path.write_text(prepare_notebook(path), encoding="utf-8")


class TestBook:
    """What the book makes of such names should ever one get past the door."""

    @pytest.mark.parametrize("name", [*ALLOWED.values(), *REFUSED.values()])
    def test_a_name_in_a_sentence_is_text(self, html, name):
        assert straighten(name.replace("\x00", "")) in Page(html["named"]).text

    def test_a_name_in_a_title_is_text(self, html):
        title = straighten("".join(Page(html["named"]).titles))
        assert title.startswith(straighten(REFUSED["template"] + REFUSED["script"]))

    def test_markup_that_was_not_escaped_reads_no_file_and_writes_no_html(self, html):
        page = Page(html["raw"])
        assert "TOP SECRET" not in html["raw"]
        assert "<b class='evil'>" not in html["raw"]
        assert "<script>evil" not in html["raw"]
        assert "<math" not in html["raw"]
        assert not [
            address for address in page.addresses if "evil" in address and "png" not in address
        ]
        assert page.text.count("lipsum.__globals__.os.system") == 2
        assert page.text.count(":::{literalinclude} secret.txt") == 2
        assert "evil.example/a.png" not in "".join(re.findall(r"<img[^>]*>", html["raw"]))
