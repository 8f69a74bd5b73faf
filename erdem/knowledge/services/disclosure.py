"""Before and beside the record: the check for state secrets, the checklist, decisions about disclosure, leaks."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, events
from erdem.base.actor import Actor
from erdem.base.clock import after
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.consent_choices import DisclosureChoice, NoticeLevel, SecrecyAnswer
from erdem.knowledge.events import LeakReported
from erdem.knowledge.models import (
    ChecklistAnswer,
    ChecklistItem,
    Consent,
    DisclosureDecision,
    Leak,
    LegalPeriod,
    Record,
    RecordImport,
    SecrecyCheck,
)
from erdem.knowledge.policies import (
    can_answer_checklist,
    can_decide_disclosure,
    can_report_leak,
    can_sign_secrecy,
)
from erdem.knowledge.queries.consent import period_of
from erdem.knowledge.queries.disclosure import GRACE, unused_check
from erdem.knowledge.services.consent_faults import SENTENCES, broken

EXPLANATION: Final = "2026-11"
"""Version of the explanation of consequences that was shown; kept with each decision."""


@transaction.atomic
def answer_secrecy(*, actor: Actor, answer: str, signed_name: str = "") -> SecrecyCheck | None:
    """Take the answer to the question about state secrets, before any content is stored.

    Only “no” is stored, signed; of the others the trail keeps a count without content, and nothing else is kept.

    Raises:
        PermissionRefused: machines and people who write no records cannot sign.
        RuleBroken: “no” without a signature.
    """
    require(can_sign_secrecy(actor))
    if answer != SecrecyAnswer.NO:
        audit.record(actor, action="knowledge.secrecy_stopped", detail={"answer": str(SecrecyAnswer(answer))})
        return None
    if not signed_name.strip():
        raise RuleBroken(_("Sign with your name: you answer for this check."), field="signed_name")
    check = unused_check(actor)
    if check is None:
        check = SecrecyCheck(user_id=actor.user_id or 0, signed_name=signed_name.strip()[:150])
        check.save(force_insert=True)
    audit.record(actor, action="knowledge.answer_secrecy", target=check)
    return check


def require_secrecy_check(actor: Actor) -> None:
    """Refuse to write a record by hand for whoever has not signed the check; machines are exempt.

    Raises:
        RuleBroken: the question has not been answered.
    """
    if not actor.is_machine and unused_check(actor) is None:
        raise RuleBroken(str(SENTENCES["secrecy_check_before_content"]))


def sign_upload(actor: Actor, upload: RecordImport) -> None:
    """Keep the signature that nothing in a file handed in is a state secret; machines need none."""
    if not actor.is_machine:
        name = actor.label[:150] or _("unnamed")
        SecrecyCheck(user_id=actor.user_id or 0, signed_name=name, upload=upload).save(force_insert=True)


@transaction.atomic
def answer_checklist(*, actor: Actor, record: Record, answers: dict[str, tuple[bool, str]]) -> int:
    """Write the answers to points of the checklist, by their codes; return how many changed.

    Raises:
        RuleBroken: a point is unknown.
    """
    require(can_answer_checklist(actor, record))
    items = {item.code: item for item in ChecklistItem.objects.filter(code__in=answers)}
    if set(items) != set(answers):
        raise RuleBroken(_("There is no such point in the checklist."))
    changed = []
    for code, (is_done, note) in answers.items():
        held = ChecklistAnswer.objects.select_for_update().filter(record=record, item=items[code]).first()
        if held is None and not is_done and not note.strip():
            continue
        if held is not None and (held.is_done, held.note) == (is_done, note.strip()[:300]):
            continue
        ChecklistAnswer.objects.update_or_create(
            record=record,
            item=items[code],
            defaults={"is_done": is_done, "note": note.strip()[:300], "answered_by_id": actor.user_id},
        )
        changed.append(code)
    audit.record(
        actor,
        action="knowledge.answer_checklist",
        target=record,
        organisation_id=record.community_id,
        detail={"points": changed},
    )
    return len(changed)


@transaction.atomic
def decide_disclosure(
    *,
    actor: Actor,
    record: Record,
    consent: Consent,
    choice: str,
    signed_name: str,
    understood: bool,
    notice_level: int = NoticeLevel.NONE,
    reason: str = "",
) -> DisclosureDecision:
    """Write what a community has decided about the secrecy of a record. It opens nothing: the protocol does.

    Raises:
        PermissionRefused: the actor is no bearer or steward of a holding community.
        RuleBroken: the consequences were not read, there is no signature, or the consent has ended or does not cover it.
    """
    require(can_decide_disclosure(actor, record))
    _check_signature(understood, signed_name)
    if choice == DisclosureChoice.SEAL and notice_level != NoticeLevel.NONE:
        raise RuleBroken(_("What is sealed is not announced, not even by its name."), field="notice_level")
    if consent.community_id is None:
        raise RuleBroken(str(SENTENCES["disclosure_is_consented"]), field="consent")
    decision = DisclosureDecision(
        record=record,
        community_id=consent.community_id,
        choice=choice,
        notice_level=notice_level,
        consent=consent,
        decided_on=timezone.localdate(),
        signed_name=signed_name.strip()[:100],
        understood=understood,
        explanation=EXPLANATION,
        reason=reason.strip(),
        user_id=actor.user_id,
    )
    with broken():
        decision.save(force_insert=True)
    audit.record(
        actor,
        action="knowledge.decide_disclosure",
        target=record,
        organisation_id=consent.community_id,
        detail={"choice": str(choice), "notice": int(notice_level)},
    )
    return decision


def _check_signature(understood: bool, signed_name: str) -> None:
    if not understood:
        raise RuleBroken(_("Read what each choice means for patents, then tick that you have."), field="understood")
    if not signed_name.strip():
        raise RuleBroken(_("Sign with your name."), field="signed_name")


@transaction.atomic
def report_leak(
    *,
    actor: Actor,
    record: Record,
    happened_on: dt.date,
    learned_on: dt.date,
    place: str,
    account: str = "",
    address: str = "",
) -> Leak:
    """Write down that a record has become known without the holders' will; the six-month alarm starts on the day it did.

    Raises:
        RuleBroken: a day lies ahead, or it was noticed before it happened.
    """
    require(can_report_leak(actor, record))
    _check_leak(happened_on, learned_on, place)
    period = _grace(happened_on)
    leak = Leak(
        record=record,
        community_id=record.community_id,
        happened_on=happened_on,
        learned_on=learned_on,
        place=place.strip()[:300],
        account=account.strip(),
        address=address.strip()[:500],
        period=period,
        due_on=after(happened_on, period.amount, period.unit),
        reported_by_id=actor.user_id,
    )
    leak.save(force_insert=True)
    audit.record(
        actor,
        action="knowledge.report_leak",
        target=record,
        organisation_id=record.community_id,
        detail={"due": leak.due_on.isoformat()},
    )
    events.publish(LeakReported(leak.pk, record.pk))
    return leak


def _check_leak(happened_on: dt.date, learned_on: dt.date, place: str) -> None:
    if max(happened_on, learned_on) > timezone.localdate():
        raise RuleBroken(_("This day lies ahead. Write the day on which it became known."), field="happened_on")
    if learned_on < happened_on:
        raise RuleBroken(_("It cannot be noticed before it happened. Check both days."), field="learned_on")
    if not place.strip():
        raise RuleBroken(_("Write where it became known: which page, paper, fair or person."), field="place")


def _grace(day: dt.date) -> LegalPeriod:
    try:
        return period_of(GRACE, day)
    except LegalPeriod.DoesNotExist as error:
        raise RuleBroken(_("No period is known for that day. Check the year."), field="happened_on") from error


@transaction.atomic
def close_leak(*, actor: Actor, leak: Leak, reason: str) -> Leak:
    """End the alarm of a leak, saying what was done about it."""
    require(can_report_leak(actor, leak.record))
    if not reason.strip():
        raise RuleBroken(_("Write what was done, in one or two sentences."), field="reason")
    held = Leak.objects.select_for_update(of=("self",)).get(pk=leak.pk)
    if held.closed_at is not None:
        raise RuleBroken(_("Somebody has ended this alarm in the meantime. Reload the page to see what was done."))
    held.closed_at, held.closed_reason = timezone.now(), reason.strip()
    held.save(update_fields=["closed_at", "closed_reason"])
    audit.record(actor, action="knowledge.close_leak", target=leak.record, organisation_id=leak.community_id)
    return held
