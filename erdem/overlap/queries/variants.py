"""Small multiples of a finding: the patent, then every variant of the cluster, in one fixed grid of cells.

The variants are read from the register as this reader may see them, not from the stored evidence: what somebody may not
see has no panel, and is counted only for those who know the counts of the comparison anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.knowledge import queries as knowledge
from erdem.knowledge.choices import Status
from erdem.knowledge.models import Record
from erdem.knowledge.policies import visible_records
from erdem.lib.folding import fold
from erdem.overlap import engine
from erdem.overlap.engine.dates import source_date
from erdem.overlap.engine.process.align import StepGrade, align
from erdem.overlap.models import Finding
from erdem.overlap.policies import visible_runs
from erdem.overlap.queries.dates import year_words
from erdem.overlap.queries.evidence import Evidence, read_evidence
from erdem.overlap.queries.joining import listed, typeset
from erdem.overlap.queries.joining import names as names_joined
from erdem.overlap.queries.sources import earliest_years

Row = dict[str, Any]
MOST_PANELS: Final = 48
MOST_NEAR: Final = 6
NEAR_SHARE: Final = 0.5  # of all substances of both together
LOOKED_AT: Final = 40
FAR: Final = 10_000


@dataclass(frozen=True)
class Cell:
    """One substance or step on one panel. ``marks`` are words for what differs: the treatment, the amount."""

    name: str
    present: bool
    note: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panel:
    """One text: the patent, or a record with the year and the book it stands in."""

    kind: str
    title: str
    line: str
    url: str
    cells: tuple[Cell, ...]
    others: str = ""
    unseen: str = ""
    is_own: bool = False

    @property
    def held(self) -> int:
        """How many of the cells are there."""
        return sum(cell.present for cell in self.cells)


@dataclass(frozen=True)
class VariantsPage:
    """Everything on the page of the variants."""

    finding: Finding
    path: tuple[dict[str, str], ...]
    title: str
    is_process: bool
    columns: tuple[str, ...]
    patent: Panel
    panels: tuple[Panel, ...]
    near: tuple[Panel, ...]
    more: int
    hidden: int | None

    @property
    def every(self) -> tuple[Panel, ...]:
        """All panels in their order, for the table."""
        return (self.patent, *self.panels, *self.near)


@dataclass(frozen=True)
class Grid:
    """The columns every panel has: their keys and names, and how a record fills them."""

    keys: tuple[str, ...]
    names: tuple[str, ...]
    fill: Callable[[Row], tuple[dict[str, Cell], list[str]]]


def variant_ids(finding: Finding) -> list[int]:
    """Return the keys of the records of the cluster, the finding's own among them. Not for anybody's eyes."""
    kept = [int(variant["tk"]) for variant in finding.evidence["match"].get("variants") or ()]
    return list(dict.fromkeys([*kept, finding.record_id]))


def visible_variants(actor: Actor, finding: Finding) -> list[Row]:
    """Return the records of the cluster that the actor may see, earliest source first, as the engine reads them."""
    rows = {int(row["id"]): row for row in knowledge.screening_rows(actor, ids=variant_ids(finding))}
    years = _years(rows)
    ordered = sorted(rows.values(), key=lambda row: (_order(years[int(row["id"])]), int(row["id"])))
    return [{**row, "year": years[int(row["id"])]} for row in ordered]


def _years(rows: dict[int, Row]) -> dict[int, int | None]:
    """The earliest proved year of each record, else the year of its book, of the edition where it is a later one."""
    years = earliest_years(rows)
    for key, row in rows.items():
        by_book = source_date(row["book"]) if years[key] is None else None
        if by_book is not None:
            years[key] = by_book.edition or by_book.year
    return years


def _order(year: int | None) -> int:
    return FAR if year is None else year


def count_visible(actor: Actor, finding: Finding) -> int:
    """Count the records of the cluster that the actor may see."""
    found = Record.objects.filter(visible_records(actor), status=Status.REGISTERED, pk__in=variant_ids(finding))
    return found.count()


def hidden_variants(actor: Actor, finding: Finding, shown: int) -> int | None:
    """Return how many variants this reader may not see; None where even that is not for them."""
    if visible_runs(actor):  # a rule that leaves something out
        return None
    return max(0, len(variant_ids(finding)) - shown)


def variants_page(actor: Actor, finding: Finding) -> VariantsPage:
    """Return what the page of the variants shows."""
    evidence = read_evidence(finding.evidence, finding.record.kind)
    rows = visible_variants(actor, finding)
    grid = _step_grid(evidence, rows, finding) if evidence.is_process else _substance_grid(evidence)
    first = next((grid.fill(row)[0] for row in rows), {})
    panels = tuple(_panel(row, grid, first, finding) for row in rows[:MOST_PANELS])
    near = () if evidence.is_process else _near(actor, finding, grid, rows)
    return VariantsPage(
        finding=finding,
        path=(
            {"label": _("Findings"), "url": reverse("overlap:finding-list")},
            {"label": finding.number, "url": reverse("overlap:finding-detail", args=[finding.number])},
            {"label": _("Variants"), "url": ""},
        ),
        title=_title(finding, len(rows), evidence),
        is_process=evidence.is_process,
        columns=grid.names,
        patent=_patent_panel(finding, evidence, grid),
        panels=panels,
        near=tuple(_panel(row, grid, first, finding) for row in near),
        more=max(0, len(rows) - len(panels)),
        hidden=hidden_variants(actor, finding, len(rows)),
    )


def _title(finding: Finding, count: int, evidence: Evidence) -> str:
    given = {"name": finding.record.name, "count": count}
    if count < 2:
        return _("%(name)s: one record, beside the patent") % given
    if evidence.is_process:
        return _("%(name)s: %(count)s records of the same name, beside the patent") % given
    return _("%(name)s: %(count)s records of the same composition, beside the patent") % given


def _panel(row: Row, grid: Grid, first: dict[str, Cell], finding: Finding) -> Panel:
    cells, others = grid.fill(row)
    year = row.get("year")
    book = f"《{row['book']}》" if row["book"] else names_joined(row["places"][:2])
    return Panel(
        kind="knowledge",
        title=row["name"],
        line=" ".join(part for part in (year_words(year) if year is not None else _("no date"), book) if part),
        url=reverse("knowledge:record-detail", args=[row["number"]]),
        cells=tuple(
            _marked(cells[key], first.get(key)) if key in cells else Cell(name, present=False)
            for key, name in zip(grid.keys, grid.names, strict=True)
            if cells or others
        ),
        others=listed(others),
        unseen="" if cells or others else _("What it is made of, or how, is not recorded."),
        is_own=int(row["id"]) == finding.record_id,
    )


def _marked(cell: Cell, first: Cell | None) -> Cell:
    """Mark what differs from the earliest record: another amount. Treatments are marked where they are written."""
    if first is None or not cell.note or not first.note or _amount(cell.note) == _amount(first.note):
        return cell
    return replace(cell, marks=(*cell.marks, _("another amount")))


def _amount(written: str) -> str:
    """The amount without the word for each: 各二两 is 二两."""
    return fold(written).strip().removeprefix("各")


def _canonicaliser() -> Callable[[str], str]:
    canonicalise = engine.Canonicaliser(engine.Lexicon.from_rows(knowledge.lexicon_rows()))
    return lambda name: canonicalise(name).id


def _substance_grid(evidence: Evidence) -> Grid:
    key_of = _canonicaliser()
    names: dict[str, str] = {}
    for row in evidence.shared:
        names.setdefault(key_of(row.record_name), row.record_name)
    for name in (*evidence.missing, *evidence.added):
        names.setdefault(key_of(name), name)

    def fill(row: Row) -> tuple[dict[str, Cell], list[str]]:
        cells: dict[str, Cell] = {}
        others = []
        for line in row["ingredients"]:
            key, treated = key_of(line["herb"]), line["processing"] or ""
            if key in names:
                cells[key] = Cell(
                    line["herb"], present=True, note=line["dose"] or "", marks=(treated,) if treated else ()
                )
            else:
                others.append(line["herb"])
        return cells, others

    return Grid(tuple(names), tuple(names.values()), fill)


def _step_grid(evidence: Evidence, rows: Sequence[Row], finding: Finding) -> Grid:
    own = next((row for row in rows if int(row["id"]) == finding.record_id), None)
    mine, _problems = engine.tk_record(own or {"name": finding.record.name}, 0)
    steps = mine.steps if mine else ()
    names: dict[str, str] = {}
    for place, row in enumerate(evidence.steps):
        written = row.record or row.patent or {}
        key = f"step:{row.record_place}" if row.record is not None else f"patent:{place}"
        names[key] = typeset(written.get("operation", ""))

    def fill(row: Row) -> tuple[dict[str, Cell], list[str]]:
        theirs, _found = engine.tk_record(row, 0)
        if theirs is None:
            return {}, []
        if int(row["id"]) == finding.record_id:
            return {f"step:{at}": _step_cell(row["steps"][at]) for at in range(len(row["steps"]))}, []
        cells, others = {}, []
        for pair in align(theirs.steps, steps).rows:
            if pair.patent is None:
                continue
            written = row["steps"][pair.patent]
            if pair.tk is None:
                others.append(typeset(written["op"]))
            else:
                near = (_("near"),) if pair.grade is StepGrade.NEAR else ()
                cells[f"step:{pair.tk}"] = replace(_step_cell(written), marks=near)
        return cells, others

    return Grid(tuple(names), tuple(names.values()), fill)


def _step_cell(step: Row) -> Cell:
    note = " ".join(typeset(step[part]) for part in ("temp", "time") if step[part])
    return Cell(typeset(step["op"]), present=True, note=note)


def _patent_panel(finding: Finding, evidence: Evidence, grid: Grid) -> Panel:
    publication = finding.publication
    cells = _patent_steps(evidence) if evidence.is_process else _patent_substances(evidence)
    number = publication.number if not publication.number.startswith("LOCAL") else _("no number seen")
    return Panel(
        kind="patent",
        title=publication.title or publication.number,
        line=number,
        url=reverse("literature:publication-detail", args=[publication.number_key]),
        cells=tuple(
            cells.get(key if evidence.is_process else name, Cell(name, present=False))
            for key, name in zip(grid.keys, grid.names, strict=True)
        ),
    )


def _patent_substances(evidence: Evidence) -> dict[str, Cell]:
    treated = _("another treatment")
    shared = {
        row.record_name: Cell(
            row.patent_name,
            present=True,
            note=row.patent_dose,
            marks=(treated,) if row.reason.startswith("processing") else (),
        )
        for row in evidence.shared
    }
    return shared | {name: Cell(name, present=True) for name in evidence.added}


def _patent_steps(evidence: Evidence) -> dict[str, Cell]:
    cells = {}
    for place, row in enumerate(evidence.steps):
        if row.patent is None:
            continue
        key = f"step:{row.record_place}" if row.record is not None else f"patent:{place}"
        note = " ".join(typeset(row.patent[part]) for part in ("temperature", "time") if row.patent.get(part))
        near = (_("near"),) if row.grade == "near" else ()
        cells[key] = Cell(typeset(row.patent.get("operation", "")), present=True, note=note, marks=near)
    return cells


def _near(actor: Actor, finding: Finding, grid: Grid, rows: Sequence[Row]) -> list[Row]:
    """Return visible formulas outside the cluster that share most with it, by the share of all substances of both."""
    own = next((row for row in rows if int(row["id"]) == finding.record_id), None)
    if own is None:
        return []
    written = {line["herb"] for row in rows for line in row["ingredients"]}
    inside = set(variant_ids(finding))
    found = (
        Record.objects.filter(visible_records(actor), status=Status.REGISTERED, ingredients__name__in=written)
        .exclude(pk__in=inside)
        .annotate(common=Count("ingredients__name", distinct=True))
        .filter(common__gt=1)
        .order_by("-common", "pk")
        .values_list("pk", flat=True)[:LOOKED_AT]
    )
    others = {int(row["id"]): row for row in knowledge.screening_rows(actor, ids=list(found))}
    mine = len(grid.fill(own)[0])
    ranked = []
    for row in others.values():
        cells, more = grid.fill(row)
        common = len([key for key in cells if key in grid.fill(own)[0]])
        share = common / (mine + len(cells) - common + len(more))
        if share >= NEAR_SHARE:
            ranked.append((-share, int(row["id"]), row))
    years = _years(others)
    return [{**row, "year": years[key]} for _share, key, row in sorted(ranked, key=lambda one: one[:2])[:MOST_NEAR]]
