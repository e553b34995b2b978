"""The house's own rules: names resolve here, imports go one way, nothing foreign is named."""

from __future__ import annotations

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest

from pipeline.report.version import fingerprinted_files

ROOT = Path(__file__).resolve().parents[2]

# All rooms but these know no storage: what they give are plain values. A new room is one of them.
KNOW_STORAGE = {"cli", "stage", "warehouse"}
KNOW_NO_STORAGE = sorted(
    {file.parent.name for file in (ROOT / "pipeline").glob("*/__init__.py")} - KNOW_STORAGE
)
STORAGE = {"duckdb", "polars", "pandera", "pyarrow"}
MAY_KNOW_DAGSTER = {"pipeline/definitions.py", "pipeline/resources.py"}


@cache
def nodes(file: Path) -> list[ast.AST]:
    """All of a module's syntax, itself first."""
    return list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


@cache
def imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in nodes(file):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("name", ["pipeline", "assets", "schemas"])
def test_generic_names_resolve_in_this_repository(name: str) -> None:
    module = importlib.import_module(name)
    places = [Path(place).resolve() for place in module.__path__]
    assert places == [ROOT / name]


def test_every_step_counts_in_the_version_of_what_is_extracted() -> None:
    counted = set(fingerprinted_files())
    for layer in KNOW_NO_STORAGE:
        missing = set((ROOT / "pipeline" / layer).rglob("*.py")) - counted
        assert not missing, f"{layer}: a change of {missing} would not read reports again"
    assert set((ROOT / "schemas" / "lexicon").iterdir()) <= counted
    assert ROOT / "schemas" / "vocabulary.py" in counted
    assert ROOT / "pipeline" / "cli" / "app.py" not in counted


@pytest.mark.parametrize("layer", KNOW_NO_STORAGE)
def test_interpretation_knows_no_storage(layer: str) -> None:
    for file in (ROOT / "pipeline" / layer).rglob("*.py"):
        assert not {i.split(".")[0] for i in imports(file)} & STORAGE, file.name


def test_only_two_modules_of_the_pipeline_know_dagster() -> None:
    for file in (ROOT / "pipeline").rglob("*.py"):
        if file.relative_to(ROOT).as_posix() not in MAY_KNOW_DAGSTER:
            assert "dagster" not in {i.split(".")[0] for i in imports(file)}, file


def test_every_module_says_what_belongs_in_it() -> None:
    for folder in ("pipeline", "assets", "schemas"):
        for file in (ROOT / folder).rglob("*.py"):
            module = nodes(file)[0]
            assert isinstance(module, ast.Module)
            assert not module.body or ast.get_docstring(module), file


def test_no_year_or_place_in_code() -> None:
    """Cities, departments and fiscal years are data."""
    place = re.compile(r"[\u4e00-\u9fff]{2,}(?:市|省)(?!级)|\b20[12]\d\b")
    allowed = {"definitions.py"}
    for folder in ("pipeline", "assets"):
        for file in (ROOT / folder).rglob("*.py"):
            docs = {
                ast.get_docstring(n, clean=False)
                for n in nodes(file)
                if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)
            }
            for node in nodes(file):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and node.value not in docs
                    and file.name not in allowed
                ):
                    assert not place.search(node.value), f"{file}: {node.value!r}"


def test_what_tests_share_is_in_no_test_module() -> None:
    for file in [*(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]:
        tried = {name for name in imports(file) if name.rpartition(".")[2].startswith("test_")}
        assert not tried, f"{file}: move what it takes from {tried} to a module of its own"
