"""What people look at: every function takes released tables and gives back a published output.

Here belong words, tables, charts, maps and files. Statistics do not: they were decided before.
The order is style, published, formats, plain_text, source_line, then sentences, tables, charts,
maps, downloads: each builds on those before it.
Look first at `published.Published`.
"""
