"""Official numbers without gaps, per series and year, assigned in the transaction of the document."""

from __future__ import annotations

from django.db import connection


def next_number(series: str, year: int) -> int:
    """Return the next number of a series; two transactions wait for each other, a rolled-back one leaves no gap.

    Raises:
        RuntimeError: no transaction is open, so that the number could be lost.
    """
    return next_numbers(series, year, 1)[0]


def next_numbers(series: str, year: int, count: int) -> range:
    """Return the next ``count`` numbers of a series at once, for documents written together.

    Raises:
        RuntimeError: no transaction is open, so that the numbers could be lost.
    """
    if not connection.in_atomic_block:
        message = "A number is taken only inside the transaction of its document."
        raise RuntimeError(message)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_numberseries (series, year, last) VALUES (%s, %s, %s)"
            " ON CONFLICT ON CONSTRAINT number_series_once DO UPDATE SET last = base_numberseries.last + EXCLUDED.last"
            " RETURNING last",
            [series, year, count],
        )
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)


def document_number(prefix: str, year: int, width: int = 4) -> str:
    """Return a printed number such as ``XS-2026-0417``."""
    return f"{prefix}-{year}-{next_number(prefix, year):0{width}d}"
