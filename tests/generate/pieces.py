"""Tables as data: a title, headings with the money they keep, and how rows are labelled.

Belongs here: building tables that forms of many places share. Does not belong here: which tables a
place prints (`places`, `places_final`), pages, figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.generate import forms
from tests.generate.spec import Money, ReportSpec
from tests.generate.tables import (
    INDENT,
    LEFT,
    Keep,
    Line,
    PrintedTable,
    TableRow,
    _any,
    _function_name,
    _fund,
    _level,
    _nature,
    _numeral,
    _sum,
    _table,
    _tree,
    printed,
    three_public,
)

Column = tuple[str, Keep]
BODY_CODE = "319"
NATURES: tuple[Column, ...] = (
    ("合计", _any),
    ("基本支出", _nature("BASIC")),
    ("项目支出", _nature("PROJECT")),
)
# Basic spending by cost, project spending as one.
COSTS: tuple[Column, ...] = (
    ("合计", _any),
    ("基本支出/小计", _nature("BASIC")),
    ("基本支出/人员经费", forms.both(_nature("BASIC"), forms._staff)),
    ("基本支出/公用经费", forms.both(_nature("BASIC"), forms._public)),
    ("项目支出", _nature("PROJECT")),
)
STAFF: tuple[Column, ...] = (
    ("合计", _any),
    ("人员经费", forms._staff),
    ("公用经费", forms._public),
)
SPENDING: tuple[Column, ...] = (
    *NATURES,
    ("事业单位经营支出", _nature("BUSINESS")),
    ("上缴上级支出", _nature("TO_SUPERIOR")),
    ("对附属单位补助支出", _nature("TO_SUBORDINATE")),
)


def none(_: Money) -> bool:
    return False


def under(group: str, columns: Sequence[Column]) -> list[Column]:
    """The columns below one heading."""
    return [(f"{group}/{name}", keep) for name, keep in columns]


def when(keep: Keep, columns: Sequence[Column]) -> list[Column]:
    """The columns with a further condition."""
    return [(name, forms.both(keep, own)) for name, own in columns]


def numbered(label: str, found: Sequence[PrintedTable], start: int = 1) -> list[PrintedTable]:
    """Tables in order with their labels; `label` is a format of the number."""
    return [
        replace(table, number=place, number_label=table.number_label or label.format(place))
        for place, table in enumerate(found, start)
    ]


def amounts(spec: ReportSpec, money: Sequence[Money], columns: Sequence[Column]) -> list[str]:
    return [printed(_sum(money, keep), spec) for _, keep in columns]


def empty(spec: ReportSpec, title: str, heads: Sequence[str], note: str) -> PrintedTable:
    """A table without any money: one blank row and a note."""
    table = _table(
        spec, 1, title, forms._columns(*heads), forms._widths([], len(heads)), (0,), (note,)
    )
    table.rows = [TableRow([""] * len(heads))]
    return table


def plain(
    spec: ReportSpec,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    labels: tuple[int, ...] = (0,),
    notes: tuple[str, ...] = (),
) -> PrintedTable:
    """A table whose cells are given as they are."""
    table = _table(
        spec, 1, title, forms._columns(*heads), forms._widths([], len(heads)), labels, notes
    )
    table.rows = [TableRow(list(cells), (cells[0],)) for cells in rows]
    return table


@dataclass(frozen=True)
class Labels:
    """How the rows of a classification are labelled.

    `heads`: paths of the label columns. `parts`: so many of them for the code, 0 for one with all
    digits, -1 for none (names only). `total`: 'first' or 'last'. `serial`: a first column with the
    row's number. `count`: what a row says that numbers the columns ('' for no such row).
    """

    heads: tuple[str, ...] = ("科目编码", "科目名称")
    parts: int = 0
    by_econ: bool = False
    total: str = "last"
    word: str = "合计"
    serial: bool = False
    count: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        return ("序号", *self.heads) if self.serial else self.heads


def coded(
    spec: ReportSpec,
    title: str,
    money: Sequence[Money],
    columns: Sequence[Column],
    labels: Labels = Labels(),
    notes: tuple[str, ...] = (),
) -> PrintedTable:
    """The tree of codes of a classification and its total."""
    names = forms._names(spec)
    count = len(labels.paths)
    table = _table(
        spec,
        1,
        title,
        forms._columns(*labels.paths, *(name for name, _ in columns)),
        forms._widths([0.045] * (count - 1) + [0.2], len(columns))
        if labels.parts > 0 or labels.serial
        else forms._widths([0.1, 0.24][2 - count :], len(columns)),
        tuple(range(count)),
        notes,
        is_wide=len(columns) > 7,
    )

    def code_of(m: Money) -> str:
        return m.econ if labels.by_econ else m.function

    rows: list[TableRow] = []
    for code in _tree(code_of(m) for m in money):
        name = names[code] if labels.by_econ else _function_name(spec, code)
        own = [m for m in money if code_of(m).startswith(code)]
        text = name if labels.parts > 0 else INDENT * _level(code) + name
        head = forms._split(code)[: labels.parts] if labels.parts > 0 else [code]
        head = [*head, text] if labels.parts >= 0 else [text]
        rows.append(TableRow([*head, *amounts(spec, own, columns)], (code, f"{code}{name}")))
    width = len(labels.heads)
    whole = TableRow(
        [labels.word, *[LEFT] * (width - 1), *amounts(spec, money, columns)], ("合计",)
    )
    rows = [whole, *rows] if labels.total == "first" else [*rows, whole]
    if labels.serial:
        for place, row in enumerate(rows, 1):
            row.cells.insert(0, str(place))
    if labels.count is not None:
        head = [labels.count, *[LEFT] * (count - 1)]
        rows.insert(0, TableRow([*head, *(str(n + 1) for n in range(len(columns)))]))
    table.rows = rows
    return table


def bodies(
    spec: ReportSpec,
    title: str,
    money: Sequence[Money],
    columns: Sequence[Column],
    heads: tuple[str, ...] = ("部门（单位）代码", "部门（单位）名称"),
    *,
    whole: bool = False,
    notes: tuple[str, ...] = (),
) -> PrintedTable:
    """One row a body and a total first; `whole`: the department's own row between them."""
    table = _table(
        spec,
        1,
        title,
        forms._columns(*heads, *(name for name, _ in columns)),
        forms._widths([0.07, 0.15][2 - len(heads) :], len(columns)),
        tuple(range(len(heads))),
        notes,
        is_wide=len(columns) > 7,
    )
    lines = [("", "合计", list(money))]
    if whole:
        lines.append((BODY_CODE, spec.entity, list(money)))
    for n, unit in enumerate(spec.units, 1):
        name = f"{unit.name}（本级）" if unit.name == spec.entity and whole else unit.name
        lines.append((f"{BODY_CODE}{n:03d}", name, [m for m in money if m.unit == unit.name]))
    for code, name, own in lines:
        head = [code, name] if len(heads) == 2 else [name]
        table.rows.append(TableRow([*head, *amounts(spec, own, columns)], (name,)))
    return table


# Two lists


@dataclass(frozen=True)
class Words:
    """What a form says in its two lists: sources of income (label, funds), and the ends."""

    sources: tuple[tuple[str, tuple[str, ...]], ...]
    heads: tuple[str, ...] = ("收入/项目", "收入/预算数", "支出/项目", "支出/预算数")
    income: str = "本年收入合计"
    carried: str = "上年结转结余"
    all_income: str = "收入总计"
    spent: str = "本年支出合计"
    forward: str = "年终结转结余"
    all_spent: str = "支出总计"


def overview(
    spec: ReportSpec,
    title: str,
    words: Words,
    *,
    serial: bool = False,
    prior: bool = False,
    count: str = "",
    more: Sequence[tuple[str, Sequence[tuple[str, Keep]]]] = (),
) -> PrintedTable:
    """Income and spending by class. `prior`: a column of last year's amounts and one of the
    change behind each. `more`: further lists of spending (heading, lines)."""
    money = spec.money
    income: list[Line] = [
        (label, _sum(money, forms.both(forms._current, _fund(*funds))))
        for label, funds in words.sources
    ]
    spent, total = _sum(money, forms._spent), _sum(money)
    current = _sum(money, forms._current)
    more_lists: list[list[Line]] = [
        [(label, _sum(money, keep)) for label, keep in lines] for _, lines in more
    ]
    starts: list[list[Line]] = [
        income,
        [
            (label, _sum(own, forms._spent))
            for label, own in forms._classes(spec, money, every=True)
        ],
        *more_lists,
    ]
    end: list[Line] = [
        (words.spent, spent),
        (words.forward, total - spent),
        (words.all_spent, total),
    ]
    ends: list[list[Line]] = [
        [(words.income, current), (words.carried, total - current), (words.all_income, total)],
        end,
        *([end] * len(more)),
    ]
    amount = words.heads[3].split("/")[-1]
    lists = forms._level_ends(*zip(starts, ends, strict=True))
    sides = [[_line(spec, line, prior=prior) for line in side] for side in lists]
    paths = [*words.heads, *(p for name, _ in more for p in (f"{name}/项目", f"{name}/{amount}"))]
    if prior:
        paths = [
            path
            for place in range(0, len(paths), 2)
            for path in (
                paths[place],
                f"{paths[place].split('/')[0]}/{spec.year - 1}年",
                f"{paths[place].split('/')[0]}/{spec.year}年",
                f"{paths[place].split('/')[0]}/增减%",
            )
        ]
    if serial:
        paths.insert(0, "序号")
        sides.insert(0, [[str(n + 1)] for n in range(len(lists[0]))])
    width = 4 if prior else 2
    labels = tuple(range(0, len(paths), width))
    if serial:
        labels = (0, *(place + 1 for place in range(0, len(paths) - 1, width)))
    table = _table(
        spec,
        1,
        title,
        forms._columns(*paths),
        [0.05 if p == "序号" else 0.3 if i in labels else 0.14 for i, p in enumerate(paths)],
        labels,
        (),
    )
    if count:
        table.rows.append(TableRow([count, *(str(n + 1) for n in range(len(paths) - 1))]))
    forms._lists(spec, table, *sides)
    return table


def _line(spec: ReportSpec, line: tuple[str, Decimal | None], *, prior: bool) -> list[str]:
    label, yuan = line
    if not prior:
        return forms._text(spec, line)
    if yuan is None:
        return [label, "", "", ""]
    before = yuan * 8 / 10
    return [
        label,
        printed(before, spec),
        printed(yuan, spec),
        "25.00" if yuan else "",
    ]


def fiscal(
    spec: ReportSpec,
    title: str,
    funds: Sequence[tuple[str, str]],
    *,
    by_fund: bool = True,
    heads: tuple[str, ...] = ("收入/项目", "收入/预算数", "支出/项目"),
    whole: str = "支出/合计",
    forward: str = "二、年终结转结余",
    ends: tuple[str, str] = ("收入总计", "支出总计"),
) -> PrintedTable:
    """Income and spending of appropriation: this year, carried over; classes, one amount a fund.

    `funds`: (name in the list, fund), the third word of a heading of spending being the name.
    """
    money = [m for m in spec.money if forms._fiscal(m)]
    income: list[Line] = []
    for head, keep in (("一、本年收入", forms._current), ("二、上年结转", forms._carried)):
        income.append((head, _sum(money, keep)))
        income += [
            (f"（{_numeral(n)}）{name}", _sum(money, forms.both(keep, _fund(f))))
            for n, (name, f) in enumerate(funds, 1)
        ]
    classes = [
        ("一、本年支出", [m for m in money if forms._spent(m)]),
        *(
            (label, [m for m in own if forms._spent(m)])
            for label, own in forms._classes(spec, money, every=True, mark="（一）")
        ),
        (forward, [m for m in money if forms._left(m)]),
    ]
    keeps = [_any, *(_fund(f) for _, f in funds)] if by_fund else [_any]
    height = max(len(income), len(classes))
    left = [*income, *[("", None)] * (height - len(income)), (ends[0], _sum(money))]
    right = [
        [label, *(printed(_sum(own, keep), spec) for keep in keeps)]
        for label, own in [*classes, *[("", [])] * (height - len(classes)), (ends[1], money)]
    ]
    for line in right:
        if not line[0]:
            line[1:] = [""] * len(keeps)
    paths = [*heads, whole]
    if by_fund:
        paths += [f"支出/{forms.FISCAL_NAMES[f]}" for _, f in funds]
    table = _table(
        spec,
        1,
        title,
        forms._columns(*paths),
        [0.24 if i in (0, 2) else 0.12 for i in range(len(paths))],
        (0, 2),
        (),
    )
    forms._lists(spec, table, [forms._text(spec, line) for line in left], right)
    return table


# The three public items


def public_items(spec: ReportSpec) -> list[tuple[str, Decimal]]:
    """The six figures: all, abroad, vehicles, bought, run, reception."""
    return [
        (path, yuan)
        for (path, _), yuan in zip(forms._PUBLIC_ITEMS, forms._items(spec), strict=True)
    ]


def public_across(
    spec: ReportSpec,
    title: str,
    whole: str = "“三公”经费合计",
    *,
    count: bool = False,
    heads: tuple[str, ...] = (),
) -> PrintedTable:
    """One row, the items across; with label columns `heads`: a row of all and one a body."""
    paths = [whole, *(path for path, _ in forms._PUBLIC_ITEMS[1:])]
    table = _table(
        spec,
        1,
        title,
        forms._columns(*heads, *paths),
        forms._widths([0.1, 0.2][: len(heads)], 6),
        tuple(range(len(heads))),
        (),
    )
    if count:
        table.rows.append(TableRow([*[""] * len(heads), *(str(n + 1) for n in range(6))]))
    rows: list[tuple[list[str], ReportSpec]] = [(["", "合计"][2 - len(heads) :], spec)]
    if heads:
        rows += [
            (
                [f"{BODY_CODE}{n:03d}", unit.name][2 - len(heads) :],
                replace(spec, money=tuple(m for m in spec.money if m.unit == unit.name)),
            )
            for n, unit in enumerate(spec.units, 1)
        ]
    if not heads:
        rows = [([], spec)]
    for label, own in rows:
        cells = [printed(yuan, spec) for yuan in forms._items(own)]
        table.rows.append(TableRow([*label, *cells], ("三公",)))
    return table


def public_down(
    spec: ReportSpec,
    title: str,
    heads: Sequence[str],
    names: Sequence[tuple[str, tuple[str, ...]]],
    cells: Callable[[Decimal], list[str]],
    *,
    serial: bool = False,
) -> PrintedTable:
    """One row an item: (label, the items it adds up)."""
    found = three_public(spec)
    rows = []
    for place, (label, parts) in enumerate(names, 1):
        yuan = sum((sum(found[part].values(), Decimal(0)) for part in parts), Decimal(0))
        rows.append([*([str(place)] if serial else []), label, *cells(yuan)])
    return plain(spec, title, heads, rows, (0, 1) if serial else (0,))


# Projects


def projects(
    spec: ReportSpec,
    title: str,
    heads: Sequence[str],
    columns: Sequence[Column],
    cells: Callable[[int, str, str], list[str]],
) -> PrintedTable:
    """One row a project and a total last; `cells` gives the labels by place, body and project."""
    money = [m for m in spec.money if m.nature == "PROJECT"]
    table = _table(
        spec,
        1,
        title,
        forms._columns(*heads, *(name for name, _ in columns)),
        forms._widths([0.12] * len(heads), len(columns)),
        tuple(range(len(heads))),
        (),
        is_wide=True,
    )
    for place, project in enumerate(spec.projects, 1):
        own = [m for m in money if (m.unit, m.project) == (project.unit, project.name)]
        head = cells(place, project.unit, project.name)
        table.rows.append(TableRow([*head, *amounts(spec, own, columns)], (project.name,)))
    whole = ["合计", *[LEFT] * (len(heads) - 1), *amounts(spec, money, columns)]
    table.rows.append(TableRow(whole, ("合计",)))
    return table
