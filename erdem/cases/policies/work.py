"""Who sees and does what in everyday work: notes, evidence, stand-ins, inspections. Second lock: ``sql/work.sql``."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.cases.choices import Audience, NoteReview
from erdem.cases.models import Case, CaseNote, Cover, Evidence
from erdem.cases.policies.cases import (
    EVERYTHING,
    can_work,
    own_offices,
    visible_cases,
    visible_with_case,
)
from erdem.people.choices import Role


def visible_to_offices(actor: Actor) -> Q:
    """Cases that somebody sees as an officer: of the office, of one it is shared with, of the region above."""
    offices = own_offices(actor)
    rule = Q(office_id__in=offices) | Q(shared_with__overlap=offices)
    if actor.has_role(Role.REGION_OFFICER):
        for prefix in actor.place_prefixes:
            rule |= Q(place_code__startswith=prefix)
    return rule


@built_once
def visible_notes(actor: Actor) -> Q:
    """Internal ones for officers, those for who takes part for all who see the case, approved public ones for everybody."""
    if actor.is_machine:
        return EVERYTHING
    of_case = Case.objects.filter(pk=OuterRef("case_id"))
    public = Q(audience=Audience.PUBLIC, review=NoteReview.APPROVED)
    shared = Q(audience=Audience.PARTY) & Q(Exists(of_case.filter(visible_cases(actor))))
    return public | shared | Q(Exists(of_case.filter(visible_to_offices(actor))))


@built_once
def visible_custody(actor: Actor) -> Q:
    """With the evidence."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Evidence.objects.filter(visible_with_case(actor), pk=OuterRef("evidence_id"))))


def visible_covers(actor: Actor) -> Q:
    """For the officers of the office."""
    return EVERYTHING if actor.is_machine else Q(office_id__in=own_offices(actor))


def can_write_note(actor: Actor, case: Case, audience: str = Audience.INTERNAL) -> Decision:
    """Officers of the office; who takes part writes for all who take part."""
    decision = can_work(actor, case)
    if not decision and audience == Audience.PARTY and actor.user_id in case.taking_part:
        return ALLOWED
    return decision


def can_review_note(actor: Actor, note: CaseNote) -> Decision:
    """An officer of the office who has not written it."""
    decision = can_work(actor, note.case)
    if decision and note.written_by_id == actor.user_id:
        return Denied(_("Who wrote a note does not publish it. A second person of the office reads it."))
    return decision


def can_check_evidence(actor: Actor, evidence: Evidence) -> Decision:
    """An officer of the office who has not added it."""
    decision = can_work(actor, evidence.case)
    if decision and evidence.added_by_id == actor.user_id:
        return Denied(_("Who added evidence does not check it. A second person of the office does."))
    return decision


def can_keep_covers(actor: Actor, office_id: int) -> Decision:
    """Officers of the office say who stands in for whom."""
    if actor.is_machine or office_id in own_offices(actor):
        return ALLOWED
    return Denied(_("Only officers of the office say who stands in for whom."))


def can_end_cover(actor: Actor, cover: Cover) -> Decision:
    """Officers of the office."""
    return can_keep_covers(actor, cover.office_id)
