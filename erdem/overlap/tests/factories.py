"""Publications, records and findings for tests. Names of persons and communities are obviously invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

from erdem.base.actor import SYSTEM, Actor, acting_as, job_actor
from erdem.knowledge.content import IngredientLine
from erdem.knowledge.models import Record
from erdem.knowledge.tests.factories import BANNER, a_formula, a_process, community_of, make_record
from erdem.literature.models import Publication, StatedIngredient, StatedStep, TextUnit
from erdem.overlap import services
from erdem.overlap.models import Finding
from erdem.overlap.queries.evidence import text_hash

__all__ = ["BANNER", "a_formula", "a_process", "community_of", "make_record"]

SCREENER = job_actor("overlap.screen")
CLAIM = "1. 一种药物组合物，其特征在于由下列重量份的原料制成：诃子3份、栀子2份、川楝子2份。"


def make_publication(number: str = "CN101098705A", **given: Any) -> Publication:
    """Make a published document; text and facts come with the functions below."""
    values: dict[str, Any] = {
        "number": number,
        "number_key": number,
        "country": number[:2],
        "type": "invention",
        "title": f"示例药物组合物{number[-4:]}",
        "title_language": "zh",
        "priority_date": dt.date(2007, 3, 1),
        "publication_date": dt.date(2008, 1, 2),
    }
    with acting_as(SYSTEM):
        publication = Publication.objects.create(**{**values, **given})
        publication.search_text = f"{publication.title} {number}".lower()
        publication.save()
        return publication


def with_claim(publication: Publication, text: str = CLAIM) -> Publication:
    """Give the document a first claim."""
    with acting_as(SYSTEM):
        TextUnit.objects.create(
            publication=publication, unit="claim", ordinal=1, language="zh", text=text, sha256=text_hash(text)
        )
    return publication


def with_facts(publication: Publication, *names: str) -> Publication:
    """Give the document ingredients as somebody typed them from a public page."""
    with acting_as(SYSTEM):
        for place, name in enumerate(names):
            StatedIngredient.objects.create(
                publication=publication, ordinal=place, name=name, amount_low=2, amount_high=2, unit="份"
            )
    return publication


def with_steps(publication: Publication, *operations: str) -> Publication:
    """Give the document steps."""
    with acting_as(SYSTEM):
        for place, operation in enumerate(operations):
            StatedStep.objects.create(publication=publication, ordinal=place, operation=operation, time="7–8天")
    return publication


def screened() -> services.Outcome:
    """Compare everything with everything."""
    return services.screen_collection(actor=SCREENER)


def a_finding(actor: Actor | None = None, *, number: str = "CN101098705A", **given: Any) -> Finding:
    """Make a record of the banner, a publication that claims it, and the finding that comes of it."""
    record = make_record(a_formula(**given))
    with_claim(make_publication(number))
    screened()
    return finding_of(record, actor)


def finding_of(record: Record, actor: Actor | None = None) -> Finding:
    """Return the one finding of a record."""
    with acting_as(actor or SYSTEM):
        return Finding.objects.select_related("record", "publication").get(record=record)


def many_findings(count: int, first: int = 0) -> None:
    """Make several pairs that overlap, numbered from ``first``."""
    for place in range(first, first + count):
        names = [f"示例药{place}{letter}" for letter in "甲乙丙"]
        lines = tuple(IngredientLine(name, "二两") for name in names)
        make_record(a_formula(name=f"示例方{place}", ingredients=lines))
        with_facts(make_publication(f"CN1020000{place:02d}A"), *names)
    screened()
