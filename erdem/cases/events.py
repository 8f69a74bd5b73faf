"""What cases tell others after their transactions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class CaseMoved:
    """A case has come into another state."""

    case_id: int
    kind: str
    status: str


@dataclass(frozen=True)
class DecisionChanged:
    """A review changed or annulled the decision of a case: what was published of it is to be withdrawn."""

    case_id: int
    review_id: int
    changed_on: dt.date
