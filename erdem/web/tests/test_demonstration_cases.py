"""The cases of the demonstration show something of everything, are loaded once, and need the accounts of the demonstration."""

from __future__ import annotations

import pytest
from django.test import Client

from erdem.base.actor import SYSTEM, acting_as, job_actor
from erdem.base.jobs import JobRun
from erdem.base.models import ClockState
from erdem.cases.models import Case, CaseClock, Filing, OfficialDocument
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
