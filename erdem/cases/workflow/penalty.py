"""P3, the administrative penalty (行政处罚法; 市场监督管理行政处罚程序规定): its states, its clocks, what comes of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erdem.base.workflow import Workflow
from erdem.cases.choices import CaseKind, Outcome, PenaltyStatus
from erdem.cases.models import Case, CaseClock
from erdem.cases.workflow.penalty_guards import GUARDS
from erdem.cases.workflow.penalty_steps import STEPS
from erdem.cases.workflow.process import CaseProcess, Effect

S = PenaltyStatus
DECISIONS = (
    Outcome.PENALISED,
    Outcome.NOT_PENALISED,
    Outcome.TRANSFERRED,
    Outcome.CRIMINAL,
    Outcome.DISMISSED,
)
TO_PUBLISH = ("publish_same_province", "publish_push_other_province")


def is_penalised(case: Case) -> bool:
    """Say whether a penalty was imposed."""
    return case.outcome == Outcome.PENALISED


def is_of_another_province(case: Case) -> bool:
    """Say whether the party is registered in another province, so that the decision is pushed there."""
    return is_penalised(case) and bool(case.particulars.get("other_province"))


def is_not_being_withdrawn(case: Case) -> bool:
    """Say whether the period to withdraw the publication does not run yet; a review that changed the decision begins it too."""
    return not CaseClock.objects.filter(
        case=case, rule__step="withdraw_publication", state__in=("running", "paused")
    ).exists()


PENALTY = CaseProcess(
    process="P3",
    workflow=Workflow(
        document_type="cases.case",
        variant=CaseKind.PENALTY.value,
        statuses=PenaltyStatus,
        initial=(S.CLUE,),
        final=(S.ARCHIVED, S.MERGED),
        shapes={
            S.CLUE: "new",
            S.CHECKING: "work",
            S.FILED: "work",
            S.INVESTIGATING: "work",
            S.TESTING: "wait",
            S.SUSPENDED: "wait",
            S.INVESTIGATED: "work",
            S.REVIEWING: "wait",
            S.REVIEWED: "work",
            S.NOTIFIED: "wait",
            S.STATED: "work",
            S.HEARING: "wait",
            S.HEARD: "work",
            S.DECIDED: "work",
            S.SERVED: "work",
            S.EXECUTING: "work",
            S.PUBLISHED: "done",
            S.ANNULLED: "stop",
            S.NOT_FILED: "stop",
            S.TRANSFERRED: "wait",
            S.MERGED: "stop",
            S.ARCHIVED: "stop",
        },
        steps=STEPS,
    ),
    guards=GUARDS,
    applies={
        "withdraw_publication": is_not_being_withdrawn,
        "publish_same_province": lambda case: is_penalised(case) and not is_of_another_province(case),
        "publish_push_other_province": is_of_another_province,
    },
    effects={
        "file": Effect(starts=("decision",)),
        "not_file": Effect(outcome=Outcome.NOT_FILED),
        "transfer": Effect(outcome=Outcome.TRANSFERRED),
        "merge": Effect(outcome=Outcome.MERGED, closes=True),
        "decide_on_spot": Effect(starts=TO_PUBLISH, outcome=Outcome.PENALISED),
        "begin_test": Effect(pauses=("decision",), pause_reason="test"),
        "end_test": Effect(resumes=("decision",)),
        "suspend": Effect(pauses=("decision",), pause_reason="suspension"),
        "resume": Effect(resumes=("decision",)),
        "send_to_review": Effect(starts=("legal_review",)),
        "return_file": Effect(meets=("legal_review",)),
        "pass_review": Effect(meets=("legal_review",)),
        "notify": Effect(stops=("hearing_request",)),
        "request_hearing": Effect(pauses=("decision",), pause_reason="hearing"),
        "end_hearing": Effect(resumes=("decision",)),
        "drop_hearing": Effect(resumes=("decision",)),
        "decide": Effect(
            meets=("decision",),
            stops=("hearing_request",),
            starts=("serve_absent", *TO_PUBLISH),
            outcomes=DECISIONS,
        ),
        "serve": Effect(meets=("serve_absent",)),
        "publish": Effect(meets=TO_PUBLISH),
        "note_change": Effect(
            stops=("pay_fine", *TO_PUBLISH), starts=("withdraw_publication",), outcome=Outcome.CHANGED
        ),
        "archive": Effect(
            meets=("pay_fine", "withdraw_publication"),
            stops=TO_PUBLISH,
            closes=True,
        ),
    },
    public_labels={
        S.CLUE: _("the clue is being checked"),
        S.CHECKING: _("the clue is being checked"),
        **dict.fromkeys(
            (S.TESTING, S.SUSPENDED, S.INVESTIGATED, S.REVIEWING, S.REVIEWED, S.NOTIFIED, S.STATED, S.HEARING, S.HEARD),
            _("investigation"),
        ),
        **dict.fromkeys((S.SERVED, S.EXECUTING), _("a decision has been made")),
    },
)
