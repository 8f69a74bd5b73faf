"""Forms of use reports: a line, a file, a reason, a draw."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erdem.ledger.choices import CURRENCIES
from erdem.sharing.forms.amounts import FenField
from erdem.sharing.report_choices import DeductionKind

DEDUCTIONS = tuple(DeductionKind)
LARGEST_FILE = 20 * 1024 * 1024


class PlacedForm(forms.Form):
    """A form beside others on one page: the ids of its fields begin with its ``place``."""

    place = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.place}-%s", **options})


class LineForm(PlacedForm):
    """One product of a report."""

    place = "line"

    position = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=500)
    terms_line = forms.ChoiceField(label=_("Line of the terms"), required=False)
    product = forms.CharField(label=_("Product"), max_length=200)
    quantity = forms.IntegerField(label=_("Quantity, whole units"), required=False)
    quantity_unit = forms.CharField(
        label=_("Unit"), max_length=30, required=False, help_text=_("Such as box or kilogram.")
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(unit.value, unit.value) for unit in CURRENCIES], initial=CURRENCIES[0].value
    )
    gross = FenField(
        label=_("Sales before deductions"),
        required=False,
        help_text=_("Below nothing only for goods that came back; then name below what it corrects."),
    )
    tax = FenField(label=DeductionKind.TAX.label, required=False)
    freight = FenField(label=DeductionKind.FREIGHT.label, required=False)
    discount = FenField(label=DeductionKind.DISCOUNT.label, required=False)
    returns = FenField(label=DeductionKind.RETURNS.label, required=False)
    corrects = forms.CharField(
        label=_("Corrects which earlier period and line"),
        max_length=200,
        required=False,
        help_text=_("Such as 2026Q1, line 2."),
    )
    rate_numerator = forms.IntegerField(
        label=_("Rate of exchange: so many smallest units of the terms"), required=False
    )
    rate_denominator = forms.IntegerField(label=_("for so many smallest units sold"), required=False)
    rate_source = forms.CharField(label=_("Source of the rate"), max_length=200, required=False)
    rate_day = forms.DateField(
        label=_("Day of the rate"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["terms_line"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = lines if len(lines) == 1 else [("", "—"), *lines]
        if len(lines) <= 1:
            chosen.widget = forms.HiddenInput()

    def first(self) -> list[forms.BoundField]:
        """The fields that nearly every line needs."""
        names = ("terms_line", "product", "quantity", "quantity_unit", "currency", "gross", "tax", "freight")
        return [self[name] for name in names if not self[name].is_hidden]

    def rare(self) -> list[forms.BoundField]:
        """The fields for goods that came back, other deductions and other currencies."""
        first = {field.name for field in self.first()}
        return [field for field in self if field.name not in first and not field.is_hidden]

    def content(self) -> dict[str, Any]:
        """Return what was written: amounts in smallest units, deductions by kind. Call it on a valid form."""
        given = dict(self.cleaned_data)
        given.pop("position")
        rate = {name: given.pop(f"rate_{name}") for name in ("numerator", "denominator", "source", "day")}
        deductions = {kind.value: amount for kind in DEDUCTIONS if (amount := given.pop(kind.value))}
        given |= {"gross": given["gross"] or 0, "quantity": given["quantity"] or 0, "deductions": deductions}
        return given | {"rate": rate if any(rate.values()) else None}


class FileForm(PlacedForm):
    """A file of evidence."""

    place = "file"

    file = forms.FileField(label=_("File, up to 20 MB"))
    note = forms.CharField(label=_("What the file shows"), max_length=300, required=False)

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        found = self.cleaned_data["file"]
        if found.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 20 MB. Make it smaller, or attach it in parts."))
        return found


class SubmitForm(PlacedForm):
    """What is said when a report is handed in."""

    place = "submit"

    note = forms.CharField(
        label=_("What was done in this period"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    nothing_used = forms.BooleanField(label=_("Nothing was used in this period"), required=False)


class ReasonForm(PlacedForm):
    """A reason in one or two sentences."""

    place = "reason"

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class DrawForm(PlacedForm):
    """How many reports are drawn."""

    place = "draw"

    wanted = forms.IntegerField(label=_("How many reports"), min_value=1, max_value=50, initial=1)


class FindingForm(PlacedForm):
    """What an audit found."""

    place = "finding"

    finding = forms.CharField(label=_("What was found"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    sound = forms.ChoiceField(
        label=_("Result"), choices=[("yes", _("The figures hold")), ("no", _("The figures do not hold"))]
    )
