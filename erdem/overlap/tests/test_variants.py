"""The small multiples, the alternatives and the JSON of a finding: complete for those who may, silent about the rest."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import ALLOWED
from erdem.base.testing.actors import People
from erdem.knowledge.content import IngredientLine
from erdem.knowledge.models import Record, Source
from erdem.overlap.models import Finding
from erdem.overlap.queries.bands import band_of, band_sentence, measured
from erdem.overlap.queries.finding_json import SCHEMA, finding_json
from erdem.overlap.queries.finding_page import finding_page
from erdem.overlap.queries.findings import get_finding, wanted_of
from erdem.overlap.queries.variants import variants_page
from erdem.people.tests.factories import make_actor, user_of

from .factories import (
    a_formula,
    a_process,
    community_of,
    finding_of,
    make_publication,
    make_record,
    screened,
    with_claim,
    with_steps,
)

pytestmark = pytest.mark.django_db
SECRET = "密传示例方"


def lines(**doses: str) -> tuple[IngredientLine, ...]:
    return tuple(IngredientLine(name, dose) for name, dose in doses.items())


@pytest.fixture
def cluster(people: People) -> Record:
    """Three records of one composition, one of them secret and of another community; a fourth that is near."""
    elsewhere = community_of(people.stranger)
    own = make_record(a_formula(name="示例甲方", ingredients=lines(诃子="二两", 栀子="各二两", 川楝子="二两")))
    early = make_record(a_formula(name="示例乙方", ingredients=lines(诃子="三两", 栀子="二两", 川楝子="二两")))
    make_record(
        a_formula(
            name=SECRET,
            diffusion_tier="D1",
            community_id=elsewhere,
            places=(),
            ingredients=lines(诃子="九两", 栀子="二两", 川楝子="二两"),
        )
    )
    make_record(a_formula(name="示例近方", ingredients=lines(诃子="二两", 栀子="二两", 川楝子="二两", 甘草="一两")))
    with acting_as(SYSTEM):
        Source.objects.create(record=early, title="示例古书", year=652)
    with_claim(make_publication())
    screened()
    return own


def page_of(actor: Actor, record: Record) -> Any:
    with acting_as(actor), translation.override("zh-hans"):
        finding = Finding.objects.get(record=record)
        seen = get_finding(actor, finding.number)
        assert seen is not None
        return variants_page(actor, seen)


def test_every_panel_has_the_same_cells_and_the_earliest_source_comes_first(people: People, cluster: Record) -> None:
    page = page_of(people.officer, cluster)
    assert [panel.title for panel in page.panels] == ["示例乙方", "示例甲方"]
    assert page.columns == ("诃子", "栀子", "川楝子")
    assert {len(panel.cells) for panel in page.every} == {3}
    assert [cell.note for cell in page.patent.cells] == ["3份", "2份", "2份"]
    assert [cell.marks for cell in page.panels[1].cells] == [("用量不同",), (), ()]
    assert [panel.title for panel in page.near] == ["示例近方"]
    assert page.near[0].others == "甘草"


def test_a_variant_that_the_reader_may_not_see_is_counted_or_not_mentioned(people: People, cluster: Record) -> None:
    community = make_actor("community", "示例另一社区", "bearer")
    with acting_as(SYSTEM):
        Record.objects.filter(pk=cluster.pk).update(community_id=community_of(community))
    assert page_of(people.officer, cluster).hidden == 1
    assert page_of(community, cluster).hidden is None
    for actor in (people.officer, community):
        assert SECRET not in repr(page_of(actor, cluster))


def test_the_steps_of_a_process_are_cells_too(people: People) -> None:
    record = make_record(a_process("示例奶豆腐"))
    with_steps(make_publication("CN215455113U", title="一种奶豆腐的制作方法"), "静置发酵", "压制成型")
    screened()
    page = page_of(people.officer, record)
    assert page.is_process
    assert sum(cell.present for cell in page.patent.cells) == 2
    assert page.panels[0].held == len([name for name in page.columns if name])
    assert not [cell.name for cell in page.patent.cells if cell.name.startswith(("step:", "patent:"))]


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor))
    return client


def test_the_json_holds_the_evidence_and_no_word_of_a_hidden_record(people: People, cluster: Record) -> None:
    finding = finding_of(cluster)
    answer = signed_in(people.officer).get(f"/findings/{finding.number}.json")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{finding.number}.json"'
    text = answer.content.decode()
    held = json.loads(text)
    assert SECRET not in text
    assert held["schema"] == SCHEMA
    assert held["variants_not_shown"] == 1
    assert [variant["name"] for variant in held["variants"]] == ["示例乙方", "示例甲方"]
    (first, *_rest) = held["match"]["shared"]
    begin, end = first["claim_span"]
    assert end - begin == len(first["claim_name"])
    assert set(held["publication"]["texts"]) == {"title", "claim:1"}
    assert {window["slug"] for window in held["windows"]} >= {"observation_cn", "invalidation_cn"}
    assert "示例近方" in {one["name"] for one in held["alternatives"]}


@pytest.mark.parametrize("who", ["applicant", "stranger"])
def test_who_may_not_see_the_finding_gets_neither_json_nor_variants(people: People, cluster: Record, who: str) -> None:
    client, number = signed_in(getattr(people, who)), finding_of(cluster).number
    assert client.get(f"/findings/{number}.json").status_code == 404
    assert client.get(f"/findings/{number}/variants/").status_code == 404


def test_taking_away_a_finding_on_narrow_knowledge_leaves_an_entry(people: People) -> None:
    record = make_record(a_formula(diffusion_tier="D2", community_id=community_of(people.holder)))
    with_claim(make_publication())
    screened()
    number = finding_of(record).number
    with acting_as(SYSTEM):
        before = AuditEntry.objects.filter(action="overlap.read_finding").count()
    assert signed_in(people.officer).get(f"/findings/{number}.json").status_code == 200
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="overlap.read_finding").count() == before + 1


def test_the_page_counts_only_variants_the_reader_may_see(people: People, cluster: Record) -> None:
    with acting_as(people.officer):
        seen = get_finding(people.officer, finding_of(cluster, people.officer).number)
        assert seen is not None
        page = finding_page(people.officer, seen, steps=(), dossier=ALLOWED)
        held = finding_json(people.officer, seen)
    assert page.variants == len(held["variants"]) == 2
    assert [one.name for one in page.alternatives] == [one["name"] for one in held["alternatives"]]


def test_a_band_is_said_with_its_measurement_and_its_base() -> None:
    with translation.override("zh-hans"):
        for band, found in measured().items():
            said = band_sentence(band)
            assert f"{found.true}/{found.pairs}" in said
        assert "没有测过" in band_sentence("none")


@pytest.mark.parametrize(
    ("match", "band"),
    [
        ({"band": "lower", "alarm": True}, "lower"),
        ({"alarm": True, "score": 0.5}, "upper"),
        ({"alarm": False, "score": 0.3}, "middle"),
        ({"alarm": False, "score": 0.1}, "lower"),
        ({"band": "what", "score": 0.1}, "lower"),
    ],
)
def test_the_band_is_the_engines_own(match: dict[str, Any], band: str) -> None:
    assert band_of(match) == band


def test_kept_addresses_with_the_old_names_of_bands_still_work() -> None:
    from django.http import QueryDict

    assert wanted_of(QueryDict("band=high&band=middle&band=low")).band == ("upper", "middle", "lower")
