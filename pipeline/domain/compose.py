"""The meaning of a heading or row name put together from the meanings of its parts.

Forms spell one thing in many ways (纳入专户管理的事业收入, 财政专户管理资金收入); the parts they
are made of are few. A wording is understood when known parts cover the whole of it and agree.

Belongs here: covering a text with parts, agreement of members.
Does not belong here: the parts themselves (they are in `schemas/lexicon/column_parts.csv`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from schemas.vocabulary import Wording

FILLER, NEUTRAL, ROLE = Wording.FILLER, Wording.NEUTRAL, Wording.ROLE
# Longer texts are sentences, names of projects or of bodies.
MAX_LENGTH = 30
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of headings: the members it gives, and which member wins where two differ."""

    pattern: re.Pattern[str]
    members: tuple[tuple[str, str], ...]
    weight: int


@dataclass(frozen=True)
class Parts:
    """All pieces, in the order in which they are tried."""

    parts: tuple[Part, ...]
    _known: dict[str, Mapping[str, str] | None] = field(default_factory=dict, repr=False)

    def meaning(self, text: str) -> Mapping[str, str] | None:
        """Members of a wording made of known parts; {} for a general one, None for an unknown one.

        `role` is among them for a total. Remarks in brackets are left out where nothing else helps.
        """
        if text not in self._known:
            bare = _BRACKETS.sub("", text)
            known = self._composed(text) or (self._composed(bare) if bare != text else None)
            self._known[text] = known or ({} if self._is_general(bare) else None)
        return self._known[text]

    def _composed(self, text: str) -> Mapping[str, str] | None:
        """Members of the first cover that agrees and says something."""
        return next(filter(None, map(_agreed, self._covers(text))), None)

    def _is_general(self, text: str) -> bool:
        """Whether the words say no more than that money stands below."""
        general = ((NEUTRAL, ""),)
        return any(all(p.members == general for p in cover) for cover in self._covers(text))

    def _covers(self, text: str) -> Iterator[tuple[Part, ...]]:
        """Ways to cover a text with parts, the first parts and the longest pieces first.

        None for texts that are too long for a heading, or of one character.
        """
        dead: set[int] = set()

        def rest(start: int) -> Iterator[tuple[Part, ...]]:
            if start == len(text):
                yield ()
                return
            if start in dead:
                return
            is_covered = False
            for part in self.parts:
                match = part.pattern.match(text, start)
                if match is None or match.end() == start:
                    continue
                for tail in rest(match.end()):
                    is_covered = True
                    yield (part, *tail)
            if not is_covered:
                dead.add(start)

        return rest(0) if 1 < len(text) <= MAX_LENGTH else iter(())


def _agreed(cover: Sequence[Part]) -> dict[str, str]:
    """Members of a cover; {} when two parts of one weight differ or none says anything.

    A total of nothing but general words is one (当年支出小计).
    """
    members: dict[str, str] = {}
    weights: dict[str, int] = {}
    for part in cover:
        for dimension, member in part.members:
            if dimension in (FILLER, NEUTRAL):
                continue
            known = weights.get(dimension)
            if known is None or part.weight > known:
                members[dimension], weights[dimension] = member, part.weight
            elif part.weight == known and members[dimension] != member:
                return {}
    says_more = any(dimension == FILLER for part in cover for dimension, _ in part.members)
    return {} if set(members) == {ROLE} and says_more else members
