"""Statements to facts: leaves only, in yuan, each with one perspective.

A printed report repeats the same money many times (by level, by total, by table). A fact is a
leaf: a row nothing breaks down in a column nothing adds up. Where the printed parents differ from
the sum of their printed children by rounding, an explicit rounding row at the parent makes every
level add up to what is printed.

Belongs here: which amounts are leaves, their codes, the rounding rows.
Does not belong here: reading, rules (a statement that fails them is held back by the caller),
surrogate keys, storage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.grid.model import GridCell
from pipeline.interpret.lexicon import Lexicon, StatementSpec
from pipeline.interpret.model import ALL, Amount, Column, InterpretedReport, Row, Statement

FactRow = dict[str, object]
CellKey = Callable[[Statement, GridCell], str]

STAGE_BY_KIND: Mapping[str, str] = {
    "budget": "initial_budget",
    "final_accounts": "final_accounts",
}
# Rows whose money is broken down or carried by others, or that are not understood.
_NOT_FACTS = frozenset({"of_which", "unknown"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf or rounding row of a statement. `amount` is the printed cell it comes from."""

    row: Row
    column: Column | None
    yuan: Decimal
    amount: Amount
    is_rounding: bool


def leaf_columns(statement: Statement) -> list[Column]:
    """Amount columns that no other column of the table breaks down."""
    return [column for column in statement.amount_columns() if not column.is_total]


def leaves(statement: Statement) -> list[Leaf]:
    """Leaf amounts of a statement and the rounding rows that make every level add up.

    Zero leaves are not facts (a printed 0.00 stays a printed cell). Rounding rows: at each parent
    row and leaf column, printed parent less its printed children; and at the top row, printed total
    column less its printed parts (`column` None).
    """
    columns = leaf_columns(statement)
    result: list[Leaf] = []
    for row in statement.rows:
        if row.role in _NOT_FACTS:
            continue
        if row.is_leaf:
            if row.role == "total" and len(statement.rows) > 1:
                continue
            for column in columns:
                amount = row.amounts.get(column.index)
                if amount is not None and amount.yuan:
                    result.append(Leaf(row, column, amount.yuan, amount, is_rounding=False))
            continue
        for column in columns:
            own = row.amounts.get(column.index)
            if own is None:
                continue
            below = sum(_yuan(child, column.index) for child in statement.children(row))
            if own.yuan != below:
                result.append(Leaf(row, column, own.yuan - below, own, is_rounding=True))
    result.extend(_total_column_rounding(statement))
    return result


def _yuan(row: Row, column: int) -> Decimal:
    amount = row.amounts.get(column)
    return amount.yuan if amount is not None else Decimal(0)


def _total_column_rounding(statement: Statement) -> list[Leaf]:
    """Printed grand total less its printed leaf columns, at the table's total row."""
    top = next((row for row in statement.rows if row.role == "total"), None)
    grand = next((c for c in statement.amount_columns() if c.is_total and not c.members), None)
    if top is None or grand is None or grand.index not in top.amounts:
        return []
    own = top.amounts[grand.index]
    parts = sum((_yuan(top, column.index) for column in leaf_columns(statement)), Decimal(0))
    if own.yuan == parts:
        return []
    return [Leaf(top, None, own.yuan - parts, own, is_rounding=True)]


def _member(leaf: Leaf, dimension: str, fixed: str | None) -> str:
    if leaf.column is None:
        return fixed or ALL
    return leaf.column.members.get(dimension) or fixed or ALL


def expenditure_facts(
    statement: Statement,
    spec: StatementSpec,
    perspective: str,
    stage: str,
    cell_key: CellKey,
) -> list[FactRow]:
    """Rows of the staged table `expenditure` for one statement (without `report_key`)."""
    rows: list[FactRow] = []
    for leaf in leaves(statement):
        row = leaf.row
        is_function = row.scheme == "function"
        is_econ = row.scheme in ("department", "government")
        rows.append(
            {
                "perspective": perspective,
                "stage": stage,
                "function_code": row.code if is_function else None,
                "function_name": row.name if is_function else None,
                "econ_scheme": row.scheme if is_econ else None,
                "econ_code": row.code if is_econ else None,
                "econ_name": row.name if is_econ else None,
                "nature": _member(leaf, "nature", spec.nature),
                "fund": _member(leaf, "fund", spec.fund),
                "unit_name": row.unit_name,
                "project_name": row.project_name,
                "amount_yuan": leaf.yuan,
                "precision_yuan": leaf.amount.quantum_yuan,
                "is_rounding": leaf.is_rounding,
                "table_ordinal": statement.table.ordinal,
                "cell_key": cell_key(statement, leaf.amount.cell),
            }
        )
    return rows


def revenue_facts(
    statement: Statement, spec: StatementSpec, stage: str, cell_key: CellKey
) -> list[FactRow]:
    """Rows of the staged table `revenue` (without `report_key`)."""
    return [
        {
            "stage": stage,
            "function_code": leaf.row.code if leaf.row.scheme == "function" else None,
            "function_name": leaf.row.name if leaf.row.scheme == "function" else None,
            "unit_name": leaf.row.unit_name,
            "fund": _member(leaf, "fund", spec.fund),
            "amount_yuan": leaf.yuan,
            "precision_yuan": leaf.amount.quantum_yuan,
            "is_rounding": leaf.is_rounding,
            "table_ordinal": statement.table.ordinal,
            "cell_key": cell_key(statement, leaf.amount.cell),
        }
        for leaf in leaves(statement)
    ]


def three_public_facts(
    statement: Statement, lexicon: Lexicon, stage: str, cell_key: CellKey
) -> list[FactRow]:
    """Rows of the staged table `three_public` (without `report_key`).

    Printed zeros are facts here: a body that plans no reception says so.
    """
    memo = {rule.item for rule in lexicon.items if rule.side == "item" and rule.kind == "memo"}
    columns = leaf_columns(statement)
    rows: list[FactRow] = []

    def add(row: Row, column: Column, yuan: Decimal, amount: Amount, rounding: bool) -> None:
        rows.append(
            {
                "stage": stage,
                "item": row.item,
                "fund": column.members.get("fund", ALL),
                "amount_yuan": yuan,
                "is_rounding": rounding,
                "is_memo": row.item in memo,
                "table_ordinal": statement.table.ordinal,
                "cell_key": cell_key(statement, amount.cell),
            }
        )

    for row in statement.rows_by_role("item"):
        for column in columns:
            amount = row.amounts.get(column.index)
            if amount is None:
                continue
            if row.is_leaf:
                add(row, column, amount.yuan, amount, False)
            else:
                below = sum(_yuan(child, column.index) for child in statement.children(row))
                if amount.yuan != below:
                    add(row, column, amount.yuan - below, amount, True)
    return rows


def objectives(
    statement: Statement, source: str, none_words: Callable[[str], bool], cell_key: CellKey
) -> list[FactRow]:
    """Rows of the staged table `project_objective` (without `report_key`).

    A row that says there is none ("无") is not a project.
    """
    rows: list[FactRow] = []
    for row in statement.rows_by_role("project"):
        if not row.project_name or none_words(row.project_name) or not row.texts:
            continue
        cells = list(row.texts.values())
        total = next(
            (row.amounts[c.index] for c in statement.amount_columns() if c.index in row.amounts),
            None,
        )
        rows.append(
            {
                "unit_name": row.unit_name,
                "project_name": row.project_name,
                "amount_yuan": total.yuan if total is not None and statement.unit_factor else None,
                "objective_text": "\n".join(cell.text for cell in cells),
                "source": source,
                "page_number": row.page_number,
                "table_ordinal": statement.table.ordinal,
                "cell_key": cell_key(statement, cells[0]),
            }
        )
    return rows


def report_totals(report: InterpretedReport, cell_key: CellKey) -> list[FactRow]:
    """The printed grand totals, rows of the staged table `report_total` (without `report_key`)."""
    overview = report.statement("BUDGET_OVERVIEW")
    if overview is None:
        return []
    rows: list[FactRow] = []
    for side, item in (("income", "INCOME_TOTAL"), ("expenditure", "EXPENDITURE_TOTAL")):
        row = overview.row_by_item(item)
        amount = next(iter(row.amounts.values()), None) if row else None
        if amount is not None:
            rows.append(
                {
                    "side": side,
                    "amount_yuan": amount.yuan,
                    "cell_key": cell_key(overview, amount.cell),
                }
            )
    return rows
