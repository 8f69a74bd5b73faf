"""Many cases at once: assigning those that are chosen, handing over all of an officer who leaves. With a report on each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from erdem.base.actor import Actor
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.cases.models import Case
from erdem.cases.policies import own_offices, visible_cases
from erdem.cases.services.staffing import assign_case

MOST = 500
"""Cases that are handed over at once."""


@dataclass(frozen=True)
class Handed:
    """What became of one case; ``refused`` is empty when it was handed over."""

    number: str
    title: str
    refused: str = ""


@transaction.atomic
def assign_many(*, actor: Actor, numbers: Iterable[str], handler_id: int | None, note: str = "") -> list[Handed]:
    """Give several cases to one officer, each on its own: what cannot be given is said, the others are given.

    The second officer of each case stays, unless it is the new first one, who then works on it alone.
    """
    wanted = list(dict.fromkeys(numbers))[:MOST]
    found = {each.number: each for each in Case.objects.filter(visible_cases(actor), number__in=wanted)}
    return [_assign(actor, found[number], handler_id, note) for number in wanted if number in found]


@transaction.atomic
def hand_over(*, actor: Actor, from_id: int, to_id: int, note: str = "") -> list[Handed]:
    """Hand every open case of an officer over to another, as first or second officer, up to `MOST` at once."""
    theirs = Q(handler_id=from_id) | Q(second_handler_id=from_id)
    mine = Q(closed_at__isnull=True, office_id__in=own_offices(actor))
    rows = Case.objects.filter(visible_cases(actor), mine & theirs).order_by("due_on", "id")[:MOST]
    return [_replace(actor, case, from_id, to_id, note) for case in rows]


def _assign(actor: Actor, case: Case, handler_id: int | None, note: str) -> Handed:
    second = case.second_handler_id if handler_id not in (None, case.second_handler_id) else None
    return _tried(actor, case, handler_id, second, note)


def _replace(actor: Actor, case: Case, from_id: int, to_id: int, note: str) -> Handed:
    first = to_id if case.handler_id == from_id else case.handler_id
    second = to_id if case.second_handler_id == from_id else case.second_handler_id
    return _tried(actor, case, first, None if second == first else second, note)


def _tried(actor: Actor, case: Case, first: int | None, second: int | None, note: str) -> Handed:
    try:
        with transaction.atomic():
            assign_case(actor=actor, case=case, handler_id=first, second_handler_id=second, note=note)
    except (RuleBroken, PermissionRefused) as refused:
        return Handed(case.number, case.title, str(refused))
    return Handed(case.number, case.title)
