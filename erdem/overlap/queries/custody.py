"""Custody of what a dossier rests on: who drew, opened, reviewed and wrote it, and when. No name but that on the dossier."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.knowledge.queries.versions import versions
from erdem.overlap.models import Dossier, Review

READING = "overlap.read_finding"


@dataclass(frozen=True)
class CustodyEvent:
    """One thing that happened. ``who`` is a role, or the label that stands on the dossier."""

    at: dt.datetime
    what: str
    who: str
    note: str = ""


def custody_of(actor: Actor, dossier: Dossier) -> list[CustodyEvent]:
    """Return the events up to the dossier, the oldest first, as far as the actor may know of them."""
    finding = dossier.finding
    events = [
        CustodyEvent(
            version.made_at, _version(version.version), _("register of the platform"), f"SHA-256 {version.sha256}"
        )
        for version in versions(actor, finding.record)
    ]
    events.append(
        CustodyEvent(
            finding.created_at,
            _("finding %(number)s was drawn by comparison") % {"number": finding.number},
            _("program of the platform"),
            f"engine {finding.engine_version}; lexicon {finding.lexicon_version}",
        )
    )
    events += [
        CustodyEvent(
            entry.at, _("the finding was opened"), _who(entry.actor_label, dossier, _("reader of the finding"))
        )
        for entry in audit.trail_of(finding).filter(action=READING)
    ]
    events += [
        CustodyEvent(review.at, _step(review.step), _who(review.signed, dossier, _role(review.step)))
        for review in Review.objects.filter(finding=finding)
    ]
    events += [
        CustodyEvent(
            made.made_at,
            _("dossier %(number)s was written") % {"number": made.number},
            _who(made.made_by, dossier, _("officer")),
            f"SHA-256 {made.blob.sha256}",
        )
        for made in Dossier.objects.filter(finding=finding, pk__lte=dossier.pk).select_related("blob")
    ]
    return sorted((event for event in events if event.at <= dossier.made_at), key=lambda event: event.at)


def _who(label: str, dossier: Dossier, role: str) -> str:
    """Return the label when the dossier shows it anyway, else the role: others are not named outside the house."""
    return label if label == dossier.made_by else role


def _role(step: str) -> str:
    return _("expert") if step == "advise" else _("officer")


def _step(step: str) -> str:
    return {
        "start_checking": _("checking began"),
        "confirm": _("the overlap was confirmed"),
        "ask_expert": _("an expert was asked"),
        "advise": _("an expert gave an opinion"),
        "dismiss": _("the finding was put aside"),
        "reopen": _("the finding was taken up again"),
        "close": _("the finding was closed"),
    }.get(step, step)


def _version(version: int) -> str:
    return _("version %(version)s of the record was written") % {"version": version}
