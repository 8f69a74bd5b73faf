"""One publication with everything held of it, and in words what is not held."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.literature import numbers
from erdem.literature.choices import NumberKind, PartyRole, Stage, Unit
from erdem.literature.models import LegalEvent, Party, Priority, Publication, StatedStep, TextUnit
from erdem.literature.queries.classes import class_name
from erdem.literature.queries.documents import publications
from erdem.literature.queries.screening import amount_words
from erdem.literature.queries.sources import SaidField, sources_of

DESCRIPTION_SHOWN: Final = 20_000
EVENTS_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class DateMark:
    """A point of the dates line."""

    date: str
    text: str
    kind: str = "patent"
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClassCode:
    """A class symbol with its name where this product knows one."""

    scheme: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """One claim; ``depth`` is how many claims stand above it, at most three."""

    number: int
    text: str
    depends_on: tuple[int, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class ClaimSet:
    """The claims in one language."""

    language: str
    claims: tuple[ShownClaim, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A stated ingredient: name as typed, amount in words, processing."""

    name: str
    amount: str
    processing: str


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything the page of a publication shows."""

    publication: Publication
    other_titles: tuple[TextUnit, ...]
    dates: tuple[DateMark, ...]
    classes: tuple[ClassCode, ...]
    parties: tuple[tuple[str, tuple[Party, ...]], ...]
    abstracts: tuple[TextUnit, ...]
    claim_sets: tuple[ClaimSet, ...]
    descriptions: tuple[TextUnit, ...]
    ingredients: tuple[Fact, ...]
    steps: tuple[StatedStep, ...]
    family: tuple[Publication, ...]
    priorities: tuple[Priority, ...]
    events: tuple[LegalEvent, ...]
    replaces: tuple[Publication, ...]
    differing: tuple[SaidField, ...]
    not_seen: tuple[str, ...]

    @property
    def has_facts(self) -> bool:
        """Say whether somebody typed facts from a public page."""
        publication = self.publication
        return bool(self.ingredients or self.steps or publication.product or publication.declared_source)


def get_publication(actor: Actor, key: str) -> Publication | None:
    """Return a publication by its number in any spelling, by its application number, or None."""
    if "\x00" in key:
        return None
    found = publications(actor)
    exact = found.filter(number_key=key).first()
    if exact is not None:
        return exact
    number = numbers.parse(key)
    if number is None:
        return None
    by_key = found.filter(number_key=number.key()).first()
    by_stem = found.filter(number_stem=number.stem).order_by("number_key").first
    return by_key or by_stem() or found.filter(application_key=number.key()).order_by("number_key").first()


def get_detail(actor: Actor, key: str) -> Detail | None:
    """Return a publication with all that is held of it, or None. Eleven queries once it is found."""
    publication = get_publication(actor, key)
    if publication is None:
        return None
    texts = list(publication.texts.order_by("unit", "ordinal", "language"))
    family = publications(actor).filter(family=publication.family_id).exclude(pk=publication.pk)
    parties = list(publication.parties.order_by("role", "ordinal"))
    classes = tuple(_classes(publication))
    ingredients = tuple(
        Fact(one.name, amount_words(one), one.processing) for one in publication.ingredients.order_by("ordinal")
    )
    return Detail(
        publication=publication,
        other_titles=tuple(
            text for text in texts if text.unit == Unit.TITLE and text.language != publication.title_language
        ),
        dates=tuple(_dates(publication)),
        classes=classes,
        parties=tuple(_grouped(parties)),
        abstracts=_of(texts, Unit.ABSTRACT),
        claim_sets=tuple(_claim_sets(_of(texts, Unit.CLAIM))),
        descriptions=_of(texts, Unit.DESCRIPTION),
        ingredients=ingredients,
        steps=tuple(publication.steps.order_by("ordinal")),
        family=tuple(family.order_by("number_key")) if publication.family_id else (),
        priorities=tuple(publication.priorities.order_by("ordinal")),
        events=tuple(publication.legal_events.order_by("-date", "-id")[:EVENTS_SHOWN]),
        differing=sources_of(publication).differing,
        replaces=tuple(publications(actor).filter(replaced_by=publication).order_by("number_key")),
        not_seen=tuple(_not_seen(publication, texts, has_classes=bool(classes), has_parties=bool(parties))),
    )


def _of(texts: list[TextUnit], unit: str) -> tuple[TextUnit, ...]:
    return tuple(text for text in texts if text.unit == unit)


def _classes(publication: Publication) -> list[ClassCode]:
    held = publication.classifications.order_by("scheme", "ordinal")
    return [ClassCode(one.get_scheme_display(), one.code, class_name(one.main_group)) for one in held]


def _grouped(parties: list[Party]) -> list[tuple[str, tuple[Party, ...]]]:
    return [
        (str(role.label), tuple(party for party in parties if party.role == role))
        for role in PartyRole
        if any(party.role == role for party in parties)
    ]


def _dates(publication: Publication) -> list[DateMark]:
    is_grant = publication.stage == Stage.GRANTED
    known: list[tuple[dt.date | None, str]] = [
        (publication.priority_date, _("Priority")),
        (publication.filing_date, _("Filed")),
        (publication.publication_date, _("Grant published") if is_grant else _("Published")),
        (publication.grant_date, _("Granted")),
    ]
    marks = [DateMark(iso_date(date), word) for date, word in sorted(_given(known))]
    if publication.filing_date is None and publication.filing_year:
        note = _("year taken from the application number")
        marks.insert(0, DateMark(str(publication.filing_year), _("Filed"), note=note))
    return marks


def _given(known: list[tuple[dt.date | None, str]]) -> list[tuple[dt.date, str]]:
    return [(date, word) for date, word in known if date is not None]


def _claim_sets(claims: tuple[TextUnit, ...]) -> list[ClaimSet]:
    languages = dict.fromkeys(claim.language for claim in claims)
    return [
        ClaimSet(language, tuple(_nested([claim for claim in claims if claim.language == language])))
        for language in languages
    ]


def _nested(claims: list[TextUnit]) -> list[ShownClaim]:
    depths: dict[int, int] = {}
    shown = []
    for claim in sorted(claims, key=lambda claim: claim.ordinal):
        above = [depths[number] for number in claim.depends_on if number in depths]
        depths[claim.ordinal] = min(3, 1 + min(above)) if above else 0
        shown.append(ShownClaim(claim.ordinal, claim.text, tuple(claim.depends_on), depths[claim.ordinal]))
    return shown


def _not_seen(publication: Publication, texts: list[TextUnit], *, has_classes: bool, has_parties: bool) -> list[str]:
    """Name in plain words what this collection did not obtain of the document."""
    units = {text.unit for text in texts}
    missing = [
        (publication.number_kind == NumberKind.APPLICATION, _("publication number")),
        (Unit.CLAIM not in units, _("claims")),
        (Unit.ABSTRACT not in units, _("abstract")),
        (Unit.DESCRIPTION not in units, _("description")),
        (not has_classes, _("classes")),
        (not has_parties, _("applicant and inventors")),
        (publication.filing_date is None, _("filing date")),
        (publication.publication_date is None, _("publication date")),
        (publication.stage == Stage.UNKNOWN, _("whether it was granted")),
        (not publication.status, _("legal status today")),
    ]
    return [word for is_missing, word in missing if is_missing]
