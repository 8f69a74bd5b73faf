"""The request for access (form F04), the records it names, and the approvals that stand before it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.knowledge.choices import Purpose
from erdem.knowledge.models import Record
from erdem.people.models import Organisation, User
from erdem.sharing.choices import AccessMethod, ApplicantKind, ApprovalKind, LabelVerdict, RequestStatus, Side

HOME_COUNTRY = "CN"
IS_FOREIGN = ~Q(country=HOME_COUNTRY) | ~Q(controller_country__in=["", HOME_COUNTRY]) | Q(leaves_country=True)


class AccessRequest(models.Model):
    """Somebody asks the holders of records for their use.

    ``is_foreign`` and ``asked`` (communities that were asked) are kept by the database. ``place_search`` holds the codes of the
    places of the records, each after a blank, whose offices handle the request; the system writes it. Countries are ISO 3166-1
    codes of two letters.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("changes the use of"),
    )
    status = models.CharField(
        _("status"), max_length=16, choices=RequestStatus.choices, default=RequestStatus.DRAFT, db_index=True
    )
    title = models.CharField(_("what it is about"), max_length=200)
    applicant_kind = models.CharField(_("applicant is"), max_length=16, choices=ApplicantKind.choices)
    applicant = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="access_requests"
    )
    applicant_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_requests")
    applicant_name = models.CharField(_("name of the applicant"), max_length=200)
    country = models.CharField(_("country of the applicant"), max_length=2, default=HOME_COUNTRY)
    controller_name = models.CharField(_("controlling person"), max_length=200, blank=True)
    controller_country = models.CharField(_("country of the controlling person"), max_length=2, blank=True)
    contact = models.CharField(_("contact"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=24, choices=Purpose.choices)
    project = models.TextField(_("what is to be done"))
    methods = ArrayField(
        models.CharField(max_length=16, choices=AccessMethod.choices), verbose_name=_("ways of access")
    )
    use_from = models.DateField(_("use from"))
    use_until = models.DateField(_("use until"))
    results = models.TextField(_("expected results and intellectual property"), blank=True)
    leaves_country = models.BooleanField(_("knowledge or material leaves the country"), default=False)
    partners = models.TextField(_("partners"), blank=True)
    benefit_plan = models.TextField(_("proposed sharing of benefits"), blank=True)
    ethics_promised = models.BooleanField(_("promise to respect the knowledge and its people"), default=False)
    is_foreign = models.GeneratedField(
        expression=models.Case(models.When(IS_FOREIGN, then=True), default=False, output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    place_search = models.CharField(max_length=500, blank=True)
    asked = ArrayField(models.BigIntegerField(), default=list)
    submitted_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    status_reason = models.TextField(_("reason"), blank=True)
    ended_by_community = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=RequestStatus.values), name="request_status_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="request_purpose_known"),
            models.CheckConstraint(
                condition=Q(applicant_kind__in=ApplicantKind.values), name="request_applicant_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(methods__contained_by=AccessMethod.values, methods__len__gte=1),
                name="request_methods_known",
            ),
            models.CheckConstraint(condition=Q(use_until__gte=F("use_from")), name="request_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(title__regex=r"\S", project__regex=r"\S", applicant_name__regex=r"\S"),
                name="request_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=Q(country__regex="^[A-Z]{2}$") & Q(controller_country__regex="^([A-Z]{2})?$"),
                name="request_countries_by_code",
            ),
            models.CheckConstraint(
                condition=Q(status=RequestStatus.DRAFT) | Q(ethics_promised=True, submitted_at__isnull=False),
                name="request_submitted_with_promise",
            ),
            models.CheckConstraint(
                condition=Q(status=RequestStatus.DRAFT)
                | Q(benefit_plan__regex=r"\S")
                | (~Q(purpose=Purpose.COMMERCIAL) & Q(is_foreign=False)),
                name="request_says_how_it_shares",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[RequestStatus.REJECTED, RequestStatus.RETURNED])
                | Q(status_reason__regex=r"\S"),
                name="request_turned_down_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.VETOED) | Q(ended_by_community__isnull=False),
                name="request_stopped_by_somebody",
            ),
        ]
        verbose_name = _("request for access")
        verbose_name_plural = _("requests for access")

    def __str__(self) -> str:
        return self.number


class RequestedRecord(models.Model):
    """A record that a request names, with what the labels on it say to the purpose. It holds no word of the record.

    ``holders`` (communities that hold it) and ``needed`` (how many of them have to agree) are written by the database when
    the holders are asked.
    """

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="records")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(_("which part of it"), max_length=300, blank=True)
    label_verdict = models.CharField(max_length=16, choices=LabelVerdict.choices, default=LabelVerdict.OPEN)
    label_code = models.CharField(max_length=8, blank=True)
    holders = ArrayField(models.BigIntegerField(), default=list, editable=False)
    needed = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["request_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "record"], name="requested_record_once"),
            models.CheckConstraint(condition=Q(label_verdict__in=LabelVerdict.values), name="label_verdict_known"),
        ]
        verbose_name = _("requested record")
        verbose_name_plural = _("requested records")

    def __str__(self) -> str:
        return f"{self.request_id} · {self.record_id}"


class Approval(models.Model):
    """An approval that a request with a foreign side needs, or why it needs none.

    Source: 非遗法 Art. 15, 种子法 Art. 11 and 畜牧法 Art. 17, 生物安全法 Art. 58.
    """

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="approvals")
    kind = models.CharField(_("approval"), max_length=16, choices=ApprovalKind.choices)
    authority = models.CharField(_("authority"), max_length=200, blank=True)
    reference = models.CharField(_("number of the approval"), max_length=100, blank=True)
    given_on = models.DateField(_("given on"), null=True, blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    not_needed = models.TextField(_("why it is not needed"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["request_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "kind"], name="approval_once"),
            models.CheckConstraint(condition=Q(kind__in=ApprovalKind.values), name="approval_kind_known"),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True)
                | Q(not_needed__regex=r"\S")
                | Q(authority__regex=r"\S", reference__regex=r"\S", given_on__isnull=False),
                name="approval_recorded_whole",
            ),
        ]
        verbose_name = _("approval of an authority")
        verbose_name_plural = _("approvals of authorities")

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"


class RequestMove(models.Model):
    """One step on the way of a request, noted by the database as it happens: when, where to, and which side took it."""

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="moves")
    status = models.CharField(max_length=16, choices=RequestStatus.choices)
    side = models.CharField(max_length=16, choices=Side.choices)
    moved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["request_id", "id"]
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of requests")

    def __str__(self) -> str:
        return f"{self.request_id} {self.status}"
