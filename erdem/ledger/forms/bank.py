"""Forms of bank accounts and statements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.choosing import offer
from erdem.ledger.bank_files import FIELDS
from erdem.ledger.choices import CURRENCIES, Unit
from erdem.ledger.models import Book
from erdem.ledger.services.bank_import import LARGEST

FIELD_WORDS = {
    "day": pgettext_lazy("column", "day"),
    "amount": pgettext_lazy("column", "amount, with its sign"),
    "debit": pgettext_lazy("column", "money out"),
    "credit": pgettext_lazy("column", "money in"),
    "direction": pgettext_lazy("column", "in or out"),
    "currency": pgettext_lazy("column", "currency"),
    "counterparty": pgettext_lazy("column", "name of the other side"),
    "counterparty_number": pgettext_lazy("column", "account of the other side"),
    "reference": pgettext_lazy("column", "what the bank says"),
    "serial": pgettext_lazy("column", "serial number"),
    "balance": pgettext_lazy("column", "balance after it"),
}


class BankAccountForm(forms.Form):
    """An account of the office at a bank."""

    book = forms.TypedChoiceField(label=pgettext_lazy("ledger", "book"), coerce=int)
    name = forms.CharField(label=_("name of the account"), max_length=200)
    bank = forms.CharField(label=_("bank"), max_length=200)
    number = forms.CharField(label=_("account number"), max_length=64, help_text=_("Lists show its last four places."))
    unit = forms.ChoiceField(label=_("currency"), choices=[(unit.value, unit.label) for unit in map(Unit, CURRENCIES)])

    def __init__(self, *args: Any, books: Iterable[Book], **options: Any) -> None:
        super().__init__(*args, **options)
        self.books = {book.pk: book for book in books}
        offer(self, "book", [(key, book.name) for key, book in self.books.items()])


class StatementForm(forms.Form):
    """A statement of the bank."""

    file = forms.FileField(
        label=_("Statement of the bank"),
        help_text=_(
            "CSV or XLSX as the bank exports it, up to 50 MB. It is checked first; nothing is added until you say so."
        ),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Nothing was read. Export it again."),
        },
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than 50 MB. Nothing was read. Export fewer months at a time.")
            )
        return given


class ColumnsForm(forms.Form):
    """What each column of a statement is."""

    def __init__(self, *args: Any, headings: Iterable[str], known: dict[str, int], **options: Any) -> None:
        super().__init__(*args, **options)
        meaning = {place: field for field, place in known.items()}
        choices = [("", _("not read")), *((field, FIELD_WORDS[field]) for field in FIELDS)]
        for place, heading in enumerate(headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or str(place + 1), choices=choices, required=False, initial=meaning.get(place, "")
            )

    def places(self) -> dict[str, int]:
        """Return the chosen columns by field; of two with the same meaning the first counts."""
        chosen: dict[str, int] = {}
        for name, field in self.cleaned_data.items():
            if field:
                chosen.setdefault(field, int(name.removeprefix("column-")))
        return chosen
