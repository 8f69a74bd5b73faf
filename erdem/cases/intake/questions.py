"""What a form asks: questions in steps, each under a condition if need be. The definition checks what is handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

MOST_LETTERS: Final = 4000
SHORT: Final = 200


class Answer(StrEnum):
    """What is written as the answer."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"
    SEVERAL = "several"
    YES = "yes"


@dataclass(frozen=True)
class Question:
    """One question.

    Args:
        key: the name of the answer.
        label: the question, translated.
        kind: what is written.
        choices: value and label of each, for choices.
        needed: an answer is required (an article of the form's source asks for it).
        help: a sentence under the question.
        only_if: asked when another question of the form has one of these answers.
    """

    key: str
    label: Any
    kind: Answer = Answer.LINE
    choices: tuple[tuple[str, Any], ...] = ()
    needed: bool = False
    help: Any = ""
    only_if: tuple[str, tuple[str, ...]] | None = None

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Say whether the question is asked, given the answers so far."""
        if self.only_if is None:
            return True
        key, wanted = self.only_if
        given = answers.get(key, "")
        given = "yes" if given is True else "" if given is False else given
        return given in wanted


@dataclass(frozen=True)
class FormStep:
    """One page of a form. What a sealed step asks for tells who somebody is, and goes to the sealed identity alone."""

    key: str
    title: Any
    questions: tuple[Question, ...]
    is_sealed: bool = False
    lead: Any = ""


@dataclass(frozen=True)
class NeededFile:
    """A file without which the form is not handed in on the website."""

    key: str
    label: Any


@dataclass(frozen=True)
class FormDefinition:
    """A form with its source."""

    form: str
    title: Any
    source: Any
    steps: tuple[FormStep, ...]
    files: Any = ""
    version: int = 1
    needed_files: tuple[NeededFile, ...] = field(default_factory=tuple)

    def questions(self, *, sealed: bool) -> Iterator[Question]:
        """Yield the questions whose answers go to the filing, or those that go to the sealed identity."""
        for step in self.steps:
            if step.is_sealed == sealed:
                yield from step.questions

    def all_questions(self) -> Iterator[Question]:
        """Yield every question, in order."""
        for step in self.steps:
            yield from step.questions
