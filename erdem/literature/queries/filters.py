"""Which publications a reader asked for: the understood search line and the ticked boxes, as one condition each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Exists, OuterRef, Q

from erdem.literature.models import Classification
from erdem.literature.queries.terms import Term, Understood

NOT_OBTAINED: Final = "none"
SPAN: Final = 5
FACETS: Final = ("type", "class", "region", "year", "office", "held")
ORDERS: Final = ("relevance", "newest", "oldest", "number")


@dataclass(frozen=True, slots=True)
class Filters:
    """A search. ``chosen`` maps a facet (`FACETS`) to its ticked values; unknown values simply find nothing."""

    understood: Understood = field(default_factory=lambda: Understood(""))
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = ORDERS[0]

    def condition(self, *, leave_out: str = "") -> Q:
        """Return the whole condition, or without one facet: that is what its counts are made of."""
        whole = Q()
        for term in self.understood.terms:
            whole &= term_condition(term)
        for facet, values in self.chosen.items():
            if values and facet != leave_out:
                whole &= _FACET_CONDITIONS[facet](values)
        return whole

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was asked for: then everything is listed."""
        return not self.understood.terms and not any(self.chosen.values())


def term_condition(term: Term) -> Q:
    """Return the condition of one part of the search line."""
    if term.kind == "word":
        return Q(search_text__contains=term.value)
    if term.kind == "without":
        return ~Q(search_text__contains=term.value)
    if term.kind == "number":
        return Q(number_key=term.value) | Q(number_stem=term.stem) | Q(application_key__in=[term.value, term.stem])
    if term.kind == "class":
        return Q(_of_class(term.value))
    condition = Q()
    if term.first is not None:
        condition &= Q(year__gte=term.first)
    if term.last is not None:
        condition &= Q(year__lte=term.last)
    return condition


def _of_class(symbol: str) -> Exists:
    codes = Classification.objects.filter(publication=OuterRef("pk"))
    if len(symbol) == 4:
        return Exists(codes.filter(subclass=symbol))
    if "/" not in symbol:
        return Exists(codes.filter(main_group=symbol))
    return Exists(codes.filter(code__startswith=symbol))


def _classes(values: tuple[str, ...]) -> Q:
    codes = Classification.objects.filter(publication=OuterRef("pk"))
    condition = Q(Exists(codes.filter(subclass__in=values)))
    return condition | ~Q(Exists(codes)) if NOT_OBTAINED in values else condition


def _regions(values: tuple[str, ...]) -> Q:
    return Q(applicant_region__in=["" if value == NOT_OBTAINED else value for value in values])


def _years(values: tuple[str, ...]) -> Q:
    condition = Q(pk__in=[])
    for value in values:
        if value == NOT_OBTAINED:
            condition |= Q(year__isnull=True)
        elif value.isascii() and value.isdigit() and len(value) == 4:
            condition |= Q(year__gte=int(value), year__lt=int(value) + SPAN)
    return condition


_FACET_CONDITIONS: Final[dict[str, Callable[[tuple[str, ...]], Q]]] = {
    "type": lambda values: Q(type__in=values),
    "class": _classes,
    "region": _regions,
    "year": _years,
    "office": lambda values: Q(country__in=values),
    "held": lambda values: Q(coverage__in=values),
}
