"""The printed amounts that the rules add up: rows by code and item, columns by fund and nature.

Belongs here: look-ups within a statement that the rules share, their amounts as terms and sides of
equations, the words for rows and columns.
Does not belong here: rules (`rules_*`), comparisons of whole statements (`comparisons`), grading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pipeline.interpret.statement import Column, Row, Statement
from pipeline.reconcile.equations import Side, Term, yuan_of
from pipeline.reconcile.rulebook import Rulebook
from schemas.vocabulary import Dimension, Fund, Item, ListItem, Nature, RowRole, Scheme

# The rows that are grand totals in tables without a row of 合计.
TOTAL_ITEMS = (Item.INCOME_TOTAL, Item.EXPENDITURE_TOTAL, Item.THREE_PUBLIC)


def fund_columns(statement: Statement, fund: Fund | str, book: Rulebook) -> list[Column]:
    """The columns that print a fund: those of the fund itself, else of its parts; [] when none."""
    columns = statement.columns_of(Dimension.FUND, fund)
    if columns:
        return columns
    return [
        column
        for part in book.fund_parts.get(fund, ())
        for column in fund_columns(statement, part, book)
    ]


def nature_columns(statement: Statement, *natures: Nature | str) -> list[Column]:
    """The printed columns of these natures; totals instead of their parts."""
    return statement.columns_of(Dimension.NATURE, *natures)


def terms(
    statement: Statement, row: Row | None, columns: Iterable[Column], coefficient: int = 1
) -> list[Term]:
    """The amounts of a row in these columns; a row that is not printed has none."""
    if row is None:
        return []
    return [Term.printed(statement, row, column, coefficient) for column in columns]


def item_terms(statement: Statement, row: Row | None, coefficient: int = 1) -> list[Term]:
    """The amount of a list item in its panel's column of all money."""
    if row is None:
        return []
    column = statement.grand_column(row.panel)
    return terms(statement, row, [column] if column else [], coefficient)


def leaves_under(statement: Statement, row: Row | None) -> Iterator[Row]:
    """Leaf rows below a row, the row itself when it is one."""
    if row is None:
        return
    if not row.children:
        yield row
        return
    for child in statement.children(row):
        yield from leaves_under(statement, child)


def leaf_count(statement: Statement, row: Row | None, columns: Iterable[Column]) -> int:
    """How many non-zero amounts the leaf rows under `row` print in these columns.

    A total column counts as its leaf columns.
    """
    inner = {column.index: column for column in _leaf_columns(statement, columns)}
    return sum(
        1
        for leaf in leaves_under(statement, row)
        for column in inner.values()
        if (same := statement.counterpart(column, leaf.panel)) is not None
        and (amount := leaf.amounts.get(same.index)) is not None
        and amount.yuan
    )


def _leaf_columns(statement: Statement, columns: Iterable[Column]) -> Iterator[Column]:
    """The columns that add these up, themselves where none do."""
    for column in columns:
        parts = [part for part in statement.columns if part.index in column.sum_of]
        yield from _leaf_columns(statement, parts) if parts else [column]


def item_side(statement: Statement, row: Row | None, coefficient: int = 1) -> Side:
    """The amount of a list item; blank where the list has no such row."""
    return Side(item_terms(statement, row, coefficient), (statement,))


def row_side(statement: Statement, row: Row | None, columns: Iterable[Column]) -> Side:
    """The amounts of a row in these columns, with the leaves under them."""
    known = list(columns)
    return Side(terms(statement, row, known), (statement,), leaf_count(statement, row, known))


def total_side(statement: Statement, columns: Iterable[Column]) -> Side:
    """The amounts of the total row in these columns, with the leaves under them."""
    return row_side(statement, statement.top_row(), columns)


def code_side(statement: Statement, code: str, columns: Iterable[Column]) -> Side:
    """The amounts of a code in these columns over all rows that print it, with their leaves."""
    known = list(columns)
    rows = rows_of_code(statement, code)
    return sum((row_side(statement, row, known) for row in rows), Side((), (statement,)))


def grand_columns(statement: Statement | None) -> list[Column]:
    """The column of all money as a list; empty where there is none, or no such statement."""
    column = statement.grand_column() if statement is not None else None
    return [column] if column is not None else []


def code_rows(statement: Statement) -> dict[str, Row]:
    """Code to row, total row under ''. The first row of a code that is printed twice."""
    rows: dict[str, Row] = {}
    total = statement.top_row()
    if total is not None:
        rows[""] = total
    for row in statement.rows:
        if row.role == RowRole.CODE and row.code:
            rows.setdefault(row.code, row)
    return rows


def same_money(one: Statement, other: Statement) -> bool:
    """Whether two tables of one kind print the same grand totals: the same money printed twice."""
    totals = [_grand_totals(statement) for statement in (one, other)]
    return bool(totals[0]) and totals[0] == totals[1]


def _grand_totals(statement: Statement) -> list[Decimal]:
    """The printed grand totals in yuan, each once, in order."""
    total = statement.top_row()
    rows = [total] if total is not None else []
    rows = rows or [row for item in TOTAL_ITEMS for row in statement.rows_of_item(item)[:1]]
    return sorted({yuan_of(item_terms(statement, row)) for row in rows})


def panel_totals(statement: Statement) -> list[Row]:
    """Totals of a table that prints one a panel instead of one in all (人员经费合计, 公用经费合计)."""
    return [row for row in statement.rows if row.role == RowRole.ITEM and row.children]


def rows_of_code(statement: Statement, code: str) -> list[Row]:
    """The rows that together print all money of a code: '' the total row; the code's own rows (one a
    body), or where it is not printed the outermost rows below it.
    """
    if not code:
        total = statement.top_row()
        return [total] if total is not None else []
    within = [
        r for r in statement.rows if r.role == RowRole.CODE and (r.code or "").startswith(code)
    ]
    positions = {row.position for row in within}
    return [row for row in within if row.parent not in positions]


def class_rows(statement: Statement) -> list[Row]:
    """The rows of function classes in a list."""
    return [row for row in statement.rows if row.item == ListItem.FUNCTION_CLASS]


def is_by_function(statement: Statement) -> bool:
    """Whether the rows are classified by function code."""
    return any(row.role == RowRole.CODE and row.scheme == Scheme.FUNCTION for row in statement.rows)


def has_money(statement: Statement) -> bool:
    """Whether any amount other than zero is printed."""
    return any(amount.yuan for row in statement.rows for amount in row.amounts.values())


def row_words(row: Row) -> str:
    """A row as people point at it."""
    name = row.name or row.label or "（无名称）"
    return f"“{row.code} {name}”行" if row.code and row.role == RowRole.CODE else f"“{name}”行"


def column_words(column: Column) -> str:
    """A column as people point at it."""
    return f"“{'/'.join(column.path)}”列" if column.path else f"第{column.index + 1}列"
