"""Public calls for the holder of knowledge that nobody has claimed, and the answers to them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.community_choices import AnswerStatus, CallOutcome, CallStatus
from erdem.knowledge.models.record import Record
from erdem.people.models import Organisation, User


class HolderCall(models.Model):
    """The office asks in public who holds a record. It shows of the record what its face shows, nothing else.

    The term is the dated rule that held on the day of opening (``seeds/terms.json``), kept with the call. ``place_search`` are
    the places whose office receives the answers.
    """

    number = models.CharField(_("number"), max_length=40, unique=True)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="holder_calls")
    status = models.CharField(_("status"), max_length=16, choices=CallStatus.choices, default=CallStatus.OPEN)
    status_reason = models.TextField(_("reasons"), blank=True)
    words = models.TextField(_("what we ask"), max_length=1000)
    place_search = models.CharField(max_length=500)
    opened_on = models.DateField(_("opened on"))
    closes_on = models.DateField(_("open until"))
    term = models.PositiveSmallIntegerField(_("term"))
    term_unit = models.CharField(max_length=4)
    term_basis = models.CharField(_("basis of the term"), max_length=200)
    term_confidence = models.CharField(max_length=16)
    opened_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=16, choices=CallOutcome.choices, blank=True)
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["closes_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=CallStatus.values), name="call_status_known"),
            models.CheckConstraint(condition=Q(words__regex=r"\S"), name="call_says_what_it_asks"),
            models.CheckConstraint(condition=Q(closes_on__gt=F("opened_on")), name="call_has_a_term"),
            models.CheckConstraint(
                condition=~Q(status=CallStatus.DECIDED) | Q(outcome__in=CallOutcome.values, status_reason__regex=r"\S"),
                name="call_decided_with_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(status=CallStatus.WITHDRAWN) | Q(status_reason__regex=r"\S"),
                name="call_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=CallStatus.DECIDED) | Q(decided_on__gt=F("closes_on")),
                name="call_decided_after_its_term",
            ),
            models.CheckConstraint(
                condition=Q(outcome=CallOutcome.FOUND, community__isnull=False)
                | (~Q(outcome=CallOutcome.FOUND) & Q(community__isnull=True)),
                name="call_found_names_the_holder",
            ),
            models.UniqueConstraint(fields=["record"], condition=Q(status=CallStatus.OPEN), name="call_open_once"),
        ]
        verbose_name = _("call for a holder")
        verbose_name_plural = _("calls for holders")

    def __str__(self) -> str:
        return self.number


class HolderAnswer(models.Model):
    """What somebody answered: who holds the knowledge, on what grounds, and how the writer is reached.

    Seen by the writer and the office of the place. The id is drawn at random, so that it can be told to a writer who is not
    signed in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(HolderCall, on_delete=models.PROTECT, related_name="answers")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    holder_name = models.CharField(_("who holds it"), max_length=200)
    name = models.CharField(_("your name"), max_length=100)
    contact = models.CharField(_("how we reach you"), max_length=200)
    grounds = models.TextField(_("what shows it"), max_length=4000)
    place_search = models.CharField(max_length=500)
    made_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=16, choices=AnswerStatus.choices, default=AnswerStatus.RECEIVED)
    reply = models.TextField(_("reasons"), blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(holder_name__regex=r"\S", name__regex=r"\S", contact__regex=r"\S", grounds__regex=r"\S"),
                name="answer_is_complete",
            ),
            models.CheckConstraint(condition=Q(status__in=AnswerStatus.values), name="answer_status_known"),
            models.CheckConstraint(
                condition=Q(status=AnswerStatus.RECEIVED) | Q(reply__regex=r"\S"), name="answer_replied_with_reasons"
            ),
        ]
        verbose_name = _("answer to a call")
        verbose_name_plural = _("answers to calls")

    def __str__(self) -> str:
        return str(self.pk)[:8]
