"""The calculator: a period from a day on, with “why this date”."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from erdem.base.clock import NoRule, explain, rule_in_force, word_of, working_calendar
from erdem.base.formatting import long_date
from erdem.base.policy import RuleBroken
from erdem.lib.periods import NoSuchPeriod, Period, reckon
from erdem.web.clocks.pages import length_in_words


@dataclass(frozen=True)
class Answer:
    """A last day and the way to it."""

    title: str
    day: str
    steps: list[str]
    is_provisional: bool
    is_verified: bool
    confidence: str
    facts: list[dict[str, str]]


def answer_to(given: dict[str, Any]) -> Answer:
    """Answer a question of `DueForm`.

    Raises:
        RuleBroken: no rule is in force that day, it knows no such extension, or the period cannot be counted.
    """
    process, _colon, step = given["rule"].partition(":")
    try:
        rule = rule_in_force(process, step, given["start"])
    except NoRule as error:
        since = _("No version of this period is in force on that day. The first one holds from %(day)s.")
        raise RuleBroken(since % {"day": long_date(error.first)}, field="start") from error
    pauses = [(given["pause_first"], given["pause_last"])] if given.get("pause_first") else []
    try:
        found = reckon(
            Period(rule.limit, rule.unit),
            given["start"],
            working_calendar(given.get("place") or ""),
            extensions=_extensions(rule.extensions, int(given.get("extend") or 0), given.get("by")),
            pauses=pauses,
        )
    except NoSuchPeriod as error:
        raise RuleBroken(
            _("This cannot be counted so. Backwards there is neither pause nor extension."), "start"
        ) from error
    return Answer(
        title=f"{word_of('process', process)} · {word_of('step', step)}",
        day=long_date(found.day, weekday=True) if found.day else _("no last day"),
        steps=explain(found.steps),
        is_provisional=found.provisional,
        is_verified=rule.is_verified,
        confidence=str(rule.get_confidence_display()),
        facts=_facts(rule, given["start"]),
    )


def _extensions(known: list[dict[str, Any]], number: int, by: int | None) -> list[Period]:
    if number > len(known):
        raise RuleBroken(_("This period cannot be extended further."), field="extend")
    found = []
    for one in known[:number]:
        amount = one["amount"] or by
        if not amount:
            raise RuleBroken(
                _("How long this extension is, is left to whoever approves it. Write its length."), field="by"
            )
        found.append(Period(amount, one["unit"]))
    return found


def _facts(rule: Any, start: dt.date) -> list[dict[str, str]]:
    return [
        {"term": word_of("event", rule.start_event), "value": long_date(start)},
        {"term": _("length"), "value": length_in_words(rule)},
        {"term": _("legal basis"), "value": rule.basis},
        {"term": _("in force from"), "value": long_date(rule.valid_from)},
    ]
