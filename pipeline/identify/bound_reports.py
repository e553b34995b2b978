"""Several reports bound into one file: where each begins, and each as a document of its own.

A compilation prints one report after another: a cover or a heading that names another body (or the
same body's other year, kind or scope), and again an overview of income and expenditure. Only both
together begin another report: annexes have covers too, and a department prints tables of its units.

Belongs here: finding where reports begin, cutting the document there.
Does not belong here: whose reports they are (`identity` reads each for itself).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.domain.lexicon import Lexicon
from pipeline.grid.printed_table import GridDocument, PageText, PrintedTable
from pipeline.identify.body_names import clean_name, is_head_office, key_of
from pipeline.identify.document_titles import Title, read_title
from pipeline.identify.evidence import (
    COVER_LINES,
    MIN_AMOUNTS,
    Said,
    body_lines,
    is_money,
    joined_lines,
)
from pipeline.identify.identity_words import IdentityLexicon, load_identity_lexicon
from pipeline.identify.region import Gazetteer, load_gazetteer
from pipeline.interpret.caption import read_caption
from pipeline.interpret.logical_table import logical_table
from schemas.vocabulary import DocumentKind, StatementKind

OVERVIEW = StatementKind.BUDGET_OVERVIEW
# Kinds of titles that name a report with tables.
REPORTS = (DocumentKind.BUDGET, DocumentKind.FINAL_ACCOUNTS)


@dataclass(frozen=True, slots=True)
class _Named:
    """A title that names a report, with the key of its body's name."""

    title: Title
    body: str
    is_head_office: bool

    @property
    def page_number(self) -> int:
        """Where the title is printed."""
        return self.title.said.page_number

    def differs(self, other: _Named) -> bool:
        """Whether both cannot be of one report. A name without its place is the same name."""
        return (
            not _same_name(self.body, other.body)
            or self.is_head_office != other.is_head_office
            or _both_differ(self.title.year, other.title.year)
            or _both_differ(self.title.kind, other.title.kind)
            or _both_differ(self.title.scope, other.title.scope)
        )


def _same_name(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _both_differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def split_reports(document: GridDocument, lexicon: Lexicon) -> list[GridDocument]:
    """The reports of a document, each with its own pages and tables; one for most documents.

    Ordinals of tables and numbers of pages stay those of the file. Pages before the first report
    (the cover and contents of a compilation) belong to none; tables on them to the first. Every
    table is in exactly one of the documents.
    """
    overviews = [o for table in document.tables if (o := _overview(table, lexicon)) is not None]
    if len(overviews) < 2:
        return [document]
    starts = _starts(document, overviews)
    if len(starts) < 2:
        return [document]
    stops = [*starts[1:], document.pages[-1].page_number + 1]
    return [
        _part(document, start, stop, is_first=start == starts[0])
        for start, stop in zip(starts, stops, strict=True)
    ]


def _overview(table: PrintedTable, lexicon: Lexicon) -> tuple[int, str | None] | None:
    """First page of an overview of income and expenditure, and the body its caption names."""
    caption = read_caption(logical_table(table), lexicon)
    if caption.kind != OVERVIEW:
        return None
    amounts = sum(is_money(cell.text) for cell in table.cells())
    return (table.page_numbers[0], caption.entity) if amounts >= MIN_AMOUNTS else None


def _starts(document: GridDocument, overviews: Sequence[tuple[int, str | None]]) -> list[int]:
    """First pages of the reports: where another is named, and an overview follows before the next."""
    words, places = load_identity_lexicon(), load_gazetteer()
    named, contents = _named_on_pages(document.pages, words, places)
    first_page, caption = overviews[0]
    front = [report for report in named if report.page_number <= first_page]
    own = [report for report in front if not report.differs(front[-1])]
    current = own[0] if own else None
    is_compilation = len(own) < len(front) or any(page < first_page for page in contents)
    starts = [own[0].page_number if own and is_compilation else document.pages[0].page_number]
    before, captioned = first_page, _by_caption(caption, words, places)
    for page, caption in overviews[1:]:
        told = [report for report in named if before < report.page_number <= page]
        another = next(
            (report for report in told if current is None or report.differs(current)), None
        )
        body = _by_caption(caption, words, places)
        if another is not None:
            starts.append(another.page_number)
            current, captioned = another, body
        elif body and captioned and not told and not _same_name(body, captioned):
            starts.append(page)
            current, captioned = None, body
        before = page
    return list(dict.fromkeys(starts))


def _by_caption(caption: str | None, words: IdentityLexicon, places: Gazetteer) -> str | None:
    name = clean_name(caption, words, places) if caption else None
    return key_of(name, words) if name else None


def _named_on_pages(
    pages: Sequence[PageText], words: IdentityLexicon, places: Gazetteer
) -> tuple[list[_Named], list[int]]:
    """Reports named by the first lines of pages, and the pages that name several: contents."""
    named: list[_Named] = []
    contents: list[int] = []
    for page in pages:
        titles = sorted(
            (t for said in _first_lines(page) if (t := read_title(said, words, places))),
            key=lambda t: (-t.completeness, -len(t.entity or "")),
        )
        on_page = [
            _Named(t, key_of(t.entity, words), is_head_office(t.entity, words))
            for t in titles
            if t.entity and t.year and t.kind in REPORTS
        ]
        if not on_page:
            continue
        if any(not _same_name(other.body, on_page[0].body) for other in on_page):
            contents.append(page.page_number)
        else:
            named.append(on_page[0])
    return named, contents


def _first_lines(page: PageText) -> list[Said]:
    return joined_lines(body_lines(page)[:COVER_LINES], page.page_number)


def _part(document: GridDocument, start: int, stop: int, *, is_first: bool) -> GridDocument:
    pages = [page for page in document.pages if start <= page.page_number < stop]
    return GridDocument(
        page_count=len(pages),
        pages=pages,
        tables=[
            table
            for table in document.tables
            if table.page_numbers[0] < stop and (is_first or table.page_numbers[0] >= start)
        ],
        unreadable_pages=[
            (page, why)
            for page, why in document.unreadable_pages
            if not page or start <= page < stop
        ],
        private_use_count=document.private_use_count,
    )
