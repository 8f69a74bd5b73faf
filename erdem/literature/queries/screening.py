"""Publications in the shape the overlap engine reads, and counts for the work desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Max, Prefetch, Q

from erdem.base.actor import Actor
from erdem.literature.choices import Coverage, Scheme, Unit
from erdem.literature.models import ImportRun, Publication, StatedIngredient, TextUnit
from erdem.literature.policies import visible_runs
from erdem.literature.queries.documents import publications

CHUNK: Final = 500


def screening_rows(actor: Actor, ids: Iterable[int] | None = None) -> Iterator[dict[str, Any]]:
    """Yield each publication as the engine reads it; seven queries for every 500.

    Keys: ``id`` (primary key), ``publication`` (number), ``title``, ``abstract``, ``claims`` (texts in claim order, in the
    language of the title where there are several), ``ingredients`` (herb, dose, lo, hi, unit, processing), ``steps`` (op,
    materials, tool, temp, time), ``ipc``, ``indication``, ``product``, ``declared_source``, ``priority_date`` (ISO; the
    filing date where no priority is known; None when neither is), ``filing_year``, ``publication_date`` (ISO or None),
    ``language``.
    """
    found = publications(actor).defer("search_text").order_by("pk")
    if ids is not None:
        found = found.filter(pk__in=list(ids))
    texts = TextUnit.objects.exclude(unit=Unit.DESCRIPTION).order_by("unit", "ordinal", "language")
    found = found.prefetch_related(
        Prefetch("texts", queryset=texts, to_attr="screened_texts"), "ingredients", "steps", "classifications"
    )
    for publication in found.iterator(chunk_size=CHUNK):
        yield _row(publication)


def _row(publication: Publication) -> dict[str, Any]:
    texts: list[TextUnit] = publication.screened_texts  # type: ignore[attr-defined]  # set by the prefetch above
    priority = publication.priority_date or publication.filing_date
    codes = [code.code for code in publication.classifications.all() if code.scheme == Scheme.IPC]
    return {
        "id": publication.pk,
        "publication": publication.number,
        "title": publication.title,
        "abstract": next(iter(_in_language(texts, Unit.ABSTRACT, publication.title_language)), ""),
        "claims": _in_language(texts, Unit.CLAIM, publication.title_language),
        "ingredients": [_ingredient(one) for one in publication.ingredients.all()],
        "steps": [
            {
                "op": step.operation,
                "materials": step.materials,
                "tool": step.tool,
                "temp": step.temperature,
                "time": step.time,
            }
            for step in publication.steps.all()
        ],
        "ipc": codes,
        "indication": publication.indication,
        "product": publication.product,
        "declared_source": publication.declared_source,
        "priority_date": priority.isoformat() if priority else None,
        "filing_year": publication.filing_year,
        "publication_date": publication.publication_date.isoformat() if publication.publication_date else None,
        "language": publication.title_language,
    }


def _in_language(texts: list[TextUnit], unit: str, language: str) -> list[str]:
    """Texts of a unit in one language: that of the title when there is any in it, else the first that occurs."""
    held = [text for text in texts if text.unit == unit]
    if not held:
        return []
    chosen = language if any(text.language == language for text in held) else held[0].language
    return [text.text for text in held if text.language == chosen]


def _ingredient(one: StatedIngredient) -> dict[str, Any]:
    low, high = _plain(one.amount_low), _plain(one.amount_high)
    return {
        "herb": one.name,
        "dose": amount_words(one),
        "lo": float(low) if low else None,
        "hi": float(high) if high else None,
        "unit": one.unit,
        "processing": one.processing,
    }


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"


def amount_words(one: StatedIngredient) -> str:
    """The amount for people: 5–15份, 30g, as written, or nothing."""
    low, high = _plain(one.amount_low), _plain(one.amount_high)
    if not low and not high:
        return one.amount_text
    if low and high and low != high:
        return f"{low}–{high}{one.unit}"
    return f"{low or high}{one.unit}"


def figures(actor: Actor) -> dict[str, Any]:
    """Counts for the work desk: publications, families, with_text, facts_only, last_import (a moment or None)."""
    with_text = [Coverage.FULL_TEXT, Coverage.CLAIMS, Coverage.ABSTRACT]
    counts = publications(actor).aggregate(
        publications=Count("pk"),
        families=Count("family", distinct=True),
        with_text=Count("pk", filter=Q(coverage__in=with_text)),
        facts_only=Count("pk", filter=~Q(coverage__in=with_text)),
    )
    last = ImportRun.objects.filter(visible_runs(actor)).aggregate(last=Max("finished_at"))["last"]
    return {**counts, "last_import": last}
