"""The state machines of the eight kinds of case."""

from __future__ import annotations

from erdem.base.workflow import Workflow
from erdem.cases.choices import CaseKind
from erdem.cases.workflow.complaint import COMPLAINT
from erdem.cases.workflow.process import CaseProcess, Effect

__all__ = ["PROCESSES", "CaseProcess", "Effect", "process_of", "workflows"]

PROCESSES: dict[str, CaseProcess] = {
    CaseKind.COMPLAINT: COMPLAINT,
}


def process_of(kind: str) -> CaseProcess:
    """Return what the product knows of a kind of case; `KeyError` when it has no machine."""
    return PROCESSES[kind]


def workflows() -> tuple[Workflow, ...]:
    """Return the workflow of every kind, for the database."""
    return tuple(process.workflow for process in PROCESSES.values())
