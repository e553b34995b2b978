"""Which statement a table is whose title nobody knows: by its headings and rows alone.

Only where these leave no doubt: two lists with their totals, sources of money across or natures of
spending across the function codes, the three public items. Anything else stays unidentified.

Belongs here: that decision. Does not belong here: titles, words, the reading of the table itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.domain.lexicon import Lexicon
from pipeline.domain.text import is_amount_like
from pipeline.interpret.column_roles import read_columns
from pipeline.interpret.header import find_header
from pipeline.interpret.labelled_rows import read_rows
from pipeline.interpret.logical_table import MAX_CAPTION_ROWS, LogicalTable
from pipeline.interpret.side_by_side import TOTALS, read_lists
from pipeline.interpret.statement import GENERIC, Column, Row
from schemas.vocabulary import (
    ColumnRole,
    Dimension,
    Item,
    ItemSide,
    LabelKind,
    ListItem,
    Nature,
    StatementKind,
)

# Money outside fiscal appropriation: these sources, and those that are part of them.
OWN_SOURCES = frozenset({Item.SPECIAL_ACCOUNT, Item.OTHER_FUND})
OTHER_NATURES = frozenset({Nature.BUSINESS, Nature.TO_SUBORDINATE, Nature.TO_SUPERIOR})
PUBLIC_ITEMS = frozenset(
    {Item.ABROAD, Item.VEHICLE, Item.VEHICLE_PURCHASE, Item.VEHICLE_OPERATION, Item.RECEPTION}
)
# Parts of titles of tables that are no statement of income or spending.
BESIDE = frozenset({"procurement", "purchased", "performance", "assets"})
# So many known members make a list, a table by source, a table of items.
MIN_SOURCES = 3
MIN_CLASSES = 3
MIN_ITEMS = 4
MIN_CODES = 3


def title_rows(table: LogicalTable, known: int) -> int:
    """Leading rows that are caption: the known ones, then those of one cell over all columns."""
    count = known
    for row in table.rows[known:MAX_CAPTION_ROWS]:
        filled = row.filled()
        wide = len(filled) == 1 and filled[0].column_span * 2 > max(table.column_count, 2)
        if filled and not (wide and not is_amount_like(filled[0].text)):
            break
        count += 1
    return count


def kind_by_content(
    table: LogicalTable, caption_rows: int, lexicon: Lexicon
) -> StatementKind | None:
    """The kind of statement headings and rows show without doubt; None for any doubt."""
    body = replace(table, rows=table.rows[caption_rows:])
    header = find_header(body, lexicon)
    if header.count == 0 or header.count == len(body.rows):
        return None
    columns = read_columns(body, header, lexicon)
    money = [column for column in columns if column.role == ColumnRole.AMOUNT]
    rows, _ = read_rows(body, header, columns, lexicon, None)
    if not money or not rows or _is_beside_the_budget(columns, lexicon):
        return None
    if len({column.panel for column in money}) >= 2:
        return _of_lists(rows, columns, lexicon)
    codes = [
        label.code
        for row in rows
        for of, label in row.labels.items()
        if _is_function(of, label.code)
    ]
    if len(codes) >= MIN_CODES:
        return _by_function(money, lexicon)
    return _of_items(rows, money, lexicon)


def _is_beside_the_budget(columns: Sequence[Column], lexicon: Lexicon) -> bool:
    """Whether headings speak of purchases, targets or assets, or columns name projects."""
    names = [
        column
        for column in columns
        if column.role in (ColumnRole.LABEL, ColumnRole.TEXT, ColumnRole.CODE)
    ]
    headings = {heading for column in names for heading in column.path}
    return any(column.members.get(Dimension.OF) == LabelKind.PROJECT for column in columns) or any(
        part in BESIDE and pattern.search(heading)
        for part, pattern in lexicon.title_parts
        for heading in headings
    )


def _is_function(of: str, code: str | None) -> bool:
    return (
        of in (LabelKind.FUNCTION, GENERIC)
        and code is not None
        and code.startswith("2")
        and len(code) in (3, 5, 7)
    )


def _own_sources(lexicon: Lexicon) -> frozenset[str]:
    """Sources no fiscal appropriation has: a list with one of them is of all money."""
    income = [rule for rule in lexicon.items if rule.side == ItemSide.INCOME]
    parts = {rule.item for rule in income if rule.parent in OWN_SOURCES}
    return frozenset(map(str, OWN_SOURCES | parts))


def _of_lists(rows: list[Row], columns: Sequence[Column], lexicon: Lexicon) -> StatementKind | None:
    """Income beside spending, with both totals: of all money, or of fiscal appropriation only."""
    read_lists(rows, columns, lexicon)
    items = {row.item for row in rows}
    if not set(TOTALS.values()) <= items:
        return None
    fiscal, own_sources = lexicon.fiscal_funds, _own_sources(lexicon)
    income = [row.item for row in rows if row.panel == 0 and row.item]
    sources = {item for item in income if item in fiscal | own_sources}
    classes = [row for row in rows if row.panel and row.item == ListItem.FUNCTION_CLASS]
    if ListItem.OTHER in income or len(classes) < MIN_CLASSES:
        return None
    if len(sources) >= MIN_SOURCES and sources & own_sources:
        return StatementKind.BUDGET_OVERVIEW
    is_split = {c.members.get(Dimension.FUND) for c in columns if c.panel} & fiscal
    if len(sources) >= 2 and sources <= fiscal and len(is_split) >= 2:
        return StatementKind.FISCAL_OVERVIEW
    return None


def _by_function(money: Sequence[Column], lexicon: Lexicon) -> StatementKind | None:
    """Sources across: income. Natures across that only spending of all money has: spending."""
    funds = {column.members[Dimension.FUND] for column in money if Dimension.FUND in column.members}
    natures = {
        column.members[Dimension.NATURE] for column in money if Dimension.NATURE in column.members
    }
    if (
        not natures
        and len(funds) >= MIN_SOURCES
        and funds & _own_sources(lexicon)
        and funds & lexicon.fiscal_funds
    ):
        return StatementKind.REVENUE_OVERVIEW
    if not funds and {Nature.BASIC, Nature.PROJECT} <= natures and natures & OTHER_NATURES:
        return StatementKind.EXPENDITURE_OVERVIEW
    return None


def _of_items(
    rows: Sequence[Row], money: Sequence[Column], lexicon: Lexicon
) -> StatementKind | None:
    """The three public items, down the rows or across the columns."""
    names = [label.name for row in rows for label in row.labels.values()]
    headings = [heading for column in money for heading in column.path]
    for texts in (names, headings):
        rules = [lexicon.item(lexicon.bare(text), ItemSide.ITEM) for text in texts]
        known = [rule.item for rule in rules if rule is not None]
        if len(set(known) & PUBLIC_ITEMS) >= MIN_ITEMS and len(known) * 2 >= len(texts):
            return StatementKind.THREE_PUBLIC
    return None
