"""Forms of typical cases: the words, who checks them, the check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.choosing import offer
from erdem.cases.forms.cases import BLANK, area
from erdem.cases.forms.work import line
from erdem.people.models import User


class TypicalForm(forms.Form):
    """The words of a typical case."""

    title = line(pgettext_lazy("case", "Title"))
    facts = area(pgettext_lazy("typical case", "What happened"), rows=6)
    handling = area(_("How it was handled"), rows=4)
    legal_note = area(_("Legal note"), _("Which rule, why it fits, and what others learn from it."), rows=6)
    meaning = area(_("Why it is typical"), rows=3)
    hides_rights = forms.BooleanField(
        label=_("Also refuse numbers of patents, marks and rights"), required=False, initial=True
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class CheckerForm(forms.Form):
    """Who is asked to check it."""

    checker = forms.TypedChoiceField(
        label=_("Who checks it"), coerce=int, help_text=_("An expert, or another officer of the office.")
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "checker", [*BLANK, *((each.pk, str(each)) for each in people)])


class CheckForm(forms.Form):
    """What the expert says."""

    answer = forms.ChoiceField(
        label=_("Your opinion"),
        choices=[
            ("yes", _("It names nobody, the legal note is right: publish it")),
            ("no", _("Send it back")),
        ],
        widget=forms.RadioSelect,
    )
    said = area(_("Opinion, or what is to be changed"), required=True, rows=4)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
