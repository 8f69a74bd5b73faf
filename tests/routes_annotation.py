"""The part of the table of access that belongs to annotation. The officer is one of the two annotators of the set."""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, MOVED, OK, REFUSED, UNCLEAR, Arguments, Route
from tests.world import World


def _annotation(world: World) -> tuple[Any, ...]:
    return (world.annotation.pk,)


def _annotated(position: int) -> Arguments:
    return lambda world: (world.annotation.pk, position)


def _annotation_as(kind: str) -> Arguments:
    return lambda world: (world.annotation.pk, kind)


FOR_ANNOTATORS = (MOVED, HIDDEN, HIDDEN, OK, HIDDEN)
LABEL = {"relation": "identical", "relevance": "full", "note": "示例", "opened": "1"}
ANNOTATION = (
    Route("overlap:annotation-list", (MOVED, REFUSED, REFUSED, OK, REFUSED)),
    Route("overlap:annotation-new", (MOVED, REFUSED, REFUSED, OK, REFUSED)),
    Route("overlap:annotation-new", (MOVED, REFUSED, REFUSED, UNCLEAR, REFUSED), "nothing chosen", method="post"),
    Route("overlap:annotation-set", FOR_ANNOTATORS, "", _annotation),
    Route(
        "overlap:annotation-assign", (MOVED, HIDDEN, HIDDEN, REFUSED, HIDDEN), "by an annotator", _annotation, "post"
    ),
    Route("overlap:annotation-close", (MOVED, HIDDEN, HIDDEN, REFUSED, HIDDEN), "by an annotator", _annotation, "post"),
    Route("overlap:annotation-export", FOR_ANNOTATORS, "JSON Lines", _annotation_as("jsonl")),
    Route("overlap:annotation-export", FOR_ANNOTATORS, "CSV", _annotation_as("csv")),
    Route("overlap:annotation-export", FOR_ANNOTATORS, "XLSX", _annotation_as("xlsx")),
    Route("overlap:annotation-pair", FOR_ANNOTATORS, "labelled by both", _annotated(1)),
    Route("overlap:annotation-pair", FOR_ANNOTATORS, "to be labelled", _annotated(2)),
    Route("overlap:annotation-pair", (MOVED, *(HIDDEN,) * 4), "of a secret record", _annotated(3)),
    Route("overlap:annotation-pair", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _annotated(2), "post", LABEL),
    Route("overlap:annotation-pair", (MOVED, HIDDEN, HIDDEN, UNCLEAR, HIDDEN), "nothing chosen", _annotated(2), "post"),
    Route("overlap:annotation-compare", (MOVED, *(HIDDEN,) * 4), "before the set is closed", _annotated(1)),
    Route("overlap:annotation-spans", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _annotated(1), "post"),
)
