"""People for tests; every name is obviously invented."""

from __future__ import annotations

import itertools

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.people import queries, services
from erdem.people.choices import OrganisationKind, Role
from erdem.people.models import Organisation, User

_sequence = itertools.count(1)
PASSWORD = "示例-password-1"


def make_user(name: str = "示例用户") -> User:
    """Make an account."""
    number = next(_sequence)
    return services.open_account(
        actor=SYSTEM, username=f"example{number}", password=PASSWORD, display_name=f"{name}{number}"
    )


def make_organisation(kind: str, name: str, place_code: str | None = "152530") -> Organisation:
    """Make an organisation in 正镶白旗's neighbour, the banner 152530 unless told otherwise."""
    return services.open_organisation(actor=SYSTEM, kind=kind, name=name, place_code=place_code)


def make_actor(kind: str, name: str, role: str, place_code: str | None = "152530") -> Actor:
    """Make a person with a membership and return the actor that a request of that person would have."""
    with acting_as(SYSTEM):
        user = make_user()
        organisation = make_organisation(kind, name, place_code)
        services.add_member(actor=SYSTEM, organisation=organisation, user=user, role=role)
        return queries.actor_of(user)


def four_people() -> People:
    """Make the four people of every test."""
    return People(
        holder=make_actor(OrganisationKind.COMMUNITY, "示例持有社区", Role.BEARER),
        applicant=make_actor(OrganisationKind.ENTERPRISE, "示例企业", Role.APPLICANT),
        officer=make_actor(OrganisationKind.OFFICE, "示例旗市场监督管理局", Role.COUNTY_OFFICER),
        stranger=make_actor(OrganisationKind.COMMUNITY, "示例外地社区", Role.BEARER, "150621"),
    )


def user_of(actor: Actor) -> User:
    """Return the account behind an actor."""
    return User.objects.get(pk=actor.user_id or 0)
