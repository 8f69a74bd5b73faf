"""Forms of protocols, of wordings of labels, of notices and of grants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from erdem.knowledge import choices
from erdem.knowledge.labels import BY_CODE, LABELS, NOTICES
from erdem.knowledge.protocol import LabelLine, Protocol
from erdem.knowledge.queries import FaceFilter
from erdem.knowledge.services import GrantTerms, Wording
from erdem.lib.seasons import Calendar, Leap, NotASeason, Season
from erdem.people.models import Group, Organisation

LEVELS: list[tuple[str, Any]] = [
    ("", _("as its tier says")),
    ("0", _("does not learn that it exists")),
    ("1", _("knows the name alone")),
    ("2", _("knows what it is and where")),
    ("3", _("reads one sentence about it, too")),
    ("5", _("reads all of it")),
]
CALENDARS = [(Calendar.GREGORIAN.value, _("Gregorian calendar")), (Calendar.LUNAR.value, _("lunar calendar"))]
LEAPS = [
    (Leap.REPEAT.value, _("it is repeated in the leap month")),
    (Leap.FIRST.value, _("only the first month counts, not the leap month")),
    (Leap.LEAP.value, _("only the leap month counts, not the first")),
]
MONTHS = [("", "—"), *((str(month), str(month)) for month in range(1, 13))]
DAYS = [("", "—"), *((str(day), str(day)) for day in range(1, 32))]


def _audience(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=LEVELS, required=False, widget=forms.RadioSelect)


class ProtocolForm(forms.Form):
    """What a community decides about one record, on one page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    restored_from = forms.IntegerField(widget=forms.HiddenInput, required=False)
    to_public = _audience(_("Somebody who is not signed in"))
    to_signed_in = _audience(_("Somebody from outside who is signed in"))
    to_office = _audience(_("The office of the place"))
    together = forms.BooleanField(
        label=_("Only who belongs to all holding communities reads it"),
        required=False,
    )
    content_warning = forms.CharField(
        label=_("Warning before reading"),
        help_text=_("One sentence that stands before the content, such as: tells of an illness."),
        max_length=300,
        required=False,
    )
    names_deceased = forms.BooleanField(label=_("It names or shows people who have died"), required=False)
    labels = forms.MultipleChoiceField(
        choices=[(label.code, label.title) for label in LABELS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    calendar = forms.ChoiceField(label=_("Calendar"), choices=CALENDARS, required=False, widget=forms.RadioSelect)
    first_month = forms.ChoiceField(label=_("From month"), choices=MONTHS, required=False)
    first_day = forms.ChoiceField(label=_("From day"), choices=DAYS, required=False)
    last_month = forms.ChoiceField(label=_("To month"), choices=MONTHS, required=False)
    last_day = forms.ChoiceField(label=_("To day"), choices=DAYS, required=False)
    leap = forms.ChoiceField(
        label=_("In a year with a leap month"), choices=LEAPS, required=False, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Needed when a label is taken off or changed. Only your own community reads it."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    confirm = forms.BooleanField(label=_("I have seen what opens, and to whom, and want it"), required=False)

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for label in LABELS:
            if label.takes_group:
                fitting = [group for group in groups if not label.group_kinds or group.kind in label.group_kinds]
                others = [
                    group for group in groups if group not in fitting and group.kind in ("other", "named_holders")
                ]
                self.fields[f"group_{label.code}"] = forms.ChoiceField(
                    label=_("Group"),
                    choices=[("", _("no group")), *((str(group.pk), group.name) for group in (*fitting, *others))],
                    required=False,
                )

    def clean(self) -> dict[str, Any]:
        """Read the season when its label is chosen."""
        given = super().clean() or {}
        self.season = None
        if "tks" in given.get("labels", []):
            self.season = self._season(given)
        return given

    def _season(self, given: dict[str, Any]) -> Season | None:
        days = [given.get(name) for name in ("first_month", "first_day", "last_month", "last_day")]
        if not all(days):
            self.add_error("calendar", _("Say from which day to which, such as from 6/1 to 6/15."))
            return None
        first_month, first_day, last_month, last_day = (int(str(day)) for day in days)
        try:
            return Season(
                Calendar(given.get("calendar") or Calendar.GREGORIAN),
                (first_month, first_day),
                (last_month, last_day),
                Leap(given.get("leap") or Leap.REPEAT),
            )
        except NotASeason as wrong:
            message = _("This month does not have that day.")
            self.add_error("first_day" if wrong.field == "first" else "last_day", message)
            return None

    def protocol(self) -> Protocol:
        """Return what was chosen."""
        given = self.cleaned_data
        return Protocol(
            to_public=_level(given["to_public"]),
            to_signed_in=_level(given["to_signed_in"]),
            to_office=_level(given["to_office"]),
            together=given["together"],
            content_warning=given["content_warning"],
            names_deceased=given["names_deceased"],
            labels=tuple(self._line(code) for code in given["labels"]),
        )

    def _line(self, code: str) -> LabelLine:
        group = self.cleaned_data.get(f"group_{code}") if BY_CODE[code].takes_group else ""
        return LabelLine(code, int(group) if group else None, self.season if code == "tks" else None)


def _level(value: str) -> int | None:
    return int(value) if value else None


def initial_protocol(protocol: Protocol, version: int, restored_from: int | None = None) -> dict[str, Any]:
    """Return a protocol in the shape of the form; a level that opens all of it is one choice on the page."""
    shown: dict[str, Any] = {"version": version, "restored_from": restored_from}
    for name in ("to_public", "to_signed_in", "to_office"):
        level = getattr(protocol, name)
        shown[name] = "" if level is None else str(5 if level >= 4 else level)
    for name in ("together", "content_warning", "names_deceased"):
        shown[name] = getattr(protocol, name)
    shown["labels"] = [line.code for line in protocol.labels]
    shown |= {"calendar": Calendar.GREGORIAN.value, "leap": Leap.REPEAT.value}
    for line in protocol.labels:
        shown[f"group_{line.code}"] = str(line.group or "")
        if line.season:
            (shown["first_month"], shown["first_day"]), (shown["last_month"], shown["last_day"]) = (
                line.season.first,
                line.season.last,
            )
            shown |= {"calendar": line.season.calendar.value, "leap": line.season.leap.value}
    return shown


def read_face_filter(data: QueryDict) -> FaceFilter:
    """Read the filter of the list of faces from an address; what makes no sense is left out."""
    closed = {"kind": choices.Kind.values, "tk_class": choices.TkClass.values, "tier": choices.Tier.values}
    values = {name: data.get(name, "") if data.get(name) in known else "" for name, known in closed.items()}
    place = data.get("place", "")
    return FaceFilter(
        search=data.get("q", "").replace("\x00", "").strip()[:100],
        place=place if place.isdigit() and len(place) <= 12 else "",
        kind=values["kind"],
        tk_class=values["tk_class"],
        tier=values["tier"],
    )


LANGUAGES = (("zh", _("Chinese")), ("mn", _("Mongolian")), ("en", _("English")))


class WordingForm(forms.Form):
    """What a label says in the words of a community, in three languages."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, with_sound: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _label in LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(label=_("What you call it"), max_length=90, required=False)
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("What it asks of a reader"),
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"audio_{code}"] = forms.FileField(
                label=_("Spoken"),
                help_text=_("A recording up to 20 MB: MP3, M4A, WAV, OGG, FLAC or WebM."),
                required=False,
                allow_empty_file=True,
            )
            if code in with_sound:
                self.fields[f"keep_{code}"] = forms.BooleanField(
                    label=_("Keep the present recording"), required=False, initial=True
                )

    def wording(self) -> Wording:
        """Return what was written and recorded."""
        given = self.cleaned_data
        codes = [code for code, _label in LANGUAGES]
        return Wording(
            names={code: given[f"name_{code}"] for code in codes},
            texts={code: given[f"text_{code}"] for code in codes},
            recordings={code: given[f"audio_{code}"].read() for code in codes if given[f"audio_{code}"]},
            kept=frozenset(code for code in codes if given.get(f"keep_{code}")),
        )


class NoticeForm(forms.Form):
    """A notice of an institution."""

    code = forms.ChoiceField(
        label=_("Notice"), choices=[(notice.code, notice.title) for notice in NOTICES], widget=forms.RadioSelect
    )
    institution = forms.ChoiceField(label=_("In the name of"))
    text = forms.CharField(
        label=_("What you want to add"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, institutions: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["institution"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(each.pk), each.name) for each in institutions]


class GrantForm(forms.Form):
    """To whom access is given, how far, for what, until when, by which permit."""

    user = forms.CharField(
        label=_("Account of the person"),
        help_text=_("The name with which the person signs in."),
        max_length=150,
        required=False,
    )
    organisation = forms.ChoiceField(label=_("Or all of an organisation"), required=False)
    level = forms.ChoiceField(
        label=_("How far"),
        choices=[("4", LEVELS[5][1]), ("3", LEVELS[4][1]), ("2", LEVELS[3][1]), ("1", LEVELS[2][1])],
    )
    purpose = forms.ChoiceField(label=_("For what"), choices=choices.Purpose.choices)
    reference = forms.CharField(
        label=_("Permit or agreement"), help_text=_("Its number, or who agreed when."), max_length=100
    )
    valid_from = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    valid_until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "—"), *((str(each.pk), each.name) for each in organisations)]

    def terms(self, user_id: int | None) -> GrantTerms:
        """Return the terms; the account has been looked up by its name."""
        given = self.cleaned_data
        return GrantTerms(
            purpose=given["purpose"],
            reference=given["reference"],
            valid_from=given["valid_from"],
            valid_until=given["valid_until"],
            user_id=user_id,
            organisation_id=int(given["organisation"]) if given["organisation"] else None,
            level=int(given["level"]),
        )
