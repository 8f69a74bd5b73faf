"""The form of the page that verifies."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class VerifyForm(forms.Form):
    """A file to be checked. It is looked at and not kept."""

    file = forms.FileField(
        label=_("Evidence file"),
        help_text=_("The JSON file that was handed out with the proof. It is checked here and not kept."),
        error_messages={"required": _("Choose the evidence file."), "empty": _("The file is empty. Choose another.")},
    )
