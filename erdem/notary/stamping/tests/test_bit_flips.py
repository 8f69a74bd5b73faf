"""Every bit of a token counts: whichever is turned, the token is refused, or nothing that we report has changed.

Parts that no signature covers exist only in tokens with more than our authority writes: certificates that are not on the way
to the root, and unsigned attributes. The tests turn those bits as well and compare all that is reported.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from asn1crypto import cms
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.notary.stamping import Algorithm, LocalAuthority, Stamp, StampingProblem, Verified, digest_of, verify
from erdem.notary.stamping.tests import pki
from erdem.notary.stamping.tests.clocks import utc

DIGEST = digest_of(Algorithm.SHA256, b"what was known")
AT = utc(2027)
ROOT = pki.root()
MIDDLE = pki.holder("Middle", ROOT, pki.ISSUER)
SIGNER = pki.holder("Signer", MIDDLE, pki.CRITICAL_TIME_STAMPING)
STRANGER = pki.root("Stranger")
SAID = pki.statement(DIGEST, utc(2026), nonce=5)
TOKEN = pki.token(SIGNER, SAID, MIDDLE)


@pytest.fixture(scope="module")
def stamp(authority: LocalAuthority) -> Stamp:
    return authority.stamp(DIGEST, Algorithm.SHA256)


def flipped(token: bytes, bit: int) -> bytes:
    """Return the token with one bit turned."""
    changed = bytearray(token)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def survivors(token: bytes, bits: Iterator[int], truth: Verified) -> set[int]:
    """Return the bytes in which a turned bit is not noticed; what is reported must be the same then."""
    found = set()
    for bit in bits:
        try:
            verified = verify(flipped(token, bit), DIGEST, [ROOT.der], AT)
        except StampingProblem:
            continue
        assert verified == truth, f"bit {bit} changes what is reported"
        found.add(bit // 8)
    return found


def test_every_bit_of_a_token_with_its_chain_is_caught() -> None:
    truth = verify(TOKEN, DIGEST, [ROOT.der], AT)
    assert survivors(TOKEN, iter(range(len(TOKEN) * 8)), truth) == set()


def test_bits_of_a_certificate_that_leads_nowhere_change_nothing_that_is_reported() -> None:
    token = pki.token(SIGNER, SAID, MIDDLE, STRANGER)
    truth = verify(token, DIGEST, [ROOT.der], AT)
    start = token.index(STRANGER.der)
    place = range(start, start + len(STRANGER.der))
    around = [*range(start * 8 - 64, start * 8), *range(place.stop * 8, place.stop * 8 + 64)]
    inside = range(place.start * 8, place.stop * 8, 3)
    found = survivors(token, iter([*inside, *around]), truth)
    assert found
    assert found <= set(place)


def test_bits_of_an_unsigned_attribute_change_nothing_that_is_reported() -> None:
    info = cms.ContentInfo.load(TOKEN)
    marker = b"says whoever wants"
    info["content"]["signer_infos"][0]["unsigned_attrs"] = [{"type": "1.2.3.4.5", "values": [cms.OctetString(marker)]}]
    token = info.dump(force=True)
    truth = verify(token, DIGEST, [ROOT.der], AT)
    assert truth == verify(TOKEN, DIGEST, [ROOT.der], AT)
    start = token.rindex(b"\xa1", 0, token.index(marker))
    found = survivors(token, iter(range((start - 200) * 8, len(token) * 8)), truth)
    assert found
    assert min(found) >= start


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_handful_of_turned_bits_is_caught(data: st.DataObject) -> None:
    token = TOKEN
    for bit in data.draw(st.sets(st.integers(0, len(TOKEN) * 8 - 1), min_size=1, max_size=8)):
        token = flipped(token, bit)
    with pytest.raises(StampingProblem):
        verify(token, DIGEST, [ROOT.der], AT)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_token_with_a_piece_cut_out_or_put_in_is_caught(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TOKEN)))
    end = data.draw(st.integers(start, min(start + 50, len(TOKEN))))
    piece = data.draw(st.binary(max_size=50).filter(lambda piece: piece != TOKEN[start:end]))
    with pytest.raises(StampingProblem):
        verify(TOKEN[:start] + piece + TOKEN[end:], DIGEST, [ROOT.der], AT)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_changed_letter_of_a_kept_stamp_is_caught_or_changes_nothing_that_is_proven(
    authority: LocalAuthority, stamp: Stamp, data: st.DataObject
) -> None:
    roots = authority.authority.trusted
    truth = verify(stamp, DIGEST, roots)
    text = json.dumps(stamp.to_json())
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from('abyzAZ059+/=-:"{}[], '))
    try:
        changed = Stamp.from_json(json.loads(text[:place] + letter + text[place + 1 :]))
        verified = verify(changed, DIGEST, roots)
    except (StampingProblem, json.JSONDecodeError):
        return
    assert verified == truth
