"""Forms of P4–P8: what each step with a page of its own asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.choosing import offer
from erdem.cases.choices import (
    AidGround,
    AidNeed,
    Answer,
    MemberRole,
    Outcome,
    PatentType,
    Standing,
    Subject,
    Track,
)
from erdem.cases.forms.cases import BLANK, area, day
from erdem.cases.queries.patent_request import FLAGS, TEXTS
from erdem.people.models import Organisation

LANGUAGES = [("zh", _("Chinese")), ("mn", _("Mongolian")), ("en", _("English"))]


class Seen(forms.Form):
    """A form that knows the version of the case on its page."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def text(label: Any, help_text: Any = "", *, required: bool = True, longest: int = 200) -> forms.CharField:
    """Return a field for one line."""
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=longest)


def tick(label: Any, help_text: Any = "") -> forms.BooleanField:
    """Return a field to tick."""
    return forms.BooleanField(label=label, help_text=help_text, required=False)


class TakeActionForm(forms.Form):
    """Which office takes up a finding."""

    office = forms.TypedChoiceField(label=_("Office"), coerce=int)

    def __init__(self, *args: Any, offices: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", [(each.pk, str(each)) for each in offices])


class AskHoldersForm(Seen):
    """What the communities are asked, and about which ways."""

    question = area(
        _("Question to the communities"),
        _("In plain words: what was found, what the office would do, what becomes public by it."),
        required=True,
        rows=6,
    )
    ways = forms.MultipleChoiceField(label=_("Ways about which they are asked"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, ways: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "ways", ways)


class AnswerForm(forms.Form):
    """What a community answers."""

    answer = forms.ChoiceField(
        label=_("Answer of the community"),
        choices=[(Answer.YES, Answer.YES.label), (Answer.NO, Answer.NO.label)],
        widget=forms.RadioSelect,
    )
    conditions = area(_("Conditions or reasons"), _("A refusal needs no reason."))

    def __init__(self, *args: Any, ways: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].help_text = ways


class ChooseWayForm(Seen):
    """The way, against which right, from which day its window counts."""

    way = forms.ChoiceField(label=_("Way"), widget=forms.RadioSelect)
    target = text(_("Number of the right"), required=False, longest=64)
    basis_on = day(
        _("Day of publication, registration or announcement"),
        required=False,
        help_text=_("Only for marks and indications; for patents the days of the literature record count."),
    )
    reason = area(_("Reason for this way"), required=True)

    def __init__(self, *args: Any, ways: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "way", ways)


class SubmissionForm(Seen):
    """When and where something was handed in."""

    submitted_on = day(_("Handed in on"))
    submitted_to = text(_("Handed in to"))
    reference = text(_("Their number"), required=False, longest=100)


class PatentRequestForm(Seen):
    """The request for a decision on patent infringement or for mediation (F12)."""

    track = forms.ChoiceField(label=_("What is asked of the office"), choices=Track.choices)
    patent_type = forms.ChoiceField(label=_("Type of the patent"), choices=BLANK + PatentType.choices, required=False)
    claimant = text(_("Name of who asks"), required=False)
    claimant_address = text(_("Address of who asks"), required=False, longest=300)
    claimant_contact = text(_("How to reach who asks"), required=False)
    claimant_head = text(_("Legal representative and office held"), required=False)
    agent = text(_("Agent"), required=False)
    standing = forms.ChoiceField(label=_("Asks as"), choices=BLANK + Standing.choices, required=False)
    owner_does_not_act = tick(_("The owner does not ask"), _("Needed for a sole licensee."))
    is_authorised = tick(_("The owner has authorised it expressly"), _("Needed for an ordinary licensee."))
    respondents = area(_("Respondents with their addresses"), _("One on each line; as many copies are needed."))
    respondent_contact = text(_("How to reach the respondents"), required=False)
    demand = area(pgettext_lazy("patent request", "What is asked for"))
    facts = area(_("Facts"), rows=5)
    grounds = area(_("Grounds"), rows=4)
    known_on = day(_("They knew of the act and of who did it on"), required=False)
    is_continuing = tick(_("The act goes on"))
    has_identity_proof = tick(_("Proof of who asks is there"))
    has_register_copy = tick(_("A copy of the patent register is there"))
    has_licence_proof = tick(_("The licence contract is there"))
    evaluation_asked = tick(_("The evaluation report was asked for"))
    has_evaluation_report = tick(_("The evaluation report is there"))
    no_court_suit = tick(_("No court has it before it"))
    no_other_route = tick(_("No other way was agreed"))
    is_signed = tick(_("The request is signed"))

    def content(self) -> dict[str, Any]:
        """Return the request as plain JSON."""
        given = self.cleaned_data
        known: dt.date | None = given["known_on"]
        found: dict[str, Any] = {name: given[name] for name in (*TEXTS, *FLAGS, "track", "patent_type", "standing")}
        return {**found, "known_on": known.isoformat() if known else ""}


class CheckForm(Seen):
    """The note of the check before transfer."""

    note = area(
        _("Note of the check"),
        _("What was looked at and what it shows; no word on infringement."),
        required=True,
        rows=5,
    )


class PackageForm(Seen):
    """To which office a package goes."""

    to_office = forms.TypedChoiceField(
        label=_("Competent office"), coerce=int, empty_value=None, required=False,
        help_text=_("An office with accounts here acknowledges the receipt itself."),
    )  # fmt: skip
    to_name = text(_("Another office, by name"), required=False)
    evidence = forms.TypedMultipleChoiceField(
        label=_("Evidence that goes with it"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Of what has a redacted copy the copy is ticked. Each file goes with its hashes and its custody."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        offices: Sequence[tuple[int, str]],
        evidence: Sequence[tuple[int, str]],
        ticked: Sequence[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to_office", [*BLANK, *offices])
        offer(self, "evidence", list(evidence))
        self.fields["evidence"].initial = list(ticked)
        if not evidence:
            del self.fields["evidence"]


class TransferForm(Seen):
    """Nothing more is asked: the package is handed over."""


class FollowForm(Seen):
    """A step at the competent office."""

    outcome = forms.ChoiceField(label=pgettext_lazy("case", "Outcome"))
    receipt_number = text(_("Number of the receipt"), required=False, longest=100)
    paper = text(_("Document that orders it"), _("Its title and number."))
    reason = area(pgettext_lazy("case", "Reason"))

    def __init__(
        self, *args: Any, outcomes: Sequence[str], needs: Sequence[str], needs_reason: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Outcome.choices)
        offer(self, "outcome", [*BLANK, *((each, labels[Outcome(each)]) for each in outcomes)])
        for name, there in (
            ("outcome", bool(outcomes)),
            ("receipt_number", "receipt_number" in needs),
            ("paper", "paper" in needs),
        ):
            if not there:
                del self.fields[name]
        self.fields["reason"].required = needs_reason


class AidForm(Seen):
    """An application for legal aid (F13) or for help with rights (F14)."""

    applicant = text(_("Applicant"), _("Name as it stands on the papers of the case."))
    contact = text(_("How to reach the applicant"), required=False)
    other_side = text(_("The other side"), _("To look for conflicts of interest."), required=False)
    ground = forms.ChoiceField(label=_("Condition for aid"), choices=BLANK + AidGround.choices, required=False)
    proof = text(_("What proves it"), required=False)
    emergency = area(
        _("Emergency"), _("A period about to end, something to secure: aid may be given first (Art. 44)."), rows=2
    )
    limitation_end = day(_("The limitation ends on"), required=False)
    need = forms.ChoiceField(label=_("What help is asked for"), choices=BLANK + AidNeed.choices, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=BLANK + LANGUAGES, required=False)
    evidence = area(_("Evidence handed in"), rows=2)
    may_pass_on = tick(_("The applicant agrees that it is passed on to another body"))

    def __init__(self, *args: Any, is_legal_aid: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("need", "may_pass_on") if is_legal_aid else ("ground", "proof", "emergency", "limitation_end"):
            del self.fields[name]

    def content(self) -> dict[str, Any]:
        """Return the application as plain JSON."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen_version"}
        return {name: value.isoformat() if isinstance(value, dt.date) else value or "" for name, value in given.items()}


class AssignProviderForm(Seen):
    """Who of the roster takes the case."""

    provider = forms.TypedChoiceField(label=_("Who takes the case"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, providers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "provider", providers)


class ReasonForm(Seen):
    """A reason alone."""

    reason = area(pgettext_lazy("case", "Reason"), required=True)


class OpinionForm(forms.Form):
    """What a lawyer or expert writes."""

    facts = area(_("Facts relied on"), rows=4)
    opinion = area(pgettext_lazy("in a case", "Opinion"), required=True, rows=8)
    advice = area(_("What to do next"), rows=4)


class RatingForm(forms.Form):
    """How satisfied somebody was."""

    score = forms.TypedChoiceField(
        label=_("How satisfied are you?"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            (5, pgettext_lazy("satisfaction", "very satisfied")),
            (4, pgettext_lazy("satisfaction", "satisfied")),
            (3, pgettext_lazy("satisfaction", "neither")),
            (2, pgettext_lazy("satisfaction", "not satisfied")),
            (1, pgettext_lazy("satisfaction", "not at all satisfied")),
        ],
    )
    words = area(_("Would you like to add something?"))


class ProviderForm(forms.Form):
    """One line of the roster."""

    name = text(_("Name"), longest=120)
    role = forms.ChoiceField(label=pgettext_lazy("on the roster", "As"), choices=MemberRole.choices)
    username = text(
        _("Login name"), _("With an account they see their cases and write on their own page."), required=False
    )
    firm = text(_("Firm or institution"), required=False)
    licence = text(_("Licence number"), required=False, longest=60)
    subjects = forms.MultipleChoiceField(
        label=_("Subjects"), choices=Subject.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple, required=False
    )
    places = text(_("Areas"), _("Codes of divisions, separated by blanks: 152530 150000."), required=False)
    most_at_once = forms.IntegerField(label=_("Cases at once at most"), min_value=1, max_value=99, initial=5)
    is_available = tick(_("Available now"))
    note = text(_("Note"), required=False, longest=300)


class NewReviewForm(forms.Form):
    """Which decision is challenged, since when it is known, and by whom it is reviewed."""

    decision_number = text(_("Number of the decision"), longest=100)
    known_on = day(_("Known to the party on"), initial=timezone.localdate)
    organ = text(_("Organ of review"), required=False)


class OrganForm(Seen):
    """Who reviews, and under which number."""

    organ = text(_("Organ of review"))
    organ_number = text(_("Number there"), required=False, longest=100)


class ResultForm(Seen):
    """What the review said."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("case", "Outcome"),
        choices=[*BLANK, (Outcome.UPHELD, Outcome.UPHELD.label), (Outcome.CHANGED, Outcome.CHANGED.label)],
    )
    result_on = day(_("Day of the result"))
    result_number = text(_("Number of the result"), required=False, longest=100)
    reason = area(_("What it says, in short"), required=True)


class PeriodForm(forms.Form):
    """A period that begins with an event outside the steps."""

    period = forms.ChoiceField(label=_("Period"))
    day = day(_("Day of the event"))
    reason = area(pgettext_lazy("case", "Reason"), rows=2)

    def __init__(self, *args: Any, periods: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "period", [*BLANK, *periods])
