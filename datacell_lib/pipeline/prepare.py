"""Everything that a run's notebooks share: linked tables, and how sure the ranks are."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from datacell_lib.analysis.index.native import list_native_shares
from datacell_lib.analysis.index.standing import rank_nation
from datacell_lib.analysis.index.standing_stability import apportion_standing, assess_standing
from datacell_lib.config import ROOT
from datacell_lib.files.area import Area
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.governance.index_sources import list_modelled_indicators, list_native_indicators
from datacell_lib.intake.link.derived_tables import save_derived
from datacell_lib.intake.link.linkage import Linked, link_area, load_index
from datacell_lib.intake.link.linked_tables import save_linked
from datacell_lib.schema import AREA_CODE

STABILITY = "stability"
INSTABILITY = "instability"
DERIVED = {STABILITY: assess_standing, INSTABILITY: apportion_standing}
CODE = ("index_*.py", "analysis/index/*.py", "analysis/uncertainty.py", "analysis/*stability.py")
PACKAGES = ("numpy", "pandas", "scipy", "SALib", "statsmodels")
SCORES = "scores"
NATIVE = "native"
KEPT = 8


def prepare_tables(
    area: Area, *, folder: Path, cache: Path, on_step: Callable[[str], None] = lambda step: None
) -> Linked:
    """Link an area's tables, assess the stability of its index, and store both.

    Parameters
    ----------
    area : Area
        The area.
    folder : Path
        Where the run's notebooks find the tables: the linked ones, `scores.parquet`,
        `native.parquet`, `stability.parquet` and `instability.parquet`.
    cache : Path
        Where results of earlier runs are; those of the same indicators, index and code are used
        again.
    on_step : callable
        Told what begins.

    Returns
    -------
    Linked
        The linked tables.

    Raises
    ------
    DatacellError
        If the files, the area or its index are wrong.
    """
    on_step(f"Linking the neighbourhoods of {area.title}")
    linked = link_area(area)
    save_linked(linked, folder=folder)
    spec = load_index(area)
    save_derived(rank_nation(linked.nation, spec=spec), path=folder / f"{SCORES}.parquet")
    native = list_native_shares(linked.nation, spec=spec, native=list_native_indicators(spec))
    save_derived(native, path=folder / f"{NATIVE}.parquet")
    modelled = list_modelled_indicators(spec)
    fingerprint = calculate_fingerprint(linked.nation, spec=spec, modelled=modelled)
    on_step(f"Judging how sure {len(linked.nation):,} ranks are")
    for name, assess in DERIVED.items():
        stored = cache / f"{name}-{fingerprint}.parquet"
        judge = partial(assess, linked.nation, spec=spec, modelled=modelled)
        table = compute_once(judge, stored=stored)
        save_derived(table, path=folder / f"{name}.parquet")
    remove_oldest(cache)
    return linked


def calculate_fingerprint(
    nation: pd.DataFrame, *, spec: IndexSpec, modelled: Collection[str] = ()
) -> str:
    """Calculate what the stability of an index depends on.

    Parameters
    ----------
    nation : pandas.DataFrame
        One row for each neighbourhood of the nation, with every indicator.
    spec : IndexSpec
        The index.
    modelled : collection of str
        The indicators whose sampling error is drawn.

    Returns
    -------
    str
        A digest of the codes, every number, the index file, what is modelled, the code and the
        packages it runs on. Names of places are left out: areas that share a nation share its
        stability.
    """
    digest = hashlib.sha256()
    numbers = nation.set_index(AREA_CODE).select_dtypes("number")
    digest.update(pd.util.hash_pandas_object(numbers).to_numpy().tobytes())
    digest.update("\0".join([*numbers.columns, spec.model_dump_json(), *modelled]).encode())
    digest.update("\0".join(f"{name} {version(name)}" for name in PACKAGES).encode())
    library = ROOT / "datacell_lib"
    for path in sorted(path for pattern in CODE for path in library.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def compute_once(compute: Callable[[], pd.DataFrame], *, stored: Path) -> pd.DataFrame:
    """Read a table that was stored, or compute and store it.

    Parameters
    ----------
    compute : callable
        Computes it.
    stored : Path
        Its file.

    Returns
    -------
    pandas.DataFrame
        The table.
    """
    if not stored.is_file():
        save_derived(compute(), path=stored)
    os.utime(stored)  # used just now, so that it is not the oldest
    return pd.read_parquet(stored)


def remove_oldest(cache: Path, *, kept: int = KEPT) -> None:
    """Remove the results that have not been used for longest.

    Parameters
    ----------
    cache : Path
        Where they are.
    kept : int
        How many stay.
    """
    results = sorted(cache.glob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)
    for path in results[:-kept]:
        path.unlink(missing_ok=True)
