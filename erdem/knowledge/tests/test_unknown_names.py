"""Names that the lexicon does not know: proposals, settling with a press, taking back, setting aside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.content import IngredientLine
from erdem.knowledge.models import IgnoredName, Ingredient, SubstanceName
from erdem.knowledge.queries import lexicon_unknown
from erdem.knowledge.tests.factories import a_formula, make_record
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db

PAGE = "/knowledge/substances/unknown/"


@pytest.fixture
def proposals() -> Iterator[None]:
    """A fixed proposer in place of the one that the product offers."""
    kept = list(lexicon_unknown._offered)
    near = queries.NearName("he-zi", "诃子", "柯子", ("same_sound", "one_apart"))
    queries.offer_proposer(lambda: lambda name: [near] if name == "呵子" else [])
    yield
    lexicon_unknown._offered[:] = kept


@pytest.fixture
def unknown(proposals: None) -> None:
    with acting_as(SYSTEM):
        services.load_lexicon(
            actor=SYSTEM, rows=[{"id": "he-zi", "name_zh": "诃子", "kind": "herb", "aliases": ["柯子"]}]
        )
    make_record(a_formula("示例方", ingredients=(IngredientLine("呵子"), IngredientLine("示例无名"))))


def as_person(client: Client, actor: Actor) -> Client:
    with acting_as(SYSTEM):
        client.force_login(user_of(actor))
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())


def actions() -> list[str]:
    with acting_as(SYSTEM):
        return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_the_page_lists_unknown_names_with_what_is_near_and_why(client: Client, people: People, unknown: None) -> None:
    text = text_of(as_person(client, people.officer).get(PAGE))
    for word in ("呵子", "示例无名", "诃子", "拼音相同", "一字之差", "没有接近的已知名称", "不是药名"):
        assert word in text, word


def test_a_press_makes_the_name_an_alias_and_another_takes_it_back(
    client: Client, people: People, unknown: None
) -> None:
    as_person(client, people.officer)
    response: Any = client.post(PAGE, {"do": "alias", "name": "呵子", "key": "he-zi"})
    with acting_as(SYSTEM):
        assert SubstanceName.objects.filter(substance__key="he-zi", name="呵子").exists()
        assert Ingredient.objects.get(name="呵子").substance is None
    with acting_as(people.officer):
        assert [one.name for one in queries.unknown_names(people.officer)] == ["示例无名"]
    with acting_as(SYSTEM):
        services.relink_ingredients(actor=SYSTEM)
        assert Ingredient.objects.get(name="呵子").substance is not None
    assert actions().count("knowledge.name_substance") == 1
    with acting_as(people.officer):
        assert [one.name for one in queries.unknown_names(people.officer)] == ["示例无名"]
    page = text_of(client.get(response.url))
    assert "撤回" in page
    assert "“呵子”已成为诃子的别名" in page
    client.post(PAGE, {"do": "undo", "name": "呵子", "key": "he-zi"})
    with acting_as(SYSTEM):
        assert not SubstanceName.objects.filter(name="呵子").exists()
        substance = queries.get_substance("he-zi")
        assert substance is not None
        assert "呵子" not in substance.search_text
    assert actions().count("knowledge.unname_substance") == 1


def test_a_name_set_aside_leaves_the_list_and_comes_back(client: Client, people: People, unknown: None) -> None:
    as_person(client, people.officer)
    client.post(PAGE, {"do": "ignore", "name": "示例无名", "reason": "示例原因"})
    with acting_as(people.officer):
        assert [one.name for one in queries.unknown_names(people.officer)] == ["呵子"]
        aside = queries.unknown_names(people.officer, ignored=True)
    assert [(one.name, one.ignored) for one in aside] == [("示例无名", "示例原因")]
    client.post(PAGE, {"do": "heed", "name": "示例无名"})
    with acting_as(people.officer):
        assert len(queries.unknown_names(people.officer)) == 2
    assert actions()[-2:] == ["knowledge.ignore_name", "knowledge.heed_name"]


def test_neither_the_table_nor_the_audit_keeps_a_name_that_was_set_aside(people: People, unknown: None) -> None:
    with acting_as(people.officer):
        services.ignore_name(actor=people.officer, name="示例无名", reason="示例")
    with acting_as(SYSTEM):
        kept = IgnoredName.objects.get()
        entry = AuditEntry.objects.order_by("-pk")[0]
    assert "示例无名" not in f"{kept.fingerprint}{kept.reason}{kept}{entry.detail}"


def test_a_name_of_another_substance_is_refused(client: Client, people: People, unknown: None) -> None:
    response: Any = as_person(client, people.officer).post(
        PAGE, {"do": "alias", "name": "柯子", "key": "he-zi"}, follow=True
    )
    assert "已经是" in text_of(response) or "already" in text_of(response)
    with acting_as(people.officer), pytest.raises(RuleBroken):
        services.ignore_name(actor=people.officer, name="示例无名", reason=" ")
    with acting_as(people.officer), pytest.raises(RuleBroken):
        services.name_substance(actor=people.officer, key="nothing", name="示例")
    with acting_as(people.officer), pytest.raises(RuleBroken):
        services.heed_name(actor=people.officer, name="从未搁置")


def test_holders_and_applicants_settle_nothing_and_see_no_names_set_aside(people: People, unknown: None) -> None:
    with acting_as(people.officer):
        services.ignore_name(actor=people.officer, name="示例无名", reason="示例")
    for actor in (people.holder, people.applicant, people.stranger):
        with acting_as(actor):
            assert not IgnoredName.objects.exists()
            with pytest.raises(PermissionRefused):
                services.name_substance(actor=actor, key="he-zi", name="呵子")
            with pytest.raises(PermissionRefused):
                services.ignore_name(actor=actor, name="呵子", reason="示例")


def test_the_list_sorts_and_exports(client: Client, people: People, unknown: None) -> None:
    as_person(client, people.officer)
    for sort in ("name", "-name", "count", "-count", "nonsense"):
        assert client.get(PAGE, {"sort": sort}).status_code == 200
    rows: Any = client.get(PAGE, {"export": "csv"})
    assert "呵子" in rows.content.decode("utf-8-sig")
    assert "诃子" in rows.content.decode("utf-8-sig")


def test_a_whole_entry_survives_the_database_and_the_form(client: Client, people: People) -> None:
    row: dict[str, Any] = {
        "id": "shi-li",
        "name_zh": "示例木",
        "kind": "herb",
        "aliases": ["示例别"],
        "names_mn": ["sili"],
        "names_bo": ["shi-li"],
        "names_in": ["shili"],
        "plant": "shili",
        "kind_of": ["he-zi"],
        "eras": [{"name": "古例", "grade": 0.8, "confidence": 0.5, "source": "示例", "to": 1000}],
        "unverified": ["sili"],
    }
    with acting_as(SYSTEM):
        services.load_lexicon(actor=SYSTEM, rows=[{"id": "he-zi", "name_zh": "诃子", "kind": "herb"}, row])
        before = {one["id"]: one for one in queries.lexicon_rows()}["shi-li"]
    assert before == row
    address = reverse("knowledge:substance-edit", args=["shi-li"])
    form = as_person(client, people.officer).get(address).context["page"].form
    given = {name: form.initial.get(name, "") for name in form.fields}
    assert client.post(address, given).status_code == 302
    with acting_as(SYSTEM):
        assert {one["id"]: one for one in queries.lexicon_rows()}["shi-li"] == row
    wrong = client.post(address, given | {"eras": "古例, , , 7, 1, 无"})
    assert wrong.status_code == 422
