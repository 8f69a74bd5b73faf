"""How a record and a consent move.

A record: draft, the stages of P11 (consent, class, kin, experts, notice), registered, withdrawn, removed. A reading of the
standard's P11 with a short way for machines and for what is publicly documented, and a way for the secret: deposited by its
community, without notice.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.knowledge import policies
from erdem.knowledge.choices import Status
from erdem.knowledge.consent_choices import ConsentStatus

ON_THE_WAY = policies.RUNNING
REASON = ("status_reason",)
PLAIN_STEPS = ("submit", "register", "deposit", "classify_again", "review_again", "return", "withdraw")
"""Steps that need no more than a button, or a button and a reason; the others have a page of their own."""

RECORD = Workflow(
    document_type="knowledge.record",
    initial=(Status.DRAFT,),
    final=(Status.TOMBSTONE,),
    shapes={
        Status.DRAFT: "new",
        Status.SUBMITTED: "wait",
        Status.CLASSIFICATION: "work",
        Status.KIN_CHECK: "work",
        Status.EXPERT_REVIEW: "work",
        Status.PUBLIC_NOTICE: "wait",
        Status.OBJECTION: "due",
        Status.REGISTERED: "done",
        Status.WITHDRAWN: "stop",
        Status.TOMBSTONE: "stop",
    },
    steps=(
        Step(
            "submit",
            (Status.DRAFT,),
            Status.SUBMITTED,
            label=_("Submit for registration"),
            allowed=policies.can_submit,
            emphasis="main",
        ),
        Step(
            "confirm_consent",
            (Status.SUBMITTED,),
            Status.CLASSIFICATION,
            label=_("Confirm the consents"),
            allowed=policies.can_check_consent,
            emphasis="main",
        ),
        Step(
            "register",
            (Status.SUBMITTED,),
            Status.REGISTERED,
            label=_("Register"),
            allowed=policies.can_register,
        ),
        Step(
            "deposit",
            (Status.SUBMITTED,),
            Status.REGISTERED,
            label=_("Deposit it with the community"),
            allowed=policies.can_deposit,
        ),
        Step(
            "classify",
            (Status.CLASSIFICATION,),
            Status.KIN_CHECK,
            label=_("Confirm the class"),
            allowed=policies.can_classify,
            emphasis="main",
        ),
        Step(
            "settle_kin",
            (Status.KIN_CHECK,),
            Status.EXPERT_REVIEW,
            label=_("End the comparison with kin"),
            allowed=policies.can_settle_kin,
            emphasis="main",
        ),
        Step(
            "give_notice",
            (Status.EXPERT_REVIEW,),
            Status.PUBLIC_NOTICE,
            label=_("Put it on public notice"),
            allowed=policies.can_call_experts,
            emphasis="main",
        ),
        Step(
            "end_notice",
            (Status.PUBLIC_NOTICE,),
            Status.REGISTERED,
            label=_("End the notice and register"),
            allowed=policies.can_end_public_notice,
            emphasis="main",
        ),
        Step(
            "hear_objections",
            (Status.PUBLIC_NOTICE,),
            Status.OBJECTION,
            label=_("End the notice and hear the objections"),
            allowed=policies.can_end_public_notice,
            emphasis="main",
        ),
        Step(
            "dismiss_objections",
            (Status.OBJECTION,),
            Status.REGISTERED,
            label=_("Register after the objections"),
            allowed=policies.can_hear,
            emphasis="main",
        ),
        Step(
            "classify_again",
            (Status.KIN_CHECK, Status.EXPERT_REVIEW, Status.PUBLIC_NOTICE, Status.OBJECTION),
            Status.CLASSIFICATION,
            label=_("Classify it again"),
            allowed=policies.can_hear,
            required=REASON,
        ),
        Step(
            "review_again",
            (Status.PUBLIC_NOTICE, Status.OBJECTION),
            Status.EXPERT_REVIEW,
            label=_("Put it before the experts again"),
            allowed=policies.can_hear,
            required=REASON,
        ),
        Step(
            "return",
            ON_THE_WAY,
            Status.DRAFT,
            label=_("Return with a reason"),
            allowed=policies.can_return,
            required=REASON,
        ),
        Step(
            "withdraw",
            (Status.DRAFT, *ON_THE_WAY, Status.REGISTERED),
            Status.WITHDRAWN,
            label=_("Withdraw the record"),
            allowed=policies.can_withdraw,
            required=REASON,
            emphasis="stop",
        ),
        Step(
            "remove",
            (Status.DRAFT, *ON_THE_WAY, Status.REGISTERED, Status.WITHDRAWN),
            Status.TOMBSTONE,
            label=_("Remove the content"),
            allowed=policies.can_remove_content,
            required=REASON,
            emphasis="stop",
        ),
    ),
)

CONSENT = Workflow(
    document_type="knowledge.consent",
    initial=(ConsentStatus.DRAFT,),
    final=(ConsentStatus.REFUSED, ConsentStatus.WITHDRAWN, ConsentStatus.EXPIRED, ConsentStatus.SUPERSEDED),
    shapes={
        ConsentStatus.DRAFT: "new",
        ConsentStatus.ASKED: "wait",
        ConsentStatus.GIVEN: "done",
        ConsentStatus.REFUSED: "stop",
        ConsentStatus.WITHDRAWN: "stop",
        ConsentStatus.EXPIRED: "over",
        ConsentStatus.SUPERSEDED: "stop",
    },
    steps=(
        Step(
            "ask",
            (ConsentStatus.DRAFT,),
            ConsentStatus.ASKED,
            label=_("Put the question"),
            allowed=policies.can_edit_consent,
            emphasis="main",
        ),
        Step(
            "rewrite",
            (ConsentStatus.ASKED,),
            ConsentStatus.DRAFT,
            label=_("Take the question back and rewrite it"),
            allowed=policies.can_edit_consent,
        ),
        Step(
            "give",
            (ConsentStatus.ASKED,),
            ConsentStatus.GIVEN,
            label=pgettext_lazy("consent", "Agree"),
            allowed=policies.can_answer_consent,
            required=("signing", "signed_name"),
        ),
        Step(
            "refuse",
            (ConsentStatus.ASKED,),
            ConsentStatus.REFUSED,
            label=pgettext_lazy("consent", "Do not agree"),
            allowed=policies.can_answer_consent,
        ),
        Step(
            "withdraw",
            (ConsentStatus.GIVEN,),
            ConsentStatus.WITHDRAWN,
            label=_("Take the consent back"),
            allowed=policies.can_withdraw_consent,
            document="receipt",
        ),
        Step(
            "expire",
            (ConsentStatus.GIVEN,),
            ConsentStatus.EXPIRED,
            label=_("Let it run out"),
            allowed=policies.can_tend_consent,
        ),
        Step(
            "renew",
            (ConsentStatus.GIVEN,),
            ConsentStatus.SUPERSEDED,
            label=_("Replace it by a new one"),
            allowed=policies.can_answer_consent,
        ),
    ),
)
