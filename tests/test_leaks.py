"""No restricted word leaves through any door: page, search, download, fragment, error, header.

Ends with the line ``leak cells: N, canaries found: 0``; a cell is one answer given to one person.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pypdf
import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from erdem.base.actor import acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.models import Record
from erdem.people import services as people
from erdem.people.choices import KeyScope
from tests.routes import PEOPLE, ROUTES
from tests.test_access import address_of, ask, client_of, whole
from tests.world import SHARED_WORD, World, build

pytestmark = pytest.mark.django_db
READERS = ("public", "holder", "applicant", "officer", "stranger", "region", "expert", "neighbour")
LISTS = (
    "knowledge:record-list",
    "literature:publication-list",
    "overlap:finding-list",
    "people:place-list",
    "knowledge:substance-list",
)
OF_A_RECORD = ("knowledge:record-detail", "knowledge:record-edit", "overlap:record-findings")
PLANTED = re.compile(r"zqx\d+kanari|TK-\d{6,12}-\d{4,}")
FRAGMENT = {"HX-Request": "true"}


@dataclass(frozen=True)
class Cell:
    """One answer to one person, and the words that the request itself carried."""

    label: str
    answer: HttpResponse
    asked: str = ""


def words_of(answer: HttpResponse) -> str:
    """Return everything that an answer says, unpacked when it is a file."""
    content = answer.content
    kind = answer.get("Content-Type", "")
    if "spreadsheet" in kind or "wordprocessing" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            text = " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    elif "pdf" in kind:
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    else:
        text = content.decode("utf-8", "replace")
    return text + " " + " ".join(f"{name}: {value}" for name, value in answer.items())


def get(client: Client, address: str, **query: str) -> HttpResponse:
    """Ask once, as a page and undone."""
    with transaction.atomic():
        answer = whole(client.get(address, query))
        transaction.set_rollback(True)
    return answer


def doors(client: Client, world: World, forbidden: dict[str, int], *, everywhere: bool) -> Iterator[Cell]:
    """Yield every answer this person can get; the pages of the login package only when ``everywhere``."""
    for route in ROUTES:
        if route.method == "get" and (everywhere or ":" in route.name):
            yield Cell(route.label, ask(client, route, world), address_of(route, world))
    for name in known(LISTS):
        yield from searches(client, name, world, forbidden)
    for record in hidden_records(world, forbidden):
        for name in known(OF_A_RECORD):
            yield Cell(f"{name} {record.number}", get(client, reverse(name, args=[record.number])), record.number)
    yield Cell("no such page", get(client, "/no-such-page/"))


def hidden_records(world: World, forbidden: dict[str, int]) -> list[Record]:
    """Return hidden records of every status and of every tier, one of each."""
    hidden = [record for record in world.records if record.pk in set(forbidden.values())]
    chosen = {each.status: each for each in hidden} | {each.diffusion_tier: each for each in hidden}
    return list({each.pk: each for each in chosen.values()}.values())


def known(names: tuple[str, ...]) -> Iterator[str]:
    """Yield the names that exist."""
    for name in names:
        try:
            reverse(name, args=["x"] if name in OF_A_RECORD else [])
        except NoReverseMatch:
            continue
        yield name


def searches(client: Client, name: str, world: World, forbidden: dict[str, int]) -> Iterator[Cell]:
    """Search for words that restricted records share, and for restricted words themselves."""
    address = reverse(name)
    yield Cell(f"{name} q={SHARED_WORD}", get(client, address, q=SHARED_WORD), SHARED_WORD)
    fragment = whole(client.get(address, {"q": SHARED_WORD}, headers=FRAGMENT))
    yield Cell(f"{name} fragment", fragment, SHARED_WORD)
    for filters in ({"status": "draft"}, {"tier": "D1"}, {"place": "152530", "sort": "-updated"}):
        yield Cell(f"{name} {filters}", get(client, address, **filters))
    for word in list(forbidden)[:: max(1, len(forbidden) // 2)]:
        yield Cell(f"{name} q={word}", get(client, address, q=word), word)


@pytest.fixture
def world(people: People) -> World:
    return build(people)


def test_no_restricted_word_leaves_through_any_door(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    cells, found = 0, []
    actors = world.actors()
    for who in READERS:
        forbidden = world.forbidden_words(actors[who])
        assert forbidden, f"{who} may see everything: nothing would be tested"
        for cell in doors(client_of(actors[who]), world, forbidden, everywhere=who in PEOPLE):
            cells += 1
            met = set(PLANTED.findall(words_of(cell.answer))) & set(forbidden)
            found += [
                f"{cell.label} as {who}: {word} ({cell.answer.status_code})"
                for word in sorted(met)
                if word not in cell.asked
            ]
    with capsys.disabled():
        print(f"\nleak cells: {cells}, canaries found: {len(found)}")  # noqa: T201  the result that `make leak` ends with
    assert not found, "\n".join(found[:40])
    assert cells > len(READERS) * len(ROUTES) / 2


def test_who_may_see_a_restricted_record_does_meet_its_words(world: World) -> None:
    """Guards the search itself: the words are there to be found."""
    own = next(record for record in world.records if record.status == "draft" and record == world.own_draft)
    words = [canary.word for canary in world.canaries if canary.record == own]
    client = client_of(world.people.holder)
    text = words_of(get(client, reverse("web:desk")))
    assert any(word in text for word in words)


def test_nobody_learns_from_an_answer_whether_a_hidden_record_exists(world: World) -> None:
    """A number that exists and one that does not get the same answer."""
    client = client_of(world.people.applicant)
    hidden = next(record for record in world.records if record.diffusion_tier == "D1")
    for name in known(OF_A_RECORD):
        there = get(client, reverse(name, args=[hidden.number]))
        nowhere = get(client, reverse(name, args=["TK-152530-9999"]))
        assert there.status_code == nowhere.status_code, name
        assert len(there.content) == len(nowhere.content), name


def test_a_search_for_a_hidden_word_counts_nothing(world: World) -> None:
    """Neither a hit nor a figure betrays that the word stands somewhere."""
    client = client_of(world.people.applicant)
    hidden = next(canary.word for canary in world.canaries if canary.record.diffusion_tier == "D1")
    for name in known(LISTS):
        there = get(client, reverse(name), q=hidden).content.decode().replace(hidden, "")
        nowhere = get(client, reverse(name), q="zqx9999kanari").content.decode().replace("zqx9999kanari", "")
        assert without_tokens(there) == without_tokens(nowhere), name


def test_no_restricted_word_leaves_through_the_interface(world: World) -> None:
    """With every scope a key opens, and for every kind of question."""
    actor = world.people.officer
    forbidden = world.forbidden_words(actor)
    with acting_as(actor):
        secret = people.make_key(actor=actor, name="示例", scopes=KeyScope.values).secret
    key, client = {"Authorization": f"Bearer {secret}"}, client_of(world.people.stranger)
    word, asked = next(iter(forbidden)), {"q": SHARED_WORD, "explain": "true", "facets": "true"}
    answers = [
        client.get("/api/v1/search", {**asked, "q": sought}, headers=key)
        for sought in (SHARED_WORD, word, f'"{word}" OR *')
    ]
    answers += [
        client.get(f"/api/v1/{path}", headers=key)
        for path in (
            "corpus", "collections", "saved-searches", f"collections/{world.work.collection.pk}",
            f"saved-searches/{world.work.search.pk}/hits", f"publications/{world.publication.number_key}?parts=claim",
            f"publications/{world.publication.number_key}/family", f"publications/{world.publication.number_key}/similar",
            f"publications/{world.own_secret.number}",
        )
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [200] * (len(answers) - 1) + [404]
    for answer in answers:
        met = set(PLANTED.findall(words_of(whole(answer)))) & set(forbidden)
        assert met <= {word}, answer.request["PATH_INFO"]
    assert answers[1].json()["total"] == 0


def without_tokens(text: str) -> str:
    """Return a page without what differs at each request anyway."""
    return re.sub(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce=")[^"]*', r"\1", text)


def test_the_canaries_stand_in_every_text_field() -> None:
    """A new text field of the record must be planted too."""
    planted = {
        "name", "name_other", "diffusion_reason", "summary", "text", "indication", "lineage", "note", "book", "people_group",
        "tradition", "known_since_text", "biological_source", "confidence_note", "protection_unit", "item_code", "number",
    }  # fmt: skip
    technical = {
        "kind", "status", "status_reason", "name_mn", "tk_class", "tk_type", "ich_category", "level", "diffusion_tier",
        "confidence", "known_since_confidence", "place_search", "holder_type", "vitality", "source_key", "search_text",
        "sort_key", "legal_cap_reason",
    }  # fmt: skip
    texts = {field.name for field in Record._meta.fields if field.get_internal_type() in ("CharField", "TextField")}
    assert texts - planted - technical == set()
