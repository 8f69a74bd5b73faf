"""Who sees and does what with records. Each visibility rule exists a second time in ``sql/``."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor, ActorKind
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.knowledge.choices import AccessLevel, Status, Tier
from erdem.knowledge.models import AccessGrant, Record

EVERYTHING = Q()
NOTHING = Q(pk__in=[])
OFFICERS = ("county_officer", "region_officer")
HOLDERS = ("bearer", "steward")
REGION = "15"


def served_records(actor: Actor, through: str = "") -> Q:
    """Records of the places that the actor's office serves; those of no place and no community are the region's.

    ``through`` is the way from a child table, such as ``record__``.
    """
    rule = NOTHING
    if not actor.has_role(*OFFICERS):
        return rule
    for prefix in actor.place_prefixes:
        rule |= Q((f"{through}place_search__contains", f" {prefix}"))
    if REGION in actor.place_prefixes:
        rule |= Q((f"{through}place_search", ""), (f"{through}community__isnull", True))
    return rule


def in_season(through: str = "") -> Q:
    """Days on which a seasonal label lets the content be seen; without such a label always."""
    return Q((f"{through}open_dates__isnull", True)) | Q((f"{through}open_dates__covers", timezone.localdate()))


def consented(through: str = "") -> Q:
    """The communities' consent has not come to its end."""
    return Q((f"{through}consent_until__isnull", True)) | Q((f"{through}consent_until__gte", timezone.localdate()))


def held_records(actor: Actor, through: str = "") -> Q:
    """Records of the actor's communities, as far as neither a group nor the other communities stand in the way."""
    if not actor.organisation_ids:
        return NOTHING
    own = list(actor.organisation_ids)
    held = Q((f"{through}holders__overlap", own), (f"{through}required_groups__contained_by", list(actor.group_ids)))
    return held & (Q((f"{through}holders_together", False)) | Q((f"{through}holders__contained_by", own)))


def granted(actor: Actor, level: int = AccessLevel.FULL) -> QuerySet[AccessGrant, int]:
    """Return the ids of the records to which the actor has been given access, today."""
    today = timezone.localdate()
    party = Q(user_id=actor.user_id) if actor.user_id is not None else NOTHING
    party |= Q(organisation_id__in=actor.organisation_ids)
    found = AccessGrant.objects.filter(party, level__gte=level, revoked_at__isnull=True, waits=False)
    return found.filter(valid_from__lte=today, valid_until__gte=today).order_by().values_list("record_id", flat=True)


@built_once
def visible_records(actor: Actor, through: str = "") -> Q:
    """All of a record: where the audience's level is full, for members of its communities, for holders of a grant."""
    if actor.is_machine:
        return EVERYTHING
    full = AccessLevel.FULL
    audience = Q((f"{through}level_public__gte", full))
    if actor.kind in (ActorKind.PERSON, ActorKind.API_KEY):
        audience |= Q((f"{through}level_signed_in__gte", full))
    rule = Q((f"{through}status", Status.REGISTERED)) & audience & consented(through)
    rule |= held_records(actor, through)
    rule |= served_records(actor, through) & Q((f"{through}level_office__gte", full))
    way = through or "pk__"
    rule |= Q((f"{through}level_grant__gte", full), (f"{way.removesuffix('__')}__in", granted(actor)))
    return rule & in_season(through)


def visible_imports(actor: Actor) -> Q:
    """An uploaded file is for the person who uploaded it."""
    if actor.is_machine:
        return EVERYTHING
    return Q(user_id=actor.user_id) if actor.user_id is not None else NOTHING


def holders_of(record: Record) -> set[int]:
    """Return the communities that hold the record; of an unsaved one the leading community."""
    return {*record.holders, *([record.community_id] if record.community_id is not None else [])}


def is_member(actor: Actor, record: Record) -> bool:
    """Say whether the actor belongs to a community that holds the record, in whatever role."""
    return not holders_of(record).isdisjoint(actor.organisation_ids)


def is_holder(actor: Actor, record: Record) -> bool:
    """Say whether the actor is a bearer or steward of a community that holds the record."""
    return is_member(actor, record) and actor.has_role(*HOLDERS)


def is_steward(actor: Actor, record: Record) -> bool:
    """Say whether the actor speaks for a community that holds the record."""
    return not holders_of(record).isdisjoint(actor.speaks_for)


def serves(actor: Actor, record: Record) -> bool:
    """Say whether the actor's office serves a place of the record."""
    if not actor.has_role(*OFFICERS) or record.diffusion_tier == Tier.SECRET:
        return False
    codes = record.place_search.split()
    if not codes and record.community_id is None:
        return REGION in actor.place_prefixes
    return any(actor.serves_place(code) for code in codes)


def can_draft(actor: Actor, _record: object = None) -> Decision:
    """Bearers and stewards of a community, and officers, begin a record."""
    if actor.is_machine or actor.has_role(*HOLDERS, *OFFICERS):
        return ALLOWED
    return Denied(_("Only members of a holding community and officers write records. Ask the office of your banner."))


def can_change(actor: Actor, record: Record) -> Decision:
    """A draft is changed by its community and its officers; a registered record of a community only by the community."""
    if actor.is_machine:
        return ALLOWED
    if record.status not in (Status.DRAFT, Status.REGISTERED):
        return Denied(_("A submitted or withdrawn record is not changed. Have it returned to draft first."))
    if is_holder(actor, record):
        return ALLOWED
    if serves(actor, record):
        if record.status == Status.REGISTERED and record.community_id is not None:
            return Denied(_("This record is registered and belongs to a community; only the community changes it."))
        return ALLOWED
    return Denied(_("Only the holding community and the office of the place change this record."))


def can_submit(actor: Actor, record: Record) -> Decision:
    """Whoever may write the draft may submit it."""
    if actor.is_machine or is_holder(actor, record) or serves(actor, record):
        return ALLOWED
    return Denied(_("Only the holding community and the office of the place submit this record."))


def can_register(actor: Actor, record: Record) -> Decision:
    """Machines; the office, what is publicly documented (D4) and has no holding community to ask."""
    if actor.is_machine:
        return ALLOWED
    if not serves(actor, record):
        return Denied(_("Only the office of the place registers records."))
    if not holders_of(record) and record.diffusion_tier == Tier.PUBLIC:
        return ALLOWED
    return Denied(
        _("Only publicly documented knowledge of no community is registered at once. This record goes the long way.")
    )


def can_return(actor: Actor, record: Record) -> Decision:
    """Officers return a record to draft; a community takes its own back."""
    if actor.is_machine or serves(actor, record) or is_holder(actor, record):
        return ALLOWED
    return Denied(_("Only the office of the place and the holding community return this record to draft."))


def can_withdraw(actor: Actor, record: Record) -> Decision:
    """A community withdraws its record; a record without community is withdrawn by its office."""
    if actor.is_machine or is_holder(actor, record):
        return ALLOWED
    if record.community_id is None and serves(actor, record):
        return ALLOWED
    return Denied(_("Only the holding community withdraws its record."))


def can_set_limit(actor: Actor, record: Record) -> Decision:
    """The office of the place sets the legal limit of a record that it sees."""
    if actor.is_machine or serves(actor, record):
        return ALLOWED
    return Denied(_("Only the office of the place sets the legal limit of a record."))


def can_import(actor: Actor, _record: object = None) -> Decision:
    """Officers, and stewards of a community, bring in files."""
    if actor.is_machine or actor.has_role("steward", *OFFICERS):
        return ALLOWED
    return Denied(_("Only officers and community stewards import files. Send your file to the office of your banner."))
