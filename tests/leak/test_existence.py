"""Whether something hidden exists is not told: same answer, same size, same headers, same work in the database."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.leak import doors
from tests.leak.asking import differences
from tests.leak.doors import NO_SUCH_NUMBER, Question
from tests.leak.ledger import WHOLE, Ledger
from tests.leak.scene import Scene

READERS = ("public", "stranger", "applicant", "neighbour") if WHOLE else ("stranger", "public")
_LITERALS = re.compile(r"'[^']*'|\bs\d+_x\d+\b|\b\d+\b")
_OFTEN = ("Date", "Expires", "Set-Cookie", "Content-Security-Policy")


def shape(answer: HttpResponse, number: str) -> tuple[int, str, tuple[tuple[str, str], ...]]:
    """Return what an answer says apart from the number that was asked for."""
    page = doors.without_tokens(answer.content.decode("utf-8", "replace")).replace(number, "#")
    heads = tuple(sorted((name, value.replace(number, "#")) for name, value in answer.items() if name not in _OFTEN))
    return answer.status_code, page, heads


def observed(client: Client, question: Question) -> tuple[HttpResponse, list[str]]:
    """Ask, and return the answer with the statements it took, without the values in them.

    The log of statements is emptied first: it forgets the oldest ones when it is full, and with them what is counted here.
    """
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = doors.ask(client, question)
    statements = [_LITERALS.sub("?", query["sql"]) for query in queries.captured_queries]
    assert statements, question.address
    return answer, statements


@pytest.mark.parametrize("reader", READERS)
def test_a_number_that_exists_and_one_that_does_not_get_the_same_answer(scene: Scene, reader: str) -> None:
    ledger, routes = Ledger(f"leak existence, {reader}"), doors.of_a_record(scene.world)
    client, hidden = scene.client(reader), scene.hidden(reader)
    for place, (there, nowhere) in enumerate(_pairs(scene, hidden, routes)):
        if not WHOLE and place % 2:
            continue
        one, first = observed(client, there)
        other, second = observed(client, nowhere)
        ledger.note("the same as nowhere", reader, address=there.name)
        number = doors.NUMBER.findall(there.address)[0]
        if shape(one, number) != shape(other, NO_SUCH_NUMBER):
            ledger.fault(f"{there.method} {there.address} as {reader}: {one.status_code}, nowhere {other.status_code}")
        if first != second:
            ledger.fault(f"{there.method} {there.address} as {reader}: other work in the database than for nothing")
    ledger.close(20)


def _pairs(scene: Scene, hidden: list[str], routes: object) -> list[tuple[Question, Question]]:
    pairs: list[tuple[Question, Question]] = []
    for key in hidden[:: max(1, len(hidden) // 4)]:
        number = scene.records[key].number
        pairs += zip(doors.about(number, routes), doors.about(NO_SUCH_NUMBER, routes), strict=True)  # type: ignore[arg-type]  # handed through
    return pairs


@pytest.mark.parametrize("reader", READERS)
def test_a_search_for_a_hidden_word_counts_nothing(scene: Scene, reader: str) -> None:
    ledger = Ledger(f"leak counts, {reader}")
    for name, address in searches(scene, reader):
        ledger.note("count of a search", reader, address=name)
        for difference in differences(scene, reader, name, address):
            ledger.fault(difference)
    ledger.close(3)


def searches(scene: Scene, reader: str) -> list[tuple[str, str]]:
    """Return the searches that pages offer this reader, with a place for the word."""
    found: dict[str, str] = {}
    for question in doors.of_the_table(scene.world):
        if question.channel != "page" or "?" in question.address or question.method != "get":
            continue
        answer = doors.ask(scene.client(reader), question)
        if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
            for offer in doors.offered(question.name, question.address, answer.content.decode(), ("{}",)):
                if offer.channel == "search":
                    found.setdefault(offer.address.replace("%7B%7D", "{}"), question.name)
    return [(name, address) for address, name in found.items()]


@pytest.mark.parametrize("reader", ["stranger", "public"])
def test_a_mark_that_somebody_else_got_opens_nothing(scene: Scene, reader: str) -> None:
    """Neither an ETag nor a date of last change turns “not there” into “not changed”."""
    routes, key = doors.of_a_record(scene.world), scene.hidden(reader)[0]
    for question in doors.about(scene.records[key].number, routes):
        if question.method == "get":
            seen = doors.ask(scene.client("holder"), question)
            marks = {
                "If-None-Match": seen.get("ETag", "*"),
                "If-Modified-Since": seen.get("Last-Modified", "Fri, 01 Jan 2100 00:00:00 GMT"),
            }
            plain = doors.ask(scene.client(reader), question)
            marked = doors.ask(scene.client(reader), Question(question.name, question.address, headers=marks))
            assert plain.status_code == marked.status_code, question.address
