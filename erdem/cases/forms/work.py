"""Forms of everyday work: notes, evidence, custody, redaction, stand-ins, handing over, parties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.choosing import offer
from erdem.cases.choices import BY_HAND_ACTS, Audience, CaseRole, CustodyAct, EvidenceKind, PartyKind
from erdem.cases.forms.cases import BLANK, area, day
from erdem.cases.redaction import Box
from erdem.cases.services import NewCover, NewEvidence, PartyContent

BOX = re.compile(r"^\s*(\d{1,3})\s*[:：]\s*([\d.]+)\s*[,，]\s*([\d.]+)\s*[,，]\s*([\d.]+)\s*[,，]\s*([\d.]+)\s*$")


def moment(label: Any, **given: Any) -> forms.DateTimeField:
    """Return a field for a day with its time."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, widget=widget, **given)


def line(label: Any, help_text: Any = "", *, required: bool = False, most: int = 200) -> forms.CharField:
    """Return a field for one line."""
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=most)


class NoteForm(forms.Form):
    """A note and for whom it is."""

    audience = forms.ChoiceField(
        label=pgettext_lazy("note", "For whom"),
        choices=Audience.choices,
        help_text=_("Who handed the matter in reads a note for who takes part with the receipt, as a message."),
    )
    body = area(_("Note"), required=True)


class ReviewForm(forms.Form):
    """What a second person says about a note that is to become public."""

    reason = area(_("Why it is not to be published"), _("Needed only when you keep it back."), rows=2)


class EvidenceForm(forms.Form):
    """A piece of evidence, with the facts of its capture."""

    kind = forms.ChoiceField(label=_("Kind of evidence"), choices=BLANK + EvidenceKind.choices)
    title = line(pgettext_lazy("evidence", "What it is"), required=True)
    source = line(_("From whom"), _("Who handed it over, or where it was taken from."), required=True)
    captured_at = moment(_("Captured on"))
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, JPEG, PNG, sound, film, Word or Excel, up to 100 MB. It is kept unchanged with its hashes."),
    )
    shows = area(pgettext_lazy("evidence", "What it shows"), rows=2)
    captured_where = line(_("Where it was captured"))
    captured_by = line(_("Who captured it"))
    device = line(_("Device"), _("Camera, telephone, computer."))
    tool = line(_("Program and version"))
    procedure = area(_("How it was captured"), _("So that somebody else can repeat it."), rows=2)

    def content(self) -> NewEvidence:
        """Return what was written, without the file."""
        return NewEvidence(**{name: value for name, value in self.cleaned_data.items() if name != "file"})


class CustodyForm(forms.Form):
    """What happened to a piece of evidence."""

    act = forms.ChoiceField(
        label=_("What happened"), choices=BLANK + [(each.value, each.label) for each in map(CustodyAct, BY_HAND_ACTS)]
    )
    to_whom = line(_("To whom"), _("Needed when it is lent."))
    why = line(_("Why"), required=True, most=500)


class WhyForm(forms.Form):
    """What a copy is for."""

    why = line(_("What the copy is for"), _("It is written into the custody of the evidence."), required=True, most=500)


class RedactionForm(forms.Form):
    """What is blacked out: words of a PDF, boxes of a picture or a page."""

    words = area(_("Words to black out"), _("One a line; in a PDF with text the whole line with them goes."), rows=3)
    boxes = area(
        _("Boxes to black out"),
        _("One a line: page: left, top, width, height in hundredths of the page, such as 1: 10, 20, 30, 5."),
        rows=3,
    )
    why = line(_("What is blacked out and why"), required=True, most=500)

    def clean_boxes(self) -> list[Box]:
        """Return the boxes.

        Raises:
            ValidationError: with the line that is none.
        """
        return [_box(written) for written in self.cleaned_data["boxes"].splitlines() if written.strip()]

    def clean_words(self) -> list[str]:
        """Return the words, one a line."""
        return [each.strip() for each in self.cleaned_data["words"].splitlines() if each.strip()]


def _box(written: str) -> Box:
    found = BOX.match(written)
    try:
        left, top, width, height = (float(each) / 100 for each in found.groups()[1:]) if found else (2.0,) * 4
    except ValueError:
        left, top, width, height = (2.0,) * 4
    if found is None or max(left, top, width, height) > 1 or not width or not height:
        raise forms.ValidationError(
            _now("“%(line)s” is no box. Write it as 1: 10, 20, 30, 5.") % {"line": written[:40]}
        )
    return Box(int(found.group(1)), left, top, width, height)


class CoverForm(forms.Form):
    """Who stands in for whom."""

    absent = forms.TypedChoiceField(label=_("Absent"), coerce=int)
    stand_in = forms.TypedChoiceField(label=_("Stands in"), coerce=int)
    begins_on = day(_("First day"))
    ends_on = day(_("Last day"))
    reason = line(pgettext_lazy("case", "Reason"), most=300)

    def __init__(self, *args: Any, officers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("absent", "stand_in"):
            offer(self, name, [*BLANK, *officers])

    def content(self, office_id: int) -> NewCover:
        """Return who stands in for whom."""
        given = self.cleaned_data
        return NewCover(
            office_id, given["absent"], given["stand_in"], given["begins_on"], given["ends_on"], given["reason"]
        )


class BulkForm(forms.Form):
    """To whom the chosen cases go."""

    handler = forms.TypedChoiceField(
        label=pgettext_lazy("case", "Handler"), coerce=int, empty_value=None, required=False
    )
    note = area(pgettext_lazy("case", "Reason"), rows=2)

    def __init__(self, *args: Any, officers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "handler", [("", _("nobody: leave it to the team")), *officers])


class HandOverForm(forms.Form):
    """Whose cases go to whom."""

    leaver = forms.TypedChoiceField(label=_("Whose cases"), coerce=int)
    successor = forms.TypedChoiceField(label=_("Who takes them over"), coerce=int)
    note = area(pgettext_lazy("case", "Reason"), rows=2)

    def __init__(
        self, *args: Any, leavers: Sequence[tuple[int, str]], officers: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "leaver", [*BLANK, *leavers])
        offer(self, "successor", [*BLANK, *officers])

    def clean(self) -> dict[str, Any]:
        """Refuse to hand cases over to the same person."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("leaver") and given.get("leaver") == given.get("successor"):
            self.add_error("successor", _now("Choose somebody else."))
        return given


class PartyForm(forms.Form):
    """What is kept of a party."""

    kind = forms.ChoiceField(label=pgettext_lazy("party", "Kind"), choices=BLANK + PartyKind.choices)
    name = line(_("Name"), _("In full, as on the licence or the identity card."), required=True)
    uscc = line(_("Unified social credit code"), _("18 characters; the last one is checked."), most=30)
    place_code = forms.RegexField(
        r"^(\d{6}(\d{3}){0,2})?$",
        label=_("Code of the division"),
        required=False,
        help_text=_("Six digits, such as 152530."),
    )
    address = line(pgettext_lazy("party", "Address"), most=300)
    contact = line(pgettext_lazy("party", "Contact"))

    def content(self) -> PartyContent:
        """Return what was written."""
        return PartyContent(**self.cleaned_data)


class StandsForm(forms.Form):
    """A party of the registry and as what it stands in the case."""

    party = forms.TypedChoiceField(
        label=_("Party"), coerce=int, help_text=_("From the registry of your office. Enter a new one there first.")
    )
    role = forms.ChoiceField(label=pgettext_lazy("party", "Stands as"), choices=BLANK + CaseRole.choices)

    def __init__(self, *args: Any, parties: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "party", [*BLANK, *parties])
