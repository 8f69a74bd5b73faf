"""What the page of the roster shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erdem.base.actor import Actor
from erdem.cases.choices import Subject
from erdem.cases.forms.rights import LANGUAGES
from erdem.cases.models import AidProvider
from erdem.cases.pages.links import Link, trail
from erdem.cases.policies import can_keep_roster
from erdem.cases.queries.aid_roster import load_of, providers_of

SUGGESTED = gettext_lazy(
    "In the order of what fits: without conflict and free first, then subject, area, language, then load."
)


@dataclass(frozen=True)
class RosterPage:
    """The roster with what the reader may do."""

    trail: tuple[Link, ...]
    rows: tuple[dict[str, Any], ...]
    may: bool


def roster_page(actor: Actor) -> RosterPage:
    """Build the page of the roster."""
    rows = tuple(_row(actor, one) for one in providers_of(actor))
    return RosterPage(trail(None, Link(_("Roster of those who help"))), rows, bool(can_keep_roster(actor)))


def _row(actor: Actor, one: AidProvider) -> dict[str, Any]:
    subjects, languages = dict(Subject.choices), dict(LANGUAGES)
    return {
        "key": one.pk,
        "name": one.name,
        "role": one.get_role_display(),
        "firm": one.firm,
        "subjects": "、".join(str(subjects[name]) for name in one.subjects if name in subjects),
        "languages": "、".join(str(languages[name]) for name in one.languages if name in languages),
        "places": " ".join(one.places),
        "load": load_of(one),
        "most": one.most_at_once,
        "available": one.is_available,
        "office": str(one.office),
        "may": bool(can_keep_roster(actor, one)),
        "mine": one.user_id == actor.user_id,
    }


def initial_of(provider: AidProvider | None) -> dict[str, Any]:
    """Return what the form of a line begins with."""
    if provider is None:
        return {"is_available": True, "most_at_once": 5}
    names = ("name", "role", "firm", "licence", "subjects", "languages", "most_at_once", "is_available", "note")
    found: dict[str, Any] = {name: getattr(provider, name) for name in names}
    return {**found, "places": " ".join(provider.places), "username": provider.user.username if provider.user else ""}
