"""Limits of functions and modules of the pipeline, and names of modules that occur once.

Declarations (schemas/) may be longer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.house.sizes import LONGEST_FUNCTION, LONGEST_MODULE, ModuleSize, size_of

ROOT = Path(__file__).resolve().parents[2]


@cache
def modules() -> list[ModuleSize]:
    """All modules of the pipeline."""
    files = sorted((ROOT / "pipeline").rglob("*.py"))
    return [size_of(f.relative_to(ROOT).as_posix(), f.read_text(encoding="utf-8")) for f in files]


def too_long(sizes: Sequence[ModuleSize]) -> list[str]:
    """A line for each function and each module over its limit."""
    functions = [
        f"{size.path} {name}: {lines} lines, at most {LONGEST_FUNCTION}"
        for size in sizes
        for name, lines in size.long_functions.items()
    ]
    return functions + [
        f"{size.path}: {size.lines} lines, at most {LONGEST_MODULE}"
        for size in sizes
        if size.is_long
    ]


def test_no_function_and_no_module_of_the_pipeline_is_long() -> None:
    found = too_long(modules())
    assert not found, "\n".join(found)


def test_what_a_person_reads_of_what_is_too_long() -> None:
    long = "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION
    assert too_long([size_of("a.py", long), size_of("b.py", "x = 1\n" * 501)]) == [
        "a.py f: 61 lines, at most 60",
        "b.py: 501 lines, at most 500",
    ]


GIVEN_NAMES = {"__init__.py", "__main__.py", "conftest.py"}


def twins(paths: list[str]) -> list[str]:
    """Modules of one name in two folders, but for names that Python or pytest give."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        places[path.rpartition("/")[2]].append(path)
    return [
        f"{name}: {', '.join(where)}"
        for name, where in places.items()
        if len(where) > 1 and name not in GIVEN_NAMES
    ]


@pytest.mark.parametrize("folder", ["pipeline", "schemas", "tests"])
def test_no_two_modules_of_one_name(folder: str) -> None:
    files = (ROOT / folder).rglob("*.py")
    assert not twins([file.relative_to(ROOT).as_posix() for file in files])


def test_what_a_person_reads_of_two_modules_of_one_name() -> None:
    assert twins(["p/a/__init__.py", "p/a/x.py", "p/b/__init__.py", "p/b/x.py"]) == [
        "x.py: p/a/x.py, p/b/x.py"
    ]


@pytest.mark.parametrize(
    ("source", "logical"),
    [
        ('"""Doc.\n\nMore.\n"""\n\n# A comment\nX = 1\n', 1),
        ('def f():\n    """Doc."""\n    return (\n        1,\n    )\n', 4),
        ('TEXT = """a\n\nb"""\n', 3),
    ],
)
def test_logical_lines_are_neither_blank_nor_comment_nor_docstring(
    source: str, logical: int
) -> None:
    assert size_of("a.py", source).logical == logical


def test_functions_are_measured_wherever_they_are() -> None:
    body = "        x = 1\n" * LONGEST_FUNCTION
    size = size_of("a.py", f"class A:\n    def f(self):\n{body}\n    def g(self):\n        pass\n")
    assert size.long_functions == {"A.f": LONGEST_FUNCTION + 1}
