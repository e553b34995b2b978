"""Statements drawn as one grid are told apart by the captions within it."""

from __future__ import annotations

from pipeline.grid.assembly import assemble
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.joined_statements import separate
from pipeline.read.layout import PageLayout
from pipeline.report.interpretation import interpret
from tests.interpret.statements_from_tables import ENTITY, LEXICON
from tests.page_layouts import LEFT, captioned, page, raw_table

HEAD = ["科目编码", "科目名称", "金额"]
BASIC = [HEAD, ["", "合计", "7.00"], ["301", "工资福利支出", "7.00"], ["30101", "基本工资", "7.00"]]
FUND_TITLE = ["政府性基金预算支出表", LEFT, LEFT]
UNIT = ["部门：", ENTITY, "单位：元"]
FUND_HEAD = ["功能科目代码", "功能科目名称", "金额"]
FUND = [FUND_HEAD, ["", "合计", "5.00"], ["212", "城乡社区支出", "5.00"]]
EMPTY_FUND = [FUND_HEAD, ["", "合计", ""], ["", "", ""]]


def told_apart(*pages: PageLayout) -> InterpretedReport:
    return interpret(separate(assemble(list(pages)), LEXICON), LEXICON)


def test_a_title_within_the_grid_begins_a_statement() -> None:
    rows = [*BASIC, FUND_TITLE, UNIT, *FUND]
    report = told_apart(captioned(1, "一般公共预算基本支出表", raw_table(rows)))
    basic, fund = report.statements
    assert (basic.kind, basic.currency_unit) == ("GENERAL_BASIC_BY_ECON", "万元")
    assert (fund.kind, fund.currency_unit) == ("FUND_BY_FUNCTION", "元")
    assert [row.code for row in fund.rows] == [None, "212"]
    assert [table.ordinal for table in (basic.table, fund.table)] == [1, 2]
    assert not [s for s in report.signals if s.severity == "error"]


def test_an_empty_statement_is_told_apart_before_and_after() -> None:
    again = ["一般公共预算基本支出表", LEFT, LEFT]
    first = captioned(1, "一般公共预算支出表", raw_table([*FUND, FUND_TITLE, UNIT, *EMPTY_FUND]))
    second = page(2, raw_table([again, UNIT, *BASIC], top=36.0))
    kinds = [s.kind for s in told_apart(first, second).statements]
    assert kinds == ["GENERAL_BY_FUNCTION", "FUND_BY_FUNCTION", "GENERAL_BASIC_BY_ECON"]


def test_cells_keep_their_place_on_the_paper() -> None:
    layout = captioned(1, "一般公共预算基本支出表", raw_table([*BASIC, FUND_TITLE, *FUND]))
    whole = assemble([layout])
    parts = separate(whole, LEXICON)
    before = [(cell.text, cell.box) for table in whole.tables for cell in table.cells()]
    after = [(cell.text, cell.box) for table in parts.tables for cell in table.cells()]
    assert before == after
    assert all(c.row == row.index for t in parts.tables for row in t.rows for c in row.cells if c)
    assert parts.pages[0].table_ordinals == [1, 2]
    assert whole.pages[0].table_ordinals == [1]


def test_a_caption_printed_again_begins_nothing() -> None:
    rows = [*BASIC, UNIT, *BASIC]
    layout = captioned(1, "一般公共预算基本支出表", raw_table(rows))
    assert len(separate(assemble([layout]), LEXICON).tables) == 1


def test_a_row_named_like_a_statement_begins_nothing() -> None:
    rows = [*BASIC, ["政府性基金预算支出表", "", ""], ["302", "商品和服务支出", "0.00"]]
    layout = captioned(1, "一般公共预算基本支出表", raw_table(rows))
    assert len(separate(assemble([layout]), LEXICON).tables) == 1


def test_the_unit_over_another_heading_begins_a_table() -> None:
    layout = captioned(1, "一般公共预算基本支出表", raw_table([*BASIC, UNIT, *FUND]))
    report = told_apart(layout)
    (basic,) = report.statements
    assert len(basic.rows) == 3
    assert [table.ordinal for table in report.unidentified] == [2]
