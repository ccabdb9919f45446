"""Pure functions: a table in, a new table out; usable alone in any notebook.

Here belong statistics. Files, plots, globals and the names of datasets do not.
The order is rates, time, space, index, need, plan, quality.
Look first at `rates`: a family is imported in one line, `from datacell_lib.analysis import rates`.
"""
