"""The shapes in which two statements are compared: class by class, code by code, fund by fund.

Belongs here: comparisons that several rules make, and what decides how much such a rule weighs.
Does not belong here: which statements a rule compares (`rules_*`), look-ups within one statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.interpret.statement import Column, Statement
from pipeline.reconcile.case import Case
from pipeline.reconcile.equations import Finding, NotApplied, Side, Term, yuan_of
from pipeline.reconcile.printed_terms import (
    class_rows,
    code_rows,
    code_side,
    fund_columns,
    item_side,
    item_terms,
    row_words,
    terms,
    total_side,
)
from schemas.vocabulary import Dimension, Fund, Item, Nature, Severity, StatementKind

# A statement with the columns that count.
Counted = tuple[Statement, Sequence[Column]]
LISTS = (StatementKind.BUDGET_OVERVIEW, StatementKind.FISCAL_OVERVIEW)
WITH_CARRIED_FUND = (
    StatementKind.REVENUE_OVERVIEW,
    StatementKind.BASIC_BY_UNIT,
    StatementKind.PROJECT_BY_UNIT,
)


def is_carried(case: Case) -> bool:
    """Whether money comes from last year or goes to the next: income and spending then differ."""
    in_lists = (
        item_terms(statement, row)
        for statement in case.present(LISTS)
        for item in (Item.CARRIED_OVER, Item.CARRY_FORWARD)
        for row in statement.rows_of_item(item)
    )
    in_columns = (
        terms(one, one.top_row(), one.columns_of(Dimension.FUND, Fund.CARRIED_OVER))
        for one in case.present(WITH_CARRIED_FUND)
    )
    return any(map(yuan_of, in_lists)) or any(map(yuan_of, in_columns))


def carried_severity(case: Case) -> Severity | None:
    """Forms count money carried over differently: rules between funds are soft where there is any."""
    return Severity.SOFT if is_carried(case) else None


def income_item(case: Case, statement: Statement, fund: str) -> Side | None:
    """An income item of a list, or its parts where the form prints them; None when neither."""
    row = statement.row_by_item(fund)
    if row is not None:
        return item_side(statement, row)
    parts = [
        part
        for member in case.book.fund_parts.get(fund, ())
        if (part := statement.row_by_item(member)) is not None
    ]
    return sum((item_side(statement, part) for part in parts), Side()) if parts else None


def list_item(statement: Statement, item: Item | str) -> Side:
    """The amount of an item of a list; blank where it is not printed."""
    return item_side(statement, statement.row_by_item(item))


def other_money(case: Case) -> list[Term] | None:
    """Income other than the general public budget; None when no table can tell."""
    revenue = case.get(StatementKind.REVENUE_OVERVIEW)
    total = revenue.top_row() if revenue is not None else None
    if revenue is not None and total is not None:
        general = {c.index for c in fund_columns(revenue, Fund.GENERAL_PUBLIC, case.book)}
        leaves = [c for c in revenue.amount_columns() if not c.is_total and c.index not in general]
        return terms(revenue, total, leaves) if general else None
    overview, fiscal = (case.get(kind) for kind in LISTS)
    row = fiscal.row_by_item(Item.GENERAL_PUBLIC) if fiscal is not None else None
    if overview is None or fiscal is None or row is None:
        return None
    rest = list_item(overview, Item.INCOME_TOTAL) + item_side(fiscal, row, -1)
    return list(rest.terms) if rest.yuan else []


def spending_total(overview: Statement, spending: Statement, other: Side) -> Side:
    """What the overview prints for all that the spending table adds up: the way that equals `other`.

    支出总计, less 结转下年 where the spending table has no such column, or 本年支出合计.
    """
    top = list_item(overview, Item.EXPENDITURE_TOTAL)
    ways = [top, list_item(overview, Item.CURRENT_YEAR_EXPENDITURE)]
    if not spending.columns_of(Dimension.NATURE, Nature.CARRY_FORWARD):
        ways.insert(0, top + outermost(overview, Item.CARRY_FORWARD, -1))
    return nearest(ways, other, overview)


def nearest(ways: Sequence[Side], other: Side, statement: Statement) -> Side:
    """Of several printed totals the one that equals the other side; the first when none does."""
    printed = [way for way in ways if way.terms] or [Side((), (statement,))]
    return next((way for way in printed if way.yuan == other.yuan), printed[0])


def outermost(statement: Statement, item: Item, coefficient: int = 1) -> Side:
    """All rows of an item but those within another row of it."""
    rows = [
        row
        for row in statement.rows_of_item(item)
        if row.parent is None or statement.rows[row.parent].item != item
    ]
    return sum((item_side(statement, row, coefficient) for row in rows), Side((), (statement,)))


def member_by_member(
    case: Case,
    rule: str,
    lists: Statement,
    other: Statement,
    columns_of: Mapping[str, Sequence[Column]],
    severity: Severity | None = None,
) -> Iterator[Finding]:
    """Items of a list against columns of another table's total row; `columns_of` maps the item, a
    fund or a nature, to its columns there."""
    for member, columns in columns_of.items():
        row, name = lists.row_by_item(member), case.book.name(member)
        if row is None or not columns:
            yield NotApplied(rule, f"只有一张表列出“{name}”或都不列")
            continue
        yield case.equation(
            rule,
            f"{case.title(lists)}“{name}”应等于{case.title(other)}合计行该列",
            item_side(lists, row),
            total_side(other, columns),
            severity=severity,
        )


def class_by_class(
    case: Case,
    rule: str,
    lists: Statement,
    others: Sequence[Counted],
    words: str,
    severity: Severity | None = None,
) -> Iterator[Finding]:
    """Each function class of a list against the class rows of other statements.

    A class the others do not print counts as zero there; a class with money that the list does not
    print is a failure.
    """
    names = "、".join(case.title(statement) for statement, _ in others)
    rows = class_rows(lists)
    if not rows:
        yield case.lacks(rule, lists, "功能分类各类支出的行")
        return
    for row in rows:
        sides = (code_side(statement, row.code or "-", columns) for statement, columns in others)
        yield case.equation(
            rule,
            f"{case.title(lists)}{row_words(row)}应等于{names}该类{words}",
            item_side(lists, row),
            sum(sides, Side()),
            severity=severity,
        )
    listed = {row.code for row in rows if row.code}
    # Of each class the first row printed.
    for statement, columns in others:
        classes = {code[:3]: row for code, row in reversed(code_rows(statement).items()) if code}
        for code, row in sorted(classes.items()):
            if code not in listed and code_side(statement, code, columns).yuan:
                yield case.fail(
                    rule,
                    case.title(statement) + row_words(row),
                    f"有金额，但{case.title(lists)}不列这一类",
                    lists,
                    statement,
                    severity=severity,
                )


def code_by_code(
    case: Case,
    rule: str,
    one: Counted,
    other: Counted,
    words: str,
    severity: Severity | None = None,
) -> Iterator[Finding]:
    """The same amounts per code in two statements; columns are added up."""
    first, second = one[0], other[0]
    rows = code_rows(second) | code_rows(first)
    for code, row in sorted(rows.items()):
        left, right = code_side(first, code, one[1]), code_side(second, code, other[1])
        if not left.terms and not right.terms:
            continue
        if not (left.terms and right.terms) and not (left.has_money or right.has_money):
            continue
        yield case.equation(
            rule,
            f"{case.title(first)}{row_words(row)}应等于{case.title(second)}同一科目的{words}",
            left,
            right,
            severity=severity,
        )
