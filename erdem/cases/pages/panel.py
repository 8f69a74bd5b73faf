"""One panel of the case page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """One panel: its anchor, its heading, its template and what it shows there as ``panel.shown``.

    ``side`` panels stand in the narrow column. ``note`` stands beside the heading.
    """

    key: str
    title: Any
    template: str
    shown: Mapping[str, Any] = field(default_factory=dict)
    side: bool = False
    note: str = ""
