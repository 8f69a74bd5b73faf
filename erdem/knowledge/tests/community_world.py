"""Stewards, communities and records held together, for tests; every name is obviously invented."""

from __future__ import annotations

import datetime as dt

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge import services
from erdem.knowledge.choices import HoldingState
from erdem.knowledge.models import AuthorityPaper, CommunityProfile, Holding, Record
from erdem.knowledge.tests.factories import BANNER
from erdem.people.choices import Role
from erdem.people.models import Organisation
from erdem.people.queries import actor_of
from erdem.people.tests.factories import make_actor, user_of

TODAY = dt.date(2026, 11, 26)
PAPER = b"%PDF-1.4 example"


def a_profile(name: str = "示例新社区", **given: object) -> services.ProfileContent:
    """What somebody writes about a community."""
    values: dict[str, object] = {"name": name, "holder_type": "C", "place_codes": (BANNER,), "description": "示例介绍"}
    return services.ProfileContent(**{**values, **given})  # type: ignore[arg-type]  # values of the right fields


def a_steward(name: str = "示例持有社区", place: str = BANNER, **given: object) -> Actor:
    """Make a steward with a recognised community of that name."""
    steward = make_actor("community", name, Role.STEWARD, place)
    with acting_as(SYSTEM):
        organisation = Organisation.objects.get(kind="community", name=name)
        if not CommunityProfile.objects.filter(organisation=organisation).exists():
            content = a_profile(name, **{"place_codes": (place,), **given})
            profile = services.propose_community(actor=SYSTEM, content=content, organisation=organisation)
            services.recognise_community(actor=SYSTEM, profile=profile)
    return steward


def community_id(actor: Actor) -> int:
    """Return the one community that an actor speaks for."""
    (organisation,) = actor.speaks_for
    return organisation


def profile_of(actor: Actor) -> CommunityProfile:
    """Return the profile of the community that an actor speaks for."""
    with acting_as(SYSTEM):
        return CommunityProfile.objects.select_related("organisation").get(organisation_id=community_id(actor))


def a_resolution(steward: Actor, **given: object) -> AuthorityPaper:
    """Hand in a resolution of the villagers' meeting."""
    values: dict[str, object] = {
        "kind": "assembly",
        "title": "示例决议",
        "decided_on": dt.date(2026, 1, 5),
        "valid_from": dt.date(2026, 1, 5),
        "present": 40,
        "agreeing": 36,
    }
    content = services.PaperContent(**{**values, **given})  # type: ignore[arg-type]  # values of the right fields
    with acting_as(steward):
        return services.keep_paper(
            actor=steward, profile=profile_of(steward), content=content, file=PAPER, file_name="示例决议.pdf"
        )


def hold(record: Record, *stewards: Actor, state: str = HoldingState.ACTIVE) -> list[Holding]:
    """Give communities a hold on a record."""
    with acting_as(SYSTEM):
        made = [
            Holding.objects.create(record=record, community_id=community_id(steward), state=state)
            for steward in stewards
        ]
        record.refresh_from_db()
    return made


def again(actor: Actor) -> Actor:
    """Return the actor as the next request of the person would be."""
    with acting_as(SYSTEM):
        return actor_of(user_of(actor))
