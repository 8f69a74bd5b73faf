"""The heads of the two sides: what each text is, and the quoted words with the numbers that join them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.formatting import iso_date
from erdem.knowledge.models import Record
from erdem.literature.choices import Stage
from erdem.literature.models import Publication
from erdem.overlap.queries.dates import grant_day
from erdem.overlap.queries.evidence import Evidence, Shared, text_hash, texts_of
from erdem.overlap.queries.joining import clauses, listed, names, typeset
from erdem.overlap.queries.page import Quote, Segment, Side

EXCERPT = 420
AROUND = 60
MOST_QUOTES = 3
MOST_PLACES = 4


def patent_side(publication: Publication, evidence: Evidence, row: dict[str, Any]) -> Side:
    """Return the patent's side. ``row`` is the publication as the engine reads it today."""
    quotes, note = _patent_quotes(evidence, row)
    return Side(
        kicker=" · ".join(part for part in (_("Patent document"), _stage(publication)) if part),
        title=publication.title or publication.number,
        url=reverse("literature:publication-detail", args=[publication.number_key]),
        meta=tuple(_patent_meta(publication)),
        quotes=quotes,
        note=note,
    )


def _stage(publication: Publication) -> str:
    return _("granted") if publication.grant_date or publication.stage == Stage.GRANTED else ""


def _patent_meta(publication: Publication) -> list[str]:
    granted = grant_day(publication)
    dated = (
        (publication.priority_date, _("priority %(day)s")),
        (publication.filing_date, _("filed %(day)s")),
        (publication.publication_date if publication.publication_date != granted else None, _("published %(day)s")),
        (granted, _("granted %(day)s")),
    )
    meta = [publication.number if not publication.number.startswith("LOCAL") else _("no number seen")]
    meta += [words % {"day": iso_date(day)} for day, words in dated if day]
    if publication.filing_year and not publication.filing_date:
        meta.append(_("filed in %(year)s by its number") % {"year": publication.filing_year})
    if publication.applicant_region:
        meta.append(_("applicant in %(region)s") % {"region": publication.applicant_region})
    return meta


def _patent_quotes(evidence: Evidence, row: dict[str, Any]) -> tuple[tuple[Quote, ...], str]:
    texts = texts_of(row)
    quotes = _claim_quotes(evidence, texts)
    if quotes:
        changed = any(
            evidence.text_hashes.get(name) != text_hash(texts[name]) for name in _units(evidence) if name in texts
        )
        note = (
            _("The text has changed since it was compared; the marks are left out. Compare again.") if changed else ""
        )
        return quotes, note
    note = _(
        "Put together from the title entry and excerpts of its facts. This is not the wording of the claims; check it"
        " against the published text before anything is filed."
    )
    facts = row.get("ingredients") or ()
    if facts and not evidence.is_process:
        return (_facts_quote(evidence, facts),), note
    if texts.get("claim:1"):
        return (Quote(_("Claim 1"), _excerpt(texts["claim:1"], [])),), ""
    return (), note


def _units(evidence: Evidence) -> list[str]:
    return list(dict.fromkeys(row.unit for row in evidence.shared if row.unit))


def _claim_quotes(evidence: Evidence, texts: dict[str, str]) -> tuple[Quote, ...]:
    quotes = []
    for unit in _units(evidence)[:MOST_QUOTES]:
        text = texts.get(unit)
        if text is None or unit == "title":
            continue
        sound = evidence.text_hashes.get(unit) == text_hash(text)
        rows = [row for row in evidence.shared if row.unit == unit and row.span] if sound else []
        quotes.append(Quote(_unit_label(unit), _excerpt(text, rows)))
    return tuple(quotes)


def _unit_label(unit: str) -> str:
    name, _sign, place = unit.partition(":")
    return _("Claim %(number)s") % {"number": place} if name == "claim" else _("Abstract")


def _excerpt(text: str, rows: Sequence[Shared]) -> tuple[Segment, ...]:
    """Cut a text at the offsets of its hits; long stretches between hits are left out and marked so."""
    segments: list[Segment] = []
    at = 0
    for row in sorted(rows, key=lambda row: row.span or (0, 0)):
        begin, end = row.span or (0, 0)
        if begin < at or end > len(text):
            continue
        segments.append(Segment(_shorten(text[at:begin], first=at == 0)))
        segments.append(Segment(text[begin:end], row.number))
        at = end
    rest = text[at:]
    room = EXCERPT if not segments else AROUND * 2
    segments.append(Segment(rest if len(rest) <= room else f"{rest[:room]}……"))
    return tuple(segment for segment in segments if segment.text)


def _shorten(text: str, *, first: bool) -> str:
    if len(text) <= AROUND * 3:
        return text
    return f"……{text[-AROUND:]}" if first else f"{text[:AROUND]}……{text[-AROUND:]}"


def _facts_quote(evidence: Evidence, facts: Sequence[dict[str, Any]]) -> Quote:
    numbers = {row.patent_name: row.number for row in evidence.shared}
    segments = [Segment(_("Contains "))]
    for place, fact in enumerate(facts):
        if place:
            segments.append(Segment(names(("", ""))))
        segments.append(Segment(str(fact["herb"]), numbers.get(fact["herb"])))
        if fact.get("dose"):
            segments.append(Segment(f"（{fact['dose']}）", kept=True))
    segments.append(Segment(pgettext("end of a sentence", ".")))
    return Quote("", tuple(segments))


def knowledge_side(record: Record, evidence: Evidence) -> Side:
    """Return the side of the knowledge; the record comes with its lines."""
    return Side(
        kicker=_("Registered knowledge · %(kind)s")
        % {"kind": _("old book") if record.book else record.get_kind_display()},
        title=record.name,
        url=reverse("knowledge:record-detail", args=[record.number]),
        meta=tuple(_record_meta(record, evidence)),
        quotes=_record_quotes(record, evidence),
        note=_steps_note(record) if evidence.is_process and not evidence.has_both_steps else _record_note(record),
    )


def _record_meta(record: Record, evidence: Evidence) -> list[str]:
    sources = list(record.sources.all())
    meta = []
    if record.book:
        chapter = next((source.chapter for source in sources if source.chapter), "")
        meta.append(f"《{record.book}》{chapter}")
    places = [place.place.name if place.place else place.text for place in record.places.all()]
    if places:
        more = [_("and %(count)s more") % {"count": len(places) - MOST_PLACES}] if len(places) > MOST_PLACES else []
        meta.append(names([*places[:MOST_PLACES], *more]))
    if record.item_code:
        meta.append(f"{record.get_level_display()} {record.item_code}".strip())
    meta.append(
        _("%(count)s sources, confidence %(level)s") % {"count": len(sources), "level": record.get_confidence_display()}
    )
    if evidence.variants > 1:
        same = (
            _("%(count)s records of the same name")
            if evidence.is_process
            else _("%(count)s records of the same composition")
        )
        meta.append(same % {"count": evidence.variants})
    return meta


def _record_quotes(record: Record, evidence: Evidence) -> tuple[Quote, ...]:
    if evidence.is_process:
        return ()
    numbers = {row.record_name: row.number for row in evidence.shared}
    segments: list[Segment] = []
    for line in record.ingredients.all():
        given = clauses((line.processing, line.dose))
        segments.append(Segment(line.name, numbers.get(line.name)))
        segments.append(Segment(f"（{given}）　" if given else "　"))
    return (Quote("", tuple(segments)),) if segments else ()


def _steps_note(record: Record) -> str:
    steps = [typeset(step.operation) for step in record.steps.all()]
    return _("How it is made: %(steps)s.") % {"steps": listed(steps)} if steps else _record_note(record)


def _record_note(record: Record) -> str:
    text = record.indication or record.text or record.summary
    return text if len(text) <= 160 else f"{text[:160]}……"
