"""Forms of a request: form F04 in sections, what the office writes, what a community answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.choosing import offer
from erdem.knowledge.choices import Purpose
from erdem.sharing.choices import AccessMethod, ApplicantKind
from erdem.sharing.content import ApprovalContent, RequestContent
from erdem.sharing.models.requests import HOME_COUNTRY

BLANK: list[Any] = [("", "—")]
COUNTRY = r"^[A-Za-z]{2}$"


def _day(label: Any, **given: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **given)


def _area(label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget, max_length=4000)


def _country(label: Any, help_text: Any = "", *, required: bool = False, **given: Any) -> forms.RegexField:
    wrong = {"invalid": _("Write countries by their two letters, such as CN or JP.")}
    return forms.RegexField(
        COUNTRY, label=label, help_text=help_text, required=required, max_length=2, error_messages=wrong, **given
    )


class RequestForm(forms.Form):
    """Form F04. What a draft needs is required; what is needed besides is said when it is submitted."""

    title = forms.CharField(label=_("What it is about"), max_length=200)
    applicant = forms.TypedChoiceField(
        label=_("Who applies"), coerce=int, empty_value=None, required=False, help_text=_("Who answers for the use.")
    )
    applicant_kind = forms.ChoiceField(label=_("The applicant is"), choices=BLANK + ApplicantKind.choices)
    applicant_name = forms.CharField(label=_("Full name of the applicant"), max_length=200)
    contact = forms.CharField(
        label=pgettext_lazy("request", "How to reach the applicant"), max_length=200, required=False
    )
    country = _country(_("Country of the applicant"), initial=HOME_COUNTRY, required=True)
    controller_name = forms.CharField(
        label=_("Who controls the applicant"),
        max_length=200,
        required=False,
        help_text=_("A person or body behind it that decides; empty when there is none."),
    )
    controller_country = _country(_("Country of who controls it"))
    purpose = forms.ChoiceField(label=pgettext_lazy("request", "Purpose"), choices=BLANK + Purpose.choices)
    project = _area(
        _("What is to be done"), _("In plain words: the holders read it, or have it read to them."), required=True
    )
    methods = forms.MultipleChoiceField(
        label=_("Ways of access"),
        choices=AccessMethod.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one way of access.")},
    )
    use_from = _day(_("Use from"))
    use_until = _day(_("Use until"))
    results = _area(
        _("Expected results and intellectual property"), _("Papers, products, patents, marks that may come of it.")
    )
    leaves_country = forms.BooleanField(label=_("Knowledge or material leaves the country"), required=False)
    partners = _area(_("Partners"), _("Who else takes part, with the country."))
    benefit_plan = _area(_("How benefits are to be shared"), _("Needed for commercial use, or with a foreign side."))
    ethics_promised = forms.BooleanField(
        label=_(
            "I promise to respect this knowledge and its people, and to use it for nothing else than what is written here."
        ),
        required=False,
    )

    def __init__(self, *args: Any, houses: list[tuple[int, str]], is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new and houses:
            offer(self, "applicant", [*houses, ("", _("I myself"))])
        else:
            del self.fields["applicant"]

    def content(self) -> RequestContent:
        """Return the request as it was written."""
        given = dict(self.cleaned_data)
        given["applicant_id"] = given.pop("applicant", None)
        given["methods"] = tuple(given["methods"])
        return RequestContent(**given)


class ApprovalForm(forms.Form):
    """An approval of an authority, or why none is needed."""

    authority = forms.CharField(label=pgettext_lazy("approval", "Authority"), max_length=200, required=False)
    reference = forms.CharField(label=_("Number of the approval"), max_length=100, required=False)
    given_on = _day(_("Given on"), required=False)
    file = forms.FileField(label=_("Scan (PDF, JPEG, PNG)"), required=False)
    not_needed = forms.CharField(
        label=_("Or: why it is not needed"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def content(self) -> ApprovalContent:
        """Return what was entered."""
        given = dict(self.cleaned_data)
        file = given.pop("file")
        if file is None:
            return ApprovalContent(**given)
        return ApprovalContent(**given, file=file.read(), file_name=file.name)


class ReasonForm(forms.Form):
    """The reason of a step."""

    reason = _area(pgettext_lazy("request", "Reason"))


class HolderAnswerForm(forms.Form):
    """What a community says besides yes and no."""

    conditions = _area(
        _("What your community asks in return"), _("In your own words. It is read when the terms are talked over.")
    )
    basis = forms.CharField(
        label=_("How it was decided"),
        max_length=300,
        required=False,
        help_text=_(
            "Needed when you agree: for instance “meeting of the gachaa, 3 December”. No reason is needed for a no."
        ),
    )


class QuorumForm(forms.Form):
    """How many communities have to agree."""

    needed = forms.IntegerField(label=_("Communities that have to agree"), min_value=1, max_value=999)
