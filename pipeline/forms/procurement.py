"""Procurement tables (政府采购预算表): what is bought, and which rows repeat the money of others.

These tables are listed by category, body, project, item, catalogue or function code, in any
nesting. The rows that count are found by their sum: of the ways to tell leaves apart (rows that
fill the deepest column of names first) the first whose amounts add up to the printed total is
right; when none does the table is not understood and nothing of it becomes a fact.

Belongs here: leaves of procurement tables and of tables of purchased services, their category.
Does not belong here: words (`target_words`), facts, rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.domain.amounts import ZERO, agree
from pipeline.domain.text import squeeze
from pipeline.forms.form_table import covering_cells
from pipeline.forms.target_words import TargetLexicon
from pipeline.interpret.form_values import ProcurementTable, Purchase
from pipeline.interpret.nesting import nested
from pipeline.interpret.statement import Amount, Column, Signal, Statement
from schemas.vocabulary import (
    ColumnRole,
    Dimension,
    PurchaseCategory,
    RowRole,
    SignalSeverity,
    StatementKind,
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A grid row with money: its texts (also of cells merged into it) and amounts by column.

    `category` is what the texts name, if any; `is_total` marks the row of the table's total.
    """

    row: int
    texts: dict[int, str]
    amounts: dict[int, Amount]
    category: PurchaseCategory | None
    is_total: bool


@dataclass(frozen=True, slots=True)
class _Listing:
    """A table as lines; `grand` is its column of all money."""

    statement: Statement
    words: TargetLexicon
    grand: Column
    lines: Sequence[_Line]

    def of(self, line: _Line) -> Amount:
        """All money of a line."""
        return line.amounts[self.grand.index]

    def names(self, column: int) -> bool:
        """Whether a grid column is headed as naming what is bought."""
        headings = self.statement.paths.get(column, ())
        return any(self.words.names.fullmatch(squeeze(heading)) for heading in headings)

    def upward(self, line: _Line) -> Iterator[_Line]:
        """The line and those above it, the nearest first."""
        return (other for other in reversed(self.lines) if other.row <= line.row)


def is_procurement(statement: Statement) -> bool:
    """Whether a statement lists what is bought."""
    return statement.kind in (StatementKind.PROCUREMENT, StatementKind.PURCHASED_SERVICES)


def read_procurement(
    statement: Statement, words: TargetLexicon
) -> tuple[ProcurementTable | None, Signal | None]:
    """The leaves of a table, or the signal that it is not understood; both None when it is empty."""
    grand = _grand_column(statement, words)
    lines = _lines(statement, words)
    if not any(a.yuan for line in lines for a in line.amounts.values()):
        return None, None
    if grand is None or statement.currency_factor is None:
        return None, _not_understood(statement, "没有认出金额列或金额单位")
    listing = _Listing(statement, words, grand, lines)
    paid = [line for line in lines if grand.index in line.amounts]
    total = next((listing.of(line) for line in paid if line.is_total), None)
    if total is None:
        return None, _not_understood(statement, "没有印出合计行")
    for leaves in _candidates(listing, [line for line in paid if not line.is_total], total):
        amounts = [listing.of(line) for line in leaves]
        if any(amount.yuan for amount in amounts) and agree([total], amounts):
            is_service = _is_service_list(statement, words)
            purchases = tuple(_purchase(listing, line, is_service) for line in leaves)
            return ProcurementTable(statement, total, purchases, is_service), None
    return None, _not_understood(statement, "各行之和与印出的合计不等")


def _is_service_list(statement: Statement, words: TargetLexicon) -> bool:
    """Whether all of a table are purchased services: titled so, and not as procurement at large."""
    title = squeeze(statement.title)
    rest = words.services_title.sub("", title)
    return rest != title and not words.procurement_title.search(rest)


def _not_understood(statement: Statement, why: str) -> Signal:
    message = f"{why}，只保留单元格原文"
    return statement.signal_on_table("procurement_unread", SignalSeverity.INFO, message)


def _grand_column(statement: Statement, words: TargetLexicon) -> Column | None:
    """The column of all money: as the statement has it, else the one headed as a total.

    Columns that count or measure are none, whatever they were taken for.
    """
    columns = [
        column
        for column in statement.amount_columns()
        if not (column.path and words.not_money.search(squeeze(column.path[-1])))
    ]
    grand = statement.grand_column()
    if grand in columns or len(columns) <= 1:
        return grand if grand in columns else next(iter(columns), None)
    headed = [c for c in columns if c.path and words.total.match(squeeze(c.path[-1]))]
    totals = [c for c in columns if c.is_total]
    plain = [c for c in columns if Dimension.FUND not in c.members]
    return next(iter((*headed, *totals, *plain)), None)


def _lines(statement: Statement, words: TargetLexicon) -> list[_Line]:
    """Grid rows below the header that hold money, with everything printed beside it."""
    amounts: dict[int, dict[int, Amount]] = {}
    for row in statement.rows:
        for index, amount in row.amounts.items():
            amounts.setdefault(amount.cell.row, {}).setdefault(index, amount)
    money = {amount.cell.column for on_row in amounts.values() for amount in on_row.values()}
    cover = covering_cells(statement.table)
    lines: list[_Line] = []
    for index in sorted(amounts):
        beside = [c for c in cover[index] if c.column not in money] if index < len(cover) else []
        texts = {cell.column: squeeze(cell.text) for cell in beside if squeeze(cell.text)}
        is_total = any(words.total.match(text) for text in texts.values())
        category = _category(texts.values(), words)
        lines.append(_Line(index, texts, amounts[index], category, is_total))
    return lines


def _category(texts: Iterable[str], words: TargetLexicon) -> PurchaseCategory | None:
    named = (
        category
        for text in texts
        for category, pattern in words.categories.items()
        if pattern.fullmatch(text)
    )
    return next(named, None)


def _candidates(
    listing: _Listing, lines: Sequence[_Line], total: Amount
) -> Iterator[Sequence[_Line]]:
    """Ways to tell the rows that count, the likeliest first.

    Columns that name what is bought come before others, the most particular (rightmost) first.
    """
    used = {column for line in lines for column in line.texts}
    for column in sorted(used, key=lambda column: (listing.names(column), column), reverse=True):
        yield [line for line in lines if line.texts.get(column)]
    coded = {
        amount.cell.row
        for row in listing.statement.rows
        if row.role == RowRole.CODE and row.is_leaf
        for amount in row.amounts.values()
    }
    if coded:
        yield [line for line in lines if line.row in coded]
    yield lines
    yield _nested_leaves(listing, lines, total)


def _nested_leaves(listing: _Listing, lines: Sequence[_Line], total: Amount) -> list[_Line]:
    """Leaves when each row that the rows after it add up to is their sum; none when unclear."""
    paid = [line for line in lines if listing.of(line).yuan]
    amounts = [*map(listing.of, paid), total]
    quantum = min(amount.quantum_yuan for amount in amounts)
    *values, wanted = [(int(amount.yuan / quantum),) for amount in amounts]
    parents = nested(values, wanted)
    above = set(parents or range(len(paid)))
    return [line for number, line in enumerate(paid) if number not in above]


def _purchase(listing: _Listing, line: _Line, is_service: bool) -> Purchase:
    total = listing.of(line)
    by_fund = tuple(
        (column.members[Dimension.FUND], amount)
        for column in listing.statement.amount_columns()
        if Dimension.FUND in column.members and not column.is_total
        if (amount := line.amounts.get(column.index)) is not None and amount.yuan
    )
    if sum((amount.yuan for _, amount in by_fund), ZERO) != total.yuan:
        by_fund = ()
    columns = sorted(line.texts)
    texts = [line.texts[c] for c in [*filter(listing.names, columns)] or columns]
    named = (above.category for above in listing.upward(line) if above.category)
    category = (line.category or PurchaseCategory.SERVICES) if is_service else next(named, None)
    names = tuple(text for text in texts if not listing.words.is_nothing(text))
    return Purchase(names, category, _project(listing, line), total, by_fund)


def _project(listing: _Listing, line: _Line) -> str | None:
    """The project a row is bought for, where the table has a column of them.

    It may be printed on the row of which this one is a part, below the same category.
    """
    headings = {
        column.path[-1]
        for column in listing.statement.columns
        if column.path
        and column.role == ColumnRole.LABEL
        and column.members.get(Dimension.OF) == "project"
    }
    columns = sorted(c for c, path in listing.statement.paths.items() if headings & set(path))
    for other in listing.upward(line):
        text = next((other.texts[c] for c in columns if c in other.texts), None)
        if text is not None:
            return None if listing.words.total.match(text) else text
        if other is not line and other.category is not None:
            return None
    return None
