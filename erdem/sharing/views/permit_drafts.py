"""Drafts of disclosures, from a permit and from a finding: as a page, as a file for paper and Word, as data."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from erdem.base.asking import actor_of
from erdem.base.documents import sheet_docx, sheet_pdf
from erdem.knowledge.queries.protocols import community_names
from erdem.overlap.queries.findings import get_finding
from erdem.sharing.ircc.drafts import Draft, Form, as_document
from erdem.sharing.pages.permit_register import draft_page
from erdem.sharing.permit_drafts import from_finding, from_permit, sheet_of
from erdem.sharing.permit_paper import json_file
from erdem.sharing.views.permit_register import file_response
from erdem.sharing.views.permits import permit_or_404

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRITERS: dict[str, tuple[str, Callable[[Draft], bytes]]] = {
    "pdf": ("application/pdf", lambda draft: sheet_pdf(sheet_of(draft))),
    "docx": (WORD, lambda draft: sheet_docx(sheet_of(draft))),
    "json": ("application/json", lambda draft: json_file(as_document(draft))),
}


def _form(name: str) -> Form:
    if name not in set(Form):
        raise Http404
    return Form(name)


def _of_permit(request: HttpRequest, number: str, form: str) -> Draft:
    return from_permit(_form(form), permit_or_404(request, number), whole=True)


def _of_finding(request: HttpRequest, number: str, form: str) -> Draft:
    """Whoever sees a finding looks after its record."""
    found = get_finding(actor_of(request), number)
    if found is None:
        raise Http404
    communities = "，".join(community_names(tuple(found.record.holders)).values())
    return from_finding(_form(form), found.number, found.record, found.publication, communities)


def _page(request: HttpRequest, draft: Draft, back: str, name: str, number: str) -> HttpResponse:
    files = {kind: reverse(name, args=[number, str(draft.form), kind]) for kind in WRITERS}
    return render(request, "sharing/permit_draft.html", {"page": draft_page(draft, back, files)})


def _file(draft: Draft, number: str, kind: str) -> HttpResponse:
    if kind not in WRITERS:
        raise Http404
    media_type, write = WRITERS[kind]
    return file_response(write(draft), f"{number}-{draft.form}.{kind}", media_type)


@login_required
@require_safe
def permit_draft(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """A draft from a permit."""
    draft = _of_permit(request, number, form)
    back = reverse("permitting:request-permit", args=[permit_or_404(request, number).request.number])
    return _page(request, draft, back, "permitting:permit-draft-file", number)


@login_required
@require_safe
def permit_draft_file(request: HttpRequest, number: str, form: str, kind: str) -> HttpResponse:
    """The same as a file."""
    return _file(_of_permit(request, number, form), number, kind)


@login_required
@require_safe
def finding_draft(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """A draft from a finding whose patent document tells no origin."""
    draft = _of_finding(request, number, form)
    back = reverse("overlap:finding-detail", args=[number])
    return _page(request, draft, back, "permitting:finding-draft-file", number)


@login_required
@require_safe
def finding_draft_file(request: HttpRequest, number: str, form: str, kind: str) -> HttpResponse:
    """The same as a file."""
    return _file(_of_finding(request, number, form), number, kind)
