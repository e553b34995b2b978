"""Forms of labels and values: a label's value stands to its right, else below it.

Belongs here: names, money and objective of such a form, the list of tasks in it.
Does not belong here: indicators (`indicator_rows`), lists of projects (`list_forms`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.domain.text import squeeze
from pipeline.forms.form_amounts import amount_of, is_money
from pipeline.forms.form_reading import FormReading, Mode
from pipeline.forms.form_table import FormTable
from pipeline.forms.label_groups import MONEY, NAMES, OBJECTIVES, TOTALS
from pipeline.forms.target_words import TargetLexicon
from pipeline.grid.printed_table import GridCell
from schemas.vocabulary import FormLabel

# A heading of a list of tasks has so many of its labels at least.
MIN_TASK_LABELS = 2


def starts_next_form(table: FormTable, row: int, first: GridCell, words: TargetLexicon) -> bool:
    """Whether a row below indicators begins the next form: a name with its value.

    `first` is the first filled cell that begins in the row.
    """
    if table.rows[row][0] is not first or _label(table, first, words) not in NAMES:
        return False
    if words.role(first.text) is None:
        return True
    value = table.right_of(row, first)
    return value is not None and words.role(value.text) is None


def read_fields(reading: FormReading, table: FormTable, row: int) -> None:
    """Read a row of labels and values, or the rest of a text that a page end cut."""
    starting = table.starting(row)
    labels = [(label, c) for c in starting if (label := _label(table, c, reading.words))]
    if not labels:
        _continue_text(reading, table, row, starting)
        return
    reading.note_currency_unit(starting)
    tasks = sum(label is FormLabel.TASK for label, _ in labels)
    if tasks >= MIN_TASK_LABELS and reading.draft is not None:
        reading.mode = Mode.TASKS
        return
    for label, cell in labels:
        if label in NAMES:
            _read_name(reading, table, row, cell, label)
        elif label in MONEY:
            form = reading.current(table, cell)
            amount = amount_of(table, row, cell, reading.words)
            if amount is not None:
                form.add_money(label, reading.money(table, amount), cell.column)
        elif label in OBJECTIVES:
            _read_objective(reading, table, row, cell, label)


def read_task_row(reading: FormReading, table: FormTable, row: int) -> None:
    """Read a row of the list of tasks: only its total is the form's.

    Amounts beside the total are its parts. A label of something else ends the list.
    """
    for cell in table.starting(row):
        label = reading.words.role(cell.text)
        if label in TOTALS and reading.draft is not None:
            amounts = [c for c in table.rows[row] if c.column > cell.column]
            of = label
            for amount in amounts:
                if is_money(amount, reading.words):
                    reading.draft.add_money(of, reading.money(table, amount))
                    of = FormLabel.FISCAL_FUNDS
        if label not in (None, FormLabel.TASK, *MONEY):
            reading.mode = Mode.KEY_VALUE


def _label(table: FormTable, cell: GridCell, words: TargetLexicon) -> FormLabel | None:
    """What a label asks for, also before its value in one cell or set down its column."""
    label = words.role(cell.text)
    if label is not None:
        return label
    inline = words.patterns["inline"].match(cell.text.strip())
    if inline is not None:
        label = words.role(inline["label"])
        has_value = label in NAMES or (label in MONEY and is_money(cell, words))
        return label if has_value else None
    text, below = squeeze(cell.text), table.below(cell)
    if len(text) != 1:
        return None
    while below is not None and len(squeeze(below.text)) == 1:
        text += squeeze(below.text)
        below = table.below(below)
    return words.role(text)


def _read_name(
    reading: FormReading, table: FormTable, row: int, cell: GridCell, label: FormLabel
) -> None:
    """Read a name; that of a project, or any below indicators, begins the next form."""
    words = reading.words
    value = table.right_of(row, cell)
    text = "" if value is None or words.role(value.text) is not None else squeeze(value.text)
    if words.role(cell.text) is None:
        inline = words.patterns["inline"].match(cell.text.strip())
        value, text = cell, squeeze(inline["value"]) if inline else ""
    before = reading.draft
    if before is not None and (
        before.indicators
        or reading.mode is Mode.INDICATORS
        or (label is FormLabel.PROJECT and before.project)
    ):
        reading.close()
    form = reading.current(table, cell)
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
    else:
        form.supervising_department = form.supervising_department or name


def _read_objective(
    reading: FormReading, table: FormTable, row: int, cell: GridCell, label: FormLabel
) -> None:
    """Read an objective: to the right of its label, else below it unless labels of its own are."""
    words = reading.words
    value = table.right_of(row, cell)
    if value is None or words.role(value.text) is not None or not squeeze(value.text):
        value = table.below(cell) if cell.row_span == 1 else None
        if value is None or value.column != cell.column or words.role(value.text) is not None:
            return
    form = reading.current(table, cell)
    if not words.is_nothing(value.text):
        reading.last_text = table.at(value)
        form.objectives.setdefault(label, []).append(reading.last_text)


def _continue_text(
    reading: FormReading, table: FormTable, row: int, starting: Sequence[GridCell]
) -> None:
    """Add a row without a label to the name or objective that a page end cut."""
    filled = [cell for cell in starting if squeeze(cell.text)]
    form, last = reading.draft, reading.last_text
    if form is None or last is None or len(filled) != 1 or reading.mode is not Mode.KEY_VALUE:
        return
    (cell,) = filled
    if cell is table.rows[row][0] or cell.page_number <= last.cell.page_number:
        return
    if last == form.project_at:
        form.project = f"{form.project}{squeeze(cell.text)}"
    else:
        for texts in form.objectives.values():
            if last in texts:
                texts.append(table.at(cell))
