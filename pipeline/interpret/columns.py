"""The header of a printed table to the meaning of its columns.

Belongs here: where the header ends, the path of headings over each column, roles and members by
the lexicon, side-by-side panels, which columns add up to which.
Does not belong here: words (they are in `schemas/lexicon/columns.csv`), rows, money.
"""

from __future__ import annotations

import re

from pipeline.grid.assemble import is_amount_like, squeeze
from pipeline.grid.model import GridCell, GridRow, PrintedTable
from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.model import Column, Signal

_CODE_LABEL = re.compile(r"^[\[【(（]?\d{3}(\d{2}){0,2}[\]】)）]?")


def header_row_count(table: PrintedTable, lexicon: Lexicon) -> int:
    """How many leading rows are headings: those before the first row that holds data.

    A row holds data when a cell looks like a number, its first cell starts with a code, its
    first filled cell is a total word, or only the first cell is filled below a row of headings (a
    body's name over its projects).
    """
    headings_seen = False
    for number, row in enumerate(table.rows):
        filled = [squeeze(cell.text) for cell in row.cells if cell is not None and cell.text]
        if not filled:
            continue
        if any(is_amount_like(text) for text in filled):
            return number
        if _CODE_LABEL.match(filled[0]) and not any(re.search(r"[年月]", t) for t in filled[:1]):
            return number
        if number and lexicon.patterns["total"].match(filled[0]) and _starts_left(row):
            return number
        if headings_seen and _is_section(row):
            return number
        headings_seen = headings_seen or len(filled) > 1
    return len(table.rows)


def _is_section(row: GridRow) -> bool:
    """A row that fills only its first cell, or is one cell over the whole width."""
    cells = [cell for cell in row.cells if cell is not None]
    return (
        bool(cells)
        and cells[0].column == 0
        and [bool(c.text) for c in cells].count(True) == 1
        and bool(cells[0].text)
    )


def _starts_left(row: GridRow) -> bool:
    """Whether the first filled cell stands where labels stand, not under a heading from above."""
    if row.cells[0] is None:
        return False
    return next((i for i, cell in enumerate(row.cells) if cell is not None and cell.text), 9) <= 1


def header_paths(table: PrintedTable, header_rows: int) -> list[tuple[str, ...]]:
    """For each grid column the headings over it, outermost first, a merged heading once."""
    covering: list[list[GridCell | None]] = [
        [None] * table.column_count for _ in range(header_rows)
    ]
    for row in table.rows[:header_rows]:
        for cell in row.cells:
            if cell is None:
                continue
            for r in range(cell.row, min(cell.row + cell.row_span, header_rows)):
                for c in range(
                    cell.column, min(cell.column + cell.column_span, table.column_count)
                ):
                    if covering[r][c] is None:
                        covering[r][c] = cell
    paths: list[tuple[str, ...]] = []
    for column in range(table.column_count):
        path: list[str] = []
        seen: list[GridCell] = []
        for r in range(header_rows):
            cell = covering[r][column]
            if cell is None or any(cell is other for other in seen):
                continue
            seen.append(cell)
            text = squeeze(cell.text)
            if text and (not path or path[-1] != text):
                path.append(text)
        paths.append(tuple(path))
    return paths


def read_columns(
    table: PrintedTable, header_rows: int, lexicon: Lexicon
) -> tuple[list[Column], list[Signal]]:
    """The meaning of every grid column; unknown headings come back as signals.

    A heading that is not known is an error when its column holds numbers, a warning else.
    """
    paths = header_paths(table, header_rows)
    columns: list[Column] = []
    signals: list[Signal] = []
    panel, had_amount = 0, False
    total_columns: set[int] = set()
    anchors = {cell.column for row in table.rows for cell in row.cells if cell is not None}
    for index, path in enumerate(paths):
        role, members = _match(path, lexicon)
        if index not in anchors:
            role, members = "ignore", {}
        if role in ("label", "code") and had_amount:
            panel, had_amount = panel + 1, False
        if role == "total":
            total_columns.add(index)
            role = "amount"
        if role == "unknown":
            columns.append(Column(index, path, _unknown(table, header_rows, index), panel, {}))
            signals.append(_unknown_signal(table, columns[-1]))
            continue
        had_amount = had_amount or role == "amount"
        columns.append(Column(index, path, role, panel, members))
    return _with_sums(columns, total_columns), signals


def _match(path: tuple[str, ...], lexicon: Lexicon) -> tuple[str, dict[str, str]]:
    if not path:
        return "ignore", {}
    members: dict[str, str] = {}
    for heading in path[:-1]:
        for rule in lexicon.columns:
            is_group = rule.scope == "group" and rule.dimension and rule.member
            if is_group and rule.pattern.match(heading):
                members[str(rule.dimension)] = str(rule.member)
    for rule in lexicon.columns:
        if rule.scope == "leaf" and rule.pattern.match(path[-1]):
            if rule.dimension and rule.member:
                members[rule.dimension] = rule.member
            members.pop("side", None)
            return rule.role, members if rule.role in ("amount", "total") else {}
    return "unknown", {}


def _unknown(table: PrintedTable, header_rows: int, index: int) -> str:
    """An unknown heading over numbers is unknown money; over words it is text."""
    for row in table.rows[header_rows:]:
        cell = row.cells[index]
        if cell is not None and is_amount_like(cell.text):
            return "unknown"
    return "text"


def _unknown_signal(table: PrintedTable, column: Column) -> Signal:
    heading = " / ".join(column.path)
    holds_money = column.role == "unknown"
    return Signal(
        signal="unknown_column",
        severity="error" if holds_money else "warning",
        text=heading,
        message=f"第{column.index + 1}列的表头“{heading}”不在词表中"
        + ("，该列有数字，其含义未知" if holds_money else ""),
        table_ordinal=table.ordinal,
        page_number=table.page_numbers[0],
    )


def _with_sums(columns: list[Column], totals: set[int]) -> list[Column]:
    """Fill `sum_of`: a total column adds up the parts of its own group of headings.

    The parts at the level of a total are the sibling columns and, for a sibling group, its own
    total column where it has one, else all its columns.
    """
    result = list(columns)
    for index in totals:
        column = columns[index]
        group = column.path[:-1]
        mates = [
            other
            for other in columns
            if other.role == "amount"
            and other.panel == column.panel
            and other.index != index
            and other.path[: len(group)] == group
        ]
        parts: list[int] = []
        branches: dict[str, list[Column]] = {}
        for mate in mates:
            rest = mate.path[len(group) :]
            if len(rest) == 1 and mate.index in totals:
                continue
            branches.setdefault(rest[0] if rest else "", []).append(mate)
        for branch in branches.values():
            inner = [mate.index for mate in branch if mate.index in totals]
            parts.extend(inner if inner else [mate.index for mate in branch])
        result[index] = Column(
            column.index,
            column.path,
            column.role,
            column.panel,
            column.members,
            tuple(sorted(parts)),
        )
    return result
