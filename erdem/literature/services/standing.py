"""Which documents still speak for themselves: a correction replaces what it corrects, whichever was imported first.

A document says itself what it corrects, or its kind code does (A8, A9, B8 …: the title page or the whole again under the same
number, WIPO ST.16). The last correction stays; it replaces the documents of its number and stage before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db.models import Q
from django.utils import timezone

from erdem.literature import numbers
from erdem.literature.choices import Standing
from erdem.literature.models import Publication

READ: Final = (
    "number_key",
    "number_stem",
    "kind_code",
    "country",
    "publication_date",
    "corrects",
    "standing",
    "replaced_by",
)


def settle(touched: Iterable[Publication]) -> None:
    """Work out anew what became of the documents that the touched ones concern; changed ones are written. At most two queries."""
    concerned = list(touched)
    if not concerned:
        return
    stems = {one.number_stem for one in concerned} | {one.corrects for one in concerned if one.corrects}
    keys = {one.number_key for one in concerned} | {one.corrects for one in concerned if one.corrects}
    found = list(
        Publication.objects.filter(
            Q(number_stem__in=stems) | Q(number_key__in=keys) | Q(corrects__in=stems | keys)
        ).only(*READ)
    )
    changed = [one for one in found if _place(one, _successor(one, found))]
    now = timezone.now()
    for one in changed:
        one.updated_at = now
    if changed:
        Publication.objects.bulk_update(changed, ["standing", "replaced_by", "updated_at"])


def _place(one: Publication, successor: Publication | None) -> bool:
    """Write what became of a document; say whether that is new."""
    before = one.standing, one.replaced_by_id
    if one.standing != Standing.WITHDRAWN:
        one.standing = Standing.REPLACED if successor else Standing.CURRENT
    one.replaced_by = successor
    return before != (one.standing, one.replaced_by_id)


def _successor(one: Publication, found: Iterable[Publication]) -> Publication | None:
    """The last document that corrects this one."""
    later = [other for other in found if other.pk != one.pk and _corrects(other, one)]
    return max(later, key=_order, default=None)


def _corrects(other: Publication, one: Publication) -> bool:
    if _says_it_corrects(other, one):
        return _order(other) > _order(one) if _says_it_corrects(one, other) else True
    if other.number_stem != one.number_stem or _letter(other) != _letter(one):
        return False
    facts = numbers.kind_facts(other.country, other.kind_code)
    is_report = numbers.kind_facts(one.country, one.kind_code).is_search_report_only
    return facts.is_correction and not is_report and _order(other) > _order(one) and not _is_older(other, one)


def _says_it_corrects(other: Publication, one: Publication) -> bool:
    """By the whole number; a number without kind means the document of the same stage."""
    if not other.corrects:
        return False
    same_stage = other.corrects == one.number_stem and _letter(other) == _letter(one)
    return other.corrects == one.number_key or same_stage


def _is_older(other: Publication, one: Publication) -> bool:
    return bool(other.publication_date and one.publication_date and other.publication_date < one.publication_date)


def _letter(one: Publication) -> str:
    """The letter of the kind code; corrections of PCT documents before 2009 carried a letter of their own."""
    return "A" if (one.country, one.kind_code[:1]) == ("WO", "C") else one.kind_code[:1]


def _order(one: Publication) -> tuple[bool, dt.date, str, str]:
    is_correction = numbers.kind_facts(one.country, one.kind_code).is_correction
    return is_correction, one.publication_date or dt.date.min, one.kind_code, one.number_key
