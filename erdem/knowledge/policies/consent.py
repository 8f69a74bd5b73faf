"""Who sees and does what with consents, and with what stands beside a record. Second lock: ``sql/consent.sql``."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor, ActorKind
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.knowledge.choices import AccessLevel
from erdem.knowledge.consent_choices import ConsentFamily, ConsentStatus
from erdem.knowledge.models import Consent, Record
from erdem.knowledge.policies.records import (
    EVERYTHING,
    HOLDERS,
    NOTHING,
    OFFICERS,
    is_holder,
    is_member,
    served_records,
    serves,
    visible_records,
)

KEEPERS = ("steward", *OFFICERS)


def visible_consents(actor: Actor) -> Q:
    """A consent is seen by the consenting community, the person concerned, whoever keeps the paper, and its own drafter.

    The office sees consents of communities of its places as long as none of their records is closed to it; consents of
    persons only where it keeps the paper.
    """
    if actor.is_machine:
        return EVERYTHING
    rule = Q(community_id__in=actor.organisation_ids) | _kept(actor)
    if actor.user_id is not None:
        rule |= Q(person_id=actor.user_id) | Q(status=ConsentStatus.DRAFT, created_by_id=actor.user_id)
    return rule


def _kept(actor: Actor) -> Q:
    rule = NOTHING
    if actor.has_role(*KEEPERS):
        rule |= Q(family=ConsentFamily.PERSON, kept_by_id__in=actor.organisation_ids)
    if actor.has_role(*OFFICERS):
        for prefix in actor.place_prefixes:
            rule |= Q(family=ConsentFamily.COMMUNITY, office_places__contains=f" {prefix}")
    return rule


@built_once
def visible_with_consent(actor: Actor) -> Q:
    """The records of a consent and the acts under it are seen with it."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Consent.objects.filter(visible_consents(actor), pk=OuterRef("consent_id"))))


def visible_evidence(actor: Actor) -> Q:
    """Recordings, resolutions and scans are for who consented, the keeper of a person's paper, and who added them."""
    if actor.is_machine:
        return EVERYTHING
    rule = Q(consent__community_id__in=actor.organisation_ids)
    if actor.has_role(*KEEPERS):
        rule |= Q(consent__family=ConsentFamily.PERSON, consent__kept_by_id__in=actor.organisation_ids)
    if actor.user_id is not None:
        rule |= Q(uploaded_by_id=actor.user_id) | Q(consent__person_id=actor.user_id)
    return rule


def looked_after(actor: Actor) -> Q:
    """Records whose community or office the actor belongs to, among those the actor sees."""
    held = Q(holders__overlap=list(actor.organisation_ids))
    served = served_records(actor) & Q(level_office__gte=AccessLevel.FULL)
    return visible_records(actor) & (held | served)


@built_once
def visible_beside(actor: Actor) -> Q:
    """What stands beside a record is seen by whoever looks after it."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Record.objects.filter(looked_after(actor), pk=OuterRef("record_id"))))


@built_once
def visible_checks(actor: Actor) -> Q:
    """Signed checks for state secrets: the own ones, and those of records one looks after."""
    if actor.is_machine:
        return EVERYTHING
    rule = Q(record__isnull=False) & visible_beside(actor)
    return rule | Q(user_id=actor.user_id) if actor.user_id is not None else rule


def visible_rules(_actor: Actor) -> Q:
    """Periods and points of the checklist are public."""
    return EVERYTHING


def is_party(actor: Actor, consent: Consent) -> bool:
    """Say whether the actor is who was asked: a bearer or steward of the community, or the person."""
    if consent.community_id is not None:
        return consent.community_id in actor.organisation_ids and actor.has_role(*HOLDERS)
    return consent.person_id is not None and consent.person_id == actor.user_id


def keeps(actor: Actor, consent: Consent) -> bool:
    """Say whether the actor may prepare the consent and enter what was answered on paper."""
    if consent.family == ConsentFamily.PERSON:
        return consent.kept_by_id in actor.organisation_ids and actor.has_role(*KEEPERS)
    if not actor.has_role(*OFFICERS):
        return False
    return any(actor.serves_place(code) for code in consent.office_places.split())


def can_prepare(actor: Actor, record: Record) -> Decision:
    """Bearers and stewards of a holding community, and the office of the place, prepare consents."""
    if actor.is_machine or is_holder(actor, record) or serves(actor, record):
        return ALLOWED
    return Denied(_("Only the holding community and the office of the place prepare consents for this record."))


def can_edit_consent(actor: Actor, consent: Consent) -> Decision:
    """A consent being prepared is changed by whoever prepares it: the community, its office, its keeper, its drafter."""
    drafter = consent.status == ConsentStatus.DRAFT and consent.created_by_id == actor.user_id
    if actor.is_machine or is_party(actor, consent) or keeps(actor, consent) or drafter:
        return ALLOWED
    return Denied(_("Only who is asked, and the office or community that asks, prepare this consent."))


def can_answer_consent(actor: Actor, consent: Consent) -> Decision:
    """Who is asked answers; the keeper enters an answer that was given on paper or recorded."""
    if actor.is_machine or is_party(actor, consent) or keeps(actor, consent):
        return ALLOWED
    return Denied(_("Only who is asked answers. Nobody consents in another's place."))


def can_withdraw_consent(actor: Actor, consent: Consent) -> Decision:
    """Who consented takes it back, without a reason; for a person without an account the keeper writes it down."""
    without_account = consent.family == ConsentFamily.PERSON and consent.person_id is None
    if actor.is_machine or is_party(actor, consent) or (without_account and keeps(actor, consent)):
        return ALLOWED
    return Denied(_("Only who consented takes the consent back: the community's bearers and stewards, or the person."))


def can_tend_consent(actor: Actor, _consent: object = None) -> Decision:
    """The system alone lets consents run out."""
    return ALLOWED if actor.is_machine else Denied(_("Consents run out by themselves."))


def can_decide_disclosure(actor: Actor, record: Record) -> Decision:
    """Bearers and stewards of a holding community decide about disclosure, each community for itself."""
    if is_holder(actor, record):
        return ALLOWED
    return Denied(_("Whether it is disclosed is decided by the holding community alone."))


def can_report_leak(actor: Actor, record: Record) -> Decision:
    """Members of a holding community and the office of the place, unless it is shut out, report a leak."""
    served = serves(actor, record) and record.level_office >= AccessLevel.FULL
    if actor.is_machine or is_member(actor, record) or served:
        return ALLOWED
    return Denied(
        _("Leaks are reported by the holding community and the office of the place. Tell them what you know.")
    )


def can_answer_checklist(actor: Actor, record: Record) -> Decision:
    """Whoever looks after the record answers the checklist."""
    if actor.is_machine or is_holder(actor, record) or serves(actor, record):
        return ALLOWED
    return Denied(_("Only the holding community and the office of the place answer the checklist."))


def can_sign_secrecy(actor: Actor, _record: object = None) -> Decision:
    """People sign with their name; machines cannot."""
    if actor.kind == ActorKind.PERSON and actor.has_role(*HOLDERS, *OFFICERS):
        return ALLOWED
    return Denied(_("Only members of a holding community and officers write records. Ask the office of your banner."))
