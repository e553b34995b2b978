"""Fiscal appropriation: its overview, the tables of its funds, and their economic classes (X9 to X14).

Belongs here: equations of 财政拨款收支总表 and the general public budget with other tables.
Does not belong here: tables by body (`rules_by_unit`), three public (`rules_three_public`).
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.interpret.statement import Statement
from pipeline.reconcile.case import Case
from pipeline.reconcile.comparisons import (
    Counted,
    carried_severity,
    class_by_class,
    code_by_code,
    income_item,
    is_carried,
    list_item,
    member_by_member,
    other_money,
)
from pipeline.reconcile.equations import Finding, NotApplied, Side, Untestable, yuan_of
from pipeline.reconcile.printed_terms import (
    class_rows,
    fund_columns,
    grand_columns,
    has_money,
    is_by_function,
    item_side,
    item_terms,
    leaf_count,
    nature_columns,
    panel_totals,
    terms,
    total_side,
)
from pipeline.reconcile.registry import computes
from schemas.vocabulary import Dimension, Flow, Fund, Item, Nature, StatementKind

ECON_OF_NATURE = (
    (Nature.BASIC, StatementKind.GENERAL_BASIC_BY_ECON),
    (Nature.PROJECT, StatementKind.GENERAL_PROJECT_BY_ECON),
)
SPENT = (Nature.BASIC, Nature.PROJECT)


@computes("X9")
def fiscal_funds_in_revenue(case: Case) -> Iterator[Finding]:
    """The funds of the fiscal overview are columns of the table of income."""
    fiscal = case.need(StatementKind.FISCAL_OVERVIEW)
    revenue = case.need(StatementKind.REVENUE_OVERVIEW)
    if revenue.top_row() is None:
        raise Untestable("收入总体情况表没有合计")
    columns = {fund: fund_columns(revenue, fund, case.book) for fund in case.book.by_function}
    yield from member_by_member(case, "X9", fiscal, revenue, columns, carried_severity(case))


@computes("X11")
def appropriation_in_overview(case: Case) -> Iterator[Finding]:
    """What the overview calls appropriation is the total of the fiscal overview."""
    fiscal = case.need(StatementKind.FISCAL_OVERVIEW)
    overview = case.need(StatementKind.BUDGET_OVERVIEW)
    left = income_item(case, overview, Fund.FISCAL_APPROPRIATION)
    if left is None:
        raise Untestable("收支总体情况表不列预算拨款")
    carried = item_side(fiscal, fiscal.row_by_item(Item.CARRIED_OVER), -1)
    classes = sum(1 for row in class_rows(fiscal) if yuan_of(item_terms(fiscal, row)))
    yield case.equation(
        "X11",
        f"{case.title(overview)}预算拨款应等于{case.title(fiscal)}收入总计",
        left,
        list_item(fiscal, Item.INCOME_TOTAL) + carried + Side(leaf_count=classes),
        severity=carried_severity(case),
    )


@computes("X10")
def fiscal_classes(case: Case) -> Iterator[Finding]:
    """Each function class of the fiscal overview is the sum of the tables of its funds."""
    fiscal = case.need(StatementKind.FISCAL_OVERVIEW)
    others: list[Counted] = []
    lacking: list[str] = []
    for fund, kind in case.book.by_function.items():
        statement = case.get(kind)
        if statement is not None and (is_by_function(statement) or not has_money(statement)):
            spent = nature_columns(statement, *SPENT) if _has_flows(statement) else []
            others.append((statement, spent or grand_columns(statement)))
        elif list_item(fiscal, fund).yuan:
            lacking.append(case.book.name(kind))
    if lacking or not others:
        names = "、".join(f"《{name}》" for name in lacking) or "按功能分类的财政拨款支出表"
        raise Untestable(f"报告中没有{names}，各类支出无从核对", fiscal.table.ordinal)
    if not class_rows(fiscal):
        raise Untestable(f"{case.title(fiscal)}不列功能分类", fiscal.table.ordinal)
    yield from class_by_class(case, "X10", fiscal, others, "合计之和", carried_severity(case))


def _has_flows(statement: Statement) -> bool:
    """Whether a table prints income and balances beside its spending."""
    return bool(statement.columns_of(Dimension.FLOW, Flow.EXPENDITURE))


@computes("X12")
def fiscal_funds_spent(case: Case) -> Iterator[Finding]:
    """Without carry-over each fund of the fiscal overview is all spent in its own table."""
    fiscal = case.need(StatementKind.FISCAL_OVERVIEW)
    if is_carried(case):
        raise Untestable("有结转资金，收入与当年支出不必相等")
    for fund, kind in case.book.by_function.items():
        statement, row = case.get(kind), fiscal.row_by_item(fund)
        if statement is None or row is None:
            yield NotApplied("X12", f"没有《{case.book.name(kind)}》或没有该资金的行")
            continue
        left, columns = item_side(fiscal, row), grand_columns(statement)
        if (statement.top_row() is None or not columns) and left.yuan:
            yield case.lacks("X12", statement, "合计")
            continue
        yield case.equation(
            "X12",
            f"{case.title(fiscal)}“{case.book.name(fund)}”应等于{case.title(statement)}合计",
            left,
            total_side(statement, columns),
        )


@computes("X13")
def general_in_revenue(case: Case) -> Iterator[Finding]:
    """Income of the general public budget is spent on the same codes."""
    general = case.need(StatementKind.GENERAL_BY_FUNCTION)
    revenue = case.need(StatementKind.REVENUE_OVERVIEW)
    right = grand_columns(general)
    if not right or not is_by_function(revenue):
        raise Untestable("一般公共预算支出情况表没有小计列，或收入总体情况表不按功能科目列示")
    left = fund_columns(revenue, Fund.GENERAL_PUBLIC, case.book)
    if not left:
        raise Untestable(f"{case.title(revenue)}没有一般公共预算列", revenue.table.ordinal)
    yield from code_by_code(
        case, "X13", (revenue, left), (general, right), "小计", carried_severity(case)
    )


@computes("X13b")
def general_in_spending(case: Case) -> Iterator[Finding]:
    """A body with the general public budget alone spends on each code what both tables print."""
    general = case.need(StatementKind.GENERAL_BY_FUNCTION)
    spending = case.need(StatementKind.EXPENDITURE_OVERVIEW)
    other = other_money(case)
    if other is None:
        raise Untestable("无法判断资金来源")
    if any(term.yuan for term in other) or is_carried(case):
        raise Untestable("另有其他资金或结转资金，两表不必相等", general.table.ordinal)
    for nature in SPENT:
        left, right = nature_columns(spending, nature), nature_columns(general, nature)
        name = case.book.name(nature)
        if not left or not right:
            yield NotApplied("X13b", f"没有“{name}”列")
            continue
        yield from code_by_code(case, "X13b", (spending, left), (general, right), name)


@computes("X14")
def general_by_econ(case: Case) -> Iterator[Finding]:
    """Basic and project spending of the general public budget by function and by economic class."""
    general = case.need(StatementKind.GENERAL_BY_FUNCTION)
    total = general.top_row()
    parts: list[Side] = []
    for nature, kind in ECON_OF_NATURE:
        econ, name = case.get(kind), case.book.name(nature)
        if econ is None:
            yield NotApplied("X14", f"报告中没有《{case.book.name(kind)}》")
            continue
        columns = nature_columns(general, nature)
        if total is None or not columns:
            yield NotApplied("X14", f"{case.title(general)}没有“{name}”")
            continue
        left, right = Side(terms(general, total, columns), (general,)), _econ_total(econ)
        if not right.terms and left.yuan:
            yield case.lacks("X14", econ, "合计")
            continue
        parts.append(right)
        yield case.equation(
            "X14",
            f"{case.title(general)}合计行“{name}”应等于{case.title(econ)}合计",
            left,
            right,
            # Both print the same basic spending, whatever money was carried in or out.
            severity=None if nature == Nature.BASIC else carried_severity(case),
        )
    columns = grand_columns(general)
    if len(parts) == len(ECON_OF_NATURE) and total is not None and columns:
        yield case.equation(
            "X14",
            f"{case.title(general)}合计应等于两张经济分类表合计之和",
            Side(terms(general, total, columns), (general,)),
            sum(parts, Side()),
            severity=carried_severity(case),
        )


def _econ_total(econ: Statement) -> Side:
    """The total of a table by economic class; the totals of its panels where it prints those."""
    total, grand = econ.top_row(), grand_columns(econ)
    tops = [total] if total is not None else panel_totals(econ)
    return sum(
        (item_side(econ, top) + Side(leaf_count=leaf_count(econ, top, grand)) for top in tops),
        Side((), (econ,)),
    )
