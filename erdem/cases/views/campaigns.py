"""Campaigns: the list, the shared file, the plan, steps, the offices, documents."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base.asking import actor_of
from erdem.base.exports import download
from erdem.base.policy import require
from erdem.cases import services
from erdem.cases.forms.campaigns import (
    AnswerForm,
    CampaignForm,
    CampaignReportForm,
    CampaignStepForm,
    EndPartForm,
    InviteForm,
)
from erdem.cases.pages import campaign_forms as asking
from erdem.cases.pages import campaigns as pages
from erdem.cases.pages import writing
from erdem.cases.policies import can_join, can_lead, can_open_case
from erdem.cases.queries import campaigns
from erdem.cases.queries.campaigns import SeenCampaign, SeenPart
from erdem.cases.views.cases import FORM, posted
from erdem.cases.views.desk import plain, tried


def campaign_or_404(request: HttpRequest, number: str) -> SeenCampaign:
    """Return a campaign that the reader sees.

    Raises:
        Http404: there is none.
    """
    found = campaigns.find_campaign(actor_of(request), number)
    if found is None:
        raise Http404
    return found


def part_or_404(request: HttpRequest, campaign: SeenCampaign, key: int) -> SeenPart:
    """Return the part of an office in a campaign.

    Raises:
        Http404: there is none.
    """
    found = campaigns.parts_of(actor_of(request), campaign).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """The campaigns that the reader sees, and invitations to answer."""
    page = pages.list_page(actor_of(request), request.GET.get("status", ""), request.GET.get("page", ""))
    return render(request, "cases/campaigns/list.html", {"page": page})


@login_required
@require_http_methods(FORM)
def campaign_new(request: HttpRequest) -> HttpResponse:
    """Plan a campaign."""
    actor = actor_of(request)
    require(can_open_case(actor))
    form = CampaignForm(posted(request), offices=writing.own_houses(actor), places=asking.places_for(actor))
    if request.method == "POST" and form.is_valid():
        office, plan = form.offices[form.cleaned_data["office"]], form.content()
        if tried(form, lambda: services.plan_campaign(actor=actor, office=office, plan=plan)):
            newest = campaigns.campaigns_of(actor).filter(created_by_id=actor.user_id).latest("id")
            return redirect("cases:campaign", number=newest.number)
    return plain(request, asking.form_page(None, _("Plan a campaign"), form))


@login_required
@require_safe
def campaign_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The shared file of one campaign."""
    page = pages.detail_page(actor_of(request), campaign_or_404(request, number), request.GET.get("sort", ""))
    return render(request, "cases/campaigns/detail.html", {"page": page})


@login_required
@require_http_methods(FORM)
def campaign_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Write on the plan while it is a draft."""
    actor, campaign = actor_of(request), campaign_or_404(request, number)
    require(can_lead(actor, campaign))
    form = CampaignForm(
        posted(request),
        offices=[campaign.office],
        places=asking.places_for(actor, campaign),
        initial=asking.plan_of(campaign),
    )
    if request.method == "POST" and form.is_valid():
        plan, seen = form.content(), form.cleaned_data["seen_version"]
        if tried(form, lambda: services.change_plan(actor=actor, campaign=campaign, plan=plan, seen_version=seen)):
            return redirect("cases:campaign", number=number)
    return plain(request, asking.form_page(campaign, _("Write on the plan"), form))


@login_required
@require_http_methods(FORM)
def campaign_report(request: HttpRequest, number: str) -> HttpResponse:
    """Write the part of the report that is not counted."""
    actor, campaign = actor_of(request), campaign_or_404(request, number)
    require(can_lead(actor, campaign))
    initial = {"summary": campaign.summary, "lessons": campaign.lessons, "seen_version": campaign.version}
    form = CampaignReportForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if tried(form, lambda: services.write_report(actor=actor, campaign=campaign, **given)):
            return redirect("cases:campaign", number=number)
    return plain(request, asking.form_page(campaign, _("Write the report"), form))


@login_required
@require_http_methods(FORM)
def campaign_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Confirm one step of a campaign on a page of its own."""
    actor, campaign = actor_of(request), campaign_or_404(request, number)
    wanted = asking.step_of(step)
    if wanted is None:
        raise Http404
    if campaign.status not in wanted.sources:
        messages.warning(request, asking.has_moved_on(campaign))
        return redirect("cases:campaign", number=number)
    require(wanted.allowed(actor, campaign))
    needs = bool(wanted.required)
    form = CampaignStepForm(posted(request), needs_reason=needs, initial={"seen_version": campaign.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if tried(form, lambda: services.take_campaign_step(actor=actor, campaign=campaign, step=step, **given)):
            return redirect("cases:campaign", number=number)
    return plain(request, asking.step_page(campaign, wanted, form))


@login_required
@require_http_methods(FORM)
def campaign_invite(request: HttpRequest, number: str) -> HttpResponse:
    """Ask another office to take part."""
    actor, campaign = actor_of(request), campaign_or_404(request, number)
    require(can_lead(actor, campaign))
    form = InviteForm(posted(request), offices=asking.offices_to_invite(actor, campaign))
    if request.method == "POST" and form.is_valid():
        office = form.offices[form.cleaned_data["office"]]
        if tried(form, lambda: services.invite_office(actor=actor, campaign=campaign, office=office)):
            return redirect("cases:campaign", number=number)
    lead = _("That office sees the whole file from now on: the plan, the list, all results.")
    return plain(request, asking.form_page(campaign, _("Invite an office"), form, lead=lead))


@login_required
@require_http_methods(FORM)
def campaign_answer(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Answer an invitation for the own office."""
    actor, campaign = actor_of(request), campaign_or_404(request, number)
    part = part_or_404(request, campaign, key)
    require(can_join(actor, part))
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        accept, note = form.cleaned_data["answer"] == "yes", form.cleaned_data["note"]
        if tried(form, lambda: services.answer_invitation(actor=actor, part=part, accept=accept, note=note)):
            return redirect("cases:campaign", number=number) if accept else redirect("cases:campaign-list")
    return plain(request, asking.form_page(campaign, _("Answer the invitation"), form))


@login_required
@require_http_methods(FORM)
def campaign_end_part(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """End the part of an office."""
    actor, campaign = actor_of(request), campaign_or_404(request, number)
    part = part_or_404(request, campaign, key)
    if not can_lead(actor, campaign):
        require(can_join(actor, part))
    form = EndPartForm(posted(request))
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        if tried(form, lambda: services.end_part(actor=actor, part=part, note=note)):
            return redirect("cases:campaign-list")
    return plain(request, asking.form_page(campaign, _("End the part of an office"), form, kind="stop"))


@login_required
@require_safe
def campaign_file(request: HttpRequest, number: str, paper: str, kind: str) -> HttpResponseBase:
    """The plan or the report as a file: as it was issued, else as a draft."""
    campaign = campaign_or_404(request, number)
    made = asking.file_of(actor_of(request), campaign, paper, kind)
    if made is None:
        raise Http404
    content, media_type = made
    return download(kind, f"{campaign.number}-{paper}", content, media_type)
