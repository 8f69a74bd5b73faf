"""Who could help: the roster in the order of what fits, and what speaks against somebody."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.cases.choices import CaseKind
from erdem.cases.models import AidProvider, Case
from erdem.cases.policies import visible_providers
from erdem.cases.queries.parties import name_marks, sides_of
from erdem.people.models import Membership

HELPING = (CaseKind.LEGAL_AID, CaseKind.RIGHTS_ASSISTANCE)
"""Kinds of case in which who takes part helps the applicant."""


@dataclass(frozen=True)
class Suggestion:
    """Somebody of the roster for a case: what fits, how many open cases they have, what speaks against them."""

    provider: AidProvider
    fits: tuple[str, ...]
    load: int
    conflicts: tuple[str, ...]

    @property
    def is_free(self) -> bool:
        """Say whether they take another case now."""
        return self.provider.is_available and self.load < self.provider.most_at_once


def providers_of(actor: Actor) -> QuerySet[AidProvider]:
    """Return the roster as the actor may read it."""
    return AidProvider.objects.filter(visible_providers(actor)).select_related("office", "user")


def suggestions(actor: Actor, case: Case, *, language: str = "") -> list[Suggestion]:
    """Return the roster for a case: without conflict and free first, then by what fits, then by load."""
    wanted = language or str(case.particulars.get("aid", {}).get("language", ""))
    found = [_suggest(one, case, wanted) for one in providers_of(actor)]
    return sorted(
        found,
        key=lambda one: (bool(one.conflicts), not one.is_free, -len(one.fits), one.load, one.provider.name),
    )


def _suggest(provider: AidProvider, case: Case, language: str) -> Suggestion:
    fits = []
    if case.subject in provider.subjects:
        fits.append(_("subject"))
    if any(case.place_code.startswith(code.rstrip("0")) for code in provider.places if code):
        fits.append(_("area"))
    if language and language in provider.languages:
        fits.append(_("language"))
    return Suggestion(provider, tuple(fits), load_of(provider), tuple(conflicts_of(provider, case)))


def load_of(provider: AidProvider) -> int:
    """Return in how many open cases somebody takes part, of all offices."""
    if provider.user_id is None:
        return 0
    with acting_as(SYSTEM):
        return Case.objects.filter(taking_part__contains=[provider.user_id], closed_at__isnull=True).count()


def conflicts_of(provider: AidProvider, case: Case) -> list[str]:
    """Return what speaks against somebody: party to the case, or on the wrong side of another open case of one of its parties.

    Parties are known again by code, contact, organisation and name without the legal form, as in the registry. Cases of
    other offices are looked at too; which they are is not told. Who helps the same applicant elsewhere has no conflict.
    """
    with acting_as(SYSTEM):
        asks, against = sides_of(case)
        found = []
        if _marks_of_provider(provider) & (asks | against):
            found.append(_("stands in this case as a party"))
        if any(_is_against(other, asks, against) for other in _other_cases(provider, case)):
            found.append(_("takes part in another open case in which one of the parties stands"))
        return found


def _marks_of_provider(provider: AidProvider) -> set[str]:
    """Return by what somebody of the roster is known again: name, firm, and the bodies to which the account belongs."""
    marks = name_marks(provider.name, provider.firm)
    if provider.user_id is None:
        return marks
    bodies = Membership.objects.filter(user_id=provider.user_id, until__isnull=True).select_related("organisation")
    for held in bodies:
        marks |= {f"organisation:{held.organisation_id}"} | name_marks(held.organisation.name)
    return marks


def _other_cases(provider: AidProvider, case: Case) -> QuerySet[Case]:
    if provider.user_id is None:
        return Case.objects.none()
    return Case.objects.filter(taking_part__contains=[provider.user_id], closed_at__isnull=True).exclude(pk=case.pk)


def _is_against(other: Case, asks: set[str], against: set[str]) -> bool:
    """Say whether a part in another case stands against this one: there our other side is helped, or our applicant opposed."""
    their_asks, their_against = sides_of(other)
    if other.kind in HELPING:
        return bool(against & (their_asks | their_against) or asks & their_against)
    return bool((asks | against) & (their_asks | their_against))
