"""Measures PostgreSQL full text on the documents and terms of the search index: the alternative that needs no index of ours.

One table with a `tsvector` of the same terms in the same order, a GIN index, `ts_rank_cd` for the order: what the manual
advises. The embedded server with its own folder and its usual settings, but for memory to sort in.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Any

from erdem.web.cli.measuring_search_questions import Question

if TYPE_CHECKING:
    import psycopg

    from erdem.literature.search.snapshot import Snapshot
    from erdem.web.cli.measuring_search_material import Material

LARGEST = 200_000
SLOW = 10  # questions of thirty terms that are asked: one takes seconds
_LAST_POSITION, _MOST_POSITIONS = 16_383, 255  # of a tsvector
_MAKE = "CREATE TABLE document (id bigint PRIMARY KEY, words tsvector NOT NULL)"
_BEST = (
    "SELECT id FROM document, CAST(%(asked)s AS tsquery) AS asked WHERE words @@ asked"
    " ORDER BY ts_rank_cd(words, asked) DESC LIMIT 10"
)
_ALL = "SELECT id FROM document WHERE words @@ CAST(%(asked)s AS tsquery)"


def measure_postgres(
    material: Material, snapshot: Snapshot, asked: dict[str, list[Question]], processes: int
) -> dict[str, Any]:
    """Fill a table with the documents of the index and ask both the same questions in turns."""
    with _server() as connection:
        built = _fill(connection, material, snapshot, processes)
        answers = {
            "and": _ask(connection, snapshot, asked["and"]),
            "or30": _ask(connection, snapshot, asked["or30"][:SLOW]),
        }
        row = connection.execute("SELECT version(), pg_total_relation_size('document')").fetchone()
        version, size = row if row else ("", 0)
    return {"documents": material.count, **built, **answers, "megabytes": round(size / 1e6), "version": version}


@contextmanager
def _server() -> Iterator[psycopg.Connection[Any]]:
    from erdem.base import server

    with tempfile.TemporaryDirectory() as folder:
        held = server.start(Path(folder) / "postgres")
        with server.owner_connection(Path(folder) / "postgres", server.DATABASE) as connection:
            for setting in ("work_mem = '256MB'", "maintenance_work_mem = '512MB'", "statement_timeout = '10min'"):
                connection.execute(f"SET {setting}")
            yield connection
        held.cleanup()
        del held


def _fill(
    connection: psycopg.Connection[Any], material: Material, snapshot: Snapshot, processes: int
) -> dict[str, float]:
    from erdem.literature.search.building import analysed

    began = time.perf_counter()
    connection.execute(_MAKE)
    lines = analysed(material.documents(), snapshot.dictionary, processes)
    with connection.cursor() as cursor, cursor.copy("COPY document (id, words) FROM STDIN") as copy:
        for id_, line in lines:
            copy.write_row((id_, _vector(loads(line).get("all", ()))))
    copied = time.perf_counter()
    connection.execute("CREATE INDEX document_words ON document USING gin (words)")
    connection.execute("ANALYZE document")
    ended = time.perf_counter()
    return {"copy_seconds": round(copied - began, 1), "gin_seconds": round(ended - copied, 1)}


def _vector(texts: Iterable[str]) -> str:
    """The terms with their places, as the database writes a tsvector."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, term in enumerate(chain.from_iterable(map(str.split, texts)), start=1):
        if len(held := places[term]) < _MOST_POSITIONS:
            held.append(min(place, _LAST_POSITION))
    return " ".join(f"'{term}':{','.join(map(str, dict.fromkeys(held)))}" for term, held in places.items())


def _ask(connection: psycopg.Connection[Any], snapshot: Snapshot, asked: Sequence[Question]) -> dict[str, Any]:
    ours, theirs, equal = [], [], 0
    for question in asked:
        words = {"asked": _tsquery(question)}
        began = time.perf_counter()
        connection.execute(_BEST, words).fetchall()
        between = time.perf_counter()
        _ask_us(snapshot, question)
        ours.append(time.perf_counter() - between)
        theirs.append(between - began)
        equal += {key for (key,) in connection.execute(_ALL, words)} == _every(snapshot, question)
    times = round(statistics.median(theirs) / statistics.median(ours), 1)
    return {
        "p50_ms": round(statistics.median(theirs) * 1000, 1),
        "our_p50_ms": round(statistics.median(ours) * 1000, 3),
        "times_faster": times,
        "same_documents": f"{equal} of {len(asked)}",
    }


def _tsquery(question: Question) -> str:
    """The terms of a question of words, joined as they are there."""
    join, terms = (" | ", question.text.split(" OR ")) if " OR " in question.text else (" & ", question.text.split())
    return join.join(f"'{term}'" for term in map(_as_indexed, terms))


def _as_indexed(term: str) -> str:
    from erdem.literature.search.analysis import singular

    return singular(term)


def _ask_us(snapshot: Snapshot, question: Question) -> Any:
    from erdem.literature.search.compile import compile_query
    from erdem.literature.search.language.parser import parse
    from erdem.literature.search.ranking import first_hits

    query = compile_query(parse(question.text).node, snapshot).query
    return first_hits(snapshot.searcher, query, "relevance", 10)


def _every(snapshot: Snapshot, question: Question) -> set[int]:
    query = question.by_hand(snapshot)
    result = snapshot.searcher.search(query, snapshot.documents, count=False, order_by_field="id")
    return {int(key) for key, _address in result.hits}
