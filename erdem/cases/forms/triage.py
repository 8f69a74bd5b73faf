"""Forms of the office for what people hand in: writing it down, opening cases, joining, passing on, opening an identity."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.cases.choices import Body, CaseKind, Channel, FilingForm, Subject
from erdem.cases.forms.filing import REQUIRED, FilesField, StepForm
from erdem.cases.intake.questions import FormDefinition, FormStep

STAFF_CHANNELS = (
    Channel.VISIT,
    Channel.LETTER,
    Channel.PHONE,
    Channel.HOTLINE_12315,
    Channel.HOTLINE_12345,
    Channel.HOTLINE_12330,
    Channel.TRANSFER,
)


class BeginForm(forms.Form):
    """Which form is written down for somebody, about what."""

    form = forms.ChoiceField(label=_("Form"), choices=FilingForm.choices, error_messages=REQUIRED)
    subject = forms.ChoiceField(label=_("What is it about?"), choices=Subject.choices, error_messages=REQUIRED)


class RecordForm(StepForm):
    """All questions of a form on one page, with how and when it came."""

    def __init__(self, definition: FormDefinition, places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        whole = FormStep("all", definition.title, tuple(definition.all_questions()))
        super().__init__(whole, *args, **kwargs)
        own: dict[str, forms.Field] = {
            "channel": forms.ChoiceField(
                label=_("How did it come?"), choices=[(each.value, each.label) for each in STAFF_CHANNELS]
            ),
            "received_on": forms.DateField(
                label=_("On which day did it come?"),
                initial=timezone.localdate,
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            ),
            "place": forms.ChoiceField(label=_("Where did it happen?"), choices=places, error_messages=REQUIRED),
        }
        self.fields = {**own, **self.fields}
        self.fields["attached"] = FilesField(label=_("Files"), required=False)
        self.fields["token"] = forms.CharField(widget=forms.HiddenInput)

    def answers(self) -> dict[str, Any]:
        """Return the answers to the questions alone."""
        asked = {question.key for question in self.step.questions}
        return {key: value for key, value in super().answers().items() if key in asked}

    def day(self) -> dt.date:
        """Return the day on which it came."""
        found: dt.date = self.cleaned_data["received_on"]
        return found


class OpenForm(forms.Form):
    """Which cases are opened."""

    kinds = forms.MultipleChoiceField(
        label=_("Open as"),
        choices=CaseKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what kind of case it is.")},
    )


class JoinForm(forms.Form):
    """The case to which it is added."""

    case = forms.CharField(label=_("Number of the case"), max_length=32, error_messages=REQUIRED)


class PassOnForm(forms.Form):
    """The competent body, and why."""

    body = forms.ChoiceField(label=_("Competent body"), choices=Body.choices)
    reason = forms.CharField(
        label=_("Why, for who handed it in"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say why, in words that who filed understands.")},
    )


class UnlockForm(forms.Form):
    """Why an identity has to be known."""

    reason = forms.CharField(
        label=pgettext_lazy("unlock", "Why you need to know"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say why you need to know. The second officer decides by this.")},
    )
