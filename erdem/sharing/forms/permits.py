"""Forms of permits: the words about the subject-matter, what may be published, the issue, the amendment, a reason, a question."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.knowledge.choices import Purpose
from erdem.sharing import ircc
from erdem.sharing.permit_choices import AmendmentIntent, Part

BLANK: list[tuple[str, Any]] = [("", "—")]
REASON_NEEDED = _("This step needs a reason. Write one or two sentences.")


def _day(label: Any, **given: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


class TermForm(forms.Form):
    """First and last day."""

    valid_from = _day(_("Valid from"))
    expires_on = _day(_("Last day"))

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        given: dict[str, Any] = super().clean() or {}
        begins, ends = given.get("valid_from"), given.get("expires_on")
        if begins and ends and ends < begins:
            self.add_error("expires_on", _("The last day lies before the first. Check both days."))
        return given


class AmendForm(TermForm):
    """A new permit in place of one in force."""

    intent = forms.ChoiceField(label=_("What is amended"), choices=BLANK + AmendmentIntent.choices)
    because = forms.CharField(
        label=_("Why it is amended"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the parties. The register says that it was amended, not why."),
        error_messages={"required": REASON_NEEDED},
    )


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the parties. The register shows the state and its day, not the reason."),
        error_messages={"required": REASON_NEEDED},
    )


class WithdrawForm(forms.Form):
    """A holder needs no reason."""

    reason = forms.CharField(
        label=_("Reason, if you like to give one"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MatterForm(forms.Form):
    """Words about the subject-matter."""

    subject = forms.CharField(label=_("What it is about, as others may read it"), max_length=500)
    keywords = forms.CharField(
        label=_("Keywords, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    taxonomies = forms.CharField(
        label=_("Taxa, one a line: address and name"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For instance: https://www.gbif.org/species/2441022 Bos taurus"),
    )
    geography = forms.CharField(
        label=_("Place as GeoJSON"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Leave it empty where the place must not be found."),
    )

    def clean_keywords(self) -> list[str]:
        """Split into words."""
        return [line.strip() for line in self.cleaned_data["keywords"].splitlines() if line.strip()]

    def clean_taxonomies(self) -> list[ircc.Link]:
        """Split into addresses and names."""
        found = []
        for line in self.cleaned_data["taxonomies"].splitlines():
            address, _blank, name = line.strip().partition(" ")
            if address and not address.startswith(("https://", "http://")):
                raise ValidationError(_("Begin each line with an address, such as https://www.gbif.org/…"))
            if address:
                found.append(ircc.Link(address[:500], name.strip()[:200]))
        return found

    def clean_geography(self) -> Any:
        """Read the GeoJSON."""
        text = self.cleaned_data["geography"].strip()
        if not text:
            return None
        try:
            given = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValidationError(_("This is no GeoJSON of places on Earth. Nothing was saved.")) from error
        if not ircc.is_geography(given):
            raise ValidationError(_("This is no GeoJSON of places on Earth. Nothing was saved."))
        return given


class PublicationForm(forms.Form):
    """What the register may show, for one party."""

    parts = forms.MultipleChoiceField(
        label=_("The register may show"), required=False, choices=Part.choices, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    community = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CheckForm(forms.Form):
    """The question “may X do Y with Z today?”."""

    permit = forms.CharField(label=_("Number of the permit"), max_length=24)
    purpose = forms.ChoiceField(label=_("What it is to be used for"), required=False, choices=BLANK + Purpose.choices)
    party = forms.CharField(label=_("Who wants to use it"), required=False, max_length=200)
    place = forms.CharField(
        label=_("Country of the use"), required=False, max_length=2, help_text=_("Two letters, such as CN or JP.")
    )
    record = forms.CharField(
        label=_("Number of the record"),
        required=False,
        max_length=40,
        help_text=_("Told to parties of the permit alone."),
    )
    third_party = forms.BooleanField(
        label=pgettext_lazy("check", "It is to be handed on to a third party"), required=False
    )
