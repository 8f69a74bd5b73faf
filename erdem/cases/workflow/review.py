"""P7, a decision is challenged: reconsideration and lawsuit, followed by the office that made it (行政复议法, Art. 20–62)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.cases.choices import CaseKind, Outcome, ReviewStatus
from erdem.cases.policies import can_handle
from erdem.cases.workflow import guards_rights as guards
from erdem.cases.workflow.process import CaseProcess, Effect

S = ReviewStatus
REASON = ("status_reason",)
RESULTS = (Outcome.UPHELD, Outcome.CHANGED)
RUNNING = ("decide_ordinary", "decide_summary")

REVIEW = CaseProcess(
    process="P7",
    workflow=Workflow(
        document_type="cases.case",
        variant=CaseKind.REVIEW.value,
        statuses=ReviewStatus,
        initial=(S.RECEIVED,),
        final=(S.ARCHIVED,),
        shapes={
            S.RECEIVED: "new",
            S.APPLIED: "wait",
            S.SUPPLEMENTING: "wait",
            S.ACCEPTED: "work",
            S.ANSWERED: "wait",
            S.SUSPENDED: "wait",
            S.DECIDED: "done",
            S.REFUSED: "stop",
            S.SUED: "wait",
            S.JUDGED: "done",
            S.UNCHALLENGED: "done",
            S.WITHDRAWN: "stop",
            S.ARCHIVED: "stop",
        },
        steps=(
            Step(
                "note_application",
                (S.RECEIVED,),
                S.APPLIED,
                _("Note the application for reconsideration"),
                can_handle,
                emphasis="main",
            ),
            Step("note_lapse", (S.RECEIVED,), S.UNCHALLENGED, _("Note that nobody challenged it in time"), can_handle),
            Step("ask_supplement", (S.APPLIED,), S.SUPPLEMENTING, _("Note a demand to complete"), can_handle, REASON),
            Step("complete", (S.SUPPLEMENTING,), S.APPLIED, _("Note the completion"), can_handle, emphasis="main"),
            Step(
                "accept_ordinary",
                (S.APPLIED,),
                S.ACCEPTED,
                _("Note acceptance, ordinary procedure"),
                can_handle,
                emphasis="main",
            ),
            Step("accept_summary", (S.APPLIED,), S.ACCEPTED, _("Note acceptance, summary procedure"), can_handle),
            Step(
                "note_refusal",
                (S.APPLIED, S.SUPPLEMENTING),
                S.REFUSED,
                _("Note that it was not accepted"),
                can_handle,
                REASON,
            ),
            Step("answer", (S.ACCEPTED,), S.ANSWERED, _("Hand in the answer"), can_handle, emphasis="main"),
            Step("suspend", (S.ACCEPTED, S.ANSWERED), S.SUSPENDED, _("Note a suspension"), can_handle, REASON),
            Step("resume", (S.SUSPENDED,), S.ANSWERED, _("Note that it goes on"), can_handle, emphasis="main"),
            Step(
                "decide",
                (S.ACCEPTED, S.ANSWERED),
                S.DECIDED,
                _("Note the decision on reconsideration"),
                can_handle,
                REASON,
                emphasis="main",
            ),
            Step(
                "sue",
                (S.RECEIVED, S.REFUSED, S.DECIDED, S.JUDGED),
                S.SUED,
                _("Note a lawsuit or appeal"),
                can_handle,
                REASON,
            ),
            Step("judge", (S.SUED,), S.JUDGED, _("Note the judgment"), can_handle, REASON, emphasis="main"),
            Step(
                "withdraw",
                (S.APPLIED, S.SUPPLEMENTING, S.ACCEPTED, S.ANSWERED, S.SUSPENDED, S.SUED),
                S.WITHDRAWN,
                _("Note the withdrawal"),
                can_handle,
                REASON,
            ),
            Step(
                "archive",
                (S.DECIDED, S.REFUSED, S.JUDGED, S.UNCHALLENGED, S.WITHDRAWN),
                S.ARCHIVED,
                pgettext_lazy("case", "Archive the case"),
                can_handle,
            ),
        ),
    ),
    guards={
        "decide": guards.result_is_noted,
        "judge": guards.result_is_noted,
    },
    begins=("apply_reconsideration",),
    effects={
        "note_application": Effect(meets=("apply_reconsideration",), starts=("review_application",)),
        "note_lapse": Effect(stops=("apply_reconsideration",), outcome=Outcome.UPHELD),
        "ask_supplement": Effect(stops=("review_application",), starts=("supplement",)),
        "complete": Effect(meets=("supplement",), starts=("review_application",)),
        "accept_ordinary": Effect(meets=("review_application",), starts=("decide_ordinary",)),
        "accept_summary": Effect(meets=("review_application",), starts=("decide_summary",)),
        "note_refusal": Effect(meets=("review_application",), stops=("supplement",), outcome=Outcome.NOT_ACCEPTED),
        "decide": Effect(meets=RUNNING, outcomes=RESULTS),
        "sue": Effect(stops=("apply_reconsideration",)),
        "judge": Effect(outcomes=RESULTS),
        "withdraw": Effect(stops=("review_application", "supplement", *RUNNING), outcome=Outcome.WITHDRAWN),
        "archive": Effect(closes=True),
    },
)
