"""The case, how cases belong together, who takes part, and the record of the whole process (行政处罚法 Art. 47)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.cases.choices import CaseKind, Channel, LinkKind, MemberRole, Outcome, Subject
from erdem.knowledge.models import Record
from erdem.overlap.models import Finding
from erdem.people.models import Organisation, User


class Case(models.Model):
    """What an office makes of something that came to it. ``status`` moves along the workflow of ``kind``; ``outcome`` is apart.

    ``taking_part`` (users from outside the office) and ``version`` (counts every change) are kept by the database. ``due_on``
    is the nearest day of the running clocks. ``particulars`` holds what only this kind of case asks for. It names no
    complainant: who reported something is sealed elsewhere.
    """

    number = models.CharField(_("number"), max_length=32, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=CaseKind.choices)
    status = models.CharField(_("status"), max_length=24)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices, blank=True)
    status_reason = models.TextField(_("reason"), blank=True)
    outcome_note = models.TextField(_("about the outcome"), blank=True)
    subject = models.CharField(_("what it is about"), max_length=28, choices=Subject.choices)
    channel = models.CharField(_("how it came"), max_length=16, choices=Channel.choices)
    title = models.CharField(_("short title"), max_length=200)
    facts = models.TextField(_("facts"), blank=True)
    demand = models.TextField(_("what is asked for"), blank=True)
    right_number = models.CharField(_("number of the right"), max_length=64, blank=True)
    happened_on = models.DateField(_("day of the last act"), null=True, blank=True)
    is_named = models.BooleanField(_("reported under a name"), default=False)
    particulars = models.JSONField(default=dict, blank=True)
    place_code = models.CharField(_("division"), max_length=12)
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases", verbose_name=_("office"))
    handler = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("handled by")
    )
    second_handler = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("second officer")
    )
    shared_with = ArrayField(models.BigIntegerField(), default=list, blank=True)
    taking_part = ArrayField(models.BigIntegerField(), default=list, blank=True)
    communities = ArrayField(models.BigIntegerField(), default=list, blank=True)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    filing = models.ForeignKey("cases.Filing", on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("next day that counts"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["office", "due_on", "id"], condition=Q(closed_at__isnull=True), name="case_open_office"
            ),
            models.Index(
                fields=["handler", "due_on", "id"], condition=Q(closed_at__isnull=True), name="case_open_handler"
            ),
            models.Index(fields=["place_code", "kind", "received_on"], name="case_place_kind"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CaseKind.values), name="case_kind_known"),
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="case_subject_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="case_channel_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="case_outcome_known"),
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="case_has_a_title"),
            models.CheckConstraint(condition=Q(place_code__regex=r"^\d{6}(\d{3}){0,2}$"), name="case_place_is_digits"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(outcome=""), name="case_closed_with_an_outcome"
            ),
            models.CheckConstraint(
                condition=Q(second_handler__isnull=True) | (Q(handler__isnull=False) & ~Q(second_handler=F("handler"))),
                name="case_second_officer_is_another",
            ),
        ]
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Say whether there is still something to do."""
        return self.closed_at is None


class CaseLink(models.Model):
    """One case belongs to another: ``case`` came from ``source``."""

    source = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_out")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_in")
    kind = models.CharField(_("kind"), max_length=12, choices=LinkKind.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "case", "kind"], name="case_link_once"),
            models.CheckConstraint(condition=~Q(source=F("case")), name="case_link_to_another"),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="case_link_kind_known"),
        ]
        verbose_name = _("link of cases")
        verbose_name_plural = _("links of cases")

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.case_id}"


class CaseMember(models.Model):
    """Somebody from outside the office who takes part: a lawyer, an expert, a mediator."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=12, choices=MemberRole.choices)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user", "role"], condition=Q(until__isnull=True), name="case_member_once"
            ),
            models.CheckConstraint(condition=Q(role__in=MemberRole.values), name="case_member_role_known"),
        ]
        verbose_name = _("member of a case")
        verbose_name_plural = _("members of cases")

    def __str__(self) -> str:
        return f"{self.case_id} · {self.user_id} · {self.role}"


class CaseEvent(models.Model):
    """One act in a case; never changed and never removed.."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=48)
    from_status = models.CharField(max_length=24, blank=True)
    to_status = models.CharField(max_length=24)
    note = models.TextField(_("reason"), blank=True)
    detail = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="case_event_order")]
        constraints = [models.CheckConstraint(condition=~Q(step=""), name="case_event_names_its_step")]
        verbose_name = _("act in a case")
        verbose_name_plural = _("acts in cases")

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"
