"""Which function computes which rule, and the lock between `rules.csv` and the code.

A rule function takes a `Case` and yields findings. It says which rules it computes:

    @computes("X6", "X7")
    def overview_and_spending(case: Case) -> Iterator[Finding]: ...

Every declared rule is computed by exactly one function; a function whose findings add to a rule of
another one says so with `adds_to`. Where it raises `Untestable`, its rules were not put to the test.

Belongs here: the registration, the comparison of declarations and code.
Does not belong here: rules, the order in which they run (`engine`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.domain.lexicon_checks import Problem
from pipeline.domain.lexicon_files import LexiconError
from pipeline.reconcile.case import Case
from pipeline.reconcile.equations import Finding, NotApplied, Untestable
from pipeline.reconcile.rulebook import Rulebook

DECLARED_IN = "lexicon/rules.csv"
Check = Callable[[Case], Iterator[Finding]]
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class RuleFunction:
    """A function with the rules it computes and those of others that it adds findings to."""

    check: Check
    rules: tuple[str, ...]
    adds_to: tuple[str, ...] = ()

    def __call__(self, case: Case) -> Iterator[Finding]:
        """The findings on a case. Raises `LexiconError` for one of a rule not registered."""
        registered = (*self.rules, *self.adds_to)
        try:
            for finding in self.check(case):
                if finding.rule not in registered:
                    words = f"不是此函数登记的规则（{'、'.join(registered)}）"
                    raise LexiconError(self.problem(finding.rule, words))
                yield finding
        except Untestable as lack:
            for rule in self.rules:
                yield NotApplied(rule, *lack.args)

    def problem(self, rule: str, what: str) -> Problem:
        """What is wrong with a rule of this function."""
        return Problem(f"第{self.line}行", self.check.__name__, rule, what, self.file)

    @property
    def file(self) -> str:
        """The file of the function, from the root of the repository."""
        file = Path(self.check.__code__.co_filename)
        return (file.relative_to(_ROOT) if file.is_relative_to(_ROOT) else file).as_posix()

    @property
    def line(self) -> int:
        """The line of the file at which the function begins."""
        return self.check.__code__.co_firstlineno


_REGISTERED: list[RuleFunction] = []


def computes(*rules: str, adds_to: tuple[str, ...] = ()) -> Callable[[Check], Check]:
    """Register the decorated function as the one that computes these rules."""

    def register(check: Check) -> Check:
        _REGISTERED.append(RuleFunction(check, rules, adds_to))
        return check

    return register


def registered(module: str) -> list[RuleFunction]:
    """The rule functions of a module, in the order of its text."""
    return [one for one in _REGISTERED if one.check.__module__ == module]


def check_rules(book: Rulebook, functions: Sequence[RuleFunction]) -> None:
    """Whether declarations and code name the same rules.

    Raises `LexiconError` with everything that is wrong, each with its file and line: a rule
    without code, code without a rule, a rule that two functions compute, and findings added to a
    rule that no function computes.
    """
    problems: list[Problem] = []
    owner: dict[str, RuleFunction] = {}
    for function in functions:
        for rule in function.rules:
            first = owner.setdefault(rule, function)
            if first is not function:
                words = f"已由 {first.check.__name__}（{first.file} 第{first.line}行）计算"
                problems.append(function.problem(rule, words))
            if rule not in book.rules:
                problems.append(function.problem(rule, f"没有在 {DECLARED_IN} 中声明"))
    for function in functions:
        unowned = (rule for rule in function.adds_to if rule not in owner)
        problems.extend(function.problem(rule, "没有函数计算这条规则") for rule in unowned)
    for line, rule in enumerate(book.rules, start=2):
        if rule not in owner:
            words = f'没有函数计算这条规则；用 @computes("{rule}") 登记函数，或删去这一行'
            problems.append(Problem(f"第{line}行", "rule", rule, words, DECLARED_IN))
    if problems:
        raise LexiconError(*problems)
