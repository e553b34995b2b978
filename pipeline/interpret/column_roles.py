"""The columns of a printed table: roles and members, by their headings and by what stands below.

Belongs here: side-by-side panels, stub columns that are printed again, columns of other years,
headings that contradict their cells; a signal for each heading no lexicon knows.
Does not belong here: words of headings (`heading_words`), which columns add up (`column_sums`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.domain.lexicon import Lexicon
from pipeline.domain.text import is_amount_like, squeeze
from pipeline.interpret.column_sums import with_sums
from pipeline.interpret.header import Header, header_paths
from pipeline.interpret.heading_words import STUB, meaning_of_path
from pipeline.interpret.logical_table import LogicalTable
from pipeline.interpret.statement import Column, Signal
from schemas.vocabulary import ColumnPeriod, ColumnRole, Dimension, Scheme, SignalSeverity

# So many cells with words make a column of names.
MIN_NAMES = 3
# Columns of money of the report's year, as far as headings tell.
MONEY = frozenset({ColumnRole.AMOUNT, ColumnRole.TOTAL, ColumnRole.UNKNOWN})
_WORDS = re.compile(r"[\u4e00-\u9fff]")


def read_columns(table: LogicalTable, header: Header, lexicon: Lexicon) -> list[Column]:
    """The meaning of every logical column; 'unknown' one with numbers under an unknown heading."""
    paths = header_paths(table, header, lexicon)
    columns: list[Column] = []
    panel, had_amount = 0, False
    for index, path in enumerate(paths):
        role, members = meaning_of_path(path, lexicon)
        if role in STUB and had_amount and _is_again(table, header, index, paths):
            # The labels stand again beside columns that did not fit on the first sheet.
            columns.append(Column(index, path, ColumnRole.IGNORE, panel, {}))
            continue
        if role in STUB and had_amount:
            panel, had_amount = panel + 1, False
        had_amount = had_amount or role in MONEY or role == ColumnRole.MEMO
        if role in MONEY and _holds_words(table, header, index, lexicon):
            # Names stand below it, whatever the heading says.
            role, members = ColumnRole.LABEL, {}
            if had_amount and index and columns[-1].role not in (ColumnRole.LABEL, ColumnRole.CODE):
                panel, had_amount = panel + 1, False
        if role == ColumnRole.IGNORE and not path and _holds_words(table, header, index, lexicon):
            # A heading merged over two columns of names, or none over the second.
            before = columns[-1] if columns else None
            if before is not None and before.role == ColumnRole.LABEL:
                role, members = ColumnRole.LABEL, dict(before.members)
        if role == ColumnRole.UNKNOWN and not _holds_numbers(table, header, index):
            role = ColumnRole.TEXT
        columns.append(Column(index, path, ColumnRole(role), panel, members))
    columns = _with_years(_with_classifiers(columns))
    return with_sums(columns)


def _with_classifiers(columns: Sequence[Column]) -> list[Column]:
    """Code columns under a general heading classify what the name column right of them names."""
    result = list(columns)
    for position in range(len(columns) - 1, -1, -1):
        column = result[position]
        if (
            column.role not in (ColumnRole.CODE, ColumnRole.CODE_PART)
            or Dimension.OF in column.members
        ):
            continue
        names = [
            other
            for other in result[position + 1 :]
            if other.role == ColumnRole.LABEL and other.panel == column.panel
        ]
        of = names[0].members.get(Dimension.OF) if names else None
        if of in set(Scheme):
            result[position] = replace(column, members={Dimension.OF: of})
    return result


def _is_again(
    table: LogicalTable, header: Header, index: int, paths: Sequence[tuple[str, ...]]
) -> bool:
    """Whether a column prints, line by line, the words an earlier one prints: several of them, or
    any under the same headings."""

    def texts(column: int) -> list[str]:
        return [squeeze(row.text(column)) for row in table.rows[header.count :]]

    printed = texts(index)
    count = sum(map(bool, printed))
    return any(
        texts(k) == printed
        for k in range(index)
        if count >= MIN_NAMES or (count and paths[k] == paths[index])
    )


def _holds_words(table: LogicalTable, header: Header, index: int, lexicon: Lexicon) -> bool:
    """Whether the body of a column is names: more cells with words than with numbers, several."""
    texts = [
        squeeze(row.text(index))
        for row in table.rows[header.count :]
        if row.cells[index] and not row.is_repeated_header
    ]
    numbers = sum(1 for text in texts if is_amount_like(text))
    texts = [text for text in texts if text not in lexicon.blank_amounts]
    words = sum(1 for text in texts if not is_amount_like(text) and _WORDS.search(text))
    return words >= MIN_NAMES and words > numbers


def _holds_numbers(table: LogicalTable, header: Header, index: int) -> bool:
    return any(
        is_amount_like(row.text(index)) for row in table.rows[header.count :] if row.cells[index]
    )


def _with_years(columns: Sequence[Column]) -> list[Column]:
    """Columns of another year than the latest printed one are memo, not money of the report."""
    years = {
        int(column.members[Dimension.YEAR])
        for column in columns
        if column.members.get(Dimension.YEAR, "").isdigit()
    }
    latest = str(max(years, default=0))
    result: list[Column] = []
    for column in columns:
        year = column.members.get(Dimension.YEAR)
        is_other = year is not None and year.isdigit() and year != latest
        if is_other and column.role in MONEY:
            members = {**column.members, Dimension.YEAR: ColumnPeriod.PRIOR}
            result.append(replace(column, role=ColumnRole.MEMO, members=members))
        elif year in (latest, ColumnPeriod.CURRENT):
            rest = {key: value for key, value in column.members.items() if key != Dimension.YEAR}
            result.append(replace(column, members=rest))
        else:
            result.append(column)
    return result


def unknown_signals(
    columns: Sequence[Column], table: LogicalTable, severities: Mapping[int, SignalSeverity]
) -> list[Signal]:
    """A signal for each column whose heading is not in the lexicon."""
    signals: list[Signal] = []
    for column in columns:
        if column.index not in severities:
            continue
        heading = " / ".join(column.path)
        is_error = severities[column.index] == SignalSeverity.ERROR
        signals.append(
            Signal(
                signal="unknown_column",
                severity=severities[column.index],
                text=heading,
                message=f"第{column.index + 1}列的表头“{heading}”不在词表中"
                + ("，该列有数字，其含义未知" if is_error else ""),
                table_ordinal=table.table.ordinal,
                page_number=table.table.page_numbers[0],
            )
        )
    return signals
