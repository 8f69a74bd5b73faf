"""Books, who is owed or owes, and the accounts in which that is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.ledger.choices import CURRENCIES, IN_KIND, WITH_PAYEE, AccountKind, PayeeKind, Unit
from erdem.people.models import Organisation, User


class Book(models.Model):
    """The books of one office: it keeps them, and answers for them."""

    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="books", verbose_name=_("keeper"))
    name = models.CharField(_("name"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["keeper", "name"], name="book_name_once"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="book_has_a_name"),
        ]
        verbose_name = _("book")
        verbose_name_plural = _("books")

    def __str__(self) -> str:
        return self.name


class Payee(models.Model):
    """A party of a book: a community, a person, heirs, a fund, an enterprise. ``organisation`` or ``user`` when it is known here.

    ``acts_through`` names a guardian or the spokesman of heirs; ``heirs_of`` the payee whose place the heirs have taken.
    """

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="payees")
    kind = models.CharField(_("kind"), max_length=16, choices=PayeeKind.choices)
    name = models.CharField(_("name"), max_length=200)
    name_mn = models.CharField(_("Mongolian name"), max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    acts_through = models.CharField(_("acts through"), max_length=200, blank=True)
    heirs_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="heirs")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_reason = models.CharField(_("reason of closing"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PayeeKind.values), name="payee_kind_known"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="payee_has_a_name"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(user__isnull=True), name="payee_is_one_party"
            ),
            models.CheckConstraint(
                condition=Q(heirs_of__isnull=True) | Q(kind=PayeeKind.HEIRS), name="payee_heirs_are_heirs"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_reason__regex=r"\S"), name="payee_closed_with_a_reason"
            ),
            models.UniqueConstraint(
                fields=["book", "organisation"], condition=Q(organisation__isnull=False), name="payee_organisation_once"
            ),
            models.UniqueConstraint(fields=["book", "user"], condition=Q(user__isnull=False), name="payee_user_once"),
        ]
        verbose_name = _("payee")
        verbose_name_plural = _("payees")

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """One account: of a kind, in one unit, of one payee where the kind has one. Amounts are whole smallest units."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="accounts")
    kind = models.CharField(_("kind"), max_length=16, choices=AccountKind.choices)
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts")
    unit = models.CharField(_("unit"), max_length=16, choices=Unit.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="account_kind_known"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="account_unit_known"),
            models.CheckConstraint(
                condition=Q(kind__in=WITH_PAYEE, payee__isnull=False)
                | (~Q(kind__in=WITH_PAYEE) & Q(payee__isnull=True)),
                name="account_of_a_payee",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=IN_KIND) ^ Q(unit__in=CURRENCIES), name="account_in_kind_is_no_money"
            ),
            models.UniqueConstraint(
                fields=["book", "kind", "payee", "unit"], name="account_once", nulls_distinct=False
            ),
        ]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.payee or ''} {self.unit}".replace("  ", " ")
