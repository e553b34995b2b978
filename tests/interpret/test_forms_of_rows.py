"""How forms print codes, names, bodies and totals of classified rows; one case a test."""

from __future__ import annotations

from decimal import Decimal

from pipeline.derive.facts import leaves
from schemas.vocabulary import RowRole, Scheme, StatementKind
from tests.interpret.statements_from_tables import by_name, codes, errors, parents, read, read_pages
from tests.page_layouts import LEFT, UP, captioned, page, raw_table

SPENDING = "支出总表"
BASIC = "一般公共预算基本支出表"
HEADINGS = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def test_code_in_one_column() -> None:
    statement = read(
        SPENDING,
        [
            HEADINGS,
            ["", "合计", "46.30", "12.10", "34.20"],
            ["205", "教育支出", "46.30", "12.10", "34.20"],
            ["20502", "普通教育", "46.30", "12.10", "34.20"],
            ["2050201", "学前教育", "12.10", "12.10", ""],
            ["2050204", "高中教育", "34.20", "", "34.20"],
        ],
    )
    assert codes(statement) == ["205", "20502", "2050201", "2050204"]
    assert parents(statement) == {
        "合计": None,
        "教育支出": "合计",
        "普通教育": "教育支出",
        "学前教育": "普通教育",
        "高中教育": "普通教育",
    }
    assert not errors(statement)


def test_code_in_brackets_before_the_name() -> None:
    statement = read(
        "一般公共预算支出表（按功能分类科目）",
        [
            ["功能科目名称", "小计", "其中：基本支出", "项目支出"],
            ["合计", "8.40", "5.10", "3.30"],
            ["[213]农林水支出", "8.40", "5.10", "3.30"],
            ["[21303]水利", "8.40", "5.10", "3.30"],
            ["[2130301]行政运行", "5.10", "5.10", "0.00"],
            ["[2130306]水利工程运行与维护", "3.30", "0.00", "3.30"],
        ],
    )
    assert codes(statement) == ["213", "21303", "2130301", "2130306"]
    assert by_name(statement, "行政运行").code == "2130301"
    assert not errors(statement)


def test_code_joined_to_the_name_by_a_dash() -> None:
    statement = read(
        SPENDING,
        [
            ["功能分类科目", "合计", "基本支出", "项目支出"],
            ["204-公共安全支出", "7.500000", "6.250000", "1.250000"],
            ["20406-司法", "7.500000", "6.250000", "1.250000"],
            ["2040601-行政运行", "6.250000", "6.250000", ""],
            ["2040604-基层司法业务", "1.250000", "", "1.250000"],
            ["合计", "7.500000", "6.250000", "1.250000"],
        ],
    )
    assert codes(statement) == ["204", "20406", "2040601", "2040604"]
    assert by_name(statement, "公共安全支出").parent == by_name(statement, "合计").position
    assert by_name(statement, "行政运行").amounts[1].quantum_yuan == Decimal("0.01")
    assert not errors(statement)


def test_class_group_and_item_in_three_columns() -> None:
    statement = read(
        SPENDING,
        [
            ["功能分类科目编码", None, None, "功能分类科目名称", "合计", "基本支出", "项目支出"],
            ["类", "款", "项", UP, UP, UP, UP],
            ["207", "", "", "文化旅游体育与传媒支出", "9,300", "4,100", "5,200"],
            ["207", "01", "", "文化和旅游", "9,300", "4,100", "5,200"],
            ["207", "01", "04", "图书馆", "4,100", "4,100", ""],
            ["207", "01", "09", "群众文化", "5,200", "", "5,200"],
            ["合计", LEFT, LEFT, LEFT, "9,300", "4,100", "5,200"],
        ],
        unit="元",
    )
    assert codes(statement) == ["207", "20701", "2070104", "2070109"]
    assert by_name(statement, "图书馆").amounts[4].yuan == Decimal(4100)
    assert not errors(statement)


def test_class_and_group_left_blank_where_they_repeat() -> None:
    statement = read(
        SPENDING,
        [
            ["科目编码", None, None, "科目名称", "合计", "基本支出", "项目支出"],
            ["类", "款", "项", UP, UP, UP, UP],
            ["", "", "", "合计", "6.60", "2.20", "4.40"],
            ["211", "", "", "节能环保支出", "6.60", "2.20", "4.40"],
            ["", "01", "", "环境保护管理事务", "2.20", "2.20", ""],
            ["", "", "01", "行政运行", "2.20", "2.20", ""],
            ["", "03", "", "污染防治", "4.40", "", "4.40"],
            ["", "", "01", "大气", "3.40", "", "3.40"],
            ["", "", "02", "水体", "1.00", "", "1.00"],
        ],
    )
    assert codes(statement) == [
        "211",
        "21101",
        "2110101",
        "21103",
        "2110301",
        "2110302",
    ]
    assert not errors(statement)


def test_names_without_codes_get_them_by_the_class_and_group_above() -> None:
    statement = read(
        SPENDING,
        [
            ["科目名称", "合计", "基本支出", "项目支出"],
            ["合计", "11.50", "9.00", "2.50"],
            ["一般公共服务支出", "6.50", "4.00", "2.50"],
            ["审计事务", "6.50", "4.00", "2.50"],
            ["行政运行", "4.00", "4.00", ""],
            ["审计业务", "2.50", "", "2.50"],
            ["住房保障支出", "5.00", "5.00", ""],
            ["住房改革支出", "5.00", "5.00", ""],
            ["住房公积金", "5.00", "5.00", ""],
        ],
    )
    assert codes(statement) == [
        "201",
        "20108",
        "2010801",
        "2010804",
        "221",
        "22102",
        "2210201",
    ]
    assert {row.scheme for row in statement.rows if row.role == RowRole.CODE} == {"function"}
    assert not errors(statement)


def test_economic_names_without_codes() -> None:
    statement = read(
        BASIC,
        [
            ["经济分类科目名称", "基本支出"],
            ["合计", "7.70"],
            ["工资福利支出", "6.60"],
            ["基本工资", "4.40"],
            ["津贴补贴", "2.20"],
            ["商品和服务支出", "1.10"],
            ["办公费", "1.10"],
        ],
    )
    assert statement.kind == StatementKind.GENERAL_BASIC_BY_ECON
    assert codes(statement) == ["301", "30101", "30102", "302", "30201"]
    assert not errors(statement)


def test_government_codes_beside_department_codes() -> None:
    statement = read(
        BASIC,
        [
            ["部门预算支出经济分类科目", None, "政府预算支出经济分类科目", None, "基本支出"],
            ["科目编码", "科目名称", "科目编码", "科目名称", UP],
            ["", "合计", "", "", "9.90"],
            ["301", "工资福利支出", "", "", "8.80"],
            ["30101", "基本工资", "50101", "工资奖金津补贴", "5.50"],
            ["30113", "住房公积金", "50103", "住房公积金", "3.30"],
            ["302", "商品和服务支出", "", "", "1.10"],
            ["30201", "办公费", "50201", "办公经费", "1.10"],
        ],
    )
    assert statement.kind == StatementKind.GENERAL_BASIC_BY_ECON
    assert codes(statement) == ["301", "30101", "30113", "302", "30201"]
    row = by_name(statement, "基本工资")
    assert (row.scheme, row.code) == ("department", "30101")
    assert row.second[Scheme.GOVERNMENT].code == "50101"
    assert row.second[Scheme.GOVERNMENT].name == "工资奖金津补贴"
    assert not errors(statement)


def test_flat_rows_of_function_and_economic_class() -> None:
    statement = read(
        "一般公共预算基本支出表",
        [
            ["功能分类科目", None, "部门预算经济分类科目", None, "基本支出"],
            ["科目编码", "科目名称", "科目编码", "科目名称", UP],
            ["2060101", "行政运行", "30101", "基本工资", "3.10"],
            ["2060101", "行政运行", "30201", "办公费", "0.40"],
            [
                "2080505",
                "机关事业单位基本养老保险缴费支出",
                "30108",
                "机关事业单位基本养老保险缴费",
                "0.90",
            ],
            ["合计", LEFT, LEFT, LEFT, "4.40"],
        ],
    )
    rows = [row for row in statement.rows if row.role == RowRole.CODE]
    assert [row.code for row in rows] == ["2060101", "2060101", "2080505"]
    assert [row.second[Scheme.DEPARTMENT].code for row in rows] == ["30101", "30201", "30108"]
    assert [row.parent for row in rows] == [3, 3, 3]
    assert not errors(statement)


def test_total_first() -> None:
    statement = read(
        SPENDING,
        [
            HEADINGS,
            ["合计", None, "2.00", "1.50", "0.50"],
            ["216", "商业服务业等支出", "2.00", "1.50", "0.50"],
        ],
    )
    assert statement.rows[0].role == RowRole.TOTAL
    assert not errors(statement)


def test_total_last() -> None:
    statement = read(
        SPENDING,
        [
            HEADINGS,
            ["216", "商业服务业等支出", "2.00", "1.50", "0.50"],
            ["合计", None, "2.00", "1.50", "0.50"],
        ],
    )
    assert statement.rows[-1].role == RowRole.TOTAL
    assert statement.rows[0].parent == 1
    assert not errors(statement)


def test_total_alone_behind_three_columns_of_a_code() -> None:
    """A form left blank: the total stands where names stand, and is no heading."""
    statement = read(
        "政府性基金预算支出表",
        [
            ["功能分类科目编码", LEFT, LEFT, "功能分类科目名称", "合计", "基本支出", "项目支出"],
            ["类", "款", "项", UP, UP, UP, UP],
            ["", "", "", "合计", "", "", ""],
        ],
    )
    assert [row.role for row in statement.rows] == ["total"]
    assert not errors(statement)


def test_total_in_the_row_of_the_headings() -> None:
    """类, 款, 项 stand below their heading in the row that prints the total of the columns."""
    statement = read(
        SPENDING,
        [
            ["科目编码", None, None, "科目名称", "合计", "基本支出", "项目支出"],
            ["类", "款", "项", "合计", "7.30", "4.20", "3.10"],
            ["215", "", "", "资源勘探工业信息等支出", "7.30", "4.20", "3.10"],
            ["215", "05", "", "工业和信息产业监管", "7.30", "4.20", "3.10"],
            ["215", "05", "01", "行政运行", "4.20", "4.20", ""],
            ["215", "05", "17", "产业发展", "3.10", "", "3.10"],
        ],
    )
    assert statement.rows[0].role == RowRole.TOTAL
    assert statement.rows[0].amounts[4].printed == Decimal("7.30")
    assert codes(statement) == ["215", "21505", "2150501", "2150517"]
    assert not errors(statement)


def test_headings_below_headings_are_not_the_total() -> None:
    """合计 | 基本支出 | 项目支出 under a year, beside the labels' own second line."""
    statement = read(
        SPENDING,
        [
            ["支出功能分类科目", None, "预算数", None, None],
            ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
            ["合计", None, "5.50", "3.30", "2.20"],
            ["214", "交通运输支出", "5.50", "3.30", "2.20"],
        ],
    )
    assert [row.role for row in statement.rows] == ["total", "code"]
    assert statement.columns[2].sum_of == (3, 4)
    assert not errors(statement)


def test_a_bodys_row_is_the_total_where_no_other_is_printed() -> None:
    statement = read(
        SPENDING,
        [
            HEADINGS,
            ["118001", "岭南市试验局本级", "4.00", "3.00", "1.00"],
            ["224", "灾害防治及应急管理支出", "4.00", "3.00", "1.00"],
            ["22401", "应急管理事务", "4.00", "3.00", "1.00"],
            ["2240101", "行政运行", "3.00", "3.00", ""],
            ["2240106", "安全监管", "1.00", "", "1.00"],
        ],
    )
    assert statement.rows[0].role == RowRole.UNIT
    assert statement.top_row() is statement.rows[0]
    assert codes(statement) == ["224", "22401", "2240101", "2240106"]
    assert not errors(statement)


def test_blocks_of_bodies() -> None:
    statement = read(
        SPENDING,
        [
            ["单位名称", "科目编码", "科目名称", "合计", "基本支出", "项目支出"],
            ["合计", "", "", "9.00", "5.00", "4.00"],
            ["岭南市试验局本级", "", "", "6.00", "3.00", "3.00"],
            ["岭南市试验局本级", "2200101", "行政运行", "3.00", "3.00", ""],
            ["岭南市试验局本级", "2200106", "自然资源利用与保护", "3.00", "", "3.00"],
            ["岭南市测绘院", "", "", "3.00", "2.00", "1.00"],
            ["岭南市测绘院", "2200150", "事业运行", "3.00", "2.00", "1.00"],
        ],
    )
    assert [row.role for row in statement.rows] == ["total", "unit", "code", "code", "unit", "code"]
    assert [row.spending_unit for row in statement.rows if row.role == RowRole.CODE] == [
        "岭南市试验局本级",
        "岭南市试验局本级",
        "岭南市测绘院",
    ]
    assert [row.parent for row in statement.rows] == [None, 0, 1, 1, 0, 4]
    assert not errors(statement)


def test_total_printed_again_on_the_next_page() -> None:
    first = captioned(
        1,
        SPENDING,
        raw_table(
            [
                HEADINGS,
                ["", "合计", "3.00", "2.00", "1.00"],
                ["217", "金融支出", "2.00", "2.00", ""],
            ],
            top=500.0,
        ),
    )
    second = page(
        2,
        raw_table(
            [
                HEADINGS,
                ["", "合计", "3.00", "2.00", "1.00"],
                ["229", "其他支出", "1.00", "", "1.00"],
            ],
            top=40.0,
        ),
    )
    statement = read_pages(first, second)
    assert [row.role for row in statement.rows] == ["total", "code", "of_which", "code"]
    assert not errors(statement)


def test_rows_that_only_say_of_which() -> None:
    statement = read(
        SPENDING,
        [
            HEADINGS,
            ["", "合计", "5.00", "5.00", ""],
            ["221", "住房保障支出", "5.00", "5.00", ""],
            ["", "其中：财政拨款", "4.00", "4.00", ""],
        ],
    )
    assert [row.role for row in statement.rows] == ["total", "code", "of_which"]
    assert not errors(statement)


def test_own_codes_below_the_national_items_are_not_summed_twice() -> None:
    statement = read(
        "一般公共预算基本支出表",
        [
            ["科目编码", "科目名称", "基本支出"],
            ["", "合计", "6.00"],
            ["302", "商品和服务支出", "6.00"],
            ["30299", "其他商品和服务支出", "6.00"],
            ["3029901", "党建经费", "2.00"],
            ["3029902", "其他", "4.00"],
        ],
    )
    assert [row.role for row in statement.rows] == ["total", "code", "code", "of_which", "of_which"]
    assert not errors(statement)


def test_two_panels_with_a_total_each() -> None:
    """Basic spending of final accounts: 人员经费合计 left, 公用经费合计 right."""
    statement = read(
        "一般公共预算财政拨款基本支出决算表",
        [
            ["人员经费", None, None, "公用经费", None, None],
            ["科目编码", "科目名称", "金额", "科目编码", "科目名称", "金额"],
            ["301", "工资福利支出", "7.00", "302", "商品和服务支出", "1.80"],
            ["30101", "基本工资", "5.00", "30201", "办公费", "1.80"],
            ["30103", "奖金", "2.00", "310", "资本性支出", "0.50"],
            ["303", "对个人和家庭的补助", "1.20", "31002", "办公设备购置", "0.50"],
            ["30302", "退休费", "1.20", "", "", ""],
            ["人员经费合计", None, "8.20", "公用经费合计", None, "2.30"],
        ],
    )
    assert statement.kind == StatementKind.GENERAL_BASIC_BY_ECON
    totals = {row.item: row for row in statement.rows if row.role == RowRole.ITEM}
    assert [c.code for c in statement.children(totals["PERSONNEL_TOTAL"])] == ["301", "303"]
    assert [c.code for c in statement.children(totals["PUBLIC_TOTAL"])] == ["302", "310"]
    assert not errors(statement)
    assert sum(leaf.yuan for leaf in leaves(statement)) == Decimal(105_000)


def test_a_third_panel_counts_for_the_total_of_the_second() -> None:
    statement = read(
        "一般公共预算财政拨款基本支出决算表",
        [
            ["人员经费", LEFT, LEFT, "公用经费", *[LEFT] * 5],
            ["科目编码", "科目名称", "决算数"] * 3,
            [
                "301",
                "工资福利支出",
                "4.00",
                "302",
                "商品和服务支出",
                "1.00",
                "310",
                "资本性支出",
                "0.40",
            ],
            [
                "30101",
                "基本工资",
                "4.00",
                "30201",
                "办公费",
                "1.00",
                "31002",
                "办公设备购置",
                "0.40",
            ],
            ["人员经费合计", LEFT, "4.00", "公用经费合计", *[LEFT] * 4, "1.40"],
        ],
    )
    totals = {row.item: row for row in statement.rows if row.role == RowRole.ITEM}
    assert [c.code for c in statement.children(totals["PUBLIC_TOTAL"])] == ["302", "310"]
    assert not errors(statement)
    assert sum(leaf.yuan for leaf in leaves(statement)) == Decimal(54_000)


def test_a_fund_by_economic_class_is_no_table_by_function() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["", "合计", "3.00", "", "3.00"],
        ["302", "商品和服务支出", "3.00", "", "3.00"],
        ["30227", "委托业务费", "3.00", "", "3.00"],
    ]
    assert read("政府性基金预算支出预算表", rows).kind == StatementKind.FUND_BY_ECON
    rows[2][:2], rows[3][:2] = (
        ["212", "城乡社区支出"],
        ["21208", "国有土地使用权出让收入安排的支出"],
    )
    assert read("政府性基金预算支出预算表", rows).kind == StatementKind.FUND_BY_FUNCTION


def test_body_known_by_its_number_beside_its_items() -> None:
    statement = read(
        "部门支出总表",
        [
            ["科目编码", "单位代码", "单位名称（科目）", "合计", "基本支出", "项目支出"],
            ["", "", "合计", "5.00", "3.00", "2.00"],
            ["", "319001", "319001-岭南市试验局", "4.00", "2.00", "2.00"],
            ["2060101", "319001", "行政运行", "4.00", "2.00", "2.00"],
            ["", "319002", "319002-岭南市试验站", "1.00", "1.00", ""],
            ["2060101", "319002", "行政运行", "1.00", "1.00", ""],
        ],
    )
    bodies = [row.spending_unit for row in statement.rows if row.role == RowRole.CODE]
    assert bodies == ["岭南市试验局", "岭南市试验站"]
    assert not errors(statement)


def test_row_of_the_body_under_headings_of_codes() -> None:
    statement = read(
        "一般公共预算支出表",
        [
            ["支出功能分类科目", LEFT, "预算数", LEFT, LEFT],
            ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
            ["", "合计", "5.00", "3.00", "2.00"],
            ["319001", "岭南市试验局", "5.00", "3.00", "2.00"],
            ["206", "科学技术支出", "5.00", "3.00", "2.00"],
        ],
    )
    assert [row.role for row in statement.rows] == ["total", "unit", "code"]
    assert not errors(statement)


def test_subtotals_of_types_without_a_name() -> None:
    statement = read(
        "项目支出表",
        [
            ["类型", "项目名称", "项目单位（主管部门）", "合计", "一般公共预算"],
            ["合计", "", "", "6.00", "6.00"],
            ["其他运转类", "", "", "3.00", "3.00"],
            ["其他运转类", "平台运维", "试验局", "1.00", "1.00"],
            ["其他运转类", "机房租用", "试验局", "2.00", "2.00"],
            ["特定目标类", "", "", "3.00", "3.00"],
            ["特定目标类", "堤防维护", "试验局", "3.00", "3.00"],
        ],
    )
    assert [row.role for row in statement.rows].count(RowRole.PROJECT) == 3
    assert [row.role for row in statement.rows].count(RowRole.OF_WHICH) == 2
    assert {row.spending_unit for row in statement.rows if row.role == RowRole.PROJECT} == {
        "试验局"
    }
    assert not errors(statement)
