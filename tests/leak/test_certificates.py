"""What strangers get of certificates of every sort of record: the public page, the copy for others, the evidence."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdf
import pytest
from django.db import transaction
from django.urls import reverse

from erdem.base.actor import SYSTEM, acting_as
from erdem.knowledge import services
from erdem.knowledge.choices import Status
from erdem.knowledge.models import Certificate, Record
from erdem.knowledge.queries.certificates import public_file
from erdem.notary.choices import Log
from erdem.notary.services import integrate
from tests.leak import doors
from tests.leak.doors import Question
from tests.leak.ledger import WHOLE, Ledger
from tests.leak.scene import Scene
from tests.leak.undoing import log_kept
from tests.leak.unpack import text_of, words_of

PAGES = ("certificate", "public-file", "evidence", "revocation")
EACH = 3 if WHOLE else 12


@pytest.fixture(scope="module")
def found(scene: Scene) -> Iterator[dict[str, Certificate]]:
    """The certificates, issued once for the file and taken back after it."""
    with log_kept(), transaction.atomic():
        yield certified(scene)
        transaction.set_rollback(True)


def certified(scene: Scene) -> dict[str, Certificate]:
    """Issue a certificate of every so manieth registered card."""
    integrate(actor=SYSTEM, log=Log.REGISTER)
    made = {}
    with acting_as(SYSTEM):
        registered = {
            key: record
            for key, record in scene.records.items()
            if scene.cards[key].status == Status.REGISTERED and scene.cards[key].tier in ("D1", "D2", "D3", "D4")
        }
        for key in list(registered)[::EACH]:
            record = Record.objects.get(pk=registered[key].pk)
            made[key] = services.issue_certificate(actor=SYSTEM, record=record)
    integrate(actor=SYSTEM, log=Log.REGISTER)
    return made


def test_who_has_a_number_learns_nothing_that_he_may_not_know(scene: Scene, found: dict[str, Certificate]) -> None:
    ledger = Ledger("leak certificates")
    opened = 0
    for reader in scene.cast.names() if WHOLE else ("public", "stranger", "applicant", "kin", "officer"):
        client, forbidden = scene.client(reader), scene.forbidden(reader)
        for key, certificate in found.items():
            for page in PAGES:
                address = reverse(f"certificates:{page}", args=[certificate.number])
                answer = doors.ask(client, Question(page, address))
                ledger.search(words_of(answer), forbidden, channel=page, reader=reader, card=key)
                opened += page == "public-file" and answer.status_code == 200
    assert opened >= len(found), "hardly any copy for others was opened"
    ledger.close(40)


def test_a_copy_for_others_holds_what_the_public_could_know_when_it_was_issued(
    scene: Scene, found: dict[str, Certificate]
) -> None:
    ledger, forbidden = Ledger("leak copies for others"), scene.forbidden("public")
    for key, certificate in found.items():
        actor = scene.cast.actors["public"]
        with acting_as(actor):
            content = public_file(actor, certificate.number)
        if content is not None:
            said = " ".join(text_of(content))
            ledger.search(said, forbidden, channel="PDF", reader="public", card=key)
            names = {one.name for one in pypdf.PdfReader(io.BytesIO(content)).attachment_list}
            if scene.level("public", key) < 4:
                assert names == {"certificate.json", "entry.tlog-proof"}, key
    ledger.close(3)
