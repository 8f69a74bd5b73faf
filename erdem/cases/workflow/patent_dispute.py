"""P4, a patent dispute: taken in and checked here, transferred to the office that has the power, and followed there.

Source: 专利纠纷行政裁决和调解办法 (in force 2025-02-01), Art. 5, 12–37, 66–70. A county decides no infringement: it prepares the
package. The mediation of the kinds of 专利法实施细则 Art. 102 (P4M) is done by the office that manages patents.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.cases.choices import CaseKind, Outcome, PatentDisputeStatus
from erdem.cases.policies import can_answer_package, can_follow, can_handle
from erdem.cases.workflow import guards_rights as guards
from erdem.cases.workflow.process import CaseProcess, Effect

S = PatentDisputeStatus
REASON = ("status_reason",)
HERE = (S.RECEIVED, S.SUPPLEMENTING, S.CHECKED, S.PACKAGED, S.RETURNED)
THERE = (S.TRANSFERRED, S.ACKNOWLEDGED, S.FILED, S.AWAITING_ANSWER, S.ANSWERED, S.PANEL, S.ORAL_HEARING, S.SUSPENDED)
CLOCKS = (
    "transfer_package",
    "file_or_refuse",
    "serve_request",
    "answer",
    "answer_no_domicile",
    "forward_answer",
    "recusal_request",
    "close",
)

STEPS_HERE = (
    Step("ask_completion", (S.RECEIVED,), S.SUPPLEMENTING, _("Ask for completion"), can_handle, REASON),
    Step("complete", (S.SUPPLEMENTING,), S.RECEIVED, _("Note the completion"), can_handle, emphasis="main"),
    Step(
        "refuse", (S.RECEIVED, S.SUPPLEMENTING), S.REFUSED, _("Do not accept it"), can_handle, REASON, emphasis="stop"
    ),
    Step("check", (S.RECEIVED,), S.CHECKED, _("Finish the check before transfer"), can_handle, emphasis="main"),
    Step("recheck", (S.CHECKED, S.RETURNED), S.RECEIVED, _("Check it once more"), can_handle, REASON),
    Step("prepare", (S.CHECKED, S.RETURNED), S.PACKAGED, _("Prepare the package"), can_handle, emphasis="main"),
    Step(
        "transfer", (S.PACKAGED,), S.TRANSFERRED, _("Transfer it to the competent office"), can_handle, emphasis="main"
    ),
    Step("accept_mediation", (S.CHECKED,), S.MEDIATING, _("Begin the mediation here"), can_handle),
    Step("end_without_agreement", (S.MEDIATING,), S.TERMINATED, _("End the mediation"), can_handle, REASON),
)
STEPS_THERE = (
    Step(
        "acknowledge", (S.TRANSFERRED,), S.ACKNOWLEDGED, _("Acknowledge receipt"), can_answer_package, emphasis="main"
    ),
    Step("send_back", (S.TRANSFERRED, S.ACKNOWLEDGED), S.RETURNED, _("Send it back"), can_answer_package, REASON),
    Step("note_filed", (S.ACKNOWLEDGED,), S.FILED, _("Note that it was filed"), can_follow, emphasis="main"),
    Step("note_refusal", (S.ACKNOWLEDGED,), S.NOT_FILED, _("Note that it was not filed"), can_follow, REASON),
    Step(
        "serve_request",
        (S.FILED,),
        S.AWAITING_ANSWER,
        _("Note service on the respondent"),
        can_follow,
        emphasis="main",
    ),
    Step(
        "serve_request_abroad",
        (S.FILED,),
        S.AWAITING_ANSWER,
        _("Note service on a respondent without domicile in China"),
        can_follow,
    ),
    Step("note_answer", (S.AWAITING_ANSWER,), S.ANSWERED, _("Note the answer"), can_follow, emphasis="main"),
    Step(
        "note_panel",
        (S.AWAITING_ANSWER, S.ANSWERED),
        S.PANEL,
        _("Note the panel and tell the parties"),
        can_follow,
        emphasis="main",
    ),
    Step("note_hearing", (S.PANEL,), S.ORAL_HEARING, _("Note the oral hearing"), can_follow),
    Step(
        "suspend",
        (S.FILED, S.AWAITING_ANSWER, S.ANSWERED, S.PANEL, S.ORAL_HEARING),
        S.SUSPENDED,
        _("Note a suspension"),
        can_follow,
        REASON,
    ),
    Step("resume", (S.SUSPENDED,), S.PANEL, _("Note that it goes on"), can_follow, emphasis="main"),
    Step("begin_mediation", (S.PANEL, S.ORAL_HEARING), S.MEDIATING, _("Note that they mediate"), can_follow),
    Step("end_mediation", (S.MEDIATING,), S.PANEL, _("Go on without agreement"), can_follow, REASON),
    Step("settle", (S.MEDIATING,), S.SETTLED, _("Note the agreement"), can_follow, emphasis="main"),
    Step("decide", (S.PANEL, S.ORAL_HEARING), S.DECIDED, _("Note the decision"), can_follow, REASON, emphasis="main"),
    Step("serve", (S.DECIDED,), S.SERVED, _("Note service of the decision"), can_follow, emphasis="main"),
    Step("sue", (S.SERVED,), S.SUED, _("Note a lawsuit"), can_follow, REASON),
    Step("enforce", (S.SERVED, S.SUED), S.ENFORCED, _("Note enforcement by the court"), can_follow, REASON),
)

PATENT_DISPUTE = CaseProcess(
    process="P4",
    workflow=Workflow(
        document_type="cases.case",
        variant=CaseKind.PATENT_DISPUTE.value,
        statuses=PatentDisputeStatus,
        initial=(S.RECEIVED,),
        final=(S.ARCHIVED,),
        shapes={
            S.RECEIVED: "new",
            S.SUPPLEMENTING: "wait",
            S.CHECKED: "work",
            S.PACKAGED: "work",
            S.TRANSFERRED: "wait",
            S.ACKNOWLEDGED: "wait",
            S.RETURNED: "stop",
            S.FILED: "work",
            S.NOT_FILED: "stop",
            S.AWAITING_ANSWER: "wait",
            S.ANSWERED: "work",
            S.PANEL: "work",
            S.ORAL_HEARING: "work",
            S.SUSPENDED: "wait",
            S.MEDIATING: "work",
            S.SETTLED: "done",
            S.TERMINATED: "stop",
            S.DECIDED: "done",
            S.SERVED: "done",
            S.SUED: "wait",
            S.ENFORCED: "done",
            S.REFUSED: "stop",
            S.WITHDRAWN: "stop",
            S.ARCHIVED: "stop",
        },
        steps=(
            *STEPS_HERE,
            *STEPS_THERE,
            Step("withdraw", (*HERE, *THERE, S.MEDIATING), S.WITHDRAWN, _("Note the withdrawal"), can_follow, REASON),
            Step(
                "archive",
                (
                    S.RETURNED,
                    S.NOT_FILED,
                    S.SETTLED,
                    S.TERMINATED,
                    S.SERVED,
                    S.SUED,
                    S.ENFORCED,
                    S.REFUSED,
                    S.WITHDRAWN,
                ),
                S.ARCHIVED,
                pgettext_lazy("case", "Archive the case"),
                can_handle,
            ),
        ),
    ),
    guards={
        "check": guards.request_is_complete,
        "prepare": guards.package_is_there,
        "transfer": guards.package_is_sent,
        "acknowledge": guards.package_is_received,
        "send_back": guards.package_is_returned,
        "accept_mediation": guards.asks_for_mediation,
        "end_without_agreement": guards.asks_for_mediation,
        "end_mediation": guards.asks_for_decision,
    },
    effects={
        "refuse": Effect(outcome=Outcome.NOT_ACCEPTED),
        "check": Effect(starts=("transfer_package",)),
        "recheck": Effect(stops=("transfer_package",)),
        "transfer": Effect(meets=("transfer_package",)),
        "accept_mediation": Effect(stops=("transfer_package",)),
        "acknowledge": Effect(starts=("file_or_refuse",)),
        "send_back": Effect(stops=("file_or_refuse",), starts=("transfer_package",)),
        "note_filed": Effect(meets=("file_or_refuse",), starts=("serve_request", "close")),
        "note_refusal": Effect(meets=("file_or_refuse",), outcome=Outcome.NOT_FILED),
        "serve_request": Effect(meets=("serve_request",), starts=("answer",)),
        "serve_request_abroad": Effect(meets=("serve_request",), starts=("answer_no_domicile",)),
        "note_answer": Effect(meets=("answer", "answer_no_domicile"), starts=("forward_answer",)),
        "note_panel": Effect(
            meets=("forward_answer",), stops=("answer", "answer_no_domicile"), starts=("recusal_request",)
        ),
        "note_hearing": Effect(meets=("recusal_request",)),
        "suspend": Effect(pauses=("close",), pause_reason="suspension"),
        "resume": Effect(resumes=("close",), starts=("recusal_request",)),
        "begin_mediation": Effect(pauses=("close",), pause_reason="settlement"),
        "end_mediation": Effect(resumes=("close",)),
        "settle": Effect(meets=("close",), stops=("recusal_request",), outcome=Outcome.SETTLED),
        "decide": Effect(
            meets=("close",),
            stops=("recusal_request",),
            outcomes=(Outcome.INFRINGEMENT, Outcome.NO_INFRINGEMENT, Outcome.DISMISSED),
        ),
        "serve": Effect(starts=("sue",)),
        "sue": Effect(meets=("sue",)),
        "enforce": Effect(stops=("sue",)),
        "end_without_agreement": Effect(outcome=Outcome.NOT_SETTLED),
        "withdraw": Effect(stops=("request_period", *CLOCKS), outcome=Outcome.WITHDRAWN),
        "archive": Effect(
            stops=("request_period", "transfer_package", "sue"),
            closes=True,
        ),
    },
    public_labels={
        S.CHECKED: _("checked, will be transferred to the competent office"),
        S.PACKAGED: _("checked, will be transferred to the competent office"),
        S.TRANSFERRED: _("transferred to the competent office"),
        S.RETURNED: _("sent back by the competent office, is being checked again"),
    },
)
