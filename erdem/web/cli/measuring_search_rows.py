"""Rows of the database for documents of the index, copied in bulk: to measure pages on a large collection.

Triggers and constraints between tables are passed over while copying; what they would do is done by what is copied.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from psycopg import sql

if TYPE_CHECKING:
    import psycopg

    from erdem.literature.search.document import IndexDocument
    from erdem.web.cli.measuring_search_material import Material

BATCH = 2_000
CLAIMS = 1  # of a document that are copied
CLASSES = 2

Rows: TypeAlias = dict[type[Any], list[dict[str, Any]]]


def fill(material: Material) -> dict[str, Any]:
    """Copy all documents; say how many rows there are and how long it took."""
    from erdem.base import server

    began = time.perf_counter()
    count = 0
    documents = material.documents()
    with server.owner_connection(_data_folder(), server.DATABASE) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        families: set[int] = set()
        while batch := list(islice(documents, BATCH)):
            for model, rows in _rows(batch, families).items():
                _copy(connection, model, rows)
                count += len(rows)
        connection.execute("SET session_replication_role = origin")
        connection.execute("VACUUM ANALYZE")
    return {"documents": material.count, "rows": count, "fill_seconds": round(time.perf_counter() - began, 1)}


def _data_folder() -> Any:
    from django.conf import settings

    return settings.HOME / "postgres"


def _rows(batch: list[IndexDocument], families: set[int]) -> Rows:
    """Rows by table, tables that others point to first."""
    from erdem.literature.models import Classification, Family, Party, Publication, TextUnit

    rows: Rows = defaultdict(list)
    for document in batch:
        if document.family and document.family not in families:
            families.add(document.family)
            rows[Family].append({"id": document.family, "key": f"XS:{document.family}", "keys": "{}"})
        rows[Publication].append(_publication(document))
        own = {"publication_id": document.id}
        rows[TextUnit] += ({**own, **text} for text in _texts(document))
        rows[Classification] += ({**own, **symbol} for symbol in _classes(document))
        rows[Party] += (
            {**own, "role": "applicant", "ordinal": place, "name": name}
            for place, name in enumerate(filter(None, document.applicants[:CLASSES]))
        )
    return rows


def _publication(document: IndexDocument) -> dict[str, Any]:
    number = document.number or document.number_key
    return {
        "id": document.id,
        "number": number,
        "number_key": document.number_key,
        "number_stem": document.number_stem,
        "country": document.office or "XS",
        "type": document.kind,
        "stage": document.stage or "unknown",
        "status_group": document.status or "unknown",
        "family_id": document.family or None,
        "title": document.titles[0] if document.titles else "",
        "title_language": document.languages[0] if document.languages else "",
        "filing_date": _date(document.filing_day),
        "publication_date": _date(document.publication_day),
        "year": document.year or None,
        "applicants": "; ".join(document.applicants),
        "coverage": document.held,
        "sources": json.dumps([{"name": "synthetic" if number.startswith("XS") else "corpora", "day": "2026-01-01"}]),
    }


def _date(day: int) -> date | None:
    return date(day // 1_00_00, day // 1_00 % 1_00, day % 1_00) if day else None


def _texts(document: IndexDocument) -> Iterator[dict[str, Any]]:
    language = document.languages[0] if document.languages else ""
    if document.abstracts:
        yield {"unit": "abstract", "language": language, "text": document.abstracts[0]}
    for place, claim in enumerate(document.claims[:CLAIMS], start=1):
        yield {"unit": "claim", "ordinal": place, "language": language, "text": claim}


def _classes(document: IndexDocument) -> Iterator[dict[str, Any]]:
    for place, code in enumerate(dict.fromkeys(document.ipc[:CLASSES])):
        yield {
            "scheme": "ipc",
            "code": code[:60],
            "subclass": code[:4],
            "main_group": code.partition("/")[0][:60],
            "ordinal": place,
        }


def _copy(connection: psycopg.Connection[Any], model: type[Any], rows: list[dict[str, Any]]) -> None:
    """Copy rows into the table of a model; what they do not say is what the model says by itself."""
    if not rows:
        return
    fields = [one for one in model._meta.concrete_fields if "id" in rows[0] or not one.primary_key]
    usual = {one.column: _usual(one) for one in fields}
    names = sql.SQL(", ").join(map(sql.Identifier, usual))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([row.get(name, value) for name, value in usual.items()])


def _usual(one: Any) -> Any:
    if getattr(one, "auto_now_add", False) or getattr(one, "auto_now", False):
        return datetime.now(UTC)
    value = one.get_default()
    return json.dumps(value) if one.get_internal_type() == "JSONField" else value
