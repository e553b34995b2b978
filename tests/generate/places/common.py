"""Words, columns and tables that several places' forms share.

Belongs here: what more than one place prints alike. Does not belong here: forms, builders (`pieces`).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.generate import forms, pieces
from tests.generate.codes import FISCAL_FUNDS
from tests.generate.pieces import (
    Column,
    Labels,
    Words,
    under,
    when,
)
from tests.generate.spec import Money, ReportSpec
from tests.generate.tables import PrintedTable, _any, _fund, _sum, printed

FUNDS: tuple[Column, ...] = (
    ("一般公共预算", _fund("GENERAL_PUBLIC")),
    ("政府性基金预算", _fund("GOV_FUND")),
    ("国有资本经营预算", _fund("STATE_CAPITAL")),
)


ACCOUNT: Column = ("财政专户管理资金", _fund("EDU_FEE"))


OWN_FUNDS = ("BUSINESS_INCOME", "OPERATING_INCOME", "OTHER_INCOME")


UNIT_MONEY: Column = ("单位资金", _fund(*OWN_FUNDS))


INCOMES: tuple[Column, ...] = (
    ("事业收入", _fund("BUSINESS_INCOME")),
    ("事业单位经营收入", _fund("OPERATING_INCOME")),
    ("上级补助收入", _fund("SUPERIOR_SUBSIDY")),
    ("附属单位上缴收入", _fund("SUBORDINATE_REMIT")),
    ("其他收入", _fund("OTHER_INCOME")),
)


EMPTY = "注：本部门无此项预算，故本表为空。"


def parts_of(spec: ReportSpec) -> dict[str, list[Money]]:
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


def sources(number: str, *named: tuple[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((f"{n}、{name}", (f,)) for n, (name, f) in zip(number, named, strict=False))


SYSTEM = Words(
    sources(
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


GRANTS = (
    ("一般公共预算拨款", "GENERAL_PUBLIC"),
    ("政府性基金预算拨款", "GOV_FUND"),
    ("国有资本经营预算拨款", "STATE_CAPITAL"),
)


THIS_YEAR = under("本年收入", when(forms._current, [("小计", _any), *FUNDS, ACCOUNT, *INCOMES]))


LAST_YEAR = under(
    "上年结转结余", when(forms._carried, [("小计", _any), *FUNDS, ACCOUNT, UNIT_MONEY])
)


OF_PROJECTS: list[Column] = [
    ("合计", _any),
    *under("本年拨款", when(forms._current, FUNDS)),
    *under("财政拨款结转结余", when(forms._carried, FUNDS)),
    ACCOUNT,
    UNIT_MONEY,
]


def procurement(spec: ReportSpec, title: str) -> PrintedTable:
    goods = spec.narrative.procurement
    rows = [
        [f"{word}采购", word, printed(yuan, spec), printed(yuan, spec)]
        for word, yuan in zip(("货物", "工程", "服务"), goods, strict=True)
    ]
    whole = printed(sum(goods, Decimal(0)), spec)
    heads = ("项目名称", "采购品目", "合计", "一般公共预算")
    return pieces.plain(spec, title, heads, [*rows, ["合计", "", whole, whole]], (0, 1))


def targets(spec: ReportSpec, title: str) -> PrintedTable:
    return pieces.plain(
        spec,
        title,
        (
            "单位名称、项目名称",
            "项目年度绩效目标",
            "一级指标",
            "二级指标",
            "三级指标",
            "指标性质",
            "指标值",
            "度量单位",
        ),
        [
            [p.name, p.objective, "产出指标", "数量指标", "完成次数", ">=", "95", "%"]
            for p in spec.projects
        ],
        tuple(range(8)),
    )


def agency(spec: ReportSpec) -> list[list[str]]:
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


def as_part(columns: tuple[Column, ...]) -> list[Column]:
    """Their total said 小计."""
    return [("小计" if name == "合计" else name, keep) for name, keep in columns]


def government(spec: ReportSpec, title: str, money: list[Money]) -> PrintedTable:
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
