"""What the finding page shows, as plain frozen values: everything is decided before the template is reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from erdem.overlap.models import Dossier, Finding

if TYPE_CHECKING:
    from erdem.overlap.queries.alternatives import Alternative
    from erdem.overlap.queries.findings import FindingRow


@dataclass(frozen=True)
class Segment:
    """A run of quoted text; ``number`` joins it with the same number elsewhere on the page."""

    text: str
    number: int | None = None
    kept: bool = False


@dataclass(frozen=True)
class Quote:
    """One quoted text: a claim, an abstract, a composed list of ingredients."""

    label: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Side:
    """The head of one side."""

    kicker: str
    title: str
    url: str
    meta: tuple[str, ...]
    quotes: tuple[Quote, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Half:
    """One end of a pair."""

    name: str
    note: str = ""
    step: str = ""


@dataclass(frozen=True)
class Pair:
    """Two things joined by a number, or one thing that the other side lacks."""

    number: int | None
    left: Half | None
    right: Half | None


@dataclass(frozen=True)
class EvidenceRow:
    """One row of the table of evidence. ``share`` is the whole percent of the patent's amounts, ``bar`` its length."""

    number: int
    patent: str
    record: str
    grade: str
    patent_amount: str = ""
    record_amount: str = ""
    share: int | None = None
    bar: int = 0
    remark: str = ""
    word: str = ""


@dataclass(frozen=True)
class DateMark:
    """A point of the dates line. ``kind`` is knowledge, patent or ours; ``day`` the first day it can be, for sorting."""

    kind: str
    date: str
    text: str
    note: str = ""
    day: dt.date | None = None


@dataclass(frozen=True)
class Said:
    """A heading and its sentence."""

    heading: str
    text: str


@dataclass(frozen=True)
class Way:
    """Something that can be done, with its window and the law behind it."""

    slug: str
    title: str
    state: str
    window: str
    basis: str
    to_confirm: bool = False
    url: str = ""
    button: str = ""
    ends: dt.date | None = None
    window_state: str = ""
    law: str = ""
    confidence: str = ""
    source: str = ""


@dataclass(frozen=True)
class StepButton:
    """One permitted step of the workflow."""

    name: str
    label: str
    emphasis: str


@dataclass(frozen=True)
class TrailEntry:
    """One line of who looked."""

    time: str
    text: str
    note: str = ""
    on: bool = False


@dataclass(frozen=True)
class Order:
    """Whether the knowledge is proved older than the patent.

    ``answer`` is before, after, unproved or unknown; ``lacks`` is the side whose date stands in the way: source or patent.
    """

    answer: str
    sentence: str
    lacks: str = ""


@dataclass(frozen=True)
class FindingPage:
    """Everything on the finding page."""

    finding: Finding
    path: tuple[dict[str, str], ...]
    title: str
    status: str
    shape: str
    relation: str
    score: str
    is_process: bool
    patent: Side
    knowledge: Side
    pairs: tuple[Pair, ...]
    rows: tuple[EvidenceRow, ...]
    rows_note: str
    materials_note: str
    has_amounts: bool
    dates: tuple[DateMark, ...]
    order: Order
    reasons: tuple[Said, ...]
    ways: tuple[Way, ...]
    steps: tuple[StepButton, ...]
    first_step: StepButton | None
    trail: tuple[TrailEntry, ...]
    dossiers: tuple[Dossier, ...]
    dossier_refused: str
    newer_evidence: str
    may_accept_newer: bool
    news: str
    band: str
    precision: str
    missing: tuple[str, ...]
    added: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    other_patents: tuple[FindingRow, ...]
    variants: int
