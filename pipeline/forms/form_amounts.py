"""Amounts of performance forms: what a cell prints, and which cell has the amount of a label.

Belongs here: money in the cells of forms. Does not belong here: what the amount is of, targets of
indicators (`target_values`).
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.domain.amounts import UnparsedNumber, parse_amount
from pipeline.domain.text import squeeze
from pipeline.forms.form_table import FormTable
from pipeline.forms.target_words import TargetLexicon
from pipeline.grid.printed_table import GridCell

# An amount stands at most so many rows below its label.
MAX_DEPTH = 3
# What is longer is a text, not a heading between a label and its amount.
MAX_HEADING = 6


def parse_money(text: str, words: TargetLexicon) -> tuple[Decimal, Decimal | None] | None:
    """The number of a cell and the yuan of the currency unit printed behind it (None without one).

    A label may stand before it in the same cell. None for a blank and for what is no number.
    """
    bare, factor = squeeze(text), None
    inline = words.patterns["inline"].match(text)
    if inline is not None and words.label(inline["label"]) is not None:
        bare = squeeze(inline["value"])
    amount = words.patterns["amount"].match(bare)
    if amount is not None:
        bare, factor = amount["number"], words.units[amount["unit"]]
    try:
        printed = parse_amount(bare, blanks=())
    except UnparsedNumber:
        return None
    return None if printed is None else (printed, factor)


def is_money(cell: GridCell, words: TargetLexicon) -> bool:
    """Whether a cell prints a number."""
    return parse_money(cell.text, words) is not None


def amount_of(table: FormTable, row: int, label: GridCell, words: TargetLexicon) -> GridCell | None:
    """The amount a label is of: in its cell, to its right, or below it under a few headings."""
    if is_money(label, words):
        return label
    right, below = table.right_of(row, label), table.below(label)
    if right is not None and is_money(right, words):
        return right
    is_over_columns = below is not None and words.patterns["subtotal"].match(squeeze(below.text))
    if right is not None and not squeeze(right.text) and not is_over_columns:
        # The amount was left blank.
        return None
    for _ in range(MAX_DEPTH):
        if below is None or not squeeze(below.text):
            return None
        if is_money(below, words):
            return None if _is_of_item(table, below, words) else below
        if words.label(below.text) is None and len(squeeze(below.text)) > MAX_HEADING:
            return None
        below = table.below(below)
    return None


def _is_of_item(table: FormTable, amount: GridCell, words: TargetLexicon) -> bool:
    """Whether an amount is that of an item named to its left, as in a list."""
    name = table.left_of(amount.row, amount)
    return (
        name is not None
        and name.row == amount.row
        and bool(squeeze(name.text))
        and not is_money(name, words)
    )
