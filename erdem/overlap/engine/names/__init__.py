"""Names of items, places and geographical indications against titles, claims and mark texts, by glyph, sound and script."""

from erdem.overlap.engine.names.compare import Likeness, compare_names
from erdem.overlap.engine.names.index import NameIndex
from erdem.overlap.engine.names.model import NameHit, NameReason, TextKind, WatchedKind, WatchedName
from erdem.overlap.engine.names.watched import watched_names

__all__ = [
    "Likeness",
    "NameHit",
    "NameIndex",
    "NameReason",
    "TextKind",
    "WatchedKind",
    "WatchedName",
    "compare_names",
    "watched_names",
]
