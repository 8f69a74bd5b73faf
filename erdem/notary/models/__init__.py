"""What the notary keeps: entries of the logs and their checkpoints, heads of the audit trail."""

from erdem.notary.models.digests import has_32_bytes
from erdem.notary.models.heads import AuditHead
from erdem.notary.models.logs import Leaf, PublishedCheckpoint
from erdem.notary.models.stamps import LogAlarm, StampAttempt, StampedItem, TimeStamp

__all__ = [
    "AuditHead",
    "Leaf",
    "LogAlarm",
    "PublishedCheckpoint",
    "StampAttempt",
    "StampedItem",
    "TimeStamp",
    "has_32_bytes",
]
