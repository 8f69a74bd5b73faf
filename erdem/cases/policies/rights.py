"""P4–P8: who follows a patent dispute, who answers for a community, who gives an opinion. Second lock: ``sql/rights.sql``."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.cases.models import AidProvider, Case, CaseTransfer, HolderConsentToAct
from erdem.cases.policies.cases import (
    EVERYTHING,
    NOTHING,
    can_handle,
    own_communities,
    own_offices,
    visible_cases,
)
from erdem.people.choices import Role


def _worked(actor: Actor) -> Q:
    """Cases that the actor sees other than as a steward."""
    rule = Q(taking_part__contains=[actor.user_id])
    if offices := own_offices(actor):
        rule |= Q(office_id__in=offices) | Q(shared_with__overlap=offices)
    if actor.has_role(Role.REGION_OFFICER):
        for prefix in actor.place_prefixes:
            rule |= Q(place_code__startswith=prefix)
    return rule


@built_once
def visible_consents_to_act(actor: Actor) -> Q:
    """The question to a community and its answer: for who works on the case, and for the stewards of that community."""
    if actor.is_machine:
        return EVERYTHING
    if actor.user_id is None:
        return NOTHING
    rule = Q(Exists(Case.objects.filter(_worked(actor), pk=OuterRef("case_id"))))
    if communities := own_communities(actor):
        seen = Q(Exists(Case.objects.filter(visible_cases(actor), pk=OuterRef("case_id"))))
        rule |= Q(community_id__in=communities) & seen
    return rule


def visible_providers(actor: Actor) -> Q:
    """The roster: for officers, and each line for who stands on it."""
    if actor.is_machine or own_offices(actor):
        return EVERYTHING
    return NOTHING if actor.user_id is None else Q(user_id=actor.user_id)


@built_once
def visible_challenged(actor: Actor) -> Q:
    """What a review is about is seen with the review."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Case.objects.filter(visible_cases(actor), pk=OuterRef("review_id"))))


def can_follow(actor: Actor, case: Case) -> Decision:
    """The officers who handle the case, and officers of the office to which it was transferred."""
    if set(case.shared_with) & set(own_offices(actor)):
        return ALLOWED
    decision = can_handle(actor, case)
    return decision or Denied(_("Only the office that transferred the case and the competent office follow it."))


def can_receive(actor: Actor, transfer: CaseTransfer) -> Decision:
    """An officer of the competent office; who handles the case, where that office has no account here."""
    if transfer.to_office_id is None:
        return can_handle(actor, transfer.case)
    if actor.is_machine or transfer.to_office_id in own_offices(actor):
        return ALLOWED
    return Denied(_("The competent office says itself when the package came."))


def can_answer_package(actor: Actor, case: Case) -> Decision:
    """Who may receive the newest package of a case acknowledges it or sends it back; nobody before there is one."""
    newest = CaseTransfer.objects.filter(case=case).order_by("-id").first()
    return can_receive(actor, newest) if newest else Denied(_("Prepare the package first."))


def can_answer_for_community(actor: Actor, asked: HolderConsentToAct) -> Decision:
    """A steward of the community that was asked."""
    if asked.community_id in own_communities(actor):
        return ALLOWED
    return Denied(_("Only a steward of the community answers for it."))


def can_give_opinion(actor: Actor, case: Case) -> Decision:
    """Who takes part in the case from outside, while it is open."""
    if case.is_open and actor.user_id is not None and actor.user_id in case.taking_part:
        return ALLOWED
    return Denied(_("Only who takes part in the case gives an opinion."))


def can_keep_roster(actor: Actor, provider: AidProvider | None = None) -> Decision:
    """Officers keep the roster of their own office."""
    offices = own_offices(actor)
    if offices and (provider is None or provider.office_id in offices):
        return ALLOWED
    return Denied(_("Officers keep the roster of their own office."))


def can_take_action(actor: Actor) -> Decision:
    """Officers open actions against misuse."""
    return ALLOWED if own_offices(actor) else Denied(_("Only officers open cases, each for the own office."))
