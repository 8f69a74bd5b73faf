"""P2, the report of an offence (市场监督管理投诉举报处理暂行办法, Art. 24–32; 市场监督管理行政处罚程序规定, Art. 18)."""

from __future__ import annotations

from django.utils.translation import gettext as _told
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken
from erdem.base.workflow import Step, Workflow
from erdem.cases.choices import CaseKind, Outcome, ReportStatus
from erdem.cases.models import Case, CaseClock
from erdem.cases.policies import can_handle, can_oversee, can_work
from erdem.cases.workflow.process import CaseProcess, Effect

S = ReportStatus
REASON = ("status_reason",)
CHECKED = (S.CHECKING, S.EXTENDED)
ANSWERED = (S.FILED, S.NOT_FILED, S.TRANSFERRED, S.MERGED)


def is_named(case: Case) -> bool:
    """Say whether somebody stands behind the report who has to be told what became of it."""
    return case.is_named


def _more_time_was_granted(_actor: Actor, case: Case) -> RuleBroken | None:
    """A longer check follows an extension of its period that a second person granted."""
    clock = CaseClock.objects.filter(case=case, rule__step="case_filing_decision").order_by("-id").first()
    if clock is None or not clock.extended:
        return RuleBroken(_told("Have more time for the check asked for and granted first."))
    return None


def _was_told(_actor: Actor, case: Case) -> RuleBroken | None:
    """Who reported under a name is told before the file is closed."""
    if case.is_named and case.status != S.TOLD:
        return RuleBroken(_told("This was reported under a name. Tell the reporter what became of it first."))
    return None


REPORT = CaseProcess(
    process="P2",
    workflow=Workflow(
        document_type="cases.case",
        variant=CaseKind.REPORT.value,
        statuses=ReportStatus,
        initial=(S.RECEIVED,),
        final=(S.ARCHIVED,),
        shapes={
            S.RECEIVED: "new",
            S.CHECKING: "work",
            S.EXTENDED: "work",
            S.FILED: "done",
            S.NOT_FILED: "stop",
            S.TRANSFERRED: "wait",
            S.MERGED: "stop",
            S.TOLD: "done",
            S.ARCHIVED: "stop",
        },
        steps=(
            Step("begin_check", (S.RECEIVED,), S.CHECKING, _("Check the clue"), can_handle, emphasis="main"),
            Step(
                "extend_check",
                (S.CHECKING,),
                S.EXTENDED,
                _("Approve a longer check"),
                can_oversee,
                REASON,
                document="extension_approval",
            ),
            Step(
                "file",
                CHECKED,
                S.FILED,
                _("Approve an investigation"),
                can_oversee,
                document="filing_approval",
                emphasis="main",
            ),
            Step(
                "not_file",
                CHECKED,
                S.NOT_FILED,
                _("Open no investigation"),
                can_oversee,
                REASON,
                document="report_not_filed_notice",
                emphasis="stop",
            ),
            Step(
                "transfer",
                (S.RECEIVED, *CHECKED),
                S.TRANSFERRED,
                _("Transfer it to the competent body"),
                can_handle,
                REASON,
                document="case_transfer",
            ),
            Step("take_back", (S.TRANSFERRED,), S.RECEIVED, _("Take it back"), can_work, REASON),
            Step("merge", (S.RECEIVED, *CHECKED), S.MERGED, _("Merge it into another case"), can_handle, REASON),
            Step("check_again", (S.NOT_FILED,), S.CHECKING, _("Check it again"), can_handle, REASON),
            Step(
                "tell_reporter",
                ANSWERED,
                S.TOLD,
                _("Note that the reporter was told"),
                can_handle,
                document="report_result_notice",
                emphasis="main",
            ),
            Step("archive", (*ANSWERED, S.TOLD), S.ARCHIVED, pgettext_lazy("case", "Archive the case"), can_handle),
        ),
    ),
    begins=("case_filing_decision",),
    applies={"tell_real_name_reporter": is_named},
    guards={"archive": _was_told, "extend_check": _more_time_was_granted},
    effects={
        "file": Effect(
            meets=("case_filing_decision",),
            starts=("tell_real_name_reporter",),
            outcome=Outcome.FILED,
        ),
        "not_file": Effect(
            meets=("case_filing_decision",),
            starts=("tell_real_name_reporter",),
            outcome=Outcome.NOT_FILED,
        ),
        "transfer": Effect(
            meets=("case_filing_decision",),
            starts=("tell_real_name_reporter",),
            outcome=Outcome.TRANSFERRED,
        ),
        "take_back": Effect(stops=("tell_real_name_reporter",), starts=("case_filing_decision",)),
        "merge": Effect(
            stops=("case_filing_decision",),
            starts=("tell_real_name_reporter",),
            outcome=Outcome.MERGED,
        ),
        "check_again": Effect(stops=("tell_real_name_reporter",), starts=("case_filing_decision",)),
        "tell_reporter": Effect(meets=("tell_real_name_reporter",)),
        "archive": Effect(closes=True),
    },
    public_labels={
        S.RECEIVED: _("received; the office will check the clue"),
        S.FILED: _("an investigation was opened"),
        S.NOT_FILED: _("checked; no investigation is opened"),
        S.TRANSFERRED: _("handed to the body that is competent"),
        S.MERGED: _("goes on together with another case about the same matter"),
        S.CHECKING: _("the clue is being checked"),
        S.EXTENDED: _("the clue is being checked"),
        S.TOLD: _("answered"),
        S.ARCHIVED: _("answered"),
    },
)
