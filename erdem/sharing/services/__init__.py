"""Writes of sharing."""

from erdem.sharing.services.agreement_comments import (
    comment,
    resolve_comment,
)
from erdem.sharing.services.agreements import (
    assent,
    break_off,
    end_agreement,
    extend_time,
    follow_request,
    mark_signed,
    missing_parties,
    open_agreement,
    propose_terms,
)
from erdem.sharing.services.asking import (
    answer_question,
    choose_quorum,
    close_questions,
    veto_request,
)
from erdem.sharing.services.benefit_exports import note_benefit_export
from erdem.sharing.services.benefit_tending import follow_permit, tend_benefits
from erdem.sharing.services.calendars import close_calendar, due_obligations, enter_obligation, open_calendar
from erdem.sharing.services.checking import (
    accept_request,
    lapse_request,
    record_approval,
    reject_request,
    return_request,
)
from erdem.sharing.services.concluding import conclude_terms
from erdem.sharing.services.deliveries import confirm_delivery, reach_milestone, refuse_delivery, report_delivery
from erdem.sharing.services.labels import (
    escalate_record,
)
from erdem.sharing.services.report_audits import answer_audit, close_audit, draw_audits, drawn
from erdem.sharing.services.reporting import (
    LineContent,
    Rate,
    accept_report,
    add_line,
    attach_file,
    begin_report,
    correct_report,
    line_content,
    remove_line,
    return_report,
    submit_report,
)
from erdem.sharing.services.requests import (
    create_request,
    edit_request,
    name_records,
    submit_request,
    what_is_missing,
    withdraw_request,
)
from erdem.sharing.services.spoken import confirm_spoken, note_spoken_opened, put_spoken_aside, take_down_answer
from erdem.sharing.services.tending import close_due_questions, lapse_due_requests, remind_holders

__all__ = [
    "LineContent",
    "Rate",
    "accept_report",
    "accept_request",
    "add_line",
    "answer_audit",
    "answer_question",
    "assent",
    "attach_file",
    "begin_report",
    "break_off",
    "choose_quorum",
    "close_audit",
    "close_calendar",
    "close_due_questions",
    "close_questions",
    "comment",
    "conclude_terms",
    "confirm_delivery",
    "confirm_spoken",
    "correct_report",
    "create_request",
    "draw_audits",
    "drawn",
    "due_obligations",
    "edit_request",
    "end_agreement",
    "enter_obligation",
    "escalate_record",
    "extend_time",
    "follow_permit",
    "follow_request",
    "lapse_due_requests",
    "lapse_request",
    "line_content",
    "mark_signed",
    "missing_parties",
    "name_records",
    "note_benefit_export",
    "note_spoken_opened",
    "open_agreement",
    "open_calendar",
    "propose_terms",
    "put_spoken_aside",
    "reach_milestone",
    "record_approval",
    "refuse_delivery",
    "reject_request",
    "remind_holders",
    "remove_line",
    "report_delivery",
    "resolve_comment",
    "return_report",
    "return_request",
    "submit_report",
    "submit_request",
    "take_down_answer",
    "tend_benefits",
    "veto_request",
    "what_is_missing",
    "withdraw_request",
]
