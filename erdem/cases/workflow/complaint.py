"""P1, the complaint of a consumer and its mediation (市场监督管理投诉举报处理暂行办法, Art. 9–22)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.cases.choices import CaseKind, ComplaintStatus, Outcome
from erdem.cases.policies import can_handle, can_work
from erdem.cases.workflow.penalty_guards import agreement_is_noted
from erdem.cases.workflow.process import CaseProcess, Effect

S = ComplaintStatus
REASON = ("status_reason",)

COMPLAINT = CaseProcess(
    process="P1",
    workflow=Workflow(
        document_type="cases.case",
        variant=CaseKind.COMPLAINT.value,
        statuses=ComplaintStatus,
        initial=(S.RECEIVED,),
        final=(S.ARCHIVED, S.MERGED),
        shapes={
            S.RECEIVED: "new",
            S.SUPPLEMENTING: "wait",
            S.DISPUTED: "wait",
            S.MEDIATING: "work",
            S.TESTING: "wait",
            S.SETTLED: "done",
            S.TERMINATED: "stop",
            S.REFUSED: "stop",
            S.WITHDRAWN: "stop",
            S.TRANSFERRED: "wait",
            S.MERGED: "over",
            S.ARCHIVED: "over",
        },
        steps=(
            Step(
                "accept",
                (S.RECEIVED,),
                S.MEDIATING,
                _("Accept the complaint"),
                can_handle,
                document="acceptance",
                emphasis="main",
            ),
            Step(
                "ask_completion",
                (S.RECEIVED,),
                S.SUPPLEMENTING,
                _("Ask for completion"),
                can_handle,
                REASON,
                document="completion_notice",
            ),
            Step(
                "dispute_power",
                (S.RECEIVED, S.SUPPLEMENTING),
                S.DISPUTED,
                _("Note a dispute about the power"),
                can_handle,
                REASON,
            ),
            Step(
                "settle_power",
                (S.DISPUTED,),
                S.RECEIVED,
                _("Note that this office has the power"),
                can_handle,
                REASON,
                emphasis="main",
            ),
            Step("complete", (S.SUPPLEMENTING,), S.RECEIVED, _("Note the completion"), can_handle, emphasis="main"),
            Step(
                "refuse",
                (S.RECEIVED, S.SUPPLEMENTING),
                S.REFUSED,
                _("Do not accept it"),
                can_handle,
                REASON,
                document="refusal",
                emphasis="stop",
            ),
            Step(
                "transfer",
                (S.RECEIVED, S.SUPPLEMENTING, S.DISPUTED),
                S.TRANSFERRED,
                _("Transfer it to the competent body"),
                can_handle,
                REASON,
                document="case_transfer",
            ),
            Step("take_back", (S.TRANSFERRED,), S.RECEIVED, _("Take it back"), can_work, REASON),
            Step(
                "merge",
                (S.RECEIVED, S.SUPPLEMENTING),
                S.MERGED,
                _("Merge it into another case"),
                can_handle,
                REASON,
            ),
            Step("begin_test", (S.MEDIATING,), S.TESTING, _("Wait for a test or appraisal"), can_handle, REASON),
            Step("end_test", (S.TESTING,), S.MEDIATING, _("Go on after the test"), can_handle, emphasis="main"),
            Step(
                "note_clue",
                (S.MEDIATING,),
                S.MEDIATING,
                _("Note a clue of an offence"),
                can_handle,
                REASON,
            ),
            Step(
                "settle",
                (S.MEDIATING,),
                S.SETTLED,
                _("Note the agreement"),
                can_handle,
                document="mediation_agreement",
                emphasis="main",
            ),
            Step(
                "terminate",
                (S.MEDIATING, S.TESTING),
                S.TERMINATED,
                _("End the mediation"),
                can_handle,
                REASON,
                document="mediation_ended",
                emphasis="stop",
            ),
            Step(
                "withdraw",
                (S.RECEIVED, S.SUPPLEMENTING, S.DISPUTED, S.MEDIATING, S.TESTING),
                S.WITHDRAWN,
                _("Note that the complaint was withdrawn"),
                can_handle,
                REASON,
            ),
            Step(
                "archive",
                (S.SETTLED, S.TERMINATED, S.REFUSED, S.WITHDRAWN, S.TRANSFERRED),
                S.ARCHIVED,
                pgettext_lazy("case", "Archive the case"),
                can_handle,
            ),
        ),
    ),
    begins=("accept_or_refuse",),
    guards={"archive": agreement_is_noted},
    effects={
        "accept": Effect(meets=("accept_or_refuse",), starts=("mediation",)),
        "refuse": Effect(meets=("accept_or_refuse",), outcome=Outcome.NOT_ACCEPTED),
        "dispute_power": Effect(starts=("office_power_dispute",)),
        "settle_power": Effect(meets=("office_power_dispute",)),
        "note_clue": Effect(starts=("check_clue_found",)),
        "transfer": Effect(meets=("accept_or_refuse", "office_power_dispute"), outcome=Outcome.TRANSFERRED),
        "take_back": Effect(starts=("accept_or_refuse",)),
        "merge": Effect(stops=("accept_or_refuse",), outcome=Outcome.MERGED, closes=True),
        "begin_test": Effect(pauses=("mediation",), pause_reason="test"),
        "end_test": Effect(resumes=("mediation",)),
        "settle": Effect(meets=("mediation",), outcome=Outcome.SETTLED),
        "terminate": Effect(meets=("mediation",), starts=("notify_termination",), outcome=Outcome.NOT_SETTLED),
        "withdraw": Effect(stops=("accept_or_refuse", "office_power_dispute", "mediation"), outcome=Outcome.WITHDRAWN),
        "archive": Effect(meets=("notify_termination", "check_clue_found"), closes=True),
    },
    public_labels={
        S.MEDIATING: _("accepted, mediation is under way"),
        S.TESTING: _("accepted, waits for a test"),
        S.TERMINATED: _("mediation ended without agreement"),
    },
)
