"""Bundles: everything of a community in one file, for its stewards, made in the background, to be fetched for a week."""

from __future__ import annotations

import html
import mimetypes
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from importlib import resources
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from erdem.base import audit, blobs, jobs
from erdem.base.actor import Actor, acting_as
from erdem.base.models import Blob
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.formats import bundling
from erdem.knowledge.formats.bundling import Archive, as_csv, as_json
from erdem.knowledge.formats.cell_values import Register, write_cell
from erdem.knowledge.formats.layout import CONTENT
from erdem.knowledge.models import CommunityBundle
from erdem.knowledge.policies import can_take_bundle, visible_bundles
from erdem.knowledge.queries.bundle import (
    BundleTable,
    Scope,
    bundle_records,
    bundle_scope,
    bundle_tables,
    plain_value,
    withheld_titles,
)
from erdem.knowledge.queries.exchange import TakenRecord, register_names
from erdem.people.queries import actor_of, bare_actor

LASTS: Final = timedelta(days=7)
MAKE: Final = "knowledge.make_bundle"
FOLDER: Final = "erdem-bundle"
ZIP: Final = "application/zip"
README: Final = resources.files("erdem.knowledge") / "seeds" / "bundle_readme.md"

Advance = Callable[[int, int | None], None]


@transaction.atomic
def ask_for_bundle(*, actor: Actor, community_id: int) -> CommunityBundle:
    """Have a bundle made in the background.

    Raises:
        PermissionRefused: the actor does not speak for the community.
        RuleBroken: one is being made already.
    """
    require(can_take_bundle(actor, community_id))
    recent = timezone.now() - timedelta(hours=1)
    if CommunityBundle.objects.filter(community_id=community_id, finished_at=None, created_at__gt=recent).exists():
        raise RuleBroken(_("A bundle of this community is being made already. Wait until it is ready."))
    progress = jobs.announce(MAKE, actor=actor)
    bundle = CommunityBundle(community_id=community_id, asked_by_id=actor.user_id, progress_id=progress.pk)
    bundle.save(force_insert=True)
    app.configure_task(MAKE).defer(bundle_id=str(bundle.pk), progress_id=str(progress.pk))
    audit.record(actor, action="knowledge.ask_for_bundle", target=bundle, organisation_id=community_id)
    return bundle


def make_bundle(*, actor: Actor, bundle_id: str, on_progress: Advance | None = None) -> dict[str, int]:
    """Make a bundle that was asked for, in the name of who asked; for machines. Made once, however often it is called."""
    with acting_as(actor):
        bundle = CommunityBundle.objects.select_related("asked_by").get(pk=bundle_id)
    if bundle.finished_at is not None or bundle.asked_by is None:
        return dict(bundle.counts)
    with acting_as(bare_actor(bundle.asked_by)):
        steward = actor_of(bundle.asked_by)
    require(can_take_bundle(steward, bundle.community_id))
    with tempfile.TemporaryFile() as target, override("zh-hans"):
        with acting_as(steward):
            counts = write_bundle(steward, bundle.community_id, target, on_progress)
        target.seek(0)
        with acting_as(actor):
            blob = blobs.keep_file(target, media_type=ZIP)
            _finish(actor, bundle, blob, counts)
    return counts


@transaction.atomic
def fetch_bundle(*, actor: Actor, bundle_id: uuid.UUID) -> CommunityBundle | None:
    """Return a bundle to be fetched, noting who fetches it, or None where there is none for this reader or its time is over."""
    found = CommunityBundle.objects.filter(visible_bundles(actor), pk=bundle_id, expires_at__gt=timezone.now())
    bundle = found.select_related("blob").exclude(blob=None).first()
    if bundle is not None:
        community = bundle.community_id
        audit.record(actor, action="knowledge.fetch_bundle", target=bundle, organisation_id=community)
    return bundle


def _finish(actor: Actor, bundle: CommunityBundle, blob: Blob, counts: dict[str, int]) -> None:
    bundle.blob, bundle.counts = blob, counts
    bundle.finished_at = timezone.now()
    bundle.expires_at = bundle.finished_at + LASTS
    bundle.save(update_fields=["blob", "counts", "finished_at", "expires_at"])
    audit.record(actor, action=MAKE, target=bundle, organisation_id=bundle.community_id, detail=counts)


@transaction.atomic
def drop_ended_bundles(*, actor: Actor) -> int:
    """Remove the files of bundles whose time is over, from the disk too; return how many went. For machines."""
    with acting_as(actor):
        ended = CommunityBundle.objects.filter(expires_at__lt=timezone.now(), blob__isnull=False)
        dropped = list(ended.select_related("blob").select_for_update(of=("self",)))
        for bundle in dropped:
            blob, bundle.blob = bundle.blob, None
            bundle.save(update_fields=["blob"])
            if blob is not None:
                blobs.forget(blob)
        if dropped:
            audit.record(actor, action="knowledge.drop_ended_bundles", detail={"bundles": len(dropped)})
    return len(dropped)


def write_bundle(steward: Actor, community_id: int, target: Any, on_progress: Advance | None = None) -> dict[str, int]:
    """Write everything that the steward may read of the community into ``target`` as a ZIP; return what it holds."""
    scope = bundle_scope(steward, community_id)
    archive = Archive(target, FOLDER)
    listed = _write_records(archive, scope, on_progress)
    tables = [_write_table(archive, table) for table in bundle_tables(scope)]
    withheld = withheld_titles(scope)
    archive.add("withheld.json", as_json(withheld))
    day = timezone.localdate().isoformat()
    told = {"name": scope.community.name, "day": day, "who": steward.label}
    archive.add("README.md", README.read_text(encoding="utf-8").format(**told).encode())
    archive.add("index.html", _index(scope, listed, tables, withheld))
    archive.close({"Source-Organization": scope.community.name, "Bagging-Date": day, "Contact-Name": steward.label})
    files = sum(name.startswith("data/files/") for name in archive.payload)
    return {"records": len(listed), "withheld": len(withheld), "tables": len(tables), "files": files}


def _write_records(archive: Archive, scope: Scope, on_progress: Advance | None) -> list[tuple[str, str]]:
    register, rows, listed = register_names(), [], []
    for done, taken in enumerate(bundle_records(scope), 1):
        number = taken.record.number
        cells = {column.zh: write_cell(column, getattr(taken.content, column.field), register) for column in CONTENT}
        rows.append({"登记编号": number, "登记版本": taken.record.version, **cells})
        archive.add(f"records/{number}.json", as_json(_whole(taken)))
        archive.add(f"records/{number}.html", _record_page(taken, register))
        listed.append((number, taken.record.name))
        if on_progress:
            on_progress(done, len(scope.numbers))
    archive.add("records.csv", as_csv(rows, guarded=True))
    return listed


def _whole(taken: TakenRecord) -> dict[str, Any]:
    """All of a record: its content, and the columns that the register keeps beside it."""
    record = taken.record
    columns = [each.name for each in record._meta.concrete_fields if not each.is_relation]
    kept = {name: plain_value(getattr(record, name)) for name in columns}
    for name in ("search_text", "sort_key", "id"):
        kept.pop(name, None)
    content = asdict(taken.content)
    content.pop("line")
    return {"number": record.number, "content": plain_value(content), "register": kept, "labels": taken.labels}


def _record_page(taken: TakenRecord, register: Register) -> bytes:
    cells = ((column.zh, write_cell(column, getattr(taken.content, column.field), register)) for column in CONTENT)
    rows = [(html.escape(head), html.escape(str(cell)).replace("\n", "<br>")) for head, cell in cells if cell != ""]
    title = f"{taken.record.number} {taken.record.name}"
    back = f"<p>{bundling.link('../index.html', '目录')}</p>"
    return bundling.page(title, back, bundling.table(("字段", "内容"), rows))


def _write_table(archive: Archive, table: BundleTable) -> tuple[str, str, int]:
    archive.add(f"tables/{table.name}.json", as_json(table.rows))
    archive.add(f"tables/{table.name}.csv", as_csv(table.rows))
    for blob in table.files:
        ending = mimetypes.guess_extension(blob.media_type) or ""
        with blobs.open_blob(blob) as stream:
            archive.add_stream(f"files/{blob.sha256}{ending}", stream, packed=blob.media_type.startswith("text/"))
    return table.name, table.title, len(table.rows)


def _index(
    scope: Scope, listed: list[tuple[str, str]], tables: list[tuple[str, str, int]], withheld: list[dict[str, str]]
) -> bytes:
    records = [(bundling.link(f"records/{number}.html", number), html.escape(name)) for number, name in listed]
    others = [
        (
            html.escape(title),
            str(count),
            bundling.link(f"tables/{name}.csv", "CSV"),
            bundling.link(f"tables/{name}.json", "JSON"),
        )
        for name, title, count in tables
    ]
    kept = [(html.escape(row["number"]), html.escape(row["name"])) for row in withheld]
    return bundling.page(
        f"{scope.community.name}：社区资料包",
        f"<p>{bundling.link('README.md', '说明')} · {bundling.link('records.csv', '全部记录（CSV）')}</p>",
        "<h2>记录</h2>",
        bundling.table(("编号", "名称"), records),
        "<h2>其余各表</h2>",
        bundling.table(("表", "行数", "CSV", "JSON"), others),
        f"<h2>未收入的记录（{len(kept)}）</h2>" if kept else "",
        bundling.table(("编号", "名称"), kept) if kept else "",
    )
