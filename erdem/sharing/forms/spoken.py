"""The form on which the office takes down what a community answered that has no account."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.sharing.choices import SpokenHow
from erdem.sharing.content import SpokenContent


class SpokenForm(forms.Form):
    """Who answered, when, how, with the proof. What is said to each record stands beside it."""

    how = forms.ChoiceField(label=_("how it was given"), choices=SpokenHow.choices, widget=forms.RadioSelect)
    said_by = forms.CharField(label=_("who spoke for the community"), max_length=200)
    capacity = forms.CharField(
        label=_("in which capacity"),
        max_length=200,
        help_text=_("Such as head of the gachaa, or bearer chosen by all."),
    )
    said_on = forms.DateField(
        label=_("day of the answer"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    language = forms.CharField(label=_("language, and who interpreted"), max_length=200, required=False)
    basis = forms.CharField(
        label=_("How it was decided"),
        max_length=300,
        required=False,
        help_text=_(
            "Needed when you agree: for instance “meeting of the gachaa, 3 December”. No reason is needed for a no."
        ),
    )
    conditions = forms.CharField(
        label=_("What the community asks in return"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.FileField(
        label=_("Scan or recording"),
        help_text=_("By telephone: the recording. On paper: the scan. In person: either. 50 MB at most."),
    )

    def content(self) -> SpokenContent:
        """Return what was taken down."""
        given = dict(self.cleaned_data)
        file = given.pop("evidence")
        return SpokenContent(**given, evidence=file.read(), file_name=file.name)


class AsideForm(forms.Form):
    """Why an answer that was taken down is put aside."""

    reason = forms.CharField(
        label=pgettext_lazy("request", "Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
