"""Saving a form loses nothing that the form does not show."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.content import IngredientLine, NameLine, OriginLine, PlaceLine, RecordContent, SourceLine
from erdem.knowledge.forms.record import initial_of
from erdem.knowledge.forms.unshown import rejoined
from erdem.knowledge.models import Record
from erdem.knowledge.queries.versions import present_content
from erdem.knowledge.tests.factories import a_formula, community_of, make_record
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db


def full(community: int) -> RecordContent:
    return a_formula(
        community_id=community,
        names=(NameLine("别名"), NameLine("ᠨᠡᠷ᠎ᠡ", "mn"), NameLine("name", "en")),
        places=(PlaceLine("152530", "察哈尔草原"), PlaceLine("152502", "旧称贝子庙"), PlaceLine(None, "苏尼特")),
        ingredients=(IngredientLine("诃子", "三两", in_method=True), IngredientLine("栀子"), IngredientLine("甘草")),
        sources=(
            SourceLine("甲书", kind="classic", period="明", site="示例藏书处", quotation="原文一句"),
            SourceLine("乙书", kind="classic", period="清"),
        ),
        origins=(OriginLine("传自示例", "示例依据", "152502", "清"),),
    )


def sent(record: Record) -> dict[str, Any]:
    """What a browser sends back of the form when nothing was touched."""
    data = {name: "" if value is None else value for name, value in initial_of(record).items()}
    data |= {name: "on" for name, value in data.items() if value is True}
    data = {name: value for name, value in data.items() if value is not False}
    shown = {
        "ingredients": ("name", "dose", "processing", "part"),
        "steps": ("operation",),
        "sources": ("title", "kind", "author", "edition", "chapter", "page", "year", "date_text", "proves"),
        "origins": ("claim", "period", "source"),
    }
    for key, names in shown.items():
        lines = list(getattr(record, key).all())
        data[f"{key}-count"] = len(lines)
        for at, line in enumerate(lines):
            data |= {f"{key}-{at}-{name}": getattr(line, name) or "" for name in names}
    return data


@pytest.fixture
def record(people: People) -> Record:
    return make_record(full(community_of(people.holder)))


def saved(client: Client, people: People, record: Record, **changes: Any) -> RecordContent:
    client.force_login(user_of(people.holder))
    with acting_as(SYSTEM):
        data = sent(record)
    answer = client.post(f"/knowledge/{record.number}/edit/", {**data, "version": record.version, **changes})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    with acting_as(SYSTEM):
        return present_content(Record.objects.get(pk=record.pk))


def test_one_word_is_changed_and_all_else_stays(client: Client, people: People, record: Record) -> None:
    with acting_as(SYSTEM):
        before = present_content(record)
    after = saved(client, people, record, indication="另一主治")
    assert after.indication == "另一主治"
    for name in ("names", "places", "ingredients", "sources", "origins", "steps", "materials", "products"):
        assert getattr(after, name) == getattr(before, name), name


def test_a_line_keeps_its_own_when_others_go_move_or_change(client: Client, people: People, record: Record) -> None:
    changes = {
        "sources-count": 2,
        "sources-0-title": "乙书",
        "sources-0-chapter": "",
        "sources-1-title": "甲书",
        "sources-1-page": "十二",
        "ingredients-0-dose": "五两",
        "aliases": "name\nᠨᠡᠷ᠎ᠡ\n新名",
        "other_places": "苏尼特",
    }
    after = saved(client, people, record, **changes)
    assert [(source.title, source.period, source.quotation, source.page) for source in after.sources] == [
        ("乙书", "清", "", ""),
        ("甲书", "明", "原文一句", "十二"),
    ]
    assert next((line.name, line.dose, line.in_method) for line in after.ingredients) == ("诃子", "五两", True)
    assert after.names == (NameLine("name", "en"), NameLine("ᠨᠡᠷ᠎ᠡ", "mn"), NameLine("新名"))
    assert after.places == (PlaceLine("152530", "察哈尔草原"), PlaceLine(None, "苏尼特"))


def test_a_corrected_name_keeps_its_place_when_no_line_came_or_went() -> None:
    stored = [SourceLine("甲书", period="明"), SourceLine("乙书", period="清")]
    assert rejoined([SourceLine("甲书"), SourceLine("乙书二")], stored, ["title"])[1] == SourceLine(
        "乙书二", period="清"
    )
    assert rejoined([SourceLine("丙书")], stored, ["title"]) == (SourceLine("丙书"),)
    assert rejoined([SourceLine("甲书")] * 2, stored[:1], ["title"])[1] == SourceLine("甲书")
