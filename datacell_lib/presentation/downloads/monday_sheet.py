"""The Monday sheet: the places to go first on one sheet of A4, for those who go there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from markupsafe import Markup

from datacell_lib.files.services import KINDS, name_kind_columns
from datacell_lib.governance.release import Released
from datacell_lib.presentation.downloads.offering import keep_table, make_path
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.imprint import Imprint
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.page_status import PENDING, list_status_forms
from datacell_lib.presentation.plain_text import upper_first
from datacell_lib.presentation.run_files import SHEET, RunFile, keep_file
from datacell_lib.presentation.service_words import write_nearest
from datacell_lib.presentation.tables.column import Column, Words
from datacell_lib.presentation.tables.place_tables import list_place_columns, name_list
from datacell_lib.presentation.who_answers import write_contact
from datacell_lib.schema import FIRMNESS, LISTED
from datacell_lib.wording import make_slug

FOLDER = "monday-sheets"
CAPTION = "The places to go first"
EMPTY = ("Done", "Name and date")  # columns to write in
WRITTEN_IN = '<td class="write"></td>'
ABOUT_PLACES = (
    "About places, not about households: most people there may need no help, and many who do live "
    "elsewhere."
)
ROOM = 66  # letters on the three lines that each of ten rows has
RING = "Services are as they were listed: ring before you send anybody there."
# Black on white, large enough to read at a bus stop, wide enough to write in by hand. Nothing is
# asked of anybody else.
STYLE = """
@page { size: A4 landscape; margin: 7mm 10mm 11mm; font: 11pt Arial, "Liberation Sans", sans-serif;
  @bottom-left { content: var(--report-status); text-align: left; }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); white-space: nowrap; } }
html { color: #000; background: #fff; font: 11pt/1.1 Arial, "Liberation Sans", sans-serif; }
body { max-width: 277mm; margin: 0 auto; padding: 4mm; }
h1 { font-size: 14pt; margin: 0; }
p { margin: 0; }
a { color: inherit; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; margin: 0.5mm 0; }
caption { text-align: left; font-weight: bold; }
th, td { border: 0.3mm solid #000; padding: 0.3mm 1mm; text-align: left; vertical-align: top; }
thead { display: table-header-group; }
thead th:nth-child(1) { width: 23%; }
thead th:nth-child(2) { width: 12%; }
thead th:nth-child(3) { width: 18%; }
thead .write { width: 25mm; }
thead .write:last-child { width: 46mm; }
tr { break-inside: avoid; }
@media screen and (max-width: 600px) { .write { display: none; } }
@media print { body { max-width: none; padding: 0; } }
"""


@refuse_unreleased
def keep_sheet(
    released: Released, *, title: str, code: str, titles: Mapping[str, str], imprint: Imprint
) -> tuple[RunFile, ...]:
    """Keep the places to go first in the run as a sheet of A4 to print, and as CSV.

    Parameters
    ----------
    released : Released
        What `WorkedPlaces.sheet` returns, released.
    title, code : str
        The report district's name and code.
    titles : mapping of str to str
        As `show_places` takes them.
    imprint : Imprint
        Whose report it is from.

    Returns
    -------
    tuple of RunFile
        The page, which stands by itself; the CSV file and what its columns mean. The page's list
        has the words of the district page's own, and two columns to write in.

    Raises
    ------
    DisclosureError
        If the table was not released, or another sheet has the same name.
    """
    path = make_path(f"{FOLDER}/{make_slug(title)}-{code}")
    page = write_sheet(released, title=title, code=code, titles=titles, imprint=imprint)
    named = f"The Monday sheet of {title}"
    sheet = keep_file(f"{path}.{SHEET}", page.encode(), releases=(released.id,), title=named)
    return (sheet, *keep_table(released, path=path, title=f"{named}: its list"))


@refuse_unreleased
def write_sheet(
    released: Released, *, title: str, code: str, titles: Mapping[str, str], imprint: Imprint
) -> str:
    """Write the sheet as a page that stands by itself.

    Parameters
    ----------
    released : Released
        What `WorkedPlaces.sheet` returns, released.
    title, code : str
        The report district's name and code.
    titles : mapping of str to str
        As `show_places` takes them.
    imprint : Imprint
        Whose report it is from.

    Returns
    -------
    str
        HTML, with the status marked, so that an approval can replace it.
    """
    table, status = released.table, list_status_forms(PENDING)
    columns = [
        column
        for column in list_place_columns(released, titles=titles)
        if FIRMNESS not in column.list_sources()
    ]
    columns += (near := _list_nearest(released))
    number, every = len(table), int(table[LISTED].max()) if len(table) else 0
    caption = name_list(released, caption=CAPTION, titles=titles)
    count = f"{format_number(number)} of {format_number(every)}"
    rows = zip(*(column.write_cells(table) for column in columns), strict=True)
    head = "".join(f'<th scope="col">{escape(column.heading)}</th>' for column in columns)
    head += "".join(f'<th scope="col" class="write">{words}</th>' for words in EMPTY)
    body = "\n".join(_write_row(cells) for cells in rows)
    name = escape(title)
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}: the Monday sheet</title>
<style>{STYLE}</style>
{status["paper"]}
</head>
<body>
<header>
<h1 data-code="{escape(code)}" data-name="{name}">{name}: the Monday sheet</h1>
<p>{escape(" ".join(filter(None, (f"{imprint.area}.", imprint.day, imprint.note))))}
<strong>{status["screen"]}</strong></p>
</header>
<main>
<table>
<caption>{escape(caption)}: {count}</caption>
<thead><tr>{head}</tr></thead>
<tbody>
{body}
</tbody>
</table>
</main>
<footer>
<p>{ABOUT_PLACES}{f" {RING}" if near else ""}</p>
{write_contact(imprint.contact)}
</footer>
</body>
</html>
"""


def _list_nearest(released: Released) -> list[Column]:
    """Give what is near a column, of as many kinds as one sheet has room for."""
    held = [kind for kind in KINDS if set(name_kind_columns(kind)) <= set(released.table)]
    for number in range(len(held), 0, -1):
        column = _write_kinds(held[:number])
        if number == 1 or max(map(len, column.write_cells(released.table)), default=0) <= ROOM:
            return [column]
    return []


def _write_kinds(kinds: Sequence[str]) -> Column:
    sources = tuple(column for kind in kinds for column in name_kind_columns(kind))

    def write(*cells: object) -> str:
        pairs = zip(kinds, cells[::2], cells[1::2], strict=True)
        return upper_first("; ".join(f"{kind} {write_nearest(*pair)}" for kind, *pair in pairs))

    return Words(sources, "What is near (straight line)", write)


def _write_row(cells: Sequence[str]) -> str:
    first, *others = (Markup("{}").format(cell) for cell in cells)
    rest = "".join(f"<td>{cell}</td>" for cell in others)
    return f'<tr><th scope="row">{first}</th>{rest}{WRITTEN_IN * len(EMPTY)}</tr>'
