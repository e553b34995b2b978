"""One file to everything known of it: read, grid, interpret, narrate, derive, reconcile, decide.

A plain function of the file's bytes, called alike by tests, the command line, a process pool and
Dagster.

Belongs here: the order of the steps.
Does not belong here: any step's own work; rows of their results (`staged_rows`); storage.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.derive.facts import FactRow
from pipeline.derive.narrative_items import coded_items
from pipeline.domain.lexicon import Lexicon, load_lexicon
from pipeline.forms.report_forms import read_forms
from pipeline.grid.assembly import assemble
from pipeline.grid.printed_table import GridDocument
from pipeline.identify.bound_reports import split_reports
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.joined_statements import separate
from pipeline.interpret.statement import Signal
from pipeline.narrative.narrative_reader import extract_narrative
from pipeline.read import ReadError, Reading, read_document
from pipeline.read.reading import unreadable_share
from pipeline.reconcile.acceptances import Acceptances
from pipeline.reconcile.engine import Accept, Reconciliation, reconcile
from pipeline.reconcile.review import Review
from pipeline.reconcile.tokens import TokenCount, count_tokens
from pipeline.report.extracted import Extraction, minimal_report_row, report_key_of
from pipeline.report.interpretation import interpret, listed_statements, title_like_texts
from pipeline.report.outcome import (
    MIN_CHARS_PER_PAGE,
    SCAN_IMAGE_RATIO,
    Decision,
    ReadFacts,
    decide,
    reviewed,
    signal_holds,
)
from pipeline.report.refusal import refusal
from pipeline.report.staged_rows import Findings, RowWriter, Tables
from pipeline.report.version import EXTRACTOR_VERSION, version_for
from pipeline.sources import printable
from schemas.vocabulary import SignalSeverity

__all__ = ["EXTRACTOR_VERSION", "ReviewedExtraction", "extract_report"]


@dataclass(frozen=True, slots=True)
class ReviewedExtraction:
    """`extract_report` with what reviewers decided, to be handed to worker processes."""

    acceptances: Acceptances

    def __call__(self, path: Path) -> Extraction:
        """Everything known of the file."""
        return extract_report(path, acceptances=self.acceptances)

    def version_for(self, sha256: str) -> str:
        """The version of what is extracted from a file."""
        return version_for(sha256, self.acceptances)


def extract_report(
    path: Path, lexicon: Lexicon | None = None, acceptances: Acceptances | None = None
) -> Extraction:
    """Everything known of the file at `path`; never raises for what a file may contain.

    The rows of `Extraction.tables` are those of the staged tables. `acceptances` are what reviewers
    decided about failing equations. Raises only for faults of the program or its lexicons, and
    `OSError` when the file cannot be read from disk.
    """
    lexicon = lexicon or load_lexicon()
    acceptances = acceptances or Acceptances()
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        pages = read_document(path)
    except ReadError as error:
        row = _known(path, sha256, refusal(error, path), version_for(sha256, acceptances))
        return Extraction(sha256, {"report": [row]})
    document = separate(assemble(pages.layouts), lexicon)
    document.page_count = pages.page_count
    document.unreadable_pages = pages.unreadable
    documents = split_reports(document, lexicon)
    reports = [
        _Extractor(path, sha256, part, document, part_of(pages, part), lexicon, acceptances, number)
        for number, part in enumerate(documents, start=1)
    ]
    return _together(sha256, [report.run(len(reports)) for report in reports])


def part_of(pages: Reading, part: GridDocument) -> Reading:
    """What reading gave for the pages of one report of a file."""
    numbers = {page.page_number for page in part.pages}
    return replace(
        pages,
        layouts=[layout for layout in pages.layouts if layout.page_number in numbers],
        texts={page: text for page, text in pages.texts.items() if page in numbers},
        page_count=part.page_count,
        unreadable=part.unreadable_pages,
        notes=tuple(n for n in pages.notes if not n.page_number or n.page_number in numbers),
    )


def _together(sha256: str, parts: Sequence[Tables]) -> Extraction:
    """The rows of all reports of a file."""
    tables: Tables = {}
    for part in parts:
        for name, rows in part.items():
            tables.setdefault(name, []).extend(rows)
    return Extraction(sha256, tables)


def _known(path: Path, sha256: str, decision: Decision, version: str) -> FactRow:
    """The columns of `report` that are known of any file."""
    return minimal_report_row(
        sha256,
        printable(path.name),
        version,
        outcome=decision.outcome,
        reason_code=decision.reason_code,
        reason=decision.reason,
    )


@dataclass(slots=True)
class _Extractor:
    """The steps after reading, for one report: the `number`-th of those in the file `whole`."""

    path: Path
    sha256: str
    document: GridDocument
    whole: GridDocument
    pages: Reading
    lexicon: Lexicon
    acceptances: Acceptances
    number: int = 1

    @property
    def report_key(self) -> str:
        return report_key_of(self.sha256, self.number)

    def run(self, count: int) -> Tables:
        """Rows of the staged tables; `count` is the number of reports in the file."""
        report = interpret(self.document, self.lexicon)
        narrative = extract_narrative(self.document, fiscal_year=report.identity.fiscal_year)
        listed = listed_statements(self.document, self.lexicon)
        tokens = self._tokens()
        items = coded_items(narrative.items, report.statements, self.lexicon)

        def check(accept: Accept | None = None) -> Reconciliation:
            return reconcile(
                report,
                narrative.metrics,
                dictionary=self.lexicon.code_names,
                listed=listed,
                tokens=tokens,
                offices=narrative.offices,
                lines=(line for page in self.document.pages for line in page.lines),
                accept=accept,
                text_items=items,
            )

        checked = check()
        review = Review(self.acceptances.of(self.report_key))
        if review.entries:
            review.correct(checked.results, report)
            if review.corrections:
                # A corrected number may make the lines of a table add up, or no longer.
                report = replace(report, forms=read_forms(report.statements))
            checked = check(review.accept)
        held = signal_holds(report.signals) | checked.held_back
        decision = decide(
            report, self._read_facts(), listed, held, checked.main_failure, self.lexicon
        )
        decision = reviewed(decision, review.words())
        known = _known(
            self.path, self.sha256, decision, version_for(self.sha256, self.acceptances)
        ) | {
            "page_from": self.document.pages[0].page_number if self.document.pages else None,
            "page_count": self.pages.page_count,
        }
        return RowWriter(self.report_key, self.whole, self.lexicon, known).tables(
            Findings(
                report,
                narrative,
                items,
                checked,
                tokens,
                _repeats(report) | held,
                review,
                noted=[*self._read_signals(), *self._part_signals(count)],
            )
        )

    def _read_facts(self) -> ReadFacts:
        sparse = [p for p in self.document.pages if p.char_count < MIN_CHARS_PER_PAGE]
        return ReadFacts(
            page_count=len(self.document.pages),
            pages_without_text=len(sparse),
            scanned_pages=sum(p.image_area_ratio >= SCAN_IMAGE_RATIO for p in sparse),
            unreadable_pages=self.pages.unreadable,
            table_count=len(self.document.tables),
            title_like=title_like_texts(self.document, self.lexicon),
            unreadable_share=unreadable_share(
                [layout for layout in self.pages.layouts if layout.tables] or self.pages.layouts
            ),
        )

    def _read_signals(self) -> list[Signal]:
        """What the carrier hides or does not give, for people to know."""
        return [
            Signal(
                signal=note.kind,
                severity=SignalSeverity.WARNING,
                text=note.text,
                message=note.text,
                page_number=note.page_number or None,
            )
            for note in self.pages.notes
        ]

    def _tokens(self) -> list[TokenCount]:
        """Numbers of each page with tables, counted in PDFium's own text and in cells and lines."""
        read = {
            layout.page_number: [
                *(c.text for t in layout.tables for row in t.rows for c in row if c is not None),
                *(line.text for line in layout.lines),
            ]
            for layout in self.pages.layouts
        }
        return [
            count_tokens(page, text, read.get(page, []))
            for page, text in sorted(self.pages.texts.items())
        ]

    def _part_signals(self, count: int) -> list[Signal]:
        """That the file holds further reports, and where this one stands."""
        if count == 1:
            return []
        pages = f"第{self.document.pages[0].page_number}–{self.document.pages[-1].page_number}页"
        message = f"文件中有{count}份报告，已分开处理；本份是第{self.number}份，{pages}"
        return [Signal("several_reports", SignalSeverity.INFO, pages, message)]


def _repeats(report: InterpretedReport) -> dict[int, str]:
    """Tables that tell once more what another one tells: no facts, but nothing is lost either."""
    return {
        s.table.ordinal: f"表{s.table.ordinal}“{s.title}”与另一张表是同一种报表、合计相同，不重复入库"
        for s in report.statements
        if s.is_repeat
    }
