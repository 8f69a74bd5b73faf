"""Records of inspections on site: written by hand at the desk, or taken over from the form that works without a network."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.numbering import document_number
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import SiteFinding
from erdem.cases.models import Case, Inspection
from erdem.cases.policies import can_work
from erdem.cases.services.faults import broken
from erdem.cases.services.staffing import held
from erdem.cases.services.trace import note_event, person_of, trace


@dataclass(frozen=True)
class NewInspection:
    """What two officers found on site. ``items`` are dictionaries of what, finding, note."""

    place_name: str
    address: str
    begun_at: dt.datetime
    ended_at: dt.datetime
    first_officer_id: int
    second_officer_id: int
    findings: str
    items: tuple[dict[str, str], ...] = ()
    certificates: tuple[str, ...] = ()
    present: str = ""
    told_rights: bool = False
    measures: str = ""
    said: str = ""
    offline_key: str = ""


@transaction.atomic
def record_inspection(*, actor: Actor, case: Case, new: NewInspection) -> Inspection:
    """Keep the record of an inspection with its number; it is never changed afterwards.

    Raises:
        PermissionRefused: the actor is of another office.
        RuleBroken: with the field to correct; a form that was sent before is said to be here already.
    """
    case = held(case)
    require(can_work(actor, case))
    _check(case, new)
    given: dict[str, Any] = {**vars(new), "items": list(new.items), "certificates": list(new.certificates)}
    number = document_number(f"JC{case.place_code[:6]}", timezone.localdate(new.begun_at).year)
    with broken():
        inspection = Inspection.objects.create(case=case, number=number, written_by_id=person_of(actor), **given)
    note_event(actor, case, "record_inspection", came_from=case.status, note=f"{number} {new.place_name}")
    trace(actor, "record_inspection", case, inspection=number)
    return inspection


def _check(case: Case, new: NewInspection) -> None:
    if not case.is_open:
        raise RuleBroken(_("This case is closed. Open a new one that follows it."))
    if new.ended_at > timezone.now():
        raise RuleBroken(_("The inspection ends in the future. Check the time."), field="ended_at")
    if not new.told_rights:
        raise RuleBroken(
            _("Say that both officers showed their cards and told the rights; without it the record is of no use."),
            field="told_rights",
        )
    if any(item.get("finding") not in SiteFinding.values or not item.get("what", "").strip() for item in new.items):
        raise RuleBroken(_("Say for each thing that was checked what was found."), field="items")
    if new.offline_key and Inspection.objects.filter(case=case, offline_key=new.offline_key).exists():
        raise RuleBroken(_("This form was handed in before; it is in the file already. Nothing was added twice."))
