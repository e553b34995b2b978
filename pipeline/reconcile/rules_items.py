"""Classified items of the text of final accounts against the table that prints their codes (N16, N17).

Belongs here: rules over items of the text. Does not belong here: finding items or their codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.amounts import half_digit
from pipeline.reconcile.equations import EXACT, FAILED, Finding, NotApplied, Result, Term
from pipeline.reconcile.lookup import Tables, code_terms, grand_column

HUNDRED = Decimal(100)
Money = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class TextItem:
    """An item of the text: amounts in yuan, each with one unit of its last printed place.

    `fund` is that of the table that prints its code. `budgets` are the
    printed ones, initial or adjusted: a rate is of one of them.
    """

    code: str | None
    words: str
    fund: str
    final: Money
    budgets: tuple[Money, ...]
    percent: Decimal | None


def items(tables: Tables, told: Sequence[TextItem]) -> Iterator[Finding]:
    """All findings on the items of the text."""
    for item in told:
        yield _amount(tables, item)
        if item.percent is not None and item.budgets:
            yield _rate(tables, item, item.percent)


def _amount(tables: Tables, item: TextItem) -> Finding:
    statement = tables.get(tables.book.by_function.get(item.fund, ""))
    grand = grand_column(statement) if statement else None
    right = code_terms(statement, item.code, [grand]) if statement and item.code and grand else []
    if statement is None or not right:
        return NotApplied("N16", f"没有一张表印有说明文字中的“{item.words}”")
    yuan, quantum = item.final
    return tables.equation(
        "N16",
        f"说明文字中“{item.words}”的决算数应等于{tables.name(statement)}科目 {item.code}",
        [Term(1, yuan, quantum, label=f"说明文字 {item.words}")],
        right,
        (statement,),
    )


def _rate(tables: Tables, item: TextItem, percent: Decimal) -> Result:
    scope = f"说明文字中“{item.words}”的完成预算百分比"
    agrees = any(_agrees(item.final, budget, percent) for budget in item.budgets)
    message = ""
    if not agrees:
        budget = item.budgets[0][0]
        rate = (item.final[0] / budget * HUNDRED).quantize(Decimal("0.01")) if budget else None
        message = f"{scope}：按印出的金额为 {rate if rate is not None else '（预算为零）'}%，印为 {percent}%（规则 N17）"
    return Result(
        rule="N17",
        scope=scope,
        severity=tables.severity("N17"),
        grade=EXACT if agrees else FAILED,
        message=message,
        is_trivial=not item.final[0],
    )


def _agrees(final: Money, budget: Money, percent: Decimal) -> bool:
    """Whether the printed rate lies in the interval that the rounding of both amounts leaves open.

    Widened by half a printed digit. A budget of zero has no rate, but forms then print 0 or 100.
    """
    (spent, quantum), (planned, other) = final, budget
    if abs(planned) <= other:
        return percent in (0, HUNDRED)
    half = half_digit(percent)
    low = (spent - quantum / 2) / (planned + other / 2) * HUNDRED - half
    high = (spent + quantum / 2) / (planned - other / 2) * HUNDRED + half
    return low <= percent <= high
