"""The permit (form F06), the records it covers, what happened to it, and what the public register shows of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.knowledge.choices import Purpose
from erdem.knowledge.models import Record
from erdem.notary.models import Leaf, has_32_bytes
from erdem.people.models import Organisation, User
from erdem.sharing.models.agreements import AgreementVersion
from erdem.sharing.models.requests import HOME_COUNTRY, AccessRequest
from erdem.sharing.permit_choices import AmendmentIntent, PermitActKind, PermitStatus

HEX = r"^[0-9a-f]{64}$"


class PermitMatter(models.Model):
    """What a permit is to say of its subject: proposed by the office, and published only in exactly these words.

    ``sha256`` is kept by the database over the other fields: a party agrees to publish one wording and no other.
    """

    request = models.OneToOneField(AccessRequest, on_delete=models.PROTECT, related_name="permit_matter")
    subject = models.CharField(_("what it is about, as others may read it"), max_length=500)
    keywords = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("keywords"))
    taxonomies = models.JSONField(_("taxa"), default=list, blank=True)
    geography = models.JSONField(_("place as GeoJSON"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, editable=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(subject__regex=r"\S"), name="permit_matter_says_something")]
        verbose_name = _("subject-matter of a permit")

    def __str__(self) -> str:
        return f"{self.request_id}"


class PublicationChoice(models.Model):
    """What one party lets the public register show. ``community`` None is the applicant. Nothing said is nothing shown."""

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="publication_choices")
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    providers = models.BooleanField(_("which communities provide the knowledge"), default=False)
    entities = models.BooleanField(_("to whom consent was granted"), default=False)
    subject = models.BooleanField(_("what it is about"), default=False)
    usages = models.BooleanField(_("what it may be used for"), default=False)
    matter_sha256 = models.CharField(max_length=64, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["request_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "community"], name="publication_choice_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(subject=False) | Q(matter_sha256__regex=HEX), name="publication_of_known_words"
            ),
        ]
        verbose_name = _("what a party lets the register show")

    def __str__(self) -> str:
        return f"{self.request_id} {self.community_id or 'applicant'}"


class Permit(models.Model):
    """A permit as it was issued. Only its state changes; an amendment is a new permit that voids the old one.

    ``document`` is the whole certificate in the field names of the ABS Clearing-House, ``public_document`` the same without what
    the parties keep to themselves. ``transfer`` is the rule of the terms on third parties. Days are calendar days, both counted.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="permits")
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="permits")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    status = models.CharField(
        _("status"), max_length=16, choices=PermitStatus.choices, default=PermitStatus.ISSUED, db_index=True
    )
    status_reason = models.TextField(_("reason"), blank=True)
    status_at = models.DateTimeField()
    intent = models.CharField(_("what is amended"), max_length=16, choices=AmendmentIntent.choices, blank=True)
    amended_because = models.TextField(_("why it is amended"), blank=True)
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    office_name = models.CharField(_("issuing office"), max_length=200)
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(_("valid from"))
    expires_on = models.DateField(_("last day"))
    noticed_on = models.DateField(_("told that it runs out"), null=True, blank=True)
    pic_granted = models.BooleanField(_("consent of the holders"))
    mat_established = models.BooleanField(_("terms agreed"))
    purposes = ArrayField(models.CharField(max_length=24, choices=Purpose.choices), verbose_name=_("purposes"))
    transfer = models.CharField(_("third parties"), max_length=16)
    abroad = models.BooleanField(_("knowledge or material may leave the country"), default=False)
    hides_providers = models.BooleanField(default=True)
    hides_entities = models.BooleanField(default=True)
    hides_subject = models.BooleanField(default=True)
    hides_usages = models.BooleanField(default=True)
    document = models.JSONField()
    public_document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    public_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    public_pdf_sha256 = models.CharField(max_length=64)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    public_blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"^XK-[0-9]{4}-[0-9]{4,}$"), name="permit_number_form"),
            models.CheckConstraint(condition=Q(status__in=PermitStatus.values), name="permit_status_known"),
            models.CheckConstraint(condition=Q(pic_granted=True), name="permit_needs_consent"),
            models.CheckConstraint(condition=Q(mat_established=True), name="permit_needs_terms"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(replaces__isnull=True), name="permit_once_a_request"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("valid_from")), name="permit_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(purposes__contained_by=Purpose.values, purposes__len__gte=1), name="permit_purposes_known"
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, intent="", amended_because="")
                | Q(replaces__isnull=False, intent__in=AmendmentIntent.values, amended_because__regex=r"\S"),
                name="permit_amended_with_intent_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[PermitStatus.SUSPENDED, PermitStatus.REVOKED]) | Q(status_reason__regex=r"\S"),
                name="permit_stopped_with_reason",
            ),
            models.CheckConstraint(
                condition=(
                    Q(hides_providers=False)
                    | ~Q(public_document__has_any_keys=["providers", "gisFiles", "picInformation"])
                )
                & (Q(hides_entities=False) | ~Q(public_document__has_key="entitiesToWhomPICGranted"))
                & (
                    Q(hides_subject=False)
                    | ~Q(
                        public_document__has_any_keys=[
                            "subjectMatter", "specimens", "taxonomies", "keywords", "keywordOther", "gisFiles",
                            "permitDescription", "usagesDescription",
                        ]
                    )
                )
                & (Q(hides_usages=False) | ~Q(public_document__has_any_keys=["usages", "usagesDescription"])),
                name="permit_keeps_what_is_confidential",
            ),
            models.CheckConstraint(
                condition=Q(
                    sha256__regex=HEX, public_sha256__regex=HEX, pdf_sha256__regex=HEX, public_pdf_sha256__regex=HEX
                ),
                name="permit_digests_are_hex",
            ),
        ]  # fmt: skip
        verbose_name = _("permit")
        verbose_name_plural = _("permits")

    def __str__(self) -> str:
        return self.number


class PermitRecord(models.Model):
    """A record that a permit opens: up to which level, by which communities. It holds no word of the record."""

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="records")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("up to level"))
    communities = ArrayField(models.BigIntegerField(), verbose_name=_("communities"))

    class Meta:
        ordering = ["permit_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["permit", "record"], name="permit_record_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="permit_level_known"),
            models.CheckConstraint(condition=~Q(communities=[]), name="permit_record_has_a_holder"),
        ]
        verbose_name = _("record of a permit")
        verbose_name_plural = _("records of a permit")

    def __str__(self) -> str:
        return f"{self.permit_id} · {self.record_id}"


class PermitWithdrawal(models.Model):
    """A community takes its consent back after the permit was issued: new acts end, lawful ones before it stand.

    It mirrors PIPL Art. 15.
    """

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="withdrawals")
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["request_id", "id"]
        constraints = [models.UniqueConstraint(fields=["request", "community"], name="permit_withdrawal_once")]
        verbose_name = _("withdrawal of a holder")
        verbose_name_plural = _("withdrawals of holders")

    def __str__(self) -> str:
        return f"{self.request_id} · {self.community_id}"


class PermitAct(models.Model):
    """What happened to a permit, with its entry in the public log and the nonce that opens it. Neither names anybody."""

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=16, choices=PermitActKind.choices)
    statement = models.JSONField()
    document = models.TextField()
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="+")
    nonce = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["permit_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=PermitActKind.values), name="permit_act_known"),
            models.CheckConstraint(condition=has_32_bytes("nonce"), name="permit_act_nonce_has_32_bytes"),
        ]
        verbose_name = _("act on a permit")
        verbose_name_plural = _("acts on permits")

    def __str__(self) -> str:
        return f"{self.permit_id} {self.act}"


class PublicPermit(models.Model):
    """What the public register shows of a permit: copied by the database from what the parties let it show, and nothing else."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    status = models.CharField(_("status"), max_length=16, choices=PermitStatus.choices, db_index=True)
    status_on = models.DateField()
    office_name = models.CharField(_("issuing office"), max_length=200)
    issued_on = models.DateField(_("issued on"))
    valid_from = models.DateField(_("valid from"))
    expires_on = models.DateField(_("last day"))
    holder_name = models.CharField(_("granted to"), max_length=300, blank=True)
    subject = models.CharField(_("what it is about"), max_length=500, blank=True)
    purposes = ArrayField(models.CharField(max_length=24), default=list)
    transfer = models.CharField(max_length=16)
    abroad = models.BooleanField(default=False)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    replaces = models.CharField(max_length=24, blank=True)
    replaced_by = models.CharField(max_length=24, blank=True)
    country = models.CharField(max_length=2, default=HOME_COUNTRY)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=PermitStatus.values), name="public_permit_status_known")
        ]
        verbose_name = _("permit in the public register")
        verbose_name_plural = _("permits in the public register")

    def __str__(self) -> str:
        return self.number
