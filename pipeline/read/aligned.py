"""Tables printed without the lines that would make cells: found by their aligned amounts.

Belongs here: blocks of rows whose amounts stand under one another, outside all ruled tables; which
of their rows are headings; rows by text or by level lines alone.
Does not belong here: ruled tables (`ruling`, `open_sides`), columns (`spread`), what heads them
(`headings`), what a text means.

Three rows of amounts under one another are a table. Fewer are one only where headings stand over
all of them; none at all where a caption and headings stand over a row that begins with a label, as
in a form that was left blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.read.headings import Headings, Rule, headings_over, row_edges
from pipeline.read.layout import RawCell, RawTable, TextLine
from pipeline.read.ruling import Edges
from pipeline.read.spread import body_columns
from pipeline.read.textrows import AMOUNT, CAPTION, NUMBER, Row, Span, Word, rows_of_words

_AT_AN_END = re.compile(r"^[-−(（]?\d[\d,]*[.,]?\d+(?!\d)|(?<!\d)\d[\d,]*[.,]?\d+[)）]?%?$|^0$")
_MIN_ROWS = 3
# Ends or middles of amounts nearer than this stand under one another.
_ALIGNED = 4.0
# Rows further apart than this many times the usual are not of one block.
_PITCH = 2.3
# Lines of running text are set this many font sizes apart, rows of a table this many.
_LEADING, _USUAL_PITCH = 1.3, 2.0
# A row with a label alone follows at no more than this many times the usual pitch.
_NEXT = 1.3
# Lines within a cell are no further apart, in font sizes; rows are.
_LINES = 1.45
# Amounts stand midway between the two lines of their label, in font sizes.
_HALF_LINE = 0.9
# A level line over this share of the block parts rows.
_LONG = 0.8
_HEADER_LINES = 12
# A title is set larger than the headings by more than this, or in the middle of the table as
# precisely as that (in font sizes).
_LARGER, _IN_THE_MIDDLE = 1.12, 1.5
# One text over more than this share of a block is no heading.
_WIDE = 0.6
# Lines of a broken label are nearer than this share of the pitch of rows.
_WRAPPED = 0.75
_SPACE = 0.5
# A caption ends within this share of the block's width from its right end.
_AT_THE_END = 0.15
# A caption behind a title stands this near to the middle of the headings, whose ends vary.
_MIDDLE = 0.1
# Labels begin as near as this to where others do.
_BEGINS = 1.5
# Lines of broken headings beside each other are nearer than this, in font sizes.
_HALF_LEADING = 1.1
# Texts that begin further than this from the edge of their column, in font sizes, may be centred.
_INDENT = 1.5
# Level lines over less than this share of the table are over some columns only.
_ALL_ACROSS = 0.95
# Level lines this near to the first and last row are the table's.
_NEAR = 20.0
_NO_PROSE = frozenset("。；，！？")


def may_align(lines: Iterable[TextLine]) -> bool:
    """Whether lines of text outside all tables can be a table.

    An amount stands alone, or three lines end or begin with one; or a caption stands over lines
    side by side.
    """
    count = 0
    sides: dict[int, int] = {}
    captioned = False
    for line in lines:
        if AMOUNT.match(line.text):
            return True
        count += bool(_AT_AN_END.search(line.text))
        if count == _MIN_ROWS:
            return True
        captioned |= bool(CAPTION.search(line.text))
        middle = round((line.top + line.bottom) / 4)
        sides[middle] = sides.get(middle, 0) + 1
    return captioned and max(sides.values(), default=0) >= _MIN_ROWS


def is_frame(table: RawTable) -> bool:
    """Whether the lines of a ruled table are a frame around rows, not their cells: a cell holds
    rows of amounts, or all cells are as wide as the table and hold texts side by side."""
    return any(
        cell is not None
        and (
            (
                sum(bool(_AT_AN_END.search(line)) for line in cell.text.split("\n")) >= _MIN_ROWS
                and sum(bool(AMOUNT.match(word)) for word in cell.text.split()) >= _MIN_ROWS
            )
            or (
                table.column_count == 1
                and any(len(line.split()) >= _MIN_ROWS for line in cell.text.split("\n"))
            )
        )
        for row in table.rows
        for cell in row
    )


def read_frame(
    table: RawTable, words: Sequence[Word], level: Edges
) -> list[tuple[RawTable, list[int]]]:
    """Return the table within a frame and the characters it takes up, nothing if there is none."""
    rows = rows_of_words(words)
    return _found([_Run(rows, None, (table.x0, table.x1))] if rows else [], _rules(level))


def find_aligned(
    words: Sequence[Word], tables: Sequence[RawTable], level: Edges
) -> list[tuple[RawTable, list[int]]]:
    """Return the tables among words outside of cells, each with the characters it takes up.

    `words` come with the indices of their characters, `tables` are those found already, `level`
    are the page's level ruling lines.
    """
    rows = rows_of_words(words)
    free = [row for row in rows if not any(t.top - 1 < row.middle < t.bottom + 1 for t in tables)]
    return _found(_runs(free, tables), _rules(level))


def _rules(level: Edges) -> list[Rule]:
    return [
        Rule(float(at), float(low), float(high))
        for at, low, high in zip(level.at, level.low, level.high, strict=True)
    ]


def _found(runs: Iterable[_Run], lines: Sequence[Rule]) -> list[tuple[RawTable, list[int]]]:
    blocks = (_block(run, lines) for run in runs)
    made = (_table(block, lines) for block in blocks if block is not None)
    return [table for table in made if table is not None]


@dataclass(slots=True)
class _Run:
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
        both = [*rows, self.caption]
        return min(row.pieces[0].x0 for row in both), max(row.pieces[-1].x1 for row in both)


def _runs(rows: list[Row], tables: Sequence[RawTable]) -> Iterable[_Run]:
    """Rows in which one table may be."""
    start = 0
    while start < len(rows):
        stop = _run_end(rows, start, tables)
        part = rows[start:stop]
        start = stop
        cuts = [k for k, row in enumerate(part) if _is_caption_of_next(part, k)]
        for a, b in pairwise([-1, *cuts, len(part)]):
            if b > a + 1:
                yield _Run(part[a + 1 : b], part[a] if a >= 0 else None)


def _run_end(rows: list[Row], start: int, tables: Sequence[RawTable]) -> int:
    """Where the run of rows of a regular pitch that begins at `start` ends."""
    gaps: list[float] = []
    for k in range(start + 1, len(rows)):
        gap = rows[k].middle - rows[k - 1].middle
        between = any(rows[k - 1].middle < t.top < rows[k].middle for t in tables)
        if between or (len(gaps) > 1 and gap > _PITCH * max(median(gaps), _LEADING * rows[k].size)):
            return k
        gaps.append(gap)
    return len(rows)


def _is_caption_of_next(rows: Sequence[Row], k: int) -> bool:
    """Whether a row is a caption of a table whose headings follow: what it says ends at the right
    (the unit) or stands in the middle (the unit behind the title), and the next row is of
    headings."""
    row = rows[k]
    if k + 1 == len(rows) or row.amounts() or not CAPTION.search(row.pieces[-1].text):
        return False
    following = rows[k + 1 : k + 1 + _HEADER_LINES]
    if following[0].is_entered:
        return False
    left = min(r.pieces[0].x0 for r in following)
    right = max(r.pieces[-1].x1 for r in following)
    off_centre = abs(row.pieces[0].x0 + row.pieces[-1].x1 - left - right) / 2
    return row.pieces[-1].x1 > right - _AT_THE_END * (right - left) or (
        off_centre < _MIDDLE * (right - left) and row.entries == 1
    )


# Which rows are a table's.


@dataclass(slots=True)
class _Block:
    """Rows of one table: `header` rows first, then `body`; `outer` is how far it reaches, where
    that is known."""

    header: list[Row]
    body: list[Row]
    is_sure: bool
    outer: Span | None


def _block(run: _Run, lines: Sequence[Rule]) -> _Block | None:
    rows = run.rows
    strong = [k for k, row in enumerate(rows) if row.amounts() and _labelled(rows, k)]
    if not strong:
        return _blank_form(run) if run.caption or run.frame else None
    is_sure = len(strong) >= _MIN_ROWS and _agree([rows[k] for k in strong])
    if len(strong) >= _MIN_ROWS and not is_sure:
        return None
    first, last = _extent(rows, strong)
    body = rows[first : last + 1]
    header = _header(rows[:first], body, lines)
    rows = [*header, *body]
    return _Block(header, body, is_sure, run.outer(rows)) if header or is_sure else None


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
    return len(aligned) >= max(_MIN_ROWS, 0.8 * len(rows))


def _pitch(rows: Sequence[Row]) -> float:
    """Usual distance of rows."""
    gaps = [b.middle - a.middle for a, b in pairwise(rows)]
    return median(gaps) if gaps else _USUAL_PITCH * rows[0].size


def _extent(rows: Sequence[Row], strong: Sequence[int]) -> tuple[int, int]:
    """First and last row: those before and after the amounts that have labels alone count."""
    first, last = strong[0], strong[-1]
    columns = body_columns(rows[first : last + 1])
    labels = [c for c in columns if c.align == "left"]
    # A longer label than those beside amounts may reach as far as the next column.
    room = [(c.x0, c.x1 + 2 if c.is_figures else d.x0) for c, d in pairwise(columns)]
    room.append((columns[-1].x0, columns[-1].x1 + 2))
    pitch = _pitch([rows[k] for k in strong])

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
        return nearest.middle - row.middle <= _LINES * row.size and all(
            any(c.x0 - 2 <= piece.x0 and piece.x1 <= c.x1 + row.size for c in labels)
            for piece in row.pieces
        )

    def belongs(row: Row, nearest: Row) -> bool:
        return row.is_entered or begins(row, nearest) or continues(row, nearest)

    while first and belongs(rows[first - 1], rows[first]):
        first -= 1
    return first, last


def _header(before: Sequence[Row], body: Sequence[Row], lines: Sequence[Rule]) -> list[Row]:
    """The rows just above the body that head its columns."""
    limit = _PITCH * max(_pitch(body), _USUAL_PITCH * body[0].size)
    low = min(row.pieces[0].x0 for row in body)
    high = max(row.pieces[-1].x1 for row in body)
    highest = _topmost(lines, low, high, body[0])
    header: list[Row] = []
    for row in reversed(before):
        below = header[0] if header else body[0]
        if len(header) == _HEADER_LINES or below.middle - row.middle > limit:
            break
        if highest is not None and row.middle < highest:
            break
        if row.is_caption or _is_prose(row) or _is_title(row, below, header, (low, high)):
            break
        header.insert(0, row)
        low, high = min(low, row.pieces[0].x0), max(high, row.pieces[-1].x1)
    return header


def _topmost(lines: Sequence[Rule], low: float, high: float, body: Row) -> float | None:
    """The upper edge of the table where long lines above its body show it."""
    long = [
        line.at
        for line in lines
        if line.at < body.middle
        and body.middle - line.at < _HEADER_LINES * _USUAL_PITCH * body.size
        and min(line.high, high) - max(line.low, low) >= _LONG * (high - low)
    ]
    return min(long, default=None)


def _is_prose(row: Row) -> bool:
    return any(char in _NO_PROSE for piece in row.pieces for char in piece.text)


def _is_title(row: Row, below: Row, header: Sequence[Row], span: Span) -> bool:
    """Whether a text stands over the whole table: alone, large or wide or in the middle, and not
    as near to the next row as lines of broken headings are."""
    if row.entries > 1:
        return False
    low, high = span
    x0, x1, size = row.pieces[0].x0, row.pieces[-1].x1, row.size
    if below.middle - row.middle < _HALF_LEADING * size and header:
        return False
    return (
        size > _LARGER * below.size
        or x1 - x0 > _WIDE * (high - low)
        or abs(x0 + x1 - low - high) / 2 < _IN_THE_MIDDLE * size
    )


def _blank_form(run: _Run) -> _Block | None:
    """Headings under a caption, and rows of labels: a form left blank, or one of words."""
    rows = run.rows
    end = 0
    while end < len(rows) and not rows[end].is_caption and not _ends_table(rows, end):
        end += 1
    first = max(range(end), key=lambda k: min(rows[k].entries, _MIN_ROWS), default=None)
    if first is None or rows[first].entries < _MIN_ROWS or any(map(_is_prose, rows[: first + 1])):
        return None
    first += 1
    while first < end and rows[first].middle - rows[first - 1].middle < (
        _HALF_LEADING * rows[first].size
    ):
        first += 1
    return _Block(rows[:first], rows[first:end], False, run.outer(rows[:end]))


def _ends_table(rows: Sequence[Row], k: int) -> bool:
    """Whether a row is too far below the one above, running text, or the number of the page."""
    row = rows[k]
    if row.is_folio:
        return True
    gap = row.middle - rows[k - 1].middle if k else 0.0
    return gap > _PITCH * _USUAL_PITCH * row.size or (row.entries == 1 and _is_prose(row))


# What the table is.


def _table(block: _Block, lines: Sequence[Rule]) -> tuple[RawTable, list[int]] | None:
    columns = body_columns(block.body) if block.body else []
    if block.is_sure and len(columns) < 2:
        return None
    top, bottom = block.header[0].top - 1 if block.header else block.body[0].top - 1, 0.0
    headings = headings_over(block.header, columns, _partial(lines, block), block.outer)
    if not block.is_sure and not _is_headed(block, headings):
        return None
    edges = headings.edges
    cells: list[list[RawCell | None]] = []
    body = _bands(block.body, edges, lines) if block.body else []
    split = block.header[-1].bottom + 1 if block.header else top
    if body and block.header:
        split = max(split, min(body[0][0][0], block.body[0].top))
        body[0] = ((split, body[0][0][1]), body[0][1])
    if block.header:
        cells += _heading_cells(headings, row_edges(headings, top, split))
    figures = [column is not None and column.is_figures for column in headings.columns]
    cells += [_cells(members, edges, figures, *span) for span, members in body]
    bottom = body[-1][0][1] if body else split
    rows = [*block.header, *block.body]
    used = [i for row in rows for _, own in row.words for i in own]
    return RawTable(edges[0], top, edges[-1], bottom, cells), used


def _partial(lines: Sequence[Rule], block: _Block) -> list[Rule]:
    """The level lines among the headings that do not go all across."""
    if not block.header:
        return []
    rows = [*block.header, *block.body]
    low = min(row.pieces[0].x0 for row in rows)
    high = max(row.pieces[-1].x1 for row in rows)
    return [
        line
        for line in lines
        if block.header[0].top < line.at < block.header[-1].bottom
        and line.high - line.low < _ALL_ACROSS * (high - low)
    ]


def _is_headed(block: _Block, headings: Headings) -> bool:
    """Whether headings stand over all amounts, and over two columns at least."""
    lowest = {
        k
        for p in headings.placed
        if p.lower == headings.depth - 1
        for k in range(p.first, p.last + 1)
    }
    return len(lowest) >= 2 and all(
        _place((piece.x0 + piece.x1) / 2, headings.edges) in lowest
        for row in block.body
        for piece in row.amounts()
    )


def _heading_cells(headings: Headings, ys: Sequence[float]) -> list[list[RawCell | None]]:
    """The rows of headings; None where a cell covers."""
    edges = headings.edges
    count = len(edges) - 1
    covered = {
        (row, column)
        for p in headings.placed
        for row in range(p.upper, p.lower + 1)
        for column in range(p.first, p.last + 1)
    }
    at = {(p.upper, p.first): p for p in headings.placed}
    rows: list[list[RawCell | None]] = []
    for row in range(headings.depth):
        cells: list[RawCell | None] = []
        for column in range(count):
            placed = at.get((row, column))
            if placed is not None:
                cells.append(
                    RawCell(
                        edges[column],
                        ys[row],
                        edges[placed.last + 1],
                        ys[placed.lower + 1],
                        "\n".join(_joined(line) for line in placed.heading.lines),
                        placed.heading.x0,
                    )
                )
            elif (row, column) in covered:
                cells.append(None)
            else:
                cells.append(
                    RawCell(edges[column], ys[row], edges[column + 1], ys[row + 1], "", None)
                )
        rows.append(cells)
    return rows


def _bands(
    rows: list[Row], edges: Sequence[float], lines: Sequence[Rule]
) -> list[tuple[Span, list[Row]]]:
    """Rows of the body: between long level lines where there are, else one a row of text."""
    low, high = edges[0], edges[-1]
    cuts = sorted(
        line.at
        for line in lines
        if min(line.high, high) - max(line.low, low) >= _LONG * (high - low)
        and rows[0].top - _NEAR < line.at < rows[-1].bottom + _NEAR
    )
    if cuts and cuts[0] < rows[0].middle and cuts[-1] > rows[-1].middle:
        banded = [((a, b), [row for row in rows if a <= row.middle < b]) for a, b in pairwise(cuts)]
        if all(sum(row.is_entered for row in members) <= 1 for _, members in banded):
            return [(span, members) for span, members in banded if members]
    groups = _wrapped(rows)
    ends = [rows[0].top - 1]
    ends += [(a[-1].bottom + b[0].top) / 2 for a, b in pairwise(groups)]
    ends.append(rows[-1].bottom + 1)
    return list(zip(pairwise(ends), groups, strict=True))


def _wrapped(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of text put together that are one row of the table: labels broken over lines.

    Lines of one label are set closer than rows; its amounts stand at one of them or between.
    """
    money = [row for row in rows if row.is_entered]
    pitch = _pitch(money) if money else _USUAL_PITCH * rows[0].size
    groups = [[rows[0]]]
    for above, row in pairwise(rows):
        close = row.middle - above.middle < _WRAPPED * min(pitch, 2 * row.pieces[0].size)
        single = row.entries == 1 or above.entries == 1 or above.top < row.top < above.bottom
        alone = sum(r.is_entered for r in (*groups[-1], row)) <= 1
        if close and single and alone:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


@dataclass(slots=True)
class _Entry:
    """Words of one cell, line by line, and the columns they reach over."""

    first: int
    last: int
    lines: list[list[TextLine]]


def _cells(
    rows: Sequence[Row],
    edges: Sequence[float],
    figures: Sequence[bool],
    top: float,
    bottom: float,
) -> list[RawCell | None]:
    """One row of the table; text that runs over several columns is one cell over them."""
    entries: list[_Entry] = []
    for row in rows:
        fresh: list[_Entry] = []
        for piece in row.pieces:
            first, last = _reach(piece, edges)
            middle = _place((piece.x0 + piece.x1) / 2, edges)
            before = fresh[-1] if fresh else None
            if before is not None and first <= before.last:
                ours = before.lines[0][-1]
                own = _place((ours.x0 + ours.x1) / 2, edges)
                if own < middle and piece.x0 > ours.x1:
                    # Headings wider than what stands below them: each over its own column.
                    before.last = min(before.last, middle - 1)
                    first = max(first, before.last + 1)
                else:
                    before.last = max(before.last, last)
                    before.lines[0].append(piece)
                    continue
            fresh.append(_Entry(first, max(first, last), [[piece]]))
        for entry in _over_empty(fresh, edges, figures) if len(rows) == 1 else fresh:
            other = next(
                (e for e in entries if e.first <= entry.last and entry.first <= e.last), None
            )
            if other is None:
                entries.append(entry)
            else:
                other.first = min(other.first, entry.first)
                other.last = max(other.last, entry.last)
                other.lines += entry.lines
    at = {entry.first: entry for entry in entries}
    cells: list[RawCell | None] = []
    covered = -1
    for c in range(len(edges) - 1):
        if c <= covered:
            cells.append(None)
            continue
        here = at.get(c)
        covered = c if here is None else here.last
        lines = here.lines if here else []
        cells.append(
            RawCell(
                edges[c],
                top,
                edges[covered + 1],
                bottom,
                "\n".join(_joined(line) for line in lines),
                min((piece.x0 for line in lines for piece in line), default=None),
            )
        )
    return cells


def _over_empty(
    entries: list[_Entry], edges: Sequence[float], figures: Sequence[bool]
) -> list[_Entry]:
    """The entries of a row, a text in the middle of columns that are empty reaching over them."""
    taken = {k for entry in entries for k in range(entry.first, entry.last + 1)}
    for entry in entries:
        (pieces,) = entry.lines
        size, at = pieces[0].size, entry.first
        is_stray = figures[at]
        is_indented = pieces[0].x0 - edges[at] >= _INDENT * size
        if entry.last > at or NUMBER.match(pieces[0].text) or not (is_stray or is_indented):
            continue
        low = high = at
        while low and low - 1 not in taken:
            low -= 1
        while high + 2 < len(edges) and high + 1 not in taken:
            high += 1
        centre = (pieces[0].x0 + pieces[-1].x1) / 2

        def off(first: int, last: int, centre: float = centre) -> float:
            return abs((edges[first] + edges[last + 1]) / 2 - centre)

        runs = [(a, b) for a in range(low, at + 1) for b in range(at, high + 1) if a < b]
        best = min(runs, key=lambda run: off(*run), default=(at, at))
        if off(*best) < size and (is_stray or off(at, at) > size):
            entry.first, entry.last = best
    return entries


def _joined(pieces: Sequence[TextLine]) -> str:
    text = pieces[0].text
    for a, b in pairwise(pieces):
        text += (" " if b.x0 - a.x1 > _SPACE * b.size else "") + b.text
    return text


def _reach(piece: TextLine, edges: Sequence[float]) -> tuple[int, int]:
    """First and last column a word stands in, a little overhang aside; a number is in one."""
    if NUMBER.match(piece.text):
        first = _place((piece.x0 + piece.x1) / 2, edges)
        return first, first
    slack = 0.5 * piece.size
    first = _place(min(piece.x0 + slack, piece.x1), edges)
    return first, max(first, _place(max(piece.x1 - slack, piece.x0), edges))


def _place(x: float, edges: Sequence[float]) -> int:
    return max(0, min(len(edges) - 2, sum(1 for edge in edges if edge <= x) - 1))
