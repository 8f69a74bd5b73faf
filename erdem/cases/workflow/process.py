"""A kind of case as one table: its steps, what each does to the clocks, what it writes, and what the public reads of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken
from erdem.base.workflow import Step, Workflow
from erdem.cases.models import Case

Guard = Callable[[Actor, Case], RuleBroken | None]


@dataclass(frozen=True)
class Effect:
    """What a step does besides moving the case.

    Args:
        starts: rules (steps of ``clock_rules.csv``) whose clock begins on the day of the step.
        meets: rules whose running clock has been kept, or missed, with this step.
        pauses: clocks that stand still from now on, with the slug of the reason.
        resumes: clocks that run again.
        stops: clocks that no longer matter.
        outcome: what came of the case when the step does not ask for it.
        outcomes: what may have come of it when the step asks.
        closes: nothing remains to be done afterwards.
    """

    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    pause_reason: str = ""
    resumes: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    outcome: str = ""
    outcomes: tuple[str, ...] = ()
    closes: bool = False


@dataclass(frozen=True)
class CaseProcess:
    """Everything the product knows of one kind of case.

    ``begins`` names the rules whose clocks begin on the day a case is received. ``guards`` say for a step what is still
    missing. ``applies`` says of a rule for which cases its clock begins at all. ``public_labels`` are the words that who
    filed reads for a state; what is not in them shows as the label itself.
    """

    process: str
    workflow: Workflow
    effects: Mapping[str, Effect] = field(default_factory=dict)
    guards: Mapping[str, Guard] = field(default_factory=dict)
    applies: Mapping[str, Callable[[Case], bool]] = field(default_factory=dict)
    begins: tuple[str, ...] = ()
    public_labels: Mapping[str, Any] = field(default_factory=dict)

    def effect(self, step: str) -> Effect:
        """Return what a step does besides moving the case; nothing unless the table says so."""
        return self.effects.get(step, Effect())

    def starts(self, step: str, case: Case) -> tuple[str, ...]:
        """Return the rules whose clock begins with a step, in a case such as this one."""
        return tuple(rule for rule in self.effect(step).starts if rule not in self.applies or self.applies[rule](case))

    def label(self, status: str) -> Any:
        """Return how the office reads a state."""
        return self.workflow.label(status)

    def public_label(self, status: str) -> Any:
        """Return how who filed reads a state."""
        return self.public_labels.get(status, self.label(status))

    def available(self, actor: Actor, case: Case) -> list[Step]:
        """Return the steps that this actor may take now."""
        return self.workflow.available(actor, case)
