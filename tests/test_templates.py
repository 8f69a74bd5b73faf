"""Each page has everything it shows, keeps to its policy for scripts and styles, and says what it is."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.template import engines

from erdem.base.testing.actors import People
from tests.routes import OK, PEOPLE, ROUTES
from tests.test_access import ask, client_of
from tests.world import World, build

pytestmark = pytest.mark.django_db

# Names that templates of the shell, of components and of the login package may leave open: they choose by absence.
OPEN_NAMES = {"attrs", "slot", "class", "error", "value", "item", "option", "redirect_field"}


class Missing(str):
    """Stands where a template named something that is not there, and keeps the name."""

    __slots__ = ("names",)

    def __new__(cls) -> Missing:
        made = super().__new__(cls, "%s")
        made.names = set()
        return made

    def __contains__(self, _part: object) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        self.names.add(str(variable))
        return ""


@pytest.fixture
def missing() -> Any:
    """Return the collector, installed for the length of a test."""
    engine = engines["django"].engine  # type: ignore[attr-defined]  # the engine of Django's own backend
    before, collector = engine.string_if_invalid, Missing()
    engine.string_if_invalid = collector
    yield collector
    engine.string_if_invalid = before


class Outline(HTMLParser):
    """What the checks below need to know of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict[str, str | None]]:
        """Return the attributes of every tag of that name."""
        return [attributes for tag, attributes in self.tags if tag == name]


def faults(text: str) -> list[str]:
    """Return what is wrong with a page."""
    outline = Outline()
    outline.feed(text)
    found = []
    if any("src" not in script and script.get("type") != "application/json" for script in outline.all("script")):
        found.append("inline script")
    if outline.all("style") or any("style" in attributes for _, attributes in outline.tags):
        found.append("inline style")
    if any(name.startswith("on") for _, attributes in outline.tags for name in attributes):
        found.append("inline handler")
    if len(outline.all("h1")) != 1:
        found.append(f"{len(outline.all('h1'))} main headings")
    if not any(attributes.get("id") == "main" for attributes in outline.all("main")):
        found.append("no main part to skip to")
    if not (outline.all("html") and outline.all("html")[0].get("lang")):
        found.append("no language")
    seen = [attributes["id"] for _, attributes in outline.tags if attributes.get("id")]
    found += [f"id {name!r} twice" for name in sorted({str(one) for one in seen if seen.count(one) > 1})]
    if any("alt" not in picture for picture in outline.all("img")):
        found.append("picture without words")
    return found + _unlabelled(outline)


def _unlabelled(outline: Outline) -> list[str]:
    named = {label.get("for") for label in outline.all("label")}
    inside = re.compile(r"checkbox|radio|hidden|submit|button")
    return [
        f"field {attributes.get('name')!r} without a label"
        for tag in ("input", "select", "textarea")
        for attributes in outline.all(tag)
        if not inside.search(str(attributes.get("type") or ""))
        and attributes.get("id") not in named
        and not attributes.get("aria-label")
    ]


def pages(world: World) -> Any:
    """Yield label and answer of every page that each person may open."""
    actors = world.actors()
    for place, who in enumerate(PEOPLE):
        client = client_of(actors[who])
        for route in ROUTES:
            if route.method == "get" and route.expected[place] == OK:
                answer = ask(client, route, world)
                if answer.get("Content-Type", "").startswith("text/html"):
                    yield f"{route.label} as {who}", answer


def is_whole(answer: HttpResponse) -> bool:
    """Say whether the answer is a page of its own and not a part of one."""
    return b"<!doctype html>" in answer.content[:200].lower()


@pytest.fixture
def world(people: People) -> World:
    return build(people)


def test_every_page_is_complete_and_well_formed(world: World, missing: Missing) -> None:
    wrong, looked_at = [], 0
    for label, answer in pages(world):
        looked_at += 1
        if is_whole(answer):
            wrong += [f"{label}: {fault}" for fault in faults(answer.content.decode())]
        for name in sorted(missing.names):
            if re.split(r"[.|\s]", name)[0] not in OPEN_NAMES:
                wrong.append(f"{label}: {name} is not there")
        missing.names.clear()
    assert looked_at > 50
    assert not wrong, f"{len(wrong)}\n" + "\n".join(sorted(set(wrong))[:60])


def test_no_page_speaks_english_to_a_chinese_reader(world: World) -> None:
    """Words of the interface in the default language; names and numbers of things may be Latin."""
    wrong = []
    for label, answer in pages(world):
        text = re.sub(r"<(script|style|code|kbd|title)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S)
        found = re.findall(r"\b(?:the|and|of|your|you|please|with|this|not)\b", text, re.I)
        if found and "styleguide" not in label:
            wrong.append(f"{label}: {found[:5]}")
    assert not wrong, "\n".join(wrong[:40])


def test_every_page_names_its_language_policy_and_type(world: World) -> None:
    for label, answer in pages(world):
        assert answer["Content-Language"] == "zh-hans", label
        assert "script-src" in answer["Content-Security-Policy"], label
        assert "unsafe" not in answer["Content-Security-Policy"], label
        assert answer["X-Content-Type-Options"] == "nosniff", label


def test_the_collector_of_missing_names_works(missing: Missing) -> None:
    engine = engines["django"]
    assert engine.from_string("{{ nowhere.at_all }}").render({}) == ""
    assert missing.names == {"nowhere.at_all"}


def test_the_checks_of_a_page_find_what_is_wrong() -> None:
    bad = (
        '<html><style></style><h1></h1><h1></h1><p id="a" onclick="x"><p id="a"><img><input name="q"><script>1</script>'
    )
    assert len(faults(bad)) == 9
