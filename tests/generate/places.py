"""Budgets as further places print them, told as data over `pieces`.

hubei: the form of the integrated budget system (income by body, types of projects); anhui: the same
with body and year in each title; yunnan: many tables in yuan, projects by function and economic
class; henan: spending by nature and by fund in the overview, items below bodies; jiangxi: bodies
of the three public items; shanxi: last year beside each amount, names without codes; hebei: a
number before each row; guizhou: three lists; hainan: appropriation first; shenyang: tables of
special accounts, debt and transfers.

Belongs here: which tables a place prints, their words and order. Does not belong here: how a kind
of table is built (`pieces`), pages, figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.generate import forms, pieces, provinces
from tests.generate.codes import FISCAL_FUNDS
from tests.generate.pieces import COSTS, NATURES, SPENDING, STAFF, Column, Labels, Words, under, when
from tests.generate.spec import Money, ReportSpec
from tests.generate.tables import PrintedTable, _any, _fund, _nature, _sum, printed

OPTIONS: dict[str, dict[str, object]] = {
    "yunnan": {"unit": "元"},
    "shenyang": {"blank_zero": "0.00"},
    "hebei": {"blank_zero": ""},
    "henan": {"blank_zero": "0.00", "decimals": 2},
}

_FUNDS: tuple[Column, ...] = (
    ("一般公共预算", _fund("GENERAL_PUBLIC")),
    ("政府性基金预算", _fund("GOV_FUND")),
    ("国有资本经营预算", _fund("STATE_CAPITAL")),
)
_ACCOUNT: Column = ("财政专户管理资金", _fund("EDU_FEE"))
_OWN = ("BUSINESS_INCOME", "OPERATING_INCOME", "OTHER_INCOME")
_UNIT_MONEY: Column = ("单位资金", _fund(*_OWN))
_INCOMES: tuple[Column, ...] = (
    ("事业收入", _fund("BUSINESS_INCOME")),
    ("事业单位经营收入", _fund("OPERATING_INCOME")),
    ("上级补助收入", _fund("SUPERIOR_SUBSIDY")),
    ("附属单位上缴收入", _fund("SUBORDINATE_REMIT")),
    ("其他收入", _fund("OTHER_INCOME")),
)
_EMPTY = "注：本部门无此项预算，故本表为空。"


def _parts(spec: ReportSpec) -> dict[str, list[Money]]:
    """Money spent, by fund; general public money of this year, basic and project."""
    spent = [m for m in spec.money if forms._spent(m)]
    general = [m for m in spent if m.fund == "GENERAL_PUBLIC"]
    current = [m for m in general if forms._current(m)]
    return {
        "spent": spent,
        "fiscal": [m for m in spent if m.fund in FISCAL_FUNDS],
        "general": general,
        "current": current,
        "basic": [m for m in current if m.nature == "BASIC"],
        "project": [m for m in current if m.nature == "PROJECT"],
        "fund": [m for m in spent if m.fund == "GOV_FUND"],
        "capital": [m for m in spent if m.fund == "STATE_CAPITAL"],
    }


def _source(number: str, *named: tuple[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((f"{n}、{name}", (f,)) for n, (name, f) in zip(number, named, strict=False))


# Hubei, Anhui: the integrated budget system

_SYSTEM = Words(
    _source(
        "一二三四五六七八九",
        ("一般公共预算拨款收入", "GENERAL_PUBLIC"),
        ("政府性基金预算拨款收入", "GOV_FUND"),
        ("国有资本经营预算拨款收入", "STATE_CAPITAL"),
        ("财政专户管理资金收入", "EDU_FEE"),
        ("事业收入", "BUSINESS_INCOME"),
        ("上级补助收入", "SUPERIOR_SUBSIDY"),
        ("附属单位上缴收入", "SUBORDINATE_REMIT"),
        ("事业单位经营收入", "OPERATING_INCOME"),
        ("其他收入", "OTHER_INCOME"),
    ),
    all_income="收 入 总 计",
    all_spent="支 出 总 计",
)
_GRANTS = (
    ("一般公共预算拨款", "GENERAL_PUBLIC"),
    ("政府性基金预算拨款", "GOV_FUND"),
    ("国有资本经营预算拨款", "STATE_CAPITAL"),
)
_THIS_YEAR = under("本年收入", when(forms._current, [("小计", _any), *_FUNDS, _ACCOUNT, *_INCOMES]))
_LAST_YEAR = under(
    "上年结转结余", when(forms._carried, [("小计", _any), *_FUNDS, _ACCOUNT, _UNIT_MONEY])
)
_OF_PROJECTS: list[Column] = [
    ("合计", _any),
    *under("本年拨款", when(forms._current, _FUNDS)),
    *under("财政拨款结转结余", when(forms._carried, _FUNDS)),
    _ACCOUNT,
    _UNIT_MONEY,
]


def _system(spec: ReportSpec) -> list[PrintedTable]:
    own = _parts(spec)
    kinds = ("311-专项业务类", "312-其他运转类", "313-特定目标类")
    return [
        pieces.overview(spec, "收支总表", _SYSTEM),
        pieces.bodies(
            spec, "收入总表", spec.money, [("合计", _any), *_THIS_YEAR, *_LAST_YEAR], whole=True
        ),
        pieces.coded(spec, "支出总表", own["spent"], SPENDING),
        pieces.fiscal(spec, "财政拨款收支总表", _GRANTS, by_fund=False, whole="支出/预算数"),
        pieces.coded(spec, "一般公共预算支出表", own["general"], COSTS),
        pieces.coded(
            spec,
            "一般公共预算基本支出表",
            own["basic"],
            under("本年一般公共预算基本支出", STAFF),
            Labels(tuple(f"部门预算支出经济分类科目/{h}" for h in ("科目编码", "科目名称")), by_econ=True),
        ),
        pieces.public_across(spec, "一般公共预算“三公”经费支出表"),
        pieces.coded(
            spec, "政府性基金预算支出表", own["fund"], under("本年政府性基金预算支出", NATURES)
        ),
        pieces.empty(
            spec,
            "国有资本经营预算支出表",
            ("科目编码", "科目名称", *(n for n, _ in under("本年国有资本经营预算支出", NATURES))),
            "备注：本单位无国有资本经营预算支出，故此表为空。",
        ),
        pieces.projects(
            spec,
            "项目支出表",
            ("类型", "项目名称", "项目单位"),
            _OF_PROJECTS,
            lambda n, body, name: [kinds[n % 3], name, body],
        ),
        _procurement(spec, "政府采购预算表"),
    ]


def _hubei(spec: ReportSpec) -> list[PrintedTable]:
    more = [
        pieces.plain(
            spec,
            "政府购买服务预算表",
            ("购买服务项目名称", "购买服务目录", "承接主体", "预算金额"),
            [["物业管理服务", "C0501", "企业", "86.42"], ["合计", "", "", "86.42"]],
            (0, 1, 2),
        ),
        pieces.plain(
            spec,
            "项目支出绩效目标表",
            ("项目名称", "一级指标", "二级指标", "三级指标", "指标值"),
            [[p.name, "产出指标", "数量指标", "完成任务", "≥95%"] for p in spec.projects],
            (0, 1, 2, 3, 4),
        ),
    ]
    return pieces.numbered("表{}", [*_system(spec), *more])


def _anhui(spec: ReportSpec) -> list[PrintedTable]:
    own = f"{spec.entity}{spec.year}年"
    made = [replace(table, title=f"{own}{table.title}") for table in _system(spec)]
    return pieces.numbered("部门公开表{}", made)


def _procurement(spec: ReportSpec, title: str) -> PrintedTable:
    goods = spec.narrative.procurement
    rows = [
        [f"{word}采购", word, printed(yuan, spec), printed(yuan, spec)]
        for word, yuan in zip(("货物", "工程", "服务"), goods, strict=True)
    ]
    whole = printed(sum(goods, Decimal(0)), spec)
    heads = ("项目名称", "采购品目", "合计", "一般公共预算")
    return pieces.plain(spec, title, heads, [*rows, ["合计", "", whole, whole]], (0, 1))


# Yunnan


def _yunnan(spec: ReportSpec) -> list[PrintedTable]:
    own = _parts(spec)
    words = Words(
        (
            *_source(
                "一二三四",
                ("一般公共预算拨款收入", "GENERAL_PUBLIC"),
                ("政府性基金预算拨款收入", "GOV_FUND"),
                ("国有资本经营预算拨款收入", "STATE_CAPITAL"),
                ("财政专户管理资金收入", "EDU_FEE"),
            ),
            ("五、单位资金", (*_OWN, "SUPERIOR_SUBSIDY", "SUBORDINATE_REMIT")),
            ("1.事业收入", ("BUSINESS_INCOME",)),
            ("2.事业单位经营收入", ("OPERATING_INCOME",)),
            ("3.上级补助收入", ("SUPERIOR_SUBSIDY",)),
            ("4.附属单位上缴收入", ("SUBORDINATE_REMIT",)),
            ("5.其他收入", ("OTHER_INCOME",)),
        ),
        heads=(
            "收        入/项      目",
            f"收        入/{spec.year}年预算数",
            "支        出/项目（按功能分类）",
            f"支        出/{spec.year}年预算数",
        ),
        all_income="收  入  总  计",
        all_spent="支  出  总  计",
    )
    unit_money = [("小计", _any), *_INCOMES]
    income: list[Column] = [
        ("合计", _any),
        *under(
            "本年收入",
            when(
                forms._current,
                [
                    ("小计", _any),
                    *_FUNDS,
                    _ACCOUNT,
                    *under("单位资金", when(_fund(*_OWN), unit_money)),
                ],
            ),
        ),
        *_LAST_YEAR,
    ]
    spending: list[Column] = [
        ("合计", _any),
        *under("一般公共预算", when(_fund("GENERAL_PUBLIC"), _small(NATURES))),
        *_FUNDS[1:],
        ("财政专户管理的支出", _fund("EDU_FEE")),
        ("单位资金/小计", _fund(*_OWN)),
        ("单位资金/事业支出", _fund("BUSINESS_INCOME", "OTHER_INCOME")),
        ("单位资金/事业单位经营支出", _fund("OPERATING_INCOME")),
        ("单位资金/上级补助支出", pieces.none),
        ("单位资金/附属单位补助支出", pieces.none),
        ("单位资金/其他支出", pieces.none),
    ]
    count = Labels(count="")
    econ = ("部门经济科目编码", "部门经济科目名称")
    found = [
        ("01-1表", pieces.overview(spec, "部门财务收支预算总表", words)),
        (
            "01-2表",
            pieces.bodies(spec, "部门收入预算表", spec.money, income, ("部门（单位）代码", "部门（单位）名称")),
        ),
        ("01-3表", pieces.coded(spec, "部门支出预算表", own["spent"], spending, replace(count, word="合  计"))),
        (
            "02-1表",
            pieces.fiscal(
                spec,
                "部门财政拨款收支预算总表",
                _GRANTS,
                by_fund=False,
                heads=("收        入/项目", "收        入/预算数", "支        出/项目（按功能分类）"),
                whole="支        出/预算数",
            ),
        ),
        (
            "02-2表",
            pieces.coded(
                spec,
                "一般公共预算支出预算表（按功能科目分类）",
                own["general"],
                COSTS,
                Labels(
                    ("部门预算支出功能分类科目/科目编码", "部门预算支出功能分类科目/科目名称"),
                    count="",
                    word="合  计",
                ),
            ),
        ),
        ("03表", pieces.public_across(spec, "一般公共预算“三公”经费支出预算表", count=True)),
        ("04表", _items(spec, "部门基本支出预算表", econ, "BASIC")),
        ("05-1表", _items(spec, "部门项目支出预算表", econ, "PROJECT")),
        ("05-2表", _targets(spec, "部门项目支出绩效目标表")),
        (
            "06表",
            _tree_by_body(spec, "部门政府性基金预算支出预算表", "本年政府性基金预算支出", own["fund"]),
        ),
        ("07表", _procurement(spec, "部门政府采购预算表")),
        (
            "08表",
            pieces.empty(
                spec,
                "部门政府购买服务预算表",
                ("预算项目", "采购项目", "政府购买服务项目", "政府购买服务目录代码", "所属领域", "合计"),
                "备注：本单位无政府购买服务预算，故此表为空。",
            ),
        ),
        (
            "09-1表",
            pieces.plain(
                spec,
                "对下转移支付预算表",
                ("单位名称（项目）", "资金来源/合计", "资金来源/一般公共预算", "地区/甲区", "地区/乙区"),
                [["灌溉设施补助", "640,000.00", "640,000.00", "400,000.00", "240,000.00"]],
            ),
        ),
        (
            "09-2表",
            pieces.empty(
                spec,
                "对下转移支付绩效目标表",
                ("单位名称、项目名称", "项目年度绩效目标", "一级指标", "二级指标", "指标值"),
                _EMPTY,
            ),
        ),
        (
            "10表",
            pieces.plain(
                spec,
                "新增资产配置表",
                ("单位名称", "资产类别", "资产名称", "计量单位", "财政部门批复数/数量", "财政部门批复数/单价", "财政部门批复数/金额"),
                [
                    [spec.entity, "设备", "台式计算机", "台", "12", "5,000.00", "60,000.00"],
                    ["合计", "", "", "", "12", "", "60,000.00"],
                ],
                (0, 1, 2, 3),
            ),
        ),
        (
            "11表",
            pieces.plain(
                spec,
                "上级补助项目支出预算表",
                ("项目分类", "项目代码", "项目名称", "功能科目编码", "功能科目名称", "上级补助/合计", "上级补助/一般公共预算", "上级补助/政府性基金预算"),
                [["民生类", "5300002", "水库移民补助", "2130306", "水利工程运行与维护", "864,200.00", "864,200.00", ""]],
                (0, 1, 2, 3, 4),
            ),
        ),
        (
            "12表",
            pieces.plain(
                spec,
                "部门项目中期规划预算表",
                ("单位名称", "项目分类", "项目名称", "项目级次", *(f"一般公共预算/{spec.year + n}年" for n in range(3))),
                [[p.unit, "特定目标类", p.name, "本级", "264,000.00", "280,000.00", "300,000.00"] for p in spec.projects],
                (0, 1, 2, 3),
            ),
        ),
    ]
    made = provinces._labelled([(f"预算{label}", table) for label, table in found])
    return made


def _small(columns: tuple[Column, ...]) -> list[Column]:
    """Their total said 小计."""
    return [("小计" if name == "合计" else name, keep) for name, keep in columns]


def _items(spec: ReportSpec, title: str, econ: tuple[str, str], nature: str) -> PrintedTable:
    """One row a body, project, function and economic item."""
    money = [m for m in spec.money if m.nature == nature]
    heads = ("单位名称", "项目代码", "项目名称", "功能科目编码", "功能科目名称", *econ)
    names = forms._names(spec)
    columns: list[Column] = [
        ("资金来源/总计", _any),
        *under("资金来源/财政拨款", when(forms._current, [("小计", _fund(*FISCAL_FUNDS)), *_FUNDS])),
        ("资金来源/财政拨款结转结余", forms._carried),
        ("资金来源/财政专户管理资金", _fund("EDU_FEE")),
        ("资金来源/单位资金", _fund(*_OWN)),
    ]
    table = pieces.plain(
        spec,
        title,
        (*heads, *(name for name, _ in columns)),
        [],
        tuple(range(len(heads))),
    )
    table.widths = forms._widths([0.06, 0.07, 0.08, 0.05, 0.07, 0.05, 0.06], len(columns))
    table.is_wide = True
    keys = sorted({(m.unit, m.project or "", m.function, m.econ) for m in money})
    rows = []
    for unit, project, function, item in keys:
        own = [m for m in money if (m.unit, m.project or "", m.function, m.econ) == (unit, project, function, item)]
        name = project or names[item[:3]]
        code = f"5301002100000000{len(name):04d}"
        head = [unit, code, name, function, forms._function_name(spec, function), item, names[item]]
        rows.append([*head, *pieces.amounts(spec, own, columns)])
    rows.append(["合  计", *["<"] * 6, *pieces.amounts(spec, money, columns)])
    table.rows = [pieces.TableRow(row, (row[0],)) for row in rows]
    return table


def _targets(spec: ReportSpec, title: str) -> PrintedTable:
    return pieces.plain(
        spec,
        title,
        ("单位名称、项目名称", "项目年度绩效目标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"),
        [[p.name, p.objective, "产出指标", "数量指标", "完成次数", ">=", "95", "%"] for p in spec.projects],
        tuple(range(8)),
    )


def _tree_by_body(spec: ReportSpec, title: str, group: str, money: list[Money]) -> PrintedTable:
    """The body beside the codes of its money."""
    table = pieces.coded(spec, title, money, under(group, NATURES))
    table.columns = [("单位名称",), *table.columns]
    table.widths = [0.2, *table.widths]
    table.amounts = tuple(index + 1 for index in table.amounts)
    for row in table.rows:
        row.cells = ["合计", "<", *row.cells[1:]] if row.cells[0] == "合计" else [spec.entity, *row.cells]
    return table


# Henan

_COSTS_OF_HENAN: tuple[Column, ...] = (
    ("合计", _any),
    ("基本支出/小计", _nature("BASIC")),
    ("基本支出/人员类/工资福利支出", forms.both(_nature("BASIC"), forms._starts("301"))),
    ("基本支出/人员类/对个人和家庭的补助", forms.both(_nature("BASIC"), forms._starts("303"))),
    ("基本支出/公用经费/商品和服务支出", forms.both(_nature("BASIC"), forms._starts("302"))),
    ("基本支出/公用经费/资本性支出", forms.both(_nature("BASIC"), forms._starts("310"))),
    ("项目支出/小计", _nature("PROJECT")),
    ("项目支出/其他运转类", pieces.none),
    ("项目支出/特定目标类", _nature("PROJECT")),
)


def _henan(spec: ReportSpec) -> list[PrintedTable]:
    own = _parts(spec)
    income: list[Column] = [
        ("总计", _any),
        ("本年收入/合计", forms._current),
        *under(
            "本年收入",
            when(
                forms._current,
                [
                    ("一般公共预算/小计", _fund("GENERAL_PUBLIC")),
                    ("一般公共预算/其中：财政拨款", _fund("GENERAL_PUBLIC")),
                    *_FUNDS[1:],
                    _ACCOUNT,
                    *_INCOMES,
                ],
            ),
        ),
        *under("上年结转结余", when(forms._carried, [("小计", _any), *_FUNDS, _ACCOUNT, _UNIT_MONEY])),
    ]
    heads = (*(f"科目编码/{part}" for part in ("类", "款", "项")), "单位代码", "单位（科目名称）")
    return pieces.numbered(
        "预算{:02d}表",
        [
            _henan_overview(spec),
            _below(spec, f"{spec.year}年部门收入总体情况表", list(spec.money), income, heads),
            _below(spec, f"{spec.year}年部门支出总体情况表", own["spent"], _COSTS_OF_HENAN, heads),
            pieces.fiscal(
                spec, f"{spec.year}年财政拨款收支总体情况表", [(n.removesuffix("拨款"), f) for n, f in _GRANTS]
            ),
            _below(spec, f"{spec.year}年一般公共预算支出情况表", own["general"], _COSTS_OF_HENAN, heads),
            _two_schemes(spec, "一般公共预算基本支出情况表", own["basic"], STAFF),
            _two_schemes(
                spec,
                "支出经济分类汇总表",
                own["spent"],
                (
                    ("总计", _any),
                    ("一般公共预算/小计", _fund("GENERAL_PUBLIC")),
                    ("一般公共预算/其中：财政拨款", _fund("GENERAL_PUBLIC")),
                    *_FUNDS[1:],
                    _ACCOUNT,
                    _UNIT_MONEY,
                ),
            ),
            pieces.public_across(spec, "一般公共预算“三公”经费支出情况表"),
            _below(spec, "政府性基金支出情况表", own["fund"], _COSTS_OF_HENAN, heads),
            pieces.empty(
                spec, "国有资本经营预算收支表", ("收入/项目", "收入/预算数", "支出/项目", "支出/预算数"), _EMPTY
            ),
            pieces.plain(
                spec,
                "机关运行经费",
                ("科目编码/类", "科目编码/款", "科目名称", "机关运行经费"),
                _agency(spec),
                (0, 1, 2),
            ),
            pieces.projects(
                spec,
                "项目支出预算表",
                ("类型", "项目名称", "项目单位（主管部门）"),
                _OF_PROJECTS,
                lambda n, body, name: ["特定目标类", name, body],
            ),
            pieces.plain(
                spec,
                "部门（单位）整体绩效目标表",
                ("一级指标", "二级指标", "三级指标", "指标值", "指标值说明"),
                [["产出指标", "重点工作任务完成", duty, "100%", ""] for duty in spec.narrative.duties],
                (0, 1, 2, 3, 4),
            ),
        ],
    )


def _agency(spec: ReportSpec) -> list[list[str]]:
    """Operating cost of agencies by economic item, its total first."""
    own = [
        m
        for m in spec.money
        if m.unit == spec.entity and m.nature == "BASIC" and m.econ[:3] in ("302", "310")
    ]
    names = forms._names(spec)
    rows = [["", "", "合计", printed(_sum(own), spec)]]
    for code in sorted({m.econ for m in own} | {m.econ[:3] for m in own}):
        part = [m for m in own if m.econ.startswith(code)]
        rows.append([code[:3], code[3:], names[code], printed(_sum(part), spec)])
    return rows


def _henan_overview(spec: ReportSpec) -> PrintedTable:
    """Spending by nature and class of cost, one amount a fund; parts of income as 其中."""
    money = spec.money
    current = [m for m in money if forms._current(m)]
    spent = [m for m in money if forms._spent(m)]

    def of(*funds: str) -> Decimal:
        return _sum(current, _fund(*funds))

    income: list[tuple[str, Decimal | None]] = [
        ("一、一般公共预算", of("GENERAL_PUBLIC")),
        ("其中：财政拨款", of("GENERAL_PUBLIC")),
        ("二、政府性基金预算", of("GOV_FUND")),
        ("三、国有资本经营预算", of("STATE_CAPITAL")),
        ("四、财政专户管理资金", of("EDU_FEE")),
        ("五、事业收入", of("BUSINESS_INCOME")),
        ("六、事业单位经营收入", of("OPERATING_INCOME")),
        ("七、其他收入", of("OTHER_INCOME")),
        ("本年收入合计", _sum(current)),
        ("上年结转结余", _sum(money) - _sum(current)),
        ("收入总计", _sum(money)),
    ]
    basic = forms.both(forms._spent, _nature("BASIC"))
    project = forms.both(forms._spent, _nature("PROJECT"))
    lines: list[tuple[str, Callable[[Money], bool]]] = [
        ("一、基本支出", basic),
        ("1.人员类", forms.both(basic, forms._staff)),
        ("2.公用经费", forms.both(basic, forms._public)),
        ("二、项目支出", project),
        ("1.其他运转类", pieces.none),
        ("2.特定目标类", project),
        ("", pieces.none),
        ("", pieces.none),
        ("本年支出合计", forms._spent),
        ("结转下年", forms._left),
        ("支出总计", _any),
    ]
    funds: list[Column] = [
        ("合计", _any),
        ("一般公共预算/小计", _fund("GENERAL_PUBLIC")),
        ("一般公共预算/其中：财政拨款", _fund("GENERAL_PUBLIC")),
        *_FUNDS[1:],
        _ACCOUNT,
        _UNIT_MONEY,
    ]
    assert spent
    table = forms._table(
        spec,
        1,
        f"{spec.year}年部门收支总体情况表",
        forms._columns("收入/项目", "收入/金额", "支出/项目", *(f"支出/{name}" for name, _ in funds)),
        [0.18, 0.1, 0.16, *[0.08] * len(funds)],
        (0, 2),
        (),
    )
    right = [
        [label, *(printed(_sum(money, forms.both(keep, f)), spec) if label else "" for _, f in funds)]
        for label, keep in lines
    ]
    forms._lists(spec, table, [forms._text(spec, line) for line in income], right)
    return table


def _below(
    spec: ReportSpec, title: str, money: list[Money], columns: object, heads: tuple[str, ...]
) -> PrintedTable:
    """Items below their body, under other headings than Sichuan's."""
    table = provinces._by_body(spec, 1, title, money, list(columns))  # type: ignore[call-overload]
    table.columns = [
        *(tuple(head.split("/")) for head in heads),
        *table.columns[len(heads) :],
    ]
    table.is_wide = len(table.columns) > 12
    return table


_OF_GOVERNMENT = {
    "301": ("501", "机关工资福利支出"),
    "302": ("502", "机关商品和服务支出"),
    "303": ("509", "对个人和家庭的补助"),
    "310": ("503", "机关资本性支出（一）"),
}


def _two_schemes(spec: ReportSpec, title: str, money: list[Money], columns: object) -> PrintedTable:
    """One row a department economic item, the government's class of it beside."""
    names = forms._names(spec)
    own_columns: list[Column] = list(columns)  # type: ignore[call-overload]
    department = tuple(f"部门预算经济分类/{p}" for p in ("科目编码/类", "科目编码/款", "科目名称"))
    government = tuple(f"政府预算经济分类/{p}" for p in ("科目编码/类", "科目编码/款", "科目名称"))
    rows = [["合计", *["<"] * 5, *pieces.amounts(spec, money, own_columns)]]
    for item in sorted({m.econ for m in money}):
        own = [m for m in money if m.econ == item]
        code, name = _OF_GOVERNMENT[item[:3]]
        head = [item[:3], item[3:], names[item], code, "01", name]
        rows.append([*head, *pieces.amounts(spec, own, own_columns)])
    table = pieces.plain(
        spec,
        title,
        (*department, *government, *(name for name, _ in own_columns)),
        rows,
        tuple(range(6)),
    )
    table.widths = forms._widths([0.04, 0.04, 0.2, 0.04, 0.04, 0.16], len(own_columns))
    return table


# Jiangxi


def _jiangxi(spec: ReportSpec) -> list[PrintedTable]:
    own = _parts(spec)
    words = Words(
        (
            ("一、财政拨款收入", FISCAL_FUNDS),
            ("（一）一般公共预算收入", ("GENERAL_PUBLIC",)),
            ("（二）政府性基金预算收入", ("GOV_FUND",)),
            ("（三）国有资本经营预算收入", ("STATE_CAPITAL",)),
            ("二、教育收费资金收入", ("EDU_FEE",)),
            ("三、事业收入", ("BUSINESS_INCOME",)),
            ("四、事业单位经营收入", ("OPERATING_INCOME",)),
            ("五、附属单位上缴收入", ("SUBORDINATE_REMIT",)),
            ("六、上级补助收入", ("SUPERIOR_SUBSIDY",)),
            ("七、其他收入", ("OTHER_INCOME",)),
        ),
        heads=("收入/项目", "收入/预算数", "支出/项目(按支出功能科目类级)", "支出/预算数"),
        carried="上年结转（结余）",
        forward="年末结转结余",
    )
    fiscal = [("小计", _fund(*FISCAL_FUNDS)), ("一般公共预算拨款收入", _fund("GENERAL_PUBLIC")),
              ("政府性基金预算拨款收入", _fund("GOV_FUND")), ("国有资本经营预算收入", _fund("STATE_CAPITAL"))]
    income: list[Column] = [
        ("合计", _any),
        ("上年结转", forms._carried),
        *under("财政拨款", when(forms._current, fiscal)),
        ("教育收费资金收入", _fund("EDU_FEE")),
        *when(forms._current, _INCOMES),
        ("使用非财政拨款结余", pieces.none),
    ]
    first = Labels(("科目编码", "科目名称"), total="first")
    of_function = Labels(("支出功能分类科目/科目编码", "支出功能分类科目/科目名称"), total="first")
    of_econ = Labels(("支出经济分类科目/科目编码", "支出经济分类科目/科目名称"), by_econ=True, total="first")
    return pieces.numbered(
        "附表{}",
        [
            pieces.overview(spec, "收支预算总表", words),
            pieces.coded(spec, "部门收入总表", spec.money, income, first),
            pieces.coded(spec, "部门支出总表", own["spent"], SPENDING, of_function),
            pieces.fiscal(
                spec,
                "财政拨款收支总表",
                [(n.replace("拨款", "收入"), f) for n, f in _GRANTS],
                heads=("收入/项目", "收入/预算数", "支出/项目(按支出功能科目类级)"),
            ),
            pieces.coded(
                spec, "一般公共预算支出表", own["general"], under(f"{spec.year}年预算数", NATURES), of_function
            ),
            pieces.coded(
                spec, "一般公共预算基本支出表", own["basic"], under(f"{spec.year}年基本支出", STAFF), of_econ
            ),
            pieces.public_across(
                spec, "一般公共预算“三公”经费支出表", "合计", heads=("单位编码", "单位名称")
            ),
            pieces.coded(
                spec, "政府性基金预算支出表", own["fund"], under(f"{spec.year}年预算数", NATURES), of_function
            ),
            pieces.empty(
                spec,
                "国有资本经营预算支出表",
                (*of_function.heads, *(n for n, _ in under(f"{spec.year}年预算数", NATURES))),
                "注：若为空表，则为该部门（单位）无国有资本经营预算收支",
            ),
            _targets(spec, "重点项目绩效目标表"),
            pieces.plain(
                spec,
                "部门整体支出绩效目标表",
                ("部门名称", "联系人", "部门预算申报额/收入预算合计", "部门预算申报额/其中：财政拨款", "年度目标"),
                [[spec.entity, "李某", printed(_sum(spec.money), spec), printed(_sum(spec.money, _fund(*FISCAL_FUNDS)), spec), spec.narrative.duties[0]]],
                (0, 1, 4),
            ),
        ],
    )


# Shanxi


def _shanxi(spec: ReportSpec) -> list[PrintedTable]:
    own = _parts(spec)
    years = (f"{spec.year - 1}年预算数", f"{spec.year}年预算数")
    change = f"{spec.year}年预算数比{spec.year - 1}年预算数增减%"
    fiscal = [("财政拨款收入", _fund(*FISCAL_FUNDS)), ("财政专户管理资金", _fund("EDU_FEE")),
              ("单位资金", _fund(*_OWN))]
    general = pieces.coded(spec, "一般公共预算支出表", own["general"], under(years[1], _small(NATURES)),
                           Labels(("功能科目/科目编码", "功能科目/科目名称")))
    general.columns = [
        *general.columns[:2],
        *((years[0], n) for n in ("小计", "基本支出", "项目支出")),
        *general.columns[2:],
        *((change, n) for n in ("小计", "基本支出", "项目支出")),
    ]
    general.widths = forms._widths([0.1, 0.24], 9)
    general.amounts = tuple(range(2, 11))
    for row in general.rows:
        now = row.cells[2:]
        before = [printed(Decimal(n.replace(",", "")) * 8000, spec) for n in now]
        share = ["25.00" if n.strip("0.") else "" for n in now]
        row.cells = [*row.cells[:2], *before, *now, *share]
    return pieces.numbered(
        "预算公开表{}",
        [
            pieces.overview(
                spec,
                f"{spec.year}年预算收支总表",
                replace(_SYSTEM, carried="上年结转", forward="结转下年"),
                prior=True,
            ),
            pieces.coded(
                spec,
                f"{spec.year}年预算收入总表",
                spec.money,
                [("本年收入合计", forms._current), *when(forms._current, fiscal), ("上年结转", forms._carried)],
                Labels(("项目/科目编码", "项目/科目名称")),
            ),
            pieces.coded(
                spec, f"{spec.year}年预算支出总表", own["spent"], NATURES, Labels(("项目/科目编码", "项目/科目名称"))
            ),
            pieces.fiscal(spec, f"{spec.year}年财政拨款收支总表", [(n, f) for n, f in _GRANTS],
                          whole="支出/小计", forward="二、结转下年"),
            general,
            pieces.coded(
                spec,
                f"{spec.year}年一般公共预算安排基本支出分经济科目表",
                own["basic"],
                [("预算数", _any)],
                Labels(("经济科目名称",), parts=-1, by_econ=True),
            ),
            pieces.public_down(
                spec,
                f"{spec.year}年一般公共预算“三公”经费支出情况统计表",
                ("项目", *years, "增减%"),
                (
                    ("合计", ("ABROAD", "VEHICLE_PURCHASE", "VEHICLE_OPERATION", "RECEPTION")),
                    ("1、因公出国（境）费用", ("ABROAD",)),
                    ("2、公务接待费", ("RECEPTION",)),
                    ("3、公务用车购置及运行维护费", ("VEHICLE_PURCHASE", "VEHICLE_OPERATION")),
                    ("（1）公务用车购置费", ("VEHICLE_PURCHASE",)),
                    ("（2）公务用车运行维护费", ("VEHICLE_OPERATION",)),
                ),
                lambda yuan: [printed(yuan * 8 / 10, spec), printed(yuan, spec), "25.00" if yuan else ""],
            ),
            pieces.plain(
                spec,
                f"{spec.year}年政府性基金预算收入表",
                ("科目编码", "科目名称", "预算数"),
                [
                    ["103", "非税收入", printed(_sum(own["fund"], forms._current), spec)],
                    ["10301", "　政府性基金收入", printed(_sum(own["fund"], forms._current), spec)],
                    ["合计", "", printed(_sum(own["fund"], forms._current), spec)],
                ],
                (0, 1),
            ),
            pieces.coded(
                spec, f"{spec.year}年政府性基金预算支出预算表", own["fund"], NATURES, Labels(("科目编码", "科目名称"))
            ),
            pieces.empty(
                spec,
                f"{spec.year}年国有资本经营预算收支预算表",
                ("收入/项目", "收入/预算数", "支出/项目", "支出/预算数"),
                "注：本部门无国有资本经营预算收支，故本表为空。",
            ),
            pieces.plain(
                spec,
                f"{spec.year}年机关运行经费预算财政拨款情况统计表",
                ("单位名称", "预算数"),
                [[spec.entity, _agency(spec)[0][3]], ["合计", _agency(spec)[0][3]]],
            ),
            pieces.plain(
                spec,
                f"{spec.year}年政府采购预算表",
                ("单位名称", "采购项目", "数量", "金额（万元）"),
                [[spec.entity, "办公设备", "12", "42.83"], ["合计", "", "", "42.83"]],
                (0, 1),
            ),
        ],
    )


# Hebei


def _hebei(spec: ReportSpec) -> list[PrintedTable]:
    own = _parts(spec)
    code = ("功能分类科目/科目编码", "功能分类科目/科目名称")
    econ = ("支出经济分类科目/科目编码", "支出经济分类科目/科目名称")
    count = Labels(code, serial=True, count="栏次", total="first")
    income: list[Column] = [
        ("合计", _any),
        *under(
            "财政拨款收入",
            when(
                forms._current,
                [
                    ("小计", _fund(*FISCAL_FUNDS)),
                    ("一般公共预算拨款", _fund("GENERAL_PUBLIC")),
                    ("政府性基金预算拨款", _fund("GOV_FUND")),
                    ("国有资本经营预算拨款", _fund("STATE_CAPITAL")),
                ],
            ),
        ),
        ("财政专户核拨收入", _fund("EDU_FEE")),
        *when(forms._current, _INCOMES),
        ("上年结转", forms._carried),
    ]
    costs = [(name.replace("公用经费", "日常公用经费"), keep) for name, keep in COSTS]
    words = Words(
        _source(
            "一二三四五六七八九",
            ("一般公共预算拨款收入", "GENERAL_PUBLIC"),
            ("政府性基金预算拨款收入", "GOV_FUND"),
            ("国有资本经营预算拨款收入", "STATE_CAPITAL"),
            ("财政专户管理资金收入", "EDU_FEE"),
            ("事业收入", "BUSINESS_INCOME"),
            ("上级补助收入", "SUPERIOR_SUBSIDY"),
            ("附属单位上缴收入", "SUBORDINATE_REMIT"),
            ("经营收入", "OPERATING_INCOME"),
            ("其他收入", "OTHER_INCOME"),
        ),
        heads=("收入/项目", "收入/预算金额", "支出/项目", "支出/预算金额"),
        carried="上年结转",
        all_income="合计",
        all_spent="合计",
        forward="结转下年",
    )
    public = (
        ("合计", ("ABROAD", "VEHICLE_PURCHASE", "VEHICLE_OPERATION", "RECEPTION")),
        ("一、因公出国（境）费", ("ABROAD",)),
        ("二、公务用车购置及运维费", ("VEHICLE_PURCHASE", "VEHICLE_OPERATION")),
        ("其中：公务用车购置费", ("VEHICLE_PURCHASE",)),
        ("公务用车运行维护费", ("VEHICLE_OPERATION",)),
        ("三、公务接待费", ("RECEPTION",)),
    )
    assets = [
        ["资产总额", "——", "6,421.34"],
        ["1、房屋（平方米）", "4213.6", "2,864.13"],
        ["其中：办公用房（平方米）", "2100", "1,264.13"],
        ["2、车辆（台、辆）", "6", "164.21"],
        ["3、单价在20万元以上的设备", "12", "486.42"],
        ["4、其他固定资产", "——", "2,906.58"],
    ]
    made = [
        pieces.overview(spec, "部门预算收支总表", words, serial=True, count="栏次"),
        pieces.coded(spec, "部门预算收入总表", spec.money, income, count),
        pieces.coded(
            spec,
            "部门预算支出总表",
            own["spent"],
            [(n.removeprefix("事业单位"), k) for n, k in SPENDING],
            count,
        ),
        pieces.fiscal(
            spec,
            "部门预算财政拨款收支总表",
            _GRANTS,
            heads=("收入/项目", "收入/金额", "支出/项目"),
            forward="二、结转下年",
        ),
        pieces.coded(spec, "部门预算一般公共预算财政拨款支出表", own["general"], costs, count),
        pieces.coded(
            spec,
            "部门预算一般公共预算财政拨款基本支出表",
            own["basic"],
            [("合计", _any), ("人员经费", forms._staff), ("日常公用经费", forms._public)],
            replace(count, heads=econ, by_econ=True),
        ),
        pieces.coded(spec, "部门预算政府基金预算财政拨款支出表", own["fund"], NATURES, count),
        pieces.empty(
            spec,
            "部门预算国有资本经营预算财政拨款支出表",
            ("序号", *code, *(n for n, _ in NATURES)),
            "注：本部门本年度无国有资本经营预算拨款，空表列示。",
        ),
        pieces.public_down(
            spec,
            "部门预算财政拨款“三公”经费支出表",
            ("序号", "项目", "资金来源/合计", "资金来源/一般公共预算拨款", "资金来源/政府性基金预算拨款"),
            public,
            lambda yuan: [printed(yuan, spec), printed(yuan, spec), ""],
            serial=True,
        ),
        pieces.plain(
            spec,
            "部门固定资产占用情况表",
            ("项目", "数量", "价值（金额单位：万元）"),
            assets,
        ),
        pieces.plain(
            spec,
            "部门职责-工作活动绩效目标",
            ("职责活动", "年度预算数", "内容描述", "绩效目标", "绩效指标", "评价标准/优", "评价标准/良"),
            [[duty, "264.13", duty, "按期完成", "完成率", "≥95", "≥90"] for duty in spec.narrative.duties],
            (0, 2, 3, 4, 5, 6),
        ),
    ]
    return pieces.numbered("公开表{}", made)


# Guizhou


def _guizhou(spec: ReportSpec) -> list[PrintedTable]:
    own = _parts(spec)
    econ = [
        (f"{n}、{name}", forms.both(forms._spent, forms._starts(code)))
        for n, (code, name) in zip("一二三四", provinces._DEPARTMENT.items(), strict=True)
    ]
    words = replace(
        _SYSTEM,
        heads=("收入/项目", "收入/预算数", "支出（按功能分类）/项目", "支出（按功能分类）/预算数"),
        carried="上年结转",
        forward="结转下年",
    )
    parts = Labels((*(f"科目编码/{p}" for p in "类款项"), "科目名称"), parts=3, total="first")
    public = (
        ("合计", ("ABROAD", "VEHICLE_PURCHASE", "VEHICLE_OPERATION", "RECEPTION")),
        ("1.因公出国（境）费", ("ABROAD",)),
        ("2.公务接待费", ("RECEPTION",)),
        ("3.公务用车购置及运行费", ("VEHICLE_PURCHASE", "VEHICLE_OPERATION")),
        ("其中：公务用车运行维护费", ("VEHICLE_OPERATION",)),
        ("公务用车购置费", ("VEHICLE_PURCHASE",)),
    )
    return pieces.numbered(
        "表{}",
        [
            pieces.overview(spec, "部门收支总体情况表", words, more=[("支出（按经济分类）", econ)]),
            pieces.coded(
                spec,
                "部门收入总体情况表",
                spec.money,
                [
                    ("总计", _any),
                    ("上年结转", forms._carried),
                    *when(forms._current, [("一般公共预算拨款收入", _fund("GENERAL_PUBLIC")), ("政府性基金预算拨款收入", _fund("GOV_FUND")), ("国有资本经营预算拨款收入", _fund("STATE_CAPITAL"))]),
                    ("财政专户管理资金收入", _fund("EDU_FEE")),
                    *when(forms._current, _INCOMES),
                ],
                parts,
            ),
            pieces.coded(spec, "部门支出总体情况表", own["spent"], SPENDING, parts),
            pieces.fiscal(spec, "财政拨款收支总体情况表", _GRANTS, forward="二、结转下年"),
            pieces.coded(spec, "一般公共预算支出表（功能分类到项级）", own["general"], NATURES, parts),
            pieces.coded(
                spec,
                "一般公共预算基本支出表（部门预算支出经济分类）",
                own["basic"],
                STAFF,
                Labels(("经济分类科目/科目编码/类", "经济分类科目/科目编码/款", "经济分类科目/科目名称"), parts=2, by_econ=True),
            ),
            _government(spec, "一般公共预算基本支出表（政府预算支出经济分类）", own["basic"]),
            pieces.public_down(
                spec,
                "一般公共预算财政拨款“三公”经费预算情况表",
                ("项目", f"{spec.year - 1}年预算数", f"{spec.year}年预算数", "增减额", "增减比例"),
                public,
                lambda yuan: [
                    printed(yuan * 8 / 10, spec),
                    printed(yuan, spec),
                    printed(yuan / 5, spec),
                    "25.00%" if yuan else "",
                ],
            ),
            pieces.coded(spec, "政府性基金预算支出表", own["fund"], NATURES, parts),
            pieces.empty(
                spec, "国有资本经营预算支出表", (*parts.heads, *(n for n, _ in NATURES)), "说明：本部门没有国有资本经营预算支出，本表无数据。"
            ),
            pieces.projects(
                spec,
                "部门项目支出预算表",
                ("项目名称", "项目单位", "项目类别"),
                [("合计", _any), ("财政拨款", _fund(*FISCAL_FUNDS)), ("财政专户管理资金", _fund("EDU_FEE")), ("单位资金", _fund(*_OWN))],
                lambda n, body, name: [name, body, "特定目标类"],
            ),
        ],
    )


def _government(spec: ReportSpec, title: str, money: list[Money]) -> PrintedTable:
    """The government's classes and items of basic spending."""
    agencies = {unit.name for unit in spec.units if unit.is_agency}

    def code(m: Money) -> str:
        if m.econ.startswith("303"):
            return "50905"
        if m.unit in agencies:
            return {"301": "50101", "302": "50201", "310": "50306"}[m.econ[:3]]
        return {"301": "50501", "302": "50502", "310": "50601"}[m.econ[:3]]

    names = {
        "501": "机关工资福利支出",
        "50101": "工资奖金津补贴",
        "502": "机关商品和服务支出",
        "50201": "办公经费",
        "503": "机关资本性支出（一）",
        "50306": "设备购置",
        "505": "对事业单位经常性补助",
        "50501": "工资福利支出",
        "50502": "商品和服务支出",
        "506": "对事业单位资本性补助",
        "50601": "资本性支出（一）",
        "509": "对个人和家庭的补助",
        "50905": "离退休费",
    }
    moved = [replace(m, econ=code(m)) for m in money]
    return pieces.coded(
        replace(spec, econ_names={**spec.econ_names, **names}),
        title,
        moved,
        [("预算数", _any)],
        Labels(("科目编码", "科目名称"), by_econ=True),
    )


# Hainan


def _hainan(spec: ReportSpec) -> list[PrintedTable]:
    own = _parts(spec)
    this = f"{spec.year}年预算数"
    of_function = Labels(("支出功能分类科目/科目编码", "支出功能分类科目/科目名称"))
    years = (f"{spec.year - 1}年预算数", this)
    two = forms._central_public(spec)
    assert two.columns[0][0] == years[0]
    return pieces.numbered(
        "部门公开表{}",
        [
            pieces.fiscal(spec, "财政拨款收支总表", _GRANTS, forward="二、结转下年"),
            pieces.coded(spec, "一般公共预算支出表", own["general"], under(this, _small(NATURES)), of_function),
            pieces.coded(
                spec,
                "一般公共预算基本支出表",
                own["basic"],
                under(f"{spec.year}年基本支出", STAFF),
                Labels(("支出经济分类科目/科目编码", "支出经济分类科目/科目名称"), by_econ=True),
            ),
            replace(two, title="一般公共预算“三公”经费支出表"),
            pieces.coded(spec, "政府性基金预算支出表", own["fund"], under(this, _small(NATURES)), of_function),
            _no_public(spec, "政府性基金预算“三公”经费支出表", years),
            pieces.overview(spec, "部门收支总表", replace(_SYSTEM, carried="上年结转", forward="结转下年")),
            pieces.coded(
                spec,
                "部门收入总表",
                spec.money,
                [
                    ("合计", _any),
                    ("上年结转", forms._carried),
                    *when(
                        forms._current,
                        [
                            ("一般公共预算拨款收入", _fund("GENERAL_PUBLIC")),
                            ("政府性基金预算拨款收入", _fund("GOV_FUND")),
                            ("国有资本经营预算拨款收入", _fund("STATE_CAPITAL")),
                            ("财政专户管理资金收入", _fund("EDU_FEE")),
                            *_INCOMES,
                        ],
                    ),
                    ("使用非财政拨款结余", pieces.none),
                ],
                Labels(("科目/科目编码", "科目/科目名称")),
            ),
            pieces.coded(spec, "部门支出总表", own["spent"], SPENDING, Labels(("科目/科目编码", "科目/科目名称"))),
            pieces.plain(
                spec,
                "部门项目支出绩效信息表",
                ("项目名称", "预算执行率权重(%)", "年度绩效目标", "一级指标", "二级指标", "三级指标", "本年指标值", "指标权重"),
                [[p.name, "10", p.objective, "产出指标", "数量指标", "完成任务", "=100%", "30"] for p in spec.projects],
                tuple(range(8)),
            ),
        ],
    )


def _no_public(spec: ReportSpec, title: str, years: tuple[str, str]) -> PrintedTable:
    paths = [f"{year}/{path}" for year in years for path, _ in forms._PUBLIC_ITEMS]
    return pieces.empty(spec, title, paths, "注：本部门没有使用政府性基金预算安排的“三公”经费支出。")


# Shenyang


def _shenyang(spec: ReportSpec) -> list[PrintedTable]:
    own = _parts(spec)
    basic = _nature("BASIC")
    costs: list[Column] = [
        ("支出合计", _any),
        ("基本支出/小计", basic),
        ("基本支出/工资福利支出", forms.both(basic, forms._starts("301"))),
        ("基本支出/商品和服务支出", forms.both(basic, lambda m: m.econ[:3] in ("302", "310"))),
        ("基本支出/对个人和家庭的补助支出", forms.both(basic, forms._starts("303"))),
        ("项目支出", _nature("PROJECT")),
    ]
    parts = Labels((*(f"功能分类科目编码/{p}" for p in "类款项"), "功能分类科目名称"), parts=3, total="first", word="总计")
    econ = Labels(("科目编码/类", "科目编码/款", "经济分类科目名称"), parts=2, by_econ=True, total="first", word="总计")
    words = Words(
        (
            ("一、财政拨款收入", ("GENERAL_PUBLIC", "STATE_CAPITAL")),
            ("二、纳入预算管理的政府性基金收入", ("GOV_FUND",)),
            ("三、纳入专户管理的行政事业性收费收入", ("EDU_FEE",)),
            ("四、事业收入", ("BUSINESS_INCOME",)),
            ("五、其他收入", ("OTHER_INCOME", "OPERATING_INCOME")),
        ),
        carried="上年结转",
        forward="结转下年",
    )
    income: list[Column] = [
        ("收入合计", _any),
        ("财政拨款收入", forms.both(forms._current, _fund("GENERAL_PUBLIC", "STATE_CAPITAL"))),
        ("纳入预算管理的政府性基金收入", forms.both(forms._current, _fund("GOV_FUND"))),
        ("纳入专户管理的行政事业性收费收入", _fund("EDU_FEE")),
        ("事业收入", _fund("BUSINESS_INCOME")),
        ("其他收入", _fund("OTHER_INCOME", "OPERATING_INCOME")),
        ("上年结转", forms._carried),
    ]
    return pieces.numbered(
        "表{}",
        [
            pieces.overview(spec, f"{spec.year}年收支预算总表", words),
            pieces.bodies(spec, f"{spec.year}年收入预算总表", spec.money, income, ("单位编码", "单位名称")),
            pieces.coded(spec, f"{spec.year}年支出预算总表", own["spent"], costs, parts),
            pieces.fiscal(spec, f"{spec.year}年财政拨款收支预算总表", _GRANTS, forward="二、结转下年"),
            pieces.coded(spec, f"{spec.year}年财政拨款支出预算表（按功能分类）", own["fiscal"], costs, parts),
            pieces.coded(
                spec, f"{spec.year}年一般公共预算支出表", own["general"], costs, parts
            ),
            pieces.coded(
                spec, f"{spec.year}年一般公共预算基本支出表", own["basic"], STAFF, econ
            ),
            pieces.empty(
                spec,
                f"{spec.year}年纳入专户管理的行政事业性收费预算支出表",
                (*parts.heads, *(n for n, _ in costs)),
                _EMPTY,
            ),
            pieces.coded(
                spec, f"{spec.year}年纳入预算管理的政府性基金预算支出表", own["fund"], costs, parts
            ),
            pieces.coded(
                spec, f"{spec.year}年部门预算支出经济分类汇总表", own["spent"], NATURES, econ
            ),
            _government(spec, f"{spec.year}年支出经济分类预算总表（政府预算）", own["spent"]),
            pieces.projects(
                spec,
                f"{spec.year}年项目支出预算表",
                ("单位名称", "项目名称", "项目内容"),
                [("项目支出总数", _any), ("财政拨款收入", _fund("GENERAL_PUBLIC", "STATE_CAPITAL")), ("纳入预算管理的政府性基金收入", _fund("GOV_FUND")), ("其他资金", _fund("EDU_FEE", *_OWN))],
                lambda n, body, name: [body, name, "按计划实施"],
            ),
            _procurement(spec, f"{spec.year}年政府采购支出预算表"),
            pieces.empty(
                spec,
                f"{spec.year}年债务支出预算表",
                ("单位名称", "债务项目", "支出合计", "还本支出", "付息支出"),
                _EMPTY,
            ),
            pieces.plain(
                spec,
                f"{spec.year}年部门管理转移支付预算表",
                ("项目名称", "科目编码", "科目名称", "金额"),
                [["农田水利补助", "2130316", "农村水利", "864.20"], ["合计", "", "", "864.20"]],
                (0, 1, 2),
            ),
            pieces.public_across(spec, f"{spec.year}年“三公”经费预算表"),
        ],
    )


_FORMS: dict[str, Callable[[ReportSpec], list[PrintedTable]]] = {
    "hubei": _hubei,
    "anhui": _anhui,
    "yunnan": _yunnan,
    "henan": _henan,
    "jiangxi": _jiangxi,
    "shanxi": _shanxi,
    "hebei": _hebei,
    "guizhou": _guizhou,
    "hainan": _hainan,
    "shenyang": _shenyang,
}
NAMES = tuple(_FORMS)


def tables(spec: ReportSpec) -> list[PrintedTable]:
    """The tables of the spec's form."""
    return _FORMS[spec.form](spec)
