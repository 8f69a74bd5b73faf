"""The ways of use reports, of deliveries in kind and of audits (P10: reports, benefit)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.sharing.policies import reports as policies
from erdem.sharing.report_choices import AuditStatus, DeliveryStatus, ReportStatus

REASON = ("status_reason",)

USE_REPORT = Workflow(
    document_type="sharing.usereport",
    initial=(ReportStatus.EXPECTED, ReportStatus.DRAFT),
    final=(ReportStatus.REPLACED, ReportStatus.CANCELLED),
    shapes={
        ReportStatus.EXPECTED: "new",
        ReportStatus.DRAFT: "work",
        ReportStatus.SUBMITTED: "wait",
        ReportStatus.RETURNED: "due",
        ReportStatus.ACCEPTED: "done",
        ReportStatus.REPLACED: "stop",
        ReportStatus.CANCELLED: "stop",
    },
    steps=(
        Step(
            "begin",
            (ReportStatus.EXPECTED, ReportStatus.RETURNED),
            ReportStatus.DRAFT,
            label=_("Write the report"),
            allowed=policies.can_write_report,
        ),
        Step(
            "submit",
            (ReportStatus.DRAFT,),
            ReportStatus.SUBMITTED,
            label=_("Hand in the report"),
            allowed=policies.can_write_report,
            required=("submitted_by_id",),
            emphasis="main",
        ),
        Step(
            "return",
            (ReportStatus.SUBMITTED,),
            ReportStatus.RETURNED,
            label=_("Return it with a reason"),
            allowed=policies.can_decide_report,
            required=REASON,
        ),
        Step(
            "accept",
            (ReportStatus.SUBMITTED,),
            ReportStatus.ACCEPTED,
            label=_("Accept the report"),
            allowed=policies.can_decide_report,
            required=("decided_by_id",),
            emphasis="main",
        ),
        Step(
            "replace",
            (ReportStatus.ACCEPTED,),
            ReportStatus.REPLACED,
            label=_("Put the newer version in its place"),
            allowed=policies.can_decide_report,
        ),
        Step(
            "cancel",
            (ReportStatus.EXPECTED, ReportStatus.DRAFT, ReportStatus.RETURNED),
            ReportStatus.CANCELLED,
            label=_("Strike it: the permit ended before"),
            allowed=policies.can_tend_reports,
        ),
    ),
)

DELIVERY = Workflow(
    document_type="sharing.delivery",
    initial=(DeliveryStatus.REPORTED,),
    final=(DeliveryStatus.CONFIRMED, DeliveryStatus.REFUSED),
    shapes={
        DeliveryStatus.REPORTED: "wait",
        DeliveryStatus.CONFIRMED: "done",
        DeliveryStatus.REFUSED: "stop",
    },
    steps=(
        Step(
            "confirm",
            (DeliveryStatus.REPORTED,),
            DeliveryStatus.CONFIRMED,
            label=_("Confirm that it arrived"),
            allowed=policies.can_answer_delivery,
            required=("answered_by_id",),
        ),
        Step(
            "refuse",
            (DeliveryStatus.REPORTED,),
            DeliveryStatus.REFUSED,
            label=pgettext_lazy("delivery", "Say that it did not arrive"),
            allowed=policies.can_answer_delivery,
            required=REASON,
        ),
    ),
)

REPORT_AUDIT = Workflow(
    document_type="sharing.reportaudit",
    initial=(AuditStatus.ASKED,),
    final=(AuditStatus.SOUND, AuditStatus.UNSOUND),
    shapes={
        AuditStatus.ASKED: "wait",
        AuditStatus.ANSWERED: "work",
        AuditStatus.SOUND: "done",
        AuditStatus.UNSOUND: "over",
    },
    steps=(
        Step(
            "answer",
            (AuditStatus.ASKED,),
            AuditStatus.ANSWERED,
            label=_("Hand in the evidence"),
            allowed=policies.can_answer_audit,
        ),
        Step(
            "find_sound",
            (AuditStatus.ASKED, AuditStatus.ANSWERED),
            AuditStatus.SOUND,
            label=_("Note that the figures hold"),
            allowed=policies.can_close_audit,
            required=("finding",),
        ),
        Step(
            "find_unsound",
            (AuditStatus.ASKED, AuditStatus.ANSWERED),
            AuditStatus.UNSOUND,
            label=_("Note that the figures do not hold"),
            allowed=policies.can_close_audit,
            required=("finding",),
        ),
    ),
)
