"""Two officers at the same moment: targets get numbers of their own, and a typical case is published once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from erdem.base.actor import Actor, acting_as
from erdem.base.testing.actors import People
from erdem.cases.models import CampaignTarget, TypicalCase, TypicalPublication
from erdem.cases.services import NewTarget, add_target, check_typical, publish_typical, submit_typical, write_typical
from erdem.cases.services import draft_typical as draft
from erdem.cases.tests.factories import colleague_of
from erdem.cases.tests.scene_campaigns import Scene, campaign_scene, joined, neighbours
from erdem.cases.tests.test_cases_at_once import together
from erdem.cases.tests.test_typical_cases import WORDS, an_expert, closed_case

pytestmark = pytest.mark.django_db(transaction=True)


def adding(actor: Actor, scene: Scene, name: str) -> Callable[[], object]:
    def act() -> object:
        with acting_as(actor):
            return add_target(actor=actor, campaign=scene.campaign, new=NewTarget("firm", name))

    return act


def publishing(actor: Actor, typical: TypicalCase) -> Callable[[], object]:
    def act() -> object:
        with acting_as(actor):
            return publish_typical(actor=actor, typical=typical, seen_version=typical.version)

    return act


def test_two_offices_add_targets_at_once(people: People) -> None:
    scene = campaign_scene(people)
    near, _colleague = neighbours()
    joined(scene, near)
    acts = [adding(actor, scene, f"示例店{n}") for n in range(4) for actor in ((people.officer, near)[n % 2],)]
    assert together(*acts) == ["won"] * 4
    with acting_as(people.officer):
        assert sorted(CampaignTarget.objects.values_list("ordinal", flat=True)) == [1, 2, 3, 4]


def test_a_typical_case_is_published_once(people: People) -> None:
    officer, second, expert = people.officer, colleague_of(people.officer), an_expert()
    case = closed_case(officer)
    with acting_as(officer):
        made = write_typical(actor=officer, typical=draft(actor=officer, case=case), words=WORDS, hides_rights=True)
        made = submit_typical(actor=officer, typical=made, checker_id=expert.user_id or 0)
    with acting_as(expert):
        made = check_typical(actor=expert, typical=made, agree=True, said="同意")
    ends = together(publishing(officer, made), publishing(second, made))
    assert sorted(end == "won" for end in ends) == [False, True]
    with acting_as(officer):
        assert TypicalPublication.objects.count() == 1
