"""Which perspective the facts of each statement belong to.

A perspective holds the same money once. Which statement gives it depends on what a report prints:
spending by function comes from the table of spending, or from the classes of the overview where
that table has none; spending by economic class from the table of all general public spending, or
from the tables of basic and project spending together, or of basic spending alone.

Belongs here: that choice. Does not belong here: leaves and amounts (`facts`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal

from pipeline.derive.facts import class_leaves
from pipeline.domain.lexicon import Lexicon
from pipeline.interpret.statement import Signal, Statement
from schemas.vocabulary import Dimension, Perspective, RowAxis, SignalSeverity, StatementKind


def perspectives(
    statements: Sequence[Statement], held: Collection[int], lexicon: Lexicon
) -> dict[int, str]:
    """Table ordinal to perspective, for statements that are published and have one.

    `held` are ordinals of statements that are not published.
    """
    published = [s for s in statements if s.table.ordinal not in held]
    of_each = {s.table.ordinal: _of(s, published, lexicon) for s in published}
    return {ordinal: one for ordinal, one in of_each.items() if one is not None}


def incomplete_classes(statements: Sequence[Statement], held: Collection[int]) -> list[Signal]:
    """Overviews whose classes would be facts, but do not add up to a number printed in them."""
    published = [s for s in statements if s.table.ordinal not in held]
    return [
        s.signal_on_table(
            "classes_incomplete",
            SignalSeverity.WARNING,
            "各功能分类之和与表中印出的合计都不相等（有的行名不认识或有的行没有读到），不按类入库",
        )
        for s in published
        if s.kind == StatementKind.BUDGET_OVERVIEW
        and _of_overview(s, published)
        and not classes_add_up(s)
    ]


def classes_add_up(overview: Statement) -> bool:
    """Whether the function classes of an overview add up, at each stage, to a number it prints."""
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for leaf in class_leaves(overview):
        totals[leaf.members.get(Dimension.STAGE, "")] += leaf.yuan
    printed = {amount.yuan for _, _, amount in overview.amounts()}
    return all(total in printed for total in totals.values())


def _of_overview(overview: Statement, statements: Sequence[Statement]) -> str | None:
    if not class_leaves(overview):
        return None
    spending = next((s for s in statements if s.kind == StatementKind.EXPENDITURE_OVERVIEW), None)
    if spending is None:
        return Perspective.FUNCTION_ALL
    return None if spending.axis == RowAxis.FUNCTION else Perspective.FUNCTION_CLASS


def _of(statement: Statement, statements: Sequence[Statement], lexicon: Lexicon) -> str | None:
    kind, kinds = statement.kind, {s.kind for s in statements}
    declared = lexicon.statements[kind].perspective
    if kind == StatementKind.BUDGET_OVERVIEW:
        return _of_overview(statement, statements) if classes_add_up(statement) else None
    if declared == Perspective.ECON_GENERAL:
        if kind == StatementKind.GENERAL_BY_ECON or (
            {StatementKind.GENERAL_BASIC_BY_ECON, StatementKind.GENERAL_PROJECT_BY_ECON} <= kinds
            and StatementKind.GENERAL_BY_ECON not in kinds
        ):
            return Perspective.ECON_GENERAL
        return Perspective.ECON_BASIC if kind == StatementKind.GENERAL_BASIC_BY_ECON else None
    return declared
