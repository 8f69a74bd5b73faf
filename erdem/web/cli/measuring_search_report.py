"""`erdem bench search`: what is measured in one run, and how it is told."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from erdem.web.cli.failures import Refused
from erdem.web.cli.measuring_search import Plan, measure_pages_of, measure_search
from erdem.web.cli.measuring_search_material import BESIDE
from erdem.web.cli.measuring_search_postgres import LARGEST


def measure(
    *,
    documents: int,
    corpora: Path | None,
    questions: int,
    rounds: int,
    processes: int,
    keep: Path | None,
    postgres: bool,
    pages: bool,
) -> dict[str, Any]:
    """Measure what was asked for.

    Raises:
        Refused: more documents than PostgreSQL is compared with.
    """
    if postgres and documents > LARGEST:
        message = f"PostgreSQL is compared on at most {LARGEST:,} documents. Nothing was measured. Ask for fewer."
        raise Refused(message)
    with _own_installation(keep) as index:
        return measure_search(Plan(documents, _real(corpora), index, processes, questions, rounds, postgres, pages))


def measure_pages_alone(documents: int, keep: Path | None) -> dict[str, Any]:
    """Measure the pages of a collection of so many documents."""
    with _own_installation(keep) as index:
        return measure_pages_of(Plan(documents, _real(None), index))


def _real(corpora: Path | None) -> Path | None:
    return corpora or (BESIDE if BESIDE.is_dir() else None)


@contextmanager
def _own_installation(keep: Path | None) -> Iterator[Path]:
    """Set up Django with a data folder that is removed at the end; give the folder of the index.

    Nothing of an installation on this machine is read or written, whatever its settings.
    """
    with tempfile.TemporaryDirectory() as home:
        for name in [name for name in os.environ if name.startswith("ERDEM_")]:
            del os.environ[name]
        index = keep.resolve() if keep else Path(home) / "search"
        os.environ.update(ERDEM_HOME=home, ERDEM_SEARCH_DIR=str(index), ERDEM_DEMONSTRATION="no")
        from erdem.web.cli.session import load_django

        load_django()
        yield index


def told(figures: dict[str, Any]) -> str:
    """The figures in sentences and a table."""
    index, recall = figures["index"], figures["recall"]
    lines = [
        f"Collection: {figures['docs']:,} documents, {figures['real_docs']:,} of them real, the rest synthetic (XS…)."
        f" {figures['machine']}, tantivy {figures['versions']['tantivy']}, rjieba {figures['versions']['rjieba']};"
        f" load {figures['load_before']} before.",
        f"Index: {index['megabytes']:,} MB in {index['segments']} segments; "
        + (f"built at {index['documents_per_s']:,} documents/s; " if "seconds" in index else "built before; ")
        + f"writing the same terms takes {index['ratio_to_raw']} of the time of tantivy alone.",
        f"Names of substances: {recall['found']:,} of {recall['pairs']:,} documents found by {recall['names']:,} names"
        f" ({recall['recall']}), {recall['extra']:,} found beside them.",
        f"{'ms':<15}{'p50':>9}{'p95':>9}{'tantivy':>9}{'ratio':>7}{'page p50':>10}{'page p95':>10}{'hits':>10}  equal",
        *(_row(kind, figures) for kind in figures["p50_ms"]),
    ]
    if "postgres" in figures:
        lines += [_beside(kind, figures["postgres"]) for kind in ("and", "or30")]
    if "pages" in figures:
        lines.append(_pages(figures["pages"]))
    return "\n".join(lines)


def _row(kind: str, figures: dict[str, Any]) -> str:
    names = ("p50_ms", "p95_ms", "raw_p50_ms", "ratio_to_raw", "page_p50_ms", "page_p95_ms", "mean_hits")
    p50, p95, raw, ratio, page, page_95, hits = (figures[name][kind] for name in names)
    equal = figures["equal_results"][kind]
    return f"{kind:<15}{p50:>9.2f}{p95:>9.2f}{raw:>9.2f}{ratio:>7.2f}{page:>10.2f}{page_95:>10.2f}{hits:>10,}  {equal}"


def _beside(kind: str, postgres: dict[str, Any]) -> str:
    one = postgres[kind]
    return (
        f"PostgreSQL, {kind}: {one['p50_ms']:,} ms against {one['our_p50_ms']} ms, {one['times_faster']:,} times;"
        f" the same documents in {one['same_documents']}"
    )


def _pages(pages: dict[str, Any]) -> str:
    calm, steady = pages["with_pauses"], pages["without_pauses"]
    return (
        f"Pages, {pages['users']} people: p50 {calm['p50_ms']} ms, p95 {calm['p95_ms']} ms, p99 {calm['p99_ms']} ms with"
        f" pauses of {pages['mean_pause_s']} s, {calm['errors']} errors; {steady['requests_per_s']} pages/s without pauses"
    )
