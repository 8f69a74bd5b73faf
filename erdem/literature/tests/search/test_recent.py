"""Counts that are kept for the next page: the same as counted anew, for one state of the index only."""

from __future__ import annotations

from pathlib import Path

from erdem.literature.search.language.parser import parse
from erdem.literature.search.recent import Recent
from erdem.literature.search.searcher import Searcher
from erdem.literature.search.store import IndexStore
from erdem.literature.tests.search.documents import ALL, BERRIES, LICORICE, dictionary


def test_what_was_asked_lately_is_kept_and_the_rest_dropped() -> None:
    recent: Recent[int] = Recent(2)
    worked: list[int] = []

    def work(number: int) -> int:
        worked.append(number)
        return number

    def ask(number: int) -> int:
        return recent.get(number, lambda: work(number))

    assert [ask(number) for number in (1, 2, 1, 3, 1, 2)] == [1, 2, 1, 3, 1, 2]
    assert worked == [1, 2, 3, 2]


def test_counts_follow_each_commit_and_each_tick(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    store.rebuild([LICORICE, BERRIES], dictionary(), position="1")
    searcher, everything = Searcher(store), parse("*").node

    def counts(**filters: list[str]) -> dict[str, int]:
        result = searcher.search(everything, filters=filters, facets=["office"], collapse_families=True)
        return {one.value: one.count for one in result.facets["office"]}

    assert counts() == counts() == {"CN": 1, "US": 1}
    assert counts(type=["design"]) == {}
    with store.writer() as writer:
        writer.replace(ALL)
        writer.commit("2")
    assert counts() == {"CN": 2, "US": 1}
    assert counts(type=["design"]) == {"CN": 1}
