"""Comparing compositions: canonical items, inverted index, doses, score and relation."""
