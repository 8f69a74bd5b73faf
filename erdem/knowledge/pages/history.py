"""The history of a record in words: steps, versions, readings; for those who look after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment
from erdem.knowledge.models import Record, RecordVersion, RegisterStep
from erdem.knowledge.policies import kept
from erdem.knowledge.queries.versions import versions

READINGS = 20


@dataclass(frozen=True)
class Event:
    """One line of the history."""

    at: dt.datetime
    time: str
    text: str
    note: str = ""
    url: str = ""
    on: bool = False


def events_of(actor: Actor, record: Record) -> Iterator[Event]:
    """Yield what happened to a record, the newest first, as far as the actor may know it."""
    lines = [*_steps(actor, record), *_versions(actor, record), *_readings(record)]
    for place, event in enumerate(sorted(lines, key=lambda line: line.at, reverse=True)):
        yield Event(event.at, event.time, event.text, event.note, event.url, on=place == 0)


def step_words(step: RegisterStep) -> str:
    """Say in words what a step did."""
    words = {
        "submit": _("submitted"),
        "confirm_consent": _("consents confirmed"),
        "register": _("registered at once"),
        "deposit": _("deposited with the community"),
        "classify": _("class confirmed"),
        "settle_kin": _("comparison with kin ended"),
        "give_notice": _("put on public notice"),
        "end_notice": _("notice ended, registered"),
        "hear_objections": _("notice ended, objections to be heard"),
        "dismiss_objections": _("objections dismissed, registered"),
        "classify_again": _("sent back to its classification"),
        "review_again": _("sent back to the experts"),
        "return": _("returned to draft"),
        "withdraw": _("withdrawn"),
        "remove": _("content removed"),
    }
    return str(words.get(step.step, step.step))


def _steps(actor: Actor, record: Record) -> Iterator[Event]:
    for step in RegisterStep.objects.filter(kept(actor), record=record):
        text = _("%(who)s: %(what)s") % {"who": who_words(step.by_name), "what": step_words(step)}
        yield Event(step.at, iso_moment(step.at), text, step.reason)


def _versions(actor: Actor, record: Record) -> Iterator[Event]:
    for row in versions(actor, record):
        text = _("%(who)s: version %(version)s") % {"who": who_words(row.made_by_name), "version": row.version}
        url = reverse("knowledge:record-versions", args=[record.number])
        yield Event(row.made_at, iso_moment(row.made_at), text, version_note(row), f"{url}?b={row.version}")


def version_note(row: RecordVersion) -> str:
    """Say why a version was made."""
    if row.erased_at is not None:
        return _("Its content was removed; the digest stays.")
    if row.restored_from is not None:
        return _("Version %(version)s written again. %(reason)s") % {"version": row.restored_from, "reason": row.reason}
    return row.reason


def _readings(record: Record) -> Iterator[Event]:
    found = audit.trail_of(record).filter(action="knowledge.read_restricted")[:READINGS]
    for entry in found:
        text = _("%(who)s: read it") % {"who": who_words(entry.actor_label)}
        yield Event(entry.at, iso_moment(entry.at), text)


def who_words(label: str) -> str:
    """Return the name of who acted; machines are the system."""
    return _("the system") if label in ("", "system") or "." in label else label
