"""The form of the integrated budget system: income by body, spending by function, types of projects.

hubei; anhui: body and year in each title; jilin: projects under a subtotal of their type.

Belongs here: forms that follow the system's own. Does not belong here: builders (`pieces`).
"""

from __future__ import annotations

from dataclasses import replace

from tests.generate import pieces
from tests.generate.pieces import (
    COSTS,
    NATURES,
    SPENDING,
    STAFF,
    Labels,
    under,
)
from tests.generate.places.common import (
    GRANTS,
    LAST_YEAR,
    OF_PROJECTS,
    SYSTEM,
    THIS_YEAR,
    parts_of,
    procurement,
)
from tests.generate.places.west import public_by_year
from tests.generate.spec import ReportSpec
from tests.generate.tables import PrintedTable, TableRow, _any


def _system(spec: ReportSpec) -> list[PrintedTable]:
    own = parts_of(spec)
    kinds = ("311-专项业务类", "312-其他运转类", "313-特定目标类")
    return [
        pieces.overview(spec, "收支总表", SYSTEM),
        pieces.bodies(
            spec, "收入总表", spec.money, [("合计", _any), *THIS_YEAR, *LAST_YEAR], whole=True
        ),
        pieces.coded(spec, "支出总表", own["spent"], SPENDING),
        pieces.fiscal(spec, "财政拨款收支总表", GRANTS, by_fund=False, whole="支出/预算数"),
        pieces.coded(spec, "一般公共预算支出表", own["general"], COSTS),
        pieces.coded(
            spec,
            "一般公共预算基本支出表",
            own["basic"],
            under("本年一般公共预算基本支出", STAFF),
            Labels(
                tuple(f"部门预算支出经济分类科目/{h}" for h in ("科目编码", "科目名称")),
                by_econ=True,
            ),
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
            OF_PROJECTS,
            lambda n, body, name: [kinds[n % 3], name, body],
        ),
        procurement(spec, "政府采购预算表"),
    ]


def hubei(spec: ReportSpec) -> list[PrintedTable]:
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


def anhui(spec: ReportSpec) -> list[PrintedTable]:
    own = f"{spec.entity}{spec.year}年"
    made = [replace(table, title=f"{own}{table.title}") for table in _system(spec)]
    return pieces.numbered("部门公开表{}", made)


def jilin(spec: ReportSpec) -> list[PrintedTable]:
    made = _system(spec)
    typed = {
        "项目支出表": _typed(spec),
        "一般公共预算“三公”经费支出表": public_by_year(spec, "财政拨款预算“三公”经费支出表"),
    }
    return pieces.numbered("附件{}", [typed.get(table.title, table) for table in made])


def _typed(spec: ReportSpec) -> PrintedTable:
    """Projects below a subtotal of their type, the total first."""
    kinds = ("特定目标类", "其他运转类")
    table = pieces.projects(
        spec,
        "项目支出表",
        ("类型", "项目名称", "项目单位"),
        OF_PROJECTS,
        lambda n, body, name: [kinds[n % 2], name, body],
    )
    *rows, whole = table.rows
    table.rows = [whole]
    for kind in kinds:
        own = [row for row in rows if row.cells[0] == kind]
        names = {row.cells[1] for row in own}
        money = [m for m in spec.money if m.nature == "PROJECT" and m.project in names]
        head = [kind, "", "", *pieces.amounts(spec, money, OF_PROJECTS)]
        table.rows += [TableRow(head), *own]
    return table
