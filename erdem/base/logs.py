"""What a person at the terminal reads of a log: one line each; the technical detail goes to the log file."""

from __future__ import annotations

import copy
import logging
import re
from typing import Any


class OneLine(logging.Formatter):
    """Leaves out tracebacks, which the log file keeps."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the message without what Python adds about an exception."""
        shown = copy.copy(record)
        shown.exc_info = shown.exc_text = shown.stack_info = None
        return super().format(shown).splitlines()[0]


_QUOTED = re.compile(r"^(DETAIL|CONTEXT|QUERY|HINT|LINE \d+):.*(\n[ \t].*)*", re.MULTILINE)


class Discreet(logging.Formatter):
    """Leaves out what the database quotes from rows: who reads a log may not be a reader of the record.

    PostgreSQL explains a refused row with its values (``DETAIL:  Failing row contains …``, ``Key (name)=(…)``).
    """

    def formatException(self, ei: Any) -> str:  # noqa: N802  the name is Python's
        """Return the traceback without what was quoted."""
        return discreet(super().formatException(ei))


def discreet(text: str) -> str:
    """Return a message of the database without the values in it."""
    return _QUOTED.sub(r"\1: left out", text)
