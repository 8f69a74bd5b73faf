"""From accepted reports to money: what a report gives is owed once; what follows from a correction is computed again.

A period carries over to the next one (steps since the first day, most in all, credits). So when an earlier period changes, each
later one is computed again; where it comes out otherwise, its entry is taken back and a new one made. All of them stay readable.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import override

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.ledger import services as ledger
from erdem.ledger.models import Entry
from erdem.ledger.services import Document
from erdem.sharing.models import Obligation, ReportCalculation, UseReport
from erdem.sharing.queries.report_sums import accepted_since, calculations_of
from erdem.sharing.report_choices import ObligationKind, ObligationState
from erdem.sharing.report_words import period_words, step_sentences
from erdem.sharing.services.owing import owe
from erdem.sharing.terms import Calculation

REPORT = "sharing.usereport"


def enter_royalties(*, actor: Actor, report: UseReport, day: dt.date) -> list[Entry]:
    """Compute an accepted report and all later ones of the agreement, and enter what is new. Part of the acceptance.

    Returns the new entries, not those that take something back.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the ledger refuses an entry, such as in a closed period. Nothing was entered.
        TermsRefused: a report cannot be computed.
    """
    if report.replaces is not None:
        for held in ReportCalculation.objects.filter(report=report.replaces, ended_at=None):
            _end(actor, held, day)
    entries: list[Entry] = []
    for each in accepted_since(report.agreement_id, report.period_from):  # each rests on what the one before left
        entries += filter(None, [_bring_up_to_date(actor, each, one, day) for one in calculations_of(each)])
    return entries


def _bring_up_to_date(actor: Actor, report: UseReport, calculation: Calculation, day: dt.date) -> Entry | None:
    held = ReportCalculation.objects.filter(report=report, line=calculation.line, ended_at=None).first()
    if held is not None:
        if _comes_to_the_same(held, calculation):
            return None
        _end(actor, held, day)
    turn = ReportCalculation.objects.filter(report=report, line=calculation.line).count() + 1
    entry = _owe(actor, report, calculation, turn, day) if calculation.due else None
    with acting_as(SYSTEM):
        _keep(report, calculation, turn, entry)
    return entry


def _comes_to_the_same(held: ReportCalculation, new: Calculation) -> bool:
    kept = (held.base, held.royalty, held.due, held.base_after, held.due_after, held.credit_after)
    return kept == (new.base, new.royalty, new.due, new.after.base, new.after.due, new.after.credit)


def _end(actor: Actor, held: ReportCalculation, day: dt.date) -> None:
    if held.entry is not None:
        with override("zh-hans"):
            memo = f"{held.report.permit.number} {period_words(held.report.period)} 更正，原记账收回"
        ledger.reverse(actor=actor, entry=held.entry, memo=memo, day=day)
    with acting_as(SYSTEM):
        held.ended_at = timezone.now()
        held.save(update_fields=["ended_at"])


def _owe(actor: Actor, report: UseReport, calculation: Calculation, turn: int, day: dt.date) -> Entry:
    line = report.terms_version.terms.money_line(calculation.line)
    assert line is not None  # it was computed from this line a moment ago
    document = f"{report.pk}/{calculation.line}" + (f"/{turn}" if turn > 1 else "")
    with override("zh-hans"):  # the books are written in the language of the office, whoever enters
        said = step_sentences(calculation.lines(), calculation.currency)
        memo = f"{report.permit.number} {line.label} {period_words(report.period)}"
    return owe(
        actor=actor,
        permit=report.permit,
        line=line,
        amount=calculation.due,
        day=day,
        memo=memo,
        document=Document(REPORT, document),
        calculation=said,
    )


def _keep(report: UseReport, calculation: Calculation, turn: int, entry: Entry | None) -> None:
    ReportCalculation(
        report=report,
        line=calculation.line,
        turn=turn,
        currency=calculation.currency,
        base=calculation.base,
        royalty=calculation.royalty,
        due=calculation.due,
        base_after=calculation.after.base,
        due_after=calculation.after.due,
        credit_after=calculation.after.credit,
        steps=[step[:500] for step in calculation.lines()],
        entry=entry,
    ).save(force_insert=True)
    Obligation.objects.filter(
        agreement=report.agreement_id, line=calculation.line, period=report.period, kind=ObligationKind.ROYALTY
    ).exclude(state=ObligationState.ENDED).update(
        amount=calculation.due, state=ObligationState.ENTERED, updated_at=timezone.now()
    )
