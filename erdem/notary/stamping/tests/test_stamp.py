"""What is kept, to JSON and back."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.notary.stamping import Algorithm, LocalAuthority, Revocation, Stamp, digest_of, verify
from erdem.notary.stamping.trouble import StampAltered

DIGEST = digest_of(Algorithm.SHA512, b"what was known")
times = st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30), timezones=st.just(dt.UTC))  # noqa: DTZ001 - hypothesis adds the zone
words = st.text(max_size=20)
stamps = st.builds(
    Stamp,
    token=st.binary(max_size=50),
    digest=st.binary(max_size=64),
    algorithm=st.sampled_from(Algorithm),
    time=times,
    accuracy=st.none() | st.timedeltas(),
    serial=st.integers(),
    policy=words,
    authority=words,
    certificates=st.lists(st.binary(max_size=20), max_size=3).map(tuple),
    nonce=st.none() | st.integers(),
    revocation=st.lists(
        st.builds(Revocation, st.sampled_from(["crl", "ocsp"]), words, times, st.binary(max_size=20)), max_size=2
    ).map(tuple),
    missing=st.lists(words, max_size=2).map(tuple),
)


@given(stamps)
def test_every_stamp_comes_back_from_json_as_it_was(stamp: Stamp) -> None:
    assert Stamp.from_json(json.loads(json.dumps(stamp.to_json()))) == stamp


def test_a_stamp_that_came_back_still_proves(authority: LocalAuthority) -> None:
    text = json.dumps(authority.stamp(DIGEST, Algorithm.SHA512).to_json())
    assert verify(Stamp.from_json(json.loads(text)), DIGEST, authority.authority.trusted).algorithm is Algorithm.SHA512


@pytest.mark.parametrize(
    "change",
    [
        {"format": "erdem-stamp/2"},
        {"token": "not base64!"},
        {"token": None},
        {"algorithm": "md5"},
        {"time": "yesterday"},
        {"time": "2026-01-01T00:00:00"},
        {"serial": "one"},
        {"accuracy_us": "long"},
        {"certificates": None},
        {"revocation": [{"kind": "rumour", "url": "", "fetched": "2026-01-01T00:00:00Z", "der": ""}]},
        {"revocation": [{}]},
    ],
)
def test_a_damaged_stamp_is_refused(authority: LocalAuthority, change: dict[str, Any]) -> None:
    values = authority.stamp(DIGEST, Algorithm.SHA512).to_json()
    with pytest.raises(StampAltered):
        Stamp.from_json({**values, **change})


def test_a_stamp_that_lacks_a_part_is_refused(authority: LocalAuthority) -> None:
    values = authority.stamp(DIGEST, Algorithm.SHA512).to_json()
    for name in values:
        with pytest.raises(StampAltered):
            Stamp.from_json({key: value for key, value in values.items() if key != name})
