"""The declared rules and what they need to know, loaded from `schemas/lexicon/rules.{csv,toml}`.

Belongs here: reading and typing the declarations.
Does not belong here: any code, fund or wording; how a rule is computed (`rules_*`).
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"

SEVERITIES = ("hard", "soft", "info")
ON_FAILURE = ("hold", "gate", "note")
EVERY_STATEMENT = "*"


class RulebookError(Exception):
    """A declaration is missing or cannot be used; says file and row."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One declared rule.

    `on_failure`: 'hold' a hard failure holds statements back; 'gate' a failure may hold the
    statement it is about back even when soft (the engine says when); 'note' it is recorded only.
    `applies_to` are statement kinds, ('*',) for all.
    """

    rule: str
    severity: str
    on_failure: str
    title_zh: str
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
    class_natures: tuple[str, ...]
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
    year: re.Pattern[str]
    placeholders: tuple[re.Pattern[str], ...]

    def name(self, member: str) -> str:
        """The Chinese name of a fund, nature, item or statement kind."""
        return self.names.get(member) or self.statement_names.get(member) or member

    def within_rule(self, kind: str) -> str:
        """The rule for the sums within a statement of this kind ('W0' when none is declared)."""
        for rule in self.rules.values():
            if rule.rule.startswith("W") and rule.applies_to == (kind,):
                return rule.rule
        return "W0"


def _csv(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError as error:
        raise RulebookError(f"{path} is missing") from error
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise RulebookError(f"{path} line {number}: wrong number of fields")
    return rows


def _rule(row: Mapping[str, str], where: str) -> Rule:
    if row["severity"] not in SEVERITIES or row["on_failure"] not in ON_FAILURE:
        raise RulebookError(f"{where}: severity or on_failure of {row['rule']} is not known")
    return Rule(
        rule=row["rule"],
        severity=row["severity"],
        on_failure=row["on_failure"],
        title_zh=row["title_zh"],
        applies_to=tuple(row["applies_to"].split()),
        source=row["source"],
    )


def _strings(values: Sequence[Any]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


@lru_cache(maxsize=4)
def load_rulebook(schemas: Path = SCHEMAS) -> Rulebook:
    """Load the rulebook from a `schemas` folder. Raises `RulebookError` with file and row."""
    folder = schemas / "lexicon"
    rules: dict[str, Rule] = {}
    for number, row in enumerate(_csv(folder / "rules.csv"), start=2):
        rule = _rule(row, f"rules.csv line {number}")
        if rule.rule in rules:
            raise RulebookError(f"rules.csv line {number}: rule {rule.rule} is declared twice")
        rules[rule.rule] = rule
    statements = _csv(folder / "statements.csv")
    try:
        data = tomllib.loads((folder / "rules.toml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RulebookError(f"{folder / 'rules.toml'} is missing") from error
    pairs = tuple(
        CodePair(
            rule=str(pair["rule"]),
            econ=_strings(pair["econ"]),
            function=tuple(c for c in _strings(pair["function"]) if not c.endswith("*")),
            prefixes=tuple(c[:-1] for c in _strings(pair["function"]) if c.endswith("*")),
        )
        for pair in data["econ_equals_function"]
    )
    return Rulebook(
        rules=rules,
        statement_names={row["statement"]: row["name_zh"] for row in statements},
        nature_of={
            row["statement"]: row["nature"]
            for row in statements
            if row["nature"] not in ("", "ALL")
        },
        main_kinds=frozenset(row["statement"] for row in statements if row["is_main"] == "1"),
        free_kinds=frozenset(
            row["statement"]
            for row in statements
            if row["row_axis"] == "free" or row["statement"] in data["unchecked"]["kinds"]
        ),
        repeated_kinds=frozenset(row["statement"] for row in statements if row["repeats"] == "1"),
        names=dict(data["names"]),
        metric_names=dict(data["metric_names"]),
        units={row["unit"]: Decimal(row["factor_yuan"]) for row in _csv(folder / "units.csv")},
        fund_parts={key: _strings(parts) for key, parts in data["fund_parts"].items()},
        by_function=dict(data["funds"]["by_function"]),
        own_column_funds=_strings(data["funds"]["own_column"]),
        other_funds=_strings(data["funds"]["counted_as_other"]),
        class_natures=_strings(data["natures"]["in_classes"]),
        own_row_natures=_strings(data["natures"]["own_row"]),
        project_table_natures=_strings(data["natures"]["in_project_table"]),
        three_public={key: _strings(codes) for key, codes in data["three_public"].items()},
        agency_suffix=data["agency"]["suffix"],
        agency_name=data["agency"]["name"],
        code_pairs=pairs,
        pension_code=data["pension"]["code"],
        annuity_code=data["pension"]["annuity"],
        pension_factor=int(data["pension"]["factor"]),
        planned_purchase=_strings(data["planned_purchase"]["econ"]),
        year=re.compile(data["identity"]["year"]),
        placeholders=tuple(re.compile(p) for p in data["placeholder"]["patterns"]),
    )
