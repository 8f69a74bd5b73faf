"""Input about the own account."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ProfileForm(forms.Form):
    """How a person is called, and in which language the pages speak."""

    display_name = forms.CharField(
        label=_("Your name"), max_length=100, help_text=_("As others on this platform see it, in any script.")
    )
    display_name_mn = forms.CharField(
        label=_("Your name in Mongolian script"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"lang": "mn-Mong"}),
    )
    language = forms.ChoiceField(label=_("Language of the pages"), choices=[])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.fields["language"].choices = list(settings.LANGUAGES)  # type: ignore[attr-defined]  # it is a ChoiceField
