"""The way of a permit: in force, suspended and back, until it is replaced, revoked or over. What has ended is only read."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.sharing import policies
from erdem.sharing.permit_choices import ENDED, PermitStatus

REASON = ("status_reason",)
SHAPES: dict[str, str] = {
    PermitStatus.ISSUED: "done",
    PermitStatus.SUSPENDED: "due",
    PermitStatus.AMENDED: "over",
    PermitStatus.REVOKED: "stop",
    PermitStatus.EXPIRED: "over",
}

PERMIT = Workflow(
    document_type="sharing.permit",
    initial=(PermitStatus.ISSUED,),
    final=ENDED,
    shapes=SHAPES,
    steps=(
        Step(
            "amend",
            (PermitStatus.ISSUED,),
            PermitStatus.AMENDED,
            label=pgettext_lazy("permit", "Amend it by a new permit"),
            allowed=policies.can_keep_permit,
            document="permit",
        ),
        Step(
            "suspend",
            (PermitStatus.ISSUED,),
            PermitStatus.SUSPENDED,
            label=pgettext_lazy("permit", "Suspend the permit"),
            allowed=policies.can_keep_permit,
            required=REASON,
        ),
        Step(
            "resume",
            (PermitStatus.SUSPENDED,),
            PermitStatus.ISSUED,
            label=pgettext_lazy("permit", "Put it in force again"),
            allowed=policies.can_keep_permit,
            required=REASON,
        ),
        Step(
            "revoke",
            (PermitStatus.ISSUED, PermitStatus.SUSPENDED),
            PermitStatus.REVOKED,
            label=pgettext_lazy("permit", "Revoke the permit"),
            allowed=policies.can_keep_permit,
            required=REASON,
            emphasis="stop",
        ),
        Step(
            "expire",
            (PermitStatus.ISSUED, PermitStatus.SUSPENDED),
            PermitStatus.EXPIRED,
            label=pgettext_lazy("permit", "Note that it has expired"),
            allowed=policies.can_expire,
        ),
    ),
)
