"""Where the rules find their numbers: statements by kind, columns by fund and nature, rows by code.

Belongs here: look-ups over statements that the rules share, and the words for places in them.
Does not belong here: rules, grading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.domain.amounts import ZERO
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.statement import Column, Row, Statement
from pipeline.reconcile.equations import (
    Equation,
    NotApplied,
    Result,
    Term,
    failure,
    passed,
)
from pipeline.reconcile.rulebook import Rulebook

FUNCTION_CLASS = "FUNCTION_CLASS"
TOTAL_ITEMS = ("INCOME_TOTAL", "EXPENDITURE_TOTAL", "THREE_PUBLIC")
FLOWS = ("OPENING", "INCOME", "EXPENDITURE", "CLOSING")


@dataclass
class Tables:
    """The statements of a report, one a kind, and short ways to make findings about them."""

    report: InterpretedReport
    book: Rulebook
    by_kind: dict[str, Statement] = field(init=False)
    duplicates: list[Statement] = field(init=False)

    def __post_init__(self) -> None:
        self.by_kind, self.duplicates = {}, []
        for statement in self.report.statements:
            kind = statement.kind
            is_second = kind in self.by_kind and kind not in self.book.repeated_kinds
            if statement.is_repeat or is_second:
                self.duplicates.append(statement)
            else:
                self.by_kind.setdefault(kind, statement)

    def get(self, kind: str) -> Statement | None:
        """The first statement of this kind."""
        return self.by_kind.get(kind)

    def severity(self, rule: str) -> str:
        """The declared severity of a rule."""
        return self.book.rules[rule].severity

    def equation(
        self,
        rule: str,
        scope: str,
        left: Sequence[Term],
        right: Sequence[Term],
        statements: Iterable[Statement],
        *,
        leaf_count: int = 0,
        severity: str | None = None,
    ) -> Equation:
        """An equation of a declared rule; `severity` overrides where a condition weakens it."""
        return Equation(
            rule,
            scope,
            severity or self.severity(rule),
            tuple(left),
            tuple(right),
            leaf_count,
            tuple(statements),
        )

    def fail(
        self,
        rule: str,
        scope: str,
        message: str,
        *statements: Statement,
        severity: str | None = None,
    ) -> Result:
        """A failed check of a declared rule; `severity` overrides where a condition weakens it."""
        return failure(rule, severity or self.severity(rule), scope, message, statements)

    def ok(self, rule: str, scope: str, *statements: Statement, trivial: bool = False) -> Result:
        """A check of a declared rule that holds."""
        return passed(rule, self.severity(rule), scope, statements, trivial=trivial)

    def absent(self, rule: str, *kinds: str) -> NotApplied | None:
        """Why a rule over these kinds cannot be applied: the statements that are not there."""
        missing = [kind for kind in kinds if kind not in self.by_kind]
        if not missing:
            return None
        names = "、".join(f"《{self.book.name(kind)}》" for kind in missing)
        return NotApplied(rule, f"报告中没有{names}")

    def name(self, statement: Statement) -> str:
        """A statement as people call it: its printed title."""
        return f"《{statement.title or self.book.name(statement.kind)}》"


def total_row(statement: Statement) -> Row | None:
    """The row of the table's total, or the one row all others break down."""
    return statement.top_row()


def grand_column(statement: Statement, panel: int | None = None) -> Column | None:
    """The column of all money: the total no other total adds up; the one column of a list."""
    return statement.grand_column(panel)


def fund_columns(statement: Statement, fund: str, book: Rulebook) -> list[Column]:
    """The columns that print a fund: its own one, else the ones of its parts; [] when none."""
    columns = statement.columns_of("fund", fund)
    if columns:
        return columns
    return [
        column
        for part in book.fund_parts.get(fund, ())
        for column in fund_columns(statement, part, book)
    ]


def nature_columns(statement: Statement, *natures: str) -> list[Column]:
    """The columns of these natures, those that are printed; totals instead of their parts."""
    return statement.columns_of("nature", *natures)


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
    column = grand_column(statement, row.panel)
    return terms(statement, row, [column] if column else [], coefficient)


def value(items: Iterable[Term]) -> Decimal:
    """Sum of terms in yuan."""
    return sum((term.value for term in items), ZERO)


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
    indexes: set[int] = set()
    by_index = {column.index: column for column in statement.columns}
    pending = list(columns)
    while pending:
        column = pending.pop()
        if column.sum_of:
            pending.extend(by_index[index] for index in column.sum_of)
        else:
            indexes.add(column.index)
    return sum(
        1
        for leaf in leaves_under(statement, row)
        for index in indexes
        if (own := statement.counterpart(by_index[index], leaf.panel)) is not None
        and (amount := leaf.amounts.get(own.index)) is not None
        and amount.yuan
    )


def code_rows(statement: Statement) -> dict[str, Row]:
    """Code to row, total row under ''. The first row of a code that is printed twice."""
    rows: dict[str, Row] = {}
    total = total_row(statement)
    if total is not None:
        rows[""] = total
    for row in statement.rows:
        if row.role == "code" and row.code:
            rows.setdefault(row.code, row)
    return rows


def same_money(one: Statement, other: Statement) -> bool:
    """Whether two tables of one kind print the same grand total: the same money told twice."""
    found = []
    for statement in (one, other):
        rows = [row for row in (total_row(statement),) if row is not None] or [
            row for item in TOTAL_ITEMS for row in statement.rows_of_item(item)[:1]
        ]
        found.append(sorted({value(item_terms(statement, row)) for row in rows}))
    return bool(found[0]) and found[0] == found[1]


def panel_totals(statement: Statement) -> list[Row]:
    """Totals of a table that prints one a panel instead of one in all (人员经费合计, 公用经费合计)."""
    return [row for row in statement.rows if row.role == "item" and row.children]


def rows_of_code(statement: Statement, code: str) -> list[Row]:
    """The rows that together print all money of a code: '' the total row; the code's own rows (one a
    body), or where it is not printed the outermost rows below it.
    """
    if not code:
        total = total_row(statement)
        return [total] if total is not None else []
    found = [r for r in statement.rows if r.role == "code" and (r.code or "").startswith(code)]
    positions = {row.position for row in found}
    return [row for row in found if row.parent not in positions]


def code_terms(
    statement: Statement, code: str, columns: Iterable[Column], coefficient: int = 1
) -> list[Term]:
    """The amounts of a code in these columns, over all rows that print it."""
    known = list(columns)
    return [
        term
        for row in rows_of_code(statement, code)
        for term in terms(statement, row, known, coefficient)
    ]


def code_leaf_count(statement: Statement, code: str, columns: Iterable[Column]) -> int:
    """Non-zero leaves under all rows of a code."""
    known = list(columns)
    return sum(leaf_count(statement, row, known) for row in rows_of_code(statement, code))


def class_rows(statement: Statement) -> list[Row]:
    """The rows of function classes in a list."""
    return [row for row in statement.rows if row.item == FUNCTION_CLASS]


def is_by_function(statement: Statement) -> bool:
    """Whether the rows are classified by function code."""
    return any(row.role == "code" and row.scheme == "function" for row in statement.rows)


def has_money(statement: Statement) -> bool:
    """Whether any amount other than zero is printed."""
    return any(amount.yuan for row in statement.rows for amount in row.amounts.values())


def row_words(row: Row) -> str:
    """A row as people point at it."""
    name = row.name or row.label or "（无名称）"
    return f"“{row.code} {name}”行" if row.code and row.role == "code" else f"“{name}”行"


def column_words(column: Column) -> str:
    """A column as people point at it."""
    return f"“{'/'.join(column.path)}”列" if column.path else f"第{column.index + 1}列"


def unit_missing(*statements: Statement) -> bool:
    """Whether a statement prints no unit: its numbers compare with no other table's."""
    return any(statement.currency_factor is None for statement in statements)
