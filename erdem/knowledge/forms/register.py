"""Forms of the way into the register: class, kin, experts, notice, objections, yearly review, versions, removal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erdem.base.actor import Actor
from erdem.knowledge import choices, register_choices
from erdem.knowledge.models import Record
from erdem.knowledge.queries.experts import experts
from erdem.knowledge.services import Classification, Complaint

BLANK: list[tuple[str, Any]] = [("", "—")]


def _area(label: Any, required: Any, help_text: Any = "", rows: int = 3, longest: int = 5000) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
    )


def _radio(label: Any, offered: list[tuple[str, Any]], required: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=offered, widget=forms.RadioSelect, error_messages={"required": required}
    )


class ClassForm(forms.Form):
    """What the office confirms of a record's classification."""

    tk_class = forms.ChoiceField(label=_("Class"), choices=choices.TkClass.choices)
    tk_type = forms.ChoiceField(
        label=_("Type"),
        choices=BLANK + [(code, f"{code} {label}") for code, label in choices.TkType.choices],
        help_text=_("Must belong to the class: 2.x to class 2. The codes are provisional."),
        error_messages={"required": _("Choose the type.")},
    )
    subject_groups = forms.MultipleChoiceField(
        label=_("Subject groups"),
        choices=choices.SubjectGroup.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one subject group.")},
    )

    def __init__(self, data: Any = None, *, record: Record) -> None:
        begin = {"tk_class": record.tk_class, "tk_type": record.tk_type, "subject_groups": record.subject_groups}
        super().__init__(data, initial=begin)

    def classification(self) -> Classification:
        """Return what was confirmed."""
        given = self.cleaned_data
        return Classification(given["tk_class"], given["tk_type"], tuple(given["subject_groups"]))


class KinForm(forms.Form):
    """What two records are to each other."""

    verdict = _radio(
        _("What you found"), register_choices.KinVerdict.choices, _("Choose what the two records are to each other.")
    )
    reason = _area(_("Reason"), _("Say in a sentence why."), rows=2)


class ExpertForm(forms.Form):
    """Whom to ask."""

    expert = forms.TypedChoiceField(
        label=_("Expert"), coerce=int, error_messages={"required": _("Choose an expert from the list.")}
    )

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        super().__init__(data)
        field = self.fields["expert"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [*BLANK, *((one.user_id, one.label) for one in experts(actor))]


class WhyForm(forms.Form):
    """A reason."""

    reason = _area(_("Reason"), _("Say in a sentence why."), rows=2)


class InterestForm(forms.Form):
    """What an expert declares before voting."""

    interest = _radio(_("Your declaration"), register_choices.Interest.choices, _("Choose one of the two."))
    interest_text = forms.CharField(
        label=_("Which interest"),
        help_text=_("Only with an interest: a commission, kin, a share, an application of your own."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class VoteForm(forms.Form):
    """An expert's vote."""

    vote = _radio(_("Your vote"), register_choices.Ballot.choices, _("Choose how you vote."))
    opinion = _area(
        _("Your opinion"),
        _("Write your opinion in a few sentences; the office and the community read it."),
        _("The office, the community and the other experts read it once all have voted. It is not changed afterwards."),
        rows=6,
    )


class ObjectionForm(forms.Form):
    """An objection by anybody."""

    text = _area(
        _("Your objection"),
        _("Write what is wrong, and how you know."),
        _("What is wrong with it, and how you know: a book, a witness, a right of your own."),
        rows=6,
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        error_messages={"required": _("Write your name, so that you can be answered.")},
    )
    contact = forms.CharField(
        label=_("How to reach you"),
        help_text=_("Telephone, address or e-mail. Only the office sees it."),
        max_length=200,
        error_messages={"required": _("Write how you can be reached, so that you can be answered.")},
    )

    def complaint(self) -> Complaint:
        """Return what was written."""
        return Complaint(**self.cleaned_data)


class AnswerForm(forms.Form):
    """The decision on an objection."""

    outcome = _radio(_("Decision"), register_choices.ObjectionOutcome.choices, _("Choose what you decide."))
    back_to = forms.ChoiceField(
        label=_("If upheld, back to"),
        choices=[("review", _("the experts")), ("classification", _("the classification"))],
        required=False,
    )
    answer = _area(_("Answer with reasons"), _("Write the reasons; who objected is told them."), rows=4)


class YearlyForm(forms.Form):
    """What the yearly review found."""

    outcome = _radio(_("What you found"), register_choices.YearlyOutcome.choices, _("Choose what you found."))
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class RemovalForm(forms.Form):
    """Why the content of a record is removed for good."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=BLANK + register_choices.RemovalReason.choices,
        error_messages={"required": _("Choose the reason.")},
    )
    note = forms.CharField(
        label=_("Note for those who look after it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(
        label=_("I understand that the content cannot be brought back"),
        error_messages={"required": _("Tick this box. What is removed cannot be brought back.")},
    )


class HintForm(forms.Form):
    """What the keepers of a record answer."""

    answer = forms.ChoiceField(choices=register_choices.HintAnswer.choices)
