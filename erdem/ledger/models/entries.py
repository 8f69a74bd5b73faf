"""Entries and their postings. Nothing here is ever changed or removed: a correction is a reversal and a new entry."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from erdem.ledger.choices import LineKind
from erdem.ledger.models.books import Account, Book
from erdem.people.models import User

LARGEST = 10**15


class Entry(models.Model):
    """One event in a book, with the document that it rests on. Its postings add up to nothing in every unit."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(_("number"), db_default=0)  # the database gives it, and says which at once
    day = models.DateField(_("day"))
    memo = models.CharField(_("what for"), max_length=300)
    document_type = models.CharField(max_length=50, blank=True)
    document_id = models.CharField(max_length=64, blank=True)
    reversal_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name=_("takes back")
    )
    posted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    posted_at = models.DateTimeField(db_default=Now(), editable=False)
    transaction_id = models.BigIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["book_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="ledger_entry_number_once"),
            models.CheckConstraint(condition=Q(memo__regex=r"\S"), name="ledger_entry_says_what_for"),
            models.UniqueConstraint(
                fields=["book", "document_type", "document_id"],
                condition=~Q(document_type="") & Q(reversal_of__isnull=True),
                name="ledger_entry_once_for_its_document",
            ),
        ]
        verbose_name = _("entry of the ledger")
        verbose_name_plural = _("entries of the ledger")

    def __str__(self) -> str:
        return f"{self.book_id}/{self.number}"


class Posting(models.Model):
    """One line of an entry: so many smallest units into (positive) or out of (negative) an account. ``day`` is its entry's."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    amount = models.BigIntegerField(_("amount"))
    note = models.CharField(_("calculation"), max_length=300, blank=True)
    day = models.DateField(editable=False)

    class Meta:
        ordering = ["entry_id", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="posting_moves_something"),
            models.CheckConstraint(condition=Q(amount__gte=-LARGEST, amount__lte=LARGEST), name="posting_is_no_typo"),
        ]
        indexes = [models.Index(fields=["account", "day", "id"], include=["amount"], name="posting_by_account")]
        verbose_name = _("posting")
        verbose_name_plural = _("postings")

    def __str__(self) -> str:
        return f"{self.entry_id} {self.account_id} {self.amount}"


class CalculationLine(models.Model):
    """One line of how an entry was calculated, as whoever computed it wrote it. Of each party's share its posting speaks."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="calculation")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=16, choices=LineKind.choices, default=LineKind.STEP)
    text = models.CharField(_("calculation"), max_length=500)

    class Meta:
        ordering = ["entry_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="calculation_line_once"),
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="calculation_kind_known"),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="calculation_says_something"),
        ]
        verbose_name = _("line of a calculation")
        verbose_name_plural = _("lines of a calculation")

    def __str__(self) -> str:
        return f"{self.entry_id} {self.position}"


class ClosedPeriod(models.Model):
    """Up to this day a book takes no entry any more."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="closed_periods")
    until = models.DateField(_("until"))
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["book_id", "-until"]
        constraints = [models.UniqueConstraint(fields=["book", "until"], name="closed_period_once")]
        verbose_name = _("closed period")
        verbose_name_plural = _("closed periods")

    def __str__(self) -> str:
        return f"{self.book_id} {self.until}"


class BalanceCheckpoint(models.Model):
    """The balance of an account at the end of a closed period. Written by the database alone, final like the period."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="checkpoints")
    until = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        ordering = ["account_id", "-until"]
        constraints = [models.UniqueConstraint(fields=["account", "until"], name="balance_checkpoint_once")]
        verbose_name = _("balance at the end of a period")

    def __str__(self) -> str:
        return f"{self.account_id} {self.until} {self.amount}"


class BalanceMark(models.Model):
    """The balance of an account at the end of a day whose period is open. Written by the database alone.

    It spares reading all postings: what is entered later for that day or an earlier one is added to it.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="marks")
    until = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        ordering = ["account_id", "-until"]
        constraints = [models.UniqueConstraint(fields=["account", "until"], name="balance_mark_once")]
        verbose_name = _("balance kept for speed")

    def __str__(self) -> str:
        return f"{self.account_id} {self.until} {self.amount}"
