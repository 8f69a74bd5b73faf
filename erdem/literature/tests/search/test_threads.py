"""Parts of an answer worked out beside each other: the same as one after the other, whoever is busy."""

from __future__ import annotations

import threading

import pytest

from erdem.literature.search import threads
from erdem.literature.search.language.nodes import Everything
from erdem.literature.search.searcher import Searcher
from erdem.literature.tests.search.documents import ALL, searcher_of


def _fail() -> int:
    raise ValueError("the second part")


def test_a_small_index_is_asked_in_this_thread() -> None:
    assert threads.beside(threading.get_ident, threads.LARGE - 1)() == threading.get_ident()


def test_a_large_index_is_asked_beside() -> None:
    assert threads.beside(threading.get_ident, threads.LARGE)() != threading.get_ident()


def test_the_work_is_done_once_wherever_it_is_done() -> None:
    for documents in (0, threads.LARGE):
        done: list[int] = []
        outcome = threads.beside(lambda done=done: done.append(1), documents)  # type: ignore[misc]  # append gives nothing back, which is enough here
        outcome()
        outcome()
        assert done == [1]


def test_what_the_helper_raises_is_raised_here_and_frees_it() -> None:
    for _ in range(20):
        with pytest.raises(ValueError, match="second"):
            threads.beside(_fail, threads.LARGE)()
    assert threads.beside(threading.get_ident, threads.LARGE)() != threading.get_ident()


def test_work_is_done_here_when_all_helpers_are_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    helpers = threads._Helpers()
    monkeypatch.setattr(threads, "_helpers", lambda _process: helpers)
    while helpers.free.acquire(blocking=False):
        pass
    assert threads.beside(threading.get_ident, threads.LARGE)() == threading.get_ident()


def test_facets_counted_beside_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher: Searcher = searcher_of(tmp_path_factory.mktemp("index"), *ALL)
    here = searcher.search(Everything(), facets=["type", "office"], collapse_families=True)
    monkeypatch.setattr(threads, "LARGE", 0)
    beside = searcher.search(Everything(), facets=["type", "office"], collapse_families=True)
    assert (beside.hits, beside.facets, beside.families) == (here.hits, here.facets, here.families)
