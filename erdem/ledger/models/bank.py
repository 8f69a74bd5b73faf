"""Own bank accounts, the statements of the bank as they came, and what each line of them was found to be."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.ledger.choices import CURRENCIES, Unit
from erdem.ledger.models.books import Account, Book
from erdem.ledger.models.entries import LARGEST, Entry
from erdem.ledger.payment_choices import POSTING, FileState, MatchKind
from erdem.people.models import User


class BankAccount(models.Model):
    """An account of the office at a bank. One in each currency of a book, so that book and bank can be compared exactly."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="bank_accounts")
    name = models.CharField(_("name of the account"), max_length=200)
    bank = models.CharField(_("bank"), max_length=200)
    number = models.CharField(_("account number"), max_length=64)
    unit = models.CharField(_("currency"), max_length=16, choices=Unit.choices)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="bank_account")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["book_id", "unit", "id"]
        constraints = [
            models.UniqueConstraint(fields=["book", "number", "unit"], name="bank_account_number_once"),
            models.CheckConstraint(condition=Q(unit__in=CURRENCIES), name="bank_account_is_money"),
            models.CheckConstraint(
                condition=Q(name__regex=r"\S", bank__regex=r"\S", number__regex=r"^[0-9A-Z]{4,64}$"),
                name="bank_account_is_named",
            ),
        ]
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")

    def __str__(self) -> str:
        return f"{self.bank} {self.masked}"

    @property
    def masked(self) -> str:
        """The number as lists show it: its last four places."""
        return f"…{self.number[-4:]}"


class StatementFile(models.Model):
    """A bank statement as it came in: checked first, imported on a person's word."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="files")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(_("file"), max_length=200)
    columns = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=FileState.choices, default=FileState.CHECKED)
    counts = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    progress_id = models.UUIDField(null=True, blank=True)
    handed_in_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["bank_account", "sha256"], name="statement_file_once"),
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="statement_file_state_known"),
        ]
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")

    def __str__(self) -> str:
        return self.file_name


class BankLine(models.Model):
    """One line of a bank statement, as the bank wrote it. ``amount`` in smallest units: in is positive, out is negative.

    ``key`` makes it the same line in whatever file it comes: its serial number, or a digest of what it says and the how-manieth
    among equals it is.
    """

    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="lines")
    file = models.ForeignKey(StatementFile, on_delete=models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField(_("row"))
    key = models.CharField(max_length=80)
    day = models.DateField(_("day"))
    amount = models.BigIntegerField(_("amount"))
    counterparty = models.CharField(_("other side"), max_length=200, blank=True)
    counterparty_number = models.CharField(_("account of the other side"), max_length=64, blank=True)
    reference = models.CharField(_("what the bank says"), max_length=500, blank=True)
    serial = models.CharField(_("serial number"), max_length=64, blank=True)
    balance = models.BigIntegerField(_("balance after it"), null=True, blank=True)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["bank_account", "key"], name="bank_line_once"),
            models.CheckConstraint(
                condition=~Q(amount=0) & Q(amount__gte=-LARGEST, amount__lte=LARGEST), name="bank_line_moves_something"
            ),
        ]
        indexes = [models.Index(fields=["bank_account", "-day", "-id"], name="bank_line_by_day")]
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")

    def __str__(self) -> str:
        return f"{self.day} {self.amount}"


class BankMatch(models.Model):
    """What a bank line was found to be. Once undone it stays as history, and the line is free again."""

    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="matches")
    turn = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("kind"), max_length=16, choices=MatchKind.choices)
    payment = models.ForeignKey(
        "ledger.PaymentLine", on_delete=models.PROTECT, null=True, blank=True, related_name="matches"
    )
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="bank_match")
    automatic = models.BooleanField(default=False)
    reasons = models.JSONField(default=list, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["line_id", "turn"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(undone_at__isnull=True), name="bank_line_matched_once"
            ),
            models.UniqueConstraint(fields=["line", "turn"], name="bank_match_turn_once"),
            models.UniqueConstraint(
                fields=["payment", "kind"], condition=Q(undone_at__isnull=True), name="payment_matched_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=POSTING, payment__isnull=True, account__isnull=False, entry__isnull=False)
                | Q(
                    kind__in=(MatchKind.PAYMENT, MatchKind.RETURN),
                    payment__isnull=False,
                    account__isnull=True,
                    entry__isnull=True,
                ),
                name="bank_match_says_what",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undo_reason__regex=r"\S"), name="bank_match_undone_says_why"
            ),
        ]
        verbose_name = _("match of a bank line")
        verbose_name_plural = _("matches of bank lines")

    def __str__(self) -> str:
        return f"{self.line_id} {self.kind}"
