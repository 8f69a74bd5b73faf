"""The log hands out evidence under the earliest stamped checkpoint that covers an entry, with its stamps."""

from __future__ import annotations

from typing import Any

import pytest

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.notary import authorities, queries, services
from erdem.notary.choices import Log
from erdem.notary.evidence import verify_evidence
from erdem.notary.log_files import verifier_of
from erdem.notary.models import TimeStamp
from erdem.notary.tests.test_evidence import DOCUMENT, STATEMENT
from erdem.notary.tests.test_log import enter, integrate
from erdem.notary.tests.test_stamping import set_clock, stamp
from erdem.notary.tlog import WITNESS, SigningKey

pytestmark = pytest.mark.django_db


def test_evidence_is_proven_under_the_earliest_stamped_checkpoint_that_covers_it() -> None:
    with acting_as(SYSTEM):
        (entered,) = services.enter(actor=SYSTEM, log=Log.REGISTER, kind="register_version", statements=[STATEMENT])

    def evidence() -> Any:
        with acting_as(PUBLIC):
            entered.leaf.refresh_from_db()
            content = queries.evidence_of(entered.leaf, statement=STATEMENT, document=DOCUMENT, nonce=entered.nonce)
        assert content is not None
        return verify_evidence(content, [verifier_of(Log.REGISTER)], roots=authorities.roots())

    integrate()
    assert (evidence().size, evidence().stamped) == (1, ())
    enter(300, first=1)
    integrate()
    stamp()
    enter(300, first=301)
    integrate()
    stamp()
    found = evidence()
    assert (found.size, [each.trusted for each in found.stamped]) == (301, [True])


def test_evidence_prefers_an_outside_authority_to_our_own() -> None:
    (entered,) = enter(1)
    integrate()
    stamp()
    enter(1, first=1)
    integrate()
    stamp()
    with acting_as(SYSTEM):
        entered.leaf.refresh_from_db()
        first = queries.stamped_item_over(entered.leaf)
        assert first is not None
        assert first.checkpoint is not None
        assert first.checkpoint.size == 1
        newest = TimeStamp.objects.order_by("-pk")[0]
        TimeStamp.objects.create(
            item=newest.item,
            authority="outside",
            algorithm="sha256",
            is_local=False,
            proven_at=newest.proven_at,
            expires_at=newest.expires_at,
            chain=newest.chain,
        )
        better = queries.stamped_item_over(entered.leaf)
    assert better is not None
    assert better.pk == newest.item_id


def test_a_log_that_is_due_waits_for_its_witnesses_but_not_for_ever(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(1)
    integrate()
    witness = SigningKey.generate("school.example", WITNESS).verifier
    settings.NOTARY_WITNESSES = [f"{witness.text}@http://127.0.0.1:1/"]
    assert stamp(at_once=False) is None
    set_clock(monkeypatch, hours=1)
    made = stamp(at_once=False)
    assert made is not None
    assert made.is_done
