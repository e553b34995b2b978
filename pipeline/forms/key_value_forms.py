"""Forms of labels and values: a label's value stands to its right, else below it.

Belongs here: names, money and objective of such a form, the list of tasks in it.
Does not belong here: indicators (`indicator_rows`), lists of projects (`list_forms`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.domain.text import squeeze
from pipeline.forms.form_amounts import amount_of, is_money
from pipeline.forms.form_reading import FormReading, Mode
from pipeline.forms.target_words import MONEY, NAMES, OBJECTIVES, TOTALS
from pipeline.grid.printed_table import GridCell
from schemas.vocabulary import FormLabel

# A heading of a list of tasks has so many of its labels at least.
MIN_TASK_LABELS = 2


def starts_next_form(reading: FormReading, row: int, first: GridCell) -> bool:
    """Whether a row below indicators begins the next form: a name with its value.

    `first` is the first filled cell that begins in the row.
    """
    table, words = reading.table, reading.words
    if table.rows[row][0] is not first or _label(reading, first) not in NAMES:
        return False
    if words.label(first.text) is None:
        return True
    value = table.right_of(row, first)
    return value is not None and words.label(value.text) is None


def read_fields(reading: FormReading, row: int) -> None:
    """Read a row of labels and values, or the rest of a text that a page end cut."""
    starting = reading.table.starting(row)
    labels = [(label, c) for c in starting if (label := _label(reading, c))]
    if not labels:
        _continue_text(reading, row, starting)
        return
    reading.note_currency_unit(starting)
    tasks = sum(label is FormLabel.TASK for label, _ in labels)
    if tasks >= MIN_TASK_LABELS and reading.draft is not None:
        reading.mode = Mode.TASKS
        return
    for label, cell in labels:
        if label in NAMES:
            _read_name(reading, row, cell, label)
        elif label in MONEY:
            form = reading.current(cell)
            amount = amount_of(reading.table, row, cell, reading.words)
            if amount is not None:
                reading.add_money(form, label, amount, cell.column)
        elif label in OBJECTIVES:
            _read_objective(reading, row, cell, label)


def read_task_row(reading: FormReading, row: int) -> None:
    """Read a row of the list of tasks: only its total is the form's.

    Amounts beside the total are its parts. A label of something else ends the list.
    """
    for cell in reading.table.starting(row):
        label = reading.words.label(cell.text)
        if label in TOTALS and reading.draft is not None:
            right = [c for c in reading.table.rows[row] if c.column > cell.column]
            amounts = [c for c in right if is_money(c, reading.words)]
            for position, amount in enumerate(amounts):
                of = FormLabel.FISCAL_FUNDS if position else label
                reading.add_money(reading.draft, of, amount)
        if label not in (None, FormLabel.TASK, *MONEY):
            reading.mode = Mode.KEY_VALUE


def _label(reading: FormReading, cell: GridCell) -> FormLabel | None:
    """What a label asks for, also before its value in one cell or set down its column."""
    table, words = reading.table, reading.words
    label = words.label(cell.text)
    if label is not None:
        return label
    inline = words.patterns["inline"].match(cell.text.strip())
    if inline is not None:
        label = words.label(inline["label"])
        has_value = label in NAMES or (label in MONEY and is_money(cell, words))
        return label if has_value else None
    text, below = squeeze(cell.text), table.below(cell)
    if len(text) != 1:
        return None
    while below is not None and len(squeeze(below.text)) == 1:
        text += squeeze(below.text)
        below = table.below(below)
    return words.label(text)


def _read_name(reading: FormReading, row: int, cell: GridCell, label: FormLabel) -> None:
    """Read a name; that of a project, or any below indicators, begins the next form."""
    table, words = reading.table, reading.words
    value = table.right_of(row, cell)
    text = "" if value is None or words.label(value.text) is not None else squeeze(value.text)
    if words.label(cell.text) is None:
        inline = words.patterns["inline"].match(cell.text.strip())
        value, text = cell, squeeze(inline["value"]) if inline else ""
    before = reading.draft
    if before is not None and (
        before.indicators
        or reading.mode is Mode.INDICATORS
        or (label is FormLabel.PROJECT and before.project)
    ):
        reading.close()
    form = reading.current(cell)
    reading.mode = Mode.KEY_VALUE
    if not text or value is None or words.is_nothing(text):
        return
    name, reading.last_text = words.name(text), table.at(value)
    if label is FormLabel.PROJECT:
        form.project, form.project_at, form.is_whole = name, reading.last_text, False
    elif label is FormLabel.SPENDING_UNIT:
        form.spending_unit = form.spending_unit or name
        form.is_whole = form.project is None
    elif label is FormLabel.IMPLEMENTING_UNIT:
        form.implementing_unit = form.implementing_unit or name


def _read_objective(reading: FormReading, row: int, cell: GridCell, label: FormLabel) -> None:
    """Read an objective: to the right of its label, else below it unless labels of its own are."""
    table, words = reading.table, reading.words
    value = table.right_of(row, cell)
    if value is None or words.label(value.text) is not None or not squeeze(value.text):
        value = table.below(cell) if cell.row_span == 1 else None
        if value is None or value.column != cell.column or words.label(value.text) is not None:
            return
    form = reading.current(cell)
    if not words.is_nothing(value.text):
        reading.last_text = table.at(value)
        form.objectives.setdefault(label, []).append(reading.last_text)


def _continue_text(reading: FormReading, row: int, starting: Sequence[GridCell]) -> None:
    """Add a row without a label to the name or objective that a page end cut."""
    filled = [cell for cell in starting if squeeze(cell.text)]
    form, last = reading.draft, reading.last_text
    if form is None or last is None or len(filled) != 1 or reading.mode is not Mode.KEY_VALUE:
        return
    (cell,) = filled
    if cell is reading.table.rows[row][0] or cell.page_number <= last.cell.page_number:
        return
    if last == form.project_at:
        form.project = f"{form.project}{squeeze(cell.text)}"
    else:
        for texts in form.objectives.values():
            if last in texts:
                texts.append(reading.table.at(cell))
