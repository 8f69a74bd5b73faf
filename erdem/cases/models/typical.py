"""Typical cases (典型案例, I34): written from a closed case, checked by a second person, published without names."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.cases.choices import Subject
from erdem.cases.choices.campaigns import TypicalStatus
from erdem.cases.models.case import Case
from erdem.people.models import Organisation, User

WITH_CHECKER = (TypicalStatus.CHECKING, TypicalStatus.CHECKED, TypicalStatus.PUBLISHED, TypicalStatus.WITHDRAWN)


class TypicalWords(models.Model):
    """What a typical case says."""

    title = models.CharField(_("title"), max_length=200, blank=True)
    facts = models.TextField(_("what happened"), blank=True)
    handling = models.TextField(_("how it was handled"), blank=True)
    legal_note = models.TextField(_("legal note"), blank=True)
    meaning = models.TextField(_("why it is typical"), blank=True)

    class Meta:
        abstract = True


class TypicalCase(TypicalWords):
    """A typical case in the making. ``writers`` (who wrote on it) and ``version`` are kept by the database.

    Words change while it is a draft alone, so that what was checked is what is published. ``hides_rights`` also refuses
    numbers of patents, marks and rights.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="typical")
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    place_code = models.CharField(_("division"), max_length=12)
    status = models.CharField(_("status"), max_length=12, choices=TypicalStatus.choices, default=TypicalStatus.DRAFT)
    status_reason = models.TextField(_("reason"), blank=True)
    hides_rights = models.BooleanField(_("also hide numbers of rights"), default=True)
    writers = ArrayField(models.BigIntegerField(), default=list, blank=True)
    checker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    opinion = models.TextField(_("opinion"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=TypicalStatus.values), name="typical_case_status_known"),
            models.UniqueConstraint(
                fields=["case"],
                condition=~Q(status__in=[TypicalStatus.WITHDRAWN, TypicalStatus.DROPPED]),
                name="typical_case_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[TypicalStatus.DRAFT, TypicalStatus.DROPPED])
                | Q(title__regex=r"\S", facts__regex=r"\S", handling__regex=r"\S", legal_note__regex=r"\S"),
                name="typical_case_has_a_legal_note",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=WITH_CHECKER) | Q(checker__isnull=False), name="typical_case_has_a_checker"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[TypicalStatus.CHECKED, TypicalStatus.PUBLISHED])
                | Q(checked_at__isnull=False, opinion__regex=r"\S"),
                name="typical_case_checked_with_an_opinion",
            ),
        ]
        verbose_name = _("typical case")
        verbose_name_plural = _("typical cases")

    def __str__(self) -> str:
        return self.title or str(self.pk)


class TypicalPublication(TypicalWords):
    """A typical case as everybody reads it. Withdrawn, its words are emptied; number, days and the reason stay."""

    typical = models.OneToOneField(TypicalCase, on_delete=models.PROTECT, related_name="publication")
    number = models.CharField(_("number"), max_length=32, unique=True)
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    subject = models.CharField(_("what it is about"), max_length=28, choices=Subject.choices)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(_("why it was withdrawn"), blank=True)

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True,
                    title__regex=r"\S",
                    facts__regex=r"\S",
                    handling__regex=r"\S",
                    legal_note__regex=r"\S",
                )
                | Q(
                    withdrawn_at__isnull=False,
                    withdrawn_reason__regex=r"\S",
                    title="",
                    facts="",
                    handling="",
                    legal_note="",
                    meaning="",
                ),
                name="typical_publication_whole_or_withdrawn",
            )
        ]
        verbose_name = _("published typical case")
        verbose_name_plural = _("published typical cases")

    def __str__(self) -> str:
        return self.number
