"""Why a match is not higher: structured reasons, never prose, so that every language can say them.

Slugs are stable; `params` hold names and numbers to put into the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from erdem.lib.folding import fold
from erdem.overlap.engine.claims.model import Transition
from erdem.overlap.engine.claims.parse import ParsedPatent
from erdem.overlap.engine.classes import proximity
from erdem.overlap.engine.formula.compare import Comparison, SharedItem
from erdem.overlap.engine.grades import Reason
from erdem.overlap.engine.lexicon import Lexicon
from erdem.overlap.engine.process.align import StepGrade
from erdem.overlap.engine.process.compare import ProcessComparison
from erdem.overlap.engine.records import Patent, TkRecord
from erdem.overlap.engine.weights import DOSE_DIFFERS, SAME_USE

# Notes of a claim that leave nothing to compare are said of the patent, not of a match.
BARRING = ("no_ingredients", "language_not_supported")


@dataclass(frozen=True, slots=True)
class WhyNot:
    """One reason: slug and its parameters."""

    slug: str
    params: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Plain mapping."""
        return {"slug": self.slug, "params": dict(self.params)}


@lru_cache(maxsize=32768)
def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters of folded text, without punctuation."""
    letters = [character for character in fold(text) if character.isalnum()]
    return frozenset(a + b for a, b in pairwise(letters))


def indication_similarity(first: str, second: str) -> float | None:
    """Share of the shorter text's bigrams that the other has, or None when one side states no use."""
    one, other = bigrams(first), bigrams(second)
    if not one or not other:
        return None
    return len(one & other) / min(len(one), len(other))


def formula_reasons(
    comparison: Comparison, record: TkRecord, parsed: ParsedPatent, lexicon: Lexicon, year: int | None
) -> list[WhyNot]:
    """Reasons for a formula match, the weightiest first."""
    reasons: list[WhyNot] = []
    if comparison.added:
        reasons.append(_listed("added", [item.id for item in comparison.added], lexicon))
    if comparison.missing:
        reasons.append(_listed("missing", [item.id for item in comparison.missing], lexicon))
    if comparison.in_text:
        reasons.append(_listed("named_in_tk_text_only", [item.id for item in comparison.in_text], lexicon))
    if len(comparison.shared) == 1:
        reasons.append(WhyNot("one_substance_only"))
    reasons.extend(_field_reasons(parsed.patent))
    reasons.extend(_indication(record, parsed))
    for pair in comparison.shared:
        reasons.extend(_pair_reasons(pair, lexicon))
    read = [pair.tk.id for pair in comparison.shared if pair.tk.source.recovered]
    if read:
        reasons.append(_listed("read_from_text", read, lexicon))
    reasons.extend(_dose_reasons(comparison, lexicon))
    reasons.extend(_text_reasons(parsed))
    reasons.extend(_date_reasons(parsed.patent, year))
    return reasons


def process_reasons(
    comparison: ProcessComparison, record: TkRecord, parsed: ParsedPatent, year: int | None
) -> list[WhyNot]:
    """Reasons for a process match."""
    reasons = [*_step_reasons(comparison, record, parsed), *_name_reasons(comparison)]
    reasons.extend(
        _substitute(match.tk_name, match.claim_name, match.grade.value, match.grade.reason)
        for match in comparison.materials
        if match.grade.value < 1
    )
    if comparison.missing:
        reasons.append(WhyNot("materials_missing", {"n": len(comparison.missing), "names": list(comparison.missing)}))
    if parsed.patent.declared_source:
        reasons.append(WhyNot("declares_own_source", {"text": parsed.patent.declared_source}))
    return [*reasons, *_text_reasons(parsed), *_date_reasons(parsed.patent, year)]


def _step_reasons(comparison: ProcessComparison, record: TkRecord, parsed: ParsedPatent) -> list[WhyNot]:
    unwritten = [
        WhyNot("steps_not_written", {"side": name})
        for name, steps in (("patent", parsed.steps), ("tk", record.steps))
        if not steps
    ]
    if unwritten:
        return unwritten
    reasons: list[WhyNot] = []
    for slug, grade in (("steps_added", StepGrade.PATENT_ADDS), ("steps_omitted", StepGrade.PATENT_OMITS)):
        count = sum(row.grade is grade for row in comparison.alignment.rows)
        if count:
            reasons.append(WhyNot(slug, {"n": count}))
    return reasons


def _name_reasons(comparison: ProcessComparison) -> list[WhyNot]:
    if not comparison.name.value:
        return [WhyNot("name_differs")]
    return [WhyNot("name_is_everyday_word", {"term": comparison.name.term})] if comparison.name.generic else []


def _listed(slug: str, ids: Sequence[str], lexicon: Lexicon) -> WhyNot:
    return WhyNot(slug, {"n": len(ids), "names": [lexicon.name_of(identifier) for identifier in ids]})


def _indication(record: TkRecord, parsed: ParsedPatent) -> list[WhyNot]:
    similarity = indication_similarity(record.indication, parsed.indication)
    if similarity is None:
        side = "tk" if parsed.indication else "patent"
        return [WhyNot("indication_not_stated", {"side": side})]
    if similarity < SAME_USE:
        return [WhyNot("indication_differs", {"tk": record.indication[:80], "patent": parsed.indication[:80]})]
    return []


def _pair_reasons(pair: SharedItem, lexicon: Lexicon) -> list[WhyNot]:
    reason = pair.grade.reason
    name = lexicon.name_of(pair.tk.id)
    if reason is Reason.PROCESSING_OPEN:
        return [WhyNot("processing_not_written", {"substance": name, "tk": sorted(pair.tk.treatments)})]
    if reason is Reason.PROCESSING:
        params = {"substance": name, "tk": sorted(pair.tk.treatments), "claim": sorted(pair.claim.treatments)}
        return [WhyNot("processing_differs", params)]
    if pair.grade.value < 1:
        return [_substitute(pair.tk.source.name, pair.claim.source.name, pair.grade.value, reason)]
    if pair.tk.is_provisional:
        return [WhyNot("unknown_substance", {"name": name})]
    return []


def _substitute(tk: str, claim: str, grade: float, reason: Reason) -> WhyNot:
    return WhyNot("not_the_same_substance", {"tk": tk, "claim": claim, "grade": grade, "reason": reason.value})


def _dose_reasons(comparison: Comparison, lexicon: Lexicon) -> list[WhyNot]:
    doses = comparison.doses
    reasons = []
    if doses.agreement is not None and doses.agreement < DOSE_DIFFERS:
        params = {"agreement": round(doses.agreement, 2), "claim": doses.ratio, "tk": doses.tk_ratio}
        reasons.append(WhyNot("dose_ratio_differs", params))
    grouped: dict[str, list[str]] = {}
    for identifier, slug in doses.left_out:
        grouped.setdefault(slug, []).append(lexicon.name_of(identifier))
    reasons.extend(WhyNot(slug, {"n": len(names), "names": names}) for slug, names in grouped.items())
    return reasons


def _text_reasons(parsed: ParsedPatent) -> list[WhyNot]:
    reasons = []
    if parsed.patent.truncated or not parsed.patent.claims:
        reasons.append(WhyNot("full_text_not_seen"))
    elif parsed.transition is Transition.OPEN:
        reasons.append(WhyNot("claim_is_open"))
    reasons.extend(WhyNot(note) for note in parsed.notes if note not in BARRING)
    return reasons


def _field_reasons(patent: Patent) -> list[WhyNot]:
    if proximity(patent.classes) != 0.0:
        return []
    return [WhyNot("other_field", {"classes": list(patent.classes[:3])})]


def _date_reasons(patent: Patent, year: int | None) -> list[WhyNot]:
    if year is None:
        return [WhyNot("tk_date_unknown")]
    if not patent.priority_date[:4].isdigit():
        return [WhyNot("priority_date_unknown")]
    if year >= int(patent.priority_date[:4]):
        return [WhyNot("tk_date_not_before_priority", {"tk": year, "priority": patent.priority_date})]
    return []
