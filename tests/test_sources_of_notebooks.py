"""No notebook can forget a source: whichever of its datasets were a partner's, all is protected.

Each notebook is run in this process, and every table that it releases is caught. Then each
dataset that the notebook has used is taken for partner data in turn, and left out of what is
named as being behind the table. The release must then be refused, or give no small count.
"""

import json

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from datacell_lib import desk
from datacell_lib.config import ROOT
from datacell_lib.governance import used_datasets
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.ledger import using_ledger
from datacell_lib.governance.release import load_policy, release
from datacell_lib.governance.suppression import protect_counts
from datacell_lib.pipeline.prepare import prepare_tables
from datacell_lib.schema import DisclosureError

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run") / "ledger"
    with using_ledger(folder):
        prepare_tables("sample")
    return folder


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def caught(request, prepared):
    """Every release of a notebook: the table, its name, and the datasets named as behind it."""
    found = []

    def catch(table, *, name, datasets, policy):
        found.append((table, name, datasets))
        return release(table, name=name, datasets=datasets, policy=policy)

    cells = json.loads(request.param.read_text(encoding="utf-8"))["cells"]
    with using_ledger(prepared), pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "release", catch)
        patch.setattr(used_datasets, "_USED", {})  # as in a kernel that has just started
        space = {}
        for cell in cells:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), space)
        plt.close("all")
        yield found, used_datasets.list_used()


def test_every_notebook_releases_tables_and_uses_datasets(caught):
    found, used = caught
    assert len(found) >= 2 and len(used) > 5


def test_a_dataset_that_was_a_partners_is_protected_though_nobody_names_it(caught, monkeypatch):
    found, used = caught
    rules = load_policy("open").partner_counts
    refused = 0
    for partner in used:
        monkeypatch.setattr(used_datasets, "load_dataset", make_partner(partner))
        for table, name, datasets in found:
            others = tuple({*datasets} - {partner})
            try:
                released = release(table, name=name, datasets=others, policy="open")
            except DisclosureError:
                refused += 1
                continue
            assert partner in released.datasets
            safe = protect_counts(table.reset_index(drop=True), name=name, rules=rules)
            pd.testing.assert_frame_equal(pd.DataFrame(released.table), pd.DataFrame(safe))
    assert refused > 0


def make_partner(name):
    """Read the catalogue, but for one entry that is taken for partner data."""

    def load(dataset, **options):
        entry = load_dataset(dataset, **options)
        return entry.model_copy(update={"kind": "partner data"}) if dataset == name else entry

    return load
