"""Reading official documents, and the facts of a case that they are written from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import override

from erdem.base.actor import Actor
from erdem.base.clock.explaining import length_of
from erdem.base.clock.rules import NoRule, rule_in_force
from erdem.cases.choices import CaseRole
from erdem.cases.models import Case, OfficeNumbering, OfficialDocument, Party
from erdem.cases.paper.composing import UNVERIFIED
from erdem.cases.paper.printing import chinese_date
from erdem.cases.policies import visible_with_case
from erdem.cases.queries.procedure_facts import procedure_facts
from erdem.people.models import Organisation

__all__ = [
    "Case",
    "OfficialDocument",
    "documents_of",
    "facts_of",
    "get_document",
    "office_of",
    "period_words",
    "word_of",
]

LANGUAGE = "zh-hans"
UNKNOWN_PERIOD = "法定期限" + UNVERIFIED
SHORTENED = (("市场监督管理局", "市监"), ("知识产权局", "知"), ("文化和旅游局", "文旅"), ("司法局", "司"))


def documents_of(actor: Actor, case: Case) -> QuerySet[OfficialDocument]:
    """Return the documents of a case, newest first."""
    found = OfficialDocument.objects.filter(visible_with_case(actor), case=case)
    return found.select_related("case", "office", "drafter", "approver").order_by("-id")


def get_document(actor: Actor, number: str, key: int) -> OfficialDocument | None:
    """Return a document of a case that the actor sees; None when there is none."""
    found = OfficialDocument.objects.filter(visible_with_case(actor), case__number=number, pk=key)
    return found.select_related("case", "office", "drafter", "approver", "pdf", "docx").first()


def office_of(key: int) -> Organisation:
    """Return an office by its key.

    Raises:
        Organisation.DoesNotExist: there is none.
    """
    return Organisation.objects.get(pk=key)


def word_of(office: Organisation) -> str:
    """Return the word with which the numbers of an office begin: the one it keeps, else a shortened name."""
    kept = OfficeNumbering.objects.filter(office=office).values_list("word", flat=True).first()
    if kept:
        return kept
    name = str(office.name)
    for whole, short in SHORTENED:
        name = name.replace(whole, short)
    return name[:20]


def facts_of(case: Case) -> dict[str, str]:
    """Return what official documents say of a case, in Chinese. Who reported it is not among it: that is sealed."""
    with override(LANGUAGE):
        respondent, complainant = _party(case, CaseRole.RESPONDENT), _party(case, CaseRole.COMPLAINANT)
        return {
            "case_number": case.number,
            "office": str(case.office.name),
            "title": case.title,
            "facts": case.facts,
            "demand": case.demand,
            "reason": case.status_reason,
            "received_on": chinese_date(case.received_on),
            "happened_on": chinese_date(case.happened_on) if case.happened_on else "",
            "channel": str(case.get_channel_display()),
            "subject": str(case.get_subject_display()),
            "outcome": str(case.get_outcome_display()) if case.outcome else "",
            "right_number": case.right_number,
            "handler": str(case.handler) if case.handler else "",
            "second_handler": str(case.second_handler) if case.second_handler else "",
            "respondent": respondent.name if respondent else "",
            "respondent_code": respondent.uscc if respondent else "",
            "respondent_address": respondent.address if respondent else "",
            "complainant": complainant.name if complainant else "",
            **procedure_facts(case),
        }


def _party(case: Case, role: str) -> Party | None:
    standing = case.parties.filter(role=role).select_related("party").order_by("id").first()
    return standing.party if standing else None


def period_words(day: dt.date) -> Callable[[str], str]:
    """Return what gives the length of a rule in force on a day in Chinese, marked when it was not read in the law itself."""

    def words(name: str) -> str:
        process, _, step = name.partition(".")
        try:
            rule = rule_in_force(process, step, day)
        except NoRule:
            return UNKNOWN_PERIOD
        with override(LANGUAGE):
            return str(length_of(rule.limit, rule.unit)) + ("" if rule.is_verified else UNVERIFIED)

    return words
