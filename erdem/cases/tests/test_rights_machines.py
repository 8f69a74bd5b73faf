"""The machines of P4–P8 name states and outcomes that exist, and every step with an effect is a step of its table."""

from __future__ import annotations

import pytest

from erdem.base.actor import acting_as
from erdem.base.testing.actors import People
from erdem.cases.choices import CaseKind, Outcome
from erdem.cases.services import StepGiven, take_case_step
from erdem.cases.tests.factories import make_case
from erdem.cases.workflow import PROCESSES, CaseProcess

KINDS = {
    str(kind): PROCESSES[kind]
    for kind in (
        CaseKind.PATENT_DISPUTE,
        CaseKind.LEGAL_AID,
        CaseKind.RIGHTS_ASSISTANCE,
        CaseKind.REVIEW,
        CaseKind.MISUSE_ACTION,
    )
}
BY_SERVICES = {
    "request_period", "tm_opposition",
    "tm_invalidation_relative", "tm_refusal_review", "patent_observation_window", "patent_invalidation",
}  # fmt: skip
each_kind = pytest.mark.parametrize("process", KINDS.values(), ids=KINDS)


@each_kind
def test_every_effect_belongs_to_a_step(process: CaseProcess) -> None:
    steps = {step.name for step in process.workflow.steps}
    assert set(process.effects) <= steps
    assert set(process.public_labels) <= set(process.workflow.states())


@each_kind
def test_a_case_closes_with_the_step_into_a_final_state_and_no_other(process: CaseProcess) -> None:
    for step in process.workflow.steps:
        assert process.effect(step.name).closes == (step.target in process.workflow.final), step.name


@each_kind
def test_a_clock_that_is_met_or_stopped_is_begun_by_the_start_or_by_a_service(process: CaseProcess) -> None:
    begun = set(process.begins) | {name for effect in process.effects.values() for name in effect.starts}
    ended = {name for effect in process.effects.values() for name in (*effect.meets, *effect.stops)}
    by_services = ended & BY_SERVICES
    assert ended - by_services <= begun
    assert begun <= ended | by_services


@pytest.mark.django_db
def test_a_review_moves_from_the_application_to_a_changed_decision(people: People) -> None:
    case = make_case(people.officer, CaseKind.REVIEW)
    with acting_as(people.officer):
        for step, given in (
            ("note_application", StepGiven()),
            ("accept_ordinary", StepGiven()),
            ("answer", StepGiven()),
            ("decide", StepGiven(reason="复议机关撤销原决定", outcome=Outcome.CHANGED)),
            ("archive", StepGiven()),
        ):
            case = take_case_step(actor=people.officer, case=case, step=step, given=given)
    assert (case.status, case.outcome, case.is_open) == ("archived", "changed", False)
