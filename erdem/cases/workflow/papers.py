"""How an official document moves: drafted by one, approved by another, issued, and never changed afterwards."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.cases.choices import DocumentStatus
from erdem.cases.policies.papers import can_approve_document, can_write_document

S = DocumentStatus

DOCUMENT = Workflow(
    document_type="cases.officialdocument",
    initial=(S.DRAFT,),
    final=(S.VOID,),
    shapes={S.DRAFT: "new", S.APPROVED: "work", S.ISSUED: "done", S.VOID: "stop"},
    steps=(
        Step(
            "approve",
            (S.DRAFT,),
            S.APPROVED,
            pgettext_lazy("official document", "Approve the document"),
            can_approve_document,
            emphasis="main",
        ),
        Step(
            "return_draft",
            (S.APPROVED,),
            S.DRAFT,
            pgettext_lazy("official document", "Open it as a draft again"),
            can_write_document,
        ),
        Step(
            "issue",
            (S.APPROVED,),
            S.ISSUED,
            pgettext_lazy("official document", "Issue the document"),
            can_write_document,
            emphasis="main",
        ),
        Step(
            "void",
            (S.DRAFT, S.APPROVED, S.ISSUED),
            S.VOID,
            pgettext_lazy("official document", "Declare it void"),
            can_write_document,
            ("status_reason",),
            emphasis="stop",
        ),
    ),
)
