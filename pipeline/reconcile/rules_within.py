"""Sums within one statement (W rules): rows over columns, parents over children, lists in order.

Belongs here: what must add up inside one table, whatever its kind.
Does not belong here: anything between tables (`rules_across`), words and codes.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.interpret.model import Column, Row, Statement
from pipeline.reconcile.equations import Finding, NotApplied, Term
from pipeline.reconcile.query import (
    EXPENDITURE,
    INCOME,
    Tables,
    column_words,
    grand_column,
    has_money,
    item_terms,
    row_words,
    total_row,
    value,
)

# Rows that say what others hold, or that nobody understood: never part of a sum.
_OUTSIDE = frozenset({"of_which", "unknown"})
_LIST_KINDS = {
    INCOME: ("CURRENT_YEAR_INCOME", "INCOME_TOTAL"),
    EXPENDITURE: ("CURRENT_YEAR_EXPENDITURE", "EXPENDITURE_TOTAL"),
}
# Kinds whose table prints no total row of its own (items with totals among them, or a plain list).
_WITHOUT_TOTAL_ROW = frozenset({"THREE_PUBLIC", "KEY_PROJECTS"})


def within(tables: Tables) -> Iterator[Finding]:
    """All findings within single statements."""
    for statement in tables.report.statements:
        rule = tables.book.within_rule(statement.kind)
        if statement.kind == "KEY_PROJECTS":
            yield NotApplied("W0", "重点项目表没有合计可核对", statement.table.ordinal)
        elif is_list(statement):
            yield from _lists(tables, rule, statement)
        else:
            yield from _table(tables, rule, statement)


def is_list(statement: Statement) -> bool:
    """Whether income and expenditure stand side by side as two lists."""
    return any(row.item in ("INCOME_TOTAL", "EXPENDITURE_TOTAL") for row in statement.rows)


def _table(tables: Tables, rule: str, statement: Statement) -> Iterator[Finding]:
    name = tables.name(statement)
    rows = [row for row in statement.rows if row.role not in _OUTSIDE]
    if not rows or not statement.amount_columns():
        if statement.is_empty_declared:
            yield NotApplied(rule, f"{name}注明无发生额且没有行", statement.table.ordinal)
        elif _fund_is_zero(tables, statement):
            yield NotApplied(rule, f"{name}没有行，该资金的财政拨款为零", statement.table.ordinal)
        else:
            yield tables.fail("E3", name, "没有一行可核对的金额，也没有注明无发生额", statement)
        return
    missing = False
    if (
        total_row(statement) is None
        and statement.kind not in _WITHOUT_TOTAL_ROW
        and not (statement.is_empty_declared and not has_money(statement))
    ):
        missing = True
        yield tables.fail(rule, name, "找不到合计行，各行之和无从核对", statement)
    yield from _row_sums(tables, rule, statement)
    yield from _tree_sums(tables, rule, statement, total_is_missing=missing)


def _fund_is_zero(tables: Tables, statement: Statement) -> bool:
    """Whether another table prints zero for the one fund this statement is about."""
    fiscal = tables.get("FISCAL_OVERVIEW")
    for fund, kind in tables.book.by_function.items():
        if kind == statement.kind and fiscal is not None:
            row = fiscal.row_by_item(fund)
            return row is not None and bool(row.amounts) and not value(item_terms(fiscal, row))
    return False


def _row_sums(tables: Tables, rule: str, statement: Statement) -> Iterator[Finding]:
    name = tables.name(statement)
    by_index = {column.index: column for column in statement.columns}
    columns = statement.amount_columns()
    totals = [column for column in columns if column.is_total]
    if len(columns) > 1 and not totals:
        yield tables.fail(rule, name, "有多个金额列而没有合计列", statement)
    for row in statement.rows:
        if not row.amounts:
            continue
        for column in totals:
            yield tables.equation(
                rule,
                f"{name}{row_words(row)}{column_words(column)}应等于各列之和",
                [Term.printed(statement, row, column)],
                [Term.printed(statement, row, by_index[index]) for index in column.sum_of],
                (statement,),
            )


def _tree_sums(
    tables: Tables, rule: str, statement: Statement, *, total_is_missing: bool
) -> Iterator[Finding]:
    name = tables.name(statement)
    for row in statement.rows:
        children = [c for c in statement.children(row) if c.role not in _OUTSIDE]
        if not children and row.role != "total":
            continue
        for column in statement.amount_columns(row.panel):
            left = Term.printed(statement, row, column)
            if not children and not left.yuan:
                continue
            yield tables.equation(
                rule,
                f"{name}{row_words(row)}{column_words(column)}应等于下级各行之和",
                [left],
                [Term.printed(statement, child, column) for child in children],
                (statement,),
            )
    if not total_is_missing:
        yield from _orphans(tables, rule, statement)


def _orphans(tables: Tables, rule: str, statement: Statement) -> Iterator[Finding]:
    """Money in a row that belongs to no total is seen by no sum."""
    if statement.kind in _WITHOUT_TOTAL_ROW:
        return
    for row in statement.rows:
        if row.role in ("total", *_OUTSIDE) or row.parent is not None:
            continue
        if any(amount.yuan for amount in row.amounts.values()):
            yield tables.fail(
                rule, tables.name(statement) + row_words(row), "有金额而不属于任何合计", statement
            )


def _lists(tables: Tables, rule: str, statement: Statement) -> Iterator[Finding]:
    """Two lists: a subtotal adds up the items above it, the total the subtotal and what follows.

    By position: forms move items above or below 本年支出合计 from year to year. The tree of the
    interpretation is not used, so that a mistake in it is seen.
    """
    name = tables.name(statement)
    tops: dict[int, tuple[Row, Column]] = {}
    for panel, (subtotal, total) in _LIST_KINDS.items():
        columns = statement.amount_columns(panel)
        pending: list[Row] = []
        for row in (r for r in statement.rows if r.panel == panel):
            if row.item in (subtotal, total) or row.role == "total":
                for column in columns:
                    yield tables.equation(
                        rule,
                        f"{name}{row_words(row)}{column_words(column)}应等于以上各项之和",
                        [Term.printed(statement, row, column)],
                        [Term.printed(statement, item, column) for item in pending],
                        (statement,),
                    )
                pending = [row]
                grand = grand_column(statement, panel)
                if row.item == total and grand is not None:
                    tops[panel] = (row, grand)
            elif row.role not in _OUTSIDE:
                pending.append(row)
        if panel not in tops:
            words = "收入总计" if panel == INCOME else "支出总计"
            yield tables.fail(rule, name, f"找不到“{words}”", statement)
    if len(tops) == len(_LIST_KINDS):
        yield tables.equation(
            rule,
            f"{name}收入总计应等于支出总计",
            [Term.printed(statement, *tops[INCOME])],
            [Term.printed(statement, *tops[EXPENDITURE])],
            (statement,),
        )
