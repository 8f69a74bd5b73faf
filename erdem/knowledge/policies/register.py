"""Who takes part in registering a record, and who sees what of it. Each visibility rule exists again in ``sql/register.sql``.

Everything that belongs to the way into the register is for those who look after the record, its *keepers*: its communities
and, unless it is secret, the office of its place. An expert sees the own assignment, the public the notice.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor, ActorKind
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.knowledge.choices import Status, Tier
from erdem.knowledge.models import (
    Certificate,
    CertificateAct,
    Correction,
    ExpertAssignment,
    ExpertVote,
    Handling,
    KinCandidate,
    KinHint,
    KinLink,
    Objection,
    Objector,
    PublicNotice,
    Record,
    RecordVersion,
    RegisterRule,
    RegisterStep,
    Removal,
    ReviewRound,
    Tombstone,
    VersionProof,
    YearlyReview,
)
from erdem.knowledge.policies.records import (
    EVERYTHING,
    NOTHING,
    held_records,
    holders_of,
    is_holder,
    is_member,
    is_steward,
    served_records,
    serves,
    visible_records,
)
from erdem.knowledge.register_choices import NoticeOutcome, TombstoneReader

OPEN_NOTICES = ("", NoticeOutcome.REGISTERED)
SIGNED_IN = (ActorKind.PERSON, ActorKind.API_KEY)
RUNNING = (
    Status.SUBMITTED,
    Status.CLASSIFICATION,
    Status.KIN_CHECK,
    Status.EXPERT_REVIEW,
    Status.PUBLIC_NOTICE,
    Status.OBJECTION,
)
"""States of a record on its way in: its content stands still."""


@built_once
def kept_records(actor: Actor, through: str = "") -> Q:
    """Records that the actor reads and looks after: of the own community, or of the places the office serves."""
    if actor.is_machine:
        return EVERYTHING
    kept = held_records(actor, through) | served_records(actor, through)
    return visible_records(actor, through) & kept


@built_once
def kept(actor: Actor, field: str = "record") -> Q:
    """The rule of `kept_records` for a row that names its record in ``field``.

    Asked by subquery: a join would lose the rows whose record the actor may not see but which are shown for another reason.
    """
    if actor.is_machine:
        return EVERYTHING
    return Q((f"{field}__in", Record.objects.filter(kept_records(actor)).order_by().values("pk")))


@built_once
def read(actor: Actor, field: str = "record") -> Q:
    """Rows whose record the actor reads; by subquery, for the same reason."""
    if actor.is_machine:
        return EVERYTHING
    return Q((f"{field}__in", Record.objects.filter(visible_records(actor)).order_by().values("pk")))


def _mine(actor: Actor, field: str = "user_id") -> Q:
    return Q((field, actor.user_id)) if actor.user_id is not None else NOTHING


def visible_register_rules(_actor: Actor) -> Q:
    """The rules of the register are public."""
    return EVERYTHING


@built_once
def visible_versions(actor: Actor) -> Q:
    """Versions are for the keepers; one written while the record was secret stays with the community."""
    if actor.is_machine:
        return EVERYTHING
    own = Record.objects.filter(visible_records(actor) & held_records(actor)).order_by().values("pk")
    held = Q(record__isnull=True, community_id__in=actor.organisation_ids) | Q(record__in=own)
    return held | (kept(actor) & ~Q(diffusion_tier=Tier.SECRET))


@built_once
def visible_proofs(actor: Actor) -> Q:
    """The proof of a version, with the nonce that opens its commitment, is for those who may read the version."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(RecordVersion.objects.filter(visible_versions(actor), pk=OuterRef("version_id"))))


@built_once
def visible_certificate_acts(actor: Actor) -> Q:
    """What happened to a certificate, with the nonce of its entry, is for those who may read its version."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Certificate.objects.filter(visible_proofs(actor), pk=OuterRef("certificate_id"))))


@built_once
def visible_candidates(actor: Actor) -> Q:
    """Pairs that resemble each other: for keepers of the one who may read, or were told of, the other."""
    if actor.is_machine:
        return EVERYTHING
    return (kept(actor) & (read(actor, "other") | Q(is_told=True))) | (kept(actor, "other") & read(actor))


@built_once
def visible_links(actor: Actor) -> Q:
    """Kin is shown to whoever reads both records."""
    return read(actor) & read(actor, "other")


def visible_assignments(actor: Actor) -> Q:
    """An expert sees the own assignments, keepers those of their records."""
    return kept(actor) if actor.is_machine else _mine(actor) | kept(actor)


def _own_assignments(actor: Actor) -> QuerySet[ExpertAssignment]:
    return ExpertAssignment.objects.filter(_mine(actor)).order_by()


@built_once
def visible_rounds(actor: Actor) -> Q:
    """A review is seen by the keepers of its record and by its experts."""
    if actor.is_machine:
        return EVERYTHING
    return kept(actor) | Q(pk__in=_own_assignments(actor).values("round_id"))


@built_once
def visible_votes(actor: Actor) -> Q:
    """A vote is for its voter; once all are in, for the experts of the review and the keepers of the record."""
    if actor.is_machine:
        return EVERYTHING
    complete = ReviewRound.objects.filter(visible_rounds(actor), all_in=True).order_by()
    return Q(assignment__in=_own_assignments(actor).values("pk")) | Q(round__in=complete.values("pk"))


def visible_public_notices(actor: Actor) -> Q:
    """A notice that shows something is public, while it runs and after a registration; every notice is for its keepers."""
    if actor.is_machine:
        return EVERYTHING
    consented = Q(hidden_after__isnull=True) | Q(hidden_after__gte=timezone.localdate())
    return (Q(level__gte=1, outcome__in=OPEN_NOTICES) & consented) | kept(actor)


def _notices_of(actor: Actor, rule: Q) -> Q:
    records = Record.objects.filter(visible_records(actor) & rule).order_by().values("pk")
    return Q(notice__in=PublicNotice.objects.filter(record__in=records).order_by().values("pk"))


@built_once
def visible_objections(actor: Actor) -> Q:
    """An objection is for who made it and for the keepers of the record."""
    if actor.is_machine:
        return EVERYTHING
    return _mine(actor) | _notices_of(actor, kept_records(actor))


@built_once
def visible_objectors(actor: Actor) -> Q:
    """Who objected is for that person and for the office of the place."""
    if actor.is_machine:
        return EVERYTHING
    office = served_records(actor) & ~Q(diffusion_tier=Tier.SECRET)
    found = Objection.objects.filter(_mine(actor) | _notices_of(actor, office)).order_by()
    return Q(objection__in=found.values("pk"))


def visible_tombstones(actor: Actor) -> Q:
    """A tombstone is for whoever could know of the record before."""
    if actor.is_machine:
        return EVERYTHING
    known = (TombstoneReader.PUBLIC, *((TombstoneReader.SIGNED_IN,) if actor.kind in SIGNED_IN else ()))
    return Q(readers__in=known) | kept(actor)


@built_once
def visible_removals(actor: Actor) -> Q:
    """The inner side of a tombstone is for those who looked after the record."""
    if actor.is_machine:
        return EVERYTHING
    return Q(tombstone__in=Tombstone.objects.filter(kept(actor)).order_by().values("pk"))


def looks_after(actor: Actor, record: Record) -> bool:
    """Say whether the actor is a keeper of the record."""
    return actor.is_machine or is_member(actor, record) or serves(actor, record)


def can_check_consent(actor: Actor, record: Record) -> Decision:
    """The office of the place checks the consents."""
    return _office(actor, record)


def can_classify(actor: Actor, record: Record) -> Decision:
    """The office of the place confirms the classification."""
    return _office(actor, record)


def can_settle_kin(actor: Actor, record: Record) -> Decision:
    """The office of the place ends the comparison with kin."""
    return _office(actor, record)


def can_call_experts(actor: Actor, record: Record) -> Decision:
    """The office of the place calls experts and ends their review."""
    return _office(actor, record)


def can_end_public_notice(actor: Actor, record: Record) -> Decision:
    """A job, or the office of the place, ends a notice that has run its time."""
    return _office(actor, record)


def can_hear(actor: Actor, record: Record) -> Decision:
    """The office of the place decides on objections."""
    return _office(actor, record)


def _office(actor: Actor, record: Record) -> Decision:
    if actor.is_machine or serves(actor, record):
        return ALLOWED
    return Denied(_("Only the office of the place does this. A secret record is not before it."))


def can_deposit(actor: Actor, record: Record) -> Decision:
    """The community deposits its own secret record: without notice, seen by nobody else."""
    if record.diffusion_tier == Tier.SECRET and (actor.is_machine or is_steward(actor, record)):
        return ALLOWED
    return Denied(_("Only a steward of the community deposits its own secret or sacred record."))


def can_remove_content(actor: Actor, record: Record) -> Decision:
    """Whoever may withdraw a record may have its content removed."""
    if actor.is_machine or is_holder(actor, record):
        return ALLOWED
    if not holders_of(record) and serves(actor, record):
        return ALLOWED
    return Denied(_("Only the holding community has the content of its record removed."))


def can_review_yearly(actor: Actor, record: Record) -> Decision:
    """The community reviews its record; without a community the office does."""
    if actor.is_machine or is_holder(actor, record):
        return ALLOWED
    if not holders_of(record) and serves(actor, record):
        return ALLOWED
    return Denied(_("Only the holding community says whether its record is still right."))


def can_object(_actor: Actor, notice: PublicNotice) -> Decision:
    """Anybody objects while the notice runs."""
    if notice.outcome == "" and notice.ends_on >= timezone.localdate():
        return ALLOWED
    return Denied(_("This notice is over. Write to the office of the place; it can still correct the record."))


def can_certify(actor: Actor, record: Record) -> Decision:
    """The office of the place certifies what it registers, when it or a steward asks; of what is secret the steward alone."""
    if record.status != Status.REGISTERED:
        return Denied(_("Only a registered record gets a certificate."))
    if actor.is_machine or serves(actor, record) or is_steward(actor, record):
        return ALLOWED
    return Denied(_("Only the office of the place and a steward of the holding community have a certificate issued."))


def can_revoke_certificate(actor: Actor, record: Record) -> Decision:
    """Whoever could have it issued revokes it, also when the record has left the register."""
    if actor.is_machine or serves(actor, record) or is_steward(actor, record):
        return ALLOWED
    return Denied(_("Only the office of the place and a steward of the holding community revoke a certificate."))


def can_vote(actor: Actor, assignment: ExpertAssignment) -> Decision:
    """An assigned expert votes until the day that was set, as long as the review is open."""
    if assignment.user_id != actor.user_id:
        return Denied(_("Only the expert who was asked votes."))
    if assignment.released_at is not None or assignment.round.outcome:
        return Denied(_("This review is over for you. Nothing more is needed."))
    if assignment.due_on < timezone.localdate():
        return Denied(_("The time to vote is over. Ask the office to set a new day."))
    return ALLOWED


_KEPT: tuple[type[Model], ...] = (Handling, KinHint, RegisterStep, YearlyReview)
VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    RegisterRule: visible_register_rules,
    RecordVersion: visible_versions,
    VersionProof: visible_proofs,
    Certificate: visible_proofs,
    CertificateAct: visible_certificate_acts,
    Correction: read,
    **dict.fromkeys(_KEPT, kept),
    KinCandidate: visible_candidates,
    KinLink: visible_links,
    ReviewRound: visible_rounds,
    ExpertAssignment: visible_assignments,
    ExpertVote: visible_votes,
    PublicNotice: visible_public_notices,
    Objection: visible_objections,
    Objector: visible_objectors,
    Tombstone: visible_tombstones,
    Removal: visible_removals,
}
