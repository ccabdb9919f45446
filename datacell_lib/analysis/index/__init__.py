"""Composite indices: any index from one file, with every step a function of its own."""

from datacell_lib.analysis.index.calculate import calculate_index

__all__ = ["calculate_index"]
