"""Who sees findings: twice decided, by Python and by the database, with the same answer."""

from __future__ import annotations

import contextlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict
from django.test import Client

from erdem.base import blobs
from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as, tell_database
from erdem.base.testing.actors import People
from erdem.knowledge.content import IngredientLine, PlaceLine
from erdem.overlap import services
from erdem.overlap.models import Dossier, Finding, Review, ScreeningRun
from erdem.overlap.policies import VISIBLE
from erdem.overlap.queries import figures, findings
from erdem.people.tests.factories import make_actor, user_of

from .factories import BANNER, a_finding, a_formula, community_of, make_publication, make_record, screened, with_facts

pytestmark = pytest.mark.django_db

SECRET = "密传示例方"


@pytest.fixture
def many_kinds(people: People) -> dict[str, Actor]:
    return {
        "holder": people.holder,
        "applicant": people.applicant,
        "officer": people.officer,
        "stranger": people.stranger,
        "league": make_actor("office", "示例盟市场监督管理局", "region_officer", "152500"),
        "region": make_actor("office", "示例自治区知识产权局", "region_officer", "150000"),
        "neighbour": make_actor("office", "示例邻旗市场监督管理局", "county_officer", "152529"),
        "expert": make_actor("institution", "示例研究所", "expert", "150102"),
        "public": PUBLIC,
        "system": SYSTEM,
    }


@pytest.fixture
def all_tiers(people: People) -> None:
    """One record of each tier, held by the community; one of the whole league, one of nobody's place."""
    community = community_of(people.holder)
    for place, tier in enumerate(("D1", "D2", "D3", "D4")):
        make_record(a_formula(name=f"{SECRET}{tier}", diffusion_tier=tier, community_id=community))
        with_facts(make_publication(f"CN10100000{place}A"), "诃子", "栀子", "川楝子")
    make_record(a_formula(name="示例盟方", places=_places("152500")))
    make_record(a_formula(name="示例古方", places=(), ingredients=_herbs("黄芩", "芍药", "大枣")))
    with_facts(make_publication("CN101000009A"), "黄芩", "芍药", "大枣")
    screened()


def _herbs(*names: str) -> tuple[IngredientLine, ...]:
    return tuple(IngredientLine(name, "二两") for name in names)


def _places(code: str) -> tuple[PlaceLine, ...]:
    return (PlaceLine(code),)


def test_both_locks_agree_for_everybody_on_every_table(many_kinds: dict[str, Actor], all_tiers: None) -> None:
    officer = many_kinds["officer"]
    with acting_as(officer):
        for finding in findings.findings(officer):
            services.take_review_step(actor=officer, finding=finding, step="start_checking")
    for name, actor in many_kinds.items():
        for model, rule in VISIBLE.items():
            with acting_as(actor):
                by_database = set(model._default_manager.values_list("pk", flat=True))
            with acting_as(SYSTEM):
                by_policy = set(model._default_manager.filter(rule(actor)).values_list("pk", flat=True))
            assert by_database == by_policy, (name, model)


def test_with_no_actor_nothing_is_seen(all_tiers: None) -> None:
    with transaction.atomic():
        tell_database(None)
        assert [model._default_manager.count() for model in VISIBLE] == [0] * len(VISIBLE)


@pytest.mark.parametrize(
    ("who", "tiers"),
    [
        ("public", set()),
        ("stranger", set()),
        ("applicant", set()),
        ("neighbour", {"示例盟方"}),
        ("holder", {"D1", "D2", "D3", "D4"}),
        ("officer", {"D2", "D3", "D4", "示例盟方"}),
        ("league", {"D2", "D3", "D4", "示例盟方"}),
        ("region", {"D2", "D3", "D4", "示例盟方", "示例古方"}),
        ("expert", {"D4", "示例盟方", "示例古方"}),
    ],
)
def test_it_shows_findings_to_those_who_look_after_the_knowledge(
    many_kinds: dict[str, Actor], all_tiers: None, who: str, tiers: set[str]
) -> None:
    actor = many_kinds[who]
    with acting_as(actor):
        names = {finding.record.name.removeprefix(SECRET) for finding in findings.findings(actor)}
    assert names == tiers


def test_a_stranger_meets_no_trace_of_a_restricted_finding(people: People, all_tiers: None, client: Client) -> None:
    with acting_as(SYSTEM):
        finding = Finding.objects.select_related("publication", "record").filter(record__diffusion_tier="D2")[0]
    client.force_login(user_of(people.stranger))
    doors = [
        "/findings/",
        "/findings/?q=" + SECRET,
        "/findings/export.csv",
        "/findings/export.xlsx",
        f"/findings/of-publication/{finding.publication.number_key}/",
        f"/findings/of-record/{finding.record.number}/",
    ]
    for door in doors:
        content = client.get(door).content
        assert SECRET.encode() not in content.replace(f'value="{SECRET}"'.encode(), b"")
        assert finding.number.encode() not in content
    assert client.get(f"/findings/{finding.number}/").status_code == 404
    assert client.post(f"/findings/{finding.number}/step/", {"step": "start_checking"}).status_code == 404
    assert client.post(f"/findings/{finding.number}/dossier/").status_code == 404


def test_counts_and_figures_tell_a_stranger_nothing(people: People, all_tiers: None) -> None:
    stranger = people.stranger
    with acting_as(stranger):
        wanted = findings.wanted_of(QueryDict())
        assert findings.counts(stranger, wanted, "status") == {}
        assert figures.pending_count(stranger) == 0
        assert figures.oldest_pending(stranger) is None
        assert figures.counts_by_place(stranger) == {}
        assert figures.queue(stranger) == []
        assert sum(month.new for month in figures.monthly_new_and_reviewed(stranger)) == 0


def test_the_signed_out_are_sent_to_the_login(all_tiers: None, client: Client) -> None:
    assert client.get("/findings/").status_code == 302


def test_the_fragment_of_a_publication_is_empty_for_the_public(all_tiers: None, client: Client) -> None:
    page = client.get("/findings/of-publication/CN101000003A/").content.decode()
    assert SECRET not in page
    assert "XS-" not in page


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO overlap_finding SELECT * FROM overlap_finding LIMIT 1",
        "DELETE FROM overlap_finding",
        "UPDATE overlap_review SET text = ''",
        "DELETE FROM overlap_review",
        "TRUNCATE overlap_review CASCADE",
        "DELETE FROM overlap_dossier",
        "UPDATE overlap_screeningrun SET raised = 0",
    ],
)
def test_raw_sql_of_an_officer_changes_nothing(people: People, statement: str) -> None:
    finding = a_finding()
    with acting_as(people.officer):
        services.take_review_step(actor=people.officer, finding=finding, step="start_checking")
    with acting_as(SYSTEM):
        before = [
            list(model._default_manager.order_by("pk").values()) for model in (Finding, Review, Dossier, ScreeningRun)
        ]
    with (
        acting_as(people.officer),
        contextlib.suppress(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    with acting_as(SYSTEM):
        after = [
            list(model._default_manager.order_by("pk").values()) for model in (Finding, Review, Dossier, ScreeningRun)
        ]
    assert after == before


def test_a_member_of_the_community_sees_but_does_not_move_a_finding(people: People) -> None:
    finding = a_finding(community_id=community_of(people.holder))
    with acting_as(people.holder), connection.cursor() as cursor:
        cursor.execute("UPDATE overlap_finding SET status = 'checking' WHERE id = %s", [finding.pk])
        assert cursor.rowcount == 0


def test_the_database_refuses_a_dossier_of_narrowly_shared_knowledge(people: People) -> None:
    finding = a_finding(diffusion_tier="D2", community_id=community_of(people.holder))
    with acting_as(people.officer):
        blob = blobs.keep(b"x", media_type="application/pdf")
        with pytest.raises(DatabaseError), transaction.atomic():
            Dossier.objects.create(
                number="ZJ-2026-9999", finding=finding, blob=blob, checklist=[], content={}, made_by="示例"
            )


def test_the_banner_of_the_tests_is_in_the_league() -> None:
    assert BANNER.startswith("1525")
