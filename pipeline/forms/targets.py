"""Performance forms (绩效目标表): projects, their money, what it is to reach, and the indicators.

A form is read by its labels, wherever they stand: a label's value stands to its right, else below
it. Two shapes are told apart by what stands right of 项目名称: a name (one form a project, many
forms may follow each other in one printed table) or another label (a list of projects with merged
cells). Printed tables are one stream: a form goes on in the next table when that begins without a
name of its own, its columns are then found by their place on the page.

Belongs here: forms of printed tables, which unnamed tables are such forms.
Does not belong here: words (`target_lexicon`), targets taken apart (`target_values`), facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.domain.amounts import UnparsedNumber, parse_amount
from pipeline.domain.text import squeeze
from pipeline.forms.target_values import parse_target, parse_weight
from pipeline.forms.target_words import TargetLexicon, load_target_lexicon
from pipeline.grid.printed_table import GridCell, PrintedTable
from pipeline.interpret.caption import Caption
from pipeline.interpret.form_values import FormMoney, Indicator, StatementCell, Target, TargetForm
from pipeline.interpret.logical_table import LogicalTable
from pipeline.interpret.statement import Signal, Statement
from schemas.vocabulary import FormLabel, StatementKind

# Left and right edge of a heading on its page.
Span = tuple[float, float]
_NAMES = frozenset(
    {
        FormLabel.PROJECT,
        FormLabel.SPENDING_UNIT,
        FormLabel.IMPLEMENTING_UNIT,
        FormLabel.SUPERVISING_DEPARTMENT,
    }
)
_TOTALS = (FormLabel.ANNUAL_TOTAL, FormLabel.TOTAL, FormLabel.PERIOD_TOTAL)
_PARTS = (FormLabel.FISCAL_FUNDS, FormLabel.CARRIED_OVER, FormLabel.OTHER_FUNDS)
_OBJECTIVES = (FormLabel.ANNUAL_OBJECTIVE, FormLabel.OBJECTIVE)
_HEADINGS = frozenset(
    {
        FormLabel.LEVEL_1,
        FormLabel.LEVEL_2,
        FormLabel.INDICATOR,
        FormLabel.ANNUAL_TARGET,
        FormLabel.TARGET,
        FormLabel.COMPARISON,
        FormLabel.MEASURE,
        FormLabel.WEIGHT,
        FormLabel.ACTIVITY,
    }
)
# A list of projects has so many known headings at least.
MIN_LIST_HEADINGS = 3
# An amount under its label stands at most so many rows below it.
MAX_DEPTH = 3
# What is longer is a text, not a heading between a label and its amount.
MAX_HEADING = 6


@dataclass(slots=True)
class _Draft:
    """A form while it is read, or the rows of one project in a list.

    `amounts` are those printed as parts of a total, each with the column of its label.
    """

    begins_at: StatementCell
    project: str | None = None
    project_at: StatementCell | None = None
    spending_unit: str | None = None
    implementing_unit: str | None = None
    supervising_department: str | None = None
    totals: dict[FormLabel, tuple[FormMoney, int]] = field(default_factory=dict)
    amounts: list[tuple[FormMoney, int]] = field(default_factory=list)
    objectives: dict[FormLabel, list[StatementCell]] = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)
    unnamed_targets: list[StatementCell] = field(default_factory=list)
    is_whole: bool = False

    def finished(self, words: TargetLexicon) -> TargetForm:
        """The form as it stands: money and objective of the year before those of the project."""
        total, column = next((self.totals[r] for r in _TOTALS if r in self.totals), (None, -1))
        # Parts of the total are those of its own block of labels.
        beside = [money for money, at in self.amounts if at == column]
        parts = beside or [money for money, _ in self.amounts]
        objective = next((self.objectives[r] for r in _OBJECTIVES if self.objectives.get(r)), [])
        spending_unit = self.spending_unit
        if self.project is None and self.is_whole and spending_unit is None:
            spending_unit = self.begins_at.statement.entity_printed
        return TargetForm(
            self.begins_at,
            None if self.project is None else words.name(self.project),
            self.project_at,
            spending_unit,
            self.implementing_unit,
            self.supervising_department,
            total,
            tuple(parts) if total is not None else (),
            tuple(objective),
            tuple(self.indicators),
            tuple(self.unnamed_targets),
            self.is_whole and self.project is None,
        )


@dataclass(slots=True)
class _Sheet:
    """A printed table with the cells that cover each row, left to right."""

    statement: Statement
    cover: list[list[GridCell]]

    @classmethod
    def of(cls, statement: Statement) -> _Sheet:
        table = statement.table
        cover: list[list[GridCell]] = [[] for _ in table.rows]
        for cell in table.cells():
            for row in range(cell.row, min(cell.row + cell.row_span, len(cover))):
                cover[row].append(cell)
        for cells in cover:
            cells.sort(key=lambda cell: cell.column)
        return cls(statement, cover)

    def own(self, row: int) -> list[GridCell]:
        """Cells that begin in a row."""
        return [cell for cell in self.cover[row] if cell.row == row]

    def right(self, row: int, cell: GridCell) -> GridCell | None:
        """The cell right of a cell."""
        end = cell.column + cell.column_span
        return next((c for c in self.cover[row] if c.column >= end), None)

    def below(self, cell: GridCell) -> GridCell | None:
        """The cell below a cell, at its left edge."""
        row = cell.row + cell.row_span
        if row >= len(self.cover):
            return None
        return next(
            (c for c in self.cover[row] if c.column <= cell.column < c.column + c.column_span), None
        )

    def place(self, cell: GridCell) -> StatementCell:
        return StatementCell(self.statement, cell)


@dataclass(slots=True)
class _Reader:
    """The state of reading a stream of tables."""

    words: TargetLexicon
    blanks: frozenset[str]
    forms: list[_Draft] = field(default_factory=list)
    form: _Draft | None = None
    heads: dict[str, Span] = field(default_factory=dict)
    pairs: list[tuple[str | None, Span, Span]] = field(default_factory=list)
    mode: str = "fields"
    last: StatementCell | None = None
    last_page: int = 0
    seen_names: set[int] = field(default_factory=set)
    unit_seen: Decimal | None = None
    list_page: int = 0

    # --- tables and rows ------------------------------------------------------------------------

    def read(self, statement: Statement) -> None:
        sheet = _Sheet.of(statement)
        table = statement.table
        goes_on = self.form is not None and table.page_numbers[0] - self.last_page <= 1
        if not goes_on or _begins_form(sheet, self.words):
            self._close()
        self.last_page = table.page_numbers[-1]
        skip = 0
        for row in table.rows:
            if row.index < skip:
                continue
            skip = max(skip, self._row(sheet, row.index, row.is_repeated_header))

    def _close(self) -> None:
        self.form, self.heads, self.mode = None, {}, "fields"
        self.last, self.unit_seen = None, None

    def _row(self, sheet: _Sheet, r: int, repeated: bool) -> int:
        """Read one row; the answer is the first row that is left to read."""
        own = sheet.own(r)
        filled = [cell for cell in own if squeeze(cell.text)]
        if not filled:
            return r + 1
        heading = self._list_heading(sheet, r)
        if heading:
            if self.mode != "list":
                self._close()
            # A heading printed again may have other text over it.
            self.heads, self.mode = {**self.heads, **heading}, "list"
            return max(cell.row + cell.row_span for cell in own)
        if self.mode == "list" and self._is_heading_again(own):
            return max(cell.row + cell.row_span for cell in own)
        head, end = self._indicator_heading(sheet, r)
        if head:
            self.heads, self.mode = head, "indicators"
            self._form(sheet, filled[0])
            return end
        if self.mode == "list":
            if not repeated:
                self._list_row(sheet, r)
            return r + 1
        if self.mode == "indicators" and not self._starts_form(sheet, r, filled):
            self._indicator_row(sheet, r)
            return r + 1
        if self.mode == "tasks":
            self._task_row(sheet, r, filled)
            if self.mode == "tasks":
                return r + 1
        self._fields(sheet, r, own)
        return r + 1

    def _starts_form(self, sheet: _Sheet, r: int, filled: Sequence[GridCell]) -> bool:
        """Whether a row below indicators begins the next form: a name with its value."""
        first = filled[0]
        if sheet.cover[r][0] is not first or self._label(sheet, first) not in _NAMES:
            return False
        if self.words.role(first.text) is None:
            return True
        value = sheet.right(r, first)
        return value is not None and self.words.role(value.text) is None

    # --- headings -------------------------------------------------------------------------------

    def _list_heading(self, sheet: _Sheet, r: int) -> dict[str, Span]:
        """Columns of a list of projects, when the row is the heading of one."""
        roles = {id(c): self.words.role(c.text) for c in sheet.own(r)}
        project = next((c for c in sheet.own(r) if roles[id(c)] == FormLabel.PROJECT), None)
        known = [c for c in sheet.own(r) if roles[id(c)] is not None]
        if project is None or len(known) < MIN_LIST_HEADINGS:
            return {}
        if not {roles[id(c)] for c in known} & {
            FormLabel.INDICATOR,
            FormLabel.TARGET,
            FormLabel.ANNUAL_TARGET,
            *_OBJECTIVES,
        }:
            return {}
        neighbour = sheet.right(r, project) or _left(sheet, r, project)
        if neighbour is None or self.words.role(neighbour.text) is None:
            return {}
        cells = [
            cell
            for row in range(r, min(project.row + project.row_span, len(sheet.cover)))
            for cell in sheet.own(row)
        ]
        for cell in cells:
            self.unit_seen = self.words.money_unit(cell.text) or self.unit_seen
        return self._columns(cells)

    def _is_heading_again(self, own: Sequence[GridCell]) -> bool:
        """Whether a row repeats the heading of a list, even with other text printed over it."""
        return sum(self.words.role(cell.text) in _HEADINGS for cell in own) >= MIN_LIST_HEADINGS

    def _indicator_heading(self, sheet: _Sheet, r: int) -> tuple[dict[str, Span], int]:
        """Columns of the indicators of a form, when a heading of them begins in the row, and the
        row after that heading (its cells may begin in different rows)."""
        known = [cell for cell in sheet.own(r) if self.words.role(cell.text) in _HEADINGS]
        end = max((cell.row + cell.row_span for cell in known), default=r + 1)
        if not any(
            self.words.role(c.text)
            in (FormLabel.INDICATOR, FormLabel.TARGET, FormLabel.ANNUAL_TARGET)
            for c in known
        ):
            return {}, r
        for cell in known:
            if cell.row_span > MAX_DEPTH:
                end = r + 1
        end = min(end, len(sheet.cover))
        heads = self._columns(cell for row in range(r, end) for cell in sheet.own(row))
        if not heads.keys() & {FormLabel.TARGET, FormLabel.ANNUAL_TARGET}:
            return {}, r
        if not heads.keys() & {FormLabel.INDICATOR, FormLabel.LEVEL_2, FormLabel.LEVEL_1}:
            return {}, r
        if FormLabel.LEVEL_2 in heads and FormLabel.LEVEL_1 not in heads:
            before = [c for c in sheet.cover[r] if c.box.x1 <= heads[FormLabel.LEVEL_2][0] + 1]
            if before and not squeeze(before[-1].text):
                # Its heading was left blank.
                heads[FormLabel.LEVEL_1] = (before[-1].box.x0, before[-1].box.x1)
        if FormLabel.INDICATOR not in heads:
            heads[FormLabel.INDICATOR] = heads.pop(
                FormLabel.LEVEL_2 if FormLabel.LEVEL_2 in heads else FormLabel.LEVEL_1
            )
        return heads, end

    def _columns(self, cells: Iterable[GridCell]) -> dict[str, Span]:
        """Roles of heading cells with their places; of several of a role the best name counts.

        Indicators set in pairs of columns beside each other, one pair a first level, are kept as
        `pairs`.
        """
        found: dict[FormLabel, list[GridCell]] = {}
        heading = list(cells)
        for cell in heading:
            role = self.words.role(cell.text)
            if role is not None:
                found.setdefault(role, []).append(cell)
        names, values = found.get(FormLabel.INDICATOR, []), found.get(FormLabel.TARGET, [])
        self.pairs = []
        if len(names) == len(values) > 1:
            for name, value in zip(_by_place(names), _by_place(values), strict=True):
                over = [c for c in heading if self.words.is_level(c.text) and _spans(c, name)]
                level = squeeze(over[0].text) if over else None
                self.pairs.append((level, _span(name), _span(value)))
        return {role: _span(self._best(role, places)) for role, places in found.items()}

    def _best(self, role: FormLabel, cells: Iterable[GridCell]) -> GridCell:
        return min(cells, key=lambda cell: self.words.rank(role, cell.text))

    def _at(self, sheet: _Sheet, r: int, role: str) -> GridCell | None:
        """The cell of a row that stands under a heading."""
        span = self.heads.get(role)
        return None if span is None else self._under(sheet, r, span)

    def _under(self, sheet: _Sheet, r: int, span: Span) -> GridCell | None:
        best, most = None, 0.0
        for cell in sheet.cover[r]:
            common = min(cell.box.x1, span[1]) - max(cell.box.x0, span[0])
            if common > most:
                best, most = cell, common
        return best

    def _text(self, sheet: _Sheet, r: int, role: str) -> str:
        cell = self._at(sheet, r, role)
        return squeeze(cell.text) if cell is not None else ""

    # --- lists of projects ----------------------------------------------------------------------

    def _list_row(self, sheet: _Sheet, r: int) -> None:
        name = self._at(sheet, r, FormLabel.PROJECT)
        page = sheet.statement.table.rows[r].page_number
        is_first, self.list_page = page != self.list_page, page
        text = squeeze(name.text) if name is not None and name.row == r else ""
        if self.words.patterns["total_row"].match(text) or "*" in text:
            self.form = None
            return
        money = {
            role: cell
            for role in (*_TOTALS, *_PARTS)
            if (cell := self._at(sheet, r, role)) is not None
            and cell.row == r
            and self._is_amount(cell)
        }
        objectives = [
            (role, cell)
            for role in _OBJECTIVES
            if (cell := self._at(sheet, r, role)) is not None
            and cell.row == r
            and squeeze(cell.text)
        ]
        form = self.form
        if name is not None and self._begins_project(
            sheet, r, name, text, bool(objectives), is_first, money
        ):
            if self.words.is_nothing(text) and text:
                self.form = None
                return
            form = _Draft(sheet.place(name), text or None, sheet.place(name) if text else None)
            self.form = form
            self.forms.append(form)
        elif form is not None and name is not None and name.row < r and money and form.totals:
            # One name over the amounts of several bodies.
            form = _Draft(sheet.place(name), form.project, form.project_at)
            self.form = form
            self.forms.append(form)
        elif form is not None and text and text != form.project:
            form.project = f"{form.project or ''}{text}"
            form.project_at = form.project_at or (sheet.place(name) if name else None)
        if form is None:
            return
        unit = self._text(sheet, r, FormLabel.SPENDING_UNIT) or self._text(
            sheet, r, FormLabel.IMPLEMENTING_UNIT
        )
        form.implementing_unit = form.implementing_unit or self.words.name(unit) or None
        for role, cell in money.items():
            self._money(form, role, sheet, cell)
        for role, cell in objectives:
            places = form.objectives.setdefault(role, [])
            if all(squeeze(place.cell.text) != squeeze(cell.text) for place in places):
                places.append(sheet.place(cell))
        if FormLabel.INDICATOR in self.heads:
            self._indicator_row(sheet, r)

    def _begins_project(
        self,
        sheet: _Sheet,
        r: int,
        name: GridCell,
        text: str,
        has_objective: bool,
        is_first: bool,
        money: Mapping[FormLabel, GridCell],
    ) -> bool:
        """Whether a row begins the next project, not the rest of one that a page end cut.

        A cut project has its name and amounts on either side of the page end, and parts of its
        texts on both.
        """
        form = self.form
        if form is None:
            return bool(text)
        if not text:
            # Its name comes on the next page.
            cut = name.row == r and not is_first and has_objective and not money
            return cut and bool(form.objectives)
        if is_first and (form.project is None or not money or not form.totals):
            has_money = any(role in self.heads for role in (*_TOTALS, *_PARTS))
            return not has_money
        same = text == form.project and all(
            role in form.totals and squeeze(form.totals[role][0].at.cell.text) == squeeze(c.text)
            for role, c in money.items()
            if role in _TOTALS
        )
        unit = self._text(sheet, r, FormLabel.SPENDING_UNIT) or self._text(
            sheet, r, FormLabel.IMPLEMENTING_UNIT
        )
        return not same or (self.words.name(unit) or None) != form.implementing_unit

    # --- fields of a form -----------------------------------------------------------------------

    def _form(self, sheet: _Sheet, cell: GridCell) -> _Draft:
        if self.form is None:
            self.form = _Draft(sheet.place(cell))
            self.form.is_whole = bool(
                self.words.patterns["whole"].search(squeeze(sheet.statement.title))
            )
            self.forms.append(self.form)
        return self.form

    def _fields(self, sheet: _Sheet, r: int, own: Sequence[GridCell]) -> None:
        roles = {id(cell): self._label(sheet, cell) for cell in own}
        if not any(roles.values()):
            self._rest(sheet, r, own)
            return
        for cell in own:
            self.unit_seen = self.words.money_unit(cell.text) or self.unit_seen
        if sum(role == FormLabel.TASK for role in roles.values()) >= 2 and self.form is not None:
            self.mode = "tasks"
            return
        for cell in own:
            role = roles[id(cell)]
            if role is not None:
                self._field(sheet, r, cell, role)

    def _label(self, sheet: _Sheet, cell: GridCell) -> FormLabel | None:
        """The role of a label, also before its value in one cell or down its column."""
        role = self.words.role(cell.text)
        if role is not None:
            return role
        inline = self.words.patterns["inline"].match(cell.text.strip())
        if inline is not None:
            role = self.words.role(inline["label"])
            is_amount = role in _TOTALS or role in _PARTS
            return role if role in _NAMES or (is_amount and self._is_amount(cell)) else None
        if len(squeeze(cell.text)) != 1:
            return None
        text, below = squeeze(cell.text), sheet.below(cell)
        while below is not None and len(squeeze(below.text)) == 1:
            text += squeeze(below.text)
            below = sheet.below(below)
        return self.words.role(text)

    def _field(self, sheet: _Sheet, r: int, label: GridCell, role: FormLabel) -> None:
        if role in _NAMES:
            self._name(sheet, r, label, role)
        elif role in _TOTALS or role in _PARTS:
            form = self._form(sheet, label)
            value = self._amount_of(sheet, r, label)
            if value is not None:
                self._money(form, role, sheet, value, label.column)
        elif role in _OBJECTIVES:
            value = self._value_of(sheet, r, label)
            if value is not None:
                form = self._form(sheet, label)
                if not self.words.is_nothing(value.text):
                    form.objectives.setdefault(role, []).append(sheet.place(value))
                    self.last = sheet.place(value)

    def _name(self, sheet: _Sheet, r: int, label: GridCell, role: FormLabel) -> None:
        value = sheet.right(r, label)
        text = "" if value is None else squeeze(value.text)
        if value is None or self.words.role(text) is not None:
            text = ""
        if self.words.role(label.text) is None:
            inline = self.words.patterns["inline"].match(label.text.strip())
            value, text = label, squeeze(inline["value"]) if inline else ""
        full = self.form is not None and bool(
            self.form.indicators
            or self.mode == "indicators"
            or (role == FormLabel.PROJECT and self.form.project)
        )
        if full:
            self._close()
        form = self._form(sheet, label)
        self.mode = "fields"
        if not text or value is None or self.words.is_nothing(text):
            return
        name = self.words.name(text)
        if role == FormLabel.PROJECT:
            form.project, form.project_at = name, sheet.place(value)
            form.is_whole = False
        elif role == FormLabel.SPENDING_UNIT:
            form.spending_unit = form.spending_unit or name
            form.is_whole = form.project is None
        elif role == FormLabel.IMPLEMENTING_UNIT:
            form.implementing_unit = form.implementing_unit or name
        else:
            form.supervising_department = form.supervising_department or name
        self.last = sheet.place(value)

    def _rest(self, sheet: _Sheet, r: int, own: Sequence[GridCell]) -> None:
        """A row without a label: the rest of a name or text that a page end cut."""
        filled = [cell for cell in own if squeeze(cell.text)]
        form, last = self.form, self.last
        if form is None or last is None or len(filled) != 1 or self.mode != "fields":
            return
        cell = filled[0]
        if cell is sheet.cover[r][0] or cell.page_number <= last.cell.page_number:
            return
        if last == form.project_at:
            form.project = f"{form.project}{squeeze(cell.text)}"
        else:
            for places in form.objectives.values():
                if last in places:
                    places.append(sheet.place(cell))

    def _value_of(self, sheet: _Sheet, r: int, label: GridCell) -> GridCell | None:
        """The text a label is of: to its right, else below it; None when its sublabels have it."""
        value = sheet.right(r, label)
        if value is not None and self.words.role(value.text) is None and squeeze(value.text):
            return value
        if label.row_span > 1:
            return None
        below = sheet.below(label)
        if below is None or below.column != label.column or self.words.role(below.text):
            return None
        return below

    def _amount_of(self, sheet: _Sheet, r: int, label: GridCell) -> GridCell | None:
        """The amount a label is of: behind it, to its right, or under it a few headings down."""
        if self._is_amount(label):
            return label
        value = sheet.right(r, label)
        if value is not None and self._is_amount(value):
            return value
        below = sheet.below(label)
        if value is not None and not squeeze(value.text):
            # An amount left blank, unless the label is a heading over columns.
            subtotal = self.words.patterns["subtotal"]
            if below is None or not subtotal.match(squeeze(below.text)):
                return None
        for _ in range(MAX_DEPTH):
            if below is None or not squeeze(below.text):
                return None
            if self._is_amount(below):
                # The amount of an item in a list is the item's.
                named = _left(sheet, below.row, below)
                own = named is not None and named.row == below.row and squeeze(named.text)
                return None if own and named is not None and not self._is_amount(named) else below
            if self.words.role(below.text) is None and len(squeeze(below.text)) > MAX_HEADING:
                return None
            below = sheet.below(below)
        return None

    def _money(
        self, form: _Draft, role: FormLabel, sheet: _Sheet, cell: GridCell, label_column: int = -1
    ) -> None:
        found = self._parsed(cell.text)
        if found is None:
            return
        printed, own = found
        factor = own or self.unit_seen or sheet.statement.currency_factor
        money = FormMoney(sheet.place(cell), printed, factor), label_column
        if role in _PARTS:
            form.amounts.append(money)
        else:
            form.totals.setdefault(role, money)

    def _parsed(self, text: str) -> tuple[Decimal, Decimal | None] | None:
        """The number of a cell, and the unit printed behind it."""
        bare, unit = squeeze(text), None
        match = self.words.patterns["inline"].match(text)
        if match is not None and self.words.role(match["label"]) is not None:
            bare = squeeze(match["value"])
        match = self.words.patterns["amount"].match(bare)
        if match is not None:
            bare, unit = match["number"], self.words.units[match["unit"]]
        try:
            printed = parse_amount(bare, self.blanks)
        except UnparsedNumber:
            return None
        return None if printed is None else (printed, unit)

    def _is_amount(self, cell: GridCell) -> bool:
        return bool(squeeze(cell.text)) and self._parsed(cell.text) is not None

    def _task_row(self, sheet: _Sheet, r: int, filled: Sequence[GridCell]) -> None:
        """A row of the list of tasks: only its total is the form's."""
        for cell in filled:
            role = self.words.role(cell.text)
            if role in _TOTALS and self.form is not None:
                amounts = [
                    c for c in sheet.cover[r] if c.column > cell.column and self._is_amount(c)
                ]
                for place, value in enumerate(amounts):
                    self._money(
                        self.form, role if not place else FormLabel.FISCAL_FUNDS, sheet, value
                    )
            if (
                role is not None
                and role not in _PARTS
                and role != FormLabel.TASK
                and role not in _TOTALS
            ):
                self.mode = "fields"

    # --- indicators -----------------------------------------------------------------------------

    def _indicator_row(self, sheet: _Sheet, r: int) -> None:
        if self.pairs:
            for level, name_span, value_span in self.pairs:
                cell = self._under(sheet, r, name_span)
                value = self._under(sheet, r, value_span)
                self._indicator(sheet, r, cell, value, level)
            return
        value = self._at(sheet, r, FormLabel.ANNUAL_TARGET) or self._at(sheet, r, FormLabel.TARGET)
        if value is not None and not squeeze(value.text):
            value = self._at(sheet, r, FormLabel.TARGET) or value
        self._indicator(sheet, r, self._at(sheet, r, FormLabel.INDICATOR), value, None)

    def _indicator(
        self,
        sheet: _Sheet,
        r: int,
        cell: GridCell | None,
        value: GridCell | None,
        level: str | None,
    ) -> None:
        if cell is None or self.form is None or id(cell) in self.seen_names:
            return
        target = squeeze(value.text) if value is not None and value is not cell else ""
        name = self.words.patterns["mark"].sub("", squeeze(cell.text)) or squeeze(cell.text)
        if self.words.role(sheet.cover[r][0].text) == FormLabel.REMARK:
            return
        if self.words.role(cell.text) in _HEADINGS and (
            value is None or self.words.role(value.text) in _HEADINGS
        ):
            # A heading printed again.
            return
        if not squeeze(cell.text):
            if (
                target
                and value is not None
                and value.row == r
                and not self.words.is_nothing(target)
            ):
                self._cut_target(sheet, r, value)
            return
        self.seen_names.add(id(cell))
        if self.words.is_nothing(name):
            return
        rows = range(cell.row, min(cell.row + cell.row_span, len(sheet.cover)))
        level1 = self._level(sheet, rows, FormLabel.LEVEL_1)
        level2 = self._level(sheet, rows, FormLabel.LEVEL_2)
        level1, level2, name = self._levels(level or level1, level2, name)
        nature, unit = (
            self._text(sheet, r, FormLabel.COMPARISON),
            self._text(sheet, r, FormLabel.MEASURE),
        )
        told = bool(target) and not self.words.is_nothing(target)
        text = " ".join(part for part in (nature, target, unit) if part) if told else None
        self.form.indicators.append(
            Indicator(
                level1,
                level2,
                name,
                text,
                parse_target(target, self.words, nature=nature, unit=unit, name=name)
                if told
                else Target(),
                parse_weight(self._text(sheet, r, FormLabel.WEIGHT)),
                sheet.place(value if told and value is not None else cell),
            )
        )

    def _cut_target(self, sheet: _Sheet, r: int, value: GridCell) -> None:
        """A target without a name: the rest of one that a page end cut, else not understood."""
        form = self.form
        if form is None:
            return
        last = form.indicators[-1] if form.indicators else None
        if last is not None and last.target_text and last.at.cell.page_number < value.page_number:
            text = last.target_text + squeeze(value.text)
            target = parse_target(text, self.words, name=last.name)
            form.indicators[-1] = replace(last, target_text=text, target=target)
        else:
            form.unnamed_targets.append(sheet.place(value))

    def _level(self, sheet: _Sheet, rows: Iterable[int], role: str) -> str | None:
        """The texts under a heading over the rows of an indicator, joined; None when blank."""
        found: dict[int, str] = {}
        for row in rows:
            cell = self._at(sheet, row, role)
            if cell is not None and squeeze(cell.text) and not self.words.is_nothing(cell.text):
                found.setdefault(id(cell), squeeze(cell.text))
        return "".join(found.values()) or None

    def _levels(
        self, level1: str | None, level2: str | None, name: str
    ) -> tuple[str | None, str | None, str]:
        """Levels of an indicator: as printed, set before its name, or of the indicator above."""
        if FormLabel.LEVEL_1 not in self.heads and FormLabel.LEVEL_2 not in self.heads:
            return (level1, level2, name) if level1 else self._prefixed(name)
        above = self.form.indicators[-1] if self.form and self.form.indicators else None
        if level2 is None and above is not None and level1 in (None, above.level_1):
            level2 = above.level_2
        if level1 is None:
            level1 = self.words.first_level(level2 or "") or (above.level_1 if above else None)
        return level1, level2, name

    def _prefixed(self, name: str) -> tuple[str | None, str | None, str]:
        """Levels printed before the name in one cell: 产出指标 数量指标 开展调查."""
        for one, seconds in self.words.levels.items():
            if name.startswith(one) and len(name) > len(one):
                rest = name[len(one) :]
                for second in sorted(seconds, key=len, reverse=True):
                    if rest.startswith(second) and len(rest) > len(second):
                        return one, second, rest[len(second) :]
                return one, None, rest
        return None, None, name


def _span(cell: GridCell) -> Span:
    return cell.box.x0, cell.box.x1


def _spans(over: GridCell, cell: GridCell) -> bool:
    return over.box.x0 <= cell.box.x0 + 1 and cell.box.x1 <= over.box.x1 + 1


def _by_place(cells: Iterable[GridCell]) -> list[GridCell]:
    return sorted(cells, key=lambda cell: cell.box.x0)


def _left(sheet: _Sheet, r: int, cell: GridCell) -> GridCell | None:
    before = [c for c in sheet.cover[r] if c.column < cell.column]
    return before[-1] if before else None


def _begins_form(sheet: _Sheet, words: TargetLexicon) -> bool:
    """Whether a table begins with the name of a form, not with the rest of one before it."""
    for r in range(min(len(sheet.cover), 4)):
        roles = [words.role(cell.text) for cell in sheet.own(r)]
        if {FormLabel.PROJECT, FormLabel.SPENDING_UNIT} & set(roles) or (
            r == 0 and set(roles) & {*_OBJECTIVES}
        ):
            return True
        if any(
            role
            in (
                FormLabel.TARGET,
                FormLabel.ANNUAL_TARGET,
                FormLabel.SUPERVISING_DEPARTMENT,
                *_TOTALS,
            )
            for role in roles
        ):
            return False
    return False


def is_target_statement(statement: Statement) -> bool:
    """Whether a statement is a performance form or a list of them, by its title."""
    return (statement.title_kind or statement.kind) == StatementKind.PERFORMANCE_TARGETS


def read_target_forms(
    statements: Iterable[Statement], words: TargetLexicon
) -> tuple[list[TargetForm], list[Signal]]:
    """The filled forms of a report's performance tables in printed order, and what was not read.

    Statements of other kinds are passed over. Money is in the form's own unit, printed in a label
    or over the table. Raises nothing for what a form may print.
    """
    reader = _Reader(words, frozenset(_BLANKS))
    tables = [s for s in statements if is_target_statement(s)]
    for statement in sorted(tables, key=lambda s: s.table.ordinal):
        reader.read(statement)
    forms = [draft.finished(words) for draft in _joined(reader.forms)]
    return [form for form in forms if not form.is_blank], list(_signals(tables, forms))


def _joined(forms: Sequence[_Draft]) -> list[_Draft]:
    """Forms of which the next one repeats the name only, on another page, put together."""
    result: list[_Draft] = []
    for form in forms:
        before = result[-1] if result else None
        if (
            before is not None
            and form.project is not None
            and form.project == before.project
            and not form.totals
            and not form.objectives
            and form.begins_at.cell.page_number > before.begins_at.cell.page_number
        ):
            before.indicators.extend(form.indicators)
            before.unnamed_targets.extend(form.unnamed_targets)
        else:
            result.append(form)
    return result


_BLANKS = ("", "-", "—", "－", "–", "--", "——", "/", "／")


def _signals(statements: Sequence[Statement], forms: Sequence[TargetForm]) -> Iterator[Signal]:
    """One signal a table no form was read from, and one for each row not understood."""
    read: dict[int, int] = {}
    for form in forms:
        for place in (form.begins_at, *(i.at for i in form.indicators), *form.objective):
            read[place.statement.table.ordinal] = read.get(place.statement.table.ordinal, 0) + 1
        if not form.is_named and (form.indicators or form.objective):
            yield _signal("target_form_unnamed", form.begins_at, "绩效目标表没有印出项目或部门名称")
        if form.total is not None and form.total.factor is None:
            yield _signal("unit_missing", form.total.at, "绩效目标表没有印出金额单位")
        for place in form.unnamed_targets:
            yield _signal("unknown_row", place, "绩效目标表中的指标值没有对应的指标名称")
    for statement in statements:
        if statement.table.ordinal not in read:
            yield statement.told(
                "target_form_unread", "info", "中没有读出绩效目标，只保留单元格原文"
            )


def _signal(kind: str, place: StatementCell, message: str) -> Signal:
    return Signal(
        signal=kind,
        severity="info",
        text=squeeze(place.cell.text)[:60],
        message=f"第{place.cell.page_number}页{message}",
        table_ordinal=place.statement.table.ordinal,
        page_number=place.cell.page_number,
        cell=place.cell,
    )


# --- tables without a title -----------------------------------------------------------------------


def adopt_forms(
    views: Mapping[int, LogicalTable],
    captions: Mapping[int, Caption],
    words: TargetLexicon | None = None,
) -> dict[int, Caption]:
    """Captions in which tables that are performance forms by their labels are named such.

    Forms follow each other under one title, and go on over pages without any: a table nobody knows
    is one when it prints a form's labels, or goes on with indicators right after one. Key projects
    are forms when they print indicators.
    """
    words = words or load_target_lexicon()
    result = dict(captions)
    before: int | None = None
    for ordinal in sorted(views):
        table = views[ordinal].table
        caption = captions[ordinal]
        follows = before is not None and table.page_numbers[0] - before <= 1
        if (caption.kind in (None, StatementKind.KEY_PROJECTS) and _is_form(table, words)) or (
            caption.kind is None and follows and _goes_on(table, words)
        ):
            result[ordinal] = replace(caption, kind=StatementKind.PERFORMANCE_TARGETS)
        before = (
            table.page_numbers[-1]
            if result[ordinal].kind == StatementKind.PERFORMANCE_TARGETS
            else None
        )
    return result


def _is_form(table: PrintedTable, words: TargetLexicon) -> bool:
    roles: set[str | None] = set()
    for row in table.rows:
        own = {words.role(cell.text) for cell in row.cells if cell is not None}
        if own & {FormLabel.TARGET, FormLabel.ANNUAL_TARGET} and own & {
            FormLabel.INDICATOR,
            FormLabel.LEVEL_2,
        }:
            return True
        roles |= own
    return len(roles & {FormLabel.PROJECT, FormLabel.SUPERVISING_DEPARTMENT, *_OBJECTIVES}) >= 3


def _goes_on(table: PrintedTable, words: TargetLexicon) -> bool:
    return any(words.is_level(cell.text) for cell in table.cells())
