"""Forms of campaigns: the plan, the report, offices, targets, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.choosing import offer
from erdem.cases.choices import CaseKind, Subject, TargetKind, VisitResult
from erdem.cases.forms.cases import BLANK, area, day
from erdem.cases.forms.work import line
from erdem.cases.services import OPENED, CampaignPlan, NewTarget, NewVisit
from erdem.people.models import Organisation, Place

Places = Sequence[Place]


class CampaignForm(forms.Form):
    """What is planned: against what, by which law, when, where, how risk is judged, who does what."""

    office = forms.TypedChoiceField(label=_("Lead office"), coerce=int)
    title = line(_("Short title"), required=True)
    theme = line(_("What it is against"), _("The subject, in one line."), required=True, most=300)
    begins_on = day(_("First day"))
    ends_on = day(_("Last day"))
    places = forms.MultipleChoiceField(label=_("Places"), widget=forms.CheckboxSelectMultiple)
    basis = area(_("Legal basis"), _("Laws and articles."), rows=2)
    goals = area(_("Goals"), rows=3)
    looked_for = area(_("What is looked for"), rows=3)
    risk = area(_("How risk is judged"), _("The points of each rule are added to the plan by themselves."), rows=3)
    who = area(_("Who does what"), rows=3)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, offices: Sequence[Organisation], places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", [(each.pk, str(each)) for each in offices])
        offer(self, "places", [(each.code, str(each)) for each in places])
        self.offices = {each.pk: each for each in offices}

    def clean(self) -> dict[str, Any]:
        """Compare the two days."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("begins_on") and given.get("ends_on") and given["ends_on"] < given["begins_on"]:
            self.add_error("ends_on", _now("The last day lies before the first one."))
        return given

    def content(self) -> CampaignPlan:
        """Return the plan as it was written."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("office", "seen_version")}
        return CampaignPlan(**{**given, "places": tuple(given["places"])})


class CampaignStepForm(forms.Form):
    """What a step of a campaign or a typical case asks for: a reason where it needs one."""

    reason = area(pgettext_lazy("case", "Reason"), rows=3)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class CampaignReportForm(forms.Form):
    """The part of the report that is not counted."""

    summary = area(_("What was done"), required=True, rows=8)
    lessons = area(_("What was learnt"), rows=5)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class InviteForm(forms.Form):
    """Which office is asked to take part."""

    office = forms.TypedChoiceField(label=pgettext_lazy("case", "Office"), coerce=int)

    def __init__(self, *args: Any, offices: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", [*BLANK, *((each.pk, str(each)) for each in offices)])
        self.offices = {each.pk: each for each in offices}


class AnswerForm(forms.Form):
    """Whether the own office takes part."""

    answer = forms.ChoiceField(
        label=_("Your office"),
        choices=[("yes", _("takes part")), ("no", _("declines"))],
        widget=forms.RadioSelect,
    )
    note = line(_("Reason, when it declines"), most=500)


class EndPartForm(forms.Form):
    """Why an office takes part no longer."""

    note = line(pgettext_lazy("case", "Reason"), required=True, most=500)


class TargetForm(forms.Form):
    """Something to inspect that an officer types in."""

    kind = forms.ChoiceField(label=pgettext_lazy("case", "Kind"), choices=BLANK + TargetKind.choices)
    name = line(_("Name"), required=True)
    place_code = forms.ChoiceField(label=_("Division"), required=False)
    address = line(_("Address"), most=300)
    right_number = line(_("Number of the right"), _("Patent, mark or indication."), most=64)
    knows = area(
        _("What is known of it"), _("It gives points for risk; write it so that others understand it."), rows=2
    )

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place_code", [*BLANK, *((each.code, str(each)) for each in places)])

    def content(self) -> NewTarget:
        """Return the target as it was written."""
        return NewTarget(**self.cleaned_data)


class KnowsForm(forms.Form):
    """What an officer knows of a target."""

    knows = area(_("What is known of it"), required=True, rows=3)


class ArrangeForm(forms.Form):
    """Whether a target stands on the list, why not, and which office works on it."""

    state = forms.ChoiceField(
        label=_("This target"),
        choices=[("listed", _("stands on the list")), ("dropped", pgettext_lazy("choice for a target", "is dropped"))],
        widget=forms.RadioSelect,
    )
    reason = line(_("Reason, when it is dropped"), most=500)
    office = forms.TypedChoiceField(label=_("Worked on by"), coerce=int)

    def __init__(self, *args: Any, offices: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", [(each.pk, str(each)) for each in offices])


class VisitForm(forms.Form):
    """What two officers found."""

    visited_on = day(_("Inspected on"))
    first_officer = forms.TypedChoiceField(label=_("First officer"), coerce=int)
    second_officer = forms.TypedChoiceField(label=pgettext_lazy("inspection", "Second officer"), coerce=int)
    result = forms.ChoiceField(label=_("Result"), choices=BLANK + VisitResult.choices)
    note = area(_("What was found"), _("Needed unless nothing was found."), rows=4)
    inspection = forms.TypedChoiceField(
        label=_("Record of the inspection"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Records of inspections of the case of this target."),
    )

    def __init__(
        self, *args: Any, officers: list[tuple[int, str]], inspections: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {}).setdefault("visited_on", timezone.localdate())
        super().__init__(*args, **kwargs)
        for name in ("first_officer", "second_officer"):
            offer(self, name, [*BLANK, *officers])
        offer(self, "inspection", [*BLANK, *inspections])
        if not inspections:
            del self.fields["inspection"]

    def content(self) -> NewVisit:
        """Return the result as it was written."""
        given = dict(self.cleaned_data)
        return NewVisit(
            first_officer_id=given.pop("first_officer"),
            second_officer_id=given.pop("second_officer"),
            inspection_id=given.pop("inspection", None),
            **given,
        )


class TargetCaseForm(forms.Form):
    """A case that is opened from a target, or one that is there already."""

    existing = line(_("Number of a case that is there already"), _("Left empty, a new case is opened."), most=32)
    kind = forms.ChoiceField(label=pgettext_lazy("case", "Kind"), required=False)
    subject = forms.ChoiceField(label=pgettext_lazy("case", "Subject"), choices=BLANK + Subject.choices, required=False)
    title = line(_("Short title"))
    facts = area(_("Facts"), _("What happened, where and when, and what shows it."), rows=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [*BLANK, *((each.value, each.label) for each in map(CaseKind, OPENED))])

    def clean(self) -> dict[str, Any]:
        """Ask for what a new case needs, unless one is named."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("existing"):
            for name in ("kind", "subject", "title"):
                if not given.get(name):
                    self.add_error(name, _now("Fill this in, or name a case that is there already."))
        return given
