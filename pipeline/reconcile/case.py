"""What the rules are put to: a report with its statements, its text and what is known beside it.

Belongs here: the evidence of one report, and short ways to make findings of declared rules.
Does not belong here: look-ups within a statement (`printed_terms`), rules (`rules_*`), grading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.derive.narrative_items import CodedItem
from pipeline.domain.amounts import text_quantum
from pipeline.grid.printed_table import PageLine
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.statement import Statement
from pipeline.narrative.metrics import NarrativeMetric
from pipeline.reconcile.equations import (
    Equation,
    Result,
    Side,
    Term,
    Untestable,
    yuan_of,
)
from pipeline.reconcile.rulebook import Rulebook
from pipeline.reconcile.tokens import TokenCount
from schemas.vocabulary import Grade, Severity

# (scheme, code) to the names known for the code.
Dictionary = Mapping[tuple[str, str], Collection[str]]


@dataclass
class Case:
    """One report and all that the rules may ask about it.

    `metrics` and `text_items` are figures of the running text; `dictionary` maps (scheme, code) to
    known names; `listed` maps statement kinds to the line of the contents page that names them;
    `office_count` is the length of the printed list of internal offices, None where there is none;
    `lines` are those of the running text; `tokens` count the printed numbers of each page.

    `by_kind` has one statement of each kind, `duplicates` the further ones of kinds that a report
    prints once; `figures` has the first readable metric of each name.
    """

    report: InterpretedReport
    book: Rulebook
    metrics: Sequence[NarrativeMetric] = ()
    text_items: Sequence[CodedItem] = ()
    dictionary: Dictionary | None = None
    listed: Mapping[str, str] | None = None
    office_count: int | None = None
    lines: Iterable[PageLine] = ()
    tokens: Iterable[TokenCount] = ()
    by_kind: dict[str, Statement] = field(init=False)
    duplicates: list[Statement] = field(init=False)
    figures: dict[str, NarrativeMetric] = field(init=False)

    def __post_init__(self) -> None:
        self.by_kind, self.duplicates, self.figures = {}, [], {}
        for statement in self.report.statements:
            kind = statement.kind
            is_second = kind in self.by_kind and kind not in self.book.repeated_kinds
            if statement.is_repeat or is_second:
                self.duplicates.append(statement)
            else:
                self.by_kind.setdefault(kind, statement)
        for metric in self.metrics:
            if metric.value is not None:
                self.figures.setdefault(metric.metric, metric)

    def get(self, kind: str) -> Statement | None:
        """The first statement of this kind."""
        return self.by_kind.get(kind)

    def present(self, kinds: Iterable[str]) -> list[Statement]:
        """The first statement of each of these kinds that is there."""
        return [self.by_kind[kind] for kind in kinds if kind in self.by_kind]

    def need(self, kind: str) -> Statement:
        """The first statement of this kind. Raises `Untestable` in a report without one."""
        statement = self.by_kind.get(kind)
        if statement is None:
            raise Untestable(f"报告中没有《{self.book.name(kind)}》")
        return statement

    def title(self, statement: Statement) -> str:
        """A statement as people call it: its printed title."""
        return f"《{statement.title or self.book.name(statement.kind)}》"

    def figure_term(self, metric: str) -> Term | None:
        """A figure of the text as a term; None when it is not printed or is no money.

        The text drops trailing zeros (`6.6万元`): how exactly the figure is known follows from its
        unit (`text_quantum`).
        """
        figure = self.figures.get(metric)
        factor = self.book.units.get(figure.unit or "") if figure is not None else None
        if figure is None or figure.value is None or factor is None:
            return None
        quantum = text_quantum(figure.value, factor)
        return Term(1, figure.value * factor, quantum, label=f"说明文字 {metric}")

    def severity(self, rule: str) -> Severity:
        """The declared severity of a rule."""
        return self.book.rules[rule].severity

    def equation(
        self,
        rule: str,
        scope: str,
        left: Side,
        right: Side,
        *,
        severity: Severity | None = None,
    ) -> Equation:
        """An equation of a declared rule; `severity` overrides where a condition weakens it."""
        statements = {id(one): one for one in (*left.statements, *right.statements)}
        return Equation(
            rule,
            scope,
            severity or self.severity(rule),
            tuple(left.terms),
            tuple(right.terms),
            max(left.leaf_count, right.leaf_count),
            tuple(statements.values()),
        )

    def fail(
        self,
        rule: str,
        scope: str,
        message: str,
        *statements: Statement,
        severity: Severity | None = None,
        left: Sequence[Term] = (),
        right: Sequence[Term] = (),
    ) -> Result:
        """A failed check of a declared rule; `severity` overrides where a condition weakens it."""
        return Result(
            rule,
            scope,
            severity or self.severity(rule),
            Grade.FAILED,
            f"{scope}：{message}（规则 {rule}）",
            left_yuan=yuan_of(left) if left else None,
            right_yuan=yuan_of(right) if right else None,
            is_equation=False,
            statements=statements,
            left=tuple(left),
            right=tuple(right),
        )

    def ok(self, rule: str, scope: str, *statements: Statement, trivial: bool = False) -> Result:
        """A check of a declared rule that holds."""
        return Result(
            rule,
            scope,
            self.severity(rule),
            Grade.EXACT,
            is_trivial=trivial,
            is_equation=False,
            statements=statements,
        )

    def check(
        self, rule: str, scope: str, problem: str, *statements: Statement, trivial: bool = False
    ) -> Result:
        """A check of a declared rule: it fails with `problem`, and holds where that is empty."""
        if problem:
            return self.fail(rule, scope, problem, *statements)
        return self.ok(rule, scope, *statements, trivial=trivial)

    def lacks(self, rule: str, statement: Statement, what: str) -> Result:
        """A statement that is there but prints no `what`, which the rule needs: no pass."""
        return self.fail(rule, self.title(statement), f"找不到{what}", statement)
