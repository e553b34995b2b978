"""Join what was read page by page into printed tables and pages of text.

Belongs here: the lines around a table, putting its parts into one grid, rows cut by a page end,
which lines are page furniture. All of it is geometry and sameness of text.
Does not belong here: whether a table goes on (`continuation`), titles, units, the meaning of any
word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.domain.lookalikes import repair_lookalikes
from pipeline.domain.text import (
    is_amount_like,
    is_marked_page_number,
    is_page_number,
    join_lines,
    squeeze,
)
from pipeline.grid.cell_frames import without_frames
from pipeline.grid.continuation import TablePart, continues, repeated_header_rows
from pipeline.grid.edges import EDGE_TOLERANCE, Edge, align, edges_of, index_of
from pipeline.grid.printed_table import (
    Box,
    GridCell,
    GridDocument,
    GridRow,
    PageLine,
    PageText,
    PrintedTable,
)
from pipeline.grid.stacked_tables import unstack
from pipeline.grid.wide_tables import put_beside
from pipeline.read.layout import PageLayout, RawTable, TextLine

# Lines in this outer share of a page's height may be running headers or footers.
FURNITURE_BAND = 0.11
# A bare number may be the page's in a wider band: landscape pages keep wide margins.
PAGE_NUMBER_BAND = 0.16
# How many lines of the page before may carry the title of a table that starts a page.
LINES_FROM_PAGE_BEFORE = 6


def assemble(layouts: Iterable[PageLayout]) -> GridDocument:
    """Pages as read (in order) to pages of text and joined tables.

    Coordinates stay in points of their own page. Nothing is dropped: every line is in
    `GridDocument.pages`, every cell in a table.
    """
    pages = list(layouts)
    furniture = _running_lines(pages)
    texts: list[PageText] = []
    groups: list[list[TablePart]] = []
    sheet = 0
    for layout in pages:
        ends = _ends(layout)
        lines = [_page_line(layout, raw_line, furniture, ends) for raw_line in layout.lines]
        # A page with nothing but furniture does not end a table.
        sheet += bool(layout.tables) or any(not line.is_furniture for line in lines)
        page = PageText(
            page_number=layout.page_number,
            width=layout.width,
            height=layout.height,
            lines=lines,
            char_count=layout.char_count,
            image_area_ratio=layout.image_area_ratio,
        )
        for raw, above, below in _around(layout, lines):
            part = TablePart(layout.page_number, sheet, raw, above, below)
            if groups and continues(groups[-1], part):
                groups[-1].append(part)
            else:
                if not any(not line.is_furniture for line in above) and texts:
                    part.above = _tail(texts[-1], groups) + above
                groups.append([part])
            page.table_ordinals.append(len(groups))
        texts.append(page)
    tables = _wide_ones([_join(ordinal, parts) for ordinal, parts in enumerate(groups, 1)], texts)
    return GridDocument(
        page_count=len(pages),
        pages=texts,
        tables=tables,
        private_use_count=sum(layout.private_use_count for layout in pages),
    )


def _wide_ones(tables: list[PrintedTable], pages: list[PageText]) -> list[PrintedTable]:
    """The tables with sheets of columns alone put beside what they belong to, numbered anew."""
    result: list[PrintedTable] = []
    ordinal: dict[int, int] = {}
    for table in tables:
        whole = put_beside(result[-1], table) if result else None
        if whole is None:
            result.append(table)
        else:
            result[-1] = whole
        ordinal[table.ordinal] = len(result)
    if len(result) < len(tables):
        result = [replace(table, ordinal=number) for number, table in enumerate(result, 1)]
        for page in pages:
            page.table_ordinals = [ordinal[number] for number in page.table_ordinals]
    return result


def _ends(layout: PageLayout) -> tuple[float, float]:
    """Top and bottom of what is printed on a page, in points, page numbers aside."""
    boxes = [
        (line.top, line.bottom)
        for line in layout.lines
        if not line.hidden and not is_page_number(line.text)
    ]
    boxes += [(table.top, table.bottom) for table in layout.tables]
    return min((a for a, _ in boxes), default=0.0), max((b for _, b in boxes), default=0.0)


def _page_line(
    layout: PageLayout,
    raw: TextLine,
    furniture: set[tuple[str, int]],
    ends: tuple[float, float],
) -> PageLine:
    text = repair_lookalikes(raw.text).strip()
    return PageLine(
        page_number=layout.page_number,
        text=text,
        box=Box(raw.x0, raw.top, raw.x1, raw.bottom),
        is_furniture=raw.watermark
        or raw.hidden
        or not text
        or (_band(raw.top, raw.bottom, layout.height, PAGE_NUMBER_BAND) and is_page_number(text))
        or (is_marked_page_number(text) and (raw.top <= ends[0] or raw.bottom >= ends[1]))
        or (squeeze(text), _band(raw.top, raw.bottom, layout.height)) in furniture,
    )


def _band(top: float, bottom: float, height: float, share: float = FURNITURE_BAND) -> int:
    if bottom < height * share:
        return -1
    return 1 if top > height * (1 - share) else 0


def _running_lines(pages: Sequence[PageLayout]) -> set[tuple[str, int]]:
    """Texts printed in the same outer band of at least three pages and a third of all."""
    seen: Counter[tuple[str, int]] = Counter()
    for layout in pages:
        seen.update(
            {
                (squeeze(repair_lookalikes(line.text)), band)
                for line in layout.lines
                if (band := _band(line.top, line.bottom, layout.height))
            }
        )
    enough = max(3, len(pages) / 3)
    return {key for key, count in seen.items() if count >= enough and key[0]}


def _around(
    layout: PageLayout, lines: list[PageLine]
) -> Iterable[tuple[RawTable, list[PageLine], list[PageLine]]]:
    """Each table of a page, top to bottom, with the lines before and after it."""
    drawn = sorted((t for t in layout.tables if t.rows), key=lambda t: (t.top, t.x0))
    tables = [table for grid in drawn for table in unstack(without_frames(grid))]
    for number, table in enumerate(tables):
        before = tables[number - 1].bottom if number else float("-inf")
        after = tables[number + 1].top if number + 1 < len(tables) else float("inf")
        above = [ln for ln in lines if before - 1 <= ln.box.top and ln.box.bottom <= table.top + 2]
        below = [
            ln for ln in lines if table.bottom - 2 <= ln.box.top and ln.box.bottom <= after + 1
        ]
        yield table, above, below


def _tail(page: PageText, groups: list[list[TablePart]]) -> list[PageLine]:
    """The last lines of the page before, after its last table: a title may stand there."""
    lines = [line for line in page.lines if not line.is_furniture]
    if groups and groups[-1][-1].page_number == page.page_number:
        bottom = groups[-1][-1].raw.bottom
        lines = [line for line in lines if line.box.top >= bottom - 2]
    return lines[-LINES_FROM_PAGE_BEFORE:]


def _join(ordinal: int, parts: list[TablePart]) -> PrintedTable:
    edges = [edges_of(part.raw) for part in parts]
    edge_count, joined = align(edges)
    column_count = max(1, edge_count - 1)
    rows: list[GridRow] = []
    for number, part in enumerate(parts):
        repeated = repeated_header_rows(parts[0].raw, part.raw) if number else 0
        part_rows = _grid_rows(
            part, edges[number], joined[number], column_count, start=len(rows), repeated=repeated
        )
        if number and part_rows[repeated:] and rows:
            part_rows = _mend_cut_cell(rows, part_rows, repeated)
            part_rows = _mend_cut_row(rows, part_rows, repeated)
        rows.extend(part_rows)
    return PrintedTable(
        ordinal=ordinal,
        rows=rows,
        column_count=column_count,
        above=[line for line in parts[0].above if not line.is_furniture],
        below=[line for line in parts[-1].below if not line.is_furniture],
    )


def _grid_rows(
    part: TablePart,
    edges: list[Edge],
    joined: list[int],
    column_count: int,
    *,
    start: int,
    repeated: int,
) -> list[GridRow]:
    """The rows of a part; `joined` maps each of its `edges` to its index among those of the table."""
    tops = [
        min((cell.top for cell in row if cell is not None), default=float("inf"))
        for row in part.raw.rows
    ]
    result: list[GridRow] = []
    for offset, row in enumerate(part.raw.rows):
        cells: list[GridCell | None] = [None] * column_count
        for raw in row:
            if raw is None:
                continue
            left, right = index_of(edges, raw.x0), index_of(edges, raw.x1)
            if left == right and not raw.text.strip():
                # An empty strip between two rules of one edge is no cell.
                continue
            column = min(joined[left], column_count - 1)
            while cells[column] is not None and column + 1 < column_count:
                column += 1
            taken = cells[column]
            if taken is not None:
                # Nothing printed is dropped, even where edges cannot be told apart.
                cells[column] = _with_text(taken, raw.text)
                continue
            below = sum(1 for top in tops[offset + 1 :] if top < raw.bottom - EDGE_TOLERANCE / 2)
            cells[column] = GridCell(
                page_number=part.page_number,
                row=start + offset,
                column=column,
                row_span=1 + below,
                column_span=max(1, joined[right] - column),
                raw_text=raw.text,
                text=join_lines(raw.text),
                box=Box(raw.x0, raw.top, raw.x1, raw.bottom),
                indent=None if raw.first_x0 is None else raw.first_x0 - raw.x0,
            )
        result.append(GridRow(start + offset, part.page_number, tuple(cells), offset < repeated))
    return result


def _with_text(cell: GridCell, more: str) -> GridCell:
    """The cell with further lines of text."""
    both = "\n".join(text for text in (cell.raw_text, more) if text)
    return replace(cell, raw_text=both, text=join_lines(both))


def _has_amount(row: GridRow) -> bool:
    return any(is_amount_like(cell.text) for cell in row.cells if cell is not None)


def _only_first(row: GridRow) -> bool:
    """A row that fills its first cell and leaves others empty: a heading within the body."""
    cells = [cell for cell in row.cells if cell is not None]
    filled = [cell.column for cell in cells if cell.text]
    return filled == [0] and len(cells) > 1


def _mend_cut_row(rows: list[GridRow], part: list[GridRow], repeated: int) -> list[GridRow]:
    """Join a row that the page end cut in two: its rest stands first on the next page.

    The rest is known by an empty first cell, or by having no number where every row of the
    table so far has one. Its texts go on in the cells of the row before, and it is no row of its own.
    """
    rest = part[repeated]
    first = next((cell for cell in rest.cells if cell is not None), None)
    if _has_amount(rest) or not any(cell and cell.text for cell in rest.cells):
        return part
    head = rows[-1]
    # Only rows below the header count: the header never has numbers, nor only its first cell filled.
    start = next((i for i, row in enumerate(rows) if _has_amount(row) or _only_first(row)), None)
    all_have_amounts = start is not None and all(
        _has_amount(row) or row.is_repeated_header for row in rows[start:]
    )
    if (first is not None and first.text and not all_have_amounts) or not _has_amount(head):
        return part
    merged: list[GridCell | None] = list(head.cells)
    for column, cell in enumerate(rest.cells):
        if cell is None or not cell.text:
            continue
        target = merged[column]
        if target is None:
            return part
        merged[column] = _with_text(target, cell.raw_text)
    rows[-1] = replace(head, cells=tuple(merged))
    kept = part[:repeated] + part[repeated + 1 :]
    return [_renumber(row, offset + len(rows)) for offset, row in enumerate(kept)]


def _mend_cut_cell(rows: list[GridRow], part: list[GridRow], repeated: int) -> list[GridRow]:
    """Give the rest of a text that the page end cut back to its cell.

    The rest stands in a cell of its own above that of the first row, while the other cells of that
    row reach over both. The two lines are then one row.
    """
    if len(part) < repeated + 2:
        return part
    rest, below = part[repeated : repeated + 2]
    cells = [c for c in rest.cells if c is not None]
    cut = [c for c in cells if c.row_span == 1]
    under = [c for c in below.cells if c is not None]
    if len(cut) != 1 or [c.column for c in cut] != [c.column for c in under]:
        return part
    # Only a number for both lines tells that they are one row; names merged over rows are usual.
    if not any(is_amount_like(c.text) for c in cells if c.row_span > 1):
        return part
    (cell,), (following,) = cut, under
    merged: list[GridCell | None] = list(rows[-1].cells)
    target = merged[cell.column]
    if target is None or is_amount_like(cell.text):
        return part
    if not (target.text and cell.text and following.text):
        return part
    merged[cell.column] = _with_text(target, cell.raw_text)
    first: list[GridCell | None] = [
        None if c is None else replace(c, row_span=max(1, c.row_span - 1)) for c in rest.cells
    ]
    first[cell.column] = following
    rows[-1] = replace(rows[-1], cells=tuple(merged))
    kept = [*part[:repeated], replace(rest, cells=tuple(first)), *part[repeated + 2 :]]
    return [_renumber(row, offset + len(rows)) for offset, row in enumerate(kept)]


def _renumber(row: GridRow, index: int) -> GridRow:
    cells = tuple(None if cell is None else replace(cell, row=index) for cell in row.cells)
    return replace(row, index=index, cells=cells)
