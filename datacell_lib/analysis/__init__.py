"""Pure functions: a table in, a new table out."""
