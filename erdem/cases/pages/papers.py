"""What the pages of official documents show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment
from erdem.cases.choices import DocumentStatus
from erdem.cases.models import Case, OfficialDocument
from erdem.cases.pages.links import Link, address, trail
from erdem.cases.pages.writing import FormPage
from erdem.cases.paper.composing import UNVERIFIED, blanks
from erdem.cases.paper.registry import Template
from erdem.cases.workflow.papers import DOCUMENT

FORMATS = (("pdf", "PDF"), ("docx", "DOCX"))


@dataclass(frozen=True)
class DocumentPage:
    """One document with where it stands, its words, and what the reader may do now."""

    document: OfficialDocument
    trail: tuple[Link, ...]
    shape: str
    facts: tuple[dict[str, Any], ...]
    actions: tuple[dict[str, Any], ...]
    files: tuple[Link, ...]
    blanks: int
    is_marked: bool


def where(document: OfficialDocument, name: str = "document", *more: str) -> str:
    """Return an address of a document."""
    return reverse(f"cases:{name}", args=[document.case.number, document.pk, *more])


def document_page(actor: Actor, document: OfficialDocument) -> DocumentPage:
    """Build the page of a document."""
    is_open = document.status in (DocumentStatus.DRAFT, DocumentStatus.APPROVED)
    return DocumentPage(
        document=document,
        trail=trail(document.case, Link(document.number or document.title)),
        shape=DOCUMENT.shapes[document.status],
        facts=tuple(_facts(document)),
        actions=tuple(_actions(actor, document)),
        files=tuple(Link(label, where(document, "document-file", kind)) for kind, label in FORMATS),
        blanks=blanks(document.content) if is_open else 0,
        is_marked=UNVERIFIED in repr(document.content),
    )


def _facts(document: OfficialDocument) -> list[dict[str, Any]]:
    rows = [
        (pgettext("official document", "Number"), document.number or _("given when it is issued")),
        (pgettext("official document", "Drafted by"), f"{document.drafter} · {iso_date(document.created_at)}"),
    ]
    if document.approver:
        rows.append((_("Approved by"), f"{document.approver} · {iso_date(document.approved_at)}"))
    if document.issued_at:
        rows.append((pgettext("official document", "Issued"), iso_moment(document.issued_at)[:16]))
    if document.pdf:
        rows.append(("SHA-256", document.pdf.sha256))
    if document.status_reason:
        rows.append((pgettext("case", "Reason"), document.status_reason))
    return [{"term": term, "value": value} for term, value in rows]


def _actions(actor: Actor, document: OfficialDocument) -> list[dict[str, Any]]:
    found = []
    for step in DOCUMENT.available(actor, document):
        is_link = step.name == "void"
        url = where(document, "document-void") if is_link else where(document, "document-step", step.name)
        found.append(
            {"label": step.label, "url": url, "kind": "main" if step.emphasis == "main" else "", "link": is_link}
        )
    if document.status == DocumentStatus.DRAFT and found:
        found.insert(0, {"label": _("Write on it"), "url": where(document, "document-edit"), "kind": "", "link": True})
    return found


def form_page(case: Case, template: Template, form: forms.Form, document: OfficialDocument | None = None) -> FormPage:
    """Return the page on which a document is filled in."""
    return FormPage(
        title=template.title,
        trail=trail(case, Link(template.title)),
        form=form,
        label=_("Save the draft"),
        back=where(document) if document else address(case),
        stays=_("Do not save it"),
        lead=_("What the case says is filled in by itself. Empty fields stay blanks in the draft."),
    )


def void_page(document: OfficialDocument, form: forms.Form) -> FormPage:
    """Return the page on which a document is declared void."""
    return FormPage(
        title=_("Declare it void"),
        trail=trail(document.case, Link(document.number or document.title)),
        form=form,
        label=_("Declare it void"),
        back=where(document),
        stays=_("Leave it as it is"),
        lead=_("It stays readable with its number, which is not used again."),
        kind="stop",
    )


def numbering_page(form: forms.Form) -> FormPage:
    """Return the page on which the word of an office is kept."""
    return FormPage(
        title=_("Word of the office in numbers"),
        trail=trail(None, Link(_("Word of the office in numbers"))),
        form=form,
        label=_("Save the word"),
        back=reverse("cases:case-list"),
        stays=_("Leave it as it is"),
        lead=_("Documents issued before keep their number."),
    )
