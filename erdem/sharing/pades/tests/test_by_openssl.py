"""The signatures in a PDF, checked by the openssl program and a few lines that read bytes: none of it is code of ours or of our
library, and it runs wherever openssl is, whether or not there is a reader of PDF."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from erdem.notary.stamping.tests.openssl import made, needs_openssl, openssl
from erdem.sharing.pades.tests.papers import DOCUMENT, Desk

pytestmark = needs_openssl
SIGNATURES = 3
RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
OCTETS = re.compile(r"OCTET STRING +\[HEX DUMP\]:([0-9A-F]+)")


@dataclass(frozen=True)
class Found:
    """A signature as it stands in the file: what is covered before and behind it, and the CMS between."""

    before: int
    behind: int
    end: int
    covered: bytes
    cms: bytes


def signatures_of(pdf: bytes) -> list[Found]:
    """Return every signature of a file, the first first."""
    found = []
    for each in RANGE.finditer(pdf):
        start, before, behind, length = map(int, each.groups())
        assert start == 0
        gap = pdf[before:behind]
        assert re.fullmatch(rb"<[0-9a-fA-F]+>", gap), "between the two parts stands the signature and nothing else"
        covered = pdf[:before] + pdf[behind : behind + length]
        found.append(Found(before, behind, behind + length, covered, _whole(bytes.fromhex(gap[1:-1].decode()))))
    return found


def _whole(padded: bytes) -> bytes:
    """Return the DER at the beginning, without the zeros that fill its place."""
    octets = padded[1] & 0x7F if padded[1] & 0x80 else 0
    length = int.from_bytes(padded[2 : 2 + octets], "big") if octets else padded[1]
    return padded[: 2 + octets + length]


def verified(one: Found, folder: Path, *chain: str | Path) -> str:
    """Have openssl verify a signature; return nothing when it holds, otherwise what it says."""
    (folder / "signature.der").write_bytes(one.cms)
    (folder / "covered").write_bytes(one.covered)
    done = openssl(
        *("cms", "-verify", "-binary", "-inform", "DER", "-in", folder / "signature.der"),
        *("-content", folder / "covered", "-out", folder / "out", *chain),
    )
    return "" if done.returncode == 0 else done.stderr.decode()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("openssl"))


@pytest.fixture(scope="module")
def agreement(desk: Desk) -> bytes:
    return desk.agreement()


@pytest.fixture
def chain(desk: Desk, tmp_path: Path) -> tuple[str | Path, ...]:
    """The root of the house is trusted, whatever a certificate is for."""
    return under(desk, tmp_path / "root.pem")


def under(desk: Desk, path: Path) -> tuple[str | Path, ...]:
    """Tell openssl to trust the root of a house, and no other."""
    made("x509", "-inform", "DER", "-out", path, data=desk.house.root)
    return ("-CAfile", path, "-no-CApath", "-purpose", "any")


def dumped(one: Found) -> list[str]:
    """Return the parts of a CMS, as openssl reads them."""
    return made("asn1parse", "-inform", "DER", data=one.cms).decode().splitlines()


def test_openssl_finds_every_signature_good_under_the_root_of_the_house(
    agreement: bytes, chain: tuple[str | Path, ...], tmp_path: Path
) -> None:
    found = signatures_of(agreement)
    assert len(found) == SIGNATURES
    assert [verified(one, tmp_path, *chain) for one in found] == [""] * SIGNATURES


def test_each_signature_covers_all_before_it_and_the_last_all_of_the_file(agreement: bytes) -> None:
    found = signatures_of(agreement)
    assert found[0].before > len(DOCUMENT)
    assert [one.end for one in found] == sorted(one.end for one in found)
    assert all(agreement[: one.end].rstrip().endswith(b"%%EOF") for one in found)
    assert all(later.before > earlier.end for earlier, later in itertools.pairwise(found))
    assert found[-1].end == len(agreement)


def test_the_digest_that_was_signed_is_that_of_the_covered_bytes(agreement: bytes) -> None:
    for one in signatures_of(agreement):
        parts = dumped(one)
        place = next(number for number, part in enumerate(parts) if part.endswith(":messageDigest"))
        said = next(match[1] for part in parts[place:] if (match := OCTETS.search(part)))
        assert bytes.fromhex(said) == hashlib.sha256(one.covered).digest()


@pytest.mark.parametrize("which", range(SIGNATURES))
@pytest.mark.parametrize("part", ["first byte", "before", "just before", "just behind", "last byte"])
def test_a_flipped_bit_in_what_is_covered_is_found(
    agreement: bytes, chain: tuple[str | Path, ...], tmp_path: Path, which: int, part: str
) -> None:
    one = signatures_of(agreement)[which]
    places = {
        "first byte": 0,
        "before": one.before // 2,
        "just before": one.before - 1,
        "just behind": one.before,
        "last byte": len(one.covered) - 1,
    }
    place = places[part]
    flipped = one.covered[:place] + bytes([one.covered[place] ^ 1]) + one.covered[place + 1 :]
    said = verified(replace(one, covered=flipped), tmp_path, *chain)
    assert "content verify error" in said, said


def test_a_flipped_bit_in_the_signature_itself_is_found(
    agreement: bytes, chain: tuple[str | Path, ...], tmp_path: Path
) -> None:
    one = signatures_of(agreement)[0]
    (value,) = [match[1] for part in dumped(one) if ":d=5 " in part and (match := OCTETS.search(part))]
    place = one.cms.index(bytes.fromhex(value)) + 16
    cms = one.cms[:place] + bytes([one.cms[place] ^ 1]) + one.cms[place + 1 :]
    said = verified(replace(one, cms=cms), tmp_path, *chain)
    assert said
    assert "content verify error" not in said, said


def test_the_root_of_another_house_is_not_enough(agreement: bytes, tmp_path: Path) -> None:
    other = under(Desk(tmp_path / "house"), tmp_path / "other.pem")
    said = verified(signatures_of(agreement)[0], tmp_path, *other)
    assert "certificate verify error" in said
