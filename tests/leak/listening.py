"""Hears what the product writes to its log, stack traces included."""

from __future__ import annotations

import logging


class Ear(logging.Handler):
    """Keeps what was said until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
        self._said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one entry."""
        self._said.append(self.format(record))

    def take(self) -> str:
        """Return what was said since the last time."""
        said, self._said = self._said, []
        return "\n".join(said)


EAR = Ear()
