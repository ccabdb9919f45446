"""The rules: what we hold and may use, and what may go out.

Here belong the register of datasets, lawfulness, disclosure control, releases and the ledger.
Reading data does not (`intake`), nor showing them (`presentation`).
Look first at `release.release`, the only way out, and at `catalogue`.
"""
