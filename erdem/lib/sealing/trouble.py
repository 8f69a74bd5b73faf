"""What can go wrong, in a sentence for the person who seals or opens."""

from __future__ import annotations


class SealingProblem(ValueError):
    """Something cannot be sealed, opened or recovered; the text says what, what is safe, and what to do.

    ``code`` is the same slug that the browser uses.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
