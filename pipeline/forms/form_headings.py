"""Headings in performance forms: of the columns of indicators, of a list of projects.

Belongs here: whether a row begins such a heading, and where its columns stand on the page.
Does not belong here: the rows below it (`indicator_rows`, `list_forms`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.domain.text import squeeze
from pipeline.forms.form_table import FormTable, Span, span_of
from pipeline.forms.target_words import (
    INDICATOR_HEADINGS,
    LEVELS,
    OBJECTIVES,
    TARGETS,
    TargetLexicon,
)
from pipeline.grid.printed_table import GridCell
from schemas.vocabulary import FormLabel

# A list of projects has so many known headings at least.
MIN_LIST_HEADINGS = 3
# A heading of more rows than this is a label down the side.
MAX_HEADING_ROWS = 3


@dataclass(frozen=True, slots=True)
class IndicatorPair:
    """A column of indicators and one of their targets, under the name of a first level."""

    level_1: str | None
    name: Span
    target: Span


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the columns stand; `factor` is the yuan of the currency unit they print, if any.

    `pairs` are columns of indicators beside each other, one pair a first level.
    """

    columns: Mapping[FormLabel, Span] = field(default_factory=dict)
    pairs: tuple[IndicatorPair, ...] = ()
    factor: Decimal | None = None


def list_headings(table: FormTable, row: int, words: TargetLexicon) -> Headings | None:
    """The headings of a list of projects, when they begin in this row."""
    labels = {words.label(cell.text): cell for cell in reversed(table.starting(row))}
    project = labels.get(FormLabel.PROJECT)
    known = [cell for cell in table.starting(row) if words.label(cell.text) is not None]
    if project is None or len(known) < MIN_LIST_HEADINGS:
        return None
    if not labels.keys() & {FormLabel.INDICATOR, *TARGETS, *OBJECTIVES}:
        return None
    neighbour = table.right_of(row, project) or table.left_of(row, project)
    if neighbour is None or words.label(neighbour.text) is None:
        return None
    end = min(project.row + project.row_span, len(table.rows))
    return _headings([cell for r in range(row, end) for cell in table.starting(r)], words)


def repeats_list_headings(cells: Iterable[GridCell], words: TargetLexicon) -> bool:
    """Whether a row repeats the headings of a list, even with other text printed over it."""
    return sum(words.label(cell.text) in INDICATOR_HEADINGS for cell in cells) >= MIN_LIST_HEADINGS


def indicator_headings(
    table: FormTable, row: int, words: TargetLexicon
) -> tuple[Headings, int] | None:
    """The headings of the indicators of a form, when they begin in this row, and the row after.

    Cells of one heading may begin in different rows.
    """
    known = [cell for cell in table.starting(row) if words.label(cell.text) in INDICATOR_HEADINGS]
    if not any(words.label(cell.text) in (FormLabel.INDICATOR, *TARGETS) for cell in known):
        return None
    end = row + 1
    if all(cell.row_span <= MAX_HEADING_ROWS for cell in known):
        end = min(max(cell.row + cell.row_span for cell in known), len(table.rows))
    headings = _headings([cell for r in range(row, end) for cell in table.starting(r)], words)
    columns = dict(headings.columns)
    if not columns.keys() & {*TARGETS} or not columns.keys() & {FormLabel.INDICATOR, *LEVELS}:
        return None
    if FormLabel.LEVEL_2 in columns and FormLabel.LEVEL_1 not in columns:
        left = [c for c in table.rows[row] if c.box.x1 <= columns[FormLabel.LEVEL_2][0] + 1]
        if left and not squeeze(left[-1].text):
            # Its heading was left blank.
            columns[FormLabel.LEVEL_1] = span_of(left[-1])
    if FormLabel.INDICATOR not in columns:
        deepest = FormLabel.LEVEL_2 if FormLabel.LEVEL_2 in columns else FormLabel.LEVEL_1
        columns[FormLabel.INDICATOR] = columns.pop(deepest)
    return Headings(columns, headings.pairs), end


def _headings(cells: Sequence[GridCell], words: TargetLexicon) -> Headings:
    """Columns by what their headings ask for; of several alike the one named best counts."""
    alike: dict[FormLabel, list[GridCell]] = {}
    factor = None
    for cell in cells:
        factor = words.money_unit(cell.text) or factor
        label = words.label(cell.text)
        if label is not None:
            alike.setdefault(label, []).append(cell)
    columns = {
        label: span_of(min(found, key=lambda cell: words.rank(label, cell.text)))
        for label, found in alike.items()
    }
    return Headings(columns, _pairs(cells, alike, words), factor)


def _pairs(
    cells: Sequence[GridCell], alike: Mapping[FormLabel, list[GridCell]], words: TargetLexicon
) -> tuple[IndicatorPair, ...]:
    names, targets = (
        sorted(alike.get(label, ()), key=lambda cell: cell.box.x0)
        for label in (FormLabel.INDICATOR, FormLabel.TARGET)
    )
    if len(names) < 2 or len(names) != len(targets):
        return ()
    levels = [cell for cell in cells if words.is_level(cell.text)]
    return tuple(
        IndicatorPair(
            next((squeeze(level.text) for level in levels if _is_over(level, name)), None),
            span_of(name),
            span_of(target),
        )
        for name, target in zip(names, targets, strict=True)
    )


def _is_over(spanner: GridCell, cell: GridCell) -> bool:
    return spanner.box.x0 <= cell.box.x0 + 1 and cell.box.x1 <= spanner.box.x1 + 1
