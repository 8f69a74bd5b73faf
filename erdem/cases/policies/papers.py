"""Who writes, approves and issues official documents. Second lock: ``sql/papers.sql``."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied
from erdem.cases.models import OfficialDocument
from erdem.cases.policies.cases import EVERYTHING, can_oversee, can_work, own_offices


def visible_numberings(actor: Actor) -> Q:
    """The words of the own offices."""
    return EVERYTHING if actor.is_machine else Q(office_id__in=own_offices(actor))


def visible_figures(_actor: Actor) -> Q:
    """Limits and rates of the law are public."""
    return EVERYTHING


def can_keep_numbering(actor: Actor, office_id: int) -> Decision:
    """Officers of the office keep the word with which its numbers begin."""
    if actor.is_machine or office_id in own_offices(actor):
        return ALLOWED
    return Denied(_("Only officers of the office keep the word of its numbers."))


def can_write_document(actor: Actor, document: OfficialDocument) -> Decision:
    """Officers of the office of the case, by name: the system signs nothing."""
    if actor.user_id is None:
        return Denied(_("An official document is written by a person."))
    return can_work(actor, document.case)


def can_approve_document(actor: Actor, document: OfficialDocument) -> Decision:
    """An officer of the office who neither drafted it nor handles the case."""
    decision = can_write_document(actor, document) and can_oversee(actor, document.case)
    if decision and actor.user_id == document.drafter_id:
        return Denied(_("Somebody else of the office approves what you drafted."))
    return decision
