"""A process that is killed while it enters and integrates loses nothing that it acknowledged; hundreds more: benchmarks/."""

from __future__ import annotations

import random

import pytest

from erdem.notary.tests.crashing import Watched, child, settle

pytestmark = pytest.mark.django_db(transaction=True)
SOME = (1, 9, 18, 27, 36, 45, 54, 63)
"""Steps of an append, disk and database counted together."""


def test_a_process_killed_at_steps_and_at_random_moments_loses_doubles_and_forks_nothing() -> None:
    watched, chance = Watched(), random.Random(11)
    for step in SOME:
        child(watched, chance.randrange(2**32), step=step)
        watched.check()
    stepped = watched.kills
    for _ in range(6):
        child(watched, chance.randrange(2**32), seconds=chance.uniform(0.03, 0.3), batches=1000)
        watched.check()
    settle(watched)
    assert not watched.findings
    assert watched.is_well, watched.told
    assert stepped >= len(SOME) - 2
    assert watched.kills == stepped + 6
    assert len(watched.acknowledged) > 20
