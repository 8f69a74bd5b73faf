"""Digests of saved searches: one mail a person, nothing twice and nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.literature import jobs
from erdem.literature.models import SavedSearch
from erdem.literature.queries.searching_shapes import SearchRequest
from erdem.literature.services import alerts, saved
from erdem.literature.tests.saved_work import JOB, client_of, hold, keep, with_mail

pytestmark = pytest.mark.django_db


def test_one_mail_tells_all_searches_of_a_person_in_the_own_language(people: People) -> None:
    with_mail(people.officer)
    keep(people.officer, "示例甲", by_mail=True)
    keep(people.officer, "示例乙", by_mail=True, request=SearchRequest(query="风干"))
    hold("CN100000023A")
    jobs.look_again()
    (letter,) = outbox.outbox
    assert letter.to == [f"{people.officer.user_id}@example.org"]
    assert "示例甲" in letter.body
    assert "示例乙" in letter.body
    assert "CN100000023A" in letter.body
    assert reverse("literature:saved-mail-off") in letter.extra_headers["List-Unsubscribe"]
    jobs.look_again()
    assert len(outbox.outbox) == 1


def test_no_mail_without_address_without_wish_or_after_reading(people: People) -> None:
    keep(people.officer, by_mail=True)
    with_mail(people.stranger)
    keep(people.stranger)
    with_mail(people.applicant)
    read = keep(people.applicant, by_mail=True)
    hold("CN100000024A")
    with acting_as(SYSTEM):
        alerts.look_for_all(JOB, [read.pk])
    with acting_as(people.applicant):
        saved.mark_read(actor=people.applicant)
    jobs.look_again()
    assert outbox.outbox == []


class Refusing(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, _letters: Any) -> int:
        """Refuse."""
        raise ConnectionRefusedError


def test_a_mail_that_cannot_be_sent_is_tried_again_and_nothing_is_lost(people: People, settings: Any) -> None:
    with_mail(people.officer, "en")
    search = keep(people.officer, by_mail=True)
    hold("CN100000025A")
    sending = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    jobs.look_again()
    with acting_as(SYSTEM):
        assert search.hits.filter(mailed_at__isnull=False).count() == 0
        assert SavedSearch.objects.get(pk=search.pk).last_mail_at is None
    settings.EMAIL_BACKEND = sending
    jobs.look_by_rhythm(0)
    (letter,) = outbox.outbox
    assert "new publication" in letter.subject
    with acting_as(SYSTEM):
        assert search.hits.filter(mailed_at__isnull=False).count() == 1


def test_stopping_mail_works_from_the_link_in_it(people: People) -> None:
    with_mail(people.officer)
    search = keep(people.officer, by_mail=True)
    address = reverse("literature:saved-mail-off")
    assert Client().get(address).status_code == 302
    client = client_of(people.officer)
    assert client.get(address).status_code == 200
    client.post(address)
    with acting_as(SYSTEM):
        assert not SavedSearch.objects.get(pk=search.pk).by_mail
    hold("CN100000026A")
    jobs.look_again()
    assert outbox.outbox == []


def test_the_page_says_when_no_mail_is_sent(people: People, settings: Any) -> None:
    keep(people.officer, by_mail=True)
    client, address = client_of(people.officer), reverse("literature:saved-list")
    assert "没有邮箱地址" in client.get(address).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "没有邮件服务器" in client.get(address).content.decode()
