"""Who could help: the roster in the order of what fits, and what speaks against somebody."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.cases.models import AidProvider, Case, CaseParty
from erdem.cases.policies import visible_providers


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
    """Return what speaks against somebody: party to the case, or taking part in an open case of one of its parties.

    Cases of other offices are looked at too; which they are is not told.
    """
    with acting_as(SYSTEM):
        parties = list(CaseParty.objects.filter(case=case).select_related("party"))
        names = {one.party.name for one in parties} | _written_names(case)
        codes = {one.party.uscc for one in parties if one.party.uscc}
        found = []
        if {provider.name, provider.firm} & (names - {""}):
            found.append(_("stands in this case as a party"))
        if _takes_part_for(provider, case, names, codes):
            found.append(_("takes part in another open case in which one of the parties stands"))
    return found


def _written_names(case: Case) -> set[str]:
    aid = case.particulars.get("aid", {})
    return {str(aid.get(name, "")).strip() for name in ("applicant", "other_side")} - {""}


def _takes_part_for(provider: AidProvider, case: Case, names: set[str], codes: set[str]) -> bool:
    if provider.user_id is None or not (names or codes):
        return False
    others = Case.objects.filter(taking_part__contains=[provider.user_id], closed_at__isnull=True).exclude(pk=case.pk)
    standing = CaseParty.objects.filter(case__in=others)
    if standing.filter(party__name__in=names).exists() or standing.filter(party__uscc__in=codes).exists():
        return True
    return any(_written_names(other) & names for other in others.only("particulars"))
