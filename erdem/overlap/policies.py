"""Who sees findings and who may do what with them.

A finding says which knowledge somebody else's paper comes near to: it is for those who look after that knowledge. The
public, applicants and strangers see none, not even of records that are open to everybody.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor, ActorKind
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.knowledge.choices import AccessLevel, LabelCode
from erdem.knowledge.models import LabelUse, Record
from erdem.knowledge.policies import served_records, serves, visible_records
from erdem.overlap.models import (
    Adjudication,
    Annotation,
    AnnotationPair,
    AnnotationPrediction,
    AnnotationSet,
    ComparedPublication,
    ComparedRecord,
    Dossier,
    DossierSeal,
    Finding,
    Review,
    ScreeningRun,
    SpanReading,
)
from erdem.people.choices import Role

EVERYTHING = Q()
NOTHING = Q(pk__in=[])
UNVERIFIED = (LabelCode.NON_VERIFIED, LabelCode.BC_CONSENT_NON_VERIFIED)
"""Labels that say something has not been verified: no evidence is made of such a record until they are taken off."""
OFFICERS = (Role.COUNTY_OFFICER, Role.REGION_OFFICER)


def enclosing_codes(actor: Actor) -> tuple[str, ...]:
    """Codes of the divisions around those the actor serves: 152530 lies in 152500 and in 150000."""
    return tuple(
        sorted(
            {
                prefix[:length].ljust(6, "0")
                for prefix in actor.place_prefixes
                for length in (2, 4, 6)
                if length < len(prefix)
            }
        )
    )


def records_looked_after(actor: Actor) -> Q:
    """Records the actor looks after: by office, by community, or as an expert.

    An office also looks after knowledge recorded for the whole league or region that its own place lies in.
    """
    if actor.has_role(Role.EXPERT):
        return EVERYTHING
    rule = served_records(actor)
    if actor.organisation_ids:
        rule |= Q(holders__overlap=list(actor.organisation_ids))
    if actor.has_role(*OFFICERS):
        for code in enclosing_codes(actor):
            rule |= Q(place_search__contains=f" {code}")
    return rule


@built_once
def visible_to(actor: Actor) -> Q:
    """Findings of records that the actor sees and looks after."""
    if actor.is_machine:
        return EVERYTHING
    if actor.kind == ActorKind.PUBLIC:
        return NOTHING
    records = Record.objects.filter(visible_records(actor)).filter(records_looked_after(actor))
    return Q(record_id__in=records.order_by().values("pk"))


@built_once
def _through_finding(actor: Actor) -> Q:
    if actor.is_machine:
        return EVERYTHING
    return Q(finding_id__in=Finding.objects.filter(visible_to(actor)).order_by().values("pk"))


@built_once
def visible_seals(actor: Actor) -> Q:
    """The seal of a dossier, with the nonce that opens its commitment, is for whoever sees the dossier."""
    if actor.is_machine:
        return EVERYTHING
    return Q(dossier__finding_id__in=Finding.objects.filter(visible_to(actor)).order_by().values("pk"))


def visible_runs(actor: Actor) -> Q:
    """Runs are the business of offices, experts and machines; their counts speak of restricted records too."""
    return EVERYTHING if actor.is_machine or actor.has_role(*OFFICERS, Role.EXPERT) else NOTHING


def visible_to_machines(actor: Actor) -> Q:
    """What the watch remembers of restricted records is for machines alone."""
    return EVERYTHING if actor.is_machine else NOTHING


def can_review(actor: Actor, finding: Finding) -> Decision:
    """Officers whose office serves the record's place work on its findings."""
    record = finding.record
    codes = record.place_search.split()
    if serves(actor, record) or (actor.has_role(*OFFICERS) and not set(codes).isdisjoint(enclosing_codes(actor))):
        return ALLOWED
    return Denied(_("Findings are worked on by the office that serves the place of the record."))


def can_decide(actor: Actor, finding: Finding) -> Decision:
    """Deciding is for persons of that office, never for a machine."""
    if actor.kind != ActorKind.PERSON:
        return Denied(_("Only a person decides what a finding is."))
    return can_review(actor, finding)


def can_advise(actor: Actor, finding: Finding) -> Decision:
    """Experts give opinions; so may the officers, on behalf of one they asked."""
    if actor.has_role(Role.EXPERT):
        return ALLOWED
    return can_review(actor, finding)


def can_run_screening(actor: Actor) -> Decision:
    """The comparison itself runs in the name of a machine: it reads records that no single person sees."""
    return ALLOWED if actor.is_machine else Denied(_("The comparison runs in the background. Ask for it instead."))


def can_screen(actor: Actor, _record: object = None) -> Decision:
    """Officers and the installation start a screening."""
    if actor.is_machine or actor.has_role(*OFFICERS):
        return ALLOWED
    return Denied(_("A screening is started by an office."))


def is_restricted(record: Record) -> bool:
    """Say whether a record is not open to everybody in full."""
    return record.level_public < AccessLevel.FULL


def can_make_dossier(actor: Actor, finding: Finding) -> Decision:
    """A dossier is filed with authorities and so becomes public: only of what is open to everybody already, and verified."""
    if is_restricted(finding.record):
        return Denied(
            _(
                "A dossier is filed with an office and can be read by anybody afterwards. This record is not open to"
                " everybody, so no dossier is made. Ask the community which published source may be used instead."
            )
        )
    if LabelUse.objects.filter(record_id=finding.record_id, removed_at__isnull=True, code__in=UNVERIFIED).exists():
        return Denied(
            _(
                "A label of the record says that the knowledge or the consent has not been verified. Settle this with the"
                " community first; when it has taken the label off, a dossier can be made."
            )
        )
    return can_review(actor, finding)


def is_annotator(actor: Actor, annotation_set: AnnotationSet) -> bool:
    """Say whether the actor is one of the two who label a set."""
    return actor.user_id in (annotation_set.first_id, annotation_set.second_id)


def visible_sets(actor: Actor) -> Q:
    """Annotation sets are for experts, and for the officers who lead them or label them."""
    if actor.is_machine or actor.has_role(Role.EXPERT):
        return EVERYTHING
    if not actor.has_role(*OFFICERS) or actor.user_id is None:
        return NOTHING
    return Q(lead_id=actor.user_id) | Q(first_id=actor.user_id) | Q(second_id=actor.user_id)


@built_once
def visible_pairs(actor: Actor) -> Q:
    """Pairs of visible sets whose record the actor sees and looks after today."""
    if actor.is_machine:
        return EVERYTHING
    records = Record.objects.filter(visible_records(actor)).filter(records_looked_after(actor))
    sets = AnnotationSet.objects.filter(visible_sets(actor))
    return Q(set_id__in=sets.order_by().values("pk"), record_id__in=records.order_by().values("pk"))


@built_once
def revealed_pairs(actor: Actor) -> Q:
    """Pairs of which the actor may know what was said: both labels are in.

    To the two annotators themselves nothing is shown before the set is closed: until then they may correct a label, and a
    correction made in the knowledge of the other label would not be independent.
    """
    if actor.is_machine:
        return EVERYTHING
    open_to = Q(set__closed_at__isnull=False) | (~Q(set__first_id=actor.user_id) & ~Q(set__second_id=actor.user_id))
    return visible_pairs(actor) & Q(first_at__isnull=False, second_at__isnull=False) & open_to


@built_once
def _through_revealed(actor: Actor) -> Q:
    if actor.is_machine:
        return EVERYTHING
    return Q(pair_id__in=AnnotationPair.objects.filter(revealed_pairs(actor)).order_by().values("pk"))


def visible_annotations(actor: Actor) -> Q:
    """The own labels, and those of pairs that are revealed."""
    rule = _through_revealed(actor)
    return rule if actor.is_machine or actor.user_id is None else rule | Q(annotator_id=actor.user_id)


def can_draw_set(actor: Actor, _record: object = None) -> Decision:
    """Officers and experts have pairs drawn."""
    if actor.is_machine or (actor.kind == ActorKind.PERSON and actor.has_role(*OFFICERS, Role.EXPERT)):
        return ALLOWED
    return Denied(_("Pairs for annotators are drawn by officers and experts."))


def can_lead_set(actor: Actor, annotation_set: AnnotationSet) -> Decision:
    """Who had the pairs drawn names the annotators and closes the set."""
    if actor.is_machine or (actor.user_id is not None and actor.user_id == annotation_set.lead_id):
        return ALLOWED
    return Denied(_("Only the person for whom the pairs were drawn does this."))


def can_label(actor: Actor, annotation_set: AnnotationSet) -> Decision:
    """The two annotators label, each for themselves, until the set is closed."""
    if not is_annotator(actor, annotation_set):
        return Denied(_("Only the two annotators of this set label its pairs."))
    if annotation_set.closed_at is not None:
        return Denied(_("This set is closed. Its labels are no longer changed."))
    return ALLOWED


def can_adjudicate(actor: Actor, annotation_set: AnnotationSet) -> Decision:
    """A third person decides where two differ: an expert or the person who leads the set, never one of the two."""
    if is_annotator(actor, annotation_set):
        return Denied(_("You labelled this set yourself. Where the two of you differ, a third person decides."))
    if actor.kind == ActorKind.PERSON and (actor.has_role(Role.EXPERT) or actor.user_id == annotation_set.lead_id):
        return ALLOWED
    return Denied(_("An expert, or the person who leads the set, decides where the two annotators differ."))


VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    Finding: visible_to,
    Review: _through_finding,
    Dossier: _through_finding,
    DossierSeal: visible_seals,
    ScreeningRun: visible_runs,
    ComparedPublication: visible_runs,
    ComparedRecord: visible_to_machines,
    AnnotationSet: visible_sets,
    AnnotationPair: visible_pairs,
    AnnotationPrediction: _through_revealed,
    Annotation: visible_annotations,
    Adjudication: _through_revealed,
    SpanReading: _through_revealed,
}
