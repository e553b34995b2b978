"""Small documents of lines and tables, for identification: no PDF, no reading."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.domain.lexicon import load_lexicon
from pipeline.grid.printed_table import (
    Box,
    GridCell,
    GridDocument,
    GridRow,
    PageLine,
    PageText,
    PrintedTable,
)
from pipeline.identify.identity import identify
from pipeline.interpret.statement import Identity

# A table: lines above it, its rows.
CaptionedRows = tuple[Sequence[str], Sequence[Sequence[str]]]
BOX = Box(0, 0, 1, 1)
BUDGET_TITLES = ("收支总表", "收入总表", "支出总表", "财政拨款收支总表", "一般公共预算支出表")
FINAL_TITLES = ("收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表")
FIGURES = (
    ("项目", "金额", "项目", "金额"),
    ("一、一般公共预算拨款收入", "1,234.56", "一、一般公共服务支出", "1,000.00"),
    ("二、其他收入", "0.44", "二、住房保障支出", "235.00"),
    ("收入总计", "1,235.00", "支出总计", "1,235.00"),
)
BLANKS = tuple(tuple("" if "." in cell else cell for cell in row) for row in FIGURES)


def page(number: int, lines: Sequence[str]) -> PageText:
    """A page of running text; a line that begins with * is a running head or foot."""
    return PageText(
        page_number=number,
        width=595,
        height=842,
        lines=[PageLine(number, text.lstrip("*"), BOX, text.startswith("*")) for text in lines],
        char_count=sum(map(len, lines)),
        image_area_ratio=0.0,
    )


def table(
    ordinal: int, number: int, above: Sequence[str], rows: Sequence[Sequence[str]]
) -> PrintedTable:
    """A table of one page with the lines above it."""
    grid = [
        GridRow(
            r,
            number,
            tuple(
                GridCell(number, r, c, 1, 1, text, text.replace("\n", ""), BOX)
                for c, text in enumerate(row)
            ),
        )
        for r, row in enumerate(rows)
    ]
    return PrintedTable(
        ordinal, grid, max(map(len, rows)), above=[PageLine(number, text, BOX) for text in above]
    )


def document(
    pages: Sequence[Sequence[str]],
    tables: Sequence[CaptionedRows] = (),
) -> GridDocument:
    """Pages of text, then one page for each table (lines above, rows)."""
    texts = [page(number, lines) for number, lines in enumerate(pages, start=1)]
    printed = []
    for ordinal, (above, rows) in enumerate(tables, start=1):
        number = len(pages) + ordinal
        texts.append(page(number, above))
        texts[-1].table_ordinals.append(ordinal)
        printed.append(table(ordinal, number, above, rows))
    return GridDocument(len(texts), texts, printed)


def report(
    cover: Sequence[str],
    *,
    titles: Sequence[str] = BUDGET_TITLES,
    caption: str = "",
    rows: Sequence[Sequence[str]] = FIGURES,
    more: Sequence[Sequence[str]] = (("目录", "一、主要职责", "二、机构设置"),),
) -> GridDocument:
    """A report: a cover, pages of text, statements with a caption line above each."""
    above = [caption] if caption else []
    return document([cover, *more], [([title, *above, "单位：万元"], rows) for title in titles])


def identified(document: GridDocument) -> Identity:
    """What is known of a document of which no statement is understood."""
    return identify(document, [], load_lexicon())
