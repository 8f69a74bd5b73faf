"""A form with every usual kind of input, one of them wrong."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """Never saved."""

    name = forms.CharField(label=_("Name of the traditional knowledge"), help_text=_("The local name first."))
    year = forms.RegexField(
        r"^\d{4}$",
        label=_("Earliest attested year"),
        error_messages={"invalid": _("Please write the year in four digits, such as 1987.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("craft", _("Craft")), ("medicine", _("Medicine"))])
    text = forms.CharField(label=_("Description"), widget=forms.Textarea, required=False)
    access = forms.ChoiceField(
        label=_("Who may see it"),
        widget=forms.RadioSelect,
        choices=[("all", _("Everyone")), ("community", _("The community only"))],
    )
    told = forms.BooleanField(label=_("The community knows of this registration"))
