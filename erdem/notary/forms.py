"""The form of the page that verifies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _


class VerifyForm(forms.Form):
    """A file to be checked. It is looked at and not kept."""

    file = forms.FileField(
        label=_("Evidence file, certificate, permit or agreement"),
        help_text=_(
            "The JSON file or the ZIP bundle that was handed out, or the PDF of a certificate, a permit or an agreement."
            " It is checked here and not kept."
        ),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty. Choose another.")},
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is too large for a page; the command takes any size."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB. Check it with the command erdem verify, which takes any size.")
                % {"most": settings.UPLOAD_LIMIT_MB}
            )
        return file
