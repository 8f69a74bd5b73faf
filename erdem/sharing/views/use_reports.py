"""Use reports: the list, one report with all that is done to it, and its evidence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erdem.base import blobs
from erdem.base.actor import Actor
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.sharing import services
from erdem.sharing.forms.use_reports import FileForm, LineForm, ReasonForm, SubmitForm
from erdem.sharing.pages import use_reports as pages
from erdem.sharing.policies.reports import can_correct_report, can_decide_report, can_write_report
from erdem.sharing.queries import use_reports as reads

UNCLEAR = 422


def report_or_404(actor: Actor, key: int) -> reads.UseReport:
    """Return a report that the reader may see.

    Raises:
        Http404: there is none, or it is none of the reader's business.
    """
    report = reads.get_report(actor, key)
    if report is None:
        raise Http404
    return report


def sent_file(form: FileForm) -> dict[str, Any]:
    """Return what a file form brought, as the services take it."""
    sent = form.cleaned_data["file"]
    given = {"content": sent.read(), "file_name": sent.name, "media_type": sent.content_type or ""}
    return {**given, "note": form.cleaned_data["note"]}


def download(blob: reads.Blob, name: str) -> FileResponse:
    """A kept file, always as a download and never shown by the browser."""
    answer = FileResponse(blobs.open_blob(blob), as_attachment=True, filename=name)
    answer["Content-Type"] = "application/octet-stream"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _again(request: HttpRequest, actor: Actor, key: int, **bound: Any) -> HttpResponse:
    page = pages.detail_page(actor, report_or_404(actor, key), **bound)
    return render(request, "sharing/report_detail.html", {"page": page}, status=UNCLEAR if bound else 200)


@login_required
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """The reports that this person sees, the missing ones named first."""
    page = pages.list_page(actor_of(request), request.GET.get("state", ""))
    return render(request, "sharing/report_list.html", {"page": page})


@login_required
@require_safe
def report_detail(request: HttpRequest, key: int) -> HttpResponse:
    """One report."""
    return _again(request, actor_of(request), key)


@login_required
@require_POST
def line_add(request: HttpRequest, key: int) -> HttpResponse:
    """Add a product."""
    actor = actor_of(request)
    report = report_or_404(actor, key)
    require(can_write_report(actor, report))
    form = LineForm(request.POST, lines=pages.royalty_options(report))
    if form.is_valid():
        try:
            content = services.line_content(**form.content())
            services.add_line(actor=actor, report=report, content=content, position=form.cleaned_data["position"])
            return redirect("sharing:report-detail", key)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
    return _again(request, actor, key, line_form=form)


@login_required
@require_POST
def line_remove(request: HttpRequest, key: int, position: int) -> HttpResponse:
    """Take a product out."""
    actor = actor_of(request)
    services.remove_line(actor=actor, report=report_or_404(actor, key), position=position)
    return redirect("sharing:report-detail", key)


@login_required
@require_POST
def file_add(request: HttpRequest, key: int) -> HttpResponse:
    """Attach evidence."""
    actor = actor_of(request)
    report = report_or_404(actor, key)
    require(can_write_report(actor, report))
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.attach_file(actor=actor, report=report, **sent_file(form))
            return redirect("sharing:report-detail", key)
        except RuleBroken as broken:
            form.add_error("file", str(broken))
    return _again(request, actor, key, file_form=form)


@login_required
@require_safe
def report_file(request: HttpRequest, key: int, file_key: int) -> FileResponse:
    """One file of evidence."""
    actor = actor_of(request)
    found = reads.get_file(actor, report_or_404(actor, key), file_key)
    if found is None:
        raise Http404
    return download(found.blob, found.file_name)


@login_required
@require_POST
def report_submit(request: HttpRequest, key: int) -> HttpResponse:
    """Hand a report in."""
    actor = actor_of(request)
    report = report_or_404(actor, key)
    form = SubmitForm(request.POST)
    if form.is_valid():
        try:
            services.submit_report(actor=actor, report=report, **form.cleaned_data)
            messages.success(request, _("The report was handed in. The office looks at it now."))
            return redirect("sharing:report-detail", key)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
    return _again(request, actor, key, submit_form=form)


@login_required
@require_POST
def report_accept(request: HttpRequest, key: int) -> HttpResponse:
    """Accept a report: what it gives is owed."""
    actor = actor_of(request)
    report = report_or_404(actor, key)
    require(can_decide_report(actor, report))
    try:
        services.accept_report(actor=actor, report=report)
        messages.success(request, _("The report was accepted, and what it gives stands in the books."))
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    return redirect("sharing:report-detail", key)


@login_required
@require_POST
def report_return(request: HttpRequest, key: int) -> HttpResponse:
    """Return a report with a reason."""
    actor = actor_of(request)
    report = report_or_404(actor, key)
    require(can_decide_report(actor, report))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _again(request, actor, key, reason_form=form)
    try:
        services.return_report(actor=actor, report=report, **form.cleaned_data)
        messages.success(request, _("The report was returned."))
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    return redirect("sharing:report-detail", key)


@login_required
@require_POST
def report_correct(request: HttpRequest, key: int) -> HttpResponse:
    """Begin a correction."""
    actor = actor_of(request)
    report = report_or_404(actor, key)
    require(can_correct_report(actor, report))
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            new = services.correct_report(actor=actor, report=report, **form.cleaned_data)
            return redirect("sharing:report-detail", new.pk)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
    return _again(request, actor, key, reason_form=form)
