"""Certificates: those of a record with what can be done, the list, and the public page to which the QR code leads."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.exports import table_response
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.knowledge import queries, services
from erdem.knowledge.forms.certificates import RevocationForm
from erdem.knowledge.pages import certificates as pages
from erdem.knowledge.pages.register import may_follow
from erdem.knowledge.policies.register import can_certify, can_revoke_certificate
from erdem.knowledge.queries import certificates as reads
from erdem.knowledge.views.request import record_or_404

NO_STORE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


def _kept(request: HttpRequest, number: str) -> queries.Record:
    record = record_or_404(request, number)
    if not may_follow(actor_of(request), record):
        raise PermissionRefused(_("Certificates of a record are for those who look after it."))
    return record


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


@login_required
@require_safe
def certificate_list(request: HttpRequest) -> HttpResponse:
    """All certificates that this person looks after."""
    page = pages.list_page(actor_of(request), request.GET)
    return render(request, "knowledge/certificate_list.html", {"page": page})


@login_required
@require_safe
def certificate_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list as a table to take away."""
    actor = actor_of(request)
    found = reads.certificate_list(actor, request.GET.get("sort", ""))
    services.note_export(
        actor=actor, records=[one.version.record for one in found if one.version.record is not None], kind=kind
    )
    return table_response(kind, "certificates", pages.export_heads(), pages.export_rows(found))


@login_required
@require_safe
def record_certificates(request: HttpRequest, number: str) -> HttpResponse:
    """The certificates of a record, and what can be done."""
    page = pages.record_page(actor_of(request), _kept(request, number))
    return render(request, "knowledge/record_certificates.html", {"page": page})


@login_required
@require_POST
def certificate_issue(request: HttpRequest, number: str) -> HttpResponse:
    """Issue the certificate, or amend it after a new version."""
    actor, record = actor_of(request), _kept(request, number)
    require(can_certify(actor, record))
    try:
        made = services.issue_certificate(actor=actor, record=record)
        messages.success(request, _("Certificate %(number)s was issued.") % {"number": made.number})
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    return redirect("knowledge:record-certificates", number=number)


@login_required
@require_safe
def certificate_file(request: HttpRequest, number: str, certificate: str) -> HttpResponse:
    """The holders' copy, with the content in it."""
    actor, record = actor_of(request), _kept(request, number)
    found = reads.get_certificate(actor, record, certificate)
    content = reads.whole_file(found) if found else None
    if content is None:
        raise Http404
    services.note_export(actor=actor, records=[record], kind="evidence")
    return _file(content, f"{certificate}-holders.pdf", "application/pdf")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_revoke(request: HttpRequest, number: str, certificate: str) -> HttpResponse:
    """Ask for the reason, then revoke."""
    actor, record = actor_of(request), _kept(request, number)
    found = reads.get_certificate(actor, record, certificate)
    if found is None:
        raise Http404
    require(can_revoke_certificate(actor, record))
    form = RevocationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.revoke_certificate(actor=actor, record=record, certificate=found, **form.cleaned_data)
        messages.success(request, _("Certificate %(number)s was revoked.") % {"number": found.number})
        return redirect("knowledge:record-certificates", number=number)
    page = pages.revoke_page(record, found, form)
    return render(request, "knowledge/certificate_revoke.html", {"page": page}, status=422 if form.is_bound else 200)


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """How a certificate stands, for whoever has its number. What is no number of ours is all answered alike."""
    page = pages.standing_page(actor_of(request), number)
    answer = render(request, "knowledge/certificate.html", {"page": page}, status=200 if page.standing else 404)
    for name, value in NO_STORE.items():
        answer[name] = value
    return answer


@require_safe
def certificate_public_file(request: HttpRequest, number: str) -> HttpResponse:
    """The copy for others, as long as it shows no more than this reader may know."""
    content = reads.public_file(actor_of(request), number)
    if content is None:
        raise Http404
    return _file(content, f"{reads.tidy_number(number)}.pdf", "application/pdf")


@require_safe
def certificate_evidence(request: HttpRequest, number: str) -> HttpResponse:
    """The evidence of the issue: it names the SHA-256 of both copies, and says nothing of the record."""
    return _evidence(number, revocation=False)


@require_safe
def certificate_revocation(request: HttpRequest, number: str) -> HttpResponse:
    """The evidence of the revocation."""
    return _evidence(number, revocation=True)


def _evidence(number: str, *, revocation: bool) -> HttpResponse:
    content = reads.certificate_evidence(number, revocation=revocation)
    if content is None:
        raise Http404
    what = "revocation" if revocation else "evidence"
    return _file(content, f"{reads.tidy_number(number)}.{what}.json", "application/json")
