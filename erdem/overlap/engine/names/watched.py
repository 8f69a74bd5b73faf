"""Watched names from records of traditional knowledge and from lists: every spelling a name has, without its craft ending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from erdem.lib import mongolian
from erdem.overlap.engine.names.distinct import bare_place
from erdem.overlap.engine.names.model import WatchedKind, WatchedName
from erdem.overlap.engine.process.terms import name_cores
from erdem.overlap.engine.records import RecordId, TkRecord

_SPELLINGS = ("name", "name_zh", "name_mn", "name_cyrl", "name_latn", "name_en", "title")
_LISTS = ("names", "aliases")
MIN_PRODUCT = 3
MIN_LETTERS = 4  # of a name in letters; shorter ones are in many words


def watched_of_record(record: TkRecord) -> Iterator[WatchedName]:
    """Name, other names and short product names of a record."""
    for name in (record.name, *record.names):
        yield from _spelled(name, record.id, WatchedKind.ITEM, record.name)
    for name in record.products:
        yield from _product(name, record.id, record.name)


def _product(name: str, record: RecordId, label: str) -> Iterator[WatchedName]:
    """A product's name of `MIN_PRODUCT` characters or more; shorter ones (游戏, 粉) are common nouns."""
    for one in _spelled(name, record, WatchedKind.ITEM, label):
        if len(one.name) >= MIN_PRODUCT:
            yield one


def watched_names(rows: Iterable[Mapping[str, object] | TkRecord]) -> list[WatchedName]:
    """Watched names of records, heritage items, indications and divisions, each from its own JSON object or CSV row.

    Read are `name` and its other spellings (`name_mn`, `name_cyrl`, `name_latn`, `name_en`, `names`, `aliases`, `products`);
    `kind` `indication` or `place` (also a row with `scheme` or with `level`) and `classes`, a list of Nice classes.
    """
    found: list[WatchedName] = []
    for line, row in enumerate(rows):
        found.extend(watched_of_record(row) if isinstance(row, TkRecord) else _of_row(row, line))
    return list(dict.fromkeys(found))


def _of_row(row: Mapping[str, object], line: int) -> Iterator[WatchedName]:
    spellings = [row.get(key) for key in _SPELLINGS]
    for key in _LISTS:
        listed = row.get(key)
        spellings.extend(listed if isinstance(listed, list) else [listed])
    texts = [text for text in spellings if isinstance(text, str) and text.strip()]
    if not texts:
        return
    value = row.get("id") or row.get("code") or row.get("cert")
    record: RecordId = value if isinstance(value, int | str) and not isinstance(value, bool) else line
    classes = row.get("classes")
    nice = frozenset(one for one in classes if isinstance(one, int)) if isinstance(classes, list) else frozenset()
    for text in texts:
        yield from _spelled(text, record, kind_of(row), texts[0], nice)
    products = row.get("products")
    for product in products if isinstance(products, list) else []:
        if isinstance(product, str):
            yield from _product(product, record, texts[0])


def kind_of(row: Mapping[str, object]) -> WatchedKind:
    """What a row names."""
    stated = row.get("kind")
    if stated in (WatchedKind.PLACE, WatchedKind.INDICATION):
        return WatchedKind(str(stated))
    if row.get("level") in ("region", "province", "prefecture", "county"):
        return WatchedKind.PLACE
    return WatchedKind.INDICATION if row.get("scheme") else WatchedKind.ITEM


def _spelled(
    text: str, record: RecordId, kind: WatchedKind, label: str, classes: frozenset[int] = frozenset()
) -> Iterator[WatchedName]:
    if mongolian.has_mongolian(text) or text[:1].isascii() or "\u0400" <= text[:1] <= "\u04ff":
        names: tuple[str, ...] = (text.strip(),) if len(text.strip()) >= MIN_LETTERS else ()
    elif kind is WatchedKind.PLACE:
        names = tuple(dict.fromkeys((text.strip(), bare_place(text.strip()))))
    else:
        names = name_cores(text)
    for name in names:
        yield WatchedName(name, record, kind, classes, label)
