"""The form that revokes a certificate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.certificate_choices import RevocationReason

BLANK: list[tuple[str, Any]] = [("", "—")]


class RevocationForm(forms.Form):
    """Why a certificate is revoked."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=BLANK + RevocationReason.choices,
        help_text=_("Stands on the public page of the certificate."),
        error_messages={"required": _("Choose the reason.")},
    )
    note = forms.CharField(
        label=_("Note for those who look after it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
