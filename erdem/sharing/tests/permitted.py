"""A permit on terms that two communities signed, with its calendar laid out, for tests of reports. All names are invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.ledger import queries as ledger
from erdem.ledger.choices import AccountKind, Unit
from erdem.ledger.models import Account, Book, Payee
from erdem.sharing import services
from erdem.sharing.models import AgreementVersion, Obligation, Permit, UseReport
from erdem.sharing.services import permit_parties, permits
from erdem.sharing.services.reporting import LineContent
from erdem.sharing.terms import Terms
from erdem.sharing.tests.negotiating import Table, make_table, propose, table_terms
from erdem.sharing.tests.signed import sign_terms

BEGINS = dt.date(2026, 1, 1)
ENDS = dt.date(2027, 12, 31)


@dataclass
class Granted:
    """A permit with its people. ``first`` and ``second`` are stewards of the two communities, ``third`` of one that refused."""

    table: Table
    permit: Permit
    people: People
    first: Actor
    second: Actor
    third: Actor

    @property
    def firm(self) -> Actor:
        """Who works for the user of the permit."""
        return self.people.applicant

    @property
    def officer(self) -> Actor:
        """Who decides about reports and keeps the book."""
        return self.people.officer

    def report(self, period: str) -> UseReport:
        """Return the newest version of the report on a period, as the system sees it."""
        with acting_as(SYSTEM):
            found = UseReport.objects.filter(permit__request=self.permit.request, period=period)
            return found.select_related("permit__request", "permit__office", "agreement", "terms_version").order_by(
                "-version"
            )[0]

    def obligation(self, key: str) -> Obligation:
        """Return an obligation by its key."""
        with acting_as(SYSTEM):
            return Obligation.objects.select_related("permit__request", "agreement").get(permit=self.permit, key=key)

    def balance(self, kind: AccountKind, of: Actor, unit: Unit = Unit.CNY) -> int:
        """Return what an account of somebody's organisation holds."""
        with acting_as(SYSTEM):
            payee = Payee.objects.get(book=self.book, organisation_id__in=of.organisation_ids)
            account = Account.objects.filter(book=self.book, kind=kind, payee=payee, unit=unit).first()
            return ledger.balance(account) if account else 0

    @property
    def book(self) -> Book:
        """The book of the office."""
        with acting_as(SYSTEM):
            return Book.objects.get(keeper=self.permit.office)

    def hand_in(self, period: str, *lines: LineContent) -> UseReport:
        """Hand in a report with these lines, as the firm."""
        with acting_as(self.firm):
            report = services.begin_report(actor=self.firm, report=self.report(period))
            for line in lines:
                services.add_line(actor=self.firm, report=report, content=line)
            return services.submit_report(actor=self.firm, report=report, nothing_used=not lines)

    def accept(self, report: UseReport, day: dt.date | None = None) -> UseReport:
        """Accept a report as the officer."""
        with acting_as(self.officer):
            return services.accept_report(actor=self.officer, report=self.report(report.period), day=day)


def sold(fen: int, **more: Any) -> LineContent:
    """A line of sales in yuan."""
    return replace(LineContent("示例酸奶", "CNY", gross=fen, quantity=100, quantity_unit="箱"), **more)


def sign(table: Table, terms: Terms) -> AgreementVersion:
    """Have the applicant propose these terms and both communities agree."""
    version = propose(table, table.people.applicant, terms)
    for steward in (table.first, table.second):
        (community,) = steward.speaks_for
        with acting_as(steward):
            services.assent(actor=steward, version=version, community=community)
    return version


def grant(people: People, *, terms: Terms | None = None, table: Table | None = None, ends: dt.date = ENDS) -> Granted:
    """Issue a permit on terms, by default the example's of 2026 and 2027, and lay out its calendar."""
    table = table or make_table(people)
    sign(table, terms or table_terms(table, begins=BEGINS, ends=ends))
    sign_terms(table.agreement, people.officer, table.signers)
    officer = people.officer
    with acting_as(officer):
        table.request.refresh_from_db()
        content = permit_parties.MatterContent("示例许可标的", ("示例",))
        permit_parties.write_matter(actor=officer, access_request=table.request, content=content)
        permit = permits.issue_permit(actor=officer, access_request=table.request, term=permits.Term(BEGINS, ends))
    with acting_as(SYSTEM):
        services.open_calendar(actor=SYSTEM, permit=permit)
    return Granted(table, permit, people, table.first, table.second, table.third)
