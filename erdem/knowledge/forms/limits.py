"""The form of the legal limit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.choices import AccessLevel

CHOICES = [(level.value, level.label) for level in AccessLevel]


class LimitForm(forms.Form):
    """How much outsiders may know at most, and why."""

    limit = forms.TypedChoiceField(
        label=_("Outsiders may know at most"),
        choices=CHOICES,
        coerce=int,
        help_text=_("A5 means that the law sets no limit. Members of the holding communities are not affected."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The law, the decision or the order, such as: 《…》第几条. The community reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason: the law, the decision or the order on which it rests.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def given(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {name: self.cleaned_data[name] for name in ("limit", "reason", "version")}
