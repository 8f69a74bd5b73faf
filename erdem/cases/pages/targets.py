"""What the pages of targets show: proposals, one target, the list on paper and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.documents import Facts, Heading, Note, Paragraph, Sheet, Table, sheet_pdf
from erdem.base.formatting import iso_date
from erdem.base.policy import RuleBroken
from erdem.cases import services
from erdem.cases.choices import RiskRuleCode, TargetKind, TargetState, VisitResult
from erdem.cases.models import Campaign, CampaignTarget, Case
from erdem.cases.pages.campaigns import RESULT_SHAPES, address, campaign_trail, target_row
from erdem.cases.pages.links import Link
from erdem.cases.pages.links import address as case_address
from erdem.cases.pages.writing import FormPage
from erdem.cases.policies import can_arrange, can_visit
from erdem.cases.queries import campaigns
from erdem.cases.queries.campaign_risks import Ground, Proposal, proposals_for, rules_in_force
from erdem.people.queries import get_place

LINE = "　" * 10


@dataclass(frozen=True)
class ProposePage:
    """Proposals with their points and why."""

    title: str
    trail: tuple[Link, ...]
    campaign: Campaign
    rows: tuple[dict[str, Any], ...]
    rules: tuple[dict[str, Any], ...]
    wrong: str
    back: str


@dataclass(frozen=True)
class TargetPage:
    """One target."""

    target: CampaignTarget
    trail: tuple[Link, ...]
    state: str
    shape: str
    facts: tuple[dict[str, Any], ...]
    grounds: tuple[dict[str, Any], ...]
    hidden: str
    visits: tuple[dict[str, Any], ...]
    case: dict[str, str] | None
    links: dict[str, str]


def propose_page(actor: Actor, campaign: Campaign, wrong: str = "") -> ProposePage:
    """Build the page of proposals."""
    rules = sorted(rules_in_force().values(), key=lambda one: (-one.points, one.code))
    return ProposePage(
        title=_("Proposals by risk"),
        trail=campaign_trail(campaign, Link(_("Proposals by risk"))),
        campaign=campaign,
        rows=tuple(_proposal(one) for one in proposals_for(actor, campaign)),
        rules=tuple(
            {
                "label": RiskRuleCode(rule.code).label,
                "points": rule.points,
                "most": rule.most,
                "basis": rule.basis,
                "confidence": rule.get_confidence_display(),
                "from": iso_date(rule.valid_from),
            }
            for rule in rules
        ),
        wrong=wrong,
        back=address(campaign),
    )


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "kind": TargetKind(one.kind).label,
        "place": str(get_place(one.place_code[:6]) or one.place_code) if one.place_code else "–",
        "right": one.right_number,
        "score": one.score,
        "grounds": [_ground_of(each) for each in one.grounds],
    }


def _ground_of(ground: Ground) -> dict[str, Any]:
    url = reverse("overlap:finding-detail", args=[ground.finding_number]) if ground.finding_number else ""
    return {
        "label": RiskRuleCode(ground.code).label,
        "points": ground.points,
        "note": ground.note or ground.finding_number,
        "url": url,
    }


def taken(actor: Actor, campaign: Campaign, keys: list[str]) -> str:
    """Put what was ticked on the list; return what was refused, nothing when it came through."""
    try:
        services.take_proposals(actor=actor, campaign=campaign, keys=keys)
    except RuleBroken as broken:
        return str(broken)
    return ""


def detail_page(actor: Actor, target: CampaignTarget) -> TargetPage:
    """Build the page of one target."""
    row = target_row(target)
    hidden = campaigns.hidden_points(actor, target)
    return TargetPage(
        target=target,
        trail=campaign_trail(target.campaign, Link(target.name)),
        state=row["result"] or str(row["state"]),
        shape=row["shape"],
        facts=tuple(_facts(target, row)),
        grounds=tuple(_grounds(actor, target)),
        hidden=_("%(points)s points come from grounds that only some may see.") % {"points": hidden} if hidden else "",
        visits=tuple(_visits(actor, target)),
        case=_case(actor, target),
        links=_links(actor, target),
    )


def _facts(target: CampaignTarget, row: dict[str, Any]) -> list[dict[str, Any]]:
    facts = [
        {"term": pgettext("case", "Kind"), "value": row["kind"]},
        {"term": _("Division"), "value": row["place"]},
        {"term": _("Worked on by"), "value": row["office"]},
        {"term": pgettext("target", "On the list"), "value": row["state"]},
    ]
    if target.address:
        facts.append({"term": _("Address"), "value": target.address})
    if target.right_number:
        facts.append({"term": _("Number of the right"), "value": target.right_number, "code": True})
    if target.drop_reason:
        facts.append({"term": _("Why it was dropped"), "value": target.drop_reason})
    return facts


def _grounds(actor: Actor, target: CampaignTarget) -> list[dict[str, Any]]:
    return [
        {
            "label": RiskRuleCode(each.rule.code).label,
            "points": each.points,
            "note": each.finding.number if each.finding else each.note,
            "url": reverse("overlap:finding-detail", args=[each.finding.number]) if each.finding else "",
            "by": f"{each.noted_by} · {iso_date(each.noted_at)}",
        }
        for each in campaigns.grounds_of(actor, target)
    ]


def _visits(actor: Actor, target: CampaignTarget) -> list[dict[str, Any]]:
    return [
        {
            "on": iso_date(each.visited_on),
            "who": f"{each.first_officer}、{each.second_officer}",
            "result": each.get_result_display(),
            "shape": RESULT_SHAPES[VisitResult(each.result)],
            "note": each.note,
            "inspection": each.inspection.number if each.inspection else "",
        }
        for each in campaigns.visits_of(actor, target)
    ]


def _case(actor: Actor, target: CampaignTarget) -> dict[str, str] | None:
    if target.case_id is None:
        return None
    case = campaigns.case_of(actor, target)
    if case is None:
        return {"title": _("Another office has opened a case."), "url": "", "number": ""}
    return {"title": case.title, "url": case_address(case), "number": case.number}


def _links(actor: Actor, target: CampaignTarget) -> dict[str, str]:
    campaign, found = target.campaign, {}
    if not campaign.is_open:
        return {}
    if can_arrange(actor, target):
        found["arrange"] = address(campaign, "target-arrange", target.ordinal)
        found["knows"] = address(campaign, "target-knows", target.ordinal)
    if can_visit(actor, target):
        if campaign.status == "running" and target.state == TargetState.LISTED:
            found["result"] = address(campaign, "target-result", target.ordinal)
        if target.case_id is None:
            found["case"] = address(campaign, "target-case", target.ordinal)
    return found


def arrangement_of(target: CampaignTarget) -> dict[str, Any]:
    """Return what the form of arranging begins with."""
    return {"state": target.state, "reason": target.drop_reason, "office": target.office_id}


def form_page(target: CampaignTarget, title: str, form: forms.Form) -> FormPage:
    """Return a page with one form of a target."""
    back = address(target.campaign, "target", target.ordinal)
    return FormPage(
        title=title,
        trail=campaign_trail(target.campaign, Link(target.name, back), Link(title)),
        form=form,
        label=title,
        back=back,
        stays=pgettext("case", "Leave it as it is"),
        lead=f"{target.name} · {target.campaign.title}",
    )


def tied(actor: Actor, target: CampaignTarget, case: Case | None, given: dict[str, str]) -> Case:
    """Link a case that is there, else open one."""
    if case is not None:
        return services.link_target_case(actor=actor, target=target, case=case)
    return services.open_target_case(actor=actor, target=target, **given)


def export_columns() -> tuple[str, ...]:
    """Return the heads of the table to take away."""
    return (
        _("Number"),
        _("Target"),
        pgettext("case", "Kind"),
        _("Division"),
        _("Address"),
        _("Number of the right"),
        _("Worked on by"),
        _("Risk"),
        _("Why this risk"),
        pgettext("target", "On the list"),
        _("Why it was dropped"),
        _("Inspected on"),
        _("Result"),
        pgettext("target", "Case"),
    )


def export_rows(actor: Actor, campaign: Campaign, sort: str = "") -> list[tuple[Any, ...]]:
    """Return the cells of the table to take away; grounds and cases as far as the reader sees them."""
    rows = []
    for target in campaigns.targets_of(actor, campaign, sort):
        row, case = target_row(target), campaigns.case_of(actor, target)
        why = "；".join(f"{each['label']} {each['points']}" for each in _grounds(actor, target))
        rows.append(
            (
                row["ordinal"],
                row["name"],
                row["kind"],
                row["place"],
                row["address"],
                row["right"],
                row["office"],
                row["score"],
                why,
                row["state"],
                row["why"],
                row["on"],
                row["result"],
                case.number if case else "",
            )
        )
    return rows


def list_pdf(actor: Actor, campaign: Campaign) -> bytes:
    """Return the list to take along: what is to be inspected, in order, with lines to write on."""
    head = (_("Number"), _("Target"), _("Where"), _("Worked on by"), _("Risk"), _("Result"))
    rows = []
    for at, target in enumerate(campaigns.targets_of(actor, campaign).filter(state=TargetState.LISTED), start=1):
        row = target_row(target)
        where = " ".join(part for part in (row["place"], row["address"]) if part and part != "–")
        result = f"{row['result']} {row['on']}".strip() or LINE
        rows.append((str(at), str(row["name"]), where or "–", str(row["office"]), str(row["score"]), result))
    blocks: list[Any] = [
        Facts(
            [
                (_("Campaign"), f"{campaign.number}　{campaign.title}"),
                (_("Days"), f"{iso_date(campaign.begins_on)} – {iso_date(campaign.ends_on)}"),
                (_("What is looked for"), campaign.looked_for or "–"),
            ]
        ),
        Heading(_("What is to be inspected")),
        Table(head, rows, numeric=(4,), widths=(1, 4, 4, 3, 1, 4)) if rows else Paragraph(_("The list is empty.")),
        Note(_("Points only say where to look first. They say of nobody that anything is wrong.")),
    ]
    sheet = Sheet(
        title=_("Inspection list"),
        blocks=blocks,
        number=campaign.number,
        office=str(campaign.office),
        date=iso_date(timezone.localdate()),
    )
    return sheet_pdf(sheet, issued_at=timezone.now())
