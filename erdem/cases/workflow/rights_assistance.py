"""P6, help with intellectual property rights: checked, assigned to a lawyer or expert, opinion, satisfaction.

The periods are our proposal: the national guide (知识产权维权援助工作指引, 2023) could not be read.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step, Workflow
from erdem.cases.choices import CaseKind, Outcome, RightsAssistanceStatus
from erdem.cases.policies import can_handle
from erdem.cases.workflow import guards_rights as guards
from erdem.cases.workflow.process import CaseProcess, Effect

S = RightsAssistanceStatus
REASON = ("status_reason",)

RIGHTS_ASSISTANCE = CaseProcess(
    process="P6",
    workflow=Workflow(
        document_type="cases.case",
        variant=CaseKind.RIGHTS_ASSISTANCE.value,
        statuses=RightsAssistanceStatus,
        initial=(S.RECEIVED,),
        final=(S.ARCHIVED,),
        shapes={
            S.RECEIVED: "new",
            S.TRIAGE: "work",
            S.ACCEPTED: "work",
            S.ASSIGNED: "work",
            S.WORKING: "work",
            S.OPINION: "done",
            S.FEEDBACK: "wait",
            S.RATED: "done",
            S.REFERRED: "stop",
            S.REFUSED: "stop",
            S.WITHDRAWN: "stop",
            S.ARCHIVED: "stop",
        },
        steps=(
            Step("begin_triage", (S.RECEIVED,), S.TRIAGE, _("Begin the first check"), can_handle, emphasis="main"),
            Step("accept", (S.TRIAGE,), S.ACCEPTED, _("Accept the request"), can_handle, emphasis="main"),
            Step("refer", (S.TRIAGE, S.ACCEPTED), S.REFERRED, _("Refer to another body"), can_handle, REASON),
            Step("refuse", (S.TRIAGE,), S.REFUSED, _("Do not accept it"), can_handle, REASON, emphasis="stop"),
            Step("assign", (S.ACCEPTED,), S.ASSIGNED, _("Assign a lawyer or expert"), can_handle, emphasis="main"),
            Step("begin", (S.ASSIGNED,), S.WORKING, _("Note that the work has begun"), can_handle, emphasis="main"),
            Step("reassign", (S.ASSIGNED, S.WORKING), S.ACCEPTED, _("Assign somebody else"), can_handle, REASON),
            Step("give_opinion", (S.WORKING,), S.OPINION, _("Take the opinion"), can_handle, emphasis="main"),
            Step("give_feedback", (S.OPINION,), S.FEEDBACK, _("Tell who asked"), can_handle, emphasis="main"),
            Step("rate", (S.FEEDBACK,), S.RATED, _("Note how satisfied they are"), can_handle),
            Step(
                "withdraw",
                (S.RECEIVED, S.TRIAGE, S.ACCEPTED, S.ASSIGNED, S.WORKING),
                S.WITHDRAWN,
                _("Note the withdrawal"),
                can_handle,
                REASON,
            ),
            Step(
                "archive",
                (S.FEEDBACK, S.RATED, S.REFERRED, S.REFUSED, S.WITHDRAWN),
                S.ARCHIVED,
                pgettext_lazy("case", "Archive the case"),
                can_handle,
            ),
        ),
    ),
    guards={
        "assign": guards.provider_is_named,
        "give_opinion": guards.opinion_is_there,
        "rate": guards.was_rated,
    },
    begins=("triage",),
    effects={
        "accept": Effect(meets=("triage",), starts=("assign",)),
        "refer": Effect(meets=("triage",), stops=("assign",), outcome=Outcome.TRANSFERRED),
        "refuse": Effect(meets=("triage",), outcome=Outcome.NOT_ACCEPTED),
        "assign": Effect(meets=("assign",), starts=("opinion",)),
        "reassign": Effect(stops=("opinion",), starts=("assign",)),
        "give_opinion": Effect(meets=("opinion",), outcome=Outcome.ADVICE_GIVEN),
        "withdraw": Effect(stops=("triage", "assign", "opinion"), outcome=Outcome.WITHDRAWN),
        "archive": Effect(closes=True),
    },
    public_labels={
        S.OPINION: _("opinion is being sent to you"),
        S.FEEDBACK: _("opinion sent to you"),
        S.RATED: _("opinion sent to you"),
    },
)
