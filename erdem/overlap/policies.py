"""Who sees findings and who may do what with them.

A finding says which knowledge somebody else's paper comes near to: it is for those who look after that knowledge. The
public, applicants and strangers see none, not even of records that are open to everybody.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor, ActorKind
from erdem.base.policy import ALLOWED, Decision, Denied
from erdem.knowledge.models import Record
from erdem.knowledge.policies import served_records, serves, visible_records
from erdem.overlap.models import ComparedPublication, ComparedRecord, Dossier, Finding, Review, ScreeningRun
from erdem.people.choices import Role

EVERYTHING = Q()
NOTHING = Q(pk__in=[])
SECRET_TIERS = ("D1", "D2")
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


def _records_looked_after(actor: Actor) -> Q:
    """Records the actor looks after: by office, by community, or as an expert.

    An office also looks after knowledge recorded for the whole league or region that its own place lies in.
    """
    if actor.has_role(Role.EXPERT):
        return EVERYTHING
    rule = served_records(actor)
    if actor.organisation_ids:
        rule |= Q(community_id__in=actor.organisation_ids)
    if actor.has_role(*OFFICERS):
        for code in enclosing_codes(actor):
            rule |= Q(place_search__contains=f" {code}")
    return rule


def visible_to(actor: Actor) -> Q:
    """Findings of records that the actor sees and looks after."""
    if actor.is_machine:
        return EVERYTHING
    if actor.kind == ActorKind.PUBLIC:
        return NOTHING
    records = Record.objects.filter(visible_records(actor)).filter(_records_looked_after(actor))
    return Q(record_id__in=records.order_by().values("pk"))


def _through_finding(actor: Actor) -> Q:
    if actor.is_machine:
        return EVERYTHING
    return Q(finding_id__in=Finding.objects.filter(visible_to(actor)).order_by().values("pk"))


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


def can_make_dossier(actor: Actor, finding: Finding) -> Decision:
    """A dossier is filed with authorities and so becomes public: never one of secret or narrowly shared knowledge."""
    if finding.record.diffusion_tier in SECRET_TIERS:
        return Denied(
            _(
                "A dossier is filed with an office and can be read by anybody afterwards. This record is secret or"
                " shared"
                " only narrowly, so no dossier is made. Ask the community which published source may be used instead."
            )
        )
    return can_review(actor, finding)


VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    Finding: visible_to,
    Review: _through_finding,
    Dossier: _through_finding,
    ScreeningRun: visible_runs,
    ComparedPublication: visible_runs,
    ComparedRecord: visible_to_machines,
}
