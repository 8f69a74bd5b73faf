"""The facts of a case as the papers name them. Read in the name of who asks: what that person does not see is not filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, long_date
from erdem.cases.choices import AidGround, AidNeed, PatentType, Standing
from erdem.cases.models import ActionTaken, AidOpinion, Case, ChallengedDecision
from erdem.cases.papers.sheets import Rows, in_groups
from erdem.cases.queries.details import standing_decision
from erdem.cases.queries.patent_request import points_of, request_of, respondents_of
from erdem.overlap.queries.findings import get_finding

Facts = dict[str, str]
STATES = {"there": "齐备", "missing": "缺", "notice": "提示"}


def common(case: Case) -> Facts:
    """Return what every paper may say."""
    return {
        "number": case.number,
        "office": str(case.office),
        "title": case.title,
        "kind_words": str(case.get_kind_display()),
        "right_number": case.right_number,
        "received_on": long_date(case.received_on),
        "today": long_date(timezone.localdate()),
        "case_facts": case.facts,
        "case_demand": case.demand,
        "reason": case.status_reason,
        "demand": case.demand,
    }


def of_patent_dispute(case: Case, to: str = "") -> Facts:
    """Return what the papers of a transfer say."""
    request = request_of(case)
    precheck = case.particulars.get("precheck", {})
    respondents = respondents_of(request)
    words = {name: str(value) for name, value in request.items() if isinstance(value, str)}
    return {
        **common(case),
        **words,
        "to": to,
        "respondents": "\n".join(respondents),
        "respondent_line": "、".join(respondents),
        "copies": str(max(1, len(respondents))),
        "standing_words": _label(Standing, request.get("standing")),
        "patent_type_words": _label(PatentType, request.get("patent_type")),
        "precheck_note": precheck.get("note", ""),
        "precheck_by": precheck.get("by", ""),
        "precheck_on": precheck.get("on", ""),
    }


def points_rows(case: Case) -> Rows:
    """Return the points of the check as lines."""
    return [(point.words, STATES[point.state], point.note or "—") for point in points_of(case)]


def of_aid(case: Case) -> Facts:
    """Return what the papers of legal aid and of rights assistance say."""
    aid = case.particulars.get("aid", {})
    provider = case.particulars.get("provider", {})
    opinion = AidOpinion.objects.filter(case=case).select_related("author").order_by("-id").first()
    facts = {
        **common(case),
        "applicant": aid.get("applicant", ""),
        "ground_words": _label(AidGround, aid.get("ground")),
        "need_words": _label(AidNeed, aid.get("need")),
        "provider": provider.get("name", ""),
        "provider_firm": provider.get("firm", ""),
        "provider_licence": provider.get("licence", ""),
    }
    if opinion is not None:
        facts |= {
            "author": str(opinion.author),
            "opinion_on": long_date(timezone.localtime(opinion.given_at).date()),
            "opinion_facts": opinion.facts,
            "opinion": opinion.opinion,
            "advice": opinion.advice,
        }
    return facts


def of_review(case: Case) -> Facts:
    """Return what the answer in a reconsideration says."""
    challenged = ChallengedDecision.objects.filter(review=case).select_related("case").first()
    if challenged is None:
        return common(case)
    decision = standing_decision(challenged.case)
    return {
        **common(case),
        "organ": challenged.organ,
        "organ_number": challenged.organ_number,
        "decision_number": challenged.decision_number,
        "challenged_case": challenged.case.number,
        "review_grounds": "\n".join(part for part in (decision.articles, decision.reasons) if part) if decision else "",
    }


def of_misuse(actor: Actor, case: Case) -> tuple[Facts, dict[str, Rows]]:
    """Return what the papers of an action say: of the publication and of the newest dossier that the actor may read."""
    taken = ActionTaken.objects.filter(case=case, given_up_at__isnull=True).order_by("-id").first()
    facts = {**common(case), "target": case.right_number}
    if taken is not None:
        facts |= {
            "target": taken.target,
            "basis_on": _day(taken.basis_on),
            "window_end": _day(taken.window_end),
            "reason": taken.reason or case.status_reason,
        }
    finding = get_finding(actor, case.finding.number) if case.finding_id and case.finding else None
    if finding is None:
        return facts, {}
    publication = finding.publication
    facts |= {
        "application_number": publication.application_number,
        "patent_title": publication.title,
        "applicants": publication.applicants,
        "filing_date": iso_date(publication.filing_date),
        "priority_date": iso_date(publication.priority_date),
        "publication_date": iso_date(publication.publication_date),
    }
    dossier = finding.dossiers.select_related("blob").order_by("-id").first()
    if dossier is None:
        return facts, {}
    seal = getattr(dossier, "seal", None)
    facts |= {
        "dossier_number": dossier.number,
        "dossier_sha256": in_groups(dossier.blob.sha256),
        "manifest_sha256": in_groups(seal.sha256) if seal is not None else "",
    }
    return facts, _dossier_rows(dossier.content)


def _dossier_rows(content: dict[str, Any]) -> dict[str, Rows]:
    """Return the tables of a dossier that an observation repeats: chart, sources, grounds. A dossier holds open records only."""
    parts = {part["number"]: part for part in content.get("parts", ())}
    return {
        "chart_rows": [_chart_row(row) for row in _rows(parts.get(2), "chart")],
        "source_rows": [[str(cell) for cell in row] for row in _rows(parts.get(3), "table")],
        "grounds_rows": [[str(cell) for cell in row] for row in _rows(parts.get(7), "table")],
    }


def _rows(part: dict[str, Any] | None, kind: str) -> list[Any]:
    return next((block["rows"] for block in (part or {}).get("blocks", ()) if block["kind"] == kind), [])


def _chart_row(row: dict[str, Any]) -> list[str]:
    """Amounts stand behind their feature, so that the table keeps five columns."""
    cells = [str(cell) for cell in row["cells"]]
    if len(cells) > 4:
        patent, knowledge, amount, other = cells[:4]
        cells = [f"{patent} {amount}".strip(), f"{knowledge} {other}".strip(), *cells[4:]]
    return [str(row.get("number") or ""), *cells]


def _label(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value in choices.values and value else ""


def _day(day: dt.date | None) -> str:
    return iso_date(day) if day else ""


FACTS: dict[str, Callable[[Case], Facts]] = {
    **dict.fromkeys(("aid_grant", "aid_refusal", "assignment", "opinion"), of_aid),
    "review_answer": of_review,
    **dict.fromkeys(("request", "precheck"), of_patent_dispute),
}
