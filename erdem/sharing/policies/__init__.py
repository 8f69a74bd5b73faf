"""Who sees and does what in sharing; second lock: ``sql/``."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model, Q

from erdem.base.actor import Actor
from erdem.sharing.models import (
    AccessRequest,
    Agreement,
    AgreementComment,
    AgreementVersion,
    Approval,
    Assent,
    Clause,
    HolderDecision,
    HolderQuestion,
    RequestedRecord,
)
from erdem.sharing.policies.agreements import (
    can_assent,
    can_break_off,
    can_comment,
    can_extend,
    can_open_agreement,
    can_propose,
    can_resolve,
    can_tend_agreement,
    comments_privately_for,
    is_party,
    parties_of,
    visible_agreements,
    visible_assents,
    visible_clauses,
    visible_comments,
    visible_versions,
)
from erdem.sharing.policies.requests import (
    EVERYTHING,
    NOTHING,
    OFFICERS,
    can_answer_question,
    can_edit_request,
    can_handle_request,
    can_make_request,
    can_tend_request,
    can_veto,
    can_withdraw_request,
    handles,
    is_applicant,
    served_divisions,
    spoken_for,
    visible_decisions,
    visible_requests,
    visible_with_request,
)

__all__ = [
    "EVERYTHING",
    "NOTHING",
    "OFFICERS",
    "VISIBLE",
    "can_answer_question",
    "can_assent",
    "can_break_off",
    "can_comment",
    "can_edit_request",
    "can_extend",
    "can_handle_request",
    "can_make_request",
    "can_open_agreement",
    "can_propose",
    "can_resolve",
    "can_tend_agreement",
    "can_tend_request",
    "can_veto",
    "can_withdraw_request",
    "comments_privately_for",
    "handles",
    "is_applicant",
    "is_party",
    "parties_of",
    "served_divisions",
    "spoken_for",
    "visible_agreements",
    "visible_assents",
    "visible_clauses",
    "visible_comments",
    "visible_decisions",
    "visible_requests",
    "visible_versions",
    "visible_with_request",
]

VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    AccessRequest: visible_requests,
    **dict.fromkeys((RequestedRecord, Approval, HolderQuestion), visible_with_request),
    HolderDecision: visible_decisions,
    Agreement: visible_agreements,
    AgreementVersion: visible_versions,
    Assent: visible_assents,
    AgreementComment: visible_comments,
    Clause: visible_clauses,
}
