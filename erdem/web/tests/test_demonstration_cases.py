"""The cases of the demonstration show something of everything, are loaded once, and need the accounts of the demonstration."""

from __future__ import annotations

import pytest
from django.test import Client

from erdem.base.actor import SYSTEM, acting_as, job_actor
from erdem.base.jobs import JobRun
from erdem.base.models import ClockState
from erdem.cases.models import Case, CaseClock, Filing, OfficialDocument
from erdem.knowledge.content import IngredientLine
from erdem.overlap.tests.factories import a_finding, a_formula, make_publication, make_record, screened, with_facts
from erdem.people.models import User
from erdem.web import demonstration, demonstration_cases

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_cases_of_many_kinds_and_is_loaded_once(client: Client) -> None:
    run = JobRun("", job_actor("web.load_demonstration"))
    assert demonstration_cases.load(run) == 0
    with acting_as(SYSTEM):
        demonstration._open_accounts()
    loaded = demonstration_cases.load(run)
    assert loaded >= 7
    assert demonstration_cases.load(run) == 0
    with acting_as(SYSTEM):
        assert Case.objects.count() == loaded
        kinds = set(Case.objects.values_list("kind", flat=True))
        assert kinds >= {"complaint", "report", "penalty", "patent_dispute", "rights_assistance"}
        assert Filing.objects.filter(status="new").count() == 2
        assert Case.objects.filter(kind="penalty", status="notified").exists()
        assert OfficialDocument.objects.filter(template="penalty_notice").exists()
        assert Case.objects.filter(handler=None).count() == 1
        assert CaseClock.objects.filter(state=ClockState.RUNNING).exists()
        client.force_login(User.objects.get(username="officer"))
    page = client.get("/cases/?queue=mine")
    assert page.status_code == 200
    assert "示例：擅自使用毡艺集体商标" in page.content.decode()


def test_the_communities_are_asked_about_an_application_whose_window_is_open() -> None:
    with acting_as(SYSTEM):
        demonstration._open_accounts()
    own = demonstration.community_id()
    a_finding(community_id=own)  # of whose standing nothing is known
    herbs = ("示例药甲", "示例药乙", "示例药丙")
    lines = tuple(IngredientLine(name, "二两") for name in herbs)
    make_record(a_formula(name="示例方乙", ingredients=lines, community_id=own))
    with_facts(make_publication("CN199999903A", status_group="pending"), *herbs)
    screened()
    demonstration_cases.load(JobRun("", job_actor("web.load_demonstration")))
    with acting_as(SYSTEM):
        case = Case.objects.get(kind="misuse_action")
        assert (case.right_number, case.status, case.communities) == ("CN199999903A", "asked", [own])
