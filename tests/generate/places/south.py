"""Budgets of places in the south.

yunnan: many tables in yuan, projects by function and economic class; jiangxi: the three public items
by body; guizhou: three lists; hainan: appropriation first.

Belongs here: which tables these places print, their words and order. Does not belong here: builders
(`pieces`).
"""

from __future__ import annotations

from dataclasses import replace

from tests.generate import forms, pieces, provinces
from tests.generate.codes import FISCAL_FUNDS
from tests.generate.pieces import (
    COSTS,
    NATURES,
    SPENDING,
    STAFF,
    Column,
    Labels,
    Words,
    under,
    when,
)
from tests.generate.places.common import (
    ACCOUNT,
    EMPTY,
    FUNDS,
    GRANTS,
    INCOMES,
    LAST_YEAR,
    OWN_FUNDS,
    SYSTEM,
    as_part,
    government,
    parts_of,
    procurement,
    sources,
    targets,
)
from tests.generate.spec import Money, ReportSpec
from tests.generate.tables import PrintedTable, TableRow, _any, _function_name, _fund, _sum, printed


def yunnan(spec: ReportSpec) -> list[PrintedTable]:
    own = parts_of(spec)
    words = Words(
        (
            *sources(
                "一二三四",
                ("一般公共预算拨款收入", "GENERAL_PUBLIC"),
                ("政府性基金预算拨款收入", "GOV_FUND"),
                ("国有资本经营预算拨款收入", "STATE_CAPITAL"),
                ("财政专户管理资金收入", "EDU_FEE"),
            ),
            ("五、单位资金", (*OWN_FUNDS, "SUPERIOR_SUBSIDY", "SUBORDINATE_REMIT")),
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
    unit_money = [("小计", _any), *INCOMES]
    income: list[Column] = [
        ("合计", _any),
        *under(
            "本年收入",
            when(
                forms._current,
                [
                    ("小计", _any),
                    *FUNDS,
                    ACCOUNT,
                    *under("单位资金", when(_fund(*OWN_FUNDS), unit_money)),
                ],
            ),
        ),
        *LAST_YEAR,
    ]
    spending: list[Column] = [
        ("合计", _any),
        *under("一般公共预算", when(_fund("GENERAL_PUBLIC"), as_part(NATURES))),
        *FUNDS[1:],
        ("财政专户管理的支出", _fund("EDU_FEE")),
        ("单位资金/小计", _fund(*OWN_FUNDS)),
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
            pieces.bodies(
                spec, "部门收入预算表", spec.money, income, ("部门（单位）代码", "部门（单位）名称")
            ),
        ),
        (
            "01-3表",
            pieces.coded(
                spec, "部门支出预算表", own["spent"], spending, replace(count, word="合  计")
            ),
        ),
        (
            "02-1表",
            pieces.fiscal(
                spec,
                "部门财政拨款收支预算总表",
                GRANTS,
                by_fund=False,
                heads=(
                    "收        入/项目",
                    "收        入/预算数",
                    "支        出/项目（按功能分类）",
                ),
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
        ("05-2表", targets(spec, "部门项目支出绩效目标表")),
        (
            "06表",
            _tree_by_body(
                spec, "部门政府性基金预算支出预算表", "本年政府性基金预算支出", own["fund"]
            ),
        ),
        ("07表", procurement(spec, "部门政府采购预算表")),
        (
            "08表",
            pieces.empty(
                spec,
                "部门政府购买服务预算表",
                (
                    "预算项目",
                    "采购项目",
                    "政府购买服务项目",
                    "政府购买服务目录代码",
                    "所属领域",
                    "合计",
                ),
                "备注：本单位无政府购买服务预算，故此表为空。",
            ),
        ),
        (
            "09-1表",
            pieces.plain(
                spec,
                "对下转移支付预算表",
                (
                    "单位名称（项目）",
                    "资金来源/合计",
                    "资金来源/一般公共预算",
                    "地区/甲区",
                    "地区/乙区",
                ),
                [["灌溉设施补助", "640,000.00", "640,000.00", "400,000.00", "240,000.00"]],
            ),
        ),
        (
            "09-2表",
            pieces.empty(
                spec,
                "对下转移支付绩效目标表",
                ("单位名称、项目名称", "项目年度绩效目标", "一级指标", "二级指标", "指标值"),
                EMPTY,
            ),
        ),
        (
            "10表",
            pieces.plain(
                spec,
                "新增资产配置表",
                (
                    "单位名称",
                    "资产类别",
                    "资产名称",
                    "计量单位",
                    "财政部门批复数/数量",
                    "财政部门批复数/单价",
                    "财政部门批复数/金额",
                ),
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
                (
                    "项目分类",
                    "项目代码",
                    "项目名称",
                    "功能科目编码",
                    "功能科目名称",
                    "上级补助/合计",
                    "上级补助/一般公共预算",
                    "上级补助/政府性基金预算",
                ),
                [
                    [
                        "民生类",
                        "5300002",
                        "水库移民补助",
                        "2130306",
                        "水利工程运行与维护",
                        "864,200.00",
                        "864,200.00",
                        "",
                    ]
                ],
                (0, 1, 2, 3, 4),
            ),
        ),
        (
            "12表",
            pieces.plain(
                spec,
                "部门项目中期规划预算表",
                (
                    "单位名称",
                    "项目分类",
                    "项目名称",
                    "项目级次",
                    *(f"一般公共预算/{spec.year + n}年" for n in range(3)),
                ),
                [
                    [p.unit, "特定目标类", p.name, "本级", "264,000.00", "280,000.00", "300,000.00"]
                    for p in spec.projects
                ],
                (0, 1, 2, 3),
            ),
        ),
    ]
    made = provinces._labelled([(f"预算{label}", table) for label, table in found])
    return made


def _items(spec: ReportSpec, title: str, econ: tuple[str, str], nature: str) -> PrintedTable:
    """One row a body, project, function and economic item."""
    money = [m for m in spec.money if m.nature == nature]
    heads = ("单位名称", "项目代码", "项目名称", "功能科目编码", "功能科目名称", *econ)
    names = forms._names(spec)
    columns: list[Column] = [
        ("资金来源/总计", _any),
        *under("资金来源/财政拨款", when(forms._current, [("小计", _fund(*FISCAL_FUNDS)), *FUNDS])),
        ("资金来源/财政拨款结转结余", forms._carried),
        ("资金来源/财政专户管理资金", _fund("EDU_FEE")),
        ("资金来源/单位资金", _fund(*OWN_FUNDS)),
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
        own = [
            m
            for m in money
            if (m.unit, m.project or "", m.function, m.econ) == (unit, project, function, item)
        ]
        name = project or names[item[:3]]
        code = f"5301002100000000{len(name):04d}"
        head = [unit, code, name, function, _function_name(spec, function), item, names[item]]
        rows.append([*head, *pieces.amounts(spec, own, columns)])
    rows.append(["合  计", *["<"] * 6, *pieces.amounts(spec, money, columns)])
    table.rows = [TableRow(row, (row[0],)) for row in rows]
    return table


def _tree_by_body(spec: ReportSpec, title: str, group: str, money: list[Money]) -> PrintedTable:
    """The body beside the codes of its money."""
    table = pieces.coded(spec, title, money, under(group, NATURES))
    table.columns = [("单位名称",), *table.columns]
    table.widths = [0.2, *table.widths]
    table.amounts = tuple(index + 1 for index in table.amounts)
    for row in table.rows:
        row.cells = (
            ["合计", "<", *row.cells[1:]] if row.cells[0] == "合计" else [spec.entity, *row.cells]
        )
    return table


def jiangxi(spec: ReportSpec) -> list[PrintedTable]:
    own = parts_of(spec)
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
    fiscal = [
        ("小计", _fund(*FISCAL_FUNDS)),
        ("一般公共预算拨款收入", _fund("GENERAL_PUBLIC")),
        ("政府性基金预算拨款收入", _fund("GOV_FUND")),
        ("国有资本经营预算收入", _fund("STATE_CAPITAL")),
    ]
    income: list[Column] = [
        ("合计", _any),
        ("上年结转", forms._carried),
        *under("财政拨款", when(forms._current, fiscal)),
        ("教育收费资金收入", _fund("EDU_FEE")),
        *when(forms._current, INCOMES),
        ("使用非财政拨款结余", pieces.none),
    ]
    first = Labels(("科目编码", "科目名称"), total="first")
    of_function = Labels(("支出功能分类科目/科目编码", "支出功能分类科目/科目名称"), total="first")
    of_econ = Labels(
        ("支出经济分类科目/科目编码", "支出经济分类科目/科目名称"), by_econ=True, total="first"
    )
    return pieces.numbered(
        "附表{}",
        [
            pieces.overview(spec, "收支预算总表", words),
            pieces.coded(spec, "部门收入总表", spec.money, income, first),
            pieces.coded(spec, "部门支出总表", own["spent"], SPENDING, of_function),
            pieces.fiscal(
                spec,
                "财政拨款收支总表",
                [(n.replace("拨款", "收入"), f) for n, f in GRANTS],
                heads=("收入/项目", "收入/预算数", "支出/项目(按支出功能科目类级)"),
            ),
            pieces.coded(
                spec,
                "一般公共预算支出表",
                own["general"],
                under(f"{spec.year}年预算数", NATURES),
                of_function,
            ),
            pieces.coded(
                spec,
                "一般公共预算基本支出表",
                own["basic"],
                under(f"{spec.year}年基本支出", STAFF),
                of_econ,
            ),
            pieces.public_across(
                spec, "一般公共预算“三公”经费支出表", "合计", heads=("单位编码", "单位名称")
            ),
            pieces.coded(
                spec,
                "政府性基金预算支出表",
                own["fund"],
                under(f"{spec.year}年预算数", NATURES),
                of_function,
            ),
            pieces.empty(
                spec,
                "国有资本经营预算支出表",
                (*of_function.heads, *(n for n, _ in under(f"{spec.year}年预算数", NATURES))),
                "注：若为空表，则为该部门（单位）无国有资本经营预算收支",
            ),
            targets(spec, "重点项目绩效目标表"),
            pieces.plain(
                spec,
                "部门整体支出绩效目标表",
                (
                    "部门名称",
                    "联系人",
                    "部门预算申报额/收入预算合计",
                    "部门预算申报额/其中：财政拨款",
                    "年度目标",
                ),
                [
                    [
                        spec.entity,
                        "李某",
                        printed(_sum(spec.money), spec),
                        printed(_sum(spec.money, _fund(*FISCAL_FUNDS)), spec),
                        spec.narrative.duties[0],
                    ]
                ],
                (0, 1, 4),
            ),
        ],
    )


def guizhou(spec: ReportSpec) -> list[PrintedTable]:
    own = parts_of(spec)
    econ = [
        (f"{n}、{name}", forms.both(forms._spent, forms._starts(code)))
        for n, (code, name) in zip("一二三四", provinces._DEPARTMENT.items(), strict=True)
    ]
    words = replace(
        SYSTEM,
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
                    *when(
                        forms._current,
                        [
                            ("一般公共预算拨款收入", _fund("GENERAL_PUBLIC")),
                            ("政府性基金预算拨款收入", _fund("GOV_FUND")),
                            ("国有资本经营预算拨款收入", _fund("STATE_CAPITAL")),
                        ],
                    ),
                    ("财政专户管理资金收入", _fund("EDU_FEE")),
                    *when(forms._current, INCOMES),
                ],
                parts,
            ),
            pieces.coded(spec, "部门支出总体情况表", own["spent"], SPENDING, parts),
            pieces.fiscal(spec, "财政拨款收支总体情况表", GRANTS, forward="二、结转下年"),
            pieces.coded(
                spec, "一般公共预算支出表（功能分类到项级）", own["general"], NATURES, parts
            ),
            pieces.coded(
                spec,
                "一般公共预算基本支出表（部门预算支出经济分类）",
                own["basic"],
                STAFF,
                Labels(
                    (
                        "经济分类科目/科目编码/类",
                        "经济分类科目/科目编码/款",
                        "经济分类科目/科目名称",
                    ),
                    parts=2,
                    by_econ=True,
                ),
            ),
            government(spec, "一般公共预算基本支出表（政府预算支出经济分类）", own["basic"]),
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
                spec,
                "国有资本经营预算支出表",
                (*parts.heads, *(n for n, _ in NATURES)),
                "说明：本部门没有国有资本经营预算支出，本表无数据。",
            ),
            pieces.projects(
                spec,
                "部门项目支出预算表",
                ("项目名称", "项目单位", "项目类别"),
                [
                    ("合计", _any),
                    ("财政拨款", _fund(*FISCAL_FUNDS)),
                    ("财政专户管理资金", _fund("EDU_FEE")),
                    ("单位资金", _fund(*OWN_FUNDS)),
                ],
                lambda n, body, name: [name, body, "特定目标类"],
            ),
        ],
    )


def hainan(spec: ReportSpec) -> list[PrintedTable]:
    own = parts_of(spec)
    this = f"{spec.year}年预算数"
    of_function = Labels(("支出功能分类科目/科目编码", "支出功能分类科目/科目名称"))
    years = (f"{spec.year - 1}年预算数", this)
    two = forms._central_public(spec)
    assert two.columns[0][0] == years[0]
    return pieces.numbered(
        "部门公开表{}",
        [
            pieces.fiscal(spec, "财政拨款收支总表", GRANTS, forward="二、结转下年"),
            pieces.coded(
                spec,
                "一般公共预算支出表",
                own["general"],
                under(this, as_part(NATURES)),
                of_function,
            ),
            pieces.coded(
                spec,
                "一般公共预算基本支出表",
                own["basic"],
                under(f"{spec.year}年基本支出", STAFF),
                Labels(("支出经济分类科目/科目编码", "支出经济分类科目/科目名称"), by_econ=True),
            ),
            replace(two, title="一般公共预算“三公”经费支出表"),
            pieces.coded(
                spec,
                "政府性基金预算支出表",
                own["fund"],
                under(this, as_part(NATURES)),
                of_function,
            ),
            _no_public(spec, "政府性基金预算“三公”经费支出表", years),
            pieces.overview(
                spec, "部门收支总表", replace(SYSTEM, carried="上年结转", forward="结转下年")
            ),
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
                            *INCOMES,
                        ],
                    ),
                    ("使用非财政拨款结余", pieces.none),
                ],
                Labels(("科目/科目编码", "科目/科目名称")),
            ),
            pieces.coded(
                spec,
                "部门支出总表",
                own["spent"],
                SPENDING,
                Labels(("科目/科目编码", "科目/科目名称")),
            ),
            pieces.plain(
                spec,
                "部门项目支出绩效信息表",
                (
                    "项目名称",
                    "预算执行率权重(%)",
                    "年度绩效目标",
                    "一级指标",
                    "二级指标",
                    "三级指标",
                    "本年指标值",
                    "指标权重",
                ),
                [
                    [p.name, "10", p.objective, "产出指标", "数量指标", "完成任务", "=100%", "30"]
                    for p in spec.projects
                ],
                tuple(range(8)),
            ),
        ],
    )


def _no_public(spec: ReportSpec, title: str, years: tuple[str, str]) -> PrintedTable:
    paths = [f"{year}/{path}" for year in years for path, _ in forms._PUBLIC_ITEMS]
    return pieces.empty(
        spec, title, paths, "注：本部门没有使用政府性基金预算安排的“三公”经费支出。"
    )
