"""Content of a dossier: the ten points that an observation or a request for invalidation has to carry.

Each point says what this installation holds and names what is missing. The content is plain JSON, so that the PDF, the DOCX
and the record of what was handed over are one and the same thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, long_date, number
from erdem.base.templatetags.erdem import grade_sign, grade_word
from erdem.knowledge.models import Source
from erdem.literature.choices import Unit
from erdem.literature.models import TextUnit
from erdem.overlap.models import Finding
from erdem.overlap.queries.finding_page import sources_of
from erdem.overlap.queries.joining import names, remarks
from erdem.overlap.queries.page import FindingPage, Quote

Block = dict[str, Any]


@dataclass
class Part:
    """One point of the checklist: what is there, and what is missing."""

    number: int
    heading: str
    blocks: list[Block] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """``there``, ``partly`` or ``missing``."""
        if not self.missing:
            return "there"
        return "partly" if self.blocks else "missing"

    def as_json(self) -> dict[str, Any]:
        """Return the point as it is kept."""
        return {
            "number": self.number,
            "heading": self.heading,
            "state": self.state,
            "blocks": self.blocks,
            "missing": self.missing,
            "missing_text": remarks(self.missing),
        }

    def need(self, present: object, words: str) -> None:
        """Name a thing as missing unless it is there."""
        if not present:
            self.missing.append(words)


def state_word(state: str) -> str:
    """Return the word for the state of a point."""
    return {"there": _("there"), "partly": _("in part"), "missing": _("missing")}[state]


def dossier_content(actor: Actor, finding: Finding, page: FindingPage, dossier_number: str) -> dict[str, Any]:
    """Return the whole content of a dossier of a finding that the actor sees."""
    parts = _parts(finding, page)
    return {
        "title": _("Evidence dossier: %(title)s") % {"title": page.title},
        "number": dossier_number,
        "office": actor.label,
        "date": long_date(timezone.localdate()),
        "notice": _notice(finding),
        "language": "zh",
        "caveat": _(
            "This dossier puts two texts side by side. The score only orders candidates; it is no finding of law, and"
            " nothing in here says that anybody did wrong. The days on which this platform stored a record or raised a"
            " finding are not days of publication and are never offered as such."
        ),
        "overview": _overview(parts),
        "parts": [part.as_json() for part in parts],
        "missing_word": _("Missing: "),
    }


def _parts(finding: Finding, page: FindingPage) -> list[Part]:
    return [
        _target(finding),
        _chart(page),
        _sources(sources_of(finding.record)),
        _consent(finding),
        _translation(finding),
        _notarisation(),
        _grounds(page),
        _time_limits(page),
        _own_proof(finding),
        _limits(finding, page),
    ]


def checklist_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the state of each point, kept with the dossier."""
    return [{name: part[name] for name in ("number", "heading", "state", "missing")} for part in content["parts"]]


def _notice(finding: Finding) -> str:
    words = _("%(number)s, made on %(day)s") % {"number": finding.number, "day": iso_date(timezone.localdate())}
    demonstration = settings.DEMONSTRATION or finding.record.is_demonstration or finding.publication.is_demonstration
    return (
        f"{words}　{_('Demonstration data: to look at only, not to be used as evidence.')}" if demonstration else words
    )


def _overview(parts: Iterable[Part]) -> dict[str, Any]:
    rows = [[str(part.number), part.heading, state_word(part.state), remarks(part.missing) or "—"] for part in parts]
    return {
        "heading": _("What is there, what is missing"),
        "head": [_("No."), _("point"), _("state"), _("missing")],
        "rows": rows,
    }


def _facts(items: Iterable[tuple[str, Any]]) -> Block:
    return {"kind": "facts", "items": [[str(term), str(value)] for term, value in items if value not in ("", None)]}


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Block:
    return {"kind": "table", "head": list(head), "rows": [list(row) for row in rows], "widths": list(widths)}


def _paragraph(text: str) -> Block:
    return {"kind": "paragraph", "text": text}


def _note(text: str) -> Block:
    return {"kind": "note", "text": text}


def _quote(quote: Quote, side: str) -> Block:
    return {
        "kind": "quote",
        "side": side,
        "label": quote.label,
        "segments": [{"text": part.text, "number": part.number} for part in quote.segments],
    }


def _target(finding: Finding) -> Part:
    publication = finding.publication
    part = Part(1, _("Target: the document and its claims"))
    part.blocks.append(
        _facts(
            [
                (_("number"), publication.number),
                (_("application number"), publication.application_number),
                (_("title"), publication.title),
                (_("kind"), publication.get_type_display()),
                (_("applicants"), publication.applicants),
                (_("family"), publication.family.key if publication.family else ""),
                (_("legal status"), publication.status or publication.get_stage_display()),
                (_("priority date"), iso_date(publication.priority_date)),
                (_("filing date"), iso_date(publication.filing_date)),
                (_("publication date"), iso_date(publication.publication_date)),
                (_("announcement of the grant"), iso_date(publication.grant_date)),
                (_("obtained from"), remarks(_origin(source) for source in publication.sources)),
            ]
        )
    )
    claims = list(TextUnit.objects.filter(publication=publication, unit=Unit.CLAIM).order_by("ordinal", "language"))
    if claims:
        rows = [[str(claim.ordinal), claim.text, claim.sha256[:16] or "—"] for claim in claims]
        part.blocks.append(_table([_("claim"), _("text"), "SHA-256"], rows, [1, 12, 3]))
    part.need(claims, _("text of the claims with its snapshot hash and the day it was obtained"))
    part.need(publication.status, _("present legal status"))
    part.need(publication.family_id, _("family"))
    part.need(publication.priority_date or publication.filing_date, _("filing or priority date"))
    return part


def _origin(source: dict[str, Any]) -> str:
    named = (source.get("name"), source.get("file"), source.get("day"), str(source.get("sha256") or "")[:16])
    return " ".join(str(value) for value in named if value)


def _chart(page: FindingPage) -> Part:
    part = Part(2, _("Claim chart: feature against feature"))
    for side, shown in (("patent", page.patent), ("knowledge", page.knowledge)):
        part.blocks += [_quote(quote, side) for quote in shown.quotes]
        if shown.note:
            part.blocks.append(_note(shown.note))
    if page.rows:
        part.blocks.append(_chart_table(page))
    rest = [pair for pair in page.pairs if pair.number is None]
    added = [pair.left.name for pair in rest if pair.left]
    missing = [pair.right.name for pair in rest if pair.right]
    part.blocks.append(
        _facts(
            [
                (_("relation"), page.relation),
                (_("only in the patent"), names(added) or _("nothing")),
                (_("only in the knowledge"), names(missing) or _("nothing")),
            ]
        )
    )
    part.need(page.rows, _("single features of the claims matched with the source"))
    if page.patent.note:
        part.missing.append(_("comparison with the wording of the claims as published"))
    return part


def _chart_table(page: FindingPage) -> Block:
    head = ["", _("patent"), _("knowledge"), _("sameness"), _("remark")]
    widths = [1, 4, 4, 4, 6]
    if page.has_amounts:
        head[3:3] = [_("patent amount"), _("record amount")]
        widths[3:3] = [3, 3]
    rows = []
    for row in page.rows:
        cells = [row.patent, row.record, f"{grade_sign(row.grade)} {grade_word(row.grade)}", row.remark]
        if page.has_amounts:
            cells[2:2] = [row.patent_amount or "–", row.record_amount or "–"]
        rows.append({"number": row.number, "cells": cells})
    return {"kind": "chart", "head": head, "rows": rows, "widths": widths}


def _sources(sources: Sequence[Source]) -> Part:
    part = Part(3, _("Sources of the knowledge, each with its proof of date"))
    if sources:
        rows = [
            [
                source.title,
                " ".join(
                    value
                    for value in (
                        source.author,
                        source.period,
                        source.edition,
                        source.chapter,
                        source.page,
                        source.site,
                    )
                    if value
                )
                or "—",
                source.date_text or (str(source.year) if source.year is not None else _("no date")),
                source.proves or "—",
            ]
            for source in sources
        ]
        part.blocks.append(
            _table([_("source"), _("edition and place"), _("date"), _("what it proves")], rows, [4, 5, 3, 4])
        )
    part.need(sources, _("any source"))
    part.need(any(source.year is not None for source in sources), _("a source with a date"))
    part.missing += [_("pictures of the pages"), _("library and call number"), _("chain of custody")]
    return part


def _consent(finding: Finding) -> Part:
    record = finding.record
    part = Part(4, _("Oral knowledge, consent and whether it may be disclosed"))
    part.blocks.append(
        _facts(
            [
                (_("record"), f"{record.number} {record.name}"),
                (_("diffusion tier"), f"{record.diffusion_tier} {record.get_diffusion_tier_display()}"),
                (_("reason for the tier"), record.diffusion_reason),
                (_("holding community"), str(record.community) if record.community_id else ""),
                (_("may it be filed"), _("Yes by its tier: the dossier becomes readable by anybody once it is filed.")),
            ]
        )
    )
    if record.community_id:
        part.missing.append(_("consent of the holding community to this filing"))
    part.missing.append(_("recordings, statements of witnesses and their dates, where oral knowledge is relied on"))
    return part


def _translation(finding: Finding) -> Part:
    part = Part(5, _("Translations"))
    if finding.publication.country == "CN" and finding.publication.title_language in ("", "zh"):
        part.blocks.append(
            _paragraph(_("Document and sources are in Chinese; no translation is needed before the Chinese office."))
        )
        return part
    part.blocks.append(_paragraph(_("The document is before a foreign office or in a foreign language.")))
    part.missing.append(_("certified translation with the translator's statement, within the time limit"))
    return part


def _notarisation() -> Part:
    return Part(6, _("Notarisation"), missing=[_("notarial record or apostille, where the office asks for one")])


def _grounds(page: FindingPage) -> Part:
    part = Part(7, _("Legal grounds that may be examined"))
    novelty = page.finding.relation in ("identical", "same_process")
    rows = [
        [
            _("Patent Law, Art. 22(2)"),
            _("novelty"),
            _("to be examined first") if novelty else _("only if every feature of a claim is found in one source"),
        ],
        [
            _("Patent Law, Art. 22(3)"),
            _("inventive step"),
            _("to be examined") if novelty else _("to be examined first: what was added, and whether it was obvious"),
        ],
        [
            _("Patent Law, Art. 5(2) and 26(5)"),
            _("genetic resources and their disclosure"),
            _("where the invention relies on a genetic resource"),
        ],
        [
            _("Patent Law, Art. 26(3) and (4)"),
            _("sufficiency and support"),
            _("where the claims name amounts or steps that the description does not support"),
        ],
    ]
    part.blocks.append(_table([_("basis"), _("ground"), _("remark")], rows, [4, 4, 8]))
    part.missing.append(_("the choice of grounds, each tied to its evidence, by the person who files"))
    return part


def _time_limits(page: FindingPage) -> Part:
    part = Part(8, _("Dates and time limits"))
    part.blocks.append(
        _table(
            [_("date"), _("event"), _("remark")],
            [[mark.date, mark.text, mark.note or "—"] for mark in page.dates if mark.kind != "ours"],
            [3, 6, 6],
        )
    )
    part.blocks.append(_note(page.order.sentence))
    ways = [
        [way.title, way.window, way.basis + (f" {_('(to be confirmed)')}" if way.to_confirm else "")]
        for way in page.ways
        if way.slug not in ("dismiss", "check_status", "earlier_source")
    ]
    part.blocks.append(_table([_("way"), _("window"), _("basis")], ways, [4, 3, 9]))
    part.need(
        page.order.answer == "before", _("proof that the knowledge was public before the filing or priority date")
    )
    return part


def _own_proof(finding: Finding) -> Part:
    part = Part(9, _("Our own proof of existence"))
    part.blocks.append(
        _facts(
            [
                (_("finding"), f"{finding.number}, {iso_moment(finding.created_at)}"),
                (_("engine version"), finding.engine_version),
                (_("lexicon version"), finding.lexicon_version),
                (_("hash of the record as read"), finding.evidence.get("read", {}).get("record", "")),
                (_("hash of the document as read"), finding.evidence.get("read", {}).get("publication", "")),
            ]
        )
    )
    part.blocks.append(
        _note(
            _(
                "These values show what this platform held on that day, to those who trust it. They are not a"
                " publication and are not listed as prior art."
            )
        )
    )
    part.blocks.append(
        _note(_("This dossier is sealed with all that belongs to it; its bundle holds the proof from the public log."))
    )
    part.missing.append(_("RFC 3161 time-stamp"))
    return part


def _limits(finding: Finding, page: FindingPage) -> Part:
    part = Part(10, _("Counter-evidence and limits"))
    part.blocks.append({"kind": "reasons", "items": [f"{said.heading}{said.text}" for said in page.reasons]})
    part.blocks.append(
        _facts(
            [
                (_("status"), page.status),
                (_("opinion"), finding.opinion),
                (
                    _("ranking score"),
                    _("%(score)s, place %(rank)s among %(pool)s records; orders only, no verdict")
                    % {"score": number(finding.score, 2), "rank": finding.rank, "pool": number(finding.pool_size)},
                ),
            ]
        )
    )
    part.need(finding.opinion, _("opinion of a person"))
    return part
