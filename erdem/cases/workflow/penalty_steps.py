"""The steps of a penalty in the ordinary procedure and on the spot (行政处罚法, Art. 51–66)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.workflow import Step
from erdem.cases.choices import PenaltyStatus
from erdem.cases.policies import can_handle, can_oversee, can_work

S = PenaltyStatus
REASON = ("status_reason",)
BEFORE_FILING = (S.CLUE, S.CHECKING)
HALTED = (S.TESTING, S.SUSPENDED)
TOLD = (S.NOTIFIED, S.STATED)
READY = (S.INVESTIGATED, S.REVIEWED, *TOLD, S.HEARD)
STANDING = (S.SERVED, S.EXECUTING, S.PUBLISHED)

OPENING = (
    Step("begin_check", (S.CLUE,), S.CHECKING, _("Check the clue"), can_handle, emphasis="main"),
    Step(
        "file",
        (S.CHECKING,),
        S.FILED,
        _("Approve an investigation"),
        can_oversee,
        document="filing_approval",
        emphasis="main",
    ),
    Step("not_file", (S.CHECKING,), S.NOT_FILED, _("Open no investigation"), can_oversee, REASON, emphasis="stop"),
    Step("check_again", (S.NOT_FILED,), S.CHECKING, _("Check it again"), can_handle, REASON),
    Step(
        "transfer",
        BEFORE_FILING,
        S.TRANSFERRED,
        _("Transfer it to the competent body"),
        can_handle,
        REASON,
        document="case_transfer",
    ),
    Step("take_back", (S.TRANSFERRED,), S.CHECKING, _("Take it back"), can_work, REASON),
    Step("merge", BEFORE_FILING, S.MERGED, _("Merge it into another case"), can_handle, REASON),
    Step(
        "decide_on_spot",
        BEFORE_FILING,
        S.DECIDED,
        _("Decide on the spot"),
        can_handle,
        document="spot_decision",
    ),
)
INVESTIGATION = (
    Step("begin_investigation", (S.FILED,), S.INVESTIGATING, _("Begin the investigation"), can_handle, emphasis="main"),
    Step("begin_test", (S.INVESTIGATING,), S.TESTING, _("Wait for a test or appraisal"), can_handle, REASON),
    Step("end_test", (S.TESTING,), S.INVESTIGATING, _("Go on after the test"), can_handle, emphasis="main"),
    Step("suspend", (S.INVESTIGATING,), S.SUSPENDED, _("Suspend the investigation"), can_oversee, REASON),
    Step("resume", (S.SUSPENDED,), S.INVESTIGATING, _("Go on with the investigation"), can_handle, emphasis="main"),
    Step(
        "end_investigation",
        (S.INVESTIGATING,),
        S.INVESTIGATED,
        _("Finish the investigation"),
        can_handle,
        emphasis="main",
    ),
    Step(
        "send_to_review",
        (S.INVESTIGATED, S.STATED, S.HEARD),
        S.REVIEWING,
        _("Hand it in for legal review"),
        can_handle,
    ),
    Step(
        "return_file",
        (S.REVIEWING,),
        S.INVESTIGATING,
        _("Send it back for more investigation"),
        can_oversee,
        REASON,
    ),
    Step(
        "pass_review",
        (S.REVIEWING,),
        S.REVIEWED,
        _("Pass the legal review"),
        can_oversee,
        document="legal_review_opinion",
        emphasis="main",
    ),
)
DECIDING = (
    Step(
        "notify",
        (S.INVESTIGATED, S.REVIEWED, S.STATED, S.HEARD),
        S.NOTIFIED,
        _("Tell the party what is intended"),
        can_handle,
        document="penalty_notice",
        emphasis="main",
    ),
    Step("hear_statement", (S.NOTIFIED,), S.STATED, _("Note statement and defence"), can_handle, REASON),
    Step(
        "request_hearing", TOLD, S.HEARING, _("Note that a hearing is requested"), can_handle, document="hearing_notice"
    ),
    Step("end_hearing", (S.HEARING,), S.HEARD, _("Note that the hearing was held"), can_handle, emphasis="main"),
    Step("drop_hearing", (S.HEARING,), S.NOTIFIED, _("Note that the hearing was given up"), can_handle, REASON),
    Step(
        "decide",
        READY,
        S.DECIDED,
        pgettext_lazy("case", "Decide"),
        can_oversee,
        document="penalty_decision",
        emphasis="main",
    ),
)
AFTERWARDS = (
    Step(
        "serve", (S.DECIDED,), S.SERVED, _("Note the service"), can_handle, document="service_receipt", emphasis="main"
    ),
    Step("begin_execution", (S.SERVED,), S.EXECUTING, _("Have it carried out"), can_handle, emphasis="main"),
    Step("publish", (S.SERVED, S.EXECUTING), S.PUBLISHED, _("Note the publication"), can_handle, emphasis="main"),
    Step(
        "note_change",
        STANDING,
        S.ANNULLED,
        _("Note that the decision was changed or annulled"),
        can_oversee,
        REASON,
        emphasis="stop",
    ),
    Step(
        "archive",
        (S.DECIDED, S.SERVED, S.EXECUTING, S.PUBLISHED, S.ANNULLED, S.NOT_FILED, S.TRANSFERRED),
        S.ARCHIVED,
        pgettext_lazy("case", "Archive the case"),
        can_oversee,
        document="closing_approval",
    ),
)
STEPS = (*OPENING, *INVESTIGATION, *DECIDING, *AFTERWARDS)
