"""Which printed numbers are likely wrong when hard equations fail.

The fewest numbers whose change makes every hard equation hold within its tolerance are the
suspects. Failing equations that have numbers in common are one fault; for each fault, in order,

1. every single number that explains all of it (found by intersection of intervals, exactly);
2. every pair, by trying the numbers of the shortest failing equation;
3. a small set by linear programmes (`smallest_correction`), each member then exchanged for what explains the same;
4. failing that, the numbers that explain most while breaking nothing (marked by `explains < of`).

What the sums leave open is ordered by how exactly all equations then hold, by soft rules, and by
how likely the number would be misread, mistyped or misplaced so (`misprints`).

Bounded in time and never raising for what a report may hold: what was not found is said by
`Localisation.note`.

Belongs here: the search, its order, rows of the table `suspect`.
Does not belong here: arithmetic of equations (`equation_system`), what is done about a suspect.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.domain.amounts import decimals
from pipeline.interpret.statement import Row, Signal, Statement
from pipeline.reconcile.equation_system import Number, System, components
from pipeline.reconcile.equations import Result
from pipeline.reconcile.misprints import NO_NUMBER_WRONG, SHIFT_LIKELIHOOD, likeness
from schemas.vocabulary import Mistake, Severity, SignalSeverity

TIME_LIMIT_SECONDS = 2.0
# Alternatives listed for one fault, and numbers in a set, at most.
MAX_ALTERNATIVES, MAX_SET = 12, 8
# What is believed in less than this is not worth a reviewer's look.
LEAST_SCORE = Decimal("0.01")
# A fault of more failing equations is no slip of single numbers: a table was taken for another,
# or read in the wrong unit.
MAX_FAILING = 400
_MAX_PIVOTS = 80
_REFINE_ROUNDS = 4
_SEPARATOR = " / "
_CENT = Decimal("0.01")

CellKeyAt = Callable[[Statement, int, int], str]


@dataclass(frozen=True, slots=True)
class Suspect:
    """A number that may be wrong. Money in yuan.

    `fault` counts independent faults from 1, `alternative` the explanations of one fault from 1;
    `set_size` numbers must be wrong together. `explains` of the `of` failing hard equations of the
    fault hold once the set is changed. `score` is the share of belief (0 to 1) in this alternative,
    among those of the fault and the possibility that no number is wrong.
    """

    rank: int
    fault: int
    alternative: int
    set_size: int
    number: Number
    suggested: Decimal
    explains: int
    of: int
    kind: Mistake
    score: Decimal


@dataclass(slots=True)
class Localisation:
    """Suspects by rank, and a Chinese note where something could not be located (or None)."""

    suspects: list[Suspect] = field(default_factory=list)
    note: str | None = None
    seconds: float = 0.0

    def signals(self) -> list[Signal]:
        """What could not be located, as a signal."""
        if self.note is None:
            return []
        return [Signal("fault_not_located", SignalSeverity.WARNING, "", self.note)]


@dataclass(slots=True)
class _Explanation:
    """Changes by number in yuan, with the kind of mistake of each and the log odds of all."""

    changes: dict[int, Decimal]
    kinds: dict[int, Mistake]
    odds: float
    explains: int


def localise(results: Iterable[Result], *, time_limit: float = TIME_LIMIT_SECONDS) -> Localisation:
    """Suspects for the failing hard equations among `results`; none where none fails.

    Takes at most about `time_limit` seconds of computing (not of waiting, so that a busy machine finds
    the same); raises nothing for any results.
    """
    started = time.process_time()
    results = list(results)
    if not any(r.failed and r.is_equation and r.severity == Severity.HARD for r in results):
        return Localisation()
    try:
        localisation = _Search(System(results), started + time_limit).run()
    except Exception as error:  # noqa: BLE001 - a guess at the culprit must never cost the report
        localisation = Localisation(
            note=f"定位疑点时出错（{type(error).__name__}: {error}），未列疑点"
        )
    localisation.seconds = time.process_time() - started
    return localisation


class _Search:
    """One report's search."""

    def __init__(self, system: System, deadline: float) -> None:
        self.system = system
        self.deadline = deadline
        self._filled: dict[int, dict[tuple[str, int], float]] = {}

    def run(self) -> Localisation:
        suspects: list[Suspect] = []
        unexplained = 0
        for fault, (failing, explanations) in enumerate(self._faults(), start=1):
            listed = [
                s for s in self._suspects(fault, failing, explanations) if s.score >= LEAST_SCORE
            ]
            if not listed or listed[0].explains < len(failing):
                unexplained += len(failing)
            suspects.extend(listed)
        suspects.sort(key=lambda s: (s.alternative, -s.score, s.fault))
        ranked = [replace(suspect, rank=rank) for rank, suspect in enumerate(suspects, start=1)]
        note = None
        if unexplained:
            late = "，计算超时" if self._late() else ""
            note = (
                f"有 {unexplained} 条不符的勾稽式不能由改动少数几个数字解释{late}；"
                "可能是整表错位、单位有误或原文自相矛盾，请对照原件"
            )
        return Localisation(ranked, note)

    def _faults(self) -> list[tuple[set[int], list[_Explanation]]]:
        """Failing lines with their explanations; faults of the same best explanation are one."""
        faults: dict[frozenset[int], tuple[set[int], list[_Explanation]]] = {}
        for failing in components(self.system, self.system.failing):
            explanations = self._fault(failing)
            key = (
                frozenset(explanations[0].changes)
                if explanations
                else frozenset(-1 - i for i in failing)
            )
            if key in faults:
                faults[key][0].update(failing)
            else:
                faults[key] = failing, explanations
        return list(faults.values())

    def _late(self) -> bool:
        return time.process_time() >= self.deadline

    def _fault(self, failing: set[int]) -> list[_Explanation]:
        explanations = self._singles(failing, {})
        if not explanations and len(failing) <= MAX_FAILING:
            explanations = self._pairs(failing) or self._sets(failing)
        if not explanations:
            explanations = self._partial(failing)
        explanations.sort(key=lambda e: (-e.explains, len(e.changes), -e.odds))
        return explanations[:MAX_ALTERNATIVES]

    # --- explanations ---------------------------------------------------------------------------

    def _singles(self, failing: Collection[int], base: Mapping[int, Decimal]) -> list[_Explanation]:
        """Every number whose change, beside `base`, makes all `failing` lines hold."""
        if not failing:
            return []
        lines = sorted(failing, key=lambda index: len(self.system.lines[index].numbers))
        candidates = set(self.system.lines[lines[0]].numbers)
        for index in lines[1:]:
            candidates &= self.system.lines[index].numbers.keys()
            if not candidates:
                return []
        changed = (
            self._changed(self.system.numbers[index], base)
            for index in sorted(candidates - base.keys())
        )
        return [explanation for explanation in changed if explanation is not None]

    def _changed(self, number: Number, base: Mapping[int, Decimal]) -> _Explanation | None:
        """The best change of one number that lets all its hard lines hold, beside `base`."""
        span = self.system.interval(number, base)
        if span is None:
            return None
        deltas = self.system.values(number, span, base)
        weighed = (self._weigh({**base, number.index: delta}) for delta in deltas)
        return max(weighed, key=lambda explanation: explanation.odds, default=None)

    def _weigh(self, changes: dict[int, Decimal]) -> _Explanation:
        odds = self.system.evidence(list(changes), changes)
        kinds: dict[int, Mistake] = {}
        for index, delta in changes.items():
            number = self.system.numbers[index]
            shift = self._shift(number, delta, changes)
            if shift is not None:
                kinds[index], likelihood = shift, SHIFT_LIKELIHOOD
            else:
                misprint = likeness(
                    number.yuan, number.yuan + delta, number.quantum, self._share_filled(number)
                )
                kinds[index], likelihood = misprint.kind, misprint.likelihood
            odds += likelihood
        touched = self.system.touched(changes)
        failing = self.system.failing & touched
        left = self.system.failing_after(failing, changes)
        return _Explanation(changes, kinds, odds, len(failing - left))

    def _shift(
        self, number: Number, delta: Decimal, changes: Mapping[int, Decimal]
    ) -> Mistake | None:
        """How two changed numbers of a table stand in each other's cells; None when they do not."""
        suggested = number.yuan + delta
        for index in changes:
            other = self.system.numbers[index]
            if (
                other is number
                or other.statement is not number.statement
                or other.position is None
                or number.position is None
                # One of the two may be nothing, not both.
                or not (suggested or number.yuan)
                or other.yuan != suggested
                or other.yuan + changes[index] != number.yuan
            ):
                continue
            if other.position[0] == number.position[0]:
                return Mistake.COLUMN_SHIFT
            if other.position[1] == number.position[1]:
                return Mistake.ROW_SHIFT
        return None

    def _pairs(self, failing: set[int]) -> list[_Explanation]:
        """Two numbers: one of the shortest failing line, changed so that a line of its own holds."""
        pivot = min(failing, key=lambda index: (len(self.system.lines[index].numbers), index))
        explanations: dict[frozenset[int], _Explanation] = {}
        for index in sorted(self.system.lines[pivot].numbers)[:_MAX_PIVOTS]:
            number = self.system.numbers[index]
            deltas = {
                (-self.system.lines[line].residual / factor).normalize()
                for line, factor in number.lines.items()
                if line in failing
            }
            for delta in sorted(deltas, key=abs)[:6]:
                if self._late():
                    return list(explanations.values())
                base = {index: delta}
                left = self.system.failing_after(failing, base)
                for explanation in self._singles(left, base):
                    key = frozenset(explanation.changes)
                    if key not in explanations or explanation.odds > explanations[key].odds:
                        explanations[key] = explanation
        return [e for e in explanations.values() if self._holds(failing, e.changes)]

    def _holds(self, failing: Collection[int], changes: Mapping[int, Decimal]) -> bool:
        return not self.system.failing_after(failing, changes)

    def _sets(self, failing: set[int]) -> list[_Explanation]:
        """A small set that linear programmes give, and what may stand in for each of its members."""
        if self._late():
            return []
        # The solver takes a while to load and is seldom needed.
        from pipeline.reconcile.smallest_correction import smallest_change

        guess = smallest_change(self.system, failing, self.deadline)
        if not guess or len(guess) > MAX_SET:
            return []
        changes = self._refined(failing, guess)
        if changes is None:
            return []
        best = self._weigh(changes)
        explanations = {frozenset(changes): best}
        for index in changes:
            if self._late():
                break
            rest = {number: delta for number, delta in changes.items() if number != index}
            left = self.system.failing_after(failing, rest)
            for explanation in self._singles(left, rest):
                explanations.setdefault(frozenset(explanation.changes), explanation)
        return list(explanations.values())

    def _refined(
        self, failing: Collection[int], guess: Mapping[int, float]
    ) -> dict[int, Decimal] | None:
        """Exact changes near a guess, without members that are not needed; None when none hold."""
        order = sorted(guess, key=lambda index: abs(guess[index]))
        changes: dict[int, Decimal] = {}
        for index in order:
            quantum = self.system.numbers[index].quantum
            changes[index] = quantum * round(Decimal(guess[index]) / quantum)
        for _ in range(_REFINE_ROUNDS):
            for index in order:
                rest = {number: delta for number, delta in changes.items() if number != index}
                changed = self._changed(self.system.numbers[index], rest)
                if changed is not None:
                    changes[index] = changed.changes[index]
            if self._holds(failing, changes):
                break
        for index in order:
            rest = {number: delta for number, delta in changes.items() if number != index}
            if rest and self._holds(failing, rest):
                changes = rest
        changes = {number: delta for number, delta in changes.items() if delta}
        return changes if changes and self._holds(failing, changes) else None

    def _partial(self, failing: set[int]) -> list[_Explanation]:
        """Numbers that explain at least two of the failing lines and break none."""
        explanations: list[_Explanation] = []
        counts = Counter(n for index in failing for n in self.system.lines[index].numbers)
        often = sorted((n for n, count in counts.items() if count > 1), key=lambda n: -counts[n])
        for index in often:
            if self._late() and explanations:
                break
            explanation = self._changed(self.system.numbers[index], {})
            if explanation is not None and explanation.explains > 1:
                explanations.append(explanation)
        return explanations

    # --- suspects -------------------------------------------------------------------------------

    def _share_filled(self, number: Number) -> float:
        """The lesser share of the number's row and column."""
        if number.statement is None or number.position is None:
            return 0.5
        ordinal = number.statement.table.ordinal
        if ordinal not in self._filled:
            self._filled[ordinal] = _shares_filled(number.statement)
        lines = zip(("row", "column"), number.position, strict=True)
        return min(self._filled[ordinal].get(line, 0.5) for line in lines)

    def _suspects(
        self, fault: int, failing: set[int], explanations: Sequence[_Explanation]
    ) -> Iterator[Suspect]:
        if not explanations:
            return
        odds = [explanation.odds for explanation in explanations]
        top = max(NO_NUMBER_WRONG, *odds)
        weights = [math.exp(max(-700.0, one - top)) for one in odds]
        total = sum(weights) + math.exp(NO_NUMBER_WRONG - top)
        for at, explanation in enumerate(explanations):
            share = Decimal(weights[at] / total).quantize(Decimal("0.0001"))
            for index, delta in explanation.changes.items():
                number = self.system.numbers[index]
                yield Suspect(
                    0,
                    fault,
                    at + 1,
                    len(explanation.changes),
                    number,
                    number.yuan + delta,
                    min(explanation.explains, len(failing)),
                    len(failing),
                    explanation.kinds[index],
                    share,
                )


def _shares_filled(statement: Statement) -> dict[tuple[str, int], float]:
    """The share of numbers other than zero in each row and column of a statement."""
    printed: Counter[tuple[str, int]] = Counter()
    filled: Counter[tuple[str, int]] = Counter()
    for row in statement.rows:
        for column in statement.amount_columns(row.panel):
            lines = ("row", row.grid_row), ("column", column.index)
            printed.update(lines)
            amount = row.amounts.get(column.index)
            if amount is not None and amount.yuan:
                filled.update(lines)
    return {line: filled[line] / count for line, count in printed.items()}


# --- rows ---------------------------------------------------------------------------------------


def suspect_rows(localisation: Localisation, key_at: CellKeyAt) -> Iterator[dict[str, object]]:
    """Rows of the staged table `suspect` (without `report_key`), in order of rank.

    `key_at` gives the cell key of a position (row, column) of a statement's table; a blank has one
    too, though no printed cell.
    """
    for suspect in localisation.suspects:
        number = suspect.number
        statement, position = number.statement, number.position
        where: dict[str, object] = {
            "cell_key": None,
            "table_ordinal": None,
            "page_number": None,
            "row_label": number.label,
            "column_path": "",
            "printed_text": number_text(number.yuan, _CENT, Decimal(1)),
        }
        if statement is not None and position is not None:
            row = _row_at(statement, *position)
            column = (
                statement.columns[position[1]] if position[1] < len(statement.columns) else None
            )
            cell = number.cell
            where = {
                "cell_key": key_at(statement, *position),
                "table_ordinal": statement.table.ordinal,
                "page_number": cell.page_number if cell else row.page_number if row else None,
                "row_label": row.label if row else "",
                "column_path": _SEPARATOR.join(column.path) if column else "",
                "printed_text": _raw_text(statement, *position),
            }
        factor = (statement.currency_factor if statement else None) or Decimal(1)
        quantum = number.quantum if statement else _CENT
        yield {
            "rank": suspect.rank,
            "fault": suspect.fault,
            "alternative": suspect.alternative,
            "set_size": suspect.set_size,
            **where,
            "printed_yuan": number.yuan.quantize(_CENT),
            "suggested_yuan": suspect.suggested.quantize(_CENT),
            "suggested_text": number_text(suspect.suggested, quantum, factor),
            "unit": statement.currency_unit if statement else "元",
            "explains": suspect.explains,
            "failing": suspect.of,
            "kind": suspect.kind,
            "score": suspect.score,
        }


def _row_at(statement: Statement, row: int, column: int) -> Row | None:
    """The logical row that has its amounts at this position of the table."""
    on_line = [r for r in statement.rows if r.grid_row == row]
    panels = {c.index: c.panel for c in statement.columns}
    return next(
        (r for r in on_line if column in r.amounts),
        next((r for r in on_line if r.panel == panels.get(column)), None),
    )


def _raw_text(statement: Statement, row: int, column: int) -> str:
    """What is printed at a position, also where it was not taken for a number."""
    if row >= len(statement.table.rows):
        return ""
    cells = statement.table.rows[row].cells
    cell = cells[column] if column < len(cells) else None
    return cell.raw_text if cell else ""


def number_text(yuan: Decimal, quantum: Decimal, factor: Decimal) -> str:
    """The number as its table would print it: in its unit, to its last place, with thousands."""
    return f"{yuan / factor:,.{decimals((quantum / factor).normalize())}f}"
