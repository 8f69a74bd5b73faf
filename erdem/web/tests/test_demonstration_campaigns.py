"""The demonstration has a campaign of two counties that runs, and a typical case that everybody reads; loaded once."""

from __future__ import annotations

import pytest
from django.test import Client

from erdem.base.actor import SYSTEM, acting_as, job_actor
from erdem.base.jobs import JobRun
from erdem.cases.models import Campaign, CampaignOffice, TargetVisit, TypicalPublication
from erdem.web import demonstration, demonstration_campaigns

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_a_joint_campaign_and_a_typical_case(client: Client) -> None:
    run = JobRun("", job_actor("web.load_demonstration"))
    assert demonstration_campaigns.load(run) == 0
    with acting_as(SYSTEM):
        demonstration._open_accounts()
    assert demonstration_campaigns.load(run) == 2
    assert demonstration_campaigns.load(run) == 0
    with acting_as(SYSTEM):
        assert Campaign.objects.get().status == "running"
        assert CampaignOffice.objects.get().state == "accepted"
        assert set(TargetVisit.objects.values_list("result", flat=True)) == {"case", "corrected", "nothing", "ordered"}
        number = TypicalPublication.objects.get().number
    page = client.get(f"/typical-cases/{number}/")
    assert (page.status_code, "示例牧户奶食店" in page.content.decode()) == (200, False)
