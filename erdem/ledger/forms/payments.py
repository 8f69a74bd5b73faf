"""Forms of payment orders: who is paid how much, where to; reasons; stops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erdem.base.choosing import offer
from erdem.ledger.forms.money import MoneyField, in_yuan
from erdem.ledger.models import Payee, PaymentLine
from erdem.ledger.payment_choices import HoldKind
from erdem.ledger.queries.payments import Owed
from erdem.ledger.services import Wanted

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
PARTS = ("pick", "amount", "holder", "bank", "number")


class OrderForm(forms.Form):
    """A new order: one row a payee, with a box to choose it."""

    memo = forms.CharField(
        label=_("what for"), max_length=300, help_text=_("Stands on the voucher, such as: third quarter 2026.")
    )
    day = forms.DateField(label=_("day"), widget=DAY)

    def __init__(self, *args: Any, owed: Iterable[Owed], **options: Any) -> None:
        super().__init__(*args, **options)
        payable = [one for one in owed if one.hold is None and one.payee.closed_on is None]
        # A payee that was chosen stays on the page, also when another order has taken what was free meanwhile.
        self.owed = [one for one in payable if one.free > 0 or f"pick-{one.account.pk}" in self.data]
        for one in self.owed:
            for part, field in _fields_of(one).items():
                self.fields[f"{part}-{one.account.pk}"] = field

    def rows(self) -> Iterator[tuple[Owed, dict[str, Any]]]:
        """Yield each payee with its fields: box, amount, and where the money goes."""
        for one in self.owed:
            yield one, _bound(self, one.account.pk)

    def wanted(self) -> list[Wanted]:
        """Return the payees that were chosen, in the order of the page."""
        data = self.cleaned_data
        return [
            Wanted(
                one.account.pk,
                data[f"amount-{one.account.pk}"] or 0,
                data[f"holder-{one.account.pk}"],
                data[f"bank-{one.account.pk}"],
                data[f"number-{one.account.pk}"],
            )
            for one in self.owed
            if data.get(f"pick-{one.account.pk}")
        ]


def _bound(form: forms.Form, key: int) -> dict[str, Any]:
    pick, amount, *where = (form[f"{part}-{key}"] for part in PARTS)
    return {"pick": pick, "amount": amount, "where": where}


def _fields_of(one: Owed) -> dict[str, forms.Field]:
    last, name = one.last, one.payee.name
    return {
        "pick": forms.BooleanField(required=False, label=name, initial=bool(last)),
        "amount": MoneyField(required=False, label=_("amount"), initial=in_yuan(one.free)),
        "holder": forms.CharField(
            required=False, max_length=200, label=_("name of the account"), initial=last.holder_name if last else name
        ),
        "bank": forms.CharField(
            required=False, max_length=200, label=_("bank"), initial=last.bank_name if last else ""
        ),
        "number": forms.CharField(
            required=False,
            max_length=64,
            label=_("account number"),
            initial=last.bank_number if last else "",
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        ),
    }


class LineForm(forms.Form):
    """One line before its order is proposed."""

    amount = MoneyField(label=_("amount"))
    holder = forms.CharField(label=_("name of the account"), max_length=200)
    bank = forms.CharField(label=_("bank"), max_length=200, required=False)
    number = forms.CharField(label=_("account number"), max_length=64)

    @staticmethod
    def of(line: PaymentLine) -> dict[str, Any]:
        """Return what the line says now."""
        return {
            "amount": in_yuan(line.amount),
            "holder": line.holder_name,
            "bank": line.bank_name,
            "number": line.bank_number,
        }

    def wanted(self, line: PaymentLine) -> Wanted:
        """Return what the line is to say."""
        data = self.cleaned_data
        return Wanted(line.account_id, data["amount"] or 0, data["holder"], data["bank"], data["number"])


class ReasonForm(forms.Form):
    """A step that needs a reason."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=500,
        help_text=_("One or two sentences. The officers of your office read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("This step needs a reason. Write one or two sentences.")},
    )


class StopForm(ReasonForm):
    """Payments to a payee are stopped."""

    payee = forms.TypedChoiceField(label=_("payee"), coerce=int)
    kind = forms.ChoiceField(label=_("kind"), choices=HoldKind.choices)
    field_order = ["payee", "kind", "reason"]

    def __init__(self, *args: Any, payees: Iterable[Payee], **options: Any) -> None:
        super().__init__(*args, **options)
        self.payees = {payee.pk: payee for payee in payees}
        offer(self, "payee", [("", "—"), *((key, payee.name) for key, payee in self.payees.items())])
