"""How well claims are read, against labels: ingredients found, amounts exact, with 95 % intervals.

A labelled ingredient is found when a mention's span overlaps its span and the two names agree folded, the words of one are
among those of the other, or both lead to one substance of the lexicon. Intervals are Wilson score intervals (Wilson 1927)
for shares and a seeded bootstrap over claims for F1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from erdem.lib.chance import repeatable
from erdem.lib.folding import fold, fold_name
from erdem.lib.quantity import Kind
from erdem.overlap.engine.canonical import Canonicaliser
from erdem.overlap.engine.claims.amounts import canonical_unit
from erdem.overlap.engine.claims.layout import fold_claim
from erdem.overlap.engine.claims.model import Mention
from erdem.overlap.engine.claims.parse import parse_text
from erdem.overlap.engine.claims.subject import Subject, subject_of

BOOTSTRAP = 1_000
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled ingredient; `kind` is rest for 余量, equal for 等分, else empty; no bounds when no amount is written."""

    name: str
    span: tuple[int, int]
    lo: float | None = None
    hi: float | None = None
    unit: str = ""
    kind: str = ""

    @property
    def has_amount(self) -> bool:
        """True when an amount is labelled."""
        return self.lo is not None or self.hi is not None or bool(self.kind)


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim with its labels; `part` is dev or held for real claims and synthetic for made ones.

    `parent` is the text of the independent claim it goes back to, as a reader of the patent has it before the eyes.
    """

    id: str
    text: str
    language: str
    form: str
    part: str
    ingredients: tuple[Label, ...]
    parent: str = ""


@dataclass(slots=True)
class Counts:
    """What was found over some claims; `rows` holds (found, missed, extra) of each claim for the bootstrap."""

    claims: int = 0
    found: int = 0
    missed: int = 0
    extra: int = 0
    bounds: int = 0
    bounds_right: int = 0
    units_right: int = 0
    rows: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, result: ClaimResult) -> None:
        """Adds one claim."""
        self.claims += 1
        self.found += result.found
        self.missed += len(result.missed)
        self.extra += len(result.extra)
        self.bounds += result.bounds
        self.bounds_right += result.bounds_right
        self.units_right += result.units_right
        self.rows.append((result.found, len(result.missed), len(result.extra)))


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """One claim read: what was missed, what was taken for an ingredient that is none, and wrong amounts as text."""

    claim: LabelledClaim
    found: int
    missed: tuple[str, ...]
    extra: tuple[str, ...]
    bounds: int
    bounds_right: int
    units_right: int
    wrong: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """True when nothing went wrong."""
        return not (self.missed or self.extra or self.wrong)


def labelled_claim(row: Mapping[str, object], text: str | None = None) -> LabelledClaim:
    """A labelled claim from its JSON object; `text` when the row has none. Raises ValueError when it cannot be used."""
    written = text if text is not None else row.get("text")
    labels = row.get("ingredients")
    if not isinstance(written, str) or not isinstance(labels, list):
        message = f"{row.get('id')}: a labelled claim needs a text and a list of ingredients"
        raise ValueError(message)
    return LabelledClaim(
        id=str(row.get("id", "")),
        text=written,
        language=str(row.get("language", "")),
        form=str(row.get("form", "")),
        part=str(row.get("part", "")),
        ingredients=tuple(_label(item, written) for item in labels),
        parent=str(row.get("parent", "")),
    )


def _label(item: Mapping[str, object], text: str) -> Label:
    name, span = str(item["name"]), item.get("span")
    if isinstance(span, list) and len(span) == 2:
        start, end = int(span[0]), int(span[1])
    else:
        start = text.find(name)
        end = start + len(name)
    if start < 0 or text[start:end] != name:
        message = f"the label {name!r} does not stand at its place in the text"
        raise ValueError(message)
    return Label(
        name,
        (start, end),
        _bound(item, "lo"),
        _bound(item, "hi"),
        str(item.get("unit") or ""),
        str(item.get("kind") or ""),
    )


def _bound(item: Mapping[str, object], key: str) -> float | None:
    value = item.get(key)
    return float(value) if isinstance(value, int | float) else None


def score_claim(claim: LabelledClaim, canonicalise: Canonicaliser) -> ClaimResult:
    """Reads one claim and compares with its labels, each mention and label used once."""
    parent = subject_of(fold_claim(claim.parent).text) if claim.parent else Subject.UNKNOWN
    mentions = list(parse_text(claim.text, canonicalise, parent=parent).mentions)
    pairs: list[tuple[Label, Mention]] = []
    missed: list[str] = []
    for label in claim.ingredients:
        match = next((mention for mention in mentions if _agree(label, mention, canonicalise)), None)
        if match is None:
            missed.append(label.name)
        else:
            mentions.remove(match)
            pairs.append((label, match))
    judged = [(label, mention, _same_bounds(label, mention)) for label, mention in pairs]
    wanted = [label for label in claim.ingredients if label.has_amount]
    right = [label for label, _, same in judged if same and label.has_amount]
    units = [label for label, mention, _ in judged if label.has_amount and _same_unit(label, mention)]
    wrong = [f"{label.name}: {_said(label)} read as {_read(mention)}" for label, mention, same in judged if not same]
    return ClaimResult(
        claim,
        found=len(pairs),
        missed=tuple(missed),
        extra=tuple(mention.name for mention in mentions),
        bounds=len(wanted),
        bounds_right=len(right),
        units_right=len(units),
        wrong=tuple(wrong),
    )


def _agree(label: Label, mention: Mention, canonicalise: Canonicaliser) -> bool:
    start, end = mention.span
    if end <= label.span[0] or start >= label.span[1]:
        return False
    written, found = fold_name(label.name), fold_name(mention.name)
    if written == found or (
        not mention.substance.is_provisional and canonicalise(label.name).id == mention.substance.id
    ):
        return True
    words, others = set(fold(label.name).split()), set(fold(mention.name).split())
    return len(words & others) >= 1 and (words <= others or others <= words)


def _same_bounds(label: Label, mention: Mention) -> bool:
    quantity = mention.quantity
    if label.kind:
        return quantity.kind.value == label.kind
    if quantity.kind in (Kind.REST, Kind.EQUAL, Kind.SOME):
        return not label.has_amount and quantity.kind is Kind.SOME
    return _close(label.lo, quantity.lo) and _close(label.hi, quantity.hi)


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def _same_unit(label: Label, mention: Mention) -> bool:
    return bool(label.kind) or canonical_unit(label.unit) == canonical_unit(mention.quantity.unit)


def _said(label: Label) -> str:
    return label.kind or f"[{label.lo}, {label.hi}] {label.unit}"


def _read(mention: Mention) -> str:
    return f"[{mention.quantity.lo}, {mention.quantity.hi}] {mention.quantity.unit} ({mention.quantity.kind.value})"


def score_claims(claims: Iterable[LabelledClaim], canonicalise: Canonicaliser) -> list[ClaimResult]:
    """`score_claim` for many."""
    return [score_claim(claim, canonicalise) for claim in claims]


def figures(results: Sequence[ClaimResult], seed: int = 1) -> dict[str, object]:
    """Precision, recall, F1, exact bounds and units with 95 % intervals (`[low, high]`), and the counts behind them."""
    counts = Counts()
    for result in results:
        counts.add(result)
    precision = _share(counts.found, counts.found + counts.extra)
    recall = _share(counts.found, counts.found + counts.missed)
    return {
        "claims": counts.claims,
        "ingredients": counts.found + counts.missed,
        "precision": precision,
        "precision_interval": wilson(counts.found, counts.found + counts.extra),
        "recall": recall,
        "recall_interval": wilson(counts.found, counts.found + counts.missed),
        "f1": _f1(counts.rows),
        "f1_interval": _bootstrap(counts.rows, seed),
        "amounts": counts.bounds,
        "bounds_exact": _share(counts.bounds_right, counts.bounds),
        "bounds_exact_interval": wilson(counts.bounds_right, counts.bounds),
        "units_right": _share(counts.units_right, counts.bounds),
        "units_right_interval": wilson(counts.units_right, counts.bounds),
        "claims_right": sum(result.is_right for result in results),
    }


def grouped(results: Sequence[ClaimResult], key: str) -> dict[str, list[ClaimResult]]:
    """Results by `language`, `form` or `part` of the claim, in the order of the names."""
    groups: dict[str, list[ClaimResult]] = {}
    for result in results:
        groups.setdefault(str(getattr(result.claim, key)), []).append(result)
    return dict(sorted(groups.items()))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def wilson(part: int, whole: int) -> list[float] | None:
    """Wilson score interval of a share at 95 %, or None for an empty sample."""
    if not whole:
        return None
    share, z2 = part / whole, _Z * _Z
    centre = share + z2 / (2 * whole)
    half = _Z * math.sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole))
    return [
        round(max(0.0, (centre - half) / (1 + z2 / whole)), 4),
        round(min(1.0, (centre + half) / (1 + z2 / whole)), 4),
    ]


def _f1(rows: Sequence[tuple[int, int, int]]) -> float | None:
    found, missed, extra = (sum(column) for column in zip(*rows, strict=True)) if rows else (0, 0, 0)
    return round(2 * found / (2 * found + missed + extra), 4) if found + missed + extra else None


def _bootstrap(rows: Sequence[tuple[int, int, int]], seed: int) -> list[float] | None:
    """2.5 and 97.5 per cent points of F1 over claims drawn with replacement."""
    if not rows or _f1(rows) is None:
        return None
    draw = repeatable(seed)
    values = sorted(value for _ in range(BOOTSTRAP) if (value := _f1(draw.choices(rows, k=len(rows)))) is not None)
    return [values[int(0.025 * len(values))], values[min(int(0.975 * len(values)), len(values) - 1)]]
