"""Which of our divisions a written address means: league and banner by name, names of former times included.

Only divisions of Inner Mongolia are in the table of places; an address elsewhere means none of them. Where the words
leave it open which division is meant, the division above is given, never a guess.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from erdem.lib.folding import fold
from erdem.literature.models import Party
from erdem.people.choices import PlaceLevel
from erdem.people.models import Place, RetiredPlace

REGION: Final = "150000"
REGION_NAMES: Final = re.compile(r"(?:中国|中华人民共和国)?[,，、]?(?:内蒙古自治区|内蒙古省|内蒙古|内蒙)")
ENGLISH: Final = re.compile(r"inner ?mongolia|nei ?m[eo]ng(?:gu|gol|ol)|neimenggu")
REGION_CODES: Final = ("15", "150000", "nm")
ROADS: Final = "街路道巷里"
HEADINGS: Final = ("市辖区", "市区", "旗县", "县", "郊区")
BEYOND: Final = 12
"""How many characters may stand between the city and its district (“…市经济技术开发区赛罕区”)."""


class Division(NamedTuple):
    """A division by one of its names: today's codes it leads to, and the league it stood in when it had this name."""

    league: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Written:
    """An address as a source gives it; parts may be blank, the whole line may stand in ``address``."""

    country: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    address: str = ""

    @classmethod
    def of(cls, party: Party) -> Written:
        """Take the address of a party."""
        return cls(party.country, party.province, party.city, party.county, party.address)


class Gazetteer:
    """Names of the divisions of Inner Mongolia, read once for an import."""

    def __init__(self, places: Iterable[Place], retired: Iterable[tuple[str, str, frozenset[str]]]) -> None:
        self.parents: dict[str, str] = {}
        self.leagues: dict[str, set[str]] = defaultdict(set)
        self.banners: dict[str, set[Division]] = defaultdict(set)
        self.short: dict[str, set[Division]] = defaultdict(set)
        self.retired: dict[str, set[str]] = {}
        for place in places:
            self._enter(place)
        for code, name, successors in retired:
            self._enter_retired(code, fold(name), successors)
        self._names = sorted(self.banners, key=len, reverse=True)
        self._league_names = sorted(self.leagues, key=len, reverse=True)

    @classmethod
    def load(cls) -> Gazetteer:
        """Read the table of places; three queries."""
        retired = (
            (one.code, one.name, frozenset(place.code for place in one.successors.all()))
            for one in RetiredPlace.objects.prefetch_related("successors")
        )
        return cls(Place.objects.all(), retired)

    def _enter(self, place: Place) -> None:
        self.parents[place.code] = place.parent_id or ""
        if place.level == PlaceLevel.LEAGUE:
            for name in (fold(place.name), _bare(fold(place.name)), fold(place.short_name)):
                if name:
                    self.leagues[name].add(place.code)
        elif place.level == PlaceLevel.BANNER:
            division = Division(place.parent_id or "", frozenset({place.code}))
            self.banners[fold(place.name)].add(division)
            for name in {_bare(fold(place.name)), fold(place.short_name)} - {""}:
                self.short[name].add(division)

    def _enter_retired(self, code: str, name: str, successors: frozenset[str]) -> None:
        if not successors or name in HEADINGS or not code.startswith("15"):
            return
        if code.endswith("00"):
            self.retired[code] = {self._league_of(one) for one in successors}
            self.leagues[name] |= self.retired[code]
            self.leagues[_bare(name)] |= self.retired[code]
        else:
            self.banners[name].add(Division(code[:4] + "00", successors))

    def find(self, written: Written) -> str:
        """Return the code of the division that is meant, blank when it is none of ours."""
        if written.country and written.country != "CN":
            return ""
        province, city, county = (_plain(part) for part in (written.province, written.city, written.county))
        line = _plain(written.address)
        ours, line = self._is_ours(province, city, line)
        if not ours:
            return ""
        leagues, rest = self._league(city, line)
        found = self._banner_named(county, leagues) or self._banner_named("" if leagues else city, leagues)
        found = found or self._banner_within(rest, leagues)
        code = self._settled(found, leagues)
        return code if code in self.parents else ""  # the table may be empty on a new installation

    def _is_ours(self, province: str, city: str, line: str) -> tuple[bool, str]:
        """Whether the address lies in the region, and the line without the name of the region."""
        named = REGION_NAMES.match(line)
        rest = line[named.end() :] if named else line
        if province:
            return bool(REGION_NAMES.match(province) or ENGLISH.search(province) or province in REGION_CODES), rest
        if named or ENGLISH.search(line):
            return True, rest
        if city:
            return city in self.leagues and not city.endswith(("区", "县")), rest
        begins = any(line.startswith(name) and name[-1] in "盟市" for name in self._league_names)
        return begins or any(line.startswith(name) and name[-1] == "旗" for name in self._names), rest

    def _league(self, city: str, line: str) -> tuple[set[str], str]:
        """The leagues or cities that are named (several of one old name), and what follows the name in the line."""
        begins = next((name for name in self._league_names if line.startswith(name)), "")
        banner = next((name for name in self._names if line.startswith(name)), "")
        if len(banner) > len(begins):  # 通辽县 is no 通辽市
            begins = ""
        rest = line[len(begins) :]
        if city in self.leagues:
            return set(self.leagues[city]), rest
        return (set(self.leagues[begins]) if begins else set()), rest

    def _banner_named(self, name: str, leagues: set[str]) -> set[str]:
        if not name or name in HEADINGS:
            return set()
        return self._within(self.banners.get(name, set()) or self.short.get(name, set()), leagues)

    def _banner_within(self, rest: str, leagues: set[str]) -> set[str]:
        """The banner at the beginning of the line, else the only one that stands a little further."""
        for name in self._names:
            if rest.startswith(name):
                return self._within(self.banners[name], leagues)
        found: set[str] = set()
        for name in self._names:
            at = rest.find(name, 0, BEYOND + len(name))
            if at > 0 and rest[at + len(name) : at + len(name) + 1] not in tuple(ROADS):
                found |= self._within(self.banners[name], leagues) if leagues else set()
        return found

    def _within(self, divisions: Iterable[Division], leagues: set[str]) -> set[str]:
        """Today's codes of the divisions that stand, or stood under this name, in one of the leagues."""
        all_of = list(divisions)
        if not leagues:
            return {code for one in all_of for code in one.codes}
        return {
            code
            for one in all_of
            for code in one.codes
            if one.league in leagues
            or self._league_of(code) in leagues
            or self.retired.get(one.league, set()) & leagues
        }

    def _settled(self, found: set[str], leagues: set[str]) -> str:
        """The one division that is meant, else the one that holds all that may be meant."""
        candidates = found or leagues
        if not candidates:
            return REGION
        if len(candidates) == 1:
            return next(iter(candidates))
        above = {self._league_of(code) for code in candidates}
        return next(iter(above)) if len(above) == 1 else REGION

    def _league_of(self, code: str) -> str:
        parent = self.parents.get(code, "")
        return code if parent in ("", REGION) else parent


def _plain(text: str) -> str:
    """An address for comparing: folded, without spaces, post code and the word for the country."""
    plain = re.sub(r"\s+", "", fold(text.replace("\x00", "")))[:200]
    return re.sub(r"^(?:\d{6}|cn[,，]?)", "", plain)


def _bare(name: str) -> str:
    """A name without the word for its kind: 呼和浩特 from 呼和浩特市, 锡林郭勒 from 锡林郭勒盟."""
    return name[:-1] if len(name) > 2 and name[-1] in "盟市旗县区" else name
