"""Pages of signing: every page is shown, the password is asked once more, the signed file is checked at the one door."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.people.tests.factories import PASSWORD, user_of
from erdem.sharing.models import Envelope
from erdem.sharing.queries.signing import file_of
from erdem.sharing.services.signing_reminders import remind_signers
from erdem.sharing.signing_choices import EnvelopeStatus, SignerState
from erdem.sharing.tests.enveloping import Signing, make_signing, settled
from erdem.sharing.tests.negotiating import make_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def signing(people: People) -> Signing:
    return make_signing(people)


def client_of(actor: Actor) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user_of(actor))
    client.cookies["erdem_language"] = "en"
    return client


def at(signing: Signing, more: str = "") -> str:
    return f"/sharing/requests/{signing.table.request.number}/signing/{more}"


def given(page: str, **more: Any) -> dict[str, Any]:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found
    return {"seen": found[1], "agrees": "on", **more}


def sign(signing: Signing, position: int) -> None:
    client, here = client_of(signing.signers[position - 1]), at(signing, f"{position}/sign/")
    page = client.get(here).content.decode()
    answer = client.post(here, given(page, secret=PASSWORD))
    assert (answer.status_code, answer["Location"]) == (302, at(signing))


def content_of(signing: Signing) -> bytes:
    with acting_as(signing.officer):
        revision = file_of(signing.officer, signing.envelope)
        assert revision is not None
        return blobs.read_verified(revision.blob)


def checked(content: bytes) -> str:
    file = io.BytesIO(content)
    file.name = "agreement.pdf"
    client = Client()
    client.cookies["erdem_language"] = "en"
    return client.post("/verify/", {"file": file}).content.decode()


def test_all_sign_on_their_pages_and_anybody_checks_the_file(signing: Signing) -> None:
    assert "1 document waits" in client_of(signing.signers[0]).get("/sharing/to-sign/").content.decode()
    for position in (1, 2, 3):
        sign(signing, position)
    page = client_of(signing.officer).get(at(signing)).content.decode()
    assert "All have signed" in page
    said = checked(content_of(signing))
    assert "All have signed, in order" in said
    assert signing.envelope.number in said
    assert "See how it stands today" in said


def test_a_changed_file_is_told_at_the_door(signing: Signing) -> None:
    for position in (1, 2, 3):
        signing.sign(position)
    content = content_of(signing)
    place = content.index(b"/ByteRange") - 4000
    assert "does not hold" in checked(content[:place] + b"x" + content[place + 1 :])


def test_a_file_that_not_all_have_signed_does_not_hold(signing: Signing) -> None:
    signing.sign(1)
    assert "A signature is missing" in checked(content_of(signing))


def test_a_wrong_password_signs_nothing(signing: Signing) -> None:
    client, here = client_of(signing.signers[0]), at(signing, "1/sign/")
    page = client.get(here).content.decode()
    for secret in ("wrong-password-1", "", "123456"):
        answer = client.post(here, given(page, secret=secret))
        assert answer.status_code == 422
        assert "Nothing was signed" in answer.content.decode()
    assert signing.place(1).state == SignerState.ASKED


def test_without_the_tick_nothing_is_signed(signing: Signing) -> None:
    client, here = client_of(signing.signers[0]), at(signing, "1/sign/")
    values = given(client.get(here).content.decode(), secret=PASSWORD)
    del values["agrees"]
    assert client.post(here, values).status_code == 422
    assert signing.place(1).state == SignerState.ASKED


def test_a_double_click_leads_back_and_signs_once(signing: Signing) -> None:
    client, here = client_of(signing.signers[0]), at(signing, "1/sign/")
    values = given(client.get(here).content.decode(), secret=PASSWORD)
    assert [client.post(here, values).status_code for _click in range(2)] == [302, 302]
    assert signing.place(1).state == SignerState.SIGNED


def test_every_page_that_is_signed_is_shown(signing: Signing) -> None:
    client = client_of(signing.signers[0])
    pictures = re.findall(r'<img src="([^"]+)"', client.get(at(signing, "1/sign/")).content.decode())
    assert len(pictures) >= 2
    answer = client.get(pictures[-1])
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


def test_refusing_on_the_page_ends_it(signing: Signing) -> None:
    client, here = client_of(signing.signers[0]), at(signing, "1/refuse/")
    assert client.post(here, {"reason": ""}).status_code == 422
    assert client.post(here, {"reason": "示例：比例不对"}).status_code == 302
    signing.place(1)
    assert signing.envelope.status == EnvelopeStatus.REFUSED
    assert "示例：比例不对" in client_of(signing.people.applicant).get(at(signing)).content.decode()


def test_a_scan_is_handed_in_and_confirmed_on_the_pages(signing: Signing) -> None:
    file = io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"scan" * 50)
    file.name = "示例.png"
    party, officer = client_of(signing.table.first), client_of(signing.officer)
    assert party.post(at(signing, "1/paper/"), {"scan": file}).status_code == 302
    here = at(signing, "1/confirm/")
    page = officer.get(here).content.decode()
    values = {"seen": signing.place(1).scan_sha256, "signed_name": "示例老人"}
    assert values["seen"] in page
    assert officer.post(here, values).status_code == 422
    assert officer.post(here, {**values, "is_same": "on"}).status_code == 302
    assert signing.place(1).signed_name == "示例老人"
    assert officer.get(at(signing, "1/scan/")).status_code == 200


def test_the_office_sends_settled_terms_from_their_page(people: People) -> None:
    version = settled(make_table(people))
    here = f"/sharing/requests/{version.agreement.request.number}/signing/"
    officer = client_of(people.officer)
    page = officer.get(here).content.decode()
    assert "Send it to be signed" in page
    day = re.search(r'name="expires_on" value="([0-9-]{10})"', page)
    assert day
    for _click in range(2):
        assert officer.post(here, {"expires_on": day[1]}).status_code == 302
    with acting_as(SYSTEM):
        assert Envelope.objects.get().signers.count() == 3
    assert officer.post(here, {"expires_on": "2020-01-01"}).status_code == 422


def test_whoever_is_asked_gets_a_letter_once_in_three_days(signing: Signing) -> None:
    with acting_as(SYSTEM):
        user = user_of(signing.signers[0])
        user.email = "elder@example.org"
        user.save()
    for _run in range(2):
        remind_signers(actor=SYSTEM)
    assert len(mail.outbox) == 1
    assert signing.envelope.number in mail.outbox[0].subject
    assert signing.envelope.title not in mail.outbox[0].body
    assert at(signing) in mail.outbox[0].body
    with translation.override("en"):
        assert signing.place(1).reminders == 1
