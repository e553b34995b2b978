"""Text is normalised by the levels of `domain.text` alone; docstrings send readers to what is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("pipeline", "assets", "schemas")
LEVELS = "pipeline/domain/text.py"

# White space taken out by hand, and width made one by hand.
BY_HAND = re.compile(
    r"""re\.(?:compile|sub)\(\s*r?["']\\s[+*]?["']|["']{2}\.join\([^()]*\.split\(\)\)|NFKC"""
)
# `uniform` and the table of look-alikes are levels; numbers keep their commas and signs.
MAY_NORMALISE = {LEVELS, "pipeline/domain/lookalikes.py", "pipeline/reconcile/tokens.py"}


@cache
def sources() -> dict[str, str]:
    """Path below the root to text of every module."""
    files = (file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py")))
    return {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}


@cache
def known_names() -> set[str]:
    """Modules, packages, functions and classes, by their last name, and files of words."""
    names = {file.name for file in (ROOT / "schemas").rglob("*.*")}
    for path, text in sources().items():
        names.update(Path(path).with_suffix("").parts)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.add(node.name)
    return names


def normalised_by_hand(path: str, text: str) -> list[str]:
    """Lines that do what a level does."""
    if path in MAY_NORMALISE:
        return []
    return [
        f"{path}:{number}: {line.strip()}: take a level of {LEVELS}"
        for number, line in enumerate(text.splitlines(), start=1)
        if BY_HAND.search(line)
    ]


def sent_nowhere(path: str, text: str, names: set[str]) -> list[str]:
    """Names in brackets behind "Does not belong here" that are of no module, function or class."""
    docstring = ast.get_docstring(ast.parse(text)) or ""
    _, _, elsewhere = docstring.partition("Does not belong here")
    named = (
        name
        for brackets in re.findall(r"\(([^()]*`[^()]*)\)", elsewhere)
        for name in re.findall(r"`([a-z_][\w.]*)`", brackets)
    )
    return [
        f"{path}: its docstring sends readers to `{name}`, which is not there"
        for name in named
        if name not in names and name.split(".")[-1] not in names
    ]


def test_text_is_normalised_in_one_place() -> None:
    wrong = [line for path, text in sources().items() for line in normalised_by_hand(path, text)]
    assert not wrong, "\n".join(wrong)


def test_docstrings_name_modules_that_exist() -> None:
    wrong = [
        line for path, text in sources().items() for line in sent_nowhere(path, text, known_names())
    ]
    assert not wrong, "\n".join(wrong)


def test_what_a_person_reads_of_either() -> None:
    text = (
        '"""A step.\n\nDoes not belong here: joining (`assemble`).\n"""\nx = "".join(y.split())\n'
    )
    assert normalised_by_hand("a.py", text) == [
        'a.py:5: x = "".join(y.split()): take a level of pipeline/domain/text.py'
    ]
    assert sent_nowhere("a.py", text, {"assembly"}) == [
        "a.py: its docstring sends readers to `assemble`, which is not there"
    ]
