"""Pairs of the two sides and rows of the table of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from erdem.base.formatting import percent
from erdem.lib.quantity import Quantity, convention_of, parse_quantity
from erdem.overlap.queries.evidence import Evidence, Shared, StepRow
from erdem.overlap.queries.joining import clauses, listed, names, remarks, typeset
from erdem.overlap.queries.page import EvidenceRow, Half, Pair

GRADES = {
    "same": "same",
    "alias": "alias",
    "processing": "processed",
    "processing_open": "processed",
    "compound": "substitute",
    "substitute": "substitute",
    "class_substitute": "substitute",
    "kind_of": "alias",
    "part": "substitute",
    "era_identity": "substitute",
    "near": "alias",
}
LONGEST_BAR = 82
_CONDITIONS = ("material", "tool", "temperature", "time", "other")
MOST_VOIDS = 16


def grade_of(reason: str) -> str:
    """Return the grade of the page for a reason of the engine."""
    return GRADES.get(reason, "none")


def record_name_of(row: Shared) -> str:
    """Write a substance as the record does, with its preparation in brackets."""
    return f"{row.record_name}（{row.record_processing}）" if row.record_processing else row.record_name


def formula_pairs(evidence: Evidence) -> tuple[Pair, ...]:
    """Join what is shared; below it what only one side has."""
    pairs = [
        Pair(row.number, Half(row.patent_name, row.patent_dose), Half(record_name_of(row), row.record_dose))
        for row in evidence.shared
    ]
    pairs += [Pair(None, None, half) for half in _halves(evidence.missing)]
    pairs += [Pair(None, half, None) for half in _halves(evidence.added)]
    return tuple(pairs)


def _halves(written: Sequence[str]) -> list[Half]:
    if len(written) <= MOST_VOIDS:
        return [Half(name) for name in written]
    rest = len(written) - MOST_VOIDS
    return [*(Half(name) for name in written[:MOST_VOIDS]), Half(_("and %(count)s more") % {"count": rest})]


def process_pairs(evidence: Evidence) -> tuple[Pair, ...]:
    """Set the steps side by side in their order; none when one side has none, for then nothing is left out, only not seen."""
    if not evidence.has_both_steps:
        return ()
    return tuple(
        Pair(row.number, _step(row.patent, None), _step(row.record, row.record_place)) for row in evidence.steps
    )


def _step(written: dict[str, str] | None, place: int | None) -> Half | None:
    if written is None:
        return None
    note = clauses(typeset(written[part]) for part in _CONDITIONS if written.get(part))
    return Half(
        typeset(written.get("operation", "")),
        note,
        _("step %(place)s") % {"place": place + 1} if place is not None else "",
    )


def formula_rows(evidence: Evidence, facts: Sequence[dict[str, Any]]) -> tuple[EvidenceRow, ...]:
    """Return the rows of a formula. ``facts`` are all stated ingredients of the patent, for the shares."""
    shares = _shares(evidence, facts)
    most = max(shares.values(), default=0.0)
    uncounted = _uncounted(evidence)
    return tuple(
        EvidenceRow(
            number=row.number,
            patent=row.patent_name,
            record=record_name_of(row),
            grade=grade_of(row.reason),
            patent_amount=row.patent_dose,
            record_amount=row.record_dose,
            share=percent(shares[row.number]) if row.number in shares else None,
            bar=round(LONGEST_BAR * shares[row.number] / most) if row.number in shares and most else 0,
            remark=_remark(row, uncounted),
        )
        for row in evidence.shared
    )


def _shares(evidence: Evidence, facts: Sequence[dict[str, Any]]) -> dict[int, float]:
    """Return the share of each shared item in the patent's amounts, or nothing when any amount could not be read."""
    doses = [str(fact.get("dose") or "") for fact in facts]
    if not doses and not evidence.added:
        doses = [row.patent_dose for row in evidence.shared]
    quantities = [parse_quantity(dose) for dose in doses]
    amounts = _middles(quantities)
    if not amounts:
        return {}
    total = sum(amounts)
    mine = {row.number: _middles([parse_quantity(row.patent_dose)]) for row in evidence.shared}
    if not total or not all(mine.values()):
        return {}
    return {number: found[0] / total for number, found in mine.items()}


def _middles(quantities: Sequence[Quantity]) -> list[float]:
    convention = convention_of(quantities)
    intervals = [quantity.interval(convention) for quantity in quantities]
    if not quantities or any(interval is None for interval in intervals):
        return []
    if len({quantity.dimension for quantity in quantities}) > 1:
        return []
    return [(interval[0] + interval[1]) / 2 for interval in intervals if interval is not None]


def _uncounted(evidence: Evidence) -> dict[str, str]:
    words = {
        "counted_dose_not_converted": _("counted in pieces, not converted"),
        "other_unit_not_converted": _("another unit, not converted"),
        "dose_free": _("amount left open"),
        "dose_unreadable": _("amount could not be read"),
    }
    return {
        str(name): words[slug]
        for slug, params in evidence.reasons
        if slug in words
        for name in params.get("names") or ()
    }


def _remark(row: Shared, uncounted: dict[str, str]) -> str:
    words = {
        "alias": _("written differently, one thing: %(name)s") % {"name": row.substance},
        "processing": _("prepared differently"),
        "processing_open": _("the patent does not write the preparation"),
        "compound": _("one side names a compound, the other the drug it comes from"),
        "substitute": _("another species of the genus"),
        "class_substitute": _("used in its place, not the same kind"),
        "kind_of": _("one name covers the other"),
        "part": _("another part of the same plant"),
        "era_identity": _("what the old name may have meant in its time"),
    }
    read = _("read from the text of the book") if row.recovered else ""
    return remarks((words.get(row.reason, ""), read, uncounted.get(row.substance, "")))


def process_rows(evidence: Evidence) -> tuple[EvidenceRow, ...]:
    """Return the rows of a process: one for each pair of steps."""
    return tuple(
        EvidenceRow(
            number=row.number,
            patent=typeset((row.patent or {}).get("operation", "")),
            record=typeset((row.record or {}).get("operation", "")),
            grade=grade_of(row.grade),
            word=_("near") if row.grade == "near" else "",
            remark=_differences(row),
        )
        for row in evidence.steps
        if row.number is not None
    )


def _differences(row: StepRow) -> str:
    words = {
        "material": _("material"),
        "tool": _("tool"),
        "temperature": _("temperature"),
        "time": _("time"),
        "other": _("other conditions"),
    }
    patent, record = row.patent or {}, row.record or {}
    only = [words[part] for part in _CONDITIONS if patent.get(part) and not record.get(part)]
    ours = [words[part] for part in _CONDITIONS if record.get(part) and not patent.get(part)]
    both = [
        _("%(what)s: %(patent)s against %(record)s")
        % {"what": words[part], "patent": typeset(patent[part]), "record": typeset(record[part])}
        for part in _CONDITIONS
        if patent.get(part) and record.get(part) and patent[part] != record[part]
    ]
    said = [_("only the patent writes %(what)s") % {"what": names(only)}] if only else []
    said += [_("only the tradition writes %(what)s") % {"what": names(ours)}] if ours else []
    return remarks([*said, *both])


def materials_note(evidence: Evidence) -> str:
    """Say which materials both processes use."""
    if not evidence.is_process or not evidence.shared:
        return ""
    return _("Materials in common: %(names)s.") % {"names": listed(_material_words(evidence.shared))}


def _material_words(rows: Iterable[Shared]) -> Iterable[str]:
    for row in rows:
        if row.patent_name == row.record_name:
            yield row.record_name
        else:
            yield _("%(record)s (the patent writes %(patent)s)") % {
                "record": row.record_name,
                "patent": row.patent_name,
            }
