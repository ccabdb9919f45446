"""What people look at: every function takes released tables and gives back a published output.

Here belong words, tables, charts and maps. Statistics do not: what is shown was decided before.
The order is style, published, formats, plain_text, source_line, then sentences, tables, charts,
maps: each builds on those before it.
Look first at `published.Published`.
"""
