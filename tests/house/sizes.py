"""How long code is: logical lines, functions, modules of given sources.

Belongs here: measuring the text of a module. Does not belong here: limits (`test_sizes`), finding
sources and printing them (`benchmarks/code_size.py`).
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_FUNCTION = 60
LONGEST_MODULE = 500

_BLANK = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


@dataclass(frozen=True, slots=True)
class ModuleSize:
    """One module. `lines` are all lines of the file, `logical` those that are neither blank nor
    comment nor docstring; `long_functions` maps a qualified name to its lines, from `def` to the
    last, where they are more than `LONGEST_FUNCTION`."""

    path: str
    lines: int
    logical: int
    long_functions: dict[str, int]

    @property
    def folder(self) -> str:
        """The package the module lies in, as a path."""
        return self.path.rpartition("/")[0]

    @property
    def is_long(self) -> bool:
        """Whether it is over the limit of the house."""
        return self.lines > LONGEST_MODULE


def size_of(path: str, source: str) -> ModuleSize:
    """Measure one module. Raises `SyntaxError` where `source` is not Python."""
    tree = ast.parse(source)
    functions = {name: length for name, length in _functions(tree, "") if length > LONGEST_FUNCTION}
    return ModuleSize(path, len(source.splitlines()), _logical_lines(tree, source), functions)


def _logical_lines(tree: ast.Module, source: str) -> int:
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _BLANK:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines - _docstring_lines(tree))


def _docstring_lines(tree: ast.Module) -> set[int]:
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ) and ast.get_docstring(node, clean=False):
            first = node.body[0]
            lines.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return lines


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, int]]:
    """All functions with their lengths, also those of classes and of functions."""
    for child in ast.iter_child_nodes(node):
        inside = prefix
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            inside = f"{prefix}{child.name}."
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, (child.end_lineno or child.lineno) - child.lineno + 1
        yield from _functions(child, inside)
