"""Budgets of places in the west and the east.

xinjiang: codes glued to names in the lists, economic classes across the projects; gansu: income as a
list of its own, meetings and training beside the three public items; shandong: money carried forward
as a column, both economic schemes beside each other.

Belongs here: which tables these places print, their words and order. Does not belong here: builders
(`pieces`).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.generate import codes, forms, pieces
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
    EMPTY,
    FUNDS,
    GRANTS,
    INCOMES,
    OWN_FUNDS,
    SYSTEM,
    agency,
    as_part,
    parts_of,
    procurement,
)
from tests.generate.places.north import two_schemes
from tests.generate.spec import ReportSpec
from tests.generate.tables import (
    PrintedTable,
    TableRow,
    _any,
    _function_name,
    _fund,
    _nature,
    _sum,
    printed,
)

_CLASSES: tuple[Column, ...] = (
    ("工资福利支出", forms._starts("301")),
    ("商品和服务支出", forms._starts("302")),
    ("对个人和家庭的补助", forms._starts("303")),
    ("债务利息及费用支出", pieces.none),
    ("资本性支出（基本建设）", pieces.none),
    ("资本性支出", forms._starts("310")),
    ("对企业补助（基本建设）", pieces.none),
    ("对企业补助", pieces.none),
    ("对社会保障基金补助", pieces.none),
    ("其他支出", pieces.none),
)


def _with_codes(table: PrintedTable, column: int) -> PrintedTable:
    """The classes of a list with their code instead of a list mark."""
    names = {name: code for code, name in codes.FUNCTION_NAMES.items() if len(code) == 3}
    for row in table.rows:
        bare = row.cells[column].split("、", 1)[-1].split("）", 1)[-1]
        if bare in names:
            row.cells[column] = f"{names[bare]} {bare}"
    return table


def xinjiang(spec: ReportSpec) -> list[PrintedTable]:
    own = parts_of(spec)
    words = Words(
        (
            ("财政拨款（补助）", FISCAL_FUNDS),
            ("　一般公共预算", ("GENERAL_PUBLIC",)),
            ("　政府性基金预算", ("GOV_FUND",)),
            ("　国有资本经营预算", ("STATE_CAPITAL",)),
            ("教育收费（财政专户）", ("EDU_FEE",)),
            ("事业收入", ("BUSINESS_INCOME",)),
            ("事业单位经营收入", ("OPERATING_INCOME",)),
            ("其他收入", ("OTHER_INCOME",)),
        ),
        heads=("收入/项目", "收入/预算数", "支出/功能分类", "支出/预算数"),
        income="小　　计",
        carried="单位上年结余（包括国库集中支付额度结余）",
        all_income="收　入　总　计",
        spent="小　　计",
        forward="结转下年",
        all_spent="支　出　总　计",
    )
    parts = Labels(
        (*(f"项目/功能分类科目编码/{p}" for p in "类款项"), "项目/功能分类科目名称"), parts=3
    )
    econ = Labels(
        ("经济分类科目编码/类", "经济分类科目编码/款", "经济分类科目名称"), parts=2, by_econ=True
    )
    income: list[Column] = [
        ("总计", _any),
        *under(
            "财政拨款（补助）",
            when(forms._current, [("小计", _fund(*FISCAL_FUNDS)), *FUNDS]),
        ),
        ("财政专户管理资金", _fund("EDU_FEE")),
        ("事业收入", _fund("BUSINESS_INCOME")),
        ("事业单位经营收入", _fund("OPERATING_INCOME")),
        ("其他收入", _fund("OTHER_INCOME")),
        ("单位上年结余（不含国库集中支付额度结余）", forms._carried),
    ]
    return pieces.numbered(
        "表{}：",
        [
            _with_codes(pieces.overview(spec, f"{spec.year}年部门收支总体情况表", words), 2),
            pieces.coded(spec, f"{spec.year}年部门收入总体情况表", spec.money, income, parts),
            pieces.coded(
                spec,
                f"{spec.year}年部门支出总体情况表",
                own["spent"],
                under("支出预算", NATURES),
                parts,
            ),
            _with_codes(
                pieces.fiscal(
                    spec,
                    f"{spec.year}年财政拨款收支预算总体情况表",
                    GRANTS,
                    heads=("财政拨款收入/项目", "财政拨款收入/合计", "支出/功能分类"),
                    forward="二、结转下年",
                ),
                2,
            ),
            pieces.coded(
                spec,
                f"{spec.year}年一般公共预算支出情况表",
                own["general"],
                under("一般公共预算支出", as_part(NATURES)),
                parts,
            ),
            pieces.coded(
                spec,
                f"{spec.year}年一般公共预算基本支出情况表",
                own["basic"],
                under("一般公共预算基本支出", as_part(STAFF)),
                econ,
            ),
            _projects_across(spec, f"{spec.year}年一般公共预算项目支出情况表"),
            pieces.public_across(spec, f"{spec.year}年一般公共预算“三公”经费支出情况表", "合计"),
            pieces.coded(
                spec,
                f"{spec.year}年政府性基金预算支出情况表",
                own["fund"],
                under("政府性基金预算支出", NATURES),
                parts,
            ),
        ],
    )


def _projects_across(spec: ReportSpec, title: str) -> PrintedTable:
    """One row a function and project, the economic classes across, a total last."""
    money = [
        m
        for m in spec.money
        if m.nature == "PROJECT" and m.fund == "GENERAL_PUBLIC" and forms._spent(m)
    ]
    columns: list[Column] = [("项目支出合计", _any), *_CLASSES]
    heads = (*(f"科目编码/{p}" for p in "类款项"), "功能分类科目名称", "项目名称")
    rows = []
    for function, project in sorted({(m.function, m.project or "") for m in money}):
        own = [m for m in money if (m.function, m.project) == (function, project)]
        name = _function_name(spec, function)
        rows.append([*forms._split(function), name, project, *pieces.amounts(spec, own, columns)])
    rows.append(["合计", *["<"] * 4, *pieces.amounts(spec, money, columns)])
    table = pieces.plain(
        spec, title, (*heads, *(name for name, _ in columns)), rows, tuple(range(5))
    )
    table.widths = forms._widths([0.03, 0.03, 0.03, 0.12, 0.14], len(columns))
    table.is_wide = True
    return table


def gansu(spec: ReportSpec) -> list[PrintedTable]:
    own = parts_of(spec)
    words = replace(
        SYSTEM, carried="上年结转", forward="结转下年", all_income="收入总计", all_spent="支出总计"
    )
    of_function = Labels(("功能分类科目/科目编码", "功能分类科目/科目名称"), total="first")
    of_econ = Labels(
        ("经济分类科目/科目编码", "经济分类科目/科目名称"), by_econ=True, total="first"
    )
    return pieces.numbered(
        "附表{}",
        [
            pieces.overview(spec, "部门收支总体情况表", words),
            _income_list(spec, "部门收入总体情况表", words),
            pieces.coded(spec, "部门支出总体情况表", own["spent"], SPENDING, of_function),
            pieces.fiscal(spec, "财政拨款收支总体情况表", GRANTS, forward="二、结转下年"),
            pieces.coded(spec, "一般公共预算支出情况表", own["general"], NATURES, of_function),
            pieces.coded(
                spec,
                "一般公共预算基本支出情况表",
                own["basic"],
                under("一般公共预算基本支出", STAFF),
                of_econ,
            ),
            _public_and_meetings(spec, "一般公共预算“三公”经费、会议费、培训费支出情况表"),
            pieces.plain(
                spec,
                "一般公共预算机关运行经费",
                (
                    "部门预算支出经济分类科目/类",
                    "部门预算支出经济分类科目/款",
                    "科目名称",
                    "预算数",
                ),
                agency(spec),
                (0, 1, 2),
            ),
            pieces.coded(spec, "政府性基金预算支出情况表", own["fund"], NATURES, of_function),
            pieces.empty(
                spec,
                "国有资本经营预算支出情况表",
                (*of_function.heads, *(name for name, _ in NATURES)),
                EMPTY,
            ),
            pieces.plain(
                spec,
                "部门管理转移支付表",
                ("项目", "合计", "一般公共预算", "政府性基金预算"),
                [["农田水利补助", "864.20", "864.20", ""], ["合计", "864.20", "864.20", ""]],
            ),
        ],
    )


def _income_list(spec: ReportSpec, title: str, words: Words) -> PrintedTable:
    """The left list of an overview alone."""
    money = spec.money
    current = _sum(money, forms._current)
    lines: list[tuple[str, Decimal]] = [
        (label, _sum(money, forms.both(forms._current, _fund(*funds))))
        for label, funds in words.sources
    ]
    lines += [
        (words.income, current),
        (words.carried, _sum(money) - current),
        (words.all_income, _sum(money)),
    ]
    return pieces.plain(
        spec, title, ("项目", "预算数"), [[label, printed(yuan, spec)] for label, yuan in lines]
    )


def _public_and_meetings(spec: ReportSpec, title: str) -> PrintedTable:
    """The items of bodies, with what is spent on meetings and training of general money."""
    table = pieces.public_across(spec, title, heads=("单位编码", "单位名称"))
    bodies = [None, *(unit.name for unit in spec.units)]
    for row, body in zip(table.rows, bodies, strict=True):
        own = [
            m
            for m in spec.money
            if body in (None, m.unit) and m.fund in FISCAL_FUNDS and forms._spent(m)
        ]
        row.cells += [printed(_sum(own, forms._starts(code)), spec) for code in ("30215", "30216")]
    table.columns += [("会议费",), ("培训费",)]
    table.widths += [table.widths[-1]] * 2
    table.amounts = (*table.amounts, 8, 9)
    return table


def shandong(spec: ReportSpec) -> list[PrintedTable]:
    own = parts_of(spec)
    parts = Labels((*(f"科目编码/{p}" for p in "类款项"), "科目名称"), parts=3, total="first")
    words = replace(
        SYSTEM,
        heads=("收入/项目", "收入/预算数", "支出/项目（按功能分类）", "支出/预算数"),
        carried="上年结转",
        forward="结转下年",
    )
    spending: list[Column] = [
        ("合计", _any),
        ("基本支出", _nature("BASIC")),
        ("项目支出", _nature("PROJECT")),
        ("上缴上级支出", pieces.none),
        ("事业单位经营支出", pieces.none),
        ("对附属单位补助支出", pieces.none),
        ("结转下年", forms._left),
    ]
    income: list[Column] = [
        ("合计", _any),
        *under("财政拨款", when(forms._current, [("小计", _fund(*FISCAL_FUNDS)), *FUNDS])),
        ("财政专户管理资金", _fund("EDU_FEE")),
        *when(forms._current, INCOMES),
        ("使用非财政拨款结余", pieces.none),
        ("上年结转", forms._carried),
    ]
    amounts: list[Column] = [
        ("合计", _any),
        ("财政拨款", _fund(*FISCAL_FUNDS)),
        ("财政专户管理资金", _fund("EDU_FEE")),
        ("单位资金", _fund(*OWN_FUNDS)),
    ]
    basic = [m for m in own["spent"] if m.nature == "BASIC"]
    return pieces.numbered(
        "表{}",
        [
            pieces.overview(spec, "收支预算总表", words),
            pieces.coded(spec, "收入预算表", spec.money, income, parts),
            pieces.coded(spec, "支出预算表", spec.money, spending, parts),
            pieces.fiscal(spec, "财政拨款收支预算总表", GRANTS, forward="二、结转下年"),
            pieces.coded(
                spec, "一般公共预算支出预算表（按功能分类）", own["general"], COSTS, parts
            ),
            two_schemes(
                spec, "一般公共预算财政拨款基本支出预算表（按经济分类）", own["basic"], STAFF
            ),
            pieces.coded(spec, "政府性基金预算支出预算表", own["fund"], NATURES, parts),
            pieces.empty(
                spec,
                "国有资本经营预算支出预算表",
                (*parts.heads, *(name for name, _ in NATURES)),
                "说明：本部门无国有资本经营预算收支。",
            ),
            two_schemes(spec, "基本支出（经济分类）预算表", basic, amounts),
            pieces.projects(
                spec,
                "项目支出预算表",
                ("项目名称", "项目单位", "项目类别"),
                amounts,
                lambda n, body, name: [name, body, "特定目标类项目"],
            ),
            pieces.public_across(spec, "财政拨款“三公”经费支出预算表", "合计"),
            procurement(spec, "政府采购预算表"),
        ],
    )


def public_by_year(spec: ReportSpec, title: str) -> PrintedTable:
    """Two rows, last year's and this year's items."""
    table = pieces.public_across(spec, title, "合计")
    (now,) = table.rows
    before = [printed(2 * yuan, spec) for yuan in forms._items(spec)]
    table.columns = [("年度",), *table.columns]
    table.widths = [0.12, *table.widths]
    table.amounts = tuple(index + 1 for index in table.amounts)
    table.rows = [
        TableRow([f"{spec.year - 1}年", *before]),
        TableRow([f"{spec.year}年", *now.cells]),
    ]
    return table
