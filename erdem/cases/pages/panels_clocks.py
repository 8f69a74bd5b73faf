"""The panel of the clocks of a case: what runs, until when, by which rule, and what may be done to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.clock.explaining import length_of
from erdem.base.clock.words import word_of
from erdem.base.formatting import iso_date
from erdem.base.models import OPEN_STATES, ClockState
from erdem.cases.models import Case, CaseClock, ExtensionRequest
from erdem.cases.pages.links import Link, days_left, trail
from erdem.cases.pages.panel import Panel
from erdem.cases.policies import can_handle, can_oversee
from erdem.cases.queries.clocks import clocks_of, waiting_extensions


@dataclass(frozen=True)
class ClockRow:
    """One clock as the component shows it, with what the reader may do to it."""

    number: str
    about: str
    title: str
    url: str
    state: str
    left: str
    elapsed: int
    start: str
    due: str
    basis: str
    unconfirmed: str
    asked: ExtensionRequest | None
    actions: tuple[Link, ...]


def clocks_panel(actor: Actor, case: Case) -> Panel | None:
    """The clocks of a case; nothing when it never had one."""
    clocks = clocks_of(case)
    if not clocks:
        return None
    waiting = waiting_extensions(case)
    rows = [clock_row(actor, each, waiting.get(each.pk)) for each in clocks]
    shown = {"rows": rows, "has_unconfirmed": any(row.unconfirmed for row in rows)}
    return Panel("clocks", pgettext("case", "Periods"), "cases/panels/clocks.html", shown, side=True)


def clock_row(actor: Actor, clock: CaseClock, asked: ExtensionRequest | None = None) -> ClockRow:
    """Return one clock as the page shows it."""
    return ClockRow(
        number=clock.case.number,
        about=clock.case.title,
        title=word_of("step", clock.rule.step),
        url=reverse("cases:clock", args=[clock.case.number, clock.pk]),
        state=shape_of(clock),
        left=left_of(clock),
        elapsed=elapsed_of(clock),
        start=iso_date(clock.started_on),
        due=_("until %(day)s") % {"day": iso_date(clock.due_on)} if clock.due_on else "",
        basis=clock.rule.basis,
        unconfirmed="" if clock.rule.is_verified and not clock.is_provisional else "yes",
        asked=asked,
        actions=tuple(_actions(actor, clock, asked)),
    )


def shape_of(clock: CaseClock) -> str:
    """Return the shape of a clock: over, due when red, wait when paused or amber, work, done or stop."""
    if clock.state == ClockState.MET:
        return "done"
    if clock.state == ClockState.MISSED_AND_MET:
        return "over"
    if clock.state == ClockState.STOPPED:
        return "stop"
    today = timezone.localdate()
    if clock.due_on and today > clock.due_on:
        return "over"
    if clock.state == ClockState.PAUSED:
        return "wait"
    if clock.red_on and today >= clock.red_on:
        return "due"
    return "wait" if clock.amber_on and today >= clock.amber_on else "work"


def left_of(clock: CaseClock) -> str:
    """Return what is left of a clock, or how it ended, in words."""
    if clock.met_on:
        return f"{clock.get_state_display()} · {iso_date(clock.met_on)}"
    if clock.state != ClockState.RUNNING or clock.due_on is None:
        return str(clock.get_state_display())
    return days_left(clock.due_on)


def elapsed_of(clock: CaseClock) -> int:
    """Return how much of the period has passed, in whole percent."""
    if clock.state not in OPEN_STATES:
        return 100
    if clock.due_on is None:
        return 0
    whole = (clock.due_on - clock.started_on).days
    gone = (timezone.localdate() - clock.started_on).days
    return max(0, min(100, round(100 * gone / whole))) if whole > 0 else 100


def _actions(actor: Actor, clock: CaseClock, asked: ExtensionRequest | None) -> list[Link]:
    """What the reader may do to a clock that is still open."""
    if clock.state not in OPEN_STATES or not clock.case.is_open:
        return []
    offered: list[tuple[Any, str]] = []
    if can_handle(actor, clock.case):
        offered += _for_the_handler(clock, asked)
    if can_oversee(actor, clock.case):
        offered += [(_("Decide about more time"), "decide")] if asked is not None else []
        offered.append((_("End this period"), "stop"))
    keys = [clock.case.number, clock.pk]
    return [Link(label, reverse(f"cases:clock-{name}", args=keys)) for label, name in offered]


def _for_the_handler(clock: CaseClock, asked: ExtensionRequest | None) -> list[tuple[Any, str]]:
    offered: list[tuple[Any, str]] = []
    if clock.state == ClockState.PAUSED:
        offered.append((_("Let it run on"), "resume"))
    elif clock.rule.pauses:
        offered.append((_("Interrupt it"), "pause"))
    if asked is None and len(clock.extended) < len(clock.rule.extensions):
        offered.append((_("Ask for more time"), "extend"))
    return offered


@dataclass(frozen=True)
class ClockPage:
    """One clock: why its last day is that day, step by step, and everything that happened to it."""

    clock: CaseClock
    trail: tuple[Link, ...]
    row: ClockRow
    facts: tuple[dict[str, Any], ...]
    steps: tuple[str, ...]
    events: tuple[dict[str, Any], ...]


def clock_page(actor: Actor, clock: CaseClock, explained: list[str]) -> ClockPage:
    """Build the page of one clock."""
    row = clock_row(actor, clock, waiting_extensions(clock.case).get(clock.pk))
    return ClockPage(
        clock=clock,
        trail=trail(clock.case, Link(row.title)),
        row=row,
        facts=tuple(_facts(clock)),
        steps=tuple(explained),
        events=tuple(_event(each) for each in clock.events.order_by("-pk")),
    )


def _facts(clock: CaseClock) -> list[dict[str, Any]]:
    rule = clock.rule
    facts = [
        {"term": _("Last day"), "value": iso_date(clock.due_on) if clock.due_on else _("none")},
        {"term": _("Length"), "value": length_of(rule.limit, rule.unit)},
        {"term": _("Legal basis"), "value": rule.basis},
        {"term": _("How well it is known"), "value": str(rule.get_confidence_display())},
    ]
    if clock.is_provisional:
        facts.append({"term": _("Calendar"), "value": _("provisional: a year is not announced yet")})
    if clock.breached_on:
        facts.append({"term": _("Missed since"), "value": iso_date(clock.breached_on)})
    return facts


def _event(event: Any) -> dict[str, Any]:
    moved = event.due_before and event.due_after and event.due_before != event.due_after
    day = _("last day %(before)s → %(after)s") % {"before": event.due_before, "after": event.due_after} if moved else ""
    parts = [event.actor_label, event.reason, event.document_name, day]
    return {
        "time": iso_date(event.day),
        "text": str(event.get_kind_display()),
        "note": " · ".join(part for part in parts if part),
    }
