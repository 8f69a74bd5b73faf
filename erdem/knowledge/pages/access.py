"""The access sentence: what the reader sees, and why; who else does; how to ask for more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor, ActorKind
from erdem.knowledge import queries
from erdem.knowledge.choices import AccessLevel, Status
from erdem.knowledge.models import Record, RecordFace
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.rules import RuleLine, binding_words, member_words, rule_lines, season_words
from erdem.knowledge.policies.records import OFFICERS, REGION
from erdem.knowledge.services import is_noted
from erdem.knowledge.wall import Audience, Wall, wall_of

Known = Record | RecordFace


@dataclass(frozen=True)
class Limits:
    """Why one reader sees what he sees of one record: each rule in words, nothing of the content.

    ``sees`` and ``because`` are the sentence for the top of a page, ``others`` who else reads it, ``asking`` how to ask for more.
    """

    who: str
    sees: str
    because: str
    others: str
    rules: tuple[RuleLine, ...]
    gates: str
    noted: str
    asking: tuple[str, ...]
    contacts: tuple[Link, ...]
    url: str

    @property
    def sentence(self) -> str:
        """The access sentence in one piece."""
        return self.sees + ("" if self.sees.endswith("，") else " ") + self.because


def limits_of(actor: Actor, known: Known) -> Limits:
    """Return why the actor sees as much of a record as he does, given the record itself or the face he sees of it."""
    record_id = known.pk if isinstance(known, Record) else known.record_id
    terms = queries.terms_of(record_id)
    wall = wall_of(terms)
    openly = isinstance(known, Record) or known.level >= AccessLevel.METADATA
    names = queries.community_names(choice.community for choice in terms.choices) if openly else {}
    whole = isinstance(known, Record)
    level = AccessLevel.FULL if isinstance(known, Record) else known.level
    if _is_member(actor, known):
        return _for_member(actor, known, wall, names, terms.tier)
    audience = audience_of(actor, known, wall)
    if audience is None:
        return _for_machine(actor, known)
    limit = wall.limits[audience]
    return Limits(
        who=_who(actor, audience),
        sees=_sees(level),
        because=_because(limit.level, binding_words(limit, names, terms.tier, openly=openly), whole=whole),
        others=_others(known) if audience != Audience.PUBLIC else "",
        rules=rule_lines(limit, names, terms.tier, openly=openly),
        gates=_season(wall) if openly else "",
        noted=_noted(actor, known),
        asking=_asking(level, audience),
        contacts=tuple(_contacts(actor, names)) if not whole else (),
        url=reverse("knowledge:record-why", args=[known.number]),
    )


def sees_because(actor: Actor, record: Record) -> str:
    """Return what this reader sees of the record, and why, in one or two sentences."""
    return limits_of(actor, record).sentence


def seen_by(actor: Actor, known: Known) -> str:
    """Return that the reading is noted when it is, else who else sees it."""
    return _noted(actor, known) or _others(known)


def _others(known: Known) -> str:
    public, signed_in, office = known.level_public, known.level_signed_in, known.level_office
    if known.status not in (Status.REGISTERED, "public_notice"):
        public = signed_in = 0
    if public >= AccessLevel.FULL:
        return ""
    if max(public, signed_in, office) == AccessLevel.HIDDEN:
        return _("Nobody outside the community sees it, the office neither.")
    if public == AccessLevel.HIDDEN:
        return _("The public does not see it.")
    words = {1: _("The public knows the name alone."), 2: _("The public knows what it is and where."),
             3: _("The public reads one sentence about it.")}  # fmt: skip
    return words[public]


def audience_of(actor: Actor, known: Known, wall: Wall) -> Audience | None:
    """Return the audience by which an outsider knows most; None for machines."""
    if actor.is_machine:
        return None
    record_id = known.pk if isinstance(known, Record) else known.record_id
    shown = known.status in (Status.REGISTERED, "public_notice")
    mine = [Audience.PUBLIC] if shown else []
    if shown and actor.kind in (ActorKind.PERSON, ActorKind.API_KEY):
        mine.append(Audience.SIGNED_IN)
    if serves_place(actor, known):
        mine.append(Audience.OFFICE)
    if queries.holds_grant(actor, record_id, AccessLevel.TITLE):
        mine.append(Audience.GRANT)
    return max(reversed(mine), key=lambda audience: wall.limits[audience].level, default=Audience.PUBLIC)


def serves_place(actor: Actor, known: Known) -> bool:
    """Say whether the actor's office serves a place of the record, by the columns that record and face share."""
    if not actor.has_role(*OFFICERS):
        return False
    codes = known.place_search.split()
    if not codes and known.community_id is None:
        return REGION in actor.place_prefixes
    return any(actor.serves_place(code) for code in codes)


def _is_member(actor: Actor, known: Known) -> bool:
    return not actor.organisation_ids.isdisjoint(known.holders)


def _for_member(actor: Actor, known: Known, wall: Wall, names: Mapping[int, str], tier: str) -> Limits:
    groups = queries.group_names(actor, wall.members.groups)
    gates = member_words(wall.members, groups, timezone.localdate())
    whole = isinstance(known, Record)
    because = (
        _("because you belong to the community that holds it.")
        if whole
        else _("because of its members %(gates)s, and at present you are not among them.") % {"gates": gates}
    )
    return Limits(
        who=_("a member of the community that holds it"),
        sees=_sees(AccessLevel.FULL if isinstance(known, Record) else known.level),
        because=because,
        others=_others(known),
        rules=(),
        gates=gates,
        noted="",
        asking=()
        if whole
        else (_("Ask a steward of your community: groups and seasons are for the community to say."),),
        contacts=(),
        url=reverse("knowledge:record-why", args=[known.number]),
    )


def _for_machine(actor: Actor, known: Known) -> Limits:
    return Limits(
        who=_("the installation itself"),
        sees=_sees(AccessLevel.FULL),
        because=_("because you are signed in for the installation itself."),
        others=_others(known),
        rules=(),
        gates="",
        noted="",
        asking=(),
        contacts=(),
        url=reverse("knowledge:record-why", args=[known.number]),
    )


def _who(actor: Actor, audience: Audience) -> str:
    if audience == Audience.OFFICE:
        return _("the office that serves its place")
    if audience == Audience.GRANT:
        return _("somebody to whom the community has given access")
    if actor.user_id is None:
        return _("somebody who is not signed in")
    return _("somebody from outside who is signed in")


def _sees(level: int) -> str:
    return {
        AccessLevel.TITLE: _("You know its name alone,"),
        AccessLevel.METADATA: _("You see what it is and where, not what it says,"),
        AccessLevel.ABSTRACT: _("You see one sentence about it, not the whole,"),
    }.get(AccessLevel(level), _("You see all of it,"))


def _because(level: int, rules: str, *, whole: bool) -> str:
    if whole:
        return _("because this is open to you: %(rules)s.") % {"rules": rules}
    if level >= AccessLevel.FULL:
        return _("because it is not the season in which it may be read.")
    return _("because no more is open to you: %(rules)s.") % {"rules": rules}


def _season(wall: Wall) -> str:
    dates = wall.members.open_dates
    return season_words(dates, timezone.localdate()) if dates is not None else ""


def _noted(actor: Actor, known: Known) -> str:
    if not isinstance(known, Record) or not is_noted(actor, known):
        return ""
    if known.holders:
        return _("Not everybody may read it. The holding community can see that you have read it, when and why.")
    return _("Not everybody may read it. It is noted that you have read it, when and why.")


def _contacts(actor: Actor, names: Mapping[int, str]) -> Iterator[Link]:
    """Yield by whom each community is reached, as far as the community shows it to this reader."""
    for community, name in names.items():
        profile = queries.community_of(actor, community)
        told = list(queries.contacts(actor, profile)) if profile else []
        for contact in told:
            said = {"community": name, "name": contact.name, "way": contact.way}
            yield Link(_("%(community)s: %(name)s, %(way)s") % said)
        if not told:
            yield Link(name)


def _asking(level: int, audience: Audience) -> tuple[str, ...]:
    if level >= AccessLevel.FULL:
        return ()
    words = [
        _(
            "Ask the community that holds it: say who you are, what for, and for how long. It may give access or refuse it."
        ),
        _("If you do not know how to reach it, ask the office of the banner or county; it hands your question on."),
    ]
    if audience == Audience.PUBLIC:
        words.insert(0, _("Signing in may already show you more."))
    return tuple(words)
