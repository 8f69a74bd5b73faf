"""What comes with the forms of annotation."""

from __future__ import annotations

import secrets
import time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from erdem.overlap.queries.annotators import Candidate
from erdem.overlap.services import Label, Plan

LONGEST_LOOK = 4 * 3600
LARGEST_SEED = 2**31 - 1


class SetForm(forms.Form):
    """A new set: what for, how many pairs, who labels."""

    name = forms.CharField(
        label=_("Name of the set"),
        max_length=120,
        help_text=_("For instance: Formulas, spring 2027."),
        error_messages={"required": _("Give the set a name, for instance: Formulas, spring 2027.")},
    )
    first = forms.TypedChoiceField(label=_("First annotator"), coerce=int)
    second = forms.TypedChoiceField(label=_("Second annotator"), coerce=int)
    size = forms.IntegerField(
        label=_("Pairs"), min_value=5, max_value=400, initial=60, help_text=_("60 pairs take about an hour each.")
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        required=False,
        min_value=0,
        max_value=LARGEST_SEED,
        help_text=_("The same seed draws the same pairs again. Left empty, one is chosen."),
    )
    purpose = forms.CharField(
        label=_("What the labels are for"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, people: list[Candidate], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose somebody")), *((one.user_id, one.label) for one in people)]
        for name in ("first", "second"):
            field: Any = self.fields[name]
            field.choices = choices

    def plan(self) -> Plan:
        """Return what is to be drawn."""
        given = self.cleaned_data
        seed = given["seed"] if given["seed"] is not None else secrets.randbelow(LARGEST_SEED)
        return Plan(
            name=given["name"],
            first_id=given["first"],
            second_id=given["second"],
            size=given["size"],
            seed=seed,
            purpose=given["purpose"],
        )


def read_label(data: QueryDict) -> Label:
    """Read what was chosen; the service says what is missing."""
    return Label(
        relation=data.get("relation", ""),
        relevance=data.get("relevance", ""),
        note=data.get("note", "").replace("\x00", ""),
    )


def seconds_taken(data: QueryDict) -> int | None:
    """Return how long the page was open, or None when that cannot be known or the person was away."""
    opened = data.get("opened", "")
    if not opened.isdecimal() or len(opened) > len("9999999999"):
        return None
    taken = int(time.time()) - int(opened)
    return taken if 0 <= taken <= LONGEST_LOOK else None


def chosen_rows(data: QueryDict) -> set[int]:
    """Return the numbers of the rows that were ticked."""
    return {int(value) for value in data.getlist("row") if value.isdecimal() and len(value) < len("10000")}


def person(data: QueryDict, name: str) -> int:
    """Return the person chosen in a list, 0 for nobody."""
    value = data.get(name, "")
    return int(value) if value.isdecimal() and len(value) < len("1000000000") else 0
