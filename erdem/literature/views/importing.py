"""Pages of the import: hand a file in, check it, save it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base import exports
from erdem.base.actor import Actor
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.literature import import_pages, policies, quarantine_pages, queries, services
from erdem.literature.import_forms import ColumnsForm, UploadForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publication_import(request: HttpRequest) -> HttpResponse:
    """Hand files in."""
    actor = actor_of(request)
    require(policies.can_import(actor))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        received = _receive(actor, form)
        if len(received) == 1 and form.is_valid():
            return redirect("literature:import-run", number=received[0])
        if received and form.is_valid():
            return redirect("literature:publication-import")
    page = import_pages.import_page(actor, form)
    return render(request, "literature/publication_import.html", {"page": page}, status=422 if form.is_bound else 200)


def _receive(actor: Actor, form: UploadForm) -> list[int]:
    """Take each file and return the runs; one that cannot be taken is named on the form, the others stay."""
    received = []
    for file in form.cleaned_data["file"]:
        try:
            run = services.receive_upload(
                actor=actor,
                content=file.read(services.largest_upload() + 1),
                file_name=file.name,
                source_name=form.cleaned_data["source_name"],
                format=form.cleaned_data["format"] or "auto",
            )
        except RuleBroken as error:
            several = len(form.cleaned_data["file"]) > 1
            form.add_error(error.field, f"{file.name}: {error}" if several else str(error))
        else:
            received.append(run.pk)
    return received


def _run_page(request: HttpRequest, number: int) -> import_pages.RunPage:
    actor = actor_of(request)
    return import_pages.run_page(actor, import_pages.run_of(actor, number))


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


def _on_run(request: HttpRequest, number: int, service: Callable[..., object]) -> HttpResponse:
    """Call a service on a run and go back to its page; a refusal is said there."""
    actor = actor_of(request)
    try:
        service(actor=actor, run=import_pages.run_of(actor, number))
    except RuleBroken as error:
        messages.warning(request, str(error))
    return redirect("literature:import-run", number=number)


@login_required
@require_POST
def import_confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Save what was checked."""
    return _on_run(request, number, services.confirm_run)


@login_required
@require_POST
def import_pause(request: HttpRequest, number: int) -> HttpResponse:
    """Stop saving after the batch in hand."""
    return _on_run(request, number, services.pause_run)


@login_required
@require_POST
def import_resume(request: HttpRequest, number: int) -> HttpResponse:
    """Go on with a run that stopped."""
    return _on_run(request, number, services.resume_run)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, number: int) -> HttpResponse:
    """Say which column of a table holds what."""
    actor = actor_of(request)
    run = import_pages.run_of(actor, number)
    found = services.columns_of(run)
    if found is None:
        raise Http404
    known = run.mapping.get("columns") or services.remembered(found.header)
    form = ColumnsForm(found.header, known or found.mapping, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_columns(actor=actor, run=run, mapping=form.mapping)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            return redirect("literature:import-run", number=number)
    page = quarantine_pages.columns_page(run, found, form, is_remembered=bool(known))
    return render(request, "literature/import_columns.html", {"page": page}, status=422 if form.errors else 200)


@login_required
@require_safe
def import_problems(request: HttpRequest, number: int) -> HttpResponse:
    """The problems of a run as a table to take away."""
    run = import_pages.run_of(actor_of(request), number)
    heads = [_("File"), _("Line"), _("Field"), _("What happened"), _("Record"), _("Kind")]
    return exports.table_response("csv", f"erdem-import-{number}", heads, queries.problem_rows(run))
