"""Joining datasets to the neighbourhoods, counting what does not match."""

from __future__ import annotations

import math

import pandas as pd

from datacell_lib.files.area import Area, ColumnSource
from datacell_lib.files.index_spec import Indicator
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.census.bridging import Bridge, Bridged
from datacell_lib.intake.link.outside import describe_outside
from datacell_lib.intake.places.vintages import find_vintage
from datacell_lib.intake.read.changed_files import MisfitError
from datacell_lib.schema import (
    AREA_CODE,
    DENOMINATOR_SUFFIX,
    NUMERATOR_SUFFIX,
    ConfigError,
)
from datacell_lib.wording import name_first

HARDLY = 0.5  # of the areas: an indicator that fewer have is no indicator of all of them
AS_A_WHOLE = (
    "Is the file of another census, or cut short? Use the right one, or write in the entry "
    "tolerance: {{{key}: {share:g}}} and say why."
)
IN_PART = (
    "Is it known for one area alone, as a council's own figures are? Then it can't be ranked among "
    "all these, and a raised tolerance would have nearly all of them estimated: put it in an index "
    "of its own with the key 'within: area', and name that under 'local_indices' in "
    "data/areas/{area}.yml. Is it cut short? Use the whole file."
)


class Matcher:
    """Joins datasets to one list of neighbourhoods, counting what does not match.

    Parameters
    ----------
    area : Area
        The area.
    places : pandas.DataFrame
        The neighbourhoods, by `area_code`.
    nation : pandas.DataFrame, optional
        All neighbourhoods that there are, by `area_code` with `authority_name`, where the places
        are only some of them.
    """

    def __init__(
        self, area: Area, places: pd.DataFrame, *, nation: pd.DataFrame | None = None
    ) -> None:
        self._area = area
        self._bridge = Bridge(area)
        self._codes = pd.Index(places[AREA_CODE])
        self._nation = nation
        self._known = self._codes if nation is None else pd.Index(nation[AREA_CODE])
        self._tables: dict[str, pd.DataFrame] = {}
        self._left_behind: dict[str, tuple[str, ...]] = {}
        self._coverage: list[dict[str, object]] = []

    def find_column(self, source: ColumnSource) -> pd.Series:
        """Return a dataset's column, one value a neighbourhood, in the order of the places.

        Parameters
        ----------
        source : ColumnSource
            Which.

        Returns
        -------
        pandas.Series
            Its values; missing where the dataset has no row.

        Raises
        ------
        ConfigError
            If there is no such column, or it can't be carried from the other census.
        """
        table = self._find_table(source.dataset)
        if source.column in self._left_behind.get(source.dataset, ()):
            raise ConfigError(
                f"{source.dataset}.{source.column} can't be carried to neighbourhoods of "
                f"{self._area.census}: ranks and labels are computed again, never carried. Use "
                "its score, or a dataset of that census."
            )
        if source.column not in table:
            raise ConfigError(
                f"data/areas/{self._area.name}.yml: dataset {source.dataset} has no column "
                f"{source.column!r}; it has {', '.join(table)}."
            )
        return table[source.column].reset_index(drop=True)

    def find_indicator(self, indicator: Indicator) -> dict[str, pd.Series]:
        """Return an indicator's value and, where it is a share, what it is a share of.

        Parameters
        ----------
        indicator : Indicator
            Which.

        Returns
        -------
        dict of str to pandas.Series
            By its name its values; for a share also numerator and denominator.

        Raises
        ------
        MisfitError
            If a denominator is not above zero.
        """
        numerator = self.find_column(
            ColumnSource(dataset=indicator.dataset, column=indicator.column)
        )
        if indicator.denominator is None:
            return {indicator.name: numerator}
        denominator = self.find_column(
            ColumnSource(dataset=indicator.divided_by_dataset, column=indicator.denominator)
        )
        if (denominator <= 0).any():
            code = self._codes[(denominator <= 0).to_numpy()][0]
            raise MisfitError(
                f"{indicator.divided_by_dataset}: {indicator.denominator} must be above zero; "
                f"found {denominator.min():g} in {code}. Check its "
                f"file, which data/catalogue/{indicator.divided_by_dataset}.yml describes.",
                dataset=indicator.divided_by_dataset,
            )
        return {
            indicator.name: numerator / denominator,
            indicator.name + NUMERATOR_SUFFIX: numerator,
            indicator.name + DENOMINATOR_SUFFIX: denominator,
        }

    def describe_coverage(self) -> pd.DataFrame:
        """Return what each dataset's codes matched.

        Returns
        -------
        pandas.DataFrame
            One row a dataset, sorted by it: `title`, `areas`, `rows`, `matched`, `missing`,
            `unmatched` with their codes; `carried_from`, the other census or the larger areas that
            it is known for, `affected`, how many neighbourhoods have no value of their own for it,
            and `total_change`, by what share the total of a count changed on the way at most;
            `note`, what to know of how complete it is, or nothing.
        """
        return pd.DataFrame(self._coverage).sort_values("dataset", ignore_index=True)

    def _find_table(self, dataset_id: str) -> pd.DataFrame:
        if dataset_id not in self._tables:
            bridged = self._bridge.read(dataset_id)
            table = bridged.table.set_index(AREA_CODE)
            self._count_matches(dataset_id, pd.Index(table.index), bridged)
            self._left_behind[dataset_id] = bridged.left_behind
            self._tables[dataset_id] = table.reindex(self._codes)
        return self._tables[dataset_id]

    def _describe_outside(self, found: pd.Index) -> str:
        if self._nation is None:
            return ""
        return describe_outside(found, own=self._codes, nation=self._nation, place=self._area.title)

    def _count_matches(self, dataset_id: str, found: pd.Index, bridged: Bridged) -> None:
        missing = self._codes.difference(found)
        unmatched = found.difference(self._known)
        entry = load_dataset(dataset_id)
        self._coverage.append(
            {
                "dataset": dataset_id,
                "title": entry.title,
                "areas": len(self._codes),
                "rows": len(found),
                "matched": len(found.intersection(self._codes)),
                "missing": len(missing),
                "missing_codes": ", ".join(missing),
                "unmatched": len(unmatched),
                "unmatched_codes": ", ".join(unmatched),
                "carried_from": bridged.origin,
                "affected": bridged.affected,
                "total_change": bridged.total_change,
                "note": " ".join(filter(None, (bridged.note, self._describe_outside(found)))),
            }
        )
        geography = find_vintage(self._area).geography
        for what, codes, key in (
            (f"codes that are not {geography}", unmatched, "unmatched_codes"),
            (f"no row for {geography} areas", missing, "missing_areas"),
        ):
            allowed = getattr(entry.tolerance, key)
            if len(codes) > allowed * len(self._codes):
                known, whole = len(self._codes) - len(missing), self._known is self._codes
                hardly = whole and 0 < known < HARDLY * len(self._codes)
                share = min(1, math.ceil(1000 * len(codes) / len(self._codes)) / 1000)
                remedy = (
                    IN_PART.format(area=self._area.name)
                    if hardly
                    else AS_A_WHOLE.format(key=key, share=share)
                )
                raise MisfitError(
                    f"{dataset_id} has {what}: {len(codes)}, such as "
                    f"{name_first(codes)}; its catalogue entry tolerates "
                    f"{allowed:.1%} of {len(self._codes)}. {remedy}",
                    dataset=dataset_id,
                )
