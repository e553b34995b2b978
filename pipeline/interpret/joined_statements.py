"""Takes apart statements that are drawn as one grid: a caption within it begins another.

Two tables set close together share their rules, and a page end between them hides where the first
one ends. What tells them apart is what they say: a row that is the title of a known statement, or
the currency unit again, with a heading under it.

Belongs here: where in a printed table another statement begins, and cutting it there.
Does not belong here: joins and cuts by geometry (`pipeline.grid`), what a statement means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from pipeline.domain.lexicon import Lexicon
from pipeline.domain.text import is_amount_like, squeeze
from pipeline.grid.printed_table import GridDocument, GridRow, PageText, PrintedTable
from pipeline.interpret.caption import caption_texts, find_currency_unit, find_title
from pipeline.interpret.logical_table import MAX_CAPTION_ROWS

# Titles of statements end so; a row that only mentions one is an item or a note.
_TABLE = "表"


def separate(document: GridDocument, lexicon: Lexicon) -> GridDocument:
    """The document with every statement in a table of its own, tables numbered anew."""
    pieces = [_pieces(table, lexicon) for table in document.tables]
    if all(len(parts) == 1 for parts in pieces):
        return document
    tables: list[PrintedTable] = []
    numbers: dict[int, list[PrintedTable]] = {}
    for table, parts in zip(document.tables, pieces, strict=True):
        own = [replace(part, ordinal=len(tables) + n) for n, part in enumerate(parts, 1)]
        numbers[table.ordinal] = own
        tables.extend(own)
    pages = [replace(page, table_ordinals=_ordinals(page, numbers)) for page in document.pages]
    return replace(document, pages=pages, tables=tables)


def _ordinals(page: PageText, numbers: dict[int, list[PrintedTable]]) -> list[int]:
    return [
        part.ordinal
        for number in page.table_ordinals
        for part in numbers[number]
        if page.page_number in part.page_numbers
    ]


def _pieces(table: PrintedTable, lexicon: Lexicon) -> list[PrintedTable]:
    starts = _starts(table, lexicon)
    if len(starts) == 1:
        return [table]
    stops = [*starts[1:], len(table.rows)]
    parts = [
        PrintedTable(table.ordinal, _cut(table.rows[a:b]), table.column_count)
        for a, b in zip(starts, stops, strict=True)
    ]
    parts[0].above, parts[-1].below = table.above, table.below
    return parts


def _starts(table: PrintedTable, lexicon: Lexicon) -> list[int]:
    """The rows that begin a statement: the first, and each caption under a body."""
    starts = [0]
    has_heading = False
    for number, row in enumerate(table.rows):
        if has_heading and not row.is_repeated_header:
            above = table.rows[starts[-1] : number]
            if _begins(row, above, table, lexicon) and not _reaches_past(above, number):
                starts.append(_first_of_caption(table.rows, number, starts[-1], lexicon))
                has_heading = False
                continue
        has_heading = has_heading or (len(_filled(row)) > 1 and not _is_caption(row, lexicon))
    return starts


def _is_caption(row: GridRow, lexicon: Lexicon) -> bool:
    filled = [cell for cell in row.cells if cell is not None and squeeze(cell.text)]
    return bool(caption_texts(filled, lexicon))


def _begins(row: GridRow, above: Sequence[GridRow], table: PrintedTable, lexicon: Lexicon) -> bool:
    """Whether a row begins another statement: a title or the currency unit, with a heading under it."""
    is_title = _is_title(row, lexicon)
    if not is_title and not (_prints_currency_unit(row, lexicon) and any(map(_has_amount, above))):
        return False
    heading = _heading(table.rows[row.index + 1 :], lexicon)
    # Over the same heading the caption only goes on, as forms do on each page.
    printed = [squeeze(line.text) for line in table.above] + [t for r in above for t in _filled(r)]
    is_new = is_title and _filled(row)[0] not in printed
    return heading is not None and (is_new or heading not in map(_filled, above))


def _filled(row: GridRow) -> list[str]:
    return [text for cell in row.cells if cell is not None and (text := squeeze(cell.text))]


def _has_amount(row: GridRow) -> bool:
    return any(is_amount_like(text) for text in _filled(row))


def _is_title(row: GridRow, lexicon: Lexicon) -> bool:
    """Whether a row is the title of a statement and nothing else."""
    texts = _filled(row)
    return len(texts) == 1 and texts[0].endswith(_TABLE) and bool(find_title(texts, lexicon)[1])


def _prints_currency_unit(row: GridRow, lexicon: Lexicon) -> bool:
    """Whether a row is a caption with the currency unit."""
    return any(find_currency_unit(text, lexicon) for text in _filled(row)) and _is_caption(
        row, lexicon
    )


def _heading(rows: Sequence[GridRow], lexicon: Lexicon) -> list[str] | None:
    """The first row of several headings after a caption; None when a body goes on."""
    for row in rows[:MAX_CAPTION_ROWS]:
        texts = _filled(row)
        if _has_amount(row):
            return None
        if len(texts) > 1 and not _prints_currency_unit(row, lexicon):
            return texts
    return None


def _first_of_caption(rows: Sequence[GridRow], number: int, start: int, lexicon: Lexicon) -> int:
    """The first of the rows without a break above `number` that are caption as well."""
    above = range(number - 1, start, -1)
    return min(takewhile(lambda row: _is_caption(rows[row], lexicon), above), default=number)


def _reaches_past(rows: Sequence[GridRow], number: int) -> bool:
    """Whether a cell with text goes on below the row before `number`."""
    return any(
        cell.row + cell.row_span > number
        for row in rows
        for cell in row.cells
        if cell is not None and squeeze(cell.text)
    )


def _cut(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows as a table of their own."""
    first = rows[0].index
    return [
        replace(
            row,
            index=position,
            cells=tuple(
                None
                if cell is None
                else replace(cell, row=position, row_span=min(cell.row_span, len(rows) - position))
                for cell in row.cells
            ),
        )
        for row in rows
        for position in (row.index - first,)
    ]
