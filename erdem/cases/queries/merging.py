"""Into which cases one can be merged: those that look alike first, with the reason, then open ones of the own office."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from erdem.base.actor import Actor
from erdem.cases.models import Case
from erdem.cases.policies import own_offices
from erdem.cases.queries.cases import cases_of
from erdem.cases.queries.duplicates import likely_duplicates
from erdem.cases.queries.filings import filings_of_case

MOST = 60
"""Open cases that are offered; any other is named by its number."""


def merge_targets(
    actor: Actor, case: Case, kinds: Iterable[str]
) -> tuple[list[tuple[Case, tuple[str, ...]]], list[Case]]:
    """Return cases that look alike with the reasons, and other open cases of the reader's offices, newest first."""
    open_ones = (
        cases_of(actor)
        .filter(office_id__in=own_offices(actor), kind__in=list(kinds), closed_at__isnull=True)
        .exclude(pk=case.pk)
        .exclude(status="merged")
    )
    alike = {found.pk: (found, reasons) for found, reasons in _alike(actor, case, open_ones)}
    return list(alike.values()), list(open_ones.exclude(pk__in=alike).order_by("-id")[:MOST])


def _alike(actor: Actor, case: Case, open_ones: Iterable[Case]) -> Iterable[tuple[Case, tuple[str, ...]]]:
    possible = Case.objects.filter(pk__in=[each.pk for each in open_ones])
    if case.right_number:
        yield from ((each, ("right_number",)) for each in possible.filter(right_number=case.right_number))
    parties = case.parties.filter(role="respondent").values_list("party_id", flat=True)
    same = Q(parties__role="respondent", parties__party_id__in=list(parties))
    yield from ((each, ("respondent_key",)) for each in possible.filter(same).distinct())
    for filing in filings_of_case(actor, case):
        for like in likely_duplicates(actor, filing):
            yield from ((each, like.reasons) for each in possible.filter(pk__in=[one.pk for one in like.cases]))
