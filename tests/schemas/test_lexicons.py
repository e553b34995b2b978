"""Each lexicon is checked against its declaration, and says what a person has to put right."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipeline import ingest
from pipeline.cli import doctor
from pipeline.config import Home
from pipeline.domain.lexicon import load_lexicon
from pipeline.domain.lexicon_checks import EMPTY, Checker, Problem, resolved
from pipeline.domain.lexicon_files import SCHEMAS, LexiconError, LexiconFiles
from schemas.frames import to_frame, validate
from schemas.lexicons import (
    CODE_TABLES,
    DEPARTMENT_NAME_RULES,
    DOCUMENTS,
    LEXICON_TABLES,
    PLACELESS_WORDS,
    TITLES,
)
from schemas.model import Column, Table
from schemas.vocabulary import StatementKind

DOCUMENT = {document.name: document for document in DOCUMENTS}
TABLES = {table.name: table for table in (*LEXICON_TABLES, *CODE_TABLES)}
FILES = {
    **{table.name: f"lexicon/{table.name}.csv" for table in LEXICON_TABLES},
    **{table.name: f"codes/{table.name}.csv" for table in CODE_TABLES},
    **{document.name: f"lexicon/{document.file}" for document in DOCUMENTS},
}
Seed = Callable[[str, str, str], LexiconFiles]


@pytest.fixture
def seed(tmp_path: Path) -> Seed:
    """The lexicons with one text of one file replaced, where it stands first."""

    def seeded(name: str, old: str, new: str) -> LexiconFiles:
        for file in FILES.values():
            (tmp_path / file).parent.mkdir(exist_ok=True)
            (tmp_path / file).symlink_to(SCHEMAS / file)
        path = tmp_path / FILES[name]
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{FILES[name]} no longer holds {old!r}"
        path.unlink()
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return LexiconFiles(tmp_path)

    return seeded


def refused(files: LexiconFiles, name: str) -> list[Problem]:
    """What is wrong with one lexicon, in order."""
    with pytest.raises(LexiconError) as error:
        _ = files.rows(TABLES[name]) if name in TABLES else files.document(DOCUMENT[name])
    return [problem for problem in error.value.problems if isinstance(problem, Problem)]


def at_line_of(name: str, old: str, said: str) -> list[str]:
    """What is said, line by line; `#` is the line of the file in which the mistake is seeded."""
    text = (SCHEMAS / FILES[name]).read_text(encoding="utf-8")
    return said.replace("#", str(text[: text.index(old)].count("\n") + 1)).split("\n")


# Lexicon, what stands there, the mistake, what is said of it (`at_line_of`).
MISSPELT = [
    ("statements", ",GENERAL_PUBLIC,ALL,", ",GENERL_PUBLIC,ALL,",
     "lexicon/statements.csv 第#行 fund：“GENERL_PUBLIC”不在允许的值中，是否为“GENERAL_PUBLIC”"),
    ("title_parts", "key_projects,", "key_project,",
     "lexicon/title_parts.csv part：“key_project”没有用到，在 titles.has、titles.lacks 中都没有"),
    ("titles", "form fund both total", "form found both total",
     "lexicon/titles.csv 第#行 has：“found”不在允许的值中，是否为“fund”"),
    ("columns", "leaf,^(类|款|项)$,code_part", "leaf,^(类|款|项)$,code_prt",
     "lexicon/columns.csv 第#行 role：“code_prt”不在允许的值中，是否为“code_part”"),
    ("column_parts", "nature cost_group,BASIC PERSONNEL", "nature cost_group,BASIC PERSONEL",
     "lexicon/column_parts.csv 第#行 member：“PERSONEL”不在允许的值中，是否为“PERSONNEL”"),
    ("items", ",subtotal,", ",subtotl,",
     "lexicon/items.csv 第#行 kind：“subtotl”不在允许的值中，是否为“subtotal”"),
    ("categories", ",302,", ",3O2,",
     "lexicon/categories.csv 第#行 econ_code：“3O2”不在允许的值中，是否为“312”"),
    ("units", "万元,10000,", "万元,1万,",
     "lexicon/units.csv 第#行 factor_yuan：“1万”应为数字"),
    ("perspectives", "UNIT_BASIC,", "UNIT_BASE,",
     "lexicon/perspectives.csv 第#行 perspective：“UNIT_BASE”不在允许的值中，是否为“UNIT_BASIC”\n"
     "lexicon/perspectives.csv perspective：“UNIT_BASIC”已声明，却没有它的行"),
    ("fund_sources", "教育收费,SPECIAL_ACCOUNT", "教育收费,SPECIAL_ACOUNT",
     "lexicon/fund_sources.csv 第#行 parent：“SPECIAL_ACOUNT”不在允许的值中，是否为“SPECIAL_ACCOUNT”"),
    ("natures", "RESERVE,", "RESERV,",
     "lexicon/natures.csv 第#行 nature_code：“RESERV”不在允许的值中，是否为“RESERVE”\n"
     "lexicon/natures.csv nature_code：“RESERVE”已声明，却没有它的行"),
    ("stages", "final_accounts,", "final_account,",
     "lexicon/stages.csv 第#行 stage_code：“final_account”不在允许的值中，是否为“final_accounts”\n"
     "lexicon/stages.csv stage_code：“final_accounts”已声明，却没有它的行"),
    ("three_public_items", "RECEPTION,", "RECEPTIONS,",
     "lexicon/three_public_items.csv 第#行 item：“RECEPTIONS”不在允许的值中，是否为“RECEPTION”\n"
     "lexicon/three_public_items.csv item：“RECEPTION”已声明，却没有它的行"),
    ("rules", "BUDGET_OVERVIEW,two lists", "BUDGT_OVERVIEW,two lists",
     "lexicon/rules.csv 第#行 applies_to：“BUDGT_OVERVIEW”不在允许的值中，是否为“BUDGET_OVERVIEW”"),
    ("narrative_metrics", ",procurement,", ",procurment,",
     "lexicon/narrative_metrics.csv 第#行 topics：“procurment”不在允许的值中，是否为“procurement”"),
    ("regions", "北京市,province", "北京市,provice",
     "lexicon/regions.csv 第#行 level：“provice”不在允许的值中，是否为“province”"),
    ("region_aliases", "北京,110000", "北京,11000",
     "lexicon/region_aliases.csv 第#行 region_code：“11000”不合 ^\\d{6}$"),
    ("entity_suffixes", ",unit,", ",units,",
     "lexicon/entity_suffixes.csv 第#行 scope：“units”不在允许的值中，是否为“unit”"),
    ("placeless_words", "市场|", "市场|(",
     "lexicon/placeless_words.csv 第#行 pattern：“市场|(市政[^府]|市容|市民|市区|市直|市属|市郊|市集|市长”"
     "正则表达式不能用：missing ), unterminated subpattern at position 3"),
    ("department_name_rules", "20,^中国共产党", "二十,^中国共产党",
     "lexicon/department_name_rules.csv 第#行 priority：“二十”应为整数"),
    ("department_renames", "evidence\n", "evidence\n市,旧局,新局,2024年,通知\n",
     "lexicon/department_renames.csv 第2行 valid_from：“2024年”不合 ^\\d{4}(-\\d{2}-\\d{2})?$"),
    ("function_codes", "20101,人大事务,2,,,observed", "20101,人大事务,2,,,obsrved",
     "codes/function_codes.csv 第#行 origin：“obsrved”不在允许的值中，是否为“observed”"),
    ("econ_codes", "department,30101", "departmnt,30101",
     "codes/econ_codes.csv 第#行 scheme：“departmnt”不在允许的值中，是否为“department”"),
    ("code_aliases", "department,30212", "department,50207",
     "codes/code_aliases.csv 第#行 code：“50207”不在允许的值中，是否为“30207”"),
    ("text", "stage = 'adjusted_budget'", "stage = 'ajusted_budget'",
     "lexicon/text.toml [stages.note]第2项 stage：“ajusted_budget”不在允许的值中，是否为“adjusted_budget”"),
    ("identity", "kind = 'budget'", "kind = 'budgt'",
     "lexicon/identity.toml [titles]第8项 kind：“budgt”不在允许的值中，是否为“budget”"),
    ("narrative", "metric = 'MEETING'", "metric = 'MEETINGS'",
     "lexicon/narrative.toml [leads]第9项 metric：“MEETINGS”不在允许的值中，是否为“MEETING”"),
    ("targets", "WORKS = ", "WORK = ",
     "lexicon/targets.toml [procurement.categories]WORK key：“WORK”不在允许的值中，是否为“WORKS”\n"
     "lexicon/targets.toml [procurement.categories] key：“WORKS”已声明，却没有它的行"),
    ("rulebook", "own_row = ['TO_SUBORDINATE'", "own_row = ['TO_SUBORDINATES'",
     "lexicon/rules.toml [natures] own_row：“TO_SUBORDINATES”不在允许的值中，是否为“TO_SUBORDINATE”"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "said"), MISSPELT, ids=[m[0] for m in MISSPELT])
def test_a_misspelt_member_is_told_with_file_row_column_and_what_is_meant(
    seed: Seed, name: str, old: str, new: str, said: str
) -> None:
    told = [str(problem).partition("；允许")[0] for problem in refused(seed(name, old, new), name)]
    assert told == at_line_of(name, old, said)


def test_a_mistake_is_seeded_in_every_lexicon() -> None:
    assert {mistake[0] for mistake in MISSPELT} == set(FILES)


# What is wrong, lexicon, what stands there, the mistake, what is said of it.
WRONG = [
    ("kind not declared", "titles", ",CAPITAL_OVERVIEW,", ",PLEDGES,",
     "lexicon/titles.csv 第#行 statement：“PLEDGES”不在允许的值中"),
    ("kind not declared, of a variant", "statements", "function:FUND_BY_FUNCTION", "function:FUNDS",
     "lexicon/statements.csv 第#行 variants：“FUNDS”不在允许的值中"),
    ("axis not declared", "statements", "function:FUND_BY_FUNCTION", "funktion:FUND_BY_FUNCTION",
     "lexicon/statements.csv 第#行 variants：“funktion”不在允许的值中，是否为“function”"),
    ("requirement not declared", "statements", "item:INCOME_TOTAL", "items:INCOME_TOTAL",
     "lexicon/statements.csv 第#行 requires：“items”不在允许的值中，是否为“item”"),
    ("perspective not declared", "statements", ",ECON_GENERAL,", ",ECON_FUND,",
     "lexicon/statements.csv 第#行 perspective：“ECON_FUND”不在允许的值中"),
    ("dimension not declared", "columns", "amount,fund,EDU_FEE", "amount,funds,EDU_FEE",
     "lexicon/columns.csv 第#行 dimension：“funds”不在允许的值中，是否为“fund”"),
    ("member of another dimension", "columns", "amount,fund,EDU_FEE", "amount,nature,EDU_FEE",
     "lexicon/columns.csv 第#行 member：“EDU_FEE”不在允许的值中"),
    ("member without dimension", "column_parts", "nature cost_group,BASIC PUBLIC", "nature,BASIC PUBLIC",
     "lexicon/column_parts.csv 第#行 member：“BASIC PUBLIC”不在允许的值中；允许：共 1 个"),
    ("class of the other scheme", "columns", "category,302", "category,502",
     "lexicon/columns.csv 第#行 member：“502”不在允许的值中，是否为“30502”"),
    ("same word twice in a scope", "columns", "any,^扣除,", "any,增减|增幅|增长|比上年|同比|^差额$,",
     "lexicon/columns.csv 第#行 scope,pattern：“any 增减|增幅|增长|比上年|同比|^差额$”与第"),
    ("same key twice", "units", "百万元,1000000", "亿元,1000000",
     "lexicon/units.csv 第#行 unit：“亿元”与第"),
    ("same word twice in a list", "rules", "FUND_BY_FUNCTION CAPITAL_BY_FUNCTION THREE_PUBLIC",
     "FUND_BY_FUNCTION FUND_BY_FUNCTION",
     "lexicon/rules.csv 第#行 applies_to：“FUND_BY_FUNCTION”写了两次"),
    ("same word twice in a list of TOML", "narrative", "flat = ['持平', '保持一致'", "flat = ['持平', '持平'",
     "lexicon/narrative.toml [words] flat：“持平”写了两次"),
    ("pattern that does not compile", "items", "^(本年)?(收入)?", "^(本年?(收入)?",
     "lexicon/items.csv 第#行 pattern：“^(本年?(收入)?(总计|合计|收入总计|总合计)$”"
     "正则表达式不能用：missing ), unterminated subpattern at position 1"),
    ("pattern that does not compile in TOML", "text", "total = '^(总计", "total = '^((总计",
     "lexicon/text.toml [labels] total：“^((总计|合计|小计|总合计|共计|合计数|总额|本年(支出|收入)"
     "(合计|小计|总计)|(支出|收入)(合计|总计))$”正则表达式不能用："
     "missing ), unterminated subpattern at position 1"),
    ("piece that is not declared", "identity", "'<<lead>>(?P<before>", "'<<laed>>(?P<before>",
     "lexicon/identity.toml [titles]第3项 pattern：“<<laed>>(?P<before>"),
    ("pattern that is empty", "categories", "^其他支出$,", ",",
     "lexicon/categories.csv 第#行 pattern：不能为空"),
    ("pattern that matches everything", "categories", "^其他支出$", "(其他支出)?",
     "lexicon/categories.csv 第#行 pattern：“(其他支出)?”正则表达式什么都匹配"),
    ("missing column", "natures", "nature_code,name_zh,sort,note", "nature_code,name_zh,order,note",
     "lexicon/natures.csv 第#行 sort：缺少此项\n"
     "lexicon/natures.csv 第#行 order：没有声明此项，不在允许的值中"),
    ("missing key", "text", "\nquotes = ", "\nquote = ",
     "lexicon/text.toml [labels] quotes：缺少此项\n"
     "lexicon/text.toml [labels] quote：没有声明此项，不在允许的值中，是否为“quotes”"),
    ("missing section", "text", "[caption]", "[captions]",
     "lexicon/text.toml [captions]：没有声明此项，不在允许的值中，是否为“caption”\n"
     "lexicon/text.toml [caption]：缺少这一节"),
    ("column twice", "natures", "nature_code,name_zh,sort,note", "nature_code,name_zh,note,note",
     "lexicon/natures.csv 第#行 sort：缺少此项\n"
     "lexicon/natures.csv 第#行 note：写了两次"),
    ("array where one section belongs", "text", "[numbers]", "[[numbers]]",
     "lexicon/text.toml [numbers]：应为一节"),
    ("list where one value belongs", "text", "quotes_only = '", "quotes_only = ['a'] # '",
     "lexicon/text.toml [labels] quotes_only：“('a',)”应为一个值"),
    ("table where one value belongs", "text", "quotes_only = '", "quotes_only = {a = 1} # '",
     "lexicon/text.toml [labels] quotes_only：“(\"{'a': 1}\",)”应为一个值"),
    ("wrong number of fields", "stages", "决算,30", "决算,支出,30",
     "lexicon/stages.csv 第#行：有 5 个字段，应为 4 个（含逗号的字段要加引号）"),
    ("code that is not listed", "rulebook", "function = ['2080505']", "function = ['2080550']",
     "lexicon/rules.toml [econ_equals_function]第1项 function：“2080550”不在允许的值中，是否为“2080508”"),
    ("bad date", "function_codes", "法制建设,3,,2018-12-31", "法制建设,3,,2018年底",
     "codes/function_codes.csv 第#行 valid_to：“2018年底”应为日期（年-月-日）"),
    ("unit not declared", "narrative_metrics", "收入预算总额,万元,money", "收入预算总额,万圆,money",
     "lexicon/narrative_metrics.csv 第#行 unit：“万圆”不在允许的值中；允许：亿元、百万元、万元、千元、元"),
    ("bad boolean", "fund_sources", "财政专户,,0,", "财政专户,,no,",
     "lexicon/fund_sources.csv 第#行 is_fiscal_appropriation：“no”应为0 或 1"),
    ("bad number in TOML", "narrative", "list_within = 60", "list_within = '60'",
     "lexicon/narrative.toml [offices] list_within：“60”应为整数"),
    ("negative weight", "column_parts", "CARRIED_OVER,9", "CARRIED_OVER,-9",
     "lexicon/column_parts.csv 第#行 weight：“-9”不得小于 0"),
    ("source left blank", "natures", "基本支出,10,部门决算公开03表", "基本支出,10,",
     "lexicon/natures.csv 第#行 note：不能为空"),
    ("not TOML", "targets", "[labels]", "[labels",
     "lexicon/targets.toml：不是 TOML：Expected ']' at the end of a table declaration (at line 5, column 8)"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "said"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG]
)
def test_what_is_wrong_is_told(seed: Seed, name: str, old: str, new: str, said: str) -> None:
    problems, lines = refused(seed(name, old, new), name), at_line_of(name, old, said)
    assert [str(p)[: len(line)] for p, line in zip(problems, lines, strict=True)] == lines


def test_all_that_is_wrong_with_a_file_is_told_at_once_with_what_is_allowed(seed: Seed) -> None:
    files = seed("stages", "initial_budget,年初预算,10", "first_budget,年初预算,十")
    with pytest.raises(LexiconError) as error:
        files.rows(TABLES["stages"])
    assert str(error.value) == (
        "lexicon/stages.csv 第2行 stage_code：“first_budget”不在允许的值中，是否为“initial_budget”"
        "；允许：initial_budget、adjusted_budget、final_accounts\n"
        "lexicon/stages.csv 第2行 sort：“十”应为整数\n"
        "lexicon/stages.csv stage_code：“initial_budget”已声明，却没有它的行"
    )


def test_a_part_that_no_title_uses_is_told(seed: Seed) -> None:
    problems = seed("titles", "form whole,,", "form both,state,").problems()
    assert list(map(str, problems)) == [
        "lexicon/title_parts.csv part：“whole”没有用到，在 titles.has、titles.lacks 中都没有"
    ]


def test_a_missing_file_and_one_that_nothing_declares_are_told(seed: Seed) -> None:
    files = seed("units", "", "")
    (files.schemas / "lexicon" / "units.csv").rename(files.schemas / "lexicon" / "unit.csv")
    problems = [str(problem) for problem in files.problems()]
    assert problems == [
        f"{files.schemas}/lexicon/units.csv：文件不存在",
        "lexicon/unit.csv：没有声明（schemas/lexicons.py）",
    ]
    with pytest.raises(LexiconError, match=re.escape("units.csv：文件不存在")):
        load_lexicon(files.schemas)


def test_the_doctor_tells_every_mistake_and_else_counts_unknown_sources(seed: Seed) -> None:
    assert doctor.lexicons(seed("stages", "决算,30", "决算,三十").schemas) == (
        False,
        "lexicon/stages.csv 第4行 sort：“三十”应为整数\n改正所列各行后再运行",
    )
    ok, detail = doctor.lexicons()
    assert ok
    assert f"{len(StatementKind)} 种报表" in detail
    assert re.search(
        r"出处未查明的词：title_parts \d+/\d+、titles \d+/\d+、columns \d+/\d+", detail
    )


def test_a_run_with_a_lexicon_that_cannot_be_used_reads_no_file(
    seed: Seed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schemas = seed("stages", "决算,30", "决算,三十").schemas
    monkeypatch.setattr(ingest, "SCHEMAS", schemas)
    with pytest.raises(LexiconError, match="第4行 sort：“三十”应为整数"):
        ingest.stage([], Home.of(tmp_path / "city.duckdb"), workers=1)


def test_the_lexicons_are_as_declared() -> None:
    assert LexiconFiles(SCHEMAS).problems() == []


def test_sources_that_nobody_has_looked_up_are_counted_and_do_not_grow() -> None:
    """Whoever adds a row names the form that prints its word; whoever finds one lowers the count."""
    counts = LexiconFiles(SCHEMAS).unknown_sources()
    unknown = {name: unknown for name, (unknown, _) in counts.items() if unknown}
    assert unknown == {
        "columns": 14,
        "column_parts": 7,
        "items": 6,
        "titles": 17,
        "title_parts": 4,
    }


def is_plain(column: Column) -> bool:
    """Whether pandera checks its values; words and what depends on others are for the loader."""
    return not (column.is_list or column.regex or column.depends)


def by_pandera(files: LexiconFiles, table: Table) -> set[tuple[int | None, str]]:
    """Row (from 0) and column of what pandera finds wrong with a CSV; words stay as they stand."""
    raw = files.raw(table.name)
    typed, _ = Checker(is_text=True).check(resolved(table, files.values), raw)
    plain = {column.name for column in table.columns if is_plain(column)}
    rows = [
        {
            name: value[name] if name in plain and value[name] is not None else text[name]
            for name in table.column_names
        }
        for text, value in zip(raw.rows, typed, strict=True)
    ]
    frame, misfits = to_frame(table, rows)
    failures = validate(resolved(table, files.values), frame)
    # Pandera names all rows that share a key; the loader those behind the first.
    shared = [failure for failure in failures if failure.check == "unique"]
    told = [*misfits, *(f for f in failures if f.check != "unique"), *shared[1:]]
    # What did not fit its type is null in the frame, which is a failure of the same value.
    return {(failure.row_index, str(failure.column)) for failure in told}


SEEDED = [
    *(pytest.param(*m[:3], id=m[0]) for m in MISSPELT if m[0] in TABLES and m[0] != "title_parts"),
    *(
        pytest.param(*w[1:4], id=w[0])
        for w in WRONG
        if w[1] in TABLES
        and w[0] not in ("missing column", "column twice", "wrong number of fields")
    ),
]


@pytest.mark.parametrize(("name", "old", "new"), SEEDED)
def test_pandera_finds_what_the_loader_finds_of_plain_columns_and_no_more(
    seed: Seed, name: str, old: str, new: str
) -> None:
    files, table = seed(name, old, new), TABLES[name]
    where = files.raw(name).where
    plain = {column.name for column in table.columns if is_plain(column)}
    found = {
        (where.index(problem.row), problem.column)
        for problem in refused(files, name)
        if problem.row
        and (problem.column in plain or problem.what == EMPTY or problem.what.endswith("重复"))
    }
    assert by_pandera(files, table) == found


@pytest.mark.parametrize("table", [*LEXICON_TABLES, *CODE_TABLES], ids=lambda table: table.name)
def test_pandera_finds_the_lexicons_as_declared(table: Table) -> None:
    assert by_pandera(LexiconFiles(SCHEMAS), table) == set()


@pytest.mark.parametrize("table", [PLACELESS_WORDS, DEPARTMENT_NAME_RULES], ids=lambda t: t.name)
def test_patterns_that_the_warehouse_asks_can_be_used_by_duckdb(table: Table) -> None:
    for row in LexiconFiles(SCHEMAS).rows(table):
        duckdb.execute("SELECT regexp_matches('', ?)", [row["pattern"].pattern])


def test_a_rule_of_titles_that_no_earlier_one_leaves_anything_is_not_there() -> None:
    """Of two rules the earlier one decides; a later one that asks for more of the same is dead."""
    rows = LexiconFiles(SCHEMAS).rows(TITLES)
    for at, later in enumerate(rows):
        for earlier in rows[:at]:
            covered = set(earlier["has"]) <= set(later["has"])
            assert not (covered and set(earlier["lacks"]) <= set(later["lacks"])), later
