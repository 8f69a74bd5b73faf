"""What cases tell others after their transactions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CaseMoved:
    """A case has come into another state."""

    case_id: int
    kind: str
    status: str
