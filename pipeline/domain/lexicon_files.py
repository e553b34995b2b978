"""The files below `schemas/` that hold words: read, checked against their declaration, compiled.

A CSV is a table; so is each section of a TOML file (`schemas/lexicons.py`). All that is wrong with a
file is said at once: file, row, column, value, what is allowed.

Belongs here: reading CSV and TOML, what one file refers to in another.
Does not belong here: checks of values (`lexicon_checks`), what the words are for (`lexicon` and the
words of each step), declarations.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from pipeline.domain.lexicon_checks import (
    Checker,
    Field,
    Problem,
    Row,
    Rows,
    resolved,
    unlike_declared,
    words_of,
)
from pipeline.errors import UserError
from schemas.lexicons import CODE_TABLES, DOCUMENTS, LEXICON_TABLES, UNKNOWN_SOURCE, Document
from schemas.model import Table

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"

Pattern = re.Pattern[str]

_FILES: Mapping[str, str] = {
    **{table.name: f"lexicon/{table.name}.csv" for table in LEXICON_TABLES},
    **{table.name: f"codes/{table.name}.csv" for table in CODE_TABLES},
    **{document.name: f"lexicon/{document.file}" for document in DOCUMENTS},
}
_TABLES = (*LEXICON_TABLES, *CODE_TABLES)
_DECLARED: Mapping[str, Table] = {
    table.name: table
    for table in (*_TABLES, *(section for one in DOCUMENTS for section in one.sections))
}


def file_of(table: Table) -> str:
    """The file of a CSV below the `schemas` folder."""
    return _FILES[table.name]


class LexiconError(UserError):
    """A lexicon that cannot be used; `problems` are all that is wrong with the file."""

    def __init__(self, *problems: Problem | str) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def compiled(source: str, where: str, flags: int = 0) -> Pattern:
    """A pattern put together from pieces. Raises `LexiconError` saying where they stand."""
    try:
        return re.compile(source, flags)
    except re.error as error:
        raise LexiconError(f"{where}：正则表达式“{source}”不能用：{error}") from error


class Sections:
    """A checked TOML file; sections are asked for by the name they have in the file."""

    def __init__(self, document: Document, rows: Mapping[str, tuple[Row, ...]]) -> None:
        self._prefix = f"{document.name}."
        self._rows = rows

    def one(self, name: str) -> Row:
        """The keys of a section."""
        return self.rows(name)[0]

    def rows(self, name: str) -> tuple[Row, ...]:
        """The entries of an array of tables."""
        return self._rows[self._prefix + name]

    def keyed(self, name: str) -> dict[str, Field]:
        """A section of free keys."""
        return {row["key"]: row["value"] for row in self.rows(name)}


class LexiconFiles:
    """The lexicons of one `schemas` folder; each file is read and checked when first asked for."""

    def __init__(self, schemas: Path) -> None:
        self.schemas = schemas
        self._raw: dict[str, Rows] = {}
        self._rows: dict[str, tuple[Row, ...]] = {}

    def rows(self, table: Table) -> tuple[Row, ...]:
        """The rows of a CSV, typed: lists are tuples, patterns compiled. Raises `LexiconError`."""
        if table.name not in self._rows:
            self._check(_FILES[table.name], [table], Checker(is_text=True))
        return self._rows[table.name]

    def document(self, document: Document) -> Sections:
        """The sections of a TOML file, typed as rows are. Raises `LexiconError`."""
        if document.sections[0].name not in self._rows:
            rows = self.raw(document.pieces).rows if document.pieces else None
            pieces = None if rows is None else {row["key"]: row["value"] for row in rows}
            checker = Checker(is_text=False, pieces=pieces)
            self._check(_FILES[document.name], document.sections, checker)
        return Sections(document, self._rows)

    def problems(self) -> list[Problem | str]:
        """All that is wrong with all files; a file that is not declared is wrong too."""
        found: list[Problem | str] = []
        asked: list[Callable[[], object]] = [partial(self.rows, one) for one in _TABLES]
        asked += [partial(self.document, one) for one in DOCUMENTS]
        for ask in asked:
            try:
                ask()
            except LexiconError as error:
                found.extend(error.problems)
        for path in sorted(self.schemas.glob("*/*.*")):
            name = path.relative_to(self.schemas).as_posix()
            if path.suffix in (".csv", ".toml") and name not in _FILES.values():
                found.append(Problem("", "", "", "没有声明（schemas/lexicons.py）", name))
        return list(dict.fromkeys(found))

    def unknown_sources(self) -> dict[str, tuple[int, int]]:
        """Of each lexicon with sources: rows whose source is unknown, and all rows."""
        noted = {t.name: self.rows(t) for t in _TABLES if "note" in t.column_names}
        return {
            name: (sum(row["note"] == UNKNOWN_SOURCE for row in rows), len(rows))
            for name, rows in noted.items()
        }

    def raw(self, name: str) -> Rows:
        """The unchecked rows of a CSV or section. Raises `LexiconError` when they cannot be read."""
        if name not in self._raw:
            if name in _FILES:
                self._raw[name] = _csv_rows(_FILES[name], self._text(name), _DECLARED[name])
            else:
                document = next(one for one in DOCUMENTS if name.startswith(f"{one.name}."))
                file = _FILES[document.name]
                self._raw.update(_toml_rows(file, self._text(document.name), document))
        return self._raw[name]

    def values(self, reference: str) -> tuple[str, ...]:
        """The words of "table.column", each once; "?other=value" behind it leaves rows out."""
        column_of, _, condition = reference.partition("?")
        name, _, of = column_of.rpartition(".")
        other, _, wanted = condition.partition("=")
        column = _DECLARED[name].column(of)
        rows = self.raw(name).rows
        raw = (row[of] for row in rows if not condition or row[other] == wanted)
        words = (word for value in raw if value is not None for word in words_of(column, value))
        return tuple(dict.fromkeys(words))

    def _check(self, file: str, tables: Sequence[Table], checker: Checker) -> None:
        """Check all tables of a file and keep their rows. Raises `LexiconError`."""
        problems: list[Problem] = []
        checked: dict[str, tuple[Row, ...]] = {}
        for table in tables:
            raw = self.raw(table.name)
            checked[table.name], wrong = checker.check(resolved(table, self.values), raw)
            problems += [*wrong, *self._unused(table)]
        if problems:
            raise LexiconError(*(replace(problem, file=file) for problem in problems))
        self._rows.update(checked)

    def _unused(self, table: Table) -> list[Problem]:
        """Words that stand in none of the columns that ought to use them."""
        found: list[Problem] = []
        for column in (column for column in table.columns if column.used_by):
            used = {word for other in column.used_by for word in self.values(other)}
            what = f"没有用到，在 {'、'.join(column.used_by)} 中都没有"
            words = self.values(f"{table.name}.{column.name}")
            found += [Problem("", column.name, word, what) for word in words if word not in used]
        return found

    def _text(self, name: str) -> str:
        path = self.schemas / _FILES[name]
        try:
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError as error:
            raise LexiconError(Problem("", "", "", "文件不存在", str(path))) from error
        except UnicodeDecodeError as error:
            raise LexiconError(Problem("", "", "", f"不是 UTF-8：{error}", str(path))) from error


def _csv_rows(file: str, text: str, table: Table) -> Rows:
    """The rows of a CSV. Raises `LexiconError` for columns and rows that are not as declared."""
    reader = csv.reader(io.StringIO(text))
    header = next(reader, [])
    problems = [
        Problem("第1行", name, "", what, file)
        for name, what in unlike_declared(header, table.column_names)
    ]
    result = Rows()
    for fields in reader:
        where = f"第{reader.line_num}行"
        if fields and len(fields) != len(header):
            what = f"有 {len(fields)} 个字段，应为 {len(header)} 个（含逗号的字段要加引号）"
            problems.append(Problem(where, "", "", what, file))
        elif fields:
            values = [value or None for value in fields]
            result.rows.append(dict(zip(header, values, strict=True)))
            result.where.append(where)
    if problems:
        raise LexiconError(*problems)
    return result


def _toml_rows(file: str, text: str, document: Document) -> dict[str, Rows]:
    """The rows of each section of a TOML file. Raises `LexiconError` as for a CSV."""
    try:
        data: Field = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(Problem("", "", "", f"不是 TOML：{error}", file)) from error
    known = _children(document, document.name)
    problems = [
        Problem("", f"[{name}]", "", what, file)
        for name, what in unlike_declared(data, known, optional=known)
    ]
    result: dict[str, Rows] = {}
    for table in document.sections:
        path = table.name.split(".")[1:]
        title = f"[{'.'.join(path)}]"
        section = data
        for name in path:
            section = section.get(name) if isinstance(section, dict) else None
        entries = section if table in document.rows else [section]
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            what = "缺少这一节" if section is None else "应为一节"
            problems.append(Problem(title, "", "", what, file))
            continue
        rows = Rows(section=title)
        optional = [column.name for column in table.columns if column.nullable]
        for place, entry in _placed(table, entries, document):
            rows.rows.append({key: _plain(value) for key, value in entry.items()})
            rows.where.append(f"{title}{place}")
            problems += [
                Problem(f"{title}{place}", key, "", what, file)
                for key, what in unlike_declared(entry, table.column_names, optional)
            ]
        result[table.name] = rows
    if problems:
        raise LexiconError(*problems)
    return result


def _children(document: Document, name: str) -> set[str]:
    """The sections within a section, by their last name."""
    below = f"{name}."
    names = (table.name for table in document.sections)
    return {n[len(below) :].partition(".")[0] for n in names if n.startswith(below)}


def _placed(
    table: Table, entries: list[dict[str, Field]], document: Document
) -> list[tuple[str, dict[str, Field]]]:
    """The rows of a section, each with where it stands in it."""
    if table in document.rows:
        return [(f"第{number}项", entry) for number, entry in enumerate(entries, start=1)]
    within = _children(document, table.name)
    own = {key: value for key, value in entries[0].items() if key not in within}
    if table in document.keyed:
        return [(key, {"key": key, "value": value}) for key, value in own.items()]
    return [("", own)]


def _plain(value: Field) -> Field:
    """A TOML value as a row holds it; what is neither a value nor a list of them as its text."""
    if isinstance(value, list):
        return tuple(str(one) if isinstance(one, (dict, list)) else one for one in value) or None
    if isinstance(value, dict):
        return (str(value),)
    return None if value == "" else value


@lru_cache(maxsize=4)
def lexicon_files(schemas: Path = SCHEMAS) -> LexiconFiles:
    """The lexicons of a `schemas` folder, read once in a process."""
    return LexiconFiles(schemas)


def check_lexicons(schemas: Path) -> None:
    """Raise `LexiconError` with all that is wrong with the lexicons of a `schemas` folder."""
    problems = LexiconFiles(schemas).problems()
    if problems:
        raise LexiconError(*problems)
