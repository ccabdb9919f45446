"""Pure functions: a table in, a new table out; usable alone in any notebook.

Here belong statistics. Files, plots, globals and the names of datasets do not.
Import a family in one line: `from datacell_lib.analysis import rates`.
The order is rates, time, space, index, need, quality.
"""
