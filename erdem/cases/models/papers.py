"""Official documents (文书) with their numbers, and the words with which the numbers of an office begin."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.models import Blob
from erdem.cases.choices.papers import DocumentStatus
from erdem.cases.models.case import Case
from erdem.people.models import Organisation, User

UNFINISHED = (DocumentStatus.DRAFT, DocumentStatus.APPROVED)


class OfficeNumbering(models.Model):
    """The word with which an office begins the numbers of its documents (机关代字): 示例旗市监 in 示例旗市监立〔2026〕1号."""

    office = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(_("word of the office in numbers"), max_length=20)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(word__regex=r"^[^\s〔〕0-9]{1,20}$"), name="office_word_is_plain"),
        ]
        verbose_name = _("numbering of an office")
        verbose_name_plural = _("numberings of offices")

    def __str__(self) -> str:
        return self.word


class OfficialDocument(models.Model):
    """A document of an office in a case. ``content`` is a snapshot: what it says does not follow the case.

    The number is given when it is issued, without gaps for office, series and year. ``given`` holds what was filled in.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    template = models.CharField(_("template"), max_length=40)
    title = models.CharField(_("title"), max_length=100)
    status = models.CharField(
        pgettext_lazy("official document", "state"),
        max_length=10,
        choices=DocumentStatus.choices,
        default=DocumentStatus.DRAFT,
    )
    status_reason = models.TextField(_("reason"), blank=True)
    given = models.JSONField(default=dict, blank=True)
    content = models.JSONField(default=dict)
    series = models.CharField(max_length=8, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(_("number"), max_length=48, blank=True)
    drafter = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("official document", "drafted by")
    )
    approver = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    issuer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pdf = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    docx = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="official_document_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=DocumentStatus.values), name="official_document_status_known"
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("drafter")),
                name="official_document_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "issued"]) | Q(approver__isnull=False, approved_at__isnull=False),
                name="official_document_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="issued")
                | Q(issued_at__isnull=False, issuer__isnull=False, pdf__isnull=False, docx__isnull=False),
                name="official_document_issued_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status="issued")
                | Q(series="", number="")
                | (~Q(series="") & ~Q(number="") & Q(year__isnull=False, sequence__isnull=False)),
                name="official_document_issued_with_its_number",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=UNFINISHED) | Q(number="", sequence__isnull=True, pdf__isnull=True),
                name="official_document_numbered_when_issued",
            ),
            models.CheckConstraint(
                condition=~Q(status="void") | Q(status_reason__regex=r"\S"), name="official_document_void_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["office", "series", "year", "sequence"], name="official_document_number_once"
            ),
        ]
        verbose_name = _("official document")
        verbose_name_plural = _("official documents")

    def __str__(self) -> str:
        return self.number or self.title
