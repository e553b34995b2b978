"""Kinds of statements and perspectives are named as members of their enumeration, never as text.

A literal would still compare equal, so a misspelt one is a branch that never runs.
"""

from __future__ import annotations

import ast
from pathlib import Path

from schemas.vocabulary import Perspective, StatementKind, members

ROOT = Path(__file__).resolve().parents[2]
VALUES = frozenset((*members(StatementKind), *members(Perspective)))
# A figure of the running text has the code of the statement that prints it.
METRICS = {("pipeline/reconcile/rules_narrative.py", "AGENCY_OPERATING")}


def literals(source: str, path: str) -> list[str]:
    """Where a module writes a kind or a perspective as text, as a person reads it."""
    tree = ast.parse(source)
    plain = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        f"{path}:{node.lineno}: {node.value!r} is a member of schemas.vocabulary"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value in VALUES
        and id(node) not in plain
        and (path, node.value) not in METRICS
    ]


def test_no_kind_or_perspective_is_a_literal() -> None:
    found = [
        line
        for folder in ("pipeline", "assets")
        for file in sorted((ROOT / folder).rglob("*.py"))
        for line in literals(file.read_text(encoding="utf-8"), file.relative_to(ROOT).as_posix())
    ]
    assert not found, "\n".join(found)


def test_what_a_person_reads_of_a_literal() -> None:
    source = '"""BUDGET_OVERVIEW."""\nkind = "BUDGET_OVERVIEW"\nkeys = {"side": "income"}\n'
    assert literals(source, "pipeline/a.py") == [
        "pipeline/a.py:2: 'BUDGET_OVERVIEW' is a member of schemas.vocabulary"
    ]
