"""Reads of consents: lists, what a record lacks, what is in force, what was done, what runs out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.knowledge.consent_choices import ConsentFamily, ConsentStatus, ConsentSubject, ConsentUse
from erdem.knowledge.models import Consent, ConsentAct, ConsentEvidence, LegalPeriod, Record
from erdem.knowledge.policies import (
    holders_of,
    visible_consents,
    visible_evidence,
    visible_records,
    visible_with_consent,
)
from erdem.people.models import Organisation

RENEWAL, LAST_RENEWAL, ANSWER = "consent_renewal_talk", "consent_renewal_last", "consent_answer"
BEFORE_REGISTRATION = (ConsentUse.DOCUMENTATION, ConsentUse.REGISTRATION)


@dataclass(frozen=True)
class Missing:
    """A consent that is missing: of which community, for which use, and in a sentence what to do."""

    community_id: int | None
    use: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class CommunityState:
    """Where one holding community stands with a record."""

    community: Organisation
    consent: Consent | None
    uses: tuple[str, ...]
    until: dt.date | None
    is_in_force: bool


@dataclass(frozen=True)
class ConsentState:
    """Where all holding communities stand with a record."""

    communities: tuple[CommunityState, ...]
    until: dt.date | None

    @property
    def is_whole(self) -> bool:
        """Say whether every holding community's collective consent is in force today."""
        return all(state.is_in_force for state in self.communities)


@dataclass(frozen=True)
class Reminder:
    """A consent that needs somebody: it runs out, or nobody has answered."""

    consent: Consent
    kind: str
    day: dt.date
    days_left: int
    period: LegalPeriod


def period_of(code: str, day: dt.date | None = None) -> LegalPeriod:
    """Return the period of that code in force on a day.

    Raises:
        LegalPeriod.DoesNotExist: none is in force on that day.
    """
    day = day or timezone.localdate()
    found = LegalPeriod.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day), code=code, valid_from__lte=day
    )
    period = found.order_by("-valid_from").first()
    if period is None:
        message = f"No period {code} is in force on {day}."
        raise LegalPeriod.DoesNotExist(message)
    return period


def consents(actor: Actor) -> QuerySet[Consent]:
    """Return the consents the actor sees, newest first."""
    return Consent.objects.filter(visible_consents(actor)).select_related("community", "person", "kept_by")


def consents_of(actor: Actor, record: Record) -> QuerySet[Consent]:
    """Return the visible consents about a record."""
    return consents(actor).filter(links__record=record)


def get_consent(actor: Actor, number: str) -> Consent | None:
    """Return a consent by its number, or None when there is none that the actor sees."""
    if "\x00" in number:
        return None
    return consents(actor).select_related("supersedes", "created_by").filter(number=number).first()


def records_of(actor: Actor, consent: Consent) -> list[Record]:
    """Return the records of a consent that the actor sees in full."""
    return list(Record.objects.filter(visible_records(actor), consent_links__consent=consent).order_by("number"))


def evidence_of(actor: Actor, consent: Consent) -> list[ConsentEvidence]:
    """Return the files beside a consent that the actor may open."""
    found = ConsentEvidence.objects.filter(visible_evidence(actor), consent=consent)
    return list(found.select_related("blob").order_by("id"))


def get_evidence(actor: Actor, number: str, evidence_id: int) -> ConsentEvidence | None:
    """Return one file beside a consent, or None when the actor may not open it."""
    found = ConsentEvidence.objects.filter(visible_evidence(actor), pk=evidence_id, consent__number=number)
    return found.select_related("blob", "consent").first()


def acts_of(actor: Actor, consent: Consent) -> list[ConsentAct]:
    """Return what was done under a consent, newest first; it stays valid when the consent is taken back."""
    found = ConsentAct.objects.filter(visible_with_consent(actor), consent=consent)
    return list(found.select_related("record", "user"))


def in_force(record: Record, use: str, day: dt.date | None = None) -> bool:
    """Say whether every holding community's consent covers the use on a day: the database's own function."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT knowledge_consent_in_force(%s, %s, %s)", [record.pk, str(use), day or timezone.localdate()]
        )
        return bool(cursor.fetchone()[0])


def last_day(consent: Consent) -> dt.date | None:
    """Return the last day on which a consent is in force; None when it has no end."""
    ended = timezone.localdate(consent.ended_at) - dt.timedelta(days=1) if consent.ended_at else None
    days = [day for day in (consent.expires_on, ended) if day is not None]
    return min(days) if days else None


def covers(consent: Consent, use: str, day: dt.date) -> bool:
    """Say whether a consent covers a use on a day: ``knowledge_consent_covers`` in Python."""
    given = (ConsentStatus.GIVEN, ConsentStatus.WITHDRAWN, ConsentStatus.EXPIRED, ConsentStatus.SUPERSEDED)
    ends = last_day(consent)
    begun = consent.effective_on is not None and consent.effective_on <= day
    return consent.status in given and use in consent.uses and begun and (ends is None or day <= ends)


def communities_of(record: Record) -> list[Organisation]:
    """Return the communities that hold a record now."""
    return list(Organisation.objects.filter(pk__in=holders_of(record)).order_by("name"))


def consent_state(actor: Actor, record: Record) -> ConsentState:
    """Return where each holding community stands, as far as the actor sees its consents."""
    today = timezone.localdate()
    found = list(consents_of(actor, record).filter(family=ConsentFamily.COMMUNITY))
    states = [_community_state(community, found, today) for community in communities_of(record)]
    return ConsentState(tuple(states), record.consent_until)


def _community_state(community: Organisation, found: list[Consent], today: dt.date) -> CommunityState:
    own = [consent for consent in found if consent.community_id == community.pk]
    now = [consent for consent in own if any(covers(consent, use, today) for use in consent.uses)]
    uses = tuple(use for use in ConsentUse.values if any(use in consent.uses for consent in now))
    collective = [consent for consent in now if consent.subject == ConsentSubject.COLLECTIVE]
    ends = [last_day(consent) for consent in collective]
    until = None if not ends or None in ends else max(day for day in ends if day is not None)
    newest = next((each for each in (*collective, *own) if each.subject == ConsentSubject.COLLECTIVE), None)
    return CommunityState(community, newest, uses, until, bool(collective))


def missing_consents(record: Record, uses: Iterable[str] = BEFORE_REGISTRATION) -> list[Missing]:
    """Return what consent a record still lacks before it may go on: of every holding community, each use apart.

    Empty for a record that no community holds. One community's consent never stands for another's. It asks the database's
    own function, so that the answer does not depend on what the asker may see.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT holder, use FROM knowledge_missing_consents(%s, %s::text[], %s)",
            [record.pk, [str(use) for use in uses], timezone.localdate()],
        )
        rows = cursor.fetchall()
    names = dict(Organisation.objects.filter(pk__in={holder for holder, _use in rows}).values_list("pk", "name"))
    return [Missing(holder, use, _lacks(names.get(holder, ""), use)) for holder, use in rows]


def _lacks(community: str, use: str) -> str:
    return _(
        "%(community)s has not agreed (“%(use)s”), or the consent has ended. Ask it, and enter what it answers."
    ) % {
        "community": community,
        "use": ConsentUse(use).label,
    }


def reminders(actor: Actor) -> list[Reminder]:
    """Return visible consents that run out soon or wait for an answer, the most urgent first."""
    today = timezone.localdate()
    renewal = period_of(RENEWAL)
    horizon = today + dt.timedelta(days=renewal.amount)
    running = consents(actor).filter(status=ConsentStatus.GIVEN, expires_on__lte=horizon, renewals__isnull=True)
    waiting = consents(actor).filter(status=ConsentStatus.ASKED, answer_by__isnull=False)
    found = [_reminder(each, "renew", each.expires_on, renewal, today) for each in running]
    answer = period_of(ANSWER)
    found += [_reminder(each, "answer", each.answer_by, answer, today) for each in waiting]
    return sorted(found, key=lambda each: (each.day, each.consent.pk))


def _reminder(consent: Consent, kind: str, day: dt.date | None, period: LegalPeriod, today: dt.date) -> Reminder:
    due = day or today
    return Reminder(consent, kind, due, (due - today).days, period)
