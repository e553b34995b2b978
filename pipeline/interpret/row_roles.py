"""The roles of rows in a table of one list: totals, codes, spending units, projects; their parents.

Belongs here: what each row of a table by function, economic class, body or project is.
Does not belong here: lists side by side (`side_by_side`), three-public tables (`three_public`),
words (lexicons).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from pipeline.domain.amounts import agree
from pipeline.domain.lexicon import Lexicon
from pipeline.domain.text import squeeze
from pipeline.interpret import hierarchy
from pipeline.interpret.codes_by_name import name_codes
from pipeline.interpret.statement import GENERIC, Column, Label, Row
from schemas.vocabulary import ColumnRole, Item, ItemSide, LabelKind, RowAxis, RowRole, Scheme

SCHEME_OF_FIRST = {"2": Scheme.FUNCTION, "3": Scheme.DEPARTMENT, "5": Scheme.GOVERNMENT}
ECON = (Scheme.DEPARTMENT, Scheme.GOVERNMENT)
ECON_DIGITS = (3, 5)
# Standard classifications end at 项 (7 digits) and 款 (5 digits); longer codes are a body's own.
MAX_DIGITS = {Scheme.FUNCTION: 7, Scheme.DEPARTMENT: 5, Scheme.GOVERNMENT: 5}


def classify(
    rows: list[Row],
    columns: Sequence[Column],
    axis: RowAxis,
    lexicon: Lexicon,
    known_bodies: Collection[str] = (),
) -> RowAxis:
    """Set roles and parents of rows; returns the axis the rows really have.

    `axis` is what the kind of statement expects: 'classified' (by function or economic class),
    'revenue' (by function or body), 'basic' (by body and economic class), 'project' (by body and
    project), 'free'. The answer is 'function', 'econ', 'unit', 'project', 'single' or 'free'.
    """
    money = [column for column in columns if column.role == ColumnRole.AMOUNT]
    for row in rows:
        _totals(row, lexicon)
    _repeated_totals(rows)
    printed_axis = _axis(rows, axis, lexicon)
    if printed_axis in (RowAxis.FUNCTION, RowAxis.ECON):
        _classified(rows, printed_axis, axis == RowAxis.BASIC, known_bodies, lexicon)
    elif printed_axis == RowAxis.PROJECT:
        _projects(rows, money, known_bodies, lexicon)
    elif printed_axis == RowAxis.UNIT:
        _units(rows)
    for row in rows:
        if row.role == RowRole.UNKNOWN and not row.labels and hierarchy.has_amount(row, money):
            _unnamed_total(row, rows, money)
    _unnamed_subtotals(rows, money)
    _arrange(rows, money, printed_axis)
    return printed_axis


def _totals(row: Row, lexicon: Lexicon) -> None:
    """Total rows, by any of the row's names."""
    for label in row.labels.values():
        bare = lexicon.bare(label.name)
        rule = lexicon.item(bare, ItemSide.PANEL)
        if rule is not None:
            row.role, row.item, row.name = RowRole.ITEM, rule.item, label.name
            return
        if label.code is None and lexicon.patterns["total"].match(bare):
            row.role, row.item, row.name = RowRole.TOTAL, Item.TOTAL, label.name
            return
    row.name = squeeze(row.label)


def _repeated_totals(rows: Sequence[Row]) -> None:
    """A total printed again at the head of a page is the same money, not another total."""
    totals = [row for row in rows if row.role == RowRole.TOTAL]
    for row in totals[1:]:
        if _printed(row) == _printed(totals[0]):
            row.role = RowRole.OF_WHICH


def _printed(row: Row) -> dict[int, object]:
    return {index: amount.yuan for index, amount in row.amounts.items() if amount.yuan}


def _scheme_of(label: Label, of: str) -> Scheme | None:
    """The classification a label belongs to: by its heading, else by its code."""
    code = label.code or ""
    if of in set(Scheme):
        headed = Scheme(of)
        # Forms print a heading of functions over economic codes as well.
        if headed in ECON or len(code) in ECON_DIGITS:
            return SCHEME_OF_FIRST.get(code[:1], headed)
        return headed
    if of != GENERIC or not code.isdigit() or len(code) not in (3, 5, 7, 9):
        return None
    return SCHEME_OF_FIRST.get(code[:1])


def _axis(rows: Sequence[Row], axis: RowAxis, lexicon: Lexicon) -> RowAxis:
    """What the rows classify, by headings and codes, then by names."""
    votes: Counter[str] = Counter()
    generic: list[str] = []
    for row in rows:
        if row.role in (RowRole.TOTAL, RowRole.ITEM):
            continue
        for of, label in row.labels.items():
            scheme = _scheme_of(label, of)
            if scheme and label.code:
                votes[RowAxis.FUNCTION if scheme == Scheme.FUNCTION else RowAxis.ECON] += 1
            elif of in (LabelKind.UNIT, LabelKind.PROJECT):
                votes[of] += 1
            elif label.name and of not in (LabelKind.YEAR, LabelKind.NATURE):
                generic.append(label.name)
    if axis == RowAxis.FREE:
        # A list of projects is one; codes in any other free table are nobody's classification.
        return RowAxis.PROJECT if rows and votes[RowAxis.PROJECT] * 2 >= len(rows) else RowAxis.FREE
    if axis == RowAxis.PROJECT:
        return RowAxis.PROJECT
    if axis in (RowAxis.CLASSIFIED, RowAxis.REVENUE, RowAxis.BASIC):
        if votes[RowAxis.FUNCTION]:
            return RowAxis.FUNCTION
        if votes[RowAxis.ECON]:
            return RowAxis.ECON
        named = {
            scheme: sum(1 for name in generic if lexicon.codes_of(scheme, name))
            for scheme in Scheme
        }
        best = max(named, key=lambda scheme: named[scheme])
        if generic and named[best] * 2 >= len(generic):
            return RowAxis.FUNCTION if best == Scheme.FUNCTION else RowAxis.ECON
        if named[Scheme.DEPARTMENT] and axis == RowAxis.BASIC:
            return RowAxis.ECON
    if votes[RowAxis.UNIT] or generic:
        return RowAxis.UNIT
    return RowAxis.SINGLE


def _classified(
    rows: list[Row], axis: RowAxis, by_unit: bool, known_bodies: Collection[str], lexicon: Lexicon
) -> None:
    """Code rows with their further classifications, bodies' rows and names without codes."""
    spending_unit: str | None = None
    body_of: dict[str | None, str] = {}
    bare_names: dict[Scheme | None, list[Row]] = {}
    for row in rows:
        of_unit = row.labels.get(LabelKind.UNIT)
        if row.role != RowRole.UNKNOWN:
            continue
        main: tuple[Scheme, Label] | None = None
        for of, label in row.labels.items():
            scheme = _scheme_of(label, of)
            if scheme is None or (label.code is None and of == GENERIC):
                continue
            wanted = scheme == Scheme.FUNCTION if axis == RowAxis.FUNCTION else scheme in ECON
            if main is None and wanted:
                main = (scheme, label)
            elif main is None or scheme != main[0]:
                row.second[scheme] = label
        if main is None and of_unit is not None and GENERIC not in row.labels:
            spending_unit = body_of[of_unit.code] = _as_unit(row, of_unit.name)
            continue
        # A body may be printed by its number alone beside its items.
        known = (of_unit.name or body_of.get(of_unit.code)) if of_unit is not None else None
        row.spending_unit = known or spending_unit
        if main is not None and of_unit is None and _is_body(main[1], lexicon):
            spending_unit = _as_unit(row, main[1].name)
            row.second.clear()
            continue
        if main is not None:
            scheme, label = main
            row.name, row.scheme, row.code = label.name, scheme, label.code
            if label.code is None:
                bare_names.setdefault(scheme, []).append(row)
                continue
            row.role, row.level = RowRole.CODE, (len(label.code) - 1) // 2
            row.label_cell = label.cell
            if len(label.code) > MAX_DIGITS[scheme]:
                row.role = RowRole.OF_WHICH
        elif GENERIC in row.labels:
            label = row.labels[GENERIC]
            row.name = label.name
            if lexicon.is_of_which(label.name):
                row.role = RowRole.OF_WHICH
            elif _is_body_code(label) and (of_unit is None or not of_unit.name):
                spending_unit = _as_unit(row, label.name)
            else:
                bare_names.setdefault(
                    Scheme.FUNCTION if axis == RowAxis.FUNCTION else None, []
                ).append(row)
    for scheme, named in bare_names.items():
        _named(named, scheme, by_unit, known_bodies, lexicon)


def _named(
    rows: list[Row],
    scheme: Scheme | None,
    by_unit: bool,
    known_bodies: Collection[str],
    lexicon: Lexicon,
) -> None:
    schemes = (scheme,) if scheme else ECON
    best = max(schemes, key=lambda name: sum(1 for row in rows if lexicon.codes_of(name, row.name)))
    name_codes(rows, best, lexicon)
    coded = any(row.code for row in rows)
    spending_unit: str | None = None
    for row in rows:
        category = None if row.code else lexicon.category(row.name)
        is_body = row.name in known_bodies or bool(lexicon.patterns["body_suffix"].search(row.name))
        if row.code:
            row.role = RowRole.CODE
        elif category:
            row.role, row.scheme, row.code, row.level = (
                RowRole.CATEGORY,
                Scheme.DEPARTMENT,
                category,
                2,
            )
        elif (by_unit and is_body) or not coded:
            spending_unit = _as_unit(row, row.name)
            continue
        else:
            # A name no list knows among classified ones: an item of its own, code unknown.
            row.role, row.scheme, row.level = RowRole.CODE, best, 0
        if spending_unit is not None:
            row.spending_unit = spending_unit


def _units(rows: list[Row]) -> None:
    for row in rows:
        if row.role != RowRole.UNKNOWN:
            continue
        named = [label for label in row.labels.values() if label.name]
        of_unit = row.labels.get(LabelKind.UNIT)
        label = of_unit if of_unit is not None and of_unit.name else next(iter(named), of_unit)
        if label is not None and (label.name or label.code):
            row.role, row.spending_unit = RowRole.UNIT, label.name or label.code
            row.name, row.code, row.level = label.name, label.code, 1


def _projects(
    rows: list[Row], money: Sequence[Column], known_bodies: Collection[str], lexicon: Lexicon
) -> None:
    """Bodies and projects: by their own columns, by codes, by indent, by names known as bodies."""
    open_rows = [row for row in rows if row.role == RowRole.UNKNOWN]
    single = [
        row
        for row in open_rows
        if set(row.labels) <= {GENERIC} or set(row.labels) == {LabelKind.PROJECT}
    ]
    levels = hierarchy.indent_levels(single)
    stepped = len(set(levels.values())) > 1
    # Where bodies are numbered, a row without a number is none.
    numbered = any(_is_body_code(label) for row in open_rows for label in row.labels.values())
    spending_unit: str | None = None
    for row in open_rows:
        of_unit, of_project = row.labels.get(LabelKind.UNIT), row.labels.get(LabelKind.PROJECT)
        generic = row.labels.get(GENERIC)
        if (
            of_project is not None
            and of_project.name
            and not (of_unit is None and not stepped and of_project.name in known_bodies)
        ):
            if of_unit is not None:
                spending_unit = of_unit.name or spending_unit
            _as_project(row, of_project, spending_unit)
        elif of_unit is not None and generic is None:
            spending_unit = _as_unit(row, of_unit.name)
            row.code = of_unit.code
        else:
            label = of_project or generic or of_unit
            if label is None:
                continue
            is_unit = _is_body_code(label) or (
                not numbered
                and (
                    (stepped and levels.get(row.position) == 0)
                    or (not stepped and label.name in known_bodies)
                    or (not row.amounts and not row.texts)
                )
            )
            if is_unit:
                spending_unit = _as_unit(row, label.name)
                row.code = label.code
            else:
                _as_project(row, label, spending_unit)


def _is_body(label: Label, lexicon: Lexicon) -> bool:
    """Whether a row under headings of codes is a body's own: its number is no code of a class."""
    code = label.code or ""
    return len(code) == len("319001") and bool(lexicon.patterns["body_suffix"].search(label.name))


def _is_body_code(label: Label) -> bool:
    """Whether a label carries the number of a body (three digits a level)."""
    return label.code is not None and len(label.code) in (3, 6, 9)


def _as_unit(row: Row, name: str) -> str:
    """Make a row that of a spending unit; returns its name."""
    row.role, row.level = RowRole.UNIT, 0
    row.name = row.spending_unit = name
    return name


def _as_project(row: Row, label: Label, spending_unit: str | None) -> None:
    row.role, row.project_name, row.level, row.name = RowRole.PROJECT, label.name, 2, label.name
    row.spending_unit = spending_unit
    for of in Scheme:
        if of in row.labels and row.labels[of].code:
            row.second[of] = row.labels[of]


def _unnamed_subtotals(rows: Sequence[Row], money: Sequence[Column]) -> None:
    """Rows without a name that the rows behind them, up to the next such row, add up to: the same
    money again, by a type that is no name of anything."""
    places = [
        position
        for position, row in enumerate(rows)
        if row.role == RowRole.UNKNOWN and not row.labels and hierarchy.has_amount(row, money)
    ]
    for position, end in pairwise([*places, len(rows)]):
        below = [
            r
            for r in rows[position + 1 : end]
            if r.role not in (RowRole.OF_WHICH, RowRole.UNKNOWN, RowRole.TOTAL)
        ]
        if below and hierarchy.adds_up(rows[position], below, money):
            rows[position].role = RowRole.OF_WHICH


def _unnamed_total(row: Row, rows: Sequence[Row], money: Sequence[Column]) -> None:
    """A row without a name is the total when it is alone, or when all others add up to it."""
    others = [r for r in rows if r is not row and r.role not in (RowRole.OF_WHICH, RowRole.TOTAL)]
    if any(r.role == RowRole.TOTAL for r in rows):
        return
    if not others or hierarchy.adds_up(row, [r for r in others if r.level <= 1], money):
        row.role, row.item = RowRole.TOTAL, Item.TOTAL


def _arrange(rows: list[Row], money: Sequence[Column], axis: str) -> None:
    """Parents: total over bodies over their classified rows or projects."""
    body = [
        row
        for row in rows
        if row.role not in (RowRole.OF_WHICH, RowRole.UNKNOWN, RowRole.TOTAL, RowRole.ITEM)
    ]
    total = next((row for row in rows if row.role == RowRole.TOTAL), None)
    units = [row for row in body if row.role == RowRole.UNIT]
    if axis in (RowAxis.FUNCTION, RowAxis.ECON):
        for panel in sorted({row.panel for row in body}):
            panel_rows = [row for row in body if row.panel == panel]
            hierarchy.by_code(panel_rows, lambda row: row.role == RowRole.UNIT)
            if not _holds(panel_rows, money):
                _by_sums_in_blocks(panel_rows, money, total)
        _panel_totals(rows, body, money)
    _blocks(rows, body, units, money, total)


def _panel_totals(rows: Sequence[Row], body: Sequence[Row], money: Sequence[Column]) -> None:
    """人员经费合计, 公用经费合计 add up what stands in their own panel, or in all the others do not."""
    for total in [row for row in rows if row.role == RowRole.ITEM]:
        loose = [row for row in body if row.parent is None]
        of_panel = [row for row in loose if row.panel == total.panel]
        later = [row for row in loose if row.panel >= total.panel]
        earlier = [row for row in loose if 0 < row.panel <= total.panel]
        groups = (of_panel, later, earlier, loose)
        hierarchy.adopt(total, next((g for g in groups if g and _same(total, g)), ()))


def _same(total: Row, group: Sequence[Row]) -> bool:
    """Whether the one amount of a panel's total is the sum of rows of any panels."""
    whole = list(total.amounts.values())[:1]
    return bool(whole) and agree(whole, [a for row in group for a in row.amounts.values()])


def _holds(rows: Sequence[Row], money: Sequence[Column]) -> bool:
    by_position = {row.position: row for row in rows}
    return all(
        hierarchy.adds_up(row, [by_position[p] for p in row.children], money)
        for row in rows
        if row.children and hierarchy.has_amount(row, money)
    )


def _by_sums_in_blocks(rows: Sequence[Row], money: Sequence[Column], total: Row | None) -> None:
    """Where names or codes do not add up and no code is printed: nest by the sums."""
    if any(row.label_cell is not None and row.label_cell.text[:1].isdigit() for row in rows):
        return
    before = {row.position: (row.parent, list(row.children)) for row in rows}
    hierarchy.clear(rows)
    if hierarchy.by_sums(rows, money, total) is None:
        for row in rows:
            row.parent, row.children = before[row.position]


def _blocks(
    rows: Sequence[Row],
    body: Sequence[Row],
    units: Sequence[Row],
    money: Sequence[Column],
    total: Row | None,
) -> None:
    if units and len(units) == len(body):
        _unit_tree(units, money, total)
        return
    current: Row | None = None
    tops: dict[int, list[Row]] = {}
    loose: list[Row] = []
    for row in body:
        if row.role == RowRole.UNIT:
            current = row
        elif row.parent is None:
            if current is not None:
                tops.setdefault(current.position, []).append(row)
            else:
                loose.append(row)
    by_position = {row.position: row for row in rows}
    for position, below in tops.items():
        parent = by_position[position]
        if not hierarchy.has_amount(parent, money) or hierarchy.adds_up(parent, below, money):
            hierarchy.adopt(parent, below)
            continue
        hierarchy.adopt(parent, hierarchy.by_sums(below, money, parent) or below)
    if units:
        _unit_tree(units, money, total)
    if total is not None:
        rest = [row for row in loose if row.parent is None]
        if rest and not units and not hierarchy.adds_up(total, rest, money):
            rest = hierarchy.by_sums(rest, money, total) or rest
        hierarchy.adopt(total, rest)


def _unit_tree(units: Sequence[Row], money: Sequence[Column], total: Row | None) -> None:
    """Bodies under bodies by the prefix of their codes, else by the sums."""
    seen: dict[str, Row] = {}
    for row in units:
        code = row.code or ""
        parent = next(
            (seen[code[:n]] for n in range(len(code) - 1, 2, -1) if code[:n] in seen), None
        )
        if parent is not None:
            hierarchy.adopt(parent, [row])
        if code:
            seen.setdefault(code, row)
    tops = [row for row in units if row.parent is None]
    if total is not None:
        if not hierarchy.adds_up(total, tops, money):
            tops = hierarchy.by_sums(tops, money, total) or tops
        hierarchy.adopt(total, tops)
