"""Audits of reports: drawn by officers, answered by the user of the permit, closed with what was found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erdem.base.actor import Actor
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.sharing import services
from erdem.sharing.forms.use_reports import DrawForm, FileForm, FindingForm
from erdem.sharing.pages import use_reports as pages
from erdem.sharing.policies.reports import can_answer_audit, can_close_audit, can_draw
from erdem.sharing.queries import use_reports as reads
from erdem.sharing.views.use_reports import UNCLEAR, sent_file


def _audit(actor: Actor, key: int) -> reads.ReportAudit:
    found = reads.get_audit(actor, key)
    if found is None:
        raise Http404
    return found


def _again(request: HttpRequest, actor: Actor, found: reads.ReportAudit, **bound: Any) -> HttpResponse:
    page = pages.audit_page(actor, found, **bound)
    return render(request, "sharing/audit_detail.html", {"page": page}, status=UNCLEAR if bound else 200)


@login_required
@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """Audits that this person sees; officers draw here."""
    actor = actor_of(request)
    page = {"rows": pages.audit_rows(actor), "may_draw": bool(can_draw(actor)), "form": DrawForm()}
    return render(request, "sharing/audit_list.html", {"page": page})


@login_required
@require_POST
def audit_draw(request: HttpRequest) -> HttpResponse:
    """Draw some of the accepted reports."""
    actor = actor_of(request)
    require(can_draw(actor))
    form, office = DrawForm(request.POST), reads.own_office(actor)
    if form.is_valid() and office is not None:
        try:
            found = list(reads.reports(actor, "accepted"))
            services.draw_audits(actor=actor, office=office, reports=found, **form.cleaned_data)
            messages.success(request, _("Reports were drawn, and their evidence was asked for."))
        except RuleBroken as broken:
            messages.warning(request, str(broken))
    return redirect("sharing:audit-list")


@login_required
@require_safe
def audit_detail(request: HttpRequest, key: int) -> HttpResponse:
    """One audit."""
    actor = actor_of(request)
    return _again(request, actor, _audit(actor, key))


@login_required
@require_POST
def audit_answer(request: HttpRequest, key: int) -> HttpResponse:
    """Hand in evidence for an audit."""
    actor = actor_of(request)
    found = _audit(actor, key)
    require(can_answer_audit(actor, found))
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.answer_audit(actor=actor, found=found, **sent_file(form))
            return redirect("sharing:audit-detail", key)
        except RuleBroken as broken:
            form.add_error("file", str(broken))
    return _again(request, actor, found, file_form=form)


@login_required
@require_POST
def audit_close(request: HttpRequest, key: int) -> HttpResponse:
    """Note what an audit found."""
    actor = actor_of(request)
    found = _audit(actor, key)
    require(can_close_audit(actor, found))
    form = FindingForm(request.POST)
    if not form.is_valid():
        return _again(request, actor, found, finding_form=form)
    sound, finding = form.cleaned_data["sound"] == "yes", form.cleaned_data["finding"]
    try:
        services.close_audit(actor=actor, found=found, sound=sound, finding=finding)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    return redirect("sharing:audit-detail", key)
