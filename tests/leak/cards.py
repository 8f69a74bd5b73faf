"""Records as plain data: one for every tier, state, level, choice, label, group, season, permit, cap. No product code here.

Communities are called ``own`` (the holder's), ``other`` (the stranger's) and ``third``; groups by their kind within ``own``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

TIERS = ("D1", "D2", "D3", "D4")
OUTSIDERS = ("public", "signed_in", "office")
OPEN_LABELS = (
    "tka", "tkmc", "tkcv", "tkcr", "tkv", "tknv", "tkcs", "tkoc", "tknc", "tko", "tkcb",
    "bcp", "bcmc", "bccb", "bcoc", "bcr", "bccv", "bccnv", "bco", "bcnc",
)  # fmt: skip
"""Labels that ask for attention, agreement or a purpose: they take nothing away by themselves."""
GROUP_LABELS = {"tkcl": "clan", "tkf": "family", "bccl": "clan", "tkmr": "men", "tkwr": "women"}
"""Labels that leave the content to one declared group."""
SOFT_LABELS = ("tkwg", "tkmg")
HOLDER_LABELS = ("tkss", "tkco")
SEASONAL = "tks"
LABELS = (*OPEN_LABELS, *GROUP_LABELS, *SOFT_LABELS, *HOLDER_LABELS, SEASONAL)
"""All 30 codes (standards.md §1.6)."""


@dataclass(frozen=True)
class Hold:
    """What one community decided: the highest level for each audience (None: the tier's), and any or all together."""

    community: str = "own"
    public: int | None = None
    signed_in: int | None = None
    office: int | None = None
    together: bool = False
    state: str = "active"


@dataclass(frozen=True)
class Label:
    """A label on a record. ``group`` is a kind of group of the community; ``is_open`` says whether the season is on today."""

    code: str
    group: str = ""
    is_open: bool = True
    removed: bool = False
    community: str = "own"


@dataclass(frozen=True)
class Grant:
    """A permit of the applicant: ``when`` is now, past, future or revoked."""

    when: str = "now"
    level: int = 4
    purpose: str = "research"


@dataclass(frozen=True)
class Card:
    """One record."""

    key: str
    kind: str = "choice"
    tier: str = "D4"
    status: str = "registered"
    place: str = "152530"
    holds: tuple[Hold, ...] = (Hold(),)
    labels: tuple[Label, ...] = ()
    grants: tuple[Grant, ...] = ()
    legal_cap: int = 5
    consent: str = "none"


def generated() -> tuple[Card, ...]:
    """Return all cards, in a fixed order."""
    cards = (
        *_tiers(),
        *_choices(),
        *_labels(),
        *_together(),
        *_groups(),
        *_seasons(),
        *_permits(),
        *_caps(),
        *_consents(),
    )
    assert len({card.key for card in cards}) == len(cards), "two cards of one name"
    return cards


def sample() -> tuple[Card, ...]:
    """Return a smaller set: some of every kind."""
    by_kind: dict[str, list[Card]] = {}
    for card in generated():
        by_kind.setdefault(card.kind, []).append(card)
    return tuple(card for group in by_kind.values() for card in group[:: max(1, len(group) // 3)])


def _tiers() -> Iterator[Card]:
    holders = {"own": (Hold(),), "other": (Hold("other"),), "nobody": ()}
    for tier in TIERS:
        for status in ("draft", "submitted", "registered", "withdrawn"):
            for who, holds in holders.items():
                place = "150621" if who == "other" else "152530"
                yield Card(f"{tier} {status} of {who}", "tier and state", tier, status, place, holds)


def _hold(audience: str, level: int) -> Hold:
    chosen = {audience: level}
    return Hold(public=chosen.get("public"), signed_in=chosen.get("signed_in"), office=chosen.get("office"))


def _choices() -> Iterator[Card]:
    for audience in OUTSIDERS:
        for level in range(6):
            yield Card(f"{audience} up to A{level}", "choice", holds=(_hold(audience, level),))
    for level in range(6):
        everybody = Hold(public=level, signed_in=level, office=level)
        yield Card(f"everybody up to A{level}", "choice", holds=(everybody,))
        yield Card(f"D3, everybody up to A{level}", "choice", "D3", holds=(everybody,))
        yield Card(f"D2, everybody up to A{level}", "choice", "D2", holds=(everybody,))


def _labels() -> Iterator[Card]:
    for code in LABELS:
        label = Label(code, GROUP_LABELS.get(code, ""))
        yield Card(f"label {code}", "label", labels=(label,))
        yield Card(f"label {code} taken off", "label", labels=(replace(label, removed=True),))


def _together() -> Iterator[Card]:
    for own, other in ((False, False), (True, False), (False, True), (True, True)):
        name = f"together {'asked' if own else 'not asked'} by own, {'asked' if other else 'not asked'} by other"
        yield Card(name, "together", "D2", holds=(Hold(together=own), Hold("other", together=other)))
    lower = Hold("other", public=1, signed_in=2, office=3)
    yield Card("two communities, one allows less", "together", holds=(Hold(), lower))
    yield Card(
        "three communities, each another level", "together", holds=(Hold(public=3), lower, Hold("third", public=2))
    )
    for state in ("claimed", "invited", "left"):
        yield Card(f"the other community has {state}", "together", "D2", holds=(Hold(), Hold("other", state=state)))
        yield Card(f"D1, the other community has {state}", "together", "D1", holds=(Hold(), Hold("other", state=state)))


def _groups() -> Iterator[Card]:
    yield Card("secret of named holders", "group", "D1", labels=(Label("tkss", "named_holders"),))
    yield Card("sacred thing of named holders, D4", "group", labels=(Label("tkss", "named_holders"),))
    yield Card("for the women of one clan", "group", "D2", labels=(Label("tkwr", "women"), Label("tkcl", "clan")))
    yield Card("for women, another community holds it too", "group", "D2",
               holds=(Hold(), Hold("other")), labels=(Label("tkwr", "women"),))  # fmt: skip
    yield Card("community only, for one family", "group", "D3", labels=(Label("tkco", "family"),))


def _seasons() -> Iterator[Card]:
    for tier in TIERS:
        for is_open in (True, False):
            name = f"{tier} in season" if is_open else f"{tier} out of season"
            yield Card(name, "season", tier, labels=(Label(SEASONAL, is_open=is_open),))
    yield Card(
        "out of season and for the clan", "season", labels=(Label(SEASONAL, is_open=False), Label("tkcl", "clan"))
    )
    yield Card("one season on, one off", "season",
               labels=(Label(SEASONAL), Label(SEASONAL, is_open=False, community="other")),
               holds=(Hold(), Hold("other")))  # fmt: skip


def _permits() -> Iterator[Card]:
    for when in ("now", "past", "future", "revoked"):
        yield Card(f"D2 with a permit: {when}", "permit", "D2", grants=(Grant(when),))
    for level in (1, 2, 3):
        yield Card(f"D2 with a permit up to A{level}", "permit", "D2", grants=(Grant(level=level),))
    yield Card("D2 with a permit, for the clan", "permit", "D2", labels=(Label("tkcl", "clan"),), grants=(Grant(),))
    yield Card(
        "D2 with a permit, out of season", "permit", "D2", labels=(Label(SEASONAL, is_open=False),), grants=(Grant(),)
    )
    yield Card("D2 with a permit, limited by law", "permit", "D2", grants=(Grant(),), legal_cap=2)
    yield Card("a draft with a permit", "permit", "D2", "draft", grants=(Grant(),))


def _caps() -> Iterator[Card]:
    for cap in range(5):
        yield Card(f"limited by law to A{cap}", "legal limit", legal_cap=cap)
    yield Card("limited by law, of nobody", "legal limit", holds=(), legal_cap=1)


def _consents() -> Iterator[Card]:
    for tier in ("D2", "D4"):
        for consent in ("running", "ended"):
            yield Card(f"{tier}, consent {consent}", "consent", tier, consent=consent, grants=(Grant(),))
