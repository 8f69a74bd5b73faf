"""What the tables of the eight kinds say fits together: rules of clocks exist, outcomes are there before a case is closed."""

from __future__ import annotations

import pytest

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import ClockRule
from erdem.cases.choices import KIND_PROCESS, KIND_SERIES, CaseKind
from erdem.cases.workflow import PROCESSES, CaseProcess

each_process = pytest.mark.parametrize("process", PROCESSES.values(), ids=PROCESSES)


@pytest.mark.django_db
@each_process
def test_every_clock_that_a_step_speaks_of_has_a_rule(process: CaseProcess) -> None:
    with acting_as(SYSTEM):
        known = set(ClockRule.objects.filter(process=process.process).values_list("step", flat=True))
    named = set(process.begins)
    for effect in process.effects.values():
        named |= {*effect.starts, *effect.meets, *effect.pauses, *effect.resumes, *effect.stops}
    assert named <= known, named - known


@pytest.mark.django_db
@each_process
def test_every_pause_is_one_that_its_rule_knows(process: CaseProcess) -> None:
    for effect in process.effects.values():
        for step in effect.pauses:
            with acting_as(SYSTEM):
                rule = ClockRule.objects.filter(process=process.process, step=step).latest("valid_from")
            assert effect.pause_reason in rule.pauses, step


@each_process
def test_effects_and_guards_are_of_steps_that_exist(process: CaseProcess) -> None:
    steps = {step.name for step in process.workflow.steps}
    assert set(process.effects) <= steps
    assert set(process.guards) <= steps


@each_process
def test_what_closes_a_case_leads_to_its_end(process: CaseProcess) -> None:
    """A case is open until its last state, and is closed by whatever leads there."""
    for step in process.workflow.steps:
        assert process.effect(step.name).closes == (step.target in process.workflow.final), step.name


def test_every_kind_has_a_machine_a_process_and_a_series() -> None:
    assert set(KIND_PROCESS) == set(KIND_SERIES) == set(CaseKind.values)
    for kind, process in PROCESSES.items():
        assert process.workflow.variant == kind
        assert process.process == KIND_PROCESS[kind]
