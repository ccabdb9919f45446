"""The register of datasets: what each is, on what terms it is held, how its files are laid out.

Here belong the models of the entries in `data/catalogue` and questions about them.
Whether a dataset may be used does not: that is `lawfulness`.
Look first at `entries.Dataset`.
"""

from datacell_lib.governance.catalogue.adding_up import AddingUp
from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.governance.catalogue.entries import (
    Column,
    Dataset,
    list_datasets,
    load_dataset,
    trace_inputs,
)
from datacell_lib.governance.catalogue.freshness import describe_lateness, require_fresh
from datacell_lib.governance.catalogue.interfaces import (
    DashboardMetric,
    FeatureService,
    NomisTable,
    PostcodeDirectory,
    ProfileIndicators,
    Publication,
    RowCount,
)
from datacell_lib.governance.catalogue.recipes import ModelledPrevalence

__all__ = [
    "AddingUp",
    "Column",
    "Copy",
    "DashboardMetric",
    "Dataset",
    "FeatureService",
    "ModelledPrevalence",
    "NomisTable",
    "PostcodeDirectory",
    "ProfileIndicators",
    "Publication",
    "RowCount",
    "describe_lateness",
    "list_datasets",
    "load_dataset",
    "require_fresh",
    "trace_inputs",
]
