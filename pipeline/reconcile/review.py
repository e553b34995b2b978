"""Applying what reviewers decided: corrected cells, accepted equations, entries that no longer fit.

A correction is made before the rules are put to the test again, an acceptance after. Both only when
an equation (or a check that compares figures) fails with exactly the figures of the entry's guard;
an entry that finds no such equation is stale: it is reported and does nothing.

Belongs here: matching entries with failures and making the changes.
Does not belong here: reading entries (`acceptances`), what a failure leads to (`engine`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.grid.printed_table import GridCell
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.statement import Amount, Column, Row, Signal, Statement
from pipeline.reconcile.acceptances import ACCEPT, CORRECT, Acceptance
from pipeline.reconcile.equations import Result
from schemas.vocabulary import ColumnRole, Grade, SignalSeverity

APPLIED, STALE = "applied", "stale"
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell read otherwise than printed. `printed` is None where no number could be read."""

    entry: Acceptance
    statement: Statement
    cell: GridCell
    printed: Amount | None
    corrected: Amount


@dataclass(slots=True)
class Review:
    """The entries about one report and what became of them."""

    entries: Sequence[Acceptance]
    corrections: list[Correction] = field(default_factory=list)
    accepted: list[Acceptance] = field(default_factory=list)
    stale: list[tuple[Acceptance, str]] = field(default_factory=list)

    def correct(self, results: Sequence[Result], report: InterpretedReport) -> None:
        """Change the amounts of corrected cells in the report's rows, in place.

        `results` are those of the report as printed.
        """
        for entry in self.entries:
            if entry.action != CORRECT:
                continue
            if not _matching(entry, results):
                self.stale.append((entry, _NO_EQUATION))
                continue
            correction = _correction(entry, report)
            if isinstance(correction, str):
                self.stale.append((entry, correction))
            else:
                self.corrections.append(correction)

    def accept(self, results: Sequence[Result]) -> list[Result]:
        """The results with accepted failures marked; `results` are those after corrections."""
        changed = list(results)
        for entry in self.entries:
            if entry.action != ACCEPT:
                continue
            matching = _matching(entry, results)
            if matching:
                self.accepted.append(entry)
            else:
                self.stale.append((entry, _NO_EQUATION))
            for at in matching:
                changed[at] = replace(
                    changed[at], accepted_by=entry.reviewer, accepted_reason=entry.reason
                )
        return changed

    def words(self) -> str:
        """For the reason of the outcome: what was decided and by whom; empty when nothing was."""
        parts = []
        applied = [*self.accepted, *(c.entry for c in self.corrections)]
        if self.accepted:
            parts.append(f"{len(self.accepted)}处不符按原样接受")
        if self.corrections:
            parts.append(f"{len(self.corrections)}个单元格按审核更正")
        reviewers = "、".join(dict.fromkeys(entry.reviewer for entry in applied))
        return f"经人工审核（{reviewers}）：{'，'.join(parts)}" if parts else ""

    def signals(self) -> list[Signal]:
        """One signal for each entry that no longer fits."""
        return [
            Signal(
                "stale_acceptance",
                SignalSeverity.WARNING,
                f"{entry.rule} {entry.scope}".strip(),
                f"审核记录第{entry.line}行（{entry.reviewer} {entry.date}）未生效：{why}；请核对后删改这一行",
            )
            for entry, why in self.stale
        ]

    def rows(self) -> Iterator[dict[str, object]]:
        """Rows of the staged table `review` (without `report_key`)."""
        corrected = {c.entry.line: c for c in self.corrections}
        stale = {entry.line: why for entry, why in self.stale}
        for entry in self.entries:
            correction = corrected.get(entry.line)
            yield {
                "action": entry.action,
                "state": STALE if entry.line in stale else APPLIED,
                "rule": entry.rule,
                "scope": entry.scope,
                "left_yuan": entry.left_yuan.quantize(_CENT),
                "right_yuan": entry.right_yuan.quantize(_CENT),
                "cell_key": entry.cell_key,
                "printed_text": correction.cell.raw_text if correction else None,
                "corrected_yuan": correction.corrected.yuan.quantize(_CENT) if correction else None,
                "reason": entry.reason,
                "reviewer": entry.reviewer,
                "reviewed_on": entry.date,
                "note": stale.get(entry.line, ""),
            }

    def as_printed(self, cells: list[dict[str, object]]) -> None:
        """Give rows of `printed_cell` back the numbers that stand on the paper, in place."""
        by_cell = {
            (c.cell.row, c.cell.column, c.statement.table.ordinal): c for c in self.corrections
        }
        for row in cells:
            cell = (row["row_index"], row["column_index"], row["table_ordinal"])
            correction = by_cell.get(cell)  # type: ignore[arg-type]
            if correction is not None:
                printed = correction.printed
                row["value"] = printed.printed if printed else None
                row["amount_yuan"] = printed.yuan if printed else None


_NO_EQUATION = "没有一条不符的勾稽式与所记的规则和金额相同（原件、读法或其他更正已变）"


def _matching(entry: Acceptance, results: Sequence[Result]) -> list[int]:
    """Indexes of the failures with the entry's figures; of several those of its scope, if any."""
    alike = [
        at
        for at, result in enumerate(results)
        if result.grade == Grade.FAILED
        and result.rule == entry.rule
        and result.left_yuan is not None
        and result.right_yuan is not None
        and result.left_yuan.quantize(_CENT) == entry.left_yuan
        and result.right_yuan.quantize(_CENT) == entry.right_yuan
        and (entry.equation_table is None or result.table_ordinal == entry.equation_table)
    ]
    same = [at for at in alike if results[at].scope == entry.scope]
    return same or (alike if len(alike) == 1 else [])


def _correction(entry: Acceptance, report: InterpretedReport) -> Correction | str:
    """Make the change; a Chinese sentence when it cannot be made."""
    if entry.cell is None or entry.value is None:
        return "没有写明单元格或数值"
    ordinal, row_index, column_index = entry.cell
    statement = next((s for s in report.statements if s.table.ordinal == ordinal), None)
    if statement is None or statement.currency_factor is None:
        return f"表{ordinal}不是已识别的报表，或没有金额单位"
    amount_cell = _amount_cell(statement, row_index, column_index)
    if amount_cell is None:
        return f"单元格 {entry.cell_key} 不是这张表的金额格，或没有印出任何文字"
    row, column, cell = amount_cell
    printed = row.amounts.get(column.index)
    yuan = entry.value * statement.currency_factor
    if printed is not None:
        corrected = replace(printed, printed=entry.value, yuan=yuan)
    else:
        quantum = min(
            (a.quantum_yuan for _, _, a in statement.amounts() if a.quantum_yuan),
            default=statement.currency_factor * _CENT,
        )
        corrected = Amount(row_index, column_index, cell, entry.value, yuan, quantum)
    row.amounts[column.index] = corrected
    for signal in report.signals:
        at = (signal.cell.row, signal.cell.column) if signal.cell is not None else None
        if signal.table_ordinal == ordinal and at == (row_index, column_index):
            # What could not be read there is now known.
            signal.severity = SignalSeverity.INFO
    return Correction(entry, statement, cell, printed, corrected)


def _amount_cell(
    statement: Statement, row_index: int, column_index: int
) -> tuple[Row, Column, GridCell] | None:
    table = statement.table
    if row_index >= len(table.rows) or column_index >= len(statement.columns):
        return None
    column = statement.columns[column_index]
    for row in statement.rows:
        amount = row.amounts.get(column_index)
        if amount is not None and (amount.cell.row, amount.cell.column) == (
            row_index,
            column_index,
        ):
            return row, column, amount.cell
    cell = next(
        (c for c in table.rows[row_index].cells if c is not None and c.column == column_index), None
    )
    on_line = [r for r in statement.rows if r.grid_row == row_index and r.panel == column.panel]
    if column.role != ColumnRole.AMOUNT or not on_line or cell is None or not cell.text:
        return None
    return on_line[0], column, cell
