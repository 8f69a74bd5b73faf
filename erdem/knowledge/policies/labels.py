"""Who sees and does what with wordings of labels, protocols and their history, notices and grants."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.knowledge.choices import AccessLevel, HoldingState
from erdem.knowledge.models import Holding, LabelUse, NoticeUse, Record, RecordFace
from erdem.knowledge.policies.records import EVERYTHING, NOTHING, OFFICERS, visible_records
from erdem.knowledge.policies.wall import visible_faces, visible_label_uses

PLACERS = (*OFFICERS, "expert", "curator")
"""Roles of offices and institutions that may put notices on a record."""


@built_once
def visible_wordings(actor: Actor) -> Q:
    """Every version to members of the community; to others what stands, approved, on a label that they see."""
    if actor.is_machine:
        return EVERYTHING
    used = LabelUse.objects.filter(visible_label_uses(actor), wording=OuterRef("pk"))
    return Q(community_id__in=actor.organisation_ids) | (Q(approved_at__isnull=False) & Q(Exists(used)))


def visible_protocol_versions(actor: Actor) -> Q:
    """What a protocol said before is for the stewards of the community that decided it."""
    if actor.is_machine:
        return EVERYTHING
    return Q(community_id__in=actor.speaks_for) if actor.speaks_for else NOTHING


@built_once
def visible_notices(actor: Actor) -> Q:
    """Notices are seen where labels are: by whoever may know what the record is and where."""
    if actor.is_machine:
        return EVERYTHING
    there = {"record_id": OuterRef("record_id")}
    metadata = RecordFace.objects.filter(visible_faces(actor), level=AccessLevel.METADATA, **there)
    whole = Record.objects.filter(visible_records(actor), pk=OuterRef("record_id"))
    return Q(Exists(whole)) | Q(Exists(metadata))


def can_decide(actor: Actor, holding: Holding) -> Decision:
    """Only a steward of the community decides its protocol, and only while the community holds the record."""
    if holding.state != HoldingState.ACTIVE:
        return Denied(_("The community does not hold this record at present, so it has nothing to decide about it."))
    if actor.is_machine or holding.community_id in actor.speaks_for:
        return ALLOWED
    return Denied(_("Only the stewards of the holding community decide who sees what. Ask one of them."))


def can_word(actor: Actor, community_id: int) -> Decision:
    """The stewards of a community word its labels."""
    if actor.is_machine or community_id in actor.speaks_for:
        return ALLOWED
    return Denied(_("Only the stewards of a community word its labels. Ask one of them."))


def can_place_notice(actor: Actor, _record: object = None) -> Decision:
    """Officers and people of institutions place notices."""
    if actor.is_machine or (actor.has_role(*PLACERS) and actor.organisation_ids):
        return ALLOWED
    return Denied(_("Notices are placed by offices and institutions. Communities put on their own labels."))


def can_end_notice(actor: Actor, notice: NoticeUse) -> Decision:
    """Who placed a notice takes it off again."""
    if actor.is_machine or (actor.has_role(*PLACERS) and notice.institution_id in actor.organisation_ids):
        return ALLOWED
    return Denied(_("A notice is taken off by the institution that placed it, or by a label of the community."))
