"""The columns that several tables or views carry, each said once, and how tables name them.

A column that only one staged table and what follows from it carry is declared in that table; a
column of one dimension or view alone, there.

Belongs here: shared columns, the sets of them that views have in common, resolving names. Does not
belong here: tables, views.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from schemas.model import (
    Column,
    DeclarationError,
    Table,
    boolean,
    date,
    integer,
    money,
    text,
    timestamp,
    wan,
)
from schemas.vocabulary import (
    CostGroup,
    DocumentKind,
    Fund,
    Grade,
    Nature,
    Outcome,
    Perspective,
    Scheme,
    Scope,
    Severity,
    Stage,
    members,
)

FUNCTION_CODE = r"^\d{3}(\d{2}){0,2}$"
ECON_CODE = r"^\d{3}(\d{2})?$"
# A file with several reports gives them numbers from the second on.
REPORT_KEY = r"^[0-9a-f]{16}(-[1-9]\d*)?$"
CELL_KEY = r"^[0-9a-f]{16}(-[1-9]\d*)?:\d+:\d+:\d+$"

_SHARED = (
    # Reports.
    text(
        "report_key",
        "报告键：文件sha256的前16位（一个文件有几份报告时，自第二份起加-2、-3）",
        "First 16 hex characters of the file's sha256; with -2, -3 … for its further reports",
        pattern=REPORT_KEY,
        references="dim_report.report_key",
        label_zh="报告键",
    ),
    text("sha256", "文件内容哈希", "Hash of the file's bytes", pattern=r"^[0-9a-f]{64}$"),
    text("file_name", "文件名", "File name", label_zh="文件名"),
    text("city", "城市", "City", label_zh="城市"),
    text("region_code", "行政区划代码", "Administrative division code"),
    text("department", "部门", "Department, without a suffix such as （本级）", label_zh="部门"),
    text("entity_name", "编报单位（原文）", "Reporting body as printed", label_zh="编报单位"),
    integer(
        "fiscal_year",
        "预算年度",
        "Fiscal year",
        at_least=1990,
        references="dim_fiscal_year.fiscal_year",
        label_zh="年度",
    ),
    text("document_kind", "文件种类代码", "Kind of document", allowed=members(DocumentKind)),
    text(
        "document_kind_name",
        "预算或决算",
        "Kind in Chinese",
        label_zh="文件种类",
        value="CASE document_kind WHEN 'budget' THEN '预算' WHEN 'final_accounts' THEN '决算' END",
    ),
    text(
        "scope",
        "口径代码：department 部门（含所属单位），unit 单位",
        "Department with its units, or one unit",
        allowed=members(Scope),
    ),
    text(
        "scope_name",
        "口径：部门（含所属单位）或单位",
        "Scope in Chinese",
        label_zh="口径",
        value="CASE scope WHEN 'department' THEN '部门' WHEN 'unit' THEN '单位' END",
    ),
    text("outcome", "处理结果", "Outcome", allowed=members(Outcome), label_zh="处理结果"),
    text("reason_code", "原因代码", "Reason, for programs"),
    text(
        "reason",
        "原因：什么、在哪里、怎么办",
        "Reason, for people: what, where, what to do",
        label_zh="原因",
    ),
    text(
        "grade",
        "勾稽等级",
        "Worst grade of its hard rules",
        allowed=members(Grade),
        label_zh="勾稽等级",
    ),
    integer(
        "version",
        "同一部门、年度、种类、口径的第几版",
        "Version among reports of the same body, year, kind and scope",
        label_zh="版本",
    ),
    boolean("is_current", "现行版本", "The version that counts", label_zh="现行版本"),
    text("source_url", "来源网址", "Where it was published"),
    date("published_on", "公开日期", "Day of publication"),
    timestamp("fetched_at", "抓取时间（UTC）", "When it was fetched, UTC"),
    # Printed tables and cells.
    integer(
        "table_ordinal",
        "表在报告中的序号",
        "Ordinal of the table in the report",
        at_least=0,
        label_zh="表序号",
    ),
    text("statement", "报表代码；未识别为 UNKNOWN", "Statement code; UNKNOWN when not identified"),
    text("table_title", "表题（原文）", "Title as printed", label_zh="表题"),
    integer("page_number", "页码（从1起）", "Page, from 1", at_least=1, label_zh="页码"),
    text("row_label", "行标题", "Label of the row", label_zh="行"),
    text("column_path", "列标题路径", "Headings from top to leaf", label_zh="列"),
    text("printed_text", "印出的原文", "Text as printed", label_zh="印出"),
    text(
        "cell_key",
        "金额所在的印刷单元格",
        "The printed cell the value comes from",
        pattern=CELL_KEY,
        references="printed_cell.cell_key",
        label_zh="单元格键",
    ),
    # What an amount is for.
    text(
        "perspective",
        "视角代码",
        "Perspective",
        allowed=members(Perspective),
        references="dim_perspective.perspective",
    ),
    text("perspective_name", "视角", "Perspective in Chinese", label_zh="视角"),
    text(
        "stage",
        "阶段代码",
        "Stage of the budget",
        allowed=members(Stage),
        references="dim_stage.stage",
    ),
    text("stage_name", "年初预算、调整预算、决算", "Stage in Chinese", label_zh="阶段"),
    text(
        "function_code",
        "功能分类科目编码",
        "Function code",
        pattern=FUNCTION_CODE,
        label_zh="科目编码",
    ),
    text("function_name", "功能分类科目名称", "Function name", label_zh="科目名称"),
    text(
        "function_key",
        "功能分类科目键：编码，或编码@生效年",
        "Function code, or code@year the name came into force",
        references="dim_function_code.function_key",
    ),
    text("econ_code", "经济分类科目编码", "Economic code", pattern=ECON_CODE, label_zh="科目编码"),
    text("econ_name", "经济分类科目名称", "Economic name", label_zh="科目名称"),
    text(
        "econ_key",
        "经济分类科目键：体系:编码[@生效年]",
        "Economic code: scheme:code[@year]",
        references="dim_econ_code.econ_key",
    ),
    text(
        "gov_econ_key",
        "同一金额的政府预算支出经济分类科目键",
        "Government economic code printed beside the department's",
        references="dim_econ_code.econ_key",
    ),
    text("scheme", "分类体系", "Scheme", allowed=members(Scheme), label_zh="分类体系"),
    text("class_code", "类编码", "Class code", label_zh="类编码"),
    text("class_name", "类名称（现行）", "Class name, the present one", label_zh="类名称"),
    text("group_code", "款编码", "Group code", label_zh="款编码"),
    text("group_name", "款名称（现行）", "Group name, the present one", label_zh="款名称"),
    text(
        "nature", "支出性质代码", "Nature of spending", allowed=members(Nature), value="nature_key"
    ),
    text("nature_key", "支出性质键", "Code of the nature", references="dim_nature.nature_key"),
    text("nature_name", "支出性质", "Nature in Chinese", label_zh="支出性质"),
    text(
        "cost_group",
        "基本支出的人员经费（PERSONNEL）或公用经费（PUBLIC）；未区分为空",
        "Personnel or public part of basic spending; null where not told apart",
        allowed=members(CostGroup),
    ),
    text(
        "cost_group_name",
        "基本支出中的人员经费或公用经费；表中未区分为空",
        "Personnel or public part of basic spending; null where not told apart",
        label_zh="人员或公用",
        value="CASE cost_group WHEN 'PERSONNEL' THEN '人员经费' WHEN 'PUBLIC' THEN '公用经费' END",
    ),
    text("fund", "资金来源代码", "Fund", allowed=members(Fund), value="fund_key"),
    text("fund_key", "资金来源键", "Code of the fund", references="dim_fund_source.fund_key"),
    text("fund_name", "资金来源", "Fund in Chinese", label_zh="资金来源"),
    boolean("is_fiscal_appropriation", "财政拨款", "Fiscal appropriation", label_zh="财政拨款"),
    text("item_name", "三公项目", "Item in Chinese", label_zh="三公项目"),
    # Bodies and projects.
    text(
        "department_key",
        "部门键：城市与名称的哈希",
        "Department: hash of city and name",
        references="dim_department.department_key",
    ),
    text("unit_name", "单位名称", "Unit", label_zh="单位"),
    text(
        "unit_key",
        "单位键：部门与名称的哈希",
        "Unit: hash of department and name",
        references="dim_unit.unit_key",
    ),
    text("project_name", "项目名称", "Project", label_zh="项目名称"),
    text(
        "project_key",
        "项目键：部门与名称的哈希，历年相同",
        "Project: hash of department and name, the same over the years",
        references="dim_project.project_key",
        label_zh="项目键",
    ),
    integer("first_year", "最早年度", "First fiscal year seen"),
    integer("last_year", "最晚年度", "Last fiscal year seen"),
    # Amounts.
    money("amount_yuan", "金额（元）", "Amount in yuan", label_zh="金额_元"),
    wan(
        "amount_wan",
        "金额（万元），精确",
        "Amount in ten thousands of yuan, exact",
        label_zh="金额_万元",
        value="CAST(amount_yuan * 0.0001::DECIMAL(5, 4) AS DECIMAL(18, 6))",
    ),
    money(
        "precision_yuan",
        "印刷最小单位折合元（万元两位小数为100）",
        "One unit of the last printed digit, in yuan",
        at_least=0,
    ),
    boolean(
        "is_rounding",
        "尾数差行，或经审核接受的不符差额行：使各级之和等于印出的上级",
        "Rounding row, or accepted discrepancy: makes sums equal the printed parent",
        label_zh="尾数差行",
    ),
    boolean(
        "is_discrepancy",
        "不符差额行：原件自身不符、经人工审核接受的差额（同时为尾数差行）",
        "Difference within the source that a reviewer accepted (a rounding row too)",
        label_zh="不符差额行",
    ),
    boolean(
        "is_corrected",
        "金额经人工审核更正，印出的原文见单元格",
        "Amount corrected by a reviewer; the cell keeps the printed text",
        label_zh="经更正",
    ),
    # Reconciliation, the running text.
    text("rule", "规则编号", "Rule", label_zh="规则"),
    text("rule_scope", "规则所及的表、行、列", "What it was applied to", label_zh="范围"),
    text("severity", "轻重", "Severity", allowed=members(Severity), label_zh="轻重"),
    text("message", "说明", "Message for people", label_zh="说明"),
    text("sentence", "原句", "The sentence"),
    text("reason_text", "原因", "Reason given"),
    # Dimensions.
    date("valid_from", "名称生效日；空为最早", "First day of the name; null from the start"),
    date("valid_to", "名称失效日；空为至今", "Last day of the name; null until now"),
    text(
        "origin",
        "来历：observed 代码表，报告印有；known 代码表，通行名称；report 仅见于报告；system 系统成员",
        "observed: listed, printed in reports; known: listed; report: only in reports; system",
        allowed=("observed", "known", "report", "system"),
    ),
    text(
        "status",
        "状态：listed 已列入代码表；agreed 三个以上部门同名；provisional 暂收；system 系统成员",
        "listed; agreed: three bodies print the name; provisional; system",
        allowed=("listed", "agreed", "provisional", "system"),
    ),
    text(
        "evidence",
        "依据：印有该名称的报告年度与份数、文号或通行；暂收者另记部门数与首见报告",
        "Years and number of reports that print the name, a notice, or common knowledge",
    ),
    integer("sort", "次序", "Order"),
)
COLUMNS: Mapping[str, Column] = {column.name: column for column in _SHARED}

# Sets of columns that views have in common.
BODY = "city department entity_name"
DOCUMENT = "fiscal_year document_kind document_kind_name"
IDENTITY = f"{BODY} scope scope_name {DOCUMENT}"
FUNCTION = "class_code class_name group_code group_name function_code function_name"
AMOUNT = "is_rounding is_discrepancy is_corrected amount_yuan amount_wan"


def columns_of(owner: str, *parts: str | Column, of: Table | None = None) -> tuple[Column, ...]:
    """The columns of the table or view `owner`, in order.

    A part is a declared column, or names parted by spaces: of columns of the table `of`, whose
    rows the owner carries, else of the shared ones. A name with `?` behind it is nullable here.
    Raises `DeclarationError` for a name that is not declared or stands there twice.
    """
    result: dict[str, Column] = {}
    for column in _named(owner, parts, of):
        if column.name in result:
            raise DeclarationError(f"{owner}.{column.name}: the column is there twice")
        is_own = column.references == f"{owner}.{column.name}"
        result[column.name] = replace(column, references=None) if is_own else column
    return tuple(result.values())


def _named(owner: str, parts: tuple[str | Column, ...], of: Table | None) -> Iterator[Column]:
    known = {**COLUMNS, **({column.name: column for column in of.columns} if of else {})}
    for part in parts:
        if isinstance(part, Column):
            yield part
            continue
        for word in part.split():
            name = word.removesuffix("?")
            if name not in known:
                close = difflib.get_close_matches(name, known, n=1)
                raise DeclarationError(
                    f"{owner}.{name}: no such column is declared, neither in schemas/columns.py "
                    f"nor in {of.name if of else 'the table itself'}"
                    + (f"; is {close[0]} meant?" if close else "")
                )
            yield replace(known[name], nullable=True) if word != name else known[name]
