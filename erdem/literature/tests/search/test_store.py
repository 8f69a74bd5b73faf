"""The index on disk: what readers see and when, one writer, rebuilds beside readers, crashes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from erdem.literature.search.dictionary import Dictionary
from erdem.literature.search.document import IndexDocument
from erdem.literature.search.faults import (
    GenerationReplacedError,
    IndexBusyError,
    IndexMissingError,
    IndexOutdatedError,
)
from erdem.literature.search.language.nodes import Everything, Word
from erdem.literature.search.searcher import Searcher
from erdem.literature.search.store import IndexStore
from erdem.literature.tests.search.documents import ALL, BERRIES, LICORICE, dictionary, found

CRASHING_WRITER = """
import sys
from pathlib import Path
from erdem.literature.search.document import IndexDocument
from erdem.literature.search.store import IndexStore

with IndexStore(Path(sys.argv[1])).writer() as writer:
    done = int(writer.position)
    while True:
        done += 1
        writer.replace([IndexDocument(id=done, abstracts=("甘草与地黄" * 20,))])
        if done % 3 == 0:
            writer.commit(str(done))
            print(done, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> IndexStore:
    store = IndexStore(tmp_path / "index")
    store.rebuild(ALL, dictionary(), position="0")
    return store


def numbers(store: IndexStore) -> list[str]:
    return sorted(path.name for path in store.path.joinpath("generations").iterdir())


def test_there_is_nothing_to_search_before_the_first_build(tmp_path: Path) -> None:
    store = IndexStore(tmp_path / "none")
    assert store.state().generation == 0
    with pytest.raises(IndexMissingError, match="build it"):
        store.snapshot()
    with pytest.raises(IndexMissingError):
        store.writer()


def test_an_open_reader_sees_what_is_committed_and_nothing_before(store: IndexStore) -> None:
    searcher = Searcher(store)
    assert found(searcher, Everything()) == {1, 2, 3}
    with IndexStore(store.path).writer() as writer:  # as another process would
        writer.replace([IndexDocument(id=4, titles=("新的蒙药",)), replace(BERRIES, titles=("Seeds",))])
        writer.delete([3, 777])
        assert found(searcher, Everything()) == {1, 2, 3}
        writer.commit("7")
        assert found(searcher, Everything()) == {1, 2, 4}
        assert found(searcher, Word("ti", "seed")) == {2}
        assert found(searcher, Word("ti", "root")) == set()
    assert store.state().position.position == "7"


def test_sending_the_same_again_changes_nothing(store: IndexStore) -> None:
    with store.writer() as writer:
        for _ in range(2):
            writer.replace([*ALL, LICORICE])
            writer.commit("1")
    assert Searcher(store).count(Everything()) == 3


def test_what_was_not_committed_is_dropped_with_the_writer(store: IndexStore) -> None:
    with store.writer() as writer:
        writer.delete([1])
    with store.writer() as writer:
        writer.commit("1")
    assert found(Searcher(store), Everything()) == {1, 2, 3}


def test_there_is_one_writer_at_a_time(store: IndexStore) -> None:
    with store.writer(), pytest.raises(IndexBusyError, match="nothing was changed"):
        IndexStore(store.path).writer()
    store.writer().close()


def test_a_rebuild_serves_the_old_until_the_new_is_whole(store: IndexStore) -> None:
    searcher = Searcher(store)

    def documents() -> Iterator[IndexDocument]:
        yield LICORICE
        assert found(searcher, Everything()) == {1, 2, 3}
        with pytest.raises(IndexBusyError, match="building"):
            IndexStore(store.path).rebuild([], dictionary())
        with store.writer() as writer:  # changes go on meanwhile
            writer.delete([3])
            writer.commit("5")
        assert found(searcher, Everything()) == {1, 2}
        yield BERRIES
        yield BERRIES

    state = store.rebuild(documents(), dictionary(), position="4")
    assert state.meta is not None
    assert (state.generation, state.meta.documents, state.position.position) == (2, 2, "4")
    assert found(searcher, Everything()) == {1, 2}


def test_a_writer_of_the_old_generation_is_told_so(store: IndexStore) -> None:
    with store.writer() as writer:
        writer.delete([1])
        store.rebuild(ALL, dictionary())
        with pytest.raises(GenerationReplacedError, match="open a writer again"):
            writer.commit("9")
        assert numbers(store) == ["1", "2"]  # still open
    assert store.remove_unused() == 1
    assert found(Searcher(store), Everything()) == {1, 2, 3}


def test_an_old_generation_goes_when_its_last_reader_does(store: IndexStore) -> None:
    reader = IndexStore(store.path)
    reader.snapshot()
    store.rebuild(ALL, dictionary())
    assert numbers(store) == ["1", "2"]
    reader.snapshot()
    assert store.remove_unused() == 1
    assert numbers(store) == ["2"]


def test_a_failed_rebuild_leaves_the_old_one_in_use(store: IndexStore) -> None:
    def documents() -> Iterator[IndexDocument]:
        yield LICORICE
        raise OSError("the database went away")

    with pytest.raises(OSError, match="went away"):
        store.rebuild(documents(), dictionary())
    assert store.state().generation == 1
    assert found(Searcher(store), Everything()) == {1, 2, 3}
    assert store.rebuild([LICORICE], dictionary()).meta is not None
    assert found(Searcher(store), Everything()) == {1}


def test_readers_never_notice_a_change_of_generation(store: IndexStore) -> None:
    searcher, seen, stop = Searcher(IndexStore(store.path)), set[int](), threading.Event()
    faults: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                result = searcher.search(Word("", "蒙药"), facets=["type"])
                assert result.total == 1
                seen.add(result.generation)
        except BaseException as fault:  # noqa: BLE001 - reported by the test
            faults.append(fault)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        store.rebuild(ALL, dictionary())
        with store.writer() as writer:
            writer.replace([BERRIES])
            writer.commit("1")
    stop.set()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(seen) > 1
    searcher.search(Everything())
    store.remove_unused()
    assert len(numbers(store)) == 1


def test_another_version_of_the_program_asks_for_a_rebuild(store: IndexStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("erdem.literature.search.generation.ANALYSIS_VERSION", 99)
    assert store.state().unreadable == ("analysis",)
    for ask in (store.snapshot, store.writer):
        with pytest.raises(IndexOutdatedError, match="analysis"):
            ask()
    store.rebuild(ALL, dictionary())
    assert store.state().unreadable == ()
    assert found(Searcher(store), Everything()) == {1, 2, 3}


def test_another_dictionary_is_worth_a_rebuild_and_serves_until_then(store: IndexStore) -> None:
    assert store.state(dictionary()).stale == ()
    other = Dictionary(["三臣丸"])
    assert store.state(other).stale == ("dictionary",)
    assert store.state(other).unreadable == ()
    assert found(Searcher(store), Word("", "炙甘草")) == {1}


def test_a_spoilt_description_asks_for_a_rebuild(store: IndexStore) -> None:
    meta = store.path / "generations" / "1" / "meta.json"
    meta.write_text(json.dumps({"schema": 1}))
    assert store.state().unreadable == ("meta",)
    with pytest.raises(IndexOutdatedError):
        store.snapshot()


def test_several_processes_build_the_same_index(tmp_path: Path) -> None:
    documents = [replace(LICORICE, id=id_) for id_ in range(1, 450)]
    store = IndexStore(tmp_path)
    state = store.rebuild(iter(documents), dictionary(), processes=1)
    assert state.meta is not None
    assert state.meta.documents == 449
    assert Searcher(store).count(Word("", "熟地黄")) == 449


@pytest.mark.parametrize("seconds", [0.0, 0.15, 0.4])
def test_a_killed_writer_loses_nothing_it_had_committed(tmp_path: Path, seconds: float) -> None:
    store = IndexStore(tmp_path)
    store.rebuild([], dictionary(), position="0")
    writer = subprocess.Popen([sys.executable, "-c", CRASHING_WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    acknowledged = int(writer.stdout.readline())
    time.sleep(seconds)
    os.kill(writer.pid, signal.SIGKILL)
    acknowledged = max([acknowledged, *map(int, writer.stdout.read().split())])
    writer.wait()
    writer.stdout.close()
    searcher = Searcher(store)
    there = searcher.count(Everything())
    assert there >= acknowledged
    assert there % 3 == 0
    position = int(store.state().position.position)
    assert position in (there, there - 3)
    with store.writer() as after:  # the lock of the dead writer holds nobody up
        after.replace([IndexDocument(id=there + 1, titles=("炙甘草",))])
        after.commit("done")
    assert searcher.count(Word("", "炙甘草")) == 1


def test_a_killed_rebuild_is_cleared_away_by_the_next(store: IndexStore) -> None:
    script = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "from erdem.literature.search.dictionary import Dictionary\n"
        "from erdem.literature.search.document import IndexDocument\n"
        "from erdem.literature.search.store import IndexStore\n"
        "def documents():\n    yield IndexDocument(id=1)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "IndexStore(Path(sys.argv[1])).rebuild(documents(), Dictionary())\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(store.path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert numbers(store) == ["1", "2"]
    assert found(Searcher(store), Everything()) == {1, 2, 3}
    store.rebuild([LICORICE], dictionary())
    assert found(Searcher(store), Everything()) == {1}
    store.close()
