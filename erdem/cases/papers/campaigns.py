"""What the plan and the report of a campaign say: wording as data (``seeds/papers_campaigns.toml``), facts from the campaign."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import override

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.cases.choices import CampaignPaperKind, PartState, RiskRuleCode, TargetState, VisitResult
from erdem.cases.models import Campaign, RiskRule
from erdem.cases.paper.composing import compose
from erdem.cases.paper.printing import chinese_date
from erdem.cases.paper.registry import Template, read_templates
from erdem.cases.queries.campaign_risks import rules_in_force
from erdem.cases.queries.campaigns import Results, case_of, papers_of, parts_of, results_of, targets_of
from erdem.people.queries import get_place

LANGUAGE: Final = "zh-hans"
TEMPLATE: Final = {CampaignPaperKind.PLAN: "campaign_plan", CampaignPaperKind.REPORT: "campaign_report"}
Rows = list[list[str]]


@cache
def campaign_templates() -> dict[str, Template]:
    """Return the templates of the two documents."""
    return read_templates(resources.files("erdem.cases").joinpath("seeds/papers_campaigns.toml").read_text("utf-8"))


def template_of(kind: str) -> Template:
    """Return the template of a kind of document."""
    return campaign_templates()[TEMPLATE[CampaignPaperKind(kind)]]


def content_of(actor: Actor, campaign: Campaign, kind: str) -> dict[str, Any]:
    """Return what a document says, in Chinese, the language of the office; the finding behind a target is not among it."""
    with override(LANGUAGE):
        facts = _facts(actor, campaign)
        if kind == CampaignPaperKind.PLAN:
            rows = {"rules": _rules(), "targets": _listed(actor, campaign)}
        else:
            results = results_of(actor, campaign)
            facts |= _figures(results)
            rows = {
                "by_result": [[str(VisitResult(key).label), str(n)] for key, n in results.by_result.items()],
                "by_office": _by_office(actor, campaign, results),
                "targets": _worked_off(actor, campaign),
            }
        return compose(template_of(kind), facts, rows, _no_period)


def _no_period(_name: str) -> str:
    return ""


def _facts(actor: Actor, campaign: Campaign) -> dict[str, str]:
    others = parts_of(actor, campaign).filter(state__in=[PartState.ACCEPTED, PartState.INVITED])
    plan = papers_of(actor, campaign).filter(kind=CampaignPaperKind.PLAN).first()
    return {
        "case_number": campaign.number,
        "office": str(campaign.office),
        "title": campaign.title,
        "theme": campaign.theme,
        "campaign_basis": campaign.basis,
        "others": "、".join(_part(each.office, each.state) for each in others) or "无",
        "begins": chinese_date(campaign.begins_on),
        "ends": chinese_date(campaign.ends_on),
        "places": "、".join(str(get_place(code) or code) for code in campaign.places),
        "goals": campaign.goals,
        "looked_for": campaign.looked_for,
        "risk": campaign.risk,
        "who": campaign.who,
        "summary": campaign.summary,
        "lessons": campaign.lessons or "无",
        "approved": f"{campaign.approved_by}　{_day(campaign.approved_at)}" if campaign.approved_by else "",
        "acted": f"{_day(campaign.acted_from)}至{_day(campaign.ended_at) or '今'}" if campaign.acted_from else "",
        "plan_number": plan.number if plan else "",
    }


def _part(office: Any, state: str) -> str:
    return str(office) if state == PartState.ACCEPTED else f"{office}（已邀请，未答复）"


def _day(moment: Any) -> str:
    return chinese_date(timezone.localtime(moment).date()) if moment else ""


def _figures(results: Results) -> dict[str, str]:
    rate = results.finding_rate
    return {
        "listed": str(results.listed),
        "done": f"{results.done}（{results.percent_done}%）",
        "inspected": str(results.inspected),
        "found": str(results.found),
        "rate": "—" if rate is None else f"{rate:.1%}",
        "cases": str(results.cases),
        "on_time": f"{results.on_time}（以计划截止日为准）",
    }


def _rules() -> Rows:
    def row(rule: RiskRule) -> list[str]:
        label = str(RiskRuleCode(rule.code).label)
        return [label, str(rule.points), str(rule.most), iso_date(rule.valid_from), rule.get_confidence_display()]

    return [row(rule) for rule in sorted(rules_in_force().values(), key=lambda one: (-one.points, one.code))]


def _listed(actor: Actor, campaign: Campaign) -> Rows:
    return _rows(
        actor,
        campaign,
        lambda one: [
            one.name,
            str(one.get_kind_display()),
            str(get_place(one.place_code[:6]) or "—") if one.place_code else "—",
            str(one.office),
            str(one.score),
        ],
    )


def _worked_off(actor: Actor, campaign: Campaign) -> Rows:
    def row(one: Any) -> list[str]:
        case = case_of(actor, one)
        number = case.number if case else ("另一机关办理" if one.case_id else "—")
        result = str(VisitResult(one.result).label) if one.result else "未检查"
        return [one.name, str(one.office), iso_date(one.visited_on) if one.visited_on else "—", result, number]

    return _rows(actor, campaign, row)


def _rows(actor: Actor, campaign: Campaign, row: Callable[[Any], list[str]]) -> Rows:
    return [row(one) for one in targets_of(actor, campaign).filter(state=TargetState.LISTED)]


def _by_office(actor: Actor, campaign: Campaign, results: Results) -> Rows:
    names = {one.office_id: str(one.office) for one in targets_of(actor, campaign)}
    return [[names[key], *map(str, counts)] for key, counts in results.by_office.items()]
