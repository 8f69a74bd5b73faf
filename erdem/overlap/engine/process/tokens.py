"""What makes a process a candidate: its concepts, materials, the words of its names, and its operations."""

from __future__ import annotations

from erdem.overlap.engine.process.align import step_classes
from erdem.overlap.engine.process.compare import ProcessSide
from erdem.overlap.engine.process.information import counts

_NAMED = 3.0  # a shared name brings a process before any number of shared everyday operations


def process_tokens(process: ProcessSide) -> set[str]:
    """Tokens of one side: `c:` concept, `m:` material, `n:` name, `o:` class of operation."""
    concepts = {*process.concepts, *process.body_concepts}
    return {
        *(f"c:{slug}" for slug in concepts),
        *(f"m:{key}" for key in process.materials),
        *(f"n:{core}" for core in process.cores),
        *(f"o:{slug}" for step in process.steps for slug in step_classes(step)),
    }


def token_information(token: str) -> float:
    """How much a shared token brings a process to the front."""
    kind, value = token[:2], token[2:]
    if kind == "o:":
        return counts().of_class(value)
    return counts().of_material(value) if kind == "m:" else _NAMED
