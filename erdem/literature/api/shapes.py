"""What programs send and get. Descriptions are said in the language of the reader where the interface describes itself."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final, Literal

from django.utils.translation import gettext_noop as noted
from ninja import Schema
from pydantic import Field

from erdem.base.api import LONGEST_CURSOR, Words

MOST_ON_PAGE: Final = 100
MOST_SIMILAR: Final = 50
Value = Annotated[Words, Field(min_length=1, max_length=200)]
Ticked = Annotated[list[Value], Field(max_length=30)]
Part = Literal["title", "abstract", "claim", "description"]
Limit = Annotated[int, Field(ge=1, le=MOST_ON_PAGE, description=noted("how many on one page"))]
Cursor = Annotated[
    Words,
    Field(
        max_length=LONGEST_CURSOR, description=noted("the field “next” of the answer before; blank for the first page")
    ),
]


class Paging(Schema):
    """Which page of a list."""

    limit: Limit = 50
    cursor: Cursor = ""


class Nearest(Schema):
    """How many of the nearest."""

    limit: Annotated[int, Field(ge=1, le=MOST_SIMILAR, description=noted("how many on one page"))] = 10


class Wanted(Schema):
    """Which texts of a publication."""

    parts: Annotated[list[Part], Field(max_length=4, description=noted("which texts to send along"))] = []


class Asked(Schema):
    """A search: the line, the ticked boxes, the order, and where to go on."""

    q: Annotated[
        Words, Field(max_length=20_000, description=noted("search line, in the language of the search page"))
    ] = ""
    type: Annotated[Ticked, Field(description=noted("types of document"))] = []
    class_: Annotated[Ticked, Field(alias="class", description=noted("class symbols, for instance A61K"))] = []
    region: Annotated[Ticked, Field(description=noted("places of applicants"))] = []
    applicant: Annotated[Ticked, Field(description=noted("applicants"))] = []
    year: Annotated[Ticked, Field(description=noted("years, as the facet names them"))] = []
    office: Annotated[Ticked, Field(description=noted("offices of two letters, for instance CN"))] = []
    status: Annotated[Ticked, Field(description=noted("legal standing"))] = []
    held: Annotated[Ticked, Field(description=noted("how much of the text is held"))] = []
    off: Annotated[Ticked, Field(description=noted("herbs whose other names are not to be found"))] = []
    order: Annotated[
        Literal["relevance", "newest", "oldest", "number"], Field(description=noted("order of the hits"))
    ] = "relevance"
    all: Annotated[bool, Field(description=noted("every publication, families not folded into one hit"))] = False
    facets: Annotated[bool, Field(description=noted("count the boxes too; only on the first page"))] = False
    explain: Annotated[bool, Field(description=noted("say how the line was understood"))] = False
    limit: Limit = 20
    cursor: Cursor = ""


class Brief(Schema):
    """A publication in a list."""

    key: str = Field(description=noted("the number without signs; the stable name here"))
    number: str
    application_number: str
    office: str
    kind_code: str
    type: str
    stage: str
    status: str
    status_group: str
    standing: str
    title: str
    language: str
    priority_date: dt.date | None
    filing_date: dt.date | None
    publication_date: dt.date | None
    grant_date: dt.date | None
    year: int | None
    applicants: list[str]
    family: str | None
    held: str
    url: str


class Hit(Schema):
    """A publication that was found."""

    publication: Brief
    passages: list[str] = Field(description=noted("the best places of its texts"))
    more_in_family: int = Field(description=noted("publications of the same family that were folded into this hit"))


class Count(Schema):
    """A box with how many publications it holds."""

    value: str
    label: str
    count: int


class Understood(Schema):
    """How the search line was understood."""

    words: str
    query: str = Field(description=noted("the same written out in the query language"))
    parts: list[dict[str, Any]]


class Corpus(Schema):
    """What was searched; keep it with the result, so that a later reader knows what could have been found."""

    version: str
    documents: int
    publications_in_database: int
    newest_import: dt.datetime | None
    waiting: int


class Holdings(Schema):
    """What is held here, and where it comes from."""

    corpus: Corpus
    total: int
    chinese: int
    foreign: int
    full_text: int
    facts_only: int
    sources: list[dict[str, Any]]


class Found(Schema):
    """One page of hits."""

    total: int = Field(description=noted("publications that match"))
    families: int | None = Field(description=noted("families that match, where they are folded"))
    hits: list[Hit]
    next: str | None = Field(description=noted("send it as “cursor” to go on; absent on the last page"))
    facets: dict[str, list[Count]]
    understood: Understood | None
    warnings: list[str]
    corpus: Corpus
    took_ms: int


class Text(Schema):
    """A title, an abstract, one claim or a part of the description."""

    part: str
    language: str
    ordinal: int
    text: str
    depends_on: list[int]


class Record(Brief):
    """All that is held of a publication."""

    classes: list[dict[str, Any]]
    parties: list[dict[str, Any]]
    priorities: list[dict[str, Any]]
    legal_events: list[dict[str, Any]]
    ingredients: list[dict[str, Any]] = Field(
        description=noted("as somebody typed them from a public page; not evidence")
    )
    steps: list[dict[str, Any]] = Field(description=noted("as somebody typed them from a public page; not evidence"))
    product: str
    indication: str
    declared_source: str
    family_members: list[str]
    citations: list[str]
    sources: list[dict[str, Any]]
    not_obtained: list[str] = Field(description=noted("what this collection does not hold of the document"))
    texts: list[Text]
    left_out: list[str] = Field(description=noted("asked parts too long for this answer; ask for each alone"))


class Publications(Schema):
    """Publications in order."""

    publications: list[Brief]


class CollectionRow(Schema):
    """A collection of the owner of the key, or shared with the owner's organisation."""

    id: int
    name: str
    note: str
    size: int
    own: bool
    shared_with: str | None


class Collections(Schema):
    """The collections one may read."""

    collections: list[CollectionRow]


class Item(Schema):
    """A publication in a collection."""

    publication: Brief
    note: str
    rating: int = Field(description=noted("0 not rated, 1 to 5"))
    added_by: str
    added_at: dt.datetime


class Items(Schema):
    """One page of a collection, the last added first."""

    collection: CollectionRow
    items: list[Item]
    next: str | None


class Adding(Schema):
    """Publications to add to a collection, by number in any spelling."""

    publications: Annotated[
        list[Annotated[Words, Field(min_length=1, max_length=60)]], Field(min_length=1, max_length=100)
    ]
    note: Annotated[Words, Field(max_length=4_000)] = ""


class Added(Schema):
    """What came of adding. Sending the same again adds nothing."""

    added: int
    held: int = Field(description=noted("lay in the collection already"))
    unknown: list[str] = Field(description=noted("numbers that are not held here"))


class SavedSearchRow(Schema):
    """A saved search of the owner of the key, or shared with the owner's organisation."""

    id: int
    name: str
    q: str
    chosen: dict[str, list[str]]
    rhythm: str
    unread: int
    last_run_at: dt.datetime | None
    own: bool


class SavedSearches(Schema):
    """The saved searches one may read."""

    saved_searches: list[SavedSearchRow]


class NewHit(Schema):
    """A publication that a saved search has found since it was saved."""

    publication: Brief
    found_at: dt.datetime
    read: bool


class NewHits(Schema):
    """One page of new hits, the last found first."""

    hits: list[NewHit]
    next: str | None
