"""Renewal: a first stamp of 2020 is still a proof decades later, when it was renewed in time, and not otherwise."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from asn1crypto import core
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.notary.stamping import (
    Algorithm,
    ArchiveChain,
    LocalAuthority,
    Renewal,
    Stamp,
    Strength,
    Use,
    begin,
    bundled_strengths,
    digest_of,
    digests_of,
    due,
    evidence_record,
    limits,
    read_strengths,
    renew_hash,
    renew_time_stamp,
    verify_chain,
)
from erdem.notary.stamping.structures import EvidenceRecord
from erdem.notary.stamping.tests.clocks import SetClock, utc
from erdem.notary.stamping.tests.openssl import made, needs_openssl
from erdem.notary.stamping.trouble import (
    AlgorithmNotAllowed,
    CertificateExpired,
    ChainBroken,
    StampAltered,
    StampingProblem,
    UnknownRoot,
    WrongTime,
)

DATA = b"what was known"
DIGESTS = digests_of(DATA, Algorithm)
YEAR = dt.timedelta(days=365)


@dataclass
class World:
    """An authority with a clock that the test sets; its certificates live three years."""

    authority: LocalAuthority
    clock: SetClock

    @property
    def roots(self) -> tuple[bytes, ...]:
        return self.authority.authority.trusted

    def go_to(self, moment: dt.datetime) -> None:
        """Go to a time and give the authority a fresh certificate."""
        self.clock.now = moment
        self.authority.rotate()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    clock = SetClock(utc(2020))
    return World(LocalAuthority(tmp_path_factory.mktemp("authority") / "keys", clock), clock)


@pytest.fixture(scope="module")
def chain(world: World) -> ArchiveChain:
    """A stamp of 2020, renewed in 2022 and 2024, under SHA-512 in 2026, renewed in 2028."""
    world.go_to(utc(2020))
    made_chain = begin(world.authority.stamp(DIGESTS[Algorithm.SHA256], Algorithm.SHA256))
    for year in (2022, 2024):
        world.go_to(utc(year))
        made_chain = renew_time_stamp(made_chain, world.authority)
    world.go_to(utc(2026))
    made_chain = renew_hash(made_chain, DIGESTS, world.authority, Algorithm.SHA512)
    world.go_to(utc(2028))
    return renew_time_stamp(made_chain, world.authority)


def flat(chain: ArchiveChain) -> Iterator[Stamp]:
    """Return every stamp of a chain, oldest first."""
    return (stamp for stamps in chain.chains for stamp in stamps)


def without(chain: ArchiveChain, number: int, index: int) -> ArchiveChain:
    """Return the chain without one stamp."""
    stamps = chain.chains[number]
    left = (*stamps[:index], *stamps[index + 1 :])
    return ArchiveChain((*chain.chains[:number], *([left] if left else []), *chain.chains[number + 1 :]))


def test_a_renewed_chain_proves_the_first_time(world: World, chain: ArchiveChain) -> None:
    verified = verify_chain(chain, DIGESTS, world.roots, utc(2029))
    assert [one.time.year for one in verified] == [2020, 2022, 2024, 2026, 2028]
    assert [one.algorithm for one in verified] == ["sha256"] * 3 + ["sha512"] * 2
    assert verified[0].digest == DIGESTS[Algorithm.SHA256]


def test_each_renewal_covers_what_the_text_says(chain: ArchiveChain) -> None:
    first, second, _, fourth, fifth = flat(chain)
    assert second.digest == digest_of(Algorithm.SHA256, first.token)
    older = core.SequenceOf.load(EvidenceRecord.load(evidence_record(chain))["archive_time_stamp_sequence"].dump())
    first_chain = older[0].dump()
    wrapped = core.SequenceOf(spec=core.Any)
    wrapped.append(core.Any.load(first_chain))
    whole = digest_of(Algorithm.SHA512, wrapped.dump())
    assert fourth.digest == digest_of(Algorithm.SHA512, DIGESTS[Algorithm.SHA512], whole)
    assert fifth.digest == digest_of(Algorithm.SHA512, fourth.token)


def test_a_chain_that_was_not_renewed_in_time_proves_nothing(world: World, chain: ArchiveChain) -> None:
    with pytest.raises(CertificateExpired, match="Time-stamp 5 of 5: The certificate"):
        verify_chain(chain, DIGESTS, world.roots, utc(2032))
    gap = ArchiveChain((chain.chains[0][:1],))
    world.go_to(utc(2024))
    late = renew_time_stamp(gap, world.authority)
    with pytest.raises(CertificateExpired, match="Time-stamp 1 of 2: The certificate"):
        verify_chain(late, DIGESTS, world.roots, utc(2025))


@pytest.mark.parametrize(("number", "index"), [(0, 0), (0, 1), (0, 2), (1, 0)])
def test_a_stamp_taken_out_is_noticed(world: World, chain: ArchiveChain, number: int, index: int) -> None:
    with pytest.raises(ChainBroken, match="does not cover"):
        verify_chain(without(chain, number, index), DIGESTS, world.roots, utc(2029))


def test_stamps_in_another_order_are_noticed(world: World, chain: ArchiveChain) -> None:
    first, second, third = chain.chains[0]
    with pytest.raises(ChainBroken, match="Time-stamp 1 of 5 does not cover the item"):
        verify_chain(ArchiveChain(((second, first, third), chain.chains[1])), DIGESTS, world.roots, utc(2029))


def test_another_item_is_noticed(world: World, chain: ArchiveChain) -> None:
    with pytest.raises(ChainBroken, match="Time-stamp 1 of 5 does not cover the item"):
        verify_chain(chain, digests_of(b"another", Algorithm), world.roots, utc(2029))
    mixed = {**DIGESTS, Algorithm.SHA512: digest_of(Algorithm.SHA512, b"another")}
    with pytest.raises(ChainBroken, match="Time-stamp 4 of 5 does not cover the item and all time-stamps before it"):
        verify_chain(chain, mixed, world.roots, utc(2029))


def test_a_renewal_dated_before_what_it_renews_is_noticed(world: World) -> None:
    world.go_to(utc(2022))
    first = begin(world.authority.stamp(DIGESTS[Algorithm.SHA256], Algorithm.SHA256))
    world.go_to(utc(2021))
    backwards = renew_time_stamp(first, world.authority)
    with pytest.raises(WrongTime, match="Time-stamp 1 of 2: The token says 2022"):
        verify_chain(backwards, DIGESTS, world.roots, utc(2022, 6))


def test_a_chain_under_another_root_is_noticed(chain: ArchiveChain, authority: LocalAuthority) -> None:
    with pytest.raises(UnknownRoot, match="Time-stamp 1 of 5"):
        verify_chain(chain, DIGESTS, authority.authority.trusted, utc(2029))


def test_a_new_authority_may_renew_what_an_old_one_began(world: World, tmp_path: Path) -> None:
    world.go_to(utc(2020))
    old = begin(world.authority.stamp(DIGESTS[Algorithm.SHA256], Algorithm.SHA256))
    clock = SetClock(utc(2021))
    other = LocalAuthority(tmp_path, clock)
    renewed = renew_time_stamp(old, other)
    assert len(verify_chain(renewed, DIGESTS, (*world.roots, *other.authority.trusted), utc(2023, 6))) == 2


def test_two_algorithms_in_one_chain_are_refused(world: World, chain: ArchiveChain) -> None:
    mixed = ArchiveChain(((*chain.chains[0], *chain.chains[1]),))
    with pytest.raises(ChainBroken, match="Time-stamp 4 of 5 uses another hash algorithm"):
        verify_chain(mixed, DIGESTS, world.roots, utc(2029))


def test_a_missing_digest_is_named(world: World, chain: ArchiveChain) -> None:
    only = {Algorithm.SHA256: DIGESTS[Algorithm.SHA256]}
    with pytest.raises(AlgorithmNotAllowed, match="by sha512 is needed"):
        verify_chain(chain, only, world.roots, utc(2029))
    with pytest.raises(AlgorithmNotAllowed, match="by sm3 is needed"):
        renew_hash(chain, only, world.authority, Algorithm.SM3)


def test_an_empty_chain_is_refused(chain: ArchiveChain) -> None:
    for chains in ((), ((),), (chain.chains[0], ())):
        with pytest.raises(ChainBroken, match="no time-stamp in the chain"):
            ArchiveChain(chains)


def test_a_chain_comes_back_from_json_as_it_was(chain: ArchiveChain) -> None:
    assert ArchiveChain.from_json(json.loads(json.dumps(chain.to_json()))) == chain
    with pytest.raises(StampAltered, match=r"no erdem-archive/1"):
        ArchiveChain.from_json({"format": "erdem-archive/1", "chains": "all"})


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 4), bit=st.integers(0, 8 * 1000 - 1))
def test_a_turned_bit_in_any_token_of_a_chain_is_caught(
    world: World, chain: ArchiveChain, place: int, bit: int
) -> None:
    stamps = list(flat(chain))
    token = bytearray(stamps[place].token)
    token[bit // 8] ^= 1 << bit % 8
    stamps[place] = dataclasses.replace(stamps[place], token=bytes(token))
    changed = ArchiveChain((tuple(stamps[:3]), tuple(stamps[3:])))
    with pytest.raises(StampingProblem):
        verify_chain(changed, DIGESTS, world.roots, utc(2029))


def test_the_evidence_record_has_the_form_of_its_text(chain: ArchiveChain) -> None:
    record = EvidenceRecord.load(evidence_record(chain), strict=True)
    assert [one["algorithm"].native for one in record["digest_algorithms"]] == ["sha256", "sha512"]
    tokens = [[one["time_stamp"].dump() for one in part] for part in record["archive_time_stamp_sequence"]]
    assert tokens == [[stamp.token for stamp in stamps] for stamps in chain.chains]


@needs_openssl
def test_openssl_reads_the_evidence_record_and_verifies_each_renewal(
    world: World, chain: ArchiveChain, tmp_path: Path
) -> None:
    assert b"id-smime-ct-TSTInfo" in made("asn1parse", "-inform", "DER", data=evidence_record(chain))
    (tmp_path / "root.pem").write_text(world.authority.authority.roots)
    for place, stamp in enumerate(flat(chain)):
        (tmp_path / f"{place}.der").write_bytes(stamp.token)
    for place in (1, 2, 4):
        given_token = ("-token_in", "-in", tmp_path / f"{place}.der", "-CAfile", tmp_path / "root.pem")
        moment = str(int(list(flat(chain))[place].time.timestamp()))
        said = made("ts", "-verify", *given_token, "-data", tmp_path / f"{place - 1}.der", "-attime", moment)
        assert b"Verification: OK" in said


def row(name: str, use: Use, year: int) -> Strength:
    """Return a row of strength."""
    return Strength(name, use, dt.date(year, 12, 31), "a text", "assumed")


ROWS = [
    row("sha256", Use.IMPRINT, 2027),
    row("sha512", Use.IMPRINT, 2040),
    row("sha256", Use.SIGNATURE, 2040),
    row("ecdsa-256", Use.SIGNATURE, 2040),
]


def test_nothing_is_due_long_before_the_certificate_ends(world: World) -> None:
    world.go_to(utc(2020))
    fresh = begin(world.authority.stamp(DIGESTS[Algorithm.SHA256], Algorithm.SHA256))
    assert due(fresh, dt.date(2021, 1, 1), YEAR, ROWS) == ()
    (found,) = due(fresh, dt.date(2022, 1, 1), YEAR, ROWS)
    assert (found.kind, found.by) == (Renewal.TIME_STAMP, dt.date(2022, 12, 31))
    assert "Local time authority" in found.reason


def test_an_imprint_that_weakens_calls_for_another_hash(world: World) -> None:
    world.go_to(utc(2026))
    fresh = begin(world.authority.stamp(DIGESTS[Algorithm.SHA256], Algorithm.SHA256))
    (found,) = due(fresh, dt.date(2027, 6, 1), YEAR, ROWS)
    assert (found.kind, found.by) == (Renewal.HASH, dt.date(2027, 12, 31))
    assert found.reason == "sha256 is held to be safe until 2027-12-31 (a text; assumed)."
    renewed = renew_hash(fresh, DIGESTS, world.authority, Algorithm.SHA512)
    assert due(renewed, dt.date(2027, 6, 1), YEAR, ROWS) == ()


def test_a_signature_that_weakens_calls_for_another_time_stamp(world: World) -> None:
    world.go_to(utc(2026))
    fresh = begin(world.authority.stamp(DIGESTS[Algorithm.SHA256], Algorithm.SHA256))
    (found, *_) = limits(fresh, [row("ecdsa-256", Use.SIGNATURE, 2026), *ROWS])
    assert (found.kind, found.by) == (Renewal.TIME_STAMP, dt.date(2026, 12, 31))


def test_an_algorithm_of_which_nothing_is_known_is_due_at_once(world: World) -> None:
    world.go_to(utc(2026))
    fresh = begin(world.authority.stamp(DIGESTS[Algorithm.SM3], Algorithm.SM3))
    (found,) = due(fresh, dt.date(2026, 1, 1), dt.timedelta(0), ROWS)
    assert (found.kind, found.reason) == (Renewal.HASH, "No row says how long sm3 is safe.")


def test_a_hash_renewed_too_late_breaks_the_chain(world: World, chain: ArchiveChain) -> None:
    assert verify_chain(chain, DIGESTS, world.roots, utc(2029), strengths=ROWS)
    weak = [row("sha256", Use.IMPRINT, 2025), *ROWS]
    with pytest.raises(ChainBroken, match="Time-stamp 1 of 5: sha256 was held to be safe until 2025-12-31"):
        verify_chain(chain, DIGESTS, world.roots, utc(2029), strengths=weak)
    with pytest.raises(ChainBroken, match="no row says how long sha512 is safe"):
        verify_chain(chain, DIGESTS, world.roots, utc(2029), strengths=[ROWS[0], *ROWS[2:]])


def test_the_rows_that_come_along_name_every_algorithm_source_and_confidence() -> None:
    rows = bundled_strengths()
    assert all(one.source and one.confidence for one in rows)
    assert {one.name for one in rows if one.use is Use.IMPRINT} >= {one.value for one in Algorithm}


def test_rows_that_are_not_whole_are_refused() -> None:
    for text in ("{}x", '[{"name": "sha256"}]', '[{"name":"a","use":"b","safe_until":"2020-01-01"}]', "[1]"):
        with pytest.raises(ValueError, match="cannot be read"):
            read_strengths(text)
