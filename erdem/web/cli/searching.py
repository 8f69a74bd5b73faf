"""`erdem search`: asks the patent literature from the terminal."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from erdem.web.cli.failures import DATA_ERROR, say
from erdem.web.cli.session import load_django, ready_database

if TYPE_CHECKING:
    from erdem.literature.models import Publication
    from erdem.literature.queries import QueryError, SearchRequest, SearchResult

MOST_SHOWN = 1_000
FIELDS = (
    "ti",
    "ab",
    "cl",
    "de",
    "pa",
    "in",
    "pn",
    "an",
    "pr",
    "ic",
    "cpc",
    "lo",
    "ad",
    "pd",
    "date",
    "place",
    "status",
)
ORDERS = ("relevance", "newest", "oldest", "number")


@click.command()
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, MOST_SHOWN), help="Hits to print.")
@click.option("--order", default="relevance", show_default=True, type=click.Choice(ORDERS), help="Order of the hits.")
@click.option("--field", type=click.Choice(FIELDS), help="Look in this field only, where the query names none.")
@click.option("--every", is_flag=True, help="List every publication instead of one of each family.")
@click.option("--explain", is_flag=True, help="Say how the query was understood and what each hit scores.")
def search(query: str, limit: int, order: str, field: str | None, *, as_json: bool, every: bool, explain: bool) -> None:
    """Search the patent literature; the query language is the one of the search page.

    Examples: 风干 牛肉 · ti:奶豆腐 OR cl:奶豆腐 · pa:伊利 ic:A23C since 2010 · {甘草} · CN102302596A. A query that cannot be
    read is answered with the place where it stops making sense, and exit code 65.
    """
    load_django()
    held = ready_database(upgrade=False)
    from django.utils import translation

    from erdem.base.actor import PUBLIC, acting_as
    from erdem.literature import queries

    asked = f"{field}:({query})" if field and query.strip() else query
    request = queries.SearchRequest(asked, order=order, limit=limit, collapse=not every, facets=())
    try:
        with translation.override("en"), acting_as(PUBLIC):  # the command line speaks one language
            result = queries.run_search(PUBLIC, request)
            found = queries.publications_by_id(PUBLIC, [hit.publication_id for hit in result.hits])
    except queries.QueryError as error:
        _refuse(error, request, as_json=as_json)
        sys.exit(DATA_ERROR)
    if as_json:
        click.echo(json.dumps(_as_object(request, result, found), ensure_ascii=False))
    else:
        _tell(result, found, explain=explain)
    del held


def _refuse(error: QueryError, request: SearchRequest, *, as_json: bool) -> None:
    if as_json:
        problem = {"code": error.code, "message": str(error), "start": error.start, "end": error.end}
        click.echo(json.dumps({"query": request.query, "error": problem}, ensure_ascii=False))
        return
    begin = max(0, error.start - 40)
    say(request.query[begin : begin + 100].replace("\n", " "))
    say(" " * _columns(request.query[begin : error.start]) + "^")
    say(str(error))


def _columns(text: str) -> int:
    """Columns that a text takes at a terminal; Chinese characters take two."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return wide + sum(not unicodedata.combining(character) for character in text)


def _tell(result: SearchResult, found: Sequence[Publication], *, explain: bool) -> None:
    from erdem.literature.search.language.render import render

    families = "" if result.families is None else f" in {_counted(result.families, 'family', 'families')}"
    found_words = _counted(result.total, "publication", "publications")
    click.echo(f"{found_words}{families} of {result.corpus.documents:,} ({result.took_ms} ms)")
    for warning in result.warnings:
        say(warning)
    if explain:
        click.echo(f"Understood as: {render(result.parsed.node)}")
        click.echo(f"Searched: {result.corpus.version}, {result.corpus.waiting:,} changes waiting")
    hits = {hit.publication_id: hit for hit in result.hits}
    for place, row in enumerate(found, start=1):
        date = row.publication_date or row.filing_date or row.year or ""
        click.echo(f"{place:>4}. {row.number:<18} {date!s:<10}  {row.title}")
        hit = hits[row.pk]
        notes = [row.applicants, f"{hit.more_in_family} more of its family" if hit.more_in_family else ""]
        notes += [f"score {hit.score:.3f}"] if explain else []
        if line := " · ".join(filter(None, notes)):
            click.echo(f"      {line}")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _as_object(request: SearchRequest, result: SearchResult, found: Sequence[Publication]) -> Mapping[str, Any]:
    from erdem.literature.search.language.render import render

    hits = {hit.publication_id: hit for hit in result.hits}
    corpus = asdict(result.corpus)
    corpus["newest_import"] = corpus["newest_import"] and corpus["newest_import"].isoformat()
    return {
        "query": request.query,
        "understood": render(result.parsed.node),
        "total": result.total,
        "families": result.families,
        "took_ms": result.took_ms,
        "warnings": list(result.warnings),
        "corpus": corpus,
        "hits": [
            {
                "number": row.number,
                "title": row.title,
                "applicants": row.applicants,
                "filing_date": row.filing_date and row.filing_date.isoformat(),
                "publication_date": row.publication_date and row.publication_date.isoformat(),
                "score": round(hits[row.pk].score, 4),
                "family": hits[row.pk].family_id,
                "more_in_family": hits[row.pk].more_in_family,
            }
            for row in found
        ],
    }
