"""What harvesters are told: which records the public knows of, since when, and which it knows no longer.

The listing itself holds no words and is read by the system, also where the end of a consent has closed a row to all; what a
record says is read as the public.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, DateTimeField, F, Min, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Greatest
from django.utils import timezone

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.knowledge.choices import TkClass
from erdem.knowledge.models import PublicListing
from erdem.knowledge.policies import visible_listings
from erdem.knowledge.queries.described import Described, describe
from erdem.people import queries as people

_MIDNIGHT = timedelta(hours=16)
"""The day ends at midnight of the house (Asia/Shanghai), which is 16 o'clock UTC."""


@dataclass(frozen=True)
class Window:
    """What a harvest is narrowed to."""

    since: datetime | None = None
    until: datetime | None = None
    within: str = ""


@dataclass(frozen=True)
class Listed:
    """One record of a harvest, by its name among harvesters; ``described`` is None where the public knows it no longer."""

    name: str
    changed_at: datetime
    sets: tuple[str, ...]
    key: int
    described: Described | None


def _listings() -> QuerySet[Any]:
    """All rows, with the moment of their last change for the public: the end of consent is one too, though nobody wrote it."""
    ended = Cast(F("ends_after") + Value(_MIDNIGHT), DateTimeField())
    moment = Case(When(ends_after__lt=timezone.localdate(), then=Greatest("changed_at", ended)), default="changed_at")
    return PublicListing.objects.filter(visible_listings(SYSTEM)).annotate(moment=moment)


def _narrowed(window: Window) -> QuerySet[Any]:
    found = _listings()
    if window.since is not None:
        found = found.filter(moment__gte=window.since)
    if window.until is not None:
        found = found.filter(moment__lt=window.until)
    kind, _colon, code = window.within.partition(":")
    if window.within:
        name = {"class": "tk_class", "place": "place_code"}.get(kind, "")
        found = found.filter(**{name: code} if code else {f"{name}__gt": ""}) if name else found.none()
    return found


def count_listed(window: Window) -> int:
    """Return how many records a harvest holds."""
    with acting_as(SYSTEM):
        return _narrowed(window).count()


def listed_page(window: Window, after: tuple[datetime, int] | None, size: int) -> list[Listed]:
    """Return the next records of a harvest as the public may know them, in the order of their changes."""
    with acting_as(SYSTEM):
        found = _narrowed(window).order_by("moment", "pk")
        if after is not None:
            found = found.filter(Q(moment__gt=after[0]) | Q(moment=after[0], pk__gt=after[1]))
        rows = list(found[:size])
    return _told(rows)


def listed_one(name: str) -> Listed | None:
    """Return one record of which the public knows or knew, by the name that harvesters know it by, or None."""
    try:
        key = uuid.UUID(name)
    except ValueError:
        return None
    with acting_as(SYSTEM):
        rows = list(_listings().filter(key=key))
    return next(iter(_told(rows)), None)


def _told(rows: list[Any]) -> list[Listed]:
    today = timezone.localdate()
    shown = {row.number: row.level for row in rows if row.level and not (row.ends_after and row.ends_after < today)}
    with acting_as(PUBLIC):
        told = describe(PUBLIC, shown, at_most=shown)
    return [Listed(str(row.key), row.moment, _sets(row), row.pk, told.get(row.number)) for row in rows]


def _sets(row: PublicListing) -> tuple[str, ...]:
    named = (("class", row.tk_class), ("place", row.place_code))
    return tuple(f"{kind}:{code}" for kind, code in named if code)


def first_change() -> datetime:
    """Return the moment before which nothing changed."""
    with acting_as(SYSTEM):
        found = PublicListing.objects.filter(visible_listings(SYSTEM)).aggregate(first=Min("changed_at"))["first"]
    return found or timezone.now()


def harvest_sets() -> list[tuple[str, str]]:
    """Return the sets: by class, and by the places of what the public knows."""
    with acting_as(PUBLIC):
        rows = PublicListing.objects.filter(visible_listings(PUBLIC), level__gt=0).exclude(place_code="")
        codes = set(rows.order_by().values_list("place_code", flat=True).distinct())
        names = [(f"place:{place.code}", place.name) for place in people.places() if place.code in codes]
    classes = [(f"class:{code}", str(label)) for code, label in TkClass.choices]
    return [("class", "传统知识类别"), *classes, ("place", "地区"), *names]
