"""What the small world holds of time-stamps: one over the public log, one that a community asked for, a failure, an alarm."""

from __future__ import annotations

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.notary import services
from erdem.notary.choices import Log
from erdem.notary.models import LogAlarm, StampAttempt, TimeStamp


def add_stamps(people: People) -> TimeStamp:
    """Make some of each; return the stamp over the published checkpoint."""
    stamping = services.stamp_checkpoint(actor=SYSTEM, log=Log.REGISTER, at_once=True)
    assert stamping is not None
    (community,) = people.holder.organisation_ids
    with acting_as(people.holder):
        own = services.stamp_item(actor=people.holder, digests={"sha256": bytes(32)}, organisation_id=community)
    with acting_as(people.applicant):
        services.stamp_item(actor=people.applicant, digests={"sha256": bytes(32)}, is_public=True)
    services.stamp_waiting(actor=SYSTEM)
    failure = {"authority": "示例时间戳", "algorithm": "sha256", "code": "slow", "reason": "示例"}
    with acting_as(SYSTEM):
        StampAttempt.objects.create(item=stamping.item, **failure)
        StampAttempt.objects.create(item=own, **failure)
        LogAlarm.objects.create(log=Log.REGISTER, kind="stale_stamp", detail="示例")
    return stamping.stamps[0]
