"""Evidence files of consents and permits."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from erdem.base.asking import actor_of
from erdem.knowledge import queries


@login_required
@require_safe
def consent_evidence(request: HttpRequest, number: str, act: str) -> HttpResponseBase:
    """The evidence that a consent was given, or taken back."""
    actor = actor_of(request)
    consent = queries.get_consent(actor, number)
    if consent is None:
        raise Http404
    try:
        content = queries.consent_evidence(actor, consent, act)
    except LookupError:
        raise Http404 from None
    if content is None:
        return _not_yet(request, "knowledge:consent-detail", number)
    return _file(content, f"{consent.number}-{act}")


@login_required
@require_safe
def grant_evidence(request: HttpRequest, grant: int, act: str) -> HttpResponseBase:
    """The evidence that access was given, or taken back: for the community that gave it and for whom it is."""
    actor = actor_of(request)
    permit = queries.permit(actor, grant)
    if permit is None:
        raise Http404
    try:
        content = queries.grant_evidence(actor, permit, act)
    except LookupError:
        raise Http404 from None
    if content is None:
        return _not_yet(request, "web:desk")
    return _file(content, f"permit-{permit.pk}-{act}")


def _not_yet(request: HttpRequest, where: str, *arguments: str) -> HttpResponseBase:
    messages.info(request, _("The log has not taken this up yet. Try again in a minute."))
    return redirect(where, *arguments)


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.evidence.json"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/json", headers=headers)
