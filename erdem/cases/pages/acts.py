"""What the acts in the record of a case are called, besides the steps of its kind. Each part adds its own here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.cases.models import CaseEvent
from erdem.cases.workflow import process_of

ACTS: dict[str, Any] = {
    "begin": _("Case opened"),
    "assign": _("Handlers named"),
    "pause_clock": _("Period interrupted"),
    "resume_clock": _("Period runs on"),
    "ask_extension": _("More time asked for"),
    "decide_extension": _("Decided about more time"),
    "stop_clock": _("Period ended"),
    "link": _("Case linked"),
    "add_member": _("Somebody takes part"),
    "draft_document": pgettext_lazy("record of a case", "Document drafted"),
    "approve_document": pgettext_lazy("record of a case", "Document approved"),
    "return_document": pgettext_lazy("record of a case", "Document opened as a draft again"),
    "issue_document": pgettext_lazy("record of a case", "Document issued"),
    "void_document": pgettext_lazy("record of a case", "Document declared void"),
    "add_evidence": _("Evidence taken in"),
    "redact_evidence": _("Redacted copy made"),
    "record_inspection": _("Inspection on site recorded"),
    "publish_note": _("Note published"),
    "add_party": _("Party entered"),
    "remove_party": _("Party taken out"),
    "write_request": pgettext_lazy("record of a case", "Request written down"),
    "write_aid": pgettext_lazy("record of a case", "Application written down"),
    "answer_for_community": pgettext_lazy("record of a case", "A community answered"),
    "write_opinion": pgettext_lazy("record of a case", "Opinion handed in"),
    "tell_who_asked": pgettext_lazy("record of a case", "Link to rate made"),
    "decision_changed": pgettext_lazy("record of a case", "Decision changed by a review"),
    "begin_period": pgettext_lazy("record of a case", "Period begun by hand"),
    "merge_in": pgettext_lazy("record of a case", "Another case merged into this one"),
    "join_filing": pgettext_lazy("record of a case", "Filing joined to the case"),
    "take_measure": pgettext_lazy("record of a case", "Measure taken"),
    "extend_measure": pgettext_lazy("record of a case", "Measure extended"),
    "end_measure": pgettext_lazy("record of a case", "Measure ended"),
    "ask_review": pgettext_lazy("record of a case", "Handed in for legal review"),
    "answer_review": pgettext_lazy("record of a case", "Legal review answered"),
    "ask_hearing": pgettext_lazy("record of a case", "Hearing requested"),
    "set_hearing": pgettext_lazy("record of a case", "Day of the hearing set"),
    "record_hearing": pgettext_lazy("record of a case", "Transcript kept"),
    "write_decision": pgettext_lazy("record of a case", "Decision written"),
    "serve_document": pgettext_lazy("record of a case", "Document served"),
    "note_limitation": pgettext_lazy("record of a case", "Limitation noted"),
    "note_waiver": pgettext_lazy("record of a case", "Right to answer given up"),
    "note_execution": pgettext_lazy("record of a case", "Act of execution"),
    "note_publication": pgettext_lazy("record of a case", "Publication noted"),
    "withdraw_publication": pgettext_lazy("record of a case", "Publication withdrawn"),
    "note_agreement": pgettext_lazy("record of a case", "Agreement noted"),
    "note_call_back": pgettext_lazy("record of a case", "Called back"),
    "release_member": _("Somebody takes part no more"),
}
"""By the name of the act."""


def words_of(act: CaseEvent, kind: str) -> str:
    """Return what an act is called: by its own name, else as the step of this kind of case."""
    if act.step in ACTS:
        return str(ACTS[act.step])
    try:
        return str(process_of(kind).workflow.step(act.step).label)
    except KeyError:  # a step that an older version of the table had
        return str(pgettext_lazy("record of a case", "Another act"))
