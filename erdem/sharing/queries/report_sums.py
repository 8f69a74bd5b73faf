"""What a report comes to by the terms in force in its period, and what earlier periods carry over to it."""

from __future__ import annotations

import datetime as dt

from erdem.sharing.models import ReportCalculation, UseReport, UseReportLine
from erdem.sharing.report_choices import ReportStatus
from erdem.sharing.terms import (
    Calculation,
    Exchange,
    History,
    Period,
    ReportLine,
    Terms,
    TermsProblem,
    compute,
    period_of,
)
from erdem.sharing.terms import report_faults as faults_of_line
from erdem.sharing.terms.choices import Currency, Deduction


def period_of_report(report: UseReport, terms: Terms) -> Period:
    """Return the period of the terms for which a report is.

    Raises:
        TermsRefused: the terms do not hold on its first day.
    """
    return period_of(terms, report.period_from)


def reported_lines(report: UseReport, line: str) -> list[ReportLine]:
    """Return what was reported for one line of the terms, as the computation takes it."""
    return [
        _reported(each) for each in UseReportLine.objects.filter(report=report, terms_line=line).order_by("position")
    ]


def report_problems(report: UseReport) -> list[TermsProblem]:
    """Return all that speaks against handing a report in, measured by the terms."""
    terms = report.terms_version.terms
    return [problem for line in terms.royalties() for problem in faults_of_line(line, reported_lines(report, line.key))]


def history_before(report: UseReport, line: str) -> History:
    """Return what the accepted reports on earlier periods of the same agreement carry over for a line."""
    before = (
        ReportCalculation.objects.filter(
            report__agreement=report.agreement_id,
            report__status=ReportStatus.ACCEPTED,
            report__period_from__lt=report.period_from,
            line=line,
            ended_at=None,
        )
        .order_by("-report__period_from")
        .first()
    )
    return History(before.base_after, before.due_after, before.credit_after) if before else History()


def calculations_of(report: UseReport) -> list[Calculation]:
    """Compute every royalty line of the terms for a report.

    Raises:
        TermsRefused: the report cannot be computed.
    """
    terms = report.terms_version.terms
    period = period_of_report(report, terms)
    return [
        compute(terms, line.key, reported_lines(report, line.key), period, history_before(report, line.key))
        for line in terms.royalties()
    ]


def accepted_since(agreement_id: int, day: dt.date) -> list[UseReport]:
    """Return the accepted reports of an agreement on periods that begin on a day or later, oldest first."""
    found = UseReport.objects.filter(agreement=agreement_id, status=ReportStatus.ACCEPTED, period_from__gte=day)
    return list(found.select_related("permit__request", "permit__office", "terms_version").order_by("period_from"))


def _reported(line: UseReportLine) -> ReportLine:
    exchange = None
    if line.rate_numerator and line.rate_denominator and line.rate_day:
        exchange = Exchange(line.rate_numerator, line.rate_denominator, line.rate_source, line.rate_day)
    return ReportLine(
        key=str(line.position),
        product=line.product,
        currency=Currency(line.currency),
        sales=line.gross,
        quantity=line.quantity,
        deductions=tuple((Deduction(kind), int(amount)) for kind, amount in sorted(line.deductions.items())),
        corrects=line.corrects,
        exchange=exchange,
    )
