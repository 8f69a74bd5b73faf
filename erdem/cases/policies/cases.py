"""Who sees and works on a case. Second lock: ``sql/cases.sql``.

A case is for the officers of its office and of offices it is shared with, for region officers above its place, for people from
outside who take part, and, when it is an action against misuse, for the stewards of the communities whose knowledge it is
about. Who complained or reported sees what was handed in and the public progress, never the case.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.cases.choices import CaseKind
from erdem.cases.models import Case, CaseClock, CaseParty, Cover
from erdem.people.choices import Role

EVERYTHING, NOTHING = Q(), Q(pk__in=[])
OFFICERS = (Role.COUNTY_OFFICER, Role.REGION_OFFICER)


def own_offices(actor: Actor) -> list[int]:
    """Return the offices in which the actor is an officer."""
    return sorted(actor.organisation_ids) if actor.has_role(*OFFICERS) else []


def own_communities(actor: Actor) -> list[int]:
    """Return the communities for which the actor speaks as a steward."""
    return sorted(actor.speaks_for) if actor.has_role(Role.STEWARD) else []


def visible_cases(actor: Actor, through: str = "") -> Q:
    """Its office, offices it is shared with, the region above, who takes part, stewards of an action against misuse."""
    if actor.is_machine:
        return EVERYTHING
    if actor.user_id is None:
        return NOTHING
    offices = own_offices(actor)
    rule = Q(**{f"{through}taking_part__contains": [actor.user_id]})
    if offices:
        rule |= Q(**{f"{through}office_id__in": offices}) | Q(**{f"{through}shared_with__overlap": offices})
    if actor.has_role(Role.REGION_OFFICER):
        for prefix in actor.place_prefixes:
            rule |= Q(**{f"{through}place_code__startswith": prefix})
    if communities := own_communities(actor):
        mine = {f"{through}kind": CaseKind.MISUSE_ACTION, f"{through}communities__overlap": communities}
        rule |= Q(**mine)
    return rule


@built_once
def visible_with_case(actor: Actor) -> Q:
    """What hangs on a case is seen with it."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Case.objects.filter(visible_cases(actor), pk=OuterRef("case_id"))))


@built_once
def visible_with_clock(actor: Actor) -> Q:
    """What happened to a clock is seen with its case."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(CaseClock.objects.filter(visible_with_case(actor), pk=OuterRef("clock_id"))))


@built_once
def visible_links(actor: Actor) -> Q:
    """A link is for who sees both cases."""
    if actor.is_machine:
        return EVERYTHING
    return visible_with_case(actor) & Q(Exists(Case.objects.filter(visible_cases(actor), pk=OuterRef("source_id"))))


@built_once
def visible_parties(actor: Actor) -> Q:
    """A party is for the office that keeps it, and for who sees a case in which it stands."""
    if actor.is_machine:
        return EVERYTHING
    stands = CaseParty.objects.filter(visible_with_case(actor), party_id=OuterRef("pk"))
    return Q(office_id__in=own_offices(actor)) | Q(Exists(stands))


def can_open_case(actor: Actor, office_id: int | None = None) -> Decision:
    """Officers open cases for their own office."""
    if actor.is_machine or (own_offices(actor) and office_id in (None, *own_offices(actor))):
        return ALLOWED
    return Denied(_("Only officers open cases, each for the own office."))


def can_work(actor: Actor, case: Case) -> Decision:
    """Officers of the office that has the case."""
    if actor.is_machine or case.office_id in own_offices(actor):
        return ALLOWED
    return Denied(_("Only the office that has the case works on it."))


def can_handle(actor: Actor, case: Case) -> Decision:
    """The officers who handle the case, and who stands in for them; anybody of the office while nobody does."""
    decision = can_work(actor, case)
    if not decision or actor.is_machine or case.handler_id is None:
        return decision
    if actor.user_id in (case.handler_id, case.second_handler_id) or stands_in(actor, case):
        return ALLOWED
    return Denied(_("Somebody else handles this case. Have it handed over to you first."))


def stands_in(actor: Actor, case: Case) -> bool:
    """Say whether somebody stands in today for an officer who handles the case."""
    handlers = [each for each in (case.handler_id, case.second_handler_id) if each is not None]
    return (
        bool(handlers)
        and covered_today().filter(office_id=case.office_id, stand_in_id=actor.user_id, absent_id__in=handlers).exists()
    )


def covered_today() -> QuerySet[Cover]:
    """Return who stands in for whom today."""
    today = timezone.localdate()
    return Cover.objects.filter(begins_on__lte=today, ends_on__gte=today)


def can_oversee(actor: Actor, case: Case) -> Decision:
    """An officer of the office who does not handle the case: what needs a second person."""
    decision = can_work(actor, case)
    if decision and (actor.user_id in (case.handler_id, case.second_handler_id) or stands_in(actor, case)):
        return Denied(_("This needs a second person. Somebody of the office who does not handle the case does it."))
    return decision


def can_tend(actor: Actor, _case: Case) -> Decision:
    """The system, when days have passed or others have acted."""
    return ALLOWED if actor.is_machine else Denied(_("The system notes this by itself."))
