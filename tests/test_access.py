"""Every address is in the table of access, and the table says what each person gets there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from erdem.base.actor import Actor
from erdem.base.testing.actors import People
from erdem.people.tests.factories import user_of
from tests.routes import PEOPLE, ROUTES, Route
from tests.world import World, build
from tests.write_access import DOCUMENT, document

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def names(resolver: Any = None, space: str = "") -> Iterator[str]:
    """Yield the full name of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"an address without a name: {pattern.pattern}"
            yield f"{space}{pattern.name}"


def client_of(actor: Actor) -> Client:
    """Return a browser in which the actor is signed in; a fault reaches the person as a page, not the test."""
    client = Client(raise_request_exception=False)
    if actor.user_id is not None:
        client.force_login(user_of(actor), backend=BACKEND)
    return client


def address_of(route: Route, world: World) -> str:
    """Return where a route leads in this world."""
    address = reverse(route.name, args=route.arguments(world))
    return f"{address}?{route.query}" if route.query else address


def ask(client: Client, route: Route, world: World) -> HttpResponse:
    """Ask once; what the request wrote is undone."""
    with transaction.atomic():
        answer = whole(getattr(client, route.method)(address_of(route, world), route.data))
        transaction.set_rollback(True)
    return answer


def whole(answer: Any) -> HttpResponse:
    """Return an answer with its content in hand; reading a file to its end closes it."""
    if not answer.streaming:
        return answer  # type: ignore[no-any-return]  # the test client answers with any kind of response
    content = b"".join(answer.streaming_content)
    return HttpResponse(content, status=answer.status_code, headers=dict(answer.items()))


@pytest.fixture
def world(people: People) -> World:
    return build(people)


def test_every_address_is_in_the_table() -> None:
    known, there = {route.name for route in ROUTES}, set(names())
    assert known == there, {"not in the table": sorted(there - known), "gone": sorted(known - there)}


def test_each_person_gets_what_the_table_says(world: World) -> None:
    actors = world.actors()
    wrong = []
    for place, who in enumerate(PEOPLE):
        client = client_of(actors[who])
        for route in ROUTES:
            status = ask(client, route, world).status_code
            if status != route.expected[place]:
                wrong.append(f"{route.label} as {who}: {status}, the table says {route.expected[place]}")
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong)


def test_the_table_distinguishes_people() -> None:
    """A table in which everybody may do everything would pass anything."""
    differing = [route for route in ROUTES if len(set(route.expected)) > 1]
    assert len(differing) > len(ROUTES) / 4


def test_the_document_is_made_from_the_table() -> None:
    assert Path(DOCUMENT).read_text(encoding="utf-8") == document(), "write it again: python -m tests.write_access"
