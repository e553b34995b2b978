"""Names beside codes: which differences of print are forgiven, which are signals."""

from __future__ import annotations

import pytest

from pipeline.domain.lexicon import load_lexicon
from pipeline.domain.text import code_name, one_width
from pipeline.interpret.codes import NameBook, code_signals, coded_rows
from pipeline.interpret.statement import Row, Signal, Statement
from schemas.vocabulary import RowRole, Scheme
from tests.interpret.statements_from_tables import read
from tests.page_layouts import raw_table

BOOK = NameBook(load_lexicon().code_names)
SMALL = NameBook({("function", "2010101"): ["甲类行政运行"]})


def rows(*printed: tuple[str, str], scheme: Scheme = Scheme.DEPARTMENT) -> list[Row]:
    return [
        Row(n, n, 0, 1, RowRole.CODE, name, None, name=name, code=code, scheme=scheme)
        for n, (code, name) in enumerate(printed)
    ]


def statement(*printed: tuple[str, str]) -> Statement:
    table = [
        ["科目编码", "科目名称", "合计"],
        ["", "合计", "1.00"],
        *([code, name, "1.00"] for code, name in printed),
    ]
    return read("一般公共预算基本支出情况表（按经济分类科目）", raw_table(table))


def signals(*printed: tuple[str, str]) -> list[tuple[str, str, str]]:
    found: list[Signal] = code_signals([statement(*printed)], load_lexicon())
    return [(signal.signal, signal.severity, signal.text) for signal in found]


def test_one_width_changes_width_and_white_space_only() -> None:
    assert one_width("维修（护） 费\u3000－甲") == "维修(护)费-甲"
    assert one_width("对个人和家庭的补助支出") == "对个人和家庭的补助支出"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("对个人和家庭的补助", "对个人和家庭补助"),
        ("其他环境保护管理事务支出", "其他环境保护管理事务"),
        ("维修（护）费", "维修护费()"),
        ("环境保护法规、规划及标准", "环境保护法规，规划及标准"),
        ("一般公共服务支出", "一、一般公共服务支出"),
        ("行政运行", "1.行政运行"),
        ("“三供一业”移交补助支出", "三供一业移交补助支出"),
        ("对个人和家庭的补助", "其中：对个人和家庭的补助"),
    ],
)
def test_the_same_name_in_other_print(one: str, other: str) -> None:
    assert code_name(one) == code_name(other)


def test_names_that_only_look_like_of_which_or_numbers() -> None:
    assert code_name("其他支出") == "其他"
    assert code_name("一般公共服务支出") == "一般公共服务"
    assert code_name("支出") == "支出"


@pytest.mark.parametrize(
    ("scheme", "code", "name"),
    [
        ("function", "2010101", "行政运行（人大事务）"),
        ("function", "2040608", "国家统一法律职业资格考试（省级）"),
        ("function", "20805", "行政事业单位离退休"),  # a former name
        ("function", "2110106", "生态环境国际合作及履"),  # cut by its cell
        ("function", "2110299", "其他环境监测与监察支"),
        ("department", "30108", "机关事业单位基本养老保险缴"),
        ("government", "50601", "资本性支出（一）"),  # an alias
        ("department", "303", ""),
        ("function", "2999999", "无此科目"),  # nothing is known of it
    ],
)
def test_a_name_that_may_stand_for_its_code(scheme: str, code: str, name: str) -> None:
    assert BOOK.agrees(scheme, code, name)


@pytest.mark.parametrize(
    ("scheme", "code", "name"),
    [
        ("department", "30101", "津贴补贴"),
        ("function", "2010101", "一般行政管理事务"),
        ("government", "50601", "资本性支出（基本建设）"),  # that is 50602
        ("department", "310", "资本性支出（基本建设）"),  # that is 309
        ("function", "2010302", "法律顾问服务"),  # a project
        ("function", "21011", "行政"),  # too short to tell
        ("department", "30108", "险缴费"),
    ],
)
def test_a_name_that_belongs_elsewhere(scheme: str, code: str, name: str) -> None:
    assert not BOOK.agrees(scheme, code, name)


def test_a_name_that_is_another_codes_is_not_taken_for_a_cut_one() -> None:
    # 其他教育支出 is 20599; as 2050199 其他教育管理事务支出 it would be a cut name.
    assert not BOOK.agrees("function", "2050199", "其他教育支出")
    assert not SMALL.agrees("function", "2010101", "甲类")
    assert SMALL.agrees("function", "2010101", "甲类行政")


def test_a_name_that_runs_into_the_cell_below() -> None:
    printed = rows(("30108", "机关事业单位基本养老保险缴"), ("30109", "费职业年金缴费"))
    assert BOOK.agreements(printed) == [True, True]
    alone = rows(("30107", "绩效工资"), ("30109", "费职业年金缴费"))
    assert BOOK.agreements(alone) == [True, False]


def test_unknown_codes_are_taken_in_and_other_names_are_signals() -> None:
    assert signals(
        ("301", "工资福利支出"), ("30101", "基本工资"), ("30198", "新设津贴"), ("30102", "奖金")
    ) == [
        ("unknown_code", "info", "30198 新设津贴"),
        ("code_name_conflict", "warning", "30102 奖金"),
    ]


def test_numbers_of_a_free_table_are_no_codes() -> None:
    table = [
        ["科目编码", "采购项目名称", "数量", "合计"],
        ["2010301", "台式计算机", "500", "1.00"],
        ["500", "份", "", "2.00"],
    ]
    bought = read("政府采购预算表", raw_table(table))
    assert coded_rows(bought, load_lexicon()) == []
    assert code_signals([bought], load_lexicon()) == []
