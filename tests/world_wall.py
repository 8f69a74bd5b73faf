"""What the small world needs for the rules of the wall to have rows: a group, a label, a permit."""

from __future__ import annotations

from django.utils import timezone

from erdem.base.actor import SYSTEM
from erdem.base.testing.actors import People
from erdem.knowledge.choices import ProvenAct
from erdem.knowledge.models import AccessGrant, LabelUse, Record
from erdem.knowledge.services.proving import prove_grant
from erdem.people.models import Group, GroupMember


def add_to_wall(people: People, labelled: Record, permitted: Record) -> None:
    """Declare a group of the holder's community, label one record and give the applicant access to another, as the system."""
    (own,), user = people.holder.organisation_ids, people.holder.user_id or 0
    group = Group.objects.create(organisation_id=own, kind="women", name="示例妇女组")
    GroupMember.objects.create(group=group, user_id=user)
    LabelUse.objects.create(record=labelled, community_id=own, code="tka")
    today = timezone.localdate()
    grant = AccessGrant.objects.create(
        record=permitted,
        community_id=own,
        user_id=people.applicant.user_id,
        purpose="research",
        reference="示例许可",
        valid_from=today,
        valid_until=today,
    )
    prove_grant(SYSTEM, grant, ProvenAct.GIVEN)
