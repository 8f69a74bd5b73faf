"""Forms of obligations: a milestone that is reached, a delivery in kind, and its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erdem.sharing.forms.use_reports import LARGEST_FILE


def day_field(label: Any) -> forms.DateField:
    """A field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class MilestoneForm(forms.Form):
    """When a milestone was reached, and what shows it."""

    day = day_field(_("Reached on"))
    note = forms.CharField(label=_("What shows it"), max_length=300)


class DeliveryForm(forms.Form):
    """What was delivered to whom."""

    payee = forms.ChoiceField(label=_("Delivered to"))
    day = day_field(_("Day"))
    amount = forms.IntegerField(label=_("How many"), min_value=1, max_value=10**9)
    evidence = forms.CharField(
        label=_("What proves it"),
        max_length=300,
        help_text=_("A receipt, minutes, a list of who took part, a photograph."),
    )
    file = forms.FileField(label=_("File, up to 20 MB"), required=False)

    def __init__(self, *args: Any, payees: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["payee"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = payees

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        found = self.cleaned_data["file"]
        if found and found.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 20 MB. Make it smaller, or attach it in parts."))
        return found


class AnswerForm(forms.Form):
    """Whether a delivery arrived, said by who received it."""

    answer = forms.ChoiceField(choices=[("confirm", "confirm"), ("refuse", "refuse")])
    reason = forms.CharField(max_length=500, required=False)


class SpanForm(forms.Form):
    """A county and a period."""

    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    place = forms.RegexField(r"^[0-9]{0,6}$", required=False)
