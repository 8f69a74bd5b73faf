"""Signing one after another; what holds, and what does not when somebody has meddled."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import itertools
import random
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pypdf
import pytest

from erdem.sharing.pades import (
    SEAL,
    Fault,
    HouseAuthority,
    NotSignable,
    Signatory,
    Signing,
    SigningProblem,
    Stamped,
    draw_signatures,
    examine,
    looks_signed,
    place_slots,
    prepare,
    sign,
)
from erdem.sharing.pades.tests.papers import DOCUMENT, PAGES, SHOWN, SLOTS, Clocks, Desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def agreement(desk: Desk) -> bytes:
    return desk.agreement()


def _flipped(content: bytes, place: int, bit: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]


def test_an_agreement_that_all_have_signed_holds(desk: Desk, agreement: bytes) -> None:
    found = desk.examine(agreement)
    assert found.holds
    assert [one.field for one in found.signatures] == ["signer-1", "signer-2", SEAL]
    assert [one.name for one in found.signatures] == ["Batu", "Ms Li", "House"]
    assert found.signatures[0].organisation == "Example Co."
    assert all(one.time is not None and one.stamped_by for one in found.signatures)


def test_the_document_stays_the_beginning_of_the_signed_file(desk: Desk, agreement: bytes) -> None:
    assert agreement.startswith(DOCUMENT)
    assert desk.examine(agreement).document_sha256 == hashlib.sha256(DOCUMENT).hexdigest()


def test_it_still_holds_when_the_certificates_have_long_ended(desk: Desk, agreement: bytes) -> None:
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=500)
    found = examine(agreement, [desk.house.root], desk.clocks.authority.authority.trusted, later)
    assert found.holds


def test_under_unknown_roots_it_only_fits_together(agreement: bytes) -> None:
    found = examine(agreement, [], [])
    assert not found.holds
    assert found.fits_together
    assert found.faults == (Fault.UNKNOWN_ROOT, Fault.UNKNOWN_TIME_ROOT)


def test_signatures_of_another_installation_are_not_taken_for_ours(
    agreement: bytes, desk: Desk, tmp_path: Path
) -> None:
    other = Desk(tmp_path)
    found = examine(agreement, [other.house.root], desk.clocks.authority.authority.trusted)
    assert Fault.UNKNOWN_ROOT in found.faults


def test_no_flipped_bit_goes_unseen(desk: Desk, agreement: bytes) -> None:
    chance = random.Random(20261126)
    places = [chance.randrange(len(agreement)) for _turn in range(30)]
    start = [int(one.start()) for one in re.finditer(rb"/Contents <", agreement)]
    places += [begin + 11 + chance.randrange(5000) for begin in start for _turn in range(8)]
    unseen = [place for place in places if desk.examine(_flipped(agreement, place, chance.randrange(8))).holds]
    assert unseen == []


def test_a_page_put_behind_it_is_seen(desk: Desk, agreement: bytes) -> None:
    writer = pypdf.PdfWriter(incremental=True, fileobj=_stream(agreement))
    writer.add_blank_page(200, 200)
    found = desk.examine(_written(writer))
    assert Fault.ADDED_TO in found.faults or Fault.NOT_READABLE in found.faults


def test_a_page_slipped_in_between_two_signatures_is_seen(desk: Desk) -> None:
    once = desk.signed(desk.ready(), "signer-1")
    writer = pypdf.PdfWriter(incremental=True, fileobj=_stream(once))
    writer.add_blank_page(200, 200)
    found = desk.examine(desk.sealed(desk.signed(_written(writer), "signer-2")))
    assert found.signatures[0].faults == (Fault.ADDED_TO,)
    assert not found.fits_together


def test_words_written_over_a_page_after_the_first_signature_are_seen(desk: Desk) -> None:
    once = desk.signed(desk.ready(), "signer-1")
    writer = pypdf.PdfWriter(incremental=True, fileobj=_stream(once))
    stamp = pypdf.PdfReader(_stream(PAGES)).pages[0]
    writer.pages[0].merge_page(stamp)
    found = desk.examine(desk.sealed(desk.signed(_written(writer), "signer-2")))
    assert Fault.ADDED_TO in found.faults


def test_a_signature_cut_off_is_missed(desk: Desk) -> None:
    once = desk.signed(desk.ready(), "signer-1")
    found = desk.examine(once)
    assert found.open_fields == ("signer-2", SEAL)
    assert {Fault.SIGNATURE_MISSING, Fault.NOT_SEALED} <= set(found.faults)
    assert found.signatures[0].faults == ()


def test_the_seal_cut_off_is_missed(desk: Desk, agreement: bytes) -> None:
    twice = desk.signed(desk.signed(desk.ready(), "signer-1"), "signer-2")
    assert Fault.NOT_SEALED in desk.examine(twice).faults


def test_bytes_put_behind_the_seal_are_seen(desk: Desk, agreement: bytes) -> None:
    assert not desk.examine(agreement + b"\n% nothing\n").holds


def test_signing_out_of_order_is_seen(desk: Desk) -> None:
    found = desk.examine(desk.sealed(desk.signed(desk.signed(desk.ready(), "signer-2"), "signer-1")))
    assert Fault.OUT_OF_ORDER in found.faults


def test_swapped_signatures_are_seen(desk: Desk, agreement: bytes) -> None:
    spans = [match.span(1) for match in re.finditer(rb"/Contents <([0-9A-Fa-f]+)>", agreement)]
    (a, b), (c, d) = spans[:2]
    swapped = agreement[:a] + agreement[c:d] + agreement[b:c] + agreement[a:b] + agreement[d:]
    assert len(swapped) == len(agreement)
    found = desk.examine(swapped)
    assert not found.fits_together
    assert found.signatures[0].faults


def test_a_certificate_for_another_place_is_seen(desk: Desk) -> None:
    found = desk.examine(desk.sealed(desk.signed(desk.signed(desk.ready(), "signer-1"), "signer-2", at="signer-9")))
    assert Fault.WRONG_PLACE in found.faults


def test_a_time_stamp_over_something_else_is_seen(desk: Desk) -> None:
    lying = Clocks(desk.folder / "clocks", change=lambda digest: bytes(len(digest)))
    signer = desk.house.signer_for(Signatory("Batu", "", "0" * 32, "QS-2026-0001/signer-1"))
    once = sign(desk.ready(), Signing("signer-1", "Batu", "Yes"), signer, lying, SHOWN).pdf
    found = desk.examine(desk.sealed(desk.signed(once, "signer-2")))
    assert Fault.CHANGED in found.signatures[0].faults


def test_a_field_is_signed_once(desk: Desk) -> None:
    once = desk.signed(desk.ready(), "signer-1")
    with pytest.raises(NotSignable, match="signed already"):
        desk.signed(once, "signer-1")


def test_nothing_is_signed_where_there_is_no_field(desk: Desk) -> None:
    with pytest.raises(NotSignable, match="does not exist"):
        desk.signed(desk.ready(), "signer-7")


def test_nothing_is_signed_without_a_time_stamp(desk: Desk) -> None:
    class Silent:
        def stamp(self, digest: bytes, algorithm: str) -> Stamped:
            raise SigningProblem("The time authority does not answer.")

    signer = desk.house.signer_for(Signatory("Batu", "", "0" * 32, "QS-2026-0001/signer-1"))
    with pytest.raises(SigningProblem, match="does not answer"):
        sign(desk.ready(), Signing("signer-1", "Batu", "Yes"), signer, Silent(), SHOWN)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", DOCUMENT[:5000]])
def test_what_is_no_whole_pdf_is_refused(content: bytes, desk: Desk) -> None:
    with pytest.raises(NotSignable):
        prepare(content, PAGES, SLOTS)
    assert desk.examine(content).faults == (Fault.NOT_READABLE,)


def test_a_pdf_without_signatures_is_told_apart(desk: Desk) -> None:
    assert desk.examine(DOCUMENT).faults == (Fault.NOT_SIGNED,)
    assert not looks_signed(DOCUMENT)


def test_what_is_signed_already_is_not_prepared_again(agreement: bytes) -> None:
    with pytest.raises(NotSignable, match="signature fields already"):
        prepare(agreement, PAGES, SLOTS)


def test_boxes_lie_on_their_pages_and_do_not_touch() -> None:
    slots = place_slots([f"signer-{number}" for number in range(1, 18)])
    assert [slot.page for slot in slots] == [0] * 4 + [1] * 6 + [2] * 6 + [3]
    for slot in slots:
        left, bottom, right, top = slot.box
        assert 0 < left < right < 595
        assert 0 < bottom < top < 842
    for one, next_one in itertools.pairwise(slots):
        assert one.page != next_one.page or one.top + one.height < next_one.top


def test_what_the_fields_show_can_be_drawn_into_the_pages(agreement: bytes) -> None:
    drawn, pages = draw_signatures(agreement)
    assert pages == 3
    words = pypdf.PdfReader(_stream(drawn)).pages[2].extract_text()
    assert words.count("Signed") == 3


def test_the_root_is_made_once_and_its_key_is_for_the_owner_alone(tmp_path: Path) -> None:
    first, again = HouseAuthority(tmp_path / "signing", "a"), HouseAuthority(tmp_path / "signing", "b")
    assert first.root == again.root
    assert stat.S_IMODE((tmp_path / "signing" / "root.key").stat().st_mode) == 0o600


def test_a_lost_root_key_is_not_silently_replaced(tmp_path: Path) -> None:
    HouseAuthority(tmp_path)
    (tmp_path / "root.key").unlink()
    with pytest.raises(SigningProblem, match="from a backup"):
        HouseAuthority(tmp_path)


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="the program pdfsig of poppler is not on this machine")
def test_another_program_finds_the_same_signatures(agreement: bytes, tmp_path: Path) -> None:
    path = tmp_path / "agreement.pdf"
    path.write_bytes(agreement)
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, timeout=30, check=True).stdout
    assert said.count("Signature is Valid.") == 3
    assert said.count("ETSI.CAdES.detached") == 3
    assert said.count("Not total document signed") == 2


def _stream(content: bytes) -> io.BytesIO:
    return io.BytesIO(content)


def _written(writer: pypdf.PdfWriter) -> bytes:
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
