"""What the notary keeps: entries of the logs and their checkpoints."""

from erdem.notary.models.logs import Leaf, PublishedCheckpoint

__all__ = ["Leaf", "PublishedCheckpoint"]
