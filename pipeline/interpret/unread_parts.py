"""Parts of a statement that were printed but not read with it: an error signal on the statement.

Every remaining sum may hold although a whole side of a table is missing. What gives it away is a
part without its counterpart: labels without a column of amounts, amounts without a title.

Belongs here: detecting those. Does not belong here: joining tables (`grid`), sums (`reconcile`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.domain.lexicon import Lexicon
from pipeline.domain.text import is_amount_like, squeeze
from pipeline.grid.printed_table import PrintedTable
from pipeline.interpret.statement import Signal, Statement
from schemas.vocabulary import ColumnRole, RowRole, SignalSeverity

_ROLES = frozenset({RowRole.CODE, RowRole.ITEM})
_MONEY = frozenset(
    {ColumnRole.AMOUNT, ColumnRole.TOTAL, ColumnRole.UNKNOWN, ColumnRole.MEMO, ColumnRole.RATIO}
)
# One label alone may be a heading of its list.
_MIN_LABELS = 2
_FURNITURE = re.compile(r"^[-—–第]*\d{1,4}[-—–页]*$")


def tell_remainders(
    statements: Sequence[Statement], unidentified: Sequence[PrintedTable], lexicon: Lexicon
) -> None:
    """Add the signals to the statements they are about."""
    for statement in statements:
        if not lexicon.statements[statement.kind].is_free:
            statement.signals += _labels_without_amounts(statement)
    by_ordinal = {statement.table.ordinal: statement for statement in statements}
    for table in unidentified:
        before = by_ordinal.get(table.ordinal - 1)
        if before is None or lexicon.statements[before.kind].is_free:
            continue
        if _goes_on(before.table, table):
            before.signals.append(
                before.signal_on_table(
                    "amounts_without_title",
                    SignalSeverity.ERROR,
                    f"之后第{table.page_numbers[0]}页有一张没有标题的表，其中的金额没有读入任何报表，"
                    "可能是本表另页的各栏",
                )
            )


def _labels_without_amounts(statement: Statement) -> Iterator[Signal]:
    """Lists of rows beside which no amounts are printed at all."""
    for panel in sorted({column.panel for column in statement.columns}):
        if any(c.panel == panel and c.role in _MONEY for c in statement.columns):
            continue
        rows = [row for row in statement.rows if row.panel == panel and row.role in _ROLES]
        if len(rows) >= _MIN_LABELS:
            yield statement.signal_on_table(
                "labels_without_amounts",
                SignalSeverity.ERROR,
                f"有{len(rows)}行（“{rows[0].label}”等）没有任何金额栏，其金额可能印在另页",
            )


def _goes_on(before: PrintedTable, table: PrintedTable) -> bool:
    """Whether `table` prints amounts on the next page and has no line of its own above it."""
    if table.page_numbers[0] != before.page_numbers[-1] + 1:
        return False
    new = {squeeze(line.text) for line in table.above} - {
        squeeze(line.text) for line in before.above
    }
    has_own_line = any(text and not _FURNITURE.match(text) for text in new)
    return not has_own_line and any(is_amount_like(cell.text) for cell in table.cells())
