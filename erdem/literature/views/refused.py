"""Pages of refused records: list, one record, corrections."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.base.formatting import number as written
from erdem.base.policy import RuleBroken
from erdem.literature import quarantine_pages, services
from erdem.literature.import_forms import RecordForm
from erdem.literature.import_pages import run_of
from erdem.literature.queries import refused


def _asked(request: HttpRequest) -> refused.Wanted:
    given = request.GET
    return refused.wanted(given.get("code", ""), given.get("state", ""), given.get("sort", ""))


@login_required
@require_safe
def refused_list(request: HttpRequest, number: int) -> HttpResponse:
    """The refused records of a run."""
    actor = actor_of(request)
    asked = _asked(request)
    query = urlencode({name: value for name, value in (("code", asked.code), ("state", asked.state)) if value})
    page = quarantine_pages.refused_list_page(actor, run_of(actor, number), asked, request.GET.get("page", "1"), query)
    return render(request, "literature/refused_list.html", {"page": page})


@login_required
@require_safe
def refused_export(request: HttpRequest, number: int) -> HttpResponse:
    """The refused records as a table to take away."""
    actor = actor_of(request)
    heads = [_("File"), _("Line"), _("Field"), _("What happened"), _("Kind"), _("State"), _("The record")]
    rows = refused.refused_rows(actor, run_of(actor, number), _asked(request))
    return exports.table_response("csv", f"erdem-refused-{number}", heads, rows)


@login_required
@require_safe
def refused_records(request: HttpRequest, number: int) -> HttpResponse:
    """The refused records as they came, as a file to correct in bulk and hand in again."""
    actor = actor_of(request)
    ending, content = refused.raw_files(actor, run_of(actor, number), _asked(request))
    response = HttpResponse(content, content_type="application/octet-stream")
    name = quote(f"erdem-refused-{number}.{ending}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def refused_rerun(request: HttpRequest, number: int) -> HttpResponse:
    """Read all waiting records of a run again: at once when they are few, else in the background."""
    actor = actor_of(request)
    run = run_of(actor, number)
    waiting = refused.refused(actor, run, refused.Wanted(state="waiting")).count()
    if waiting > services.READ_AT_ONCE:
        services.request_rerun(actor=actor, run=run)
        messages.info(request, _("The records are being read again in the background. Load the page again later."))
        return redirect("literature:refused-list", number=number)
    came = services.rerun_waiting(actor=actor, run_id=run.pk)
    words = ngettext("%(stored)s record could be stored now.", "%(stored)s records could be stored now.", came.stored)
    messages.info(request, words % {"stored": written(came.stored)})
    return redirect("literature:refused-list", number=number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refused_record(request: HttpRequest, number: int) -> HttpResponse:
    """One refused record: what is wrong with it, and its text to correct."""
    actor = actor_of(request)
    record = quarantine_pages.record_of(actor, number)
    form = RecordForm(
        request.POST if request.method == "POST" else None, initial={"text": record.corrected or record.raw}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_record(actor=actor, record=record, text=form.cleaned_data["text"])
        except RuleBroken as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The record is corrected and stored."))
            return redirect("literature:refused-record", number=number)
    page = quarantine_pages.refused_record_page(actor, record, form)
    return render(request, "literature/refused_record.html", {"page": page}, status=422 if form.errors else 200)


def _on_record(request: HttpRequest, number: int, service: Callable[..., object], words: str) -> HttpResponse:
    actor = actor_of(request)
    try:
        service(actor=actor, record=quarantine_pages.record_of(actor, number))
    except RuleBroken as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, words)
    return redirect("literature:refused-record", number=number)


@login_required
@require_POST
def refused_dismiss(request: HttpRequest, number: int) -> HttpResponse:
    """Put a record aside."""
    return _on_record(
        request, number, services.dismiss_record, _("The record is put aside. You can take it back here.")
    )


@login_required
@require_POST
def refused_reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Take a record back that was put aside."""
    return _on_record(request, number, services.reopen_record, _("The record waits to be corrected again."))
