"""Which rows of words are a table without ruling lines, and which of them are its headings.

Belongs here: the rows with amounts under one another, labels around them, headings above them.
Does not belong here: where on a page to look (`aligned`), columns and cells (`aligned_cells`).

Three rows of amounts under one another are a table. Fewer are one only where headings stand over
all of them; none at all where a caption or a frame and headings stand over rows of labels, as in a
form that was left blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.read.layout import TextLine
from pipeline.read.stream.column_positions import body_columns
from pipeline.read.stream.word_rows import (
    CAPTION,
    HEADER_LINES,
    MIN_ROWS,
    PITCH,
    USUAL_PITCH,
    LevelRule,
    Row,
    Span,
    ends_of,
    leading_of,
    pitch_of,
)

# Ends or middles of amounts nearer than this stand under one another.
_ALIGNED = 4.0
# A row with a label alone follows at no more than this many times the usual pitch.
_NEXT = 1.3
# Amounts stand midway between the two lines of their label, in font sizes.
_HALF_LINE = 0.9
# A title is set larger than the headings by more than this, or in the middle of the table as
# precisely as that (in font sizes).
_LARGER, _IN_THE_MIDDLE = 1.12, 1.5
# Texts that begin as near as this to the table's left edge, in font sizes, are no heading over
# several of its columns.
_AT_EDGE = 0.5
# One text over more than this share of a block is no heading.
_WIDE = 0.6
# Labels begin as near as this to where others do.
_BEGINS = 1.5
# Lines of broken headings beside each other are nearer than this, in font sizes.
_HALF_LEADING = 1.1
_NO_PROSE = frozenset("。；，！？")


@dataclass(slots=True)
class Run:
    """Rows of a regular pitch, the caption that stands just above them, and how far the frame
    around them reaches."""

    rows: list[Row]
    caption: Row | None
    frame: Span | None = None

    def outer(self, rows: Sequence[Row]) -> Span | None:
        """Left and right end of a table of some rows, as its frame shows them, or its caption,
        which is set between both."""
        if self.caption is None:
            return self.frame
        return ends_of([*rows, self.caption])


@dataclass(slots=True)
class Block:
    """Rows of one table: `header` rows first, then `body`; `outer` is how far it reaches, where
    that is known."""

    header: list[Row]
    body: list[Row]
    is_sure: bool
    outer: Span | None


def block_of(run: Run, lines: Sequence[LevelRule]) -> Block | None:
    """Return the rows that may be the table in a run, None if there is none."""
    rows = run.rows
    strong = [k for k, row in enumerate(rows) if row.amounts() and _labelled(rows, k)]
    if not strong:
        return _blank_form(run) if run.caption or run.frame else None
    is_sure = len(strong) >= MIN_ROWS and _agree([rows[k] for k in strong])
    if len(strong) >= MIN_ROWS and not is_sure:
        return None
    first, last = _extent(rows, strong)
    body = rows[first : last + 1]
    header = _header(rows[:first], body, lines)
    rows = [*header, *body]
    return Block(header, body, is_sure, run.outer(rows))


def _labelled(rows: Sequence[Row], k: int) -> bool:
    """Whether something stands beside the amounts of a row, or half a line above or below."""
    row = rows[k]
    return row.entries > 1 or any(
        abs(rows[n].middle - row.middle) < _HALF_LINE * row.size and not rows[n].amounts()
        for n in (k - 1, k + 1)
        if 0 <= n < len(rows)
    )


def _agree(rows: Sequence[Row]) -> bool:
    """Whether most amounts end, begin or centre where amounts of other rows do."""
    amounts = [(r, piece) for r, row in enumerate(rows) for piece in row.amounts()]

    def under(r: int, a: TextLine) -> bool:
        return any(
            r != s
            and (
                abs(a.x1 - b.x1) <= _ALIGNED
                or abs(a.x0 - b.x0) <= _ALIGNED
                or abs(a.x0 + a.x1 - b.x0 - b.x1) <= 2 * _ALIGNED
            )
            for s, b in amounts
        )

    aligned = {r for r, a in amounts if under(r, a)}
    return len(aligned) >= max(MIN_ROWS, 0.8 * len(rows))


def _extent(rows: Sequence[Row], strong: Sequence[int]) -> tuple[int, int]:
    """First and last row: those before and after the amounts that have labels alone count."""
    first, last = strong[0], strong[-1]
    columns = body_columns(rows[first : last + 1])
    labels = [c for c in columns if c.align == "left"]
    # A longer label than those beside amounts may reach as far as the next column.
    room = [(c.x0, c.x1 + 2 if c.is_figures else d.x0) for c, d in pairwise(columns)]
    room.append((columns[-1].x0, columns[-1].x1 + 2))
    pitch = pitch_of([rows[k] for k in strong])

    def label(row: Row, nearest: Row) -> bool:
        return (
            not row.is_folio
            and abs(row.middle - nearest.middle) <= _NEXT * pitch
            and all(
                any(low - 2 <= piece.x0 and piece.x1 <= high for low, high in room)
                and not CAPTION.search(piece.text)
                for piece in row.pieces
            )
        )

    def begins(row: Row, nearest: Row) -> bool:
        """Whether all its words begin where labels do, as those of headings do not."""
        return abs(row.middle - nearest.middle) <= _NEXT * pitch and all(
            any(abs(piece.x0 - c.x0) <= _BEGINS for c in labels) for piece in row.pieces
        )

    while last + 1 < len(rows) and label(rows[last + 1], rows[last]):
        last += 1

    def continues(row: Row, nearest: Row) -> bool:
        """Whether it is a line of a broken label, so near that no edge of rows is between."""
        return nearest.middle - row.middle <= leading_of(row.size, pitch) and all(
            any(c.x0 - 2 <= piece.x0 and piece.x1 <= c.x1 + row.size for c in labels)
            for piece in row.pieces
        )

    def belongs(row: Row, nearest: Row) -> bool:
        return row.is_entered or begins(row, nearest) or continues(row, nearest)

    while first and belongs(rows[first - 1], rows[first]):
        first -= 1
    return first, last


def _header(before: Sequence[Row], body: Sequence[Row], lines: Sequence[LevelRule]) -> list[Row]:
    """The rows just above the body that head its columns."""
    limit = PITCH * max(pitch_of(body), USUAL_PITCH * body[0].size)
    low, high = ends_of(body)
    highest = _topmost(lines, low, high, body[0])
    header: list[Row] = []
    for k, row in reversed(list(enumerate(before))):
        below = header[0] if header else body[0]
        if len(header) == HEADER_LINES or below.middle - row.middle > limit:
            break
        if highest is not None and row.middle < highest:
            break
        near = [before[k - 1]] if k else []
        near += header[:1]
        is_line = any(abs(r.middle - row.middle) < _HALF_LEADING * row.size for r in near)
        if row.is_caption or _is_prose(row) or (not is_line and _is_title(row, below, (low, high))):
            break
        header.insert(0, row)
        low, high = min(low, row.pieces[0].x0), max(high, row.pieces[-1].x1)
    return header


def _topmost(lines: Sequence[LevelRule], low: float, high: float, body: Row) -> float | None:
    """The upper edge of the table where long lines above its body show it."""
    long = [
        line.at
        for line in lines
        if line.at < body.middle
        and body.middle - line.at < HEADER_LINES * USUAL_PITCH * body.size
        and line.is_across(low, high)
    ]
    return min(long, default=None)


def _is_prose(row: Row) -> bool:
    return any(char in _NO_PROSE for piece in row.pieces for char in piece.text)


def _is_title(row: Row, below: Row, span: Span) -> bool:
    """Whether a text belongs to the whole table or page: alone, large or wide, in the middle or at
    the left edge."""
    if row.entries > 1:
        return False
    low, high = span
    x0, x1, size = row.pieces[0].x0, row.pieces[-1].x1, row.size
    return (
        size > _LARGER * below.size
        or x0 < low + _AT_EDGE * size
        or x1 - x0 > _WIDE * (high - low)
        or abs(x0 + x1 - low - high) / 2 < _IN_THE_MIDDLE * size
    )


def _blank_form(run: Run) -> Block | None:
    """Headings under a caption, and rows of labels: a form left blank, or one of words."""
    rows = run.rows
    end = 0
    while end < len(rows) and not rows[end].is_caption and not _ends_table(rows, end):
        end += 1
    first = max(range(end), key=lambda k: min(rows[k].entries, MIN_ROWS), default=None)
    if first is None or rows[first].entries < MIN_ROWS or any(map(_is_prose, rows[: first + 1])):
        return None
    first += 1
    while first < end and rows[first].middle - rows[first - 1].middle < (
        _HALF_LEADING * rows[first].size
    ):
        first += 1
    return Block(rows[:first], rows[first:end], False, run.outer(rows[:end]))


def _ends_table(rows: Sequence[Row], k: int) -> bool:
    """Whether a row is too far below the one above, running text, or the number of the page."""
    row = rows[k]
    if row.is_folio:
        return True
    gap = row.middle - rows[k - 1].middle if k else 0.0
    return gap > PITCH * USUAL_PITCH * row.size or (row.entries == 1 and _is_prose(row))
