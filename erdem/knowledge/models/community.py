"""Communities that hold knowledge: how they present themselves, how they are reached, by what paper they act."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.knowledge.choices import HolderType
from erdem.knowledge.community_choices import CommunityStatus, PaperKind, ShownTo
from erdem.people.models import Organisation, User


class CommunityProfile(models.Model):
    """How a community presents itself, and whether the office of its place has recognised it.

    ``place_search`` holds the codes of its places, each after a blank, as in records. ``custodian`` is who looks after its
    records once it is closed.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="profile")
    holder_type = models.CharField(_("type of holder"), max_length=2, choices=HolderType.choices)
    status = models.CharField(
        _("status"), max_length=16, choices=CommunityStatus.choices, default=CommunityStatus.PROPOSED
    )
    status_reason = models.TextField(_("reason"), blank=True)
    description = models.TextField(_("who we are"), max_length=2000, blank=True)
    description_mn = models.TextField(_("who we are, in Mongolian"), max_length=2000, blank=True)
    description_en = models.TextField(_("who we are, in English"), max_length=2000, blank=True)
    place_search = models.CharField(max_length=500, blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    custodian = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(_("version"), default=1)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    recognised_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(holder_type__in=[code for code in HolderType.values if code != HolderType.UNKNOWN]),
                name="community_holder_type_known",
            ),
            models.CheckConstraint(condition=Q(status__in=CommunityStatus.values), name="community_status_known"),
            models.CheckConstraint(
                condition=~Q(status=CommunityStatus.CLOSED) | Q(status_reason__regex=r"\S"),
                name="community_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(custodian__isnull=True) | ~Q(custodian=F("organisation")),
                name="community_custodian_is_another",
            ),
        ]
        verbose_name = _("community")
        verbose_name_plural = _("communities")

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class CommunityContact(models.Model):
    """A named person by whom the community is reached, shown to whom the community says."""

    profile = models.ForeignKey(CommunityProfile, on_delete=models.CASCADE, related_name="contacts")
    ordinal = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=100)
    way = models.CharField(_("telephone or other way"), max_length=200)
    shown_to = models.CharField(_("shown to"), max_length=16, choices=ShownTo.choices, default=ShownTo.MEMBERS)

    class Meta:
        ordering = ["profile_id", "ordinal", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"\S", way__regex=r"\S"), name="contact_has_name_and_way"),
            models.CheckConstraint(condition=Q(shown_to__in=ShownTo.values), name="contact_shown_to_known"),
        ]
        verbose_name = _("contact of a community")
        verbose_name_plural = _("contacts of communities")

    def __str__(self) -> str:
        return self.name


class AuthorityPaper(models.Model):
    """A paper by which somebody may speak for a community: a meeting's resolution, a family's choice, a charter.

    Never changed: a mistake is taken back with a reason and handed in anew. ``present`` and ``agreeing`` are people.
    """

    profile = models.ForeignKey(CommunityProfile, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind of paper"), max_length=16, choices=PaperKind.choices)
    title = models.CharField(_("what was decided"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    present = models.PositiveIntegerField(_("present"), null=True, blank=True)
    agreeing = models.PositiveIntegerField(_("agreeing"), null=True, blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="paper_kind_known"),
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="paper_says_what_was_decided"),
            models.CheckConstraint(
                condition=Q(present__isnull=True, agreeing__isnull=True)
                | Q(present__isnull=False, agreeing__isnull=False, present__gte=F("agreeing"), agreeing__gte=1),
                name="paper_agreeing_among_present",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[PaperKind.ASSEMBLY, PaperKind.REPRESENTATIVES]) | Q(agreeing__isnull=False),
                name="paper_resolution_counts_votes",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="paper_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_reason__regex=r"\S"),
                name="paper_withdrawn_with_reason",
            ),
        ]
        verbose_name = _("paper of authority")
        verbose_name_plural = _("papers of authority")

    def __str__(self) -> str:
        return self.title
