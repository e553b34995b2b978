"""Whether the first table of a page goes on with the last table of the page before.

Belongs here: the decision, by geometry and sameness of printed texts.
Does not belong here: titles, units, the meaning of any word; joining itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.domain.text import is_amount_like, squeeze, without_continued
from pipeline.grid.edges import (
    EDGE_TOLERANCE,
    drifted_columns,
    edges_of,
    most_columns,
    same_columns,
    within_columns,
)
from pipeline.grid.printed_table import PageLine
from pipeline.grid.row_texts import filled_cells, is_data, row_texts
from pipeline.read.layout import RawCell, RawTable

# A header has no more rows than this, title and unit rows inside the grid counted.
_MAX_HEADER_ROWS = 8
# A lone text in a cell at least this share of its table wide is a title or a heading.
_WIDE = 0.5
# So many rows at the same heights with the same first texts are the same rows again.
_MIN_ROW_BY_ROW = 3
_SAME_HEIGHT = 1.5


@dataclass(slots=True)
class TablePart:
    """One page's share of a table; `sheet` counts the pages that have anything printed."""

    page_number: int
    sheet: int
    raw: RawTable
    above: list[PageLine]
    below: list[PageLine]


def printed(lines: Iterable[PageLine]) -> list[str]:
    """Squeezed texts of the lines that are no page furniture."""
    return [squeeze(line.text) for line in lines if not line.is_furniture]


def continues(group: Sequence[TablePart], part: TablePart) -> bool:
    """Whether `part` goes on with the table in `group`.

    It does when it stands first on the next printed page, nothing is printed between the two but
    page furniture or the same title lines again, it does not start a form of its own, and either
    the header is printed again or the columns agree.
    """
    last = group[-1]
    if part.sheet != last.sheet + 1:
        return False
    titles = {without_continued(text) for text in printed(group[0].above)} | {""}
    between = [without_continued(text) for text in printed(part.above)]
    title_again = bool(between) and set(between) <= titles
    if between and not title_again:
        return False
    notes = printed(last.below)
    if notes and not (title_again and set(notes) <= set(printed(part.below))):
        return False
    first = group[0].raw
    if _starts_anew(group, part.raw) or _is_row_by_row(first, part.raw):
        return False
    if repeated_header_rows(first, part.raw):
        return True
    data_first = _first_row_is_data(part.raw)
    if title_again and not data_first:
        return False
    return _columns_agree(group, part.raw, data_first=data_first)


def _is_row_by_row(first: RawTable, raw: RawTable) -> bool:
    """Whether each row stands where one of the first sheet does, with other headings, and with the
    same labels or none: further columns of the same rows (`wide_tables`) go on sideways, not down."""
    if len(raw.rows) != len(first.rows) or len(raw.rows) < _MIN_ROW_BY_ROW:
        return False
    header = _header(first)
    is_same_header = [row_texts(row) for row in raw.rows[: len(header)]] == header
    if is_same_header or _first_row_is_data(raw):
        return False
    same = words = 0
    for number, (mine, other) in enumerate(zip(first.rows, raw.rows, strict=True)):
        ours, theirs = (next(filter(None, row), None) for row in (mine, other))
        if ours is None or theirs is None or abs(ours.top - theirs.top) > _SAME_HEIGHT:
            return False
        if number < len(header):
            continue
        same += bool(row_texts([theirs])) and row_texts([ours]) == row_texts([theirs])
        words += sum(not is_amount_like(text) for text in row_texts(other))
    return same >= _MIN_ROW_BY_ROW or not words


def _columns_agree(group: Sequence[TablePart], raw: RawTable, *, data_first: bool) -> bool:
    theirs = edges_of(raw)
    only_header = not any(is_data(row_texts(row)) for part in group for row in part.raw.rows)
    for ours in (edges_of(group[0].raw), edges_of(group[-1].raw)):
        if same_columns(ours, theirs, EDGE_TOLERANCE) or within_columns(ours, theirs):
            return True
        if (only_header or data_first) and within_columns(theirs, ours):
            return True
        # Without a header of its own it can only go on: its columns may have been set anew.
        if data_first and (drifted_columns(ours, theirs) or most_columns(ours, theirs)):
            return True
    return False


def repeated_header_rows(first: RawTable, later: RawTable) -> int:
    """How many leading rows of `later` print header rows of `first` again.

    Line breaks, spaces and empty cells do not count. The header may be repeated without the title
    or unit rows that stand above it inside the grid; it is then repeated to its end.
    """
    header = [texts for texts in _header(first) if texts]
    best = 0
    for start in range(len(header)):
        if any(len(texts) > 1 for texts in header[:start]):
            # What stands above is no title or unit, printed once.
            break
        count, matched = 0, start
        for number, row in enumerate(later.rows, 1):
            if texts := row_texts(row):
                if matched == len(header) or header[matched] != texts:
                    break
                count, matched = number, matched + 1
        if start == 0 or matched == len(header):
            best = max(best, count)
    return best


def _header(raw: RawTable) -> list[list[str]]:
    rows = [row_texts(row) for row in raw.rows[:_MAX_HEADER_ROWS]]
    data = next((i for i, texts in enumerate(rows) if is_data(texts)), None)
    header = rows[:data]
    while header and not header[-1]:
        header.pop()
    return header


def _leading(raw: RawTable) -> list[list[RawCell]]:
    """The filled cells of the rows that have any, at the top of a table."""
    rows = (filled_cells(row) for row in raw.rows[: 2 * _MAX_HEADER_ROWS])
    return [row for row in rows if row]


def _is_title(row: Sequence[RawCell], raw: RawTable) -> bool:
    return len(row) == 1 and row[0].x1 - row[0].x0 >= _WIDE * (raw.x1 - raw.x0)


def _starts_anew(group: Sequence[TablePart], raw: RawTable) -> bool:
    """Whether the part begins with a title of its own or is the same form filled in again."""
    ours, theirs = _leading(group[0].raw), _leading(raw)
    if not ours or not theirs:
        return False
    for mine, other in zip(ours, theirs, strict=False):
        if row_texts(mine) == row_texts(other):
            if len(mine) > 1:
                return False
            continue
        if _is_title(other, raw):
            return _is_title(mine, group[0].raw) or _title_over_header(group, theirs, other, raw)
        return _same_form(mine, other)
    return False


def _title_over_header(
    group: Sequence[TablePart], rows: Sequence[list[RawCell]], title: list[RawCell], raw: RawTable
) -> bool:
    """Whether a header follows the title, in a table that has no such headings within."""
    below = next((row for row in rows[rows.index(title) + 1 :] if len(row) > 1), None)
    if below is None or is_data(row_texts(below)):
        return False
    return not any(
        len(filled) == 1 and _is_title(filled, part.raw)
        for part in group
        for row in part.raw.rows
        if (filled := filled_cells(row))
    )


def _same_form(mine: Sequence[RawCell], other: Sequence[RawCell]) -> bool:
    """Whether a first row has the label of the table's first row and another entry beside it."""
    ours, theirs = row_texts(mine), row_texts(other)
    return (
        len(ours) > 1
        and len(theirs) > 1
        and ours[0] == theirs[0]
        and not is_data(ours)
        and not is_data(theirs)
    )


def _first_row_is_data(raw: RawTable) -> bool:
    first = next((texts for row in raw.rows if (texts := row_texts(row))), [])
    return is_data(first)
