"""A book of the demonstration county's office: a licence, its shares, payments, escrow, benefits in kind. All invented (示例)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.ledger import services
from erdem.ledger.choices import AccountKind, PayeeKind, Unit
from erdem.ledger.models import Account, Book, Payee
from erdem.ledger.services import Fee, Line, Party
from erdem.people import queries as people
from erdem.people.choices import OrganisationKind
from erdem.people.models import Organisation, User
from erdem.web import demonstration

BOOK = "惠益账（示例）"
OFFICER = "officer"


@dataclass
class Parties:
    """Who is in the book."""

    firm: Payee
    gachaa: Payee
    dairy: Payee
    elder: Payee
    unknown: Payee


def load() -> int:
    """Write the book once; return how many entries it has. Nothing is written where the office or its officer is missing."""
    with acting_as(SYSTEM):
        user = User.objects.filter(username=OFFICER).first()
        officer = people.actor_of(user) if user else None
    if officer is None:
        return 0
    with acting_as(officer):
        office = Organisation.objects.filter(pk__in=officer.organisation_ids).first()
        if office is None or Book.objects.filter(keeper=office, name=BOOK).exists():
            return 0
        book = services.open_book(actor=officer, keeper=office, name=BOOK)
        parties = _parties(officer, book)
        _past(officer, book, parties)
        _this_year(officer, book, parties)
        _in_kind(officer, book, parties)
        return book.entries.count()


def _parties(officer: Actor, book: Book) -> Parties:
    known = {each.name: each.pk for each in people.organisations()}

    def add(kind: PayeeKind, name: str, organisation: str = "", name_mn: str = "") -> Payee:
        party = Party(kind, name, name_mn, organisation_id=known.get(organisation))
        return services.add_payee(actor=officer, book=book, party=party)

    names = [name for _kind, name, _place in demonstration.ORGANISATIONS]
    firm = next(name for kind, name, _place in demonstration.ORGANISATIONS if kind == OrganisationKind.ENTERPRISE)
    return Parties(
        firm=add(PayeeKind.ENTERPRISE, firm, firm),
        gachaa=add(PayeeKind.COMMUNITY, names[0], names[0], name_mn="ᠰᠢᠯᠤᠭᠤᠨ ᠬᠥᠬᠡ"),
        dairy=add(PayeeKind.COMMUNITY, names[1], names[1]),
        elder=add(PayeeKind.PERSON, "示例·传承人（无账号）"),
        unknown=add(PayeeKind.OTHER, "示例·口述人（下落不明）"),
    )


def _account(book: Book, kind: AccountKind, payee: Payee | None = None) -> Account:
    return services.account_of(book, kind, Unit.CNY, payee)


def _shared(officer: Actor, book: Book, parties: Parties, day: dt.date, fen: int, period: str) -> None:
    sales = fen * 50
    services.post_shared(
        actor=officer,
        book=book,
        day=day,
        memo=f"示例：{period}奶食许可费",
        debtor=_account(book, AccountKind.DUE, parties.firm),
        amount=fen,
        unit=Unit.CNY,
        shares=[
            (parties.gachaa, Fraction(5, 10)),
            (parties.dairy, Fraction(3, 10)),
            (parties.elder, Fraction(1, 10)),
            (parties.unknown, Fraction(1, 10)),
        ],
        calculation=[
            f"示例：{period}净销售额 {sales // 100}.{sales % 100:02} 元",
            f"示例：费率 2 %，得 {fen // 100}.{fen % 100:02} 元",
        ],
        fees=[Fee(1000, "示例：银行手续费")],
    )


def _paid(officer: Actor, book: Book, day: dt.date, memo: str, *lines: Line) -> None:
    services.post(actor=officer, book=book, day=day, memo=memo, lines=lines)


def _past(officer: Actor, book: Book, parties: Parties) -> None:
    """Two years ago and before: what nobody has claimed since, and the close of last year."""
    today = timezone.localdate()
    first = today.replace(day=1) - dt.timedelta(days=1300)
    bank, due = _account(book, AccountKind.BANK), _account(book, AccountKind.DUE, parties.firm)
    _shared(officer, book, parties, first, 1_230_101, f"{first.year} 年度")
    _paid(
        officer, book, first + dt.timedelta(days=30), "示例：收到许可费", Line(bank, 1_230_101), Line(due, -1_230_101)
    )
    services.park_unclaimed(
        actor=officer, payee=parties.unknown, unit=Unit.CNY, amount=122_910, reason="示例：口述人下落不明",
        day=first + dt.timedelta(days=60),
    )  # fmt: skip
    owed = _account(book, AccountKind.OWED, parties.gachaa)
    _paid(officer, book, first + dt.timedelta(days=61), "示例：付给持有社区", Line(owed, 614_551), Line(bank, -614_551))
    services.close_period(actor=officer, book=book, until=today.replace(month=1, day=1) - dt.timedelta(days=1))


def _this_year(officer: Actor, book: Book, parties: Parties) -> None:
    today = timezone.localdate()
    spring = max(today.replace(month=1, day=1), today - dt.timedelta(days=120))
    bank, due = _account(book, AccountKind.BANK), _account(book, AccountKind.DUE, parties.firm)
    _shared(officer, book, parties, spring, 860_017, "本年上半年")
    _paid(officer, book, today, "示例：收到部分许可费", Line(bank, 600_000), Line(due, -600_000))
    owed = _account(book, AccountKind.OWED, parties.gachaa)
    _paid(officer, book, today, "示例：付给持有社区", Line(owed, 300_000), Line(bank, -300_000))
    services.dispute(
        actor=officer, payee=parties.dairy, unit=Unit.CNY, amount=80_000, reason="示例：两社区对份额有异议"
    )
    services.park_unclaimed(
        actor=officer, payee=parties.unknown, unit=Unit.CNY, amount=85_901, reason="示例：口述人下落不明"
    )


def _in_kind(officer: Actor, book: Book, parties: Parties) -> None:
    today = timezone.localdate()
    for payee, unit, many, given in (
        (parties.gachaa, Unit.TRAINING_DAY, 10, 4),
        (parties.dairy, Unit.PIECE, 3, 3),
        (parties.gachaa, Unit.HEAD, 20, 0),
    ):
        services.record_promise(
            actor=officer,
            book=book,
            day=today,
            memo="示例：合同约定的实物惠益",
            by=parties.firm,
            to=payee,
            unit=unit,
            amount=many,
        )
        if given:
            services.record_delivery(
                actor=officer, book=book, day=today, memo="示例：第一次交付", by=parties.firm, to=payee, unit=unit, amount=given,
                evidence="示例：签收单 2026-03",
            )  # fmt: skip
