"""Every way out over HTTP, found by walking the addresses of the product and the forms and links of its pages."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.routes import ROUTES, Route
from tests.test_access import whole
from tests.world import World

FRAGMENT = {"HX-Request": "true"}
NUMBER = re.compile(r"TK-\d{6,12}-\d{4,}")
NO_SUCH_NUMBER = "TK-152530-9999"
_NOT_ASKED = ("account_logout",)
_OPTIONS = 4
_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TOKENS = re.compile(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce=")[^"]*')


@dataclass(frozen=True)
class Question:
    """One way of asking one address. ``name`` is that of the address, ``carried`` what the question itself says."""

    name: str
    address: str
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict, hash=False)
    headers: dict[str, str] = field(default_factory=dict, hash=False)
    channel: str = "page"

    @property
    def carried(self) -> str:
        """The words that the question itself carried."""
        return f"{self.address} {self.data}"


def ask(client: Client, question: Question) -> HttpResponse:
    """Ask once; what the request wrote is undone."""
    with transaction.atomic():
        sent = question.data or None
        answer = whole(getattr(client, question.method)(question.address, sent, headers=question.headers))
        transaction.set_rollback(True)
    return answer


def listed(world: World) -> list[tuple[Route, tuple[Any, ...]]]:
    """Return each way of asking in the table of access with its arguments in this world, but for leaving."""
    return [(route, route.arguments(world)) for route in ROUTES if route.name not in _NOT_ASKED]


def _made(route: Route, arguments: tuple[Any, ...], channel: str, **more: Any) -> Question:
    address = reverse(route.name, args=arguments)
    return Question(route.name, f"{address}?{route.query}" if route.query else address, channel=channel, **more)


def of_the_table(world: World, turn: int | None = None) -> Iterator[Question]:
    """Yield each line of the table of access as a page; forms are sent.

    With a ``turn`` every third is asked as a fragment too, and every third by HEAD, others at other turns.
    """
    for place, (route, arguments) in enumerate(listed(world)):
        if route.method != "get":
            yield _made(route, arguments, "form", method=route.method, data=route.data)
            continue
        yield _made(route, arguments, channel_of(route.name))
        if turn is not None and (place + turn) % 3 == 0:
            yield _made(route, arguments, "fragment", headers=FRAGMENT)
        if turn is not None and (place + turn) % 3 == 1:
            yield _made(route, arguments, "head", method="head")


def channel_of(name: str) -> str:
    """Return through what sort of door an address answers, from its name."""
    for part in (
        "export",
        "oai",
        "iiif",
        "manifest",
        "suggest",
        "progress",
        "file",
        "bundle",
        "template",
        "media",
        "label",
    ):
        if part in name:
            return part
    return "interface" if name.startswith("api") else "page"


def of_a_record(world: World) -> tuple[tuple[Route, tuple[Any, ...]], ...]:
    """Return the ways of asking whose address names a record, without what else sets them apart."""
    found: dict[tuple[str, str, tuple[Any, ...], str], tuple[Route, tuple[Any, ...]]] = {}
    for route, arguments in listed(world):
        if arguments and NUMBER.fullmatch(str(arguments[0])):
            found.setdefault((route.name, route.method, arguments[1:], route.query), (route, arguments[1:]))
    return tuple(found.values())


def by_key(world: World) -> Iterator[tuple[Route, tuple[Any, ...], int]]:
    """Yield the ways of asking whose address names a row by its key, with the place of the key among the arguments."""
    seen: set[tuple[str, int]] = set()
    for route, arguments in listed(world):
        for place, value in enumerate(arguments):
            if route.method == "get" and _is_key(value) and (route.name, place) not in seen:
                seen.add((route.name, place))
                yield route, arguments, place


def _is_key(value: Any) -> bool:
    return isinstance(value, (int, uuid.UUID)) or bool(_KEY.fullmatch(str(value)))


def at_key(route: Route, arguments: tuple[Any, ...], place: int, key: Any) -> Question | None:
    """Return the question about another row, unless keys of its sort do not fit the address."""
    if isinstance(arguments[place], int) != isinstance(key, int):
        return None
    return _made(route, (*arguments[:place], key, *arguments[place + 1 :]), "key of a row")


def about(number: str, routes: tuple[tuple[Route, tuple[Any, ...]], ...]) -> Iterator[Question]:
    """Yield each way of asking about one record by its number."""
    for route, rest in routes:
        if route.method == "get":
            yield _made(route, (number, *rest), channel_of(route.name))
        else:
            yield _made(route, (number, *rest), "form", method=route.method, data=route.data)


class _Forms(HTMLParser):
    """Collects the questions that a page offers: forms that are sent by GET, with their fields, and links."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self.links: list[str] = []
        self._open = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, a field or a link."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith(("/", "?")):
            self.links.append(given["href"])
        if tag == "form":
            self._open = given.get("method", "get").lower() == "get"
            if self._open:
                self.forms.append((given.get("action", ""), {}))
        if self._open and self.forms and given.get("name"):
            self._note_field(tag, given)
        if tag == "option" and self._open and self._select and given.get("value"):
            self.forms[-1][1].setdefault(self._select, []).append(given["value"])

    def _note_field(self, tag: str, given: dict[str, str]) -> None:
        fields = self.forms[-1][1]
        if tag == "select":
            self._select = given["name"]
            fields.setdefault(self._select, [])
        elif tag == "input" and given.get("type", "text") in ("text", "search", ""):
            fields.setdefault(given["name"], []).append("")
        elif tag == "input" and given.get("type") in ("checkbox", "radio"):
            fields.setdefault(given["name"], []).append(given.get("value", "on"))

    def handle_endtag(self, tag: str) -> None:
        """Close a form."""
        if tag == "form":
            self._open, self._select = False, ""


@lru_cache(maxsize=4000)
def _read(page: str) -> _Forms:
    forms = _Forms()
    forms.feed(page)
    return forms


def offered(name: str, address: str, page: str, words: tuple[str, ...]) -> Iterator[Question]:
    """Yield what a page lets its reader ask: each search field with each word, each choice of each filter."""
    here = urlsplit(address).path
    seen: set[str] = set()
    for action, fields in _read(page).forms:
        target = urlsplit(action).path or here
        for key, values in fields.items():
            told = words if "" in values else tuple(values[:_OPTIONS])
            for value in told:
                question = f"{target}?{urlencode({key: value})}"
                if question not in seen:
                    seen.add(question)
                    yield Question(name, question, channel="search" if "" in values else "filter")


def linked(name: str, address: str, page: str) -> Iterator[Question]:
    """Yield the links of a page: next pages, facets, exports of what was found, rows."""
    here = urlsplit(address).path
    seen: set[tuple[str, ...]] = set()
    for link in _read(page).links:
        parts = urlsplit(link)
        shape = (NUMBER.sub("#", parts.path or here), *sorted(parse_qs(parts.query)))
        if shape not in seen and not parts.path.startswith(("/static/", "/account/")):
            seen.add(shape)
            yield Question(
                name, f"{parts.path or here}?{parts.query}" if parts.query else parts.path or here, channel="link"
            )


def without_tokens(text: str) -> str:
    """Return a page without what differs at each request anyway."""
    return _TOKENS.sub(r"\1", text)
