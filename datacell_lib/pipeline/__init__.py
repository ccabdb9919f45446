"""Runs it all: kernels, notebooks, the book."""
