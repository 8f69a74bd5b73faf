"""The readers of the matrix: real accounts with real memberships, and what the oracle knows of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.people import queries, services
from erdem.people.models import Group, GroupMember, Organisation
from erdem.people.tests.factories import make_user
from tests.leak.oracle import Reader
from tests.world import World

READERS = (
    "public", "holder", "steward", "woman", "kin", "named", "both", "third", "stranger", "applicant",
    "officer", "region", "neighbour", "expert",
)  # fmt: skip
"""All of them by name, in the order of the cast."""
COMMUNITIES = ("own", "other", "third")
GROUPS = ("clan", "family", "women", "men", "named_holders")


@dataclass
class Cast:
    """The readers with their actors, and the rows that cards refer to by name."""

    facts: dict[str, Reader] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    communities: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)

    def add(self, reader: Reader, actor: Actor) -> None:
        """Add one reader."""
        self.facts[reader.name] = reader
        self.actors[reader.name] = actor

    def names(self) -> tuple[str, ...]:
        """Return the names of all readers."""
        return tuple(self.facts)


def cast_of(world: World) -> Cast:
    """Return the readers, with those that the world lacks: stewards, members of groups, a member of two communities."""
    cast, people = Cast(), world.people
    (own,), (other,) = people.holder.organisation_ids, people.stranger.organisation_ids
    with acting_as(SYSTEM):
        third = services.open_organisation(actor=SYSTEM, kind="community", name="示例第三社区", place_code="152530")
    cast.communities = {"own": own, "other": other, "third": third.pk}
    cast.groups = _groups(own)
    mine, theirs = frozenset({"own"}), frozenset({"other"})
    cast.add(Reader("public", signed_in=False), PUBLIC)
    cast.add(Reader("holder", communities=mine), people.holder)
    cast.add(Reader("steward", communities=mine, stewards=mine), _member(cast, {"own": "steward"}))
    cast.add(
        Reader("woman", communities=mine, groups=frozenset({"women", "clan"})),
        _member(cast, {"own": "bearer"}, "women", "clan"),
    )
    cast.add(
        Reader("kin", communities=mine, groups=frozenset({"family", "men"})),
        _member(cast, {"own": "bearer"}, "family", "men"),
    )
    cast.add(
        Reader("named", communities=mine, groups=frozenset({"named_holders"})),
        _member(cast, {"own": "bearer"}, "named_holders"),
    )
    cast.add(Reader("both", communities=mine | theirs), _member(cast, {"own": "bearer", "other": "bearer"}))
    cast.add(
        Reader("third", communities=frozenset({"third"}), stewards=frozenset({"third"})),
        _member(cast, {"third": "steward"}),
    )
    cast.add(Reader("stranger", communities=theirs), people.stranger)
    cast.add(Reader("applicant", has_permits=True), people.applicant)
    cast.add(Reader("officer", places=("152530",)), people.officer)
    cast.add(Reader("region", places=("15",)), world.region)
    cast.add(Reader("neighbour", places=("152529",)), world.neighbour)
    cast.add(Reader("expert", is_expert=True), world.expert)
    return cast


def _groups(community: int) -> dict[str, int]:
    with acting_as(SYSTEM):
        return {
            kind: Group.objects.create(organisation_id=community, kind=kind, name=f"示例{kind}").pk for kind in GROUPS
        }


def _member(cast: Cast, roles: dict[str, str], *groups: str) -> Actor:
    with acting_as(SYSTEM):
        user = make_user()
        for community, role in roles.items():
            organisation = Organisation.objects.get(pk=cast.communities[community])
            services.add_member(actor=SYSTEM, organisation=organisation, user=user, role=role)
        for group in groups:
            GroupMember.objects.create(group_id=cast.groups[group], user=user)
        return queries.actor_of(user)
