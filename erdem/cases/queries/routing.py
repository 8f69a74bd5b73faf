"""Which body has the power over a subject in a place, and which office here takes what is handed in."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from erdem.base.actor import Actor, significant_digits
from erdem.cases.models import RouterRule
from erdem.people.choices import OrganisationKind
from erdem.people.models import Organisation, Place


def rule_for(subject: str, place_code: str = "", day: dt.date | None = None) -> RouterRule | None:
    """Return the row of the router in force: the one for the narrowest part of the region that holds the place."""
    today = day or timezone.localdate()
    rows = RouterRule.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), subject=subject, valid_from__lte=today
    )
    fitting = [row for row in rows if place_code.startswith(row.place_prefix)]
    return max(fitting, key=lambda row: (len(row.place_prefix), row.valid_from), default=None)


def rules_in_force(day: dt.date | None = None) -> list[RouterRule]:
    """Return all rows in force, by subject."""
    today = day or timezone.localdate()
    return list(
        RouterRule.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today), valid_from__lte=today)
    )


def office_for(place_code: str) -> Organisation | None:
    """Return the office that takes what is handed in for a place: of the place itself, else of what lies above it."""
    codes = [place_code[:6], f"{place_code[:4]}00", f"{place_code[:2]}0000"]
    offices = Organisation.objects.filter(kind=OrganisationKind.OFFICE, place_id__in=codes).order_by("pk")
    return max(offices, key=lambda office: len(significant_digits(office.place_id or "")), default=None)


def places_of(actor: Actor) -> list[tuple[str, str]]:
    """Return the divisions for which an officer writes down what came: code and name."""
    return [(place.code, place.name) for place in served_places() if actor.serves_place(place.code)]


def served_places() -> list[Place]:
    """Return the banners, counties and cities for which an office takes what is handed in."""
    codes = set(
        Organisation.objects.filter(kind=OrganisationKind.OFFICE, place__isnull=False).values_list(
            "place_id", flat=True
        )
    )
    prefixes = tuple(significant_digits(code) for code in codes if code)
    places = Place.objects.filter(code__regex=r"^\d{6}$").exclude(code__endswith="00").order_by("code")
    return [place for place in places if prefixes and place.code.startswith(prefixes)]
