"""One file to everything known of it: read, grid, interpret, narrate, derive, reconcile, decide.

A plain function of the file's bytes, called alike by tests, the command line, a process pool and
Dagster.

Belongs here: the order of the steps and putting their results into staged rows.
Does not belong here: any step's own work; storage.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import __version__
from pipeline.derive.facts import (
    STAGE_BY_KIND,
    FactRow,
    expenditure_facts,
    objectives,
    report_totals,
    revenue_facts,
    three_public_facts,
)
from pipeline.derive.narrative_items import (
    KIND_BY_FUND,
    CodedItem,
    coded_items,
    item_rows,
    item_signals,
)
from pipeline.derive.perspective import perspectives
from pipeline.derive.printed import (
    UNKNOWN,
    code_observations,
    make_cell_key,
    statement_cells,
    unidentified_cells,
)
from pipeline.derive.procurement import procurement_rows
from pipeline.derive.targets import indicator_rows, objective_rows
from pipeline.grid.assemble import assemble
from pipeline.grid.model import GridCell, GridDocument, PrintedTable
from pipeline.grid.texts import squeeze
from pipeline.interpret.bodies import split_reports
from pipeline.interpret.caption import read_caption
from pipeline.interpret.glued import separate
from pipeline.interpret.lexicon import SCHEMAS, Lexicon, load_lexicon
from pipeline.interpret.model import Identity, InterpretedReport, Signal, Statement
from pipeline.interpret.procurement import signals_of
from pipeline.interpret.report import interpret, listed_statements, title_like_texts
from pipeline.interpret.table import logical_table
from pipeline.interpret.targets import is_target_statement, read_forms
from pipeline.narrative import Narrative, extract_narrative, is_none_word
from pipeline.outcome import (
    MIN_CHARS_PER_PAGE,
    QUARANTINED,
    REJECTED,
    SCAN_IMAGE_RATIO,
    Outcome,
    ReadFacts,
    decide,
    reviewed,
    signal_holds,
)
from pipeline.read import (
    EmptyFile,
    NotADocument,
    NothingPrinted,
    PasswordRequired,
    PictureOnly,
    ReadError,
    Reading,
    TooLarge,
    UnsupportedCarrier,
    read_document,
)
from pipeline.read.legible import unreadable_share
from pipeline.read.text import normalize_text
from pipeline.reconcile import Reconciliation, TokenCount, count_tokens, reconcile
from pipeline.reconcile.accept import Review
from pipeline.reconcile.acceptances import Acceptances
from pipeline.reconcile.engine import Accept
from pipeline.reconcile.equations import FAILED
from pipeline.reconcile.localise import localise, suspect_rows
from pipeline.reconcile.rules_items import TextItem
from pipeline.sources import printable
from pipeline.stage.model import Extraction, report_key_of

_ROOT = Path(__file__).resolve().parent
# What decides what is extracted from a file: these steps, and the lexicons and code lists.
_STEPS = ("read", "grid", "interpret", "narrative", "derive", "reconcile")
_DATA = ("lexicon", "codes")


def _fingerprint() -> str:
    """Short hash of the steps' code and their lexicons, line ends aside."""
    folders = [*(_ROOT / step for step in _STEPS), *(SCHEMAS / part for part in _DATA)]
    files = [Path(__file__).resolve(), _ROOT / "outcome.py"]
    files += [
        file
        for folder in folders
        for file in sorted(folder.iterdir())
        if file.suffix in (".py", ".csv", ".toml")
    ]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:8]


# A new row in a lexicon or a change of code reads the reports again, without anyone's doing.
EXTRACTOR_VERSION = f"{__version__}+{_fingerprint()}"

_LOOKS_LIKE_ZH = {
    "zip": "压缩包（ZIP）",
    "image": "图片",
    "text": "纯文本",
    "doc": "Word 97 文档（doc、wps）",
    "rtf": "RTF 文档",
    "xlsb": "Excel 二进制工作簿（xlsb）",
    "odf": "OpenDocument 文件",
    "ofd": "OFD 版式文件",
    "slides": "演示文稿",
    "xml_office": "Office 2003 XML 文件",
    "mhtml": "单文件网页（MHTML）",
}
# What a document that cannot be read is best saved as.
_SAVE_AS = {
    "doc": "docx 或 PDF",
    "rtf": "docx 或 PDF",
    "xlsb": "xlsx 或 PDF",
    "mhtml": "HTML 或 PDF",
}


# What reading gives for all pages.
_Pages = Reading


def version_for(sha256: str, acceptances: Acceptances) -> str:
    """The version of what is extracted from a file: the program's, and what reviewers decided."""
    return EXTRACTOR_VERSION + acceptances.version(sha256)


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
        pages = _read(path)
    except ReadError as error:
        refused = _read_outcome(error, path)
        return _refused(path, sha256, refused, version_for(sha256, acceptances))
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


def _together(sha256: str, parts: Sequence[dict[str, list[FactRow]]]) -> Extraction:
    """The rows of all reports of a file."""
    tables: dict[str, list[FactRow]] = {}
    for part in parts:
        for name, rows in part.items():
            tables.setdefault(name, []).extend(rows)
    return Extraction(report_key_of(sha256), sha256, tables)


def _read(path: Path) -> _Pages:
    return read_document(path)


def _read_outcome(error: ReadError, path: Path) -> Outcome:
    if isinstance(error, EmptyFile):
        return Outcome(REJECTED, "empty_file", "文件是空的（0 字节）；请重新下载")
    if isinstance(error, PictureOnly):
        return Outcome(
            QUARANTINED, "image_only", "文件是一张图片，没有文字层；需要光学识别后再处理"
        )
    if isinstance(error, NotADocument):
        kind = _LOOKS_LIKE_ZH.get(error.looks_like, "未知格式")
        if isinstance(error, UnsupportedCarrier):
            return Outcome(
                QUARANTINED,
                "unsupported_carrier",
                f"内容是{kind}，这种格式读不了；请另存为 {_SAVE_AS.get(error.looks_like, 'PDF')} 后再处理",
            )
        advice = "请解压后再处理" if error.looks_like == "zip" else "请从公开页面重新下载附件"
        return Outcome(REJECTED, "not_a_document", f"内容是{kind}，不是报告文件；{advice}")
    if isinstance(error, PasswordRequired):
        return Outcome(
            QUARANTINED, "password", "文件有打开口令，无法读取；请向公开单位索取无口令的版本"
        )
    if isinstance(error, NothingPrinted):
        return Outcome(
            QUARANTINED,
            "no_text_layer",
            "文件打开后没有可读的文字（网页的内容由框架或脚本载入，或工作簿是空的）；"
            "请保存完整的网页或下载附件后再处理",
        )
    if isinstance(error, TooLarge):
        return Outcome(
            QUARANTINED, "too_large", "文件展开后的内容远多于任何报告，没有读取；请核对来源"
        )
    detail = str(error).replace(f"{path}, ", "").replace(f"{path}: ", "")
    return Outcome(QUARANTINED, "truncated", f"文件不完整或已损坏：{detail}；请重新下载")


@dataclass(slots=True)
class _Extractor:
    """The steps after reading, for one report: the `number`-th of those in the file `whole`."""

    path: Path
    sha256: str
    document: GridDocument
    whole: GridDocument
    pages: _Pages
    lexicon: Lexicon
    acceptances: Acceptances
    number: int = 1

    @property
    def report_key(self) -> str:
        return report_key_of(self.sha256, self.number)

    def cell_key(self, statement: Statement, cell: GridCell) -> str:
        return make_cell_key(self.report_key, statement.table, cell)

    def _key_at(self, statement: Statement, row: int, column: int) -> str:
        return f"{self.report_key}:{statement.table.ordinal}:{row}:{column}"

    def run(self, count: int) -> dict[str, list[FactRow]]:
        """Rows of the staged tables; `count` is the number of reports in the file."""
        report = interpret(self.document, self.lexicon)
        narrative = extract_narrative(self.document, fiscal_year=report.identity.fiscal_year)
        listed = listed_statements(self.document, self.lexicon)
        tokens = self._tokens()
        items = coded_items(narrative.items, report.statements, self.lexicon)
        told = [text_item for one in items if (text_item := _text_item(one, self.lexicon))]

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
                told=told,
            )

        checked = check()
        review = Review(self.acceptances.of(self.report_key))
        if review.entries:
            review.correct(checked.results, report)
            checked = check(review.accept)
        held = self._held_back(report, checked)
        outcome = decide(
            report, self._read_facts(), listed, held, checked.main_failure, self.lexicon
        )
        outcome = reviewed(outcome, review.words())
        return self._rows(
            report,
            narrative,
            items,
            checked,
            tokens,
            held | _repeats(report, held),
            outcome,
            review,
            count,
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
                severity="warning",
                text=note.text,
                message=note.text,
                page_number=note.page_number or None,
            )
            for note in self.pages.notes
        ]

    def _tokens(self) -> list[TokenCount]:
        """Numbers of each page with tables, counted in PDFium's own text and in cells and lines."""
        found: dict[int, list[str]] = {page: [] for page in self.pages.texts}
        for layout in self.pages.layouts:
            if layout.page_number in found:
                found[layout.page_number] = [
                    *(
                        c.text
                        for t in layout.tables
                        for row in t.rows
                        for c in row
                        if c is not None
                    ),
                    *(line.text for line in layout.lines),
                ]
        return [
            count_tokens(page, text, found[page]) for page, text in sorted(self.pages.texts.items())
        ]

    def _held_back(self, report: InterpretedReport, checked: Reconciliation) -> dict[int, str]:
        """Table ordinal to why its statement is not published."""
        held = dict(checked.held_back)
        for ordinal, reason in signal_holds(report.signals).items():
            held.setdefault(ordinal, reason)
        return held

    def _rows(
        self,
        report: InterpretedReport,
        narrative: Narrative,
        items: Sequence[CodedItem],
        checked: Reconciliation,
        tokens: list[TokenCount],
        held: Mapping[int, str],
        outcome: Outcome,
        review: Review,
        count: int,
    ) -> dict[str, list[FactRow]]:
        stage = STAGE_BY_KIND.get(report.identity.document_kind, "initial_budget")
        forms, form_signals = read_forms(report.statements)
        tables: dict[str, list[FactRow]] = {
            "statement": [],
            "printed_cell": [],
            "expenditure": [],
            "revenue": [],
            "three_public": [],
            "project_objective": objective_rows(forms, self.cell_key, held),
            "performance_indicator": indicator_rows(forms, self.cell_key, held),
            "procurement": procurement_rows(report.statements, stage, self.cell_key, held),
            "code_observation": [],
        }
        by_perspective = perspectives(report.statements, held, self.lexicon)
        for statement in report.statements:
            spec = self.lexicon.statements[statement.kind]
            perspective = by_perspective.get(statement.table.ordinal)
            tables["statement"].append(
                self._statement_row(
                    statement, perspective, checked, held.get(statement.table.ordinal)
                )
            )
            tables["printed_cell"].extend(statement_cells(statement, self.cell_key))
            if statement.table.ordinal in held:
                # Its printed cells are kept; what they mean is not vouched for.
                continue
            tables["code_observation"].extend(
                code_observations(statement, self.cell_key, self.lexicon)
            )
            if perspective:
                tables["expenditure"].extend(
                    expenditure_facts(statement, spec, perspective, stage, self.cell_key)
                )
            if statement.kind == "REVENUE_OVERVIEW":
                tables["revenue"].extend(
                    revenue_facts(statement, spec, stage, self.cell_key, self.lexicon.funds)
                )
            if statement.kind == "THREE_PUBLIC":
                tables["three_public"].extend(
                    three_public_facts(statement, self.lexicon, stage, self.cell_key)
                )
            if spec.row_axis == "project" and not is_target_statement(statement):
                source = "PROJECT_TABLE" if spec.perspective else "KEY_PROJECT_TABLE"
                tables["project_objective"].extend(
                    objectives(statement, source, is_none_word, self.cell_key)
                )
        for table in report.unidentified:
            tables["printed_cell"].extend(unidentified_cells(table, self.lexicon, self.report_key))
            tables["statement"].append(self._unidentified_row(table))
        tables["report_total"] = report_totals(report, self.cell_key)
        tables["narrative_metric"] = [dict(metric.as_row()) for metric in narrative.metrics]
        tables["narrative_item"] = item_rows(items, self.lexicon)
        tables["reconciliation"] = [dict(row) for row in checked.rows(self.cell_key)]
        located = localise(checked.results)
        tables["suspect"] = [dict(row) for row in suspect_rows(located, self._key_at)]
        tables["review"] = [dict(row) for row in review.rows()]
        review.as_printed(tables["printed_cell"])
        signals = [
            *report.signals,
            *form_signals,
            *signals_of(report.statements),
            *narrative.signals,
            *item_signals(items),
            *located.signals(),
            *review.signals(),
            *self._read_signals(),
            *self._part_signals(count),
        ]
        tables["signal"] = [self._signal_row(s) for s in signals]
        tables["report"] = [
            self._report_row(report, checked, tokens, outcome, tables["printed_cell"])
        ]
        for name, rows in tables.items():
            for row in rows:
                if name != "report":
                    row["report_key"] = self.report_key
        return tables

    def _part_signals(self, count: int) -> list[Signal]:
        """That the file holds further reports, and where this one stands."""
        if count == 1:
            return []
        pages = f"第{self.document.pages[0].page_number}–{self.document.pages[-1].page_number}页"
        message = f"文件中有{count}份报告，已分开处理；本份是第{self.number}份，{pages}"
        return [Signal("several_reports", "info", pages, message)]

    def _statement_row(
        self,
        statement: Statement,
        perspective: str | None,
        checked: Reconciliation,
        held_reason: str | None,
    ) -> FactRow:
        cells = [cell for cell in statement.table.cells() if cell.text]
        return {
            "table_ordinal": statement.table.ordinal,
            "statement": statement.kind,
            "table_title": statement.title,
            "unit": statement.unit,
            "entity_printed": statement.entity_printed,
            "page_from": statement.table.page_numbers[0],
            "page_to": statement.table.page_numbers[-1],
            "row_count": len(statement.table.rows),
            "column_count": statement.table.column_count,
            "cell_count": len(cells),
            "numeric_count": sum(len(row.amounts) for row in statement.rows),
            "perspective": perspective,
            "grade": checked.statement_grades.get(statement.table.ordinal),
            "is_published": held_reason is None,
            "held_reason": held_reason,
            "note": statement.note or None,
        }

    def _unidentified_row(self, table: PrintedTable) -> FactRow:
        cells = [cell for cell in table.cells() if cell.text]
        caption = read_caption(logical_table(table), self.lexicon)
        return {
            "table_ordinal": table.ordinal,
            "statement": UNKNOWN,
            "table_title": caption.title,
            "unit": caption.unit,
            "entity_printed": caption.entity,
            "page_from": table.page_numbers[0],
            "page_to": table.page_numbers[-1],
            "row_count": len(table.rows),
            "column_count": table.column_count,
            "cell_count": len(cells),
            "numeric_count": 0,
            "perspective": None,
            "grade": None,
            "is_published": False,
            "held_reason": "标题与表头不在词表中",
            "note": None,
        }

    def _signal_row(self, signal: Signal) -> FactRow:
        key = None
        if signal.cell is not None and signal.table_ordinal is not None:
            table = self.whole.tables[signal.table_ordinal - 1]
            key = make_cell_key(self.report_key, table, signal.cell)
        return {
            "signal": signal.signal,
            "severity": signal.severity,
            "table_ordinal": signal.table_ordinal,
            "page_number": signal.page_number,
            "cell_key": key,
            "text": signal.text,
            "message": signal.message,
        }

    def _report_row(
        self,
        report: InterpretedReport,
        checked: Reconciliation,
        tokens: list[TokenCount],
        outcome: Outcome,
        cells: list[FactRow],
    ) -> FactRow:
        identity: Identity = report.identity
        # Soft rules are statements about how bodies usually budget; only hard ones can fail a report.
        counts = Counter(
            result.grade
            for result in checked.counted
            if result.grade != FAILED or result.severity == "hard"
        )
        main_units = Counter(
            s.unit for s in report.statements if s.unit and self.lexicon.statements[s.kind].is_main
        )
        return _report_row(
            self.path,
            self.sha256,
            outcome,
            city=identity.city,
            region_code=identity.region_code,
            entity_name=identity.entity_name,
            fiscal_year=identity.fiscal_year,
            document_kind=identity.document_kind,
            scope=identity.scope,
            report_key=self.report_key,
            page_from=self.document.pages[0].page_number if self.document.pages else None,
            page_count=self.pages.page_count,
            grade=checked.grade,
            content_hash=_content_hash(identity, cells) if cells else None,
            unit_of_main_table=main_units.most_common(1)[0][0] if main_units else None,
            token_count=sum(count.printed for count in tokens),
            tokens_conserved=sum(count.conserved for count in tokens),
            equations_exact=counts["exact"],
            equations_rounding=counts["rounding"],
            equations_failed=counts["failed"],
            cover_line=identity.cover_line,
            title_line=identity.evidence.get("entity"),
            extractor_version=version_for(self.sha256, self.acceptances),
        )


def _text_item(one: CodedItem, lexicon: Lexicon) -> TextItem | None:
    """An item of the text as the rules want it."""
    money = {stage: one.yuan(stage, lexicon) for stage in one.item.amounts}
    final = money.pop(STAGE_BY_KIND["final_accounts"], None)
    if final is None:
        return None
    return TextItem(
        code=one.code,
        words="/".join(one.item.names),
        statement=KIND_BY_FUND.get(one.fund),
        final=final,
        budgets=tuple(m for m in money.values() if m is not None),
        percent=one.item.percent,
    )


def _repeats(report: InterpretedReport, held: Mapping[int, str]) -> dict[int, str]:
    """Tables that tell once more what another one tells: no facts, but nothing is lost either."""
    return {
        s.table.ordinal: f"表{s.table.ordinal}“{s.title}”与另一张表是同一种报表、合计相同，不重复入库"
        for s in report.statements
        if s.is_repeat and s.table.ordinal not in held
    }


def _content_hash(identity: Identity, cells: Iterable[FactRow]) -> str:
    """The same for two files that print the same tables of the same body and year.

    How they print them does not count: carriers and page sizes break lines and repeat headers
    differently.
    """
    digest = hashlib.sha256(
        f"{identity.entity_name}|{identity.fiscal_year}|{identity.document_kind}|{identity.scope}".encode()
    )
    names = ("statement", "raw_text", "row_label", "column_path")
    content = {
        "|".join(squeeze(normalize_text(str(cell[name] or ""))) for name in names) for cell in cells
    }
    for line in sorted(content):
        digest.update(f"|{line}".encode())
    return digest.hexdigest()


def _report_row(path: Path, sha256: str, outcome: Outcome, **known: object) -> FactRow:
    row: FactRow = {
        "report_key": report_key_of(sha256),
        "sha256": sha256,
        "file_name": printable(path.name),
        "city": None,
        "region_code": None,
        "entity_name": None,
        "fiscal_year": None,
        "document_kind": None,
        "scope": None,
        "page_from": None,
        "page_count": None,
        "outcome": outcome.outcome,
        "reason_code": outcome.reason_code,
        "reason": outcome.reason,
        "grade": None,
        "content_hash": None,
        "extractor_version": EXTRACTOR_VERSION,
        "unit_of_main_table": None,
        "token_count": 0,
        "tokens_conserved": 0,
        "equations_exact": 0,
        "equations_rounding": 0,
        "equations_failed": 0,
        "title_line": None,
        "cover_line": None,
    }
    return row | known


def _refused(path: Path, sha256: str, outcome: Outcome, version: str) -> Extraction:
    row = _report_row(path, sha256, outcome, extractor_version=version)
    return Extraction(report_key_of(sha256), sha256, {"report": [row]})


ExtractFunction = Callable[[Path], Extraction]
