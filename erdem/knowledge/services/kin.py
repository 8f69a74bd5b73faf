"""Duplicates and kin: find what resembles a record, have a person decide each pair, ask the keepers where nobody may look."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.knowledge.choices import Status
from erdem.knowledge.models import KinCandidate, KinHint, KinLink, Record
from erdem.knowledge.policies import can_settle_kin, is_member, serves, visible_records
from erdem.knowledge.queries.kin import alike, candidates
from erdem.knowledge.register_choices import HintAnswer, KinVerdict
from erdem.knowledge.services.history import leave_trace, move


@transaction.atomic
def find_kin(*, actor: Actor, record: Record) -> int:
    """Look for records that resemble this one; return how many the actor may see. Looking again keeps what was decided.

    Raises:
        PermissionRefused: the actor's office does not serve the place.
    """
    require(can_settle_kin(actor, record))
    found = alike(record)
    with acting_as(SYSTEM):  # the search looks where the reader may not look
        KinCandidate.objects.filter(record=record, verdict="").exclude(other_id__in=list(found)).delete()
        for key, likeness in found.items():
            KinCandidate.objects.update_or_create(
                record=record, other_id=key, defaults={"score": likeness.score, "reasons": likeness.as_json()}
            )
    _tell_keepers(actor, record)
    leave_trace(actor, "knowledge.find_kin", record)
    return len(candidates(actor, record))


def _tell_keepers(actor: Actor, record: Record) -> None:
    """Leave word with the keepers of records that the actor may not read. The actor learns nothing of it."""
    with acting_as(SYSTEM):
        pairs = list(KinCandidate.objects.filter(record=record, verdict="", is_told=False))
        open_to_actor = set(
            Record.objects.filter(visible_records(actor), pk__in=[pair.other_id for pair in pairs]).values_list(
                "pk", flat=True
            )
        )
        for pair in pairs:
            if pair.other_id not in open_to_actor:
                KinHint.objects.get_or_create(
                    record_id=pair.other_id, candidate_key=pair.pk, defaults={"reasons": pair.reasons}
                )


@transaction.atomic
def decide_kin(*, actor: Actor, candidate: KinCandidate, verdict: str, reason: str) -> KinCandidate:
    """Say what a pair is, with the reason; kin is then shown on both records. Deciding again replaces it while it is checked.

    Raises:
        RuleBroken: no reason, no verdict, or the record has left this stage.
    """
    record = candidate.record
    require(can_settle_kin(actor, record))
    if record.status != Status.KIN_CHECK:
        raise RuleBroken(_("Somebody has moved this on in the meantime. Reload the page to see where it stands now."))
    if verdict not in KinVerdict.values:
        raise RuleBroken(_("Choose what the two records are to each other."), field="verdict")
    if not reason.strip():
        raise RuleBroken(_("Say in a sentence why."), field="reason")
    candidate.verdict, candidate.reason = verdict, reason.strip()
    candidate.decided_by_id, candidate.decided_at = actor.user_id, timezone.now()
    candidate.save(update_fields=["verdict", "reason", "decided_by", "decided_at"])
    with acting_as(SYSTEM):  # who was only told the name of the other record does not see the link
        if verdict == KinVerdict.UNRELATED:
            KinLink.objects.filter(record=record, other_id=candidate.other_id).delete()
        else:
            KinLink.objects.update_or_create(record=record, other_id=candidate.other_id, defaults={"verdict": verdict})
    leave_trace(actor, "knowledge.decide_kin", record, verdict=verdict)
    return candidate


@transaction.atomic
def settle_kin(*, actor: Actor, record: Record) -> Record:
    """End the comparison once every pair that the office may see is decided, and none is the same thing.

    Raises:
        RuleBroken: a pair is undecided, or the record stands in the register already.
    """
    pairs = candidates(actor, record)
    open_pairs = sum(1 for pair in pairs if not pair.verdict)
    if open_pairs:
        raise RuleBroken(
            ngettext(
                "%(count)s record is still to be decided on.",
                "%(count)s records are still to be decided on.",
                open_pairs,
            )
            % {"count": open_pairs}
        )
    if any(pair.verdict == KinVerdict.SAME for pair in pairs):
        raise RuleBroken(
            _(
                "It was found to be written down already. Return it to draft, or have one of the two withdrawn and decide again."
            )
        )
    move(record, "settle_kin", actor, status_reason="", detail={"pairs": len(pairs)})
    leave_trace(actor, "knowledge.settle_kin", record, pairs=len(pairs))
    return record


@transaction.atomic
def answer_hint(*, actor: Actor, hint: KinHint, answer: str) -> KinHint:
    """Answer, as a keeper, whether the others may learn name and number of the own record. An answer stands.

    Raises:
        PermissionRefused: the actor does not look after the record.
        RuleBroken: it was answered already, or the answer is unknown.
    """
    record = hint.record
    if not (actor.is_machine or is_member(actor, record) or (record.community_id is None and serves(actor, record))):
        raise PermissionRefused(_("Only those who look after the record answer for it."))
    if answer not in HintAnswer.values:
        raise RuleBroken(_("Choose an answer."), field="answer")
    now = timezone.now()
    written = KinHint.objects.filter(pk=hint.pk, answer="").update(
        answer=answer, answered_by_id=actor.user_id, answered_at=now
    )
    if not written:
        raise RuleBroken(_("Somebody has answered this in the meantime."))
    if answer == HintAnswer.TELL:
        with acting_as(SYSTEM):  # the pair is out of sight of the one who answers
            KinCandidate.objects.filter(pk=hint.candidate_key).update(
                is_told=True, told={"number": record.number, "name": record.name}
            )
    leave_trace(actor, "knowledge.answer_hint", record, answer=answer)
    hint.refresh_from_db()
    return hint
