"""The pages of the register as people see them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.content import OriginLine, PlaceLine
from erdem.knowledge.models import Record
from erdem.knowledge.tests.factories import ELSEWHERE, a_formula, a_process, community_of, make_record, sign_no_secret
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db

LIST = "/knowledge/"


def as_person(client: Client, actor: Actor) -> Client:
    with acting_as(SYSTEM):
        client.force_login(user_of(actor))
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())


def formula_form(**given: Any) -> dict[str, Any]:
    form = {
        "name": "示例三味散",
        "tk_class": "2",
        "tk_type": "2.5",
        "diffusion_tier": "D2",
        "confidence": "unknown",
        "vitality": "unknown",
        "place": "152530",
        "ingredients-count": "2",
        "ingredients-0-name": "诃子",
        "ingredients-0-dose": "各二两",
        "ingredients-1-name": "",
        "steps-count": "0",
        "sources-count": "1",
        "sources-0-title": "示例口述",
        "sources-0-kind": "oral",
        "origins-count": "0",
    }
    return {**form, **given}


def test_the_public_sees_open_records_and_no_trace_of_the_others(client: Client, people: People) -> None:
    shown = make_record(a_formula("公开方"))
    hidden = make_record(a_formula("藏起方", diffusion_tier="D2", community_id=community_of(people.holder)))
    text = text_of(client.get(LIST))
    assert "公开方" in text
    assert "藏起方" not in text
    assert "您能看到1条" in text
    assert client.get(reverse("knowledge:record-detail", args=[shown.number])).status_code == 200
    secret, missing = (
        client.get(reverse("knowledge:record-detail", args=[number])) for number in (hidden.number, "TK-152530-9999")
    )
    assert secret.status_code == missing.status_code == 404
    assert hidden.number not in text_of(client.get(LIST, {"q": "藏起方"}))
    assert "藏起方" not in text_of(client.get("/knowledge/export.csv"))


def test_the_list_narrows_by_each_filter(client: Client, people: People) -> None:
    make_record(a_formula("甲方", places=(PlaceLine(ELSEWHERE),), book="示例方书"))
    make_record(a_process("乙法", ich_category="VIII", item_code="Ⅷ-226", diffusion_tier="D3"))
    as_person(client, people.officer)
    for asked, expected in (
        ({"kind": "process"}, {"乙法"}),
        ({"tk_class": "2"}, {"甲方"}),
        ({"tier": "D3"}, {"乙法"}),
        ({"place": ELSEWHERE}, {"甲方"}),
        ({"place": "152500"}, {"乙法"}),
        ({"ich_category": "VIII"}, {"乙法"}),
        ({"book": "示例方书"}, {"甲方"}),
        ({"written": "诃子"}, {"甲方"}),
        ({"status": "draft"}, set()),
        ({"q": "yifa"}, {"乙法"}),
        ({"kind": "<b>", "tier": "D9", "place": "x", "sort": "evil", "page": "zz"}, {"甲方", "乙法"}),
    ):
        text = text_of(client.get(LIST, asked))
        assert {name for name in ("甲方", "乙法") if f">{name}<" in text} == expected, asked


def test_the_exported_table_runs_no_formulas(client: Client, people: People) -> None:
    make_record(a_formula("=1+1"))
    text = text_of(client.get("/knowledge/export.csv"))
    assert "'=1+1" in text
    assert client.get("/knowledge/export.xlsx").content[:2] == b"PK"


def test_an_empty_register_says_what_will_be_here(client: Client, people: People) -> None:
    assert "还没有传统知识条目" in text_of(client.get(LIST))
    assert "您能看到的条目里没有符合条件的" in text_of(client.get(LIST, {"q": "没有"}))


def test_the_record_says_why_one_sees_it(client: Client, people: People) -> None:
    record = make_record(a_formula(diffusion_tier="D2", community_id=community_of(people.holder)))
    page = reverse("knowledge:record-detail", args=[record.number])
    assert "因为您属于持有它的社区" in text_of(as_person(client, people.holder).get(page))
    assert "持有社区看得到您看过" in text_of(as_person(client, people.officer).get(page))
    with acting_as(people.holder):
        assert AuditEntry.objects.filter(action="knowledge.read_restricted").count() == 1


def test_hostile_words_come_out_as_words(client: Client, people: People) -> None:
    hostile = "<script>alert(1)</script>"
    record = make_record(
        a_process(hostile, text=hostile, note=hostile, origins=(OriginLine(hostile, hostile),), summary=hostile)
    )
    text = text_of(client.get(reverse("knowledge:record-detail", args=[record.number])))
    assert hostile not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize("path", ["TK%00/", "%F0%9F%90%8E/", "TK-152530-0001%27--/", "substances/%00/", "import/1/"])
def test_strange_addresses_lead_nowhere(client: Client, people: People, path: str) -> None:
    assert as_person(client, people.officer).get(f"/knowledge/{path}").status_code == 404


def test_a_draft_is_written_submitted_and_registered_through_the_pages(client: Client, people: People) -> None:
    as_person(client, people.officer)
    asked: Any = client.get("/knowledge/new/?kind=formula")
    answered: Any = client.post(asked.url, {"answer": "no", "signed_name": "示例·经办"})
    assert answered.url == "/knowledge/new/?kind=formula"
    response: Any = client.post(answered.url, formula_form(diffusion_tier="D4"))
    with acting_as(SYSTEM):
        record = Record.objects.get()
        assert [(line.name, line.dose) for line in record.ingredients.all()] == [("诃子", "各二两")]
    assert response.url == reverse("knowledge:record-detail", args=[record.number])
    for step in ("submit", "register"):
        client.post(reverse("knowledge:record-step", args=[record.number, step]))
    with acting_as(SYSTEM):
        assert Record.objects.get().status == "registered"


def test_pressing_twice_takes_the_step_once(client: Client, people: People) -> None:
    record = make_record(status="draft")
    as_person(client, people.officer)
    address = reverse("knowledge:record-step", args=[record.number, "submit"])
    first: Any = client.post(address)
    second: Any = client.post(address)
    assert first.status_code == second.status_code == 302
    assert "别人办理了下一步" in text_of(client.get(second.url))
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="knowledge.submit").count() == 1


def test_rows_are_added_moved_and_removed_without_scripts_and_nothing_is_saved(client: Client, people: People) -> None:
    as_person(client, people.officer)
    form = formula_form(**{"ingredients-1-name": "栀子"})

    def names(do: str) -> list[str]:
        response: Any = client.post("/knowledge/new/?kind=formula", {**form, "do": do})
        assert response.status_code == 200
        rows = response.context["page"].whole.rows["ingredients"].forms
        return [row["name"].value() for row in rows]

    assert names("add:ingredients") == ["诃子", "栀子", ""]
    assert names("remove:ingredients:0") == ["栀子"]
    assert names("down:ingredients:0") == names("up:ingredients:1") == ["栀子", "诃子"]
    assert names("up:ingredients:0") == names("remove:ingredients:99") == names("evil:x:y") == ["诃子", "栀子"]
    with acting_as(SYSTEM):
        assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "请写名称"),
        ({"tk_class": "3"}, "这个类型属于别的类别"),
        ({"sources-0-year": "民国"}, "请写四位年份"),
        ({"other_places": "999999"}, "没有代码为999999的区划"),
        ({"ingredients-1-dose": "三两"}, "请写名称，如诃子"),
        ({"diffusion_tier": "D1"}, "只能由持有社区的成员填写"),
        ({"place": "", "community": ""}, "请选您单位管辖的地方"),
    ],
)
def test_errors_stand_at_their_field_and_nothing_is_lost(
    client: Client, people: People, given: dict[str, str], words: str
) -> None:
    with acting_as(people.officer):
        sign_no_secret(people.officer)
    response: Any = as_person(client, people.officer).post("/knowledge/new/?kind=formula", formula_form(**given))
    assert response.status_code == 422
    text = text_of(response)
    assert words in text
    assert "各二两" in text
    with acting_as(SYSTEM):
        assert not Record.objects.exists()


def test_changing_keeps_what_the_form_does_not_show(client: Client, people: People) -> None:
    record = make_record(
        a_formula(tradition="Mongolian medicine", extra={"approval": "示例"}, book="示例方书"), status="draft"
    )
    as_person(client, people.officer)
    address = reverse("knowledge:record-edit", args=[record.number])
    assert client.get(address).status_code == 200
    sent = formula_form(name="改名", version="1")
    assert client.post(address, sent).status_code == 302
    again = client.post(address, sent)
    assert "没有覆盖任何内容" in text_of(again)
    with acting_as(SYSTEM):
        changed = Record.objects.get()
        assert (changed.name, changed.tradition, changed.extra, changed.book) == (
            "改名",
            "Mongolian medicine",
            {"approval": "示例"},
            "示例方书",
        )


def test_withdrawing_asks_for_a_reason(client: Client, people: People) -> None:
    record = make_record(a_formula(community_id=community_of(people.holder)))
    as_person(client, people.holder)
    address = reverse("knowledge:record-step", args=[record.number, "withdraw"])
    assert "撤回条目" in text_of(client.get(address))
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "示例：社区决定"}).status_code == 302
    with acting_as(PUBLIC):
        assert not queries.records(PUBLIC).exists()


@pytest.mark.parametrize("name", ["record-new", "record-import", "substance-new", "substance-unknown"])
def test_pages_for_writing_are_closed_to_applicants_and_the_public(client: Client, people: People, name: str) -> None:
    address = reverse(f"knowledge:{name}")
    sent_away: Any = client.get(address)
    assert "/account/login" in sent_away.url
    assert as_person(client, people.applicant).get(address).status_code == 403


def test_steps_of_others_are_refused(client: Client, people: People) -> None:
    record = make_record(status="submitted")
    for actor, expected in ((people.stranger, 404), (people.holder, 404)):
        response = as_person(client, actor).post(reverse("knowledge:record-step", args=[record.number, "register"]))
        assert response.status_code == expected
    registered = make_record(a_formula("在册"))
    response = as_person(client, people.stranger).post(
        reverse("knowledge:record-step", args=[registered.number, "withdraw"])
    )
    assert response.status_code == 403


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("kind", ["public", "officer"])
def test_the_cost_of_pages_does_not_grow_with_the_rows(client: Client, people: People, kind: str) -> None:
    with acting_as(SYSTEM):
        services.load_lexicon(actor=SYSTEM, rows=[{"id": "he-zi", "name_zh": "诃子", "kind": "herb"}])
    if kind == "officer":
        as_person(client, people.officer)
    addresses = ["/knowledge/", "/knowledge/export.csv", "/knowledge/substances/"]
    costs = []
    for count in (5, 45):
        contents = [
            a_process(f"示例{count}-{at}", names=(), community_id=community_of(people.holder) if at % 2 else None)
            for at in range(count)
        ]
        rows: list[dict[str, Any]] = [
            {"id": f"s-{count}-{at}", "name_zh": f"材{count}{at}", "kind": "herb", "aliases": [f"别{count}{at}"]}
            for at in range(count)
        ]
        with acting_as(SYSTEM):
            services.import_entries(actor=SYSTEM, entries=contents, options=services.ImportOptions(register=True))
            services.load_lexicon(actor=SYSTEM, rows=rows)
        costs.append([queries_of(client, address) for address in addresses])
    assert costs[0] == costs[1]


def test_the_cost_of_a_record_does_not_grow_with_its_lines(client: Client, people: People) -> None:
    from erdem.knowledge.content import IngredientLine, SourceLine, StepLine

    costs = []
    for count in (2, 40):
        content = a_formula(
            f"示例{count}",
            ingredients=tuple(IngredientLine(f"药{at}") for at in range(count)),
            steps=tuple(StepLine(f"步{at}") for at in range(count)),
            sources=tuple(SourceLine(f"书{at}") for at in range(count)),
        )
        record = make_record(content)
        costs.append(queries_of(client, reverse("knowledge:record-detail", args=[record.number])))
    assert costs[0] == costs[1]
