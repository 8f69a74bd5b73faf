"""Pages of the import: hand a file in, check it, save it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base import exports
from erdem.base.policy import RuleBroken, require
from erdem.literature import import_pages, policies, queries, services
from erdem.literature.forms import UploadForm
from erdem.literature.views.people import actor_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publication_import(request: HttpRequest) -> HttpResponse:
    """Hand a file in."""
    actor = actor_of(request)
    require(policies.can_import(actor))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = services.receive_upload(
                actor=actor,
                content=file.read(services.largest_upload() + 1),
                file_name=file.name,
                source_name=form.cleaned_data["source_name"],
                format=form.cleaned_data["format"] or "auto",
            )
        except RuleBroken as error:
            form.add_error(error.field, str(error))
        else:
            return redirect("literature:import-run", number=run.pk)
    page = import_pages.import_page(actor, form)
    return render(request, "literature/publication_import.html", {"page": page}, status=422 if form.is_bound else 200)


def _run_page(request: HttpRequest, number: int) -> import_pages.RunPage:
    run = queries.get_run(actor_of(request), number)
    if run is None:
        raise Http404
    return import_pages.run_page(run)


@login_required
@require_safe
def import_run(request: HttpRequest, number: int) -> HttpResponse:
    """One run: what was found, what is wrong, how far it is."""
    return render(request, "literature/import_run.html", {"page": _run_page(request, number)})


@login_required
@require_safe
def import_progress(request: HttpRequest, number: int) -> HttpResponse:
    """How far a run is: a fragment that asks again by itself, and reloads the page when the run has ended."""
    page = _run_page(request, number)
    response = render(request, "literature/import_progress.html", {"page": page})
    if not page.moving:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def import_confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Save what was checked."""
    actor = actor_of(request)
    run = queries.get_run(actor, number)
    if run is None:
        raise Http404
    try:
        services.confirm_run(actor=actor, run=run)
    except RuleBroken as error:
        messages.warning(request, str(error))
    return redirect("literature:import-run", number=number)


@login_required
@require_safe
def import_problems(request: HttpRequest, number: int) -> HttpResponse:
    """The problems of a run as a table to take away."""
    run = queries.get_run(actor_of(request), number)
    if run is None:
        raise Http404
    heads = [_("File"), _("Line"), _("Field"), _("What happened"), _("Record"), _("Kind")]
    return exports.table_response("csv", f"erdem-import-{number}", heads, queries.problem_rows(run))
