"""How a record and a consent move."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.knowledge import policies
from erdem.knowledge.choices import Status
from erdem.knowledge.consent_choices import ConsentStatus

RECORD = Workflow(
    document_type="knowledge.record",
    initial=(Status.DRAFT,),
    final=(Status.WITHDRAWN,),
    shapes={
        Status.DRAFT: "new",
        Status.SUBMITTED: "wait",
        Status.REGISTERED: "done",
        Status.WITHDRAWN: "stop",
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
            "register",
            (Status.SUBMITTED,),
            Status.REGISTERED,
            label=_("Register"),
            allowed=policies.can_register,
            emphasis="main",
        ),
        Step(
            "return",
            (Status.SUBMITTED,),
            Status.DRAFT,
            label=_("Return with a reason"),
            allowed=policies.can_return,
            required=("status_reason",),
        ),
        Step(
            "withdraw",
            (Status.DRAFT, Status.SUBMITTED, Status.REGISTERED),
            Status.WITHDRAWN,
            label=_("Withdraw the record"),
            allowed=policies.can_withdraw,
            required=("status_reason",),
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
