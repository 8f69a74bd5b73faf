"""The way of an envelope: prepared, signed one after another, and one of four ends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erdem.base.workflow import Step, Workflow
from erdem.sharing.policies.signing import can_tend_signing
from erdem.sharing.signing_choices import EnvelopeStatus

ENVELOPE = Workflow(
    document_type="sharing.envelope",
    initial=(EnvelopeStatus.DRAFT,),
    final=(EnvelopeStatus.COMPLETED, EnvelopeStatus.REFUSED, EnvelopeStatus.EXPIRED, EnvelopeStatus.CANCELLED),
    shapes={
        EnvelopeStatus.DRAFT: "new",
        EnvelopeStatus.RUNNING: "wait",
        EnvelopeStatus.COMPLETED: "done",
        EnvelopeStatus.REFUSED: "stop",
        EnvelopeStatus.EXPIRED: "over",
        EnvelopeStatus.CANCELLED: "stop",
    },
    steps=(
        Step(
            "send",
            (EnvelopeStatus.DRAFT,),
            EnvelopeStatus.RUNNING,
            label=_("Send it to be signed"),
            allowed=can_tend_signing,
            emphasis="main",
        ),
        Step("complete", (EnvelopeStatus.RUNNING,), EnvelopeStatus.COMPLETED, label=_("Seal it")),
        Step(
            "refuse",
            (EnvelopeStatus.RUNNING,),
            EnvelopeStatus.REFUSED,
            label=_("Refuse to sign"),
            required=("status_reason",),
        ),
        Step(
            "expire",
            (EnvelopeStatus.RUNNING,),
            EnvelopeStatus.EXPIRED,
            label=_("Let it run out"),
            allowed=can_tend_signing,
        ),
        Step(
            "cancel",
            (EnvelopeStatus.DRAFT, EnvelopeStatus.RUNNING),
            EnvelopeStatus.CANCELLED,
            label=_("Call the signing off"),
            allowed=can_tend_signing,
            required=("status_reason",),
            emphasis="stop",
        ),
    ),
)
