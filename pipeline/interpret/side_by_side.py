"""Statements that print income and spending as lists side by side.

Each panel is a separate list: income by source, spending by function class, by economic class, by
nature. A list has a grand total (first or last), perhaps subtotals, and items that may be broken
down; which row breaks which down is read from list marks, indents and names, and where these do
not add up, from the sums.

Belongs here: sides of panels, items of lists, the hierarchy of a list.
Does not belong here: words (lexicons), rules that must hold.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.domain.amounts import agree
from pipeline.domain.compose import ROLE
from pipeline.domain.lexicon import Lexicon
from pipeline.domain.list_marks import mark_of
from pipeline.domain.text import squeeze
from pipeline.interpret import hierarchy
from pipeline.interpret.statement import GENERIC, Column, Row, amounts_in
from schemas.vocabulary import (
    ColumnRole,
    Dimension,
    Item,
    ItemSide,
    ListItem,
    RowRole,
    Scheme,
    Side,
)

TOTALS = {Side.INCOME: Item.INCOME_TOTAL, Side.EXPENDITURE: Item.EXPENDITURE_TOTAL}
SUBTOTALS = {Side.INCOME: Item.CURRENT_YEAR_INCOME, Side.EXPENDITURE: Item.CURRENT_YEAR_EXPENDITURE}


def read_lists(rows: list[Row], columns: Sequence[Column], lexicon: Lexicon) -> None:
    """Roles, items, codes and the tree of every panel of a list statement."""
    for panel in sorted({row.panel for row in rows}):
        panel_rows = [row for row in rows if row.panel == panel]
        amounts = [c for c in columns if c.panel == panel and c.role == ColumnRole.AMOUNT]
        side = _side(panel, columns)
        scheme = _scheme(panel, columns)
        for row in panel_rows:
            _classify(row, side, scheme, lexicon)
        total = _grand_total(panel_rows, side, amounts, lexicon)
        _tree(panel_rows, total, amounts, lexicon)


def _side(panel: int, columns: Sequence[Column]) -> Side:
    """Income or spending, by the headings over the panel; the first panel is income."""
    words = "".join(
        "".join(c.path)
        for c in columns
        if c.panel == panel and c.role in (ColumnRole.LABEL, ColumnRole.AMOUNT)
    )
    bare = squeeze(words)
    if "收入" in bare and "支出" not in bare:
        return Side.INCOME
    if "支出" in bare or panel:
        return Side.EXPENDITURE
    return Side.INCOME


def _scheme(panel: int, columns: Sequence[Column]) -> str:
    labels = (c for c in columns if c.panel == panel and c.role == ColumnRole.LABEL)
    label = next(labels, None)
    return label.members.get(Dimension.OF, Scheme.FUNCTION) if label else Scheme.FUNCTION


def _classify(row: Row, side: Side, scheme: str, lexicon: Lexicon) -> None:
    label = next(iter(row.labels.values()), None)
    row.name = label.name if label else squeeze(row.label)
    if label is not None and label.code:
        _as_class(row, label.code)
        return
    for name in _readings(row):
        if _known(row, name, side, scheme, lexicon):
            row.name = name
            return
    if lexicon.bare(row.name):
        # What a list may hold is open; the sums tell whether it belongs.
        row.role, row.item = RowRole.ITEM, ListItem.OTHER


def row_meaning(name: str, side: str, lexicon: Lexicon) -> str | None:
    """What a row of this name is on a side of a list: its item or class; None when unknown."""
    if side not in set(Side):
        rule = lexicon.item(lexicon.bare(name), side)
        return rule.item if rule is not None else None
    row = Row(0, 0, 0, 1, RowRole.UNKNOWN, name, None, name=squeeze(name))
    if not _known(row, row.name, Side(side), Scheme.FUNCTION, lexicon):
        return None
    return row.code or row.item or row.role


def _readings(row: Row) -> list[str]:
    """The label, then its first lines: a row of the next page may have been joined to it."""
    whole = [row.name]
    if row.label_cell is None:
        return whole
    lines = [squeeze(line) for line in row.label_cell.raw_text.split("\n")]
    return whole + ["".join(lines[:count]) for count in range(len(lines) - 1, 0, -1)]


def _known(row: Row, name: str, side: Side, scheme: str, lexicon: Lexicon) -> bool:
    """Set role and item by a name; whether any list knows it."""
    bare = lexicon.bare(name)
    if lexicon.is_of_which(name):
        row.role = RowRole.OF_WHICH
        return True
    rule = lexicon.item(bare, side)
    if rule is not None:
        row.role, row.item = RowRole.ITEM, rule.item
        return True
    if lexicon.patterns["total"].match(bare):
        row.role, row.item = RowRole.TOTAL, Item.TOTAL
        return True
    if _known_by_parts(row, bare, side, lexicon):
        return True
    if side != Side.EXPENDITURE or scheme not in (Scheme.FUNCTION, GENERIC):
        return False
    plain = squeeze(lexicon.patterns["ordinal"].sub("", name))
    code = lexicon.class_by_name.get(bare) or lexicon.class_by_name.get(plain)
    if code is None:
        code = next((c for c in lexicon.codes_of(Scheme.FUNCTION, plain) if len(c) == 3), None)
    if code:
        _as_class(row, code)
    return code is not None


def _known_by_parts(row: Row, bare: str, side: Side, lexicon: Lexicon) -> bool:
    """Set the item a name made of known parts means: a source, a nature of spending, a total."""
    members = lexicon.parts.meaning(bare) or {}
    if set(members) == {ROLE}:
        row.role, row.item = RowRole.ITEM, (TOTALS if "总" in bare else SUBTOTALS)[side]
        return True
    dimension = Dimension.FUND if side == Side.INCOME else Dimension.NATURE
    if not members or set(members) - {dimension, ROLE}:
        return False
    rule = lexicon.rule_of(members.get(dimension))
    if rule is None or rule.side != ItemSide(side):
        return False
    row.role, row.item = RowRole.ITEM, rule.item
    return True


def _as_class(row: Row, code: str) -> None:
    row.role, row.item, row.code = RowRole.ITEM, ListItem.FUNCTION_CLASS, code
    row.scheme, row.level = Scheme.FUNCTION, 1


def _grand_total(
    rows: Sequence[Row], side: Side, columns: Sequence[Column], lexicon: Lexicon
) -> Row | None:
    """The row of the grand total; takes over the item of the side's total.

    收入总计 before 收入合计 before 合计 before a subtotal, whether it prints an amount or not (a total
    that lost its amount is still the total); of equals the last one with an amount.
    """
    ranked: list[tuple[int, bool, int, Row]] = []
    for position, row in enumerate(rows):
        if row.item == TOTALS[side]:
            rank = 3 if "总" in row.name else 2
        elif row.role == RowRole.TOTAL:
            rank = 3 if "总" in row.name else 1
        elif row.item == SUBTOTALS[side]:
            rank = 0
        else:
            continue
        ranked.append((rank, hierarchy.has_amount(row, columns), position, row))
    if not ranked:
        return None
    best = max(ranked, key=lambda entry: entry[:3])[3]
    for *_, row in ranked:
        if row is best:
            row.role, row.item = RowRole.ITEM, TOTALS[side]
        elif row.item in (TOTALS[side], Item.TOTAL):
            row.role, row.item = RowRole.ITEM, SUBTOTALS[side]
    return best


def _tree(rows: list[Row], total: Row | None, columns: Sequence[Column], lexicon: Lexicon) -> None:
    """Set the parents of a panel: by marks, checked by sums; else by the sums alone."""
    body = [row for row in rows if row is not total and row.role != RowRole.OF_WHICH]
    for attempt in (_by_marks, _by_names, _flat, _by_trailing_sums):
        hierarchy.clear(rows)
        attempt(body, total, columns, lexicon)
        if total is None or _all_add_up(rows, columns):
            return
    if _second_split(rows, body, total, columns):
        return
    hierarchy.clear(rows)
    blank = (
        total is not None
        and _has_blank_subtotal(rows, columns)
        and hierarchy.has_amount(total, columns)
    )
    tops = None if blank else hierarchy.by_sums(_subtotals_first(body), columns, total)
    if tops is not None and total is not None:
        hierarchy.adopt(total, tops)
        hierarchy.adopt(total, [row for row in body if row.parent is None])
        return
    if not blank and _with_of_which(rows, total, columns):
        return
    hierarchy.clear(rows)
    _by_marks(body, total, columns, lexicon)


def _second_split(
    rows: list[Row],
    body: list[Row],
    total: Row | None,
    columns: Sequence[Column],
) -> bool:
    """Basic and project spending, then the same money by economic class, above one subtotal: what
    stands behind the natures is of-which where the natures alone add up to the subtotal."""
    if not {Item.BASIC, Item.PROJECT} <= {row.item for row in body}:
        return False
    hierarchy.clear(rows)
    tops = _tops_by_marks(body, columns)
    subtotal = next((row for row in tops if row.item in SUBTOTALS.values()), total)
    if subtotal is None:
        return False
    above = tops[: tops.index(subtotal)] if subtotal in tops else tops
    for cut in reversed(range(1, len(above))):
        first = above[:cut]
        again = [row for row in above[cut:] if hierarchy.has_amount(row, columns)]
        natures = [row for row in first if row.item in (Item.BASIC, Item.PROJECT)]
        holds = hierarchy.adds_up(subtotal, first, columns) and len(natures) > 1
        if not holds or not again:
            continue
        # Their total may stand over the classes, and at their indent.
        head, rest = again[:1], again[1:]
        is_headed = _same_sum(natures, head, columns) and _same_sum(head, rest, columns)
        if not (is_headed or _same_sum(natures, again, columns)):
            continue
        dropped = {row.position for row in above[cut:]}
        dropped |= {row.position for row in body if row.parent in dropped}
        dropped |= {row.position for row in body if row.parent in dropped}
        hierarchy.clear(rows)
        kept = [row for row in body if row.position not in dropped]
        _tops_to(total, _tops_by_marks(kept, columns))
        if _all_add_up(rows, columns):
            for row in body:
                if row.position in dropped:
                    row.role, row.item = RowRole.OF_WHICH, None
            return True
    return False


def _same_sum(first: Sequence[Row], again: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Whether two groups of rows have the same sum in every column."""
    return all(agree(amounts_in(first, c.index), amounts_in(again, c.index)) for c in columns)


def _with_of_which(rows: Sequence[Row], total: Row | None, columns: Sequence[Column]) -> bool:
    """Nest by sums with the rows that say 其中: the first of several parts may say so alone."""
    whole = [row for row in rows if row is not total]
    if all(row.role != RowRole.OF_WHICH for row in whole):
        return False
    hierarchy.clear(rows)
    tops = hierarchy.by_sums(_subtotals_first(whole), columns, total)
    if tops is None or total is None:
        return False
    hierarchy.adopt(total, tops)
    for row in whole:
        if row.role == RowRole.OF_WHICH and row.parent is not None:
            row.role, row.item = RowRole.ITEM, ListItem.OTHER
        elif row.parent is None and row.role != RowRole.OF_WHICH:
            hierarchy.adopt(total, [row])
    return True


def _has_blank_subtotal(rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Whether a subtotal prints nothing: then the sums alone may not pass over it."""
    return any(
        row.item in SUBTOTALS.values() and not hierarchy.has_amount(row, columns) for row in rows
    )


def _all_add_up(rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    by_position = {row.position: row for row in rows}
    for row in rows:
        children = [by_position[p] for p in row.children]
        is_paid = any(hierarchy.has_amount(each, columns) for each in (row, *children))
        if children and is_paid and not hierarchy.adds_up(row, children, columns):
            return False
    return True


def _tops_to(total: Row | None, tops: Sequence[Row]) -> None:
    """Adopt top rows by subtotals and the total: a subtotal adds up what stands above it."""
    pending: list[Row] = []
    for row in tops:
        if row.item in SUBTOTALS.values() and not row.children:
            hierarchy.adopt(row, pending)
            pending = [row]
        else:
            pending.append(row)
    if total is not None:
        hierarchy.adopt(total, pending)


def _by_marks(
    body: list[Row], total: Row | None, columns: Sequence[Column], lexicon: Lexicon
) -> None:
    del lexicon
    _tops_to(total, _tops_by_marks(body, columns))


def _tops_by_marks(body: list[Row], columns: Sequence[Column]) -> list[Row]:
    """Nest rows by their marks and indents; the rows at the top."""
    depths = hierarchy.outline(body)
    for row in body:
        if row.item in SUBTOTALS.values() and mark_of(row.label) is None:
            depths[row.position] = 0
    hierarchy.by_depth(body, depths)
    _release_false_children(body, columns)
    return [row for row in body if row.parent is None]


def _release_false_children(body: Sequence[Row], columns: Sequence[Column]) -> None:
    """Children that do not add up to their parent stand beside it, unless they are nothing."""
    by_position = {row.position: row for row in body}
    for row in body:
        children = [by_position[p] for p in row.children]
        if not children or hierarchy.adds_up(row, children, columns):
            continue
        if not any(hierarchy.has_amount(r, columns) for r in (row, *children)):
            continue
        for child in children:
            child.parent = None
        row.children.clear()


def _by_names(
    body: list[Row], total: Row | None, columns: Sequence[Column], lexicon: Lexicon
) -> None:
    """Items whose lexicon names a parent that is printed above them, where they add up."""
    parents: dict[str, Row] = {}
    for row in body:
        rule = lexicon.rule_of(row.item)
        if rule is not None and rule.parent in parents:
            hierarchy.adopt(parents[rule.parent], [row])
        if row.item:
            parents[row.item] = row
    _release_false_children(body, columns)
    _tops_to(total, [row for row in body if row.parent is None])


def _flat(body: list[Row], total: Row | None, columns: Sequence[Column], lexicon: Lexicon) -> None:
    """Every row stands beside the others, subtotals add up what is above them."""
    del columns, lexicon
    _tops_to(total, body)


def _by_trailing_sums(
    body: list[Row], total: Row | None, columns: Sequence[Column], lexicon: Lexicon
) -> None:
    """A row nobody knows that is the sum of all rows since the last subtotal is a subtotal."""
    del lexicon
    pending: list[Row] = []
    for row in body:
        is_open = row.item == ListItem.OTHER or row.item in SUBTOTALS.values()
        paid = [other for other in pending if hierarchy.has_amount(other, columns)]
        if is_open and len(paid) > 1 and hierarchy.adds_up(row, pending, columns):
            hierarchy.adopt(row, pending)
            pending = [row]
        else:
            pending.append(row)
    if total is not None:
        hierarchy.adopt(total, pending)


def _subtotals_first(body: list[Row]) -> list[Row]:
    """Rows with each trailing subtotal moved before the rows it adds up (parents come first)."""
    result: list[Row] = []
    start = 0
    for row in body:
        if row.item in SUBTOTALS.values() and result[start:]:
            result.insert(start, row)
            start = len(result)
        else:
            result.append(row)
    return result
