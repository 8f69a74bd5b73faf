"""Forms of the books: periods, reasons, payees, guardians, heirs, escrow."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from erdem.base.choosing import offer
from erdem.ledger.bank_files import BadValue, read_amount
from erdem.ledger.choices import CURRENCIES, PayeeKind, Unit
from erdem.ledger.models import Payee
from erdem.ledger.sums import SplitProblem, parse_shares

DAY = forms.DateInput(attrs={"type": "date"})
_AMOUNTS = {
    "no-amount": _("Write an amount such as 1234.50."),
    "parts-of-a-fen": _("An amount has two decimals at most."),
    "too-large": _("The amount is larger than the ledger takes. Look for a slip."),
}


class ReasonedForm(forms.Form):
    """A step that needs a reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Stands in the books for good; the party reads it.")
    )


class ClosingForm(forms.Form):
    """Up to which day a book is closed."""

    until = forms.DateField(label=_("Close up to and including"), widget=DAY)


class PayeeForm(forms.Form):
    """A new payee."""

    kind = forms.ChoiceField(label=_("kind"), choices=PayeeKind.choices)
    name = forms.CharField(label=_("name"), max_length=200)
    name_mn = forms.CharField(
        label=_("Mongolian name"), max_length=200, required=False, help_text=_("For the statement in Mongolian.")
    )
    known = forms.ChoiceField(
        label=_("Known to the system as"),
        required=False,
        help_text=_("Members then read the statement themselves. Leave it empty for a party without an account."),
    )
    acts_through = forms.CharField(
        label=_("acts through"),
        max_length=200,
        required=False,
        help_text=_("Whoever speaks for heirs or a group; guardians are named on the page of the payee."),
    )

    def __init__(self, *args: Any, known: list[tuple[str, str]], names: set[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = names
        field = self.fields["known"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "—"), *known]

    def clean_name(self) -> str:
        """Refuse a name that is there already, and say why payees are not merged."""
        name = str(self.cleaned_data["name"]).strip()
        if name in self.names:
            raise forms.ValidationError(
                _t(
                    "“%(name)s” is a payee of this book already. If it is the same party, use that one: payees are never"
                    " merged, so that each account stays what it was. If it is another, add what tells them apart."
                )
                % {"name": name}
            )
        return name


class NameForm(forms.Form):
    """How a payee is called."""

    name = forms.CharField(label=_("name"), max_length=200)
    name_mn = forms.CharField(label=_("Mongolian name"), max_length=200, required=False)
    acts_through = forms.CharField(label=_("acts through"), max_length=200, required=False)


class GuardianForm(forms.Form):
    """Who acts for a payee."""

    name = forms.CharField(label=_("guardian"), max_length=200)
    username = forms.CharField(
        label=_("Login name of the guardian"),
        max_length=150,
        required=False,
        help_text=_("With it the guardian reads the statements as long as the guardianship lasts."),
    )
    document = forms.CharField(label=_("document"), max_length=300)
    since = forms.DateField(label=_("from"), widget=DAY)
    until = forms.DateField(label=_("until"), widget=DAY, required=False)


class HeirsForm(forms.Form):
    """Who takes the place of one who has died, by shares."""

    shares = forms.CharField(
        label=_("Shares"),
        max_length=200,
        help_text=_("In the order of the heirs chosen, as fractions (1/2, 1/4, 1/4) or percentages (50, 25, 25)."),
    )
    document = forms.CharField(label=_("document"), max_length=300)
    heirs = forms.MultipleChoiceField(label=_("Heirs"), widget=forms.CheckboxSelectMultiple)
    field_order = ("heirs", "shares", "document")

    def __init__(self, *args: Any, payees: list[Payee], **options: Any) -> None:
        super().__init__(*args, **options)
        self.payees = {str(payee.pk): payee for payee in payees}
        field = self.fields["heirs"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(key, payee.name) for key, payee in self.payees.items()]

    def clean(self) -> dict[str, Any]:
        """Put heirs and shares together."""
        data = super().clean() or {}
        chosen = data.get("heirs", [])
        try:
            parts = [share.part for share in parse_shares(str(data.get("shares", "")))]
        except SplitProblem:
            parts = []
        if chosen and len(parts) != len(chosen):
            self.add_error("shares", _t("Write one share for each heir; together they are the whole."))
        data["pairs"] = _pairs([self.payees[key] for key in chosen], parts)
        return data


class IdentityForm(forms.Form):
    """Who a payee turned out to be that nobody knew: one of the list, or a person by login name."""

    known = forms.ChoiceField(
        label=_("It is"),
        required=False,
        help_text=_(
            "A person, heirs or a group without an account here: add it as a payee first, then choose it here."
        ),
    )
    username = forms.CharField(
        label=_("Or a person, by login name"),
        max_length=150,
        required=False,
        help_text=_("With it the person reads the own statement. Leave it empty when you chose above."),
    )
    reason = forms.CharField(
        label=_("How it was found out"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the books for good; the party reads it."),
    )
    document = forms.CharField(
        label=_("Document that proves it"),
        max_length=300,
        help_text=_("What it is, its number and where it lies, such as minutes of the village committee."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    sure = forms.CharField(widget=forms.HiddenInput, required=False, max_length=3)

    def __init__(
        self, *args: Any, payees: list[tuple[str, str]], parties: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        groups: list[tuple[Any, Any]] = [("", "—")]
        groups += [(_t("Payees of this book"), payees)] if payees else []
        offer(self, "known", [*groups, (_t("Known to the system"), parties)])

    def clean(self) -> dict[str, Any]:
        """Ask for one party, not for two and not for none."""
        data = super().clean() or {}
        if "known" in data and bool(data["known"]) == bool(str(data.get("username", "")).strip()):
            self.add_error("known", _t("Choose one party, or write one login name."))
        return data


def _pairs(heirs: list[Payee], parts: list[Fraction]) -> list[tuple[Payee, Fraction]]:
    return list(zip(heirs, parts, strict=False))


class EscrowForm(forms.Form):
    """Moving money into escrow or out of it."""

    unit = forms.ChoiceField(
        label=_("Currency"), choices=[(unit.value, unit.value) for unit in CURRENCIES], initial=Unit.CNY
    )
    amount = forms.CharField(label=_("amount"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    to = forms.ChoiceField(label=_("Belongs to"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, payees: list[Payee], out: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.payees = {str(payee.pk): payee for payee in payees}
        field = self.fields["to"]
        if not out:
            del self.fields["to"]
        elif isinstance(field, forms.ChoiceField):
            field.choices = [(key, payee.name) for key, payee in self.payees.items()]

    def clean_amount(self) -> int:
        """Return smallest units."""
        try:
            return int(read_amount(self.cleaned_data["amount"]) or 0)
        except BadValue as bad:
            raise forms.ValidationError(str(_AMOUNTS.get(bad.code, _AMOUNTS["no-amount"]))) from bad
