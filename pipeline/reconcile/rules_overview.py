"""The overview of income and expenditure with the tables of income and of spending (X1 to X8).

Belongs here: equations between 收支总表, 收入总表 and 支出总表.
Does not belong here: fiscal appropriation (`rules_fiscal`), tables by body (`rules_by_unit`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pipeline.interpret.statement import Column, Statement
from pipeline.reconcile.case import Case
from pipeline.reconcile.comparisons import (
    carried_severity,
    class_by_class,
    code_by_code,
    income_item,
    list_item,
    member_by_member,
    nearest,
    outermost,
    spending_total,
)
from pipeline.reconcile.equations import Finding, NotApplied, Side, Untestable, amount_text
from pipeline.reconcile.printed_terms import (
    class_rows,
    fund_columns,
    grand_columns,
    is_by_function,
    nature_columns,
    total_side,
)
from pipeline.reconcile.registry import computes
from schemas.vocabulary import Dimension, Fund, Item, Nature, Severity, StatementKind


@computes("X1", "X2", "X3", "X4", "X5")
def overview_and_revenue(case: Case) -> Iterator[Finding]:
    """The items of income of the overview are the columns of the table of income."""
    overview = case.need(StatementKind.BUDGET_OVERVIEW)
    revenue = case.need(StatementKind.REVENUE_OVERVIEW)
    if revenue.top_row() is None:
        yield case.lacks("X5", revenue, "合计行")
        return
    pairs = [
        ("X1", Fund.FISCAL_APPROPRIATION),
        ("X2", Fund.SPECIAL_ACCOUNT),
        ("X3", Fund.OTHER_FUND),
        *(("X4", fund) for fund in case.book.own_column_funds),
    ]
    for rule, fund in pairs:
        yield _fund_of_income(case, rule, fund, overview, revenue)
    columns = grand_columns(revenue)
    if not columns or overview.row_by_item(Item.INCOME_TOTAL) is None:
        yield case.lacks("X5", overview if columns else revenue, "收入的合计")
        return
    right = total_side(revenue, columns)
    yield case.equation(
        "X5",
        f"{case.title(overview)}收入总计应等于{case.title(revenue)}合计",
        nearest(_income_totals(overview), right, overview),
        right,
    )


def _income_totals(overview: Statement) -> list[Side]:
    """Ways an overview prints what a table of income adds up: all, this year's, all but carried."""
    top = list_item(overview, Item.INCOME_TOTAL)
    current = list_item(overview, Item.CURRENT_YEAR_INCOME)
    if not top.terms:
        return [current]
    carried = outermost(overview, Item.CARRIED_OVER, -1)
    return [top, current, top + carried + outermost(overview, Item.USE_OF_FUND_BALANCE, -1)]


def _fund_of_income(
    case: Case, rule: str, fund: str, overview: Statement, revenue: Statement
) -> Finding:
    left = income_item(case, overview, fund)
    columns = fund_columns(revenue, fund, case.book)
    right = total_side(revenue, columns)
    name = case.book.name(fund)
    severity = carried_severity(case)
    if fund == Fund.CARRIED_OVER and not columns:
        return NotApplied(rule, f"{case.title(revenue)}只列本年收入")
    if left is not None and columns:
        return case.equation(
            rule,
            f"{case.title(overview)}“{name}”应等于{case.title(revenue)}合计行的该项",
            left,
            right,
            severity=severity,
        )
    if left is None and not columns:
        return NotApplied(rule, f"两表都不列“{name}”")
    # A fund that one form does not print must be nothing in the other.
    printing, silent = (revenue, overview) if left is None else (overview, revenue)
    side = left or right
    if not side.has_money:
        return NotApplied(rule, f"只有{case.title(printing)}列“{name}”，金额为零")
    return case.fail(
        rule,
        f"{case.title(printing)}“{name}”",
        f"有 {amount_text(side.yuan)}，但{case.title(silent)}不列这一项",
        printing,
        silent,
        severity=Severity.SOFT,
    )


@computes("X6", "X6b", "X7")
def overview_and_spending(case: Case) -> Iterator[Finding]:
    """The classes, further natures and total of the overview are those of the table of spending."""
    overview = case.need(StatementKind.BUDGET_OVERVIEW)
    spending = case.need(StatementKind.EXPENDITURE_OVERVIEW)
    yield from _classes_of_overview(case, overview, spending)
    if spending.top_row() is None:
        yield case.lacks("X7", spending, "合计行")
        return
    apart = {nature: nature_columns(spending, nature) for nature in case.book.own_row_natures}
    yield from member_by_member(case, "X6b", overview, spending, apart)
    columns = _all_spending(spending)
    right = total_side(spending, columns)
    left = spending_total(overview, spending, right)
    if not columns or not left.terms:
        yield case.lacks("X7", overview if columns else spending, "支出的合计")
        return
    yield case.equation(
        "X7",
        f"{case.title(overview)}支出总计应等于{case.title(spending)}合计",
        left,
        right,
    )


def _classes_of_overview(case: Case, overview: Statement, spending: Statement) -> Iterator[Finding]:
    """X6: the columns of 对附属, 上缴 and 结转 count only where the overview has no row for them."""
    if not is_by_function(spending):
        yield NotApplied("X6", "支出总体情况表不按功能科目列示", spending.table.ordinal)
    elif not class_rows(overview):
        yield NotApplied("X6", "收支总体情况表不列功能分类", overview.table.ordinal)
    else:
        apart = {n for n in case.book.own_row_natures if overview.row_by_item(n) is not None}
        columns = _of_classes(spending, _natures(spending) - apart - {Nature.CARRY_FORWARD})
        yield from class_by_class(case, "X6", overview, [(spending, columns)], "的本类支出之和")


def _natures(spending: Statement) -> set[str]:
    """The natures that columns of a table of spending print."""
    return {
        column.members[Dimension.NATURE]
        for column in spending.amount_columns()
        if Dimension.NATURE in column.members
    }


def _all_spending(spending: Statement) -> list[Column]:
    """The column that adds all spending up, else the columns of its natures."""
    grand = grand_columns(spending)
    parts = [c for c in spending.amount_columns() if Dimension.NATURE in c.members]
    return grand if grand and grand[0].is_total else parts or grand


def _of_classes(spending: Statement, natures: Collection[str]) -> list[Column]:
    """Columns of spending that the classes of the overview count: these natures, and parts of the
    total no heading gives a nature (funds that a form does not tell apart further)."""
    columns = nature_columns(spending, *sorted(natures))
    grand = spending.grand_column()
    if not columns or grand is None:
        return columns or grand_columns(spending)
    by_index = {column.index: column for column in spending.columns}
    pending = [by_index[index] for index in grand.sum_of]
    while pending:
        column = pending.pop()
        if Dimension.NATURE in column.members:
            continue
        pending.extend(by_index[index] for index in column.sum_of)
        if not column.sum_of:
            columns.append(column)
    return sorted(columns, key=lambda column: column.index)


@computes("X8")
def revenue_and_spending(case: Case) -> Iterator[Finding]:
    """Income and spending of a code are equal, where income is listed by function."""
    revenue = case.need(StatementKind.REVENUE_OVERVIEW)
    spending = case.need(StatementKind.EXPENDITURE_OVERVIEW)
    for statement, name in ((spending, "支出总体情况表"), (revenue, "收入总体情况表")):
        if not is_by_function(statement):
            raise Untestable(f"{name}不按功能科目列示", statement.table.ordinal)
    left, right = grand_columns(revenue), grand_columns(spending)
    if not left or not right:
        yield case.lacks("X8", spending if left else revenue, "合计列")
        return
    yield from code_by_code(
        case, "X8", (revenue, left), (spending, right), "合计", carried_severity(case)
    )
