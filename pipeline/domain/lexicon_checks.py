"""The rows of a lexicon against their declaration: typed values, and all that is wrong with them.

Belongs here: types, members, patterns, keys of the rows of one table.
Does not belong here: files (`lexicon_files`), declarations (`schemas/lexicons.py`).
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from schemas.model import Column, Regex, Table, Type
from schemas.words import misplaced, regex_problem, words_of

# So many allowed values are listed; of more, the nearest one and where all of them stand.
MAX_LISTED = 60
EMPTY = "不能为空"
_PIECE = re.compile(r"<<(\w+)>>")
_BOOLEANS = {"0": False, "1": True}
_TYPES_ZH = {
    Type.TEXT: "文字",
    Type.INTEGER: "整数",
    Type.NUMBER: "数字",
    Type.BOOLEAN: "0 或 1",
    Type.DATE: "日期（年-月-日）",
}

# A field: text as it stands, or typed; a TOML file has numbers and arrays too.
Field = Any
Row = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as they stand in a file, and where: an empty field is None, a TOML array a tuple."""

    rows: list[dict[str, Field]] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    section: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a lexicon.

    `row` is the line of a CSV or the entry of a TOML file, `column` the column or key; empty where
    the whole file or section is meant.
    """

    row: str
    column: str
    value: str
    what: str
    file: str = ""

    def __str__(self) -> str:
        where = " ".join(filter(None, (self.file, self.row, self.column)))
        return f"{where}：“{self.value}”{self.what}" if self.value else f"{where}：{self.what}"


def not_among(word: str, allowed: Iterable[str], source: str | None = None) -> str:
    """That a word is none of those allowed: the nearest one, and which are."""
    known = list(allowed)
    near = difflib.get_close_matches(word, known, n=1)
    listed = "、".join(known[:MAX_LISTED])
    rest = f"等 {len(known)} 个" if len(known) > MAX_LISTED else ""
    return (
        "不在允许的值中"
        + (f"，是否为“{near[0]}”" if near else "")
        + f"；允许：{listed}{rest}"
        + (f"（见 {source}）" if source else "")
    )


def unlike_declared(
    names: Iterable[str], declared: Iterable[str], optional: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    """Names of columns or keys that are missing or not declared, each with what is wrong."""
    names, declared = list(names), list(declared)
    for name in declared:
        if name not in names and name not in optional:
            yield name, "缺少此项"
    for name in dict.fromkeys(names):
        if name not in declared:
            yield name, "没有声明此项，" + not_among(name, declared)
        elif names.count(name) > 1:
            yield name, "写了两次"


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks the rows of one kind of file.

    A CSV is all text, `is_text`. With `pieces` patterns are in verbose mode, `<<name>>` standing for
    a piece.
    """

    is_text: bool
    pieces: Mapping[str, str] | None = None

    def check(self, table: Table, raw: Rows) -> tuple[tuple[Row, ...], list[Problem]]:
        """Typed rows (lists as tuples, patterns compiled) and all that is wrong, in row order.

        What the columns refer to must have been resolved.
        """
        problems: dict[int, list[Problem]] = {}
        columns: list[list[Field]] = []
        for column in table.columns:
            values, wrong = self._column(column, [row.get(column.name) for row in raw.rows])
            columns.append(values)
            for at, value, what in [*wrong, *_misplaced(column, raw.rows)]:
                problem = Problem(raw.where[at], column.name, value, what)
                problems.setdefault(at, []).append(problem)
        for at, value, what in _repeated(table, raw):
            key = ",".join(table.key)
            problems.setdefault(at, []).append(Problem(raw.where[at], key, value, what))
        found = [problem for at in sorted(problems) for problem in problems[at]]
        found += [problem for column in table.columns for problem in _absent(column, raw)]
        names = table.column_names
        rows = tuple(dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
        return rows, found

    def _column(
        self, column: Column, raw: list[Field]
    ) -> tuple[list[Field], list[tuple[int, str, str]]]:
        """The values of a column, and row, value and complaint of each that is wrong."""
        if self.is_text and _is_sound_text(column, raw):
            return raw, []
        converted: dict[Field, Field] = {}
        wrong: dict[Field, list[tuple[str, str]]] = {}
        for value in dict.fromkeys(raw):
            if value is None:
                converted[None] = () if column.is_list else None
                wrong[None] = [] if column.nullable else [("", EMPTY)]
            else:
                converted[value], wrong[value] = self._value(column, value)
        if not any(wrong.values()):
            return [converted[value] for value in raw], []
        return [converted[value] for value in raw], [
            (at, *complaint) for at, value in enumerate(raw) for complaint in wrong[value]
        ]

    def _value(self, column: Column, value: Field) -> tuple[Field, list[tuple[str, str]]]:
        """A value as declared, and what is wrong with it, word by word."""
        if isinstance(value, tuple) != column.is_list and not self.is_text:
            return None, [(str(value), "应为一组词" if column.is_list else "应为一个值")]
        words = words_of(column, value) if column.is_list else (value,)
        wrong = [(word, "写了两次") for word in dict.fromkeys(words) if words.count(word) > 1]
        result: list[Field] = []
        for word in words:
            typed, what = self._word(column, word)
            result.append(typed)
            if what:
                wrong.append((str(word), what))
        return (tuple(result) if column.is_list else result[0]), wrong

    def _word(self, column: Column, word: Field) -> tuple[Field, str]:
        """One word as declared, and what is wrong with it; empty where nothing is."""
        try:
            typed = _typed(column.type, word, is_text=self.is_text)
        except (ValueError, InvalidOperation):
            return None, f"应为{_TYPES_ZH[column.type]}"
        if column.allowed and typed not in column.allowed:
            return typed, not_among(word, column.allowed, column.references)
        if column.pattern and not re.match(column.pattern, word):
            return typed, f"不合 {column.pattern}"
        if column.at_least is not None and typed < column.at_least:
            return typed, f"不得小于 {column.at_least}"
        return self._pattern(column, word) if column.regex else (typed, "")

    def _pattern(self, column: Column, source: str) -> tuple[Field, str]:
        flags = 0 if self.pieces is None else re.VERBOSE
        for name, piece in (self.pieces or {}).items():
            source = source.replace(f"<<{name}>>", piece)
        if self.pieces is not None and (unknown := _PIECE.search(source)):
            return None, not_among(unknown[1], self.pieces)
        what = regex_problem(column, source, flags)
        return source if what or column.regex is Regex.PIECE else re.compile(source, flags), what


def _is_sound_text(column: Column, raw: list[Field]) -> bool:
    """Whether plain texts are as declared, all looked at together: most of a long list."""
    if column.type is not Type.TEXT or column.is_list or column.regex:
        return False
    words = set(raw)
    if None in words and not column.nullable:
        return False
    words.discard(None)
    if column.allowed and not words <= set(column.allowed):
        return False
    return not column.pattern or all(map(re.compile(column.pattern).match, words))


def _typed(type_: Type, word: Field, *, is_text: bool) -> Field:
    """A field as a value of its type. Raises `ValueError` or `InvalidOperation`."""
    if type_ is Type.TEXT:
        good = isinstance(word, str)
    elif not is_text:
        good = type_ is Type.INTEGER and type(word) is int
    elif type_ is Type.BOOLEAN and word in _BOOLEANS:
        return _BOOLEANS[word]
    elif type_ is Type.INTEGER:
        return int(word)
    elif type_ is Type.NUMBER:
        return Decimal(word)
    elif type_ is Type.DATE:
        return dt.date.fromisoformat(word)
    else:
        good = False
    if not good:
        raise ValueError(word)
    return word


def _misplaced(column: Column, rows: list[dict[str, Field]]) -> Iterator[tuple[int, str, str]]:
    """Words that may not stand beside those of another column."""
    if column.depends is None:
        return
    on = column.depends.on
    for at, row in enumerate(rows):
        words = words_of(column, row[column.name] or "") if column.is_list else (row[column.name],)
        beside = tuple((row[on] or "").split()) if on else ()
        for word, allowed in misplaced(column, words, beside):
            yield at, word, not_among(word, allowed)


def _repeated(table: Table, raw: Rows) -> Iterator[tuple[int, str, str]]:
    """Rows whose key an earlier row has."""
    keys = [tuple(row[name] for name in table.key) for row in raw.rows] if table.key else []
    if len(set(keys)) == len(keys):
        return
    first: dict[tuple[Field, ...], int] = {}
    for at, key in enumerate(keys):
        if first.setdefault(key, at) != at:
            yield at, " ".join(map(str, filter(None, key))), f"与{raw.where[first[key]]}重复"


def _absent(column: Column, raw: Rows) -> Iterator[Problem]:
    """Members that ought to have a row and have none."""
    if column.is_complete:
        there = {row.get(column.name) for row in raw.rows}
        for word in column.allowed:
            if word not in there:
                yield Problem(raw.section, column.name, word, "已声明，却没有它的行")
