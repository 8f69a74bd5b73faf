"""The interface for programs: how a permit stands and whether it allows something today. Without a key, within a limit."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noted
from ninja import Query, Router, Schema
from pydantic import Field

from erdem.base.actor import PUBLIC, Actor
from erdem.base.api import Problem, Words, open_to_all
from erdem.base.throttle import Throttle
from erdem.sharing.permit_check import Question
from erdem.sharing.queries.permit_check import WORDS, check_permit

router = Router()
THROTTLE = Throttle(limit=60)
"""Requests a minute of one address without a key."""
PURPOSES = Literal["", "research", "education", "public_benefit", "commercial", "patent_examination", "media"]


class Asked(Schema):
    """The question."""

    permit: Annotated[Words, Field(max_length=24, description=noted("the number of the permit"))]
    purpose: Annotated[PURPOSES, Field(description=noted("what it is to be used for"))] = ""
    party: Annotated[Words, Field(max_length=200, description=noted("the name of who wants to use it"))] = ""
    place: Annotated[Words, Field(max_length=2, description=noted("country of the use, two letters"))] = ""
    third_party: Annotated[bool, Field(description=noted("whether it is to be handed on to a third party"))] = False
    record: Annotated[
        Words, Field(max_length=40, description=noted("the number of a record; told to parties alone"))
    ] = ""


class Why(Schema):
    """A reason."""

    code: Annotated[str, Field(description=noted("a lasting word for programs"))]
    words: Annotated[str, Field(description=noted("a sentence for people"))]


class PermitAnswer(Schema):
    """The answer for today."""

    permit: str
    answer: Annotated[Literal["yes", "no", "unknown"], Field(description=noted("unknown is no yes"))]
    as_of: Annotated[dt.date, Field(description=noted("the day for which it holds"))]
    reasons: Annotated[list[Why], Field(description=noted("all that stands against it, or why it is not known"))]
    newer: Annotated[str, Field(description=noted("the number of the permit that took its place"))]


@router.get(
    "/permits/check", response=PermitAnswer, tags=[noted("Permits")], summary=noted("Check a permit"), **open_to_all()
)
def check(request: HttpRequest, asked: Query[Asked]) -> PermitAnswer:
    """Say whether a permit allows something today, from what the asker may know. A key is not needed."""
    _count(request)
    question = Question(asked.purpose, asked.party, asked.place, asked.third_party, asked.record)
    told = check_permit(asking(request), asked.permit, question)
    return PermitAnswer(
        permit=told.number,
        answer=told.answered.verdict.value,
        as_of=timezone.localdate(),
        reasons=[Why(code=str(reason), words=str(WORDS[reason])) for reason in told.answered.reasons],
        newer=told.newer,
    )


def asking(request: HttpRequest) -> Actor:
    """Return in whose name a program asks: the owner of its key, else everybody."""
    actor: Actor = getattr(request, "actor", PUBLIC)
    return actor


def _count(request: HttpRequest) -> None:
    if getattr(request, "grant", None) is not None:
        return  # a key is counted where it is recognised
    wait = THROTTLE.seconds_to_wait(request.META.get("REMOTE_ADDR", ""))
    if wait:
        words = _("Without a key %(count)s requests a minute are answered. Go on in %(seconds)s seconds.")
        detail = words % {"count": THROTTLE.limit, "seconds": wait}
        raise Problem(429, "too-many-requests", detail, seconds=wait)
