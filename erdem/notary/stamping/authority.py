"""Who stamps: the description of a time authority, and the protocol that every way of asking one keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from erdem.notary.stamping.certificates import read_pem
from erdem.notary.stamping.profile import PROFILES, Algorithm, ProfileName
from erdem.notary.stamping.stamp import Stamp
from erdem.notary.stamping.trouble import AlgorithmNotAllowed, NoAuthority


@dataclass(frozen=True)
class TimeAuthority:
    """A time authority as it was agreed with: where it is, what it may say, and which roots it is trusted by.

    Attributes:
        name: how it is called in stamps and messages.
        url: address of the RFC 3161 service over HTTP; empty for one that is not asked over HTTP.
        policies: object identifiers of the policies that are accepted; empty accepts each.
        roots: trusted root certificates, PEM one after the other.
        algorithm: hash algorithm of the imprints.
        timeout: seconds that a whole answer may take.
        profile: family of algorithms; ``dual`` stamps SM3 beside ``algorithm``.
        clock_tolerance: seconds by which its clock and ours may differ when a stamp is made.
    """

    name: str
    url: str
    policies: tuple[str, ...]
    roots: str
    algorithm: Algorithm = Algorithm.SHA256
    timeout: float = 20.0
    profile: ProfileName = ProfileName.INTL
    clock_tolerance: float = 300.0

    def __post_init__(self) -> None:
        """Refuse an algorithm outside the profile."""
        if self.algorithm not in PROFILES[self.profile].allowed:
            raise AlgorithmNotAllowed(f"{self.name}: {self.algorithm} is no algorithm of the profile {self.profile}.")

    @property
    def algorithms(self) -> tuple[Algorithm, ...]:
        """The algorithms with which an item is stamped here."""
        if self.profile is ProfileName.DUAL and self.algorithm is not Algorithm.SM3:
            return (self.algorithm, Algorithm.SM3)
        return (self.algorithm,)

    @property
    def trusted(self) -> tuple[bytes, ...]:
        """The trusted root certificates, DER."""
        return read_pem(self.roots)


class Stamper(Protocol):
    """Whatever gives time-stamps: an authority over HTTP, a local one, a national one behind its own interface."""

    @property
    def authority(self) -> TimeAuthority:
        """The authority that is asked."""

    def stamp(self, digest: bytes, algorithm: Algorithm) -> Stamp:
        """Return a verified time-stamp of a digest.

        Raises:
            StampingProblem: no stamp came, or the one that came proves nothing.
        """


@dataclass(frozen=True)
class NoStamper:
    """Stands where no authority is set up: it refuses, so that a missing time-stamp is never taken for one."""

    authority: TimeAuthority = TimeAuthority("none", "", (), "")

    def stamp(self, digest: bytes, algorithm: Algorithm) -> Stamp:
        """Refuse.

        Raises:
            NoAuthority: always.
        """
        raise NoAuthority("No time authority is set up, so nothing was stamped.")
