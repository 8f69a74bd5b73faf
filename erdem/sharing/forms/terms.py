"""The editor of terms: a form for every clause, and the document that it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from erdem.sharing import terms_words as words
from erdem.sharing.forms.term_numbers import NotANumber, day_of
from erdem.sharing.forms.term_rows import (
    ExtraRow,
    ForbiddenRow,
    KindRow,
    MoneyRow,
    PayeeRow,
    Row,
    Rows,
    SubjectRow,
    UseRow,
    choices_of,
)

WORDED: Final = (
    "transfer",
    "property",
    "attribution",
    "confidentiality",
    "bearers",
    "reports",
    "payment",
    "audit",
    "change_of_use",
    "breach",
    "settlement",
    "law",
)
"""Clauses with words of their own, which the library offers."""


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=36_500, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )


class ClausesForm(forms.Form):
    """What stands once in the terms."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    begins = forms.CharField(label=_("First day"), help_text=_("Such as 2027-03-31"))
    ends = forms.CharField(label=_("Last day"), required=False, help_text=_("Empty: until ended"))
    transfer = forms.ChoiceField(label=_("Third parties"), choices=lambda: choices_of(words.TRANSFERS))
    ownership = forms.ChoiceField(label=_("To whom it belongs"), choices=lambda: choices_of(words.OWNERSHIPS))
    notice_days = _days(_("Days of notice before a filing"))
    secret_years = forms.IntegerField(
        label=_("Years of secrecy after the end"),
        min_value=0,
        max_value=36_500,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    bearer_lines = forms.CharField(
        label=_("Lines that serve it"), required=False, max_length=200, help_text=_("Keys of lines, such as n1 f1")
    )
    report_every = forms.ChoiceField(label=_("Reports"), choices=lambda: choices_of(words.EVERY))
    report_days = _days(_("Days to report after a period"))
    payment_days = _days(_("Days to pay after that"))
    audit_allowed = forms.BooleanField(label=_("The providers may look into the books"), required=False)
    audit_days = _days(_("Days of notice before they do"))
    cure_days = _days(_("Days to put a breach right"))
    settlement = forms.ChoiceField(label=_("Where disputes go"), choices=lambda: choices_of(words.DISPUTES))
    note = forms.CharField(
        label=_("What you changed, and why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The other parties read it beside the version."),
    )

    def __init__(self, *given: Any, library: Mapping[str, Sequence[Any]] | None = None, **named: Any) -> None:
        super().__init__(*given, **named)
        for name in WORDED:
            offered = [(each.key, each.title) for each in (library or {}).get(name, ())]
            self.fields[f"w_{name}"] = forms.CharField(
                label=_("Words of the clause"),
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"c_{name}"] = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
            self.fields[f"l_{name}"] = forms.ChoiceField(
                label=_("From the library"), required=False, choices=[("", _("choose a clause")), *offered]
            )

    def clean_begins(self) -> str:
        """The first day as the document writes it."""
        return self._day("begins")

    def clean_ends(self) -> str:
        """The last day as the document writes it, or nothing."""
        return self._day("ends") if self.cleaned_data["ends"].strip() else ""

    def _day(self, name: str) -> str:
        try:
            return day_of(self.cleaned_data[name]).isoformat()
        except NotANumber as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class TermsForm:
    """All of the editor: the clauses that stand once, and the rows."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        initial: Mapping[str, Any],
        library: Mapping[str, Sequence[Any]],
        communities: Sequence[tuple[int, str]],
        checked: bool = True,
    ) -> None:
        self.communities = list(communities)
        if data is not None and not checked:
            self.clauses = ClausesForm(initial=data.dict(), library=library)
        else:
            self.clauses = ClausesForm(data, initial=dict(initial.get("clauses", {})), library=library)
        self.payees = Rows(PayeeRow, data, initial.get("payees", ()), checked=checked)
        named = [name for _key, name in self.communities] + [
            str(form["name"].value() or "–") for form in self.payees.forms
        ]

        def rows(row: type[Row], **more: Any) -> Rows:
            return Rows(row, data, initial.get(row.key, ()), checked=checked, **more)

        self.rows = {
            "permitted": rows(UseRow),
            "forbidden": rows(ForbiddenRow),
            "subject": rows(SubjectRow),
            "payees": self.payees,
            "money": rows(MoneyRow, payees=named),
            "in_kind": rows(KindRow, payees=named),
            "extra": rows(ExtraRow),
        }

    def is_valid(self) -> bool:
        """Check everything, so that all errors show at once."""
        checked = [self.clauses.is_valid(), *(rows.is_valid() for rows in self.rows.values())]
        return all(checked)


def with_library_clause(data: QueryDict, field: str, texts: Mapping[str, str]) -> QueryDict:
    """Return a copy of the data in which a clause has the words of the library's entry that was chosen for it."""
    copy = data.copy()
    chosen = str(data.get(f"l_{field}", ""))
    if field in WORDED and chosen in texts:
        before = str(data.get(f"w_{field}", "")).strip()
        copy[f"w_{field}"] = f"{before}\n{texts[chosen]}".strip()
        copy[f"c_{field}"] = chosen
        copy[f"l_{field}"] = ""
    return copy
