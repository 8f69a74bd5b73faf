"""When an offence ended, and why it is pursued although that is long ago (行政处罚法 36)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices.details import LimitationGround
from erdem.cases.models import Case
from erdem.cases.policies import can_handle
from erdem.cases.services.faults import broken
from erdem.cases.services.staffing import held
from erdem.cases.services.trace import note_event, trace


@transaction.atomic
def note_limitation(
    *, actor: Actor, case: Case, happened_on: dt.date | None, ground: str = "", reason: str = ""
) -> Case:
    """Note when the offence ended, or why the usual period of limitation does not stand in the way.

    Raises:
        RuleBroken: the day lies in the future, or a ground is given without a reason.
    """
    case = held(case)
    require(can_handle(actor, case))
    if happened_on is not None and happened_on > timezone.localdate():
        raise RuleBroken(_("This day lies in the future. Check it."), field="happened_on")
    if ground and ground not in LimitationGround.values:
        raise RuleBroken(_("Choose one of the grounds of the law."), field="ground")
    if bool(ground) != bool(reason.strip()):
        raise RuleBroken(_("Choose a ground of the law and write from which facts it follows."), field="reason")
    case.happened_on = happened_on
    case.particulars = {**case.particulars, "limitation": {"ground": ground, "reason": reason.strip()}}
    with broken():
        case.save(update_fields=["happened_on", "particulars", "updated_at"])
    case.refresh_from_db()
    note_event(actor, case, "note_limitation", came_from=case.status, note=reason.strip(), detail={"ground": ground})
    trace(actor, "note_limitation", case, ground=ground)
    return case
