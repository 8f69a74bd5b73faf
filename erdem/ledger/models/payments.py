"""Payment orders: what is to be paid to whom, who proposed it and who approved it, and what became of each line."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erdem.ledger.choices import CURRENCIES, Unit
from erdem.ledger.models.bank import BankAccount
from erdem.ledger.models.books import Account, Book, Payee
from erdem.ledger.models.entries import LARGEST, Entry
from erdem.ledger.payment_choices import SIGNED, HoldKind, LineState, OrderStatus
from erdem.people.models import User


class PayeeHold(models.Model):
    """While it lasts nothing is paid to a payee: it was closed, or its money is in dispute."""

    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(_("kind"), max_length=16, choices=HoldKind.choices)
    reason = models.CharField(_("reason"), max_length=500)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-begun_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["payee"], condition=Q(ended_at__isnull=True), name="payee_hold_once"),
            models.CheckConstraint(condition=Q(kind__in=HoldKind.values), name="payee_hold_kind_known"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="payee_hold_says_why"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(end_reason__regex=r"\S"), name="payee_hold_end_says_why"
            ),
        ]
        verbose_name = _("hold on a payee")
        verbose_name_plural = _("holds on payees")

    def __str__(self) -> str:
        return f"{self.payee_id} {self.kind}"


class PaymentOrder(models.Model):
    """One order to the bank. Who approves it is not who proposed it. Fixed once it is proposed."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="payment_orders")
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="orders")
    unit = models.CharField(_("currency"), max_length=16, choices=Unit.choices)
    day = models.DateField(_("day"), default=timezone.localdate)
    memo = models.CharField(_("what for"), max_length=300)
    status = models.CharField(_("status"), max_length=16, choices=OrderStatus.choices, default=OrderStatus.DRAFT)
    status_reason = models.CharField(_("reason"), max_length=500, blank=True)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    progress_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=OrderStatus.values), name="payment_order_status_known"),
            models.CheckConstraint(condition=Q(unit__in=CURRENCIES), name="payment_order_is_money"),
            models.CheckConstraint(condition=Q(memo__regex=r"\S"), name="payment_order_says_what_for"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="payment_order_two_officers",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=SIGNED) | Q(proposed_by__isnull=False, approved_by__isnull=False),
                name="payment_order_is_signed",
            ),
        ]
        indexes = [models.Index(fields=["book", "-id"], name="payment_order_by_book")]
        verbose_name = _("payment order")
        verbose_name_plural = _("payment orders")

    def __str__(self) -> str:
        return self.number


class PaymentLine(models.Model):
    """One payment: to whom, how much, to which account of his as he gave it. Paid once, or left out and said why."""

    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="lines")
    ordinal = models.PositiveIntegerField(_("line"))
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="payments")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="payments")
    amount = models.BigIntegerField(_("amount"))
    fee = models.BigIntegerField(_("fee of the bank"), default=0)
    holder_name = models.CharField(_("name of the account"), max_length=200, blank=True)
    bank_name = models.CharField(_("bank"), max_length=200, blank=True)
    bank_number = models.CharField(_("account number"), max_length=64, blank=True)
    reference = models.CharField(_("reference"), max_length=64)
    state = models.CharField(_("state"), max_length=16, choices=LineState.choices, default=LineState.OPEN)
    state_reason = models.CharField(_("reason"), max_length=500, blank=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="payment_line")
    settled_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["order", "ordinal"], name="payment_line_ordinal_once"),
            models.UniqueConstraint(fields=["order", "account"], name="payment_line_payee_once"),
            models.UniqueConstraint(fields=["reference"], name="payment_line_reference_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=LARGEST), name="payment_line_amount"),
            models.CheckConstraint(condition=Q(fee__gte=0, fee__lte=LARGEST), name="payment_line_fee"),
            models.CheckConstraint(condition=Q(state__in=LineState.values), name="payment_line_state_known"),
            models.CheckConstraint(
                condition=Q(
                    state__in=(LineState.PAID, LineState.BOUNCED), entry__isnull=False, settled_on__isnull=False
                )
                | Q(state__in=(LineState.OPEN, LineState.REFUSED), entry__isnull=True),
                name="payment_line_paid_has_entry",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(LineState.OPEN, LineState.PAID)) | Q(state_reason__regex=r"\S"),
                name="payment_line_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["account"], condition=Q(state="open"), name="payment_line_open"),
            models.Index(fields=["payee", "id"], name="payment_line_by_payee"),
        ]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")

    def __str__(self) -> str:
        return self.reference
