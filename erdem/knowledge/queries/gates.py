"""What the stages of the register ask of other parts: consents, checklists, the decision to disclose.

Each question is answered with sentences that say what is missing; no sentence means that nothing is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from erdem.knowledge.models import Record

Question = Callable[[Record], list[str]]
_questions: Final[dict[str, Question]] = {}


def offer_gate(name: str, question: Question) -> None:
    """Register a question that is asked before a record goes on; offering it again replaces it."""
    _questions[name] = question


def what_stands_in_the_way(record: Record) -> list[str]:
    """Return what is missing before this record may go on, as sentences."""
    return [sentence for question in _questions.values() for sentence in question(record)]


def gates() -> tuple[str, ...]:
    """Return the names of what is asked."""
    return tuple(_questions)
