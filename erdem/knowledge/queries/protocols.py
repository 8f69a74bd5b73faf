"""Reads of protocols: what a community has decided about a record, what it decided before, and what a change would open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import Blob
from erdem.knowledge.choices import HoldingState
from erdem.knowledge.labels import BY_CODE
from erdem.knowledge.models import (
    CommunityLabel,
    Holding,
    LabelUse,
    NoticeUse,
    ProtocolVersion,
    Record,
    RecordFace,
)
from erdem.knowledge.policies import (
    visible_faces,
    visible_holdings,
    visible_label_uses,
    visible_notices,
    visible_protocol_versions,
    visible_records,
    visible_wordings,
)
from erdem.knowledge.protocol import PLAIN, LabelLine, Protocol, dates_of, season_of
from erdem.knowledge.queries.wall import label_rules, terms_of
from erdem.knowledge.wall import Choice, Wall, Worn, wall_of
from erdem.people.choices import OrganisationKind
from erdem.people.models import Group, GroupMember, Organisation, User
from erdem.people.policies import visible_groups


@dataclass(frozen=True)
class Titled:
    """A record as little as anybody of its communities may know of it: id, number and name."""

    id: int
    number: str
    name: str
    name_mn: str


def title_of(actor: Actor, number: str) -> Titled | None:
    """Return number and name of a record of which the actor may know at least the title."""
    if "\x00" in number:
        return None
    fields = ("number", "name", "name_mn")
    whole = Record.objects.filter(visible_records(actor), number=number).values_list("id", *fields).first()
    if whole is not None:
        return Titled(*whole)
    face = RecordFace.objects.filter(visible_faces(actor), number=number).values_list("record_id", *fields).first()
    return Titled(*face) if face is not None else None


def get_holding(actor: Actor, number: str, community_id: int | None = None) -> Holding | None:
    """Return the hold of a community that the actor speaks for, or None. ``community_id`` chooses among several."""
    found = holdings_decided(actor, number)
    return next((each for each in found if community_id in (None, each.community_id)), None)


def holdings_decided(actor: Actor, number: str) -> list[Holding]:
    """Return the active holdings on a record about which the actor decides, as steward or as a machine."""
    title = title_of(actor, number)
    if title is None:
        return []
    found = Holding.objects.filter(visible_holdings(actor), record_id=title.id, state=HoldingState.ACTIVE)
    if not actor.is_machine:
        found = found.filter(community_id__in=actor.speaks_for)
    return list(found.select_related("community").order_by("id"))


def warnings_on(actor: Actor, record_id: int) -> list[Holding]:
    """Return the holdings whose community warns of the content or says that it names somebody who has died."""
    found = Holding.objects.filter(visible_holdings(actor), record_id=record_id, state=HoldingState.ACTIVE)
    found = found.exclude(content_warning="", names_deceased=False)
    return list(found.select_related("community").order_by("id"))


def protocol_of(holding: Holding) -> Protocol:
    """Return what a community has decided about a record, with the labels that it has put on it."""
    uses = LabelUse.objects.filter(
        record_id=holding.record_id, community_id=holding.community_id, removed_at__isnull=True
    ).order_by("code", "group_id")
    plain = {name: getattr(holding, name) for name in PLAIN}
    return Protocol(**plain, labels=tuple(_line(use) for use in uses))


def _line(use: LabelUse) -> LabelLine:
    return LabelLine(use.code, use.group_id, season_of(use.season))


def walls(holding: Holding, protocol: Protocol) -> tuple[Wall, Wall]:
    """Return the wall of a record as it stands, and as it would stand with this protocol of one community."""
    now = terms_of(holding.record_id)
    own = holding.community_id
    choice = Choice(own, protocol.to_public, protocol.to_signed_in, protocol.to_office, together=protocol.together)
    others = tuple(label for label in now.labels if label.community != own)
    then = replace(
        now,
        choices=tuple(choice if each.community == own else each for each in now.choices),
        labels=(*others, *_worn(own, protocol.labels)),
    )
    return wall_of(now), wall_of(then)


def _worn(community: int, lines: Iterable[LabelLine]) -> list[Worn]:
    rules, today = label_rules(), timezone.localdate()
    return [
        Worn(
            code=line.code,
            community=community,
            cap=rules[line.code].cap,
            is_soft=rules[line.code].effect == "CAP_GENDER_SOFT",
            group=line.group,
            open_dates=dates_of(line.season, today) if line.season else None,
        )
        for line in lines
    ]


def protocol_versions(actor: Actor, holding: Holding) -> QuerySet[ProtocolVersion]:
    """Return what a protocol said before, newest first."""
    return (
        ProtocolVersion.objects.filter(
            visible_protocol_versions(actor), record_id=holding.record_id, community_id=holding.community_id
        )
        .select_related("saved_by")
        .order_by("-version")
    )


def protocol_version(actor: Actor, holding: Holding, version: str) -> Protocol | None:
    """Return what a protocol said in a version, given as it stands in an address; None when there is no such version."""
    if not (version.isdecimal() and version.isascii() and len(version) < 9):
        return None
    found = protocol_versions(actor, holding).filter(version=int(version)).first()
    return Protocol.from_json(found.content) if found else None


def account(name: str) -> int | None:
    """Return the id of the account that signs in with this name, or None."""
    found = User.objects.filter(username=name.strip(), is_active=True).values_list("pk", flat=True).first()
    return int(found) if found is not None else None


def groups_of(actor: Actor, community_id: int) -> QuerySet[Group]:
    """Return the groups that a community has declared."""
    return Group.objects.filter(visible_groups(actor), organisation_id=community_id).order_by("name")


def group_of(community_id: int, group_id: int) -> Group | None:
    """Return a group when it is one of the community's."""
    return Group.objects.filter(pk=group_id, organisation_id=community_id).first()


def has_members(group: Group) -> bool:
    """Say whether anybody belongs to a group."""
    return GroupMember.objects.filter(group=group).exists()


def wording_in_use(community_id: int, code: str) -> CommunityLabel | None:
    """Return the newest approved wording that a community has given a label."""
    found = CommunityLabel.objects.filter(community_id=community_id, code=code, approved_at__isnull=False)
    return found.order_by("-version").first()


def wordings(actor: Actor, community_id: int) -> QuerySet[CommunityLabel]:
    """Return the wordings of a community that the actor sees, newest first within each label."""
    found = CommunityLabel.objects.filter(visible_wordings(actor), community_id=community_id)
    return found.select_related("worded_by", "approved_by").order_by("code", "-version")


def get_wording(actor: Actor, wording_id: int) -> CommunityLabel | None:
    """Return one version of a wording that the actor sees."""
    return CommunityLabel.objects.filter(visible_wordings(actor), pk=wording_id).first()


def uses_of(wording: CommunityLabel) -> int:
    """Return on how many records a version of a wording stands."""
    return wording.uses.filter(removed_at__isnull=True).count()


def communities_spoken_for(actor: Actor) -> list[Organisation]:
    """Return the communities in whose name the actor decides."""
    found = Organisation.objects.filter(kind=OrganisationKind.COMMUNITY, pk__in=actor.speaks_for)
    return list(found.order_by("name"))


def community_by_id(community_id: int) -> Organisation | None:
    """Return a community by its id; the names of organisations are public."""
    return Organisation.objects.filter(kind=OrganisationKind.COMMUNITY, pk=community_id).first()


def community_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of communities by their ids."""
    return dict(Organisation.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def group_names(actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of those groups that the actor may know of."""
    return dict(Group.objects.filter(visible_groups(actor), pk__in=set(ids)).values_list("pk", "name"))


def label_marks() -> list[dict[str, str]]:
    """Return every label and notice as `c-labels` shows it: stamp, sort, title, what it asks."""
    return [
        {"stamp": label.stamp, "sort": label.sort, "title": str(label.title), "text": str(label.asks)}
        for label in BY_CODE.values()
    ]


def newest_wording(actor: Actor, community_id: int, code: str) -> CommunityLabel | None:
    """Return the newest version of a wording, approved or not."""
    return wordings(actor, community_id).filter(code=code).order_by("-version").first()


def recording_of(actor: Actor, wording_id: int, language: str) -> Blob | None:
    """Return the recording of a wording that the actor sees, or None. Its file is for whoever sees the words."""
    wording = get_wording(actor, wording_id) if language in ("zh", "mn", "en") else None
    audio_id = getattr(wording, f"audio_{language}_id") if wording else None
    if audio_id is None:
        return None
    with acting_as(SYSTEM):  # rows of files are hidden from the public, whatever they belong to
        return Blob.objects.filter(pk=audio_id).first()


def labels_on(actor: Actor, record_id: int) -> QuerySet[LabelUse]:
    """Return the labels in force on a record that the actor sees, with the wording they were put on with."""
    found = LabelUse.objects.filter(visible_label_uses(actor), record_id=record_id, removed_at__isnull=True)
    return found.select_related("wording", "community").order_by("id")


def labels_taken_off(actor: Actor, record_id: int) -> QuerySet[LabelUse]:
    """Return the labels that were taken off a record, newest first."""
    found = LabelUse.objects.filter(visible_label_uses(actor), record_id=record_id, removed_at__isnull=False)
    return found.select_related("community").order_by("-removed_at")


def notices_on(actor: Actor, record_id: int) -> QuerySet[NoticeUse]:
    """Return the notices in force on a record."""
    found = NoticeUse.objects.filter(visible_notices(actor), record_id=record_id, ended_at__isnull=True)
    return found.select_related("institution").order_by("id")


def get_notice(actor: Actor, notice_id: int) -> NoticeUse | None:
    """Return a notice in force that the actor sees."""
    found = NoticeUse.objects.filter(visible_notices(actor), pk=notice_id, ended_at__isnull=True)
    return found.select_related("institution").first()
