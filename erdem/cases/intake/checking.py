"""Checking what is handed in against the definition of its form: what is missing, unknown, too long or of the wrong kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from erdem.cases.intake.questions import MOST_LETTERS, SHORT, Answer, FormDefinition, Question


def faults_of(definition: FormDefinition, answers: Mapping[str, Any], today: dt.date) -> dict[str, str]:
    """Return what is wrong, by the key of the question; empty when it can be handed in.

    Args:
        definition: the form.
        answers: those for the filing and those to be sealed together.
        today: the day up to which something can have happened.
    """
    known = {question.key: question for question in definition.all_questions()}
    faults = {key: _("This form does not ask for that.") for key in answers if key not in known}
    for key, question in known.items():
        fault = _fault(question, answers, today)
        if fault:
            faults[key] = fault
    return faults


def _fault(question: Question, answers: Mapping[str, Any], today: dt.date) -> str:
    given = answers.get(question.key)
    if not question.is_asked(answers):
        return _("This form does not ask for that.") if given else ""
    if given in (None, "", [], False):
        return _("Please fill this in.") if question.needed else ""
    return _CHECKS[question.kind](question, given, today)


def _words(question: Question, given: Any, _today: dt.date) -> str:
    most = SHORT if question.kind == Answer.LINE else MOST_LETTERS
    if not isinstance(given, str) or not given.strip():
        return _("Please fill this in.")
    return (
        _("This is too long. Please write at most %(most)s characters.") % {"most": most} if len(given) > most else ""
    )


def _day(_question: Question, given: Any, today: dt.date) -> str:
    try:
        day = dt.date.fromisoformat(given)
    except (TypeError, ValueError):
        return _("Please write the day as 2026-11-27.")
    return _("This day lies in the future. Check it.") if day > today else ""


def _choice(question: Question, given: Any, _today: dt.date) -> str:
    return "" if given in dict(question.choices) else _("Please choose one of the answers.")


def _several(question: Question, given: Any, _today: dt.date) -> str:
    known = dict(question.choices)
    right = isinstance(given, list) and all(each in known for each in given)
    return "" if right else _("Please choose from the answers.")


def _yes(_question: Question, given: Any, _today: dt.date) -> str:
    return "" if given is True else _("Please choose one of the answers.")


_CHECKS = {
    Answer.LINE: _words,
    Answer.TEXT: _words,
    Answer.DAY: _day,
    Answer.CHOICE: _choice,
    Answer.SEVERAL: _several,
    Answer.YES: _yes,
}
