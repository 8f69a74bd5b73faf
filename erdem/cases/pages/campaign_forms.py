"""What the forms of campaigns show around their fields, and the files of a campaign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base import blobs
from erdem.base.actor import Actor
from erdem.base.workflow import Step
from erdem.cases.choices import CampaignPaperKind, PartState
from erdem.cases.models import Campaign
from erdem.cases.pages.campaigns import PLAN_WORDS, address, campaign_trail
from erdem.cases.pages.links import Link
from erdem.cases.pages.writing import FormPage
from erdem.cases.paper.printing import DRAFT, Printed, docx_of, pdf_of
from erdem.cases.papers.campaigns import content_of
from erdem.cases.policies import own_offices
from erdem.cases.queries import campaigns
from erdem.cases.services.papers import DOCX, PDF
from erdem.cases.workflow import CAMPAIGN
from erdem.people.choices import OrganisationKind
from erdem.people.models import Organisation, Place
from erdem.people.queries import county_places, organisations


def plan_of(campaign: Campaign) -> dict[str, Any]:
    """Return what the form of the plan begins with."""
    names = ("title", "theme", "begins_on", "ends_on", "places", *PLAN_WORDS)
    found = {name: getattr(campaign, name) for name in names}
    return {**found, "office": campaign.office_id, "seen_version": campaign.version}


def places_for(actor: Actor, campaign: Campaign | None = None) -> list[Place]:
    """Return the counties from which the places of a campaign are chosen: those of its league, and those it has."""
    rows = list(county_places())
    offices = [campaign.office] if campaign else list(organisations().filter(pk__in=own_offices(actor)))
    near = {(each.place_id or "")[: 2 if (each.place_id or "").endswith("0000") else 4] for each in offices} - {""}
    chosen = set(campaign.places) if campaign else set()
    found = [row for row in rows if row.code in chosen or any(row.code.startswith(each) for each in near)]
    return found or rows


def offices_to_invite(actor: Actor, campaign: Campaign) -> list[Organisation]:
    """Return the offices that may be asked: all but the lead and those that are in it."""
    there = campaigns.parts_of(actor, campaign).filter(state__in=[PartState.INVITED, PartState.ACCEPTED])
    rows = organisations(OrganisationKind.OFFICE).exclude(pk=campaign.office_id)
    return list(rows.exclude(pk__in=list(there.values_list("office_id", flat=True))))


def form_page(
    campaign: Campaign | None, title: str, form: forms.Form, *, lead: str = "", kind: str = "main"
) -> FormPage:
    """Return a page with one form of a campaign; the button says what the title says."""
    return FormPage(
        title=title,
        trail=campaign_trail(campaign, Link(title)),
        form=form,
        label=title,
        back=address(campaign) if campaign else reverse("cases:campaign-list"),
        stays=pgettext("case", "Leave it as it is"),
        lead=lead or (f"{campaign.number} · {campaign.title}" if campaign else ""),
        kind=kind,
    )


def step_of(name: str) -> Step | None:
    """Return the step of that name."""
    return next((each for each in CAMPAIGN.steps if each.name == name), None)


def step_page(campaign: Campaign, step: Step, form: forms.Form) -> FormPage:
    """Return the page on which a step is confirmed."""
    kind = "stop" if step.emphasis == "stop" else "main"
    return form_page(campaign, str(step.label), form, kind=kind, lead=_STEP_LEADS.get(step.name, lambda: "")())


_STEP_LEADS: dict[str, Callable[[], str]] = {
    "approve": lambda: _("With your approval the plan is issued with the next number of the office."),
    "begin": lambda: _("From now on results are noted. The plan stays as it was approved."),
    "close": lambda: _("The report is issued with the next number of the office, and nothing is changed any more."),
}


def has_moved_on(campaign: Campaign) -> str:
    """Say that a step does not fit the state any more."""
    words = _("Nothing was done: it is already at “%(state)s”. Below is how it stands now.")
    return words % {"state": campaign.get_status_display()}


def file_of(actor: Actor, campaign: Campaign, paper: str, kind: str) -> tuple[bytes, str] | None:
    """Return a document as it was issued, else its draft; None for no such file."""
    if paper not in CampaignPaperKind.values or kind not in ("pdf", "docx"):
        return None
    media_type, write = (PDF, pdf_of) if kind == "pdf" else (DOCX, docx_of)
    kept = campaigns.papers_of(actor, campaign).filter(kind=paper).first()
    if kept is not None:
        return blobs.read_verified(kept.pdf if kind == "pdf" else kept.docx), media_type
    now: dt.datetime = timezone.localtime()
    return write(Printed(content_of(actor, campaign, paper), draft=DRAFT), issued_at=now), media_type
