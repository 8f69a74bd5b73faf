"""The record of an inspection on site: the form at the desk, and the file that the form without a network writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.choosing import offer
from erdem.cases.choices import SiteFinding
from erdem.cases.forms.cases import BLANK, area
from erdem.cases.forms.work import line, moment
from erdem.cases.services import NewInspection

FORMAT = "erdem-inspection-1"
MOST_BYTES = 1024 * 1024
MOST_ITEMS = 200
WORDS = {"+": SiteFinding.GOOD, "-": SiteFinding.BAD, "?": SiteFinding.OPEN}
"""The sign at the beginning of a line, by which what was found is written."""


class InspectionForm(forms.Form):
    """What two officers found on site."""

    place_name = line(_("Place inspected"), required=True)
    address = line(_("Address of the place"), required=True, most=300)
    begun_at = moment(_("Begun at"))
    ended_at = moment(_("Ended at"))
    first_officer = forms.TypedChoiceField(label=_("First officer"), coerce=int)
    second_officer = forms.TypedChoiceField(label=pgettext_lazy("inspection", "Second officer"), coerce=int)
    certificates = line(_("Numbers of the enforcement certificates"), _("Of both officers, with a comma between them."))
    present = line(_("Present for the place"), _("Name and position; empty when nobody came."))
    told_rights = forms.BooleanField(label=_("Both showed their cards and told the rights"), required=False)
    items = area(
        _("What was checked"),
        _("One a line: + in order, - not in order, ? could not be checked; then what, and after a | a remark."),
        rows=6,
    )
    findings = area(_("What was found"), required=True, rows=5)
    measures = area(_("Measures on the spot"), rows=2)
    said = area(_("What the person present says"), rows=2)

    def __init__(self, *args: Any, officers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_officer", "second_officer"):
            offer(self, name, [*BLANK, *officers])

    def clean_items(self) -> tuple[dict[str, str], ...]:
        """Return what was checked, one a line.

        Raises:
            ValidationError: with the line that says nothing of what was found.
        """
        return tuple(_item(written) for written in self.cleaned_data["items"].splitlines() if written.strip())

    def content(self) -> NewInspection:
        """Return the record as it was written."""
        given = dict(self.cleaned_data)
        numbers = given.pop("certificates").replace("，", ",").split(",")
        return NewInspection(
            first_officer_id=given.pop("first_officer"),
            second_officer_id=given.pop("second_officer"),
            certificates=tuple(each.strip()[:40] for each in numbers if each.strip())[:2],
            **given,
        )


def _item(written: str) -> dict[str, str]:
    sign, rest = written.strip()[:1], written.strip()[1:]
    what, _bar, note = rest.partition("|")
    if sign not in WORDS or not what.strip():
        raise forms.ValidationError(
            _now("“%(line)s” does not say what was found. Begin the line with +, - or ?.") % {"line": written[:40]}
        )
    return {"what": what.strip(), "finding": WORDS[sign].value, "note": note.strip()}


class HandInForm(forms.Form):
    """The file that the form without a network has written."""

    file = forms.FileField(
        label=_("File of the form"), help_text=_("It ends in .json; the form saves it on your device.")
    )

    def __init__(self, *args: Any, number: str, officers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number, self.officers = number, dict(officers)

    def clean_file(self) -> NewInspection:
        """Return the record in the file.

        Raises:
            ValidationError: it is no such file, belongs to another case, or something is missing in it.
        """
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_now("The file is larger than 1 MB, so it is not from this form."))
        try:
            given = json.loads(file.read().decode("utf-8"))
        except (UnicodeDecodeError, ValueError, RecursionError) as error:
            raise forms.ValidationError(_now("This is not a file of the form. Nothing was kept.")) from error
        if not isinstance(given, dict) or given.get("format") != FORMAT:
            raise forms.ValidationError(_now("This is not a file of the form. Nothing was kept."))
        if given.get("case") != self.number:
            said = _now("This form belongs to case %(number)s. Hand it in there.")
            raise forms.ValidationError(said % {"number": str(given.get("case"))[:32]})
        return self._read(given)

    def _read(self, given: dict[str, Any]) -> NewInspection:
        try:
            return NewInspection(
                **{
                    name: _text(given, name)
                    for name in ("place_name", "address", "findings", "present", "measures", "said")
                },
                begun_at=_when(given, "begun_at"),
                ended_at=_when(given, "ended_at"),
                first_officer_id=self._officer(given, "first_officer"),
                second_officer_id=self._officer(given, "second_officer"),
                items=tuple(
                    {key: str(each.get(key, ""))[:500] for key in ("what", "finding", "note")} for each in _items(given)
                ),
                certificates=tuple(str(each)[:40] for each in given.get("certificates", []))[:2],
                told_rights=given.get("told_rights") is True,
                offline_key=_text(given, "key")[:64],
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            said = _now("Something is missing or wrong in the file: %(name)s. Fill the form in again and save it.")
            raise forms.ValidationError(said % {"name": str(error)[:60]}) from error

    def _officer(self, given: dict[str, Any], name: str) -> int:
        key = int(given[name])
        if key not in self.officers:
            raise ValueError(name)
        return key


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or (name in ("place_name", "address", "findings", "key") and not value.strip()):
        raise ValueError(name)
    return value.replace("\x00", "").strip()[:8000]


def _items(given: dict[str, Any]) -> list[dict[str, Any]]:
    items = given.get("items", [])
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        raise ValueError("items")
    return items


def _when(given: dict[str, Any], name: str) -> Any:
    found = parse_datetime(str(given[name]))
    if found is None:
        raise ValueError(name)
    return make_aware(found) if is_naive(found) else found
