"""Keys, signed notes and checkpoints: examples of others, strict reading, signatures and cosignatures."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from sigstore._internal.rekor import checkpoint as sigstore
from sigstore.errors import VerificationError

from erdem.notary.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from erdem.notary.tlog.hashing import EMPTY_ROOT, leaf_hash
from erdem.notary.tlog.keys import LOG, WITNESS, SigningKey, VerifierKey, parse_signing_key, parse_verifier_key
from erdem.notary.tlog.notes import Note, Signature, parse_note, sign_note, verify_note
from erdem.notary.tlog.tests.test_proofs import flipped
from erdem.notary.tlog.tests.trees import LOG_KEY, NEXT_KEY, ORIGIN, WITNESSES
from erdem.notary.tlog.trouble import KeyRefused, NoteRefused

# the example of c2sp.org/signed-note
SPECIFIED_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPECIFIED = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
""".encode()
# the example of the Go package golang.org/x/mod/sumdb/note, with its private key
GO_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO = """If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
""".encode()

CHECKPOINT = Checkpoint(ORIGIN, 7, leaf_hash(b"7"))
KEYS = [LOG_KEY.verifier]
WITNESS_KEYS = [key.verifier for key in WITNESSES]
NOON = 1_800_000_000


def signed(*keys: SigningKey, text: str = CHECKPOINT.text) -> bytes:
    """Return a note signed by keys of logs and of witnesses."""
    lines = [sign_note(text, key, NOON if key.kind == WITNESS else None) for key in keys]
    return Note(text, tuple(lines)).encode()


@pytest.mark.parametrize(("key", "note"), [(SPECIFIED_KEY, SPECIFIED), (GO_KEY, GO)])
def test_notes_of_others_verify(key: str, note: bytes) -> None:
    parsed = parse_note(note)
    (verified,) = verify_note(parsed, [parse_verifier_key(key)])
    assert verified.key.text == key
    assert parsed.encode() == note


def test_a_private_key_of_others_signs_the_same_note() -> None:
    key = parse_signing_key(f"{GO_SECRET}\n")
    assert (key.text, key.verifier.text) == (GO_SECRET, GO_KEY)
    text = parse_note(GO).text
    assert Note(text, (sign_note(text, key),)).encode() == GO


def test_another_implementation_reads_and_verifies_our_checkpoint() -> None:
    class Keyring:
        def verify(self, *, key_id: object, signature: bytes, data: bytes) -> None:
            try:
                Ed25519PublicKey.from_public_bytes(LOG_KEY.verifier.public).verify(signature, data)
            except InvalidSignature as error:
                raise VerificationError("wrong") from error

    read = sigstore.SignedCheckpoint.from_text(signed(LOG_KEY, *WITNESSES).decode())
    assert (read.checkpoint.origin, read.checkpoint.log_size) == (ORIGIN, 7)
    assert read.checkpoint.log_hash == CHECKPOINT.root.hex()
    read.signed_note.verify(Keyring(), LOG_KEY.verifier.id)  # type: ignore[arg-type]  # verify is all that is called
    assert len(read.signed_note.signatures) == 4


def test_keys_are_written_and_read() -> None:
    for kind in (LOG, WITNESS):
        key = SigningKey.generate("名字.example/日志", kind)
        assert parse_signing_key(key.text) == key
        assert parse_verifier_key(key.verifier.text) == key.verifier
        assert key.seed.hex() not in repr(key)
        assert str(list(key.seed)) not in repr(key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        SPECIFIED_KEY.replace("530d903a", "530d903b"),
        SPECIFIED_KEY.replace("530d903a", "530D903A"),
        SPECIFIED_KEY.replace("foo", "bar"),
        SPECIFIED_KEY[:-4],
        SPECIFIED_KEY + "=",
        SPECIFIED_KEY + "\n",
        "a b" + SPECIFIED_KEY,
        SPECIFIED_KEY.replace("+Aek", "+Auk"),  # kind 2, ECDSA
    ],
)
def test_a_mistyped_public_key_is_refused(text: str) -> None:
    with pytest.raises(KeyRefused):
        parse_verifier_key(text)


@pytest.mark.parametrize(
    "text", ["", GO_KEY, GO_SECRET[:-4], GO_SECRET.replace("c74f20a3", "c74f20a4"), GO_SECRET[:-1] + "!"]
)
def test_a_mistyped_private_key_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(KeyRefused) as caught:
        parse_signing_key(text)
    assert "AYEKFALV" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "kind"), [("", LOG), ("a b", LOG), ("a+b", LOG), ("a\u3000b", WITNESS), ("a\nb", LOG), ("a", 2)]
)
def test_a_key_has_a_proper_name_and_kind(name: str, kind: int) -> None:
    with pytest.raises(KeyRefused):
        SigningKey.generate(name, kind)
    with pytest.raises(KeyRefused):
        VerifierKey(name, kind, bytes(32))


def test_only_witnesses_state_a_time() -> None:
    with pytest.raises(KeyRefused, match="only witnesses"):
        LOG_KEY.sign("x\n", NOON)
    for seconds in (None, 0, -5, 2**63):
        with pytest.raises(KeyRefused):
            WITNESSES[0].sign("x\n", seconds)


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"\n",
        b"text\n",
        b"text\n\n",
        b"text",
        SPECIFIED[:-1],
        SPECIFIED + b"\n",
        SPECIFIED + b"x",
        SPECIFIED.replace(b"\n\n", b"\n"),
        SPECIFIED.replace("— ".encode(), b"- "),
        SPECIFIED.replace("— ".encode(), "—".encode()),
        SPECIFIED.replace(b"message.", b"message.\t"),
        SPECIFIED.replace(b"message.", b"message.\r"),
        SPECIFIED.replace(b"message.", b"\xff"),
        SPECIFIED.replace(b"aQM=", b"aQN="),  # the same bytes, written in another way
        SPECIFIED.replace(b"aQM=", b"aQM"),
        SPECIFIED.replace(b"foo Uw", b"foo  Uw"),
        SPECIFIED.replace(b"example.com/foo ", b""),
        SPECIFIED.replace(b"com/foo", b"com+foo"),
        "text\n\n— name AAAA\n".encode(),
        b"\n" + SPECIFIED[SPECIFIED.index("\n—".encode()) :],
        b"x" * 1_000_001,
        b"text\n\n" + "— name AAAAAAAA\n".encode() * 65,
    ],
)
def test_what_is_no_signed_note_is_refused(note: bytes) -> None:
    with pytest.raises(NoteRefused):
        verify_note(parse_note(note), [parse_verifier_key(SPECIFIED_KEY)])


def test_a_text_with_empty_lines_ends_at_the_last_one() -> None:
    text = "one\n\ntwo\n\n"
    note = Note(text, (sign_note(text, LOG_KEY),))
    assert parse_note(note.encode()) == note
    assert verify_note(note, KEYS)


def test_unknown_signatures_are_ignored_and_one_known_is_needed() -> None:
    stranger = SigningKey.generate("stranger.example")
    namesake = SigningKey.generate(ORIGIN)
    assert [each.key for each in verify_note(parse_note(signed(stranger, namesake, LOG_KEY)), KEYS)] == KEYS
    with pytest.raises(NoteRefused, match=f"no signature by a key that is trusted here .{ORIGIN}"):
        verify_note(parse_note(signed(stranger, namesake)), KEYS)
    with pytest.raises(NoteRefused, match="nobody"):
        verify_note(parse_note(signed(LOG_KEY)), [])


def test_a_wrong_signature_of_a_known_key_condemns_the_note() -> None:
    good = sign_note(CHECKPOINT.text, LOG_KEY)
    wrong = Signature(NEXT_KEY.name, NEXT_KEY.verifier.id, flipped(NEXT_KEY.sign(CHECKPOINT.text), 100))
    note = Note(CHECKPOINT.text, (good, wrong))
    assert verify_note(note, KEYS)
    with pytest.raises(NoteRefused, match="does not fit the text"):
        verify_note(note, [*KEYS, NEXT_KEY.verifier])


def test_during_a_change_of_keys_either_key_is_enough() -> None:
    both = signed(LOG_KEY, NEXT_KEY)
    for known in (KEYS, [NEXT_KEY.verifier]):
        assert len(open_checkpoint(both, ORIGIN, known).signatures) == 1
    assert len(open_checkpoint(both, ORIGIN, [*KEYS, NEXT_KEY.verifier]).signatures) == 2
    with pytest.raises(NoteRefused, match="no signature"):
        open_checkpoint(signed(NEXT_KEY), ORIGIN, KEYS)


def test_cosignatures_state_their_time_and_do_not_replace_the_log() -> None:
    opened = open_checkpoint(signed(LOG_KEY, *WITNESSES), ORIGIN, KEYS, WITNESS_KEYS[:2])
    assert [each.seconds for each in opened.cosignatures] == [NOON, NOON]
    with pytest.raises(NoteRefused, match="no signature"):
        open_checkpoint(signed(*WITNESSES), ORIGIN, [*KEYS, *WITNESS_KEYS], WITNESS_KEYS)
    swapped = SigningKey(WITNESSES[0].name, LOG, WITNESSES[0].seed)
    assert not open_checkpoint(signed(LOG_KEY, swapped), ORIGIN, KEYS, WITNESS_KEYS).cosignatures


def test_a_cosignature_moved_to_another_time_is_refused() -> None:
    line = sign_note(CHECKPOINT.text, WITNESSES[0], NOON)
    later = Signature(line.name, line.key_id, (NOON + 1).to_bytes(8, "big") + line.content[8:])
    note = Note(CHECKPOINT.text, (sign_note(CHECKPOINT.text, LOG_KEY), later))
    with pytest.raises(NoteRefused, match="does not fit the text"):
        open_checkpoint(note.encode(), ORIGIN, KEYS, WITNESS_KEYS)


def test_one_key_that_signs_twice_counts_once() -> None:
    line = sign_note(CHECKPOINT.text, WITNESSES[0], NOON)
    again = sign_note(CHECKPOINT.text, WITNESSES[0], NOON + 9)
    note = Note(CHECKPOINT.text, (sign_note(CHECKPOINT.text, LOG_KEY), line, again))
    assert len(open_checkpoint(note.encode(), ORIGIN, KEYS, WITNESS_KEYS).cosignatures) == 1
    assert len(note.with_signatures([again]).signatures) == 2


@pytest.mark.parametrize(
    "text",
    [
        "\n7\n" + "A" * 43 + "=\n",
        f"{ORIGIN}\n7\n",
        f"{ORIGIN}\n07\n{'A' * 43}=\n",
        f"{ORIGIN}\n+7\n{'A' * 43}=\n",
        f"{ORIGIN}\n-7\n{'A' * 43}=\n",
        f"{ORIGIN}\n７\n{'A' * 43}=\n",
        f"{ORIGIN}\n7 \n{'A' * 43}=\n",
        f"{ORIGIN}\n9223372036854775808\n{'A' * 43}=\n",
        f"{ORIGIN}\n7\n{'A' * 42}B=\n",
        f"{ORIGIN}\n7\n{'A' * 40}\n",
        f"{ORIGIN}\n7\n{'A' * 43}=",
        f"{ORIGIN}\n7\n{'A' * 43}=\n\nx\n",
    ],
)
def test_a_checkpoint_written_in_any_other_way_is_refused(text: str) -> None:
    with pytest.raises(NoteRefused):
        parse_checkpoint(text)


@given(
    st.text(st.characters(codec="utf-8", min_codepoint=32), min_size=1, max_size=40),
    st.integers(0, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
    st.lists(st.text(st.characters(codec="utf-8", min_codepoint=32), min_size=1, max_size=20), max_size=3),
)
def test_every_checkpoint_is_read_as_it_was_written(origin: str, size: int, root: bytes, extensions: list[str]) -> None:
    checkpoint = Checkpoint(origin, size, root, tuple(extensions))
    assert parse_checkpoint(checkpoint.text) == checkpoint


def test_a_checkpoint_of_another_log_or_with_an_impossible_root_is_refused() -> None:
    with pytest.raises(NoteRefused, match=r"is of the log “log.example.org/register”, not of “other.example”"):
        open_checkpoint(signed(LOG_KEY), "other.example", KEYS)
    impossible = Checkpoint(ORIGIN, 0, leaf_hash(b""))
    with pytest.raises(NoteRefused, match="not the one of the empty tree"):
        open_checkpoint(signed(LOG_KEY, text=impossible.text), ORIGIN, KEYS)
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    assert open_checkpoint(signed(LOG_KEY, text=empty.text), ORIGIN, KEYS).checkpoint == empty


def test_every_single_bit_of_a_checkpoint_and_its_cosignatures_matters() -> None:
    whole = signed(LOG_KEY, *WITNESSES)
    assert len(open_checkpoint(whole, ORIGIN, KEYS, WITNESS_KEYS).cosignatures) == 3
    for bit in range(len(whole) * 8):
        try:
            opened = open_checkpoint(flipped(whole, bit), ORIGIN, KEYS, WITNESS_KEYS)
        except NoteRefused:
            continue
        # what remains is a witness that is not recognised any more: the quorum notices it, and the text is untouched
        assert len(opened.cosignatures) == 2
        assert opened.note.text == CHECKPOINT.text
