"""What is kept of a time-stamp: the token, what it says, its chain and revocation data; to JSON and back."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from erdem.notary.stamping.profile import Algorithm
from erdem.notary.stamping.revocation import Revocation
from erdem.notary.stamping.trouble import StampAltered

FORMAT = "erdem-stamp/1"


@dataclass(frozen=True)
class Stamp:
    """A time-stamp with all that is needed to verify it later without asking anybody.

    Attributes:
        token: TimeStampToken, DER (CMS ContentInfo).
        digest: what was stamped.
        algorithm: the hash function of ``digest``.
        time: when, by the authority's clock, UTC.
        accuracy: by how much that may be off to either side; none when the authority does not say.
        serial: the authority's number of this stamp.
        policy: object identifier of the policy it was given under.
        authority: name of the authority in our settings.
        certificates: the chain, signer first and root last, DER.
        nonce: the number that the request carried.
        revocation: CRLs and OCSP responses of the chain, as they were had.
        missing: one sentence for each piece of revocation data that could not be had.
    """

    token: bytes = field(repr=False)
    digest: bytes
    algorithm: Algorithm
    time: dt.datetime
    accuracy: dt.timedelta | None
    serial: int
    policy: str
    authority: str
    certificates: tuple[bytes, ...] = field(repr=False)
    nonce: int | None = None
    revocation: tuple[Revocation, ...] = ()
    missing: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values: bytes in base64, large integers as decimal text, times in UTC."""
        return {
            "format": FORMAT,
            "token": _text(self.token),
            "digest": _text(self.digest),
            "algorithm": self.algorithm.value,
            "time": _time_text(self.time),
            "accuracy_us": None if self.accuracy is None else self.accuracy // dt.timedelta(microseconds=1),
            "serial": str(self.serial),
            "policy": self.policy,
            "authority": self.authority,
            "certificates": [_text(one) for one in self.certificates],
            "nonce": None if self.nonce is None else str(self.nonce),
            "revocation": [
                {"kind": one.kind, "url": one.url, "fetched": _time_text(one.fetched), "der": _text(one.der)}
                for one in self.revocation
            ],
            "missing": list(self.missing),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Stamp:
        """Return a stamp from its JSON values.

        Raises:
            StampAltered: something is missing or of another kind.
        """
        try:
            if values["format"] != FORMAT:
                raise StampAltered(f"This is no {FORMAT}, so it cannot be read as a time-stamp.")
            accuracy, nonce = values["accuracy_us"], values["nonce"]
            return cls(
                token=_bytes(values["token"]),
                digest=_bytes(values["digest"]),
                algorithm=Algorithm(values["algorithm"]),
                time=_time(values["time"]),
                accuracy=None if accuracy is None else dt.timedelta(microseconds=int(accuracy)),
                serial=int(values["serial"]),
                policy=str(values["policy"]),
                authority=str(values["authority"]),
                certificates=tuple(_bytes(one) for one in values["certificates"]),
                nonce=None if nonce is None else int(nonce),
                revocation=tuple(_revocation(one) for one in values["revocation"]),
                missing=tuple(str(one) for one in values["missing"]),
            )
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError, binascii.Error) as error:
            if isinstance(error, StampAltered):
                raise
            raise StampAltered("The kept time-stamp is damaged: a part is missing or of another kind.") from error


def _revocation(values: Mapping[str, Any]) -> Revocation:
    if values["kind"] not in {"crl", "ocsp"}:
        raise StampAltered("The kept time-stamp holds revocation data of an unknown kind.")
    return Revocation(str(values["kind"]), str(values["url"]), _time(values["fetched"]), _bytes(values["der"]))


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _bytes(value: str) -> bytes:
    return base64.b64decode(value.encode("ascii"), validate=True)


def _time_text(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _time(value: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise StampAltered("The kept time-stamp has a time without a zone.")
    return moment.astimezone(dt.UTC)
