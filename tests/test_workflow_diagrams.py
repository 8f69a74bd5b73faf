"""The pages of the workflows are those of the code, and no workflow has a dead end or a state nobody reaches."""

from __future__ import annotations

import re

import pytest

from erdem.base.workflow import Workflow
from erdem.web import wiring, workflow_pages

WORKFLOWS = {workflow.key: workflow for workflow in wiring.workflows()}
each_workflow = pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)


def targets(workflow: Workflow, state: str) -> set[str]:
    """Return the states that one step leads to."""
    return {step.target for step in workflow.steps if state in step.sources}


def reached(workflow: Workflow) -> set[str]:
    """Return every state that steps from the initial ones lead to."""
    found: set[str] = set()
    waiting = list(workflow.initial)
    while waiting:
        state = waiting.pop()
        if state not in found:
            found.add(state)
            waiting += targets(workflow, state)
    return found


def states_of_the_model(workflow: Workflow) -> set[str]:
    """Return the states that the field of the model knows, or the list of the variant."""
    return set(map(str, workflow.labels()))


def test_the_pages_are_those_of_the_code() -> None:
    assert workflow_pages.main(["--check"]) == 0, "run python -m erdem.web.workflow_pages"


def test_there_is_no_page_of_a_workflow_that_is_gone() -> None:
    assert set(workflow_pages.PAGES.glob("*.md")) == set(workflow_pages.pages())


@each_workflow
def test_every_state_is_reached(workflow: Workflow) -> None:
    assert reached(workflow) == states_of_the_model(workflow) == set(map(str, workflow.states()))


@each_workflow
def test_every_state_that_is_not_final_has_an_exit(workflow: Workflow) -> None:
    stuck = {state for state in workflow.states() if state not in workflow.final and not targets(workflow, state)}
    assert not stuck


@each_workflow
def test_a_final_state_has_no_exit_and_can_be_reached_from_everywhere(workflow: Workflow) -> None:
    assert workflow.final
    for state in workflow.states():
        if state in workflow.final:
            assert not targets(workflow, state), state
        else:
            partial = Workflow(workflow.document_type, (state,), workflow.steps, workflow.final)
            assert reached(partial) & set(workflow.final), state


@each_workflow
def test_step_names_are_unique_and_every_state_has_a_shape(workflow: Workflow) -> None:
    names = [step.name for step in workflow.steps]
    assert len(names) == len(set(names))
    assert set(map(str, workflow.shapes)) == set(map(str, workflow.states()))


@each_workflow
def test_the_page_says_every_step_in_both_languages(workflow: Workflow) -> None:
    text = workflow_pages.page(workflow)
    assert "```mermaid\nstateDiagram-v2" in text
    for step in workflow.steps:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{step.name}` "))
        assert re.search(r"[\u4e00-\u9fff]", row), f"no Chinese for {step.name}"


def test_an_old_page_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("pages")
    monkeypatch.setattr(workflow_pages, "PAGES", folder)
    assert workflow_pages.main(["--check"]) == 1
    assert workflow_pages.main([]) == 0
    assert workflow_pages.main(["--check"]) == 0
    page = next(folder.glob("*.md"))
    page.write_text(page.read_text(encoding="utf-8") + "more", encoding="utf-8")
    assert workflow_pages.main(["--check"]) == 1
