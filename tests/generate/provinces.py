"""Tables as provinces print them whose reports are laid out unlike the other forms'.

'sichuan': 类, 款, 项, 单位代码 and 单位名称（科目） beside each other, items below their body, tables
numbered 1, 1-1, 1-2, 2, 2-1 …; 'hunan': economic classes across the columns, of both schemes.

Belongs here: what stands in which cell. Does not belong here: pages, figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.generate import forms
from tests.generate.spec import Money, ReportSpec
from tests.generate.tables import (
    LEFT,
    PrintedTable,
    TableRow,
    _any,
    _function_name,
    _fund,
    _nature,
    _sum,
    _table,
    printed,
)

Keep = Callable[[Money], bool]
BODY_CODE = "31900"


NAMES = ("sichuan", "hunan")


def tables(spec: ReportSpec) -> list[PrintedTable]:
    """The tables of the spec's form."""
    return {"sichuan": _sichuan, "hunan": _hunan}[spec.form](spec)


def _bodies(spec: ReportSpec) -> list[tuple[str, str]]:
    return [(f"{BODY_CODE}{n}", unit.name) for n, unit in enumerate(spec.units, 1)]


def _amounts(spec: ReportSpec, money: list[Money], columns: list[tuple[str, Keep]]) -> list[str]:
    return [printed(_sum(money, keep), spec) for _, keep in columns]


def _by_body(
    spec: ReportSpec,
    number: int,
    title: str,
    money: list[Money],
    columns: list[tuple[str, Keep]],
    *,
    by_econ: bool = False,
    notes: tuple[str, ...] = (),
) -> PrintedTable:
    """Items below their body, the code in parts, the body's code beside each of them."""
    parts = ["类", "款"] if by_econ else ["类", "款", "项"]
    count = len(parts)
    table = _table(
        spec,
        number,
        title,
        forms._columns(
            *(f"项目/科目编码/{part}" for part in parts),
            "项目/单位代码",
            "项目/单位名称（科目）",
            *(name for name, _ in columns),
        ),
        forms._widths([0.04] * count + [0.08, 0.26], len(columns)),
        tuple(range(count + 2)),
        notes,
    )
    total = ["合计", *[LEFT] * (count + 1), *_amounts(spec, money, columns)]
    table.rows.append(TableRow(total, ("合计",)))
    names = forms._names(spec)
    for code, body in _bodies(spec):
        own = [m for m in money if m.unit == body]
        if not own:
            continue
        table.rows.append(
            TableRow([*[""] * count, code, body, *_amounts(spec, own, columns)], (body,))
        )
        for item in sorted({m.econ if by_econ else m.function for m in own}):
            name = names[item] if by_econ else _function_name(spec, item)
            of_item = [m for m in own if (m.econ if by_econ else m.function) == item]
            cells = [*forms._split(item)[:count], code, f"　{name}"]
            table.rows.append(TableRow([*cells, *_amounts(spec, of_item, columns)], (item,)))
    return table


_NATURES: list[tuple[str, Keep]] = [
    ("合计", _any),
    ("基本支出", _nature("BASIC")),
    ("项目支出", _nature("PROJECT")),
]


def _labelled(found: list[tuple[str, PrintedTable]]) -> list[PrintedTable]:
    return [
        replace(table, number=place, number_label=label)
        for place, (label, table) in enumerate(found, 1)
    ]


def _sichuan(spec: ReportSpec) -> list[PrintedTable]:
    spent = [m for m in spec.money if forms._spent(m)]
    fiscal = [m for m in spent if forms._fiscal(m)]
    general = [m for m in spent if m.fund == "GENERAL_PUBLIC"]
    basic = [m for m in general if m.nature == "BASIC"]
    fund = [m for m in spent if m.fund == "GOV_FUND"]
    capital = [m for m in spent if m.fund == "STATE_CAPITAL"]
    when: list[tuple[str, Keep]] = [
        ("合计", _any),
        ("当年财政拨款安排", forms._current),
        ("上年结转安排", forms._carried),
    ]
    spending = [
        *_NATURES,
        ("上缴上级支出", _nature("TO_SUPERIOR")),
        ("对附属单位补助支出", _nature("TO_SUBORDINATE")),
    ]
    by_fund: list[tuple[str, Keep]] = [
        ("合计", _any),
        *(
            (f"{name}/{part}", forms.both(_fund(f), keep))
            for f, name in (("GENERAL_PUBLIC", "一般公共预算拨款"), ("GOV_FUND", "政府性基金安排"))
            for part, keep in (
                ("小计", _any),
                ("基本支出", _nature("BASIC")),
                ("项目支出", _nature("PROJECT")),
            )
        ),
    ]
    staff: list[tuple[str, Keep]] = [
        ("合计", _any),
        ("人员经费", forms._staff),
        ("公用经费", forms._public),
    ]
    empty = ("注：此表无数据。",)
    return _labelled(
        [
            ("表1", forms._central_overview(spec)),
            ("表1-1", _income_by_body(spec)),
            ("表1-2", _by_body(spec, 3, "部门支出总表", spent, spending)),
            ("表2", forms._central_fiscal(spec)),
            (
                "表2-1",
                _by_body(
                    spec,
                    5,
                    "财政拨款支出预算表（部门经济分类科目）",
                    fiscal,
                    by_fund,
                    by_econ=True,
                ),
            ),
            ("表3", _by_body(spec, 6, "一般公共预算支出预算表", general, when)),
            (
                "表3-1",
                _by_body(spec, 7, "一般公共预算基本支出预算表", basic, staff, by_econ=True),
            ),
            ("表3-2", _projects(spec)),
            ("表3-3", _public_by_body(spec)),
            (
                "表4",
                _by_body(spec, 10, "政府性基金支出预算表", fund, _group("本年政府性基金预算支出")),
            ),
            (
                "表5",
                _by_body(
                    spec,
                    11,
                    "国有资本经营预算支出预算表",
                    capital,
                    _group("本年国有资本经营预算支出"),
                    notes=() if capital else empty,
                ),
            ),
        ]
    )


def _group(name: str) -> list[tuple[str, Keep]]:
    return [(f"{name}/{head}", keep) for head, keep in _NATURES]


def _income_by_body(spec: ReportSpec) -> PrintedTable:
    columns: list[tuple[str, Keep]] = [
        ("合计", _any),
        ("上年结转", forms._carried),
        *(
            (name, forms.both(forms._current, _fund(f)))
            for name, f in (
                ("一般公共预算拨款收入", "GENERAL_PUBLIC"),
                ("政府性基金预算拨款收入", "GOV_FUND"),
                ("国有资本经营预算拨款收入", "STATE_CAPITAL"),
                ("事业收入", "BUSINESS_INCOME"),
                ("事业单位经营收入", "OPERATING_INCOME"),
                ("其他收入", "OTHER_INCOME"),
                ("上级补助收入", "SUPERIOR_SUBSIDY"),
                ("附属单位上缴收入", "SUBORDINATE_REMIT"),
            )
        ),
        ("用事业基金弥补收支差额", lambda m: False),
    ]
    table = _table(
        spec,
        2,
        "部门收入总表",
        forms._columns("单位代码", "单位名称（科目）", *(name for name, _ in columns)),
        forms._widths([0.08, 0.18], len(columns)),
        (0, 1),
        (),
        is_wide=True,
    )
    table.rows.append(
        TableRow(["合计", LEFT, *_amounts(spec, list(spec.money), columns)], ("合计",))
    )
    for code, body in _bodies(spec):
        own = [m for m in spec.money if m.unit == body]
        table.rows.append(TableRow([code, body, *_amounts(spec, own, columns)], (body,)))
    return table


def _projects(spec: ReportSpec) -> PrintedTable:
    """Body, function and project below each other, one amount."""
    money = [
        m
        for m in spec.money
        if m.fund == "GENERAL_PUBLIC" and m.nature == "PROJECT" and forms._spent(m)
    ]
    table = _table(
        spec,
        8,
        "一般公共预算项目支出预算表",
        forms._columns(
            *(f"科目编码/{part}" for part in ("类", "款", "项")),
            "单位代码",
            "单位名称（科目）",
            "金额",
        ),
        [0.06, 0.06, 0.06, 0.12, 0.5, 0.2],
        (0, 1, 2, 3, 4),
        (),
    )
    table.rows.append(TableRow(["合计", *[LEFT] * 4, printed(_sum(money), spec)], ("合计",)))
    for code, body in _bodies(spec):
        own = [m for m in money if m.unit == body]
        if not own:
            continue
        table.rows.append(TableRow(["", "", "", code, body, printed(_sum(own), spec)], (body,)))
        for item in sorted({m.function for m in own}):
            of_item = [m for m in own if m.function == item]
            name = f"　{_function_name(spec, item)}"
            table.rows.append(TableRow(["", "", "", "", name, printed(_sum(of_item), spec)]))
            for project in sorted({m.project or "" for m in of_item}):
                yuan = _sum([m for m in of_item if m.project == project])
                cells = [*forms._split(item), code, f"　　{project}", printed(yuan, spec)]
                table.rows.append(TableRow(cells, (project,)))
    return table


def _public_by_body(spec: ReportSpec) -> PrintedTable:
    group = "当年财政拨款预算安排"
    table = _table(
        spec,
        9,
        "一般公共预算“三公”经费支出预算表",
        forms._columns(
            "单位编码",
            "单位名称（科目）",
            *(f"{group}/{path}" for path, _ in forms._PUBLIC_ITEMS),
        ),
        forms._widths([0.1, 0.26], len(forms._PUBLIC_ITEMS)),
        (0, 1),
        (),
    )
    for code, body in (("", "合计"), *_bodies(spec)):
        money = [m for m in spec.money if body in ("合计", m.unit)]
        own = replace(spec, money=tuple(money))
        cells = [printed(yuan, spec) for yuan in forms._items(own)]
        table.rows.append(TableRow([code, body, *cells], (body,)))
    return table


# Economic classes across

_DEPARTMENT = {
    "301": "工资福利支出",
    "302": "商品和服务支出",
    "303": "对个人和家庭的补助",
    "310": "资本性支出",
}
# Of the government's scheme, by whether the body is an agency.
_GOVERNMENT = (
    ("机关工资福利支出", True, ("301",)),
    ("机关商品和服务支出", True, ("302",)),
    ("机关资本性支出（一）", True, ("310",)),
    ("对事业单位经常性补助", False, ("301", "302")),
    ("对事业单位资本性补助", False, ("310",)),
    ("对个人和家庭的补助", None, ("303",)),
)


def _econ_columns() -> list[tuple[str, Keep]]:
    return [
        ("总计", _any),
        *((name, forms._starts(code)) for code, name in _DEPARTMENT.items()),
    ]


def _government_columns(spec: ReportSpec) -> list[tuple[str, Keep]]:
    agencies = {unit.name for unit in spec.units if unit.is_agency}

    def keep(is_agency: bool | None, classes: tuple[str, ...]) -> Keep:
        return lambda m: (
            m.econ[:3] in classes and (is_agency is None or (m.unit in agencies) == is_agency)
        )

    return [
        ("总计", _any),
        *((name, keep(is_agency, classes)) for name, is_agency, classes in _GOVERNMENT),
    ]


def _tree_table(
    spec: ReportSpec,
    number: int,
    title: str,
    money: list[Money],
    columns: list[tuple[str, Keep]],
    notes: tuple[str, ...] = (),
) -> PrintedTable:
    heads = [f"科目编码/{part}" for part in ("类", "款", "项")]
    table = _table(
        spec,
        number,
        title,
        forms._columns(*heads, "科目名称", *(name for name, _ in columns)),
        forms._widths([0.04, 0.04, 0.04, 0.2], len(columns)),
        (0, 1, 2, 3),
        notes,
        is_wide=len(columns) > 5,
    )
    keeps = [keep for _, keep in columns]
    table.rows = forms._tree_rows(spec, money, keeps, parts=3, total="first")
    return table


def _items_across(
    spec: ReportSpec, number: int, title: str, money: list[Money], group: str
) -> PrintedTable:
    """One column an economic item of a class, its total before them."""
    own = sorted({m.econ for m in money})
    names = forms._names(spec)
    columns: list[tuple[str, Keep]] = [
        ("总计", _any),
        *((f"{group}/{names[code]}", forms._starts(code)) for code in own),
    ]
    return _tree_table(spec, number, title, money, columns)


def _hunan(spec: ReportSpec) -> list[PrintedTable]:
    spent = [m for m in spec.money if forms._spent(m)]
    general = [m for m in spent if m.fund == "GENERAL_PUBLIC" and forms._current(m)]
    basic = [m for m in general if m.nature == "BASIC"]
    fund = [m for m in spent if m.fund == "GOV_FUND" and forms._current(m)]
    capital = [m for m in spent if m.fund == "STATE_CAPITAL"]
    by = "（按部门预算经济分类）"
    found = [
        forms._central_overview(spec),
        forms._central_revenue(spec),
        forms._central_expenditure(spec),
        _tree_table(spec, 4, f"支出预算分类汇总表{by}", spent, _econ_columns()),
        _tree_table(
            spec, 5, "支出预算分类汇总表（按政府预算经济分类）", spent, _government_columns(spec)
        ),
        forms._central_fiscal(spec),
        _tree_table(spec, 7, "一般公共预算支出表", general, _NATURES),
        forms._central_basic(spec),
        *(
            _items_across(
                spec,
                9 + k,
                f"一般公共预算基本支出表—{kind}（{_DEPARTMENT[code]}）{by}",
                [m for m in basic if m.econ.startswith(code)],
                _DEPARTMENT[code],
            )
            for k, (kind, code) in enumerate(
                (("人员经费", "301"), ("公用经费", "302"), ("人员经费", "303"))
            )
        ),
        forms._central_public(spec),
        _tree_table(spec, 13, "政府性基金预算支出表", fund, _NATURES),
        _tree_table(
            spec,
            14,
            "政府性基金预算支出分类汇总表（按部门预算经济分类）",
            fund,
            _econ_columns(),
        ),
        _tree_table(
            spec,
            15,
            "国有资本经营预算支出表",
            capital,
            _NATURES,
            () if capital else ("注：本部门无国有资本经营预算支出，故本表为空。",),
        ),
        forms._central_projects(spec),
    ]
    return [
        replace(table, number=place, number_label=f"预算{place:02d}表")
        for place, table in enumerate(found, 1)
    ]
