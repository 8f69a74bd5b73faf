"""A small agreement, signed by two and sealed, for the tests."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import typst

from erdem.notary.stamping import Algorithm, LocalAuthority
from erdem.sharing.pades import (
    SEAL,
    Appearance,
    Examined,
    HouseAuthority,
    Signatory,
    Signing,
    Stamped,
    add_revocation,
    examine,
    place_slots,
    prepare,
    sign,
)

NUMBER = "QS-2026-0001"
FIELDS = ("signer-1", "signer-2", SEAL)
SLOTS = place_slots(FIELDS)


def typeset(source: str) -> bytes:
    """Return a PDF of a few words."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "main.typ").write_text(source, "utf-8")
        made = typst.compile(Path(folder) / "main.typ", format="pdf", pdf_standards=["a-2b"], timestamp=0)
    assert isinstance(made, bytes)
    return made


DOCUMENT = typeset('#set page(paper: "a4")\n= Agreement\n' + "Five per cent. " * 200 + "\n#pagebreak()\nSecond page")
PAGES = typeset('#set page(paper: "a4")\nSignatures')
SHOWN = Appearance(typeset(f"#set page(width: {SLOTS[0].width}pt, height: {SLOTS[0].height}pt)\nSigned"))


@dataclass
class Clocks:
    """A time authority of the tests, which keeps what it has stamped."""

    folder: Path
    given: list[Stamped] = field(default_factory=list)
    change: Callable[[bytes], bytes] = bytes

    @cached_property
    def authority(self) -> LocalAuthority:
        return LocalAuthority(self.folder)

    def stamp(self, digest: bytes, algorithm: str) -> Stamped:
        made = self.authority.stamp(self.change(digest), Algorithm(algorithm))
        self.given.append(Stamped(made.token, made.certificates))
        return self.given[-1]


@dataclass
class Desk:
    """An installation with its authorities."""

    folder: Path

    @cached_property
    def house(self) -> HouseAuthority:
        return HouseAuthority(self.folder / "signing", "tests")

    @cached_property
    def clocks(self) -> Clocks:
        return Clocks(self.folder / "clocks")

    def ready(self) -> bytes:
        return prepare(DOCUMENT, PAGES, SLOTS)

    def signed(self, content: bytes, place: str, name: str = "Batu", *, at: str | None = None) -> bytes:
        """Sign in a field; the certificate may be made out for another place."""
        signer = self.house.signer_for(Signatory(name, "Example Co.", "0" * 32, f"{NUMBER}/{at or place}"))
        said = Signing(place, name, "I have read it and agree.")
        made = sign(content, said, signer, self.clocks, SHOWN)
        proof = [self.house.root, *made.stamped.certificates]
        return add_revocation(made.pdf, proof, [self.house.revocation_list()], [])

    def sealed(self, content: bytes) -> bytes:
        signer = self.house.signer_for(Signatory("House", "", "0" * 32, f"{NUMBER}/{SEAL}"))
        digest = hashlib.sha256(DOCUMENT).hexdigest()
        reason = f"All have signed. SHA-256 {digest} of the first {len(DOCUMENT)} bytes."
        return sign(content, Signing(SEAL, "House", reason), signer, self.clocks, SHOWN).pdf

    def agreement(self) -> bytes:
        """The agreement as everybody has signed it."""
        return self.sealed(self.signed(self.signed(self.ready(), "signer-1"), "signer-2", "Ms Li"))

    def examine(self, content: bytes) -> Examined:
        return examine(content, [self.house.root], self.clocks.authority.authority.trusted)
