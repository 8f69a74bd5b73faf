"""The demonstration's firm has asked, was refused once, and writes a draft; made once."""

from __future__ import annotations

import pytest

from erdem.base.actor import SYSTEM, acting_as, job_actor
from erdem.base.jobs import JobRun
from erdem.knowledge.tests.factories import make_record
from erdem.sharing.models import AccessRequest
from erdem.web import demonstration, demonstration_sharing

pytestmark = pytest.mark.django_db


def test_three_requests_are_made_once() -> None:
    run = JobRun("", job_actor("web.load_demonstration"))
    assert demonstration_sharing.load(run) == 0  # nobody and nothing is there yet
    with acting_as(SYSTEM):
        demonstration._open_accounts()
    for name in ("示例奶食", "示例奶酒"):
        make_record(name=name, diffusion_tier="D3", community_id=demonstration.community_id())
    assert demonstration_sharing.load(run) == 3
    assert demonstration_sharing.load(run) == 0
    with acting_as(SYSTEM):
        states = AccessRequest.objects.order_by("id").values_list("status", flat=True)
        assert list(states) == ["refused", "asking", "draft"]
