"""Performance forms (绩效目标表): projects, their money, what it is to reach, and the indicators.

A form is read by its labels, wherever they stand. Two shapes are told apart by what stands right of
项目名称: a name (a key–value form; many may follow each other in one printed table) or another
label (a list of projects with merged cells). Printed tables are one stream: a form goes on in the
next table when that begins without a name of its own; columns are then found by their place on the
page.

Belongs here: the forms of a report, row by row, and what was not read of them.
Does not belong here: words (`target_words`), what a row of each shape says (`key_value_forms`,
`list_forms`, `indicator_rows`), facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.domain.text import squeeze
from pipeline.forms.form_headings import (
    Headings,
    indicator_headings,
    list_headings,
    repeats_list_headings,
)
from pipeline.forms.form_reading import FormDraft, FormReading, Mode
from pipeline.forms.form_table import FormTable
from pipeline.forms.indicator_rows import read_indicator_row
from pipeline.forms.key_value_forms import read_fields, read_task_row, starts_next_form
from pipeline.forms.list_forms import read_list_row
from pipeline.forms.target_words import OBJECTIVES, TARGETS, TOTALS, TargetLexicon
from pipeline.interpret.form_values import StatementCell, TargetForm
from pipeline.interpret.statement import Signal, Statement
from schemas.vocabulary import FormLabel, SignalSeverity, StatementKind

# The name of a form stands in its first rows.
MAX_ROWS_BEFORE_NAME = 4
# So much of a cell is quoted in a signal.
MAX_QUOTED = 60


def is_target_statement(statement: Statement) -> bool:
    """Whether a statement is a performance form or a list of them, by its title."""
    return (statement.title_kind or statement.kind) == StatementKind.PERFORMANCE_TARGETS


def read_target_forms(
    statements: Iterable[Statement], words: TargetLexicon
) -> tuple[list[TargetForm], list[Signal]]:
    """The filled-in forms of a report in printed order, and what was not read.

    Statements of other kinds are passed over. Money is in the form's own currency unit, printed in
    a label or over the table. Raises nothing for what a form may print.
    """
    reading = FormReading(words)
    tables = [s for s in statements if is_target_statement(s)]
    for statement in sorted(tables, key=lambda s: s.table.ordinal):
        _read_table(reading, statement)
    forms = [draft.finished(words) for draft in _joined(reading.drafts)]
    return [form for form in forms if not form.is_blank], list(_signals(tables, forms))


def _read_table(reading: FormReading, statement: Statement) -> None:
    printed, reading.table = statement.table, FormTable.of(statement)
    goes_on = reading.draft is not None and printed.page_numbers[0] - reading.last_page <= 1
    if not goes_on or _begins_form(reading.table, reading.words):
        reading.close()
    reading.last_page = printed.page_numbers[-1]
    unread = 0
    for row in printed.rows:
        if row.index >= unread:
            unread = _read_row(reading, row.index, row.is_repeated_header)


def _read_row(reading: FormReading, row: int, is_repeated: bool) -> int:
    """Read one row; the answer is the first row that is left to read."""
    starting = reading.table.starting(row)
    filled = [cell for cell in starting if squeeze(cell.text)]
    if not filled:
        return row + 1
    if _read_list_headings(reading, row):
        return max(cell.row + cell.row_span for cell in starting)
    below_headings = indicator_headings(reading.table, row, reading.words)
    if below_headings is not None:
        (reading.headings, end), reading.mode = below_headings, Mode.INDICATORS
        reading.current(filled[0])
        return end
    if reading.mode is Mode.LIST:
        if not is_repeated:
            read_list_row(reading, row)
        return row + 1
    if reading.mode is Mode.INDICATORS and not starts_next_form(reading, row, filled[0]):
        read_indicator_row(reading, row)
        return row + 1
    if reading.mode is Mode.TASKS:
        read_task_row(reading, row)
    if reading.mode is not Mode.TASKS:
        read_fields(reading, row)
    return row + 1


def _read_list_headings(reading: FormReading, row: int) -> bool:
    """Whether the row begins the headings of a list, or repeats them; the new ones are noted."""
    headings = list_headings(reading.table, row, reading.words)
    is_in_list = reading.mode is Mode.LIST
    if headings is None:
        return is_in_list and repeats_list_headings(reading.table.starting(row), reading.words)
    if is_in_list:
        reading.factor = headings.factor or reading.factor
    else:
        reading.close()
    # Headings printed again may have other text over them.
    columns = {**reading.headings.columns, **headings.columns}
    reading.headings, reading.mode = Headings(columns, headings.pairs), Mode.LIST
    return True


def _begins_form(table: FormTable, words: TargetLexicon) -> bool:
    """Whether a table begins with the name of a form, not with the rest of one before it."""
    for row in range(min(len(table.rows), MAX_ROWS_BEFORE_NAME)):
        labels = {words.label(cell.text) for cell in table.starting(row)}
        if labels & {FormLabel.PROJECT, FormLabel.SPENDING_UNIT}:
            return True
        if row == 0 and labels & {*OBJECTIVES}:
            return True
        if labels & {*TARGETS, *TOTALS, FormLabel.SUPERVISING_DEPARTMENT}:
            return False
    return False


def _joined(drafts: Sequence[FormDraft]) -> list[FormDraft]:
    """Forms put together of which the next one repeats the name only, on another page."""
    result: list[FormDraft] = []
    for draft in drafts:
        before = result[-1] if result else None
        if (
            before is not None
            and draft.project is not None
            and draft.project == before.project
            and not draft.totals
            and not draft.objectives
            and draft.begins_at.cell.page_number > before.begins_at.cell.page_number
        ):
            before.indicators.extend(draft.indicators)
            before.unnamed_targets.extend(draft.unnamed_targets)
        else:
            result.append(draft)
    return result


def _signals(statements: Sequence[Statement], forms: Sequence[TargetForm]) -> Iterator[Signal]:
    """One signal a table no form was read from, and one for each row not understood."""
    read: set[int] = set()
    for form in forms:
        cells = (form.begins_at, *(i.at for i in form.indicators), *form.objective)
        read.update(at.table_ordinal for at in cells)
        if not form.is_named and (form.indicators or form.objective):
            yield _signal("target_form_unnamed", form.begins_at, "绩效目标表没有印出项目或部门名称")
        if form.total is not None and form.total.factor is None:
            yield _signal("unit_missing", form.total.at, "绩效目标表没有印出金额单位")
        for at in form.unnamed_targets:
            yield _signal("unknown_row", at, "绩效目标表中的指标值没有对应的指标名称")
    for statement in statements:
        if statement.table.ordinal not in read:
            yield statement.signal_on_table(
                "target_form_unread", SignalSeverity.INFO, "中没有读出绩效目标，只保留单元格原文"
            )


def _signal(kind: str, at: StatementCell, message: str) -> Signal:
    return Signal(
        signal=kind,
        severity=SignalSeverity.INFO,
        text=squeeze(at.cell.text)[:MAX_QUOTED],
        message=f"第{at.cell.page_number}页{message}",
        table_ordinal=at.table_ordinal,
        page_number=at.cell.page_number,
        cell=at.cell,
    )
