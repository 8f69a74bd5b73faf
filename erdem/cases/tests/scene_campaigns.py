"""A campaign for tests: two officers of one office, two of another; every name is obviously invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.cases.models import Campaign, CampaignOffice, CampaignTarget
from erdem.cases.services import (
    CampaignPlan,
    NewTarget,
    NewVisit,
    add_target,
    answer_invitation,
    invite_office,
    note_visit,
    plan_campaign,
    take_campaign_step,
)
from erdem.cases.tests.factories import colleague_of, office_of
from erdem.people import queries, services
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_user


def plan(**given: Any) -> CampaignPlan:
    """Return a whole plan that begins today."""
    today = timezone.localdate()
    base: dict[str, Any] = {
        "title": "示例奶食品地理标志专项治理",
        "theme": "冒用地理标志",
        "begins_on": today,
        "ends_on": today + dt.timedelta(days=30),
        "places": ("152530",),
        "basis": "《中华人民共和国商标法》第六十条",
        "goals": "示例目标",
        "looked_for": "示例检查内容",
        "risk": "按规则计分",
        "who": "示例分工",
    }
    return CampaignPlan(**{**base, **given})


@dataclass
class Scene:
    """One campaign with its people."""

    officer: Actor
    second: Actor
    campaign: Campaign

    def step(self, step: str, by: Actor | None = None, **given: Any) -> Campaign:
        """Take a step."""
        actor = by or self.officer
        with acting_as(actor):
            self.campaign = take_campaign_step(actor=actor, campaign=self.campaign, step=step, **given)
        return self.campaign

    def target(self, name: str = "示例商行", by: Actor | None = None, **given: Any) -> CampaignTarget:
        """Put something on the list."""
        actor = by or self.officer
        with acting_as(actor):
            new = NewTarget(**{"kind": "firm", "name": name, "place_code": "152530", **given})
            return add_target(actor=actor, campaign=self.campaign, new=new)

    def run(self) -> Campaign:
        """Approve the plan and begin the action."""
        self.step("approve", by=self.second)
        return self.step("begin")

    def visit(self, target: CampaignTarget, result: str = "nothing", note: str = "示例", **given: Any) -> None:
        """Note a result of today by the two officers."""
        with acting_as(self.officer):
            new = NewVisit(
                timezone.localdate(), self.officer.user_id or 0, self.second.user_id or 0, result, note, **given
            )
            note_visit(actor=self.officer, target=target, new=new)


def campaign_scene(people: People, **given: Any) -> Scene:
    """Plan a campaign of the officer's office."""
    second = colleague_of(people.officer)
    with acting_as(people.officer):
        made = plan_campaign(actor=people.officer, office=office_of(people.officer), plan=plan(**given))
    return Scene(people.officer, second, made)


def neighbours() -> tuple[Actor, Actor]:
    """Make another office with two officers."""
    with acting_as(SYSTEM):
        office = services.open_organisation(
            actor=SYSTEM, kind=OrganisationKind.OFFICE, name="示例邻旗市场监督管理局", place_code="152527"
        )
        made = []
        for name in ("示例邻旗甲", "示例邻旗乙"):
            user = make_user(name)
            services.add_member(actor=SYSTEM, organisation=office, user=user, role=Role.COUNTY_OFFICER)
            made.append(queries.actor_of(user))
        return made[0], made[1]


def joined(scene: Scene, other: Actor) -> CampaignOffice:
    """Invite the office of somebody and have it accept."""
    with acting_as(scene.officer):
        part = invite_office(actor=scene.officer, campaign=scene.campaign, office=office_of(other))
    with acting_as(other):
        part = answer_invitation(actor=other, part=part, accept=True)
    with acting_as(scene.officer):
        scene.campaign.refresh_from_db()
    return part
