"""The page on which a person says what the heads of a table mean."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken
from erdem.knowledge import pages, services


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, key: UUID) -> HttpResponse:
    """Choose the columns, and have the file checked again."""
    actor = actor_of(request)
    upload = pages.get_upload(actor, key)
    given = request.POST if request.method == "POST" else None
    page = pages.columns_page(actor, upload, given) if upload is not None else None
    if page is None or upload is None:
        raise Http404
    if given is not None:
        try:
            services.check_again(actor=actor, upload=upload, layout=page.layout, columns=pages.chosen_columns(page))
            return redirect("knowledge:import-detail", key=key)
        except RuleBroken as error:
            page = pages.columns_page(actor, upload, given, str(error))
    return render(request, "knowledge/import_columns.html", {"page": page}, status=422 if given is not None else 200)
