"""Tables printed without the lines that would make cells: found by their aligned amounts.

Belongs here: where on a page such tables may be, and whether the lines of a ruled table are only a
frame around one.
Does not belong here: ruled tables (`ruling`, `open_sides`), which rows are a table's
(`aligned_rows`), its cells (`aligned_cells`), what a text means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.read.layout import RawTable, TextLine
from pipeline.read.stream.table_cells import edges_of, table_of
from pipeline.read.stream.table_rows import Run, block_of
from pipeline.read.stream.word_rows import (
    AMOUNT,
    CAPTION,
    HEADER_LINES,
    MIN_ROWS,
    PITCH,
    LevelRule,
    Row,
    Word,
    ends_of,
    rows_of_words,
)

_AT_AN_END = re.compile(r"^[-−(（]?\d[\d,]*[.,]?\d+(?!\d)|(?<!\d)\d[\d,]*[.,]?\d+[)）]?%?$|^0$")
# Totals may stand this many times the usual distance below the rows before them.
_PITCH_OF_TOTALS = 5.0
# Lines of running text are set this many font sizes apart.
_LEADING = 1.3
# A caption ends within this share of the block's width from its right end.
_AT_THE_END = 0.15
# A caption behind a title stands this near to the middle of the headings, whose ends vary.
_MIDDLE = 0.1


def may_hold_table(lines: Iterable[TextLine]) -> bool:
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
        if count == MIN_ROWS:
            return True
        captioned |= bool(CAPTION.search(line.text))
        middle = round((line.top + line.bottom) / 4)
        sides[middle] = sides.get(middle, 0) + 1
    return captioned and max(sides.values(), default=0) >= MIN_ROWS


def is_frame(table: RawTable) -> bool:
    """Whether the lines of a ruled table are a frame around rows, not their cells.

    A cell holds rows of amounts; or all cells are as wide as the table and hold texts side by side;
    or wherever amounts stand, two with decimals or more stand in each of several cells, which no
    number broken over lines does.
    """
    texts = [[cell.text.split("\n") for cell in row if cell is not None] for row in table.rows]
    if table.column_count > 1 and all(len(lines) == 1 for row in texts for lines in row):
        return False
    if any(_holds_rows(lines) for row in texts for lines in row):
        return True
    if table.column_count == 1:
        return any(
            len(line.split()) >= MIN_ROWS for row in texts for lines in row for line in lines
        )
    with_amounts = [row for row in texts if any(_is_amounts(lines) for lines in row)]
    return bool(with_amounts) and all(
        sum(len(lines) > 1 and all("." in line for line in lines) for lines in amounts) > 1
        for amounts in ([lines for lines in row if _is_amounts(lines)] for row in with_amounts)
    )


def _holds_rows(lines: Sequence[str]) -> bool:
    return (
        len(lines) >= MIN_ROWS
        and sum(bool(_AT_AN_END.search(line)) for line in lines) >= MIN_ROWS
        and sum(bool(AMOUNT.match(word)) for line in lines for word in line.split()) >= MIN_ROWS
    )


def _is_amounts(lines: Sequence[str]) -> bool:
    return all(AMOUNT.match(line) for line in lines)


def read_frame(
    table: RawTable, words: Sequence[Word], level: Sequence[LevelRule]
) -> list[tuple[RawTable, list[int]]]:
    """Return the table within a frame and the characters it takes up, nothing if there is none."""
    rows = rows_of_words(words)
    return _found([Run(rows, None, (table.x0, table.x1))] if rows else [], level)


def find_stream_tables(
    words: Sequence[Word],
    tables: Sequence[RawTable],
    level: Sequence[LevelRule],
    above: RawTable | None = None,
) -> list[tuple[RawTable, list[int]]]:
    """Return the tables among words outside of cells, each with the characters it takes up.

    `words` come with the indices of their characters, `tables` are those found already, `level`
    are the page's level ruling lines, `above` is the last table of the page before.
    """
    rows = rows_of_words(words)
    free = [row for row in rows if not any(t.top - 1 < row.middle < t.bottom + 1 for t in tables)]
    columns = None if above is None or above.is_ruled or tables else edges_of(above)
    return _found(_runs(free, tables), level, columns)


def _found(
    runs: Iterable[Run], lines: Sequence[LevelRule], above: Sequence[float] | None = None
) -> list[tuple[RawTable, list[int]]]:
    """The tables of the runs.

    The first may go on in the columns of the page before (`above`); rows set apart below a table in
    its columns, as totals below rows left empty are, are its last.
    """
    found: list[tuple[RawTable, list[int]]] = []
    last: RawTable | None = None
    for run in runs:
        block = block_of(run, lines)
        if block is None:
            last = None
            continue
        is_last = last is not None and run.caption is None
        made = table_of(block, lines, edges_of(last) if last and is_last else above)
        above = None
        if made is None:
            last = None
            continue
        table, used = made
        if last and is_last and not block.header and edges_of(table) == edges_of(last):
            table = replace(last, bottom=table.bottom, rows=[*last.rows, *table.rows])
            used = [*found.pop()[1], *used]
        found.append((table, used))
        last = table
    return found


def _runs(rows: list[Row], tables: Sequence[RawTable]) -> Iterable[Run]:
    """Rows in which one table may be."""
    start = 0
    while start < len(rows):
        stop = _run_end(rows, start, tables)
        part = rows[start:stop]
        start = stop
        cuts = [k for k, row in enumerate(part) if _is_caption_of_next(part, k)]
        for a, b in pairwise([-1, *cuts, len(part)]):
            if b > a + 1:
                yield Run(part[a + 1 : b], part[a] if a >= 0 else None)


def _run_end(rows: list[Row], start: int, tables: Sequence[RawTable]) -> int:
    """Where the run of rows of a regular pitch that begins at `start` ends."""
    gaps: list[float] = []
    for k in range(start + 1, len(rows)):
        gap = rows[k].middle - rows[k - 1].middle
        between = any(rows[k - 1].middle < t.top < rows[k].middle for t in tables)
        # Amounts may be set apart as a total is; a title, a note or a page number is not.
        pitch = _PITCH_OF_TOTALS if rows[k].amounts() and rows[k].entries > 1 else PITCH
        usual = median(gaps) if len(gaps) > 1 else None
        if between or (usual is not None and gap > pitch * max(usual, _LEADING * rows[k].size)):
            return k
        gaps.append(gap)
    return len(rows)


def _is_caption_of_next(rows: Sequence[Row], k: int) -> bool:
    """Whether a row is a caption of a table whose headings follow: what it says ends at the right
    (the unit), stands in the middle (the unit behind the title) or begins at the left above all
    amounts (the body), and the next row is of headings."""
    row = rows[k]
    if k + 1 == len(rows) or row.amounts() or not row.is_caption:
        return False
    following = rows[k + 1 : k + 1 + HEADER_LINES]
    if following[0].is_entered:
        return False
    left, right = ends_of(following)
    first, last = row.pieces[0], row.pieces[-1]
    if CAPTION.search(last.text) and last.x1 > right - _AT_THE_END * (right - left):
        return True
    if row.entries > 1:
        return False
    off_centre = abs(first.x0 + last.x1 - left - right) / 2
    is_first = not any(other.is_entered for other in rows[:k])
    return off_centre < _MIDDLE * (right - left) or (is_first and first.x0 <= left + row.size)
