"""Tables printed without the lines that would make cells: found by their aligned amounts.

Belongs here: blocks of rows whose amounts stand under one another, outside all ruled tables; rows
by text or by level lines alone, columns by the white between them.
Does not belong here: ruled tables (`ruling`, `open_sides`); what a text means.

It looks only at pages that print at least three rows of amounts outside their tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.read.layout import RawCell, RawTable, TextLine
from pipeline.read.ruling import Edges

# An amount of money: decimals, thousands, zero, or more digits than a year or a page number has.
_AMOUNT = re.compile(r"^[-−－(（]?(\d[\d,，]*\.\d+|\d{1,3}([,，]\d{3})+|\d{5,}|0)[)）]?%?$")
_AT_AN_END = re.compile(r"^[-−(（]?\d[\d,]*[.,]?\d+(?!\d)|(?<!\d)\d[\d,]*[.,]?\d+[)）]?%?$|^0$")
_NUMBER = re.compile(r"^[-−－(（]?\d[\d,，]*(\.\d+)?[)）]?%?$")
# A label with what it says beside it, as captions have: body, unit, date.
_CAPTION = re.compile(r"[:：]\s*\S")
_MIN_ROWS = 3
# Ends or middles of amounts nearer than this stand under one another.
_ALIGNED = 4.0
# Rows further apart than this many times the usual are not of one block.
_PITCH = 2.3
# Lines of running text are set this many font sizes apart.
_LEADING = 1.3
# A row with a label alone follows at no more than this many times the usual pitch.
_NEXT = 1.3
# Amounts stand midway between the two lines of their label, in font sizes.
_HALF_LINE = 0.9
# So near, in font sizes, stand the lines of a broken heading to the headings beside it.
_BROKEN = 0.75
# A level line over this share of the block parts rows.
_LONG = 0.8
_HEADER_ROWS = 6
# Headings stand half a line above or below the lines of one that is broken over two.
_HALF_LEADING = 1.1
# White this wide parts two columns, in font sizes.
_GUTTER = 0.45
# Texts further apart than this are entries of their own.
_APART = 1.0
# Lines of a broken label are nearer than this share of the pitch of rows.
_WRAPPED = 0.75
_SPACE = 0.5

Word = tuple[TextLine, list[int]]


@dataclass(slots=True)
class _Row:
    """Words on one baseline, left to right."""

    words: list[Word]

    @property
    def pieces(self) -> list[TextLine]:
        """The words' texts and places."""
        return [piece for piece, _ in self.words]

    @property
    def top(self) -> float:
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return max(piece.bottom for piece in self.pieces)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def entries(self) -> int:
        """How many texts stand clearly apart."""
        pieces = self.pieces
        return 1 + sum(b.x0 - a.x1 > _APART * max(a.size, b.size) for a, b in pairwise(pieces))

    def amounts(self) -> list[TextLine]:
        """The words that print money."""
        return [piece for piece in self.pieces if _AMOUNT.match(piece.text)]


def may_align(lines: Iterable[TextLine]) -> bool:
    """Whether enough lines of text begin or end with an amount for a table to be among them."""
    count = 0
    for line in lines:
        count += bool(_AT_AN_END.search(line.text))
        if count == _MIN_ROWS:
            return True
    return False


def find_aligned(
    words: Sequence[Word], tables: Sequence[RawTable], level: Edges
) -> list[tuple[RawTable, list[int]]]:
    """Return the tables among words outside of cells, each with the characters it takes up.

    `words` come with the indices of their characters, `tables` are those found already, `level`
    are the page's level ruling lines.
    """
    if sum(bool(_AMOUNT.match(piece.text)) for piece, _ in words) < _MIN_ROWS:
        return []
    made = (_table(block, level) for block in _blocks(_rows(words), tables))
    return [found for found in made if found is not None]


def _rows(words: Iterable[Word]) -> list[_Row]:
    rows: list[_Row] = []
    for word in sorted(words, key=lambda w: (w[0].top + w[0].bottom) / 2):
        piece = word[0]
        if rows and abs((piece.top + piece.bottom) / 2 - rows[-1].middle) <= 0.4 * piece.size:
            rows[-1].words.append(word)
        else:
            rows.append(_Row([word]))
    for row in rows:
        row.words.sort(key=lambda w: w[0].x0)
    return rows


@dataclass(slots=True)
class _Block:
    """Rows of one table: `header` rows first, then `body`."""

    header: list[_Row]
    body: list[_Row]


def _blocks(rows: list[_Row], tables: Sequence[RawTable]) -> Iterable[_Block]:
    """Runs of rows in which amounts stand under one another."""
    free = [row for row in rows if not any(t.top - 1 < row.middle < t.bottom + 1 for t in tables)]
    start = 0
    while start < len(free):
        stop = _run_end(free, start, tables)
        run = free[start:stop]
        start = stop
        strong = [k for k, row in enumerate(run) if row.amounts() and _labelled(run, k)]
        if len(strong) < _MIN_ROWS or not _agree([run[k] for k in strong]):
            continue
        first, last = _extent(run, strong)
        body = run[first : last + 1]
        yield _Block(_header(run[:first], body), body)


def _labelled(run: Sequence[_Row], k: int) -> bool:
    """Whether something stands beside the amounts of a row, or half a line above or below."""
    row = run[k]
    return row.entries > 1 or any(
        abs(run[n].middle - row.middle) < _HALF_LINE * row.pieces[0].size and not run[n].amounts()
        for n in (k - 1, k + 1)
        if 0 <= n < len(run)
    )


def _extent(run: Sequence[_Row], strong: Sequence[int]) -> tuple[int, int]:
    """First and last row: rows before and after the amounts that have a label alone count."""
    first, last = strong[0], strong[-1]
    rows = [run[k] for k in strong]
    columns = _body_columns(run[first : last + 1])
    pitch = median([b.middle - a.middle for a, b in pairwise(rows)])

    def label(row: _Row, nearest: _Row) -> bool:
        return abs(row.middle - nearest.middle) <= _NEXT * pitch and all(
            any(a - 2 <= piece.x0 and piece.x1 <= b + 2 for a, b in columns)
            and not _CAPTION.search(piece.text)
            for piece in row.pieces
        )

    while last + 1 < len(run) and label(run[last + 1], run[last]):
        last += 1
    while first and run[first - 1].entries == 1 and label(run[first - 1], run[first]):
        first -= 1
    return first, last


def _run_end(rows: list[_Row], start: int, tables: Sequence[RawTable]) -> int:
    """Where the run of rows of a regular pitch that begins at `start` ends."""
    gaps: list[float] = []
    for k in range(start + 1, len(rows)):
        gap = rows[k].middle - rows[k - 1].middle
        between = any(rows[k - 1].middle < t.top < rows[k].middle for t in tables)
        if between or (
            len(gaps) > 1 and gap > _PITCH * max(median(gaps), _LEADING * rows[k].pieces[0].size)
        ):
            return k
        gaps.append(gap)
    return len(rows)


def _agree(rows: Sequence[_Row]) -> bool:
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


def _header(before: list[_Row], body: Sequence[_Row]) -> list[_Row]:
    """The rows just above the first amounts that head their columns."""
    pitch = median([b.middle - a.middle for a, b in pairwise(body)])
    header: list[_Row] = []
    below = body[0].middle
    for row in reversed(before):
        if len(header) == _HEADER_ROWS or below - row.middle > _PITCH * pitch:
            break
        # A line of a heading broken over lines stands alone, nearer than a row would.
        is_broken = row.entries == 1 and any(
            0 < abs(other.middle - row.middle) < _HALF_LEADING * row.pieces[0].size
            for other in before
        )
        if row.entries < 2 and not is_broken:
            break
        if any(_CAPTION.search(piece.text) for piece in row.pieces):
            break
        header.insert(0, row)
        below = row.middle
    while header and header[0].entries == 1 and not _is_beside_next(header):
        header.pop(0)
    return header


def _is_beside_next(header: Sequence[_Row]) -> bool:
    """Whether the first row is a line of a heading beside those of the next row, no title."""
    if len(header) < 2:
        return False
    first, rest = header[0].pieces[0], header[1].pieces
    return header[1].middle - header[0].middle < _HALF_LEADING * first.size and not any(
        a.x0 - first.size < first.x0 and first.x1 < a.x1 + first.size for a in rest[:-1]
    )


def _columns(rows: Sequence[_Row]) -> list[tuple[float, float]]:
    """Where text stands across the page, whatever row: one span a column."""
    spans: list[tuple[float, float]] = []
    size = median([piece.size for row in rows for piece in row.pieces])
    for x0, x1 in sorted((piece.x0, piece.x1) for row in rows for piece in row.pieces):
        if spans and x0 <= spans[-1][1] + _GUTTER * size:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return spans


def _body_columns(body: Sequence[_Row]) -> list[tuple[float, float]]:
    """The columns of all rows but of those whose one text reaches over several."""
    sure = [row for row in body if row.entries > 1 or row.amounts()]
    columns = _columns(sure)

    def bridges(row: _Row) -> bool:
        x0, x1 = row.pieces[0].x0, row.pieces[-1].x1
        return sum(a < x1 and x0 < b for a, b in columns) > 1

    spans = _columns([row for row in body if any(row is s for s in sure) or not bridges(row)])
    return _with_centred(spans, body)


def _with_centred(
    spans: list[tuple[float, float]], body: Sequence[_Row]
) -> list[tuple[float, float]]:
    """Labels at the left and totals in the middle of one column are one column: words alone, and
    never both in a row."""
    result: list[tuple[float, float]] = []
    for span in spans:
        if result:
            before = [_within(row, result[-1]) for row in body]
            own = [_within(row, span) for row in body]
            words = not any(_NUMBER.match(p.text) for some in (*before, *own) for p in some)
            if words and not any(a and b for a, b in zip(before, own, strict=True)):
                result[-1] = (result[-1][0], span[1])
                continue
        result.append(span)
    return result


def _within(row: _Row, span: tuple[float, float]) -> list[TextLine]:
    return [p for p in row.pieces if span[0] - 0.01 <= p.x0 and p.x1 <= span[1] + 0.01]


def _with_headings(
    columns: list[tuple[float, float]], header: Sequence[_Row]
) -> list[tuple[float, float]]:
    """The columns as wide as their headings, and those that have a heading and nothing below it.

    A heading in the middle of a column stands left of amounts at its end, or right of labels at
    its beginning; where those have headings of their own its column is empty.
    """
    found = list(columns)
    if not header:
        return found
    leaf = max(reversed(header), key=lambda row: row.entries)
    rest = [row for row in reversed(header) if row is not leaf]
    claimed: set[int] = set()
    for row in [leaf, *rest]:
        over = {k: _overlapped(piece, found) for k, piece in enumerate(row.pieces)}
        for k, places in over.items():
            if len(places) == 1:
                claimed.add(places[0])
                found[places[0]] = _widened(found, places[0], row.pieces[k])
        free = [piece for k, piece in enumerate(row.pieces) if not over[k]]
        pairs = sorted(
            (max(piece.x0 - high, low - piece.x1), k, place)
            for k, piece in enumerate(free)
            for place, (low, high) in enumerate(found)
            if place not in claimed and not _between(piece, (low, high), found, claimed)
        )
        settled: set[int] = set()
        for _, k, place in pairs:
            if k in settled or place in claimed:
                continue
            low, high = found[place]
            found[place] = (min(low, free[k].x0), max(high, free[k].x1))
            claimed.add(place)
            settled.add(k)
        is_broken = abs(row.middle - leaf.middle) < _HALF_LEADING * row.pieces[0].size
        if row is leaf or (row.entries == 1 and is_broken):
            kept = {found[place] for place in claimed}
            more = [(p.x0, p.x1) for k, p in enumerate(free) if k not in settled]
            found = sorted([*found, *more])
            claimed = {k for k, span in enumerate(found) if span in kept or span in more}
    return found


def _widened(
    columns: Sequence[tuple[float, float]], place: int, piece: TextLine
) -> tuple[float, float]:
    """A column with room for its heading, as far as its neighbours leave any."""
    low, high = columns[place]
    left = columns[place - 1][1] if place else float("-inf")
    right = columns[place + 1][0] if place + 1 < len(columns) else float("inf")
    fits = left < piece.x0 and piece.x1 < right
    return (min(low, piece.x0), max(high, piece.x1)) if fits else (low, high)


def _between(
    piece: TextLine,
    column: tuple[float, float],
    columns: Sequence[tuple[float, float]],
    claimed: set[int],
) -> bool:
    """Whether a column that has its heading lies between a heading and another column."""
    low, high = min(piece.x1, column[1]), max(piece.x0, column[0])
    return any(low <= columns[k][0] and columns[k][1] <= high for k in claimed)


def _overlapped(piece: TextLine, columns: Sequence[tuple[float, float]]) -> list[int]:
    return [k for k, (a, b) in enumerate(columns) if a < piece.x1 and piece.x0 < b]


def _table(block: _Block, level: Edges) -> tuple[RawTable, list[int]] | None:
    columns = _body_columns(block.body)
    if len(columns) < 2:
        return None
    columns = _with_headings(columns, block.header)
    rows = [*block.header, *block.body]
    left = min(columns[0][0], *(row.pieces[0].x0 for row in rows)) - 2
    right = max(columns[-1][1], *(row.pieces[-1].x1 for row in rows)) + 2
    edges = [left, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), right]
    bands = _bands(rows, columns, level, len(block.header))
    cells = [_cells(members, edges, top, bottom) for (top, bottom), members in bands]
    used = [i for _, members in bands for row in members for _, own in row.words for i in own]
    return RawTable(left, bands[0][0][0], right, bands[-1][0][1], cells), used


def _bands(
    rows: list[_Row], columns: Sequence[tuple[float, float]], level: Edges, header: int
) -> list[tuple[tuple[float, float], list[_Row]]]:
    """Rows of the table: between long level lines where there are, else one a row of text; the
    first `header` rows are headings."""
    low, high = columns[0][0], columns[-1][1]
    need = _LONG * (high - low)
    cuts = sorted(
        float(at)
        for at, a, b in zip(level.at, level.low, level.high, strict=True)
        if min(b, high) - max(a, low) >= need and rows[0].top - 20 < at < rows[-1].bottom + 20
    )
    if len(cuts) > _MIN_ROWS and cuts[0] < rows[0].middle and cuts[-1] > rows[-1].middle:
        banded = [((a, b), [row for row in rows if a <= row.middle < b]) for a, b in pairwise(cuts)]
        return [(span, members) for span, members in banded if members]
    groups = _heading_rows(rows[:header]) + _wrapped(rows[header:])
    edges = [rows[0].top - 1]
    edges += [(a[-1].bottom + b[0].top) / 2 for a, b in pairwise(groups)]
    edges.append(rows[-1].bottom + 1)
    return list(zip(pairwise(edges), groups, strict=True))


def _heading_rows(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Rows of headings; lines of broken ones stand half a line above and below the others."""
    groups: list[list[_Row]] = []
    for row in rows:
        if groups and row.middle - groups[-1][-1].middle < _BROKEN * row.pieces[0].size:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _wrapped(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Rows of text put together that are one row of the table: labels broken over lines.

    Lines of one label are set closer than rows; its amounts stand at one of them or between.
    """
    money = [row for row in rows if row.amounts()]
    pitch = median([b.middle - a.middle for a, b in pairwise(money)])
    groups = [[rows[0]]]
    for above, row in pairwise(rows):
        close = row.middle - above.middle < _WRAPPED * min(pitch, 2 * row.pieces[0].size)
        single = row.entries == 1 or above.entries == 1 or above.top < row.top < above.bottom
        alone = sum(bool(r.amounts()) for r in (*groups[-1], row)) <= 1
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
    rows: Sequence[_Row], edges: Sequence[float], top: float, bottom: float
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
        for entry in fresh:
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


def _joined(pieces: Sequence[TextLine]) -> str:
    text = pieces[0].text
    for a, b in pairwise(pieces):
        text += (" " if b.x0 - a.x1 > _SPACE * b.size else "") + b.text
    return text


def _reach(piece: TextLine, edges: Sequence[float]) -> tuple[int, int]:
    """First and last column a word stands in, a little overhang aside; a number is in one."""
    if _NUMBER.match(piece.text):
        first = _place((piece.x0 + piece.x1) / 2, edges)
        return first, first
    slack = 0.5 * piece.size
    first = _place(min(piece.x0 + slack, piece.x1), edges)
    return first, max(first, _place(max(piece.x1 - slack, piece.x0), edges))


def _place(x: float, edges: Sequence[float]) -> int:
    return max(0, min(len(edges) - 2, sum(1 for edge in edges if edge <= x) - 1))
