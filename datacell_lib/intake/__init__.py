"""What comes in: publishers' files become checked, tidy tables keyed by area code.

Here belongs all that finds, fetches, reads, checks, carries between censuses and joins.
Statistics do not (`analysis`). The order is live, read, places, census, outcomes, link.
Look first at `read.reading.read_dataset`, the only way in, then at `link.linkage.link_area`.
"""
