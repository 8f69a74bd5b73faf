"""P5, statutory legal aid: applied, decided in writing, assigned, given, reported (法律援助法, Art. 38–50)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.cases.choices import CaseKind, LegalAidStatus, Outcome
from erdem.cases.policies import can_handle
from erdem.cases.workflow import guards_rights as guards
from erdem.cases.workflow.process import CaseProcess, Effect

S = LegalAidStatus
REASON = ("status_reason",)

LEGAL_AID = CaseProcess(
    process="P5",
    workflow=Workflow(
        document_type="cases.case",
        variant=CaseKind.LEGAL_AID.value,
        statuses=LegalAidStatus,
        initial=(S.RECEIVED,),
        final=(S.ARCHIVED,),
        shapes={
            S.RECEIVED: "new",
            S.SUPPLEMENTING: "wait",
            S.PROVISIONAL: "work",
            S.GRANTED: "done",
            S.ASSIGNED: "work",
            S.WORKING: "work",
            S.REPORTED: "done",
            S.REFUSED: "stop",
            S.TERMINATED: "stop",
            S.OBJECTED: "wait",
            S.UPHELD: "stop",
            S.WITHDRAWN: "stop",
            S.ARCHIVED: "stop",
        },
        steps=(
            Step("ask_supplement", (S.RECEIVED,), S.SUPPLEMENTING, _("Ask for a supplement, once"), can_handle, REASON),
            Step("supplement", (S.SUPPLEMENTING,), S.RECEIVED, _("Note the supplement"), can_handle, emphasis="main"),
            Step("lapse", (S.SUPPLEMENTING,), S.WITHDRAWN, _("Note that no supplement came"), can_handle, REASON),
            Step("help_first", (S.RECEIVED,), S.PROVISIONAL, _("Give aid first, in an emergency"), can_handle, REASON),
            Step(
                "grant",
                (S.RECEIVED, S.PROVISIONAL),
                S.GRANTED,
                _("Decide to give aid"),
                can_handle,
                REASON,
                emphasis="main",
            ),
            Step(
                "refuse",
                (S.RECEIVED, S.PROVISIONAL),
                S.REFUSED,
                _("Decide not to give aid"),
                can_handle,
                REASON,
                emphasis="stop",
            ),
            Step("assign", (S.GRANTED,), S.ASSIGNED, _("Assign a lawyer"), can_handle, emphasis="main"),
            Step("begin", (S.ASSIGNED,), S.WORKING, _("Note that the aid has begun"), can_handle, emphasis="main"),
            Step("reassign", (S.ASSIGNED, S.WORKING), S.GRANTED, _("Assign another lawyer"), can_handle, REASON),
            Step("report", (S.WORKING,), S.REPORTED, _("Take the closing report"), can_handle, emphasis="main"),
            Step(
                "terminate",
                (S.ASSIGNED, S.WORKING),
                S.TERMINATED,
                _("End the aid"),
                can_handle,
                REASON,
                emphasis="stop",
            ),
            Step("object", (S.REFUSED, S.TERMINATED), S.OBJECTED, _("Note an objection"), can_handle, REASON),
            Step("uphold", (S.OBJECTED,), S.UPHELD, _("Note that the bureau upholds"), can_handle, REASON),
            Step(
                "overturn",
                (S.OBJECTED,),
                S.GRANTED,
                _("Note that the bureau orders aid"),
                can_handle,
                REASON,
                emphasis="main",
            ),
            Step(
                "withdraw",
                (S.RECEIVED, S.SUPPLEMENTING, S.PROVISIONAL, S.GRANTED, S.ASSIGNED, S.WORKING),
                S.WITHDRAWN,
                _("Note the withdrawal"),
                can_handle,
                REASON,
            ),
            Step(
                "archive",
                (S.REPORTED, S.REFUSED, S.TERMINATED, S.UPHELD, S.WITHDRAWN),
                S.ARCHIVED,
                pgettext_lazy("case", "Archive the case"),
                can_handle,
            ),
        ),
    ),
    guards={
        "ask_supplement": guards.supplement_not_asked,
        "help_first": guards.is_emergency,
        "grant": guards.ground_is_named,
        "assign": guards.provider_is_named,
        "report": guards.opinion_is_there,
    },
    begins=("decide",),
    effects={
        "ask_supplement": Effect(pauses=("decide",), pause_reason="supplement"),
        "supplement": Effect(resumes=("decide",)),
        "lapse": Effect(stops=("decide",), outcome=Outcome.WITHDRAWN),
        "grant": Effect(meets=("decide",), starts=("assign",)),
        "refuse": Effect(meets=("decide",), outcome=Outcome.AID_REFUSED),
        "assign": Effect(meets=("assign",)),
        "reassign": Effect(starts=("assign",)),
        "report": Effect(outcome=Outcome.AID_GIVEN),
        "terminate": Effect(outcome=Outcome.AID_REFUSED),
        "object": Effect(starts=("objection_review",)),
        "uphold": Effect(meets=("objection_review",), outcome=Outcome.AID_REFUSED),
        "overturn": Effect(meets=("objection_review",), starts=("assign",)),
        "withdraw": Effect(stops=("decide", "assign"), outcome=Outcome.WITHDRAWN),
        "archive": Effect(closes=True),
    },
    public_labels={
        S.GRANTED: _("aid granted, a lawyer will be assigned"),
        S.REPORTED: _("aid given"),
    },
)
