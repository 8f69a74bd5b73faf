"""With what this installation signs: its certificate authority beside the keys of the logs, and its time authorities."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

from erdem.base.env import BadSetting
from erdem.notary import queries as notary
from erdem.notary.authorities import roots as time_roots
from erdem.notary.authorities import stampers
from erdem.notary.choices import Log
from erdem.notary.stamping import Algorithm, Stamp, StampingProblem
from erdem.sharing.pades import HouseAuthority, SigningProblem, Stamped

__all__ = ["HouseStamps", "authority", "root_folder", "signing_roots", "time_roots", "user_hash"]


def root_folder() -> Path:
    """Return where the signing root lies: part of every backup, as all keys are."""
    return Path(settings.NOTARY) / "keys" / "signing"


def authority() -> HouseAuthority:
    """Return the certificate authority of the installation; made on first use, named like its logs.

    Raises:
        SigningProblem: its key is gone.
    """
    name = notary.log_key(Log.REGISTER).partition("/")[0]
    return HouseAuthority(root_folder(), name)


def signing_roots() -> tuple[bytes, ...]:
    """Return the roots of signers that this installation trusts, DER."""
    return (authority().root,)


def user_hash(user_id: int | None) -> str:
    """Return what stands for an account in a certificate: nobody outside can count accounts by it."""
    return salted_hmac("erdem.sharing.signing", str(user_id), algorithm="sha256").hexdigest()[:32]


@dataclass(frozen=True)
class HouseStamps:
    """The time authorities of the installation, asked one after another until one answers."""

    def stamp(self, digest: bytes, algorithm: str) -> Stamped:
        """Return a verified time-stamp with its chain and revocation data.

        Raises:
            SigningProblem: none of them answered.
        """
        reasons = []
        try:
            for one in stampers():
                try:
                    return _stamped(one.stamp(digest, Algorithm(algorithm)))
                except StampingProblem as problem:
                    reasons.append(f"{one.authority.name}: {problem}")
        except (BadSetting, StampingProblem) as problem:
            reasons.append(str(problem))
        raise SigningProblem(f"No time authority has given a time-stamp. {' '.join(reasons)}")


def _stamped(stamp: Stamp) -> Stamped:
    kinds = {kind: tuple(one.der for one in stamp.revocation if one.kind == kind) for kind in ("crl", "ocsp")}
    return Stamped(stamp.token, stamp.certificates, kinds["crl"], kinds["ocsp"])
