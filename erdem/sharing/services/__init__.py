"""Writes of sharing."""

from erdem.sharing.services.agreement_comments import (
    comment,
    resolve_comment,
)
from erdem.sharing.services.agreements import (
    assent,
    break_off,
    end_agreement,
    extend_time,
    follow_request,
    mark_signed,
    missing_parties,
    open_agreement,
    propose_terms,
)
from erdem.sharing.services.asking import (
    answer_question,
    choose_quorum,
    close_questions,
    veto_request,
)
from erdem.sharing.services.checking import (
    accept_request,
    lapse_request,
    record_approval,
    reject_request,
    return_request,
)
from erdem.sharing.services.concluding import conclude_terms
from erdem.sharing.services.labels import (
    escalate_record,
)
from erdem.sharing.services.requests import (
    create_request,
    edit_request,
    name_records,
    submit_request,
    what_is_missing,
    withdraw_request,
)
from erdem.sharing.services.tending import close_due_questions, lapse_due_requests, remind_holders

__all__ = [
    "accept_request",
    "answer_question",
    "assent",
    "break_off",
    "choose_quorum",
    "close_due_questions",
    "close_questions",
    "comment",
    "conclude_terms",
    "create_request",
    "edit_request",
    "end_agreement",
    "escalate_record",
    "extend_time",
    "follow_request",
    "lapse_due_requests",
    "lapse_request",
    "mark_signed",
    "missing_parties",
    "name_records",
    "open_agreement",
    "propose_terms",
    "record_approval",
    "reject_request",
    "remind_holders",
    "resolve_comment",
    "return_request",
    "submit_request",
    "veto_request",
    "what_is_missing",
    "withdraw_request",
]
