"""Reads of annotation sets, and what their list and their label page show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.models import JobProgress, JobState
from erdem.knowledge import queries as knowledge
from erdem.literature import queries as literature
from erdem.overlap.choices import PairLabel, Relevance
from erdem.overlap.models import Annotation, AnnotationPair, AnnotationSet
from erdem.overlap.policies import is_annotator, visible_annotations, visible_pairs, visible_sets
from erdem.overlap.queries.evidence import Evidence, read_evidence, texts_of
from erdem.overlap.queries.page import Pair, Quote, Segment, Side
from erdem.overlap.queries.sides import knowledge_side, patent_side

DRAW = "overlap.draw_pairs"
LONGEST_TEXT, MOST_CLAIMS = 4000, 4
FORMULA_KEYS, RELEVANCE_KEYS = "1234567890", "qwe"
OF_FORMULAS = (
    PairLabel.IDENTICAL, PairLabel.TK_PLUS_ADDITIONS, PairLabel.REDUCED, PairLabel.MODIFIED, PairLabel.COMBINATION,
    PairLabel.SINGLE_SUBSTANCE, PairLabel.NAME_ONLY, PairLabel.NEIGHBOURING, PairLabel.UNRELATED, PairLabel.CANNOT_TELL,
)  # fmt: skip
OF_PROCESSES = (
    PairLabel.SAME_PROCESS, PairLabel.SIMILAR_PROCESS, PairLabel.NAME_ONLY, PairLabel.NEIGHBOURING, PairLabel.UNRELATED,
    PairLabel.CANNOT_TELL,
)  # fmt: skip


@dataclass(frozen=True)
class SetRow:
    """One line of the list of sets."""

    url: str
    name: str
    state: str
    shape: str
    pairs: int
    first: str
    second: str
    first_done: int
    second_done: int
    asks: str
    created: Any


@dataclass(frozen=True)
class Option:
    """One thing an annotator can say, with its key and a word on what it means."""

    value: str
    label: str
    key: str
    chosen: bool = False
    help: str = ""


@dataclass(frozen=True)
class LabelPage:
    """Everything on the page of one pair."""

    set: AnnotationSet
    path: tuple[dict[str, str], ...]
    position: int
    total: int
    title: str
    mine: int
    patent: Side
    knowledge: Side
    relations: tuple[Option, ...]
    relevances: tuple[Option, ...]
    note: str
    is_correction: bool
    before: str
    after: str
    next_open: str
    is_process: bool
    pairs: tuple[Pair, ...] = ()


def sets(actor: Actor) -> QuerySet[AnnotationSet]:
    """Return the sets the actor may see, with the numbers of pairs and of labels that are in."""
    return (
        AnnotationSet.objects.filter(visible_sets(actor))
        .select_related("lead", "first", "second")
        .annotate(
            total=Count("pairs"),
            first_done=Count("pairs", filter=Q(pairs__first_at__isnull=False)),
            second_done=Count("pairs", filter=Q(pairs__second_at__isnull=False)),
        )
    )


def get_set(actor: Actor, key: int) -> AnnotationSet | None:
    """Return a visible set, or None."""
    return sets(actor).filter(pk=key).first()


def pairs_of(actor: Actor, annotation_set: AnnotationSet) -> QuerySet[AnnotationPair]:
    """Return the pairs of a set the actor may see, in their order."""
    return AnnotationPair.objects.filter(visible_pairs(actor), set=annotation_set).order_by("position")


def get_pair(actor: Actor, annotation_set: AnnotationSet, position: int) -> AnnotationPair | None:
    """Return a visible pair with its two sides, or None."""
    return (
        pairs_of(actor, annotation_set)
        .filter(position=position)
        .select_related("set", "record", "record__community", "record__place", "publication", "publication__family")
        .first()
    )


def own_label(actor: Actor, pair: AnnotationPair) -> Annotation | None:
    """Return the actor's label of a pair that counts, or None."""
    mine = Annotation.objects.filter(visible_annotations(actor), pair=pair, annotator_id=actor.user_id or 0)
    return mine.filter(replaced_by__isnull=True).first()


def next_position(actor: Actor, annotation_set: AnnotationSet, after: int = 0) -> int | None:
    """Return the next pair that waits for the actor's label, from the beginning again after the last; None when all are in."""
    own = "first_at" if annotation_set.first_id == actor.user_id else "second_at"
    waiting = list(pairs_of(actor, annotation_set).filter(**{own: None}).values_list("position", flat=True))
    return next((position for position in waiting if position > after), waiting[0] if waiting else None)


def set_rows(actor: Actor, limit: int = 200) -> list[SetRow]:
    """Return the lines of the list of sets, the newest first."""
    return [_row(actor, one) for one in sets(actor).order_by("-id")[:limit]]


def _row(actor: Actor, one: Any) -> SetRow:
    state, shape = state_of(one)
    return SetRow(
        url=reverse("overlap:annotation-set", args=[one.pk]),
        name=one.name,
        state=state,
        shape=shape,
        pairs=one.total,
        first=one.first.get_full_name(),
        second=one.second.get_full_name(),
        first_done=one.first_done,
        second_done=one.second_done,
        asks=_asks(actor, one),
        created=one.created_at,
    )


def state_of(one: Any) -> tuple[str, str]:
    """Return the word and the shape of a set's state."""
    if one.closed_at is not None:
        return _("labels are in"), "done"
    if one.drawn_at is None:
        return _("pairs are being drawn"), "wait"
    return _("being labelled"), "work"


def _asks(actor: Actor, one: Any) -> str:
    """Say what the set asks of the reader, if anything."""
    if one.closed_at is not None or one.drawn_at is None or not is_annotator(actor, one):
        return ""
    left = one.total - (one.first_done if one.first_id == actor.user_id else one.second_done)
    return _("%(count)s wait for you") % {"count": left} if left else ""


def drawing_of(annotation_set: AnnotationSet) -> JobProgress | None:
    """Return how far the drawing of a set is, for the person who asked for it."""
    return JobProgress.objects.filter(name=DRAW, detail__set=annotation_set.pk).order_by("-created_at").first()


def has_failed(progress: JobProgress | None) -> bool:
    """Say whether the drawing stopped before its end."""
    return progress is not None and progress.state == JobState.FAILED


def path_of(annotation_set: AnnotationSet | None = None, last: str = "") -> tuple[dict[str, str], ...]:
    """Return the way from the work desk to a page of annotation."""
    steps = [
        {"label": _("Work desk"), "url": "/"},
        {"label": _("Findings"), "url": reverse("overlap:finding-list")},
        {"label": _("Annotation"), "url": reverse("overlap:annotation-list")},
    ]
    if annotation_set is not None:
        steps.append({"label": annotation_set.name, "url": reverse("overlap:annotation-set", args=[annotation_set.pk])})
    if last:
        steps.append({"label": last, "url": ""})
    steps[-1] = {**steps[-1], "url": ""}
    return tuple(steps)


def label_page(actor: Actor, pair: AnnotationPair, given: dict[str, str] | None = None) -> LabelPage:
    """Return the page of one pair as an annotator sees it: both texts, no score, no relation, no marks.

    Args:
        actor: one of the two annotators.
        pair: a visible pair of the set.
        given: what was chosen but not kept, after a refusal.
    """
    asked, label = pair.set, own_label(actor, pair)
    chosen = given or {
        "relation": label.relation if label else "",
        "relevance": label.relevance if label else "",
        "note": label.note if label else "",
    }
    every = list(pairs_of(actor, asked).values_list("position", "first_at", "second_at"))
    own = 1 if asked.first_id == actor.user_id else 2
    patent, record = blind_sides(actor, pair)
    around = [position for position, *_moments in every]
    place = around.index(pair.position)
    waiting = next_position(actor, asked, pair.position)
    return LabelPage(
        set=asked,
        path=path_of(asked, _("pair %(position)s") % {"position": pair.position}),
        position=pair.position,
        total=len(every),
        title=_("Pair %(position)s of %(total)s") % {"position": place + 1, "total": len(every)},
        mine=sum(row[own] is not None for row in every),
        patent=patent,
        knowledge=record,
        relations=relation_options(pair.record.kind, chosen["relation"]),
        relevances=relevance_options(chosen["relevance"]),
        note=chosen["note"],
        is_correction=label is not None,
        before=_address(asked, around[place - 1]) if place else "",
        after=_address(asked, around[place + 1]) if place + 1 < len(around) else "",
        next_open=_address(asked, waiting) if waiting not in (None, pair.position) else "",
        is_process=pair.record.kind != "formula",
    )


def _address(annotation_set: AnnotationSet, position: int | None) -> str:
    return reverse("overlap:annotation-pair", args=[annotation_set.pk, position])


def relation_options(kind: str, chosen: str = "", *, keys: bool = True) -> tuple[Option, ...]:
    """Return what can be said of a pair of this kind of knowledge; a formula has ten relations, a process six."""
    labels = OF_FORMULAS if kind == "formula" else OF_PROCESSES
    words = _relation_help()
    return tuple(
        Option(label.value, str(label.label), key if keys else "", label.value == chosen, words[label.value])
        for label, key in zip(labels, FORMULA_KEYS, strict=False)
    )


def relevance_options(chosen: str = "", *, keys: bool = True) -> tuple[Option, ...]:
    """Return the three grades of overlap."""
    return tuple(
        Option(grade.value, str(grade.label), key if keys else "", grade.value == chosen)
        for grade, key in zip(Relevance, RELEVANCE_KEYS, strict=True)
    )


def _relation_help() -> dict[str, str]:
    return {
        "identical": _("every substance on both sides, nothing more"),
        "tk_plus_additions": _("the whole formula, and the patent adds"),
        "reduced": _("part of the formula, nothing added"),
        "modified": _("some taken away, some added"),
        "combination": _("this formula and another make up the patent"),
        "single_substance": _("only one substance in common"),
        "same_process": _("every traditional step has its counterpart, in order"),
        "similar_process": _("several steps correspond, others not"),
        "name_only": _("the name only"),
        "neighbouring": _("near, but none of these"),
        "unrelated": _("the two have nothing to do with each other"),
        "cannot_tell": _("too little text, or not my field"),
    }


def blind_sides(actor: Actor, pair: AnnotationPair) -> tuple[Side, Side]:
    """Return both sides in full, without marks and without links: the pages behind them say what the engine found."""
    record = knowledge.records_by_id(actor, [pair.record_id])[pair.record_id]
    row = next(literature.screening_rows(actor, ids=[pair.publication_id]))
    nothing = _nothing_found(record.kind)
    left = patent_side(pair.publication, nothing, row)
    right = knowledge_side(record, nothing)
    quotes = _full_texts(row)
    note = left.note if not row.get("claims") else ""
    words = record.indication or record.text or record.summary
    return (
        replace(left, url="", quotes=(*(() if row.get("claims") else left.quotes), *quotes), note=note),
        replace(right, url="", note=right.note if nothing.is_process and record.steps.all() else _cut(words)),
    )


def _nothing_found(kind: str) -> Evidence:
    return read_evidence({"match": {"relation": ""}}, kind)


def _full_texts(row: dict[str, Any]) -> tuple[Quote, ...]:
    texts = texts_of(row)
    claims = [name for name in texts if name.startswith("claim:")][:MOST_CLAIMS]
    named = [(_("Claim %(number)s") % {"number": name.removeprefix("claim:")}, texts[name]) for name in claims]
    if texts.get("abstract"):
        named.append((_("Abstract"), texts["abstract"]))
    return tuple(Quote(label, (Segment(_cut(text)),)) for label, text in named)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}……"
