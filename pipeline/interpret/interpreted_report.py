"""A report that is understood: who published it, its statements and its forms.

Belongs here: the one value that derivation, rules and outcome take.
Does not belong here: how it is made (`pipeline.report.interpretation`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.grid.printed_table import PrintedTable
from pipeline.interpret.form_values import ReportForms
from pipeline.interpret.statement import Identity, Signal, Statement
from schemas.vocabulary import StatementKind


@dataclass(frozen=True, slots=True)
class InterpretedReport:
    """Everything understood of one report, before facts and rules.

    `unidentified` are printed tables that are no statement; `signals` leave out those of the forms.
    """

    identity: Identity
    statements: list[Statement]
    unidentified: list[PrintedTable]
    signals: list[Signal]
    forms: ReportForms = field(default_factory=ReportForms)

    def statement(self, kind: StatementKind) -> Statement | None:
        """The statement of this kind; of several the fullest."""
        return next((s for s in self.statements if s.kind == kind and not s.is_repeat), None)
