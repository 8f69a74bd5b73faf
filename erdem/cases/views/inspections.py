"""Inspections on site: the record, its printed form, and the form that works without a network."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base.asking import actor_of
from erdem.base.exports import download
from erdem.base.policy import require
from erdem.cases import services
from erdem.cases.forms.inspections import HandInForm, InspectionForm
from erdem.cases.pages import inspections as pages
from erdem.cases.pages import writing
from erdem.cases.policies import can_work
from erdem.cases.queries import work
from erdem.cases.queries.work import SeenInspection
from erdem.cases.views.cases import FORM, attached, case_or_404, posted
from erdem.cases.views.desk import plain, tried


def inspection_or_404(request: HttpRequest, number: str, inspection: str) -> SeenInspection:
    """Return an inspection of a case that the reader sees.

    Raises:
        Http404: there is none.
    """
    found = work.find_inspection(actor_of(request), case_or_404(request, number), inspection)
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(FORM)
def inspection_new(request: HttpRequest, number: str) -> HttpResponse:
    """Write the record of an inspection."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_work(actor, case))
    form = InspectionForm(posted(request), officers=writing.officer_choices(actor, case))
    if request.method == "POST" and form.is_valid():
        new = form.content()
        if tried(form, lambda: services.record_inspection(actor=actor, case=case, new=new)):
            return redirect("cases:case-detail", number=number)
    return plain(request, writing.plain_page(case, _("Record an inspection"), form))


@login_required
@require_safe
def inspection_detail(request: HttpRequest, number: str, inspection: str) -> HttpResponse:
    """One inspection with what was found."""
    page = pages.detail_page(inspection_or_404(request, number, inspection))
    return render(request, "cases/inspection_detail.html", {"page": page})


@login_required
@require_safe
def inspection_pdf(request: HttpRequest, number: str, inspection: str) -> HttpResponse:
    """The record to be printed and signed."""
    found = inspection_or_404(request, number, inspection)
    return download("pdf", found.number, pages.record_pdf(found), "application/pdf")


@login_required
@require_safe
def inspection_offline(request: HttpRequest, number: str) -> HttpResponse:
    """The form to take along: one file that works without a network."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_work(actor, case))
    content = pages.offline_form(case, writing.officer_choices(actor, case))
    return download("html", f"{case.number}-inspection", content, "text/html; charset=utf-8")


@login_required
@require_http_methods(FORM)
def inspection_upload(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in what the form without a network has saved."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_work(actor, case))
    form = HandInForm(posted(request), attached(request), number=number, officers=writing.officer_choices(actor, case))
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["file"]
        if tried(form, lambda: services.record_inspection(actor=actor, case=case, new=new)):
            return redirect("cases:case-detail", number=number)
    return plain(request, writing.plain_page(case, _("Hand in the form"), form, files=True))
