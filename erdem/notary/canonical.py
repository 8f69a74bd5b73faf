"""One spelling for each content (RFC 8785), and commitments: what the public log shows of something that stays secret.

The input is strict, so that two readers never see two contents in one text: no key twice, no number that one reader keeps and
another rounds, no text that is not Unicode. Texts are taken as they are, not normalised: two spellings of one letter are two
contents, as RFC 8785 section 3.1 has it.
"""

from __future__ import annotations

import hmac
import json
import math
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeAlias

import rfc8785

from erdem.notary.stamping.profile import Algorithm, digest_of

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

DOMAIN = b"erdem-v1"
"""Stands before the nonce, so that no digest made for another purpose can pass for a commitment."""
NONCE = 32
"""Bytes of a nonce."""
LARGEST = 2**53 - 1
"""The largest integer that every reader of JSON keeps exactly (RFC 8785 section 3.2.2.3, RFC 7493 section 2.2)."""
WITHOUT_EXPONENT = 1e21
"""From here on fractions are spelled with an exponent, and read as fractions again; below, large ones would read as integers."""
DEEPEST = 100
"""Lists and objects within one another that are followed."""


class CanonicalProblem(ValueError):
    """Base of what is refused here; the text is one plain sentence."""


class NotCanonical(CanonicalProblem):
    """The content has no single spelling: a number, text, key or type that RFC 8785 or our strictness excludes."""


class CommitmentDamaged(CanonicalProblem):
    """A commitment or nonce has another length or form than it should have."""


class CommitmentMismatch(CanonicalProblem):
    """The content or the nonce is not the one that was committed to."""


def canonical(content: Json) -> bytes:
    """Return the one spelling of a content, UTF-8.

    Raises:
        NotCanonical: it has none; the text says where, ``$`` being the content itself.
    """
    _require(content, "$", 0)
    return rfc8785.dumps(content)


def read(text: str | bytes) -> Any:
    """Return the content of a JSON text that is as strict as `canonical`.

    Raises:
        NotCanonical: it is no JSON, has a key twice, or says something that has no single spelling.
    """
    try:
        content = json.loads(
            text if isinstance(text, str) else text.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_no_constant,
        )
    except CanonicalProblem:
        raise
    except (ValueError, RecursionError) as error:
        raise NotCanonical("This is no JSON text in UTF-8, or it is nested too deeply.") from error
    _require(content, "$", 0)
    return content


def is_canonical(text: bytes) -> bool:
    """Say whether bytes are already the one spelling of their content."""
    try:
        return canonical(read(text)) == text
    except NotCanonical:
        return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotCanonical(f"The key “{twice[:80]!a}” stands twice in one object, so that it can mean two things.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise NotCanonical(f"{name} is no number of JSON.")


def _require(value: object, where: str, depth: int) -> None:
    """Refuse what has no single spelling; types are taken exactly, since a subclass may spell itself otherwise."""
    if depth > DEEPEST:
        raise NotCanonical(f"The content is nested more than {DEEPEST} deep.")
    kind = type(value)
    if isinstance(value, dict) and kind is dict:
        _require_object(value, where, depth)
    elif isinstance(value, (list, tuple)) and kind in {list, tuple}:
        for place, item in enumerate(value):
            _require(item, f"{where}[{place}]", depth + 1)
    elif isinstance(value, str) and kind is str:
        _require_unicode(value, where)
    elif isinstance(value, (int, float)) and kind in {int, float}:
        _require_number(value, where)
    elif value is not None and kind is not bool:
        raise NotCanonical(f"At {where} stands a {kind.__name__}, which JSON does not know.")


def _require_object(value: Mapping[object, object], where: str, depth: int) -> None:
    for key, item in value.items():
        if type(key) is not str:
            raise NotCanonical(f"At {where} a key is a {type(key).__name__} and not text.")
        _require_unicode(key, where)
        _require(item, f"{where}.{key}", depth + 1)


def _require_unicode(text: str, where: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical(f"At {where!a} stands text with half a character, which is no Unicode.") from error


def _require_number(number: int | float, where: str) -> None:
    if isinstance(number, float) and not math.isfinite(number):
        raise NotCanonical(f"At {where} stands a number beyond what IEEE 754 double precision can hold.")
    if abs(number) > LARGEST and (isinstance(number, int) or abs(number) < WITHOUT_EXPONENT):
        raise NotCanonical(f"At {where} stands an integer of more than 53 bits; write it as text.")


@dataclass(frozen=True)
class Commitment:
    """A commitment in both families of algorithms. Without the nonce it says nothing about the content.

    Attributes:
        sha256: SHA-256("erdem-v1" ‖ nonce ‖ SHA-256(canonical JSON)).
        sm3: its twin, SM3("erdem-v1" ‖ nonce ‖ SM3(canonical JSON)).
        nonce: 32 random bytes, kept by the holders alone; none in what is public. Who loses it cannot open the commitment.
    """

    sha256: bytes
    sm3: bytes
    nonce: bytes | None = field(default=None, repr=False)

    def public(self) -> dict[str, str]:
        """Return what may be shown: both digests in hexadecimal digits, without the nonce."""
        return {"sha256": self.sha256.hex(), "sm3": self.sm3.hex()}

    @classmethod
    def from_public(cls, values: Mapping[str, Any]) -> Commitment:
        """Return a commitment, without its nonce, from what `public` gave.

        Raises:
            CommitmentDamaged: a digest is missing, or is not 64 lower-case hexadecimal digits.
        """
        found = {}
        for name in ("sha256", "sm3"):
            text = values.get(name)
            if not isinstance(text, str) or len(text) != 64 or not set(text) <= set("0123456789abcdef"):
                raise CommitmentDamaged(f"The commitment by {name} is not 64 hexadecimal digits.")
            found[name] = bytes.fromhex(text)
        return cls(**found)


def commit(content: Json, nonce: bytes | None = None) -> Commitment:
    """Return a commitment to a content, with a fresh nonce unless one is given.

    Raises:
        NotCanonical: the content has no single spelling.
        CommitmentDamaged: the nonce has not 32 bytes.
    """
    chosen = secrets.token_bytes(NONCE) if nonce is None else bytes(nonce)
    if len(chosen) != NONCE:
        raise CommitmentDamaged(f"A nonce has {NONCE} bytes, this one has {len(chosen)}.")
    spelled = canonical(content)
    return Commitment(_commit(Algorithm.SHA256, spelled, chosen), _commit(Algorithm.SM3, spelled, chosen), chosen)


def open_commitment(commitment: Commitment, content: Json, nonce: bytes) -> None:
    """Show that a commitment was made to a content: both digests must come out again.

    Raises:
        CommitmentMismatch: content or nonce is another one.
        NotCanonical: the content has no single spelling.
        CommitmentDamaged: the nonce has not 32 bytes.
    """
    again = commit(content, nonce)
    same = [
        hmac.compare_digest(again.sha256, commitment.sha256),
        hmac.compare_digest(again.sm3, commitment.sm3),
    ]
    if not all(same):
        part = "" if not any(same) else f" One of its two digests, {'SM3' if same[0] else 'SHA-256'}, does not fit."
        raise CommitmentMismatch(f"The commitment was not made to this content with this nonce.{part}")


def _commit(algorithm: Algorithm, spelled: bytes, nonce: bytes) -> bytes:
    return digest_of(algorithm, DOMAIN, nonce, digest_of(algorithm, spelled))
