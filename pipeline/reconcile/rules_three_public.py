"""The table of 行政经费 and 三公经费 with other tables (X19 to X21).

Columns of funds taken for one another keep every sum of that table; only these rules see it.

Belongs here: equations and limits of the three public items.
Does not belong here: sums within the table (`rules_within`), the text (`rules_narrative`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reconcile.case import Case
from pipeline.reconcile.comparisons import list_item
from pipeline.reconcile.equations import Finding, NotApplied, Side, Untestable, amount_text, yuan_of
from pipeline.reconcile.printed_terms import (
    code_rows,
    fund_columns,
    grand_columns,
    is_by_function,
    item_terms,
    row_words,
    terms,
)
from pipeline.reconcile.registry import computes
from schemas.vocabulary import Fund, Item, StatementKind

ECON_TABLES = (StatementKind.GENERAL_BASIC_BY_ECON, StatementKind.GENERAL_PROJECT_BY_ECON)


def econ_side(case: Case, codes: Sequence[str]) -> Side:
    """The amounts of economic codes in both tables of the general public budget."""
    side = Side()
    for econ in case.present(ECON_TABLES):
        rows, grand = code_rows(econ), grand_columns(econ)
        amounts = [term for code in codes for term in terms(econ, rows.get(code), grand)]
        side += Side(amounts, (econ,))
    return side


@computes("X19")
def three_public_by_econ(case: Case) -> Iterator[Finding]:
    """Each three public item of the general public budget is what its economic codes print."""
    public = case.need(StatementKind.THREE_PUBLIC)
    for kind in ECON_TABLES:
        case.need(kind)
    columns = fund_columns(public, Fund.GENERAL_PUBLIC, case.book)
    if not columns:
        raise Untestable("三公经费表没有一般公共预算列", public.table.ordinal)
    for item, codes in case.book.three_public.items():
        row, right = public.row_by_item(item), econ_side(case, codes)
        if row is not None:
            yield case.equation(
                "X19",
                f"{case.title(public)}{row_words(row)}一般公共预算应等于经济分类科目 {'、'.join(codes)} 之和",
                Side(terms(public, row, columns), (public,)),
                right,
            )
        elif right.yuan:
            yield case.lacks("X19", public, f"“{case.book.name(item)}”行")


@computes("X20")
def agency_operating(case: Case) -> Iterator[Finding]:
    """Only a body with a code of 行政运行 has 行政经费."""
    public = case.need(StatementKind.THREE_PUBLIC)
    spending = case.need(StatementKind.EXPENDITURE_OVERVIEW)
    row, grand = public.row_by_item(Item.AGENCY_OPERATING), grand_columns(public)
    if row is None or not grand:
        raise Untestable("没有行政经费行")
    if not is_by_function(spending):
        raise Untestable("支出表不按功能分类")
    name = case.book.agency_name
    runs = any(
        r.code and len(r.code) == 7 and r.code.endswith(case.book.agency_suffix) and r.name == name
        for r in spending.rows
    )
    amount, problem = yuan_of(terms(public, row, grand)), ""
    if amount and not runs:
        problem = f"{amount_text(amount)}，但{case.title(spending)}没有“{name}”科目"
    elif runs and not amount:
        problem = f"为零，但{case.title(spending)}有“{name}”科目"
    yield case.check("X20", f"{case.title(public)}行政经费", problem, public)


@computes("X21")
def three_public_within_appropriation(case: Case) -> Iterator[Finding]:
    """No item can be larger than the appropriation of its fund."""
    public = case.need(StatementKind.THREE_PUBLIC)
    fiscal = case.need(StatementKind.FISCAL_OVERVIEW)
    carried = list_item(fiscal, Item.CARRIED_OVER).yuan
    for fund in case.book.by_function:
        columns, source = fund_columns(public, fund, case.book), fiscal.row_by_item(fund)
        name = case.book.name(fund)
        if not columns or source is None:
            yield NotApplied("X21", f"三公表或财政拨款总表不列“{name}”")
            continue
        appropriation = item_terms(fiscal, source)
        limit = yuan_of(appropriation) + carried
        items = (terms(public, row, columns) for row in public.rows if row.amounts)
        largest = max(items, key=yuan_of, default=[])
        amount = yuan_of(largest)
        scope = f"{case.title(public)}“{name}”列"
        if amount > limit:
            yield case.fail(
                "X21",
                scope,
                f"有 {amount_text(amount)}，超过财政拨款总表该资金的 {amount_text(limit)}",
                public,
                fiscal,
                left=largest,
                right=appropriation,
            )
        else:
            yield case.ok("X21", scope, public, trivial=not amount and not limit)
