"""Where the reading of a report's performance forms stands, and the forms read so far.

Belongs here: what one row leaves for the next to know; a form while it grows.
Does not belong here: what a row says (`key_value_forms`, `list_forms`, `indicator_rows`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto

from pipeline.domain.text import squeeze
from pipeline.forms.form_amounts import parse_money
from pipeline.forms.form_headings import Headings
from pipeline.forms.form_table import FormTable
from pipeline.forms.target_words import OBJECTIVES, PARTS, TOTALS, TargetLexicon
from pipeline.grid.printed_table import GridCell
from pipeline.interpret.form_values import FormMoney, Indicator, StatementCell, TargetForm
from schemas.vocabulary import FormLabel


class Mode(Enum):
    """What the next row is taken for."""

    # Labels and their values.
    KEY_VALUE = auto()
    INDICATORS = auto()
    # The list of what a body will do, with money for each.
    TASKS = auto()
    # Projects below each other under one heading.
    LIST = auto()


@dataclass(slots=True)
class FormDraft:
    """A form while it is read, or the rows of one project in a list.

    `totals` and `parts` go with the column of their label (-1 in a list).
    """

    begins_at: StatementCell
    project: str | None = None
    project_at: StatementCell | None = None
    spending_unit: str | None = None
    implementing_unit: str | None = None
    totals: dict[FormLabel, tuple[FormMoney, int]] = field(default_factory=dict)
    parts: list[tuple[FormMoney, int]] = field(default_factory=list)
    objectives: dict[FormLabel, list[StatementCell]] = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)
    unnamed_targets: list[StatementCell] = field(default_factory=list)
    is_whole: bool = False

    def finished(self, words: TargetLexicon) -> TargetForm:
        """The form as it stands: money and objective of the year before those of the period."""
        total, column = next((self.totals[t] for t in TOTALS if t in self.totals), (None, -1))
        # Totals side by side have parts of their own, below them.
        beside = [part for part, label_column in self.parts if label_column == column]
        parts = beside or [part for part, _ in self.parts]
        objective = next((self.objectives[o] for o in OBJECTIVES if self.objectives.get(o)), [])
        is_whole = self.is_whole and self.project is None
        return TargetForm(
            self.begins_at,
            None if self.project is None else words.name(self.project),
            self.project_at,
            self.spending_unit or (self.begins_at.statement.entity_printed if is_whole else None),
            self.implementing_unit,
            total,
            tuple(parts) if total is not None else (),
            tuple(objective),
            tuple(self.indicators),
            tuple(self.unnamed_targets),
            is_whole,
        )


@dataclass(slots=True)
class FormReading:
    """A stream of tables being read, now `table`; the next row may go on with the form `draft`.

    `last_text` is the name or objective printed last, which may go on after a page end; `factor`
    the yuan of the currency unit printed last; `read_names` are names of indicators already read
    (by identity of their cells: one may cover several rows); `list_page` is the page of the row of
    a list read last, `last_page` that of the table before.
    """

    words: TargetLexicon
    table: FormTable = field(init=False)
    drafts: list[FormDraft] = field(default_factory=list)
    draft: FormDraft | None = None
    headings: Headings = field(default_factory=Headings)
    mode: Mode = Mode.KEY_VALUE
    last_text: StatementCell | None = None
    factor: Decimal | None = None
    read_names: set[int] = field(default_factory=set)
    list_page: int = 0
    last_page: int = 0

    def close(self) -> None:
        """Nothing that follows belongs to the form read so far."""
        self.draft, self.headings, self.mode = None, Headings(), Mode.KEY_VALUE
        self.last_text, self.factor = None, None

    def add(self, draft: FormDraft) -> FormDraft:
        """Begin a form."""
        self.draft = draft
        self.drafts.append(draft)
        return draft

    def current(self, cell: GridCell) -> FormDraft:
        """The form being read; without one a form begins at this cell."""
        if self.draft is not None:
            return self.draft
        title = squeeze(self.table.statement.title)
        is_whole = bool(self.words.patterns["whole"].search(title))
        return self.add(FormDraft(self.table.at(cell), is_whole=is_whole))

    def note_currency_unit(self, cells: Iterable[GridCell]) -> None:
        """Remember the currency unit that labels print."""
        for cell in cells:
            self.factor = self.words.money_unit(cell.text) or self.factor

    def add_money(
        self, form: FormDraft, label: FormLabel, cell: GridCell, label_column: int = -1
    ) -> None:
        """Add the amount of a cell to a form: a part, or a total if it is the first of its label.

        It is in its own currency unit, else in that of the labels, else in that of the table.
        """
        parsed = parse_money(cell.text, self.words)
        if parsed is None:
            return
        printed, factor = parsed
        factor = factor or self.factor or self.table.statement.currency_factor
        money = FormMoney(self.table.at(cell), printed, factor)
        if label in PARTS:
            form.parts.append((money, label_column))
        else:
            form.totals.setdefault(label, (money, label_column))

    def under(self, row: int, label: FormLabel) -> GridCell | None:
        """The cell of a row under a heading."""
        return self.table.under(row, self.headings.columns.get(label))

    def text_under(self, row: int, label: FormLabel) -> str:
        """The text of a row under a heading without spaces, empty where nothing is printed."""
        cell = self.under(row, label)
        return "" if cell is None else squeeze(cell.text)
