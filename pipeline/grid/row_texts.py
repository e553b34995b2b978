"""The texts of one row of a table as read, and whether they are amounts.

Belongs here: questions about a row of cells. Does not belong here: a single text (`domain.text`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from pipeline.domain.lookalikes import repair_lookalikes
from pipeline.domain.text import is_amount_like, squeeze
from pipeline.read.layout import RawCell

_YEAR = re.compile(r"^(19|20)\d\d$")
_SMALL = re.compile(r"^\d{1,2}$")


def row_texts(row: Iterable[RawCell | None]) -> list[str]:
    """The squeezed texts of a row's cells that have any, left to right."""
    texts = (squeeze(repair_lookalikes(cell.text)) for cell in row if cell is not None)
    return [text for text in texts if text]


def filled_cells(row: Iterable[RawCell | None]) -> list[RawCell]:
    """The cells of a row that hold text, left to right."""
    return [cell for cell in row if cell is not None and squeeze(cell.text)]


def is_data(texts: Iterable[str]) -> bool:
    """Whether a row prints amounts: numbers other than years and than a numbering of columns."""
    numbers = [text for text in texts if is_amount_like(text) and not _YEAR.match(text)]
    if len(numbers) > 1 and all(_SMALL.match(text) for text in numbers):
        values = [int(text) for text in numbers]
        return any(b - a != 1 for a, b in pairwise(values))
    return bool(numbers)
