"""Who reads published documents and who brings them in."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied
from erdem.literature.models import (
    Classification,
    Family,
    ImportProblem,
    ImportRun,
    Party,
    Publication,
    StatedIngredient,
    StatedStep,
    TextUnit,
)

EVERYTHING = Q()
NOTHING = Q(pk__in=[])
WRITERS = ("county_officer", "region_officer", "expert")


def visible_publications(_actor: Actor) -> Q:
    """Published documents are public: every actor reads them all."""
    return EVERYTHING


def visible_runs(actor: Actor) -> Q:
    """Import runs are seen by those who may import."""
    return EVERYTHING if can_import(actor) else NOTHING


def can_import(actor: Actor, _record: object = None) -> Decision:
    """Officers, experts and the installation itself bring literature in."""
    if actor.is_machine or actor.has_role(*WRITERS):
        return ALLOWED
    return Denied(_("Only officers and experts bring literature in. Send your file to the office of your banner."))


_PUBLIC: tuple[type[Model], ...] = (
    Family,
    Publication,
    TextUnit,
    Classification,
    Party,
    StatedIngredient,
    StatedStep,
)
VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    **dict.fromkeys(_PUBLIC, visible_publications),
    ImportRun: visible_runs,
    ImportProblem: visible_runs,
}
