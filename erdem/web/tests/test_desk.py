"""The first page of each person: what waits, in a sentence, and nothing that is not theirs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.content import IngredientLine
from erdem.overlap import services as overlap
from erdem.overlap.models import Finding
from erdem.overlap.tests.factories import (
    a_finding,
    a_formula,
    community_of,
    make_publication,
    make_record,
    many_findings,
    screened,
    with_facts,
)
from erdem.people.tests.factories import make_actor, user_of
from erdem.web.desk import figures, pages

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def desk_of(actor: Actor, **query: str) -> str:
    client = Client()
    if actor.user_id is not None:
        client.force_login(user_of(actor), backend=BACKEND)
    answer: str = client.get("/", query).content.decode()
    return answer


def test_the_officer_reads_at_once_that_nothing_waits(people: People) -> None:
    assert "今天没有线索等您" in desk_of(people.officer)


def test_the_officer_reads_how_many_findings_wait_and_for_how_long(people: People) -> None:
    finding = a_finding()
    with acting_as(SYSTEM):
        Finding.objects.filter(pk=finding.pk).update(created_at=timezone.now() - dt.timedelta(days=13))
    answer = desk_of(people.officer)
    assert "今天有1件线索等您，最早的已等13天" in answer
    assert finding.number in answer
    assert "分值只用来排先后，不是结论" in answer


def test_what_was_found_today_is_not_said_to_be_old(people: People) -> None:
    a_finding()
    assert "今天有1件线索等您，都是今天发现的" in desk_of(people.officer)


def test_an_officer_of_another_county_sees_nothing_of_it(people: People) -> None:
    a_finding()
    other = make_actor("office", "示例外旗局", "county_officer", "150621")
    assert "今天没有线索等您" in desk_of(other)


def test_a_finding_that_is_decided_no_longer_waits_and_is_told(people: People) -> None:
    finding = a_finding()
    with acting_as(people.officer):
        overlap.take_review_step(actor=people.officer, finding=finding, step="start_checking")
        finding.refresh_from_db()
        overlap.take_review_step(actor=people.officer, finding=finding, step="confirm", opinion="组成相同，用途不同。")
    answer = desk_of(people.officer)
    assert "今天没有线索等您" in answer
    assert "本月新发现1件，已核定1件" in answer


def test_every_figure_leads_to_a_list_that_opens(people: People) -> None:
    a_finding()
    client = Client()
    client.force_login(user_of(people.officer), backend=BACKEND)
    with acting_as(people.officer):
        page = pages.office(people.officer, "")
    assert len(page.figures) >= 3
    for figure in page.figures:
        assert client.get(figure.url).status_code == 200, figure


def test_the_tile_gram_is_coloured_by_the_chosen_figure(people: People) -> None:
    a_finding()
    with acting_as(people.officer):
        chosen = pages.office(people.officer, "findings")
        other = pages.office(people.officer, "records")
        nonsense = pages.office(people.officer, "nonsense")
    assert chosen.gram is not None
    assert other.gram is not None
    assert chosen.gram.values["152530"] == other.gram.values["152530"] == 1
    assert (chosen.figure, other.figure, nonsense.figure) == ("findings", "records", "findings")


def test_the_months_end_with_this_one_and_count_what_was_found(people: People) -> None:
    a_finding()
    with acting_as(people.officer):
        months = pages.office(people.officer, "").months
    assert len(months) == 12
    assert months[-1]["label"] == str(timezone.localdate().month)
    assert [month["count"] for month in months] == [0] * 11 + [1]


def test_an_elder_sees_the_own_records_and_what_became_of_them(people: People) -> None:
    a_finding(community_id=community_of(people.holder), name="示例本社方")
    make_record(
        a_formula(name="示例密方", community_id=community_of(people.holder), diffusion_tier="D1"), status="draft"
    )
    answer = desk_of(people.holder)
    assert "您的社区登记了2条，其中1条有专利同它相近" in answer
    assert "有1篇文献同它相近，主管部门还要看1篇" in answer
    assert "只有本社区能看" in answer
    assert answer.index("示例本社方") < answer.index("示例密方"), "what something happened to comes first"
    assert "er-large" in answer


def test_an_elder_without_records_is_told_how_to_begin(people: People) -> None:
    answer = desk_of(people.holder)
    assert "您的社区在这里还没有登记" in answer
    assert "谁能看由您定" in answer


def test_an_elder_never_sees_what_another_community_keeps(people: People) -> None:
    make_record(
        a_formula(name="示例密方", community_id=community_of(people.holder), diffusion_tier="D1"), status="draft"
    )
    assert "示例密方" not in desk_of(people.stranger)


def test_an_applicant_is_told_what_may_be_looked_up_and_gets_no_findings(people: People) -> None:
    a_finding()
    make_record(a_formula(name="示例限看", diffusion_tier="D2"))
    answer = desk_of(people.applicant)
    assert "您可以查1条传统知识" in answer
    assert "待核线索" not in answer
    assert 'href="/findings/"' not in answer


def test_the_public_is_told_what_this_is_and_how_to_check(people: People) -> None:
    answer = desk_of(PUBLIC)
    for words in ("可以查，可以核", "这里是做什么的", "怎样核对一条登记", "登录", "公开登记"):
        assert words in answer
    assert 'href="/findings/"' not in answer


def test_the_public_counts_only_what_is_open_to_everybody(people: People) -> None:
    make_record(a_formula(name="示例公开"))
    make_record(a_formula(name="示例登录可见", diffusion_tier="D3"))
    with acting_as(PUBLIC):
        assert figures.record_counts(PUBLIC).registered == 1
    with acting_as(people.applicant):
        assert figures.record_counts(people.applicant).registered == 1
    with acting_as(people.officer):
        assert figures.record_counts(people.officer).registered == 2


def test_an_expert_works_at_the_same_desk_without_registering(people: People) -> None:
    a_finding()
    expert = make_actor("institution", "示例研究所", "expert", None)
    answer = desk_of(expert)
    assert "今天有1件线索等您" in answer
    assert "登记传统知识</a>" not in answer


def test_the_desk_costs_the_same_number_of_queries_however_many_findings(
    people: People,
) -> None:
    many_findings(2)
    client = Client()
    client.force_login(user_of(people.officer), backend=BACKEND)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for place in range(2, 6):
        names = [f"示例药{place}甲", f"示例药{place}乙", f"示例药{place}丙"]
        lines = tuple(IngredientLine(name, "二两") for name in names)
        make_record(a_formula(name=f"示例方{place}", ingredients=lines))
        with_facts(make_publication(f"CN1030000{place:02d}A"), *names)
    screened()
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few) < 60


@pytest.mark.django_db
def test_an_address_that_only_takes_forms_answers_in_words(client: Client) -> None:
    answer = client.get("/theme")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "什么也没有改动" in answer.content.decode()
