"""Every declared rule has code, a report on which it holds and one on which it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cli import doctor
from pipeline.config import Home
from pipeline.domain.lexicon_files import LexiconError
from pipeline.ingest import stage
from pipeline.reconcile import engine
from pipeline.reconcile.case import Case
from pipeline.reconcile.engine import Reconciliation, findings, rule_functions
from pipeline.reconcile.equations import Finding, NotApplied
from pipeline.reconcile.registry import RuleFunction, check_rules
from pipeline.reconcile.rulebook import Rulebook, load_rulebook
from schemas.vocabulary import StatementKind
from tests.reconcile.examples import EXAMPLES, SILENT
from tests.reconcile.hand_made_statements import report
from tests.reconcile.sound import Printed, many_funds, one_fund

RULES = list(load_rulebook().rules)


def failures(outcome: Reconciliation, rule: str) -> list[str]:
    return [r.message for r in outcome.results if r.rule == rule and r.failed]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_passing_and_a_failing_example(rule: str) -> None:
    assert rule in EXAMPLES, (
        f"rule {rule} of rules.csv has no example in tests/reconcile/examples.py"
    )
    passing, failing = EXAMPLES[rule].passing(), EXAMPLES[rule].failing()
    assert not failures(passing, rule)
    tested = [r for r in passing.results if r.rule == rule and not r.is_trivial]
    assert bool(tested) != (rule in SILENT), f"rule {rule} was not put to the test"
    messages = failures(failing, rule)
    assert messages and all(f"（规则 {rule}）" in message for message in messages)


def test_examples_are_of_declared_rules() -> None:
    assert set(EXAMPLES) == set(RULES)


@pytest.mark.parametrize("sound", [one_fund, many_funds])
def test_sound_reports_have_no_failure(sound: Callable[[], Printed]) -> None:
    outcome = sound().reconciled()
    assert not [r.message for r in outcome.results if r.failed]
    assert outcome.grade == "exact"
    assert not outcome.held_back


# --- the lock between rules.csv and the code ----------------------------------------------------


def book_with(rule: str) -> Rulebook:
    """The rulebook with one more row at the end of rules.csv."""
    book = load_rulebook()
    last = next(iter(book.rules.values()))
    return replace(book, rules={**book.rules, rule: replace(last, rule=rule)})


def book_without(rule: str) -> Rulebook:
    book = load_rulebook()
    return replace(book, rules={name: one for name, one in book.rules.items() if name != rule})


def strange(case: Case) -> Iterator[Finding]:
    """A rule function that computes a rule and finds something of another one."""
    yield NotApplied("X6", f"{len(case.report.statements)}")


def test_declared_rules_and_code_fit() -> None:
    check_rules(load_rulebook(), rule_functions())


def test_a_rule_without_code_names_file_row_and_rule() -> None:
    case = Case(report([]), book_with("X99"))
    with pytest.raises(LexiconError) as caught:
        list(findings(case))
    assert str(caught.value) == (
        f"lexicon/rules.csv 第{len(RULES) + 2}行 rule：“X99”没有函数计算这条规则；"
        '用 @computes("X99") 登记函数，或删去这一行'
    )


def test_a_run_refuses_a_rule_without_code_before_any_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "load_rulebook", lambda: book_with("X99"))
    with pytest.raises(LexiconError, match="“X99”没有函数计算这条规则"):
        stage([tmp_path / "report.pdf"], Home.of(tmp_path / "budget.duckdb"), workers=1)


def test_the_doctor_tells_a_rule_without_code(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.rules()[0]
    monkeypatch.setattr(engine, "load_rulebook", lambda: book_with("X99"))
    ok, detail = doctor.rules()
    assert not ok
    assert "“X99”没有函数计算这条规则" in detail


def test_code_without_a_rule_names_file_line_and_rule() -> None:
    with pytest.raises(
        LexiconError,
        match=r"^pipeline/reconcile/rules_overview.py 第\d+行 overview_and_spending："
        r"“X6b”没有在 lexicon/rules.csv 中声明$",
    ):
        check_rules(book_without("X6b"), rule_functions())


def test_a_rule_computed_twice_names_both_functions() -> None:
    functions = [*rule_functions(), RuleFunction(strange, ("X6",))]
    with pytest.raises(
        LexiconError,
        match=r"^tests/reconcile/test_every_rule.py 第\d+行 strange：“X6”已由 "
        r"overview_and_spending（pipeline/reconcile/rules_overview.py 第\d+行）计算$",
    ):
        check_rules(load_rulebook(), functions)


def test_findings_added_to_a_rule_that_no_function_computes() -> None:
    functions = [*rule_functions(), RuleFunction(strange, (), adds_to=("X98",))]
    with pytest.raises(LexiconError, match=r"strange：“X98”没有函数计算这条规则$"):
        check_rules(load_rulebook(), functions)


def test_a_finding_of_a_rule_that_is_not_registered() -> None:
    case = Case(report([]), load_rulebook())
    with pytest.raises(LexiconError, match=r"strange：“X6”不是此函数登记的规则（X7）$"):
        list(RuleFunction(strange, ("X7",))(case))


def test_rules_whose_statement_is_missing_name_it_and_are_not_put_to_the_test() -> None:
    def needy(case: Case) -> Iterator[Finding]:
        yield case.ok("X6", case.title(case.need(StatementKind.PROCUREMENT)))

    case = Case(report([]), load_rulebook())
    name = case.book.name(StatementKind.PROCUREMENT)
    assert list(RuleFunction(needy, ("X6", "X7"))(case)) == [
        NotApplied("X6", f"报告中没有《{name}》"),
        NotApplied("X7", f"报告中没有《{name}》"),
    ]


def test_all_that_does_not_fit_is_said_at_once() -> None:
    with pytest.raises(LexiconError) as caught:
        check_rules(book_with("X99"), rule_functions()[:-1])
    first, second = caught.value.problems
    assert "“T0”" in str(first) and "“X99”" in str(second)
