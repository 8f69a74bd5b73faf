"""Forms beside a record: checks for state secrets, decisions about disclosure, leaks, the checklist."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.consent_choices import DisclosureChoice, NoticeLevel, SecrecyAnswer
from erdem.knowledge.models import Consent
from erdem.knowledge.queries import Point

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
LONGEST_NOTE = 300


class SecrecyForm(forms.Form):
    """Is it a state secret? The answer is the button that was pressed."""

    answer = forms.ChoiceField(choices=SecrecyAnswer.choices, required=True)
    signed_name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        required=False,
        help_text=_("Needed for “No”: you answer for this check with your name. The time is kept."),
    )


class DisclosureForm(forms.Form):
    """Publish, restrict or seal. Nothing is chosen beforehand."""

    consent = forms.ChoiceField(
        label=_("On which consent it rests"),
        error_messages={"required": _("Choose the consent that covers this decision.")},
    )
    choice = forms.ChoiceField(
        label=_("What the community decides"),
        choices=DisclosureChoice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three. Until then nothing is decided.")},
    )
    notice_level = forms.TypedChoiceField(
        label=_("What the public notice says"),
        choices=NoticeLevel.choices,
        coerce=int,
        widget=forms.RadioSelect,
        initial=0,
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    understood = forms.BooleanField(
        label=_("The consequences for patents were explained to us, and we have understood them"), required=False
    )
    signed_name = forms.CharField(
        label=_("Signed by"), max_length=100, error_messages={"required": _("Sign with your name.")}
    )

    def __init__(self, *args: Any, consents: list[Consent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_number = {consent.number: consent for consent in consents}
        field = self.fields["consent"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (each.number, f"{each.number} · {each.community} · {each.get_subject_display()}") for each in consents
            ]

    def chosen(self) -> Consent:
        """Return the consent that was chosen."""
        return self.by_number[self.cleaned_data["consent"]]


class LeakForm(forms.Form):
    """It has become known without our will."""

    happened_on = forms.DateField(
        label=_("On which day it became known"),
        widget=DAY,
        help_text=_("The first day you can prove; if you do not know it, the earliest it can have been."),
        error_messages={"required": _("Write the day. Without it no period can be counted.")},
    )
    learned_on = forms.DateField(label=_("When you noticed"), widget=DAY, initial=timezone.localdate)
    place = forms.CharField(
        label=_("Where"),
        max_length=300,
        help_text=_("A page, a paper, a fair, a person: what others could see."),
        error_messages={"required": _("Write where it became known: which page, paper, fair or person.")},
    )
    address = forms.CharField(label=_("Address or reference"), max_length=500, required=False)
    account = forms.CharField(label=_("What happened"), required=False, widget=forms.Textarea(attrs={"rows": 4}))


class CloseLeakForm(forms.Form):
    """What was done about a leak."""

    reason = forms.CharField(
        label=_("What was done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what was done, in one or two sentences.")},
    )


def read_checklist(data: QueryDict, points: list[Point]) -> dict[str, tuple[bool, str]]:
    """Read the answers to the points that the page showed."""
    return {
        point.item.code: (
            data.get(f"done-{point.item.code}") == "on",
            data.get(f"note-{point.item.code}", "").replace("\x00", "")[:LONGEST_NOTE],
        )
        for point in points
        if f"shown-{point.item.code}" in data
    }
