"""Until when an offence may be pursued (行政处罚法 36): from its end, or never over while it goes on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from erdem.base.clock import NoRule, working_calendar
from erdem.base.clock.rules import period_of, rule_in_force
from erdem.cases.choices.details import LimitationGround
from erdem.cases.models import Case
from erdem.lib.periods import NoSuchPeriod, Period, reckon

PROCESS, STEP = "P3", "offence_limitation"


def noted(case: Case) -> dict[str, Any]:
    """Return what was noted about the limitation; empty when nothing was."""
    found = case.particulars.get("limitation")
    return found if isinstance(found, dict) else {}


def ends_on(case: Case) -> dt.date | None:
    """Return the last day on which the offence may be found; None when its end is not known or it still went on.

    The version of the rule is the one in force on the day the clue was received.
    """
    ground = noted(case).get("ground", "")
    if case.happened_on is None or ground == LimitationGround.CONTINUING:
        return None
    try:
        rule = rule_in_force(PROCESS, STEP, case.received_on)
    except NoRule:
        return None
    longer = [Period(int(each["amount"]), each["unit"]) for each in rule.extensions if ground == each["approval"]]
    try:
        return reckon(period_of(rule), case.happened_on, working_calendar(case.place_code), extensions=longer).day
    except NoSuchPeriod:  # so long ago that no calendar tells of its end
        return case.happened_on
