"""Two books of two offices, with parties that must not learn of each other, closed periods, escrow, heirs, guardians."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils import timezone

from erdem.base.actor import PUBLIC, SYSTEM, Actor, ActorKind, acting_as
from erdem.base.testing.actors import People
from erdem.ledger import services
from erdem.ledger.choices import AccountKind, PayeeKind, Unit
from erdem.ledger.models import Account, Book, Entry, Payee
from erdem.ledger.services import Guardian, Line, Party
from erdem.people.choices import OrganisationKind, Role
from erdem.people.models import Organisation
from erdem.people.tests.factories import make_actor

FIRST, SECOND, FIRM, AWAY, CHILD = "kanarifirst", "kanarisecond", "kanarifirm", "kanariaway", "kanarichild"
WORDS = {FIRST, SECOND, FIRM, AWAY, CHILD, "7654321"}
"""Words and an amount of which each stands with one party alone."""


@dataclass
class Town:
    """The two books: keys for the attacks, who attacks, and which words each may meet."""

    actors: dict[str, Actor]
    keys: dict[str, str]
    may_meet: dict[str, set[str]] = field(default_factory=dict)

    def forbidden(self, who: str) -> set[str]:
        """Return the words that somebody must not meet."""
        return WORDS - self.may_meet.get(who, set())


def build(people: People) -> Town:
    """Write both books; the transactions are committed."""
    away = make_actor(OrganisationKind.OFFICE, "示例邻旗局", Role.COUNTY_OFFICER, "150621")
    actors = {
        "keeper": people.officer,
        "first": people.holder,
        "second": people.stranger,
        "firm": people.applicant,
        "other keeper": away,
        "region": make_actor(OrganisationKind.OFFICE, "示例自治区局", Role.REGION_OFFICER, "150000"),
        "auditor": make_actor(OrganisationKind.OFFICE, "示例审计", Role.AUDITOR, "150000"),
        "expert": make_actor(OrganisationKind.INSTITUTION, "示例研究所", Role.EXPERT, None),
        "key of first": Actor(
            kind=ActorKind.API_KEY,
            label="示例密钥",
            user_id=people.holder.user_id,
            organisation_ids=people.holder.organisation_ids,
        ),
        "public": PUBLIC,
        "nobody": Actor(kind=ActorKind.PERSON, label="示例无职", user_id=people.stranger.user_id),
        "system": SYSTEM,
    }
    keys = {**_first_book(people), **_second_book(away, people)}
    with acting_as(SYSTEM):
        assert services.mark_balances(actor=SYSTEM, book=Book.objects.get(pk=keys["book"]), least=1)
    keys["user"] = str(people.officer.user_id)
    whole = set(WORDS) - {AWAY}
    may_meet = {
        "keeper": whole,
        "first": {FIRST, CHILD},
        "key of first": {FIRST, CHILD},
        "second": {SECOND, "7654321"},
        "firm": {FIRM},
        "other keeper": {AWAY},
        "system": set(WORDS),
    }
    return Town(actors, keys, may_meet)


def _office(actor: Actor) -> Organisation:
    return Organisation.objects.get(pk=next(iter(actor.organisation_ids)))


def _party(actor: Actor, book: Book, kind: PayeeKind, name: str, of: Actor | None = None) -> Payee:
    known = next(iter(of.organisation_ids)) if of else None
    return services.add_payee(actor=actor, book=book, party=Party(kind, f"示例{name}", organisation_id=known))


def _first_book(people: People) -> dict[str, str]:
    keeper, today = people.officer, timezone.localdate()
    with acting_as(keeper):
        book = services.open_book(actor=keeper, keeper=_office(keeper), name="示例惠益账")
        firm = _party(keeper, book, PayeeKind.ENTERPRISE, FIRM, people.applicant)
        first = _party(keeper, book, PayeeKind.COMMUNITY, FIRST, people.holder)
        second = _party(keeper, book, PayeeKind.COMMUNITY, SECOND, people.stranger)
        child = _party(keeper, book, PayeeKind.PERSON, CHILD)
        dead = _party(keeper, book, PayeeKind.PERSON, "老人")

        def account(kind: AccountKind, payee: Payee | None = None, unit: Unit = Unit.CNY) -> Account:
            return services.account_of(book, kind, unit, payee)

        due, bank, fee = account(AccountKind.DUE, firm), account(AccountKind.BANK), account(AccountKind.FEE)
        owed, other = account(AccountKind.OWED, first), account(AccountKind.OWED, second)
        dollars, exchange = account(AccountKind.OWED, first, Unit.USD), account(AccountKind.EXCHANGE)
        promised = account(AccountKind.PROMISED, firm, Unit.TRAINING_DAY)
        dead_owed = account(AccountKind.OWED, dead)

        def post(day: dt.date, *lines: Line, memo: str = "示例分成") -> int:
            return services.post(actor=keeper, book=book, day=day, memo=memo, lines=lines, calculation=["示例算式"]).pk

        old = post(
            today - dt.timedelta(days=40),
            Line(due, 10_000_000, FIRM),
            Line(owed, -2_345_679, FIRST),
            Line(other, -7_654_321, SECOND),
        )
        services.close_period(actor=keeper, book=book, until=today - dt.timedelta(days=30))
        post(today - dt.timedelta(days=2), Line(due, 11), Line(other, -11, SECOND))
        private = post(today, Line(bank, -20, SECOND), Line(other, 20, SECOND), memo=f"示例付款{SECOND}")
        entry = post(today, Line(due, 500), Line(owed, -300, FIRST), Line(other, -200, SECOND))
        services.post(
            actor=keeper,
            book=book,
            day=today,
            memo="示例",
            lines=[Line(due, 9), Line(account(AccountKind.OWED, child), -9, CHILD)],
        )
        services.park_unclaimed(actor=keeper, payee=first, unit=Unit.CNY, amount=100, reason="示例：联系不上")
        escrow = account(AccountKind.UNCLAIMED, first)
        services.settle_estate(actor=keeper, payee=dead, heirs=[(second, Fraction(1))], document="示例公证书")
        guardian = Guardian("示例·监护人", "示例证明", today, user_id=people.holder.user_id)
        services.name_guardian(actor=keeper, payee=child, guardian=guardian)
        reversed_entry = post(today, Line(due, 7), Line(owed, -7))
        back = services.reverse(actor=keeper, entry=Entry.objects.get(pk=reversed_entry), memo="示例：有误")
    return {
        name: str(value)
        for name, value in {
            "book": book.pk, "due": due.pk, "owed": owed.pk, "other": other.pk, "bank": bank.pk, "fee": fee.pk,
            "usd": dollars.pk, "exchange": exchange.pk, "promised": promised.pk, "escrow": escrow.pk,
            "firm": firm.pk, "first": first.pk, "second": second.pk, "child": child.pk, "dead": dead.pk,
            "dead_account": dead_owed.pk, "old": old, "entry": entry, "private": private,
            "reversed": reversed_entry, "back": back.pk,
            "first_org": first.organisation_id, "second_org": second.organisation_id,
            "office": book.keeper_id, "holder_user": people.holder.user_id,
            "closed_day": (today - dt.timedelta(days=35)).isoformat(), "today": today.isoformat(),
            "tomorrow": (today + dt.timedelta(days=1)).isoformat(),
        }.items()
    }  # fmt: skip


def _second_book(away: Actor, people: People) -> dict[str, str]:
    today = timezone.localdate()
    with acting_as(away):
        book = services.open_book(actor=away, keeper=_office(away), name="示例邻旗账")
        payee = _party(away, book, PayeeKind.PERSON, AWAY)
        owed = services.account_of(book, AccountKind.OWED, Unit.CNY, payee)
        bank = services.account_of(book, AccountKind.BANK, Unit.CNY)
        entry = services.post(
            actor=away, book=book, day=today, memo=f"示例{AWAY}", lines=[Line(bank, 77, AWAY), Line(owed, -77, AWAY)]
        )
    return {
        "away_book": str(book.pk),
        "away_owed": str(owed.pk),
        "away_bank": str(bank.pk),
        "away_payee": str(payee.pk),
        "away_entry": str(entry.pk),
        "away_user": str(away.user_id),
    }
