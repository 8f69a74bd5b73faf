"""Every operation of the interface for programs, found in its own description, with keys that open everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from erdem.base.actor import acting_as
from erdem.people import services as people
from erdem.people.choices import KeyScope
from erdem.people.models import ApiKey
from tests.leak.doors import NUMBER
from tests.leak.ledger import WHOLE, Ledger
from tests.leak.listening import EAR
from tests.leak.scene import Scene
from tests.leak.unpack import words_of
from tests.test_access import whole
from tests.world import SHARED_WORD

READERS = ("stranger", "applicant", "kin", "officer", "neighbour", "expert") if WHOLE else ("stranger", "officer")
ROOT = "/api/v1"


def operations(client: Client) -> list[tuple[str, str, dict[str, Any]]]:
    """Return path, method and description of every operation."""
    described = client.get(f"{ROOT}/openapi.json").json()
    return [
        (path, method, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]


def addresses(scene: Scene, path: str, hidden: list[str]) -> Iterator[str]:
    """Yield a path with things in the places of its parameters: of the world, hidden ones, ones that are not there."""
    names = re.findall(r"{([^}]+)}", path)
    values = (
        str(scene.world.work.collection.pk),
        str(scene.world.work.search.pk),
        scene.world.publication.number_key,
        "1",
        *hidden,
    )
    for value in values if names else ("",):
        made = path
        for name in names:
            made = made.replace(f"{{{name}}}", value)
        yield made


def queries(operation: dict[str, Any], words: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield questions: each word in each parameter that takes text, everything switched on."""
    named = [each for each in operation.get("parameters", ()) if each["in"] == "query"]
    switches = {each["name"]: "true" for each in named if each["schema"].get("type") == "boolean"}
    yield dict(switches)
    for each in named:
        if each["schema"].get("type") in ("string", None):
            for word in words:
                yield {**switches, each["name"]: word}


@pytest.mark.parametrize("reader", READERS)
def test_no_restricted_word_leaves_through_the_interface(scene: Scene, reader: str) -> None:
    ledger, client = Ledger(f"leak interface, {reader}"), Client(raise_request_exception=False)
    actor, forbidden = scene.cast.actors[reader], scene.forbidden(reader)
    with acting_as(actor):
        secret = people.make_key(actor=actor, name="示例矩阵", scopes=KeyScope.values).secret
        ApiKey.objects.update(per_minute=6000)
    key = {"Authorization": f"Bearer {secret}"}
    hidden = [scene.records[name].number for name in scene.hidden(reader)[:2]]
    word = next(word for word, canary in forbidden.items() if canary.where == "knowledge_record.text")
    words = (SHARED_WORD, word, f'"{word}" OR *', hidden[0])
    answered: set[str] = set()
    for path, method, operation in operations(client):
        for address in addresses(scene, path, hidden):
            for query in queries(operation, words):
                with transaction.atomic():
                    sent: Any = query if method == "get" else "{}"
                    more = {} if method == "get" else {"content_type": "application/json"}
                    answer = whole(getattr(client, method)(address, sent, headers=key, **more))
                    transaction.set_rollback(True)
                asked = f"{address} {query}"
                ledger.search(
                    words_of(answer), forbidden, channel="interface", reader=reader, asked=asked, address=path
                )
                ledger.search(EAR.take(), scene.canaries, channel="log", reader=reader, asked=asked)
                assert answer.status_code < 500, asked
                if answer.status_code == 200:
                    answered.add(path)
    assert answered, "nothing was answered: the key opened no door"
    assert NUMBER.fullmatch(hidden[0])
    ledger.close(20)
