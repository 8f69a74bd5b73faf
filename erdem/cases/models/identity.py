"""Who handed something in: sealed apart from everything else, opened only by two officers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.cases.choices import UnlockState
from erdem.cases.models.filings import Filing
from erdem.people.models import Organisation, User


class SealedIdentity(models.Model):
    """An identity under a key of its own, which lies wrapped under a key outside the database.

    Nobody selects from this table, not even the system: it is added to, and read by ``cases_open_identity`` alone.
    """

    filing = models.OneToOneField(Filing, on_delete=models.PROTECT, primary_key=True, related_name="+")
    key_id = models.CharField(max_length=32)
    wrapped_key = models.BinaryField()
    ciphertext = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sealed identity")
        verbose_name_plural = _("sealed identities")

    def __str__(self) -> str:
        return str(self.pk)


class IdentityUnlock(models.Model):
    """An officer asks, with a reason, to know who filed; another officer of the same office says yes or no."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="unlocks")
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("status"), max_length=10, choices=UnlockState.choices, default=UnlockState.ASKED)
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(_("note"), blank=True)
    open_until = models.DateTimeField(_("may be opened until"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=UnlockState.values), name="unlock_state_known"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="unlock_has_a_reason"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="unlock_by_a_second_person"
            ),
            models.UniqueConstraint(
                fields=["filing", "asked_by"], condition=Q(state=UnlockState.ASKED), name="unlock_asked_once"
            ),
        ]
        verbose_name = _("request to open an identity")
        verbose_name_plural = _("requests to open identities")

    def __str__(self) -> str:
        return f"{self.filing_id} {self.state}"


class IdentityOpening(models.Model):
    """One opening of a sealed identity, noted by the function that opens; never changed, never removed."""

    unlock = models.ForeignKey(IdentityUnlock, on_delete=models.PROTECT, related_name="openings")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("opening of an identity")
        verbose_name_plural = _("openings of identities")

    def __str__(self) -> str:
        return f"{self.unlock_id} {self.opened_by_id}"
