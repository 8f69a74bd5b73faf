"""What the page of one piece of evidence shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment, number
from erdem.cases.filekinds import PDF, PICTURES
from erdem.cases.models import Evidence
from erdem.cases.pages.links import Link, trail
from erdem.cases.pages.writing import FormPage
from erdem.cases.policies import can_check_evidence, can_work
from erdem.cases.queries.work import custody_of


@dataclass(frozen=True)
class EvidencePage:
    """One piece of evidence with its facts and its custody."""

    piece: Evidence
    trail: tuple[Link, ...]
    facts: tuple[dict[str, Any], ...]
    file: tuple[dict[str, Any], ...]
    custody: tuple[dict[str, Any], ...]
    download: str
    check: str
    note: str
    redact: str


def address_of(piece: Evidence, name: str = "evidence-detail") -> str:
    """Return an address of a piece of evidence."""
    return reverse(f"cases:{name}", args=[piece.case.number, piece.ordinal])


def words_of(piece: Evidence) -> str:
    """Return how a piece of evidence is called in paths."""
    return _("evidence %(n)s") % {"n": piece.ordinal}


def evidence_page(actor: Actor, piece: Evidence) -> EvidencePage:
    """Build the page of a piece of evidence."""
    may = bool(can_work(actor, piece.case))
    may_check = piece.checked_by_id is None and bool(can_check_evidence(actor, piece))
    redactable = piece.media_type in (*PICTURES, PDF) and may and piece.case.is_open
    return EvidencePage(
        piece=piece,
        trail=trail(piece.case, Link(words_of(piece))),
        facts=tuple(_facts(piece)),
        file=tuple(_file(piece)),
        custody=tuple(_custody(actor, piece)),
        download=address_of(piece, "evidence-file") if piece.blob_id else "",
        check=address_of(piece, "evidence-check") if may_check else "",
        note=address_of(piece, "evidence-custody") if may else "",
        redact=address_of(piece, "evidence-redact") if redactable else "",
    )


def form_page(piece: Evidence, title: str, form: forms.Form) -> FormPage:
    """Return a page with one form that belongs to a piece of evidence."""
    return FormPage(
        title=title,
        trail=trail(piece.case, Link(words_of(piece), address_of(piece)), Link(title)),
        form=form,
        label=title,
        back=address_of(piece),
        stays=_("Leave it as it is"),
        lead=f"{piece.ordinal} · {piece.title}",
    )


def sheets_of(piece: Evidence, count: int) -> list[dict[str, Any]]:
    """Return the pages of a piece of evidence with their addresses."""
    key = [piece.case.number, piece.ordinal]
    return [{"number": page, "url": reverse("cases:evidence-page", args=[*key, page])} for page in range(1, count + 1)]


def _facts(piece: Evidence) -> Iterable[dict[str, Any]]:
    not_stated = _("not stated")
    yield {"term": _("Kind of evidence"), "value": piece.get_kind_display()}
    yield {"term": _("From whom"), "value": piece.source}
    yield {"term": _("Captured on"), "value": iso_moment(piece.captured_at)[:16]}
    for term, value in (
        (_("Where it was captured"), piece.captured_where),
        (_("Who captured it"), piece.captured_by),
        (_("Device"), piece.device),
        (_("Program and version"), piece.tool),
        (_("How it was captured"), piece.procedure),
        (pgettext("evidence", "What it shows"), piece.shows),
    ):
        yield {"term": term, "value": value or not_stated}
    if piece.original:
        yield {"term": _("Original"), "value": words_of(piece.original), "url": address_of(piece.original)}


def _file(piece: Evidence) -> Iterable[dict[str, Any]]:
    if piece.blob_id is None:
        return
    yield {"term": _("File"), "value": piece.file_name}
    yield {"term": _("Size"), "value": _("%(n)s bytes") % {"n": number(piece.size)}}
    yield {"term": "SHA-256", "value": piece.sha256, "code": True}
    yield {"term": "SM3", "value": piece.sm3 or _("this machine cannot compute it"), "code": True}


def _custody(actor: Actor, piece: Evidence) -> Iterable[dict[str, Any]]:
    for place, event in enumerate(reversed(custody_of(actor, piece))):
        to_whom = pgettext("custody", "to %(who)s") % {"who": event.to_whom} if event.to_whom else ""
        yield {
            "time": iso_moment(event.at)[:16],
            "text": str(event.get_act_display()),
            "note": " · ".join(part for part in (str(event.by), to_whom, event.why) if part),
            "on": place == 0,
        }
