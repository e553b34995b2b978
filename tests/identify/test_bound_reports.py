"""Where one report ends and another begins in a file that holds several."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.domain.lexicon import load_lexicon
from pipeline.grid.printed_table import GridDocument, PageText, PrintedTable
from pipeline.identify.bound_reports import split_reports
from tests.identify.identity_documents import BUDGET_TITLES, FIGURES, page, table

# A page: lines of text, and the tables on it (lines above each).
Page = tuple[Sequence[str], Sequence[Sequence[str]]]


def text(*lines: str) -> Page:
    return lines, ()


def tables(*captions: str, titles: Sequence[str] = BUDGET_TITLES) -> list[Page]:
    """A page for each statement, with the caption lines above it."""
    return [((), ([title, *captions, "单位：万元"],)) for title in titles]


def bound(*pages: Page) -> GridDocument:
    texts: list[PageText] = []
    printed: list[PrintedTable] = []
    for number, (lines, aboves) in enumerate(pages, start=1):
        texts.append(page(number, [*lines, *(line for above in aboves for line in above)]))
        for above in aboves:
            printed.append(table(len(printed) + 1, number, above, FIGURES))
            texts[-1].table_ordinals.append(len(printed))
    return GridDocument(len(texts), texts, printed)


def parts(*pages: Page) -> list[tuple[int, int, int]]:
    """First page, last page and number of tables of each report found."""
    return [
        (d.pages[0].page_number, d.pages[-1].page_number, len(d.tables))
        for d in split_reports(bound(*pages), load_lexicon())
    ]


def cover(name: str, rest: str = "2025年部门预算") -> Page:
    return text(name, rest)


def test_one_report_stays_whole() -> None:
    assert parts(cover("阳泉市水务局"), text("目录"), *tables("部门名称：阳泉市水务局")) == [
        (1, 7, 5)
    ]


def test_a_second_cover_with_its_own_overview_begins_a_report() -> None:
    assert parts(
        cover("阳泉市水务局"), *tables(), cover("阳泉市民政局"), text("目录"), *tables()
    ) == [(1, 6, 5), (7, 13, 5)]


def test_a_heading_above_text_begins_a_report_as_a_cover_does() -> None:
    assert parts(
        cover("阳泉市水务局"),
        *tables(),
        text("阳泉市水文站2025年单位预算", "一、主要职责", "本站负责水文监测。"),
        *tables(),
    ) == [(1, 6, 5), (7, 12, 5)]


def test_captions_alone_tell_reports_apart_where_both_overviews_name_their_body() -> None:
    assert parts(*tables("部门名称：阳泉市水务局"), *tables("部门名称：阳泉市民政局")) == [
        (1, 5, 5),
        (6, 10, 5),
    ]
    # The same name without its place is the same body: a table printed twice.
    assert len(parts(*tables("部门名称：阳泉市水务局"), *tables("部门名称：水务局"))) == 1
    assert len(parts(*tables("部门名称：阳泉市水务局"), *tables())) == 1


def test_covers_of_annexes_begin_nothing() -> None:
    annexes = (
        cover("阳泉市水文站", "2025年单位预算"),
        text("本单位绩效情况说明"),
        cover("阳泉市水文站", "2025年整体支出绩效目标表"),
    )
    assert len(parts(cover("阳泉市水务局"), *tables(), *annexes)) == 1


def test_overviews_of_units_belong_to_the_departments_report_when_nothing_names_another() -> None:
    # The second overview is the same department's once more.
    again = text("阳泉市水务局2025年部门预算公开表")
    assert len(parts(cover("阳泉市水务局"), *tables(), again, *tables())) == 1


def test_year_kind_and_head_office_tell_reports_of_one_body_apart() -> None:
    for name, rest in (
        ("阳泉市水务局", "2024年部门预算"),
        ("阳泉市水务局", "2025年部门决算"),
        ("阳泉市水务局（本级）", "2025年单位预算"),
    ):
        assert len(parts(cover("阳泉市水务局"), *tables(), cover(name, rest), *tables())) == 2


def test_cover_and_contents_of_a_compilation_belong_to_no_report() -> None:
    contents = text("目录", "阳泉市水务局2025年部门预算", "阳泉市民政局2025年部门预算")
    assert parts(
        text("阳泉市2025年部门预算汇编"),
        contents,
        cover("阳泉市水务局"),
        *tables(),
        cover("阳泉市民政局"),
        *tables(),
    ) == [(3, 8, 5), (9, 14, 5)]


def test_no_table_is_lost() -> None:
    stray: Page = (("阳泉市2025年部门预算汇编",), (["汇总情况", "单位：万元"],))
    document = bound(
        stray,
        text("目录", "阳泉市水务局2025年部门预算", "阳泉市民政局2025年部门预算"),
        cover("阳泉市水务局"),
        *tables(),
        cover("阳泉市民政局"),
        *tables(),
    )
    found = split_reports(document, load_lexicon())
    assert [t.ordinal for d in found for t in d.tables] == [t.ordinal for t in document.tables]
