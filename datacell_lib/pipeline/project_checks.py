"""Checks of everything that is written by hand, without running anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from datacell_lib.config import AREAS, INDICES, POLICIES, ROOT
from datacell_lib.files.actions import has_actions, load_actions
from datacell_lib.files.area import load_area
from datacell_lib.files.index_copies import find_copied_words
from datacell_lib.files.index_spec import IndexSpec, load_index_spec
from datacell_lib.files.policy import load_policy
from datacell_lib.governance.catalogue.entries import Dataset, list_datasets, trace_inputs
from datacell_lib.governance.index_sources import check_against_catalogue
from datacell_lib.intake.link.needs import list_needed_datasets
from datacell_lib.intake.places.geography import check_places
from datacell_lib.pipeline.book.assemble import PAGES
from datacell_lib.pipeline.book.contents import NOTEBOOKS, list_area_notebooks, list_pages
from datacell_lib.pipeline.execute.runner import check_parameters
from datacell_lib.pipeline.report import DISTRICT
from datacell_lib.schema import RunError
from datacell_lib.wording import count_things

WHOLE = {"area": ""}
CODE = ("datacell_lib", "benchmarks")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
QUOTED = re.compile(r"`([^`\s]+)`")  # an entry that a page speaks of


def check_project() -> Iterator[str]:
    """Check catalogue, policies, areas with their indices, notebooks and contents.

    Yields
    ------
    str
        A line for each thing that is right, a note for each entry that nothing uses, and one for
        what an index says in another's words.

    Raises
    ------
    DatacellError
        For the first that is not.
    """
    datasets = list_datasets()
    yield f"{len(datasets)} catalogue entries"
    for name in _list_unused(datasets):
        yield (
            f"note: nothing uses the entry {name}. Name it in an index or an area file, say in "
            "'planned_for' which page will use it, or remove it"
        )
    for path in sorted(POLICIES.glob("*.yml")):
        yield f"policy {load_policy(path.stem).name}"
    specs = [load_index_spec(path) for path in sorted(INDICES.glob("*.yml"))]
    for spec in specs:
        _check_sources(spec, known={dataset.id for dataset in datasets})
        yield f"index {spec.name}: {count_things(len(spec.list_indicators()), 'indicator')}"
        for key, other in find_copied_words(spec, others=specs).items():
            spare = "" if IndexSpec.model_fields[key].is_required() else ", or take the key out"
            yield (
                f"note: '{key}' in data/indices/{spec.file} is word for word that of {other.file}. "
                f"Write what is true of this index{spare}"
            )
    for path in sorted(AREAS.glob("*.yml")):
        area = load_area(path.stem)
        load_policy(area.policy)
        check_places(area, at_hand=True)
        if has_actions(area.name):
            yield f"actions of {area.name}: {len(load_actions(area.name).actions)}"
        yield f"area {area.name}: needs {len(list_needed_datasets(area))} datasets"
    notebooks = dict.fromkeys(list_area_notebooks(), WHOLE) | {DISTRICT: {**WHOLE, DISTRICT: ""}}
    for name, parameters in notebooks.items():
        check_parameters(ROOT / NOTEBOOKS / f"{name}.ipynb", parameters)
        yield f"notebook {name}: takes {', '.join(parameters)}"
    pages = list_pages(ROOT)
    _refuse_unlisted(pages)
    yield f"{len(pages)} pages in the contents"


def _check_sources(spec: IndexSpec, *, known: set[str]) -> None:
    """Refuse an index that the catalogue contradicts, be it named by an area or not.

    One of another country's datasets, none of which the catalogue has, is for tables from there.
    """
    sources = spec.list_datasets()
    if known.intersection(sources):
        check_against_catalogue(spec, datasets=sources)


def _list_unused(datasets: tuple[Dataset, ...]) -> list[str]:
    """List the entries that no area, index, notebook, page or code names, and none is made from."""
    files = [*AREAS.glob("*.yml"), *INDICES.glob("*.yml"), *(ROOT / NOTEBOOKS).glob("*.ipynb")]
    files += [path for folder in CODE for path in (ROOT / folder).rglob("*.py")]
    pages = (ROOT / PAGES).rglob("*.md")
    named = {word for path in files for word in ID.findall(path.read_text(encoding="utf-8"))}
    named |= {word for path in pages for word in QUOTED.findall(path.read_text(encoding="utf-8"))}
    used = trace_inputs(named & {dataset.id for dataset in datasets})
    return [one.id for one in datasets if one.id not in used and not one.planned_for]


def _refuse_unlisted(pages: tuple[str, ...]) -> None:
    written = {
        path.relative_to(ROOT).with_suffix("").as_posix() for path in (ROOT / PAGES).rglob("*.md")
    }
    unlisted = sorted(written - set(pages))
    if unlisted:
        names = ", ".join(str(Path(page).with_suffix(".md")) for page in unlisted)
        raise RunError(f"{names} is not in _toc.yml, so nobody would find it. Add or remove it.")
