"""Neighbours as a matrix, and how they were found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse

from datacell_lib.schema import AREA_CODE, METHOD, NEIGHBOUR_CODE, TableError
from datacell_lib.table_checks import check_columns

MUTUAL = "mutual"
QUEEN = "queen neighbours"


def describe_neighbours(neighbours: pd.DataFrame) -> str:
    """Say how neighbours were found, for the method of what is calculated from them.

    Parameters
    ----------
    neighbours : DataFrame
        From one of the functions here. A table without ``method`` is taken for queen neighbours.

    Returns
    -------
    str

    Raises
    ------
    TableError
        When neighbours that were found in different ways are mixed.

    Examples
    --------
    >>> describe_neighbours(pd.DataFrame({"area_code": ["A"], "neighbour_code": ["B"]}))
    'queen neighbours'
    """
    if METHOD not in neighbours:
        return QUEEN
    methods = neighbours[METHOD].unique()
    if len(methods) != 1:
        raise TableError(
            "neighbours must be found in one way; found "
            f"{', '.join(map(str, methods)) or 'none'}. Take one table of neighbours."
        )
    return str(methods[0])


def build_neighbour_matrix(codes: pd.Series, neighbours: pd.DataFrame) -> scipy.sparse.csr_array:
    """Turn a neighbour table into a matrix of ones and zeros in the order of ``codes``.

    Parameters
    ----------
    codes : Series
        Area codes, each once.
    neighbours : DataFrame
        ``area_code`` and ``neighbour_code``, as `find_queen_neighbours` gives them; with
        ``mutual``, pairs where it is False may be listed one way only.

    Returns
    -------
    scipy.sparse.csr_array
        Shape (areas, areas): 1 where the column's area is a neighbour of the row's.

    Raises
    ------
    TableError
        When the table and the neighbours are not of the same areas, or a pair is listed one
        way only that is not said to be.

    Examples
    --------
    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"area_code": ["A", "B"], "neighbour_code": ["B", "A"]})
    >>> build_neighbour_matrix(pd.Series(["B", "A"]), pairs).toarray()
    array([[0., 1.],
           [1., 0.]])
    """
    check_columns(neighbours, [AREA_CODE, NEIGHBOUR_CODE])
    known = pd.Index(codes)
    different = known.symmetric_difference(neighbours[AREA_CODE].unique())
    if len(different):
        raise TableError(
            "the table and its neighbours must be of the same areas; found in only one of them "
            f"{', '.join(map(str, different[:5]))} ({len(different)} in all). "
            "Find the neighbours of the areas that are in the table."
        )
    pairs = neighbours.dropna(subset=[NEIGHBOUR_CODE]).drop_duplicates([AREA_CODE, NEIGHBOUR_CODE])
    rows = known.get_indexer(pairs[AREA_CODE])
    columns = known.get_indexer(pairs[NEIGHBOUR_CODE])
    if (columns < 0).any():
        raise TableError(
            "every neighbour must be an area of the table; found "
            f"{', '.join(map(str, pairs[NEIGHBOUR_CODE][columns < 0].unique()[:5]))}. "
            "Find the neighbours of the areas that are in the table."
        )
    shape = (len(known), len(known))
    matrix = scipy.sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=shape)
    one_way = matrix[columns, rows] == 0
    one_way &= pairs[MUTUAL].to_numpy(dtype=bool) if MUTUAL in pairs else True
    if one_way.any():
        first, second = known[rows[one_way][0]], known[columns[one_way][0]]
        raise TableError(
            f"neighbours must be mutual; found {first} and {second} listed one way only. "
            "List each pair both ways."
        )
    return matrix
