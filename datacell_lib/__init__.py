"""Shared analysis functions for a local authority's data cell.

Data walk through the rooms in one direction: `files`, `governance`, `intake`, `analysis`,
`presentation`, then `desk`, which notebooks open a report at, and `pipeline`, which runs it all.
Each room's own first lines say what belongs there. Start with `desk.open_report`.
"""
