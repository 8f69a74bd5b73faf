"""The interface for programs: keys only, problems in plain words, lists that go on, nothing that breaks."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.testing.actors import People
from erdem.literature import queries, services
from erdem.literature.models import Collection, Family, Publication
from erdem.literature.services import alerts, collections, saved
from erdem.people import services as people_services
from erdem.people.choices import KeyScope
from erdem.people.models import ApiKey
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


def hold(number: str, title: str = "示例风干牛肉", **given: Any) -> Publication:
    """Hold a publication as an import would."""
    with acting_as(SYSTEM):
        return Publication.objects.create(
            number=number, number_key=number, number_stem=number[:-1], country="CN", title=title,
            search_text=f"{title} {number.lower()}", **given,
        )  # fmt: skip


class Program:
    """A program with a key."""

    def __init__(self, actor: Actor, *scopes: str, language: str = "en") -> None:
        with acting_as(actor):
            made = people_services.make_key(actor=actor, name="示例程序", scopes=scopes or KeyScope.values)
        self.key, self.secret = made.key, made.secret
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {made.secret}", "Accept-Language": language}

    def get(self, path: str, **asked: Any) -> Any:
        """Ask."""
        return self.client.get(ROOT + path, asked, headers=self.headers)

    def post(self, path: str, content: Any) -> Any:
        """Send."""
        body = content if isinstance(content, str) else json.dumps(content)
        return self.client.post(ROOT + path, body, content_type="application/json", headers=self.headers)


@pytest.fixture
def program(people: People) -> Program:
    return Program(people.officer)


def problem(answer: Any, status: int, slug: str) -> dict[str, Any]:
    """Check that an answer is a problem of this kind, and return it."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    said: dict[str, Any] = answer.json()
    assert said["type"] == f"urn:erdem:problem:{slug}", said
    assert said["detail"]
    assert "Traceback" not in answer.content.decode()
    return said


def test_without_a_key_nothing_opens_and_a_sentence_says_so() -> None:
    answer = Client().get(f"{ROOT}/search")
    problem(answer, 401, "key-needed")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Cache-Control"] == "no-store"


def test_a_login_in_the_browser_opens_nothing(people: People) -> None:
    client = Client()
    client.force_login(user_of(people.officer), backend="allauth.account.auth_backends.AuthenticationBackend")
    problem(client.get(f"{ROOT}/search"), 401, "key-needed")
    problem(client.post(f"{ROOT}/collections/1/publications", {}, content_type="application/json"), 401, "key-needed")


@pytest.mark.parametrize("line", ["Basic abc", "Bearer", "Bearer ", "bearer " + "x" * 300, "erdem_x"])
def test_a_line_that_is_no_key_is_refused(line: str) -> None:
    problem(Client().get(f"{ROOT}/search", headers={"Authorization": line}), 401, "key-unreadable")


def test_a_wrong_key_is_refused() -> None:
    problem(Client().get(f"{ROOT}/search", headers={"Authorization": "Bearer erdem_nothing"}), 401, "key-refused")


def test_each_operation_asks_for_its_scope(people: People) -> None:
    made = Program(people.officer, "records:read")
    hold("CN101361572A")
    assert made.get("/publications/CN101361572A").status_code == 200
    said = problem(made.get("/search"), 403, "scope-missing")
    assert said["scope"] == "search:read"
    problem(made.get("/collections"), 403, "scope-missing")
    problem(made.post("/collections/1/publications", {"publications": ["CN1"]}), 403, "scope-missing")


def test_errors_speak_the_language_of_the_program(people: People) -> None:
    assert Client().get(f"{ROOT}/search", headers={"Accept-Language": "en"}).json()["title"] == "A key is needed"
    chinese = Client().get(f"{ROOT}/search", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert chinese.json()["title"] == "需要密钥"
    assert chinese["Content-Language"] == "zh-hans"
    assert Client().get(f"{ROOT}/search", headers={"Accept-Language": "xx;;q=q,*"}).json()["title"] == "需要密钥"


def test_a_search_gives_hits_facets_and_an_explanation(program: Program) -> None:
    hold("CN101361572A", year=2008, filing_date=dt.date(2008, 10, 6), applicants="示例公司; 示例二公司")
    hold("CN101361573A", title="示例无关")
    said = program.get("/search", q="牛肉", facets="true", explain="true", **{"class": []}).json()
    assert said["total"] == 1
    (hit,) = said["hits"]
    assert hit["publication"]["number"] == "CN101361572A"
    assert hit["publication"]["applicants"] == ["示例公司", "示例二公司"]
    assert hit["publication"]["filing_date"] == "2008-10-06"
    assert said["facets"]["office"] == [{"value": "CN", "label": "China", "count": 1}] or said["facets"]["office"]
    assert said["understood"]["parts"]
    assert said["next"] is None
    assert said["corpus"]["publications_in_database"] == 2


def test_ticked_boxes_and_long_lines_work_alike(program: Program) -> None:
    hold("CN101361572A", type="invention")
    hold("CN201361573U", type="utility")
    by_address = program.get("/search", q="牛肉", type=["utility"]).json()
    by_body = program.post("/search", {"q": "牛肉", "type": ["utility"]}).json()
    assert [hit["publication"]["number"] for hit in by_address["hits"]] == ["CN201361573U"]
    assert by_address["hits"] == by_body["hits"]
    assert program.post("/search", {"q": " OR ".join(["牛肉"] * 100)}).json()["total"] == 2


def pages(program: Program, path: str, name: str, **asked: Any) -> Iterator[list[Any]]:
    """Yield page after page."""
    cursor = ""
    while cursor is not None:
        said = program.get(path, cursor=cursor, **asked).json()
        yield said[name]
        cursor = said["next"]


def numbers_of(found: list[Any]) -> list[str]:
    return [each["publication"]["number"] for each in found]


def test_pages_give_every_hit_once(program: Program) -> None:
    for number in range(7):
        hold(f"CN10136157{number}A", year=2000 + number)
    got = [numbers_of(page) for page in pages(program, "/search", "hits", q="牛肉", limit=3, order="number")]
    assert [len(page) for page in got] == [3, 3, 1]
    numbers = [number for page in got for number in page]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == 7


def test_a_list_goes_on_though_the_collection_has_grown(program: Program) -> None:
    for number in range(1, 6):
        hold(f"CN10136157{number}A")
    asked = {"q": "牛肉", "limit": 2, "order": "number", "all": "true"}
    first = program.get("/search", **asked).json()
    hold("CN101361570A")  # comes before all that were shown
    second = program.get("/search", cursor=first["next"], **asked).json()
    assert numbers_of(first["hits"]) + numbers_of(second["hits"]) == [f"CN10136157{number}A" for number in range(1, 5)]


def test_the_index_gives_pages_of_families_and_goes_on_when_it_has_changed(program: Program) -> None:
    with acting_as(SYSTEM):
        family = Family.objects.create(key="application:1")
    for number in range(1, 5):
        hold(f"CN10136157{number}A", year=2000 + number, family=family if number < 3 else None)
    services.update_index(actor=SYSTEM)
    folded = program.get("/search", q="牛肉", limit=2, order="newest").json()
    assert (folded["total"], folded["families"]) == (4, 3)
    assert len(folded["hits"]) == 2
    last = program.get("/search", q="牛肉", limit=2, order="newest", cursor=folded["next"]).json()
    assert (len(last["hits"]), last["next"]) == (1, None)
    whole = {"q": "牛肉", "limit": 2, "order": "newest", "all": "true"}
    first = program.get("/search", **whole).json()
    hold("CN101361579A", year=2020)
    services.update_index(actor=SYSTEM)
    second = program.get("/search", cursor=first["next"], **whole).json()
    got = numbers_of(first["hits"]) + numbers_of(second["hits"])
    assert got == [f"CN10136157{number}A" for number in (4, 3, 2, 1)]
    problem(program.get("/search", q="牛肉", limit=2, order="newest", cursor=folded["next"]), 410, "cursor-expired")


def test_a_cursor_that_cannot_go_on_says_so(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        hold(f"CN10136157{number}A")
    cursor = program.get("/search", q="牛肉", limit=1).json()["next"]
    problem(program.get("/search", q="风干", limit=1, cursor=cursor), 410, "cursor-expired")
    problem(program.get("/search", q="牛肉", limit=1, cursor=cursor[:-2] + "xx"), 400, "cursor-unreadable")
    problem(program.get("/collections/1", cursor=cursor), 404, "not-there")
    assert program.get("/search", q="牛肉", limit=1, cursor=cursor).status_code == 200
    hold("CN101361579A")
    problem(program.get("/search", q="牛肉", limit=1, cursor=cursor), 410, "cursor-expired")
    monkeypatch.setattr("erdem.base.api.CURSOR_AGE", -1)
    problem(program.get("/search", q="牛肉", limit=1, cursor=cursor), 410, "cursor-expired")


def test_a_line_that_cannot_be_read_is_told_with_its_place(program: Program) -> None:
    hold("CN101361572A")
    said = problem(program.get("/search", q="(" * 300 + "a"), 422, "query-unreadable")
    assert {"start", "end", "code"} <= set(said)


def test_a_record_holds_everything_and_texts_when_asked(program: Program) -> None:
    made = hold("CN101361572A", application_number="CN200810165723.1")
    with acting_as(SYSTEM):
        family = Family.objects.create(key="application:1")
        Publication.objects.filter(pk=made.pk).update(family=family)
        made.texts.create(unit="abstract", language="zh", text="示例摘要")
        made.texts.create(unit="claim", ordinal=1, language="zh", text="1. 示例。")
        made.parties.create(role="inventor", name="示例人")
        made.classifications.create(scheme="ipc", code="A23L13/10", subclass="A23L", main_group="A23L13")
    plain = program.get("/publications/CN 101361572 A").json()
    assert plain["texts"] == []
    assert plain["classes"] == [{"scheme": "ipc", "code": "A23L13/10"}]
    assert plain["family"] == "application:1"
    assert plain["parties"][0]["name"] == "示例人"
    told = program.get("/publications/CN101361572A", parts=["claim", "abstract"]).json()
    assert [text["part"] for text in told["texts"]] == ["claim", "abstract"]
    assert numbers_of(
        [{"publication": one} for one in program.get("/publications/CN101361572A/family").json()["publications"]]
    )
    assert program.get("/publications/CN101361572A/similar", limit=5).status_code == 200
    problem(program.get("/publications/CN101361572A", parts=["everything"]), 422, "does-not-fit")
    problem(program.get("/publications/CN999999999A"), 404, "not-there")


def test_a_program_reads_and_fills_the_collections_of_its_owner(people: People, program: Program) -> None:
    hold("CN101361572A")
    hold("CN101361573A")
    with acting_as(people.officer):
        own = collections.make_collection(actor=people.officer, heading=collections.Heading("示例文献夹"))
    with acting_as(people.stranger):
        foreign = collections.make_collection(actor=people.stranger, heading=collections.Heading("示例他人"))
    sent = {"publications": ["CN 101361572 A", "CN101361573A", "CN101361572A", "示例"], "note": "示例备注"}
    said = program.post(f"/collections/{own.pk}/publications", sent)
    assert said.json() == {"added": 2, "held": 0, "unknown": ["示例"]}
    assert program.post(f"/collections/{own.pk}/publications", sent).json()["added"] == 0
    got = [each for page in pages(program, f"/collections/{own.pk}", "items", limit=1) for each in numbers_of(page)]
    assert sorted(got) == ["CN101361572A", "CN101361573A"]
    assert [one["name"] for one in program.get("/collections").json()["collections"]] == ["示例文献夹"]
    problem(program.get(f"/collections/{foreign.pk}"), 404, "not-there")
    problem(program.post(f"/collections/{foreign.pk}/publications", sent), 404, "not-there")
    with acting_as(SYSTEM):
        entry = AuditEntry.objects.filter(action="literature.add_publications").latest("id")
        assert (entry.actor_kind, entry.actor_user_id) == ("api_key", people.officer.user_id)


def test_a_program_reads_saved_searches_and_their_new_hits(people: People, program: Program) -> None:
    with acting_as(people.officer):
        search = saved.save_search(
            actor=people.officer, asked=queries.SearchRequest(query="牛肉"), telling=saved.Telling("示例")
        )
    hold("CN101361572A")
    hold("CN101361573A")
    with acting_as(SYSTEM):
        alerts.look_again(actor=SYSTEM, search_id=search.pk)
    (row,) = program.get("/saved-searches").json()["saved_searches"]
    assert (row["q"], row["unread"], row["own"]) == ("牛肉", 2, True)
    shown = pages(program, f"/saved-searches/{search.pk}/hits", "hits", limit=1)
    found = [each for page in shown for each in numbers_of(page)]
    assert sorted(found) == ["CN101361572A", "CN101361573A"]


def test_the_limit_holds_and_the_headers_are_honest(program: Program) -> None:
    with acting_as(SYSTEM):
        ApiKey.objects.filter(pk=program.key.pk).update(per_minute=2)
    answers = [program.get("/corpus") for _ in range(3)]
    if len({answer["RateLimit-Reset"] for answer in answers}) > 1 and answers[-1].status_code == 200:
        pytest.skip("the minute of the clock ended meanwhile")
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    problem(answers[-1], 429, "too-many-requests")
    assert answers[-1]["Retry-After"] == answers[-1]["RateLimit-Reset"]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60


def test_what_is_not_there_or_not_asked_so_is_a_problem_too(program: Program) -> None:
    problem(program.get("/nothing"), 404, "status-404")
    answer = program.post("/corpus", {})
    problem(answer, 405, "status-405")
    assert "GET" in answer["Allow"]


def test_an_unforeseen_fault_shows_no_traceback(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: Any) -> None:
        message = "secret path"
        raise RuntimeError(message)

    monkeypatch.setattr("erdem.literature.queries.holdings", fail)
    answer = program.get("/corpus")
    problem(answer, 500, "failed")
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "[]", "null", "1", '"x"', "[" * 30_000, '{"publications": []}', '{"publications": [1]}',
        '{"publications": ["' + "x" * 61 + '"]}', '{"publications": ["CN1"], "note": "' + "x" * 4_001 + '"}',
        '{"publications": ["\\u0000"]}', '{"publications": ["\\ud800"]}', '{"publications": {"a": 1}}',
        json.dumps({"publications": ["CN1"] * 101}),
    ],
)  # fmt: skip
def test_hostile_bodies_get_a_sentence(people: People, program: Program, body: str) -> None:
    with acting_as(people.officer):
        own = collections.make_collection(actor=people.officer, heading=collections.Heading("示例文献夹"))
    answer = program.post(f"/collections/{own.pk}/publications", body)
    assert answer.status_code in (400, 422), answer.content
    assert answer.json()["detail"]
    with acting_as(SYSTEM):
        assert Collection.objects.get().items.count() == 0


def test_a_body_that_is_too_large_is_not_read(program: Program) -> None:
    problem(program.post("/search", {"q": "x" * 70_000}), 413, "body-too-large")


@pytest.mark.parametrize(
    "asked",
    [
        {"limit": "0"}, {"limit": "101"}, {"limit": "x"}, {"limit": "1e3"}, {"order": "best"}, {"cursor": "x" * 1001},
        {"type": ["x"] * 31}, {"type": ""}, {"class": "x" * 201}, {"q": "a\x00b"}, {"all": "maybe"},
    ],
)  # fmt: skip
def test_hostile_addresses_get_a_sentence(program: Program, asked: dict[str, Any]) -> None:
    said = problem(program.get("/search", **asked), 422, "does-not-fit")
    assert said["errors"][0]["where"].startswith("query")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80), st.sampled_from(["/search?q=", "/publications/", "/search?cursor=", "/collections/"]))
def test_whatever_is_asked_there_is_an_answer_in_json(program: Program, words: str, path: str) -> None:
    from urllib.parse import quote

    with acting_as(SYSTEM):
        ApiKey.objects.filter(pk=program.key.pk).update(per_minute=6000)
    answer = program.client.get(ROOT + path + quote(words, errors="surrogatepass"), headers=program.headers)
    assert answer.status_code in (200, 301, 400, 404, 405, 410, 422), answer.content
    assert answer["Content-Type"].startswith("application/")
