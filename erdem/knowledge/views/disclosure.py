"""Pages beside a record: checklist, decision about disclosure, leaks."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import pages, policies, queries, services
from erdem.knowledge.forms import CloseLeakForm, LeakForm, read_checklist
from erdem.knowledge.views.request import record_or_404

FORM = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(FORM)
def record_checklist(request: HttpRequest, number: str) -> HttpResponse:
    """The three phases, answered by people."""
    actor, record = actor_of(request), record_or_404(request, number)
    require(policies.can_answer_checklist(actor, record))
    if request.method == "POST":
        answers = read_checklist(request.POST, queries.checklist_of(actor, record))
        services.answer_checklist(actor=actor, record=record, answers=answers)
        messages.success(request, _("The answers are saved."))
        return redirect("knowledge:record-checklist", number=number)
    return render(request, "knowledge/record_checklist.html", {"page": pages.checklist_page(actor, record)})


@login_required
@require_http_methods(FORM)
def record_disclosure(request: HttpRequest, number: str) -> HttpResponse:
    """What each choice means for patents, and the decision."""
    actor, record = actor_of(request), record_or_404(request, number)
    require(policies.can_prepare(actor, record))
    form = pages.disclosure_form(actor, record, request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "consent"}
        try:
            services.decide_disclosure(actor=actor, record=record, consent=form.chosen(), **given)
            messages.success(request, _("The decision is kept, with its date and signature."))
            return redirect("knowledge:record-disclosure", number=number)
        except RuleBroken as broken:
            if broken.field in form.fields:
                form.add_error(broken.field, str(broken))
            else:
                error = str(broken)
    page = pages.disclosure_page(actor, record, form, error)
    return render(request, "knowledge/record_disclosure.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(FORM)
def leak_new(request: HttpRequest, number: str) -> HttpResponse:
    """It has become known without our will."""
    actor, record = actor_of(request), record_or_404(request, number)
    require(policies.can_report_leak(actor, record))
    form = LeakForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leak = services.report_leak(actor=actor, record=record, **form.cleaned_data)
            return redirect("knowledge:leak-detail", leak=leak.pk)
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
    page = pages.leak_form_page(record, form)
    return render(request, "knowledge/leak_form.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_safe
def leak_list(request: HttpRequest) -> HttpResponse:
    """Every alarm the reader sees, the nearest last day first."""
    return render(request, "knowledge/leak_list.html", {"page": pages.leak_list_page(actor_of(request))})


@login_required
@require_http_methods(FORM)
def leak_detail(request: HttpRequest, leak: int) -> HttpResponse:
    """One alarm: the last day with its derivation, what to do, and how it ended."""
    actor = actor_of(request)
    found = queries.get_leak(actor, leak)
    if found is None:
        raise Http404
    form = CloseLeakForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.close_leak(actor=actor, leak=found, reason=form.cleaned_data["reason"])
        except RuleBroken as broken:
            messages.error(request, str(broken))
        return redirect("knowledge:leak-detail", leak=leak)
    page = pages.leak_page(actor, found, form)
    return render(request, "knowledge/leak_detail.html", {"page": page}, status=422 if form.is_bound else 200)
