"""Limits of functions and modules of the pipeline, and names of modules that occur once.

The two lists name what is over a limit today: they may only shrink.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.house.sizes import LONGEST_FUNCTION, LONGEST_MODULE, ModuleSize, size_of

ROOT = Path(__file__).resolve().parents[2]

# Functions over the limit with the lines they may have.
LONG_FUNCTIONS: dict[str, int] = {}
# Modules over the limit with the lines they may have. Declarations (schemas/) have no limit.
LONG_MODULES: dict[str, int] = {}


@cache
def modules() -> list[ModuleSize]:
    """All modules of the pipeline."""
    files = sorted((ROOT / "pipeline").rglob("*.py"))
    return [size_of(f.relative_to(ROOT).as_posix(), f.read_text(encoding="utf-8")) for f in files]


def breaches(limit: int, measured: dict[str, int], allowed: dict[str, int]) -> list[str]:
    """What is longer than it may be, and what is on the list although it need not be."""
    longer = [
        f"{name}: {lines} lines, at most {allowed.get(name, limit)}"
        for name, lines in measured.items()
        if lines > allowed.get(name, limit)
    ]
    done = [
        f"{name}: no longer over {limit} lines, take it off the list"
        for name in allowed
        if name not in measured
    ]
    return longer + done


def test_no_function_is_long() -> None:
    measured = {f"{m.path} {name}": n for m in modules() for name, n in m.long_functions.items()}
    found = breaches(LONGEST_FUNCTION, measured, LONG_FUNCTIONS)
    assert not found, "\n".join(found)


def test_no_module_is_long() -> None:
    measured = {m.path: m.lines for m in modules() if m.is_long}
    found = breaches(LONGEST_MODULE, measured, LONG_MODULES)
    assert not found, "\n".join(found)


def test_what_a_person_reads_of_a_long_function() -> None:
    allowed = {"a.py known": 70, "a.py mended": 61}
    assert breaches(60, {"a.py known": 71, "a.py new": 61}, allowed) == [
        "a.py known: 71 lines, at most 70",
        "a.py new: 61 lines, at most 60",
        "a.py mended: no longer over 60 lines, take it off the list",
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
