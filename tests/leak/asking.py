"""Asks every door in the name of one reader and searches what comes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse

from tests.leak import doors
from tests.leak.canary import NOBODY_PLANTED
from tests.leak.doors import Question
from tests.leak.ledger import WHOLE, Ledger
from tests.leak.listening import EAR
from tests.leak.scene import Scene
from tests.leak.unpack import words_of
from tests.world import SHARED_WORD

_FOLLOWED = 4 if WHOLE else 2
_SHARE = 1 if WHOLE else 7
"""Each reader of the sample asks every so manieth line of the table, others the next: together they ask all."""
_EACH = 12 if WHOLE else 16
"""Of the ways to ask for a record every so manieth; all of the matrix asks for the page of each."""


class Asker:
    """One reader at every door."""

    def __init__(self, scene: Scene, reader: str, ledger: Ledger) -> None:
        self.scene, self.reader, self.ledger = scene, reader, ledger
        self.turn = scene.cast.names().index(reader)
        self.client = scene.client(reader)
        self.forbidden = scene.forbidden(reader)
        self.asked: set[tuple[str, str, str]] = set()
        EAR.take()  # what others left
        signed_in = SESSION_KEY in self.client.session
        assert signed_in == scene.cast.facts[reader].signed_in, f"{reader} would be asked for as somebody else"
        assert self.forbidden, f"{reader} may meet every word: nothing would be searched for"

    def ask(self, question: Question, **more: str) -> HttpResponse | None:
        """Ask, search the answer, note the cell; a question that was asked already is left out."""
        key = (question.address, question.method, str(sorted(question.headers)))
        if key in self.asked and question.method == "get":
            return None
        self.asked.add(key)
        answer = doors.ask(self.client, question)
        if answer.status_code >= 500:
            self.ledger.fault(f"{question.method} {question.address} as {self.reader}: a fault, {answer.status_code}")
        self.ledger.search(
            words_of(answer),
            self.forbidden,
            channel=question.channel,
            reader=self.reader,
            asked=question.carried,
            address=question.name,
            **more,
        )
        logged = EAR.take()
        if logged:
            self.ledger.search(logged, self.scene.canaries, channel="log", reader=self.reader, asked=question.carried)
        return answer

    def everything(self) -> None:
        """Ask the whole table of access, what its pages offer, and every record by its number."""
        for place, question in enumerate(doors.of_the_table(self.scene.world, self.turn if WHOLE else None)):
            if (place + self.turn) % _SHARE:
                continue
            answer = self.ask(question)
            if answer is not None and _is_list(question, answer):
                self._offered(question, answer)
        self.every_record()
        self.every_key()

    def every_key(self) -> None:
        """Try the keys of hidden rows, and their neighbours, at every address that names a row by its key."""
        keys = self._hidden_keys()
        for route, arguments, place in doors.by_key(self.scene.world):
            for key in keys:
                question = doors.at_key(route, arguments, place, key)
                if question is not None:
                    self.ask(question)

    def _hidden_keys(self) -> list[Any]:
        """Return keys of rows that belong to hidden cards, of several tables, and a number next to them."""
        hidden = set(self.scene.hidden(self.reader))
        found: dict[Any, None] = {}
        for rows in self.scene.planter.rows.values():
            keys = [row.pk for card, row in rows.items() if card in hidden][: 2 if WHOLE else 1]
            found.update(dict.fromkeys(keys))
        numbers = [key for key in found if isinstance(key, int)][: 4 if WHOLE else 2]
        others = [key for key in found if not isinstance(key, int)][: 4 if WHOLE else 2]
        return [*numbers, *(number + 1 for number in numbers[:1]), *others]

    def _offered(self, question: Question, answer: HttpResponse) -> None:
        page, words = answer.content.decode(), self._words()
        offers = [
            *doors.offered(question.name, question.address, page, words),
            *doors.linked(question.name, question.address, page),
        ]
        for offer in offers[:_FOLLOWED]:
            self.ask(offer)

    def _words(self) -> tuple[str, ...]:
        """Words to search for: one that all records share, one of a hidden card, the number of one."""
        hidden = self.scene.hidden(self.reader)
        secret = next(word for word, canary in self.forbidden.items() if canary.where == "knowledge_record.text")
        return (SHARED_WORD, secret, *(self.scene.records[key].number for key in hidden[:1]))

    def every_record(self) -> None:
        """Ask for each card in each way in which one may ask for a record."""
        routes = doors.of_a_record(self.scene.world)
        for place, (key, record) in enumerate(self.scene.records.items()):
            card, level = self.scene.cards[key], self.scene.level(self.reader, key)
            for turn, question in enumerate(doors.about(record.number, routes)):
                if (place + turn + self.turn) % _EACH == 0 or (WHOLE and turn == 0):
                    label = card.labels[0].code if card.labels else "none"
                    self.ask(question, kind=card.kind, level=f"A{level}", tier=card.tier, label=label)


def _is_list(question: Question, answer: HttpResponse) -> bool:
    html = answer.get("Content-Type", "").startswith("text/html")
    return question.channel == "page" and answer.status_code == 200 and html and question.method == "get"


def differences(scene: Scene, reader: str, name: str, address: str) -> Iterator[str]:
    """Yield how the answer about a hidden word differs from that about a word that stands nowhere."""
    client = scene.client(reader)
    secret = next(word for word, canary in scene.forbidden(reader).items() if canary.where == "knowledge_record.text")
    there, nowhere = (
        doors.ask(client, Question(name, address.format(word))).content.decode().replace(word, "")
        for word in (secret, NOBODY_PLANTED)
    )
    if doors.without_tokens(there) != doors.without_tokens(nowhere):
        yield f"{address} as {reader}: a hidden word and a word that stands nowhere are answered differently"
