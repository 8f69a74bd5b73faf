"""The communities of the demonstration county: entered once, with something on each page, and marked as invented."""

from __future__ import annotations

import pytest

from erdem.base.actor import SYSTEM, acting_as, job_actor
from erdem.base.jobs import JobRun
from erdem.base.models import AuditEntry
from erdem.knowledge.models import AuthorityPaper, CommunityProfile, HolderCall, Holding
from erdem.knowledge.tests.factories import make_record
from erdem.people.models import MembershipRequest
from erdem.web import demonstration, demonstration_community

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> JobRun:
    return JobRun("", job_actor("web.load_demonstration"))


def test_the_communities_are_entered_once_and_say_that_they_are_invented(run: JobRun) -> None:
    with acting_as(SYSTEM):
        demonstration._open_accounts()
    own = demonstration.community_id()
    for place in range(3):
        make_record(name=f"示例奶食{place}", diffusion_tier="D3", community_id=own)
    make_record(name="示例无主", diffusion_tier="D4")
    assert demonstration_community.load(run) == 3
    assert demonstration_community.load(run) == 0
    with acting_as(SYSTEM):
        profiles = list(CommunityProfile.objects.all())
        assert all(profile.is_demonstration and "编造" in profile.description for profile in profiles)
        states = sorted(Holding.objects.values_list("state", flat=True))
        assert states == [*["active"] * 5, "invited"]
        assert AuthorityPaper.objects.get().file_name == "示例决议.pdf"
        assert HolderCall.objects.count() == MembershipRequest.objects.count() == 1
        reads = AuditEntry.objects.filter(action="knowledge.read_restricted", organisation_id=own)
        assert {entry.detail["reason"] for entry in reads} == {"duty"}


def test_without_the_accounts_nothing_is_entered(run: JobRun) -> None:
    assert demonstration_community.load(run) == 0
    with acting_as(SYSTEM):
        assert not CommunityProfile.objects.exists()
