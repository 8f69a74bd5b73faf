"""What sharing tells others after its transactions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RequestMoved:
    """A request has come into another state."""

    request_id: int
    status: str


@dataclass(frozen=True)
class TermsSettled:
    """Every party has agreed to one version: it can be signed."""

    agreement_id: int
    version_id: int


@dataclass(frozen=True)
class NegotiationBrokenOff:
    """A negotiation has ended without terms."""

    agreement_id: int


@dataclass(frozen=True)
class PermitMoved:
    """A permit was issued, or has come into another state: ``issued``, ``suspended``, ``amended``, ``revoked``, ``expired``."""

    permit_id: int
    status: str


@dataclass(frozen=True)
class EnvelopeCompleted:
    """All have signed a version of terms, and the file is sealed."""

    envelope_id: int
    request_id: int
    version_id: int


@dataclass(frozen=True)
class EnvelopeEnded:
    """A version of terms will not be signed in this envelope: refused, run out or called off."""

    envelope_id: int
    request_id: int
    version_id: int
    status: str
