"""What the browser sends of sealed content and keys: cipher text, public keys, fingerprints."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from erdem.base.policy import RuleBroken
from erdem.knowledge.choices import KeyState, SealedClass, SizeBand
from erdem.knowledge.services import SealedContent, ShareKeeper


class _Ids(forms.TypedMultipleChoiceField):
    """Several ids; whether they are known is the service's to say."""

    def __init__(self) -> None:
        super().__init__(coerce=int, required=False)

    def valid_value(self, value: Any) -> bool:
        """Take any number."""
        return str(value).isdecimal() and len(str(value)) < 18


class SealForm(forms.Form):
    """A content that was sealed in the browser."""

    ciphertext = forms.FileField(max_length=200)
    commitment = forms.RegexField(r"^[0-9a-f]{64}$", required=False)
    media_class = forms.ChoiceField(choices=SealedClass.choices, required=False)
    size_band = forms.ChoiceField(choices=SizeBand.choices, required=False)
    recipients = _Ids()
    version = forms.IntegerField(min_value=1, required=False)
    drop_old = forms.BooleanField(required=False)

    def clean_ciphertext(self) -> Any:
        """Refuse what is larger than the installation takes."""
        given = self.cleaned_data["ciphertext"]
        if given.size > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("This is over %(limit)s MB. Nothing was saved."), params={"limit": settings.UPLOAD_LIMIT_MB}
            )
        return given

    def content(self) -> SealedContent:
        """Return what arrived."""
        given = self.cleaned_data
        return SealedContent(
            ciphertext=given["ciphertext"].read(),
            commitment=given["commitment"],
            media_class=given["media_class"],
            size_band=given["size_band"],
            recipients=frozenset(given["recipients"]),
        )


class HolderKeyForm(forms.Form):
    """A public key, with the private key locked or without it."""

    community = forms.IntegerField(min_value=1)
    label = forms.CharField(max_length=60, required=False)
    recipient = forms.CharField(max_length=80)
    wrapped = forms.CharField(max_length=4000, required=False, strip=False)


class SecretForm(forms.Form):
    """A private key locked anew."""

    wrapped = forms.CharField(max_length=4000, strip=False)
    version = forms.IntegerField(min_value=0)


class EndKeyForm(forms.Form):
    """How a key ends."""

    state = forms.ChoiceField(choices=((KeyState.RETIRED, ""), (KeyState.LOST, "")))


class SplitForm(forms.Form):
    """The numbers of a split, and keeper and fingerprint of each share in turn."""

    threshold = forms.IntegerField(min_value=2, max_value=16)

    def keepers(self) -> list[ShareKeeper]:
        """Return keepers and fingerprints.

        Raises:
            RuleBroken: there are more names than fingerprints or the other way round.
        """
        sent = cast("QueryDict", self.data)  # a form of a request is always bound to one
        names, prints = sent.getlist("keeper"), sent.getlist("fingerprint")
        if len(names) != len(prints):
            raise RuleBroken(str(_("Write who keeps each share.")))
        return [ShareKeeper(name.replace("\x00", ""), mark) for name, mark in zip(names, prints, strict=True)]
