"""Forms of the frame: opening a case, taking a step, naming its handlers, somebody who takes part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.choosing import offer
from erdem.base.clock import Paper
from erdem.cases.choices import CaseKind, Channel, MemberRole, Outcome, Subject
from erdem.cases.services import NewCase, StepGiven
from erdem.cases.workflow import PROCESSES, Effect
from erdem.people.models import Organisation

BLANK: list[tuple[Any, Any]] = [("", "—")]
BY_HAND = [each for each in Channel.choices if each[0] not in (Channel.WEB, Channel.FINDING)]
"""How a case came that an officer writes down; what comes by the website or from a finding is opened from there."""


def area(label: Any, help_text: Any = "", *, required: bool = False, rows: int = 3) -> forms.CharField:
    """Return a field for some sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget, max_length=8000)


def day(label: Any, **given: Any) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **given)


class CaseForm(forms.Form):
    """A case that staff open for what came by letter, telephone, hotline or visit."""

    kind = forms.ChoiceField(label=pgettext_lazy("case", "Kind"))
    channel = forms.ChoiceField(label=pgettext_lazy("case", "How it came"), choices=BLANK + BY_HAND)
    subject = forms.ChoiceField(label=pgettext_lazy("case", "Subject"), choices=BLANK + Subject.choices)
    received_on = day(pgettext_lazy("case", "Received"), help_text=_("Periods run from this day."))
    title = forms.CharField(
        label=_("Short title"),
        max_length=200,
        help_text=_("Whom and what it is about, without the name of who reports it."),
    )
    facts = area(_("Facts"), _("What happened, where and when, and what shows it."), rows=5)
    demand = area(pgettext_lazy("case", "Demand"))
    right_number = forms.CharField(
        label=_("Number of the right"), max_length=64, required=False, help_text=_("Patent, mark or indication.")
    )
    happened_on = day(_("Day of the last act"), required=False)
    office = forms.TypedChoiceField(label=pgettext_lazy("case", "Office"), coerce=int)
    is_named = forms.BooleanField(label=_("Reported under a name"), required=False)

    def __init__(self, *args: Any, offices: Sequence[Organisation], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("received_on", timezone.localdate())
        super().__init__(*args, **kwargs)
        offer(self, "kind", [*BLANK, *(each for each in CaseKind.choices if each[0] in PROCESSES)])
        offer(self, "office", [(each.pk, str(each)) for each in offices])
        self.offices = {each.pk: each for each in offices}

    def content(self) -> NewCase:
        """Return the case as it was written."""
        given = dict(self.cleaned_data)
        given["office"] = self.offices[given["office"]]
        return NewCase(**given)


class StepForm(forms.Form):
    """What a step asks for; ``seen_version`` is the version of the case on the page."""

    into = forms.ChoiceField(label=_("The case that goes on"), required=False)
    into_number = forms.CharField(
        label=_("Or its number"), max_length=32, required=False, help_text=_("When it is not in the list.")
    )
    outcome = forms.ChoiceField(label=pgettext_lazy("case", "Outcome"))
    outcome_note = area(_("About the outcome"))
    reason = area(pgettext_lazy("case", "Reason"))
    paper = forms.CharField(
        label=_("Document"), max_length=200, help_text=_("Name and number of what interrupts the period.")
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        effect: Effect,
        needs_reason: bool,
        targets: Sequence[tuple[Any, Any]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if targets is None:
            del self.fields["into"]
            del self.fields["into_number"]
        else:
            offer(self, "into", [*BLANK, *targets])
        if effect.outcomes:
            labels = dict(Outcome.choices)
            offer(self, "outcome", [*BLANK, *((each, labels[Outcome(each)]) for each in effect.outcomes)])
        else:
            del self.fields["outcome"]
            del self.fields["outcome_note"]
        self.fields["reason"].required = needs_reason
        if not effect.pauses:
            del self.fields["paper"]

    def content(self) -> StepGiven:
        """Return what was given with the step."""
        given = self.cleaned_data
        return StepGiven(
            reason=given["reason"],
            outcome=given.get("outcome", ""),
            outcome_note=given.get("outcome_note", ""),
            seen_version=given["seen_version"],
            into=given.get("into_number") or given.get("into", ""),
            paper=Paper(given["paper"]) if given.get("paper") else None,
        )


class AssignForm(forms.Form):
    """Who handles a case."""

    handler = forms.TypedChoiceField(
        label=pgettext_lazy("case", "Handler"), coerce=int, empty_value=None, required=False
    )
    second_handler = forms.TypedChoiceField(label=_("Second officer"), coerce=int, empty_value=None, required=False)
    note = area(pgettext_lazy("case", "Reason"), rows=2)

    def __init__(self, *args: Any, officers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "handler", [("", _("nobody: leave it to the team")), *officers])
        offer(self, "second_handler", [*BLANK, *officers])


class MemberForm(forms.Form):
    """Somebody from outside the office who is to take part."""

    username = forms.CharField(
        label=_("Login name"), max_length=150, help_text=_("The account of the lawyer, expert or mediator.")
    )
    role = forms.ChoiceField(label=pgettext_lazy("case", "Takes part as"), choices=BLANK + MemberRole.choices)
