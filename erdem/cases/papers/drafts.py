"""Which papers a case has, and their drafts. A draft has no official number; it goes out by the documents of the office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.cases.choices import Answer, Way
from erdem.cases.models import Case
from erdem.cases.paper.printing import Printed
from erdem.cases.papers.facts import of_aid, of_misuse, of_patent_dispute, of_review, points_rows
from erdem.cases.papers.sheets import in_groups, paper_of
from erdem.cases.policies import can_work
from erdem.cases.queries.patent_request import respondents_of
from erdem.cases.queries.rights import actions_of, opinions_of, questions_of, transfers_of

LANGUAGE: Final = "zh-hans"
WAY_PAPERS: Final = {
    Way.OBSERVATION: "observation",
    Way.TM_OPPOSITION: "opposition",
    Way.LETTER: "lawyer_letter",
}


def papers_of(actor: Actor, case: Case) -> list[str]:
    """Return the papers that a case has by now, for who works on it; the opinion also for who wrote it."""
    by_kind: dict[str, Callable[[Actor, Case], list[str]]] = {
        "patent_dispute": _of_patents,
        "legal_aid": _of_legal_aid,
        "rights_assistance": _of_assistance,
        "review": lambda _actor, _case: ["review_answer"],
        "misuse_action": _of_misuse,
    }
    if case.kind not in by_kind or not (can_work(actor, case) or actor.user_id in case.taking_part):
        return []
    return by_kind[case.kind](actor, case)


def draft_of(actor: Actor, case: Case, slug: str) -> Printed | None:
    """Return the draft of a paper in Chinese, the language of the office it goes to; nothing when the case has none such."""
    if slug not in papers_of(actor, case):
        return None
    with translation.override(LANGUAGE):
        notice = _("Draft without official number")
        if case.kind == "misuse_action":
            facts, rows = of_misuse(actor, case)
            return paper_of(slug, facts, rows, draft=notice)
        if case.kind == "patent_dispute":
            return _patent_sheet(actor, case, slug, notice)
        facts = of_review(case) if case.kind == "review" else of_aid(case)
        return paper_of(slug, facts, draft=notice)


def _patent_sheet(actor: Actor, case: Case, slug: str, notice: str) -> Printed:
    newest = transfers_of(actor, case).first()
    listed = newest.contents if newest else []
    rows = {
        "points": points_rows(case),
        "contents": [
            (str(number), str(one["name"]), str(one["size"]), in_groups(str(one["sha256"])))
            for number, one in enumerate(listed, start=1)
        ],
    }
    return paper_of(slug, of_patent_dispute(case, newest.to_name if newest else ""), rows, draft=notice)


def _of_patents(actor: Actor, case: Case) -> list[str]:
    found = ["request", "precheck"] if respondents_of(case.particulars.get("request", {})) else []
    return [*found, "transfer_letter", "transfer_list"] if transfers_of(actor, case).exists() else found


def _of_legal_aid(actor: Actor, case: Case) -> list[str]:
    found = []
    if case.status in ("refused", "objected", "upheld"):
        found.append("aid_refusal")
    elif case.events.filter(step__in=("grant", "overturn")).exists():
        found.append("aid_grant")
    if case.particulars.get("provider"):
        found.append("assignment")
    return found if can_work(actor, case) else []


def _of_assistance(actor: Actor, case: Case) -> list[str]:
    found = ["assignment"] if case.particulars.get("provider") and can_work(actor, case) else []
    return [*found, "opinion"] if opinions_of(actor, case).exists() else found


def _of_misuse(actor: Actor, case: Case) -> list[str]:
    """Only what the communities agreed to is written."""
    if any(one.answer != Answer.YES for one in questions_of(actor, case)):
        return []
    taken = actions_of(actor, case).filter(given_up_at__isnull=True).order_by("-id").first()
    return [WAY_PAPERS[Way(taken.way)]] if taken is not None and Way(taken.way) in WAY_PAPERS else []
