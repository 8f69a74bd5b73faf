"""`erdem due`: a statutory date with its derivation."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from erdem.web.cli.failures import NothingToRead
from erdem.web.cli.session import load_django, ready_database

if TYPE_CHECKING:
    from erdem.base.models import ClockRule
    from erdem.base.shipped import ShippedRule
    from erdem.lib.periods import Due, Pause, Period
    from erdem.lib.working_days import WorkingCalendar

READ = "V"
DAY = click.DateTime(formats=["%Y-%m-%d"])


@dataclass(frozen=True)
class _Known:
    """What is known here: the versions of rules for one process, and the working days."""

    versions: Sequence[ClockRule | ShippedRule]
    days: WorkingCalendar


@click.command("due")
@click.option("--process", required=True, help="Process, for instance P1.")
@click.option("--step", required=True, help="Step of it, for instance accept_or_refuse.")
@click.option("--start", required=True, type=DAY, help="Day of the event, 2026-02-12; it is not counted.")
@click.option("--extend", count=True, help="With the extension that the rule knows; twice for the one after it too.")
@click.option("--by", type=click.IntRange(1), help="Length of an extension that is left to the approval.")
@click.option(
    "--pause", "pauses", multiple=True, metavar="A..B", help="First and last day not counted; may be repeated."
)
@click.option(
    "--place", default="", metavar="CODE", help="Division code, for holidays of a place that are switched on."
)
@click.option("--shipped", is_flag=True, help="By the facts that the product ships, also when there is a database.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Of the sentences.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def due(
    process: str,
    step: str,
    start: dt.datetime,
    extend: int,
    by: int | None,
    pauses: tuple[str, ...],
    place: str,
    *,
    shipped: bool,
    language: str,
    as_json: bool,
) -> None:
    """Compute the last day of a legal period, with every step that leads to it.

    Rules and calendar come from the database when there is one, with all that was added there, and otherwise from the facts
    that the product ships. A rule that was not read in its source, and a year whose holidays are not announced, are named.
    """
    from erdem.lib.periods import NoSuchPeriod, Period, reckon

    known = _shipped(process) if shipped or not _has_database() else _stored(process, place)
    day = start.date()
    rule = _in_force(known.versions, process, step, day)
    try:
        extensions = _extensions(rule, extend, by)
        found = reckon(Period(rule.limit, rule.unit), day, known.days, extensions=extensions, pauses=_pauses(pauses))
    except NoSuchPeriod as error:
        raise NothingToRead(f"This cannot be counted. {error}") from error
    _say(rule, found, language, as_json=as_json)


def _has_database() -> bool:
    """Say whether this installation has a database already: asking for a date is no reason to make one."""
    settings = load_django()
    return not settings.DATABASE_IS_EMBEDDED or (settings.HOME / "postgres" / "PG_VERSION").exists()


def _shipped(process: str) -> _Known:
    from erdem.base.shipped import shipped_calendar, shipped_rules

    load_django()
    return _Known([one for one in shipped_rules() if one.process == process], shipped_calendar())


def _stored(process: str, place: str) -> _Known:
    held = ready_database(upgrade=False)
    from erdem.base.actor import PUBLIC, acting_as
    from erdem.base.clock import working_calendar
    from erdem.base.models import ClockRule

    with acting_as(PUBLIC):
        known = _Known(list(ClockRule.objects.filter(process=process)), working_calendar(place))
    del held
    return known


def _in_force(
    versions: Sequence[ClockRule | ShippedRule], process: str, step: str, day: dt.date
) -> ClockRule | ShippedRule:
    named = [one for one in versions if one.step == step]
    if not named:
        steps = ", ".join(sorted({one.step for one in versions}))
        known = f"{process} knows: {steps}." if steps else f"There is no process {process}."
        raise NothingToRead(f"There is no rule {process} {step}. {known}")
    found = [one for one in named if one.valid_from <= day and (one.valid_to is None or one.valid_to >= day)]
    if not found:
        first = min(one.valid_from for one in named)
        raise NothingToRead(f"No rule {process} {step} is in force on {day}. The first one holds from {first}.")
    return max(found, key=lambda one: one.valid_from)


def _extensions(rule: ClockRule | ShippedRule, number: int, by: int | None) -> list[Period]:
    from erdem.lib.periods import Period

    if number > len(rule.extensions):
        raise NothingToRead(f"{rule.process} {rule.step} can be extended {len(rule.extensions)} times, not {number}.")
    found = []
    for one in rule.extensions[:number]:
        amount: int | None = one["amount"] or by
        if amount is None:
            raise NothingToRead("How long this extension is, is left to whoever approves it. Add --by.")
        found.append(Period(amount, one["unit"]))
    return found


def _pauses(given: Sequence[str]) -> list[Pause]:
    found = []
    for one in given:
        first, _dots, last = one.partition("..")
        try:
            found.append((dt.date.fromisoformat(first), dt.date.fromisoformat(last)))
        except ValueError as error:
            raise NothingToRead(f"A pause is written 2026-03-02..2026-03-06, not {one}.") from error
    return found


def _say(rule: ClockRule | ShippedRule, found: Due, language: str, *, as_json: bool) -> None:
    from django.utils import translation

    from erdem.base.clock import explain

    with translation.override("zh-hans" if language == "zh" else "en"):
        sentences = explain(found.steps)
    if as_json:
        click.echo(json.dumps(_as_object(rule, found, sentences), ensure_ascii=False))
        return
    click.echo(found.day.isoformat() if found.day else "–")
    for sentence in sentences:
        click.echo(f"  {sentence}")
    unread = "" if rule.confidence == READ else f"; not verified ({rule.confidence})"
    click.echo(f"  {rule.basis}{unread}")


def _as_object(rule: ClockRule | ShippedRule, found: Due, sentences: Sequence[str]) -> dict[str, Any]:
    return {
        "due": found.day.isoformat() if found.day else None,
        "steps": [{**step, "text": text} for step, text in zip(found.steps, sentences, strict=True)],
        "provisional": found.provisional,
        "confidence": rule.confidence,
        "verified": rule.confidence == READ,
        "basis": rule.basis,
        "rule": {"process": rule.process, "step": rule.step, "valid_from": rule.valid_from.isoformat()},
    }
