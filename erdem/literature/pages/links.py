"""An address with its words, as trails and exports show them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """An address with its words."""

    label: str
    url: str
