"""Measures the patent search: our way from a typed question to ids beside tantivy asked directly, on one index.

Our way is what the product does: the text is read, compiled, searched, counted, put in a fixed order. Nothing is kept from
one question to the next but the opened index and its dictionary. The baseline asks the same index with queries built by
hand from the same terms, for the ten best ids and the number of all. Both answer in turns, question by question.
"""

from __future__ import annotations

import gc
import importlib.metadata
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tantivy import Query

from erdem.literature.search.language.parser import parse
from erdem.web.cli.measuring import machine
from erdem.web.cli.measuring_search_material import SYNTHETIC, Material, names_of_substances
from erdem.web.cli.measuring_search_pages import measure_pages
from erdem.web.cli.measuring_search_postgres import measure_postgres
from erdem.web.cli.measuring_search_questions import KINDS, Question, questions
from erdem.web.cli.measuring_search_recall import measure_recall

if TYPE_CHECKING:
    from erdem.literature.search.document import IndexDocument
    from erdem.literature.search.searcher import Searcher
    from erdem.literature.search.snapshot import Snapshot
    from erdem.literature.search.store import IndexStore

    Answer = tuple[int, tuple[int, ...]]

TOP = 10
SAMPLE = 4_000  # documents whose writing is measured, and that phrases are taken from
PAGES = 1_000  # questions of each kind for pages
_PAGE_FACETS = ("type", "class", "region1", "applicant", "year", "office", "status", "held")
_NEAR = 1e-4  # by which scores of the same hit may differ: sums of floats in another order


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure. `corpora` is a folder of real documents; an index that is in the folder `index` is used as it is."""

    documents: int
    corpora: Path | None
    index: Path
    processes: int = 2
    count: int = 100
    rounds: int = 3
    postgres: bool = False
    pages: bool = False


def measure_search(plan: Plan) -> dict[str, Any]:
    """Build an index and ask it."""
    from erdem.literature.search.searcher import Searcher
    from erdem.literature.search.store import IndexStore

    load = round(os.getloadavg()[0], 1)
    store = IndexStore(plan.index)
    material = Material(plan.corpora, plan.documents)
    built = _built(plan, material, store)
    snapshot = store.snapshot()
    sample = list(material.sample(SAMPLE))
    writing = measure_writing(sample, snapshot)
    asked = questions(material.words, [_text(one) for one in sample], plan.count)
    measured = {kind: measure_questions(Searcher(store), snapshot, asked[kind], plan.rounds) for kind in KINDS}
    figures = {
        "docs": snapshot.documents,
        "real_docs": snapshot.documents - _synthetic(snapshot),
        **_by_figure(measured),
        "questions": plan.count,
        "rounds": plan.rounds,
        "recall": measure_recall(material, snapshot),
        "index": {**built, **writing, "segments": snapshot.searcher.num_segments, "megabytes": _megabytes(plan.index)},
        "machine": machine(),
        "load_before": load,
        "versions": {name: importlib.metadata.version(name) for name in ("tantivy", "rjieba")},
    }
    figures["ratio_to_raw"]["index"] = writing["ratio_to_raw"]
    if plan.postgres:
        figures["postgres"] = measure_postgres(material, snapshot, asked, plan.processes)
    if plan.pages:
        figures["pages"] = measure_pages(material, _asked_of_pages(material))
    return figures


def measure_pages_of(plan: Plan) -> dict[str, Any]:
    """Build the index unless it is there, and ask for pages."""
    from erdem.literature.search.store import IndexStore

    material = Material(plan.corpora, plan.documents)
    built = _built(plan, material, IndexStore(plan.index))
    load = round(os.getloadavg()[0], 1)
    pages = measure_pages(material, _asked_of_pages(material))
    return {"index": built, **pages, "machine": machine(), "load_before": load}


def _asked_of_pages(material: Material) -> dict[str, list[Question]]:
    """Other questions than the index was asked, enough that hardly one comes twice."""
    return questions(material.words, [_text(one) for one in material.sample(SAMPLE)], PAGES, seed=2)


def _by_figure(measured: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Turn figures of each kind of question into kinds under each figure."""
    names = next(iter(measured.values()))
    return {name: {kind: one[name] for kind, one in measured.items()} for name in names}


def _built(plan: Plan, material: Material, store: IndexStore) -> dict[str, Any]:
    """Build the index as `erdem index rebuild` does, unless it is there; reading and inventing documents is part of it."""
    from erdem.literature.search import dictionary as words

    if store.state().generation:
        return {"built": "before"}
    began = time.perf_counter()
    store.rebuild(material.documents(), words.shared(names_of_substances()), processes=plan.processes)
    seconds = time.perf_counter() - began
    return {
        "seconds": round(seconds, 1),
        "documents_per_s": round(plan.documents / seconds, 1),
        "processes": plan.processes,
    }


def _synthetic(snapshot: Snapshot) -> int:
    """How many documents of the index are synthetic, by their numbers."""
    numbers = Query.regex_query(snapshot.schema, "pn", f"{SYNTHETIC}[0-9]+A")
    return count_of(snapshot.searcher.search(numbers, 1))


def _text(document: IndexDocument) -> str:
    return " ".join((*document.titles, *document.abstracts, *document.claims[:1]))


def measure_writing(sample: Sequence[IndexDocument], snapshot: Snapshot) -> dict[str, Any]:
    """Documents a second on one processor: analysed, written by us and by tantivy alone from the same tokens."""
    from erdem.literature.search import schema
    from erdem.literature.search.building import write

    began = time.process_time()
    lines = [(one.id, schema.line(one, snapshot.dictionary)) for one in sample]
    analysing = time.process_time() - began
    ours, raw = [], []
    for _ in range(3):
        ours.append(_seconds_of_writing(lambda writer: write(writer, lines)))
        raw.append(_seconds_of_writing(lambda writer: _write_raw(writer, lines)))
    own, plain = min(ours), min(raw)
    return {
        "analysed_per_s": round(len(sample) / analysing, 1),
        "written_per_s": round(len(sample) / own, 1),
        "raw_written_per_s": round(len(sample) / plain, 1),
        "ratio_to_raw": round(own / plain, 3),
    }


def _write_raw(writer: Any, lines: Sequence[tuple[int, str]]) -> None:
    for _id, line in lines:
        writer.add_json(line)


def _seconds_of_writing(work: Callable[[Any], None]) -> float:
    """Processor seconds, tantivy's threads included, of an empty index until everything is written and merged."""
    import tantivy

    from erdem.literature.search import schema
    from erdem.literature.search.store import BUILD_HEAP

    with tempfile.TemporaryDirectory() as folder:
        index = tantivy.Index(schema.build(), path=folder)
        schema.register(index)
        began = time.process_time()
        writer = index.writer(BUILD_HEAP, 1)
        work(writer)
        writer.commit()
        writer.wait_merging_threads()
        return time.process_time() - began


class Times:
    """Seconds of one way to answer: on the clock, and of the processor for the thread that asks, which bears no load."""

    def __init__(self) -> None:
        self._seconds: list[float] = []
        self._processor: list[float] = []

    def measure(self, work: Callable[[], Any]) -> Any:
        """Do the work, keep how long it took, return what came of it."""
        began, busy = time.perf_counter(), time.thread_time()
        answer = work()
        self._processor.append(time.thread_time() - busy)
        self._seconds.append(time.perf_counter() - began)
        return answer

    def milliseconds(self, share: int) -> float:
        """A percentile on the clock."""
        ordered = sorted(self._seconds)
        return round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)] * 1000, 3)

    def ratio(self, other: Times) -> float:
        """The median on the clock by the other's."""
        return round(statistics.median(self._seconds) / statistics.median(other._seconds), 3)

    def processor_ratio(self, other: Times) -> float:
        """The median of the processor's time by the other's."""
        return round(statistics.median(self._processor) / statistics.median(other._processor), 3)


def measure_questions(searcher: Searcher, snapshot: Snapshot, asked: Sequence[Question], rounds: int) -> dict[str, Any]:
    """Time the questions each way in turns, and see that ours and the one by hand find the same."""
    equal = sum(_is_same(searcher, snapshot, question) for question in asked)
    ours, raw, uncounted, page = Times(), Times(), Times(), Times()
    hits = 0
    for at in range(rounds):
        gc.collect()
        for place, question in enumerate(asked):
            pair = ((ours, partial(_ask_us, searcher, question)), (raw, partial(_ask_raw, snapshot, question)))
            for times, ask in pair if (at + place) % 2 == 0 else reversed(pair):  # the second finds terms read already
                total, _ids_found = times.measure(ask)
            hits += total
        for question in asked:
            uncounted.measure(partial(_ask_without_count, snapshot, question))
    for question in asked:  # once: counts of facets are kept for the next page
        page.measure(partial(_ask_for_page, searcher, question))
    return {
        "ratio_to_raw": ours.ratio(raw),
        "processor_ratio_to_raw": ours.processor_ratio(raw),
        "p50_ms": ours.milliseconds(50),
        "p95_ms": ours.milliseconds(95),
        "raw_p50_ms": raw.milliseconds(50),
        "raw_p95_ms": raw.milliseconds(95),
        "raw_p50_ms_without_count": uncounted.milliseconds(50),
        "page_p50_ms": page.milliseconds(50),
        "page_p95_ms": page.milliseconds(95),
        "mean_hits": round(hits / (rounds * len(asked))),
        "equal_results": f"{equal} of {len(asked)}",
    }


def _ask_us(searcher: Searcher, question: Question) -> Answer:
    result = searcher.search(parse(question.text).node, limit=TOP)
    return result.total, tuple(hit.id for hit in result.hits)


def _ask_raw(snapshot: Snapshot, question: Question) -> Answer:
    result = snapshot.searcher.search(question.by_hand(snapshot), TOP)
    return count_of(result), _ids(snapshot, result)


def _ask_without_count(snapshot: Snapshot, question: Question) -> tuple[int, ...]:
    return _ids(snapshot, snapshot.searcher.search(question.by_hand(snapshot), TOP, count=False))


def count_of(result: Any) -> int:
    """How many documents tantivy counted; its types do not name the attribute."""
    return int(result.count or 0)


def _ids(snapshot: Snapshot, result: Any) -> tuple[int, ...]:
    ids = snapshot.searcher.fast_field_values("id", [address for _score, address in result.hits])
    return tuple(int(id_ or 0) for id_ in ids)


def _ask_for_page(searcher: Searcher, question: Question) -> object:
    """What the page asks for: twenty families, how many there are, and the counts of eight facets."""
    return searcher.search(parse(question.text).node, limit=20, collapse_families=True, facets=_PAGE_FACETS)


def _is_same(searcher: Searcher, snapshot: Snapshot, question: Question) -> bool:
    """Whether both find as many, with the same ten best scores, and the same ids above the last of these scores."""
    ours = searcher.search(parse(question.text).node, limit=TOP)
    raw = snapshot.searcher.search(question.by_hand(snapshot), TOP)
    mine = [(hit.score, hit.id) for hit in ours.hits]
    theirs = [(float(score), id_) for (score, _address), id_ in zip(raw.hits, _ids(snapshot, raw), strict=True)]
    if ours.total != count_of(raw) or len(mine) != len(theirs):
        return False
    near = [abs(one[0] - other[0]) < _NEAR * max(1, one[0]) for one, other in zip(mine, theirs, strict=True)]
    last = mine[-1][0] + _NEAR if mine else 0
    return all(near) and {id_ for score, id_ in mine if score > last} == {id_ for score, id_ in theirs if score > last}


def _megabytes(folder: Path) -> int:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)
