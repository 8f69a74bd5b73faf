"""Reading what everyday work keeps: notes, evidence, custody, stand-ins, inspections."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.cases.models import Case, CaseNote, Cover, CustodyEvent, Evidence, Inspection
from erdem.cases.policies import own_offices, visible_covers, visible_custody, visible_notes, visible_with_case
from erdem.people.models import User

SeenEvidence = Evidence
SeenInspection = Inspection
"""Evidence and inspections, for who may not know models: views."""


def notes_of(actor: Actor, case: Case) -> QuerySet[CaseNote]:
    """Return the notes of a case that the actor reads, newest first."""
    rows = CaseNote.objects.filter(visible_notes(actor), case=case)
    return rows.select_related("written_by", "reviewed_by", "case").order_by("-id")


def find_note(actor: Actor, case: Case, key: int) -> CaseNote | None:
    """Return one note of a case."""
    return notes_of(actor, case).filter(pk=key).first()


def evidence_of(actor: Actor, case: Case) -> QuerySet[Evidence]:
    """Return the evidence in a case, in its order."""
    rows = Evidence.objects.filter(visible_with_case(actor), case=case)
    return rows.select_related("case", "blob", "added_by", "checked_by", "original").order_by("ordinal")


def find_evidence(actor: Actor, case: Case, ordinal: int) -> Evidence | None:
    """Return one piece of evidence by its number in the case."""
    return evidence_of(actor, case).filter(ordinal=ordinal).first()


def custody_of(actor: Actor, evidence: Evidence) -> QuerySet[CustodyEvent]:
    """Return what happened to a piece of evidence, oldest first."""
    return CustodyEvent.objects.filter(visible_custody(actor), evidence=evidence).select_related("by").order_by("id")


def inspections_of(actor: Actor, case: Case) -> QuerySet[Inspection]:
    """Return the inspections on site of a case, newest first."""
    rows = Inspection.objects.filter(visible_with_case(actor), case=case)
    return rows.select_related("case", "first_officer", "second_officer", "written_by")


def find_inspection(actor: Actor, case: Case, number: str) -> Inspection | None:
    """Return one inspection by its number."""
    return inspections_of(actor, case).filter(number=number).first()


def covers_of(actor: Actor) -> QuerySet[Cover]:
    """Return who stands in for whom in the actor's offices, the running and coming ones first."""
    rows = Cover.objects.filter(visible_covers(actor))
    return rows.select_related("absent", "stand_in", "office").order_by("-ends_on", "-id")


def covers_running(actor: Actor) -> QuerySet[Cover]:
    """Return the stand-ins that are not over."""
    return covers_of(actor).filter(ends_on__gte=timezone.localdate())


def loads_of(actor: Actor) -> dict[int, int]:
    """Return how many open cases each officer of the actor's offices handles, by the officer."""
    rows = Case.objects.filter(closed_at__isnull=True, office_id__in=own_offices(actor), handler__isnull=False)
    return dict(rows.values_list("handler_id").annotate(n=Count("id")).order_by())


def handlers_with_cases(actor: Actor) -> list[User]:
    """Return everybody who handles an open case of the actor's offices, those who have left too."""
    rows = Case.objects.filter(closed_at__isnull=True, office_id__in=own_offices(actor))
    keys = {key for pair in rows.values_list("handler_id", "second_handler_id") for key in pair if key}
    return sorted(User.objects.filter(pk__in=keys), key=str)


def open_cases_with(actor: Actor, user_id: int) -> QuerySet[Case]:
    """Return the open cases of the actor's offices that somebody handles."""
    theirs = Q(handler_id=user_id) | Q(second_handler_id=user_id)
    return Case.objects.filter(theirs, closed_at__isnull=True, office_id__in=own_offices(actor)).order_by(
        "due_on", "id"
    )
