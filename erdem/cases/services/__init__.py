"""Writes of cases."""

from erdem.cases.services.afterwards import (
    note_agreement,
    note_call_back,
    note_execution,
    note_publication,
    withdraw_publication,
)
from erdem.cases.services.campaigns import (
    CampaignPlan,
    answer_invitation,
    change_plan,
    end_part,
    invite_office,
    plan_campaign,
    take_campaign_step,
    write_report,
)
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
from erdem.cases.services.covers import NewCover, end_cover, set_cover
from erdem.cases.services.deciding import (
    answer_review,
    ask_hearing,
    ask_review,
    record_hearing,
    set_hearing,
    write_decision,
)
from erdem.cases.services.drafting import register_drafts
from erdem.cases.services.evidence import (
    NewEvidence,
    add_evidence,
    check_evidence,
    hand_out_evidence,
    note_custody,
    redact_evidence,
)
from erdem.cases.services.filing import AnswersWrong, Submission, Submitted, submit_filing
from erdem.cases.services.filing_files import LARGEST as LARGEST_FILE
from erdem.cases.services.filing_files import HandedFile
from erdem.cases.services.following import open_penalty, open_report
from erdem.cases.services.handing import Handed, assign_many, hand_over
from erdem.cases.services.identity import ask_unlock, decide_unlock, open_identity, rotate_identity_keys
from erdem.cases.services.inspections import NewInspection, record_inspection
from erdem.cases.services.limitation import note_limitation
from erdem.cases.services.measures import end_measure, extend_measure, note_certificate, take_measure
from erdem.cases.services.merging import MERGES_INTO, merge_into
from erdem.cases.services.messages import add_files, mark_read, send_message, withdraw_filing
from erdem.cases.services.notes import review_note, write_note
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
from erdem.cases.services.parties import PartyContent, add_case_party, merge_parties, remove_case_party, save_party
from erdem.cases.services.receipts import ReceiptLocked, ReceiptWrong, open_receipt
from erdem.cases.services.serving import note_waiver, serve_document
from erdem.cases.services.staffing import add_member, assign_case, invite_member, release_member
from erdem.cases.services.steps import StepGiven, take_case_step
from erdem.cases.services.targets import (
    OPENED,
    NewTarget,
    NewVisit,
    add_target,
    arrange_target,
    link_target_case,
    move_target,
    note_ground,
    note_visit,
    open_target_case,
    take_proposals,
)
from erdem.cases.services.triage import join_filing, open_filing, pass_on_filing, take_back_filing
from erdem.cases.services.typical import (
    check_typical,
    draft_typical,
    drop_typical,
    publish_typical,
    reopen_typical,
    submit_typical,
    withdraw_typical,
    write_typical,
)
from erdem.cases.services.viewing import look_at_evidence, page_of_evidence

__all__ = [
    "LARGEST_FILE",
    "MERGES_INTO",
    "OPENED",
    "AnswersWrong",
    "CampaignPlan",
    "Handed",
    "HandedFile",
    "NewCase",
    "NewCover",
    "NewEvidence",
    "NewInspection",
    "NewTarget",
    "NewVisit",
    "PartyContent",
    "ReceiptLocked",
    "ReceiptWrong",
    "StepGiven",
    "Submission",
    "Submitted",
    "Tended",
    "add_case_party",
    "add_evidence",
    "add_files",
    "add_member",
    "add_target",
    "answer_invitation",
    "answer_review",
    "approve_document",
    "arrange_target",
    "ask_extension",
    "ask_hearing",
    "ask_review",
    "ask_unlock",
    "assign_case",
    "assign_many",
    "change_plan",
    "check_evidence",
    "check_typical",
    "decide_extension",
    "decide_unlock",
    "draft_document",
    "draft_typical",
    "drop_typical",
    "end_cover",
    "end_measure",
    "end_part",
    "extend_measure",
    "file_of_document",
    "hand_out_evidence",
    "hand_over",
    "invite_member",
    "invite_office",
    "issue_document",
    "join_filing",
    "keep_numbering",
    "link_cases",
    "link_target_case",
    "look_at_evidence",
    "mark_read",
    "meet_case_clock",
    "merge_into",
    "merge_parties",
    "move_target",
    "note_agreement",
    "note_call_back",
    "note_certificate",
    "note_custody",
    "note_execution",
    "note_ground",
    "note_limitation",
    "note_publication",
    "note_visit",
    "note_waiver",
    "open_case",
    "open_filing",
    "open_identity",
    "open_penalty",
    "open_receipt",
    "open_report",
    "open_target_case",
    "page_of_evidence",
    "pass_on_filing",
    "pause_clock",
    "plan_campaign",
    "publish_typical",
    "record_hearing",
    "record_inspection",
    "redact_evidence",
    "release_member",
    "remove_case_party",
    "reopen_typical",
    "resume_clock",
    "return_document",
    "review_note",
    "revise_document",
    "rotate_identity_keys",
    "save_party",
    "send_message",
    "serve_document",
    "set_cover",
    "set_hearing",
    "start_case_clock",
    "stop_clock",
    "submit_filing",
    "submit_typical",
    "take_back_filing",
    "take_campaign_step",
    "take_case_step",
    "take_measure",
    "take_proposals",
    "tell_alarms",
    "tend_clocks",
    "void_document",
    "withdraw_filing",
    "withdraw_publication",
    "withdraw_typical",
    "write_decision",
    "write_note",
    "write_report",
    "write_typical",
]

register_drafts()
