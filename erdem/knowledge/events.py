"""What the register tells others after commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RecordRegistered:
    """A record has been registered and is now watched."""

    record_id: int


@dataclass(frozen=True)
class RecordChanged:
    """The content of a registered record has changed."""

    record_id: int
    version: int


@dataclass(frozen=True)
class RecordWithdrawn:
    """A record has been withdrawn."""

    record_id: int


@dataclass(frozen=True)
class ContentSealed:
    """Content was sealed; the commitment may be made public, it shows nothing and binds the content."""

    item_id: int
    commitment: str


@dataclass(frozen=True)
class RecordsImported:
    """A batch of records has been imported."""

    record_ids: tuple[int, ...]


@dataclass(frozen=True)
class LexiconChanged:
    """Names or relations of substances have changed; what was compared before may compare otherwise now."""

    substance_keys: tuple[str, ...]


@dataclass(frozen=True)
class ConsentGiven:
    """A consent is in force."""

    consent_id: int
    record_ids: tuple[int, ...]


@dataclass(frozen=True)
class ConsentEnded:
    """A consent was taken back or has run out: nothing new is done under it, what was done stands."""

    consent_id: int
    record_ids: tuple[int, ...]


@dataclass(frozen=True)
class LeakReported:
    """A record has become known without the holders' will."""

    leak_id: int
    record_id: int
