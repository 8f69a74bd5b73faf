"""Rows of the editor of terms: uses, payees, lines of benefits, own clauses. They come and go by buttons, without scripts.

A button is called ``do`` and says what to do: ``add:money:royalty``, ``remove:money:2``. The page comes back with the rows
rearranged and nothing kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.sharing import terms_words as words

MOST_ROWS: Final = 40


def choices_of(known: Mapping[str, Any], *, blank: Any = "") -> list[tuple[str, Any]]:
    """Choices from words; with ``blank`` one more for none."""
    listed = [(str(code), label) for code, label in known.items()]
    return [("", blank), *listed] if blank else listed


def coded(known: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Choices that show the code of the annex beside the words."""
    return [(str(code), f"{code} {label}") for code, label in known.items()]


class Row(forms.Form):
    """One row; ``key`` names the sort of rows."""

    key = ""
    fixed: tuple[str, ...] = ()
    """Fields that a row has from the beginning and that do not make it say something."""

    def is_blank(self) -> bool:
        """Say whether nothing was written in the row."""
        return not any(
            str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields if name not in self.fixed
        )


class UseRow(Row):
    """A permitted use."""

    key = "permitted"
    code = forms.ChoiceField(label=_("Use"), choices=lambda: choices_of(words.USES))
    note = forms.CharField(label=_("More closely"), max_length=500, required=False)


class ForbiddenRow(UseRow):
    """A forbidden use."""

    key = "forbidden"


class SubjectRow(Row):
    """A record of the request, taken in or left out."""

    key = "subject"
    record = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(widget=forms.HiddenInput, max_length=200)
    included = forms.BooleanField(label=_("Subject of these terms"), required=False)
    name = forms.CharField(label=_("Named as"), max_length=200, required=False)
    scope = forms.CharField(label=_("Which part of it"), max_length=500, required=False)


class PayeeRow(Row):
    """Somebody who receives beside the communities: a fund, or a person by name."""

    key = "payees"
    kind = forms.ChoiceField(
        label=_("Who"), choices=lambda: [pair for pair in choices_of(words.PAYEE_KINDS) if pair[0] != "community"]
    )
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Write the name.")})
    id = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SharedRow(Row):
    """A line with its shares, one whole number for each payee."""

    def __init__(self, *given: Any, payees: Sequence[str] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        for at, name in enumerate(payees):
            self.fields[f"share{at}"] = forms.IntegerField(
                label=name,
                min_value=0,
                max_value=10**9,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )

    def share_fields(self) -> list[forms.BoundField]:
        """The fields of the shares."""
        return [self[name] for name in self.fields if name.startswith("share")]

    def parts(self) -> list[int]:
        """The shares in the order of the payees, nothing as 0."""
        return [self.cleaned_data.get(name) or 0 for name in self.fields if name.startswith("share")]


class MoneyRow(SharedRow):
    """A monetary line; ``rule`` is chosen when the line is added and decides which fields it has."""

    key = "money"
    line = forms.CharField(widget=forms.HiddenInput, max_length=16)
    rule = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[("fixed", "fixed"), ("milestone", "milestone"), ("royalty", "royalty")]
    )
    label = forms.CharField(
        label=pgettext_lazy("terms", "What for"),
        max_length=200,
        error_messages={"required": _("Write what it is for.")},
    )
    benefit = forms.ChoiceField(label=_("Kind of benefit"), choices=lambda: coded(words.BENEFITS))
    currency = forms.ChoiceField(label=_("Currency"), choices=lambda: choices_of(words.CURRENCIES))
    amount = forms.CharField(label=pgettext_lazy("terms", "Amount"), required=False, help_text=_("Such as 20000.00"))
    first_due = forms.CharField(label=_("Due on"), required=False, help_text=_("Such as 2027-03-31"))
    every = forms.ChoiceField(
        label=_("And again"), choices=lambda: choices_of(words.EVERY, blank=_("once only")), required=False
    )
    reached_when = forms.CharField(label=_("Due once this is reached"), max_length=500, required=False)
    expected = forms.CharField(label=_("Expected for"), required=False, help_text=_("Such as 2027-03-31"))
    base = forms.ChoiceField(label=_("Computed on"), choices=lambda: choices_of(words.BASES), required=False)
    rate = forms.CharField(
        label=_("Rate"),
        required=False,
        help_text=_("Percent of sales, such as 3.5; for a quantity, money for each unit"),
    )
    unit = forms.CharField(label=_("Unit of the quantity"), max_length=30, required=False)
    floor = forms.CharField(label=_("At least each period"), required=False)
    cap = forms.CharField(label=_("At most each period"), required=False)
    cap_total = forms.CharField(label=_("At most in all"), required=False)
    steps = forms.CharField(
        label=pgettext_lazy("terms", "Steps"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line: from which amount on, and the rate above it, such as 1000000 4"),
    )
    step_scope = forms.ChoiceField(
        label=_("Sales for the steps"), choices=lambda: choices_of(words.SCOPES), required=False
    )
    tax = forms.CharField(label=_("Turnover tax taken off, at most % of sales"), required=False)
    freight = forms.CharField(label=_("Freight taken off, at most % of sales"), required=False)
    discount = forms.CharField(label=_("Discounts taken off, at most % of sales"), required=False)
    returns = forms.CharField(label=_("Returned goods taken off, at most % of sales"), required=False)

    BY_RULE: Final = {
        "fixed": ("amount", "first_due", "every"),
        "milestone": ("amount", "reached_when", "expected"),
        "royalty": (
            "base", "rate", "unit", "floor", "cap", "cap_total", "steps", "step_scope", "tax", "freight", "discount", "returns",
        ),
    }  # fmt: skip
    NEEDED: Final = ("amount", "first_due", "reached_when", "base", "rate")

    def __init__(self, *given: Any, **named: Any) -> None:
        """Keep the fields of the chosen rule alone."""
        super().__init__(*given, **named)
        own = self.BY_RULE[self.chosen()]
        for name in {name for names in self.BY_RULE.values() for name in names} - set(own):
            del self.fields[name]
        for name in set(own) & set(self.NEEDED):
            self.fields[name].required = True

    def chosen(self) -> str:
        """The rule of this line."""
        value = str(self["rule"].value() or "fixed")
        return value if value in self.BY_RULE else "fixed"

    def rule_fields(self) -> list[forms.BoundField]:
        """The fields that this rule has."""
        return [self[name] for name in self.BY_RULE[self.chosen()]]


class KindRow(SharedRow):
    """A line in kind."""

    key = "in_kind"
    line = forms.CharField(widget=forms.HiddenInput, max_length=16)
    label = forms.CharField(
        label=pgettext_lazy("terms", "What for"),
        max_length=200,
        error_messages={"required": _("Write what it is for.")},
    )
    benefit = forms.ChoiceField(label=_("Kind of benefit"), choices=lambda: coded(words.KIND_BENEFITS))
    quantity = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=10**9, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=lambda: choices_of(words.KIND_UNITS))
    due = forms.CharField(
        label=_("Due on each of these days"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, such as 2027-03-31"),
    )


class ExtraRow(Row):
    """A clause of the parties' own."""

    key = "extra"
    title = forms.CharField(label=_("Title"), max_length=200, error_messages={"required": _("Write a title.")})
    text = forms.CharField(label=_("Words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


ROWS: Final[tuple[type[Row], ...]] = (UseRow, ForbiddenRow, SubjectRow, PayeeRow, MoneyRow, KindRow, ExtraRow)
PREFIXES: Final = {"fixed": "f", "milestone": "m", "royalty": "r", "in_kind": "n"}


class Rows:
    """The rows of one sort in the form: from data that was sent, or from terms."""

    def __init__(
        self,
        row: type[Row],
        data: QueryDict | None,
        initial: Iterable[Mapping[str, Any]] = (),
        *,
        checked: bool = True,
        **more: Any,
    ) -> None:
        """With ``checked`` false the rows show what was sent and complain of nothing yet."""
        self.key = row.key
        if data is None or not checked:
            found = (
                initial if data is None else [sent(data, f"{row.key}-{at}-") for at in range(count_of(data, row.key))]
            )
            self.forms = [
                row(prefix=f"{row.key}-{at}", initial=dict(values), **more) for at, values in enumerate(found)
            ]
        else:
            self.forms = [row(data, prefix=f"{row.key}-{at}", **more) for at in range(count_of(data, row.key))]

    def is_valid(self) -> bool:
        """Check every row, so that all errors show at once."""
        checked = [form.is_valid() for form in self.forms]
        return all(checked)

    def cleaned(self) -> list[dict[str, Any]]:
        """What the rows say."""
        return [form.cleaned_data for form in self.forms]


def sent(data: Mapping[str, Any], start: str) -> dict[str, Any]:
    """Return the values whose names begin so, under the rest of the name."""
    return {name[len(start) :]: data[name] for name in data if name.startswith(start)}


def count_of(data: Mapping[str, Any], key: str) -> int:
    """Return how many rows of a sort were sent, at most `MOST_ROWS`."""
    return min(_whole(str(data.get(f"{key}-count", "0")), 0), MOST_ROWS)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def rearranged(data: QueryDict, command: str) -> QueryDict:
    """Return a copy of the data with the rows as the button asks; an unknown command changes nothing.

    ``add:<sort>[:<rule>]`` adds a row, ``remove:<sort>:<place>`` takes one away.
    """
    action, _colon, rest = command.partition(":")
    key, _colon, argument = rest.partition(":")
    copy = data.copy()
    if key not in {row.key for row in ROWS}:
        return copy
    count = count_of(data, key)
    if action == "add" and count < MOST_ROWS:
        copy[f"{key}-count"] = str(count + 1)
        if key in ("money", "in_kind"):
            copy[f"{key}-{count}-line"] = _next_key(data, PREFIXES.get(argument or key, "n"))
            copy[f"{key}-{count}-rule"] = argument
    elif action == "remove" and 0 <= (place := _whole(argument, -1)) < count:
        _remove(copy, key, place, count)
    return copy


def _remove(copy: QueryDict, key: str, place: int, count: int) -> None:
    for at in range(place, count):
        for name in [name for name in copy if name.startswith(f"{key}-{at}-")]:
            del copy[name]
        if at + 1 < count:
            start = f"{key}-{at + 1}-"
            for name in [name for name in copy if name.startswith(start)]:
                copy.setlist(f"{key}-{at}-{name[len(start) :]}", copy.getlist(name))
    copy[f"{key}-count"] = str(count - 1)


def _next_key(data: Mapping[str, Any], prefix: str) -> str:
    used = {str(data.get(f"{key}-{at}-line", "")) for key in ("money", "in_kind") for at in range(MOST_ROWS)}
    return next(f"{prefix}{number}" for number in range(1, 1000) if f"{prefix}{number}" not in used)
