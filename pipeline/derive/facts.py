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

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.amounts import ZERO, agree
from pipeline.domain.lexicon import Lexicon, StatementSpec
from pipeline.grid.printed_table import GridCell
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.statement import ALL, Amount, Column, Row, Statement, amounts_in
from schemas.vocabulary import (
    Dimension,
    Flow,
    Fund,
    Item,
    ItemKind,
    ItemSide,
    ListItem,
    Nature,
    RowAxis,
    RowRole,
    Scheme,
    Stage,
    StatementKind,
    TotalSide,
)

FactRow = dict[str, object]
CellKey = Callable[[Statement, GridCell], str]

# Rows whose money is broken down or carried by others, or that are not understood.
_NOT_FACTS = frozenset({RowRole.OF_WHICH, RowRole.UNKNOWN, RowRole.ITEM})
# Money that flows in or is carried: not spending.
_NOT_SPENT = frozenset({Flow.OPENING, Flow.INCOME, Flow.CLOSING})
UNLISTED = Fund.UNLISTED
# Economic classes have three digits and items five.
STANDARD_ECON_DIGITS = 5
# Tables of all money of one nature.
_OF_NATURE: Mapping[Nature, tuple[StatementKind, ...]] = {
    Nature.BASIC: (StatementKind.BASIC_BY_UNIT, StatementKind.BASIC_BY_FUNCTION),
    Nature.PROJECT: (StatementKind.PROJECT_BY_UNIT,),
}
TOTAL_ITEM, EVERYTHING = Item.THREE_PUBLIC, Item.THREE_PUBLIC_AND_MEETINGS


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf or rounding row of a statement. `amount` is the printed cell it comes from."""

    row: Row
    column: Column | None
    yuan: Decimal
    amount: Amount
    is_rounding: bool

    @property
    def members(self) -> Mapping[str, str]:
        """What the heading says of the money; nothing for the rounding of a grand total."""
        return self.column.members if self.column is not None else {}


def leaf_columns(statement: Statement) -> list[Column]:
    """Amount columns that no other column of the table breaks down; of spending only."""
    leaf = [column for column in statement.amount_columns() if not column.is_total]
    if not statement.columns_of(Dimension.FLOW, Flow.EXPENDITURE):
        return leaf
    return [column for column in leaf if column.members.get(Dimension.FLOW) not in _NOT_SPENT]


def leaves(statement: Statement) -> list[Leaf]:
    """Leaf amounts of a statement and the rounding rows that make every level add up.

    Zero leaves are not facts (a printed 0.00 stays a printed cell). Rounding rows: at each parent
    row and leaf column, printed parent less its printed children; and at the top row, printed total
    column less its printed parts (`column` None).
    """
    columns = leaf_columns(statement)
    result: list[Leaf] = []
    others = [r for r in statement.rows if r.role not in (RowRole.TOTAL, *_NOT_FACTS)]
    for row in statement.rows:
        # A panel's total (人员经费合计) is no leaf, but takes the rounding of its rows.
        if row.role in _NOT_FACTS and not (row.role == RowRole.ITEM and row.children):
            continue
        if row.is_leaf and row.role == RowRole.TOTAL and others:
            continue
        printed = (_leaf(statement, row, column) for column in columns)
        result.extend(leaf for leaf in printed if leaf is not None and leaf.yuan)
    result.extend(_total_column_rounding(statement))
    return result


def _leaf(statement: Statement, row: Row, column: Column) -> Leaf | None:
    """The amount of a leaf row, of any other what the rows below it miss; None for a blank."""
    whole = row.amounts.get(column.index)
    if whole is None:
        return None
    below = sum(
        _yuan(child, (statement.counterpart(column, child.panel) or column).index)
        for child in statement.children(row)
    )
    return Leaf(row, column, whole.yuan - below, whole, is_rounding=not row.is_leaf)


def _yuan(row: Row, column: int) -> Decimal:
    amount = row.amounts.get(column)
    return amount.yuan if amount is not None else ZERO


def _total_column_rounding(statement: Statement) -> list[Leaf]:
    """Printed grand total less its printed leaf columns, at the table's total row."""
    tops = [
        row
        for row in statement.rows
        if row.role == RowRole.TOTAL or (row.parent is None and row.role not in _NOT_FACTS)
    ]
    top = next(
        (row for row in tops if row.role == RowRole.TOTAL), tops[0] if len(tops) == 1 else None
    )
    grand = statement.grand_column()
    if top is None or grand is None or not grand.is_total or grand.index not in top.amounts:
        return []
    whole = top.amounts[grand.index]
    parts = sum(_yuan(top, column.index) for column in leaf_columns(statement))
    if whole.yuan == parts:
        return []
    return [Leaf(top, None, whole.yuan - parts, whole, is_rounding=True)]


def _member(leaf: Leaf, dimension: str, fixed: str | None) -> str:
    unlisted = leaf.members.get("unlisted") if dimension == Dimension.FUND else None
    return leaf.members.get(dimension) or unlisted or fixed or ALL


def expenditure_facts(
    statement: Statement,
    spec: StatementSpec,
    perspective: str,
    stage: str,
    cell_key: CellKey,
) -> list[FactRow]:
    """Rows of the staged table `expenditure` for one statement (without `report_key`)."""
    of_statement = class_leaves(statement) if statement.axis == RowAxis.LISTS else leaves(statement)
    return [
        _expenditure_row(leaf, statement, spec, perspective, stage, cell_key)
        for leaf in of_statement
    ]


def _expenditure_row(
    leaf: Leaf,
    statement: Statement,
    spec: StatementSpec,
    perspective: str,
    stage: str,
    cell_key: CellKey,
) -> FactRow:
    row = leaf.row
    econ = row if row.scheme in (Scheme.DEPARTMENT, Scheme.GOVERNMENT) else None
    department = row.second.get(Scheme.DEPARTMENT)
    government = row.second.get(Scheme.GOVERNMENT)
    # The economic class of the body's own budget leads; the government's is kept beside it.
    if econ is not None:
        scheme, code, name = row.scheme, row.code, row.name
    elif department is not None:
        scheme, code, name = Scheme.DEPARTMENT, department.code, department.name
    elif government is not None:
        scheme, code, name = Scheme.GOVERNMENT, government.code, government.name
    else:
        category = leaf.members.get(Dimension.CATEGORY)
        scheme, code, name = (Scheme.DEPARTMENT if category else None), category, None
    if code is not None and len(code) > STANDARD_ECON_DIGITS:
        # A body's own item below the national one: the money is the national item's.
        code, name = code[:STANDARD_ECON_DIGITS], None
    is_function = row.scheme == Scheme.FUNCTION
    return {
        "perspective": perspective,
        "stage": leaf.members.get(Dimension.STAGE, stage),
        "function_code": row.code if is_function else None,
        "function_name": row.name if is_function else None,
        "econ_scheme": scheme,
        "econ_code": code,
        "econ_name": name,
        "gov_econ_code": government.code if government and scheme != Scheme.GOVERNMENT else None,
        "gov_econ_name": government.name if government and scheme != Scheme.GOVERNMENT else None,
        "nature": _member(leaf, Dimension.NATURE, spec.nature),
        "cost_group": leaf.members.get(Dimension.COST_GROUP),
        "fund": _member(leaf, Dimension.FUND, spec.fund),
        "unit_name": row.spending_unit,
        "project_name": row.project_name,
        **_printed_at(leaf, statement, cell_key),
    }


def class_leaves(statement: Statement) -> list[Leaf]:
    """Spending by function class from a list of income and spending, and its rounding rows.

    Used where no table of spending by function is printed. Classes are leaves here even when the
    list breaks them down further; the row above them takes the rounding.
    """
    rows = [row for row in statement.rows if row.item == ListItem.FUNCTION_CLASS and row.code]
    result = [
        Leaf(row, column, amount.yuan, amount, is_rounding=False)
        for row in rows
        for column in _leaf_columns_of(statement, row.panel)
        if (amount := row.amounts.get(column.index)) is not None and amount.yuan
    ]
    for parent in {row.parent for row in rows if row.parent is not None}:
        above = statement.rows[parent]
        for column in _leaf_columns_of(statement, above.panel):
            whole = above.amounts.get(column.index)
            if whole is None:
                continue
            parts = amounts_in(statement.children(above), column.index)
            missing = whole.yuan - sum((part.yuan for part in parts), ZERO)
            # More than rounding is money the list does not give to any class.
            if missing and agree([whole], parts):
                result.append(Leaf(above, column, missing, whole, is_rounding=True))
    return result


def _leaf_columns_of(statement: Statement, panel: int) -> list[Column]:
    return [column for column in leaf_columns(statement) if column.panel == panel]


def revenue_facts(
    statement: Statement,
    spec: StatementSpec,
    stage: str,
    cell_key: CellKey,
    funds: Collection[str] = (),
) -> list[FactRow]:
    """Rows of the staged table `revenue` (without `report_key`).

    `funds` are the known sources of money: in a list of income the items are the funds.
    """
    if statement.axis == RowAxis.LISTS:
        return [
            {
                "stage": stage,
                "function_code": None,
                "function_name": None,
                "unit_name": None,
                "fund": _listed_fund(leaf, statement, funds),
                **_printed_at(leaf, statement, cell_key),
            }
            for leaf in _income(statement)
        ]
    return [
        {
            "stage": leaf.members.get(Dimension.STAGE, stage),
            "function_code": leaf.row.code if leaf.row.scheme == Scheme.FUNCTION else None,
            "function_name": leaf.row.name if leaf.row.scheme == Scheme.FUNCTION else None,
            "unit_name": leaf.row.spending_unit,
            "fund": _member(leaf, Dimension.FUND, spec.fund),
            **_printed_at(leaf, statement, cell_key),
        }
        for leaf in leaves(statement)
    ]


def _printed_at(leaf: Leaf, statement: Statement, cell_key: CellKey) -> FactRow:
    """The columns of a fact that say how much a leaf is and where it is printed."""
    return {
        "amount_yuan": leaf.yuan,
        "precision_yuan": leaf.amount.quantum_yuan,
        "is_rounding": leaf.is_rounding,
        "table_ordinal": statement.table.ordinal,
        "cell_key": cell_key(statement, leaf.amount.cell),
    }


def _income(statement: Statement) -> list[Leaf]:
    """Leaves of a list of income, and the rounding rows above them."""
    result: list[Leaf] = []
    for row in statement.rows:
        if row.role != RowRole.ITEM:
            continue
        if row.is_leaf and row.parent is None:
            continue
        columns = _leaf_columns_of(statement, row.panel)
        printed = (_leaf(statement, row, column) for column in columns)
        result.extend(leaf for leaf in printed if leaf is not None and leaf.yuan)
    return result


def _listed_fund(leaf: Leaf, statement: Statement, funds: Collection[str]) -> str:
    """The fund that an item of a list of income, or one above it, is."""
    row: Row | None = leaf.row
    while row is not None:
        if row.item in funds:
            return row.item or UNLISTED
        row = statement.rows[row.parent] if row.parent is not None else None
    return ALL if leaf.is_rounding else UNLISTED


def three_public_facts(
    statement: Statement, lexicon: Lexicon, stage: str, cell_key: CellKey
) -> list[FactRow]:
    """Rows of the staged table `three_public` (without `report_key`).

    Printed zeros are facts here: a body that plans no reception says so.
    """
    kinds: Mapping[str | None, ItemKind] = {
        rule.item: rule.kind for rule in lexicon.items if rule.side == ItemSide.ITEM
    }
    columns = leaf_columns(statement)
    rows = [
        row
        for row in statement.rows_by_role(RowRole.ITEM)
        # Of a total without items printed under it the parts are not known.
        if row.item != EVERYTHING and not (row.is_leaf and row.item == TOTAL_ITEM)
    ]
    return [
        {
            "stage": leaf.members.get(Dimension.STAGE, stage),
            "item": row.item,
            "fund": leaf.members.get(Dimension.FUND, ALL),
            "amount_yuan": leaf.yuan,
            "is_rounding": leaf.is_rounding,
            "is_memo": kinds[row.item] == ItemKind.MEMO,
            "table_ordinal": statement.table.ordinal,
            "cell_key": cell_key(statement, leaf.amount.cell),
        }
        for row in rows
        if row.item in kinds
        for column in columns
        if (leaf := _leaf(statement, row, column)) is not None and (row.is_leaf or leaf.yuan)
    ]


def objectives(
    statement: Statement, source: str, none_words: Callable[[str], bool], cell_key: CellKey
) -> list[FactRow]:
    """Rows of the staged table `project_objective` (without `report_key`).

    A row that says there is none ("无") is not a project.
    """
    rows: list[FactRow] = []
    for row in statement.rows_by_role(RowRole.PROJECT):
        if not row.project_name or none_words(row.project_name) or not row.texts:
            continue
        cells = list(row.texts.values())
        total = next(
            (row.amounts[c.index] for c in statement.amount_columns() if c.index in row.amounts),
            None,
        )
        rows.append(
            {
                "unit_name": row.spending_unit,
                "project_name": row.project_name,
                "amount_yuan": total.yuan
                if total is not None and statement.currency_factor
                else None,
                "objective_text": "\n".join(cell.text for cell in cells),
                "source": source,
                "page_number": row.page_number,
                "table_ordinal": statement.table.ordinal,
                "cell_key": cell_key(statement, cells[0]),
            }
        )
    return rows


def report_totals(report: InterpretedReport, cell_key: CellKey) -> list[FactRow]:
    """The printed totals, rows of the staged table `report_total` (without `report_key`).

    Sides: 'income', 'expenditure' of the overview; 'basic', 'project' of the table of spending where
    each is one printed number; 'three_public' where one number is printed for all funds.
    """
    overview = report.statement(StatementKind.BUDGET_OVERVIEW)
    rows: list[FactRow] = []

    def add(side: str, statement: Statement, row: Row | None, *columns: Column | None) -> None:
        """The first amount that the row prints in these columns."""
        for column in columns:
            amount = row.amounts.get(column.index) if row and column else None
            if amount is not None:
                key = cell_key(statement, amount.cell)
                rows.append({"side": side, "amount_yuan": amount.yuan, "cell_key": key})
                return

    if overview is not None:
        for side, item in (
            (TotalSide.INCOME, Item.INCOME_TOTAL),
            (TotalSide.EXPENDITURE, Item.EXPENDITURE_TOTAL),
        ):
            row = overview.row_by_item(item)
            add(side, overview, row, overview.grand_column(row.panel) if row else None)
    spending = report.statement(StatementKind.EXPENDITURE_OVERVIEW)
    top = spending.top_row() if spending is not None else None
    for side, nature in ((TotalSide.BASIC, Nature.BASIC), (TotalSide.PROJECT, Nature.PROJECT)):
        columns = spending.columns_of(Dimension.NATURE, nature) if spending is not None else []
        # One number for all funds: not that of the one fund a form tells apart by nature.
        if spending is not None and len(columns) == 1 and Dimension.FUND not in columns[0].members:
            add(side, spending, top, *columns)
        elif columns and all(Dimension.FUND in column.members for column in columns):
            # Natures of single funds: the tables of one nature print its total.
            own = next(filter(None, map(report.statement, _OF_NATURE[nature])), None)
            if own is not None:
                add(side, own, own.top_row(), own.grand_column())
    public = report.statement(StatementKind.THREE_PUBLIC)
    if public is not None:
        last: list[Column | None] = [
            c
            for c in public.amount_columns()
            if c.members.get(Dimension.STAGE) == Stage.FINAL_ACCOUNTS
        ]
        add(
            TotalSide.THREE_PUBLIC,
            public,
            public.row_by_item(TOTAL_ITEM),
            *(last or [public.grand_column()]),
        )
    return rows
