"""How a record moves: draft, submitted, registered, withdrawn."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erdem.base.workflow import Step, Workflow
from erdem.knowledge import policies
from erdem.knowledge.choices import Status

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
