"""A publication as this platform holds it: what is known of it, the text that was compared, and where all of it came from."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from erdem.base.actor import Actor
from erdem.literature.models import ImportRun, Publication, SourceRecord, TextUnit
from erdem.literature.policies import visible_runs
from erdem.notary.services import Basis, DateKind, StatedDate
from erdem.overlap.models import Finding
from erdem.overlap.queries.dates import grant_day

SAID: Final = (
    "number", "application_number", "country", "kind_code", "type", "stage", "status", "title", "title_language", "applicants",
    "product", "indication", "declared_source", "facts_page", "coverage",
)  # fmt: skip
DAYS: Final = ("priority_date", "filing_date", "publication_date", "grant_date")


def held_publication(actor: Actor, finding: Finding) -> dict[str, Any]:
    """Return all that is held of the publication of a finding, with the record of how it was captured."""
    publication = finding.publication
    texts = TextUnit.objects.filter(publication=publication).order_by("unit", "ordinal", "language")
    return {
        "bibliographic": {name: getattr(publication, name) for name in SAID}
        | {name: _day(publication, name) for name in DAYS},
        "family": publication.family.key if publication.family else "",
        "classes": [code.code for code in publication.classifications.all()],
        "texts": [
            {
                "unit": text.unit,
                "ordinal": text.ordinal,
                "language": text.language,
                "text": text.text,
                "sha256": text.sha256,
            }
            for text in texts
        ],
        "ingredients": list(
            publication.ingredients.order_by("ordinal").values("name", "amount_low", "amount_high", "unit")
        ),
        "steps": list(
            publication.steps.order_by("ordinal").values("operation", "materials", "tool", "temperature", "time")
        ),
        "compared": finding.evidence.get("read", {}),
        "capture": _capture(actor, publication),
    }


def _day(publication: Publication, name: str) -> str | None:
    day: dt.date | None = getattr(publication, name)
    return day.isoformat() if day else None


def _capture(actor: Actor, publication: Publication) -> dict[str, Any]:
    said = SourceRecord.objects.filter(publication=publication).order_by("pk")
    digests = {each.get("sha256") for each in publication.sources} - {None, ""}
    runs = ImportRun.objects.filter(visible_runs(actor), sha256__in=digests).order_by("pk")
    return {
        "sources": list(publication.sources),
        "said": [
            {"name": row.name, "file": row.file, "day": row.day.isoformat(), "url": row.url, "sha256": row.snapshot,
             "fields": row.fields}
            for row in said
        ],
        "imports": [
            {"import": run.pk, "source": run.source_name, "file": run.file_name, "format": run.format, "sha256": run.sha256,
             "finished_at": run.finished_at.isoformat(timespec="seconds") if run.finished_at else None}
            for run in runs
        ],
    }  # fmt: skip


def text_of_publication(held: dict[str, Any]) -> str:
    """Return the texts one after another, each under its own line; empty when none is held."""
    return "\n".join(
        f"[{text['unit']} {text['ordinal'] or ''} {text['language']} SHA-256 {text['sha256']}]\n{text['text']}\n"
        for text in held["texts"]
    )


def dates_of_publication(publication: Publication) -> list[StatedDate]:
    """Return the dates of a publication with their kinds; the day on which we obtained it is one of capture."""
    named = (
        (DateKind.FILED, publication.priority_date),
        (DateKind.FILED, publication.filing_date),
        (DateKind.PUBLISHED, publication.publication_date),
        (DateKind.PUBLISHED, grant_day(publication)),
    )
    found = dict.fromkeys((kind, day) for kind, day in named if day)
    dates = [StatedDate(kind, Basis.PUBLICATION, day.isoformat(), publication.number) for kind, day in found]
    obtained = dict.fromkeys(str(each.get("day") or "") for each in publication.sources)
    return dates + [StatedDate(DateKind.CAPTURED, Basis.CAPTURE, day, publication.number) for day in obtained if day]
