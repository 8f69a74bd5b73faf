"""The cases behind a figure, as far as the reader may open them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.base.models import ClockState
from erdem.cases.models import Case, CaseClock, CaseEvent, CaseTransfer
from erdem.cases.queries.cases import cases_of
from erdem.cases.queries.figures import Asked
from erdem.cases.queries.queues import within

MOVES = ("received", "closed", "open")
STATES = {
    "met": Q(state=ClockState.MET),
    "late": Q(state=ClockState.MISSED_AND_MET),
    "paused": Q(state=ClockState.PAUSED),
    "stopped": Q(state=ClockState.STOPPED),
}
DECISIONS = (("P3", "decision"), ("P4", "close"))
AID = (("P5", "decide"), ("P5", "assign"))


@dataclass(frozen=True)
class Behind:
    """Which figure: ``what`` of ``key`` in ``facet``, of one kind or of all.

    What is ``received``, ``closed``, ``open``, ``clock`` (facet a rule, or blank for all that bind an office; key a result) or
    ``indicator`` (facet its name; key ``well``, or blank for the whole).
    """

    what: str
    facet: str = ""
    key: str = ""
    kind: str = ""


def cases_behind(actor: Actor, asked: Asked, behind: Behind, of_others: frozenset[str] = frozenset()) -> QuerySet[Case]:
    """Return the cases that a figure counts and the reader may open, oldest first."""
    rule = Q() if not asked.place else within(asked.place)
    for name in ("kind", "subject", "channel"):
        if value := getattr(asked, name):
            rule &= Q(**{name: value})
    if behind.kind:
        rule &= Q(kind=behind.kind)
    found = {"clock": _by_clock, "indicator": _by_indicator}.get(behind.what, _by_move)
    return cases_of(actor).filter(rule & found(asked, behind, of_others)).order_by("received_on", "id")


def _by_move(asked: Asked, behind: Behind, _of_others: frozenset[str]) -> Q:
    closed = Q(closed_at__date__range=(asked.first, asked.last))
    move = {
        "received": Q(received_on__range=(asked.first, asked.last)),
        "closed": closed,
        "open": Q(received_on__lte=asked.last) & (Q(closed_at__isnull=True) | Q(closed_at__date__gt=asked.last)),
    }.get(behind.what, Q(pk__in=[]))
    return move & _of_facet(behind)


def _of_facet(behind: Behind) -> Q:
    if behind.facet == "county":
        return Q(place_code__startswith=behind.key)
    if behind.facet == "month":
        day = "received_on" if behind.what == "received" else "closed_at"
        year, _dash, month = behind.key.partition("-")
        return (
            Q(**{f"{day}__year": year, f"{day}__month": month})
            if year.isdecimal() and month.isdecimal()
            else Q(pk__in=[])
        )
    if behind.facet in ("kind", "subject", "channel", "outcome") and behind.key:
        return Q(**{behind.facet: behind.key})
    return Q()


def _result(key: str) -> Q:
    today, running = timezone.localdate(), Q(state=ClockState.RUNNING)
    return {**STATES, "overdue": running & Q(due_on__lt=today), "running": running & Q(due_on__gte=today)}.get(
        key, Q(pk__in=[])
    )


def _by_clock(asked: Asked, behind: Behind, of_others: frozenset[str]) -> Q:
    clocks = CaseClock.objects.filter(
        _result(behind.key), case_id=OuterRef("pk"), due_on__range=(asked.first, asked.last)
    )
    if "." in behind.facet:
        process, step = behind.facet.split(".", 1)
        return Q(Exists(clocks.filter(rule__process=process, rule__step=step)))
    for name in of_others:
        process, step = name.split(".", 1)
        clocks = clocks.exclude(rule__process=process, rule__step=step)
    return Q(Exists(clocks))


def _by_indicator(asked: Asked, behind: Behind, _of_others: frozenset[str]) -> Q:
    rule, well = {
        "I33": (_decided(asked), Q()),
        "I36": (_sent(asked, Q()), _sent(asked, Q(received_at__isnull=False))),
        "I37": (Q(kind="patent_dispute") & _arrived(asked), Q()),
        "I38.P5": _applied(asked, "legal_aid", "granted"),
        "I38.P6": _applied(asked, "rights_assistance", "accepted"),
        "I39": (_aided(asked), Q()),
    }.get(behind.facet, (Q(pk__in=[]), Q()))
    if behind.key != "well":
        return rule
    if behind.facet == "I33":
        return rule & ~_judged(DECISIONS, "late", "overdue")
    if behind.facet == "I39":
        return rule & ~_judged(AID, "late", "overdue")
    return rule & well


def _judged(rules: tuple[tuple[str, str], ...], *results: str) -> Q:
    which, came = Q(), Q()
    for process, step in rules:
        which |= Q(rule__process=process, rule__step=step)
    for result in results:
        came |= _result(result)
    return Q(Exists(CaseClock.objects.filter(which, came, case_id=OuterRef("pk"), due_on__isnull=False)))


def _decided(asked: Asked) -> Q:
    return Q(closed_at__date__range=(asked.first, asked.last)) & _judged(DECISIONS, "met", "late", "overdue")


def _sent(asked: Asked, more: Q) -> Q:
    days = (asked.first, asked.last)
    return Q(Exists(CaseTransfer.objects.filter(more, case_id=OuterRef("pk"), sent_at__date__range=days)))


def _arrived(asked: Asked) -> Q:
    days = (asked.first, asked.last)
    return Q(Exists(CaseTransfer.objects.filter(case_id=OuterRef("pk"), received_at__date__range=days)))


def _applied(asked: Asked, kind: str, accepted: str) -> tuple[Q, Q]:
    received = Q(kind=kind, received_on__range=(asked.first, asked.last))
    return received, received & Q(Exists(CaseEvent.objects.filter(case_id=OuterRef("pk"), to_status=accepted)))


def _aided(asked: Asked) -> Q:
    received = Q(received_on__range=(asked.first, asked.last))
    return received & (_judged(AID, "late", "overdue") | (_judged(AID, "met") & ~_judged(AID, "running")))
