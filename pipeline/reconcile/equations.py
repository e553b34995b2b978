"""Equations between printed numbers, and their three grades.

Belongs here: terms, equations, the grading, the words of a failure.
Does not belong here: how much rounding explains (`pipeline.domain.amounts`), which equations must
hold (`rules_*`), what a failure leads to (`engine`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.amounts import ZERO, decimals, tolerance
from pipeline.grid.printed_table import GridCell
from pipeline.interpret.statement import Amount, Column, Row, Statement
from schemas.vocabulary import Grade, Severity

# Words of a failure list at most this many terms of a side.
MAX_TERMS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Term:
    """A printed amount, added (`coefficient` 1) or subtracted (-1); a blank cell is zero.

    `yuan` is exact, `quantum_yuan` the value of the last printed place. `statement` and `cell` say
    where it is printed; both None for a number of the running text (`label` then says which).
    """

    coefficient: int
    yuan: Decimal
    quantum_yuan: Decimal
    statement: Statement | None = None
    cell: GridCell | None = None
    label: str = ""
    blank_at: tuple[int, int] | None = None

    @classmethod
    def printed(cls, statement: Statement, row: Row, column: Column, coefficient: int = 1) -> Term:
        """The amount where `row` and `column` meet; a blank cell is zero."""
        amount = row.amounts.get(column.index)
        if amount is None:
            position = (row.grid_row, column.index)
            return cls(coefficient, ZERO, ZERO, statement, blank_at=position)
        return cls.of(statement, amount, coefficient)

    @classmethod
    def of(cls, statement: Statement, amount: Amount, coefficient: int = 1) -> Term:
        """A printed amount of a statement."""
        return cls(coefficient, amount.yuan, amount.quantum_yuan, statement, amount.cell)

    @property
    def value(self) -> Decimal:
        """Yuan with sign."""
        return self.yuan if self.coefficient == 1 else self.yuan * self.coefficient


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equation.

    `statements` are those asked for the terms, also where they print none; `leaf_count` is the
    number of non-zero leaves printed under the side, 0 where the rule does not count them.
    """

    terms: Sequence[Term] = ()
    statements: tuple[Statement, ...] = ()
    leaf_count: int = 0

    def __add__(self, other: Side) -> Side:
        return Side(
            [*self.terms, *other.terms],
            (*self.statements, *other.statements),
            self.leaf_count + other.leaf_count,
        )

    @property
    def yuan(self) -> Decimal:
        """The sum of the terms."""
        return yuan_of(self.terms)

    @property
    def has_money(self) -> bool:
        """Whether any term is other than zero."""
        return any(term.yuan for term in self.terms)


@dataclass(frozen=True, slots=True)
class Equation:
    """`left` equals `right`. `left` is the total side, `right` the side of the many.

    `leaf_count` is the number of printed non-zero leaves under the node when both sides print the
    same quantity (one table may add up rounded leaves, the other round the truth); 0 otherwise.
    `statements` are those the equation is about, also where a side is blank.
    """

    rule: str
    scope: str
    severity: Severity
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    leaf_count: int = 0
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A graded equation or check. Money in yuan, None where a check compares no money.

    `is_equation` is False for checks of structure, names and completeness. `statements` are those
    concerned (none for text on text). `message` is Chinese, empty unless the result is not exact.
    `accepted_by` and `accepted_reason` are the reviewer's who accepted a failure as printed.
    """

    rule: str
    scope: str
    severity: Severity
    grade: Grade
    message: str = ""
    left_yuan: Decimal | None = None
    right_yuan: Decimal | None = None
    residual_yuan: Decimal | None = None
    tolerance_yuan: Decimal | None = None
    is_suspicious: bool = False
    is_trivial: bool = False
    is_equation: bool = True
    statements: tuple[Statement, ...] = ()
    left: tuple[Term, ...] = ()
    right: tuple[Term, ...] = ()
    accepted_by: str = ""
    accepted_reason: str = ""

    @property
    def failed(self) -> bool:
        """Whether the difference is more than rounding can explain, and no reviewer accepted it."""
        return self.grade == Grade.FAILED and not self.accepted_by

    @property
    def table_ordinal(self) -> int | None:
        """The one table concerned; None when there are several or none."""
        ordinals = {statement.table.ordinal for statement in self.statements}
        return ordinals.pop() if len(ordinals) == 1 else None


@dataclass(frozen=True, slots=True)
class NotApplied:
    """A rule that was not put to the test, with the reason. Never counted as passed."""

    rule: str
    reason: str
    table_ordinal: int | None = None


Finding = Equation | Result | NotApplied


class Untestable(Exception):
    """Raised by a rule function that lacks what it needs: none of its rules is put to the test.

    `args` are the reason and, where it is about one table, its ordinal.
    """


def yuan_of(terms: Iterable[Term]) -> Decimal:
    """The sum of terms in yuan."""
    return sum((term.value for term in terms), ZERO)


def grade(equation: Equation) -> Result:
    """Compare both sides. Trivial when every term is zero or blank: nothing was put to the test."""
    left, right = yuan_of(equation.left), yuan_of(equation.right)
    residual = left - right
    trivial = not any(term.yuan for term in equation.left) and not any(
        term.yuan for term in equation.right
    )
    bound, variances = tolerance(equation.left, equation.right, equation.leaf_count)
    size = abs(residual)
    if not residual:
        verdict = Grade.EXACT
    elif size <= bound:
        verdict = Grade.ROUNDING
    else:
        verdict = Grade.FAILED
    # |d| > 3σ is 4d² > 36σ².
    suspicious = bool(residual) and 4 * size * size > variances
    return Result(
        rule=equation.rule,
        scope=equation.scope,
        severity=equation.severity,
        grade=verdict,
        message="" if verdict == Grade.EXACT else _message(equation, left, right, bound, verdict),
        left_yuan=left,
        right_yuan=right,
        residual_yuan=residual,
        tolerance_yuan=bound,
        is_suspicious=suspicious,
        is_trivial=trivial,
        statements=equation.statements or statements_of(equation.left, equation.right),
        left=equation.left,
        right=equation.right,
    )


def statements_of(*sides: Iterable[Term]) -> tuple[Statement, ...]:
    """The statements whose numbers stand in these terms, each once, in order."""
    statements = {
        id(term.statement): term.statement
        for side in sides
        for term in side
        if term.statement is not None
    }
    return tuple(statements.values())


def _message(
    equation: Equation, left: Decimal, right: Decimal, bound: Decimal, verdict: Grade
) -> str:
    unit, factor = _unit(equation)
    word = "尾差" if verdict == Grade.ROUNDING else "不相等"
    return (
        f"{equation.scope}：左边 {_side(equation.left, left, unit, factor)}，"
        f"右边 {_side(equation.right, right, unit, factor)}，{word}，"
        f"差 {amount_text(left - right, unit, factor)}，允许 ±{amount_text(bound, unit, factor)}"
        f"（规则 {equation.rule}）"
    )


def _unit(equation: Equation) -> tuple[str, Decimal]:
    for statement in statements_of(equation.left, equation.right):
        if statement.currency_unit and statement.currency_factor:
            return statement.currency_unit, statement.currency_factor
    return "元", Decimal(1)


def amount_text(yuan: Decimal, unit: str = "元", factor: Decimal = Decimal(1)) -> str:
    """Yuan as people read it: in the unit of the table, thousands separated, at least 2 places."""
    value = (yuan / factor).normalize()
    return f"{value:,.{max(2, decimals(value))}f} {unit}"


def _side(terms: Sequence[Term], total: Decimal, unit: str, factor: Decimal) -> str:
    shown = [term for term in terms if term.yuan]
    if len(shown) <= 1:
        return (
            amount_text(total, unit, factor)
            if shown
            else f"空白或零（{amount_text(total, unit, factor)}）"
        )
    words = " + ".join(
        amount_text(term.value, "", factor).strip() for term in shown[:MAX_TERMS_SHOWN]
    )
    rest = f" + 另{len(shown) - MAX_TERMS_SHOWN}项" if len(shown) > MAX_TERMS_SHOWN else ""
    return f"{amount_text(total, unit, factor)}（= {words}{rest}）"
