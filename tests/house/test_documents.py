"""What the documents name is there: files, modules, types, functions."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = (
    "CONTRIBUTING.md",
    "README.md",
    "README.zh-CN.md",
    "docs/architecture.md",
    "docs/interpretation.md",
)
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"^(?:pipeline|schemas|assets|tests|benchmarks|warehouse|docs|raw)/[\w./*-]*$")
# A name of Python in CamelCase with a small letter: a type.
_TYPE = re.compile(r"^[A-Z]\w*[a-z]\w*$")
# Built below git-ignored folders, or somebody else's.
_MADE = ("warehouse/data", "raw/registry", "raw/acceptances.csv", "raw/sources.csv")


def words(document: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [match.strip() for match in _CODE.findall(text)]


@cache
def types() -> set[str]:
    return {
        node.name
        for folder in ("pipeline", "schemas", "assets")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_named_in_documents_are_there(document: str) -> None:
    named = [word for word in words(document) if _PATH.match(word)]
    missing = [
        path
        for path in named
        if not path.startswith(_MADE) and not list(ROOT.glob(path.rstrip("/")))
    ]
    assert named
    assert not missing, f"{document} names {missing}"


def test_modules_named_in_documents_are_there() -> None:
    """Names of modules alone: `side_by_side.py`."""
    known = {path.name for path in ROOT.rglob("*.py") if ".venv" not in path.parts}
    named = {
        word
        for file in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
        for word in words(file.relative_to(ROOT).as_posix())
        if re.fullmatch(r"[\w/]+\.py", word)
    }
    assert len(named) >= 10
    assert not {word for word in named if word.rsplit("/", 1)[-1] not in known}


def test_types_named_in_the_architecture_are_there() -> None:
    named = {word for word in words("docs/architecture.md") if _TYPE.match(word)}
    assert len(named) >= 10
    assert not named - types()
