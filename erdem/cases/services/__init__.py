"""Writes of cases."""

from erdem.cases.services.case_clocks import (
    ask_extension,
    decide_extension,
    meet_case_clock,
    pause_clock,
    resume_clock,
    start_case_clock,
    stop_clock,
)
from erdem.cases.services.clock_tending import Tended, tell_alarms, tend_clocks
from erdem.cases.services.drafting import register_drafts
from erdem.cases.services.following import open_penalty, open_report
from erdem.cases.services.opening import NewCase, link_cases, open_case
from erdem.cases.services.papers import (
    approve_document,
    draft_document,
    file_of_document,
    issue_document,
    keep_numbering,
    return_document,
    revise_document,
    void_document,
)
from erdem.cases.services.staffing import add_member, assign_case, invite_member, release_member
from erdem.cases.services.steps import StepGiven, take_case_step

__all__ = [
    "NewCase",
    "StepGiven",
    "Tended",
    "add_member",
    "approve_document",
    "ask_extension",
    "assign_case",
    "decide_extension",
    "draft_document",
    "file_of_document",
    "invite_member",
    "issue_document",
    "keep_numbering",
    "link_cases",
    "meet_case_clock",
    "open_case",
    "open_penalty",
    "open_report",
    "pause_clock",
    "release_member",
    "resume_clock",
    "return_document",
    "revise_document",
    "start_case_clock",
    "stop_clock",
    "take_case_step",
    "tell_alarms",
    "tend_clocks",
    "void_document",
]

register_drafts()
