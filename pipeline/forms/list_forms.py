"""Lists of projects: one heading, a row or several merged ones for each project.

Belongs here: which rows are of one project, also over a page end.
Does not belong here: headings (`form_headings`), indicators (`indicator_rows`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.domain.text import squeeze
from pipeline.forms.form_amounts import is_money
from pipeline.forms.form_reading import FormDraft, FormReading
from pipeline.forms.indicator_rows import read_indicator_row
from pipeline.forms.target_words import MONEY, OBJECTIVES, TOTALS
from pipeline.grid.printed_table import GridCell
from schemas.vocabulary import FormLabel


@dataclass(frozen=True, slots=True)
class _ListRow:
    """What a row prints of its own: `name` covers the row, `project` is empty when it began above.

    `is_first` marks the first row of a page.
    """

    index: int
    name: GridCell | None
    project: str
    money: Mapping[FormLabel, GridCell]
    objectives: Mapping[FormLabel, GridCell]
    spending_unit: str | None
    is_first: bool


def read_list_row(reading: FormReading, row: int) -> None:
    """Read a row of a list of projects; totals and rows struck out with stars belong to none."""
    one = _list_row(reading, row)
    if reading.words.patterns["total_row"].match(one.project) or "*" in one.project:
        reading.draft = None
        return
    form = _form_of(reading, one)
    reading.draft = form
    if form is None:
        return
    form.implementing_unit = form.implementing_unit or one.spending_unit
    for label, cell in one.money.items():
        reading.add_money(form, label, cell)
    for label, cell in one.objectives.items():
        texts = form.objectives.setdefault(label, [])
        if all(squeeze(text.cell.text) != squeeze(cell.text) for text in texts):
            texts.append(reading.table.at(cell))
    if FormLabel.INDICATOR in reading.headings.columns:
        read_indicator_row(reading, row)


def _list_row(reading: FormReading, row: int) -> _ListRow:
    page = reading.table.statement.table.rows[row].page_number
    is_first, reading.list_page = page != reading.list_page, page
    name = reading.under(row, FormLabel.PROJECT)
    begun = {
        label: cell
        for label in (*MONEY, *OBJECTIVES)
        if (cell := reading.under(row, label)) is not None and cell.row == row
    }
    unit = reading.text_under(row, FormLabel.SPENDING_UNIT) or reading.text_under(
        row, FormLabel.IMPLEMENTING_UNIT
    )
    return _ListRow(
        row,
        name,
        squeeze(name.text) if name is not None and name.row == row else "",
        {k: cell for k, cell in begun.items() if k in MONEY and is_money(cell, reading.words)},
        {k: cell for k, cell in begun.items() if k in OBJECTIVES and squeeze(cell.text)},
        reading.words.name(unit) or None,
        is_first,
    )


def _form_of(reading: FormReading, row: _ListRow) -> FormDraft | None:
    """The form a row belongs to: the one above, or a new one; None when it is of no project."""
    form = reading.draft
    if row.name is None:
        return form
    name_at = reading.table.at(row.name)
    if _begins_project(reading, row):
        if row.project and reading.words.is_nothing(row.project):
            return None
        project_at = name_at if row.project else None
        return reading.add(FormDraft(name_at, row.project or None, project_at))
    if form is not None and row.name.row < row.index and row.money and form.totals:
        # One name over the amounts of several bodies.
        return reading.add(FormDraft(name_at, form.project, form.project_at))
    if form is not None and row.project and row.project != form.project:
        form.project = f"{form.project or ''}{row.project}"
        form.project_at = form.project_at or name_at
    return form


def _begins_project(reading: FormReading, row: _ListRow) -> bool:
    """Whether a row begins the next project, not the rest of one that a page end cut.

    A cut project has its name and amounts on either side of the page end, and parts of its texts on
    both.
    """
    form = reading.draft
    if form is None:
        return bool(row.project)
    if not row.project:
        # Its name comes on the next page.
        begins = row.name is not None and row.name.row == row.index and not row.is_first
        return begins and bool(row.objectives) and not row.money and bool(form.objectives)
    if row.is_first and (form.project is None or not row.money or not form.totals):
        return not reading.headings.columns.keys() & {*MONEY}
    is_same = row.project == form.project and all(
        label in form.totals and squeeze(form.totals[label][0].at.cell.text) == squeeze(cell.text)
        for label, cell in row.money.items()
        if label in TOTALS
    )
    return not is_same or row.spending_unit != form.implementing_unit
