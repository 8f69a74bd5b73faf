"""What the pages of campaigns show: the list, the shared file, forms, files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, number
from erdem.base.workflow import Step
from erdem.cases.choices import CampaignPaperKind, CampaignStatus, PartState, TargetState, VisitResult
from erdem.cases.models import Campaign, CampaignOffice, CampaignTarget
from erdem.cases.pages.campaign_acts import act_words
from erdem.cases.pages.links import Link, days_left, trail
from erdem.cases.policies import can_join, can_lead, can_open_case, can_take_part
from erdem.cases.queries import campaigns
from erdem.cases.queries.campaigns import Results
from erdem.cases.workflow import CAMPAIGN
from erdem.people.queries import get_place

PER_PAGE = 30
PART_SHAPES = {
    PartState.INVITED: "wait",
    PartState.ACCEPTED: "done",
    PartState.DECLINED: "stop",
    PartState.LEFT: "stop",
}
RESULT_SHAPES = {
    VisitResult.NOTHING: "done",
    VisitResult.CORRECTED: "work",
    VisitResult.ORDERED: "due",
    VisitResult.CASE: "new",
    VisitResult.REFERRED: "due",
    VisitResult.NOT_MET: "wait",
    VisitResult.GONE: "stop",
}


@dataclass(frozen=True)
class CampaignList:
    """The list of campaigns."""

    title: str
    trail: tuple[Link, ...]
    rows: tuple[dict[str, Any], ...]
    invitations: tuple[dict[str, Any], ...]
    shown: Page[Campaign]
    statuses: tuple[dict[str, Any], ...]
    may_plan: bool


@dataclass(frozen=True)
class CampaignPage:
    """The shared file of one campaign."""

    campaign: Campaign
    trail: tuple[Link, ...]
    status: str
    shape: str
    left: str
    reason: str
    actions: tuple[dict[str, Any], ...]
    figures: tuple[dict[str, Any], ...]
    percent: int
    progress: str
    facts: tuple[dict[str, Any], ...]
    plan: tuple[dict[str, Any], ...]
    report: tuple[dict[str, Any], ...]
    columns: tuple[dict[str, Any], ...]
    rows: tuple[dict[str, Any], ...]
    parts: tuple[dict[str, Any], ...]
    papers: tuple[dict[str, Any], ...]
    way: tuple[dict[str, Any], ...]
    links: dict[str, str]
    exports: tuple[Link, ...]


def address(campaign: Campaign, name: str = "campaign", *more: Any) -> str:
    """Return an address of a campaign."""
    return reverse(f"cases:{name}", args=[campaign.number, *more])


def campaign_trail(campaign: Campaign | None = None, *links: Link) -> tuple[Link, ...]:
    """Return the path of a page of campaigns."""
    start = Link(_("Campaigns"), reverse("cases:campaign-list") if campaign or links else "")
    if campaign is None:
        return trail(None, start, *links)
    return trail(None, start, Link(campaign.number, address(campaign) if links else ""), *links)


def list_page(actor: Actor, status: str, page: str) -> CampaignList:
    """Build the list of campaigns."""
    status = status if status in CampaignStatus.values else ""
    shown = Paginator(campaigns.campaigns_of(actor, status), PER_PAGE).get_page(page)
    every = {"label": pgettext("filter of cases", "All"), "url": reverse("cases:campaign-list"), "on": not status}
    return CampaignList(
        title=_("Campaigns"),
        trail=campaign_trail(),
        rows=tuple(_row(actor, each) for each in shown),
        invitations=tuple(
            {"title": each.campaign.title, "lead": str(each.campaign.office), "url": address(each.campaign)}
            for each in campaigns.own_invitations(actor)
        ),
        shown=shown,
        statuses=(every, *(_status(each, status) for each in CampaignStatus)),
        may_plan=bool(can_open_case(actor)),
    )


def _status(each: CampaignStatus, chosen: str) -> dict[str, Any]:
    return {"label": each.label, "url": f"{reverse('cases:campaign-list')}?status={each}", "on": each == chosen}


def _row(actor: Actor, campaign: Campaign) -> dict[str, Any]:
    results = campaigns.results_of(actor, campaign)
    return {
        "number": campaign.number,
        "url": address(campaign),
        "title": campaign.title,
        "office": str(campaign.office),
        "others": len(campaign.offices) - 1,
        "status": campaign.get_status_display(),
        "shape": CAMPAIGN.shapes[campaign.status],
        "days": f"{iso_date(campaign.begins_on)} – {iso_date(campaign.ends_on)}",
        "done": f"{results.done}/{results.listed}",
        "rate": rate_of(results),
    }


def rate_of(results: Results) -> str:
    """Return the finding rate in words."""
    return "–" if results.finding_rate is None else f"{results.finding_rate:.0%}"


def detail_page(actor: Actor, campaign: Campaign, sort: str) -> CampaignPage:
    """Build the shared file."""
    results = campaigns.results_of(actor, campaign)
    return CampaignPage(
        campaign=campaign,
        trail=campaign_trail(campaign),
        status=str(campaign.get_status_display()),
        shape=CAMPAIGN.shapes[campaign.status],
        left=days_left(campaign.ends_on) if campaign.status == CampaignStatus.RUNNING else "",
        reason=campaign.status_reason,
        actions=tuple(_action(campaign, step) for step in CAMPAIGN.available(actor, campaign)),
        figures=tuple(_figures(campaign, results)),
        percent=results.percent_done,
        progress=_("%(done)s of %(listed)s targets have a result.") % {"done": results.done, "listed": results.listed},
        facts=tuple(_facts(campaign)),
        plan=tuple(_words(campaign, PLAN_WORDS)),
        report=tuple(_words(campaign, REPORT_WORDS)),
        columns=_columns(),
        rows=tuple(target_row(each) for each in campaigns.targets_of(actor, campaign, sort)),
        parts=tuple(_part(actor, campaign, each) for each in campaigns.parts_of(actor, campaign)),
        papers=tuple(_papers(actor, campaign)),
        way=tuple(_way(actor, campaign)),
        links=_links(actor, campaign),
        exports=tuple(
            Link(kind.upper(), f"{address(campaign, 'target-export', kind)}?sort={sort}") for kind in ("csv", "xlsx")
        ),
    )


def _action(campaign: Campaign, step: Step) -> dict[str, Any]:
    return {
        "label": step.label,
        "url": address(campaign, "campaign-step", step.name),
        "kind": {"main": "main", "stop": "stop"}.get(step.emphasis, ""),
    }


def _figures(campaign: Campaign, results: Results) -> Iterable[dict[str, Any]]:
    here = f"{address(campaign)}#list"
    yield {"label": pgettext("campaign", "On the list"), "value": number(results.listed), "url": here}
    yield {"label": pgettext("campaign", "Inspected"), "value": number(results.inspected), "url": here}
    found = {"label": pgettext("campaign", "Something found"), "value": number(results.found), "url": here}
    yield {**found, "note": f" {rate_of(results)}"}
    yield {"label": _("Cases opened"), "value": number(results.cases), "url": here}


def _facts(campaign: Campaign) -> Iterable[dict[str, Any]]:
    yield {"term": _("Lead office"), "value": str(campaign.office)}
    yield {"term": _("What it is against"), "value": campaign.theme}
    yield {"term": _("Days"), "value": f"{iso_date(campaign.begins_on)} – {iso_date(campaign.ends_on)}"}
    yield {"term": _("Places"), "value": "、".join(str(get_place(each) or each) for each in campaign.places)}
    if campaign.approved_by:
        said = f"{campaign.approved_by} · {iso_moment(campaign.approved_at)[:16]}"
        yield {"term": _("Plan approved by"), "value": said}
    if campaign.acted_from:
        yield {"term": _("Action began"), "value": iso_moment(campaign.acted_from)[:16]}
    if campaign.ended_at:
        yield {"term": _("Action ended"), "value": iso_moment(campaign.ended_at)[:16]}


PLAN_WORDS = ("basis", "goals", "looked_for", "risk", "who")
REPORT_WORDS = ("summary", "lessons")


def _words(campaign: Campaign, names: Iterable[str]) -> Iterable[dict[str, Any]]:
    labels = {
        "basis": _("Legal basis"),
        "goals": _("Goals"),
        "looked_for": _("What is looked for"),
        "risk": _("How risk is judged"),
        "who": _("Who does what"),
        "summary": _("What was done"),
        "lessons": _("What was learnt"),
    }
    for name in names:
        if value := getattr(campaign, name):
            yield {"term": labels[name], "value": value}


def _columns() -> tuple[dict[str, Any], ...]:
    return (
        {"label": _("Number"), "key": "ordinal"},
        {"label": _("Target"), "key": "name"},
        {"label": pgettext("case", "Kind"), "key": "kind"},
        {"label": _("Division"), "key": "place_code"},
        {"label": _("Worked on by"), "key": "office__name"},
        {"label": _("Risk"), "key": "score", "numeric": True},
        {"label": _("Result"), "key": "result"},
        {"label": _("Inspected on"), "key": "visited_on"},
    )


def target_row(target: CampaignTarget) -> dict[str, Any]:
    """Return a target as the list shows it; it is annotated with its newest result."""
    result = getattr(target, "result", None)
    place = get_place(target.place_code[:6]) if target.place_code else None
    return {
        "ordinal": target.ordinal,
        "url": address(target.campaign, "target", target.ordinal),
        "move": address(target.campaign, "target-move", target.ordinal),
        "name": target.name,
        "right": target.right_number,
        "kind": target.get_kind_display(),
        "place": str(place or target.place_code or "–"),
        "address": target.address,
        "office": str(target.office),
        "score": target.score,
        "listed": target.state == TargetState.LISTED,
        "state": target.get_state_display(),
        "why": target.drop_reason,
        "result": str(VisitResult(result).label) if result else "",
        "shape": RESULT_SHAPES[VisitResult(result)] if result else "new",
        "on": iso_date(getattr(target, "visited_on", None)),
    }


def _part(actor: Actor, campaign: Campaign, part: CampaignOffice) -> dict[str, Any]:
    waits = part.state == PartState.INVITED
    may_end = campaign.is_open and part.state in (PartState.INVITED, PartState.ACCEPTED)
    return {
        "office": str(part.office),
        "state": part.get_state_display(),
        "shape": PART_SHAPES[PartState(part.state)],
        "note": part.note,
        "answer": address(campaign, "campaign-answer", part.pk) if waits and can_join(actor, part) else "",
        "end": address(campaign, "campaign-end-part", part.pk)
        if may_end and (can_lead(actor, campaign) or can_join(actor, part))
        else "",
    }


def _papers(actor: Actor, campaign: Campaign) -> Iterable[dict[str, Any]]:
    issued = {each.kind: each for each in reversed(campaigns.papers_of(actor, campaign))}
    for kind in CampaignPaperKind:
        paper = issued.get(kind)
        if paper is None and (kind == CampaignPaperKind.REPORT and not campaign.acted_from):
            continue
        yield {
            "title": kind.label,
            "number": paper.number if paper else _("Draft without official number"),
            "day": iso_date(paper.issued_at) if paper else "",
            "files": [
                {"label": each.upper(), "url": address(campaign, "campaign-file", kind, each)}
                for each in ("pdf", "docx")
            ],
        }


def _way(actor: Actor, campaign: Campaign) -> Iterable[dict[str, Any]]:
    for place, act in enumerate(campaigns.acts_of(actor, campaign)[:60]):
        yield {
            "time": iso_moment(act.at)[:16],
            "text": act_words(act.step),
            "note": " · ".join(part for part in (str(act.by), act.note) if part),
            "on": place == 0,
        }


def _links(actor: Actor, campaign: Campaign) -> dict[str, str]:
    """Return where the reader may go from here, by name."""
    leads, works = bool(can_lead(actor, campaign)), bool(can_take_part(actor, campaign))
    found = {"print": address(campaign, "target-print")}
    if not campaign.is_open:
        return found
    if leads and campaign.status == CampaignStatus.DRAFT:
        found["edit"] = address(campaign, "campaign-edit")
    if leads and campaign.acted_from:
        found["report"] = address(campaign, "campaign-report")
    if leads:
        found["invite"] = address(campaign, "campaign-invite")
        found["order"] = "yes"
    if works:
        found["propose"] = address(campaign, "target-propose")
        found["add"] = address(campaign, "target-add")
    return found
