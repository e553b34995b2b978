"""Equations between statements (X and S rules): the same money printed twice must agree.

A rule applies only where its statements are there in the form it needs; where they are not it says
so (`NotApplied`). A statement that is there but lacks the row or column of the rule is a failure,
not a pass.

Belongs here: equations between tables, and the inequality X21.
Does not belong here: sums within a table (`rules_within`), text (`rules_narrative`), holding back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pipeline.interpret.statement import FLOW, Column, Row, Statement
from pipeline.interpret.statement import SPENT as SPENT_FLOW
from pipeline.reconcile.equations import Finding, NotApplied, Term, amount_text, failure
from pipeline.reconcile.lookup import (
    Tables,
    class_rows,
    code_leaf_count,
    code_rows,
    code_terms,
    fund_columns,
    grand_column,
    has_money,
    is_by_function,
    item_terms,
    leaf_count,
    nature_columns,
    panel_totals,
    row_words,
    terms,
    total_row,
    value,
)

OVERVIEW, REVENUE, SPENDING = "BUDGET_OVERVIEW", "REVENUE_OVERVIEW", "EXPENDITURE_OVERVIEW"
FISCAL, GENERAL = "FISCAL_OVERVIEW", "GENERAL_BY_FUNCTION"
BASIC_ECON, PROJECT_ECON = "GENERAL_BASIC_BY_ECON", "GENERAL_PROJECT_BY_ECON"
THREE_PUBLIC = "THREE_PUBLIC"
BY_UNIT_BASIC, BY_UNIT_PROJECT = "BASIC_BY_UNIT", "PROJECT_BY_UNIT"
APPROPRIATION = "FISCAL_APPROPRIATION"
SPENT = ("BASIC", "PROJECT")


def across(tables: Tables) -> Iterator[Finding]:
    """All findings between statements."""
    yield from _overview_revenue(tables)
    yield from _overview_spending(tables)
    yield from _revenue_spending(tables)
    yield from _fiscal(tables)
    yield from _general(tables)
    yield from _by_unit(tables)
    yield from _three_public(tables)
    yield from _econ_function(tables)


def _income_item(tables: Tables, statement: Statement, fund: str) -> list[Term] | None:
    """An income item of a list, or its parts where the form prints them; None when neither."""
    row = statement.row_by_item(fund)
    if row is not None:
        return item_terms(statement, row)
    found = [
        part
        for member in tables.book.fund_parts.get(fund, ())
        if (part := statement.row_by_item(member)) is not None
    ]
    return [term for part in found for term in item_terms(statement, part)] if found else None


def _list_value(statement: Statement, item: str) -> list[Term]:
    return item_terms(statement, statement.row_by_item(item))


def is_carried(tables: Tables) -> bool:
    """Whether money comes from last year or goes to the next: income and spending then differ."""
    for kind in (OVERVIEW, FISCAL):
        statement = tables.get(kind)
        if statement is None:
            continue
        for item in ("CARRIED_OVER", "CARRY_FORWARD"):
            if any(value(item_terms(statement, row)) for row in statement.rows_of_item(item)):
                return True
    for kind in (REVENUE, BY_UNIT_BASIC, BY_UNIT_PROJECT):
        statement = tables.get(kind)
        row = total_row(statement) if statement else None
        if statement and value(terms(statement, row, statement.columns_of("fund", "CARRIED_OVER"))):
            return True
    return False


def carried_severity(tables: Tables) -> str | None:
    """Forms count money carried over differently: rules between funds are soft where there is any."""
    return "soft" if is_carried(tables) else None


def _lacks(tables: Tables, rule: str, statement: Statement, what: str) -> Finding:
    return tables.fail(rule, tables.name(statement), f"找不到{what}", statement)


# --- 表1 with 表2 -------------------------------------------------------------------------------


def _overview_revenue(tables: Tables) -> Iterator[Finding]:
    overview, revenue = tables.get(OVERVIEW), tables.get(REVENUE)
    if overview is None or revenue is None:
        for rule in ("X1", "X2", "X3", "X4", "X5"):
            yield NotApplied(rule, "缺少收支总体情况表或收入总体情况表")
        return
    total = total_row(revenue)
    if total is None:
        yield _lacks(tables, "X5", revenue, "合计行")
        return
    pairs = [("X1", APPROPRIATION), ("X2", "SPECIAL_ACCOUNT"), ("X3", "OTHER_FUND")]
    pairs += [("X4", fund) for fund in tables.book.own_column_funds]
    for rule, fund in pairs:
        yield from _income_pair(tables, rule, fund, overview, revenue, total)
    grand = grand_column(revenue)
    top = overview.row_by_item("INCOME_TOTAL")
    if grand is None or top is None:
        yield _lacks(tables, "X5", revenue if grand is None else overview, "收入的合计")
        return
    right = terms(revenue, total, [grand])
    yield tables.equation(
        "X5",
        f"{tables.name(overview)}收入总计应等于{tables.name(revenue)}合计",
        _nearest(_income_totals(overview), right),
        right,
        (overview, revenue),
        leaf_count=leaf_count(revenue, total, [grand]),
    )


def _income_totals(overview: Statement) -> list[list[Term]]:
    """Ways an overview prints what a table of income adds up: all, this year's, all but carried."""
    top = _list_value(overview, "INCOME_TOTAL")
    current = _list_value(overview, "CURRENT_YEAR_INCOME")
    carried = [
        term
        for item in ("CARRIED_OVER", "USE_OF_FUND_BALANCE")
        for row in overview.rows_of_item(item)
        if row.parent is None or overview.rows[row.parent].item != item
        for term in item_terms(overview, row, -1)
    ]
    return [way for way in (top, current, [*top, *carried] if top else []) if way]


def _nearest(ways: Sequence[list[Term]], right: Sequence[Term]) -> list[Term]:
    """Of several printed totals the one that equals the other side; the first when none does."""
    wanted = value(right)
    return next((way for way in ways if value(way) == wanted), ways[0] if ways else [])


def _income_pair(
    tables: Tables, rule: str, fund: str, overview: Statement, revenue: Statement, total: Row
) -> Iterator[Finding]:
    left = _income_item(tables, overview, fund)
    columns = fund_columns(revenue, fund, tables.book)
    name = tables.book.name(fund)
    severity = carried_severity(tables)
    if fund == "CARRIED_OVER" and not columns:
        yield NotApplied(rule, f"{tables.name(revenue)}只列本年收入")
        return
    if left is None and not columns:
        yield NotApplied(rule, f"两表都不列“{name}”")
        return
    if left is None or not columns:
        # A fund that one form does not print must be nothing in the other.
        owner = revenue if left is None else overview
        amount = terms(revenue, total, columns) if left is None else left
        if any(term.yuan for term in amount):
            other = overview if left is None else revenue
            yield tables.fail(
                rule,
                f"{tables.name(owner)}“{name}”",
                f"有 {amount_text(value(amount))}，但{tables.name(other)}不列这一项",
                owner,
                other,
                severity="soft",
            )
        else:
            yield NotApplied(rule, f"只有{tables.name(owner)}列“{name}”，金额为零")
        return
    yield tables.equation(
        rule,
        f"{tables.name(overview)}“{name}”应等于{tables.name(revenue)}合计行的该项",
        left,
        terms(revenue, total, columns),
        (overview, revenue),
        leaf_count=leaf_count(revenue, total, columns),
        severity=severity,
    )


# --- 表1 with 表3 -------------------------------------------------------------------------------


def _overview_spending(tables: Tables) -> Iterator[Finding]:
    overview, spending = tables.get(OVERVIEW), tables.get(SPENDING)
    if overview is None or spending is None:
        for rule in ("X6", "X6b", "X7"):
            yield NotApplied(rule, "缺少收支总体情况表或支出总体情况表")
        return
    book = tables.book
    own_rows = [n for n in book.own_row_natures if overview.row_by_item(n) is not None]
    natures = {c.members["nature"] for c in spending.amount_columns() if "nature" in c.members}
    if not is_by_function(spending):
        yield NotApplied("X6", "支出总体情况表不按功能科目列示", spending.table.ordinal)
    elif not class_rows(overview):
        yield NotApplied("X6", "收支总体情况表不列功能分类", overview.table.ordinal)
    else:
        counted = _of_classes(spending, natures - set(own_rows) - {"CARRY_FORWARD"})
        yield from _classes(tables, "X6", overview, [(spending, counted)], "的本类支出之和")
    total = total_row(spending)
    if total is None:
        yield _lacks(tables, "X7", spending, "合计行")
        return
    for nature in book.own_row_natures:
        columns = nature_columns(spending, nature)
        row = overview.row_by_item(nature)
        name = book.name(nature)
        if not columns or row is None:
            yield NotApplied("X6b", f"只有一张表列出“{name}”或都不列")
            continue
        yield tables.equation(
            "X6b",
            f"{tables.name(overview)}“{name}”应等于{tables.name(spending)}合计行该列",
            item_terms(overview, row),
            terms(spending, total, columns),
            (overview, spending),
            leaf_count=leaf_count(spending, total, columns),
        )
    grand = grand_column(spending)
    parts = [c for c in spending.amount_columns() if c.members.get("nature") in natures]
    columns = (
        [grand] if grand is not None and grand.is_total else parts or [grand] if grand else parts
    )
    left = _spending_total(tables, overview, spending, terms(spending, total, columns))
    if not columns or not left:
        yield _lacks(tables, "X7", overview if columns else spending, "支出的合计")
        return
    yield tables.equation(
        "X7",
        f"{tables.name(overview)}支出总计应等于{tables.name(spending)}合计",
        left,
        terms(spending, total, columns),
        (overview, spending),
        leaf_count=leaf_count(spending, total, columns),
    )


def _of_classes(spending: Statement, natures: Collection[str]) -> list[Column]:
    """Columns of spending that the classes of the overview count: these natures, and parts of the
    total no heading gives a nature (funds that a form does not tell apart further)."""
    columns = nature_columns(spending, *sorted(natures))
    grand = grand_column(spending)
    if not columns or grand is None:
        return columns or ([grand] if grand else [])
    by_index = {column.index: column for column in spending.columns}
    pending = [by_index[index] for index in grand.sum_of]
    while pending:
        column = pending.pop()
        if "nature" in column.members:
            continue
        pending.extend(by_index[index] for index in column.sum_of)
        if not column.sum_of:
            columns.append(column)
    return sorted(columns, key=lambda column: column.index)


def _spending_total(
    tables: Tables, overview: Statement, spending: Statement, right: Sequence[Term]
) -> list[Term]:
    """What the overview prints for all the spending table adds up.

    支出总计, less 结转下年 where the expenditure table has no such column, or 本年支出合计.
    """
    top = _list_value(overview, "EXPENDITURE_TOTAL")
    carry = [
        term
        for row in overview.rows_of_item("CARRY_FORWARD")
        if row.parent is None or overview.rows[row.parent].item != "CARRY_FORWARD"
        for term in item_terms(overview, row, -1)
    ]
    ways = [[*top, *carry], top, _list_value(overview, "CURRENT_YEAR_EXPENDITURE")]
    if nature_columns(spending, "CARRY_FORWARD"):
        ways = ways[1:]
    return _nearest([way for way in ways if way], right)


def _classes(
    tables: Tables,
    rule: str,
    lists: Statement,
    others: Sequence[tuple[Statement, Sequence[Column]]],
    words: str,
    severity: str | None = None,
) -> Iterator[Finding]:
    """Each function class of a list against the class rows of other statements.

    `others` pairs a statement with the columns that count.
    A class the others do not print counts as zero there; a class with money that the list does not
    print is a failure.
    """
    everything = (lists, *(statement for statement, _ in others))
    names = "、".join(tables.name(statement) for statement, _ in others)
    columns_of = {id(statement): columns for statement, columns in others}
    found = class_rows(lists)
    if not found:
        yield _lacks(tables, rule, lists, "功能分类各类支出的行")
        return
    listed: set[str] = set()
    for row in found:
        right: list[Term] = []
        count = 0
        for statement, _ in others:
            columns = columns_of[id(statement)]
            right += code_terms(statement, row.code or "-", columns)
            count += code_leaf_count(statement, row.code or "-", columns)
        if row.code:
            listed.add(row.code)
        yield tables.equation(
            rule,
            f"{tables.name(lists)}{row_words(row)}应等于{names}该类{words}",
            item_terms(lists, row),
            right,
            everything,
            leaf_count=count,
            severity=severity,
        )
    for statement, _ in others:
        classes = {r.code[:3]: r for r in reversed(statement.rows) if r.role == "code" and r.code}
        for code, other in sorted(classes.items()):
            amount = value(code_terms(statement, code, columns_of[id(statement)]))
            if code not in listed and amount:
                yield tables.fail(
                    rule,
                    tables.name(statement) + row_words(other),
                    f"有金额，但{tables.name(lists)}不列这一类",
                    lists,
                    statement,
                    severity=severity,
                )


# --- 表2 with 表3 -------------------------------------------------------------------------------


def _by_code(
    tables: Tables,
    rule: str,
    one: tuple[Statement, Sequence[int]],
    other: tuple[Statement, Sequence[int]],
    words: str,
    severity: str | None = None,
) -> Iterator[Finding]:
    """The same amounts per code in two statements; columns by index, added up."""
    first, first_columns = one
    second, second_columns = other
    left_rows, right_rows = code_rows(first), code_rows(second)
    left_columns = [c for c in first.columns if c.index in first_columns]
    right_columns = [c for c in second.columns if c.index in second_columns]
    for code in sorted(left_rows.keys() | right_rows.keys()):
        shown = left_rows.get(code) or right_rows.get(code)
        if shown is None:
            continue
        left = code_terms(first, code, left_columns)
        right = code_terms(second, code, right_columns)
        if not left and not right:
            continue
        if (not left or not right) and not any(t.yuan for t in (*left, *right)):
            continue
        yield tables.equation(
            rule,
            f"{tables.name(first)}{row_words(shown)}应等于{tables.name(second)}同一科目的{words}",
            left,
            right,
            (first, second),
            leaf_count=max(
                code_leaf_count(first, code, left_columns),
                code_leaf_count(second, code, right_columns),
            ),
            severity=severity,
        )


def _revenue_spending(tables: Tables) -> Iterator[Finding]:
    revenue, spending = tables.get(REVENUE), tables.get(SPENDING)
    if revenue is None or spending is None:
        yield NotApplied("X8", "缺少收入总体情况表或支出总体情况表")
        return
    if not is_by_function(spending):
        yield NotApplied("X8", "支出总体情况表不按功能科目列示", spending.table.ordinal)
        return
    if not is_by_function(revenue):
        yield NotApplied("X8", "收入总体情况表不按功能科目列示", revenue.table.ordinal)
        return
    left, right = grand_column(revenue), grand_column(spending)
    if left is None or right is None:
        yield _lacks(tables, "X8", revenue if left is None else spending, "合计列")
        return
    yield from _by_code(
        tables,
        "X8",
        (revenue, [left.index]),
        (spending, [right.index]),
        "合计",
        carried_severity(tables),
    )


# --- 表4 ----------------------------------------------------------------------------------------


def _fiscal(tables: Tables) -> Iterator[Finding]:
    fiscal = tables.get(FISCAL)
    if fiscal is None:
        for rule in ("X9", "X10", "X11", "X12"):
            yield NotApplied(rule, "报告中没有财政拨款收支总体情况表")
        return
    book = tables.book
    yield from _fiscal_revenue(tables, fiscal)
    overview = tables.get(OVERVIEW)
    left = _income_item(tables, overview, APPROPRIATION) if overview else None
    if overview is None or left is None:
        yield NotApplied("X11", "收支总体情况表不列预算拨款")
    else:
        carried = fiscal.row_by_item("CARRIED_OVER")
        yield tables.equation(
            "X11",
            f"{tables.name(overview)}预算拨款应等于{tables.name(fiscal)}收入总计",
            left,
            [*_list_value(fiscal, "INCOME_TOTAL"), *item_terms(fiscal, carried, -1)],
            (overview, fiscal),
            leaf_count=sum(1 for row in class_rows(fiscal) if value(item_terms(fiscal, row))),
            severity=carried_severity(tables),
        )
    others: list[tuple[Statement, Sequence[Column]]] = []
    lacking: list[str] = []
    for fund, kind in book.by_function.items():
        statement = tables.get(kind)
        if statement is not None and (is_by_function(statement) or not has_money(statement)):
            grand = grand_column(statement)
            columns = nature_columns(statement, *SPENT) if _has_flows(statement) else []
            others.append((statement, columns or ([grand] if grand else [])))
        elif value(item_terms(fiscal, fiscal.row_by_item(fund))):
            lacking.append(book.name(kind))
    if lacking or not others:
        names = "、".join(f"《{name}》" for name in lacking) or "按功能分类的财政拨款支出表"
        yield NotApplied("X10", f"报告中没有{names}，各类支出无从核对", fiscal.table.ordinal)
    elif not class_rows(fiscal):
        yield NotApplied("X10", f"{tables.name(fiscal)}不列功能分类", fiscal.table.ordinal)
    else:
        yield from _classes(
            tables, "X10", fiscal, others, "合计之和", severity=carried_severity(tables)
        )
    yield from _fiscal_funds(tables, fiscal)


def _has_flows(statement: Statement) -> bool:
    """Whether a table prints income and balances beside its spending."""
    return bool(statement.columns_of(FLOW, SPENT_FLOW))


def _fiscal_revenue(tables: Tables, fiscal: Statement) -> Iterator[Finding]:
    revenue = tables.get(REVENUE)
    total = total_row(revenue) if revenue else None
    if revenue is None or total is None:
        yield NotApplied("X9", "没有可核对的收入总体情况表")
        return
    for fund in tables.book.by_function:
        row = fiscal.row_by_item(fund)
        columns = fund_columns(revenue, fund, tables.book)
        name = tables.book.name(fund)
        if row is None and not columns:
            yield NotApplied("X9", f"两表都不列“{name}”")
            continue
        if row is None or not columns:
            yield NotApplied("X9", f"只有一张表列出“{name}”")
            continue
        yield tables.equation(
            "X9",
            f"{tables.name(fiscal)}“{name}”应等于{tables.name(revenue)}合计行该列",
            item_terms(fiscal, row),
            terms(revenue, total, columns),
            (fiscal, revenue),
            leaf_count=leaf_count(revenue, total, columns),
            severity=carried_severity(tables),
        )


def _fiscal_funds(tables: Tables, fiscal: Statement) -> Iterator[Finding]:
    if is_carried(tables):
        yield NotApplied("X12", "有结转资金，财政拨款收入与当年支出不必相等", fiscal.table.ordinal)
        return
    for fund, kind in tables.book.by_function.items():
        statement, row = tables.get(kind), fiscal.row_by_item(fund)
        if statement is None or row is None:
            yield NotApplied("X12", f"没有《{tables.book.name(kind)}》或没有该资金的行")
            continue
        total, grand = total_row(statement), grand_column(statement)
        if (total is None or grand is None) and value(item_terms(fiscal, row)):
            yield _lacks(tables, "X12", statement, "合计")
            continue
        columns = [grand] if grand else []
        yield tables.equation(
            "X12",
            f"{tables.name(fiscal)}“{tables.book.name(fund)}”应等于{tables.name(statement)}合计",
            item_terms(fiscal, row),
            terms(statement, total, columns),
            (fiscal, statement),
            leaf_count=leaf_count(statement, total, columns),
        )


# --- 表5, 表6, 表7 ------------------------------------------------------------------------------


def _general(tables: Tables) -> Iterator[Finding]:
    general = tables.get(GENERAL)
    if general is None:
        for rule in ("X13", "X13b", "X14"):
            yield NotApplied(rule, "报告中没有一般公共预算支出情况表")
        return
    yield from _general_revenue(tables, general)
    yield from _general_spending(tables, general)
    yield from _general_econ(tables, general)


def _general_revenue(tables: Tables, general: Statement) -> Iterator[Finding]:
    revenue, grand = tables.get(REVENUE), grand_column(general)
    if revenue is None or grand is None or not is_by_function(revenue):
        yield NotApplied("X13", "收入总体情况表不按功能科目列示，或没有小计列")
        return
    columns = [c.index for c in fund_columns(revenue, "GENERAL_PUBLIC", tables.book)]
    if not columns:
        yield NotApplied("X13", f"{tables.name(revenue)}没有一般公共预算列", revenue.table.ordinal)
        return
    yield from _by_code(
        tables,
        "X13",
        (revenue, columns),
        (general, [grand.index]),
        "小计",
        "soft" if is_carried(tables) else None,
    )


def other_money(tables: Tables) -> list[Term] | None:
    """Income other than the general public budget; None when no table can tell."""
    book = tables.book
    revenue = tables.get(REVENUE)
    if revenue is not None and (total := total_row(revenue)) is not None:
        general = {c.index for c in fund_columns(revenue, "GENERAL_PUBLIC", book)}
        leaves = [c for c in revenue.amount_columns() if not c.is_total and c.index not in general]
        return terms(revenue, total, leaves) if general else None
    overview, fiscal = tables.get(OVERVIEW), tables.get(FISCAL)
    if overview is None or fiscal is None or fiscal.row_by_item("GENERAL_PUBLIC") is None:
        return None
    general_item = item_terms(fiscal, fiscal.row_by_item("GENERAL_PUBLIC"), -1)
    top = [*_list_value(overview, "INCOME_TOTAL"), *general_item]
    return top if value(top) else []


def _general_spending(tables: Tables, general: Statement) -> Iterator[Finding]:
    spending = tables.get(SPENDING)
    other = other_money(tables)
    if spending is None or other is None:
        yield NotApplied("X13b", "没有支出总体情况表，或无法判断资金来源")
        return
    if any(term.yuan for term in other) or is_carried(tables):
        yield NotApplied("X13b", "另有其他资金或结转资金，两表不必相等", general.table.ordinal)
        return
    for nature in ("BASIC", "PROJECT"):
        left = [c.index for c in nature_columns(spending, nature)]
        right = [c.index for c in nature_columns(general, nature)]
        name = tables.book.name(nature)
        if not left or not right:
            yield NotApplied("X13b", f"没有“{name}”列")
            continue
        yield from _by_code(tables, "X13b", (spending, left), (general, right), name)


def _general_econ(tables: Tables, general: Statement) -> Iterator[Finding]:
    total = total_row(general)
    parts: list[tuple[Statement, list[Term], int]] = []
    for nature, kind in (("BASIC", BASIC_ECON), ("PROJECT", PROJECT_ECON)):
        econ = tables.get(kind)
        if econ is None:
            yield NotApplied("X14", f"报告中没有《{tables.book.name(kind)}》")
            continue
        columns = nature_columns(general, nature)
        econ_total, grand = total_row(econ), grand_column(econ)
        if total is None or not columns:
            yield NotApplied("X14", f"{tables.name(general)}没有“{tables.book.name(nature)}”")
            continue
        left = terms(general, total, columns)
        tops = [econ_total] if econ_total is not None else panel_totals(econ)
        right = [t for top in tops for t in item_terms(econ, top)]
        if not right and value(left):
            yield _lacks(tables, "X14", econ, "合计")
            continue
        count = sum(leaf_count(econ, top, [grand] if grand else []) for top in tops)
        parts.append((econ, right, count))
        yield tables.equation(
            "X14",
            f"{tables.name(general)}合计行“{tables.book.name(nature)}”应等于{tables.name(econ)}合计",
            left,
            right,
            (general, econ),
            leaf_count=count,
            # Both print the same basic spending, whatever money was carried in or out.
            severity=None if nature == "BASIC" else carried_severity(tables),
        )
    grand = grand_column(general)
    if len(parts) == 2 and total is not None and grand is not None:
        yield tables.equation(
            "X14",
            f"{tables.name(general)}合计应等于两张经济分类表合计之和",
            terms(general, total, [grand]),
            [term for _, right, _ in parts for term in right],
            (general, *(econ for econ, _, _ in parts)),
            leaf_count=sum(count for _, _, count in parts),
            severity=carried_severity(tables),
        )


# --- 表11, 表12 ---------------------------------------------------------------------------------


def _by_unit(tables: Tables) -> Iterator[Finding]:
    basic, project = tables.get(BY_UNIT_BASIC), tables.get(BY_UNIT_PROJECT)
    basic_total = total_row(basic) if basic else None
    project_total = total_row(project) if project else None
    yield from _units_spending(tables, (basic, basic_total), (project, project_total))
    for statement, total, nature in (
        (basic, basic_total, "BASIC"),
        (project, project_total, "PROJECT"),
    ):
        if statement is None or total is None:
            yield NotApplied("X16", f"没有可核对的{tables.book.name(nature)}预算表")
            continue
        yield from _unit_funds(tables, statement, total, nature)
    if basic is None or project is None or basic_total is None or project_total is None:
        for rule in ("X17", "X17b"):
            yield NotApplied(rule, "没有基本支出预算表或项目支出预算表")
    else:
        yield from _unit_other(tables, (basic, basic_total), (project, project_total))
    yield from _unit_categories(tables, basic)


def _units_spending(
    tables: Tables,
    basic: tuple[Statement | None, Row | None],
    project: tuple[Statement | None, Row | None],
) -> Iterator[Finding]:
    spending, overview = tables.get(SPENDING), tables.get(OVERVIEW)
    if spending is None:
        yield NotApplied("X15", "报告中没有支出总体情况表")
        return
    total = total_row(spending)
    sums: list[Term] = []
    present: list[Statement] = []
    count = 0
    for (statement, row), natures, words in (
        (basic, ("BASIC",), "基本支出"),
        (project, tables.book.project_table_natures, "项目及其他支出"),
    ):
        if statement is None:
            yield NotApplied("X15", f"没有{words}预算表")
            continue
        grand = grand_column(statement)
        columns = nature_columns(spending, *natures)
        if total is None or not columns:
            yield NotApplied("X15", f"{tables.name(spending)}没有“{words}”", spending.table.ordinal)
            continue
        left = terms(spending, total, columns)
        if row is None or grand is None:
            yield NotApplied("X15", f"{tables.name(statement)}没有合计", statement.table.ordinal)
            continue
        right = terms(statement, row, [grand] if grand else [])
        own = leaf_count(statement, row, [grand] if grand else [])
        yield tables.equation(
            "X15",
            f"{tables.name(statement)}总计应等于{tables.name(spending)}合计行的{words}",
            right,
            left,
            (statement, spending),
            leaf_count=max(own, leaf_count(spending, total, columns)),
            severity=carried_severity(tables),
        )
        sums += right
        count += own
        present.append(statement)
    if overview is not None and len(present) == 2:
        yield tables.equation(
            "X15",
            f"{tables.name(overview)}支出总计应等于{'、'.join(map(tables.name, present))}总计之和",
            _spending_total(tables, overview, spending, sums),
            sums,
            (overview, *present),
            leaf_count=count,
            severity=carried_severity(tables),
        )


def _unit_funds(tables: Tables, statement: Statement, total: Row, nature: str) -> Iterator[Finding]:
    for fund, kind in tables.book.by_function.items():
        columns = fund_columns(statement, fund, tables.book)
        name = tables.book.name(fund)
        left = terms(statement, total, columns)
        other = tables.get(kind)
        if other is None:
            yield NotApplied("X16", f"报告中没有《{tables.book.name(kind)}》")
            continue
        other_total = total_row(other)
        right_columns = nature_columns(other, nature)
        right = terms(other, other_total, right_columns)
        if not columns:
            yield NotApplied("X16", f"{tables.name(statement)}不列“{name}”")
            continue
        if (other_total is None or not right_columns) and value(left):
            yield NotApplied("X16", f"{tables.name(other)}没有“{tables.book.name(nature)}”")
            continue
        yield tables.equation(
            "X16",
            f"{tables.name(statement)}“{name}”合计应等于{tables.name(other)}的{tables.book.name(nature)}合计",
            left,
            right,
            (statement, other),
            leaf_count=max(
                leaf_count(statement, total, columns), leaf_count(other, other_total, right_columns)
            ),
            severity=carried_severity(tables),
        )


def _unit_other(
    tables: Tables, basic: tuple[Statement, Row], project: tuple[Statement, Row]
) -> Iterator[Finding]:
    overview = tables.get(OVERVIEW)
    if overview is None:
        for rule in ("X17", "X17b"):
            yield NotApplied(rule, "报告中没有收支总体情况表")
        return
    for rule, fund, items in (
        ("X17", "SPECIAL_ACCOUNT", ("SPECIAL_ACCOUNT",)),
        ("X17b", "OTHER_FUND", tables.book.other_funds),
    ):
        right: list[Term] = []
        count = 0
        found = 0
        for statement, total in (basic, project):
            columns = fund_columns(statement, fund, tables.book)
            found += bool(columns)
            right += terms(statement, total, columns)
            count += leaf_count(statement, total, columns)
        listed = [_income_item(tables, overview, item) for item in items]
        left = [term for item in listed if item is not None for term in item]
        name = tables.book.name(fund)
        if not found or not left:
            if value(left) or value(right):
                yield tables.fail(
                    rule, f"“{name}”", "有金额，但只有一方列出", overview, basic[0], project[0]
                )
            else:
                yield NotApplied(rule, f"收支总表或基本、项目支出预算表不列“{name}”")
            continue
        yield tables.equation(
            rule,
            f"{tables.name(overview)}“{name}”应等于基本、项目支出预算表该列之和",
            left,
            right,
            (overview, basic[0], project[0]),
            leaf_count=count,
            severity="soft" if is_carried(tables) else None,
        )


def _unit_categories(tables: Tables, basic: Statement | None) -> Iterator[Finding]:
    econ = tables.get(BASIC_ECON)
    if basic is None or econ is None:
        yield NotApplied("X18", "没有基本支出预算表或一般公共预算基本支出表")
        return
    columns = fund_columns(basic, "GENERAL_PUBLIC", tables.book)
    grand = grand_column(econ)
    categories: dict[str, list[Row]] = {}
    for row in basic.rows_by_role("category"):
        if row.code:
            categories.setdefault(row.code, []).append(row)
    classes = {code: row for code, row in code_rows(econ).items() if len(code) == 3}
    if not columns or grand is None or not categories or not classes:
        yield NotApplied("X18", "基本支出预算表不按经济类别列示，或没有一般公共预算列")
        return
    printed = {
        code
        for code, rows in categories.items()
        if any(value(terms(basic, row, columns)) for row in rows)
    }
    wanted = {code for code, row in classes.items() if value(terms(econ, row, [grand]))}
    same = printed == wanted
    for code in sorted(categories.keys() | classes.keys()):
        rows = categories.get(code, [])
        left = [term for row in rows for term in terms(basic, row, columns)]
        right = terms(econ, classes.get(code), [grand])
        shown = classes.get(code) or rows[0]
        yield tables.equation(
            "X18",
            f"{tables.name(econ)}{row_words(shown)}应等于{tables.name(basic)}各单位该类别（一般公共预算）之和",
            right,
            left,
            (econ, basic),
            leaf_count=leaf_count(econ, classes.get(code), [grand]),
            severity=None if same else "soft",
        )


# --- 表8 ----------------------------------------------------------------------------------------


def _three_public(tables: Tables) -> Iterator[Finding]:
    public = tables.get(THREE_PUBLIC)
    if public is None:
        for rule in ("X19", "X20", "X21"):
            yield NotApplied(rule, "报告中没有三公经费表")
        return
    yield from _three_public_econ(tables, public)
    yield from _agency(tables, public)
    yield from _three_public_funds(tables, public)


def econ_terms(tables: Tables, codes: Sequence[str]) -> list[Term]:
    """The amounts of economic codes in both tables by economic class."""
    found: list[Term] = []
    for kind in (BASIC_ECON, PROJECT_ECON):
        econ = tables.get(kind)
        grand = grand_column(econ) if econ else None
        if econ is None or grand is None:
            continue
        rows = code_rows(econ)
        for code in codes:
            found += terms(econ, rows.get(code), [grand])
    return found


def _three_public_econ(tables: Tables, public: Statement) -> Iterator[Finding]:
    absent = tables.absent("X19", BASIC_ECON, PROJECT_ECON)
    if absent is not None:
        yield absent
        return
    columns = fund_columns(public, "GENERAL_PUBLIC", tables.book)
    if not columns:
        yield NotApplied("X19", "三公经费表没有一般公共预算列", public.table.ordinal)
        return
    econs = [s for kind in (BASIC_ECON, PROJECT_ECON) if (s := tables.get(kind)) is not None]
    for item, codes in tables.book.three_public.items():
        row = public.row_by_item(item)
        right = econ_terms(tables, codes)
        if row is None:
            if value(right):
                yield _lacks(tables, "X19", public, f"“{tables.book.name(item)}”行")
            continue
        yield tables.equation(
            "X19",
            f"{tables.name(public)}{row_words(row)}一般公共预算应等于经济分类科目 {'、'.join(codes)} 之和",
            terms(public, row, columns),
            right,
            (public, *econs),
        )


def _agency(tables: Tables, public: Statement) -> Iterator[Finding]:
    spending = tables.get(SPENDING)
    row, grand = public.row_by_item("AGENCY_OPERATING"), grand_column(public)
    if spending is None or row is None or grand is None or not is_by_function(spending):
        yield NotApplied("X20", "没有行政经费行或没有按功能分类的支出表")
        return
    book = tables.book
    runs = any(
        r.code
        and len(r.code) == 7
        and r.code.endswith(book.agency_suffix)
        and r.name == book.agency_name
        for r in spending.rows
    )
    amount = value(terms(public, row, [grand]))
    scope = f"{tables.name(public)}行政经费"
    if amount and not runs:
        yield tables.fail(
            "X20",
            scope,
            f"{amount_text(amount)}，但{tables.name(spending)}没有“{book.agency_name}”科目",
            public,
        )
    elif runs and not amount:
        yield tables.fail(
            "X20", scope, f"为零，但{tables.name(spending)}有“{book.agency_name}”科目", public
        )
    else:
        yield tables.ok("X20", scope, public)


def _three_public_funds(tables: Tables, public: Statement) -> Iterator[Finding]:
    """X21: no item can be larger than the appropriation of its fund."""
    fiscal = tables.get(FISCAL)
    if fiscal is None:
        yield NotApplied("X21", "报告中没有财政拨款收支总体情况表")
        return
    carried = value(_list_value(fiscal, "CARRIED_OVER"))
    for fund in tables.book.by_function:
        columns = fund_columns(public, fund, tables.book)
        source = fiscal.row_by_item(fund)
        if not columns or source is None:
            yield NotApplied("X21", f"三公表或财政拨款总表不列“{tables.book.name(fund)}”")
            continue
        limit_terms = item_terms(fiscal, source)
        limit = value(limit_terms) + carried
        scope = f"{tables.name(public)}“{tables.book.name(fund)}”列"
        largest = max(
            (terms(public, row, columns) for row in public.rows if row.amounts),
            key=value,
            default=[],
        )
        amount = value(largest)
        if amount > limit:
            yield failure(
                "X21",
                tables.severity("X21"),
                scope,
                f"有 {amount_text(amount)}，超过财政拨款总表该资金的 {amount_text(limit)}",
                (public, fiscal),
                left=largest,
                right=limit_terms,
            )
        else:
            yield tables.ok("X21", scope, public, trivial=not amount and not limit)


# --- S: economic against functional codes -------------------------------------------------------


def _econ_function(tables: Tables) -> Iterator[Finding]:
    econ, general = tables.get(BASIC_ECON), tables.get(GENERAL)
    if econ is None or general is None:
        for rule in ("S1", "S1r", "S6"):
            yield NotApplied(rule, "没有一般公共预算的功能分类表或基本支出经济分类表")
        return
    grand, basic = grand_column(econ), nature_columns(general, "BASIC")
    if grand is None or not basic:
        yield NotApplied("S1", "没有可核对的列")
        return
    econ_rows, function_rows = code_rows(econ), code_rows(general)
    for pair in tables.book.code_pairs:
        left = [t for code in pair.econ for t in terms(econ, econ_rows.get(code), [grand])]
        wanted = [function_rows[code] for code in pair.function if code in function_rows]
        wanted += [
            row
            for code, row in function_rows.items()
            if len(code) == 7 and any(code.startswith(prefix) for prefix in pair.prefixes)
        ]
        right = [term for row in wanted for term in terms(general, row, basic)]
        if not left or not right:
            yield NotApplied(pair.rule, f"两表不都列科目 {'、'.join(pair.econ)} 或其功能科目")
            continue
        functions = "、".join([*pair.function, *(f"{p}*" for p in pair.prefixes)])
        yield tables.equation(
            pair.rule,
            f"{tables.name(econ)}科目 {'、'.join(pair.econ)} 应等于{tables.name(general)}科目 {functions} 的基本支出",
            left,
            right,
            (econ, general),
        )
    pension, annuity = (
        econ_rows.get(tables.book.pension_code),
        econ_rows.get(tables.book.annuity_code),
    )
    if pension is None or annuity is None:
        yield NotApplied("S6", "没有养老保险或职业年金科目")
        return
    yield tables.equation(
        "S6",
        f"{tables.name(econ)}养老保险缴费应等于职业年金缴费的{tables.book.pension_factor}倍",
        terms(econ, pension, [grand]),
        terms(econ, annuity, [grand], tables.book.pension_factor),
        (econ,),
    )
