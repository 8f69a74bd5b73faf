"""One table of steps per document type: it gives the buttons, the permission, the diagram and the database trigger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import connections, models, transaction
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.models import WorkflowStep
from erdem.base.policy import ALLOWED, Decision, RuleBroken, require


def _anyone(_actor: Actor, _record: Any) -> Decision:
    return ALLOWED


@dataclass(frozen=True)
class Step:
    """One permitted move.

    ``required`` names fields that must be given with the step (a reason, a document). ``emphasis`` is ``main``, ``plain`` or
    ``stop`` and decides how the button looks. ``document`` names the document produced, if any.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    label: Any
    allowed: Callable[[Actor, Any], Decision] = _anyone
    required: tuple[str, ...] = ()
    document: str | None = None
    emphasis: str = "plain"


@dataclass(frozen=True)
class Workflow:
    """All steps of one document type. ``shapes`` maps a state to the status shape of the page (new, wait, doing, done …).

    Documents of several kinds in one table have one workflow each: ``variant`` is the kind, ``statuses`` its states with labels,
    and the trigger of the table is told the column that names the kind.
    """

    document_type: str
    initial: tuple[str, ...]
    steps: tuple[Step, ...]
    final: tuple[str, ...] = ()
    shapes: Mapping[str, str] = field(default_factory=dict)
    variant: str = ""
    statuses: type[models.TextChoices] | None = None

    @property
    def key(self) -> str:
        """The name under which the database knows the steps: ``sharing.permit``, ``cases.case:complaint``."""
        return f"{self.document_type}:{self.variant}" if self.variant else self.document_type

    def labels(self) -> dict[str, Any]:
        """Return the states with their labels: of the variant, else of the field of the model."""
        if self.statuses is not None:
            return dict(self.statuses.choices)
        return dict(apps.get_model(self.document_type)._meta.get_field("status").flatchoices)

    def label(self, status: str) -> Any:
        """Return the label of one state, without going through all of them."""
        return self.statuses(status).label if self.statuses is not None else self.labels()[status]

    def step(self, name: str) -> Step:
        """Return the step of that name; `KeyError` when there is none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def available(self, actor: Actor, record: Any) -> list[Step]:
        """Return the steps this actor may take now, in table order: these are the buttons."""
        return [step for step in self.steps if record.status in step.sources and step.allowed(actor, record)]

    def states(self) -> set[str]:
        """Return every state the table speaks of."""
        named = {source for step in self.steps for source in step.sources} | {step.target for step in self.steps}
        return named | set(self.initial)

    def rows(self) -> Iterable[tuple[str, str, str]]:
        """Yield (name, source, target); initial states have a blank source."""
        for state in self.initial:
            yield ("begin", "", state)
        for step in self.steps:
            for source in step.sources:
                yield (step.name, source, step.target)

    def diagram(self) -> str:
        """Return the machine as a Mermaid state diagram for the documentation."""
        lines = ["stateDiagram-v2"]
        lines += [f"    [*] --> {state}" for state in self.initial]
        lines += [f"    {source} --> {step.target}: {step.name}" for step in self.steps for source in step.sources]
        lines += [f"    {state} --> [*]" for state in self.final]
        return "\n".join(lines)


@transaction.atomic
def take_step(workflow: Workflow, record: models.Model, name: str, *, actor: Actor, **given: Any) -> Step:
    """Move a record, holding its row lock, and save the status with the given fields.

    Raises:
        PermissionRefused: the actor may not take the step.
        RuleBroken: the record is elsewhere by now, or a required field is missing.
    """
    step = workflow.step(name)
    model = type(record)
    moved_on = RuleBroken(_("Somebody has moved this on in the meantime. Reload the page to see where it stands now."))
    try:
        current = model._default_manager.select_for_update().get(pk=record.pk)
    except ObjectDoesNotExist as gone:  # where it stands by now the actor does not see it any more
        raise moved_on from gone
    status = getattr(current, "status")  # noqa: B009  the model type is open here; every workflow document has a status
    if status not in step.sources:
        raise moved_on
    for required in step.required:
        if not str(given.get(required) or "").strip():
            raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field=required)
    require(step.allowed(actor, current))
    changes = {"status": step.target, **given}
    for field_name, value in changes.items():
        setattr(record, field_name, value)
    record.save(update_fields=[*changes, *(["updated_at"] if hasattr(record, "updated_at") else [])])
    return step


def synchronise(workflows: Iterable[Workflow], *, using: str = "owner") -> int:
    """Write the step tables into the database for the trigger to read; return the number of rows.

    Runs as the owner when the database is upgraded: the application role may only read them.
    """
    rows = [
        WorkflowStep(document_type=workflow.key, name=name, source=source, target=target)
        for workflow in workflows
        for name, source, target in workflow.rows()
    ]
    with transaction.atomic(using=using):
        WorkflowStep.objects.using(using).all().delete()
        WorkflowStep.objects.using(using).bulk_create(rows)
    connections[using].close()
    return len(rows)
