"""What belongs to a dossier: the files of its bundle, the dates in it with their kinds, and what is not there and why.

A bundle leaves the house, as its dossier does, and is read by everybody who sees the finding: it holds of the record only what is
open to every reader of the record, whatever its maker may read besides.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import metadata
from typing import IO, Any, Final

from django.utils.translation import gettext as _

from erdem.base import blobs
from erdem.base.actor import Actor
from erdem.knowledge.models import Record, Source
from erdem.knowledge.queries.page_images import PageImage, announced_pages, confirmed_passages, page_images
from erdem.knowledge.queries.versions import version_evidence, versions
from erdem.notary.services import Basis, DateKind, LogProblem, Member, Origin, Role, StatedDate
from erdem.overlap.models import Dossier
from erdem.overlap.queries.claim_chart import CSV, XLSX, chart_csv, chart_rows, chart_workbook, csv_of
from erdem.overlap.queries.custody import custody_of
from erdem.overlap.queries.finding_page import sources_of
from erdem.overlap.queries.held_publication import dates_of_publication, held_publication, text_of_publication
from erdem.overlap.queries.own_dates import UNPUBLISHED, is_our_own

logger = logging.getLogger(__name__)
JSON: Final = "application/json"
OWN_POLICY: Final = "1.3.6.1.4.1.32473.3161.1"  # of every installation's own authority: docs/reference/timestamps.md
TEXT: Final = "text/plain; charset=utf-8"
TYPES: Final = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
}


@dataclass
class Gathered:
    """Files, dates and what is missing, as they come together."""

    actor: Actor
    dossier: Dossier
    members: list[Member] = field(default_factory=list)
    dates: list[StatedDate] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)

    @property
    def record(self) -> Record:
        """The record of the dossier."""
        return self.dossier.finding.record

    def add(
        self,
        path: str,
        role: Role,
        media_type: str,
        content: bytes | Callable[[], IO[bytes]],
        source: str = "",
        at: str = "",
    ) -> None:
        """Add one file; without another origin it is of this dossier and its day."""
        origin = Origin(source or self.dossier.number, at or moment(self.dossier.made_at), tool())
        self.members.append(Member(path, role, media_type, origin, content))

    def date(self, kind: DateKind, basis: Basis, date: str, of: str) -> None:
        """Add a date, unless there is none."""
        if date:
            self.dates.append(StatedDate(kind, basis, date, of))

    def miss(self, what: str, why: str) -> None:
        """Name something that is not there."""
        if (what, why) not in self.missing:
            self.missing.append((what, why))


def moment(at: dt.datetime) -> str:
    """Write a moment so that any program reads it."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def tool() -> str:
    """Return what made a file: this program in its version."""
    return f"erdem {metadata.version('erdem')}"


def as_json(value: Any) -> bytes:
    """Return a value as JSON that a person can read, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def gather(actor: Actor, dossier: Dossier, word_file: bytes) -> Gathered:
    """Return all that belongs to a dossier, as far as the actor may put it there."""
    found = Gathered(actor, dossier)
    found.add(f"dossier/{dossier.number}.pdf", Role.DOSSIER_PDF, "application/pdf", blobs.read_verified(dossier.blob))
    found.add(f"dossier/{dossier.number}.docx", Role.DOSSIER_DOCX, WORD, word_file)
    for part in (_sources, _pages, _publication, _translations, _proof_of_record, _custody, _logged):
        part(found)
    _chart(found)
    _checklist(found)
    return found


WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def media_bytes(actor: Actor, record: Record) -> int:
    """Return how many bytes of page images a bundle of this record would hold."""
    return sum(page.file.size for page in page_images(actor, record) if page.file is not None)


def _sources(found: Gathered) -> None:
    sources = sources_of(found.record)
    if not sources:
        found.miss(_("sources of the knowledge"), _("none is recorded"))
        return
    told = [_told(source) for source in sources]
    found.add("sources/sources.json", Role.SOURCE, JSON, as_json(told), source=found.record.number)
    for source in sources:
        date = source.date_text or (str(source.year) if source.year is not None else "")
        if is_our_own(source):
            found.date(DateKind.LOGGED, Basis.PLATFORM, date, source.title)
            found.miss(source.title, _("it names this platform; its date is not one of publication"))
        elif source.kind in UNPUBLISHED:
            found.date(DateKind.CAPTURED, Basis.CAPTURE, date, source.title)
        else:
            found.date(DateKind.PUBLISHED, Basis.SOURCE, date, source.title)


def _told(source: Source) -> dict[str, Any]:
    names = ("ordinal", "kind", "title", "author", "period", "edition", "chapter", "page", "site", "year", "date_text")
    return {name: getattr(source, name) for name in (*names, "proves", "quotation")}


def _pages(found: Gathered) -> None:
    pages = page_images(found.actor, found.record)
    for title in announced_pages(found.actor, found.record):
        found.miss(title, _("it is not open to every reader of the record"))
    for number, page in enumerate(pages, 1):
        _page(found, page, number)
    if pages:
        found.miss(
            _("originals of the page images"), _("they stay with those who hold the record; the copies stand here")
        )
    else:
        found.miss(_("pictures of the pages"), _("the record holds none that are open to its readers"))


def _page(found: Gathered, page: PageImage, number: int) -> None:
    title = page.media.title
    source = f"{found.record.number}: {title}"
    found.date(DateKind.CAPTURED, Basis.CAPTURE, page.taken, title)
    if page.lines:
        found.add(f"pages/{number:03d}.txt", Role.SOURCE, TEXT, "\n".join(page.lines).encode(), source=source)
    if page.file is None:
        found.miss(title, _("there is no copy for readers yet"))
        return
    blob, form = page.file.stored, page.file.format
    media_type = TYPES.get(form, "application/octet-stream")
    path = f"pages/{number:03d}.{form}"
    found.add(path, Role.PAGE_IMAGE, media_type, lambda: blobs.open_blob(blob), source=source, at=page.taken)


def _publication(found: Gathered) -> None:
    publication = found.dossier.finding.publication
    held = held_publication(found.actor, found.dossier.finding)
    name = publication.number_key.replace("/", "-").replace(":", "-")
    source = (
        "；".join(filter(None, (each.get("file", "") for each in held["capture"]["sources"]))) or publication.number
    )
    day = min((str(each["day"]) for each in held["capture"]["sources"] if each.get("day")), default="")
    found.add(f"publications/{name}.json", Role.PUBLICATION, JSON, as_json(held), source=source, at=day)
    text = text_of_publication(held)
    if text:
        found.add(f"publications/{name}.txt", Role.PUBLICATION, TEXT, text.encode(), source=source, at=day)
    else:
        found.miss(
            _("text of %(number)s") % {"number": publication.number}, _("it was not obtained; titles and data alone")
        )
    if not any(each.get("sha256") for each in held["capture"]["sources"]):
        found.miss(
            _("file from which %(number)s was read") % {"number": publication.number}, _("no digest of it was kept")
        )
    found.dates += dates_of_publication(publication)


def _translations(found: Gathered) -> None:
    record = found.record
    names = [(record.name, "zh")] + [(record.name_mn, "mn")] * bool(record.name_mn)
    names += [(line.name, line.language) for line in record.names.all()]
    passages = [
        {
            "of": media.title,
            "language": media.language,
            "text": segment.transcript,
            "translations": segment.translations,
            "confirmed_at": moment(segment.confirmed_at) if segment.confirmed_at else "",
        }
        for media, segment in confirmed_passages(found.actor, record)
    ]
    told = {
        "names": [{"name": name, "language": language} for name, language in names],
        "passages": passages,
        "names_confirmed_by": _("registration of the record"),
        "passages_confirmed_by": _("a person who may write the record"),
    }
    found.add("translations/translations.json", Role.TRANSLATION, JSON, as_json(told), source=record.number)
    head = [_("language"), _("text"), _("of")]
    rows = [(language, name, _("name")) for name, language in names]
    rows += [(one["language"], one["text"], one["of"]) for one in passages]
    rows += [(code, text, one["of"]) for one in passages for code, text in sorted(one["translations"].items())]
    found.add("translations/translations.csv", Role.TRANSLATION, CSV, csv_of(head, rows), source=record.number)
    found.miss(_("certified translations"), _("the record holds working translations alone"))


def _proof_of_record(found: Gathered) -> None:
    record = found.record
    what = _("proof of version %(version)s of the record") % {"version": record.version}
    try:
        evidence = version_evidence(found.actor, record, record.version)
    except LogProblem:
        logger.exception("the proof of %s cannot be made", record.number)
        evidence = None
    if evidence is None:
        found.miss(what, _("the log has not published it yet, or who made the dossier may not read the version"))
        return
    latest = versions(found.actor, record).first()
    if latest is not None and latest.made_at > found.dossier.finding.run.started_at:
        found.miss(
            _("proof of the version compared"), _("the record was changed since; the proof is of its present version")
        )
    path = f"proofs/{record.number}-v{record.version}.evidence.json"
    found.add(path, Role.PROOF_OF_RECORD, JSON, evidence, source=record.number)
    stamps = json.loads(evidence).get("stamps") or []
    for place, archive in enumerate(stamps, 1):
        token = archive["chains"][0][0]["token"]
        path = f"timestamps/{record.number}-v{record.version}-{place:02d}.der"
        found.add(path, Role.TIMESTAMP, "application/timestamp-token", base64.b64decode(token), source=record.number)
    if not stamps:
        found.miss(_("RFC 3161 time-stamp"), _("no authority has stamped the checkpoint of the record's proof"))
    elif all(archive["chains"][0][0]["policy"] == OWN_POLICY for archive in stamps):
        found.miss(
            _("RFC 3161 time-stamp"),
            _("only this platform's own authority has stamped it: that proves nothing to others"),
        )


def _custody(found: Gathered) -> None:
    events = custody_of(found.actor, found.dossier)
    head = [_("time"), _("event"), _("who"), _("remark")]
    rows = [(moment(event.at), event.what, event.who, event.note) for event in events]
    found.add("custody/custody.csv", Role.CUSTODY, CSV, csv_of(head, rows))
    told = [{"at": at, "what": what, "who": who, "note": note} for at, what, who, note in rows]
    found.add("custody/custody.json", Role.CUSTODY, JSON, as_json(told))


def _logged(found: Gathered) -> None:
    finding = found.dossier.finding
    found.date(DateKind.LOGGED, Basis.PLATFORM, moment(finding.created_at), finding.number)
    found.date(DateKind.LOGGED, Basis.PLATFORM, moment(found.dossier.made_at), found.dossier.number)
    for version in versions(found.actor, found.record):
        found.date(
            DateKind.LOGGED, Basis.PLATFORM, moment(version.made_at), f"{found.record.number} v{version.version}"
        )


def _chart(found: Gathered) -> None:
    content = found.dossier.content
    if not chart_rows(content)[1]:
        found.miss(_("rows of the claim chart"), _("no feature of the claims could be matched with the source"))
    found.add("chart/claim-chart.csv", Role.CLAIM_CHART, CSV, chart_csv(content))
    book = chart_workbook(content, found.dates, found.dossier.made_at)
    found.add("chart/claim-chart.xlsx", Role.CLAIM_CHART, XLSX, book)


def _checklist(found: Gathered) -> None:
    """Write what is there and what is missing, of the dossier and of the bundle, to be read by a person."""
    content = found.dossier.content
    lines = [content["title"], content["number"], "", content["overview"]["heading"], ""]
    for number, heading, state, missing in content["overview"]["rows"]:
        lines.append(f"{number}. {heading}：{state}")
        lines += [f"   {content['missing_word']}{missing}"] * (missing != "—")
    lines += ["", _("What this bundle could not hold"), ""]
    lines += [f"- {what}：{why}" for what, why in found.missing]
    found.add("checklist/checklist.txt", Role.CHECKLIST, TEXT, "\n".join([*lines, ""]).encode())
    for part in found.dossier.checklist:
        for what in part["missing"]:
            found.miss(what, _("point %(number)s of the dossier") % {"number": part["number"]})
