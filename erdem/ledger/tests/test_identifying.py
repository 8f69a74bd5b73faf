"""A payee that nobody knew turns out to be somebody: its money leaves escrow once, to the right account, with its proof."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.ledger import services
from erdem.ledger.choices import AccountKind, PayeeKind, Unit
from erdem.ledger.models import CalculationLine, Entry, HeirShare, Payee
from erdem.ledger.queries import overview
from erdem.ledger.services import Line, Party
from erdem.ledger.tests.books import Books, open_books
from erdem.people.tests.factories import user_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PROOF = {"reason": "示例：嘎查委员会查明", "document": "示例：会议记录 2026-11 号，存嘎查档案"}


@pytest.fixture
def books(people: People) -> Books:
    return open_books(people)


def stranger_with_money(books: Books, name: str = "示例·不详", unclaimed: int = 100, disputed: int = 30) -> Payee:
    """Return a payee that nobody knows: 20 fen owed, and what is unclaimed and disputed."""
    with acting_as(books.keeper):
        payee = services.add_payee(actor=books.keeper, book=books.book, party=Party(PayeeKind.PERSON, name))
        owed = services.account_of(books.book, AccountKind.OWED, Unit.CNY, payee)
        books.post(Line(books.due, 20 + unclaimed + disputed), Line(owed, -20 - unclaimed - disputed))
        given: dict[str, Any] = {"actor": books.keeper, "payee": payee, "unit": Unit.CNY, "reason": "示例"}
        services.park_unclaimed(**given, amount=unclaimed)
        services.dispute(**given, amount=disputed)
    return payee


def held(books: Books, payee: Payee) -> list[int]:
    """Return what is owed to a payee, unclaimed and disputed, in fen."""
    kinds = (AccountKind.OWED, AccountKind.UNCLAIMED, AccountKind.DISPUTED)
    return [-books.balance(books.account(kind, payee)) for kind in kinds]


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor), backend=BACKEND)
    return client


def address(payee: Payee) -> str:
    return f"/ledger/books/{payee.book_id}/payees/{payee.pk}/identity/"


@pytest.mark.django_db
def test_the_money_of_an_unknown_payee_is_released_to_who_it_turned_out_to_be(books: Books) -> None:
    unknown = stranger_with_money(books)
    with acting_as(books.keeper):
        share = services.identify_payee(actor=books.keeper, payee=unknown, known=books.first, **PROOF)
    assert held(books, unknown) == [0, 0, 0]
    assert held(books, books.first) == [120, 0, 30]
    with acting_as(SYSTEM):
        entry = Entry.objects.order_by("number").last()
        assert entry is not None
        assert PROOF["document"] in CalculationLine.objects.get(entry=entry).text
        assert AuditEntry.objects.get(action="ledger.identify_payee").detail == {
            "to": books.first.pk,
            "entry": entry.number,
        }
        assert Payee.objects.get(pk=unknown.pk).closed_on == timezone.localdate()
    assert (share.reason, share.document) == (PROOF["reason"], PROOF["document"])


@pytest.mark.django_db
def test_what_comes_later_for_the_unknown_payee_goes_to_the_known_one(books: Books) -> None:
    unknown = stranger_with_money(books)
    with acting_as(books.keeper):
        services.identify_payee(actor=books.keeper, payee=unknown, known=books.first, **PROOF)
        services.post_shared(
            actor=books.keeper, book=books.book, day=timezone.localdate(), memo="示例", debtor=books.due, amount=10,
            unit=Unit.CNY, shares=[(unknown, Fraction(1, 2)), (books.second, Fraction(1, 2))],
        )  # fmt: skip
    assert held(books, books.first) == [125, 0, 30]


@pytest.mark.django_db
def test_a_party_of_the_system_becomes_a_payee_and_a_payee_with_nothing_is_tied_without_an_entry(
    books: Books, people: People
) -> None:
    with acting_as(books.keeper):
        unknown = services.add_payee(actor=books.keeper, book=books.book, party=Party(PayeeKind.PERSON, "示例·佚名"))
        before = overview.entries(books.keeper, books.book).count()
        party = Party(PayeeKind.PERSON, "示例·外地人", user_id=people.stranger.user_id)
        share = services.identify_payee(actor=books.keeper, payee=unknown, known=party, **PROOF)
        assert overview.entries(books.keeper, books.book).count() == before
    assert share.heir.user_id == people.stranger.user_id


@pytest.mark.django_db
def test_nothing_moves_without_reason_and_proof_or_to_the_wrong_party(books: Books, in_english: None) -> None:
    unknown = stranger_with_money(books)
    before = held(books, unknown)
    with acting_as(books.keeper):
        closed = services.add_payee(actor=books.keeper, book=books.book, party=Party(PayeeKind.PERSON, "示例·迁出"))
        services.close_payee(actor=books.keeper, payee=closed, reason="示例")
        good: dict[str, Any] = {"payee": unknown, "known": books.first, **PROOF}
        for change, word in (
            ({"reason": " "}, "reason"),
            ({"document": " "}, "document"),
            ({"known": unknown}, "another party"),
            ({"known": closed}, "not closed"),
            ({"payee": books.second}, "known to the system"),
            ({"payee": closed}, "closed"),
            ({"seen": "0" * 64}, "has changed"),
        ):
            with pytest.raises(RuleBroken, match=word):
                services.identify_payee(actor=books.keeper, **{**good, **change})
    assert held(books, unknown) == before
    with acting_as(SYSTEM):
        assert not HeirShare.objects.exists()


@pytest.mark.django_db
def test_only_the_office_that_keeps_the_book_says_who_somebody_is(books: Books, people: People) -> None:
    unknown = stranger_with_money(books)
    for actor in (people.holder, people.applicant, people.stranger):
        with acting_as(actor), pytest.raises(PermissionRefused):
            services.identify_payee(actor=actor, payee=unknown, known=books.first, **PROOF)
        client = client_of(actor)
        assert client.get(address(unknown)).status_code == 404
        assert client.post(address(unknown), {**PROOF, "known": f"payee-{books.first.pk}"}).status_code == 404
    away = user_of(people.stranger)
    other = Actor(
        kind=people.officer.kind,
        label="示例外旗干部",
        user_id=away.pk,
        roles=people.officer.roles,
        organisation_ids=people.stranger.organisation_ids,
    )
    with acting_as(other), pytest.raises(PermissionRefused):
        services.identify_payee(actor=other, payee=unknown, known=books.first, **PROOF)
    assert held(books, unknown) == [20, 100, 30]


@pytest.mark.django_db
def test_an_officer_finds_the_payee_by_its_age_looks_twice_and_clicks_twice(books: Books) -> None:
    unknown = stranger_with_money(books)
    client = client_of(books.keeper)
    ages = client.get(f"/ledger/books/{books.book.pk}/escrow/", {"q": "不详"}).content.decode()
    assert address(unknown) in ages
    assert address(unknown) not in client.get(f"/ledger/books/{books.book.pk}/escrow/", {"q": "没有"}).content.decode()
    data = {**PROOF, "known": f"payee-{books.first.pk}", "username": ""}
    look = client.post(address(unknown), data).content.decode()
    assert held(books, unknown) == [20, 100, 30]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', look))
    for _click in range(2):
        answer = client.post(address(unknown), fields)
        assert answer["Location"] == f"/ledger/books/{books.book.pk}/payees/{books.first.pk}/"
    assert held(books, books.first) == [120, 0, 30]


@pytest.mark.django_db
def test_money_that_came_after_the_look_is_looked_at_again(books: Books) -> None:
    unknown = stranger_with_money(books)
    client = client_of(books.keeper)
    data = {**PROOF, "known": f"payee-{books.first.pk}", "username": ""}
    fields = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', client.post(address(unknown), data).content.decode())
    )
    books.post(Line(books.due, 5), Line(books.account(AccountKind.OWED, unknown), -5))
    assert client.post(address(unknown), fields).status_code == 422
    assert held(books, unknown) == [25, 100, 30]


@pytest.mark.django_db
def test_a_form_with_two_parties_or_none_says_so(books: Books) -> None:
    client = client_of(books.keeper)
    unknown = stranger_with_money(books)
    for known, username in (("", ""), (f"payee-{books.first.pk}", "somebody"), ("", "示例没有此人")):
        answer = client.post(address(unknown), {**PROOF, "known": known, "username": username})
        assert answer.status_code == 422
    assert held(books, unknown) == [20, 100, 30]


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_releases_the_money(people: People) -> None:
    books = open_books(people)
    unknown = stranger_with_money(books)

    def tie(to: Payee) -> Callable[[], str]:
        def run() -> str:
            try:
                with acting_as(books.keeper):
                    services.identify_payee(actor=books.keeper, payee=unknown, known=to, **PROOF)
                return "done"
            except RuleBroken:
                return "refused"
            finally:
                connections.close_all()

        return run

    with ThreadPoolExecutor(2) as pool:
        said = [each.result() for each in [pool.submit(tie(to)) for to in (books.first, books.second)]]
    assert sorted(said) == ["done", "refused"]
    assert sorted([held(books, books.first), held(books, books.second)]) == [[0, 0, 0], [120, 0, 30]]
