"""Writes of campaigns: planning, the second officer's approval, action, report, the offices that take part.

The approved plan and the report are official documents with a number of the office; they are issued with the step itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erdem.base import audit, blobs
from erdem.base.actor import Actor
from erdem.base.numbering import document_number, next_number
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.cases.choices import CampaignPaperKind, CampaignStatus, PartState
from erdem.cases.models import Campaign, CampaignAct, CampaignOffice, CampaignPaper
from erdem.cases.paper.printing import Printed, chinese_date, docx_of, pdf_of
from erdem.cases.papers.campaigns import content_of, template_of
from erdem.cases.policies import can_join, can_lead, can_open_case
from erdem.cases.queries.papers import word_of
from erdem.cases.services.faults import broken
from erdem.cases.services.papers import DOCX, PDF
from erdem.cases.services.trace import person_of
from erdem.cases.workflow import CAMPAIGN
from erdem.people.choices import OrganisationKind
from erdem.people.models import Organisation

MOVED_ON_CAMPAIGN = gettext_lazy(
    "Somebody has changed this campaign in the meantime. Reload the page to see where it stands now."
)
PLANNED = ("goals", "looked_for", "risk", "who", "basis")


@dataclass(frozen=True)
class CampaignPlan:
    """What is written of a campaign before it begins."""

    title: str
    theme: str
    begins_on: dt.date
    ends_on: dt.date
    places: tuple[str, ...]
    basis: str = ""
    goals: str = ""
    looked_for: str = ""
    risk: str = ""
    who: str = ""

    def values(self) -> dict[str, Any]:
        """Return the fields of the campaign."""
        words = {name: value.strip() for name, value in vars(self).items() if isinstance(value, str)}
        return {**vars(self), **words, "places": list(self.places)}


def trace_campaign(actor: Actor, action: str, campaign: Campaign, note: str = "", **detail: Any) -> None:
    """Leave one entry in the trail and one act in the shared record; the trail names no target."""
    CampaignAct.objects.create(campaign=campaign, step=action, note=note, by_id=person_of(actor))
    audit.record(
        actor,
        action=f"cases.{action}",
        target=campaign,
        place_code=campaign.place_code,
        organisation_id=campaign.office_id,
        detail={"number": campaign.number, **detail},
    )


@transaction.atomic
def plan_campaign(*, actor: Actor, office: Organisation, plan: CampaignPlan) -> Campaign:
    """Begin a campaign of the own office as a draft.

    Raises:
        PermissionRefused: the actor is no officer of the office.
        RuleBroken: no title, no place, or the last day before the first one.
    """
    require(can_open_case(actor, office.pk))
    place = office.place_id or ""
    if not place:
        raise RuleBroken(_("The office has no division. Have it entered first."), field="office")
    campaign = Campaign(
        number=document_number(f"ZX{place[:6]}", timezone.localdate().year),
        office=office,
        place_code=place,
        created_by_id=person_of(actor),
        **plan.values(),
    )
    with broken():
        campaign.save(force_insert=True)
    campaign.refresh_from_db()
    trace_campaign(actor, "plan_campaign", campaign)
    return campaign


@transaction.atomic
def change_plan(*, actor: Actor, campaign: Campaign, plan: CampaignPlan, seen_version: int | None = None) -> Campaign:
    """Write the plan anew while it is a draft.

    Raises:
        RuleBroken: it is approved, or somebody was faster.
    """
    campaign = held_campaign(actor, campaign, seen_version)
    if campaign.status != CampaignStatus.DRAFT:
        raise RuleBroken(_("An approved plan stays. Open it as a draft again; it then needs a new approval."))
    values = plan.values()
    for name, value in values.items():
        setattr(campaign, name, value)
    with broken():
        campaign.save(update_fields=[*values, "updated_at"])
    campaign.refresh_from_db()
    trace_campaign(actor, "change_plan", campaign)
    return campaign


@transaction.atomic
def take_campaign_step(
    *, actor: Actor, campaign: Campaign, step: str, reason: str = "", seen_version: int | None = None
) -> Campaign:
    """Move a campaign; approving issues the plan, closing issues the report.

    Raises:
        PermissionRefused: the actor may not take the step.
        RuleBroken: somebody was faster, a reason is missing, or something comes first.
    """
    campaign = held_campaign(actor, campaign, seen_version)
    _refuse_what_is_missing(actor, campaign, step)
    if step == "close":
        _issue(actor, campaign, CampaignPaperKind.REPORT)
    changes: dict[str, Any] = {"status_reason": reason.strip(), **_changes(actor, step)}
    with broken():
        take_step(CAMPAIGN, campaign, step, actor=actor, **changes)
    campaign.refresh_from_db()
    if step == "approve":
        _issue(actor, campaign, CampaignPaperKind.PLAN)
    trace_campaign(actor, f"{step}_campaign", campaign, reason.strip(), status=campaign.status)
    return campaign


@transaction.atomic
def write_report(
    *, actor: Actor, campaign: Campaign, summary: str, lessons: str = "", seen_version: int | None = None
) -> Campaign:
    """Write the part of the report that is not counted.

    Raises:
        RuleBroken: the action has not begun or the campaign is closed.
    """
    campaign = held_campaign(actor, campaign, seen_version)
    if campaign.status not in (CampaignStatus.RUNNING, CampaignStatus.REPORTING):
        raise RuleBroken(_("The report is written while the action runs and after it."))
    campaign.summary, campaign.lessons = summary.strip(), lessons.strip()
    with broken():
        campaign.save(update_fields=["summary", "lessons", "updated_at"])
    campaign.refresh_from_db()
    trace_campaign(actor, "write_report", campaign)
    return campaign


@transaction.atomic
def invite_office(*, actor: Actor, campaign: Campaign, office: Organisation) -> CampaignOffice:
    """Ask another office to take part; it sees the shared file from now on.

    Raises:
        RuleBroken: it was invited already, is the lead itself, or is no office.
    """
    require(can_lead(actor, campaign))
    if office.kind != OrganisationKind.OFFICE:
        raise RuleBroken(_("Choose an office."), field="office")
    part = CampaignOffice.objects.filter(campaign=campaign, office=office).first()
    again = part is not None and part.state in (PartState.DECLINED, PartState.LEFT)
    part = part if part is not None and again else CampaignOffice(campaign=campaign, office=office)
    part.state, part.invited_by_id = PartState.INVITED, person_of(actor)
    part.answered_by_id, part.answered_at, part.note = None, None, ""
    with broken():
        part.save()
    trace_campaign(actor, "invite_office", campaign, str(office), office=office.pk)
    return part


@transaction.atomic
def answer_invitation(*, actor: Actor, part: CampaignOffice, accept: bool, note: str = "") -> CampaignOffice:
    """Accept or decline for the own office.

    Raises:
        RuleBroken: it was answered already, or no reason was given for declining.
    """
    require(can_join(actor, part))
    state = PartState.ACCEPTED if accept else PartState.DECLINED
    return _answered(actor, part, state, note, (PartState.INVITED,))


@transaction.atomic
def end_part(*, actor: Actor, part: CampaignOffice, note: str) -> CampaignOffice:
    """End the part of an office: by that office, or by the lead. Its results stay in the file.

    Raises:
        RuleBroken: it takes no part, or no reason was given.
    """
    if not can_join(actor, part):
        require(can_lead(actor, part.campaign))
    return _answered(actor, part, PartState.LEFT, note, (PartState.INVITED, PartState.ACCEPTED))


def held_campaign(actor: Actor, campaign: Campaign, seen_version: int | None = None) -> Campaign:
    """Return the campaign as it stands now, with its row held; for who leads it.

    Raises:
        PermissionRefused: the actor is not of the lead office.
        RuleBroken: somebody was faster.
    """
    require(can_lead(actor, campaign))
    found = Campaign.objects.select_for_update(of=("self",)).filter(pk=campaign.pk).first()
    if found is None or (seen_version is not None and seen_version != found.version):
        raise RuleBroken(str(MOVED_ON_CAMPAIGN))
    return found


def _answered(actor: Actor, part: CampaignOffice, state: str, note: str, sources: tuple[str, ...]) -> CampaignOffice:
    found = CampaignOffice.objects.select_for_update(of=("self",)).filter(pk=part.pk).select_related("campaign").first()
    if found is None or found.state not in sources:
        raise RuleBroken(_("This was answered already. Reload the page."))
    if state != PartState.ACCEPTED and not note.strip():
        raise RuleBroken(_("Say why."), field="note")
    campaign = found.campaign
    trace_campaign(actor, f"{state}_part", campaign, note.strip(), office=found.office_id)
    found.state, found.note = state, note.strip()
    found.answered_by_id, found.answered_at = person_of(actor), timezone.now()
    with broken():
        found.save(update_fields=["state", "note", "answered_by", "answered_at"])
    return found


def _refuse_what_is_missing(actor: Actor, campaign: Campaign, step: str) -> None:
    """Say in words what comes first; the database asks the same."""
    if step == "approve" and not all(getattr(campaign, name).strip() for name in PLANNED):
        raise RuleBroken(
            _("Write the goals, what is looked for, how risk is judged, who does what and the legal basis first.")
        )
    if step == "close" and not campaign.summary.strip():
        raise RuleBroken(_("Write what was done before the campaign is closed."))


def _changes(actor: Actor, step: str) -> dict[str, Any]:
    now = timezone.now()
    changes: dict[str, dict[str, Any]] = {
        "approve": {"approved_by_id": actor.user_id, "approved_at": now},
        "revise": {"approved_by_id": None, "approved_at": None},
        "begin": {"acted_from": now},
        "finish": {"ended_at": now},
        "resume": {"ended_at": None},
        "close": {"closed_at": now},
    }
    return changes.get(step, {})


def _issue(actor: Actor, campaign: Campaign, kind: str) -> CampaignPaper:
    """Issue a document with the next number of the office."""
    now, series = timezone.localtime(), template_of(kind).series
    sequence = next_number(f"document:{campaign.office_id}:{series}", now.year)
    number = f"{word_of(campaign.office)}{series}〔{now.year}〕{sequence}号"
    content = content_of(actor, campaign, kind)
    printed = Printed(content, number, chinese_date(now.date()))
    with broken():
        return CampaignPaper.objects.create(
            campaign=campaign,
            kind=kind,
            number=number,
            content=content,
            pdf=blobs.keep(pdf_of(printed, issued_at=now), media_type=PDF),
            docx=blobs.keep(docx_of(printed, issued_at=now), media_type=DOCX),
            issued_by_id=person_of(actor),
        )
