"""Pages for auditors."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from erdem.base.asking import actor_of
from erdem.base.exports import download
from erdem.notary import queries
from erdem.notary.audit_pages import audit_page
from erdem.notary.policies import can_audit


@require_safe
@login_required
def audit_heads(request: HttpRequest) -> HttpResponse:
    """The heads of the audit trail, gaps between them, and on demand whether the entries still fit."""
    actor = actor_of(request)
    if not can_audit(actor):
        raise Http404
    return render(request, "notary/audit.html", {"page": audit_page(actor, request.GET)})


@require_safe
@login_required
def audit_evidence(request: HttpRequest, number: int) -> HttpResponse:
    """The evidence file of one head."""
    head = queries.audit_head(actor_of(request), number)
    if head is None:
        raise Http404
    content = queries.evidence_of_head(head)
    if content is None:
        messages.info(request, _("The log has not taken this up yet. Try again in a minute."))
        return redirect("notary:audit-heads")
    return download("json", f"audit-head-{number}", content, "application/json")
