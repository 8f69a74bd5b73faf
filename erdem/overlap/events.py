"""What the overlap app tells others, after commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FindingRaised:
    """A screening run found an overlap that was not known before."""

    finding_id: int
    number: str
    record_id: int
    publication_id: int
    is_alarm: bool


@dataclass(frozen=True)
class FindingReviewed:
    """A person moved a finding on: confirmed it, put it aside, asked an expert."""

    finding_id: int
    step: str
    status: str


@dataclass(frozen=True)
class FindingHasNews:
    """Something material has changed about a finding that somebody had taken up or decided."""

    finding_id: int
    number: str


@dataclass(frozen=True)
class DossierMade:
    """A dossier of evidence was written for a finding."""

    dossier_id: int
    finding_id: int
