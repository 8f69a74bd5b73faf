"""Since when knowledge is proved: the earliest year of its dated sources or of the record itself."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Min

from erdem.knowledge.models import Source

SOME: Final = 5000


def earliest_years(rows: dict[int, dict[str, Any]]) -> dict[int, int | None]:
    """Return for each record, given as the rows the engine reads, its earliest year; None when none is known."""
    keys = list(rows)
    proved: dict[int, int] = {}
    for start in range(0, len(keys), SOME):
        found = Source.objects.filter(record_id__in=keys[start : start + SOME], year__isnull=False).order_by()
        proved |= dict(found.values_list("record_id").annotate(first=Min("year")))
    return {
        key: min((year for year in (proved.get(key), rows[key].get("known_since")) if year is not None), default=None)
        for key in keys
    }
