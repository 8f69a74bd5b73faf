"""Records taken out for changing, and bundles of communities."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from erdem.base import blobs, exports
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken
from erdem.knowledge import pages, services
from erdem.knowledge.forms import read_filter


@login_required
@require_safe
def record_take_out(request: HttpRequest, kind: str) -> HttpResponse:
    """All fields of the records of the list, to be changed and brought back."""
    try:
        content = services.take_out_records(
            actor=actor_of(request), wanted=read_filter(request.GET), kind=kind, language=get_language() or "zh-hans"
        )
    except RuleBroken as error:
        messages.warning(request, str(error))
        return redirect("knowledge:record-list")
    return exports.download(kind, "erdem-records", content)


@login_required
@require_safe
def bundle_list(request: HttpRequest) -> HttpResponse:
    """The bundles of the communities that the reader speaks for."""
    return render(request, "knowledge/bundle_list.html", {"page": pages.bundle_page(actor_of(request))})


@login_required
@require_POST
def bundle_ask(request: HttpRequest, community: int) -> HttpResponse:
    """Have a bundle made."""
    try:
        services.ask_for_bundle(actor=actor_of(request), community_id=community)
    except RuleBroken as error:
        messages.warning(request, str(error))
    return redirect("knowledge:bundle-list")


@login_required
@require_safe
def bundle_file(request: HttpRequest, key: UUID) -> FileResponse:
    """Fetch a bundle that is ready and not yet over."""
    bundle = services.fetch_bundle(actor=actor_of(request), bundle_id=key)
    if bundle is None or bundle.blob is None:
        raise Http404
    name = f"erdem-bundle-{bundle.created_at:%Y%m%d}.zip"
    return FileResponse(blobs.open_blob(bundle.blob), as_attachment=True, filename=name, content_type="application/zip")
