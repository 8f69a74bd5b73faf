"""Requests without a key are counted by the minute, each address for itself, in bounded memory."""

from __future__ import annotations

from erdem.base.throttle import Throttle


def test_after_the_limit_one_waits_for_the_next_minute() -> None:
    now = [30.0]
    throttle = Throttle(limit=2, clock=lambda: now[0])
    assert [throttle.seconds_to_wait("192.0.2.1") for _ in range(3)] == [0, 0, 30]
    now[0] = 60.0
    assert throttle.seconds_to_wait("192.0.2.1") == 0


def test_one_address_does_not_use_up_the_others() -> None:
    throttle = Throttle(limit=1, clock=lambda: 0.0)
    assert [throttle.seconds_to_wait(address) for address in ("a", "b", "a")] == [0, 0, 60]


def test_only_so_many_addresses_are_remembered() -> None:
    throttle = Throttle(limit=1, most=2, clock=lambda: 0.0)
    assert [throttle.seconds_to_wait(address) for address in ("a", "b", "c", "a")] == [0, 0, 0, 0]
