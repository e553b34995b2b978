"""Wordings of places without a report here, what is right of them, and what the lexicons say.

`wordings.csv` lists titles of tables, headings of columns, names of rows, the three public items
and cover titles as places all over the country print them, each with what it means. The places are
cut into two halves by a hash of their names: lexicons are improved with one half in view (`learn`);
the other (`held`) is the honest number.

A wording is *understood* when the lexicons give one of the meanings listed, *unknown* when they
give none, *wrong* when they give another: wrong is worse than unknown, as nothing signals it.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.domain.lexicon import Lexicon
from pipeline.domain.text import squeeze
from pipeline.identify.document_titles import read_title
from pipeline.identify.evidence import Said, clean_text
from pipeline.identify.identity_words import load_identity_lexicon
from pipeline.identify.region import load_gazetteer
from pipeline.interpret.caption import find_title
from pipeline.interpret.heading_words import meaning_of_path
from pipeline.interpret.side_by_side import row_meaning

WORDINGS = Path(__file__).with_name("wordings.csv")
HALVES = ("learn", "held")
UNKNOWN, NONE, UNLISTED = "unknown", "other", "unlisted"
# Members of a column that say what its money is.
DIMENSIONS = ("fund", "nature", "cost_group", "category", "stage", "flow", "of")


@dataclass(frozen=True, slots=True)
class Wording:
    """One printed wording and the meanings that are right."""

    place: str
    sort: str
    text: str
    expected: frozenset[str]

    @property
    def half(self) -> str:
        """The half of the places this one falls into."""
        return HALVES[hashlib.sha256(self.place.encode()).digest()[0] % 2]


def load_wordings() -> list[Wording]:
    """All wordings of the list."""
    with WORDINGS.open(encoding="utf-8", newline="") as file:
        return [
            Wording(
                row["place"], row["sort"], row["wording"], frozenset(row["expected"].split("|"))
            )
            for row in csv.DictReader(file)
        ]


class WordingReader:
    """What the lexicons say of a wording of any sort."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.identity = load_identity_lexicon()
        self.places = load_gazetteer()

    def read(self, wording: Wording) -> str:
        """The meaning they give; `unknown` for none."""
        if wording.sort == "title":
            return self.title(wording.text)
        if wording.sort == "column":
            return self.column(wording.text)
        if wording.sort == "cover":
            return self.cover(wording.text)
        return row_meaning(wording.text, wording.sort, self.lexicon) or UNKNOWN

    def title(self, text: str) -> str:
        """The kind of statement; `other` for no statement of the budget."""
        _, kind = find_title([squeeze(text)], self.lexicon)
        if kind is None:
            return NONE
        spec = self.lexicon.statements[kind]
        is_free = spec.row_axis == "free" and spec.fund is None and kind != "SPENDING_MATRIX"
        return NONE if is_free else kind

    def column(self, text: str) -> str:
        """Role and members of a path of headings."""
        role, members = meaning_of_path(tuple(squeeze(h) for h in text.split("/")), self.lexicon)
        if role == UNKNOWN or "unlisted" in members:
            return UNLISTED
        if "fund" in members:
            members.pop("flow", None)
        return " ".join([role, *(f"{d}={members[d]}" for d in DIMENSIONS if d in members)])

    def cover(self, text: str) -> str:
        """Kind of document, year and scope."""
        title = read_title(Said(clean_text(text), 1, "title"), self.identity, self.places)
        if title is None:
            return UNKNOWN
        return " ".join(str(x) for x in (title.kind, title.year, title.scope) if x)


def verdict(wording: Wording, meaning: str) -> str:
    """Whether a meaning is understood, unknown or wrong."""
    if meaning in wording.expected:
        return "understood"
    if meaning == UNKNOWN or (meaning == UNLISTED and wording.sort == "column"):
        return "unknown"
    if meaning == NONE and wording.sort == "title":
        return "unknown"
    return "wrong"
