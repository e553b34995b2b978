"""Classified items of the text of final accounts against the table that prints their codes (N16, N17).

Belongs here: rules over items of the text. Does not belong here: finding items or their codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.derive.narrative_items import CodedItem, Money
from pipeline.domain.amounts import half_digit
from pipeline.reconcile.case import Case
from pipeline.reconcile.equations import Finding, NotApplied, Result, Side, Term
from pipeline.reconcile.printed_terms import code_side, grand_columns
from pipeline.reconcile.registry import computes
from schemas.vocabulary import Grade, Stage

HUNDRED = Decimal(100)


@computes("N16", "N17")
def items_of_text(case: Case) -> Iterator[Finding]:
    """Each item of the text: its accounts against the table, its rate against its own amounts."""
    for item in case.text_items:
        yield _amount(case, item)
        budgets = [money for stage, money in item.money.items() if stage != Stage.FINAL_ACCOUNTS]
        if item.item.percent is not None and budgets:
            yield _rate(case, item, budgets, item.item.percent)


def _amount(case: Case, item: CodedItem) -> Finding:
    statement = case.get(case.book.by_function.get(item.fund, ""))
    grand = grand_columns(statement)
    right = code_side(statement, item.code, grand).terms if statement and item.code else ()
    if statement is None or not right:
        return NotApplied("N16", f"没有一张表印有说明文字中的“{item.words}”")
    yuan, quantum = item.money[Stage.FINAL_ACCOUNTS]
    return case.equation(
        "N16",
        f"说明文字中“{item.words}”的决算数应等于{case.title(statement)}科目 {item.code}",
        Side([Term(1, yuan, quantum, label=f"说明文字 {item.words}")]),
        Side(right, (statement,)),
    )


def _rate(case: Case, item: CodedItem, budgets: Sequence[Money], percent: Decimal) -> Result:
    """The rate of the final amount to one of the printed budgets, initial or adjusted."""
    scope = f"说明文字中“{item.words}”的完成预算百分比"
    final = item.money[Stage.FINAL_ACCOUNTS]
    agrees = any(_agrees(final, budget, percent) for budget in budgets)
    message = ""
    if not agrees:
        budget = budgets[0][0]
        rate = (final[0] / budget * HUNDRED).quantize(Decimal("0.01")) if budget else None
        message = f"{scope}：按印出的金额为 {rate if rate is not None else '（预算为零）'}%，印为 {percent}%（规则 N17）"
    return Result(
        rule="N17",
        scope=scope,
        severity=case.severity("N17"),
        grade=Grade.EXACT if agrees else Grade.FAILED,
        message=message,
        is_trivial=not final[0],
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
