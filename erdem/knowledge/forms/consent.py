"""Forms of a consent: the question, the answer, files beside it, taking it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.choices import HolderType
from erdem.knowledge.consent_choices import (
    PERSONAL_SUBJECTS,
    USES_OF,
    AuthorityBasis,
    ConsentLanguage,
    ConsentSubject,
    ConsentUse,
    EvidenceKind,
    Explained,
    Signing,
    Territory,
)
from erdem.knowledge.consent_content import ConsentAnswer, ConsentContent
from erdem.people.models import Organisation

BLANK: list[Any] = [("", "—")]
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
OF_COMMUNITY = ("community", "holder_type", "authority_basis")
OF_PERSON = ("person_name", "is_minor", "guardian_name", "guardian_relation")
OF_ANSWER_BY_COMMUNITY = ("spoken_by", "meeting_on", "present", "agreeing")


def _area(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )


def _several(label: Any, choices: list[Any], help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


class ConsentForm(forms.Form):
    """The question. Fields of the other family are not shown, so that nothing of one slips into the other."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    community = forms.TypedChoiceField(
        label=_("Community"), coerce=int, help_text=_("Each holding community is asked for itself.")
    )
    holder_type = forms.ChoiceField(
        label=_("Type of holder"),
        choices=BLANK + HolderType.choices,
        required=False,
        help_text=_("A gachaa, village, sum or township consents by a resolution of its meeting, which is attached."),
    )
    authority_basis = forms.ChoiceField(
        label=_("By what right somebody speaks for it"),
        choices=BLANK + AuthorityBasis.choices,
        error_messages={"required": _("Choose by what right somebody speaks for the community.")},
    )
    person_name = forms.CharField(
        label=_("Whose data it is about"),
        max_length=100,
        error_messages={"required": _("Write the name of the person.")},
    )
    is_minor = forms.BooleanField(label=_("The person is under 14"), required=False)
    guardian_name = forms.CharField(label=_("Parent or guardian who signs"), max_length=100, required=False)
    guardian_relation = forms.CharField(label=_("How related"), max_length=50, required=False)
    purpose = _area(_("What it is for"), _("In the words of those who are asked. One purpose, said plainly."))
    benefits = _area(_("What the community or the person gets"), _("“Nothing yet” is an answer too."))
    explained = _several(
        _("What has been explained"), Explained.choices, _("Tick each point once it has been explained.")
    )
    languages = _several(_("In which language"), ConsentLanguage.choices)
    uses = _several(_("Uses that are asked for"), [], _("What is not ticked is not agreed to."))
    territory = forms.ChoiceField(label=_("Where it holds"), choices=BLANK + Territory.choices, required=False)
    expires_on = forms.DateField(
        label=_("Until when"), widget=DAY, required=False, help_text=_("Empty: until it is taken back.")
    )
    conditions = _area(_("Conditions"))
    sublicence = forms.BooleanField(label=_("May be passed on to others under the same conditions"), required=False)
    withdrawal_way = _area(
        _("How it can be taken back"), _("As easily as it was given: in person, by telephone, on this page.")
    )
    contact_name = forms.CharField(label=_("Whom to call with questions"), max_length=100, required=False)
    contact_phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    answer_by = forms.DateField(
        label=_("Answer wanted by"),
        widget=DAY,
        required=False,
        help_text=_("After this day we ask again. No answer is no consent."),
    )

    def __init__(self, *args: Any, subject: str, communities: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.is_personal = subject in PERSONAL_SUBJECTS
        for name in OF_COMMUNITY if self.is_personal else OF_PERSON:
            del self.fields[name]
        _offer(self.fields["uses"], [(use, ConsentUse(use).label) for use in USES_OF[ConsentSubject(subject)]])
        if not self.is_personal:
            _offer(self.fields["community"], [(each.pk, each.name) for each in communities])

    def content(self) -> ConsentContent:
        """Return the question as it was written."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "community")}
        for name in ("explained", "languages", "uses"):
            given[name] = tuple(given[name])
        return ConsentContent(subject=self.subject, community_id=self.cleaned_data.get("community") or None, **given)


class ConsentAnswerForm(forms.Form):
    """The answer. Which it is, is the button that was pressed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    signing = forms.ChoiceField(
        label=_("Manner of signing"),
        choices=Signing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it is signed.")},
    )
    signed_name = forms.CharField(
        label=_("Signed by"), max_length=100, error_messages={"required": _("Write the name of who signs.")}
    )
    spoken_by = forms.CharField(label=_("Who spoke for the community"), max_length=100, required=False)
    meeting_on = forms.DateField(label=_("Day of the meeting"), widget=DAY, required=False)
    present = forms.IntegerField(label=_("People present"), min_value=0, max_value=100000, required=False)
    agreeing = forms.IntegerField(label=_("People agreeing"), min_value=0, max_value=100000, required=False)
    witnesses = _area(_("Witnesses"), _("One a line."))
    effective_on = forms.DateField(label=_("In force from"), widget=DAY, initial=timezone.localdate)

    def __init__(self, *args: Any, is_personal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_personal:
            for name in OF_ANSWER_BY_COMMUNITY:
                del self.fields[name]

    def answer(self) -> ConsentAnswer:
        """Return the answer as it was written."""
        return ConsentAnswer(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class EvidenceForm(forms.Form):
    """A file beside a consent."""

    kind = forms.ChoiceField(label=_("What it shows"), choices=EvidenceKind.choices)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG, PNG; MP3, M4A, OGG, WAV, FLAC, MP4, WEBM. Up to 50 MB."),
        error_messages={"required": _("Choose a file.")},
        allow_empty_file=True,
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class WithdrawForm(forms.Form):
    """Taking a consent back needs no reason."""

    reason = forms.CharField(
        label=_("If you like, say why"),
        required=False,
        help_text=_("You need not. It changes nothing."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _offer(field: forms.Field, offered: list[Any]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = offered
