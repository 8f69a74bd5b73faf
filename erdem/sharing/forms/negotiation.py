"""Small forms around a negotiation: a comment, more time, breaking off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ExtendForm(forms.Form):
    """More time."""

    until = forms.DateField(
        label=_("New last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day as 2027-03-31.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("This step needs a reason. Write one or two sentences.")},
    )


class BreakOffForm(forms.Form):
    """The end of a negotiation; a party gives a reason only if it likes to."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *given: Any, needs_reason: bool = False, **named: Any) -> None:
        super().__init__(*given, **named)
        if not needs_reason:
            self.fields["reason"].help_text = _("Not needed. The other parties read it.")
