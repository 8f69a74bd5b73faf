"""What a request for a decision on patent infringement lacks (F12; 专利纠纷行政裁决和调解办法, Art. 12–19).

The request stands in ``particulars["request"]`` of the case as plain JSON.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base import clock as clocks
from erdem.base.clock.rules import period_of
from erdem.base.formatting import long_date
from erdem.cases.choices import PatentType, Standing, Track
from erdem.cases.models import Case
from erdem.lib.periods import reckon

THERE: Final = "there"
MISSING: Final = "missing"
NOTICE: Final = "notice"
TEXTS: Final = (
    "claimant", "claimant_address", "claimant_contact", "claimant_head", "agent", "respondents", "respondent_contact",
    "demand", "facts", "grounds",
)  # fmt: skip
FLAGS: Final = (
    "owner_does_not_act", "is_authorised", "no_court_suit", "no_other_route", "has_register_copy", "has_identity_proof",
    "has_licence_proof", "has_evaluation_report", "evaluation_asked", "is_continuing", "is_signed",
)  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One point of the check before transfer."""

    words: str
    state: str
    note: str = ""


def request_of(case: Case) -> dict[str, Any]:
    """Return the request as it was written."""
    found: dict[str, Any] = dict(case.particulars.get("request", {}))
    return found


def respondents_of(request: dict[str, Any]) -> list[str]:
    """Return the respondents, one a line; as many copies are needed."""
    return [line.strip() for line in str(request.get("respondents", "")).splitlines() if line.strip()]


def is_mediation(request: dict[str, Any]) -> bool:
    """Say whether mediation is asked for and no decision."""
    return bool(request.get("track", Track.INFRINGEMENT) != Track.INFRINGEMENT)


def points_of(case: Case, *, today: dt.date | None = None) -> list[Point]:
    """Return every point of the check, in the order of the request."""
    request = request_of(case)
    points = [*_words(request), *_papers(request)]
    if not is_mediation(request):
        points += [_standing(request), *_preconditions(request), _period(request, today or timezone.localdate())]
    return points


def what_is_missing(case: Case) -> list[Point]:
    """Return the points without which the case cannot be transferred."""
    return [point for point in points_of(case) if point.state == MISSING]


def _point(words: str, there: object, note: str = "") -> Point:
    return Point(words, THERE if there else MISSING, "" if there else note)


def _words(request: dict[str, Any]) -> Iterable[Point]:
    for name, words in (
        ("claimant", _("Name of who asks")),
        ("claimant_address", _("Address of who asks")),
        ("claimant_contact", _("How to reach who asks")),
        ("respondents", _("Respondents with their addresses")),
        ("demand", pgettext("patent request", "What is asked for")),
        ("facts", _("Facts")),
        ("grounds", _("Grounds")),
    ):
        yield _point(words, str(request.get(name, "")).strip())


def _papers(request: dict[str, Any]) -> Iterable[Point]:
    yield _point(_("Proof of who asks"), request.get("has_identity_proof"))
    yield _point(_("Signature"), request.get("is_signed"))
    yield _point(
        _("Copy of the patent register"),
        request.get("has_register_copy"),
        _("Only the register shows who owns the patent today and whether it is in force."),
    )


def _standing(request: dict[str, Any]) -> Point:
    words = _("May ask for it")
    who = request.get("standing", "")
    licence = bool(request.get("has_licence_proof"))
    if who in (Standing.OWNER, Standing.HEIR):
        return Point(words, THERE)
    if who == Standing.EXCLUSIVE:
        return _point(words, licence, _("An exclusive licensee may ask alone, with the licence contract."))
    if who == Standing.SOLE:
        return _point(
            words,
            licence and request.get("owner_does_not_act"),
            _("A sole licensee may ask only when the owner does not, with the licence contract."),
        )
    if who == Standing.ORDINARY:
        return _point(
            words,
            licence and request.get("is_authorised"),
            _("An ordinary licensee may ask only with the owner's express authorisation."),
        )
    return Point(words, MISSING, _("Say as what they ask."))


def _preconditions(request: dict[str, Any]) -> Iterable[Point]:
    yield _point(
        _("No lawsuit about it"), request.get("no_court_suit"), _("What a court has before it is not decided here.")
    )
    yield _point(
        _("No other way was agreed"),
        request.get("no_other_route"),
        _("Where the parties agreed on another way, such as arbitration, that way is taken."),
    )
    if request.get("patent_type") in (PatentType.UTILITY, PatentType.DESIGN):
        yield _evaluation(request)
    elif request.get("patent_type") != PatentType.INVENTION:
        yield Point(_("Type of the patent"), MISSING)


def _evaluation(request: dict[str, Any]) -> Point:
    words = _("Evaluation report of the patent")
    if request.get("has_evaluation_report"):
        return Point(words, THERE)
    if request.get("evaluation_asked"):
        return Point(words, MISSING, _("It was asked for. Without it the request may not be accepted."))
    return Point(words, NOTICE, _("The competent office may ask for it, since this patent was not examined."))


def _period(request: dict[str, Any], today: dt.date) -> Point:
    words = _("Within three years of knowing the act and who did it")
    written = request.get("known_on")
    if not written:
        return Point(words, MISSING, _("Enter the day on which they knew."))
    known = dt.date.fromisoformat(written)
    try:
        rule = clocks.rule_in_force("P4", "request_period", max(known, FIRST_DAY))
    except clocks.NoRule:
        return Point(words, NOTICE, _("No rule for this period is in force on that day. Have it entered."))
    end = reckon(period_of(rule), known, clocks.working_calendar("")).day
    if end is None or end >= today:
        return Point(words, THERE, _("until %(day)s") % {"day": long_date(end)} if end else "")
    if request.get("is_continuing"):
        return Point(words, NOTICE, _("The period is over, but the act goes on while the patent is in force."))
    return Point(
        words,
        NOTICE,
        _("The period ended on %(day)s. If the respondent says so, the case is withdrawn.") % {"day": long_date(end)},
    )


FIRST_DAY: Final = dt.date(2025, 2, 1)
"""The measures are in force since then; what was known earlier is counted by them too (no transition is written)."""
