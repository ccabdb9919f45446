"""Shared analysis functions for a local authority's data cell."""
