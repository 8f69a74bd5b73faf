"""The registry of parties, and who is party to which case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.cases.choices import CaseRole, PartyKind
from erdem.cases.models.case import Case
from erdem.people.models import Organisation

USCC = r"^([0-9A-HJ-NPQRTUWXY]{18})?$"
"""Unified social credit code (GB 32100-2015): 18 characters without I, O, S, V, Z; blank when not known."""


class Party(models.Model):
    """A person or body that cases speak of, kept once in each office."""

    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("kept by"))
    kind = models.CharField(_("kind"), max_length=12, choices=PartyKind.choices)
    name = models.CharField(_("name"), max_length=200)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_code = models.CharField(_("division"), max_length=12, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["office", "name"], name="registered_party_office_name")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PartyKind.values), name="registered_party_kind_known"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="registered_party_has_a_name"),
            models.CheckConstraint(condition=Q(uscc__regex=USCC), name="registered_party_uscc_is_one"),
            models.UniqueConstraint(
                fields=["office", "uscc"],
                condition=~Q(uscc="") & Q(merged_into__isnull=True),
                name="registered_party_uscc_once",
            ),
        ]
        verbose_name = _("party")
        verbose_name_plural = _("parties")

    def __str__(self) -> str:
        return self.name


class CaseParty(models.Model):
    """A party stands in a case in one role."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="cases")
    role = models.CharField(_("role"), max_length=16, choices=CaseRole.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "party", "role"], name="case_party_once"),
            models.CheckConstraint(condition=Q(role__in=CaseRole.values), name="case_party_role_known"),
        ]
        verbose_name = _("party to a case")
        verbose_name_plural = _("parties to cases")

    def __str__(self) -> str:
        return f"{self.case_id} · {self.party_id} · {self.role}"
