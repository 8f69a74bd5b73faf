"""A pool: TK records made ready for comparison, with indexes, clusters of variants and the problems found."""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from erdem.lib.collector import collector_paused
from erdem.lib.folding import fold_formula_name, fold_name
from erdem.overlap.engine.canonical import Canonicaliser
from erdem.overlap.engine.dates import SourceDate, source_date
from erdem.overlap.engine.formula.index import FormulaIndex, build_index
from erdem.overlap.engine.formula.items import Item, items_of
from erdem.overlap.engine.formula.recovery import recovered
from erdem.overlap.engine.grades import GradeTable
from erdem.overlap.engine.lexicon import Lexicon
from erdem.overlap.engine.names import NameIndex, WatchedName
from erdem.overlap.engine.names.watched import watched_of_record
from erdem.overlap.engine.problems import RecordProblem
from erdem.overlap.engine.process.compare import ProcessSide, side
from erdem.overlap.engine.process.materials import materials_in
from erdem.overlap.engine.process.terms import name_cores
from erdem.overlap.engine.process.tokens import process_tokens
from erdem.overlap.engine.records import TkRecord, tk_record
from erdem.overlap.engine.weights import FORMULA

_FORMULA_ENDINGS = "汤散丸膏丹饮煎酒方粥汁茶剂浆露圆饼"
_COMPOUND_NAME = re.compile(r"[（(、，,/]")
# Headings that stand for many formulas.
_NO_NAME = re.compile(r"^又|通治方|^.?方$|[一二三四五六七八九十]道$|诸方|^此$|^治")
TRANSMISSION_FULL = 3.0  # binary logarithm of eight: seven books are as good as more
MIN_FORMULA_NAME = 3
MAX_NAME = 12
UNDATED = 9999


@dataclass(frozen=True, slots=True)
class Cluster:
    """TK variants with one canonical set of substances; `members` are positions, the earliest dated source first."""

    id: str
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Prepared TK side. Positions index `records`, `compositions`, `dates` and `cluster_of` alike."""

    lexicon: Lexicon
    canonicalise: Canonicaliser
    grades: GradeTable
    records: tuple[TkRecord, ...]
    problems: tuple[RecordProblem, ...]
    compositions: tuple[tuple[Item, ...], ...]
    index: FormulaIndex
    dates: tuple[SourceDate | None, ...]
    cluster_of: tuple[str, ...]
    clusters: Mapping[str, Cluster]
    formula_names: Mapping[str, tuple[int, ...]]
    processes: Mapping[int, ProcessSide]
    process_tokens: Mapping[str, tuple[int, ...]]
    names: NameIndex
    transmission: tuple[float, ...] = ()

    def year(self, position: int) -> int:
        """Year of the source, or `UNDATED`."""
        date = self.dates[position]
        return date.year if date else UNDATED

    @property
    def unknown_names(self) -> dict[str, int]:
        """Names the lexicon does not know, with the number of records they stand in."""
        counts: dict[str, int] = defaultdict(int)
        for items in self.compositions:
            for item in items:
                if item.is_provisional:
                    counts[item.id.removeprefix("?")] += 1
        return dict(counts)


def prepare(records: Iterable[TkRecord | Mapping[str, object]], lexicon: Lexicon) -> Pool:
    """Makes TK records ready for `screen`. Mappings are read like JSON Lines; what is wrong goes to `problems`."""
    with collector_paused():
        return _prepare(records, lexicon)


def _prepare(records: Iterable[TkRecord | Mapping[str, object]], lexicon: Lexicon) -> Pool:
    kept, problems = _records(records)
    canonicalise = Canonicaliser(lexicon)
    grades = GradeTable(lexicon)
    dates = tuple(source_date(record.book, record.year) for record in kept)
    compositions = tuple(
        _composition(record, canonicalise, date.year if date else None)
        for record, date in zip(kept, dates, strict=True)
    )
    cluster_of = tuple(_cluster_key(items, record) for items, record in zip(compositions, kept, strict=True))
    processes = {
        position: _process_side(record, canonicalise) for position, record in enumerate(kept) if not record.ingredients
    }
    return Pool(
        lexicon=lexicon,
        canonicalise=canonicalise,
        grades=grades,
        records=kept,
        problems=problems,
        compositions=compositions,
        index=build_index(compositions),
        dates=dates,
        cluster_of=cluster_of,
        clusters=_clusters(cluster_of, dates),
        formula_names=_formula_names(kept),
        processes=processes,
        process_tokens=_tokens(processes),
        names=NameIndex.build(name for position in processes for name in _watched(kept[position], position)),
        transmission=_transmission(kept),
    )


def _composition(record: TkRecord, canonicalise: Canonicaliser, year: int | None) -> tuple[Item, ...]:
    """Canonical items of a record; of one out of a book also what its text lists and the parsed list lost."""
    items = items_of(record.ingredients, canonicalise, year)
    if not record.book or not items:
        return items
    lost = recovered(record.text, record.ingredients, canonicalise, frozenset(item.id for item in items))
    if not lost:
        return items
    every = items_of((*record.ingredients, *lost), canonicalise, year)
    return tuple(replace(item, weight=FORMULA.recovered) if item.source.recovered else item for item in every)


def _records(
    rows: Iterable[TkRecord | Mapping[str, object]],
) -> tuple[tuple[TkRecord, ...], tuple[RecordProblem, ...]]:
    kept: list[TkRecord] = []
    problems: list[RecordProblem] = []
    for line, row in enumerate(rows):
        if isinstance(row, TkRecord):
            kept.append(row)
            continue
        record, found = tk_record(row, line)
        problems.extend(found)
        if record is not None:
            kept.append(record)
    return tuple(kept), tuple(problems)


def _cluster_key(items: Sequence[Item], record: TkRecord) -> str:
    ids = sorted(item.id for item in items if item.weight > FORMULA.prose)
    if ids:
        return "f-" + hashlib.sha256("|".join(ids).encode()).hexdigest()[:12]
    cores = "|".join(name_cores(record.name)) or fold_name(record.name) or str(record.id)
    return "p-" + hashlib.sha256(cores.encode()).hexdigest()[:12]


def _clusters(cluster_of: Sequence[str], dates: Sequence[SourceDate | None]) -> dict[str, Cluster]:
    members: dict[str, list[int]] = defaultdict(list)
    for position, key in enumerate(cluster_of):
        members[key].append(position)
    return {
        key: Cluster(key, tuple(sorted(found, key=lambda position: (_order(dates[position]), position))))
        for key, found in members.items()
    }


def _order(date: SourceDate | None) -> tuple[int, int]:
    return (date.year, date.edition or date.year) if date else (UNDATED, UNDATED)


def _transmission(records: Sequence[TkRecord]) -> tuple[float, ...]:
    """How widely each formula was handed down, 0..1: from the number of books that hold one of its name.

    A formula that many books carry is a likelier source than one of a single book; "another formula" (又方) has no name.
    What people registered themselves, not out of a book, counts in full.
    """
    names = [fold_formula_name(record.name) for record in records]
    books: dict[str, set[str]] = defaultdict(set)
    for name, record in zip(names, records, strict=True):
        if record.book and not _NO_NAME.search(name):
            books[name].add(record.book)
    return tuple(
        min(math.log2(1 + len(books.get(name, ()))) / TRANSMISSION_FULL, 1.0) if record.book else 1.0
        for name, record in zip(names, records, strict=True)
    )


def _formula_names(records: Sequence[TkRecord]) -> dict[str, tuple[int, ...]]:
    """Names of formulas that a patent's text may cite, with the positions that bear them."""
    names: dict[str, list[int]] = defaultdict(list)
    for position, record in enumerate(records):
        if not record.ingredients:
            continue
        others = name_cores(record.name) if _COMPOUND_NAME.search(record.name) else ()
        for core in {*(fold_formula_name(name) for name in (record.name, *record.names)), *others}:
            if MIN_FORMULA_NAME <= len(core) <= 12 and (core[-1] in _FORMULA_ENDINGS or core[-1].isdigit()):
                names[core].append(position)
    return {name: tuple(found) for name, found in names.items()}


def _process_side(record: TkRecord, canonicalise: Canonicaliser) -> ProcessSide:
    written = [*record.materials, *(step.material for step in record.steps)]
    headline = " ".join((record.name, *record.names, *record.products))
    return side(headline, "", record.steps, materials_in(written, canonicalise), names=(record.name, *record.names))


def _watched(record: TkRecord, position: int) -> Iterator[WatchedName]:
    """The names of a process, watched under its position in the pool."""
    return (replace(name, record=position) for name in watched_of_record(record))


def _tokens(processes: Mapping[int, ProcessSide]) -> dict[str, tuple[int, ...]]:
    postings: dict[str, list[int]] = defaultdict(list)
    for position, process in processes.items():
        for token in process_tokens(process):
            postings[token].append(position)
    return {token: tuple(found) for token, found in postings.items()}
