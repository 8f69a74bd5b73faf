"""What the collection holds: counted every time while it is small, kept for a minute when it is large."""

from __future__ import annotations

from importlib import import_module

import pytest

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.literature import queries
from erdem.literature.models import Publication

pytestmark = pytest.mark.django_db
MODULE = import_module("erdem.literature.queries.holdings")  # its name is taken by the function in the package


@pytest.fixture
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "LARGE", 0)
    monkeypatch.setattr(MODULE, "_counts", MODULE._Counts())


def _hold(*numbers: str) -> None:
    with acting_as(SYSTEM):
        for number in numbers:
            Publication.objects.create(
                number=number,
                number_key=number,
                number_stem=number[:-1],
                country=number[:2],
                sources=[{"name": "office"}],
            )


def _seen() -> queries.Holdings:
    with acting_as(PUBLIC):
        return queries.holdings(PUBLIC)


def test_a_small_collection_is_counted_every_time() -> None:
    _hold("CN1A")
    first = _seen()
    _hold("US2A")
    second = _seen()
    assert (second.total, second.chinese, second.foreign) == (first.total + 1, first.chinese, first.foreign + 1)


@pytest.mark.usefixtures("_large")
def test_a_large_collection_is_counted_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    _hold("CN1A")
    first = _seen()
    assert ("office", 1) in first.sources
    _hold("US2A")
    assert _seen() == first
    monkeypatch.setattr(MODULE, "KEPT_SECONDS", -1)
    monkeypatch.setattr(MODULE, "_counts", MODULE._Counts())
    assert _seen().total == first.total + 1
    _hold("US3A")
    assert _seen().total == first.total + 2


@pytest.mark.usefixtures("_large")
def test_kept_counts_are_not_told_to_nobody() -> None:
    _hold("CN1A")
    assert _seen().total
    assert queries.holdings(PUBLIC) == queries.Holdings(0, 0, 0, 0, ())  # no actor is set here
