"""What is known of a report, as rows of the staged tables (`schemas.staged`).

Belongs here: putting results of the steps into rows. Does not belong here: the work of any step,
the order of the steps (`extraction`), storage.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.derive.facts import (
    FactRow,
    expenditure_facts,
    objectives,
    report_totals,
    revenue_facts,
    three_public_facts,
)
from pipeline.derive.form_facts import indicator_rows, objective_rows, procurement_rows
from pipeline.derive.narrative_items import CodedItem, item_rows, item_signals
from pipeline.derive.perspective import incomplete_classes, perspectives
from pipeline.derive.printed_cells import (
    UNKNOWN,
    code_observations,
    make_cell_key,
    statement_cells,
    unidentified_cells,
)
from pipeline.domain.lexicon import Lexicon
from pipeline.domain.lookalikes import repair_lookalikes
from pipeline.domain.text import squeeze
from pipeline.forms.target_forms import is_target_statement
from pipeline.grid.printed_table import GridCell, GridDocument, PrintedTable
from pipeline.interpret.caption import read_caption
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.logical_table import logical_table
from pipeline.interpret.statement import Identity, Signal, Statement
from pipeline.narrative.metrics import Narrative
from pipeline.narrative.narrative_reader import is_none_word
from pipeline.reconcile.engine import Reconciliation
from pipeline.reconcile.localisation import localise, suspect_rows
from pipeline.reconcile.review import Review
from pipeline.reconcile.tokens import TokenCount
from schemas.vocabulary import (
    DocumentKind,
    Grade,
    ObjectiveSource,
    RowAxis,
    Severity,
    Stage,
    StatementKind,
)

Tables = dict[str, list[FactRow]]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the steps found in one report. `held` maps tables not published to the reason;
    `noted` are signals of reading and of the file as a whole."""

    report: InterpretedReport
    narrative: Narrative
    items: Sequence[CodedItem]
    checked: Reconciliation
    tokens: Sequence[TokenCount]
    held: Mapping[int, str]
    review: Review
    noted: Sequence[Signal]


@dataclass(frozen=True, slots=True)
class RowWriter:
    """Writes the rows of one report of the file `whole`; `known` are the columns known of the file."""

    report_key: str
    whole: GridDocument
    lexicon: Lexicon
    known: FactRow

    def cell_key(self, statement: Statement, cell: GridCell) -> str:
        """The key of a printed cell."""
        return make_cell_key(self.report_key, statement.table, cell)

    def _key_at(self, statement: Statement, row: int, column: int) -> str:
        return f"{self.report_key}:{statement.table.ordinal}:{row}:{column}"

    def tables(self, findings: Findings) -> Tables:
        """Rows of all staged tables that have any."""
        report, held = findings.report, findings.held
        tables = self._of_statements(report, findings.checked, held)
        for table in report.unidentified:
            tables["printed_cell"].extend(unidentified_cells(table, self.lexicon, self.report_key))
            caption = read_caption(logical_table(table), self.lexicon)
            tables["statement"].append(
                _table_row(table)
                | {
                    "table_title": caption.title,
                    "unit": caption.currency_unit,
                    "entity_printed": caption.entity,
                }
            )
        tables["report_total"] = report_totals(report, self.cell_key)
        tables["narrative_metric"] = [
            dict(metric.as_row()) for metric in findings.narrative.metrics
        ]
        tables["narrative_item"] = item_rows(findings.items)
        tables["reconciliation"] = [dict(row) for row in findings.checked.rows(self.cell_key)]
        located = localise(findings.checked.results)
        tables["suspect"] = [dict(row) for row in suspect_rows(located, self._key_at)]
        tables["review"] = [dict(row) for row in findings.review.rows()]
        findings.review.as_printed(tables["printed_cell"])
        targets = report.forms.targets
        tables["project_objective"].extend(objective_rows(targets, self.cell_key, held))
        tables["performance_indicator"] = indicator_rows(targets, self.cell_key, held)
        signals = [
            *report.signals,
            *report.forms.signals,
            *findings.narrative.signals,
            *item_signals(findings.items),
            *incomplete_classes(report.statements, held),
            *located.signals(),
            *findings.review.signals(),
            *findings.noted,
        ]
        tables["signal"] = [self._signal_row(signal) for signal in signals]
        tables["report"] = [self._report_row(findings, tables["printed_cell"])]
        for rows in tables.values():
            for row in rows:
                row["report_key"] = self.report_key
        return tables

    def _of_statements(
        self, report: InterpretedReport, checked: Reconciliation, held: Mapping[int, str]
    ) -> Tables:
        """Printed cells of all statements, facts of those published."""
        is_final = report.identity.document_kind == DocumentKind.FINAL_ACCOUNTS
        stage = Stage.FINAL_ACCOUNTS if is_final else Stage.INITIAL_BUDGET
        names = ("statement", "printed_cell", "expenditure", "revenue", "three_public")
        tables: Tables = {name: [] for name in (*names, "project_objective", "code_observation")}
        tables["procurement"] = procurement_rows(
            report.forms.procurement, stage, self.cell_key, held
        )
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
            if statement.kind == StatementKind.REVENUE_OVERVIEW:
                tables["revenue"].extend(
                    revenue_facts(statement, spec, stage, self.cell_key, self.lexicon.funds)
                )
            if statement.kind == StatementKind.THREE_PUBLIC:
                tables["three_public"].extend(
                    three_public_facts(statement, self.lexicon, stage, self.cell_key)
                )
            if spec.row_axis == RowAxis.PROJECT and not is_target_statement(statement):
                source = (
                    ObjectiveSource.PROJECT_TABLE
                    if spec.perspective
                    else ObjectiveSource.KEY_PROJECT_TABLE
                )
                tables["project_objective"].extend(
                    objectives(statement, source, is_none_word, self.cell_key)
                )
        return tables

    def _statement_row(
        self,
        statement: Statement,
        perspective: str | None,
        checked: Reconciliation,
        held_reason: str | None,
    ) -> FactRow:
        return _table_row(statement.table) | {
            "statement": statement.kind,
            "table_title": statement.title,
            "unit": statement.currency_unit,
            "entity_printed": statement.entity_printed,
            "numeric_count": sum(len(row.amounts) for row in statement.rows),
            "perspective": perspective,
            "grade": checked.statement_grades.get(statement.table.ordinal),
            "is_published": held_reason is None,
            "held_reason": held_reason,
            "note": statement.note or None,
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

    def _report_row(self, findings: Findings, cells: list[FactRow]) -> FactRow:
        report, checked = findings.report, findings.checked
        identity: Identity = report.identity
        # Soft rules are statements about how bodies usually budget; only hard ones can fail a report.
        counts = Counter(
            result.grade
            for result in checked.counted
            if result.grade != Grade.FAILED or result.severity == Severity.HARD
        )
        main_units = Counter(
            s.currency_unit
            for s in report.statements
            if s.currency_unit and self.lexicon.statements[s.kind].is_main
        )
        return self.known | {
            "city": identity.city,
            "region_code": identity.region_code,
            "entity_name": identity.entity_name,
            "fiscal_year": identity.fiscal_year,
            "document_kind": identity.document_kind,
            "scope": identity.scope,
            "grade": checked.grade,
            "content_hash": _content_hash(identity, cells) if cells else None,
            "unit_of_main_table": main_units.most_common(1)[0][0] if main_units else None,
            "token_count": sum(count.printed for count in findings.tokens),
            "tokens_conserved": sum(count.conserved for count in findings.tokens),
            "equations_exact": counts[Grade.EXACT],
            "equations_rounding": counts[Grade.ROUNDING],
            "equations_failed": counts[Grade.FAILED],
            "cover_line": identity.cover_line,
            "title_line": identity.evidence.get("entity"),
        }


def _table_row(table: PrintedTable) -> FactRow:
    """The `statement` row of a printed table that is not known to be one."""
    return {
        "table_ordinal": table.ordinal,
        "statement": UNKNOWN,
        "page_from": table.page_numbers[0],
        "page_to": table.page_numbers[-1],
        "row_count": len(table.rows),
        "column_count": table.column_count,
        "cell_count": sum(bool(cell.text) for cell in table.cells()),
        "numeric_count": 0,
        "perspective": None,
        "grade": None,
        "is_published": False,
        "held_reason": "标题与表头不在词表中",
        "note": None,
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
        "|".join(squeeze(repair_lookalikes(str(cell[name] or ""))) for name in names)
        for cell in cells
    }
    for line in sorted(content):
        digest.update(f"|{line}".encode())
    return digest.hexdigest()
