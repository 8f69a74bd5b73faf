"""A form with every usual kind of input, one of them wrong."""

from __future__ import annotations

from django import forms
from django.utils.translation import pgettext_lazy


class SampleForm(forms.Form):
    """Never saved."""

    name = forms.CharField(
        label=pgettext_lazy("style sheet", "Name of the traditional knowledge"),
        help_text=pgettext_lazy("style sheet", "The local name first."),
    )
    year = forms.RegexField(
        r"^\d{4}$",
        label=pgettext_lazy("style sheet", "Earliest attested year"),
        error_messages={"invalid": pgettext_lazy("style sheet", "Please write the year in four digits, such as 1987.")},
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("style sheet", "Kind"),
        choices=[
            ("craft", pgettext_lazy("style sheet", "Craft")),
            ("medicine", pgettext_lazy("style sheet", "Medicine")),
        ],
    )
    text = forms.CharField(label=pgettext_lazy("style sheet", "Description"), widget=forms.Textarea, required=False)
    access = forms.ChoiceField(
        label=pgettext_lazy("style sheet", "Who may see it"),
        widget=forms.RadioSelect,
        choices=[
            ("all", pgettext_lazy("style sheet", "Everyone")),
            ("community", pgettext_lazy("style sheet", "The community only")),
        ],
    )
    told = forms.BooleanField(label=pgettext_lazy("style sheet", "The community knows of this registration"))
