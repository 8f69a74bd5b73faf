"""Search reports: write one, list them, read one, take its file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base import blobs
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken
from erdem.literature import services
from erdem.literature.forms import ReportForm, read_request
from erdem.literature.pages import reports as pages
from erdem.literature.pages.addresses import list_address
from erdem.literature.queries import QueryError
from erdem.literature.queries.reports import get_report

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
    """Write a report on a search; the search stands in the address."""
    actor, asked = actor_of(request), read_request(request.GET)
    form = ReportForm(request.POST if request.method == "POST" else None)
    try:
        if request.method == "POST" and form.is_valid():
            draft = services.ReportDraft(**form.cleaned_data, **pages.draft_values(request.POST))
            report = services.write_report(actor=actor, asked=asked, draft=draft)
            return redirect("literature:report-detail", number=report.number)
    except RuleBroken as error:
        form.add_error(error.field or None, str(error))
    except QueryError:
        return redirect(list_address(asked))
    return _form_page(request, form)


def _form_page(request: HttpRequest, form: ReportForm) -> HttpResponse:
    asked = read_request(request.GET)
    try:
        page = pages.new_report_page(actor_of(request), asked, form, request.POST)
    except QueryError:
        return redirect(list_address(asked))
    return render(request, "literature/report_new.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """The reports of the reader and of the office."""
    page = pages.report_list_page(actor_of(request), request.GET.get("page", "1"))
    return render(request, "literature/report_list.html", {"page": page})


@login_required
@require_safe
def report_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One report as it was written."""
    report = get_report(actor_of(request), number)
    if report is None:
        raise Http404
    return render(request, "literature/report_detail.html", {"page": pages.report_page(report)})


@login_required
@require_safe
def report_file(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The PDF as it was written, or the same content as a Word file."""
    report = get_report(actor_of(request), number)
    if report is None:
        raise Http404
    if kind == "pdf":
        response = HttpResponse(blobs.read_verified(report.blob), content_type="application/pdf")
    else:
        response = HttpResponse(services.report_word_file(report), content_type=DOCX)
    response["Content-Disposition"] = f'inline; filename="{report.number}.{kind}"'
    return response
