"""Input about the own account."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erdem.base.choosing import offer
from erdem.people.choices import KeyScope

VALID_FOR: Final = (("30", _("30 days")), ("90", _("90 days")), ("365", _("one year")), ("", _("until taken back")))


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
        offer(self, "language", list(settings.LANGUAGES))


class KeyForm(forms.Form):
    """A key for programs: what for, what it may do, how long."""

    name = forms.CharField(
        label=_("What the key is for"),
        max_length=100,
        help_text=_("So that you know later which key to take back."),
        error_messages={"required": _("Write what the key is for, for instance: nightly search of our library.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the program may do"),
        choices=KeyScope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one thing that the key may do.")},
    )
    valid_for = forms.ChoiceField(label=_("How long it is good"), choices=VALID_FOR, required=False, initial="365")

    def last_day(self) -> dt.date | None:
        """Return the last day on which the key is good, or None."""
        days = self.cleaned_data["valid_for"]
        return timezone.localdate() + dt.timedelta(days=int(days)) if days else None
