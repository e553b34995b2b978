"""Sums within one statement (W rules): rows over columns, parents over children, lists in order.

Belongs here: what must add up inside one table, whatever its kind.
Does not belong here: anything between tables (`rules_across`), words and codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.interpret.statement import Row, Statement
from pipeline.reconcile.equations import Finding, NotApplied, Term
from pipeline.reconcile.lookup import (
    FLOWS,
    Tables,
    column_words,
    has_money,
    item_terms,
    nature_columns,
    row_words,
    terms,
    total_row,
    value,
)

# Rows that say what others hold, or that nobody understood: never part of a sum.
_OUTSIDE = frozenset({"of_which", "unknown"})
_SIDES = (("INCOME_TOTAL", "收入总计"), ("EXPENDITURE_TOTAL", "支出总计"))
# Rows of these axes have totals among them, or none of their own.
_WITHOUT_TOTAL_ROW = frozenset({"item"})


def within(tables: Tables) -> Iterator[Finding]:
    """All findings within single statements."""
    for statement in tables.report.statements:
        rule = tables.book.within_rule(statement.kind)
        if statement.kind in tables.book.free_kinds:
            yield NotApplied("W0", "此表没有规定的合计可核对", statement.table.ordinal)
        elif is_list(statement):
            yield from _lists(tables, rule, statement)
        else:
            yield from _table(tables, rule, statement)


def is_list(statement: Statement) -> bool:
    """Whether income and expenditure stand side by side as two lists."""
    return statement.axis == "lists"


def _table(tables: Tables, rule: str, statement: Statement) -> Iterator[Finding]:
    name = tables.name(statement)
    rows = [row for row in statement.rows if row.role not in _OUTSIDE]
    if not rows or not statement.amount_columns():
        if statement.is_empty_declared:
            yield NotApplied(rule, f"{name}注明无发生额且没有行", statement.table.ordinal)
        elif _fund_is_zero(tables, statement):
            yield NotApplied(rule, f"{name}没有行，该资金的财政拨款为零", statement.table.ordinal)
        elif _nature_is_zero(tables, statement):
            yield NotApplied(rule, f"{name}没有行，支出总表中该类支出为零", statement.table.ordinal)
        elif statement.printed and not any(a.yuan for _, a in statement.printed.values()):
            yield NotApplied(rule, f"{name}只印了零", statement.table.ordinal)
        else:
            yield tables.fail("E3", name, "没有一行可核对的金额，也没有注明无发生额", statement)
        return
    missing = False
    if (
        total_row(statement) is None
        and statement.axis not in _WITHOUT_TOTAL_ROW
        and not any(row.role == "item" for row in statement.rows)
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


def _nature_is_zero(tables: Tables, statement: Statement) -> bool:
    """Whether the table of spending prints zero for the one nature this statement is about."""
    spending = tables.get("EXPENDITURE_OVERVIEW")
    nature = tables.book.nature_of.get(statement.kind)
    total = total_row(spending) if spending is not None else None
    if spending is None or total is None or not nature:
        return False
    columns = nature_columns(spending, nature)
    return bool(columns) and not value(terms(spending, total, columns))


def _row_sums(tables: Tables, rule: str, statement: Statement) -> Iterator[Finding]:
    name = tables.name(statement)
    by_index = {column.index: column for column in statement.columns}
    columns = statement.amount_columns()
    totals = [column for column in columns if column.is_total]
    alike = Counter(tuple(sorted(column.members.items())) for column in columns)
    if (
        not totals
        and any(count > 1 for count in alike.values())
        and len(columns) > len({column.panel for column in columns})
    ):
        yield tables.fail(rule, name, "有多个金额列而没有合计列", statement)
    yield from _flows(tables, rule, statement)
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


def _flows(tables: Tables, rule: str, statement: Statement) -> Iterator[Finding]:
    """Money carried in and received is spent or carried out (tables of one fund with both)."""
    by_flow = {flow: statement.columns_of("flow", flow) for flow in FLOWS}
    opening, income, spent, closing = (by_flow[flow] for flow in FLOWS)
    if not (opening or closing) or not income or not spent:
        return
    for row in statement.rows:
        if row.role in _OUTSIDE or not row.amounts:
            continue
        yield tables.equation(
            rule,
            f"{tables.name(statement)}{row_words(row)}年初结转加本年收入应等于本年支出加年末结转",
            terms(statement, row, [*opening, *income]),
            terms(statement, row, [*spent, *closing]),
            (statement,),
        )


def _tree_sums(
    tables: Tables, rule: str, statement: Statement, *, total_is_missing: bool
) -> Iterator[Finding]:
    name = tables.name(statement)
    is_alone = _is_one_line(statement)
    for row in statement.rows:
        children = [c for c in statement.children(row) if c.role not in _OUTSIDE]
        if not children and (row.role != "total" or is_alone):
            continue
        for column in statement.amount_columns(row.panel):
            left = Term.printed(statement, row, column)
            if not children and not left.yuan:
                continue
            yield tables.equation(
                rule,
                f"{name}{row_words(row)}{column_words(column)}应等于下级各行之和",
                [left],
                [
                    Term.printed(
                        statement, child, statement.counterpart(column, child.panel) or column
                    )
                    for child in children
                ],
                (statement,),
            )
    if not total_is_missing:
        yield from _orphans(tables, rule, statement)


def _is_one_line(statement: Statement) -> bool:
    """Whether a table is made of one line of money: it classifies nothing.

    A 合计 under headings of codes without any code below it has lost its rows.
    """
    if any(row.role not in ("total", *_OUTSIDE) for row in statement.rows):
        return False
    has_codes = any(column.role in ("code", "code_part") for column in statement.columns)
    return not (has_codes and any(row.label for row in statement.rows if row.role == "total"))


def _orphans(tables: Tables, rule: str, statement: Statement) -> Iterator[Finding]:
    """Money in a row that belongs to no total is seen by no sum."""
    if statement.axis in _WITHOUT_TOTAL_ROW:
        return
    top = total_row(statement)
    for row in statement.rows:
        if row is top or row.role in ("total", "item", *_OUTSIDE) or row.parent is not None:
            continue
        if any(amount.yuan for amount in row.amounts.values()):
            yield tables.fail(
                rule, tables.name(statement) + row_words(row), "有金额而不属于任何合计", statement
            )


def _lists(tables: Tables, rule: str, statement: Statement) -> Iterator[Finding]:
    """Lists side by side: every total and subtotal adds up what belongs to it, both sides agree."""
    name = tables.name(statement)
    for row in statement.rows:
        children = [c for c in statement.children(row) if c.role not in _OUTSIDE]
        for column in statement.amount_columns(row.panel) if children else []:
            if column.index not in row.amounts and _is_paid_elsewhere(statement, row):
                yield NotApplied(
                    rule, f"{name}{row_words(row)}的金额印在旁边一列", statement.table.ordinal
                )
                continue
            left = [Term.printed(statement, row, column)]
            right = [Term.printed(statement, child, column) for child in children]
            yield tables.equation(
                rule,
                f"{name}{row_words(row)}{column_words(column)}应等于其各项之和",
                left,
                [*right, *_unlisted_carry(statement, row, left, right)],
                (statement,),
            )
    yield from _row_sums(tables, rule, statement)
    tops = {item: _tops(statement, item) for item, _ in _SIDES}
    is_one_list = len({row.panel for row in statement.rows}) == 1
    for item, words in _SIDES:
        if is_one_list and any(tops.values()):
            continue
        if not tops[item] and has_money(statement):
            yield tables.fail(rule, name, f"找不到“{words}”", statement)
    yield from _loose(tables, rule, statement)
    for income in tops["INCOME_TOTAL"][:1]:
        for number, top in enumerate(tops["EXPENDITURE_TOTAL"]):
            words = "" if len(tops["EXPENDITURE_TOTAL"]) == 1 else f"（第{number + 1}列）"
            yield tables.equation(
                rule,
                f"{name}收入总计应等于支出总计{words}",
                item_terms(statement, income),
                item_terms(statement, top),
                (statement,),
            )


def _unlisted_carry(
    statement: Statement, row: Row, left: Sequence[Term], right: Sequence[Term]
) -> list[Term]:
    """Money carried in that a form counts in 支出总计 without listing what it is spent on.

    Only where the two sides' totals agree and it is exactly what the spending items lack.
    """
    if row.item != "EXPENDITURE_TOTAL" or value(left) == value(right):
        return []
    carried = [
        term
        for other in statement.rows_of_item("CARRIED_OVER")
        for term in item_terms(statement, other)
    ]
    return next(([t] for t in carried if value(left) == value(right) + t.yuan and t.yuan), [])


def _is_paid_elsewhere(statement: Statement, row: Row) -> bool:
    """Whether a total without an amount is printed once for several lists side by side."""
    return any(
        other.item == row.item and other.panel != row.panel and other.amounts
        for other in statement.rows
    )


def _tops(statement: Statement, item: str) -> list[Row]:
    """The grand totals of a side that print an amount, one a panel."""
    return [
        row for row in statement.rows_of_item(item) if item_terms(statement, row) and row.amounts
    ]


def _loose(tables: Tables, rule: str, statement: Statement) -> Iterator[Finding]:
    """Money in an item that belongs to no total is seen by no sum."""
    totals = {row.panel for item, _ in _SIDES for row in statement.rows_of_item(item)}
    for row in statement.rows:
        if row.panel not in totals or row.role in _OUTSIDE or row.parent is not None:
            continue
        if row.item in ("INCOME_TOTAL", "EXPENDITURE_TOTAL"):
            continue
        if value(item_terms(statement, row)):
            yield tables.fail(
                rule, tables.name(statement) + row_words(row), "有金额而不属于任何合计", statement
            )
