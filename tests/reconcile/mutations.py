"""Faults put into a report on purpose, and whether the rules see them.

A fault in one amount is put into the equations that hold the amount (the others cannot change);
faults of rows, columns and units go through a whole run.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.statement import Amount, Column, Row, Statement
from pipeline.narrative.metrics import NarrativeMetric
from pipeline.reconcile.case import Case
from pipeline.reconcile.engine import Reconciliation, findings, reconcile
from pipeline.reconcile.equations import Equation, Result, Term, grade
from pipeline.reconcile.rulebook import load_rulebook
from schemas.vocabulary import Grade, StatementKind

Place = tuple[int, int, int]
Fault = Callable[[Amount], Decimal | None]


@dataclass
class Share:
    """How many faults of one sort were seen, and how."""

    faults: int = 0
    hard: int = 0
    any_rule: int = 0
    noticed: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, name: str, hard: bool, any_rule: bool, noticed: bool) -> None:
        self.faults += 1
        self.hard += hard
        self.any_rule += any_rule
        self.noticed += noticed
        if not hard:
            self.missed.append(name)

    @property
    def hard_share(self) -> Decimal:
        return Decimal(self.hard) / Decimal(self.faults)

    @property
    def noticed_share(self) -> Decimal:
        return Decimal(self.noticed) / Decimal(self.faults)

    def words(self) -> str:
        return (
            f"hard {self.hard}/{self.faults} ({100 * self.hard_share:.1f} %), "
            f"hard or soft {self.any_rule}/{self.faults}, "
            f"noticed (grade worse than before) {self.noticed}/{self.faults}"
        )


def _lost(amount: Amount) -> Decimal | None:
    return Decimal(0)


def _sign(amount: Amount) -> Decimal | None:
    return -amount.printed


def _hundredth(amount: Amount) -> Decimal | None:
    return (amount.printed / 100).quantize(Decimal("0.01"))


def _tenfold(amount: Amount) -> Decimal | None:
    return amount.printed * 10


def _swapped(amount: Amount) -> Decimal | None:
    """The first two neighbouring digits that differ change places."""
    digits = list(f"{amount.printed:.2f}")
    places = [i for i, char in enumerate(digits) if char.isdigit()]
    for one, two in itertools.pairwise(places):
        if digits[one] != digits[two]:
            digits[one], digits[two] = digits[two], digits[one]
            return Decimal("".join(digits))
    return None


def _cent(amount: Amount) -> Decimal | None:
    return amount.printed + Decimal("0.01")


# Digits that look alike in print.
ALIKE = {
    "0": "8",
    "1": "7",
    "2": "7",
    "3": "8",
    "4": "9",
    "5": "6",
    "6": "8",
    "7": "1",
    "8": "3",
    "9": "4",
}


def _misread(position: int) -> Fault:
    """The digit at this place (counted over all the report, so that all places come up) misread."""

    def fault(amount: Amount) -> Decimal | None:
        digits = list(f"{amount.printed:.2f}")
        places = [i for i, char in enumerate(digits) if char.isdigit()]
        place = places[(position + amount.row_index + amount.column_index) % len(places)]
        digits[place] = ALIKE[digits[place]]
        return Decimal("".join(digits))

    return fault


CELL_FAULTS: dict[str, Sequence[Fault]] = {
    "lost": [_lost],
    "sign flipped": [_sign],
    "divided by 100": [_hundredth],
    "times 10": [_tenfold],
    "digits swapped": [_swapped],
    "digit misread": [_misread(i) for i in range(5)],
    "off by 0.01": [_cent],
}


class Bench:
    """A report with its equations, ready to take faults."""

    def __init__(self, report: InterpretedReport, metrics: Sequence[NarrativeMetric] = ()) -> None:
        self.report, self.metrics = report, metrics
        case = Case(report, load_rulebook(), metrics)
        self.equations = [f for f in findings(case) if isinstance(f, Equation)]
        self.before = [grade(equation) for equation in self.equations]
        self.by_place: dict[Place, set[int]] = {}
        for number, equation in enumerate(self.equations):
            for term in (*equation.left, *equation.right):
                place = place_of(term)
                if place is not None:
                    self.by_place.setdefault(place, set()).add(number)

    def amounts(self) -> Iterator[tuple[Statement, Row, Column, Amount]]:
        for statement in self.report.statements:
            for row, column, amount in statement.amounts():
                if amount.yuan:
                    yield statement, row, column, amount

    def cell_fault(self, statement: Statement, amount: Amount, printed: Decimal) -> list[Result]:
        """Results that are worse than before when one amount is printed otherwise."""
        place = (statement.table.ordinal, amount.cell.row, amount.cell.column)
        yuan = printed * (statement.currency_factor or 1)
        worse: list[Result] = []
        for number in self.by_place.get(place, ()):
            equation = self.equations[number]
            after = grade(
                replace(
                    equation,
                    left=tuple(_with(term, place, yuan) for term in equation.left),
                    right=tuple(_with(term, place, yuan) for term in equation.right),
                )
            )
            if after.grade != self.before[number].grade and after.grade != Grade.EXACT:
                worse.append(after)
        return worse

    def results_with(self, changes: Mapping[Place, Decimal]) -> list[Result]:
        """All equations graded anew with other amounts (yuan) at these places."""
        results = list(self.before)
        for number in {n for place in changes for n in self.by_place.get(place, ())}:
            equation = self.equations[number]
            results[number] = grade(
                replace(
                    equation,
                    left=tuple(_with_any(term, changes) for term in equation.left),
                    right=tuple(_with_any(term, changes) for term in equation.right),
                )
            )
        return results

    def run(self, name: str) -> Share:
        share = Share()
        for statement, row, column, amount in self.amounts():
            for fault in CELL_FAULTS[name]:
                printed = fault(amount)
                if printed is None or printed == amount.printed:
                    continue
                worse = self.cell_fault(statement, amount, printed)
                share.add(
                    f"{statement.title} {row.name} {'/'.join(column.path)} {amount.printed}→{printed}",
                    any(r.failed and r.severity == "hard" for r in worse),
                    any(r.failed and r.severity != "info" for r in worse),
                    any(r.severity != "info" for r in worse),
                )
        return share

    def swap_columns(self) -> Share:
        """An amount and its right-hand neighbour change places."""
        share = Share()
        for statement, row, column, amount in list(self.amounts()):
            own = [c.index for c in statement.amount_columns(row.panel)]
            at = own.index(column.index)
            if len(own) < 2:
                continue
            other = own[at + 1] if at + 1 < len(own) else own[at - 1]
            neighbour = row.amounts.get(other)
            if neighbour is None or neighbour.yuan == amount.yuan:
                continue
            row.amounts[column.index], row.amounts[other] = _moved(amount, neighbour)
            outcome = reconcile(self.report, self.metrics)
            row.amounts[column.index], row.amounts[other] = amount, neighbour
            name = f"{statement.title} {row.name} {'/'.join(column.path)}"
            share.add(name, bool(hard(outcome)), bool(failed(outcome)), bool(failed(outcome)))
        return share

    def row_lost(self) -> Share:
        """All the amounts of a row that has money."""
        share = Share()
        for statement in self.report.statements:
            for row in statement.rows:
                if not any(amount.yuan for amount in row.amounts.values()):
                    continue
                kept, row.amounts = row.amounts, {}
                outcome = reconcile(self.report, self.metrics)
                row.amounts = kept
                name = f"{statement.title} {row.name}"
                share.add(name, bool(hard(outcome)), bool(failed(outcome)), bool(failed(outcome)))
        return share


def place_of(term: Term) -> Place | None:
    """Table, row, column of a printed term."""
    if term.statement is None or term.cell is None:
        return None
    return term.statement.table.ordinal, term.cell.row, term.cell.column


def _with(term: Term, place: Place, yuan: Decimal) -> Term:
    return replace(term, yuan=yuan) if place_of(term) == place else term


def _with_any(term: Term, changes: Mapping[Place, Decimal]) -> Term:
    place = place_of(term)
    return term if place is None or place not in changes else replace(term, yuan=changes[place])


def _moved(one: Amount, other: Amount) -> tuple[Amount, Amount]:
    """The two amounts with their numbers exchanged, each in its own cell."""
    return (
        replace(one, printed=other.printed, yuan=other.yuan),
        replace(other, printed=one.printed, yuan=one.yuan),
    )


def hard(outcome: Reconciliation) -> list[Result]:
    return [r for r in outcome.results if r.failed and r.severity == "hard"]


def failed(outcome: Reconciliation) -> list[Result]:
    return [r for r in outcome.results if r.grade == Grade.FAILED and r.severity != "info"]


def shifted_block(
    report: InterpretedReport, kind: str, block: str, step: int = 1
) -> InterpretedReport:
    """The amounts of one class's 款 slide by `step` rows against their labels (the end wraps)."""
    changed = copy.deepcopy(report)
    statement = changed.statement(StatementKind(kind))
    assert statement is not None
    rows = [r for r in statement.rows if r.code and r.code.startswith(block) and len(r.code) == 5]
    column = statement.amount_columns()[0].index
    amounts = [row.amounts[column] for row in rows]
    for number, row in enumerate(rows):
        source = amounts[(number - step) % len(rows)]
        row.amounts[column] = replace(amounts[number], printed=source.printed, yuan=source.yuan)
    return changed


def moved_fund(report: InterpretedReport, source: str, target: str) -> InterpretedReport:
    """All the three public amounts of one fund column printed under another."""
    changed = copy.deepcopy(report)
    statement = changed.statement(StatementKind.THREE_PUBLIC)
    assert statement is not None
    one, two = statement.column(fund=source), statement.column(fund=target)
    assert one is not None and two is not None
    for row in statement.rows:
        first, second = row.amounts[one.index], row.amounts[two.index]
        row.amounts[one.index], row.amounts[two.index] = _moved(first, second)
    return changed


def in_unit(
    report: InterpretedReport, factor: Decimal, kinds: Sequence[str] | None = None
) -> InterpretedReport:
    """The same printed numbers read in another unit, in these statements or in all."""
    changed = copy.deepcopy(report)
    for statement in changed.statements:
        if kinds is not None and statement.kind not in kinds:
            continue
        old = statement.currency_factor or Decimal(1)
        statement.currency_factor = factor
        for row in statement.rows:
            for index, amount in row.amounts.items():
                row.amounts[index] = replace(
                    amount,
                    yuan=amount.printed * factor,
                    quantum_yuan=amount.quantum_yuan / old * factor,
                )
    return changed
