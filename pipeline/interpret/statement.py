"""What a printed table means: statements, their columns, logical rows and amounts.

Belongs here: the vocabulary shared by interpretation, derivation and reconciliation.
Does not belong here: how that meaning is worked out (`statements` and the modules it calls), rules,
storage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.grid.printed_table import GridCell, PrintedTable
from schemas.vocabulary import (
    ColumnRole,
    Dimension,
    DocumentKind,
    Flow,
    Fund,
    Item,
    RowAxis,
    RowRole,
    Scheme,
    Scope,
    SignalSeverity,
    StatementKind,
)

ALL = Fund.ALL
# What a label is of whose heading leaves it open (项目, 科目); the others are `LabelKind`s.
GENERIC = "item"
# Which way money goes in a table that prints balances and income beside spending.
FLOW, SPENT = Dimension.FLOW, Flow.EXPENDITURE


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed number: `printed` in the table's currency unit, `yuan` exact, `quantum_yuan` its last digit.

    `quantum_yuan` is the value of one unit in the last place the table prints (100 for 万元 with
    two decimals): every printed amount is known to within half of it.
    """

    row_index: int
    column_index: int
    cell: GridCell
    printed: Decimal
    yuan: Decimal
    quantum_yuan: Decimal


@dataclass(frozen=True, slots=True)
class Label:
    """What one label or code column says of a row: code (or None), name, where it is printed."""

    code: str | None
    name: str
    cell: GridCell
    printed: str


@dataclass(frozen=True, slots=True)
class Column:
    """The meaning of one logical column.

    `role`: 'code' | 'code_part' | 'label' | 'amount' | 'total' (while the header is read) |
    'memo' (money of another year, a change, a part printed twice: read, never summed) | 'ratio' |
    'text' | 'ignore' | 'unknown'.
    `members` maps a dimension ('fund', 'nature', 'cost_group', 'stage', 'flow', 'item', 'of') to a
    member code. `sum_of` lists the column indexes whose amounts add up to this one (empty for a
    leaf).
    """

    index: int
    path: tuple[str, ...]
    role: ColumnRole
    panel: int = 0
    members: Mapping[str, str] = field(default_factory=dict)
    sum_of: tuple[int, ...] = ()

    @property
    def is_total(self) -> bool:
        """Whether the column repeats money of other columns."""
        return bool(self.sum_of)


@dataclass(slots=True)
class Row:
    """One logical row: a label with its amounts. Two lists side by side give two rows a line.

    `role`: 'total' (the table's 合计/总计) | 'code' (a classified row) | 'item' (a row known by
    name in the lexicon) | 'unit' (a spending body) | 'category' (an economic category named, not
    coded) | 'project' | 'of_which' (其中, never summed) | 'heading' (words over the rows below) |
    'count' (counts bodies or things, not money) | 'unknown'.
    `labels` are the row's names by what they classify ('function', 'department', 'government',
    'unit', 'project', 'item'); `code`/`scheme`/`name` are the leading one, `second` further
    classifications of the same money (the economic class beside the function). `spending_unit` and
    `project_name` say whose money it is, where the row or one above it does.
    `item` is the lexicon's member for rows known by name. `parent` / `children` are positions in
    `Statement.rows`. `amounts` maps column index to amount; a blank cell has no entry.
    """

    position: int
    grid_row: int
    panel: int
    page_number: int
    role: RowRole
    label: str
    label_cell: GridCell | None
    labels: dict[str, Label] = field(default_factory=dict)
    name: str = ""
    code: str | None = None
    scheme: Scheme | None = None
    item: str | None = None
    level: int = 0
    parent: int | None = None
    children: list[int] = field(default_factory=list)
    spending_unit: str | None = None
    project_name: str | None = None
    second: dict[Scheme, Label] = field(default_factory=dict)
    amounts: dict[int, Amount] = field(default_factory=dict)
    texts: dict[int, GridCell] = field(default_factory=dict)

    @property
    def is_leaf(self) -> bool:
        """Whether no other row of the statement breaks this one down."""
        return not self.children


@dataclass(slots=True)
class Signal:
    """Something that was not understood, or not as it should be. Nothing is dropped silently."""

    signal: str
    severity: SignalSeverity
    text: str
    message: str
    table_ordinal: int | None = None
    page_number: int | None = None
    cell: GridCell | None = None


@dataclass(slots=True)
class Statement:
    """A printed table with its meaning. `kind` is an id of `schemas/lexicon/statements.csv`.

    `is_repeat` marks a second table of a kind that a report has once; the fuller one is the first.
    `title_kind` is the id its title alone gives; the rows may make it a variant (`kind`).
    `currency_unit` is what amounts are printed in (元, 万元), None where the table does not say;
    `currency_factor` the yuan in one of it.

    `axis` says what the rows are ('lists', 'function', 'econ', 'unit', 'project', 'item', ...).
    `paths` maps a grid column to the headings printed over it, `printed` the grid position (row,
    column) of every number read to the label of its row and the amount, also where `rows` and
    `columns` are not the printed ones (three-public items printed across).
    """

    kind: StatementKind
    title: str
    table: PrintedTable
    currency_unit: str | None
    currency_factor: Decimal | None
    entity_printed: str | None
    columns: list[Column]
    rows: list[Row]
    header_rows: int
    title_kind: StatementKind | None = None
    axis: RowAxis | None = None
    paths: dict[int, tuple[str, ...]] = field(default_factory=dict)
    printed: dict[tuple[int, int], tuple[str, Amount]] = field(default_factory=dict)
    is_repeat: bool = False
    is_empty_declared: bool = False
    note: str = ""
    signals: list[Signal] = field(default_factory=list)

    def signal_on_table(self, signal: str, severity: SignalSeverity, message: str) -> Signal:
        """A signal on the whole table: its title, then `message`, at its first page."""
        return Signal(
            signal=signal,
            severity=severity,
            text=self.title,
            message=f"“{self.title}”{message}",
            table_ordinal=self.table.ordinal,
            page_number=self.table.page_numbers[0],
        )

    def amount_columns(self, panel: int | None = None) -> list[Column]:
        """Columns that hold amounts, of one panel or all."""
        return [
            column
            for column in self.columns
            if column.role == ColumnRole.AMOUNT and (panel is None or column.panel == panel)
        ]

    def column(self, panel: int | None = None, **members: str) -> Column | None:
        """The one amount column with exactly these members (no others); None when there is none."""
        columns = self.amount_columns(panel)
        return next((column for column in columns if dict(column.members) == members), None)

    def counterpart(self, column: Column, panel: int) -> Column | None:
        """The amount column of another panel that says the same as `column` (itself in its own).

        Side by side panels that go on one list have a column each for the same money.
        """
        if column.panel == panel:
            return column
        alike = [c for c in self.amount_columns(panel) if dict(c.members) == dict(column.members)]
        return alike[0] if len(alike) == 1 else None

    def grand_column(self, panel: int | None = None) -> Column | None:
        """The column of all money: a total no other total adds up, else the one plain column.

        Where income and balances stand beside spending, it is that of all spending.
        """
        columns = spending_columns(self.amount_columns(panel))
        inner = {index for column in columns for index in column.sum_of}
        totals = [column for column in columns if column.is_total and column.index not in inner]
        if totals:
            return totals[0]
        plain = [column for column in columns if not column.members]
        if plain:
            return plain[0]
        return columns[0] if len(columns) == 1 else None

    def columns_of(self, dimension: str, *members: str) -> list[Column]:
        """Columns of these members that repeat no money of each other: totals before their parts.

        Of money that flows and spending beside it, only the spending, unless flows are asked for.
        """
        columns = self.amount_columns()
        if dimension != FLOW:
            columns = spending_columns(columns)
        with_member = [c for c in columns if c.members.get(dimension) in members]
        below: set[int] = set()
        by_index = {column.index: column for column in self.columns}
        pending = [index for column in with_member for index in column.sum_of]
        while pending:
            index = pending.pop()
            if index not in below:
                below.add(index)
                pending.extend(by_index[index].sum_of)
        return [column for column in with_member if column.index not in below]

    def top_row(self) -> Row | None:
        """The row of the table's total, or the one row all others break down."""
        total = next((row for row in self.rows if row.role == RowRole.TOTAL), None)
        if self.axis == RowAxis.LISTS and len({row.panel for row in self.rows}) == 1:
            return self.row_by_item(Item.INCOME_TOTAL) or self.row_by_item(Item.EXPENDITURE_TOTAL)
        if total is not None or self.axis in (RowAxis.LISTS, RowAxis.ITEM):
            return total
        tops = [
            row
            for row in self.rows
            if row.parent is None
            and row.amounts
            and row.role not in (RowRole.OF_WHICH, RowRole.UNKNOWN, RowRole.ITEM)
        ]
        return tops[0] if len(tops) == 1 else None

    def rows_of_item(self, item: str) -> list[Row]:
        """Rows of a lexicon item, those with an amount first."""
        named = [row for row in self.rows if row.item == item]
        return sorted(named, key=lambda row: not self._is_paid(row))

    def _is_paid(self, row: Row) -> bool:
        column = self.grand_column(row.panel)
        return column is not None and column.index in row.amounts

    def rows_by_role(self, *roles: RowRole) -> list[Row]:
        """Logical rows of these roles, in printed order."""
        return [row for row in self.rows if row.role in roles]

    def row_by_item(self, item: str, panel: int | None = None) -> Row | None:
        """The first row the lexicon knows under this item, one with an amount before others."""
        rows = self.rows_of_item(item)
        return next((row for row in rows if panel is None or row.panel == panel), None)

    def children(self, row: Row) -> list[Row]:
        """The rows that break `row` down, in printed order."""
        return [self.rows[position] for position in row.children]

    def amounts(self) -> Iterator[tuple[Row, Column, Amount]]:
        """Every amount with its row and column."""
        by_index = {column.index: column for column in self.columns}
        for row in self.rows:
            for index, amount in row.amounts.items():
                yield row, by_index[index], amount


def amounts_in(rows: Iterable[Row], column: int) -> list[Amount]:
    """The amounts that rows print in a column; a blank cell gives none."""
    return [amount for row in rows if (amount := row.amounts.get(column)) is not None]


def spending_columns(columns: Sequence[Column]) -> list[Column]:
    """Columns without what flows in or is carried, where spending stands beside it."""
    if all(column.members.get(FLOW) != SPENT for column in columns):
        return list(columns)
    return [column for column in columns if column.members.get(FLOW, SPENT) == SPENT]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who published, for which year, what kind of document; each with the line that says so."""

    entity_name: str | None
    city: str | None
    region_code: str | None
    fiscal_year: int | None
    document_kind: DocumentKind
    scope: Scope | None
    cover_line: str | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
