"""Panels of P4–P8 on the page of a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment
from erdem.cases.choices import AidGround, AidNeed, Outcome, Standing, Track
from erdem.cases.models import Case
from erdem.cases.pages.panel import Panel
from erdem.cases.pages.rights import THERE, period_choices, way_rows, ways_asked
from erdem.cases.papers.drafts import papers_of
from erdem.cases.papers.sheets import title_of
from erdem.cases.policies import can_answer_for_community, can_give_opinion, can_handle, can_work
from erdem.cases.queries.patent_request import points_of, request_of, respondents_of
from erdem.cases.queries.rights import (
    actions_of,
    challenged_by,
    opinions_of,
    questions_of,
    ratings_of,
    transfers_of,
)
from erdem.overlap.queries.findings import get_finding

POINT_SHAPES = {"there": "done", "missing": "stop", "notice": "wait"}


def misuse_panel(actor: Actor, case: Case) -> Panel | None:
    """The finding, what the communities say, the ways with their windows, what was handed in."""
    if case.kind != "misuse_action":
        return None
    shown = {
        "finding": _finding(actor, case),
        "questions": [_question(actor, case, one) for one in questions_of(actor, case)],
        "ways": way_rows(case),
        "taken": [_taken(one) for one in actions_of(actor, case)],
    }
    return Panel("action", _("Action about the misuse"), "cases/panels/misuse.html", shown)


def _finding(actor: Actor, case: Case) -> dict[str, str] | None:
    """Who does not see the finding is told nothing of it."""
    found = get_finding(actor, case.finding.number) if case.finding else None
    if found is None:
        return None
    dossier = found.dossiers.order_by("-id").first()
    return {
        "number": found.number,
        "url": reverse("overlap:finding-detail", args=[found.number]),
        "dossier": dossier.number if dossier else "",
        "dossier_url": reverse("overlap:dossier-detail", args=[dossier.number]) if dossier else "",
    }


def _question(actor: Actor, case: Case, one: Any) -> dict[str, Any]:
    may = bool(can_answer_for_community(actor, one)) and not one.answer and case.status == "asked"
    return {
        "community": str(one.community),
        "question": one.question,
        "ways": ways_asked(one),
        "answer": one.get_answer_display() if one.answer else _("no answer yet"),
        "shape": {"yes": "done", "no": "stop"}.get(one.answer, "wait"),
        "conditions": one.conditions,
        "day": iso_date(one.answered_at) if one.answered_at else "",
        "url": reverse("cases:misuse-answer", args=[case.number, one.pk]) if may else "",
    }


def _taken(one: Any) -> dict[str, Any]:
    return {
        "way": one.get_way_display(),
        "target": one.target,
        "end": iso_date(one.window_end) if one.window_end else "",
        "submitted": iso_date(one.submitted_on) if one.submitted_on else "",
        "to": one.submitted_to,
        "reference": one.reference,
        "given_up": one.given_up_at is not None,
        "reason": one.reason,
    }


def patent_panel(actor: Actor, case: Case) -> Panel | None:
    """The request, the points of the check, the packages with their receipts."""
    if case.kind != "patent_dispute":
        return None
    request = request_of(case)
    words = {"there": _("there"), "missing": _("missing"), "notice": _("to note")}
    points = [
        {"words": one.words, "note": one.note, "shape": POINT_SHAPES[one.state], "state": words[one.state]}
        for one in points_of(case)
    ]
    facts = [
        (_("What is asked of the office"), Track(request.get("track") or Track.INFRINGEMENT).label),
        (_("Name of who asks"), request.get("claimant", "")),
        (_("Asks as"), _label(Standing, request.get("standing"))),
        (_("Respondents with their addresses"), "；".join(respondents_of(request))),
        (_("Note of the check"), case.particulars.get("precheck", {}).get("note", "")),
    ]
    may = bool(can_handle(actor, case)) and case.status in ("received", "supplementing", "returned")
    shown = {
        "facts": [{"term": term, "value": str(value)} for term, value in facts if value],
        "points": points,
        "transfers": [_transfer(case, one) for one in transfers_of(actor, case)],
        "write": reverse("cases:patent-request", args=[case.number]) if may else "",
    }
    return Panel("request", _("Request and transfer"), "cases/panels/patent.html", shown)


def _transfer(case: Case, one: Any) -> dict[str, Any]:
    return {
        "to": one.to_name,
        "url": reverse("cases:patent-package-file", args=[case.number, one.pk]),
        "contents": one.contents,
        "copies": one.copies,
        "prepared": _moment(one.prepared_at),
        "sent": _moment(one.sent_at),
        "received": _moment(one.received_at),
        "receipt": one.receipt_number,
        "returned": _moment(one.returned_at),
        "reason": one.return_reason,
    }


def _moment(at: dt.datetime | None) -> str:
    return iso_moment(at)[:16] if at else ""


AID_IS_WRITTEN = ("received", "supplementing", "triage", "accepted", "provisional")


def aid_panel(actor: Actor, case: Case) -> Panel | None:
    """The application, who takes the case, opinions, how satisfied they were."""
    if case.kind not in ("legal_aid", "rights_assistance"):
        return None
    may = bool(can_handle(actor, case)) and case.status in AID_IS_WRITTEN
    rated = [
        {"score": one.score, "words": one.words, "day": iso_date(one.rated_at)}
        for one in ratings_of(actor, case)
        if one.rated_at
    ]
    shown = {
        "facts": [{"term": term, "value": str(value)} for term, value in _aid_facts(case) if value],
        "opinions": [_opinion(one) for one in opinions_of(actor, case)],
        "ratings": rated,
        "write": reverse("cases:aid-application", args=[case.number]) if may else "",
        "opinion": reverse("cases:aid-opinion", args=[case.number]) if can_give_opinion(actor, case) else "",
        "roster": reverse("cases:aid-roster") if can_work(actor, case) else "",
        "tell": reverse("cases:aid-feedback", args=[case.number]) if _may_tell(actor, case) else "",
    }
    return Panel("aid", _("Aid"), "cases/panels/aid.html", shown)


def _may_tell(actor: Actor, case: Case) -> bool:
    """Legal aid that was reported has no step for it: the link to rate is made from the panel."""
    return case.kind == "legal_aid" and case.status == "reported" and bool(can_handle(actor, case))


def _aid_facts(case: Case) -> list[tuple[str, Any]]:
    aid, provider = case.particulars.get("aid", {}), case.particulars.get("provider", {})
    return [
        (_("Applicant"), aid.get("applicant", "")),
        (_("The other side"), aid.get("other_side", "")),
        (_("Condition for aid"), _label(AidGround, aid.get("ground"))),
        (_("What proves it"), aid.get("proof", "")),
        (_("Emergency"), aid.get("emergency", "")),
        (_("What help is asked for"), _label(AidNeed, aid.get("need"))),
        (_("Evidence handed in"), aid.get("evidence", "")),
        (_("Who takes the case"), " · ".join(filter(None, (provider.get("name"), provider.get("firm"))))),
    ]


def _opinion(one: Any) -> dict[str, str]:
    return {
        "author": str(one.author),
        "day": iso_date(one.given_at),
        "facts": one.facts,
        "opinion": one.opinion,
        "advice": one.advice,
    }


def review_panel(actor: Actor, case: Case) -> Panel | None:
    """What the review is about; of another case that was decided, the way to open one."""
    if case.kind != "review":
        may = case.kind == "penalty" and bool(can_work(actor, case)) and case.outcome == Outcome.PENALISED
        return _new_review(case) if may else None
    challenged = challenged_by(actor, case)
    if challenged is None:
        return None
    facts = [
        (_("Number of the decision"), challenged.decision_number),
        (_("Known to the party on"), iso_date(challenged.known_on)),
        (_("Organ of review"), challenged.organ),
        (_("Number there"), challenged.organ_number),
        (_("Day of the result"), iso_date(challenged.result_on) if challenged.result_on else ""),
        (_("Number of the result"), challenged.result_number),
    ]
    shown = {"facts": [{"term": term, "value": value} for term, value in facts if value]}
    return Panel("review", _("Challenged decision"), "cases/panels/review.html", shown)


def _new_review(case: Case) -> Panel:
    shown = {"new": reverse("cases:review-new", args=[case.number])}
    return Panel("review", _("Review"), "cases/panels/review.html", shown, side=True)


def papers_panel(actor: Actor, case: Case) -> Panel | None:
    """Drafts of the papers of this case, and a period to let run."""
    papers = [
        {
            "title": title_of(slug),
            "pdf": reverse("cases:case-paper", args=[case.number, slug, "pdf"]),
            "docx": reverse("cases:case-paper", args=[case.number, slug, "docx"]),
        }
        for slug in papers_of(actor, case)
    ]
    may = case.is_open and bool(period_choices(case)) and bool(can_handle(actor, case))
    if not papers and not may:
        return None
    shown = {"papers": papers, "period": reverse("cases:rights-period", args=[case.number]) if may else ""}
    return Panel("drafts", _("Drafts and periods"), "cases/panels/drafts.html", shown, side=True)


def _label(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value and value in choices.values else ""


STEP_PAGES: dict[tuple[str, str], str] = {
    ("misuse_action", "ask_holders"): "cases:misuse-ask",
    ("misuse_action", "choose"): "cases:misuse-choose",
    ("misuse_action", "submit"): "cases:misuse-submit",
    ("patent_dispute", "check"): "cases:patent-check",
    ("patent_dispute", "prepare"): "cases:patent-package",
    ("patent_dispute", "transfer"): "cases:patent-transfer",
    ("legal_aid", "assign"): "cases:aid-assign",
    ("legal_aid", "reassign"): "cases:aid-release",
    ("rights_assistance", "assign"): "cases:aid-assign",
    ("rights_assistance", "reassign"): "cases:aid-release",
    ("rights_assistance", "give_feedback"): "cases:aid-feedback",
    ("review", "note_application"): "cases:review-organ",
    ("review", "decide"): "cases:review-decide",
    ("review", "judge"): "cases:review-judge",
    **{("patent_dispute", step): f"cases:patent-follow-{step}" for step in THERE},
}
"""Steps of P4–P8 with a page of their own."""
