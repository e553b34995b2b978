"""The declared rules and what they need to know, loaded from `schemas/lexicon/rules.{csv,toml}`.

Belongs here: their typed form.
Does not belong here: any code, fund or wording; how a rule is computed (`rules_*`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pipeline.domain.lexicon_checks import Row
from pipeline.domain.lexicon_files import SCHEMAS, Pattern, lexicon_files
from schemas import lexicons
from schemas.lexicons import EVERY_STATEMENT
from schemas.vocabulary import Nature, OnFailure, RowAxis, Severity

__all__ = ["EVERY_STATEMENT", "CodePair", "Rule", "Rulebook", "load_rulebook"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One declared rule.

    `on_failure`: 'hold' a hard failure holds statements back; 'gate' a failure may hold the
    statement it is about back even when soft (the engine says when); 'note' it is recorded only.
    `applies_to` are statement kinds, ('*',) for all.
    """

    rule: str
    severity: Severity
    on_failure: OnFailure
    applies_to: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class CodePair:
    """Economic codes and function codes that print the same money. `prefixes` take all leaves."""

    rule: str
    econ: tuple[str, ...]
    function: tuple[str, ...]
    prefixes: tuple[str, ...]


@dataclass(frozen=True)
class Rulebook:
    """All declarations of the reconciliation."""

    rules: Mapping[str, Rule]
    statement_names: Mapping[str, str]
    nature_of: Mapping[str, str]
    main_kinds: frozenset[str]
    free_kinds: frozenset[str]
    repeated_kinds: frozenset[str]
    names: Mapping[str, str]
    metric_names: Mapping[str, str]
    units: Mapping[str, Decimal]
    fund_parts: Mapping[str, tuple[str, ...]]
    by_function: Mapping[str, str]
    own_column_funds: tuple[str, ...]
    other_funds: tuple[str, ...]
    own_row_natures: tuple[str, ...]
    project_table_natures: tuple[str, ...]
    three_public: Mapping[str, tuple[str, ...]]
    agency_suffix: str
    agency_name: str
    code_pairs: tuple[CodePair, ...]
    pension_code: str
    annuity_code: str
    pension_factor: int
    planned_purchase: tuple[str, ...]
    year: Pattern
    placeholders: tuple[Pattern, ...]

    def name(self, member: str) -> str:
        """The Chinese name of a fund, nature, item or statement kind."""
        return self.names.get(member) or self.statement_names.get(member) or member

    def within_rule(self, kind: str) -> str:
        """The rule for the sums within a statement of this kind ('W0' when none is declared)."""
        of_kind = (one.rule for one in self.rules.values() if one.applies_to == (kind,))
        return next((rule for rule in of_kind if rule.startswith("W")), "W0")


def _rule(row: Row) -> Rule:
    return Rule(
        rule=row["rule"],
        severity=Severity(row["severity"]),
        on_failure=OnFailure(row["on_failure"]),
        applies_to=row["applies_to"],
        source=row["source"] or "",
    )


@lru_cache(maxsize=4)
def load_rulebook(schemas: Path = SCHEMAS) -> Rulebook:
    """The rulebook of a `schemas` folder. Raises `LexiconError` with all that is wrong with a file."""
    files = lexicon_files(schemas)
    statements = files.rows(lexicons.STATEMENTS)
    data = files.document(lexicons.RULEBOOK)
    funds, natures, pension = data.one("funds"), data.one("natures"), data.one("pension")
    unchecked = data.one("unchecked")["kinds"]
    return Rulebook(
        rules={row["rule"]: _rule(row) for row in files.rows(lexicons.RULES)},
        statement_names={row["statement"]: row["name_zh"] for row in statements},
        nature_of={
            row["statement"]: row["nature"]
            for row in statements
            if row["nature"] not in (None, Nature.ALL)
        },
        main_kinds=frozenset(row["statement"] for row in statements if row["is_main"]),
        free_kinds=frozenset(
            row["statement"]
            for row in statements
            if row["row_axis"] == RowAxis.FREE or row["statement"] in unchecked
        ),
        repeated_kinds=frozenset(row["statement"] for row in statements if row["repeats"]),
        names=data.keyed("names"),
        metric_names=data.keyed("metric_names"),
        units={row["unit"]: row["factor_yuan"] for row in files.rows(lexicons.UNITS)},
        fund_parts=data.keyed("fund_parts"),
        by_function=data.keyed("funds.by_function"),
        own_column_funds=funds["own_column"],
        other_funds=funds["counted_as_other"],
        own_row_natures=natures["own_row"],
        project_table_natures=natures["in_project_table"],
        three_public=data.keyed("three_public"),
        agency_suffix=data.one("agency")["suffix"],
        agency_name=data.one("agency")["name"],
        code_pairs=tuple(
            CodePair(row["rule"], row["econ"], row["function"], row["below"])
            for row in data.rows("econ_equals_function")
        ),
        pension_code=pension["code"],
        annuity_code=pension["annuity"],
        pension_factor=pension["factor"],
        planned_purchase=data.one("planned_purchase")["econ"],
        year=data.one("identity")["year"],
        placeholders=data.one("placeholder")["patterns"],
    )
