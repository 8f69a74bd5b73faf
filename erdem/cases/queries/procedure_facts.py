"""What the documents of a penalty say of its procedure, from the rows that were noted: nobody writes it a second time."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from erdem.base.formatting import money_from_fen
from erdem.cases.choices import CaseKind
from erdem.cases.choices.details import ExecutionKind
from erdem.cases.models import Case, EnforcementCertificate, Execution, Hearing, PenaltyDecision, Publication
from erdem.cases.paper.printing import chinese_date
from erdem.cases.queries.details import answer_until, last_review, served, standing_decision

Facts = dict[str, str]


def procedure_facts(case: Case) -> Facts:
    """Return the facts by the names of the templates; what was not noted is left out."""
    if case.kind != CaseKind.PENALTY:
        return {}
    found = {
        "filed_on": _day_of_step(case, "file"),
        "certificates": _certificates(case),
        "executed": _executed(case),
        "heard": _heard(case),
        **_reviewed(case),
        **_hearing(case),
        **_decided(standing_decision(case)),
        **_served(case),
    }
    return {name: words for name, words in found.items() if words}


def _day_of_step(case: Case, step: str) -> str:
    event = case.events.filter(step=step).order_by("-id").first()
    return chinese_date(timezone.localtime(event.at).date()) if event else ""


def _certificates(case: Case) -> str:
    handlers = [key for key in (case.handler_id, case.second_handler_id) if key is not None]
    today = timezone.localdate()
    held = EnforcementCertificate.objects.filter(
        office_id=case.office_id, user_id__in=handlers, valid_from__lte=today, valid_until__gte=today
    )
    numbers = dict(held.values_list("user_id", "number"))
    return "、".join(numbers[key] for key in handlers if key in numbers)


def _reviewed(case: Case) -> Facts:
    review = last_review(case)
    if review is None:
        return {}
    conclusion = {True: "同意", False: "退回补充调查"}.get(review.agrees, "") if review.agrees is not None else ""
    return {
        "sent_on": chinese_date(review.sent_on),
        "reviewer": str(review.reviewer or ""),
        "opinion": review.opinion,
        "conclusion": conclusion,
    }


def _hearing(case: Case) -> Facts:
    hearing = (
        Hearing.objects.filter(case=case, given_up_on__isnull=True).select_related("chair").order_by("-id").first()
    )
    if hearing is None or hearing.held_on is None:
        return {}
    return {"held_at": chinese_date(hearing.held_on), "held_where": hearing.place, "chair": str(hearing.chair or "")}


def _decided(decision: PenaltyDecision | None) -> Facts:
    if decision is None:
        return {}
    return {
        "articles": decision.articles,
        "grounds": decision.reasons,
        "discretion": decision.discretion,
        "decision": decision.content,
        "intended": decision.content,
        "fine_fen": str(decision.fine_fen or ""),
    }


def _heard(case: Case) -> str:
    """Return the sentence on notice, answer and hearing that a decision has to hold (行政处罚法 44, 45, 59, 62–65)."""
    notice = served(case, "penalty_notice")
    if notice is None:
        return ""
    words = f"本局于{chinese_date(notice.received_on)}向当事人送达{notice.document.title}（{notice.document.number}）。"
    hearing = Hearing.objects.filter(case=case).exclude(transcript="").order_by("-id").first()
    if hearing is not None and hearing.held_on is not None:
        asked, held = chinese_date(hearing.requested_on), chinese_date(hearing.held_on)
        return f"{words}当事人于{asked}要求听证，本局于{held}举行听证，听证笔录附卷。"
    stated = case.events.filter(step="hear_statement").order_by("-id").first()
    if stated is not None:
        return f"{words}当事人进行了陈述、申辩：{stated.note}"
    if notice.waived_on is not None:
        return f"{words}当事人于{chinese_date(notice.waived_on)}明确放弃陈述、申辩和要求听证的权利。"
    until = answer_until(case)
    if until is not None and until < timezone.localdate():
        return f"{words}当事人在法定期限内未陈述、申辩，也未要求听证。"
    return ""


def _served(case: Case) -> Facts:
    """Return what was served last: the decision, before it the notice; number and day only of the decision."""
    decision = served(case, "penalty_decision", "spot_decision", "no_penalty_decision")
    record = decision or served(case, "penalty_notice")
    if record is None:
        return {}
    document = record.document
    found = {
        "receiver": record.receiver,
        "served": f"{document.title}（{document.number}）",
        "how": str(record.get_way_display()),
        "received_at": chinese_date(record.received_on),
    }
    if decision is None:
        return found
    issued = _local(document.issued_at)
    return found | {
        "served_on": chinese_date(decision.received_on),
        "decision_number": document.number,
        "decided_on": chinese_date(issued) if issued else "",
    }


def _local(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localtime(moment).date() if moment else None


def _executed(case: Case) -> str:
    parts = [
        f"{chinese_date(each.acted_on)}缴款{money_from_fen(each.amount_fen)}元"
        for each in Execution.objects.filter(case=case, kind=ExecutionKind.PAYMENT)
    ]
    for shown in Publication.objects.filter(case=case):
        parts.append(f"{chinese_date(shown.published_on)}公示（{shown.reference}）")
        if shown.withdrawn_on:
            parts.append(f"{chinese_date(shown.withdrawn_on)}撤回公示")
    return f"{'；'.join(parts)}。" if parts else ""
