"""Writing consents: prepare, put the question, enter the answer, take back, renew. Each leaves one entry in the trail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, events
from erdem.base.actor import Actor
from erdem.base.numbering import document_number
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.knowledge.choices import HolderType, ProvenAct
from erdem.knowledge.consent_choices import (
    AuthorityBasis,
    ConsentFamily,
    ConsentStatus,
    EvidenceKind,
    Explained,
)
from erdem.knowledge.consent_content import ConsentAnswer, ConsentContent
from erdem.knowledge.events import ConsentEnded, ConsentGiven
from erdem.knowledge.models import Consent, ConsentRecord, Record
from erdem.knowledge.policies import (
    KEEPERS,
    can_answer_consent,
    can_edit_consent,
    can_prepare,
    can_withdraw_consent,
    holders_of,
    is_party,
)
from erdem.knowledge.services.consent_faults import broken
from erdem.knowledge.services.proving import prove_consent
from erdem.knowledge.workflow import CONSENT

SERIES: Final = "TY"
_LISTS: Final = ("explained", "languages", "uses")


@transaction.atomic
def draft_consent(*, actor: Actor, records: Sequence[Record], content: ConsentContent) -> Consent:
    """Begin a consent about records of which the actor looks after each.

    Raises:
        PermissionRefused: the actor may not prepare consents for one of the records.
        RuleBroken: no record, or a community that does not hold them.
    """
    if not records:
        raise RuleBroken(_("Name at least one record that the consent is about."))
    for record in records:
        require(can_prepare(actor, record))
        _check_holder(record, content)
    if content.family == ConsentFamily.PERSON and not actor.is_machine and not actor.has_role(*KEEPERS):
        raise RuleBroken(
            _("Consents about personal data are prepared and kept by a steward or the office. Ask one of them.")
        )
    consent = Consent(number=document_number(SERIES, timezone.localdate().year), created_by_id=actor.user_id)
    _fill(consent, content)
    consent.kept_by_id = _keeper(actor, records)
    with broken():
        consent.save(force_insert=True)
        ConsentRecord.objects.bulk_create(ConsentRecord(consent=consent, record=record) for record in records)
    consent.refresh_from_db(fields=["office_places"])
    _trace(actor, "knowledge.draft_consent", consent, subject=consent.subject)
    return consent


@transaction.atomic
def change_consent(*, actor: Actor, consent: Consent, content: ConsentContent, version: int | None = None) -> Consent:
    """Write a consent that is still being prepared anew.

    Raises:
        RuleBroken: it was asked for meanwhile, or somebody else has changed it.
    """
    require(can_edit_consent(actor, consent))
    consent = _held(consent, version)
    if consent.status != ConsentStatus.DRAFT:
        raise RuleBroken(_("The question was put already. What it says is fixed; take it back first, then rewrite it."))
    for record in Record.objects.filter(consent_links__consent=consent):
        _check_holder(record, content)
    _fill(consent, content)
    consent.version += 1
    with broken():
        consent.save()
    _trace(actor, "knowledge.change_consent", consent, version=consent.version)
    return consent


@transaction.atomic
def ask_consent(*, actor: Actor, consent: Consent, version: int | None = None) -> Consent:
    """Put the question. Everything that has to be explained must have been explained.

    Raises:
        RuleBroken: with what is missing.
    """
    require(can_edit_consent(actor, consent))
    consent = _held(consent, version)
    missing = what_is_missing(consent)
    if missing:
        raise RuleBroken(missing)
    with broken():
        take_step(CONSENT, consent, "ask", actor=actor, asked_at=timezone.now())
    _trace(actor, "knowledge.ask_consent", consent)
    return consent


@transaction.atomic
def rewrite_consent(*, actor: Actor, consent: Consent) -> Consent:
    """Take an unanswered question back to rewrite it."""
    require(can_edit_consent(actor, consent))
    consent = _held(consent, None)
    take_step(CONSENT, consent, "rewrite", actor=actor, asked_at=None)
    _trace(actor, "knowledge.rewrite_consent", consent)
    return consent


@transaction.atomic
def give_consent(*, actor: Actor, consent: Consent, answer: ConsentAnswer, version: int | None = None) -> Consent:
    """Enter that who was asked agrees; a renewal replaces what it renews.

    Raises:
        PermissionRefused: the actor is neither who was asked nor keeps the paper.
        RuleBroken: the page is old, the paper is missing, or the day lies ahead.
    """
    require(can_answer_consent(actor, consent))
    consent = _held(consent, version)
    given = _answer(actor, consent, answer)
    with broken():
        take_step(
            CONSENT, consent, "give", actor=actor, answered_at=timezone.now(), version=consent.version + 1, **given
        )
        if consent.supersedes is not None and consent.supersedes.status == ConsentStatus.GIVEN:
            take_step(CONSENT, consent.supersedes, "renew", actor=actor, ended_at=timezone.now())
    prove_consent(actor, consent, ProvenAct.GIVEN)
    _trace(actor, "knowledge.give_consent", consent, uses=consent.uses)
    events.publish(ConsentGiven(consent.pk, _record_ids(consent)))
    return consent


@transaction.atomic
def refuse_consent(*, actor: Actor, consent: Consent, reason: str = "", version: int | None = None) -> Consent:
    """Enter that who was asked does not agree. No reason is needed."""
    require(can_answer_consent(actor, consent))
    consent = _held(consent, version)
    with broken():
        take_step(
            CONSENT,
            consent,
            "refuse",
            actor=actor,
            answered_at=timezone.now(),
            status_reason=reason.strip(),
            version=consent.version + 1,
        )
    _trace(actor, "knowledge.refuse_consent", consent)
    return consent


@transaction.atomic
def withdraw_consent(*, actor: Actor, consent: Consent, reason: str = "") -> Consent:
    """Take a consent back, at once and without a reason. Nothing new is done under it; what was lawfully done stands."""
    require(can_withdraw_consent(actor, consent))
    consent = _held(consent, None)
    with broken():
        take_step(
            CONSENT,
            consent,
            "withdraw",
            actor=actor,
            ended_at=timezone.now(),
            status_reason=reason.strip(),
            version=consent.version + 1,
        )
    prove_consent(actor, consent, ProvenAct.WITHDRAWN)
    _trace(actor, "knowledge.withdraw_consent", consent, acts=consent.acts.count())
    events.publish(ConsentEnded(consent.pk, _record_ids(consent)))
    return consent


@transaction.atomic
def renew_consent(*, actor: Actor, consent: Consent) -> Consent:
    """Begin a new question that renews a given consent, or asks again because the purpose has changed.

    The old consent stays as it is until the new one is given.

    Raises:
        RuleBroken: a renewal is being prepared already, or the consent was never given.
    """
    require(can_edit_consent(actor, consent))
    if consent.status not in (ConsentStatus.GIVEN, ConsentStatus.EXPIRED, ConsentStatus.WITHDRAWN):
        raise RuleBroken(_("Only a consent that was given is renewed. Begin a new one instead."))
    if consent.renewals.filter(status__in=(ConsentStatus.DRAFT, ConsentStatus.ASKED)).exists():
        raise RuleBroken(_("A renewal is being prepared already. Go on with that one."))
    renewal = Consent(number=document_number(SERIES, timezone.localdate().year), created_by_id=actor.user_id)
    _fill(renewal, content_of(consent))
    renewal.explained, renewal.expires_on, renewal.answer_by = [], None, None
    renewal.supersedes, renewal.kept_by_id = consent, consent.kept_by_id
    with broken():
        renewal.save(force_insert=True)
        ids = _record_ids(consent)
        ConsentRecord.objects.bulk_create(ConsentRecord(consent=renewal, record_id=record) for record in ids)
    _trace(actor, "knowledge.renew_consent", renewal, renews=consent.number)
    return renewal


def content_of(consent: Consent) -> ConsentContent:
    """Return what a consent says, in the shape of the form."""
    values = {field.name: getattr(consent, field.name) for field in fields(ConsentContent)}
    return ConsentContent(**{**values, **{name: tuple(values[name]) for name in _LISTS}})


def what_is_missing(consent: Consent) -> str:
    """Return a sentence naming what a consent lacks before the question may be put, or an empty text."""
    unexplained = [str(point.label) for point in Explained if point not in consent.explained]
    if unexplained:
        return _("Not explained yet: %(points)s. Explain it, tick it, then ask.") % {
            "points": _(", ").join(unexplained)
        }
    wanted = (
        (consent.purpose.strip(), _("Write what it is for, in words that the person asked uses.")),
        (consent.languages, _("Say in which language it was explained.")),
        (consent.uses, _("Say which uses are asked for. What is not named is not agreed to.")),
        (consent.territory, _("Say where the consent is to hold.")),
        (consent.withdrawal_way.strip(), _("Say how the consent can be taken back.")),
        (consent.contact_name.strip(), _("Name somebody who can be called with questions.")),
    )
    return next((str(sentence) for value, sentence in wanted if not value), "")


def _answer(actor: Actor, consent: Consent, answer: ConsentAnswer) -> dict[str, Any]:
    """Check an answer and return the fields to write."""
    today = timezone.localdate()
    effective = answer.effective_on or today
    if effective > today:
        raise RuleBroken(
            _("A consent begins on the day it is signed, or before. Write that day."), field="effective_on"
        )
    if consent.expires_on is not None and consent.expires_on < today:
        raise RuleBroken(
            _("The day until which it was to hold has passed. Take the question back and write a new day.")
        )
    if answer.present is not None and answer.agreeing is not None and answer.agreeing > answer.present:
        raise RuleBroken(_("More people agreed than were present. Check both numbers."), field="agreeing")
    if (
        not is_party(actor, consent)
        and not actor.is_machine
        and not _has(consent, EvidenceKind.SCAN, EvidenceKind.RECORDING)
    ):
        raise RuleBroken(_("Attach the signed form or the recording first: you enter somebody else's answer."))
    if needs_resolution(consent) and not _has(consent, EvidenceKind.RESOLUTION):
        raise RuleBroken(
            _("A village or township consents by a resolution of its meeting. Attach the resolution first.")
        )
    values = {field.name: getattr(answer, field.name) for field in fields(ConsentAnswer)}
    if consent.family == ConsentFamily.PERSON:
        values |= {"present": None, "agreeing": None}
    return {**values, "effective_on": effective}


def needs_resolution(consent: Consent) -> bool:
    """Say whether the resolution of a meeting must be attached (standards §1.7: villages and townships)."""
    by_meeting = consent.holder_type in (HolderType.VILLAGE, HolderType.TOWNSHIP)
    return consent.family == ConsentFamily.COMMUNITY and (
        by_meeting or consent.authority_basis == AuthorityBasis.RESOLUTION
    )


def _has(consent: Consent, *kinds: str) -> bool:
    """Ask the database's own function: the office may enter the paper of others, but not read it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT knowledge_consent_has(%s, %s::text[])", [consent.pk, [str(kind) for kind in kinds]])
        return bool(cursor.fetchone()[0])


def _held(consent: Consent, version: int | None) -> Consent:
    """Lock the row and compare the version that the writer had on the page."""
    held = Consent.objects.select_for_update(of=("self",)).select_related("supersedes").get(pk=consent.pk)
    if version is not None and version != held.version:
        raise RuleBroken(
            _(
                "Somebody has changed this consent while you had it open. Nothing was overwritten. Open it again and look at"
                " what it says now."
            )
        )
    return held


def _fill(consent: Consent, content: ConsentContent) -> None:
    for field in fields(ConsentContent):
        value = getattr(content, field.name)
        setattr(consent, field.name, list(value) if field.name in _LISTS else value)
    consent.family = content.family
    if consent.family == ConsentFamily.PERSON:
        consent.community_id, consent.authority_basis, consent.holder_type = None, "", ""
    else:
        consent.person_id, consent.person_name, consent.is_minor = None, "", False
        consent.guardian_name = consent.guardian_relation = ""


def _check_holder(record: Record, content: ConsentContent) -> None:
    if content.family == ConsentFamily.COMMUNITY and content.community_id not in holders_of(record):
        raise RuleBroken(
            _("This community does not hold the record. Each holding community is asked for itself."), field="community"
        )


def _keeper(actor: Actor, records: Iterable[Record]) -> int | None:
    """Return the organisation that asks and keeps the paper: the own community when it holds a record, else the office."""
    held = {holder for record in records for holder in holders_of(record)} & actor.organisation_ids
    return min(held or actor.organisation_ids, default=None)


def _record_ids(consent: Consent) -> tuple[int, ...]:
    return tuple(consent.links.order_by("record_id").values_list("record_id", flat=True))


def _trace(actor: Actor, action: str, consent: Consent, **detail: Any) -> None:
    """The consenting community reads the entry; offices do not: a consent may be about records closed to them."""
    audit.record(actor, action=action, target=consent, organisation_id=consent.community_id, detail=detail)
