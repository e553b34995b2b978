"""Rows of indicators: first and second level, name, target value, weight.

Belongs here: the indicators of a row under their headings, targets cut by a page end.
Does not belong here: headings (`form_headings`), a target taken apart (`target_values`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.domain.text import squeeze
from pipeline.forms.form_reading import FormDraft, FormReading
from pipeline.forms.target_values import parse_target, parse_weight
from pipeline.forms.target_words import INDICATOR_HEADINGS, LEVELS, TargetLexicon
from pipeline.grid.printed_table import GridCell
from pipeline.interpret.form_values import Indicator, StatementCell, Target
from schemas.vocabulary import FormLabel

_Levels = tuple[str | None, str | None, str]


def read_indicator_row(reading: FormReading, row: int) -> None:
    """Read the indicator of a row, or those of each pair of columns."""
    for pair in reading.headings.pairs:
        name, target = (reading.table.under(row, span) for span in (pair.name, pair.target))
        _read_indicator(reading, row, name, target, pair.level_1)
    if reading.headings.pairs:
        return
    target = reading.under(row, FormLabel.ANNUAL_TARGET)
    if target is None or not squeeze(target.text):
        target = reading.under(row, FormLabel.TARGET) or target
    _read_indicator(reading, row, reading.under(row, FormLabel.INDICATOR), target)


def _read_indicator(
    reading: FormReading,
    row: int,
    cell: GridCell | None,
    target: GridCell | None,
    level_1: str | None = None,
) -> None:
    """Read one indicator, named in `cell`; repeated headings, remarks and blanks are none."""
    words, form = reading.words, reading.draft
    if cell is None or form is None or id(cell) in reading.read_names:
        return
    if words.label(reading.table.rows[row][0].text) is FormLabel.REMARK or _is_heading(
        cell, target, words
    ):
        return
    if target is cell or (target is not None and words.is_nothing(target.text)):
        target = None
    if not squeeze(cell.text):
        if target is not None and target.row == row:
            _add_unnamed_target(form, reading.table.at(target), words)
        return
    reading.read_names.add(id(cell))
    name = words.patterns["mark"].sub("", squeeze(cell.text)) or squeeze(cell.text)
    if not words.is_nothing(name):
        form.indicators.append(_indicator(reading, row, cell, name, target, level_1))


def _is_heading(cell: GridCell, target: GridCell | None, words: TargetLexicon) -> bool:
    """Whether name and target are those of a heading printed again."""
    return all(
        words.label(one.text) in INDICATOR_HEADINGS for one in (cell, target) if one is not None
    )


def _indicator(
    reading: FormReading,
    row: int,
    cell: GridCell,
    name: str,
    target: GridCell | None,
    level_1: str | None,
) -> Indicator:
    table = reading.table
    rows = range(cell.row, min(cell.row + cell.row_span, len(table.rows)))
    printed_1, printed_2 = (_level(reading, rows, label) for label in LEVELS)
    level_1, level_2, name = _levels(reading, level_1 or printed_1, printed_2, name)
    weight = parse_weight(reading.text_under(row, FormLabel.WEIGHT))
    if target is None:
        return Indicator(level_1, level_2, name, None, Target(), weight, table.at(cell))
    value = squeeze(target.text)
    comparison = reading.text_under(row, FormLabel.COMPARISON)
    measure = reading.text_under(row, FormLabel.MEASURE)
    text = " ".join(part for part in (comparison, value, measure) if part)
    parsed = parse_target(value, reading.words, comparison=comparison, measure=measure, name=name)
    return Indicator(level_1, level_2, name, text, parsed, weight, table.at(target))


def _add_unnamed_target(form: FormDraft, at: StatementCell, words: TargetLexicon) -> None:
    """Add a target without a name: the rest of one that a page end cut, else not understood."""
    last = form.indicators[-1] if form.indicators else None
    if last and last.target_text and last.at.cell.page_number < at.cell.page_number:
        text = last.target_text + squeeze(at.cell.text)
        target = parse_target(text, words, name=last.name)
        form.indicators[-1] = replace(last, target_text=text, target=target)
    else:
        form.unnamed_targets.append(at)


def _level(reading: FormReading, rows: Iterable[int], label: FormLabel) -> str | None:
    """The texts under a heading over the rows of an indicator, joined; None when blank."""
    cells = [reading.under(row, label) for row in rows]
    texts = {id(c): squeeze(c.text) for c in cells if c and not reading.words.is_nothing(c.text)}
    return "".join(texts.values()) or None


def _levels(reading: FormReading, level_1: str | None, level_2: str | None, name: str) -> _Levels:
    """Levels of an indicator and its name: as printed, set before the name, or as those above."""
    words, form = reading.words, reading.draft
    if not reading.headings.columns.keys() & {*LEVELS}:
        return (level_1, level_2, name) if level_1 else _levels_before_name(name, words)
    above = form.indicators[-1] if form and form.indicators else None
    if level_2 is None and above is not None and level_1 in (None, above.level_1):
        level_2 = above.level_2
    if level_1 is None:
        level_1 = words.first_level(level_2 or "") or (above.level_1 if above else None)
    return level_1, level_2, name


def _levels_before_name(name: str, words: TargetLexicon) -> _Levels:
    """Levels printed before the name in one cell: 产出指标 数量指标 开展调查."""
    for level_1, seconds in words.levels.items():
        if name.startswith(level_1) and name != level_1:
            rest = name.removeprefix(level_1)
            for level_2 in sorted(seconds, key=len, reverse=True):
                if rest.startswith(level_2) and rest != level_2:
                    return level_1, level_2, rest.removeprefix(level_2)
            return level_1, None, rest
    return None, None, name
