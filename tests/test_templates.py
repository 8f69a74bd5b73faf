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
OPEN_NAMES = {"attrs", "slot", "class", "error", "value", "item", "option", "redirect_field", "authenticators", "step"}


class Missing(str):
    """Stands where a template named something that is not there, and keeps the name."""

    names: set[str]

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
                taken_along = answer.get("Content-Disposition", "").startswith("attachment")  # a file, no page of ours
                if answer.get("Content-Type", "").startswith("text/html") and not taken_along:
                    yield f"{route.label} as {who}", answer


def is_whole(answer: HttpResponse) -> bool:
    """Say whether the answer is a page of its own and not a part of one."""
    return b"<!doctype html>" in answer.content[:200].lower()


@pytest.fixture
def world(people: People) -> World:
    return build(people)


def english(text: str) -> list[str]:
    """Return the English words of a page in Chinese; names and numbers of things may be Latin."""
    plain = re.sub(r"<(script|style|code|kbd|title)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
    return re.findall(r"\b(?:the|and|of|your|you|please|with|this|not)\b", plain, re.IGNORECASE)


def strict(answer: HttpResponse) -> list[str]:
    """Return what is wrong with the head of an answer."""
    policy = answer.get("Content-Security-Policy", "")
    return [
        fault
        for fault, is_there in (
            ("language not named", answer.get("Content-Language") != "zh-hans"),
            ("policy for scripts missing", "script-src" not in policy or "unsafe" in policy),
            ("type may be guessed", answer.get("X-Content-Type-Options") != "nosniff"),
        )
        if is_there
    ]


def test_every_page_is_complete_well_formed_strict_and_chinese(world: World, missing: Missing) -> None:
    wrong, looked_at = [], 0
    for label, answer in pages(world):
        text = answer.content.decode()
        looked_at += 1
        found = [*strict(answer), *(faults(text) if is_whole(answer) else [])]
        found += [f"{name} is not there" for name in missing.names if re.split(r"[.|\s]", name)[0] not in OPEN_NAMES]
        if "styleguide" not in label and english(text):
            found.append(f"speaks English: {english(text)[:6]}")
        wrong += [f"{label}: {fault}" for fault in found]
        missing.names.clear()
    assert looked_at > 100
    assert not wrong, f"{len(wrong)}\n" + "\n".join(sorted(set(wrong))[:60])


def test_the_collector_of_missing_names_works(missing: Missing) -> None:
    engine = engines["django"]
    assert engine.from_string("{{ nowhere.at_all }}").render({}) == ""
    assert missing.names == {"nowhere.at_all"}


def test_the_checks_of_a_page_find_what_is_wrong() -> None:
    bad = (
        '<html><style></style><h1></h1><h1></h1><p id="a" onclick="x"><p id="a"><img><input name="q"><script>1</script>'
    )
    assert len(faults(bad)) == 9
