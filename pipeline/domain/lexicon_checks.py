"""The rows of a lexicon against their declaration: typed values, and all that is wrong with them.

Belongs here: types, members, words, patterns and keys of the rows of one table.
Does not belong here: files (`lexicon_files`), declarations (`schemas/lexicons.py`).
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from operator import itemgetter
from typing import Any

from schemas.model import Column, Depends, Regex, Table, Type

# So many allowed values are listed; of more, the nearest one and where all of them stand.
MAX_LISTED = 60
EMPTY = "不能为空"
_PIECE = re.compile(r"<<(\w+)>>")
# A text of no word at all: what matches it and the empty text matches everything.
_NO_WORD = "\ufffe"
_ANYTHING = ("",)
_TYPES_ZH = {
    Type.TEXT: "文字",
    Type.INTEGER: "整数",
    Type.NUMBER: "数字",
    Type.BOOLEAN: "0 或 1",
    Type.DATE: "日期（年-月-日）",
}

_FROM_TEXT: Mapping[Type, Callable[[str], Any]] = {
    Type.TEXT: str,
    Type.INTEGER: int,
    Type.NUMBER: Decimal,
    Type.BOOLEAN: {"0": False, "1": True}.__getitem__,
    Type.DATE: dt.date.fromisoformat,
}
_IN_TOML = {Type.TEXT: str, Type.INTEGER: int}

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


def words_of(column: Column, value: object) -> tuple[str, ...]:
    """The words of a value: those of a list, else the value alone."""
    if isinstance(value, tuple):
        return value
    return tuple(str(value).split()) if column.is_list else (str(value),)


def resolved(table: Table, values: Callable[[str], tuple[str, ...]]) -> Table:
    """The table with what its columns refer to as their allowed values."""

    def column(of: Column) -> Column:
        allowed = values(of.references) if of.references else of.allowed
        depends = of.depends and Depends(
            of.depends.on,
            tuple(
                (word, values(members) if isinstance(members, str) else members)
                for word, members in of.depends.allowed
            ),
        )
        return replace(of, allowed=allowed, depends=depends)

    return replace(table, columns=tuple(map(column, table.columns)))


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
        wrong: list[tuple[int, str, str, str]] = []
        columns: list[list[Field]] = []
        for column in table.columns:
            values, complaints = self._column(column, [row.get(column.name) for row in raw.rows])
            columns.append(values)
            complaints += _misplaced(column, raw.rows)
            wrong += [(at, column.name, value, what) for at, value, what in complaints]
        wrong += [(at, ",".join(table.key), key, what) for at, key, what in _repeated(table, raw)]
        problems = [
            Problem(raw.where[at], name, value, what)
            for at, name, value, what in sorted(wrong, key=itemgetter(0))
        ]
        problems += [problem for column in table.columns for problem in _absent(column, raw)]
        names = table.column_names
        rows = tuple(dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
        return rows, problems

    def _column(
        self, column: Column, raw: list[Field]
    ) -> tuple[list[Field], list[tuple[int, str, str]]]:
        """The values of a column, and row, value and complaint of each that is wrong."""
        checked = {value: self._value(column, value) for value in dict.fromkeys(raw)}
        return [checked[value][0] for value in raw], [
            (at, *complaint) for at, value in enumerate(raw) for complaint in checked[value][1]
        ]

    def _value(self, column: Column, value: Field) -> tuple[Field, list[tuple[str, str]]]:
        """A value as declared, and what is wrong with it, word by word."""
        if value is None:
            return () if column.is_list else None, [] if column.nullable else [("", EMPTY)]
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
            if not self.is_text and type(word) is not _IN_TOML.get(column.type):
                raise ValueError(word)
            typed = _FROM_TEXT[column.type](word) if self.is_text else word
        except (ValueError, KeyError, InvalidOperation):
            return None, f"应为{_TYPES_ZH[column.type]}"
        if column.allowed and typed not in column.allowed:
            return typed, not_among(word, column.allowed, column.references)
        if column.pattern and not re.match(column.pattern, word):
            return typed, f"不合 {column.pattern}"
        if column.at_least is not None and typed < column.at_least:
            return typed, f"不得小于 {column.at_least}"
        return self._pattern(column, word) if column.regex else (typed, "")

    def _pattern(self, column: Column, source: str) -> tuple[Field, str]:
        """A regular expression, compiled unless it is a piece of others, and what is wrong with it."""
        flags = 0 if self.pieces is None else re.VERBOSE
        for name, piece in (self.pieces or {}).items():
            source = source.replace(f"<<{name}>>", piece)
        if self.pieces is not None and (unknown := _PIECE.search(source)):
            return None, not_among(unknown[1], self.pieces)
        try:
            pattern = re.compile(source, flags)
        except re.error as error:
            return source, f"正则表达式不能用：{error}"
        if column.regex is Regex.PIECE:
            return source, ""
        matches = pattern.fullmatch if column.regex is Regex.WHOLE else pattern.search
        return pattern, "正则表达式什么都匹配" if matches("") and matches(_NO_WORD) else ""


def _misplaced(column: Column, rows: list[dict[str, Field]]) -> Iterator[tuple[int, str, str]]:
    """Words that may not stand beside those of another column."""
    if column.depends is None:
        return
    on, allowed = column.depends.on, dict(column.depends.allowed)
    for at, row in enumerate(rows):
        words = words_of(column, row[column.name] or "")
        if on:
            beside = tuple((row[on] or "").split())
        else:
            parted = [word.partition(":") for word in words]
            beside, words = tuple(p[0] for p in parted), tuple(p[2] for p in parted)
            yield from ((at, tag, not_among(tag, allowed)) for tag in beside if tag not in allowed)
        # Of a word that is not allowed itself, anything may follow.
        expected = [members for tag in beside if (members := allowed.get(tag, _ANYTHING))]
        words = tuple(filter(None, words))
        if len(words) != len(expected):
            word = " ".join(words)
            yield at, word, not_among(word, [f"共 {len(expected)} 个"])
            continue
        for word, members in zip(words, expected, strict=True):
            if members is not _ANYTHING and word not in members:
                yield at, word, not_among(word, members)


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
