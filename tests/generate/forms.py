"""The tables of other families of forms, from the same money: central budgets, final accounts, and
the form that prints 类, 款, 项 in columns of their own and yuan.

Belongs here: what stands in which cell of these forms. Does not belong here: Guangdong's form
(`tables`), pages (`guangdong`), sentences (`narrative`), figures (`samples_of_forms`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from tests.generate import codes
from tests.generate.spec import Money, ReportSpec
from tests.generate.tables import (
    CENT,
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
    _numbered,
    _numeral,
    _sum,
    _table,
    _tree,
    printed,
    three_public,
)

SPENT = ("BASIC", "PROJECT", "BUSINESS", "TO_SUBORDINATE", "TO_SUPERIOR")
FISCAL_NAMES = {
    "GENERAL_PUBLIC": "一般公共预算",
    "GOV_FUND": "政府性基金预算",
    "STATE_CAPITAL": "国有资本经营预算",
}
# Economic classes that are paid for staff; the others are public cost.
STAFF = ("301", "303")


def tables(spec: ReportSpec) -> list[PrintedTable]:
    """The tables of the spec's form."""
    if spec.form not in ("central", "final", "codes"):
        from tests.generate import places, provinces

        if spec.form in provinces.NAMES:
            return provinces.tables(spec)
        return places.tables(spec)
    return {"central": _central, "final": _final, "codes": _codes}[spec.form](spec)


# Conditions


def _current(m: Money) -> bool:
    return not m.is_carried


def _carried(m: Money) -> bool:
    return m.is_carried


def _spent(m: Money) -> bool:
    return m.nature != "CARRY_FORWARD"


def _left(m: Money) -> bool:
    return m.nature == "CARRY_FORWARD"


def _fiscal(m: Money) -> bool:
    return m.fund in codes.FISCAL_FUNDS


def _staff(m: Money) -> bool:
    return m.econ[:3] in STAFF


def _public(m: Money) -> bool:
    return not _staff(m)


def both(*conditions: Keep) -> Keep:
    """All of these."""
    return lambda m: all(condition(m) for condition in conditions)


# Rows


def _names(spec: ReportSpec) -> dict[str, str]:
    return {**codes.ECON_NAMES, **spec.econ_names}


def _split(code: str) -> list[str]:
    """类, 款, 项 of a code; '' below its level."""
    return [code[:3], code[3:5], code[5:7]]


def _tree_rows(
    spec: ReportSpec,
    money: list[Money],
    measures: list[Keep],
    *,
    by_econ: bool = False,
    parts: int = 0,
    total: str = "last",
    more: Callable[[list[Money]], list[str]] = lambda _: [],
) -> list[TableRow]:
    """The tree of codes and 合计. `parts`: so many columns for the code, 0 for one with all digits;
    the label of the total row covers them all. `more` gives the cells left of the measures."""

    def code_of(m: Money) -> str:
        return m.econ if by_econ else m.function

    def amounts(own: list[Money]) -> list[str]:
        return [*more(own), *(printed(_sum(own, keep), spec) for keep in measures)]

    rows = []
    for code in _tree(code_of(m) for m in money):
        name = _names(spec)[code] if by_econ else _function_name(spec, code)
        own = [m for m in money if code_of(m).startswith(code)]
        label = _split(code)[:parts] if parts else [code]
        text = name if parts else INDENT * _level(code) + name
        rows.append(TableRow([*label, text, *amounts(own)], (code, f"{code}{name}")))
    head = TableRow(["合计", *[LEFT] * max(parts, 1), *amounts(money)], ("合计",))
    return [head, *rows] if total == "first" else [*rows, head]


def _lists(spec: ReportSpec, table: PrintedTable, *sides: list[list[str]]) -> None:
    """Lists side by side; each side's lines are cells of its columns, shorter ones end blank."""
    height = max(len(side) for side in sides)
    widths = [len(side[0]) for side in sides]
    for place in range(height):
        cells: list[str] = []
        for side, width in zip(sides, widths, strict=True):
            cells += side[place] if place < len(side) else [""] * width
        labels = {side[place][0] for side in sides if place < len(side)} - {""}
        bare = {label.split("、", 1)[-1] for label in labels}
        table.rows.append(TableRow(cells, tuple(sorted(labels | bare))))


def _level_ends(*sides: tuple[Sequence[Line], Sequence[Line]]) -> list[list[Line]]:
    """Beginnings padded to one height, so that the ends stand level with each other."""
    height = max(len(start) for start, _ in sides)
    return [[*start, *[("", None)] * (height - len(start)), *end] for start, end in sides]


def _text(spec: ReportSpec, line: Line) -> list[str]:
    label, yuan = line
    return [label, "" if yuan is None else printed(yuan, spec)]


def _classes(
    spec: ReportSpec, money: Iterable[Money], *, every: bool = False, mark: str = "一、"
) -> list[tuple[str, list[Money]]]:
    """Spending by class with its list mark: the classes with money, or every one of the form."""
    own = list(money)
    order = [*codes.CLASSES, *codes.DEBT_AND_TRANSFER]
    shown = [c for c in order if every or any(m.function.startswith(c) for m in own)]
    result = []
    for number, code in enumerate(shown, 1):
        head = f"{_numeral(number)}、" if mark == "一、" else f"（{_numeral(number)}）"
        found = [m for m in own if m.function.startswith(code)]
        result.append((head + codes.FUNCTION_NAMES[code], found))
    return result


def _columns(*paths: str) -> list[tuple[str, ...]]:
    return [tuple(path.split("/")) for path in paths]


def _widths(labels: list[float], count: int) -> list[float]:
    return [*labels, *[(1 - sum(labels)) / count] * count]


# Central departments' budgets


def _central(spec: ReportSpec) -> list[PrintedTable]:
    return [
        _central_overview(spec),
        _central_revenue(spec),
        _central_expenditure(spec),
        _central_fiscal(spec),
        _central_general(spec),
        _central_basic(spec),
        _central_public(spec),
        _central_fund(spec, 8, "政府性基金预算支出表", "本年政府性基金预算支出", "GOV_FUND"),
        _central_fund(
            spec, 9, "国有资本经营预算支出表", "本年国有资本经营预算支出", "STATE_CAPITAL"
        ),
        _central_projects(spec),
        _procurement(spec),
        _targets_of_projects(spec),
        _targets_of_all(spec),
    ]


def _central_overview(spec: ReportSpec) -> PrintedTable:
    money = spec.money
    incomes = [
        ("一般公共预算拨款收入", "GENERAL_PUBLIC"),
        ("政府性基金预算拨款收入", "GOV_FUND"),
        ("国有资本经营预算拨款收入", "STATE_CAPITAL"),
        ("财政专户管理资金收入", "EDU_FEE"),
        ("事业收入", "BUSINESS_INCOME"),
        ("事业单位经营收入", "OPERATING_INCOME"),
        ("其他收入", "OTHER_INCOME"),
    ]
    income = _numbered([(n, _sum(money, both(_current, _fund(f)))) for n, f in incomes])
    current = _sum(money, _current)
    spent = _sum(money, _spent)
    total = _sum(money)
    left, right = _level_ends(
        (
            income,
            [
                ("本年收入合计", current),
                ("使用非财政拨款结余", Decimal(0)),
                ("上年结转", total - current),
                ("收入总计", total),
            ],
        ),
        (
            [(label, _sum(own, _spent)) for label, own in _classes(spec, money)],
            [
                ("本年支出合计", spent),
                ("结转下年", total - spent),
                ("", None),
                ("支出总计", total),
            ],
        ),
    )
    table = _table(
        spec,
        1,
        "部门收支总表",
        _columns("收入/项目", "收入/预算数", "支出/项目", "支出/预算数"),
        [0.32, 0.16, 0.36, 0.16],
        (0, 2),
        (),
    )
    _lists(spec, table, [_text(spec, i) for i in left], [_text(spec, i) for i in right])
    return table


_CODE_AND_NAME = ("科目编码", "科目名称")


def _central_revenue(spec: ReportSpec) -> PrintedTable:
    columns: list[tuple[str, Keep]] = [
        ("合计", _any),
        ("上年结转", _carried),
        ("一般公共预算拨款收入", both(_current, _fund("GENERAL_PUBLIC"))),
        ("政府性基金预算拨款收入", both(_current, _fund("GOV_FUND"))),
        ("国有资本经营预算拨款收入", both(_current, _fund("STATE_CAPITAL"))),
        ("财政专户管理资金收入", both(_current, _fund("EDU_FEE"))),
        ("事业收入", both(_current, _fund("BUSINESS_INCOME"))),
        ("事业单位经营收入", both(_current, _fund("OPERATING_INCOME"))),
        ("其他收入", both(_current, _fund("OTHER_INCOME"))),
        ("使用非财政拨款结余", lambda m: False),
    ]
    table = _table(
        spec,
        2,
        "部门收入总表",
        _columns("科目/科目编码", "科目/科目名称", *(name for name, _ in columns)),
        _widths([0.09, 0.19], len(columns)),
        (0, 1),
        (),
        is_wide=True,
    )
    table.rows = _tree_rows(spec, list(spec.money), [keep for _, keep in columns])
    return table


def _central_expenditure(spec: ReportSpec) -> PrintedTable:
    names = [codes.NATURES[name] for name in SPENT]
    table = _table(
        spec,
        3,
        "部门支出总表",
        _columns(*_CODE_AND_NAME, "合计", *names),
        _widths([0.12, 0.24], len(names) + 1),
        (0, 1),
        (),
    )
    money = [m for m in spec.money if _spent(m)]
    table.rows = _tree_rows(spec, money, [_any, *(_nature(name) for name in SPENT)])
    return table


def _central_fiscal(spec: ReportSpec) -> PrintedTable:
    money = [m for m in spec.money if _fiscal(m)]
    current, total = _sum(money, _current), _sum(money)

    def funds(keep: Keep) -> list[Line]:
        return [
            (f"（{_numeral(n)}）{name}拨款", _sum(money, both(keep, _fund(fund))))
            for n, (fund, name) in enumerate(FISCAL_NAMES.items(), 1)
        ]

    income: list[Line] = [
        ("一、本年收入", current),
        *funds(_current),
        ("二、上年结转", total - current),
        *funds(_carried),
    ]
    spending: list[tuple[str, list[Money]]] = [
        ("一、本年支出", [m for m in money if _spent(m)]),
        *((n, [m for m in own if _spent(m)]) for n, own in _classes(spec, money, mark="（一）")),
        ("二、结转下年", [m for m in money if _left(m)]),
    ]
    return _income_by_fund_lists(
        spec, "财政拨款收支总表", ("收入", "支出"), [0.2, 0.11, 0.25], income, spending
    )


def _income_by_fund_lists(
    spec: ReportSpec,
    title: str,
    groups: tuple[str, str],
    widths: list[float],
    income: list[Line],
    spending: list[tuple[str, list[Money]]],
) -> PrintedTable:
    """Table 4: appropriation as a list of income, and beside it spending with a column a fund.

    `groups`: the headings over the two lists; `widths`: those of the labels and of the income.
    """
    money = [m for m in spec.money if _fiscal(m)]
    height = max(len(income), len(spending))
    blank: Line = ("", None)
    left = [*income, *[blank] * (height - len(income)), ("收入总计", _sum(money))]
    right = [
        *([label, *_by_fund(spec, own)] for label, own in spending),
        *[[""] * (2 + len(FISCAL_NAMES))] * (height - len(spending)),
        ["支出总计", *_by_fund(spec, money)],
    ]
    one, two = groups
    funds = (f"{two}/{name}" for name in ("合计", *FISCAL_NAMES.values()))
    table = _table(
        spec,
        4,
        title,
        _columns(f"{one}/项目", f"{one}/预算数", f"{two}/项目", *funds),
        _widths(widths, 1 + len(FISCAL_NAMES)),
        (0, 2),
        (),
    )
    _lists(spec, table, [_text(spec, line) for line in left], right)
    return table


def _by_fund(spec: ReportSpec, money: list[Money]) -> list[str]:
    """An amount of all appropriation, and one a fund."""
    keeps = [_any, *(_fund(fund) for fund in FISCAL_NAMES)]
    return [printed(_sum(money, keep), spec) for keep in keeps]


def _before(spec: ReportSpec, money: list[Money]) -> Decimal:
    """What the year before printed for the same money: made up, a tenth less."""
    return (_sum(money) * 9 / 10).quantize(CENT, ROUND_HALF_UP)


def _central_general(spec: ReportSpec) -> PrintedTable:
    money = [m for m in spec.money if m.fund == "GENERAL_PUBLIC" and _current(m) and _spent(m)]
    table = _table(
        spec,
        5,
        "一般公共预算支出表",
        _columns(
            "功能分类科目/科目编码",
            "功能分类科目/科目名称",
            f"{spec.year - 1}年执行数",
            f"{spec.year}年预算数/小计",
            f"{spec.year}年预算数/基本支出",
            f"{spec.year}年预算数/项目支出",
            f"{spec.year}年预算数比{spec.year - 1}年执行数/增减额",
            f"{spec.year}年预算数比{spec.year - 1}年执行数/增减%",
        ),
        _widths([0.1, 0.24], 6),
        (0, 1),
        (),
    )
    table.rows = _tree_rows(
        spec,
        money,
        [_any, _nature("BASIC"), _nature("PROJECT")],
        more=lambda own: [printed(_before(spec, own), spec)],
    )
    for row in table.rows:
        before, now = (Decimal(row.cells[i].replace(",", "")) for i in (2, 3))
        row.cells += [f"{now - before:,.2f}", f"{(now - before) / before * 100:.2f}%"]
    return table


def _central_basic(spec: ReportSpec) -> PrintedTable:
    group = f"{spec.year}年基本支出"
    table = _table(
        spec,
        6,
        "一般公共预算基本支出表",
        _columns(
            "部门预算支出经济分类科目/科目编码",
            "部门预算支出经济分类科目/科目名称",
            f"{group}/合计",
            f"{group}/人员经费",
            f"{group}/公用经费",
        ),
        _widths([0.14, 0.32], 3),
        (0, 1),
        (),
    )
    money = [m for m in spec.money if m.fund == "GENERAL_PUBLIC" and m.nature == "BASIC"]
    money = [m for m in money if _current(m)]
    table.rows = _tree_rows(spec, money, [_any, _staff, _public], by_econ=True)
    return table


_PUBLIC_ITEMS = (
    ("合计", ("ABROAD", "VEHICLE_PURCHASE", "VEHICLE_OPERATION", "RECEPTION")),
    ("因公出国（境）费", ("ABROAD",)),
    ("公务用车购置及运行费/小计", ("VEHICLE_PURCHASE", "VEHICLE_OPERATION")),
    ("公务用车购置及运行费/公务用车购置费", ("VEHICLE_PURCHASE",)),
    ("公务用车购置及运行费/公务用车运行费", ("VEHICLE_OPERATION",)),
    ("公务接待费", ("RECEPTION",)),
)


def _items(spec: ReportSpec) -> list[Decimal]:
    """The six figures of a table with the items across, in yuan."""
    found = three_public(spec)
    return [
        sum((sum(found[part].values(), Decimal(0)) for part in parts), Decimal(0))
        for _, parts in _PUBLIC_ITEMS
    ]


def _pairs_of_items(spec: ReportSpec, table: PrintedTable, first: list[Decimal]) -> None:
    cells = [printed(yuan, spec) for yuan in (*first, *_items(spec))]
    table.rows.append(TableRow(cells, ("三公",)))


def _central_public(spec: ReportSpec) -> PrintedTable:
    years = (f"{spec.year - 1}年预算数", f"{spec.year}年预算数")
    table = _table(
        spec,
        7,
        "“三公”经费支出表",
        _columns(*(f"{year}/{path}" for year in years for path, _ in _PUBLIC_ITEMS)),
        _widths([], 12),
        (),
        (),
        is_wide=True,
    )
    _pairs_of_items(spec, table, [_doubled(yuan) for yuan in _items(spec)])
    return table


def _doubled(yuan: Decimal) -> Decimal:
    return yuan * 2


def _central_fund(spec: ReportSpec, number: int, title: str, group: str, fund: str) -> PrintedTable:
    money = [m for m in spec.money if m.fund == fund and _current(m) and _spent(m)]
    name = title.removesuffix("支出表")
    table = _table(
        spec,
        number,
        title,
        _columns(*_CODE_AND_NAME, f"{group}/合计", f"{group}/基本支出", f"{group}/项目支出"),
        _widths([0.14, 0.32], 3),
        (0, 1),
        () if money else (f"注：本部门没有使用{name}拨款安排的支出。",),
    )
    table.rows = _tree_rows(spec, money, [_any, _nature("BASIC"), _nature("PROJECT")])
    return table


def _central_projects(spec: ReportSpec) -> PrintedTable:
    columns: list[tuple[str, Keep]] = [
        ("合计", _any),
        *((f"本年拨款/{n}", both(_current, _fund(f))) for f, n in FISCAL_NAMES.items()),
        *((f"财政拨款结转结余/{n}", both(_carried, _fund(f))) for f, n in FISCAL_NAMES.items()),
        ("财政专户管理资金", _fund("EDU_FEE")),
        ("单位资金", lambda m: m.fund not in (*codes.FISCAL_FUNDS, "EDU_FEE")),
    ]
    table = _table(
        spec,
        10,
        "项目支出表",
        _columns("项目名称", "项目单位", *(path for path, _ in columns)),
        _widths([0.22, 0.14], len(columns)),
        (0, 1),
        (),
        is_wide=True,
    )
    money = [m for m in spec.money if m.nature == "PROJECT"]
    for project in spec.projects:
        own = [m for m in money if (m.unit, m.project) == (project.unit, project.name)]
        cells = [printed(_sum(own, keep), spec) for _, keep in columns]
        key = f"{project.unit}/{project.name}"
        table.rows.append(TableRow([project.name, project.unit, *cells], (project.name, key)))
    cells = [printed(_sum(money, keep), spec) for _, keep in columns]
    table.rows.append(TableRow(["合计", LEFT, *cells], ("合计",)))
    return table


def _procurement(spec: ReportSpec) -> PrintedTable:
    table = _table(
        spec,
        11,
        "政府采购预算明细表",
        _columns("采购项目", "采购类别", "采购金额"),
        [0.4, 0.3, 0.3],
        (0, 1),
        (),
    )
    for name, yuan in zip(("货物", "工程", "服务"), spec.narrative.procurement, strict=True):
        table.rows.append(TableRow([f"{name}采购", name, printed(yuan, spec)], (name,)))
    total = sum(spec.narrative.procurement, Decimal(0))
    table.rows.append(TableRow(["合计", LEFT, printed(total, spec)], ("合计",)))
    return table


def _targets_of_projects(spec: ReportSpec) -> PrintedTable:
    table = _table(
        spec,
        12,
        "项目支出绩效目标表",
        _columns("项目名称", "预算金额", "绩效目标"),
        [0.3, 0.15, 0.55],
        (0, 2),
        (),
    )
    for project in spec.projects:
        yuan = spec.total(unit=project.unit, project=project.name)
        cells = [project.name, printed(yuan, spec), project.objective]
        table.rows.append(TableRow(cells, (project.name,)))
    return table


def _targets_of_all(spec: ReportSpec) -> PrintedTable:
    table = _table(
        spec,
        13,
        "部门整体支出绩效目标表",
        _columns("部门名称", "任务", "指标值"),
        [0.3, 0.5, 0.2],
        (0, 1, 2),
        (),
    )
    for duty in spec.narrative.duties:
        table.rows.append(TableRow([spec.entity, duty, "≥95%"], (duty,)))
    return table


# Final accounts


def _final(spec: ReportSpec) -> list[PrintedTable]:
    made = [
        _final_overview(spec),
        _final_revenue(spec),
        _final_expenditure(spec),
        _final_fiscal(spec),
        _final_general(spec),
        _final_basic(spec),
        _final_fund(spec),
        _final_capital(spec),
        _final_public(spec),
    ]
    return [replace(table, number_label=f"公开{table.number:02d}表") for table in made]


_TOTAL_NOTE = "注：本表反映部门本年度的总收支和年末结转结余情况。"


def _numbered_rows(sides: list[list[list[str]]], starts: list[int]) -> list[list[list[str]]]:
    """行次 behind the label of each line."""
    return [
        [
            [line[0], str(start + place) if any(line) else "", *line[1:]]
            for place, line in enumerate(side)
        ]
        for side, start in zip(sides, starts, strict=True)
    ]


# Income of the national form of final accounts, in its order.
FINAL_INCOMES = (
    ("一般公共预算财政拨款收入", "GENERAL_PUBLIC"),
    ("政府性基金预算财政拨款收入", "GOV_FUND"),
    ("国有资本经营预算财政拨款收入", "STATE_CAPITAL"),
    ("上级补助收入", "SUPERIOR_SUBSIDY"),
    ("事业收入", "BUSINESS_INCOME"),
    ("经营收入", "OPERATING_INCOME"),
    ("附属单位上缴收入", "SUBORDINATE_REMIT"),
    ("其他收入", "OTHER_INCOME"),
)


def _final_overview(spec: ReportSpec) -> PrintedTable:
    money = spec.money
    current, total, spent = _sum(money, _current), _sum(money), _sum(money, _spent)
    left, right = _level_ends(
        (
            _numbered([(n, _sum(money, both(_current, _fund(f)))) for n, f in FINAL_INCOMES]),
            [
                ("本年收入合计", current),
                ("使用非财政拨款结余（含专用结余）", Decimal(0)),
                ("年初结转和结余", total - current),
                ("总计", total),
            ],
        ),
        (
            [(label, _sum(own, _spent)) for label, own in _classes(spec, money, every=True)],
            [
                ("本年支出合计", spent),
                ("结余分配", Decimal(0)),
                ("年末结转和结余", total - spent),
                ("总计", total),
            ],
        ),
    )
    table = _table(
        spec,
        1,
        "收入支出决算总表",
        _columns(
            *(f"{side}/{name}" for side in ("收入", "支出") for name in ("项目", "行次", "决算数"))
        ),
        [0.3, 0.05, 0.14, 0.32, 0.05, 0.14],
        (0, 1, 3, 4),
        (_TOTAL_NOTE,),
    )
    table.rows.append(TableRow(["栏次", "", "1", "栏次", "", "2"]))
    sides = [[_text(spec, line) for line in left], [_text(spec, line) for line in right]]
    _lists(spec, table, *_numbered_rows(sides, [1, len(left) + 1]))
    return table


def _numbering(table: PrintedTable, labels: int = 2) -> TableRow:
    count = len(table.columns) - labels
    return TableRow(["栏次", *[LEFT] * (labels - 1), *(str(i + 1) for i in range(count))])


def _final_table(
    spec: ReportSpec,
    number: int,
    title: str,
    columns: list[tuple[str, Keep]],
    money: list[Money],
    notes: tuple[str, ...] = (),
) -> PrintedTable:
    """Codes in one column, names beside, a row that numbers the columns, 合计 first."""
    table = _table(
        spec,
        number,
        title,
        _columns("项目/科目编码", "项目/科目名称", *(path for path, _ in columns)),
        _widths([0.11, 0.25], len(columns)),
        (0, 1),
        notes,
    )
    rows = _tree_rows(spec, money, [keep for _, keep in columns], total="first")
    table.rows = [_numbering(table), *rows]
    return table


def _final_revenue(spec: ReportSpec) -> PrintedTable:
    return _final_table(
        spec,
        2,
        "收入决算表",
        [
            ("本年收入合计", _any),
            ("财政拨款收入", _fiscal),
            ("上级补助收入", _fund("SUPERIOR_SUBSIDY")),
            ("事业收入", _fund("BUSINESS_INCOME")),
            ("经营收入", _fund("OPERATING_INCOME")),
            ("附属单位上缴收入", _fund("SUBORDINATE_REMIT")),
            ("其他收入", _fund("OTHER_INCOME")),
        ],
        [m for m in spec.money if _current(m)],
    )


def _final_expenditure(spec: ReportSpec) -> PrintedTable:
    names = {**codes.NATURES, "BUSINESS": "经营支出"}
    order = ("BASIC", "PROJECT", "TO_SUPERIOR", "BUSINESS", "TO_SUBORDINATE")
    return _final_table(
        spec,
        3,
        "支出决算表",
        [("本年支出合计", _any), *((names[n], _nature(n)) for n in order)],
        [m for m in spec.money if _spent(m)],
    )


def _final_fiscal(spec: ReportSpec) -> PrintedTable:
    money = [m for m in spec.money if _fiscal(m)]
    current, total = _sum(money, _current), _sum(money)
    funds = [(f"{name}财政拨款", fund) for fund, name in FISCAL_NAMES.items()]
    income = _numbered([(n, _sum(money, both(_current, _fund(f)))) for n, f in funds])
    opening: list[Line] = [(n, _sum(money, both(_carried, _fund(f)))) for n, f in funds]
    classes = _classes(spec, money, every=True)
    blank: Line = ("", None)
    pad = len(classes) - len(income)
    left = [
        *income,
        *[blank] * pad,
        ("本年收入合计", current),
        ("年初财政拨款结转和结余", total - current),
        *((INDENT + label, yuan) for label, yuan in opening),
        ("总计", total),
    ]
    right = [
        *([label, *_by_fund(spec, [m for m in own if _spent(m)])] for label, own in classes),
        ["本年支出合计", *_by_fund(spec, [m for m in money if _spent(m)])],
        ["年末财政拨款结转和结余", *_by_fund(spec, [m for m in money if _left(m)])],
        *[[""] * 5] * len(opening),
        ["总计", *_by_fund(spec, money)],
    ]
    table = _table(
        spec,
        4,
        "财政拨款收入支出决算总表",
        _columns(
            "收入/项目",
            "收入/行次",
            "收入/金额",
            "支出/项目",
            "支出/行次",
            "支出/合计",
            *(f"支出/{name}财政拨款" for name in FISCAL_NAMES.values()),
        ),
        [0.2, 0.04, 0.1, 0.22, 0.04, 0.1, 0.1, 0.1, 0.1],
        (0, 1, 3, 4),
        (),
    )
    table.rows.append(TableRow(["栏次", "", "1", "栏次", "", "2", "3", "4", "5"]))
    sides = [[_text(spec, line) for line in left], right]
    _lists(spec, table, *_numbered_rows(sides, [1, len(left) + 1]))
    return table


def _final_general(spec: ReportSpec) -> PrintedTable:
    return _final_table(
        spec,
        5,
        "一般公共预算财政拨款支出决算表",
        [
            ("本年支出/小计", _any),
            ("本年支出/基本支出", _nature("BASIC")),
            ("本年支出/项目支出", _nature("PROJECT")),
        ],
        [m for m in spec.money if m.fund == "GENERAL_PUBLIC" and _spent(m)],
    )


def _final_basic(spec: ReportSpec) -> PrintedTable:
    """Three lists of economic classes side by side, a total of staff and one of public cost."""
    money = [m for m in spec.money if m.fund == "GENERAL_PUBLIC" and m.nature == "BASIC"]

    def lines(keep: Keep) -> list[list[str]]:
        own = [m for m in money if keep(m)]
        return [
            [code, _names(spec)[code], printed(_sum(own, _starts(code)), spec)]
            for code in _tree(m.econ for m in own)
        ]

    staff = lines(_staff)
    goods, capital = lines(_starts("302")), lines(lambda m: _public(m) and m.econ[:3] != "302")
    group = ("人员经费", "公用经费", "公用经费")
    table = _table(
        spec,
        6,
        "一般公共预算财政拨款基本支出决算表",
        [(name, head) for name in group for head in ("科目编码", "科目名称", "决算数")],
        [0.08, 0.17, 0.085] * 3,
        (0, 1, 3, 4, 6, 7),
        (),
    )
    _lists(spec, table, *(side or [["", "", ""]] for side in (staff, goods, capital)))
    for row in table.rows:
        row.keys = tuple(code for code in (row.cells[0], row.cells[3], row.cells[6]) if code)
    totals = [printed(_sum(money, keep), spec) for keep in (_staff, _public)]
    cells = ["人员经费合计", LEFT, totals[0], "公用经费合计", *[LEFT] * 4, totals[1]]
    table.rows.append(TableRow(cells, ("人员经费合计", "公用经费合计")))
    return table


def _starts(code: str) -> Keep:
    return lambda m: m.econ.startswith(code)


def _final_fund(spec: ReportSpec) -> PrintedTable:
    money = [m for m in spec.money if m.fund == "GOV_FUND"]
    return _final_table(
        spec,
        7,
        "政府性基金预算财政拨款收入支出决算表",
        [
            ("年初结转和结余", _carried),
            ("本年收入", _current),
            ("本年支出/小计", _spent),
            ("本年支出/基本支出", both(_spent, _nature("BASIC"))),
            ("本年支出/项目支出", both(_spent, _nature("PROJECT"))),
            ("年末结转和结余", _left),
        ],
        money,
        ()
        if money
        else ("注：本部门没有政府性基金预算财政拨款收入，也没有使用该资金安排的支出。",),
    )


def _final_capital(spec: ReportSpec) -> PrintedTable:
    money = [m for m in spec.money if m.fund == "STATE_CAPITAL" and _spent(m)]
    return _final_table(
        spec,
        8,
        "国有资本经营预算财政拨款支出决算表",
        [
            ("本年支出/合计", _any),
            ("本年支出/基本支出", _nature("BASIC")),
            ("本年支出/项目支出", _nature("PROJECT")),
        ],
        money,
        () if money else ("注：本部门没有使用国有资本经营预算财政拨款安排的支出。",),
    )


def _final_public(spec: ReportSpec) -> PrintedTable:
    table = _table(
        spec,
        9,
        "财政拨款“三公”经费支出决算表",
        _columns(
            *(f"{stage}/{path}" for stage in ("预算数", "决算数") for path, _ in _PUBLIC_ITEMS)
        ),
        _widths([], 12),
        (),
        (
            "注：预算数为全年预算数，反映按规定程序调整后的预算数；决算数包括当年财政拨款和以前年度结转资金安排的实际支出。",
        ),
        is_wide=True,
    )
    table.rows.append(TableRow([str(i + 1) for i in range(12)]))
    _pairs_of_items(spec, table, [_doubled(yuan) for yuan in _items(spec)])
    return table


# 类, 款, 项 in columns of their own, yuan


def _codes(spec: ReportSpec) -> list[PrintedTable]:
    year = f"{spec.year}年预算单位"
    return [
        _codes_overview(spec, f"{year}财务收支预算总表"),
        _codes_table(
            spec,
            2,
            f"{year}收入预算总表",
            "收入预算",
            [
                ("合计", _any),
                ("财政拨款收入", _fiscal),
                ("事业收入", _fund("BUSINESS_INCOME")),
                ("事业单位经营收入", _fund("OPERATING_INCOME")),
                ("其他收入", _fund("OTHER_INCOME")),
            ],
            list(spec.money),
        ),
        _codes_table(
            spec, 3, f"{year}支出预算总表", "支出预算", _NATURES_OF_CODES, list(spec.money)
        ),
        _codes_fiscal(spec, f"{year}财政拨款收支预算总表"),
        *(
            _codes_table(
                spec,
                number,
                f"{year}{name}支出功能分类预算表",
                f"{name}支出",
                _NATURES_OF_CODES,
                [m for m in spec.money if m.fund == fund],
            )
            for number, (fund, name) in enumerate(FISCAL_NAMES.items(), 5)
        ),
        _codes_basic(spec, f"{year}一般公共预算基本支出部门预算经济分类预算表"),
        _codes_public(spec, f"{spec.year}年单位“三公”经费和机关运行经费预算表"),
    ]


_NATURES_OF_CODES: list[tuple[str, Keep]] = [
    ("合计", _any),
    ("基本支出", _nature("BASIC")),
    ("项目支出", _nature("PROJECT")),
]


def _codes_overview(spec: ReportSpec, title: str) -> PrintedTable:
    money = spec.money
    income: list[Line] = [
        ("一、财政拨款收入", _sum(money, _fiscal)),
        *(
            (f"{number}、{name}资金", _sum(money, _fund(fund)))
            for number, (fund, name) in enumerate(FISCAL_NAMES.items(), 1)
        ),
        ("二、事业收入", _sum(money, _fund("BUSINESS_INCOME"))),
        ("三、事业单位经营收入", _sum(money, _fund("OPERATING_INCOME"))),
        ("四、其他收入", _sum(money, _fund("OTHER_INCOME"))),
    ]
    spending: list[Line] = [(label, _sum(own)) for label, own in _classes(spec, money)]
    left, right = _level_ends(
        (income, [("收入总计", _sum(money))]), (spending, [("支出总计", _sum(money))])
    )
    table = _table(
        spec,
        1,
        title,
        _columns("本年收入/项目", "本年收入/预算数", "本年支出/项目", "本年支出/预算数"),
        [0.32, 0.16, 0.36, 0.16],
        (0, 2),
        (),
    )
    _lists(spec, table, [_text(spec, i) for i in left], [_text(spec, i) for i in right])
    return table


def _codes_table(
    spec: ReportSpec,
    number: int,
    title: str,
    group: str,
    columns: list[tuple[str, Keep]],
    money: list[Money],
) -> PrintedTable:
    heads = [f"项目/功能分类科目编码/{part}" for part in ("类", "款", "项")]
    table = _table(
        spec,
        number,
        title,
        _columns(*heads, "项目/功能分类科目名称", *(f"{group}/{path}" for path, _ in columns)),
        _widths([0.05, 0.05, 0.05, 0.27], len(columns)),
        (0, 1, 2, 3),
        (),
    )
    table.rows = _tree_rows(spec, money, [keep for _, keep in columns], parts=3)
    return table


def _codes_fiscal(spec: ReportSpec, title: str) -> PrintedTable:
    money = [m for m in spec.money if _fiscal(m)]
    income: list[Line] = [
        ("一、财政拨款收入", _sum(money)),
        *(
            (f"{number}、{name}资金", _sum(money, _fund(fund)))
            for number, (fund, name) in enumerate(FISCAL_NAMES.items(), 1)
        ),
    ]
    groups = ("财政拨款收入", "财政拨款支出")
    return _income_by_fund_lists(
        spec, title, groups, [0.2, 0.12, 0.24], income, _classes(spec, money)
    )


def _codes_basic(spec: ReportSpec, title: str) -> PrintedTable:
    table = _table(
        spec,
        8,
        title,
        _columns(
            "项目/经济分类科目编码/类",
            "项目/经济分类科目编码/款",
            "项目/经济分类科目名称",
            *(f"一般公共预算基本支出/{name}" for name in ("合计", "人员经费", "公用经费")),
        ),
        _widths([0.06, 0.06, 0.34], 3),
        (0, 1, 2),
        (),
    )
    money = [m for m in spec.money if m.fund == "GENERAL_PUBLIC" and m.nature == "BASIC"]
    table.rows = _tree_rows(spec, money, [_any, _staff, _public], by_econ=True, parts=2)
    return table


def _codes_public(spec: ReportSpec, title: str) -> PrintedTable:
    """In 万元, whatever the report's unit."""
    own = spec.with_options(unit="万元", decimals=2)
    table = _table(
        own,
        9,
        title,
        _columns(
            "“三公”经费预算数/合计",
            "“三公”经费预算数/因公出国(境)费",
            "“三公”经费预算数/公务接待费",
            *(
                f"“三公”经费预算数/公务用车购置及运行费/{name}"
                for name in ("小计", "购置费", "运行费")
            ),
            "机关运行经费预算数",
        ),
        _widths([], 7),
        (),
        (),
    )
    total, abroad, vehicle, bought, run, reception = _items(spec)
    agency = sum(three_public(spec)["AGENCY_OPERATING"].values(), Decimal(0))
    cells = [printed(y, own) for y in (total, abroad, reception, vehicle, bought, run, agency)]
    table.rows.append(TableRow(cells, ("三公",)))
    return table
