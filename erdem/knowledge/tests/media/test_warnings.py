"""A warning of the community stands before the media of a record as it stands before the record."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.media_content import MediaContent
from erdem.knowledge.models import Holding
from erdem.knowledge.tests.media import making
from erdem.knowledge.tests.media.sending import a_record, item
from erdem.knowledge.tests.test_pages import text_of

pytestmark = pytest.mark.django_db


def test_nobody_comes_upon_a_picture_that_the_community_warns_of(client: Client, people: People) -> None:
    record = a_record(people, status="registered", diffusion_tier="D4")
    media = item(people.holder, record, making.jpeg(), "照片.jpg", MediaContent(title="示例照片"))
    with acting_as(SYSTEM):
        Holding.objects.filter(record=record).update(content_warning="示例提醒", names_deceased=True)
    pages = [
        reverse("knowledge:media-list", args=[record.number]),
        reverse("knowledge:media-detail", args=[record.number, media.pk]),
    ]
    for page in pages:
        before = text_of(client.get(page))
        assert "示例提醒" in before
        assert "/files/" not in before
    client.post(reverse("knowledge:record-seen", args=[record.number]))
    for page in pages:
        assert "/files/" in text_of(client.get(page))
