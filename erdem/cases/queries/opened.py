"""Which receipts are open in a session: each for half an hour after it was last used."""

from __future__ import annotations

import time
from collections.abc import MutableMapping
from typing import Any, Final

OPEN_FOR: Final = 30 * 60
"""Seconds for which a receipt stays open in a session without being used."""
_KEY: Final = "receipts"


def opened_in(session: MutableMapping[str, Any]) -> frozenset[int]:
    """Return the filings whose receipt was opened in this session and is still open."""
    now = time.time()
    return frozenset(int(filing) for filing, until in session.get(_KEY, {}).items() if until > now)


def keep_open(session: MutableMapping[str, Any], filing_id: int) -> None:
    """Open a filing in this session, or keep it open while it is used."""
    until = int(time.time()) + OPEN_FOR
    still = {str(each): session[_KEY][str(each)] for each in opened_in(session)}
    session[_KEY] = {**still, str(filing_id): until}


def close_all(session: MutableMapping[str, Any]) -> None:
    """Close every receipt of this session."""
    session.pop(_KEY, None)
