"""Pages for handing in files."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.base.polling import asked_enough
from erdem.knowledge import formats, pages, policies, services
from erdem.knowledge.forms import UploadForm

"""Status by which a polling fragment is told to stop."""
TEMPLATES = {"csv": formats.template_csv, "xlsx": formats.template_xlsx}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_import(request: HttpRequest) -> HttpResponse:
    """Hand a file in."""
    actor = actor_of(request)
    require(policies.can_import(actor))
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            upload = services.receive_upload(
                actor=actor,
                content=form.cleaned_data["file"].read(),
                file_name=form.cleaned_data["file"].name,
                options=form.options(),
                no_state_secret=form.cleaned_data["no_state_secret"],
            )
        except RuleBroken as error:
            form.add_error(error.field, str(error))
        else:
            return redirect("knowledge:import-detail", key=upload.pk)
    page = pages.import_page(actor, form)
    return render(request, "knowledge/record_import.html", {"page": page}, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, key: UUID) -> pages.UploadPage:
    upload = pages.get_upload(actor_of(request), key)
    if upload is None:
        raise Http404
    return pages.upload_page(upload)


@login_required
@require_safe
def import_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """One file: what was found, what is wrong, how far it is."""
    return render(request, "knowledge/import_detail.html", {"page": _page(request, key)})


@login_required
@require_safe
def import_progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far it is: a fragment that asks again by itself, and reloads the page at the end."""
    page = _page(request, key)
    response = render(request, "knowledge/import_progress.html", {"page": page})
    if not page.moving:
        return asked_enough(response)
    return response


@login_required
@require_POST
def import_confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Import what was checked."""
    actor = actor_of(request)
    upload = pages.get_upload(actor, key)
    if upload is None:
        raise Http404
    try:
        services.confirm_upload(actor=actor, upload=upload)
    except RuleBroken as error:
        messages.warning(request, str(error))
    return redirect("knowledge:import-detail", key=key)


@login_required
@require_safe
def import_problems(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """The report, line by line, as a table to take away."""
    upload = pages.get_upload(actor_of(request), key) if kind in exports.FORMATS else None
    if upload is None:
        raise Http404
    return exports.table_response(kind, "erdem-import", pages.problem_heads(), pages.problem_rows(upload))


@require_safe
def import_template(request: HttpRequest, kind: str) -> FileResponse:
    """An empty table to fill in."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"erdem-template.{kind}"
        TEMPLATES[kind](path)
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
