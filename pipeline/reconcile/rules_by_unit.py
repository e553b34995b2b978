"""The tables of basic and project spending by body, with the rest of the report (X15 to X18).

Belongs here: equations of 基本支出预算表 and 项目支出及其他支出预算表 with other tables.
Does not belong here: forms of performance targets (`rules_targets`), key projects of the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.interpret.statement import Row, Statement
from pipeline.reconcile.case import Case
from pipeline.reconcile.comparisons import (
    carried_severity,
    income_item,
    spending_total,
)
from pipeline.reconcile.equations import Finding, NotApplied, Side, Untestable, yuan_of
from pipeline.reconcile.printed_terms import (
    code_rows,
    fund_columns,
    grand_columns,
    nature_columns,
    row_side,
    row_words,
    terms,
    total_side,
)
from pipeline.reconcile.registry import computes
from schemas.vocabulary import Fund, Nature, RowRole, Severity, StatementKind

BY_UNIT = (
    (StatementKind.BASIC_BY_UNIT, Nature.BASIC),
    (StatementKind.PROJECT_BY_UNIT, Nature.PROJECT),
)


@computes("X15")
def units_in_spending(case: Case) -> Iterator[Finding]:
    """The totals of the tables by body are the natures of the table of spending."""
    overview = case.get(StatementKind.BUDGET_OVERVIEW)
    spending = case.need(StatementKind.EXPENDITURE_OVERVIEW)
    totals: list[Side] = []
    for kind, natures, words in (
        (StatementKind.BASIC_BY_UNIT, (Nature.BASIC,), "基本支出"),
        (StatementKind.PROJECT_BY_UNIT, case.book.project_table_natures, "项目及其他支出"),
    ):
        statement = case.get(kind)
        if statement is None:
            yield NotApplied("X15", f"没有{words}预算表")
            continue
        columns, grand = nature_columns(spending, *natures), grand_columns(statement)
        if spending.top_row() is None or not columns:
            yield NotApplied("X15", f"{case.title(spending)}没有“{words}”", spending.table.ordinal)
            continue
        if statement.top_row() is None or not grand:
            yield NotApplied("X15", f"{case.title(statement)}没有合计", statement.table.ordinal)
            continue
        totals.append(total_side(statement, grand))
        yield case.equation(
            "X15",
            f"{case.title(statement)}总计应等于{case.title(spending)}合计行的{words}",
            totals[-1],
            total_side(spending, columns),
            severity=carried_severity(case),
        )
    if overview is not None and len(totals) == len(BY_UNIT):
        both = sum(totals, Side())
        names = "、".join(case.title(statement) for statement in both.statements)
        yield case.equation(
            "X15",
            f"{case.title(overview)}支出总计应等于{names}总计之和",
            spending_total(overview, spending, both),
            both,
            severity=carried_severity(case),
        )


@computes("X16")
def units_by_fund(case: Case) -> Iterator[Finding]:
    """The columns of funds of the tables by body are the natures of the tables of those funds."""
    for kind, nature in BY_UNIT:
        statement = case.get(kind)
        if statement is None or statement.top_row() is None:
            yield NotApplied("X16", f"没有可核对的{case.book.name(nature)}预算表")
            continue
        for fund, by_function in case.book.by_function.items():
            yield _fund_of_units(case, statement, nature, fund, by_function)


def _fund_of_units(
    case: Case, statement: Statement, nature: Nature, fund: str, by_function: str
) -> Finding:
    other = case.get(by_function)
    if other is None:
        return NotApplied("X16", f"报告中没有《{case.book.name(by_function)}》")
    columns, others = fund_columns(statement, fund, case.book), nature_columns(other, nature)
    fund_name, nature_name = case.book.name(fund), case.book.name(nature)
    if not columns:
        return NotApplied("X16", f"{case.title(statement)}不列“{fund_name}”")
    left = total_side(statement, columns)
    if (other.top_row() is None or not others) and left.yuan:
        return NotApplied("X16", f"{case.title(other)}没有“{nature_name}”")
    return case.equation(
        "X16",
        f"{case.title(statement)}“{fund_name}”合计应等于{case.title(other)}的{nature_name}合计",
        left,
        total_side(other, others),
        severity=carried_severity(case),
    )


@computes("X17", "X17b")
def units_by_other_money(case: Case) -> Iterator[Finding]:
    """Money beside fiscal appropriation: the overview against both tables by body together."""
    overview = case.need(StatementKind.BUDGET_OVERVIEW)
    by_unit = [case.need(kind) for kind, _ in BY_UNIT]
    if not all(statement.top_row() for statement in by_unit):
        raise Untestable("基本支出预算表或项目支出预算表没有合计")
    for rule, fund, items in (
        ("X17", Fund.SPECIAL_ACCOUNT, (Fund.SPECIAL_ACCOUNT,)),
        ("X17b", Fund.OTHER_FUND, case.book.other_funds),
    ):
        columns = [fund_columns(statement, fund, case.book) for statement in by_unit]
        right = sum(map(total_side, by_unit, columns), Side())
        listed = (income_item(case, overview, item) for item in items)
        left = sum((side for side in listed if side is not None), Side((), (overview,)))
        name = case.book.name(fund)
        if any(columns) and left.terms:
            yield case.equation(
                rule,
                f"{case.title(overview)}“{name}”应等于基本、项目支出预算表该列之和",
                left,
                right,
                severity=carried_severity(case),
            )
        elif left.yuan or right.yuan:
            yield case.fail(rule, f"“{name}”", "有金额，但只有一方列出", overview, *by_unit)
        else:
            yield NotApplied(rule, f"收支总表或基本、项目支出预算表不列“{name}”")


@computes("X18")
def categories_of_basic_spending(case: Case) -> Iterator[Finding]:
    """The economic categories of basic spending by body are classes of the economic table."""
    basic = case.need(StatementKind.BASIC_BY_UNIT)
    econ = case.need(StatementKind.GENERAL_BASIC_BY_ECON)
    columns, grand = fund_columns(basic, Fund.GENERAL_PUBLIC, case.book), grand_columns(econ)
    categories: dict[str, list[Row]] = {}
    for row in basic.rows_by_role(RowRole.CATEGORY):
        if row.code:
            categories.setdefault(row.code, []).append(row)
    classes = {code: row for code, row in code_rows(econ).items() if len(code) == 3}
    if not columns or not grand or not categories or not classes:
        raise Untestable("基本支出预算表不按经济类别列示，或没有一般公共预算列")
    printed = {
        code
        for code, rows in categories.items()
        if any(yuan_of(terms(basic, row, columns)) for row in rows)
    }
    of_classes = {code for code, row in classes.items() if yuan_of(terms(econ, row, grand))}
    for code in sorted(categories.keys() | classes.keys()):
        rows = categories.get(code, [])
        shown = classes.get(code) or rows[0]
        yield case.equation(
            "X18",
            f"{case.title(econ)}{row_words(shown)}应等于{case.title(basic)}各单位该类别（一般公共预算）之和",
            row_side(econ, classes.get(code), grand),
            Side([term for row in rows for term in terms(basic, row, columns)], (basic,)),
            severity=None if printed == of_classes else Severity.SOFT,
        )
