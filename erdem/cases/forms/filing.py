"""Forms of what people hand in: one page of questions, the way to take, the receipt, a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.cases.choices import Subject
from erdem.cases.intake.mongolian import SCRIPT, beside
from erdem.cases.intake.questions import MOST_LETTERS, SHORT, Answer, FormStep, NeededFile, Question

REQUIRED = {"required": _("Please fill this in.")}


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files."""

    widget = ManyFiles(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return every file."""
        given = list(data) if isinstance(data, (list, tuple)) else [data]
        if not any(given):
            super().clean(None, initial)
            return []
        return [super(FilesField, self).clean(each, initial) for each in given]


class StepForm(forms.Form):
    """One page of questions. What is asked only under a condition is required only when it holds."""

    def __init__(self, step: FormStep, *args: Any, script: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        for question in step.questions:
            self.fields[question.key] = field_of(question)
        set_beside(self, script)

    def clean(self) -> dict[str, Any]:
        """Leave out what is not asked, and what is missing only of that."""
        cleaned: dict[str, Any] = super().clean() or {}
        for question in self.step.questions:
            if not question.is_asked(cleaned):
                cleaned.pop(question.key, None)
                self.errors.pop(question.key, None)
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Return the answers as plain JSON, without empty ones."""
        found = {key: value for key, value in self.cleaned_data.items() if value not in (None, "", [], False)}
        return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in found.items()}


def field_of(question: Question) -> forms.Field:
    """Return the form field of a question."""
    given: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help,
        "required": question.needed,
        "error_messages": REQUIRED,
    }
    match question.kind:
        case Answer.TEXT:
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=MOST_LETTERS, **given)
        case Answer.DAY:
            return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **given)
        case Answer.CHOICE:
            return forms.ChoiceField(widget=forms.RadioSelect, choices=question.choices, **given)
        case Answer.SEVERAL:
            return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=question.choices, **given)
        case Answer.YES:
            return forms.BooleanField(**given)
        case _:
            return forms.CharField(max_length=SHORT, **given)


def set_beside(form: forms.Form, script: str) -> None:
    """Set the Mongolian words beside the labels and choices of a form, when it is read in Mongolian."""
    if script != SCRIPT:
        return
    for field in form.fields.values():
        field.label = beside(field.label)
        choices = getattr(field, "choices", None)
        if choices and isinstance(field.widget, forms.RadioSelect):
            field.choices = [(value, beside(label)) for value, label in choices]  # type: ignore[attr-defined]  # choice fields


class WayForm(forms.Form):
    """What it is about and where, then what the subject asks besides."""

    subject = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say first what it is about.")},
    )
    place = forms.ChoiceField(label=_("Where did it happen?"), error_messages=REQUIRED)

    def __init__(
        self,
        subjects: list[tuple[str, Any]],
        places: list[tuple[str, str]],
        questions: tuple[Question, ...],
        *args: Any,
        script: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for name, offered in (("subject", subjects), ("place", places)):
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # both are choice fields
        for question in questions:
            self.fields[question.key] = field_of(question)
        set_beside(self, script)

    def answers(self) -> Mapping[str, Any]:
        """Return what was said besides subject and place."""
        return {question.key: self.cleaned_data.get(question.key) for question in self.questions}


class SendForm(forms.Form):
    """The last look before something is sent, with a field for each file that the form needs and one for more."""

    token = forms.CharField(widget=forms.HiddenInput)
    attached = FilesField(label=_("Files"), required=False)
    true = forms.BooleanField(
        label=_("What I have written is true as far as I know"), error_messages={"required": _("Please confirm this.")}
    )

    def __init__(self, needed: Sequence[NeededFile], *args: Any, script: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = tuple(each.key for each in needed)
        missing = {"required": _("Choose a file first.")}
        own = {each.key: forms.FileField(label=each.label, error_messages=missing) for each in needed}
        self.fields = {**own, **self.fields}
        if needed:
            self.fields["attached"].label = _("Further files")
        set_beside(self, script)

    @property
    def needed_fields(self) -> list[forms.BoundField]:
        """The fields of the files that the form needs."""
        return [self[key] for key in self.needed]

    def given_files(self) -> list[tuple[str, Any]]:
        """Return every file with the key of what it stands for, empty for further ones."""
        own = [(key, self.cleaned_data[key]) for key in self.needed]
        return own + [("", file) for file in self.cleaned_data["attached"]]


class ReceiptForm(forms.Form):
    """Code and passphrase of a receipt."""

    code = forms.CharField(
        label=_("Receipt code"),
        max_length=60,
        error_messages=REQUIRED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    phrase = forms.CharField(
        label=_("Passphrase"),
        max_length=100,
        error_messages=REQUIRED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, script: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_beside(self, script)


class MessageForm(forms.Form):
    """A message."""

    body = forms.CharField(
        label=pgettext_lazy("filing", "Message"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST_LETTERS,
        error_messages={"required": _("Write a message.")},
    )


class FilesForm(forms.Form):
    """More files."""

    attached = FilesField(label=_("Files"), error_messages={"required": _("Choose a file first.")})


def subject_choices() -> list[tuple[str, Any]]:
    """Return the subjects in the order in which people are asked."""
    return list(Subject.choices)
