"""What the forms of cases show around their fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.workflow import Step
from erdem.cases.forms.cases import StepForm
from erdem.cases.models import Case
from erdem.cases.pages.likeness import REASONS
from erdem.cases.pages.links import Link, address, trail
from erdem.cases.policies import own_offices
from erdem.cases.queries.merging import merge_targets
from erdem.cases.queries.queues import officers_of
from erdem.cases.services import MERGES_INTO
from erdem.cases.workflow import process_of
from erdem.people.models import Organisation
from erdem.people.queries import organisations

FIELDS = {"status_reason": "reason"}
"""The field of the form by the field of the case that a refusal names."""


@dataclass(frozen=True)
class FormPage:
    """A form with its title, its words, and the way back."""

    title: str
    trail: tuple[Link, ...]
    form: forms.Form
    label: Any
    back: str
    stays: str
    lead: str = ""
    kind: str = "main"
    missing: str = ""
    before: str = ""
    after: str = ""
    has_files: bool = False


def own_houses(actor: Actor) -> list[Organisation]:
    """Return the offices for which somebody opens cases."""
    return list(organisations().filter(pk__in=own_offices(actor)))


def officer_choices(actor: Actor, case: Case) -> list[tuple[int, str]]:
    """Return who may handle a case."""
    return [(each.pk, str(each)) for each in officers_of(actor, case.office_id)]


def new_page(form: forms.Form) -> FormPage:
    """Return the page on which a case is opened."""
    return FormPage(
        title=_("Open a case"),
        trail=trail(None, Link(_("Open a case"))),
        form=form,
        label=_("Open the case"),
        back=reverse("cases:case-list"),
        stays=pgettext("case", "Do not open it"),
        lead=_(
            "For what came by letter, telephone, hotline or visit. Write nothing here by which who reports it can be known."
        ),
    )


def step_of(case: Case, name: str) -> Step | None:
    """Return the step of that name of this kind of case."""
    return next((each for each in process_of(case.kind).workflow.steps if each.name == name), None)


def step_form(actor: Actor, case: Case, step: Step, given: QueryDict | None) -> StepForm:
    """Return the form of a step, with the version of the case that the page shows."""
    return StepForm(
        given,
        targets=merge_choices(actor, case) if step.name == "merge" else None,
        effect=process_of(case.kind).effect(step.name),
        needs_reason="status_reason" in step.required,
        initial={"seen_version": case.version},
    )


def merge_choices(actor: Actor, case: Case) -> list[tuple[Any, Any]]:
    """Return the cases into which one can be merged: those that look alike, with the reason, then the other open ones."""
    alike, others = merge_targets(actor, case, MERGES_INTO[case.kind])
    named = [
        (each.number, f"{each.number} · {each.title} ({', '.join(str(REASONS[reason]) for reason in reasons)})")
        for each, reasons in alike
    ]
    plain = [(each.number, f"{each.number} · {each.title}") for each in others]
    return [
        group
        for group in ((_("Perhaps the same matter"), named), (_("Other open cases of the office"), plain))
        if group[1]
    ]


def step_page(actor: Actor, case: Case, step: Step, form: forms.Form) -> FormPage:
    """Return the page on which a step is confirmed: from where to where, what is still missing."""
    process = process_of(case.kind)
    guard = process.guards.get(step.name)
    missing = guard(actor, case) if guard is not None else None
    return FormPage(
        title=str(step.label),
        trail=trail(case, Link(step.label)),
        form=form,
        label=step.label,
        back=address(case),
        stays=_("Leave the case as it is"),
        lead=f"{case.number} · {case.title}",
        kind="stop" if step.emphasis == "stop" else "main",
        missing=str(missing) if missing is not None else "",
        before=str(process.label(case.status)),
        after=str(process.label(step.target)),
    )


def assign_page(case: Case, form: forms.Form) -> FormPage:
    """Return the page on which handlers are named."""
    return FormPage(
        title=_("Name who handles the case"),
        trail=trail(case, Link(_("Name who handles the case"))),
        form=form,
        label=_("Save the handlers"),
        back=address(case),
        stays=_("Leave the case as it is"),
        lead=f"{case.number} · {case.title}",
    )


def member_page(case: Case, form: forms.Form) -> FormPage:
    """Return the page on which somebody from outside is asked to take part."""
    return FormPage(
        title=_("Let somebody take part"),
        trail=trail(case, Link(_("Let somebody take part"))),
        form=form,
        label=_("Let this person take part"),
        back=address(case),
        stays=_("Leave the case as it is"),
        lead=_("That person sees this case from now on, until the part ends."),
    )


def has_moved_on(case: Case) -> str:
    """Say that a step does not fit the state of a case any more."""
    words = _("Nothing was done: this case is already at “%(state)s”. Below is how it stands now.")
    return words % {"state": process_of(case.kind).label(case.status)}


def has_been_done(case: Case, step: Step) -> str:
    """Say where a case has come with a step."""
    words = _("Done: %(number)s is now at “%(state)s”.")
    return words % {"number": case.number, "state": process_of(case.kind).label(step.target)}


def plain_page(
    case: Case, title: str, form: forms.Form, *, label: str = "", lead: str = "", files: bool = False
) -> FormPage:
    """Return a page with one form that belongs to a case; the button says what the title says."""
    return FormPage(
        title=title,
        trail=trail(case, Link(title)),
        form=form,
        label=label or title,
        back=address(case),
        stays=_("Leave the case as it is"),
        lead=lead or f"{case.number} · {case.title}",
        has_files=files,
    )


def page_of(title: str, form: forms.Form, back: str, *, label: str = "", lead: str = "") -> FormPage:
    """Return a page with one form that belongs to no single case."""
    return FormPage(
        title=title,
        trail=trail(None, Link(title)),
        form=form,
        label=label or title,
        back=back,
        stays=pgettext("case", "Leave it as it is"),
        lead=lead,
    )
