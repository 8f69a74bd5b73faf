"""Writes of cases."""

from erdem.cases.services.following import open_penalty, open_report
from erdem.cases.services.opening import NewCase, link_cases, open_case
from erdem.cases.services.staffing import add_member, assign_case, invite_member, release_member
from erdem.cases.services.steps import StepGiven, take_case_step

__all__ = [
    "NewCase",
    "StepGiven",
    "add_member",
    "assign_case",
    "invite_member",
    "link_cases",
    "open_case",
    "open_penalty",
    "open_report",
    "release_member",
    "take_case_step",
]
