"""Where the files of a dataset lie: its copies, in a cache, a mirror and at its publisher."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from datacell_lib.governance.catalogue.file_layouts import Heading, Layout, RelativePath
from datacell_lib.governance.catalogue.interfaces import DashboardMetric, Interface
from datacell_lib.names import Name

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
BY_AUTHORITY = "{authority}"


class Copy(Layout):
    """One accepted copy of a dataset: where it lies, how it is laid out, what its bytes add up to.

    Parameters
    ----------
    layout : str
        "official" for the publisher's own layout, otherwise what was done to it.
    path : str
        `<publisher>/<file name>` in the cache and in a mirror. `{authority}` in it stands for
        the code of each local authority district of the area: one file each.
    sha256 : str, optional
        Checksum of the file; none where its bytes have not been seen.
    checksums : str, optional
        For a copy of many files, a list of theirs as `sha256sum` writes it, beside the entry.
    also : dict of tuple of str
        For a copy split by authority, the further files that hold some of an authority's areas.
    url : str, optional
        Where it is downloaded from.
    interface : Interface, optional
        Where it is asked for page by page instead, and how many rows make it whole.
    sure : "confirmed", "as documented" or "guessed"
        How sure its address is: the bytes there were seen, the publisher's pages or programs that
        download from there give it, or it follows from others.
    member : str, optional
        The file inside, where the address, or else the copy itself, is a ZIP archive; with a `*` in
        it all that fit are read as one, from an archive that is kept whole.
    format : "csv", "geojson" or "xlsx"
        How to read it; the rest of its layout is in `Layout`.
    encoding : str
        Of a CSV file.
    thousands : str, optional
        What parts thousands in its numbers; in columns of words it is left alone.
    decimal : "." or ","
        What begins the decimals in its numbers.
    columns : dict
        For each column of the dataset its name in this copy; several names are added up.
    where : dict
        Values that a row must have to belong to the dataset, "" being an empty cell.
    distinct : bool
        Whether rows that say the same are one: a lookup given for smaller areas than it is of.
    """

    layout: Name
    path: RelativePath
    sha256: Sha256 | None = None
    checksums: RelativePath | None = None
    also: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    url: str | None = None
    interface: Interface | None = None
    sure: Literal["confirmed", "as documented", "guessed"] = "as documented"
    member: str | None = None
    format: Literal["csv", "geojson", "xlsx"] = "csv"
    encoding: str = "utf-8-sig"
    thousands: str | None = None
    decimal: Literal[".", ","] = "."
    columns: dict[str, Heading | tuple[Heading, ...]]
    where: dict[Heading, str] = Field(default_factory=dict)
    distinct: bool = False

    @model_validator(mode="after")
    def _agree_with_itself(self) -> Self:
        if self.url and self.interface:
            raise ValueError(f"copy {self.layout!r} must have a 'url' or an 'interface', not both")
        if self.sha256 and (self.checksums or BY_AUTHORITY in self.path):
            raise ValueError(
                f"copy {self.layout!r} has many files: list their checksums in 'checksums'"
            )
        if self.thousands == self.decimal:
            raise ValueError(
                f"copy {self.layout!r} has {self.decimal!r} both between thousands and before "
                "decimals: say what it is"
            )
        return self

    def has_address_for(self, authorities: Collection[str]) -> bool:
        """Tell whether it can be downloaded, from a file's address or an interface.

        Parameters
        ----------
        authorities : collection of str
            Codes of the local authority districts that it is wanted for; an interface that is
            asked by name knows only those that the entry gives the names of.

        Returns
        -------
        bool
            Whether there is something to ask.
        """
        if isinstance(self.interface, DashboardMetric):
            return set(authorities) <= set(self.interface.names)
        return self.url is not None or self.interface is not None

    @property
    def source_columns(self) -> list[str]:
        """The columns that it is made of, under its own names, each once."""
        names = [
            name
            for source in self.columns.values()
            for name in ([source] if isinstance(source, str) else source)
        ]
        return list(dict.fromkeys([*names, *self.where]))
