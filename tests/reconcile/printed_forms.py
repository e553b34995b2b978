"""Reports with a project table, performance forms and a procurement table, read and reconciled.

Test-only; shared by the tests of the P rules and the examples of all rules.
"""

from __future__ import annotations

from pipeline.domain.lexicon import load_lexicon
from pipeline.grid.assembly import assemble
from pipeline.reconcile.engine import Reconciliation, reconcile
from pipeline.report.interpretation import interpret
from tests.page_layouts import Texts, captioned, raw_table
from tests.reconcile.hand_made_statements import metric

PROJECTS: Texts = [
    ["单位名称", "项目名称", "合计", "一般公共预算"],
    ["合计", "", "30.00", "30.00"],
    ["岭南市试验局", "设备更新", "20.00", "20.00"],
    ["岭南市试验局", "人员培训", "10.00", "10.00"],
]


def form(name: str, total: str, fiscal: str, other: str) -> Texts:
    return [
        ["项目名称", name, None, None],
        ["资金总额（万元）", total, None, None],
        ["财政拨款", fiscal, None, None],
        ["其他资金", other, None, None],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "台数", "3台"],
    ]


def checked(*forms: Texts, procurement: str = "4.00", said: str = "4") -> Reconciliation:
    pages = [captioned(1, "项目支出表", raw_table(PROJECTS))]
    pages += [
        captioned(n, "项目支出绩效目标表", raw_table(rows)) for n, rows in enumerate(forms, 2)
    ]
    table: Texts = [["采购类别", "金额"], ["货物", procurement], ["合计", procurement]]
    pages.append(captioned(9, "政府采购预算表", raw_table(table)))
    report = interpret(assemble(pages), load_lexicon())
    return reconcile(report, [metric("PROCUREMENT_TOTAL", said)])
