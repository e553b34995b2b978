"""Final accounts as further places print them, told as data over `pieces` and `forms`.

final_yunnan: opening and closing balances of each fund beside its income and spending, three public
items with counts, state assets; final_neimenggu: project spending by economic class, one sheet of
operating cost, assets and procurement; final_tianjin: income and spending by function and by body,
projects; final_shanxi: the three public items among other information; final_older: a third list
of natures and economic classes.

Belongs here: which tables a place prints, their words and order. Does not belong here: budgets
(the other modules), how a kind of table is built (`pieces`), pages, figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.generate import forms, pieces
from tests.generate.codes import FISCAL_FUNDS
from tests.generate.pieces import NATURES, Column, Labels, Words, under, when
from tests.generate.spec import Money, ReportSpec
from tests.generate.tables import (
    PrintedTable,
    TableRow,
    _any,
    _fund,
    _nature,
    printed,
    three_public,
)

_SPENDING: tuple[Column, ...] = (
    ("本年支出合计", _any),
    ("基本支出", _nature("BASIC")),
    ("项目支出", _nature("PROJECT")),
    ("上缴上级支出", _nature("TO_SUPERIOR")),
    ("经营支出", _nature("BUSINESS")),
    ("对附属单位补助支出", _nature("TO_SUBORDINATE")),
)
_INCOME: tuple[Column, ...] = (
    ("本年收入合计", _any),
    ("财政拨款收入", _fund(*FISCAL_FUNDS)),
    ("上级补助收入", _fund("SUPERIOR_SUBSIDY")),
    ("事业收入/小计", _fund("BUSINESS_INCOME")),
    ("事业收入/其中：教育收费", pieces.none),
    ("经营收入", _fund("OPERATING_INCOME")),
    ("附属单位上缴收入", _fund("SUBORDINATE_REMIT")),
    ("其他收入", _fund("OTHER_INCOME")),
)
_PARTS = Labels(
    (*(f"项目/支出功能分类科目编码/{p}" for p in "类款项"), "项目/科目名称"),
    parts=3,
    total="first",
    count="栏次",
)
_CODE = Labels(("项目/科目代码", "项目/科目名称"), total="first", count="栏次")


_WORDS = Words(
    tuple(
        (f"{n}、{name}", (fund,))
        for n, (name, fund) in zip(
            "一二三四五六七八",
            forms.FINAL_INCOMES,
            strict=True,
        )
    ),
    heads=("收入/项目", "收入/金额", "支出/项目（按功能分类）", "支出/金额"),
    carried="年初结转和结余",
    all_income="总计",
    forward="年末结转和结余",
    all_spent="总计",
)


def _overview(spec: ReportSpec, title: str) -> PrintedTable:
    table = pieces.overview(spec, title, _WORDS)
    count = len(table.rows)
    table.columns = [
        *table.columns[:1],
        ("收入", "行次"),
        *table.columns[1:3],
        ("支出", "行次"),
        table.columns[3],
    ]
    table.widths = [0.3, 0.05, 0.14, 0.32, 0.05, 0.14]
    table.amounts = (2, 5)
    for place, row in enumerate(table.rows, 1):
        one, two, three, four = row.cells
        row.cells = [one, str(place), two, three, str(place + count), four]
    table.rows.insert(0, TableRow(["栏次", "", "1", "栏次", "", "2"]))
    return table


def _spent(spec: ReportSpec, keep: Callable[[Money], bool] = _any) -> list[Money]:
    return [m for m in spec.money if forms._spent(m) and keep(m)]


def _flows(spec: ReportSpec, title: str, fund: str, *, deep: bool) -> PrintedTable:
    """Opening balance, income, spending, closing balance of one fund; `deep`: by nature."""
    money = [m for m in spec.money if m.fund == fund]
    income = forms._current
    carried, left = forms._carried, forms._left
    spent = when(forms._spent, NATURES)
    columns: list[Column]
    project = lambda m: m.nature != "BASIC"  # noqa: E731
    if deep:
        columns = [
            *under(
                "年初结转和结余",
                [("合计", carried), ("基本支出结转", pieces.none), ("项目支出结转和结余", carried)],
            ),
            *under(
                "本年收入",
                when(
                    income, [("合计", _any), ("基本支出", _nature("BASIC")), ("项目支出", project)]
                ),
            ),
            ("本年支出/合计", forms._spent),
            ("本年支出/基本支出/小计", _nature("BASIC")),
            ("本年支出/基本支出/人员经费", forms.both(_nature("BASIC"), forms._staff)),
            ("本年支出/基本支出/公用经费", forms.both(_nature("BASIC"), forms._public)),
            ("本年支出/项目支出", _nature("PROJECT")),
            ("年末结转和结余/合计", left),
            ("年末结转和结余/基本支出结转", pieces.none),
            ("年末结转和结余/项目支出结转和结余/项目支出结转", left),
            ("年末结转和结余/项目支出结转和结余/项目支出结余", pieces.none),
        ]
    else:
        columns = [
            ("年初结转和结余", carried),
            ("本年收入", income),
            *under("本年支出", spent),
            ("年末结转和结余", left),
        ]
    table = pieces.coded(spec, title, money, columns, _PARTS)
    table.is_wide = deep
    return table


def _three_lists(spec: ReportSpec, title: str, nature: str) -> PrintedTable:
    """Economic classes in three lists, staff, goods, capital; totals in the last row."""
    own = replace(
        spec,
        money=tuple(
            replace(m, nature="BASIC", project=None) for m in spec.money if m.nature == nature
        ),
        projects=(),
    )
    return replace(forms._final_basic(own), title=title)


def _public_and_counts(spec: ReportSpec, title: str, *, agency: bool) -> PrintedTable:
    """The three public items and operating cost with their budget, then counts that are no money."""
    amounts = three_public(spec)

    def yuan(*parts: str) -> list[str]:
        total = sum((sum(amounts[part].values(), Decimal(0)) for part in parts), Decimal(0))
        text = printed(total, spec)
        return [text, text, text]

    vehicles = ("VEHICLE_PURCHASE", "VEHICLE_OPERATION")
    lines: list[tuple[str, list[str]]] = [
        ("一、“三公”经费支出", ["——", "——", "——"]),
        ("（一）支出合计", yuan("ABROAD", *vehicles, "RECEPTION")),
        ("1．因公出国（境）费", yuan("ABROAD")),
        ("2．公务用车购置及运行维护费", yuan(*vehicles)),
        ("（1）公务用车购置费", yuan("VEHICLE_PURCHASE")),
        ("（2）公务用车运行维护费", yuan("VEHICLE_OPERATION")),
        ("3．公务接待费", yuan("RECEPTION")),
        ("（1）国内接待费", ["——", "——", yuan("RECEPTION")[0]]),
        ("其中：外事接待费", ["——", "——", ""]),
        ("（2）国（境）外接待费", ["——", "——", ""]),
        ("（二）相关统计数", ["——", "——", "——"]),
        ("1．因公出国（境）团组数（个）", ["——", "——", "0"]),
        ("2．因公出国（境）人次数（人）", ["——", "——", "0"]),
        ("3．公务用车购置数（辆）", ["——", "——", "0"]),
        ("4．公务用车保有量（辆）", ["——", "——", "6"]),
        ("5．国内公务接待批次（个）", ["——", "——", "42"]),
        ("6．国内公务接待人次（人）", ["——", "——", "386"]),
    ]
    if agency:
        operating = printed(sum(amounts["AGENCY_OPERATING"].values(), Decimal(0)), spec)
        lines += [
            ("二、机关运行经费", ["——", "——", operating]),
            ("（一）行政单位", ["——", "——", operating]),
            ("（二）参照公务员法管理事业单位", ["——", "——", ""]),
        ]
    rows = [["栏次", "", "1", "2", "3"]]
    rows += [[label, str(n), *cells] for n, (label, cells) in enumerate(lines, 1)]
    heads = ("项目", "行次", "年初预算数", "全年预算数", "决算统计数")
    table = pieces.plain(spec, title, heads, rows, (0, 1))
    table.widths = [0.4, 0.06, 0.18, 0.18, 0.18]
    return table


def _assets(spec: ReportSpec) -> PrintedTable:
    heads = (
        "项目",
        "行次",
        "资产总额",
        "流动资产",
        "固定资产/小计",
        "固定资产/房屋构筑物",
        "固定资产/车辆",
        "固定资产/单价200万以上大型设备",
        "固定资产/其他固定资产",
        "对外投资/有价证券",
        "在建工程",
        "无形资产",
        "其他资产",
    )
    rows = [
        ["栏次", "", *(str(n) for n in range(1, 12))],
        [
            "合计",
            "1",
            "6,421.34",
            "486.21",
            "5,264.13",
            "2,864.13",
            "164.21",
            "0.00",
            "2,235.79",
            "",
            "486.42",
            "184.58",
            "",
        ],
    ]
    return pieces.plain(
        spec,
        "国有资产使用情况表",
        heads,
        rows,
        (0, 1),
        ("注：1.资产总额＝流动资产＋固定资产＋对外投资／有价证券＋在建工程＋无形资产＋其他资产。",),
    )


def _self_review(spec: ReportSpec, title: str) -> PrintedTable:
    heads = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因",
    )
    rows = [
        ["产出指标", "数量指标", duty, "100%", "100%", "10", "10", "无"]
        for duty in spec.narrative.duties
    ]
    return pieces.plain(spec, title, heads, rows, tuple(range(8)))


def yunnan(spec: ReportSpec) -> list[PrintedTable]:
    current = [m for m in spec.money if forms._current(m)]
    made = [
        _overview(spec, "收入支出决算表"),
        pieces.coded(spec, "收入决算表", current, _INCOME, _PARTS),
        pieces.coded(spec, "支出决算表", _spent(spec), _SPENDING, _PARTS),
        replace(forms._final_fiscal(spec), title="财政拨款收入支出决算表"),
        _flows(spec, "一般公共预算财政拨款收入支出决算表", "GENERAL_PUBLIC", deep=True),
        _three_lists(spec, "一般公共预算财政拨款基本支出决算表", "BASIC"),
        _three_lists(_general(spec), "一般公共预算财政拨款项目支出决算表", "PROJECT"),
        _flows(spec, "政府性基金预算财政拨款收入支出决算表", "GOV_FUND", deep=True),
        pieces.empty(
            spec,
            "国有资本经营预算财政拨款收入支出决算表",
            (*_PARTS.heads, "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"),
            "注：本部门没有国有资本经营预算财政拨款收入，也没有使用该资金安排的支出，故本表为空。",
        ),
        _public_and_counts(spec, "财政拨款“三公”经费、行政参公单位机关运行经费情况表", agency=True),
        _public_and_counts(spec, "一般公共预算财政拨款“三公”经费情况表", agency=False),
        _assets(spec),
        _self_review(spec, "部门整体支出绩效自评情况"),
        _self_review(spec, "项目支出绩效自评表"),
    ]
    return pieces.numbered("公开{:02d}表", made)


def _general(spec: ReportSpec) -> ReportSpec:
    return replace(
        spec, money=tuple(m for m in spec.money if m.fund == "GENERAL_PUBLIC" and forms._spent(m))
    )


def _information(spec: ReportSpec) -> PrintedTable:
    """Operating cost, assets and procurement on one sheet, money and counts mixed."""
    operating = printed(sum(three_public(spec)["AGENCY_OPERATING"].values(), Decimal(0)), spec)
    bought = [printed(yuan, spec) for yuan in spec.narrative.procurement]
    total = printed(sum(spec.narrative.procurement, Decimal(0)), spec)
    lines = [
        ("一、机构运行经费支出", "——"),
        ("（一）行政单位", operating),
        ("（二）参照公务员法管理的事业单位", ""),
        ("二、国有资产占用情况", "——"),
        ("（一）车辆数合计（辆）", "6"),
        ("1．主要负责人用车", "1"),
        ("2．其他用车", "5"),
        ("（二）单价100万元（含）以上设备（不含车辆）（台，套）", "2"),
        ("三、政府采购支出信息", "——"),
        ("（一）政府采购支出合计", total),
        ("1．政府采购货物支出", bought[0]),
        ("2．政府采购工程支出", bought[1]),
        ("3．政府采购服务支出", bought[2]),
        ("（二）政府采购授予中小企业合同金额", bought[2]),
    ]
    rows = [["栏次", "", "1"], *([label, str(n), text] for n, (label, text) in enumerate(lines, 1))]
    return pieces.plain(
        spec,
        "机构运行经费支出、国有资产占用情况及政府采购支出信息表",
        ("项目", "行次", "统计数"),
        rows,
        (0, 1),
    )


def neimenggu(spec: ReportSpec) -> list[PrintedTable]:
    current = [m for m in spec.money if forms._current(m)]
    made = [
        _overview(spec, "收入支出决算总表"),
        pieces.coded(spec, "收入决算表", current, _INCOME, _CODE),
        pieces.coded(spec, "支出决算表", _spent(spec), _SPENDING, _CODE),
        forms._final_fiscal(spec),
        _project_flows(spec),
        forms._final_general(spec),
        _three_lists(spec, "一般公共预算财政拨款基本支出决算明细表", "BASIC"),
        _three_lists(_general(spec), "一般公共预算财政拨款项目支出决算明细表", "PROJECT"),
        forms._final_fund(spec),
        forms._final_capital(spec),
        _public_and_counts(spec, "财政拨款“三公”经费支出决算表", agency=False),
        _information(spec),
    ]
    return pieces.numbered("公开{:02d}表", made)


def _project_flows(spec: ReportSpec) -> PrintedTable:
    """Projects with their opening balance, income, spending, and what is left."""
    columns: list[Column] = [
        ("年初结转和结余", forms._carried),
        ("本年收入/小计", forms._current),
        ("本年收入/其中：财政拨款", forms.both(forms._current, _fund(*FISCAL_FUNDS))),
        ("本年支出/小计", forms._spent),
        ("本年支出/其中：财政拨款", forms.both(forms._spent, _fund(*FISCAL_FUNDS))),
        ("年末结转和结余", forms._left),
    ]
    return pieces.projects(
        spec,
        "项目收入支出决算表",
        ("项目代码", "项目名称", "科目代码"),
        columns,
        lambda n, body, name: [
            f"15000024{n:04d}",
            name,
            next(m.function for m in spec.money if m.project == name),
        ],
    )


def tianjin(spec: ReportSpec) -> list[PrintedTable]:
    current = [m for m in spec.money if forms._current(m)]
    body = ("单位名称",)
    made = [
        _overview(spec, "收入支出决算总表"),
        pieces.coded(spec, "收入决算表（按功能分类列示）", current, _INCOME, _CODE),
        pieces.bodies(spec, "收入决算表（按单位列示）", current, _INCOME, body),
        pieces.coded(spec, "支出决算表（按功能分类列示）", _spent(spec), _SPENDING, _CODE),
        pieces.bodies(spec, "支出决算表（按单位列示）", _spent(spec), _SPENDING, body),
        forms._final_fiscal(spec),
        forms._final_general(spec),
        forms._final_basic(spec),
        forms._final_fund(spec),
        replace(forms._final_capital(spec), title="国有资本经营预算财政拨款收入支出决算表"),
        forms._final_public(spec),
        pieces.projects(
            spec,
            "项目支出决算表",
            ("项目名称", "单位名称"),
            [
                ("合计", forms._spent),
                *under(
                    "财政拨款",
                    when(
                        forms._spent,
                        [
                            ("一般公共预算", _fund("GENERAL_PUBLIC")),
                            ("政府性基金预算", _fund("GOV_FUND")),
                            ("国有资本经营预算", _fund("STATE_CAPITAL")),
                        ],
                    ),
                ),
                ("其他资金", forms.both(forms._spent, lambda m: m.fund not in FISCAL_FUNDS)),
            ],
            lambda n, unit, name: [name, unit],
        ),
    ]
    return pieces.numbered("公开{:02d}表", made)


def _by_nature(spec: ReportSpec) -> list[tuple[str, Callable[[Money], bool]]]:
    """The third list of older accounts: natures, then economic classes of basic and project money."""
    basic, project = _nature("BASIC"), _nature("PROJECT")
    both = forms.both(forms._spent, lambda m: m.nature in ("BASIC", "PROJECT"))
    classes = {"301": "工资福利支出", "302": "商品和服务支出", "303": "对个人和家庭的补助"}
    classes |= {"310": "其他资本性支出"}
    return [
        ("一、基本支出", basic),
        ("　　人员经费", forms.both(basic, forms._staff)),
        ("　　日常公用经费", forms.both(basic, forms._public)),
        ("二、项目支出", project),
        ("　　基本建设类项目", pieces.none),
        ("　　行政事业类项目", project),
        ("三、上缴上级支出", pieces.none),
        ("四、经营支出", pieces.none),
        ("五、对附属单位补助支出", pieces.none),
        ("基本支出和项目支出合计", both),
        *((f"　　{name}", forms.both(both, forms._starts(code))) for code, name in classes.items()),
    ]


def older(spec: ReportSpec) -> list[PrintedTable]:
    current = [m for m in spec.money if forms._current(m)]
    words = replace(
        _WORDS, heads=("收入/项目", "收入/决算数", "支出/项目（按功能分类）", "支出/决算数")
    )
    made = [
        pieces.overview(
            spec,
            "收入支出决算总表",
            words,
            more=[("支出（按支出性质和经济分类）", _by_nature(spec))],
        ),
        pieces.coded(spec, "收入决算表", current, _INCOME, _PARTS),
        pieces.coded(spec, "支出决算表", _spent(spec), _SPENDING, _PARTS),
        forms._final_fiscal(spec),
        _flows(spec, "一般公共预算财政拨款支出决算表", "GENERAL_PUBLIC", deep=False),
        _three_lists(spec, "一般公共预算财政拨款基本支出决算表", "BASIC"),
        _flows(spec, "政府性基金预算财政拨款收入支出决算表", "GOV_FUND", deep=True),
        _public_and_counts(spec, "“三公”经费公共预算财政拨款支出决算表", agency=False),
    ]
    return pieces.numbered("公开{:02d}表", made)


def shanxi(spec: ReportSpec) -> list[PrintedTable]:
    current = [m for m in spec.money if forms._current(m)]
    made = [
        _overview(spec, "收入支出决算总表"),
        pieces.coded(spec, "收入决算表", current, _INCOME, _PARTS),
        pieces.coded(spec, "支出决算表", _spent(spec), _SPENDING, _PARTS),
        forms._final_fiscal(spec),
        pieces.coded(
            spec,
            "一般公共预算财政拨款支出决算表",
            _general(spec).money,
            under("本年支出", NATURES),
            _PARTS,
        ),
        _three_lists(spec, "一般公共预算财政拨款基本支出决算表（一）", "BASIC"),
        _flows(spec, "政府性基金预算财政拨款收入支出决算表", "GOV_FUND", deep=False),
        forms._final_capital(spec),
        _public_and_counts(spec, "部门决算公开相关信息统计表", agency=True),
    ]
    return pieces.numbered("公开{:02d}表", made)
