"""The answer of a community where nobody has an account: one officer takes it down with its proof, another confirms it.

It is the answer of the community, given in person, by telephone or on paper. Without scan or recording nothing is taken down;
unless a second officer has listened to it or read it, nothing counts; and who says nothing has not agreed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.lib.signatures import kind_of
from erdem.sharing.choices import Answer, SpokenHow
from erdem.sharing.content import RecordAnswer, SpokenContent
from erdem.sharing.models import HolderDecision, HolderQuestion, SpokenAnswer
from erdem.sharing.policies import can_confirm_spoken, can_take_down
from erdem.sharing.services.asking import answer_of, go_on_when_all_have_answered
from erdem.sharing.services.faults import SENTENCES, broken
from erdem.sharing.services.trace import trace

LARGEST: Final = 50 * 1024 * 1024
_SCAN, _SOUND = ("application/pdf", "image/"), ("audio/", "video/")
_PROOF: Final = {
    SpokenHow.PAPER: _SCAN,
    SpokenHow.PHONE: _SOUND,
    SpokenHow.IN_PERSON: (*_SCAN, *_SOUND),
}
"""What proves an answer: a paper its scan, a call its recording, a visit either."""


@transaction.atomic
def take_down_answer(
    *, actor: Actor, question: HolderQuestion, decisions: Sequence[RecordAnswer], content: SpokenContent
) -> SpokenAnswer:
    """Take down what a community answered that has no account. It counts once another officer has confirmed it.

    Args:
        decisions: one for each record that the community holds.
        content: who spoke, how, when, and the scan or the recording.

    Raises:
        PermissionRefused: the actor's office does not handle the request, or it is a request of the own house.
        RuleBroken: somebody of the community has an account, an answer was taken down already, the time is over, a record is
            left without an answer, or the proof is missing or no scan or recording.
    """
    require(can_take_down(actor, question))
    said = answer_of(question, decisions)
    _require_words(question, said, content)
    evidence = blobs.keep(content.evidence, media_type=_proof_of(content))
    spoken = SpokenAnswer(
        question=question,
        how=content.how,
        said_by=content.said_by.strip()[:200],
        capacity=content.capacity.strip()[:200],
        said_on=content.said_on,
        language=content.language.strip()[:200],
        decisions=[{"requested": each.requested_id, "agrees": each.agrees, "level": each.level} for each in decisions],
        conditions=content.conditions.strip(),
        basis=content.basis.strip()[:300],
        evidence=evidence,
        file_name=PurePath(content.file_name.replace("\\", "/")).name[:200] or _("unnamed file"),
        entered_by_id=actor.user_id or 0,
    )
    with broken():
        spoken.save(force_insert=True)
    trace(
        actor,
        "take_down_answer",
        question.request,
        organisation_id=question.community_id,
        how=str(spoken.how),
        answer=str(said),
        evidence=evidence.sha256,
    )
    return spoken


@transaction.atomic
def confirm_spoken(*, actor: Actor, spoken: SpokenAnswer) -> HolderQuestion:
    """Confirm, having read or heard the proof, that the community answered so: it is its answer now. Twice changes nothing.

    Raises:
        PermissionRefused: the actor took it down, or the office does not handle the request.
        RuleBroken: it was put aside, the question is no longer open, or the time is over.
    """
    held = _locked(spoken)
    if held.confirmed_at is not None and held.confirmed_by_id == actor.user_id:
        return held.question
    require(can_confirm_spoken(actor, held))
    question = held.question
    decisions = [RecordAnswer(each["requested"], each["agrees"], each["level"]) for each in held.decisions]
    said = answer_of(question, decisions)
    held.confirmed_by_id, held.confirmed_at = actor.user_id, timezone.now()
    with broken():
        held.save(update_fields=["confirmed_by", "confirmed_at"])
        with acting_as(SYSTEM):
            _enter(question, held, decisions, said)
    trace(
        actor,
        "confirm_spoken",
        question.request,
        organisation_id=question.community_id,
        how=str(held.how),
        answer=str(said),
        taken_down_by=held.entered_by_id,
        evidence=held.evidence.sha256,
    )
    go_on_when_all_have_answered(question.request)
    return question


@transaction.atomic
def put_spoken_aside(*, actor: Actor, spoken: SpokenAnswer, reason: str) -> SpokenAnswer:
    """Put aside what was taken down wrongly; it stays readable, and another answer may be taken down.

    Raises:
        PermissionRefused: the actor's office does not handle the request.
        RuleBroken: no reason is given, or it was confirmed or put aside already.
    """
    held = _locked(spoken)
    require(can_take_down(actor, held.question))
    held.put_aside_by_id, held.put_aside_at, held.put_aside_why = actor.user_id, timezone.now(), reason.strip()[:300]
    with broken():
        held.save(update_fields=["put_aside_by", "put_aside_at", "put_aside_why"])
    trace(actor, "put_spoken_aside", held.question.request, organisation_id=held.question.community_id)
    return held


@transaction.atomic
def note_spoken_opened(*, actor: Actor, spoken: SpokenAnswer) -> None:
    """Leave a trace that somebody opened the scan or the recording; the community can see it."""
    question = spoken.question
    trace(actor, "open_spoken", question.request, organisation_id=question.community_id, spoken=spoken.pk)


def _locked(spoken: SpokenAnswer) -> SpokenAnswer:
    found = SpokenAnswer.objects.select_for_update(of=("self",)).select_related("question__request", "evidence")
    return found.get(pk=spoken.pk)


def _enter(question: HolderQuestion, spoken: SpokenAnswer, decisions: Sequence[RecordAnswer], said: Answer) -> None:
    HolderDecision.objects.bulk_create(
        HolderDecision(question=question, requested_id=each.requested_id, agrees=each.agrees, level=each.level)
        for each in decisions
    )
    question.answer, question.given = said, spoken.how
    question.conditions, question.basis = spoken.conditions, spoken.basis
    question.answered_by_id, question.answered_at = spoken.confirmed_by_id, spoken.confirmed_at
    question.save(update_fields=["answer", "given", "conditions", "basis", "answered_by", "answered_at"])


def _require_words(question: HolderQuestion, said: Answer, content: SpokenContent) -> None:
    if question.answer != Answer.WAITING:
        raise RuleBroken(str(SENTENCES["spoken_while_asked"]))
    if content.how not in SpokenHow.values:
        raise RuleBroken(_("Choose how the answer was given."), field="how")
    if not timezone.localdate(question.asked_at) <= content.said_on <= timezone.localdate():
        raise RuleBroken(
            _("The answer was given after the question was put, and not on a day ahead. Check it."), field="said_on"
        )
    if said != Answer.REFUSED and not content.basis.strip():
        raise RuleBroken(_("Write by what the community decided, such as the meeting and its day."), field="basis")


def _proof_of(content: SpokenContent) -> str:
    """Return the media type of a proof. What it is decides its content, not its name."""
    if not content.evidence:
        raise RuleBroken(_("Attach the scan or the recording. Without it no answer is taken down."), field="evidence")
    if len(content.evidence) > LARGEST:
        raise RuleBroken(
            _("The file is larger than 50 MB. Nothing was stored. Record or scan it smaller."), field="evidence"
        )
    kind = kind_of(content.evidence)
    if not kind or not kind.startswith(_PROOF[SpokenHow(content.how)]):
        raise RuleBroken(
            _(
                "A call needs its recording (MP3, M4A, OGG, WAV), a paper its scan (PDF, JPEG, PNG). Nothing was stored."
            ),
            field="evidence",
        )
    return kind
