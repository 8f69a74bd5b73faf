"""What the page of one case shows: its head, what may be done now, its panels, and the record of the whole process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment
from erdem.base.workflow import Step
from erdem.cases.models import Case
from erdem.cases.pages.acts import words_of
from erdem.cases.pages.links import Link, days_left, trail, urgency
from erdem.cases.pages.panels import STEP_PAGES, Panel, panels_of
from erdem.cases.policies import can_work
from erdem.cases.queries.cases import acts_of
from erdem.cases.workflow import process_of
from erdem.people.queries import get_place


@dataclass(frozen=True)
class DetailPage:
    """One case with where it stands and what the reader may do now."""

    case: Case
    trail: tuple[Link, ...]
    status: str
    shape: str
    outcome: str
    head: tuple[dict[str, Any], ...]
    due: dict[str, str] | None
    actions: tuple[dict[str, Any], ...]
    assign: str
    facts: tuple[dict[str, Any], ...]
    panels: tuple[Panel, ...]
    side: tuple[Panel, ...]
    way: tuple[dict[str, Any], ...]
    reason: str


def detail_page(actor: Actor, case: Case) -> DetailPage:
    """Build the page of one case."""
    process = process_of(case.kind)
    panels = panels_of(actor, case)
    may_assign = bool(can_work(actor, case)) and case.is_open
    return DetailPage(
        case=case,
        trail=trail(case),
        status=str(process.label(case.status)),
        shape=process.workflow.shapes.get(case.status, "work"),
        outcome=str(case.get_outcome_display()) if case.outcome else "",
        head=tuple(_head(case)),
        due=_due(case),
        actions=tuple(_action(case, step) for step in sorted(process.available(actor, case), key=_place)),
        assign=reverse("cases:case-assign", args=[case.number]) if may_assign else "",
        facts=tuple(_facts(case)),
        panels=tuple(each for each in panels if not each.side),
        side=tuple(each for each in panels if each.side),
        way=tuple(_way(case)),
        reason=case.status_reason,
    )


def _place(step: Step) -> int:
    """What leads on stands first, what ends the matter last; the others keep the order of the table."""
    return {"main": 0, "stop": 2}.get(step.emphasis, 1)


def _due(case: Case) -> dict[str, str] | None:
    if case.due_on is None or not case.is_open:
        return None
    return {"shape": urgency(case.due_on), "day": iso_date(case.due_on), "left": days_left(case.due_on)}


def _head(case: Case) -> Iterable[dict[str, Any]]:
    """Yield who has the case, as the narrow column shows it."""
    nobody = pgettext("handler of a case", "nobody yet")
    yield {"term": pgettext("case", "Office"), "value": str(case.office)}
    yield {"term": pgettext("case", "Handler"), "value": str(case.handler) if case.handler else nobody}
    if case.second_handler:
        yield {"term": _("Second officer"), "value": str(case.second_handler)}
    yield {"term": pgettext("case", "Received"), "value": iso_date(case.received_on)}
    if case.closed_at:
        yield {"term": pgettext("case", "Closed"), "value": iso_date(case.closed_at)}


def _facts(case: Case) -> Iterable[dict[str, Any]]:
    """Yield what the case is about, in the order in which it is read."""
    place = get_place(case.place_code[:6])
    yield {"term": pgettext("case", "Subject"), "value": case.get_subject_display()}
    yield {"term": pgettext("case", "How it came"), "value": case.get_channel_display()}
    yield {"term": _("Division"), "value": str(place) if place else case.place_code}
    if case.happened_on:
        yield {"term": _("Day of the last act"), "value": iso_date(case.happened_on)}
    if case.right_number:
        yield {"term": _("Number of the right"), "value": case.right_number, "code": True}
    named = _("yes") if case.is_named else _("no")
    yield {"term": _("Reported under a name"), "value": named}
    if case.outcome_note:
        yield {"term": _("About the outcome"), "value": case.outcome_note}


def _action(case: Case, step: Step) -> dict[str, Any]:
    own = STEP_PAGES.get((case.kind, step.name))
    url = reverse(own, args=[case.number]) if own else reverse("cases:case-step", args=[case.number, step.name])
    return {"label": step.label, "url": url, "kind": {"main": "main", "stop": "stop"}.get(step.emphasis, "")}


def _way(case: Case) -> Iterable[dict[str, Any]]:
    """Yield the record of the whole process, newest first."""
    process = process_of(case.kind)
    labels = process.workflow.labels()
    for place, act in enumerate(reversed(acts_of(case))):
        moved = act.from_status and act.from_status != act.to_status
        parts = [str(act.by) if act.by else _("by the system"), act.note]
        yield {
            "time": iso_moment(act.at)[:16],
            "text": words_of(act, case.kind),
            "state": str(labels.get(act.to_status, "")) if moved or act.step == "begin" else "",
            "note": " · ".join(part for part in parts if part),
            "on": place == 0,
        }
