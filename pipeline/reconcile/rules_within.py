"""Sums within one statement (W rules): rows over columns, parents over children, lists in order.

Belongs here: what must add up inside one table, whatever its kind.
Does not belong here: anything between tables (`rules_overview` and the following), words and codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.interpret.statement import Row, Statement
from pipeline.reconcile.case import Case
from pipeline.reconcile.equations import Equation, Finding, NotApplied, Side, Term, yuan_of
from pipeline.reconcile.printed_terms import (
    column_words,
    has_money,
    item_terms,
    nature_columns,
    row_words,
    terms,
)
from pipeline.reconcile.registry import computes
from schemas.vocabulary import ColumnRole, Dimension, Flow, Item, RowAxis, RowRole, StatementKind

# W0 and the rules of single kinds of statements (`applies_to` in `rules.csv`).
WITHIN_RULES = tuple(f"W{number}" for number in range(13))
# Rows that say what others hold, or that nobody understood: never part of a sum.
_OUTSIDE = frozenset({RowRole.OF_WHICH, RowRole.UNKNOWN})
_SIDES = ((Item.INCOME_TOTAL, "收入总计"), (Item.EXPENDITURE_TOTAL, "支出总计"))
_CODE_COLUMNS = frozenset({ColumnRole.CODE, ColumnRole.CODE_PART})


@computes(*WITHIN_RULES, adds_to=("E3",))
def within(case: Case) -> Iterator[Finding]:
    """The sums of each statement: the rule is the one declared for its kind, else W0."""
    for statement in case.report.statements:
        rule = case.book.within_rule(statement.kind)
        if statement.kind in case.book.free_kinds:
            yield NotApplied("W0", "此表没有规定的合计可核对", statement.table.ordinal)
        elif statement.axis == RowAxis.LISTS:
            yield from _lists(case, rule, statement)
        else:
            yield from _table(case, rule, statement)


def _table(case: Case, rule: str, statement: Statement) -> Iterator[Finding]:
    """Rows over columns and parents over children; a table must have something to add up."""
    if not statement.amount_columns() or all(row.role in _OUTSIDE for row in statement.rows):
        yield _without_rows(case, rule, statement)
        return
    # Rows known by name have totals among them, or none of their own.
    total_is_missing = (
        statement.top_row() is None
        and statement.axis != RowAxis.ITEM
        and not any(row.role == RowRole.ITEM for row in statement.rows)
        and not (statement.is_empty_declared and not has_money(statement))
    )
    if total_is_missing:
        words = "找不到合计行，各行之和无从核对"
        yield case.fail(rule, case.title(statement), words, statement)
    yield from _row_sums(case, rule, statement)
    yield from _tree_sums(case, rule, statement, total_is_missing=total_is_missing)


def _without_rows(case: Case, rule: str, statement: Statement) -> Finding:
    """E3, unless something says that there is nothing to print."""
    name = case.title(statement)
    if statement.is_empty_declared:
        reason = "注明无发生额且没有行"
    elif _fund_is_zero(case, statement):
        reason = "没有行，该资金的财政拨款为零"
    elif _nature_is_zero(case, statement):
        reason = "没有行，支出总表中该类支出为零"
    elif statement.printed and not any(a.yuan for _, a in statement.printed.values()):
        reason = "只印了零"
    else:
        return case.fail("E3", name, "没有一行可核对的金额，也没有注明无发生额", statement)
    return NotApplied(rule, name + reason, statement.table.ordinal)


def _fund_is_zero(case: Case, statement: Statement) -> bool:
    """Whether another table prints zero for the one fund this statement is about."""
    fiscal = case.get(StatementKind.FISCAL_OVERVIEW)
    for fund, kind in case.book.by_function.items():
        if kind == statement.kind and fiscal is not None:
            row = fiscal.row_by_item(fund)
            return row is not None and bool(row.amounts) and not yuan_of(item_terms(fiscal, row))
    return False


def _nature_is_zero(case: Case, statement: Statement) -> bool:
    """Whether the table of spending prints zero for the one nature this statement is about."""
    spending = case.get(StatementKind.EXPENDITURE_OVERVIEW)
    nature = case.book.nature_of.get(statement.kind)
    total = spending.top_row() if spending is not None else None
    if spending is None or total is None or not nature:
        return False
    columns = nature_columns(spending, nature)
    return bool(columns) and not yuan_of(terms(spending, total, columns))


def _adds_up(
    case: Case,
    rule: str,
    statement: Statement,
    words: str,
    left: Sequence[Term],
    right: Sequence[Term],
) -> Equation:
    """An equation within one statement; `words` say what should equal what."""
    scope = case.title(statement) + words
    return case.equation(rule, scope, Side(left, (statement,)), Side(right, (statement,)))


def _row_sums(case: Case, rule: str, statement: Statement) -> Iterator[Finding]:
    """Each total column of a row adds up its columns."""
    by_index = {column.index: column for column in statement.columns}
    columns = statement.amount_columns()
    totals = [column for column in columns if column.is_total]
    alike = Counter(tuple(sorted(column.members.items())) for column in columns)
    if (
        not totals
        and any(count > 1 for count in alike.values())
        and len(columns) > len({column.panel for column in columns})
    ):
        yield case.fail(rule, case.title(statement), "有多个金额列而没有合计列", statement)
    yield from _flows(case, rule, statement)
    for row in statement.rows:
        if not row.amounts:
            continue
        for column in totals:
            words = f"{row_words(row)}{column_words(column)}应等于各列之和"
            left = [Term.printed(statement, row, column)]
            right = terms(statement, row, [by_index[index] for index in column.sum_of])
            yield _adds_up(case, rule, statement, words, left, right)


def _flows(case: Case, rule: str, statement: Statement) -> Iterator[Finding]:
    """Money carried in and received is spent or carried out (tables of one fund with both)."""
    opening, income, spent, closing = (statement.columns_of(Dimension.FLOW, flow) for flow in Flow)
    if not (opening or closing) or not income or not spent:
        return
    for row in statement.rows:
        if row.role in _OUTSIDE or not row.amounts:
            continue
        words = f"{row_words(row)}年初结转加本年收入应等于本年支出加年末结转"
        left = terms(statement, row, [*opening, *income])
        right = terms(statement, row, [*spent, *closing])
        yield _adds_up(case, rule, statement, words, left, right)


def _tree_sums(
    case: Case, rule: str, statement: Statement, *, total_is_missing: bool
) -> Iterator[Finding]:
    """Each row with rows below it adds them up, column by column."""
    is_alone = _is_one_line(statement)
    for row in statement.rows:
        children = _summed_children(statement, row)
        if not children and (row.role != RowRole.TOTAL or is_alone):
            continue
        for column in statement.amount_columns(row.panel):
            left = Term.printed(statement, row, column)
            if not children and not left.yuan:
                continue
            words = f"{row_words(row)}{column_words(column)}应等于下级各行之和"
            right = [
                Term.printed(statement, child, statement.counterpart(column, child.panel) or column)
                for child in children
            ]
            yield _adds_up(case, rule, statement, words, [left], right)
    if not total_is_missing and statement.axis != RowAxis.ITEM:
        yield from _outside_totals(case, rule, statement)


def _summed_children(statement: Statement, row: Row) -> list[Row]:
    """The rows below a row that are part of its sum."""
    return [child for child in statement.children(row) if child.role not in _OUTSIDE]


def _is_one_line(statement: Statement) -> bool:
    """Whether a table is made of one line of money: it classifies nothing.

    A 合计 under headings of codes without any code below it has lost its rows.
    """
    if any(row.role not in (RowRole.TOTAL, *_OUTSIDE) for row in statement.rows):
        return False
    has_codes = any(column.role in _CODE_COLUMNS for column in statement.columns)
    return not (has_codes and any(r.label for r in statement.rows if r.role == RowRole.TOTAL))


def _outside_totals(case: Case, rule: str, statement: Statement) -> Iterator[Finding]:
    """Money in a row that belongs to no total is seen by no sum."""
    top = statement.top_row()
    for row in statement.rows:
        if row is top or row.role in (RowRole.TOTAL, RowRole.ITEM, *_OUTSIDE):
            continue
        if row.parent is None and any(amount.yuan for amount in row.amounts.values()):
            yield _belongs_to_no_total(case, rule, statement, row)


def _belongs_to_no_total(case: Case, rule: str, statement: Statement, row: Row) -> Finding:
    scope = case.title(statement) + row_words(row)
    return case.fail(rule, scope, "有金额而不属于任何合计", statement)


def _lists(case: Case, rule: str, statement: Statement) -> Iterator[Finding]:
    """Lists side by side: every total and subtotal adds up what belongs to it, both sides agree."""
    yield from _list_sums(case, rule, statement)
    yield from _row_sums(case, rule, statement)
    tops = {item: _tops(statement, item) for item, _ in _SIDES}
    is_one_list = len({row.panel for row in statement.rows}) == 1
    for item, words in _SIDES:
        if is_one_list and any(tops.values()):
            continue
        if not tops[item] and has_money(statement):
            yield case.fail(rule, case.title(statement), f"找不到“{words}”", statement)
    yield from _outside_lists(case, rule, statement)
    spent = tops[Item.EXPENDITURE_TOTAL]
    for income in tops[Item.INCOME_TOTAL][:1]:
        for number, top in enumerate(spent, start=1):
            words = "收入总计应等于支出总计" + (f"（第{number}列）" if len(spent) > 1 else "")
            left, right = item_terms(statement, income), item_terms(statement, top)
            yield _adds_up(case, rule, statement, words, left, right)


def _list_sums(case: Case, rule: str, statement: Statement) -> Iterator[Finding]:
    for row in statement.rows:
        children = _summed_children(statement, row)
        for column in statement.amount_columns(row.panel) if children else []:
            if column.index not in row.amounts and _is_printed_beside(statement, row):
                words = f"{case.title(statement)}{row_words(row)}的金额印在旁边一列"
                yield NotApplied(rule, words, statement.table.ordinal)
                continue
            words = f"{row_words(row)}{column_words(column)}应等于其各项之和"
            left = [Term.printed(statement, row, column)]
            right = [Term.printed(statement, child, column) for child in children]
            right += _unlisted_carry(statement, row, left, right)
            yield _adds_up(case, rule, statement, words, left, right)


def _unlisted_carry(
    statement: Statement, row: Row, left: Sequence[Term], right: Sequence[Term]
) -> list[Term]:
    """Money carried in that a form counts in 支出总计 without listing what it is spent on.

    Only where the two sides' totals agree and it is exactly what the spending items lack.
    """
    missing = yuan_of(left) - yuan_of(right)
    if row.item != Item.EXPENDITURE_TOTAL or not missing:
        return []
    carried = [
        term
        for other in statement.rows_of_item(Item.CARRIED_OVER)
        for term in item_terms(statement, other)
    ]
    return [term for term in carried if term.yuan == missing][:1]


def _is_printed_beside(statement: Statement, row: Row) -> bool:
    """Whether a total without an amount is printed once for several lists side by side."""
    return any(
        other.item == row.item and other.panel != row.panel and other.amounts
        for other in statement.rows
    )


def _tops(statement: Statement, item: Item) -> list[Row]:
    """The grand totals of a side that print an amount, one a panel."""
    return [
        row for row in statement.rows_of_item(item) if item_terms(statement, row) and row.amounts
    ]


def _outside_lists(case: Case, rule: str, statement: Statement) -> Iterator[Finding]:
    """Money in an item of a list that belongs to no total is seen by no sum."""
    sides = [item for item, _ in _SIDES]
    panels = {row.panel for item in sides for row in statement.rows_of_item(item)}
    for row in statement.rows:
        if row.panel not in panels or row.role in _OUTSIDE or row.parent is not None:
            continue
        if row.item not in sides and yuan_of(item_terms(statement, row)):
            yield _belongs_to_no_total(case, rule, statement, row)
