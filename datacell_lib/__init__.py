"""Shared analysis functions for a local authority's data cell.

Data walk through the rooms in one direction: `files`, `governance`, `intake`, `analysis`,
`presentation`, then `desk`, which notebooks open a report at, and `pipeline`, which runs it all.
Here belongs what pages are made with; what they say does not (`notebooks/`, `book/`).
Each room's own first lines say the same of it. Look first at `desk.open_report`.
"""
