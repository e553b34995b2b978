"""Three-public tables (三公经费): one row per item, whichever way the table is printed.

Forms print the items as rows with funds across, or as columns over one row of amounts, a row per
body or a row per year; with or without columns of last year, of budget and final figures, of
meetings and training. The result always has one row per item and one column per fund and stage, for
the report's year and the total over all bodies.

Belongs here: transposing such tables. Does not belong here: words (lexicons), rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.domain.lexicon import Lexicon
from pipeline.domain.text import squeeze
from pipeline.interpret import hierarchy
from pipeline.interpret.column_sums import with_sums
from pipeline.interpret.heading_words import clean_heading
from pipeline.interpret.statement import Column, Row
from schemas.vocabulary import ColumnRole, Dimension, Item, ItemSide, LabelKind, RowRole

TOTAL, EVERYTHING = Item.THREE_PUBLIC, Item.THREE_PUBLIC_AND_MEETINGS
COUNT = RowRole.COUNT
_YEAR = re.compile(r"^((?:19|20)\d{2})年?")


def read_items(
    rows: list[Row], columns: list[Column], lexicon: Lexicon, page_number: int
) -> tuple[list[Row], list[Column]]:
    """Rows of items and their columns, whichever way the table prints them.

    `page_number` is the table's first page, where its headings stand.
    """
    if _prints_items_down(rows, lexicon):
        return _down(rows, columns, lexicon)
    return _across(rows, columns, lexicon, page_number)


def sums_of_bodies(
    rows: Sequence[Row], columns: Sequence[Column], lexicon: Lexicon
) -> dict[str, Decimal]:
    """What the rows of bodies add up to, by heading, where no row counts for all of them.

    Nothing printed says these sums: they are for a message, not for facts.
    """
    if _prints_items_down(rows, lexicon) or _line(rows, columns, lexicon) is not None:
        return {}
    sums: dict[str, Decimal] = {}
    for column in columns:
        if column.index not in _items_of(columns, lexicon):
            continue
        values = [row.amounts[column.index].printed for row in rows if column.index in row.amounts]
        if any(values):
            sums["/".join(column.path)] = sum(values, Decimal(0))
    return sums


def _prints_items_down(rows: Sequence[Row], lexicon: Lexicon) -> bool:
    """Whether several rows are named like items, so that the columns are not."""
    names = [lexicon.bare(_name(row)) for row in rows]
    return sum(lexicon.item(name, ItemSide.ITEM) is not None for name in names) >= 2


def _name(row: Row) -> str:
    """The name of a row that is no body and no year."""
    others = (LabelKind.UNIT, LabelKind.YEAR)
    return next((label.name for of, label in row.labels.items() if of not in others), "")


def _down(
    rows: list[Row], columns: list[Column], lexicon: Lexicon
) -> tuple[list[Row], list[Column]]:
    """Items as rows. A bare total row is the three public items' when no other row is."""
    named: list[Row] = []
    bare_total: Row | None = None
    for row in rows:
        row.name = _name(row)
        bare = lexicon.bare(row.name)
        rule = lexicon.item(bare, ItemSide.ITEM)
        if row.role == COUNT:
            continue
        if rule is not None and named and _is_part(row, rule.item, named[-1], rows):
            row.role = RowRole.OF_WHICH
        elif rule is not None:
            row.role, row.item = RowRole.ITEM, rule.item
            named.append(row)
        elif lexicon.patterns["total"].match(bare) and bare_total is None:
            bare_total = row
    if bare_total is not None:
        for row in named:
            # 一、“三公”经费支出 without an amount, over （一）支出合计: words over the total.
            if row.item == TOTAL and not row.amounts and row.position < bare_total.position:
                row.role, row.item = RowRole.HEADING, None
        has_total = any(row.item == TOTAL for row in named)
        bare_total.role, bare_total.item = RowRole.ITEM, EVERYTHING if has_total else TOTAL
    columns = [
        replace(column, role=ColumnRole.AMOUNT) if column.role == ColumnRole.UNKNOWN else column
        for column in columns
    ]
    set_tree(rows, lexicon)
    return rows, columns


def set_counts_apart(rows: Sequence[Row], lexicon: Lexicon) -> None:
    """Rows that count bodies or things (车辆保有量（辆）) hold no money, whatever the table's unit."""
    for row in rows:
        if lexicon.patterns["count"].search(squeeze(_name(row))):
            row.role, row.name = COUNT, _name(row)
            row.amounts.clear()


def _is_part(row: Row, item: str, last: Row, rows: Sequence[Row]) -> bool:
    """Whether a row tells apart what the item row above it printed (国内接待费 under 公务接待费)."""
    between = rows[last.position + 1 : row.position]
    return (
        item == last.item
        and bool(last.amounts)
        and all(other.role in (RowRole.OF_WHICH, COUNT) or not other.amounts for other in between)
    )


def set_tree(rows: Sequence[Row], lexicon: Lexicon) -> None:
    """Items under the items the lexicon names as their parents; nearest printed ancestor."""
    hierarchy.clear(rows)
    by_item = {row.item: row for row in reversed(rows) if row.item}
    for row in rows:
        rule = lexicon.rule_of(row.item)
        parent = rule.parent if rule is not None else None
        while parent is not None and parent not in by_item:
            above = lexicon.rule_of(parent)
            parent = above.parent if above is not None else None
        if parent is not None:
            hierarchy.adopt(by_item[parent], [row])
    everything, total = by_item.get(EVERYTHING), by_item.get(TOTAL)
    if everything is not None:
        rest = [row for row in rows if row.item in (Item.MEETING, Item.TRAINING)]
        hierarchy.adopt(everything, list(([total] if total else []) + rest))


def _across(
    rows: list[Row], columns: list[Column], lexicon: Lexicon, page_number: int
) -> tuple[list[Row], list[Column]]:
    """Items as columns: one row of the table is taken, each of its amounts to its item."""
    line = _line(rows, columns, lexicon)
    places = _items_of(columns, lexicon)
    result: list[Row] = []
    across: list[Column] = []
    by_item: dict[str, Row] = {}
    by_members: dict[tuple[tuple[str, str], ...], Column] = {}
    has_line = line is not None
    if line is None:
        # No row counts (none has an amount, or bodies have no total): items without amounts.
        line = rows[0] if rows else Row(0, 0, 0, page_number, RowRole.UNKNOWN, "", None)
    for column in columns:
        item = places.get(column.index)
        if item is None:
            continue
        members = {
            k: v for k, v in column.members.items() if k in (Dimension.FUND, Dimension.STAGE)
        }
        key = tuple(sorted(members.items()))
        if key not in by_members:
            path = tuple(clean_heading(h)[0] for h in column.path[-1:]) if members else ("金额",)
            by_members[key] = Column(len(across), path, ColumnRole.AMOUNT, 0, members)
            across.append(by_members[key])
        if item not in by_item:
            by_item[item] = Row(
                position=len(result),
                grid_row=line.grid_row,
                panel=0,
                page_number=line.page_number,
                role=RowRole.ITEM,
                label=_heading(column, lexicon),
                label_cell=None,
                name=_heading(column, lexicon),
                item=item,
            )
            result.append(by_item[item])
        amount = line.amounts.get(column.index) if has_line else None
        target = by_members[key].index
        if amount is not None and target not in by_item[item].amounts:
            by_item[item].amounts[target] = replace(amount, column_index=target)
    set_tree(result, lexicon)
    _settle_total(result, across)
    return result, with_sums(across)


def _heading(column: Column, lexicon: Lexicon) -> str:
    for heading in reversed(column.path):
        if lexicon.item(lexicon.bare(clean_heading(heading)[0]), ItemSide.ITEM) is not None:
            return squeeze(heading)
    return squeeze(column.path[0]) if column.path else ""


def _items_of(columns: Sequence[Column], lexicon: Lexicon) -> dict[int, str]:
    """Column index to item, by the innermost heading that names one; memo columns have none."""
    places: dict[int, str] = {}
    for column in columns:
        # A column of an item that prints nothing at all is still that item's.
        if column.role not in (
            ColumnRole.AMOUNT,
            ColumnRole.UNKNOWN,
            ColumnRole.TEXT,
        ) or column.members.get(Dimension.YEAR):
            continue
        path = [lexicon.bare(clean_heading(heading)[0]) for heading in column.path]
        item: str | None = None
        for depth in range(len(path) - 1, -1, -1):
            rule = lexicon.item(path[depth], ItemSide.ITEM)
            if rule is None:
                continue
            item = rule.item
            above = [lexicon.item(h, ItemSide.ITEM) for h in path[:depth]]
            parents = [rule.item for rule in above if rule is not None and rule.item != TOTAL]
            short = lexicon.item(path[depth], ItemSide.VEHICLE_PART)
            if short is not None and parents and parents[-1] == Item.VEHICLE:
                item = short.item
            break
        if item is None and (
            column.is_total or any(lexicon.patterns["total"].match(h) for h in path)
        ):
            item = "?"
        if item is not None:
            places[column.index] = item
    has_total = TOTAL in places.values()
    return {
        index: (EVERYTHING if has_total else TOTAL) if item == "?" else item
        for index, item in places.items()
    }


def _settle_total(rows: Sequence[Row], columns: Sequence[Column]) -> None:
    """A total that only adds up with meetings and training is the total of everything."""
    by_item = {row.item: row for row in rows}
    total = by_item.get(TOTAL)
    meetings_and_training = [
        by_item[item] for item in (Item.MEETING, Item.TRAINING) if item in by_item
    ]
    if total is None or not meetings_and_training or EVERYTHING in by_item:
        return
    parts = [row for row in rows if row.parent == total.position]
    if not hierarchy.adds_up(total, parts, columns) and hierarchy.adds_up(
        total, [*parts, *meetings_and_training], columns
    ):
        total.item = EVERYTHING
        total.children.clear()
        for row in parts:
            row.parent = None
        hierarchy.adopt(total, [*parts, *meetings_and_training])


def _line(rows: Sequence[Row], columns: Sequence[Column], lexicon: Lexicon) -> Row | None:
    """The row that counts: the latest year's, the total's, the only one, else one that adds up."""
    money = [column for column in columns if column.role in (ColumnRole.AMOUNT, ColumnRole.UNKNOWN)]
    candidates = [row for row in rows if any(c.index in row.amounts for c in money)]
    years = {row.position: _row_year(row) for row in candidates}
    if any(years.values()):
        latest = max(year for year in years.values() if year)
        candidates = [row for row in candidates if years[row.position] == latest]
    for row in candidates:
        words = [lexicon.bare(label.name) for label in row.labels.values()]
        if any(lexicon.patterns["total"].match(word) for word in words):
            return row
    if len(candidates) > 1:
        for row in candidates:
            rest = [other for other in candidates if other is not row]
            if hierarchy.adds_up(row, rest, money):
                return row
        # Bodies without a printed total: nothing printed says the total, so none is made up.
        return None
    return candidates[0] if candidates else None


def _row_year(row: Row) -> int:
    for label in row.labels.values():
        year = _YEAR.match(label.name) or _YEAR.match(label.code or "")
        if year:
            return int(year.group(1))
    return 0
