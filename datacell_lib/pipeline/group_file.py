"""A council's own file of groups, brought into the form in which an area file names it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from datacell_lib.files.given_table import read_given_table
from datacell_lib.intake.places.grouping import GROUP_COLUMNS
from datacell_lib.intake.read.codes import trim_codes
from datacell_lib.schema import AREA_CODE, CODE_PATTERNS, ConfigError, TableError
from datacell_lib.wording import make_slug, quote_names

LONGEST_CODE = 32
FORM = CODE_PATTERNS["LSOA 2021"]


def read_groups(path: Path) -> pd.DataFrame:
    """Read which group each neighbourhood is in, from a file as a council keeps it.

    Parameters
    ----------
    path : Path
        A CSV file or workbook with a row a neighbourhood: `area_code`, `group_code` and
        `group_name`, or one column of LSOA codes and one of the groups' names, whatever their
        headings.

    Returns
    -------
    pandas.DataFrame
        `area_code`, `group_code` and `group_name`; codes are made from the names where there are
        none.

    Raises
    ------
    ConfigError
        If the file can't be read, or it can't be told which columns are meant.
    """
    try:
        table = read_given_table(path).reset_index(drop=True)
    except TableError as error:
        raise ConfigError(str(error)) from error
    groups = table[GROUP_COLUMNS] if set(GROUP_COLUMNS) <= set(table) else _find_groups(table, path)
    return groups.assign(**{AREA_CODE: trim_codes(groups[AREA_CODE])[0]})


def _find_groups(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    of_codes = [name for name in table if _holds_codes(table[name])]
    others = [name for name in table if name not in of_codes]
    if len(of_codes) != 1 or len(others) != 1:
        raise ConfigError(
            f"{path} must have one column of LSOA codes and one of the groups' names, or the "
            f"columns {', '.join(GROUP_COLUMNS)}; found {quote_names(table)}. Remove the others."
        )
    names = table[others[0]].str.strip()
    codes = names.map(lambda name: make_slug(name)[:LONGEST_CODE].strip("-"))
    return pd.concat([table[of_codes[0]], codes, names], axis=1).set_axis(GROUP_COLUMNS, axis=1)


def _holds_codes(cells: pd.Series) -> bool:
    return len(cells) > 0 and bool(cells.str.strip().str.fullmatch(FORM).all())
