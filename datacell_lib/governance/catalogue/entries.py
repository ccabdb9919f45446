"""The catalogue: the information asset register, one entry per dataset in `data/catalogue`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from datacell_lib import config
from datacell_lib.files.reader import Strict, read_named_model
from datacell_lib.governance.catalogue.adding_up import AddingUp, check_adding_up
from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.governance.catalogue.recipes import ModelledPrevalence
from datacell_lib.governance.catalogue.terms import Agreement, Refresh, Tolerance
from datacell_lib.governance.catalogue.unfinished import refuse_unfinished
from datacell_lib.names import Name, Note
from datacell_lib.schema import CODE_PATTERNS

PLACES = frozenset({"key", "label", "geometry"})  # the quantities that are no statistic
WHOLES = {"share": 1.0, "percent": 100.0}  # by the first word of the unit
Geography = Literal[tuple(CODE_PATTERNS)]


class Column(Strict):
    """One column of a dataset, as the library knows it.

    Parameters
    ----------
    type : str
        What its values are.
    unit : str
        What one of it is: people, households, percent.
    quantity : str
        Decides how it may be added up: counts are summed and shared, rates and scores averaged,
        ranks never carried.
    direction : str
        Whether a higher value means more vulnerable; "none" where neither is meant.
    meaning : str
        In plain words.
    minimum : float, optional
        The lowest value it can take.
    maximum : float, optional
        The highest value it can take.
    may_be_missing : bool
        Whether a value may be absent.
    error : str, optional
        What is known of the error of a count that people act on, in a sentence.
    suppressed : bool
        Whether the publisher hides small values: each then comes with what it can be.
    native_geography : str, optional
        The finest geography that it is known for, where that is not the dataset's: a column made
        from what is known of practices, or of larger areas.
    """

    type: Literal["text", "integer", "number", "date", "boolean", "geometry"]
    unit: Note = ""
    quantity: Literal["key", "label", "count", "rate", "score", "rank", "geometry"]
    direction: Literal["higher_is_more_vulnerable", "lower_is_more_vulnerable", "none"] = "none"
    meaning: Note
    minimum: float | None = None
    maximum: float | None = None
    may_be_missing: bool = False
    error: Note | None = None
    suppressed: bool = False
    native_geography: Geography | None = None

    @property
    def whole(self) -> float | None:
        """What all of it is in its unit, where it is a share: 1, or 100 percent."""
        return WHOLES.get(self.unit.partition(" ")[0])


class Dataset(Strict):
    """A catalogue entry: what a dataset is, what it may be used for, what it looks like.

    Parameters
    ----------
    id : str
        What the entry is called, as its file is: small letters, digits and hyphens.
    title : str
        What readers call it.
    publisher : str
        Who counted it or gives it out.
    page : str
        The address at which it is published, or that of whoever counted it.
    licence : str
        The terms on which it may be used, such as OGL-UK-3.0.
    series : str, optional
        What a source line calls it, with others of its kind; its title unless told.
    attribution : str
        The words that its licence asks for.
    kind : "published statistics" or "partner data"
        Published statistics are not personal data, and say why; partner data has an agreement.
    reason : str, optional
        Why it is not personal data.
    agreement : Agreement, optional
        What makes the use of partner data lawful.
    period : str
        What time it describes.
    published : date
        When it came out.
    native_geography : str
        The finest geography that it is known for.
    key : tuple of str
        The columns that name a row.
    adding_up : dict of AddingUp
        For each further column of the key whether counts may be added up over it.
    refresh : Refresh
        How it is renewed.
    tolerance : Tolerance
        How much may be missing.
    columns : dict of Column
        What it holds.
    copies : tuple of Copy
        The files that it may be read from, the official one first.
    by_hand : str, optional
        How to save a file of it from its page, where no address gives it or that may move.
    made_from : ModelledPrevalence, optional
        What it is modelled from instead, where there is no file of it.
    planned_for : str, optional
        The page that will use it, where nothing does yet: an entry without a use has no place.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Name
    publisher: Name
    page: Note
    licence: Name
    series: Name | None = None
    attribution: Note
    kind: Literal["published statistics", "partner data"]
    reason: Note | None = None
    agreement: Agreement | None = None
    period: Name
    published: date
    native_geography: Geography
    key: tuple[str, ...] = ("area_code",)
    adding_up: dict[str, AddingUp] = Field(default_factory=dict)
    refresh: Refresh
    tolerance: Tolerance = Tolerance()
    columns: dict[str, Column]
    copies: tuple[Copy, ...] = ()
    by_hand: Note | None = None
    made_from: ModelledPrevalence | None = None
    planned_for: Name | None = None

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if self.kind == "published statistics" and not self.reason:
            raise ValueError("published statistics must say in 'reason' why they are not personal")
        if self.kind == "partner data" and self.agreement is None:
            raise ValueError("partner data must have an 'agreement'")
        if bool(self.copies) == bool(self.made_from):
            raise ValueError("a dataset must have 'copies' to read or be 'made_from' others")
        if self.made_from and set(self.columns) != set(self.made_from.columns):
            raise ValueError(f"'made_from' makes exactly the columns {self.made_from.columns}")
        described = {"area_code", *self.columns}
        undescribed = sorted(set(self.key) - described)
        if undescribed:
            raise ValueError(f"the key names columns that 'columns' does not: {undescribed}")
        types = {name: column.type for name, column in self.columns.items()}
        counts = any(column.quantity == "count" for column in self.columns.values())
        check_adding_up(self.adding_up, key=self.key, types=types, counts=counts)
        for copy in self.copies:
            unknown = sorted(set(copy.columns) - described)
            absent = sorted(described - set(copy.columns))
            if unknown or absent:
                raise ValueError(
                    f"copy {copy.layout!r} must give exactly the dataset's columns; "
                    f"unknown: {unknown or 'none'}, absent: {absent or 'none'}"
                )
        return self

    @property
    def is_geography(self) -> bool:
        """Whether it holds only places (codes, names and shapes): none of it is a statistic."""
        return all(column.quantity in PLACES for column in self.columns.values())

    @property
    def credit(self) -> str:
        """Whose figures they are: the publisher's, or ours, modelled from the publisher's."""
        if self.made_from is None:
            return self.publisher
        return f"modelled here from figures of {self.publisher}"

    def find_geography(self, column: str) -> str:
        """Return the finest geography that one of its columns is known for."""
        return self.columns[column].native_geography or self.native_geography


@cache
def load_dataset(dataset_id: str, *, folder: Path | None = None) -> Dataset:
    """Load the catalogue entry of a dataset.

    Parameters
    ----------
    dataset_id : str
        Its id, which is its file's name.
    folder : Path, optional
        Where the entries are; `data/catalogue` unless told.

    Returns
    -------
    Dataset
        The entry, checked.

    Raises
    ------
    ConfigError
        If there is no such entry, or something in it is wrong or still to fill in.

    Examples
    --------
    >>> load_dataset("census2021-disability").native_geography
    'LSOA 2021'
    """
    folder = folder or config.find_written(config.Written.CATALOGUE)
    refuse_unfinished(folder / f"{dataset_id}.yml")
    return read_named_model(folder, dataset_id, Dataset, what="dataset", key="id")


def list_datasets(*, folder: Path | None = None) -> tuple[Dataset, ...]:
    """List every dataset of the catalogue, by id.

    Parameters
    ----------
    folder : Path, optional
        Where the entries are; `data/catalogue` unless told.

    Returns
    -------
    tuple of Dataset
        All entries, checked.
    """
    paths = sorted((folder or config.find_written(config.Written.CATALOGUE)).glob("*.yml"))
    return tuple(load_dataset(path.stem, folder=folder) for path in paths)


def trace_inputs(dataset_ids: Iterable[str]) -> frozenset[str]:
    """Add to datasets those that they are made from.

    Parameters
    ----------
    dataset_ids : iterable of str
        Catalogue ids.

    Returns
    -------
    frozenset of str
        The same, and the inputs of those that are modelled.

    Examples
    --------
    >>> sorted(trace_inputs(["census2021-age"]))
    ['census2021-age']
    """
    named = frozenset(dataset_ids)
    models = [load_dataset(name).made_from for name in named]
    return named.union(*(model.datasets for model in models if model))
