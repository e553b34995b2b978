"""The place a body's name begins with, and the city it is counted under.

Belongs here: administrative divisions (GB/T 2260), their short names, central bodies.
Does not belong here: whose report a document is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.domain.lexicon_files import SCHEMAS
from pipeline.identify.identity_words import IdentityLexicon, Region, load_identity_lexicon
from schemas.vocabulary import RegionLevel

PROVINCE, PREFECTURE, COUNTY = RegionLevel.PROVINCE, RegionLevel.PREFECTURE, RegionLevel.COUNTY
_LEVELS = (PROVINCE, PREFECTURE, COUNTY)
# A text is about a place that is named so many times as often as any other.
DOMINANCE = 3
# A short name before one of these is the name of a street, not of the place.
_STREET = re.compile(r"^(?:[东西南北中]?[一二三四五六七八九十]?(?:路|街|大道|大街|巷))")
# The ends of names of places that were renamed when they changed their rank.
_COUNTY_ENDS = ("区", "县", "市", "旗")
_PREFECTURE_ENDS = ("市", "州", "盟", "地区")


@dataclass(frozen=True, slots=True)
class Place:
    """A place: `city` is the prefecture or municipality, the province's name for its own bodies.

    `region_code` is that of the most precise division named. `length` is how much of the name the
    place takes. Central bodies have the city 中央 and no code.
    """

    city: str
    region_code: str | None
    length: int


@dataclass(frozen=True, slots=True)
class _Named:
    text: str
    region: Region
    city: str | None
    is_short: bool


class Gazetteer:
    """Finds places in names. Made once from the lexicons."""

    def __init__(self, words: IdentityLexicon) -> None:
        self.words = words
        self.by_code = {region.code: region for region in words.regions}
        self.names: dict[str, list[_Named]] = {}
        for region in words.regions:
            self._add(_Named(region.name, region, None, is_short=False))
        for region in words.regions:
            for name in _reranked(region):
                if name not in self.names:
                    self._add(_Named(name, region, None, is_short=False))
        for alias, code, city in words.region_aliases:
            known = self.by_code.get(code) or Region(code, city or alias, PREFECTURE)
            self._add(_Named(alias, known, city, is_short=known.name.startswith(alias)))
        self.longest = max(map(len, self.names))

    def _add(self, named: _Named) -> None:
        self.names.setdefault(named.text, []).append(named)

    def find(self, name: str, context: Callable[[str], int] | None = None) -> Place | None:
        """The place at the head of a body's name.

        `context` counts how often a place is mentioned near by; it decides between places of the
        same name, and an undecided county gives None.
        """
        bare = self.words.organisation.sub("", name, count=1)
        bare = bare.lstrip("（(·")
        place = self._chain(bare, context)
        if place is not None:
            return Place(place.city, place.region_code, len(name) - len(bare) + place.length)
        if self.words.central.fullmatch(bare) or self.words.central.fullmatch(name):
            inner = self._inside(name)
            return inner or Place(self.words.central_name, None, 0)
        return None

    def _chain(self, text: str, context: Callable[[str], int] | None) -> Place | None:
        """Province, prefecture and county one behind the other; any may be missing."""
        found: _Named | None = None
        used = 0
        while step := self._head(text[used:], found, context):
            found = step
            used += len(step.text)
        if found is None:
            return None
        return Place(found.city or self.city_of(found.region), found.region.code, used)

    def _head(
        self, text: str, inside: _Named | None, context: Callable[[str], int] | None
    ) -> _Named | None:
        for length in range(min(self.longest, len(text)), 1, -1):
            fitting = [
                named
                for named in self.names.get(text[:length], ())
                if _within(named.region, inside.region if inside else None)
                and not (named.is_short and _STREET.match(text[length:]))
                # After a province in full, a short name is that of a provincial body (a prison).
                and not (named.is_short and inside is not None and not inside.is_short)
            ]
            if fitting:
                return self._choose(fitting, context)
        return None

    def _choose(
        self, fitting: Sequence[_Named], context: Callable[[str], int] | None
    ) -> _Named | None:
        rank = min(_LEVELS.index(named.region.level) for named in fitting)
        best = [named for named in fitting if _LEVELS.index(named.region.level) == rank]
        if len({named.region.code for named in best}) == 1:
            return best[0]
        if context is None:
            return None
        counted = sorted(((context(self.city_of(n.region)), n) for n in best), key=lambda c: -c[0])
        return counted[0][1] if counted[0][0] > counted[1][0] else None

    def _inside(self, name: str) -> Place | None:
        """A place in full anywhere in the name of a central body's local office."""
        for start in range(1, len(name) - 1):
            for length in range(min(self.longest, len(name) - start), 2, -1):
                for named in self.names.get(name[start : start + length], ()):
                    if not named.is_short and named.region.level != COUNTY:
                        return Place(self.city_of(named.region), named.region.code, 0)
        return None

    def city_of(self, region: Region) -> str:
        """The city a division is counted under: its prefecture, municipality or province."""
        if region.level != COUNTY:
            return region.name
        prefecture = self.by_code.get(region.code[:4] + "00")
        if prefecture is not None:
            return prefecture.name
        province = self.by_code.get(region.code[:2] + "0000")
        # A county of a municipality, or one directly below its province.
        if province is not None and province.name.endswith("市"):
            return province.name
        return region.name

    def is_place(self, text: str) -> bool:
        """Whether a text is nothing but the name of a place."""
        place = self._chain(text, None)
        return text in self.names or (place is not None and place.length == len(text))

    def most_mentioned(self, mentions: Callable[[str], int]) -> Place | None:
        """The place a text is about, when one prefecture, or else one province, stands out."""
        counted = Counter(
            {
                region.code: n
                for region in self.by_code.values()
                if region.level != COUNTY and (n := mentions(region.name))
            }
        )
        provinces: Counter[str] = Counter()
        for code, n in counted.items():
            provinces[code[:2]] += n
        ranked = provinces.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] < DOMINANCE * ranked[1][1]):
            return None
        inside = [code for code in counted if code[:2] == ranked[0][0] and code[2:] != "0000"]
        code = inside[0] if len(inside) == 1 else ranked[0][0] + "0000"
        region = self.by_code.get(code)
        return Place(region.name, region.code, 0) if region is not None else None


def _reranked(region: Region) -> list[str]:
    """Names the same place has had or will have as another kind of county or prefecture."""
    ends = {COUNTY: _COUNTY_ENDS, PREFECTURE: _PREFECTURE_ENDS}.get(region.level, ())
    stem = re.sub(r"(?:地区|区|县|市|旗|盟)$", "", region.name)
    if stem == region.name or len(stem) < 2:
        return []
    return [stem + end for end in ends]


def _within(region: Region, outer: Region | None) -> bool:
    """Whether a division lies below another one, by its code; anything lies in None."""
    if outer is None:
        return True
    depth = _LEVELS.index(outer.level)
    digits = 2 * (depth + 1)
    return _LEVELS.index(region.level) > depth and region.code[:digits] == outer.code[:digits]


@lru_cache(maxsize=4)
def load_gazetteer(schemas: Path = SCHEMAS) -> Gazetteer:
    """The gazetteer of a `schemas` folder. Raises `LexiconError` when a list cannot be used."""
    return Gazetteer(load_identity_lexicon(schemas))
