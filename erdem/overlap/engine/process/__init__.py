"""Comparing processes: operation classes, ordered alignment, names and materials."""
