"""Wordings of places all over the country, and meanings put together from parts."""

from __future__ import annotations

import pytest

from pipeline.domain.lexicon import load_lexicon
from pipeline.interpret.caption import find_title
from pipeline.interpret.heading_words import match_heading, meaning_of_path
from tests.interpret.statements_from_tables import errors, read_pages
from tests.interpret.wordings import HALVES, WordingReader, load_wordings, verdict
from tests.page_layouts import Texts, captioned, raw_table


@pytest.mark.parametrize("half", HALVES)
def test_the_lexicons_understand_the_listed_wordings(half: str) -> None:
    reader = WordingReader(load_lexicon())
    verdicts = [verdict(w, reader.read(w)) for w in load_wordings() if w.half == half]
    assert verdicts.count("understood") >= 0.95 * len(verdicts)
    assert verdicts.count("wrong") <= 0.03 * len(verdicts)


@pytest.mark.parametrize(
    ("heading", "members"),
    [
        ("纳入专户管理的事业收入", {"fund": "SPECIAL_ACCOUNT"}),
        ("上年结转的一般公共预算拨款", {"fund": "CARRIED_OVER"}),
        ("一般公共预算基本支出安排数", {"fund": "GENERAL_PUBLIC", "nature": "BASIC"}),
        ("事业收入（不含专户资金）", {"fund": "BUSINESS_INCOME"}),
        ("本年预算安排资金", {}),
    ],
)
def test_heading_made_of_known_parts(heading: str, members: dict[str, str]) -> None:
    assert match_heading(heading, load_lexicon(), is_leaf=True) == ("amount", members)


@pytest.mark.parametrize("heading", ["星火计划资金", "一般公共预算和政府性基金预算", "非税收入"])
def test_heading_that_says_something_unknown_or_two_things(heading: str) -> None:
    assert match_heading(heading, load_lexicon(), is_leaf=True)[0] is None


def test_group_of_headings_names_the_source_of_its_columns() -> None:
    role, members = meaning_of_path(("事业收入", "金额"), load_lexicon())
    assert (role, members) == ("amount", {"fund": "BUSINESS_INCOME"})


def test_money_of_an_unknown_source_is_unlisted_and_told() -> None:
    rows: Texts = [
        ["科目编码", "科目名称", "合计", "一般公共预算", "星火计划资金"],
        ["", "合计", "3.00", "2.00", "1.00"],
        ["206", "科学技术支出", "3.00", "2.00", "1.00"],
    ]
    statement = read_pages(captioned(1, "部门收入总表", raw_table(rows)))
    column = statement.columns[4]
    assert (column.role, column.members["unlisted"]) == ("amount", "UNLISTED")
    assert [s.text for s in statement.signals if s.signal == "unknown_column"] == ["星火计划资金"]
    assert not errors(statement)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("机构运行经费支出、国有资产占用情况及政府采购支出信息表", "DETAIL"),
        ("上级补助项目支出预算表", "DETAIL"),
        ("项目收入支出决算表", "PROJECT_BY_UNIT"),
        ("部门项目支出绩效信息表", "PERFORMANCE_TARGETS"),
    ],
)
def test_tables_of_other_matters_and_of_projects(title: str, kind: str) -> None:
    assert find_title([title], load_lexicon())[1] == kind
