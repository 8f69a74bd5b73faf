"""Who stands in for an absent officer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.cases.models import Cover
from erdem.cases.policies import can_end_cover, can_keep_covers
from erdem.cases.services.faults import broken
from erdem.cases.services.trace import person_of


@dataclass(frozen=True)
class NewCover:
    """Who stands in for whom, from the first to the last day, both included."""

    office_id: int
    absent_id: int
    stand_in_id: int
    begins_on: dt.date
    ends_on: dt.date
    reason: str = ""


@transaction.atomic
def set_cover(*, actor: Actor, new: NewCover) -> Cover:
    """Let somebody stand in: for these days that person works on the cases of the absent one.

    Raises:
        PermissionRefused: the actor is of another office.
        RuleBroken: one of the two is of another office, both are the same, or the days are over or the wrong way round.
    """
    require(can_keep_covers(actor, new.office_id))
    if new.ends_on < timezone.localdate():
        raise RuleBroken(_("These days are over."), field="ends_on")
    with broken():
        cover = Cover.objects.create(set_by_id=person_of(actor), **vars(new))
    _trace(actor, "set_cover", cover)
    return cover


@transaction.atomic
def end_cover(*, actor: Actor, cover: Cover) -> Cover:
    """End a stand-in with yesterday; one that begins later ends before it begins by its first day alone.

    Raises:
        RuleBroken: it is over already.
    """
    require(can_end_cover(actor, cover))
    cover = Cover.objects.select_for_update(of=("self",)).get(pk=cover.pk)
    last = max(timezone.localdate() - dt.timedelta(days=1), cover.begins_on)
    if cover.ends_on <= last and cover.ends_on < timezone.localdate():
        raise RuleBroken(_("This is over already. Reload the page."))
    cover.ends_on = min(last, cover.ends_on)
    with broken():
        cover.save(update_fields=["ends_on"])
    _trace(actor, "end_cover", cover)
    return cover


def _trace(actor: Actor, action: str, cover: Cover) -> None:
    detail = {"absent": cover.absent_id, "stand_in": cover.stand_in_id, "until": cover.ends_on.isoformat()}
    audit.record(actor, action=f"cases.{action}", target=cover, organisation_id=cover.office_id, detail=detail)
