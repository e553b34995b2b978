"""What would be published of a statement against the total it prints (F1).

The sums of a table may all hold while its leaves tell the same money twice (a total column not
known as one) or not at all. Belongs here: leaves against printed totals, stage by stage.
Does not belong here: sums of printed numbers (`rules_within`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pipeline.derive.facts import Leaf, leaf_columns, leaves
from pipeline.domain.amounts import ZERO, agree
from pipeline.interpret.statement import Amount, Column, Statement, spending_columns
from pipeline.reconcile.case import Case
from pipeline.reconcile.equations import Finding
from pipeline.reconcile.registry import computes
from schemas.vocabulary import Dimension, RowAxis

# Rows of these axes repeat each other's money in ways of their own (`rules_within`).
_OTHER_AXES = frozenset({RowAxis.LISTS, RowAxis.ITEM})


@computes("F1")
def facts_add_up(case: Case) -> Iterator[Finding]:
    """The leaves of a statement with one total row add up to it, stage by stage."""
    for statement in case.report.statements:
        if statement.kind in case.book.free_kinds or statement.axis in _OTHER_AXES:
            continue
        top = statement.top_row()
        if top is None or not any(amount.yuan for amount in top.amounts.values()):
            continue
        by_stage: dict[str, list[Column]] = {}
        for column in statement.amount_columns():
            by_stage.setdefault(column.members.get(Dimension.STAGE, ""), []).append(column)
        published = leaves(statement)
        for _, columns in sorted(by_stage.items()):
            grand = _grand(columns)
            if grand is not None and grand.index in top.amounts:
                yield _stage_adds_up(case, statement, published, columns, top.amounts[grand.index])


def _stage_adds_up(
    case: Case,
    statement: Statement,
    published: Sequence[Leaf],
    columns: Sequence[Column],
    printed: Amount,
) -> Finding:
    """The leaves in the columns of one stage against its printed total."""
    indexes = {column.index for column in columns}
    inner = {column.index for column in leaf_columns(statement)}
    general = statement.grand_column()
    total = sum(
        (
            leaf.yuan
            for leaf in published
            # The rounding of the grand total has no leaf column.
            if (column := leaf.column or general) is not None
            and column.index in indexes
            and (leaf.column is not None or _is_rounding(leaf, inner))
        ),
        ZERO,
    )
    words = f"各明细金额之和为 {total:,} 元，印出的合计为 {printed.yuan:,} 元：有金额重复或没有读入"
    problem = "" if total == printed.yuan else words
    return case.check("F1", case.title(statement), problem, statement)


def _is_rounding(leaf: Leaf, inner: Collection[int]) -> bool:
    """Whether the leaf of the grand total is no more than its parts, the leaf columns `inner`, can
    miss it by."""
    return agree([leaf.amount], [a for index, a in leaf.row.amounts.items() if index in inner])


def _grand(columns: Sequence[Column]) -> Column | None:
    """The one column of all money spent among columns of one stage; None where it is not plain."""
    spent = spending_columns(columns)
    inner = {index for column in spent for index in column.sum_of}
    totals = [column for column in spent if column.is_total and column.index not in inner]
    plain = [c for c in spent if not set(c.members) - {Dimension.STAGE, Dimension.FLOW}]
    candidates = totals or plain or spent
    return candidates[0] if len(candidates) == 1 else None
