"""Until when each way about misuse is open: from the dates of the literature record and the dated rules of periods.

A window is never guessed: what is not known is an answer of its own, and every answer says by which rule and how sure that
rule is. Source: 专利法 Art. 24, 45; 细则 Art. 54; 商标法 Art. 33, 34, 45; 地理标志产品保护办法 Art. 15.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import clock as clocks
from erdem.base.clock.rules import period_of
from erdem.base.formatting import long_date
from erdem.base.models import ClockRule
from erdem.cases.choices import Way
from erdem.cases.models import Case
from erdem.lib.periods import reckon
from erdem.literature.choices import PublicationType
from erdem.overlap.queries.standing import Right, rights_of

OPEN: Final = "open"
OVER: Final = "over"
NOT_YET: Final = "not_yet"
UNKNOWN: Final = "unknown"
FREE: Final = "free"
RULES: Final[dict[str, tuple[str, str]]] = {
    Way.OBSERVATION: ("P8", "patent_observation_window"),
    Way.PATENT_INVALIDATION: ("P8", "patent_invalidation"),
    Way.DESIGN_INVALIDATION: ("P8", "patent_invalidation"),
    Way.TM_OPPOSITION: ("P8", "tm_opposition"),
    Way.TM_INVALIDATION: ("P8", "tm_invalidation_relative"),
    Way.GI_OBJECTION: ("P9", "gi_objection"),
}
"""The rule of each way that has a window; the others are open at any time."""
OF_A_RIGHT: Final = (Way.OBSERVATION, Way.PATENT_INVALIDATION, Way.DESIGN_INVALIDATION)
BY_A_DAY: Final = (Way.TM_OPPOSITION, Way.TM_INVALIDATION, Way.GI_OBJECTION)
ENDED: Final = ("refused", "withdrawn", "replaced", "lapsed")


@dataclass(frozen=True)
class ActionWindow:
    """Whether a way is open on a day. ``ends`` is its last day where there is one; ``reason`` says why it is as it is."""

    way: str
    state: str
    reason: str
    begins: dt.date | None = None
    ends: dt.date | None = None
    rule: ClockRule | None = None
    why: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Say whether one may act by it today."""
        return self.state in (OPEN, FREE)

    @property
    def is_unverified(self) -> bool:
        """Say whether the period has not been read in its source."""
        return self.rule is not None and not self.rule.is_verified


def rule_for(way: str, day: dt.date) -> ClockRule | None:
    """Return the version of the rule of a way on a day; for a right that lasts, the first version when that is later."""
    process, step = RULES[way]
    try:
        return clocks.rule_in_force(process, step, day)
    except clocks.NoRule as missing:
        if way in OF_A_RIGHT and missing.first is not None:
            return clocks.rule_in_force(process, step, missing.first)
        return None


def right_of_case(case: Case) -> Right | None:
    """Return where the right stands that a case is about, from the literature; None when it came from no finding."""
    if case.finding is None:
        return None
    publication = case.finding.publication
    return rights_of([publication])[publication.pk]


def window_of(
    way: str, *, right: Right | None = None, basis_on: dt.date | None = None, today: dt.date | None = None
) -> ActionWindow:
    """Return the window of a way.

    Args:
        way: one of `Way`.
        right: where the patent stands, for ways against patents.
        basis_on: the day of preliminary publication, registration or announcement, for marks and indications.
        today: the day on which somebody wants to act; today unless given.
    """
    day = today or timezone.localdate()
    if way == Way.OBSERVATION:
        return _observation(right, day)
    if way in (Way.PATENT_INVALIDATION, Way.DESIGN_INVALIDATION):
        return _invalidation(way, right, day)
    if way in BY_A_DAY:
        return _by_a_day(way, basis_on, day)
    return ActionWindow(way, FREE, _("No period runs for this way."))


def _observation(right: Right | None, day: dt.date) -> ActionWindow:
    way = Way.OBSERVATION
    if right is None:
        return _unpublished()
    rule = rule_for(way, right.published or right.granted or day)
    if right.granted and right.granted <= day:
        reason = _("The window was open from the publication until the grant; the grant was announced on %(day)s.")
        return ActionWindow(
            way, OVER, reason % {"day": long_date(right.granted)}, right.published, right.granted, rule=rule
        )
    if right.is_granted or right.stage in ENDED:  # whenever it was published
        return ActionWindow(way, OVER, _("The application is no longer pending."), right.published, rule=rule)
    if right.published is None:
        return _unpublished()
    if right.published > day:
        reason = _("The application is published on %(day)s; the window opens then.")
        return ActionWindow(way, NOT_YET, reason % {"day": long_date(right.published)}, right.published, rule=rule)
    reason = _("Open from the publication on %(day)s until the grant, whose day is not known.")
    return ActionWindow(way, OPEN, reason % {"day": long_date(right.published)}, right.published, rule=rule)


def _unpublished() -> ActionWindow:
    words = _("The day of publication is not known. Look it up and enter it first.")
    return ActionWindow(Way.OBSERVATION, UNKNOWN, words)


def _invalidation(way: str, right: Right | None, day: dt.date) -> ActionWindow:
    if right is None:
        return ActionWindow(way, UNKNOWN, _("It is not known whether this right was granted. Look it up first."))
    if right.stage in ("refused", "withdrawn", "replaced"):
        return ActionWindow(way, OVER, _("No patent came of this application; there is nothing to invalidate."))
    if not right.is_granted:
        return ActionWindow(way, NOT_YET, _("There is nothing to invalidate before the grant is announced."))
    rule = rule_for(way, right.granted or day)
    reason = _("Anybody may ask for it from the announcement of the grant on; no last day.")
    return ActionWindow(way, OPEN, reason, right.granted, rule=rule)


def _by_a_day(way: str, basis_on: dt.date | None, day: dt.date) -> ActionWindow:
    if basis_on is None:
        return ActionWindow(way, UNKNOWN, _("Enter the day from which the period counts."))
    if basis_on > day:
        reason = _("The period begins on %(day)s.") % {"day": long_date(basis_on)}
        return ActionWindow(way, NOT_YET, reason, basis_on)
    rule = rule_for(way, basis_on)
    if rule is None:
        return ActionWindow(
            way, UNKNOWN, _("No rule for this period is in force on that day. Have it entered."), basis_on
        )
    due = reckon(period_of(rule), basis_on, clocks.working_calendar(""))
    why = tuple(clocks.explain(due.steps))
    facts = {"day": long_date(due.day) if due.day else "—"}
    if due.day is not None and due.day < day:
        return ActionWindow(way, OVER, _("The last day was %(day)s.") % facts, basis_on, due.day, rule, why)
    return ActionWindow(way, OPEN, _("The last day is %(day)s.") % facts, basis_on, due.day, rule, why)


def ways_of(case: Case, *, today: dt.date | None = None) -> list[ActionWindow]:
    """Return every way that may be about the right of a case, with its window; those by a day take the day of the case."""
    right = right_of_case(case)
    basis = _basis_of(case)
    is_design = case.finding is not None and case.finding.publication.type == PublicationType.DESIGN
    left_out = {Way.PATENT_INVALIDATION} if is_design else {Way.DESIGN_INVALIDATION}
    if right is not None:
        left_out |= set(BY_A_DAY)
    return [
        window_of(way, right=right, basis_on=basis, today=today) for way in map(Way, Way.values) if way not in left_out
    ]


def remaining(case: Case, way: str, *, today: dt.date | None = None) -> list[str]:
    """Return the words of the ways that are open instead of one."""
    return [str(Way(one.way).label) for one in ways_of(case, today=today) if one.is_open and one.way != way]


def _basis_of(case: Case) -> dt.date | None:
    written = case.particulars.get("basis_on", "")
    return dt.date.fromisoformat(written) if written else None
