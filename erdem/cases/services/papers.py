"""Official documents: drafted from a template, approved by somebody else, issued with a number, void only with a reason.

Interface for other parts of cases: `draft_document`, `approve_document`, `issue_document`, `void_document`; the templates are
in `erdem.cases.paper.registry`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, blobs
from erdem.base.actor import Actor
from erdem.base.numbering import next_number
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.cases.choices import DocumentStatus
from erdem.cases.models import Case, OfficeNumbering, OfficialDocument
from erdem.cases.paper.composing import compose
from erdem.cases.paper.printing import DRAFT, VOID, Printed, chinese_date, docx_of, pdf_of
from erdem.cases.paper.registry import TEMPLATES, Template
from erdem.cases.policies.papers import can_keep_numbering, can_write_document
from erdem.cases.queries.papers import facts_of, period_words, word_of
from erdem.cases.services.faults import MOVED_ON, broken
from erdem.cases.services.trace import note_event, trace
from erdem.cases.workflow.papers import DOCUMENT
from erdem.people.models import Organisation

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@transaction.atomic
def draft_document(
    *, actor: Actor, case: Case, template: str, given: Mapping[str, Any] | None = None
) -> OfficialDocument:
    """Draft a document in a case from a template; what is not known yet stays a blank.

    Args:
        actor: an officer of the office.
        case: the case it belongs to.
        template: the key of a template of this kind of case.
        given: what was filled in, by the name of the field.

    Raises:
        PermissionRefused: the actor is no officer of the office.
        RuleBroken: there is no such template for this kind of case.
    """
    found = _template(case, template)
    document = OfficialDocument(
        case=case,
        office=case.office,
        template=template,
        title=found.title,
        series=found.series,
        given=dict(given or {}),
    )
    require(can_write_document(actor, document))
    document.drafter_id = actor.user_id or 0
    document.content = _content(case, found, document.given)
    with broken():
        document.save(force_insert=True)
    note_event(actor, case, "draft_document", came_from=case.status, note=found.title, detail=_detail(document))
    trace(actor, "draft_document", case, template=template)
    return document


@transaction.atomic
def revise_document(
    *, actor: Actor, document: OfficialDocument, given: Mapping[str, Any], seen_version: int | None = None
) -> OfficialDocument:
    """Write a draft anew with what was filled in, from the facts of the case as they are now; who wrote last has drafted it.

    Raises:
        RuleBroken: it is no draft any more, or somebody was faster.
    """
    document = _held(document, seen_version)
    require(can_write_document(actor, document))
    if document.status != DocumentStatus.DRAFT:
        raise RuleBroken(_("Only a draft is written on. Open it as a draft again, or declare it void."))
    document.given = {**document.given, **given}
    document.content = _content(document.case, _template(document.case, document.template), document.given)
    document.drafter_id = actor.user_id or 0
    with broken():
        document.save(update_fields=["given", "content", "drafter", "updated_at"])
    document.refresh_from_db()
    trace(actor, "revise_document", document.case, template=document.template)
    return document


@transaction.atomic
def approve_document(*, actor: Actor, document: OfficialDocument, seen_version: int | None = None) -> OfficialDocument:
    """Approve what somebody else drafted.

    Raises:
        PermissionRefused: the actor drafted it, or is of another office.
        RuleBroken: something that has to be filled in is missing.
    """
    document = _held(document, seen_version)
    if missing := missing_fields(document):
        raise RuleBroken(_("Fill in first: %(fields)s.") % {"fields": "、".join(missing)})
    return _move(actor, document, "approve", approver_id=actor.user_id, approved_at=timezone.now())


@transaction.atomic
def return_document(*, actor: Actor, document: OfficialDocument, seen_version: int | None = None) -> OfficialDocument:
    """Open an approved document as a draft again; it needs a new approval."""
    document = _held(document, seen_version)
    return _move(actor, document, "return_draft", approver_id=None, approved_at=None)


@transaction.atomic
def issue_document(*, actor: Actor, document: OfficialDocument, seen_version: int | None = None) -> OfficialDocument:
    """Issue an approved document: it gets the next number of the office, and its PDF and Word file are kept.

    Raises:
        RuleBroken: it is not approved, or the fonts of documents are not ready; no number is lost.
    """
    document = _held(document, seen_version)
    now = timezone.localtime()
    numbered: dict[str, Any] = {}
    if document.series:
        sequence = next_number(f"document:{document.office_id}:{document.series}", now.year)
        word = word_of(document.office)
        numbered = {"year": now.year, "sequence": sequence}
        numbered["number"] = f"{word}{document.series}〔{now.year}〕{sequence}号"
    printed = Printed(document.content, numbered.get("number", ""), chinese_date(now.date()))
    return _move(
        actor,
        document,
        "issue",
        issuer_id=actor.user_id,
        issued_at=now,
        pdf=blobs.keep(pdf_of(printed, issued_at=now), media_type=PDF),
        docx=blobs.keep(docx_of(printed, issued_at=now), media_type=DOCX),
        **numbered,
    )


@transaction.atomic
def void_document(
    *, actor: Actor, document: OfficialDocument, reason: str, seen_version: int | None = None
) -> OfficialDocument:
    """Declare a document void; what was issued stays readable with its number, which is not used again.

    Raises:
        RuleBroken: no reason was given.
    """
    document = _held(document, seen_version)
    return _move(actor, document, "void", status_reason=reason.strip())


@transaction.atomic
def keep_numbering(*, actor: Actor, office: Organisation, word: str) -> OfficeNumbering:
    """Keep the word with which the numbers of an office begin; documents issued before keep theirs.

    Raises:
        RuleBroken: the word is empty or holds spaces, digits or the brackets of the year.
    """
    require(can_keep_numbering(actor, office.pk))
    kept = OfficeNumbering.objects.select_for_update().filter(office=office).first() or OfficeNumbering(office=office)
    kept.word, kept.updated_by_id = word.strip(), actor.user_id
    with broken():
        kept.save()
    _trace_numbering(actor, office)
    return kept


def missing_fields(document: OfficialDocument) -> list[str]:
    """Return the labels of what has to be filled in and is not."""
    template = TEMPLATES.get(document.template)
    if template is None or not template.has_seal:  # records are also filled in by hand, on paper
        return []
    facts = facts_of(document.case)
    return [
        field.label
        for field in template.fields
        if not field.is_optional and not document.given.get(field.name) and not facts.get(field.name)
    ]


def printed_of(document: OfficialDocument, *, draft: str = "") -> Printed:
    """Return what is printed of a document as it stands."""
    date = chinese_date(timezone.localtime(document.issued_at).date()) if document.issued_at else ""
    return Printed(document.content, document.number, date, draft)


def _template(case: Case, key: str) -> Template:
    template = TEMPLATES.get(key)
    if template is None or case.kind not in template.kinds:
        raise RuleBroken(_("There is no such document for this kind of case."), field="template")
    return template


def _content(case: Case, template: Template, given: Mapping[str, Any]) -> dict[str, Any]:
    return compose(template, facts_of(case), given, period_words(timezone.localdate()))


def _held(document: OfficialDocument, seen_version: int | None) -> OfficialDocument:
    held = OfficialDocument.objects.select_for_update(of=("self",)).filter(pk=document.pk).first()
    if held is None or (seen_version is not None and seen_version != held.version):
        raise RuleBroken(str(MOVED_ON))
    return held


def _move(actor: Actor, document: OfficialDocument, step: str, **given: Any) -> OfficialDocument:
    """Take a step of the document; it is an act of its case."""
    with broken():
        take_step(DOCUMENT, document, step, actor=actor, **given)
    document.refresh_from_db()
    case, name = document.case, f"{step.removesuffix('_draft')}_document"
    said = "　".join(part for part in (document.title, document.number, given.get("status_reason", "")) if part)
    note_event(actor, case, name, came_from=case.status, note=said, detail=_detail(document))
    trace(actor, name, case, template=document.template, document=document.number)
    return document


def _detail(document: OfficialDocument) -> dict[str, Any]:
    return {"document": document.pk, "template": document.template, "number": document.number}


def _trace_numbering(actor: Actor, office: Organisation) -> None:
    audit.record(
        actor,
        action="cases.keep_numbering",
        target=office,
        place_code=office.place_id or "",
        organisation_id=office.pk,
    )


def file_of_document(document: OfficialDocument, kind: str, now: dt.datetime) -> tuple[bytes, str]:
    """Return the file of a document with its media type: what was issued as it was kept, all else marked as a draft.

    Raises:
        DocumentError: the fonts of documents are not ready.
        BlobDamaged: the kept file was changed on disk.
    """
    media_type, write = (PDF, pdf_of) if kind == "pdf" else (DOCX, docx_of)
    kept = document.pdf if kind == "pdf" else document.docx
    if kept is not None and document.status == DocumentStatus.ISSUED:
        return blobs.read_verified(kept), media_type
    note = VOID if document.status == DocumentStatus.VOID else DRAFT
    return write(printed_of(document, draft=note), issued_at=document.issued_at or now), media_type
