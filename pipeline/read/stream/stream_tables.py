"""Stream tables: printed without the lines that would make cells, found by their aligned amounts.

Belongs here: where on a page such tables may be, and whether the lines of a ruled table are only a
frame around one.
Does not belong here: ruled tables (`pipeline.read.pdf.lattice`), which rows are a table
(`table_rows`), its cells (`table_cells`), what a text means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.read.layout import RawTable, TextLine
from pipeline.read.stream.table_cells import edges_of, table_of
from pipeline.read.stream.table_rows import RowRun, table_rows_of
from pipeline.read.stream.word_rows import (
    CAPTION,
    HEADER_LINES,
    MIN_ROWS,
    PITCH,
    LevelRule,
    Word,
    WordRow,
    ends_of,
    is_money,
    rows_of_words,
)

# A line that begins or ends with an amount.
_AMOUNT_AT_AN_END = re.compile(
    r"^[-−(（]?\d[\d,]*[.,]?\d+(?!\d)|(?<!\d)\d[\d,]*[.,]?\d+[)）]?%?$|^0$"
)
# Totals may stand this many times the usual distance below the rows before them.
_PITCH_OF_TOTALS = 5.0
# Lines of running text are set this many font sizes apart.
_LEADING = 1.3
# A caption at the right ends within this share of the table's width from its right end.
_AT_THE_END = 0.15
# A caption behind a title stands this near, in table widths, to the middle of the header.
_MIDDLE = 0.1


def may_hold_table(lines: Iterable[TextLine]) -> bool:
    """Whether lines of text outside all tables can hold one.

    An amount stands alone, or three lines end or begin with one; or there is a caption, and lines
    stand side by side.
    """
    count = 0
    sides: dict[int, int] = {}
    captioned = False
    for line in lines:
        if is_money(line.text):
            return True
        count += bool(_AMOUNT_AT_AN_END.search(line.text))
        if count == MIN_ROWS:
            return True
        captioned |= bool(CAPTION.search(line.text))
        middle = round((line.top + line.bottom) / 4)
        sides[middle] = sides.get(middle, 0) + 1
    return captioned and max(sides.values(), default=0) >= MIN_ROWS


def is_frame(table: RawTable) -> bool:
    """Whether the ruling lines of a table are a frame around its rows, not the edges of its cells.

    A cell holds rows of amounts; or all cells are as wide as the table and hold texts side by side;
    or in each row with amounts several cells hold two or more with decimals, which no number broken
    over lines does.
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
        and sum(bool(_AMOUNT_AT_AN_END.search(line)) for line in lines) >= MIN_ROWS
        and sum(is_money(word) for line in lines for word in line.split()) >= MIN_ROWS
    )


def _is_amounts(lines: Sequence[str]) -> bool:
    return all(is_money(line) for line in lines)


def read_frame(
    table: RawTable, words: Sequence[Word], rules: Sequence[LevelRule]
) -> list[tuple[RawTable, list[int]]]:
    """Return the tables within a frame, each with the indices of its characters."""
    rows = rows_of_words(words)
    return _tables_of([RowRun(rows, None, (table.x0, table.x1))] if rows else [], rules)


def find_stream_tables(
    words: Sequence[Word],
    tables: Sequence[RawTable],
    rules: Sequence[LevelRule],
    above: RawTable | None = None,
) -> list[tuple[RawTable, list[int]]]:
    """Return the stream tables of a page, each with the indices of its characters.

    `words` are those in no cell, `tables` the ruled tables of the page, `rules` its horizontal
    ruling lines; `above` is the last table of the page before.
    """
    rows = rows_of_words(words)
    free = [row for row in rows if not any(t.top - 1 < row.middle < t.bottom + 1 for t in tables)]
    columns = None if above is None or above.is_ruled or tables else edges_of(above)
    return _tables_of(_runs(free, tables), rules, columns)


def _tables_of(
    runs: Iterable[RowRun], rules: Sequence[LevelRule], above: Sequence[float] | None = None
) -> list[tuple[RawTable, list[int]]]:
    """The tables of the runs.

    The first may go on in the columns of the page before (`above`). Rows set apart below a table in
    its columns, as totals below empty rows are, are its last rows.
    """
    tables: list[tuple[RawTable, list[int]]] = []
    last: RawTable | None = None
    for run in runs:
        rows = table_rows_of(run, rules)
        if rows is None:
            last = None
            continue
        may_continue = last is not None and run.caption is None
        made = table_of(rows, rules, edges_of(last) if last and may_continue else above)
        above = None
        if made is None:
            last = None
            continue
        table, used = made
        if last and may_continue and not rows.header and edges_of(table) == edges_of(last):
            table = replace(last, bottom=table.bottom, rows=[*last.rows, *table.rows])
            used = [*tables.pop()[1], *used]
        tables.append((table, used))
        last = table
    return tables


def _runs(rows: list[WordRow], tables: Sequence[RawTable]) -> Iterable[RowRun]:
    """Runs of rows, each of which may hold one table."""
    start = 0
    while start < len(rows):
        stop = _run_end(rows, start, tables)
        part = rows[start:stop]
        start = stop
        cuts = [k for k, row in enumerate(part) if _is_caption_of_next(part, k)]
        for a, b in pairwise([-1, *cuts, len(part)]):
            if b > a + 1:
                yield RowRun(part[a + 1 : b], part[a] if a >= 0 else None)


def _run_end(rows: list[WordRow], start: int, tables: Sequence[RawTable]) -> int:
    """Where the run of rows of a regular pitch that begins at `start` ends."""
    gaps: list[float] = []
    for k in range(start + 1, len(rows)):
        gap = rows[k].middle - rows[k - 1].middle
        between = any(rows[k - 1].middle < t.top < rows[k].middle for t in tables)
        # A row of amounts may be set apart, as totals are; a title, note or page number ends the run.
        pitch = _PITCH_OF_TOTALS if rows[k].amounts() and rows[k].entries > 1 else PITCH
        usual = median(gaps) if len(gaps) > 1 else None
        if between or (usual is not None and gap > pitch * max(usual, _LEADING * rows[k].size)):
            return k
        gaps.append(gap)
    return len(rows)


def _is_caption_of_next(rows: Sequence[WordRow], k: int) -> bool:
    """Whether a row is the caption of a table whose header follows: a value that ends at the right
    (the currency unit), stands in the middle (the unit behind the title) or begins at the left above
    all amounts (the body)."""
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
