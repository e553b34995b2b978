"""Tables filled and views made column by column as they are declared.

Declarations and the SQL in `warehouse/` can disagree: a column that nothing fills, a view whose query
lacks a column or gives another type. Every such column is named with its table or view.

Belongs here: running build files and making views under that check, the error.
Does not belong here: the order of the steps (`build`), SQL, declarations.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from schemas.ddl import create_view
from schemas.model import DeclarationError, Table, View

_INSERT = re.compile(r"(?:\s|--[^\n]*\n)*INSERT INTO (\w+)\s+(BY NAME\s)?(.*)", re.DOTALL)


def fill_tables(
    connection: duckdb.DuckDBPyConnection, file: Path, tables: Mapping[str, Table]
) -> dict[str, set[str]]:
    """Run a file of `warehouse/build`; returns the columns it fills of each declared table.

    Raises `DeclarationError` for a column it gives that its table does not have.
    """
    filled: dict[str, set[str]] = {}
    for statement in duckdb.extract_statements(file.read_text("utf-8")):
        insert = _INSERT.match(statement.query)
        if insert and (table := tables.get(insert[1])):
            if not insert[2]:
                raise DeclarationError(f"{file.name}: INSERT INTO {table.name} is not BY NAME")
            given = [name for name, _ in _described(connection, insert[3])]
            problems = [
                f"{table.name}.{name}: {file.name} fills it, but it is not declared"
                for name in given
                if name not in table.column_names
            ]
            if problems:
                raise DeclarationError(*problems)
            filled.setdefault(table.name, set()).update(given)
        connection.execute(statement)
    return filled


def check_filled(
    tables: Mapping[str, Table], filled: Sequence[Mapping[str, set[str]]], files: Path
) -> None:
    """Raises `DeclarationError` with every declared column that no build file fills."""
    problems = [
        f"{table.name}.{name}: declared, but nothing in {files} fills it"
        for table in tables.values()
        for name in table.column_names
        if not any(name in by_file.get(table.name, ()) for by_file in filled)
    ]
    if problems:
        raise DeclarationError(*problems)


def make_views(
    connection: duckdb.DuckDBPyConnection, views: Sequence[View], files: Sequence[Path]
) -> None:
    """Make each view of its declared columns and of the rows of the query in the file of its name.

    Raises `DeclarationError` with every view that has no file, file that is no view's, and column
    that a query lacks, gives twice or in another type than declared.
    """
    queries = {file.stem: file for file in files}
    problems = [
        *(
            f"{view.name}: declared, but there is no {view.name}.sql"
            for view in views
            if view.name not in queries
        ),
        *(
            f"{name}: {name}.sql is there, but no such view is declared"
            for name in queries.keys() - {view.name for view in views}
        ),
    ]
    made: list[View] = []
    for view in (view for view in views if view.name in queries):
        query = queries[view.name].read_text("utf-8")
        if missing := list(_missing(connection, view, query, queries[view.name].name)):
            problems += missing
            continue
        try:
            connection.execute(create_view(view, query))
            made.append(view)
        except duckdb.BinderException as error:
            problems.append(f"{view.name}: a column cannot be computed: {error}")
    problems += _other_types(connection, made)
    if problems:
        raise DeclarationError(*problems)


def _described(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[str, str]]:
    """Names and types of the columns of a query."""
    rows = connection.execute(f"DESCRIBE {query}").fetchall()
    return [(str(row[0]), str(row[1])) for row in rows]


def _missing(
    connection: duckdb.DuckDBPyConnection, view: View, query: str, file: str
) -> Iterator[str]:
    given = Counter(name for name, _ in _described(connection, query))
    for column in view.columns:
        if column.value is None and given[column.name] != 1:
            times = "gives no" if not given[column.name] else "gives more than one"
            yield f"{view.name}.{column.name}: declared, but {file} {times} such column"


def _other_types(connection: duckdb.DuckDBPyConnection, views: Sequence[View]) -> Iterator[str]:
    rows = connection.execute("SELECT table_name, column_name, data_type FROM duckdb_columns()")
    built = {(table, column): type_ for table, column, type_ in rows.fetchall()}
    for view in views:
        for column in view.columns:
            is_type = built[view.name, column.name]
            if is_type != column.type.value:
                yield f"{view.name}.{column.name}: declared {column.type.value}, is {is_type}"
