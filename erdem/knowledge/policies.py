"""Who sees and does what in the register. Each visibility rule exists a second time in ``sql/``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor, ActorKind
from erdem.base.policy import ALLOWED, Decision, Denied
from erdem.knowledge.choices import Status, Tier
from erdem.knowledge.models import (
    IgnoredName,
    Ingredient,
    Material,
    Origin,
    ProcessStep,
    Product,
    Record,
    RecordImport,
    RecordName,
    RecordPlace,
    Source,
    Substance,
    SubstanceName,
    SubstanceRelation,
)

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


def visible_records(actor: Actor, through: str = "") -> Q:
    """Registered D4 for everyone, D3 for the signed-in, all of a community for its members, all but D1 for its officers."""
    if actor.is_machine:
        return EVERYTHING
    signed_in = actor.kind in (ActorKind.PERSON, ActorKind.API_KEY)
    tiers = (Tier.WIDE, Tier.PUBLIC) if signed_in else (Tier.PUBLIC,)
    rule = Q((f"{through}status", Status.REGISTERED), (f"{through}diffusion_tier__in", tiers))
    if actor.organisation_ids:
        rule |= Q((f"{through}community_id__in", actor.organisation_ids))
    return rule | (served_records(actor, through) & ~Q((f"{through}diffusion_tier", Tier.SECRET)))


def visible_substances(_actor: Actor) -> Q:
    """The lexicon is public."""
    return EVERYTHING


def visible_ignored_names(actor: Actor) -> Q:
    """Names set aside are seen by whoever keeps the lexicon."""
    return EVERYTHING if can_edit_lexicon(actor) else NOTHING


def visible_imports(actor: Actor) -> Q:
    """An uploaded file is for the person who uploaded it."""
    if actor.is_machine:
        return EVERYTHING
    return Q(user_id=actor.user_id) if actor.user_id is not None else NOTHING


def is_holder(actor: Actor, record: Record) -> bool:
    """Say whether the actor belongs to the community that holds the record."""
    return record.community_id in actor.organisation_ids and actor.has_role(*HOLDERS)


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
    if record.status in (Status.SUBMITTED, Status.WITHDRAWN):
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
    """Officers of the place register."""
    if actor.is_machine or serves(actor, record):
        return ALLOWED
    return Denied(_("Only the office of the place registers records."))


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


def can_import(actor: Actor, _record: object = None) -> Decision:
    """Officers, and stewards of a community, bring in files."""
    if actor.is_machine or actor.has_role("steward", *OFFICERS):
        return ALLOWED
    return Denied(_("Only officers and community stewards import files. Send your file to the office of your banner."))


def can_edit_lexicon(actor: Actor, _record: object = None) -> Decision:
    """Curators and officers keep the lexicon."""
    if actor.is_machine or actor.has_role("curator", *OFFICERS):
        return ALLOWED
    return Denied(_("Only curators and officers change the lexicon. Tell the office of your banner what is missing."))


_CHILDREN: tuple[type[Model], ...] = (
    RecordName,
    Origin,
    Source,
    RecordPlace,
    Ingredient,
    ProcessStep,
    Material,
    Product,
)
VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    Record: visible_records,
    **dict.fromkeys(_CHILDREN, partial(visible_records, through="record__")),
    **dict.fromkeys((Substance, SubstanceName, SubstanceRelation), visible_substances),
    IgnoredName: visible_ignored_names,
    RecordImport: visible_imports,
}
