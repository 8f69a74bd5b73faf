"""Which filings and cases may be about the same matter. Each suggestion says why; whether it is so a person decides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.cases.models import Case, Filing
from erdem.cases.policies import own_offices
from erdem.cases.queries.cases import cases_of
from erdem.cases.queries.filings import filings_of
from erdem.lib.folding import fold

LOOKS_BACK: Final = dt.timedelta(days=400)
MOST_COMPARED: Final = 2000
MOST_SHOWN: Final = 8
ALIKE: Final = 0.35
"""From which share of common pairs of characters on two texts are called alike; a hint, never a verdict."""


@dataclass(frozen=True)
class Likeness:
    """A filing or case that may be about the same matter, and what they have in common: slugs of reasons."""

    filing: Filing | None
    cases: tuple[Case, ...]
    reasons: tuple[str, ...]
    percent: int


def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a folded text."""
    folded = "".join(letter for letter in fold(text) if letter.isalnum())
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def likeness_of(left: frozenset[str], right: frozenset[str]) -> float:
    """Return the share of common pairs among all (Jaccard), 0 to 1."""
    return len(left & right) / len(left | right) if left and right else 0.0


def likely_duplicates(actor: Actor, filing: Filing) -> list[Likeness]:
    """Return filings of the reader's offices that resemble this one, most reasons first, then cases that name the same party."""
    since = timezone.now() - LOOKS_BACK
    others = (
        filings_of(actor)
        .filter(office_id__in=own_offices(actor), submitted_at__gte=since)
        .exclude(pk=filing.pk)
        .prefetch_related("cases")[:MOST_COMPARED]
    )
    mine = pairs_of(str(filing.answers.get("facts", "")))
    found = []
    for other in others:
        alike = likeness_of(mine, pairs_of(str(other.answers.get("facts", ""))))
        reasons = _reasons(filing, other, alike)
        if reasons:
            found.append(Likeness(other, tuple(other.cases.all()), reasons, round(alike * 100)))
    found.sort(key=lambda each: (-len(each.reasons), -each.percent, -(each.filing.pk if each.filing else 0)))
    return [*found[:MOST_SHOWN], *_cases_like(actor, filing)]


def _reasons(filing: Filing, other: Filing, alike: float) -> tuple[str, ...]:
    same = [
        name
        for name in ("respondent_key", "record_number", "right_number")
        if getattr(filing, name) and getattr(filing, name) == getattr(other, name)
    ]
    return (*same, *(["facts"] if alike >= ALIKE else []))


def _cases_like(actor: Actor, filing: Filing) -> list[Likeness]:
    """Return open cases that came another way and name the same respondent or right."""
    rule = Q()
    if name := str(filing.answers.get("respondent_name", "")).strip():
        rule |= Q(parties__party__name=name)
    if filing.right_number:
        rule |= Q(right_number=filing.right_number)
    if not rule:
        return []
    cases = cases_of(actor).filter(rule, closed_at__isnull=True, filing__isnull=True).distinct()[:MOST_SHOWN]
    return [
        Likeness(
            None,
            (case,),
            ("right_number",)
            if filing.right_number and case.right_number == filing.right_number
            else ("respondent_key",),
            0,
        )
        for case in cases
    ]
