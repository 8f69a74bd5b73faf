"""The demonstration county has one certificate, issued once."""

from __future__ import annotations

import pytest

from erdem.base.actor import SYSTEM, acting_as, job_actor
from erdem.base.jobs import JobRun
from erdem.knowledge.models import Certificate
from erdem.knowledge.tests.factories import make_record
from erdem.web import demonstration, demonstration_certificates

pytestmark = pytest.mark.django_db


def test_one_certificate_is_issued_once() -> None:
    run = JobRun("", job_actor("web.load_demonstration"))
    assert demonstration_certificates.load(run) == 0  # nobody and nothing is there yet
    with acting_as(SYSTEM):
        demonstration._open_accounts()
    make_record(name="示例奶食", diffusion_tier="D3", community_id=demonstration.community_id())
    assert demonstration_certificates.load(run) == 1
    assert demonstration_certificates.load(run) == 0
    with acting_as(SYSTEM):
        assert Certificate.objects.get().title == "示例奶食"
