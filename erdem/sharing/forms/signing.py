"""Input of signing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erdem.sharing.signing_choices import SCAN_TYPES, IdentityProof

REASON = forms.Textarea(attrs={"rows": 3})


class SignForm(forms.Form):
    """What is needed for a signature: that the document was read, and who signs once more."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agrees = forms.BooleanField(
        label=_("I have looked at all pages and agree."),
        error_messages={"required": _("Put a tick here when you have looked at all pages and agree.")},
    )
    secret = forms.CharField(
        label=_("Your password"),
        max_length=200,
        strip=False,
        error_messages={"required": _("Write your password. Nothing was signed.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("The same as at sign-in. So nobody signs who finds your telephone."),
    )

    def __init__(self, *args: Any, has_code: bool = False, shown: IdentityProof | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown, self.is_known = shown, shown is not None
        if self.is_known:
            del self.fields["secret"]
        elif has_code:
            self.fields["secret"].label = _("Your password, or the code of your authenticator app")


class RefusalForm(forms.Form):
    """Why somebody does not sign."""

    reason = forms.CharField(
        label=_("What is not right?"),
        widget=REASON,
        max_length=2000,
        help_text=_("The other parties and the office read it."),
        error_messages={"required": _("Write one or two sentences.")},
    )


class ScanForm(forms.Form):
    """The scan of what was signed on paper."""

    scan = forms.FileField(
        label=_("Scan or photograph of the signed paper"),
        help_text=_("PDF, JPEG or PNG, all pages, the signature well to be read."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SCAN_TYPES)}),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty. Choose another one.")},
    )


class ConfirmationForm(forms.Form):
    """That a scan shows the text of the document, and whose name stands on it."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    signed_name = forms.CharField(
        label=_("Name on the paper"),
        max_length=200,
        error_messages={"required": _("Write the name that stands on the paper.")},
    )
    is_same = forms.BooleanField(
        label=_("I have compared all pages: the scan shows the same text, signed by hand."),
        error_messages={"required": _("Compare all pages first, then put a tick here.")},
    )


class SendForm(forms.Form):
    """Until when it is to be signed."""

    expires_on = forms.DateField(
        label=_("To be signed by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )

    def clean_expires_on(self) -> Any:
        """Refuse a day that has passed."""
        day = self.cleaned_data["expires_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that lies ahead."))
        return day


class CancelForm(forms.Form):
    """Why an envelope is called off."""

    reason = forms.CharField(
        label=_("Reason"), widget=REASON, max_length=2000, error_messages={"required": _("Write one or two sentences.")}
    )
