"""Tables of the literature: documents, imports, and what people make of search results."""

from __future__ import annotations

from erdem.literature.models.documents import (
    Classification,
    Family,
    LegalEvent,
    Party,
    Priority,
    Publication,
    SourceRecord,
    StatedIngredient,
    StatedStep,
    TextUnit,
)
from erdem.literature.models.imports import (
    ImportProblem,
    ImportRun,
    IndexChange,
    QuarantinedRecord,
)
from erdem.literature.models.work import (
    Collection,
    CollectionItem,
    SavedSearch,
    SavedSearchHit,
    SearchReport,
)

__all__ = [
    "Classification",
    "Collection",
    "CollectionItem",
    "Family",
    "ImportProblem",
    "ImportRun",
    "IndexChange",
    "LegalEvent",
    "Party",
    "Priority",
    "Publication",
    "QuarantinedRecord",
    "SavedSearch",
    "SavedSearchHit",
    "SearchReport",
    "SourceRecord",
    "StatedIngredient",
    "StatedStep",
    "TextUnit",
]
