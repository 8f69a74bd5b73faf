"""What the small world holds of penalties: a case with a row of everything that hangs on one, and a certificate."""

from __future__ import annotations

from django.utils import timezone

from erdem.base.actor import Actor, acting_as
from erdem.cases.choices import CaseKind
from erdem.cases.models import Case, Hearing, PreservationMeasure, ServiceRecord
from erdem.cases.services import (
    NewCase,
    approve_document,
    ask_review,
    draft_document,
    issue_document,
    note_agreement,
    note_call_back,
    note_certificate,
    note_execution,
    note_publication,
    open_case,
    write_decision,
)
from erdem.cases.services.deciding import NewDecision
from erdem.cases.tests.factories import colleague_of


def add_penalty(officer: Actor, complaint: Case) -> Case:
    """Open a penalty in the office of the officer and note one of everything."""
    today, key = timezone.localdate(), officer.user_id or 0
    with acting_as(officer):
        new = NewCase(kind=CaseKind.PENALTY, title="示例处罚", office=complaint.office, received_on=today, facts="示例")
        case = open_case(actor=officer, new=new)
        note_certificate(
            actor=officer, office=case.office, user_id=key, number="示例证001", valid_from=today, valid_until=today
        )
        ask_review(actor=officer, case=case)
        decision = NewDecision("penalised", articles="示例法第一条", reasons="示例", content="罚款", fine_fen=100)
        write_decision(actor=officer, case=case, new=decision)
        note_execution(actor=officer, case=case, kind="payment", acted_on=today, amount_fen=100)
        note_publication(actor=officer, case=case, published_on=today, reference="示例公示号")
        note_agreement(actor=officer, case=complaint, form="waived", terms="示例退款", agreed_on=today)
        note_call_back(actor=officer, case=complaint, called_on=today)
        Hearing.objects.create(case=case, requested_on=today, noted_by_id=key)
    _add_served(officer, case)
    return case


def _add_served(officer: Actor, case: Case) -> None:
    """Add what needs two people: a measure, and a document that was issued and served."""
    today, key = timezone.localdate(), officer.user_id or 0
    other = colleague_of(officer)
    with acting_as(other):
        document = draft_document(actor=other, case=case, template="service_receipt")
    with acting_as(officer):
        PreservationMeasure.objects.create(
            case=case,
            kind="preservation",
            items=[["示例物品", "1"]],
            place="示例仓库",
            first_officer_id=key,
            second_officer_id=other.user_id or 0,
            started_on=today,
            due_on=today,
            noted_by_id=key,
        )
        document = approve_document(actor=officer, document=document)
        document = issue_document(actor=officer, document=document)
        ServiceRecord.objects.create(
            case=case, document=document, way="direct", receiver="示例商行", received_on=today, noted_by_id=key
        )
