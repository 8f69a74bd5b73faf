"""Signed notes: a text, an empty line, a line for each signature. Source: c2sp.org/signed-note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from erdem.notary.tlog.keys import SigningKey, VerifierKey, decode_base64, encode_base64, is_name
from erdem.notary.tlog.trouble import KeyRefused, NoteRefused

LARGEST_NOTE = 1_000_000  # bytes
MOST_SIGNATURES = 64
_DASH = "\u2014 "


@dataclass(frozen=True)
class Signature:
    """One line below a note: who signed, and what the algorithm of that key gave. Nothing is verified yet."""

    name: str
    key_id: bytes
    content: bytes

    @property
    def line(self) -> str:
        """The line with its end."""
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.content)}\n"


@dataclass(frozen=True)
class Note:
    """A text, which ends with a line end, and the signatures that came with it, verified or not."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def encode(self) -> bytes:
        """Return the bytes of the note."""
        return (self.text + "\n" + "".join(each.line for each in self.signatures)).encode()

    def with_signatures(self, more: Iterable[Signature]) -> Note:
        """Return the note with further signatures; one by the same key takes the place of the older one."""
        kept = {(each.name, each.key_id): each for each in self.signatures}
        kept.update({(each.name, each.key_id): each for each in more})
        return Note(self.text, tuple(kept.values()))


@dataclass(frozen=True)
class Verified:
    """A signature that was verified. ``seconds`` is the POSIX time that a witness stated, None for a log."""

    key: VerifierKey
    signature: Signature
    seconds: int | None


def sign_note(text: str, key: SigningKey, seconds: int | None = None) -> Signature:
    """Return a signature over a text; witnesses state the time in POSIX seconds.

    Raises:
        NoteRefused: the text cannot be one of a note.
        KeyRefused: the time is missing or must not be there.
    """
    _require_text(text)
    return Signature(key.name, key.verifier.id, key.sign(text, seconds))


def parse_note(content: bytes) -> Note:
    """Return a note as it is written, without verifying any signature.

    Raises:
        NoteRefused: it is not written as a signed note must be.
    """
    if len(content) > LARGEST_NOTE:
        raise NoteRefused(f"The note has {len(content)} bytes; more than {LARGEST_NOTE} are not read.")
    try:
        whole = content.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteRefused("The note is not valid UTF-8.") from None
    text, found, signatures = whole.rpartition("\n\n")
    if not found or not signatures.endswith("\n"):
        raise NoteRefused("The note does not consist of a text, an empty line and whole lines with signatures.")
    text += "\n"
    _require_text(text)
    return Note(text, parse_signatures(signatures))


def parse_signatures(lines: str) -> tuple[Signature, ...]:
    """Return signatures from their lines, each of which ends with a line end.

    Raises:
        NoteRefused: one is malformed, or there are too many.
    """
    written = lines.split("\n")
    if written.pop() or not written:
        raise NoteRefused("A signature stands on a whole line.")
    if len(written) > MOST_SIGNATURES:
        raise NoteRefused(f"The note has {len(written)} signatures; more than {MOST_SIGNATURES} are not read.")
    return tuple(_signature(line) for line in written)


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    content = decode_base64(encoded)
    if not line.startswith(_DASH) or not is_name(name) or content is None or len(content) < 5:
        raise NoteRefused(f"“{line[:120]}” is no line with a signature.")
    return Signature(name, content[:4], content[4:])


def verify_signatures(text: str, signatures: Sequence[Signature], keys: Iterable[VerifierKey]) -> tuple[Verified, ...]:
    """Return the verified signatures by the given keys, at most one for each key; those by unknown keys are ignored.

    Raises:
        NoteRefused: a signature that names a known key does not verify.
    """
    known = {(key.name, key.id): key for key in keys}
    found: dict[VerifierKey, Verified] = {}
    for signature in signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            continue
        try:
            found.setdefault(key, Verified(key, signature, key.verify(text, signature.content)))
        except KeyRefused as error:
            raise NoteRefused(str(error)) from error
    return tuple(found.values())


def verify_note(note: Note, keys: Iterable[VerifierKey]) -> tuple[Verified, ...]:
    """Return the verified signatures by the given keys: at least one.

    Raises:
        NoteRefused: none of the keys has signed, or a signature that names one of them does not verify.
    """
    known = tuple(keys)
    verified = verify_signatures(note.text, note.signatures, known)
    if not verified:
        names = ", ".join(sorted({key.name for key in known})) or "nobody"
        raise NoteRefused(f"The note carries no signature by a key that is trusted here ({names}).")
    return verified


def _require_text(text: str) -> None:
    if not text.endswith("\n") or text == "\n" or any(letter < " " and letter != "\n" for letter in text):
        raise NoteRefused("The text of a note ends with a line end and has no other control character.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NoteRefused("The text of a note is not valid Unicode.") from None
