"""The list of cases with its queues, one case, opening one, its steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.cases import services
from erdem.cases.forms.cases import CaseForm
from erdem.cases.pages import detail, lists, writing
from erdem.cases.policies import can_open_case
from erdem.cases.queries import cases, queues
from erdem.cases.queries.cases import SeenCase

FORM = ["GET", "HEAD", "POST"]


def case_or_404(request: HttpRequest, number: str) -> SeenCase:
    """Return a case that the reader sees.

    Raises:
        Http404: there is none, or none that the reader may know of.
    """
    found = cases.find_case(actor_of(request), number)
    if found is None:
        raise Http404
    return found


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, an empty form too; nothing when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def attached(request: HttpRequest) -> MultiValueDict[str, UploadedFile[Any]] | None:
    """Return the files that a form sent; nothing when the page is only looked at."""
    return request.FILES if request.method == "POST" else None


@login_required
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """A queue of cases, nearest day first."""
    actor = actor_of(request)
    wanted = lists.wanted_of(actor, request.GET)
    page = lists.list_page(actor, wanted, request.GET.get("page", ""), request.GET.urlencode())
    return render(request, "cases/case_list.html", {"page": page})


@login_required
@require_safe
def case_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The queue as a table to take away."""
    if kind not in exports.FORMATS:
        raise Http404
    actor = actor_of(request)
    wanted = lists.wanted_of(actor, request.GET)
    rows = lists.export_rows(queues.cases_in(actor, wanted.queue, wanted.narrowing)[: queues.EXPORTED])
    return exports.table_response(kind, pgettext("file", "cases"), lists.export_columns(), rows)


@login_required
@require_safe
def case_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One case: where it stands, what may be done now, what was done."""
    page = detail.detail_page(actor_of(request), case_or_404(request, number))
    return render(request, "cases/case_detail.html", {"page": page})


@login_required
@require_http_methods(FORM)
def case_new(request: HttpRequest) -> HttpResponse:
    """Open a case for what came by letter, telephone, hotline or visit."""
    actor = actor_of(request)
    require(can_open_case(actor))
    form = CaseForm(posted(request), offices=writing.own_houses(actor))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_case(actor=actor, new=form.content())
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            messages.success(request, _("Case %(number)s is open.") % {"number": made.number})
            return redirect("cases:case-detail", number=made.number)
    return _form(request, "cases/case_form.html", form, {"page": writing.new_page(form)})


@login_required
@require_http_methods(FORM)
def case_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Confirm one step of a case on a page of its own."""
    actor, case = actor_of(request), case_or_404(request, number)
    wanted = writing.step_of(case, step)
    if wanted is None:
        raise Http404
    if case.status not in wanted.sources:
        messages.warning(request, writing.has_moved_on(case))
        return redirect("cases:case-detail", number=number)
    require(wanted.allowed(actor, case))
    form = writing.step_form(actor, case, wanted, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.take_case_step(actor=actor, case=case, step=step, given=form.content())
        except RuleBroken as broken:
            field = writing.FIELDS.get(broken.field or "", broken.field)
            form.add_error(field if field in form.fields else None, str(broken))
        else:
            messages.success(request, writing.has_been_done(case, wanted))
            return redirect("cases:case-detail", number=number)
    return _form(request, "cases/case_step.html", form, {"page": writing.step_page(actor, case, wanted, form)})


def _form(request: HttpRequest, template: str, form: forms.Form, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)
