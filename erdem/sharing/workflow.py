"""The way of a request for access (P10): formal check, approvals, holders, terms, permit.

Holders may stop a request at any time before a permit is issued, without a reason; an office that turns one down gives reasons.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.sharing import policies
from erdem.sharing.choices import OPEN, AgreementStatus, RequestStatus

REASON = ("status_reason",)

REQUEST = Workflow(
    document_type="sharing.accessrequest",
    initial=(RequestStatus.DRAFT,),
    final=(
        RequestStatus.PERMITTED,
        RequestStatus.REJECTED,
        RequestStatus.REFUSED,
        RequestStatus.VETOED,
        RequestStatus.LAPSED,
        RequestStatus.WITHDRAWN,
    ),
    shapes={
        RequestStatus.DRAFT: "new",
        RequestStatus.SUBMITTED: "wait",
        RequestStatus.RETURNED: "due",
        RequestStatus.APPROVALS: "wait",
        RequestStatus.ASKING: "wait",
        RequestStatus.NEGOTIATING: "work",
        RequestStatus.AGREED: "work",
        RequestStatus.PERMITTED: "done",
        RequestStatus.REJECTED: "stop",
        RequestStatus.REFUSED: "stop",
        RequestStatus.VETOED: "stop",
        RequestStatus.LAPSED: "over",
        RequestStatus.WITHDRAWN: "stop",
    },
    steps=(
        Step(
            "submit",
            (RequestStatus.DRAFT, RequestStatus.RETURNED),
            RequestStatus.SUBMITTED,
            label=_("Submit the request"),
            allowed=policies.can_edit_request,
            emphasis="main",
        ),
        Step(
            "wait_for_approvals",
            (RequestStatus.SUBMITTED,),
            RequestStatus.APPROVALS,
            label=_("Accept it and wait for the approvals"),
            allowed=policies.can_handle_request,
        ),
        Step(
            "ask_holders",
            (RequestStatus.SUBMITTED, RequestStatus.APPROVALS),
            RequestStatus.ASKING,
            label=_("Accept it and ask the holders"),
            allowed=policies.can_handle_request,
            emphasis="main",
        ),
        Step(
            "return",
            (RequestStatus.SUBMITTED, RequestStatus.APPROVALS),
            RequestStatus.RETURNED,
            label=_("Return it for completion"),
            allowed=policies.can_handle_request,
            required=REASON,
        ),
        Step(
            "reject",
            (RequestStatus.SUBMITTED, RequestStatus.APPROVALS, RequestStatus.ASKING),
            RequestStatus.REJECTED,
            label=_("Turn it down with reasons"),
            allowed=policies.can_handle_request,
            required=REASON,
            emphasis="stop",
        ),
        Step(
            "negotiate",
            (RequestStatus.ASKING,),
            RequestStatus.NEGOTIATING,
            label=_("Go on to the terms"),
            allowed=policies.can_tend_request,
        ),
        Step(
            "refuse",
            (RequestStatus.ASKING,),
            RequestStatus.REFUSED,
            label=_("End it: the holders do not agree"),
            allowed=policies.can_tend_request,
        ),
        Step(
            "lapse",
            (RequestStatus.RETURNED, RequestStatus.APPROVALS, RequestStatus.ASKING, RequestStatus.NEGOTIATING),
            RequestStatus.LAPSED,
            label=_("Let it lapse"),
            allowed=policies.can_tend_request,
            required=REASON,
        ),
        Step(
            "settle",
            (RequestStatus.NEGOTIATING,),
            RequestStatus.AGREED,
            label=_("Note that the terms are signed"),
            allowed=policies.can_tend_request,
        ),
        Step(
            "issue",
            (RequestStatus.AGREED,),
            RequestStatus.PERMITTED,
            label=_("Issue the permit"),
            allowed=policies.can_tend_request,
            document="permit",
        ),
        Step(
            "veto",
            OPEN,
            RequestStatus.VETOED,
            label=_("Stop this request"),
            allowed=policies.can_veto,
            required=("ended_by_community_id",),
            emphasis="stop",
        ),
        Step(
            "withdraw",
            (RequestStatus.DRAFT, *OPEN),
            RequestStatus.WITHDRAWN,
            label=pgettext_lazy("request", "Take it back"),
            allowed=policies.can_withdraw_request,
            emphasis="stop",
        ),
    ),
)

AGREEMENT = Workflow(
    document_type="sharing.agreement",
    initial=(AgreementStatus.NEGOTIATING,),
    final=(AgreementStatus.ENDED, AgreementStatus.BROKEN_OFF),
    shapes={
        AgreementStatus.NEGOTIATING: "work",
        AgreementStatus.SETTLED: "due",
        AgreementStatus.SIGNED: "done",
        AgreementStatus.ENDED: "over",
        AgreementStatus.BROKEN_OFF: "stop",
    },
    steps=(
        Step(
            "settle",
            (AgreementStatus.NEGOTIATING,),
            AgreementStatus.SETTLED,
            label=_("Note that every party agrees"),
            allowed=policies.can_assent,
        ),
        Step(
            "reopen",
            (AgreementStatus.SETTLED,),
            AgreementStatus.NEGOTIATING,
            label=_("Propose other terms"),
            allowed=policies.can_propose,
        ),
        Step(
            "sign",
            (AgreementStatus.SETTLED,),
            AgreementStatus.SIGNED,
            label=_("Note that it is signed"),
            allowed=policies.can_note_signatures,
        ),
        Step(
            "break_off",
            (AgreementStatus.NEGOTIATING, AgreementStatus.SETTLED),
            AgreementStatus.BROKEN_OFF,
            label=_("Break the negotiation off"),
            allowed=policies.can_break_off,
            emphasis="stop",
        ),
        Step(
            "end",
            (AgreementStatus.SIGNED,),
            AgreementStatus.ENDED,
            label=_("Note that it has ended"),
            allowed=policies.can_tend_agreement,
            required=REASON,
        ),
    ),
)
