"""The header of a printed table: where it ends, and the headings that stand over each column.

A heading over several columns is a spanner, the lowest one over a single column its leaf; the path
of a column goes from the outermost spanner to the leaf. The stub is the columns at the left that
name the rows.

Belongs here: the header's extent, the paths.
Does not belong here: what headings mean (`heading_words`), what columns are (`column_roles`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.domain.lexicon import Lexicon
from pipeline.domain.list_marks import mark_of
from pipeline.domain.text import is_amount_like, squeeze
from pipeline.grid.printed_table import GridCell
from pipeline.interpret.heading_words import match_heading
from pipeline.interpret.logical_table import LogicalRow, LogicalTable, is_numbering
from schemas.vocabulary import ColumnRole, ItemSide

_CODE_LABEL = re.compile(r"^[\[【(（]?\d{3}(\d{2}){0,2}[\]】)）]?([^\d年月.,%]|$)")
_BRACKETED = re.compile(r"^[（(][^（）()]*[）)]$")
_PARTS = re.compile(r"^[类款项]$")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands: `count` leading logical rows, `mixed` the row that is both.

    A mixed row prints headings in some columns and data in others (类, 款, 项 beside the total).
    """

    count: int
    mixed: int | None = None


def find_header(table: LogicalTable, lexicon: Lexicon) -> Header:
    """The leading rows that are headings: those before the first row that holds data.

    A row holds data when a cell looks like a number (a row that numbers the columns does not
    count), its first filled cell starts with a code or is a total word that stands where labels
    stand, or only its first cell is filled below a row of headings (a body's name over its
    projects).
    """
    headings_seen = False
    for number, row in enumerate(table.rows):
        filled = [squeeze(cell.text) for cell in row.filled()]
        if not filled:
            continue
        if is_numbering(row.cells):
            headings_seen = True
            continue
        is_data = (
            any(is_amount_like(text) for text in filled)
            or (_CODE_LABEL.match(filled[0]) is not None and headings_seen)
            or (number > 0 and _is_total_row(row, table.rows[:number], lexicon, headings_seen))
            or (headings_seen and _is_section(row))
            or (headings_seen and number > 0 and mark_of(filled[0]) is not None)
        )
        if is_data:
            mixed = number if _has_headings(row, lexicon) else None
            return Header(number, mixed)
        headings_seen = headings_seen or len(filled) > 1
    return Header(len(table.rows))


def _is_section(row: LogicalRow) -> bool:
    """A row that fills only its first cell, beside cells that are empty."""
    filled = row.filled()
    others = [cell for cell in row.cells if cell is not None]
    return len(filled) == 1 and row.cells[0] is filled[0] and len(others) > 1


def _is_total_row(
    row: LogicalRow, before: Sequence[LogicalRow], lexicon: Lexicon, headings_seen: bool
) -> bool:
    """Whether the first filled cell is a total word where labels stand, not under a heading.

    A total word beside other words, under a heading that reaches further than it does, is one of
    that heading's columns.
    """
    first = next((i for i, cell in enumerate(row.cells) if cell is not None), len(row.cells))
    if first > 0:
        return False
    column = next((i for i, c in enumerate(row.cells) if c is not None and squeeze(c.text)), 9)
    # Right of three columns of code parts the name is the fourth; there it must stand alone.
    cell = row.cells[column] if column <= 2 or len(row.filled()) == 1 else None
    over = _heading_over(before, column) if cell is not None else None
    words = [c for c in row.filled() if c is not cell and not is_amount_like(c.text)]
    if cell is not None and over is not None and words and over.column_span > cell.column_span:
        return False
    if words and not headings_seen:
        # The first row of words is the header, whatever its first word.
        return False
    return cell is not None and bool(lexicon.patterns["total"].match(squeeze(cell.text)))


def _heading_over(before: Sequence[LogicalRow], column: int) -> GridCell | None:
    """The nearest filled cell above a column."""
    covers = (row.cover[column] for row in reversed(before))
    return next((c for c in covers if c is not None and squeeze(c.text)), None)


def _has_headings(row: LogicalRow, lexicon: Lexicon) -> bool:
    """Whether a data row also prints headings: several words of leaf columns right of its label."""
    words = [
        squeeze(cell.text)
        for column, cell in enumerate(row.cells)
        if cell is not None and column and squeeze(cell.text)
    ]
    return sum(1 for word in words if _is_leaf_word(word, lexicon)) >= 2


def _is_leaf_word(word: str, lexicon: Lexicon) -> bool:
    if is_amount_like(word):
        return False
    role, members = match_heading(word, lexicon, is_leaf=True)
    return role in (ColumnRole.CODE_PART, ColumnRole.TOTAL, ColumnRole.AMOUNT) and (
        role != ColumnRole.AMOUNT or bool(members)
    )


def header_paths(table: LogicalTable, header: Header, lexicon: Lexicon) -> list[tuple[str, ...]]:
    """For each logical column the headings over it, outermost first, a merged heading once."""
    # Headings that end one page and begin the next are said once.
    rows = [row for row in table.rows[: header.count] if not row.is_repeated_header]
    if header.mixed is not None:
        rows.append(table.rows[header.mixed])
    partial = {row.index for row in rows if is_numbering(row.cells)}
    mixed = table.rows[header.mixed] if header.mixed is not None else None
    if mixed is not None and any(is_amount_like(cell.text) for cell in mixed.filled()):
        partial.add(mixed.index)
    extras: dict[tuple[int, int], list[GridCell]] = {}
    for cell in table.extra:
        extras.setdefault((cell.row, table.column_of[cell.column]), []).append(cell)
    paths: list[tuple[str, ...]] = []
    for column in range(table.column_count):
        path: list[str] = []
        alone = 0
        seen: list[GridCell] = []
        for row in rows:
            heading = row.cover[column]
            for cell in ([heading] if heading is not None else []) + extras.get(
                (row.index, column), []
            ):
                if any(cell is other for other in seen):
                    continue
                seen.append(cell)
                text = squeeze(cell.text)
                # Of a row of numbers only 类, 款, 项 are headings; its total word is a label.
                is_data = cell.row in partial and not _PARTS.match(text)
                if mixed is not None and cell.row == mixed.index and not column:
                    is_data = is_data or bool(lexicon.patterns["total"].match(text))
                if not text or is_data or (path and path[-1] == text):
                    continue
                if path and _BRACKETED.match(text):
                    path[-1] += text
                else:
                    path.append(text)
                    alone = alone + 1 if _is_one_column(cell, table) else 0
        paths.append(_whole(path, alone, lexicon))
    return paths


def _is_one_column(cell: GridCell, table: LogicalTable) -> bool:
    last = cell.column + cell.column_span - 1
    return table.column_of.get(last, 0) == table.column_of[cell.column]


def _whole(path: list[str], alone: int, lexicon: Lexicon) -> tuple[str, ...]:
    """The path with pieces of one heading joined, which frames cut apart (对附 / 属单 / 位上缴).

    `alone` counts the last headings that stand over this column only. They are one heading when
    the lexicon knows them joined.
    """
    for count in range(alone, 1, -1):
        joined = "".join(path[-count:])
        is_item = lexicon.item(lexicon.bare(joined), ItemSide.ITEM) is not None
        if is_item or match_heading(joined, lexicon, is_leaf=True)[0] is not None:
            return (*path[:-count], joined)
    return tuple(path)
