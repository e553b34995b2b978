"""Words on one baseline, and what their shapes say: money, figures, captions, page numbers.

Belongs here: the row of words that stream (unruled) tables are made of; distances of rows.
Does not belong here: which rows are a table (`table_rows`), its columns and header
(`column_positions`, `stream_header`), what a text means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.domain.text import is_amount_like
from pipeline.read.layout import TextLine

# A word with the indices of its characters.
Word = tuple[TextLine, list[int]]
Span = tuple[float, float]

# Narrower than `is_amount_like`, for a table may be found by it: decimals, thousands, zero, or more
# digits than a year or a page number has.
_MONEY = re.compile(r"^[-−－(（]?(\d[\d,，]*\.\d+|\d{1,3}([,，]\d{3})+|\d{5,}|0)[)）]?%?$")
# What stands for no amount.
_DASHES = re.compile(r"^[-−－—–/／]+$")
# A key with its value, as captions have: body, currency unit, date. "Of which:" (其中：) is a label
# with the same sign.
CAPTION = re.compile(r"(?<!其中)[:：]\s*\S")
# Numbers that forms print for their rows or columns.
_ORDINAL = re.compile(r"^\d{1,3}栏?$")
_CODE = re.compile(r"^\d{3,}$")

# Fewer rows, or texts side by side, may be aligned by chance.
MIN_ROWS = 3
# No header has more lines.
HEADER_LINES = 12
# Rows of a table are usually this many font sizes apart; rows further apart than so many times the
# usual pitch are not of one table.
USUAL_PITCH, PITCH = 2.0, 2.3
# A level rule over this share of a table goes all across.
_LONG = 0.8
# Leading of the lines of one cell, in font sizes: usual, and the most where rows are set wide, that
# is further apart than `_WIDE_ROWS`; there it also stays below a share of their pitch.
_USUAL_LEADING, _MOST_LEADING, _WIDE_ROWS, _OF_PITCH = 1.55, 1.75, 1.8, 0.85
# Texts further apart than this, in font sizes, are separate entries.
_APART = 1.0
# Words whose middles are nearer than this, in font sizes, share a baseline.
_LEVEL = 0.4


def is_money(text: str) -> bool:
    """Whether a word is an amount of money beyond doubt."""
    return bool(_MONEY.match(text))


def is_dash(text: str) -> bool:
    """Whether a word is strokes alone, printed where there is no amount."""
    return bool(_DASHES.match(text))


def is_figure(text: str) -> bool:
    """Whether a word may stand in a column of figures: a number, a code, or no amount."""
    return is_amount_like(text) or is_dash(text)


class WordBox:
    """Words and the box around them."""

    __slots__ = ()

    @property
    def pieces(self) -> list[TextLine]:
        """The words without the indices of their characters."""
        raise NotImplementedError

    @property
    def x0(self) -> float:
        """Left end."""
        return min(piece.x0 for piece in self.pieces)

    @property
    def x1(self) -> float:
        """Right end."""
        return max(piece.x1 for piece in self.pieces)

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
        """Half way down."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Half way across."""
        return (self.x0 + self.x1) / 2

    @property
    def size(self) -> float:
        """Font size of the first word."""
        return self.pieces[0].size


@dataclass(slots=True)
class WordRow(WordBox):
    """Words on one baseline, left to right."""

    words: list[Word]

    @property
    def pieces(self) -> list[TextLine]:
        """The words without the indices of their characters."""
        return [piece for piece, _ in self.words]

    @property
    def entries(self) -> int:
        """Number of texts that stand clearly apart."""
        pieces = self.pieces
        return 1 + sum(b.x0 - a.x1 > _APART * max(a.size, b.size) for a, b in pairwise(pieces))

    def amounts(self) -> list[TextLine]:
        """The words that print money."""
        return [piece for piece in self.pieces if is_money(piece.text)]

    @property
    def is_caption(self) -> bool:
        """Whether the row describes a table: whose it is, its currency unit."""
        return any(CAPTION.search(piece.text) for piece in self.pieces)

    @property
    def is_folio(self) -> bool:
        """Whether the row may be a page number: one text without letters that is no money.

        Wider than `pipeline.domain.text.is_page_number`: any ornament around the number counts.
        """
        return (
            self.entries == 1
            and not self.amounts()
            and not any(char.isalpha() for piece in self.pieces for char in piece.text)
        )

    @property
    def is_entered(self) -> bool:
        """Whether the row holds what a header never does: money, a dash, a code, numbers of a form's
        columns."""
        pieces = self.pieces
        if self.is_folio:
            return False
        return (
            bool(self.amounts())
            or bool(_CODE.match(pieces[0].text) and len(pieces) > 1)
            or any(is_dash(piece.text) for piece in pieces)
            or sum(bool(_ORDINAL.match(piece.text)) for piece in pieces) >= max(2, len(pieces) / 2)
        )


@dataclass(frozen=True, slots=True)
class LevelRule:
    """A horizontal ruling line at height `at`, from `low` to `high` across."""

    at: float
    low: float
    high: float

    def is_across(self, low: float, high: float) -> bool:
        """Whether it spans most of a table with these ends."""
        return min(self.high, high) - max(self.low, low) >= _LONG * (high - low)


def rows_of_words(words: Iterable[Word]) -> list[WordRow]:
    """Return the words grouped by baseline, from the top."""
    rows: list[WordRow] = []
    for word in sorted(words, key=lambda w: (w[0].top + w[0].bottom) / 2):
        piece = word[0]
        if rows and abs((piece.top + piece.bottom) / 2 - rows[-1].middle) <= _LEVEL * piece.size:
            rows[-1].words.append(word)
        else:
            rows.append(WordRow([word]))
    for row in rows:
        row.words.sort(key=lambda w: w[0].x0)
    return rows


def ends_of(rows: Sequence[WordRow]) -> Span:
    """Return the left and right end of all words."""
    return min(row.pieces[0].x0 for row in rows), max(row.pieces[-1].x1 for row in rows)


def pitch_of(rows: Sequence[WordRow]) -> float:
    """Return the usual distance of rows from middle to middle."""
    gaps = [b.middle - a.middle for a, b in pairwise(rows)]
    return median(gaps) if gaps else USUAL_PITCH * rows[0].size


def entered_pitch(rows: Sequence[WordRow]) -> float:
    """Return how far apart rows with entries are, 0 where fewer than two show it.

    Rows that follow each other directly show it; where there are none, lines of labels stand
    between all of them.
    """
    entered = [k for k, row in enumerate(rows) if row.is_entered]
    direct = [rows[b].middle - rows[a].middle for a, b in pairwise(entered) if b == a + 1]
    return (
        median(direct) if direct else pitch_of([rows[k] for k in entered]) if entered[1:] else 0.0
    )


def leading_of(size: float, pitch: float) -> float:
    """Return how far apart lines of one cell may be: less than rows are, where these are set wide.

    Text has a leading of up to one and three quarters of its size; where rows are no further apart
    than that, the usual leading alone separates lines from rows.
    """
    if pitch < _WIDE_ROWS * size:
        return _USUAL_LEADING * size
    return min(_MOST_LEADING * size, _OF_PITCH * pitch)
