"""What the database refuses, said to people: named constraints and triggers are the second lock, and each has its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction
from django.utils.functional import Promise

from erdem.base.policy import RuleBroken


def constraint_of(error: IntegrityError) -> str:
    """Return the name of the rule that refused, empty when it has none."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


@contextmanager
def spoken(sentences: Mapping[str, str | Promise], *, look_now: bool = False) -> Iterator[None]:
    """Turn what a named rule of the database refuses into its sentence; nothing of the block is kept.

    Args:
        sentences: by the name of the constraint. What has none goes on as it is.
        look_now: have what is checked at the end of a transaction checked at the end of the block.

    Raises:
        RuleBroken: with the sentence of the rule.
    """
    try:
        with transaction.atomic():
            yield
            if look_now:
                _look()
    except IntegrityError as error:
        name = constraint_of(error)
        if name not in sentences:
            raise
        raise RuleBroken(str(sentences[name])) from error


def _look() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
