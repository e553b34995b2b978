"""Which of several tables of one kind counts, and which only repeat its money in a matrix.

Besides the table of spending by function and nature, forms print the same money with the economic
classes across the columns, or the parts of basic spending (人员, 公用) in a table each.

Belongs here: the choice among tables already understood. Does not belong here: reading a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.domain.lexicon import Lexicon
from pipeline.interpret.statement import Statement
from schemas.vocabulary import ColumnRole, Dimension, RowAxis, SignalSeverity, StatementKind

MATRIX = StatementKind.SPENDING_MATRIX
# The dimensions of columns that are economic classes, of either scheme.
_CLASSES = (Dimension.CATEGORY, Dimension.GOVERNMENT_CLASS)
_MIN_CLASSES = 2


def mark_repeats(statements: Sequence[Statement], lexicon: Lexicon) -> None:
    """Of several tables of one kind the fullest without faults counts, the others repeat it."""
    _set_matrices_apart(statements, lexicon)
    by_kind: dict[str, list[Statement]] = {}
    for statement in statements:
        if not lexicon.statements[statement.kind].repeats:
            by_kind.setdefault(statement.kind, []).append(statement)
    for same in by_kind.values():
        best = max(same, key=_fullness)
        for statement in same:
            statement.is_repeat = statement is not best


def _fullness(statement: Statement) -> tuple[bool, int, int]:
    """Without faults before others, then by numbers printed, then the earlier one."""
    is_sound = not any(signal.severity == SignalSeverity.ERROR for signal in statement.signals)
    return is_sound, sum(1 for _ in statement.amounts()), -statement.table.ordinal


def _set_matrices_apart(statements: Sequence[Statement], lexicon: Lexicon) -> None:
    """Matrices are details where another table tells the same money, or where they share it out.

    The only table of its kind stays what it is, whatever its columns.
    """
    counts = [(s, _classes_across(s)) for s in statements]
    kept = [s for s, count in counts if not count]
    for statement, count in counts:
        total = _total(statement)
        if not count or total is None:
            continue
        prints_as_much = count >= _MIN_CLASSES and any(
            s.kind == statement.kind and _total(s) == total for s in kept
        )
        across = [s for s, n in counts if n and s.title_kind == statement.title_kind]
        whole = any(s.title_kind == statement.title_kind for s in kept)
        is_part = not lexicon.statements[statement.kind].perspective and len(across) > 1 and whole
        if prints_as_much or is_part:
            _make_detail(statement)


def _classes_across(statement: Statement) -> int:
    """How many columns of a table by function are economic classes; 0 where any are natures."""
    columns = [c for c in statement.columns if c.role in (ColumnRole.AMOUNT, ColumnRole.UNKNOWN)]
    if statement.axis != RowAxis.FUNCTION or any(
        Dimension.NATURE in column.members for column in columns
    ):
        return 0
    return sum(any(name in column.members for name in _CLASSES) for column in columns)


def _total(statement: Statement) -> Decimal | None:
    top, grand = statement.top_row(), statement.grand_column()
    amount = top.amounts.get(grand.index) if top is not None and grand is not None else None
    return amount.yuan if amount is not None else None


def _make_detail(statement: Statement) -> None:
    """A matrix is kept as printed: unknown headings are noted, not held against it."""
    statement.kind = MATRIX
    for signal in statement.signals:
        if signal.signal == "unknown_column":
            signal.severity = SignalSeverity.INFO
