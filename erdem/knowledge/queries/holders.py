"""Reads of who holds a record, and of the calls for unknown holders."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.knowledge.choices import HoldingState
from erdem.knowledge.community_choices import CallStatus
from erdem.knowledge.models import HolderAnswer, HolderCall, Holding, Record, RecordFace
from erdem.knowledge.policies import (
    visible_answers,
    visible_calls,
    visible_faces,
    visible_holdings,
    visible_records,
)


def known_record_id(actor: Actor, number: str) -> int | None:
    """Return the id of a record that the actor reads or may know of, or None."""
    if "\x00" in number:
        return None
    found = Record.objects.filter(visible_records(actor), number=number).values_list("pk", flat=True).first()
    if found is not None:
        return found
    faces = RecordFace.objects.filter(visible_faces(actor), number=number)
    return faces.values_list("record_id", flat=True).first()


def holdings(actor: Actor) -> QuerySet[Holding]:
    """Return the holds the actor may see, with record and community."""
    return Holding.objects.filter(visible_holdings(actor)).select_related("community__place")


def holdings_of(actor: Actor, record_id: int) -> list[Holding]:
    """Return who stands at a record, those who hold it first."""
    order = {state: place for place, state in enumerate(HoldingState.values)}
    found = holdings(actor).filter(record_id=record_id).order_by("pk")
    return sorted(found, key=lambda each: order[each.state])


def get_hold(actor: Actor, record_id: int, number: int) -> Holding | None:
    """Return one hold on a record, or None."""
    return holdings(actor).filter(record_id=record_id, pk=number).first()


def open_holdings(actor: Actor, community_ids: Iterable[int]) -> list[Holding]:
    """Return invitations to these communities and their open claims, the newest first."""
    states = (HoldingState.INVITED, HoldingState.CLAIMED)
    return list(holdings(actor).filter(community_id__in=community_ids, state__in=states).order_by("-pk"))


def claims_on_held(actor: Actor) -> list[Holding]:
    """Return claims of others that the actor's communities have to judge."""
    found = holdings(actor).filter(state=HoldingState.CLAIMED, record__holders__overlap=list(actor.speaks_for))
    return list(found.select_related("record").order_by("-pk"))


def titles(actor: Actor, record_ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Return number, name and Mongolian name of records as far as the actor may know them."""
    wanted = list(record_ids)
    fields = ("number", "name", "name_mn")
    faces = RecordFace.objects.filter(visible_faces(actor), record_id__in=wanted).values_list("record_id", *fields)
    found = {pk: (number, name, name_mn) for pk, number, name, name_mn in faces}
    read = Record.objects.filter(visible_records(actor), pk__in=wanted).values_list("pk", *fields)
    found.update({pk: (number, name, name_mn) for pk, number, name, name_mn in read})
    return found


def face_of(actor: Actor, record_id: int) -> RecordFace | None:
    """Return the fullest face of a record that the actor may see, or None."""
    return RecordFace.objects.filter(visible_faces(actor), record_id=record_id).order_by("-level").first()


def calls(actor: Actor) -> QuerySet[HolderCall]:
    """Return the calls for holders that the actor may see."""
    return HolderCall.objects.filter(visible_calls(actor)).select_related("community")


def open_calls(actor: Actor) -> QuerySet[HolderCall]:
    """Return the calls that take answers today, the nearest end first."""
    return calls(actor).filter(status=CallStatus.OPEN, closes_on__gte=timezone.localdate()).order_by("closes_on", "pk")


def waiting_calls(actor: Actor) -> QuerySet[HolderCall]:
    """Return the calls whose term has run out and that no office has decided yet."""
    return calls(actor).filter(status=CallStatus.OPEN, closes_on__lt=timezone.localdate()).order_by("closes_on", "pk")


def get_call(actor: Actor, number: str) -> HolderCall | None:
    """Return a call by its printed number, or None."""
    return None if "\x00" in number else calls(actor).filter(number=number).first()


def answers(actor: Actor) -> QuerySet[HolderAnswer]:
    """Return the answers to calls that the actor wrote or has to judge."""
    return HolderAnswer.objects.filter(visible_answers(actor)).select_related("call", "community")
