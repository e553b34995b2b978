"""Which rows of words are a stream table, and which of them are its header.

Belongs here: the rows with amounts under one another, labels around them, the header above them.
Does not belong here: where on a page to look (`stream_tables`), columns and cells
(`column_positions`, `table_cells`).

Three rows of amounts under one another are a table. Fewer are one only where headings stand over
all of them, and rows of labels without amounts, as in a form left blank, only where a caption or a
frame encloses them and a header stands above.
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
    Span,
    WordRow,
    ends_of,
    leading_of,
    pitch_of,
)

# Amounts whose ends or middles differ by less than this (points) are aligned.
_ALIGNED = 4.0
# A row with a label alone follows within so many times the usual pitch.
_NEXT = 1.3
# Amounts stand midway between the two lines of their label, in font sizes.
_HALF_LINE = 0.9
# A title is set larger than the headings by more than this, or in the middle of the table as
# precisely as that (in font sizes).
_LARGER, _IN_THE_MIDDLE = 1.12, 1.5
# A text that begins as near as this to the table's left edge, in font sizes, is no spanner.
_AT_EDGE = 0.5
# A text wider than this share of the table is no heading.
_WIDE = 0.6
# Labels begin within this many points of others.
_BEGINS = 1.5
# Lines of broken headings beside each other are nearer than this, in font sizes.
_HALF_LEADING = 1.1
_NO_PROSE = frozenset("。；，！？")


@dataclass(slots=True)
class RowRun:
    """Rows of a regular pitch, the caption just above them, and the ends of the frame around them."""

    rows: list[WordRow]
    caption: WordRow | None
    frame: Span | None = None

    def outer(self, rows: Sequence[WordRow]) -> Span | None:
        """Left and right end of the table that some of the rows form, as its frame shows them or its
        caption, which is set between both."""
        if self.caption is None:
            return self.frame
        return ends_of([*rows, self.caption])


@dataclass(slots=True)
class TableRows:
    """Rows of one table. `outer` are its left and right end where something shows them; `is_sure`
    where enough aligned amounts prove it a table."""

    header: list[WordRow]
    body: list[WordRow]
    is_sure: bool
    outer: Span | None


def table_rows_of(run: RowRun, rules: Sequence[LevelRule]) -> TableRows | None:
    """Return the rows of a run that may be a table, None if there are none."""
    rows = run.rows
    strong = [k for k, row in enumerate(rows) if row.amounts() and _labelled(rows, k)]
    if not strong:
        return _blank_form(run) if run.caption or run.frame else None
    is_sure = len(strong) >= MIN_ROWS and _agree([rows[k] for k in strong])
    if len(strong) >= MIN_ROWS and not is_sure:
        return None
    first, last = _extent(rows, strong)
    body = rows[first : last + 1]
    header = _header(rows[:first], body, rules)
    rows = [*header, *body]
    return TableRows(header, body, is_sure, run.outer(rows))


def _labelled(rows: Sequence[WordRow], k: int) -> bool:
    """Whether something stands beside the amounts of a row, or half a line above or below."""
    row = rows[k]
    return row.entries > 1 or any(
        abs(rows[n].middle - row.middle) < _HALF_LINE * row.size and not rows[n].amounts()
        for n in (k - 1, k + 1)
        if 0 <= n < len(rows)
    )


def _agree(rows: Sequence[WordRow]) -> bool:
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


def _extent(rows: Sequence[WordRow], strong: Sequence[int]) -> tuple[int, int]:
    """First and last row, with rows of labels alone before and after the amounts."""
    first, last = strong[0], strong[-1]
    columns = body_columns(rows[first : last + 1])
    labels = [c for c in columns if c.align == "left"]
    # A longer label than those beside amounts may reach as far as the next column.
    room = [(c.x0, c.x1 + 2 if c.is_figures else d.x0) for c, d in pairwise(columns)]
    room.append((columns[-1].x0, columns[-1].x1 + 2))
    pitch = pitch_of([rows[k] for k in strong])

    def label(row: WordRow, nearest: WordRow) -> bool:
        return (
            not row.is_folio
            and abs(row.middle - nearest.middle) <= _NEXT * pitch
            and all(
                any(low - 2 <= piece.x0 and piece.x1 <= high for low, high in room)
                and not CAPTION.search(piece.text)
                for piece in row.pieces
            )
        )

    def begins(row: WordRow, nearest: WordRow) -> bool:
        """Whether all its words begin where labels do, as those of a header do not."""
        return abs(row.middle - nearest.middle) <= _NEXT * pitch and all(
            any(abs(piece.x0 - c.x0) <= _BEGINS for c in labels) for piece in row.pieces
        )

    while last + 1 < len(rows) and label(rows[last + 1], rows[last]):
        last += 1

    def continues(row: WordRow, nearest: WordRow) -> bool:
        """Whether it is a line of a broken label, too near for an edge of rows between."""
        return nearest.middle - row.middle <= leading_of(row.size, pitch) and all(
            any(c.x0 - 2 <= piece.x0 and piece.x1 <= c.x1 + row.size for c in labels)
            for piece in row.pieces
        )

    def belongs(row: WordRow, nearest: WordRow) -> bool:
        return row.is_entered or begins(row, nearest) or continues(row, nearest)

    while first and belongs(rows[first - 1], rows[first]):
        first -= 1
    return first, last


def _header(
    before: Sequence[WordRow], body: Sequence[WordRow], rules: Sequence[LevelRule]
) -> list[WordRow]:
    """The rows just above the body that head its columns."""
    limit = PITCH * max(pitch_of(body), USUAL_PITCH * body[0].size)
    low, high = ends_of(body)
    highest = _topmost(rules, low, high, body[0])
    header: list[WordRow] = []
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


def _topmost(rules: Sequence[LevelRule], low: float, high: float, body: WordRow) -> float | None:
    """The upper edge of the table where long rules above its body show it."""
    long = [
        rule.at
        for rule in rules
        if rule.at < body.middle
        and body.middle - rule.at < HEADER_LINES * USUAL_PITCH * body.size
        and rule.is_across(low, high)
    ]
    return min(long, default=None)


def _is_prose(row: WordRow) -> bool:
    return any(char in _NO_PROSE for piece in row.pieces for char in piece.text)


def _is_title(row: WordRow, below: WordRow, span: Span) -> bool:
    """Whether a row is a title of the table or page: one text that is large, wide, in the middle or
    at the left edge."""
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


def _blank_form(run: RowRun) -> TableRows | None:
    """A header below a caption or within a frame, and rows of labels: a form left blank, or one of
    words."""
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
    return TableRows(rows[:first], rows[first:end], False, run.outer(rows[:end]))


def _ends_table(rows: Sequence[WordRow], k: int) -> bool:
    """Whether a row is too far below the one above, running text, or the number of the page."""
    row = rows[k]
    if row.is_folio:
        return True
    gap = row.middle - rows[k - 1].middle if k else 0.0
    return gap > PITCH * USUAL_PITCH * row.size or (row.entries == 1 and _is_prose(row))
