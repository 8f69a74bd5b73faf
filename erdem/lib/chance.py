"""Draws that anybody can repeat: samples, invented material, resampling."""

from __future__ import annotations

import random


def repeatable(seed: int | str) -> random.Random:
    """A source of chance that gives the same draws for the same seed, on every machine. Never for anything secret."""
    return random.Random(seed)  # noqa: S311 - a secret source cannot be repeated, and nothing drawn here is secret
