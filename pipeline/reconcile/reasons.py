"""Why a statement is held back, in words for people: which rules fail, and what that looks like.

Belongs here: choosing and ordering messages, rows that were not printed.
Does not belong here: which failures hold a statement back (`engine`), suspects (`localisation`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.interpret.statement import Statement
from pipeline.reconcile.equations import Result, amount_text

# At most so many messages are put into one reason.
MAX_MESSAGES = 3


def held_reason(statement: Statement, failures: Sequence[Result], more: Sequence[str] = ()) -> str:
    """The reason of a statement: `failures` that discredit it, further messages of gates.

    One message of each rule comes first, so that a table's own sums do not hide what other tables
    say.
    """
    first = {failure.rule: failure.message for failure in reversed(failures)}
    ordered = [first[rule] for rule in dict.fromkeys(f.rule for f in failures)]
    messages = list(dict.fromkeys([*ordered, *(f.message for f in failures), *more]))
    rest = f"；另有{len(messages) - MAX_MESSAGES}处" if len(messages) > MAX_MESSAGES else ""
    return (
        f"表{statement.table.ordinal}“{statement.title}”未通过勾稽："
        f"{_unprinted(statement, failures)}{'；'.join(messages[:MAX_MESSAGES])}{rest}"
    )


def _unprinted(statement: Statement, failures: Sequence[Result]) -> str:
    """Words for rows that are not printed: the rows lack of their total just what they lack of the
    classes that another table prints. Empty when that is not what the failures look like.
    """
    within = [f for f in failures if f.is_equation and len(f.statements) == 1]
    missing = next((f for f in within if f.residual_yuan and f.residual_yuan > 0), None)
    if missing is None or missing.residual_yuan is None:
        return ""
    by_rule: dict[str, list[Result]] = {}
    for failure in failures:
        if failure.is_equation and len(failure.statements) > 1:
            by_rule.setdefault(failure.rule, []).append(failure)
    for others in by_rule.values():
        lacks = [f for f in others if f.residual_yuan is not None and _lacks(f, statement)]
        if len(lacks) != len(others) or not lacks:
            continue
        total = sum((f.residual_yuan for f in lacks if f.residual_yuan is not None), Decimal(0))
        bound = sum((f.tolerance_yuan or Decimal(0) for f in (missing, *lacks)), Decimal(0))
        if abs(total - missing.residual_yuan) <= bound:
            factor, unit = statement.currency_factor or Decimal(1), statement.currency_unit or "元"
            where = "；".join(f.scope for f in lacks[:MAX_MESSAGES])
            return (
                f"合计比印出的各行多 {amount_text(total, unit, factor)}，恰为别表所列而此表未印出的数"
                f"（{where}），原件可能没有印全各行；"
            )
    return ""


def _lacks(failure: Result, statement: Statement) -> bool:
    """Whether a failing equation finds less in this statement, its right side, than elsewhere."""
    return (
        failure.residual_yuan is not None
        and failure.residual_yuan > 0
        and all(term.statement is statement for term in failure.right if term.yuan)
    )
