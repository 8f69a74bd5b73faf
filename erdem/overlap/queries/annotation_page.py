"""What the page of an annotation set and the page of one revealed pair show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import number
from erdem.overlap.choices import PairLabel, Relevance, Stratum
from erdem.overlap.engine.evaluating.agreement import Agreement, Strength, Undefined
from erdem.overlap.models import AnnotationSet
from erdem.overlap.policies import can_label, can_lead_set, is_annotator
from erdem.overlap.queries import annotation, annotation_results
from erdem.overlap.queries.annotation_results import Settled
from erdem.overlap.queries.annotators import Candidate, candidates
from erdem.overlap.queries.joining import names

EXPORT_COLUMNS = (
    gettext_lazy("No."),
    gettext_lazy("publication"),
    gettext_lazy("title of the publication"),
    gettext_lazy("record"),
    gettext_lazy("name of the record"),
    gettext_lazy("relation, first annotator"),
    gettext_lazy("overlap, first annotator"),
    gettext_lazy("relation, second annotator"),
    gettext_lazy("overlap, second annotator"),
    gettext_lazy("relation, third person"),
    gettext_lazy("overlap, third person"),
    gettext_lazy("relation that holds"),
    gettext_lazy("overlap that holds"),
    gettext_lazy("drawn from"),
    gettext_lazy("ranking score (orders only, no verdict)"),
    gettext_lazy("relation of the engine"),
    gettext_lazy("note, first annotator"),
    gettext_lazy("note, second annotator"),
)


@dataclass(frozen=True)
class KappaShown:
    """One kappa with its sentence and its table of who said what."""

    heading: str
    value: str
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int, bool], ...]], ...]


@dataclass(frozen=True)
class BandShown:
    """One line of the table of bands."""

    label: str
    pairs: int
    relevant: int
    full: int
    share: str


@dataclass(frozen=True)
class DifferenceRow:
    """A pair on which the two differ."""

    url: str
    position: int
    patent: str
    record: str
    first: str
    second: str
    decision: str


@dataclass(frozen=True)
class SetPage:
    """Everything on the page of a set."""

    set: Any
    path: tuple[dict[str, str], ...]
    title: str
    state: str
    shape: str
    is_drawing: bool
    has_failed: bool
    progress: int | None
    label_url: str
    is_annotator: bool
    may_lead: bool
    may_close: bool
    may_exchange: tuple[bool, bool]
    candidates: tuple[Candidate, ...]
    waiting: str
    opened: int
    kappas: tuple[KappaShown, ...]
    differences: tuple[DifferenceRow, ...]
    bands: tuple[BandShown, ...]
    spans: str
    facts: tuple[dict[str, str], ...]
    exports: list[dict[str, str]]


def set_page(actor: Actor, one: Any) -> SetPage:
    """Return the page of a visible set: progress, and what came of the pairs that are open to the reader."""
    state, shape = annotation.state_of(one)
    drawing = annotation.drawing_of(one) if one.drawn_at is None else None
    settled = annotation_results.settled_pairs(actor, one)
    following = annotation.next_position(actor, one) if can_label(actor, one) and one.drawn_at else None
    may_lead = bool(can_lead_set(actor, one)) and one.closed_at is None
    accepted, rows = annotation_results.spans_accepted(settled)
    return SetPage(
        set=one,
        path=annotation.path_of(one),
        title=_title(one, settled),
        state=state,
        shape=shape,
        is_drawing=one.drawn_at is None,
        has_failed=annotation.has_failed(drawing),
        progress=round(100 * drawing.done / drawing.total) if drawing and drawing.total else None,
        label_url=reverse("overlap:annotation-pair", args=[one.pk, following]) if following else "",
        is_annotator=is_annotator(actor, one),
        may_lead=may_lead,
        may_close=may_lead and one.total > 0,
        may_exchange=(one.first_done == 0, one.second_done == 0),
        candidates=tuple(candidates(actor)) if may_lead else (),
        waiting=_waiting(actor, one),
        opened=len(settled),
        kappas=_kappas(settled) if settled else (),
        differences=tuple(_difference(one, each) for each in settled if each.differs),
        bands=_bands(settled),
        spans=_("%(accepted)s of %(rows)s rows of the evidence were accepted by their readers.")
        % {"accepted": accepted, "rows": rows}
        if rows
        else "",
        facts=_facts(one),
        exports=_exports(one) if settled else [],
    )


def _title(one: Any, settled: list[Settled]) -> str:
    if one.drawn_at is None:
        return _("%(name)s: the pairs are being drawn") % {"name": one.name}
    if not settled:
        return ngettext("%(name)s: %(count)s pair", "%(name)s: %(count)s pairs", one.total) % {
            "name": one.name,
            "count": one.total,
        }
    agreed = sum(not each.differs for each in settled)
    return _("%(name)s: the two agree on %(agreed)s of %(count)s pairs") % {
        "name": one.name,
        "agreed": agreed,
        "count": len(settled),
    }


def _waiting(actor: Actor, one: Any) -> str:
    """Say why there is nothing to see yet, or what is left to do."""
    if one.drawn_at is None or one.closed_at is not None:
        return ""
    if not one.total:
        return _(
            "Nothing could be drawn: no registered record of the tiers D3 and D4 is open to all three, or there is no"
            " literature. Register knowledge or bring literature in, then draw a new set."
        )
    if is_annotator(actor, one):
        mine = one.first_done if one.first_id == actor.user_id else one.second_done
        if mine < one.total:
            return _(
                "What the other annotator and the engine say is shown after the set is closed. Until then you may"
                " correct your labels."
            )
        return _(
            "You have labelled every pair. You may still correct your labels until %(lead)s closes the set; then both"
            " see what the other and the engine said."
        ) % {"lead": one.lead.get_full_name()}
    if min(one.first_done, one.second_done) < one.total:
        return _("A pair is shown here as soon as both labels are in.")
    return ""


def _kappas(settled: list[Settled]) -> tuple[KappaShown, ...]:
    return (
        _shown(
            _("How the two relate"),
            annotation_results.relation_agreement(settled),
            {label.value: str(label.label) for label in PairLabel},
        ),
        _shown(
            _("How much overlaps, near misses counted in part"),
            annotation_results.relevance_agreement(settled),
            {grade.value: str(grade.label) for grade in Relevance},
        ),
    )


def _shown(heading: str, found: Agreement, words: dict[str, str]) -> KappaShown:
    used = [place for place, row in enumerate(found.table) if any(row) or any(other[place] for other in found.table)]
    return KappaShown(
        heading=heading,
        value=number(found.kappa, 2) if found.kappa is not None else "–",
        sentence=kappa_sentence(found),
        heads=tuple(words[found.labels[place]] for place in used),
        rows=tuple(
            (words[found.labels[row]], tuple((found.table[row][column], row == column) for column in used))
            for row in used
        ),
    )


def kappa_sentence(found: Agreement) -> str:
    """Say in plain words what a kappa means, or why there is none."""
    if found.why is Undefined.NO_PAIRS:
        return _("No pair has two labels that can be compared yet.")
    if found.why is Undefined.ONE_LABEL:
        return _(
            "Both used one and the same label for all %(count)s pairs. Chance alone would give that too, so kappa says"
            " nothing here; label pairs of other kinds."
        ) % {"count": found.count}
    said = _(
        "The same label for %(agreed)s of %(count)s pairs. Beyond chance they agree to %(kappa)s (95%% interval"
        " %(low)s to %(high)s; 1 is always, 0 is chance): %(strength)s."
    ) % {
        "agreed": found.agreed,
        "count": found.count,
        "kappa": number(found.kappa, 2),
        "low": number(found.low, 2),
        "high": number(found.high, 2),
        "strength": _strength_words()[found.strength or Strength.POOR],
    }
    return f"{said}{_few()}" if found.is_few else said


def _few() -> str:
    return _("With fewer than 30 pairs the interval is only a rough guide.")


def _strength_words() -> dict[Strength, str]:
    return {
        Strength.POOR: _("less than chance"),
        Strength.SLIGHT: _("slight agreement"),
        Strength.FAIR: _("fair agreement"),
        Strength.MODERATE: _("moderate agreement"),
        Strength.SUBSTANTIAL: _("substantial agreement"),
        Strength.ALMOST_PERFECT: _("almost complete agreement"),
    }


def label_words(relation: str, relevance: str) -> str:
    """Return a label in words: the relation and how much overlaps."""
    said = str(PairLabel(relation).label)
    if relation in (PairLabel.UNRELATED, PairLabel.CANNOT_TELL):
        return said
    return _("%(relation)s, %(overlap)s") % {"relation": said, "overlap": Relevance(relevance).label}


def _difference(one: AnnotationSet, each: Settled) -> DifferenceRow:
    return DifferenceRow(
        url=reverse("overlap:annotation-compare", args=[one.pk, each.pair.position]),
        position=each.pair.position,
        patent=each.pair.publication.title or each.pair.publication.number,
        record=each.pair.record.name,
        first=label_words(each.first.relation, each.first.relevance),
        second=label_words(each.second.relation, each.second.relevance),
        decision=label_words(each.decision.relation, each.decision.relevance) if each.decision else "",
    )


def _bands(settled: list[Settled]) -> tuple[BandShown, ...]:
    return tuple(
        BandShown(
            label=str(Stratum(row.stratum).label),
            pairs=row.pairs,
            relevant=row.relevant,
            full=row.full,
            share=_("%(share)s (%(low)s–%(high)s)")
            % {name: f"{round(100 * getattr(row, name))}%" for name in ("share", "low", "high")}
            if row.pairs
            else "–",
        )
        for row in annotation_results.bands(settled)
    )


def _facts(one: Any) -> tuple[dict[str, str], ...]:
    taken = names(
        f"{stratum.label} {row['taken']}/{row['wanted']}"
        for stratum in Stratum
        if (row := one.strata.get(stratum.value)) and row["wanted"]
    )
    facts = (
        (_("Purpose"), one.purpose),
        (_("Drawn for"), one.lead.get_full_name()),
        (_("Pairs drawn / wanted"), taken),
        (_("Records compared"), number(one.pool_size) if one.pool_size else ""),
        (_("Publications compared"), number(one.publications) if one.publications else ""),
        (_("Seed"), str(one.seed)),
        (_("Engine, lexicon"), f"{one.engine_version}, {one.lexicon_version[:8]}" if one.engine_version else ""),
    )
    return tuple({"term": term, "value": value} for term, value in facts if value)


def _exports(one: AnnotationSet) -> list[dict[str, str]]:
    return [
        {"url": reverse("overlap:annotation-export", args=[one.pk, kind]), "label": kind.upper()}
        for kind in ("jsonl", "csv", "xlsx")
    ]
