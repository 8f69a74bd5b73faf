"""What sharing tells others after its transactions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RequestMoved:
    """A request has come into another state."""

    request_id: int
    status: str
