"""What would be published of a statement against the total it prints (F1).

The sums of a table may all hold while its leaves tell the same money twice (a total column not
known as one) or not at all. Belongs here: leaves against printed totals, stage by stage.
Does not belong here: sums of printed numbers (`rules_within`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pipeline.derive.facts import Leaf, leaf_columns, leaves
from pipeline.domain.amounts import ZERO, agree
from pipeline.interpret.statement import Column, spending_columns
from pipeline.reconcile.equations import Finding
from pipeline.reconcile.lookup import Tables, total_row

# Rows of these axes repeat each other's money in ways of their own (`rules_within`).
_OTHER_AXES = frozenset({"lists", "item"})


def facts_add_up(tables: Tables) -> Iterator[Finding]:
    """F1 for every statement with one total row: its leaves add up to it."""
    for statement in tables.report.statements:
        if statement.kind in tables.book.free_kinds or statement.axis in _OTHER_AXES:
            continue
        top = total_row(statement)
        if top is None or not any(amount.yuan for amount in top.amounts.values()):
            continue
        found = leaves(statement)
        inner = {column.index for column in leaf_columns(statement)}
        general = statement.grand_column()
        for stage in sorted({c.members.get("stage", "") for c in statement.amount_columns()}):
            columns = [c for c in statement.amount_columns() if c.members.get("stage", "") == stage]
            grand = _grand(columns)
            if grand is None or grand.index not in top.amounts:
                continue
            own = {column.index for column in columns}
            mine = [
                leaf
                for leaf in found
                # The rounding of the grand total has no leaf column.
                if (column := leaf.column or general) is not None and column.index in own
            ]
            whole = sum((leaf.yuan for leaf in mine if _is_money(leaf, inner)), ZERO)
            printed = top.amounts[grand.index].yuan
            name = tables.name(statement)
            if whole == printed:
                yield tables.ok("F1", name, statement)
            else:
                yield tables.fail(
                    "F1",
                    name,
                    f"各明细金额之和为 {whole:,} 元，印出的合计为 {printed:,} 元：有金额重复或没有读入",
                    statement,
                )


def _is_money(leaf: Leaf, inner: Collection[int]) -> bool:
    """False for a rounding row of the grand total that is more than rounding of its parts, the
    leaf columns `inner`."""
    if leaf.column is not None:
        return True
    return agree([leaf.amount], [a for index, a in leaf.row.amounts.items() if index in inner])


def _grand(columns: Sequence[Column]) -> Column | None:
    """The one column of all money spent among columns of one stage; None where it is not plain."""
    spent = spending_columns(columns)
    inner = {index for column in spent for index in column.sum_of}
    totals = [column for column in spent if column.is_total and column.index not in inner]
    plain = [c for c in spent if not set(c.members) - {"stage", "flow"}]
    for found in (totals, plain, spent):
        if found:
            return found[0] if len(found) == 1 else None
    return None
