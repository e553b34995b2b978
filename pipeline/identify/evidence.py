"""The texts of a document that say whose report it is, each with where it stands on paper.

Belongs here: which lines and cells are cover, running title, heading, caption or table title.
Does not belong here: what they say (`document_titles`, `body_names`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.domain.lookalikes import repair_lookalikes
from pipeline.domain.text import is_amount_like, squeeze
from pipeline.grid.printed_table import GridDocument, PageText, PrintedTable
from pipeline.identify.identity_words import IdentityLexicon

# The cover and what repeats it stand on the first pages, in their first lines.
COVER_PAGES, COVER_LINES, CELLS_OF_A_COVER = 3, 14, 6
# Lines of a title may be broken; so many are joined.
JOINED_LINES = 5
# Titles and captions stand in the last lines above a table, or in its first rows.
LINES_ABOVE, TITLE_ROWS = 7, 5
# A page with so many amounts below a title holds a table, ruled or not.
MIN_AMOUNTS = 3
# Classification codes have three, five or seven digits, serial numbers few.
LONGEST_CODE = 8
# A title is short; longer lines are sentences.
MAX_TITLE = 60

_CHINESE_DIGIT = {
    c: str(d)
    for d, cs in enumerate(("〇○零ＯO0", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for c in cs
}
_CHINESE_YEAR = re.compile(r"[一二][〇○零ＯO0九][〇○零ＯO0一二三四五六七八九]{2}(?=年)")


@dataclass(frozen=True, slots=True)
class Said:
    """A text without white space and where it stands.

    `place`: 'cover' | 'running' (head or foot of pages) | 'heading' | 'title' (of a table) |
    'caption' | 'cell' (of a table's first rows) | 'text'. `value` is the line below or the cell to
    the right, where a label's value may stand; `table` the ordinal of the table, 0 without one.
    """

    text: str
    page_number: int
    place: str
    value: str = ""
    table: int = 0

    @property
    def evidence(self) -> str:
        """Page and printed text, for people."""
        return f"第{self.page_number}页：{self.text}{self.value}"


@dataclass(frozen=True, slots=True)
class TitledTable:
    """A table, or a page of figures, below a text that may be its title."""

    title: str
    page_number: int
    amounts: int


@dataclass
class DocumentTexts:
    """All texts of a document by place; see `Said`."""

    document: GridDocument
    words: IdentityLexicon

    @cached_property
    def cover(self) -> list[list[Said]]:
        """Lines of each page that may be a cover, down to the contents."""
        found: list[list[Said]] = []
        for page in self.document.pages[:COVER_PAGES]:
            lines, ended = self._cover_lines(page)
            if lines:
                found.append(lines)
            if ended:
                break
        return found

    def _cover_lines(self, page: PageText) -> tuple[list[Said], bool]:
        number = page.page_number
        texts = [
            clean_text(part)
            for table in self.document.tables
            if table.page_numbers[0] == number and _is_framed_cover(table)
            for cell in table.cells()
            for part in cell.raw_text.split("\n")
        ]
        texts += body_lines(page)
        found: list[Said] = []
        for text in texts[:COVER_LINES]:
            if not text:
                continue
            if self._ends_cover(text, is_first=not found):
                return found, True
            found.append(Said(text, number, "cover"))
        return found, False

    def _ends_cover(self, text: str, *, is_first: bool) -> bool:
        """Whether a line is the contents' title, the first part's heading or a statement's title."""
        places = self.words.places
        is_heading = not is_first and (places["part"].match(text) or places["ordinal"].match(text))
        is_contents = places["contents"].fullmatch(text) or text == "目"
        return bool(is_contents or is_heading or self.words.tables["statement"].fullmatch(text))

    @cached_property
    def cover_titles(self) -> list[Said]:
        """Every run of one to five lines of a cover, joined."""
        return [
            joined
            for lines in self.cover
            for joined in joined_lines([said.text for said in lines], lines[0].page_number)
        ]

    @cached_property
    def later_covers(self) -> list[Said]:
        """Joined lines of later pages that hold as little as a cover does."""
        found: list[Said] = []
        for page in self.document.pages[COVER_PAGES:]:
            texts = body_lines(page)
            if page.table_ordinals or not 0 < len(texts) <= JOINED_LINES:
                continue
            found += joined_lines(texts, page.page_number)
        return found

    @cached_property
    def running(self) -> list[Said]:
        """Heads and feet of pages, each once."""
        found: dict[str, Said] = {}
        for page in self.document.pages:
            for line in page.lines:
                text = clean_text(line.text)
                if line.is_furniture and len(text) > 4:
                    found.setdefault(text, Said(text, page.page_number, "running"))
        return list(found.values())

    @cached_property
    def headings(self) -> list[Said]:
        """Short lines that may be headings, without their numbers; broken ones joined."""
        found: dict[str, Said] = {}
        for page in self.document.pages:
            lines = [clean_text(line.text) for line in page.lines]
            for index, text in enumerate(lines):
                bare = self.without_number(text)
                for joined in (bare, bare + lines[index + 1] if index + 1 < len(lines) else ""):
                    if 4 <= len(joined) <= MAX_TITLE:
                        found.setdefault(joined, Said(joined, page.page_number, "heading"))
        return list(found.values())

    def without_number(self, text: str) -> str:
        """A heading or line of the contents without its number and its dots to the page."""
        text = self.words.places["leader"].sub("", text)
        text = self.words.places["part"].sub("", text, count=1)
        match = self.words.places["ordinal"].match(text)
        return text[match.end() :] if match else text

    @cached_property
    def captions(self) -> list[Said]:
        """Texts above tables and in their first rows, with the cell to the right of a label."""
        found: list[Said] = []
        for table in self.document.tables:
            above = [line for line in table.above if not line.is_furniture][-LINES_ABOVE:]
            texts = [clean_text(line.text) for line in above]
            for line, text, value in zip(above, texts, [*texts[1:], ""], strict=False):
                found.append(Said(text, line.page_number, "caption", value, table.ordinal))
            for row in table.rows[:TITLE_ROWS]:
                cells = [cell for cell in row.cells if cell is not None and cell.text]
                for index, cell in enumerate(cells):
                    value = clean_text(cells[index + 1].text) if index + 1 < len(cells) else ""
                    for part in dict.fromkeys([*cell.raw_text.split("\n"), cell.text]):
                        found.append(
                            Said(clean_text(part), row.page_number, "cell", value, table.ordinal)
                        )
        return [said for said in found if said.text]

    @cached_property
    def page_starts(self) -> list[Said]:
        """The first lines of every page: titles of tables no ruling was found for."""
        return [
            Said(text, page.page_number, "title")
            for page in self.document.pages
            for line in page.lines[:LINES_ABOVE]
            if not line.is_furniture and (text := clean_text(line.text))
        ]

    @cached_property
    def titled_tables(self) -> list[TitledTable]:
        """Tables with each text that may be their title, and pages of figures with theirs."""
        found: list[TitledTable] = []
        for table in self.document.tables:
            texts = [clean_text(line.text) for line in table.above[-LINES_ABOVE:]]
            for row in table.rows[:2]:
                texts += [
                    clean_text(part)
                    for cell in row.cells
                    if cell is not None
                    for part in (*cell.raw_text.split("\n"), cell.text)
                ]
            amounts = sum(is_money(cell.text) for cell in table.cells())
            found += [TitledTable(text, table.page_numbers[0], amounts) for text in texts if text]
        for page in self.document.pages:
            if page.table_ordinals:
                continue
            lines = [clean_text(line.text) for line in page.lines]
            if not any(self.words.tables["unit_caption"].search(text) for text in lines):
                continue
            amounts = sum(
                1
                for line in page.lines
                for part in line.text.split()
                if is_money(part) and "." in part
            )
            if amounts >= MIN_AMOUNTS:
                found += [
                    TitledTable(text, page.page_number, amounts)
                    for text in lines[:LINES_ABOVE]
                    if text
                ]
        return found

    @cached_property
    def full(self) -> str:
        """All running text, then all cells, without white space."""
        lines = "".join(
            clean_text(line.text) for page in self.document.pages for line in page.lines
        )
        return (
            lines
            + "|"
            + "|".join(
                clean_text(cell.text) for table in self.document.tables for cell in table.cells()
            )
        )

    def lines(self) -> Iterator[Said]:
        """All lines of running text."""
        for page in self.document.pages:
            for line in page.lines:
                if text := clean_text(line.text):
                    yield Said(text, page.page_number, "text")


def body_lines(page: PageText) -> list[str]:
    """The lines of a page without its head and foot."""
    return [clean_text(line.text) for line in page.lines if not line.is_furniture]


def joined_lines(texts: Sequence[str], page_number: int) -> list[Said]:
    """Every run of one to `JOINED_LINES` lines of a cover, joined."""
    return [
        Said("".join(texts[start:stop]), page_number, "cover")
        for start in range(len(texts))
        for stop in range(start + 1, min(start + JOINED_LINES, len(texts)) + 1)
    ]


def clean_text(text: str) -> str:
    """A text without white space, digits and years in one script."""
    bare = squeeze(repair_lookalikes(text))
    return _CHINESE_YEAR.sub(lambda m: "".join(_CHINESE_DIGIT[c] for c in m.group()), bare)


def is_money(text: str) -> bool:
    """Whether a cell certainly holds money: an amount (`domain.text.is_amount_like`) with decimals
    or grouped digits, or with more digits than a code, a year or a serial number has."""
    bare = clean_text(text)
    if not is_amount_like(bare) or bare.endswith("%"):
        return False
    return any(c in bare for c in ".,，") or len(bare) in (6, 8) or len(bare) > LONGEST_CODE


def _is_framed_cover(table: PrintedTable) -> bool:
    """Whether a table is only a frame round the words of a cover."""
    filled = [cell for cell in table.cells() if cell.text]
    return len(filled) <= CELLS_OF_A_COVER and not any(is_money(cell.text) for cell in filled)
