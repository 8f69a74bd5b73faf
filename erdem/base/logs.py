"""What a person at the terminal reads of a log: one line each; the technical detail goes to the log file."""

from __future__ import annotations

import copy
import logging


class OneLine(logging.Formatter):
    """Leaves out tracebacks, which the log file keeps."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the message without what Python adds about an exception."""
        shown = copy.copy(record)
        shown.exc_info = shown.exc_text = shown.stack_info = None
        return super().format(shown).splitlines()[0]
