"""Who acts for a payee, and who has taken the place of one who has died."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.ledger.choices import PlaceGround
from erdem.ledger.models.books import Book, Payee
from erdem.people.models import User


class Guardianship(models.Model):
    """A guardian acts for a payee from a day to a day, on a document; one whom the system knows sees its statements."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="guardianships")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="guardianships")
    name = models.CharField(_("guardian"), max_length=200)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    document = models.CharField(_("document"), max_length=300)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="guardian_has_a_name"),
            models.CheckConstraint(condition=Q(document__regex=r"\S"), name="guardian_rests_on_a_document"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="guardian_ends_after_the_start"
            ),
        ]
        verbose_name = _("guardianship")
        verbose_name_plural = _("guardianships")

    def __str__(self) -> str:
        return self.name


class HeirShare(models.Model):
    """The share of one heir in what belonged to a payee who has died. Those of one payee have one denominator: the whole.

    A payee that was unknown and turned out to be a known party has that one in its place, with the whole (``ground``).
    """

    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="heir_shares")
    heir = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="inherited")
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField()
    document = models.CharField(_("document"), max_length=300)
    ground = models.CharField(
        max_length=16, choices=PlaceGround.choices, default=PlaceGround.SUCCESSION, db_default=PlaceGround.SUCCESSION
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True, db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["payee_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["payee", "heir"], name="heir_once"),
            models.CheckConstraint(condition=Q(numerator__gte=1), name="heir_has_a_share"),
            models.CheckConstraint(condition=Q(document__regex=r"\S"), name="heir_rests_on_a_document"),
            models.CheckConstraint(condition=~Q(payee=F("heir")), name="heir_is_another"),
            models.CheckConstraint(condition=Q(ground__in=PlaceGround.values), name="heir_ground_known"),
            models.CheckConstraint(
                condition=~Q(ground=PlaceGround.IDENTIFIED) | Q(numerator=F("denominator"), reason__regex=r"\S"),
                name="identified_is_one_with_a_reason",
            ),
        ]
        verbose_name = _("share of an heir")
        verbose_name_plural = _("shares of heirs")

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"
