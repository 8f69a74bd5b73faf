"""Notes for three audiences; what is to become public is read by a second person."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import Audience, NoteReview
from erdem.cases.models import Case, CaseNote
from erdem.cases.policies import can_review_note, can_write_note
from erdem.cases.services.faults import broken
from erdem.cases.services.messages import tell_filers
from erdem.cases.services.staffing import held
from erdem.cases.services.trace import note_event, person_of, trace


@transaction.atomic
def write_note(*, actor: Actor, case: Case, audience: str, body: str) -> CaseNote:
    """Write a note for one audience. A public one waits for a second person; one for parties reaches who filed as a message.

    Raises:
        PermissionRefused: the actor is of another office; who takes part writes for who takes part.
        RuleBroken: nothing is written.
    """
    require(can_write_note(actor, case, audience))
    review = NoteReview.WAITING if audience == Audience.PUBLIC else ""
    with broken():
        note = CaseNote.objects.create(
            case=case, audience=audience, body=body.strip(), written_by_id=person_of(actor), review=review
        )
    if audience == Audience.PARTY:
        tell_filers(actor, case, lambda _filing: note.body)
    trace(actor, "write_note", case, audience=audience)
    return note


@transaction.atomic
def review_note(*, actor: Actor, note: CaseNote, publish: bool, reason: str = "") -> CaseNote:
    """Let a note become public, or keep it from that with a reason.

    Raises:
        PermissionRefused: the actor has written it, or is of another office.
        RuleBroken: it was dealt with already, or the reason is missing.
    """
    case = held(note.case)
    note = CaseNote.objects.select_for_update().get(pk=note.pk)
    require(can_review_note(actor, note))
    if note.review != NoteReview.WAITING:
        raise RuleBroken(_("This note was dealt with already. Reload the page."))
    if not publish and not reason.strip():
        raise RuleBroken(_("Say why it is not to be published."), field="reason")
    note.review = NoteReview.APPROVED if publish else NoteReview.REFUSED
    note.reviewed_by_id, note.reviewed_at, note.review_reason = actor.user_id, timezone.now(), reason.strip()
    with broken():
        note.save(update_fields=["review", "reviewed_by", "reviewed_at", "review_reason"])
    if publish and case.is_open:
        note_event(actor, case, "publish_note", came_from=case.status, detail={"note": note.pk})
    trace(actor, "review_note", case, review=note.review)
    return note
