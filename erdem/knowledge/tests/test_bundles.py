"""A community's bundle: complete, readable with plain Python, and no more than its steward may read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.test import Client, TestCase
from django.utils import timezone

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry, Blob
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.models import CommunityBundle, Holding, LabelUse, Record
from erdem.knowledge.policies import VISIBLE
from erdem.knowledge.queries.bundle import LEFT_OUT, way_to_community
from erdem.knowledge.services.bundles import write_bundle
from erdem.knowledge.tests.factories import a_formula, make_record
from erdem.people.models import Group
from erdem.people.tests.factories import make_actor, user_of

pytestmark = pytest.mark.django_db
ROOT = "erdem-bundle/"


@pytest.fixture
def steward(people: People) -> Actor:
    return make_actor("community", "示例管理社区", "steward")


def community(actor: Actor) -> int:
    (own,) = actor.speaks_for
    return own


def bundle(actor: Actor) -> zipfile.ZipFile:
    """The bundle as anybody reads it."""
    target = io.BytesIO()
    with acting_as(actor):
        write_bundle(actor, community(actor), target)
    return zipfile.ZipFile(target)


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(archive.read(f"{ROOT}data/tables/{name}.json"))
    return found


def test_every_file_of_a_bundle_has_the_fingerprint_its_manifest_says(steward: Actor) -> None:
    record = make_record(a_formula("示例秘方", diffusion_tier="D1", community_id=community(steward), text="=正文"))
    archive = bundle(steward)
    named = set()
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in archive.read(ROOT + manifest).decode().splitlines():
            digest, name = line.split("  ", 1)
            assert hashlib.sha256(archive.read(ROOT + name)).hexdigest() == digest
            named.add(name)
    assert {name.removeprefix(ROOT) for name in archive.namelist()} == named | {"tagmanifest-sha256.txt"}
    assert archive.read(f"{ROOT}bagit.txt").startswith(b"BagIt-Version: 1.0\n")
    whole = json.loads(archive.read(f"{ROOT}data/records/{record.number}.json"))
    assert (whole["content"]["text"], whole["content"]["ingredients"][0]["name"]) == ("=正文", "诃子")
    rows = list(csv.DictReader(io.StringIO(archive.read(f"{ROOT}data/records.csv").decode("utf-8-sig"))))
    assert [(row["登记编号"], row["正文"]) for row in rows] == [(record.number, "'=正文")]


def test_pages_of_a_bundle_need_no_script_and_no_network(steward: Actor) -> None:
    make_record(a_formula("<b>示例</b>", community_id=community(steward)))
    archive = bundle(steward)
    pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")]
    assert len(pages) == 2
    for page in pages:
        assert not [word for word in ("<script", "http://", "https://", "<b>示例") if word in page]
    assert "社区资料包" in archive.read(f"{ROOT}data/README.md").decode()


def test_what_other_communities_decided_about_a_shared_record_stays_with_them(steward: Actor) -> None:
    other = make_actor("community", "示例另一社区", "steward")
    record = make_record(a_formula("示例共有方", community_id=community(steward)))
    with acting_as(SYSTEM):
        Holding.objects.create(
            record=record, community_id=community(other), content_warning="示例别处的话", to_public=1
        )
        LabelUse.objects.create(record=record, community_id=community(other), code="tknc")
        LabelUse.objects.create(record=record, community_id=community(steward), code="tka")
    for actor in (steward, other):
        archive = bundle(actor)
        assert [row["community"] for row in table(archive, "holding")] == [actor.organisation]
        assert [row["code"] for row in table(archive, "labeluse")] == ["tka" if actor is steward else "tknc"]
    archive = bundle(steward)
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert "示例别处的话".encode() not in everything


def test_what_is_kept_for_a_group_is_given_by_title_only(steward: Actor) -> None:
    record = make_record(a_formula("示例妇女方", community_id=community(steward), text="示例正文"))
    with acting_as(SYSTEM):
        group = Group.objects.create(organisation_id=community(steward), kind="women", name="示例妇女组")
        LabelUse.objects.create(record=record, community_id=community(steward), code="tkwr", group=group)
    archive = bundle(steward)
    assert json.loads(archive.read(f"{ROOT}data/withheld.json")) == [{"number": record.number, "name": "示例妇女方"}]
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert "示例正文".encode() not in everything


def test_who_read_what_is_in_the_bundle_of_the_community(steward: Actor, people: People) -> None:
    record = make_record(a_formula(diffusion_tier="D2", community_id=community(steward)))
    with acting_as(people.officer):
        services.note_reading(actor=people.officer, record=record)
    actions = [row["action"] for row in table(bundle(steward), "auditentry")]
    assert "knowledge.read_restricted" in actions


def test_every_table_of_the_register_goes_along_or_says_why_not() -> None:
    models = apps.get_app_config("knowledge").get_models()
    forgotten = {
        str(model._meta.model_name)
        for model in models
        if model is not Record and model._meta.model_name not in LEFT_OUT and way_to_community(model) is None
    }
    assert not forgotten, f"lead to no community; name them in LEFT_OUT with the reason: {sorted(forgotten)}"
    assert {str(model._meta.model_name) for model in VISIBLE} >= {"holding", "labeluse"}


def test_only_stewards_of_the_community_ask_for_its_bundle(steward: Actor, people: People) -> None:
    for actor in (people.officer, people.holder, people.stranger):
        with acting_as(actor), pytest.raises(PermissionRefused):
            services.ask_for_bundle(actor=actor, community_id=community(steward))


def made(steward: Actor) -> CommunityBundle:
    with acting_as(steward):
        asked = services.ask_for_bundle(actor=steward, community_id=community(steward))
        with pytest.raises(RuleBroken):
            services.ask_for_bundle(actor=steward, community_id=community(steward))
    first = services.make_bundle(actor=SYSTEM, bundle_id=str(asked.pk))
    assert services.make_bundle(actor=SYSTEM, bundle_id=str(asked.pk)) == first
    with acting_as(SYSTEM):
        asked.refresh_from_db()
    return asked


def test_a_bundle_is_fetched_by_stewards_until_its_time_is_over(client: Client, steward: Actor, people: People) -> None:
    make_record(a_formula(community_id=community(steward)))
    asked = made(steward)
    assert asked.counts["records"] == 1
    address = f"/knowledge/bundles/{asked.pk}.zip"
    for person in (people.officer, people.holder, people.stranger):
        client.force_login(user_of(person))
        assert client.get(address).status_code == 404
    client.force_login(user_of(steward))
    content = b"".join(client.get(address))
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert str(asked.pk) in client.get("/knowledge/bundles/").content.decode()
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="knowledge.fetch_bundle").count() == 1
        CommunityBundle.objects.filter(pk=asked.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 404
    with acting_as(SYSTEM):
        path = Path(storages["blobs"].path(blobs.path_of(Blob.objects.get(media_type="application/zip"))))
        assert path.exists()
        with TestCase.captureOnCommitCallbacks(execute=True):
            assert services.drop_ended_bundles(actor=SYSTEM) == 1
            assert services.drop_ended_bundles(actor=SYSTEM) == 0
        asked.refresh_from_db()
    assert asked.blob is None
    assert not path.exists()
