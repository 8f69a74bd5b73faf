"""Panels of the desk: notes, evidence, inspections."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment
from erdem.cases.choices import Audience, NoteReview
from erdem.cases.models import Case, CaseNote, Evidence
from erdem.cases.pages.panel import Panel
from erdem.cases.policies import can_review_note, can_work, can_write_note
from erdem.cases.queries.work import evidence_of, inspections_of, notes_of

SHAPES = {NoteReview.WAITING: "wait", NoteReview.APPROVED: "done", NoteReview.REFUSED: "stop"}


def notes_panel(actor: Actor, case: Case) -> Panel | None:
    """Notes, those of each audience apart."""
    may = bool(can_write_note(actor, case, Audience.PARTY))
    rows = list(notes_of(actor, case))
    if not rows and not may:
        return None
    groups = []
    for audience, shape in ((Audience.INTERNAL, "lock"), (Audience.PARTY, "work"), (Audience.PUBLIC, "new")):
        of_it = [_note(actor, each) for each in rows if each.audience == audience]
        if of_it:
            groups.append({"label": str(audience.label), "shape": shape, "rows": of_it})
    shown = {"groups": groups, "add": reverse("cases:note-new", args=[case.number]) if may else ""}
    return Panel("notes", _("Notes"), "cases/panels/notes.html", shown)


def _note(actor: Actor, note: CaseNote) -> dict[str, Any]:
    waits = note.review == NoteReview.WAITING
    may = waits and bool(can_review_note(actor, note))
    return {
        "body": note.body,
        "by": str(note.written_by),
        "at": iso_moment(note.written_at)[:16],
        "review": note.get_review_display() if note.review else "",
        "shape": SHAPES.get(NoteReview(note.review), "wait") if note.review else "",
        "reason": note.review_reason,
        "url": reverse("cases:note-review", args=[note.case.number, note.pk]) if may else "",
    }


def evidence_panel(actor: Actor, case: Case) -> Panel | None:
    """Evidence with its hashes and whether a second person has checked it."""
    may = bool(can_work(actor, case)) and case.is_open
    rows = [_piece(case, each) for each in evidence_of(actor, case)]
    if not rows and not may:
        return None
    shown = {"rows": rows, "add": reverse("cases:evidence-new", args=[case.number]) if may else ""}
    return Panel("evidence", pgettext("case", "Evidence"), "cases/panels/evidence.html", shown)


def _piece(case: Case, piece: Evidence) -> dict[str, Any]:
    return {
        "ordinal": piece.ordinal,
        "title": piece.title,
        "kind": piece.get_kind_display(),
        "source": piece.source,
        "url": reverse("cases:evidence-detail", args=[case.number, piece.ordinal]),
        "sha256": piece.sha256,
        "checked": piece.checked_by_id is not None,
        "copy_of": piece.original.ordinal if piece.original else None,
    }


def inspections_panel(actor: Actor, case: Case) -> Panel | None:
    """Inspections on site."""
    may = bool(can_work(actor, case)) and case.is_open
    rows = [
        {
            "number": each.number,
            "place": each.place_name,
            "at": iso_moment(each.begun_at)[:16],
            "who": f"{each.first_officer}、{each.second_officer}",
            "url": reverse("cases:inspection-detail", args=[case.number, each.number]),
        }
        for each in inspections_of(actor, case)
    ]
    if not rows and not may:
        return None
    shown = {
        "rows": rows,
        "add": reverse("cases:inspection-new", args=[case.number]) if may else "",
        "take": reverse("cases:inspection-offline", args=[case.number]) if may else "",
        "bring": reverse("cases:inspection-upload", args=[case.number]) if may else "",
    }
    return Panel("inspections", _("Inspections on site"), "cases/panels/inspections.html", shown)
