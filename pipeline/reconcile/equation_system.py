"""The equations of a report as one sparse system over printed numbers, for asking "what if".

A number is a cell of a printed table, a blank cell of one, or a figure of the running text. A
line is a graded equation: a sum of numbers with coefficients that should be zero to within its
tolerance. What is asked: how much one number may change before a hard line breaks, which lines fail
when some numbers are changed, and how well the lines then hold.

Belongs here: numbers, lines, changes and their consequences.
Does not belong here: which change to try (`localisation`, `smallest_correction`), which mistake it would be (`misprints`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pipeline.grid.printed_table import GridCell
from pipeline.interpret.statement import Statement
from pipeline.reconcile.equations import Result, Term
from schemas.vocabulary import Severity

Key = tuple[object, ...]
Changes = Mapping[int, Decimal]
# Log odds: a line that holds to within rounding instead of exactly, and a soft rule that breaks.
# Printed reports hold exactly in far more than nine of ten equations.
ROUNDING_COST, SOFT_COST = 2.5, 2.0
# So many values of one number are weighed at most.
MAX_VALUES = 41


@dataclass(slots=True)
class Number:
    """A printed number, or a blank where one could stand. `position` is row and column in the table."""

    index: int
    yuan: Decimal
    quantum: Decimal
    statement: Statement | None
    cell: GridCell | None
    position: tuple[int, int] | None
    label: str
    lines: dict[int, int] = field(default_factory=dict)
    """Line to coefficient."""


@dataclass(slots=True)
class Line:
    """An equation: Σ coefficient · number = residual, which should be zero."""

    index: int
    result: Result
    residual: Decimal
    tolerance: Decimal
    is_hard: bool
    numbers: dict[int, int]


class System:
    """Numbers and lines. Residuals are those of the printed numbers plus `changes`."""

    def __init__(self, results: Iterable[Result]) -> None:
        self.numbers: list[Number] = []
        self.lines: list[Line] = []
        self._by_key: dict[Key, int] = {}
        for result in results:
            # What a reviewer accepted contradicts itself on paper: it tells nothing.
            if result.is_equation and result.severity != Severity.INFO and not result.accepted_by:
                self._add(result)
        self._fill_quanta()
        self.failing = frozenset(
            line.index for line in self.lines if line.is_hard and line.result.failed
        )

    def _add(self, result: Result) -> None:
        if result.residual_yuan is None or result.tolerance_yuan is None:
            return
        index = len(self.lines)
        numbers: dict[int, int] = {}
        for sign, side in ((1, result.left), (-1, result.right)):
            for term in side:
                number = self._number(term)
                if number is not None:
                    numbers[number] = numbers.get(number, 0) + sign * term.coefficient
        numbers = {number: factor for number, factor in numbers.items() if factor}
        self.lines.append(
            Line(
                index,
                result,
                result.residual_yuan,
                result.tolerance_yuan,
                result.severity == Severity.HARD,
                numbers,
            )
        )
        for number, factor in numbers.items():
            self.numbers[number].lines[index] = factor

    def _number(self, term: Term) -> int | None:
        position: tuple[int, int] | None = None
        if term.statement is None:
            key: Key = ("text", term.label)
        else:
            position = (term.cell.row, term.cell.column) if term.cell is not None else term.blank_at
            if position is None:
                return None
            key = (term.statement.table.ordinal, *position)
        index = self._by_key.setdefault(key, len(self.numbers))
        if index == len(self.numbers):
            self.numbers.append(
                Number(
                    index,
                    term.yuan,
                    term.quantum_yuan,
                    term.statement,
                    term.cell,
                    position,
                    term.label,
                )
            )
        return index

    def _fill_quanta(self) -> None:
        """A blank would be printed to the last place the numbers of its table are."""
        least: dict[int, Decimal] = {}
        for number in self.numbers:
            if number.statement is not None and number.quantum:
                ordinal = number.statement.table.ordinal
                least[ordinal] = min(number.quantum, least.get(ordinal, number.quantum))
        for number in self.numbers:
            if not number.quantum:
                ordinal = number.statement.table.ordinal if number.statement else 0
                number.quantum = least.get(ordinal, Decimal("0.01"))

    def residual(self, line: Line, changes: Changes) -> Decimal:
        """What the line misses by after the changes."""
        value = line.residual
        for number, delta in changes.items():
            factor = line.numbers.get(number)
            if factor:
                value += factor * delta
        return value

    def touched(self, changes: Iterable[int]) -> set[int]:
        """The lines in which any of these numbers stands."""
        return {line for number in changes for line in self.numbers[number].lines}

    def failing_after(self, failing: Iterable[int], changes: Changes) -> set[int]:
        """The hard lines that fail after the changes, of those failing now and those touched."""
        after = set(failing)
        for index in self.touched(changes):
            line = self.lines[index]
            if line.is_hard:
                if abs(self.residual(line, changes)) > line.tolerance:
                    after.add(index)
                else:
                    after.discard(index)
        return after

    def interval(self, number: Number, changes: Changes) -> tuple[Decimal, Decimal] | None:
        """How much the number may change with all its hard lines holding; None when they cannot.

        `changes` are those of other numbers.
        """
        low: Decimal | None = None
        high: Decimal | None = None
        for index, factor in number.lines.items():
            line = self.lines[index]
            if not line.is_hard:
                continue
            residual = self.residual(line, changes) if changes else line.residual
            one = (-line.tolerance - residual) / factor
            other = (line.tolerance - residual) / factor
            bottom, top = (one, other) if one <= other else (other, one)
            low = bottom if low is None else max(low, bottom)
            high = top if high is None else min(high, top)
            if low > high:
                return None
        return None if low is None or high is None else (low, high)

    def values(
        self, number: Number, span: tuple[Decimal, Decimal], changes: Changes
    ) -> list[Decimal]:
        """Changes of a number within a span: those that make a line exact, and all printable ones
        when they are few."""
        low, high = span
        deltas: dict[Decimal, None] = {}
        for index, factor in number.lines.items():
            delta = -self.residual(self.lines[index], changes) / factor
            if low <= delta <= high:
                deltas.setdefault(delta.normalize())
        quantum = number.quantum
        first = ((number.yuan + low) / quantum).to_integral_value(ROUND_CEILING)
        last = ((number.yuan + high) / quantum).to_integral_value(ROUND_FLOOR)
        if 0 <= last - first < MAX_VALUES:
            for step in range(int(last - first) + 1):
                deltas.setdefault(((first + step) * quantum - number.yuan).normalize())
        return [delta for delta in deltas if delta]

    def evidence(self, changed: Sequence[int], changes: Changes) -> float:
        """Log odds by how well the lines of the changed numbers hold after the changes, against
        how they hold as printed. Hard lines that fail now are not counted as printed."""
        total = 0.0
        for index in self.touched(changed):
            line = self.lines[index]
            before, after = abs(line.residual), abs(self.residual(line, changes))
            if line.is_hard:
                if after:
                    total -= ROUNDING_COST
                if before and index not in self.failing:
                    total += ROUNDING_COST
            elif not line.result.is_trivial:
                total -= SOFT_COST * (after > line.tolerance)
                total += SOFT_COST * (before > line.tolerance)
        return total


def components(system: System, failing: Collection[int]) -> list[set[int]]:
    """Failing lines that have numbers in common, most lines first."""
    groups: list[set[int]] = []
    rest = set(failing)
    while rest:
        group: set[int] = set()
        pending = {min(rest)}
        while pending:
            group |= pending
            beside = (system.lines[index].numbers for index in pending)
            pending = system.touched(number for numbers in beside for number in numbers) & rest
            pending -= group
        groups.append(group)
        rest -= group
    return sorted(groups, key=lambda group: (-len(group), min(group)))
