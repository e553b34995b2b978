"""All rules over one report, and what their failures mean for it.

What a hard failure discredits:

* a failure within one statement holds that statement back;
* a failure between statements holds back the sides that fail within themselves; when none does,
  the sides whose number no other equation confirms. A number is confirmed by an equation that
  holds and involves another statement or the text. Of these suspects the fewest that explain all
  failures are held back: the one suspected most often first, all of them when they tie. So one
  wrong table among twelve is held back alone, and the overview the eleven others agree with stays;
* a main statement held back (收支总表, 支出总表) makes the report failed: nothing of it can be
  trusted (`main_failure` says why);
* totals that miss the text's by a power of ten mean a wrong unit: the report is failed (no sum can
  see that);
* X19 (soft) gates the three public items: columns of funds taken for one another keep every sum
  (X21 sees it too when the body has no money of that fund, and gates alike). When the table they
  are compared with is itself held back (rows that slid against their labels, L1), they fail for its
  sake and gate nothing;
* N3 (text against the three public items) holds them back unless X19 confirms them;
* soft and informative rules are recorded and hold nothing else back.

Belongs here: the order of the rules, grades of statements and report, holding back.
Does not belong here: any rule, outcomes of files (`pipeline.report.outcome`), storage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.derive.facts import CellKey, FactRow
from pipeline.derive.narrative_items import CodedItem
from pipeline.grid.printed_table import PageLine
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.statement import Statement
from pipeline.narrative.metrics import NarrativeMetric
from pipeline.reconcile import (
    rules_by_unit,
    rules_codes,
    rules_econ_function,
    rules_facts,
    rules_fiscal,
    rules_narrative,
    rules_overview,
    rules_structure,
    rules_targets,
    rules_three_public,
    rules_tokens,
    rules_within,
)
from pipeline.reconcile.case import Case, Dictionary
from pipeline.reconcile.equations import Equation, Finding, NotApplied, Result, Term, grade
from pipeline.reconcile.reasons import held_reason
from pipeline.reconcile.registry import RuleFunction, check_rules, registered
from pipeline.reconcile.rulebook import Rulebook, load_rulebook
from pipeline.reconcile.tokens import TokenCount
from schemas.vocabulary import Grade, OnFailure, Severity, StatementKind

Accept = Callable[[Sequence[Result]], list[Result]]
# Table ordinal, row and column of a printed cell.
CellPosition = tuple[int, int, int]
# In this order rules are put to the test and results listed.
RULE_MODULES = (
    rules_structure,
    rules_within,
    rules_facts,
    rules_overview,
    rules_fiscal,
    rules_by_unit,
    rules_three_public,
    rules_econ_function,
    rules_codes,
    rules_narrative,
    rules_targets,
    rules_tokens,
)

_CENT = Decimal("0.01")


@dataclass(slots=True)
class Reconciliation:
    """Graded results of a report and what follows from them.

    `statement_grades` and `held_back` are keyed by table ordinal; a statement that no equation is
    about has no grade. `grade` is None when nothing with money was put to the test.
    """

    results: list[Result]
    not_applied: list[NotApplied]
    statement_grades: dict[int, Grade] = field(default_factory=dict)
    held_back: dict[int, str] = field(default_factory=dict)
    main_failure: str | None = None
    grade: Grade | None = None

    @property
    def counted(self) -> list[Result]:
        """Equations of hard and soft rules, the ones shares are taken of."""
        return [r for r in self.results if r.is_equation and r.severity != Severity.INFO]

    @property
    def failures(self) -> list[Result]:
        """Results that rounding cannot explain, hard ones first."""
        order = list(Severity)
        return sorted((r for r in self.results if r.failed), key=lambda r: order.index(r.severity))

    def rows(self, cell_key: CellKey) -> Iterator[FactRow]:
        """Rows of the staged table `reconciliation` (without `report_key`)."""
        for result in self.results:
            yield {
                "rule": result.rule,
                "scope": result.scope,
                "severity": result.severity,
                "left_yuan": _money(result.left_yuan),
                "right_yuan": _money(result.right_yuan),
                "residual_yuan": _money(result.residual_yuan),
                "tolerance_yuan": _money(result.tolerance_yuan),
                "grade": result.grade,
                "is_suspicious": result.is_suspicious,
                "is_trivial": result.is_trivial,
                "table_ordinal": result.table_ordinal,
                "left_cells": _cells(result.left, cell_key),
                "right_cells": _cells(result.right, cell_key),
                "message": result.message,
                "accepted_by": result.accepted_by or None,
                "accepted_reason": result.accepted_reason or None,
            }


def _money(yuan: Decimal | None) -> Decimal | None:
    return None if yuan is None else yuan.quantize(_CENT)


def _cells(side: Iterable[Term], cell_key: CellKey) -> str:
    return " ".join(
        cell_key(term.statement, term.cell)
        for term in side
        if term.statement is not None and term.cell is not None
    )


def reconcile(
    report: InterpretedReport,
    metrics: Sequence[NarrativeMetric] = (),
    *,
    dictionary: Dictionary | None = None,
    listed: Mapping[str, str] | None = None,
    tokens: Iterable[TokenCount] = (),
    offices: Sequence[object] | None = None,
    lines: Iterable[PageLine] = (),
    book: Rulebook | None = None,
    accept: Accept | None = None,
    text_items: Sequence[CodedItem] = (),
) -> Reconciliation:
    """Put all rules to the test on one report.

    `dictionary`, `listed`, `tokens`, `lines` and `text_items` are those of `Case`; `offices` is the
    printed list of internal offices; `accept` marks the failures that a reviewer accepted, which
    then discredit nothing. Rules that lack what they need are in `not_applied` with the reason.
    Raises nothing for what a report may hold, `LexiconError` where rules and code do not fit.
    """
    case = Case(
        report,
        book or load_rulebook(),
        metrics,
        text_items=text_items,
        dictionary=dictionary,
        listed=listed,
        office_count=len(offices) if offices else None,
        lines=lines,
        tokens=tokens,
    )
    results: list[Result] = []
    not_applied: list[NotApplied] = []
    for finding in findings(case):
        if isinstance(finding, Equation):
            results.append(grade(finding))
        elif isinstance(finding, Result):
            results.append(finding)
        else:
            not_applied.append(finding)
    if accept is not None:
        results = accept(results)
    outcome = Reconciliation(results, not_applied)
    _judge(outcome, case)
    return outcome


def rule_functions() -> list[RuleFunction]:
    """All rule functions, in the order in which they are put to the test."""
    return [one for module in RULE_MODULES for one in registered(module.__name__)]


def check_declared_rules() -> None:
    """Raises `LexiconError` when the declared rules and the code do not fit (`check_rules`)."""
    check_rules(load_rulebook(), rule_functions())


def findings(case: Case) -> Iterator[Finding]:
    """Everything the rules have to say, ungraded.

    Raises `LexiconError` when declared rules and code do not fit.
    """
    functions = rule_functions()
    check_rules(case.book, functions)
    for function in functions:
        yield from function(case)


# --- judgement ----------------------------------------------------------------------------------


def _judge(outcome: Reconciliation, case: Case) -> None:
    reasons: dict[int, list[Result]] = {}
    by_ordinal = {s.table.ordinal: s for s in case.report.statements}
    for result, statements in _discredited(outcome.results, case.book):
        for statement in statements:
            reasons.setdefault(statement.table.ordinal, []).append(result)
    public, messages = case.get(StatementKind.THREE_PUBLIC), _gated(outcome.results, case, reasons)
    gates = {public.table.ordinal: messages} if public is not None and messages else {}
    for ordinal in sorted(reasons.keys() | gates.keys()):
        outcome.held_back[ordinal] = held_reason(
            by_ordinal[ordinal], reasons.get(ordinal, []), gates.get(ordinal, [])
        )
    _grade_statements(outcome)
    outcome.main_failure = _main_failure(outcome, case, by_ordinal)
    tested = [r for r in outcome.counted if not r.is_trivial]
    if outcome.main_failure or any(r.accepted_by for r in outcome.results):
        outcome.grade = Grade.FAILED
    elif tested:
        hard = [r for r in tested if r.severity == Severity.HARD]
        outcome.grade = (
            Grade.ROUNDING if any(r.grade == Grade.ROUNDING for r in hard) else Grade.EXACT
        )


def _grade_statements(outcome: Reconciliation) -> None:
    grades = outcome.statement_grades
    for result in outcome.results:
        if not result.is_equation or result.severity != Severity.HARD:
            continue
        for statement in result.statements:
            ordinal = statement.table.ordinal
            if result.grade == Grade.ROUNDING:
                grades[ordinal] = Grade.ROUNDING
            else:
                grades.setdefault(ordinal, Grade.EXACT)
    for ordinal in outcome.held_back:
        grades[ordinal] = Grade.FAILED
    for result in outcome.results:
        if result.accepted_by:
            grades.update((s.table.ordinal, Grade.FAILED) for s in result.statements)


def _main_failure(
    outcome: Reconciliation, case: Case, by_ordinal: Mapping[int, Statement]
) -> str | None:
    unit = rules_narrative.unit_suspicion(outcome.results)
    if unit:
        return unit
    main = [
        reason
        for ordinal, reason in sorted(outcome.held_back.items())
        if by_ordinal[ordinal].kind in case.book.main_kinds
        and by_ordinal[ordinal] is case.get(by_ordinal[ordinal].kind)
    ]
    return "；".join(main) or None


def _discredited(
    results: Sequence[Result], book: Rulebook
) -> Iterator[tuple[Result, list[Statement]]]:
    """Hard failures with the statements each discredits."""
    failures = [
        r
        for r in results
        if r.failed
        and r.severity == Severity.HARD
        and book.rules[r.rule].on_failure == OnFailure.HOLD
    ]
    broken: set[int] = set()
    for result in failures:
        if len(result.statements) == 1 or result.rule == "T0":
            broken.update(s.table.ordinal for s in result.statements)
            yield result, list(result.statements)
    confirmed = _confirmed_cells(results)
    open_cases: list[tuple[Result, list[Statement]]] = []
    for result in failures:
        if len(result.statements) < 2 or result.rule == "T0":
            continue
        guilty = [s for s in result.statements if s.table.ordinal in broken]
        if guilty:
            yield result, guilty
        else:
            open_cases.append((result, _suspects(result, confirmed, book)))
    yield from _blamed(open_cases)


def _suspects(
    result: Result, confirmed: Collection[CellPosition], book: Rulebook
) -> list[Statement]:
    """The sides of a failure that nothing else confirms; a side that prints nothing comes last."""
    printing: list[Statement] = []
    silent: list[Statement] = []
    for statement in result.statements:
        cells = [
            cell
            for term in (*result.left, *result.right)
            if term.statement is statement and (cell := _printed_at(term)) is not None
        ]
        if not cells:
            silent.append(statement)
        elif not all(cell in confirmed for cell in cells):
            printing.append(statement)
    minor = [s for s in result.statements if s.kind not in book.main_kinds]
    return printing or silent or minor or list(result.statements)


def _blamed(
    cases: Sequence[tuple[Result, list[Statement]]],
) -> Iterator[tuple[Result, list[Statement]]]:
    """The fewest statements that explain the failures: the one suspected most often goes first."""
    remaining = list(cases)
    while remaining:
        votes = Counter(s.table.ordinal for _, suspects in remaining for s in suspects)
        most = max(votes.values())
        leaders = {ordinal for ordinal, count in votes.items() if count == most}
        rest: list[tuple[Result, list[Statement]]] = []
        for result, suspects in remaining:
            guilty = [s for s in suspects if s.table.ordinal in leaders]
            if guilty:
                yield result, guilty
            else:
                rest.append((result, suspects))
        remaining = rest


def _printed_at(term: Term) -> CellPosition | None:
    if term.statement is None or term.cell is None:
        return None
    return term.statement.table.ordinal, term.cell.row, term.cell.column


def _confirmed_cells(results: Sequence[Result]) -> set[CellPosition]:
    """Cells of equations that hold and reach beyond the cell's own statement.

    Money must confirm money; a printed zero is confirmed by zeros.
    """
    confirmed: set[CellPosition] = set()
    for result in results:
        if (
            result.grade == Grade.FAILED
            or not result.is_equation
            or result.severity == Severity.INFO
        ):
            continue
        terms = [t for t in (*result.left, *result.right) if result.is_trivial or t.yuan]
        printed = [t for t in terms if t.cell is not None or t.statement is None]
        if len({t.statement.table.ordinal if t.statement else None for t in printed}) < 2:
            continue
        confirmed.update(cell for t in printed if (cell := _printed_at(t)) is not None)
    return confirmed


def _gated(results: Sequence[Result], case: Case, held: Collection[int]) -> list[str]:
    """Messages that hold the three public items back although no hard rule of theirs failed."""
    econ = [r for r in results if r.rule == "X19"]
    econ_failed = [r.message for r in econ if r.failed]
    blamed = any(s.table.ordinal in held for s in case.present(rules_three_public.ECON_TABLES))
    messages = [] if blamed else econ_failed
    fiscal = case.get(StatementKind.FISCAL_OVERVIEW)
    if fiscal is None or fiscal.table.ordinal not in held:
        messages = [*messages, *(r.message for r in results if r.rule == "X21" and r.failed)]
    confirmed = any(not r.is_trivial for r in econ) and not econ_failed
    text = [r.message for r in results if r.rule == "N3" and r.failed]
    if text and not confirmed:
        messages = [*messages, *text]
    return messages
