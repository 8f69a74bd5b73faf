"""P8, from a confirmed finding to the chosen way and what came of it. The holders are asked first; silence is no consent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.cases.choices import CaseKind, MisuseActionStatus, Outcome
from erdem.cases.policies import can_handle
from erdem.cases.workflow import guards_rights as guards
from erdem.cases.workflow.process import CaseProcess, Effect

S = MisuseActionStatus
REASON = ("status_reason",)
WINDOWS = (
    "tm_opposition",
    "tm_invalidation_relative",
    "tm_refusal_review",
    "patent_observation_window",
    "patent_invalidation",
)

MISUSE_ACTION = CaseProcess(
    process="P8",
    workflow=Workflow(
        document_type="cases.case",
        variant=CaseKind.MISUSE_ACTION.value,
        statuses=MisuseActionStatus,
        initial=(S.RECEIVED,),
        final=(S.ARCHIVED,),
        shapes={
            S.RECEIVED: "new",
            S.DOSSIER: "work",
            S.ASKED: "wait",
            S.CONSENTED: "done",
            S.DECLINED: "stop",
            S.CHOSEN: "work",
            S.SUBMITTED: "wait",
            S.OUTCOME: "done",
            S.DROPPED: "stop",
            S.ARCHIVED: "stop",
        },
        steps=(
            Step("triage", (S.RECEIVED,), S.DOSSIER, _("Take it up"), can_handle, emphasis="main"),
            Step(
                "drop",
                (S.RECEIVED, S.DOSSIER, S.ASKED, S.CONSENTED, S.CHOSEN),
                S.DROPPED,
                _("Do not take it further"),
                can_handle,
                REASON,
                emphasis="stop",
            ),
            Step("ask_holders", (S.DOSSIER,), S.ASKED, _("Ask the communities"), can_handle, emphasis="main"),
            Step(
                "note_consent",
                (S.ASKED,),
                S.CONSENTED,
                _("Note that all communities agree"),
                can_handle,
                emphasis="main",
            ),
            Step("note_refusal", (S.ASKED,), S.DECLINED, _("Note that a community does not agree"), can_handle),
            Step("ask_again", (S.DECLINED, S.CONSENTED), S.DOSSIER, _("Prepare another question"), can_handle, REASON),
            Step("choose", (S.CONSENTED,), S.CHOSEN, _("Choose the way"), can_handle, emphasis="main"),
            Step("choose_again", (S.CHOSEN,), S.CONSENTED, _("Choose another way"), can_handle, REASON),
            Step("submit", (S.CHOSEN,), S.SUBMITTED, _("Note the submission"), can_handle, emphasis="main"),
            Step("conclude", (S.SUBMITTED,), S.OUTCOME, _("Note what came of it"), can_handle, REASON, emphasis="main"),
            Step("go_on", (S.OUTCOME,), S.CONSENTED, _("Take another way"), can_handle, REASON),
            Step(
                "archive",
                (S.OUTCOME, S.DECLINED, S.DROPPED),
                S.ARCHIVED,
                pgettext_lazy("case", "Archive the case"),
                can_handle,
            ),
        ),
    ),
    guards={
        "ask_holders": guards.holders_are_asked,
        "note_consent": guards.holders_agree,
        "note_refusal": guards.a_holder_refuses,
        "choose": guards.way_is_chosen,
        "submit": guards.way_was_submitted,
    },
    begins=("triage",),
    effects={
        "triage": Effect(meets=("triage",)),
        "drop": Effect(stops=("triage", *WINDOWS), outcome=Outcome.NOT_PURSUED),
        "note_refusal": Effect(outcome=Outcome.NOT_PURSUED),
        "choose_again": Effect(stops=WINDOWS),
        "submit": Effect(meets=WINDOWS),
        "conclude": Effect(outcomes=(Outcome.SUCCEEDED, Outcome.FAILED, Outcome.SETTLED, Outcome.TRANSFERRED)),
        "archive": Effect(closes=True),
    },
)
