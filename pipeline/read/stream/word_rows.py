"""Words on one baseline, and what their shapes say: amounts, numbers, captions.

Belongs here: the row of words that tables without ruling lines are made of.
Does not belong here: which rows are a table (`aligned`), its columns and headings (`spread`,
`headings`), ruled tables (`ruling`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.read.layout import TextLine

# A word with the indices of its characters.
Word = tuple[TextLine, list[int]]
Span = tuple[float, float]

# An amount of money: decimals, thousands, zero, or more digits than a year or a page number has.
AMOUNT = re.compile(r"^[-−－(（]?(\d[\d,，]*\.\d+|\d{1,3}([,，]\d{3})+|\d{5,}|0)[)）]?%?$")
NUMBER = re.compile(r"^[-−－(（]?\d[\d,，]*(\.\d+)?[)）]?%?$")
# How nothing is printed.
NOTHING = re.compile(r"^[-−－—–/／]+$")
# A label with what it says beside it, as captions have: body, unit, date. Headings of parts say
# "of which" with the same sign.
CAPTION = re.compile(r"(?<!其中)[:：]\s*\S")
# Numbers of rows or columns, as forms print them.
_ORDINAL = re.compile(r"^\d{1,3}栏?$")
_CODE = re.compile(r"^\d{3,}$")

# Fewer rows, or texts side by side, may stand so by chance.
MIN_ROWS = 3
# Headings take up no more lines.
HEADER_LINES = 12
# Rows of a table are usually this many font sizes apart; those further apart than this many times
# the usual are not of one table.
USUAL_PITCH, PITCH = 2.0, 2.3
# A level line over this share of a table goes all across.
_LONG = 0.8
# Lines of a cell, in font sizes: usual and widest; rows set wider than this, and the share of
# their distance that lines of a cell stay below.
_USUAL_LEADING, _MOST_LEADING, _WIDE_ROWS, _OF_PITCH = 1.55, 1.75, 1.8, 0.85
# Texts further apart than this are entries of their own, in font sizes.
_APART = 1.0
# Words whose middles are nearer than this, in font sizes, stand on one baseline.
_LEVEL = 0.4


@dataclass(slots=True)
class Row:
    """Words on one baseline, left to right."""

    words: list[Word]

    @property
    def pieces(self) -> list[TextLine]:
        """The words' texts and places."""
        return [piece for piece, _ in self.words]

    @property
    def top(self) -> float:
        """Upper edge of the highest word."""
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        """Lower edge of the lowest word."""
        return max(piece.bottom for piece in self.pieces)

    @property
    def middle(self) -> float:
        """Half way between both."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """Font size of the first word."""
        return self.words[0][0].size

    @property
    def entries(self) -> int:
        """How many texts stand clearly apart."""
        pieces = self.pieces
        return 1 + sum(b.x0 - a.x1 > _APART * max(a.size, b.size) for a, b in pairwise(pieces))

    def amounts(self) -> list[TextLine]:
        """The words that print money."""
        return [piece for piece in self.pieces if AMOUNT.match(piece.text)]

    @property
    def is_caption(self) -> bool:
        """Whether the row says something about a table: whose it is, its unit."""
        return any(CAPTION.search(piece.text) for piece in self.pieces)

    @property
    def is_folio(self) -> bool:
        """Whether the row is one text without a letter that is no amount: the number of a page."""
        return (
            self.entries == 1
            and not self.amounts()
            and not any(char.isalpha() for piece in self.pieces for char in piece.text)
        )

    @property
    def is_entered(self) -> bool:
        """Whether the row holds what headings never do: money, nothing, a code, numbers of a
        form's columns."""
        pieces = self.pieces
        if self.is_folio:
            return False
        return (
            bool(self.amounts())
            or bool(_CODE.match(pieces[0].text) and len(pieces) > 1)
            or any(NOTHING.match(piece.text) for piece in pieces)
            or sum(bool(_ORDINAL.match(piece.text)) for piece in pieces) >= max(2, len(pieces) / 2)
        )


@dataclass(frozen=True, slots=True)
class LevelRule:
    """A level line at a height, from `low` to `high` across."""

    at: float
    low: float
    high: float

    def is_across(self, low: float, high: float) -> bool:
        """Whether it goes over most of a table between two ends."""
        return min(self.high, high) - max(self.low, low) >= _LONG * (high - low)


def rows_of_words(words: Iterable[Word]) -> list[Row]:
    """Return the words put together by baselines, from the top."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda w: (w[0].top + w[0].bottom) / 2):
        piece = word[0]
        if rows and abs((piece.top + piece.bottom) / 2 - rows[-1].middle) <= _LEVEL * piece.size:
            rows[-1].words.append(word)
        else:
            rows.append(Row([word]))
    for row in rows:
        row.words.sort(key=lambda w: w[0].x0)
    return rows


def ends_of(rows: Sequence[Row]) -> Span:
    """Return the left and right end of all words."""
    return min(row.pieces[0].x0 for row in rows), max(row.pieces[-1].x1 for row in rows)


def pitch_of(rows: Sequence[Row]) -> float:
    """Return the usual distance of rows from middle to middle."""
    gaps = [b.middle - a.middle for a, b in pairwise(rows)]
    return median(gaps) if gaps else USUAL_PITCH * rows[0].size


def entered_pitch(rows: Sequence[Row]) -> float:
    """Return how far rows with entries are apart, 0 where fewer than two show it.

    Where some follow each other directly, these show it; else lines of labels stand between all.
    """
    entered = [k for k, row in enumerate(rows) if row.is_entered]
    direct = [rows[b].middle - rows[a].middle for a, b in pairwise(entered) if b == a + 1]
    return (
        median(direct) if direct else pitch_of([rows[k] for k in entered]) if entered[1:] else 0.0
    )


def leading_of(size: float, pitch: float) -> float:
    """Return how far lines of one cell may be apart: less than rows are, where these are set wide.

    Texts are set with up to one and three quarters of their size; rows no wider than that are told
    from lines by the usual leading alone.
    """
    if pitch < _WIDE_ROWS * size:
        return _USUAL_LEADING * size
    return min(_MOST_LEADING * size, _OF_PITCH * pitch)
