"""What is written where nobody looks: work orders, progress, trail, sessions, mail, log, index, error pages."""

from __future__ import annotations

import logging
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from procrastinate.contrib.django import app

from erdem.base import logs
from erdem.base.actor import SYSTEM, acting_as
from erdem.knowledge.models import RecordName
from erdem.people.models import User
from tests.leak import doors, sql
from tests.leak.doors import Question
from tests.leak.ledger import Ledger
from tests.leak.listening import EAR
from tests.leak.scene import Scene
from tests.leak.unpack import words_of
from tests.test_access import whole

QUEUES = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "base_jobprogress", "django_session",
          "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog", "base_numberseries")  # fmt: skip
"""Tables that people who keep the installation look into: not one planted word."""


CRAWLED = ("/robots.txt", "/sitemap.xml", "/favicon.ico", "/.well-known/security.txt", "/media/", "/static/", "/blobs/")


def rows(table: str) -> str:
    """Return all rows of a table as text."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(t::text, ' ') FROM \"{table}\" AS t")
        return str(cursor.fetchone()[0])


def test_work_orders_progress_and_sessions_hold_no_words(scene: Scene) -> None:
    ledger = Ledger("leak queues")
    for table in QUEUES:
        ledger.search(rows(table), scene.canaries, channel="queue", reader="keeper", table=table)
    ledger.close(len(QUEUES))


def test_the_trail_names_what_it_speaks_of_by_key_alone(scene: Scene) -> None:
    """Its readers may not be readers of the record. A number is a key; a name is none."""
    ledger = Ledger("leak trail")
    words = {word: canary for word, canary in scene.canaries.items() if canary.where != "knowledge_record.number"}
    for reader, actor in scene.cast.actors.items():
        said = sql.answer(actor, "SELECT t::text FROM base_auditentry AS t")
        ledger.search(said, words, channel="trail", reader=reader)
        forbidden = scene.forbidden(reader)
        ledger.search(said, forbidden, channel="trail, numbers", reader=reader)
    ledger.close(len(scene.cast.actors))


def test_periodic_work_mails_and_logs_no_words(scene: Scene) -> None:
    """Each piece of periodic work is done once; what it mails goes to whom it may, what it logs to anybody."""
    ledger, mail.outbox = Ledger("leak periodic work"), []
    addresses = _give_addresses(scene)
    for (name, _id), task in sorted(app.periodic_registry.periodic_tasks.items()):
        EAR.take()
        with transaction.atomic():
            _done(task)
            for table in QUEUES[:4]:
                ledger.search(
                    rows(table), scene.canaries, channel="queue after work", reader="keeper", table=table, work=name
                )
            transaction.set_rollback(True)
        ledger.search(EAR.take(), scene.canaries, channel="log", reader="keeper", work=name)
    for letter in mail.outbox:
        for address in letter.to:
            reader = addresses.get(address, "public")
            said = f"{letter.subject} {letter.body} {letter.alternatives if hasattr(letter, 'alternatives') else ''}"
            ledger.search(said, scene.forbidden(reader), channel="mail", reader=reader)
    ledger.close(4)


def _done(task: Any) -> None:
    """Do a piece of periodic work at its time."""
    work = task.task.func
    needs_context = task.task.pass_context
    if needs_context:
        return  # asks the queue for its own job; its service is done by the others
    work(timestamp=1_790_000_000)


def _give_addresses(scene: Scene) -> dict[str, str]:
    addresses: dict[str, str] = {}
    with acting_as(SYSTEM):
        for reader, actor in scene.cast.actors.items():
            if actor.user_id:
                addresses[f"{reader}@example.invalid"] = reader
                User.objects.filter(pk=actor.user_id).update(email=f"{reader}@example.invalid")
    return addresses


def test_the_search_index_holds_no_words(scene: Scene) -> None:
    """Neither as bytes on disk nor as terms: restricted text never enters it."""
    from erdem.literature.search.searcher import Searcher
    from erdem.literature.search.store import IndexStore
    from erdem.literature.services import rebuild_index

    ledger = Ledger("leak index")
    with acting_as(SYSTEM):
        rebuild_index(actor=SYSTEM)
    for path in sorted(settings.SEARCH_INDEX.rglob("*")):
        if path.is_file():
            said = path.read_bytes().decode("utf-8", "replace")
            ledger.search(said, scene.canaries, channel="index file", reader="keeper", file=path.suffix or path.name)
    store = IndexStore(settings.SEARCH_INDEX)
    assert store.snapshot().documents > 0
    assert Searcher(store) is not None
    ledger.close(3)


@pytest.mark.parametrize("reader", ["stranger", "public"])
def test_error_pages_repeat_nothing(scene: Scene, reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way to fail: 400, 403, 404, 405, 500, with a restricted word in the message of what failed."""
    ledger, forbidden = Ledger(f"leak errors, {reader}"), scene.forbidden(reader)
    word = next(iter(forbidden))
    client = scene.client(reader)
    answers: dict[str, Any] = {
        "404": client.get("/no-such-page/"),
        "405": client.get("/theme"),
        "400": client.get("/", headers={"host": "example.invalid"}),
        "403": Client(enforce_csrf_checks=True).post("/theme", {"theme": "dark"}),
    }

    def fail(*_given: object, **_named: object) -> object:
        raise RuntimeError(word)

    monkeypatch.setattr(sys.modules["erdem.knowledge.queries.records"], "visible_records", fail)
    answers["500"] = client.get("/knowledge/")
    for status, answer in answers.items():
        assert str(answer.status_code) == status
        ledger.search(words_of(whole(answer)), forbidden, channel="error page", reader=reader, status=status)
    assert not settings.DEBUG
    ledger.close(5)


def test_a_refused_row_is_not_quoted(scene: Scene) -> None:
    """To the application role PostgreSQL keeps the values of locked rows to itself; the log leaves out what the owner is told."""
    card = next(iter(scene.cards))
    wanted = ("knowledge_recordname.name", card)
    word = next(canary.word for canary in scene.canaries.values() if (canary.where, canary.card) == wanted)
    with pytest.raises(DatabaseError) as caught, acting_as(SYSTEM), transaction.atomic():
        RecordName.objects.create(record=scene.records[card], name=word, language="zh")
    assert word not in str(caught.value)
    told = RuntimeError(
        f"duplicate key\nDETAIL:  Failing row contains (7, {word},\n\t{word}).\nCONTEXT:  PL/pgSQL function"
    )
    entry = logging.LogRecord("x", logging.ERROR, "x", 1, "stopped", None, (RuntimeError, told, None))
    written = logs.Discreet("{message}", style="{").format(entry)
    assert word not in written
    assert "duplicate key" in written
    assert "erdem.base.logs.Discreet" in str(settings.LOGGING)


@pytest.mark.parametrize("address", CRAWLED)
def test_what_crawlers_ask_for_tells_nothing(scene: Scene, address: str) -> None:
    answer = doors.ask(scene.client("public"), Question("crawler", address))
    ledger = Ledger(f"leak crawlers {address.strip('/').replace('/', ' ')}")
    ledger.search(words_of(answer), scene.forbidden("public"), channel="crawler", reader="public", address=address)
    ledger.close(1)
