"""Budgets of places in the north.

henan: spending by nature and by fund in the overview, items below bodies; shanxi: last year beside
each amount, names without codes; hebei: a number before each row; shenyang: tables of special
accounts, debt and transfers.

Belongs here: which tables these places print, their words and order. Does not belong here: builders
(`pieces`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

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
    OF_PROJECTS,
    OWN_FUNDS,
    SYSTEM,
    UNIT_MONEY,
    agency,
    as_part,
    government,
    parts_of,
    procurement,
    sources,
)
from tests.generate.spec import Money, ReportSpec
from tests.generate.tables import PrintedTable, _any, _fund, _nature, _sum, _table, printed

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


def henan(spec: ReportSpec) -> list[PrintedTable]:
    own = parts_of(spec)
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
                    *FUNDS[1:],
                    ACCOUNT,
                    *INCOMES,
                ],
            ),
        ),
        *under("上年结转结余", when(forms._carried, [("小计", _any), *FUNDS, ACCOUNT, UNIT_MONEY])),
    ]
    heads = (*(f"科目编码/{part}" for part in ("类", "款", "项")), "单位代码", "单位（科目名称）")
    return pieces.numbered(
        "预算{:02d}表",
        [
            _henan_overview(spec),
            _below(spec, f"{spec.year}年部门收入总体情况表", list(spec.money), income, heads),
            _below(spec, f"{spec.year}年部门支出总体情况表", own["spent"], _COSTS_OF_HENAN, heads),
            pieces.fiscal(
                spec,
                f"{spec.year}年财政拨款收支总体情况表",
                [(n.removesuffix("拨款"), f) for n, f in GRANTS],
            ),
            _below(
                spec, f"{spec.year}年一般公共预算支出情况表", own["general"], _COSTS_OF_HENAN, heads
            ),
            two_schemes(spec, "一般公共预算基本支出情况表", own["basic"], STAFF),
            two_schemes(
                spec,
                "支出经济分类汇总表",
                own["spent"],
                (
                    ("总计", _any),
                    ("一般公共预算/小计", _fund("GENERAL_PUBLIC")),
                    ("一般公共预算/其中：财政拨款", _fund("GENERAL_PUBLIC")),
                    *FUNDS[1:],
                    ACCOUNT,
                    UNIT_MONEY,
                ),
            ),
            pieces.public_across(spec, "一般公共预算“三公”经费支出情况表"),
            _below(spec, "政府性基金支出情况表", own["fund"], _COSTS_OF_HENAN, heads),
            pieces.empty(
                spec,
                "国有资本经营预算收支表",
                ("收入/项目", "收入/预算数", "支出/项目", "支出/预算数"),
                EMPTY,
            ),
            pieces.plain(
                spec,
                "机关运行经费",
                ("科目编码/类", "科目编码/款", "科目名称", "机关运行经费"),
                agency(spec),
                (0, 1, 2),
            ),
            pieces.projects(
                spec,
                "项目支出预算表",
                ("类型", "项目名称", "项目单位（主管部门）"),
                OF_PROJECTS,
                lambda n, body, name: ["特定目标类", name, body],
            ),
            pieces.plain(
                spec,
                "部门（单位）整体绩效目标表",
                ("一级指标", "二级指标", "三级指标", "指标值", "指标值说明"),
                [
                    ["产出指标", "重点工作任务完成", duty, "100%", ""]
                    for duty in spec.narrative.duties
                ],
                (0, 1, 2, 3, 4),
            ),
        ],
    )


def _henan_overview(spec: ReportSpec) -> PrintedTable:
    """Spending by nature and class of cost, one amount a fund; parts of income as 其中."""
    money = spec.money
    current = [m for m in money if forms._current(m)]

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
        *FUNDS[1:],
        ACCOUNT,
        UNIT_MONEY,
    ]
    table = _table(
        spec,
        1,
        f"{spec.year}年部门收支总体情况表",
        forms._columns(
            "收入/项目", "收入/金额", "支出/项目", *(f"支出/{name}" for name, _ in funds)
        ),
        [0.18, 0.1, 0.16, *[0.08] * len(funds)],
        (0, 2),
        (),
    )
    right = [
        [
            label,
            *(printed(_sum(money, forms.both(keep, f)), spec) if label else "" for _, f in funds),
        ]
        for label, keep in lines
    ]
    forms._lists(spec, table, [forms._text(spec, line) for line in income], right)
    return table


def _below(
    spec: ReportSpec,
    title: str,
    money: list[Money],
    columns: Sequence[Column],
    heads: tuple[str, ...],
) -> PrintedTable:
    """Items below their body, under other headings than Sichuan's."""
    table = provinces._by_body(spec, 1, title, money, list(columns))
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


def two_schemes(
    spec: ReportSpec, title: str, money: list[Money], columns: Sequence[Column]
) -> PrintedTable:
    """One row a department economic item, the government's class of it beside."""
    names = forms._names(spec)
    own_columns = list(columns)
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


def shanxi(spec: ReportSpec) -> list[PrintedTable]:
    own = parts_of(spec)
    years = (f"{spec.year - 1}年预算数", f"{spec.year}年预算数")
    change = f"{spec.year}年预算数比{spec.year - 1}年预算数增减%"
    fiscal = [
        ("财政拨款收入", _fund(*FISCAL_FUNDS)),
        ("财政专户管理资金", _fund("EDU_FEE")),
        ("单位资金", _fund(*OWN_FUNDS)),
    ]
    general = pieces.coded(
        spec,
        "一般公共预算支出表",
        own["general"],
        under(years[1], as_part(NATURES)),
        Labels(("功能科目/科目编码", "功能科目/科目名称")),
    )
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
                replace(SYSTEM, carried="上年结转", forward="结转下年"),
                prior=True,
            ),
            pieces.coded(
                spec,
                f"{spec.year}年预算收入总表",
                spec.money,
                [
                    ("本年收入合计", forms._current),
                    *when(forms._current, fiscal),
                    ("上年结转", forms._carried),
                ],
                Labels(("项目/科目编码", "项目/科目名称")),
            ),
            pieces.coded(
                spec,
                f"{spec.year}年预算支出总表",
                own["spent"],
                NATURES,
                Labels(("项目/科目编码", "项目/科目名称")),
            ),
            pieces.fiscal(
                spec,
                f"{spec.year}年财政拨款收支总表",
                [(n, f) for n, f in GRANTS],
                whole="支出/小计",
                forward="二、结转下年",
            ),
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
                lambda yuan: [
                    printed(yuan * 8 / 10, spec),
                    printed(yuan, spec),
                    "25.00" if yuan else "",
                ],
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
                spec,
                f"{spec.year}年政府性基金预算支出预算表",
                own["fund"],
                NATURES,
                Labels(("科目编码", "科目名称")),
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
                [[spec.entity, agency(spec)[0][3]], ["合计", agency(spec)[0][3]]],
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


def hebei(spec: ReportSpec) -> list[PrintedTable]:
    own = parts_of(spec)
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
        *when(forms._current, INCOMES),
        ("上年结转", forms._carried),
    ]
    costs = [(name.replace("公用经费", "日常公用经费"), keep) for name, keep in COSTS]
    words = Words(
        sources(
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
            GRANTS,
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
            (
                "序号",
                "项目",
                "资金来源/合计",
                "资金来源/一般公共预算拨款",
                "资金来源/政府性基金预算拨款",
            ),
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
            (
                "职责活动",
                "年度预算数",
                "内容描述",
                "绩效目标",
                "绩效指标",
                "评价标准/优",
                "评价标准/良",
            ),
            [
                [duty, "264.13", duty, "按期完成", "完成率", "≥95", "≥90"]
                for duty in spec.narrative.duties
            ],
            (0, 2, 3, 4, 5, 6),
        ),
    ]
    return pieces.numbered("公开表{}", made)


def shenyang(spec: ReportSpec) -> list[PrintedTable]:
    own = parts_of(spec)
    basic = _nature("BASIC")
    costs: list[Column] = [
        ("支出合计", _any),
        ("基本支出/小计", basic),
        ("基本支出/工资福利支出", forms.both(basic, forms._starts("301"))),
        ("基本支出/商品和服务支出", forms.both(basic, lambda m: m.econ[:3] in ("302", "310"))),
        ("基本支出/对个人和家庭的补助支出", forms.both(basic, forms._starts("303"))),
        ("项目支出", _nature("PROJECT")),
    ]
    parts = Labels(
        (*(f"功能分类科目编码/{p}" for p in "类款项"), "功能分类科目名称"),
        parts=3,
        total="first",
        word="总计",
    )
    econ = Labels(
        ("科目编码/类", "科目编码/款", "经济分类科目名称"),
        parts=2,
        by_econ=True,
        total="first",
        word="总计",
    )
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
            pieces.bodies(
                spec, f"{spec.year}年收入预算总表", spec.money, income, ("单位编码", "单位名称")
            ),
            pieces.coded(spec, f"{spec.year}年支出预算总表", own["spent"], costs, parts),
            pieces.fiscal(
                spec, f"{spec.year}年财政拨款收支预算总表", GRANTS, forward="二、结转下年"
            ),
            pieces.coded(
                spec, f"{spec.year}年财政拨款支出预算表（按功能分类）", own["fiscal"], costs, parts
            ),
            pieces.coded(spec, f"{spec.year}年一般公共预算支出表", own["general"], costs, parts),
            pieces.coded(spec, f"{spec.year}年一般公共预算基本支出表", own["basic"], STAFF, econ),
            pieces.empty(
                spec,
                f"{spec.year}年纳入专户管理的行政事业性收费预算支出表",
                (*parts.heads, *(n for n, _ in costs)),
                EMPTY,
            ),
            pieces.coded(
                spec, f"{spec.year}年纳入预算管理的政府性基金预算支出表", own["fund"], costs, parts
            ),
            pieces.coded(
                spec, f"{spec.year}年部门预算支出经济分类汇总表", own["spent"], NATURES, econ
            ),
            government(spec, f"{spec.year}年支出经济分类预算总表（政府预算）", own["spent"]),
            pieces.projects(
                spec,
                f"{spec.year}年项目支出预算表",
                ("单位名称", "项目名称", "项目内容"),
                [
                    ("项目支出总数", _any),
                    ("财政拨款收入", _fund("GENERAL_PUBLIC", "STATE_CAPITAL")),
                    ("纳入预算管理的政府性基金收入", _fund("GOV_FUND")),
                    ("其他资金", _fund("EDU_FEE", *OWN_FUNDS)),
                ],
                lambda n, body, name: [body, name, "按计划实施"],
            ),
            procurement(spec, f"{spec.year}年政府采购支出预算表"),
            pieces.empty(
                spec,
                f"{spec.year}年债务支出预算表",
                ("单位名称", "债务项目", "支出合计", "还本支出", "付息支出"),
                EMPTY,
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
