"""The page of a dossier, its seal, and the bundle to take away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken
from erdem.overlap import services
from erdem.overlap.queries import findings, seals


def _dossier(request: HttpRequest, number: str) -> Any:
    dossier = findings.get_dossier(actor_of(request), number)
    if dossier is None:
        raise Http404
    return dossier


@login_required
@require_safe
def dossier_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show the files of a dossier, its seal, what the bundle holds and what is missing."""
    page = seals.seal_page(actor_of(request), _dossier(request, number))
    template = "overlap/dossier_progress.html" if request.headers.get("HX-Request") else "overlap/dossier_detail.html"
    return render(request, template, {"page": page})


@login_required
@require_POST
def dossier_seal(request: HttpRequest, number: str) -> HttpResponse:
    """Seal a dossier that has no seal yet."""
    try:
        progress = services.request_seal(actor=actor_of(request), dossier=_dossier(request, number))
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
    else:
        if progress is not None:
            messages.info(request, _("The dossier is being sealed. Stay on this page or come back."))
    return redirect("overlap:dossier-detail", number)


@login_required
@require_safe
def dossier_bundle(request: HttpRequest, number: str) -> HttpResponseBase:
    """Hand over the bundle of a dossier."""
    dossier = _dossier(request, number)
    try:
        bundle = services.take_bundle(actor=actor_of(request), dossier=dossier)
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
        return redirect("overlap:dossier-detail", number)
    return FileResponse(bundle, as_attachment=True, filename=f"{dossier.number}.zip", content_type="application/zip")
