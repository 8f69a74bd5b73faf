"""The envelope, the keys and the shares of sealed content."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.lib import sealing
from erdem.lib.sealing import envelope, shares

IDENTITY = sealing.make_identity()
KEY = [IDENTITY.to_public()]


@given(st.binary(max_size=9000), st.text(max_size=60))
def test_whatever_is_sealed_is_opened_as_it_was(content: bytes, name: str) -> None:
    packed, commitment = envelope.pack(content, name=name.encode("utf-8", "replace").decode(), media_type="text/plain")
    opened = envelope.unpack(packed)
    assert opened.content == content
    assert opened.commitment == commitment


@given(st.integers(min_value=1, max_value=2**34))
def test_padding_hides_the_size_and_costs_at_most_an_eighth(length: int) -> None:
    padded = envelope.padded_length(length)
    assert padded >= length
    assert padded == envelope.SMALLEST or padded <= length * 1.125
    assert padded == envelope.padded_length(padded)


def test_the_commitment_is_the_one_that_the_reference_describes() -> None:
    packed, commitment = envelope.pack(b"example", name="a", media_type="text/plain")
    header = json.loads(packed.split(b"\n", 2)[1])
    nonce, digest = bytes.fromhex(header["nonce"]), hashlib.sha256(b"example").digest()
    assert commitment == hashlib.sha256(b"erdem-v1" + nonce + digest).hexdigest()
    assert len(nonce) == 32


def test_the_same_content_has_another_commitment_each_time() -> None:
    made = {sealing.seal(b"example", KEY, name="a", media_type="text/plain").commitment for _ in range(20)}
    assert len(made) == 20


def test_texts_of_different_length_are_sealed_in_the_same_size() -> None:
    sizes = {len(envelope.pack(b"x" * size, name="a", media_type="text/plain")[0]) for size in (1, 500, 3000)}
    assert sizes == {envelope.SMALLEST}


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"erdem-sealed/1",
        b"erdem-sealed/2\n{}\n",
        b"erdem-sealed/1\n[]\n",
        b'erdem-sealed/1\n{"size":-1}\n',
        b'erdem-sealed/1\n{"size":true,"nonce":"00"}\n',
        b"erdem-sealed/1\n" + b"x" * 70_000 + b"\n",
    ],
)
def test_what_is_no_envelope_is_refused(packed: bytes) -> None:
    with pytest.raises(sealing.SealingProblem, match="not sealed by Erdem"):
        envelope.unpack(packed)


def test_a_content_cut_short_is_refused() -> None:
    packed, _commitment = envelope.pack(b"x" * 5000, name="a", media_type="text/plain")
    with pytest.raises(sealing.SealingProblem, match="not whole"):
        envelope.unpack(packed[:4000])


@pytest.mark.parametrize(
    ("written", "kept"), [("../../etc/passwd", "passwd"), ("a\\b.txt", "b.txt"), ("..", "opened"), ("", "opened")]
)
def test_a_file_name_leads_into_no_other_folder(written: str, kept: str) -> None:
    packed, _commitment = envelope.pack(b"x", name=written, media_type="text/plain")
    assert envelope.unpack(packed).name == kept


def test_a_plain_text_is_recognised_as_not_sealed() -> None:
    for plain in (b"", b"example", b"age-encryption.org/v1\nexample"):
        with pytest.raises(sealing.SealingProblem, match="not a sealed file"):
            sealing.stanza_kinds(plain)


@given(st.integers(2, 16), st.data())
def test_any_shares_in_sufficient_number_bring_the_key_back(count: int, data: st.DataObject) -> None:
    threshold = data.draw(st.integers(2, count))
    made = sealing.split(IDENTITY, threshold, count)
    chosen = data.draw(st.permutations(made))[:threshold]
    assert str(sealing.combine(chosen)) == str(IDENTITY)
    with pytest.raises(sealing.SealingProblem):
        sealing.combine(chosen[:-1])


def test_a_beginning_that_fits_several_words_is_not_guessed() -> None:
    share = sealing.split(IDENTITY, 2, 2)[0].split()
    with pytest.raises(sealing.SealingProblem, match="Word 1"):
        shares.read_share(" ".join([share[0][:3], *share[1:]]))


@pytest.mark.parametrize(("threshold", "count"), [(1, 3), (4, 3), (2, 17), (0, 0)])
def test_numbers_that_make_no_sense_are_refused(threshold: int, count: int) -> None:
    with pytest.raises(sealing.SealingProblem, match="At least 2"):
        sealing.split(IDENTITY, threshold, count)


def test_a_fingerprint_says_nothing_and_recognises_a_share() -> None:
    made = sealing.split(IDENTITY, 2, 3)
    assert len({sealing.fingerprint(share) for share in made}) == 3
    assert all(word not in sealing.fingerprint(made[0]) for word in made[0].split())
