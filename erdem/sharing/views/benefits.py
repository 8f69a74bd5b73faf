"""What is due and what arrived: one obligation, the page of a community, the page of a firm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erdem.base.actor import Actor
from erdem.base.asking import actor_of
from erdem.base.exports import download as table_file
from erdem.base.exports import table_response
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.sharing import services
from erdem.sharing.forms.benefits import AnswerForm, DeliveryForm, MilestoneForm
from erdem.sharing.pages import benefit_papers as papers
from erdem.sharing.pages import benefits as pages
from erdem.sharing.policies.reports import can_note_milestone, can_report_delivery
from erdem.sharing.queries import obligations as reads
from erdem.sharing.queries.community_benefit import CommunityBenefit, community_benefit
from erdem.sharing.queries.firm_benefit import FirmBenefit, firm_benefit, is_user_of_permits
from erdem.sharing.views.use_reports import UNCLEAR, download

KINDS = ("pdf", "xlsx")
PDF = "application/pdf"


def _obligation(actor: Actor, key: int) -> reads.Obligation:
    found = reads.get_obligation(actor, key)
    if found is None:
        raise Http404
    return found


def _again(request: HttpRequest, actor: Actor, found: reads.Obligation, **bound: Any) -> HttpResponse:
    page = pages.obligation_page(actor, found, **bound)
    return render(request, "sharing/obligation_detail.html", {"page": page}, status=UNCLEAR if bound else 200)


@login_required
@require_safe
def obligation_detail(request: HttpRequest, key: int) -> HttpResponse:
    """One thing that is due."""
    actor = actor_of(request)
    return _again(request, actor, _obligation(actor, key))


@login_required
@require_POST
def milestone_reach(request: HttpRequest, key: int) -> HttpResponse:
    """Note that a milestone is reached."""
    actor = actor_of(request)
    found = _obligation(actor, key)
    require(can_note_milestone(actor, found))
    form = MilestoneForm(request.POST)
    if form.is_valid():
        try:
            services.reach_milestone(actor=actor, obligation=found, **form.cleaned_data)
            messages.success(request, _("The milestone was noted. Its sum is due by the terms."))
            return redirect("sharing:obligation-detail", key)
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
    return _again(request, actor, found, milestone_form=form)


@login_required
@require_POST
def delivery_report(request: HttpRequest, key: int) -> HttpResponse:
    """Report what was delivered in kind."""
    actor = actor_of(request)
    found = _obligation(actor, key)
    require(can_report_delivery(actor, found))
    form = DeliveryForm(request.POST, request.FILES, payees=pages.payee_options(actor, found))
    if form.is_valid():
        given = dict(form.cleaned_data)
        sent, payee = given.pop("file"), given.pop("payee")
        to = next(each for each in reads.payees_of_line(actor, found) if str(each.pk) == payee)
        file = (sent.name, sent.content_type or "", sent.read()) if sent else None
        try:
            services.report_delivery(actor=actor, obligation=found, payee=to, file=file, **given)
            messages.success(request, _("The delivery was reported. It counts once who received it has confirmed it."))
            return redirect("sharing:obligation-detail", key)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
    return _again(request, actor, found, delivery_form=form)


@login_required
@require_POST
def delivery_answer(request: HttpRequest, key: int) -> HttpResponse:
    """Say, for who received it, whether a delivery arrived."""
    actor = actor_of(request)
    delivery = reads.get_delivery(actor, key)
    form = AnswerForm(request.POST)
    if delivery is None:
        raise Http404
    if form.is_valid():
        try:
            if form.cleaned_data["answer"] == "confirm":
                services.confirm_delivery(actor=actor, delivery=delivery)
            else:
                services.refuse_delivery(actor=actor, delivery=delivery, reason=form.cleaned_data["reason"])
            messages.success(request, _("Your answer was kept."))
        except RuleBroken as broken:
            messages.warning(request, str(broken))
    if delivery.payee.organisation_id in actor.organisation_ids:
        return redirect("sharing:community-benefit", delivery.payee.organisation_id)
    return redirect("sharing:obligation-detail", delivery.obligation_id)


@login_required
@require_safe
def delivery_file(request: HttpRequest, key: int) -> FileResponse:
    """What proves a delivery."""
    found = reads.get_delivery(actor_of(request), key)
    if found is None or found.blob is None:
        raise Http404
    return download(found.blob, found.file_name)


def _community(actor: Actor, key: int) -> CommunityBenefit:
    found = community_benefit(actor, key)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def community(request: HttpRequest, key: int) -> HttpResponse:
    """What a community is shown of sharing."""
    actor = actor_of(request)
    page = pages.community_page(actor, _community(actor, key))
    return render(request, "sharing/community_benefit.html", {"page": page})


@login_required
@require_safe
def community_file(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """The same to take away."""
    actor = actor_of(request)
    found = _community(actor, key)
    if kind not in KINDS:
        raise Http404
    page = pages.community_page(actor, found)
    services.note_benefit_export(actor=actor, organisation_id=key, kind=kind)
    if kind == "pdf":
        return table_file(kind, "benefit", papers.community_pdf(found.community.name, page), PDF)
    return table_response(kind, "benefit", papers.community_heads(), papers.community_rows(page))


def _firm(actor: Actor) -> FirmBenefit:
    if not is_user_of_permits(actor):
        raise PermissionRefused(_("This page is for those who use knowledge by a permit."))
    return firm_benefit(actor)


@login_required
@require_safe
def firm(request: HttpRequest) -> HttpResponse:
    """What the user of permits owes by when."""
    return render(request, "sharing/firm_benefit.html", {"page": pages.firm_page(_firm(actor_of(request)))})


@login_required
@require_safe
def firm_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same to take away."""
    actor = actor_of(request)
    page = pages.firm_page(_firm(actor))
    if kind not in KINDS:
        raise Http404
    services.note_benefit_export(actor=actor, organisation_id=None, kind=kind)
    if kind == "pdf":
        return table_file(kind, "due", papers.firm_pdf(actor.organisation or actor.label, page), PDF)
    return table_response(kind, "due", papers.firm_heads(), papers.firm_rows(page))
