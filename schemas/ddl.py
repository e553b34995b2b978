"""DuckDB statements made from declarations: tables, views, their Chinese twins, comments.

Belongs here: turning a declaration into SQL text. Does not belong here: running it.
"""

from __future__ import annotations

from collections.abc import Iterable

from schemas.model import Column, Table, View


def quoted(name: str) -> str:
    """An identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A string for SQL."""
    return "'" + value.replace("'", "''") + "'"


def _column(column: Column) -> str:
    parts = [quoted(column.name), column.type.value]
    if not column.nullable:
        parts.append("NOT NULL")
    if column.allowed:
        values = ", ".join(literal(value) for value in column.allowed)
        parts.append(f"CHECK ({quoted(column.name)} IN ({values}))")
    return " ".join(parts)


def create_table(table: Table) -> str:
    """`CREATE TABLE` with types, nullability and allowed values.

    Keys and references are not constraints of the file but audits (`warehouse/audits`): an index
    for each would double the load time and tell of one failing row only.
    """
    columns = ",\n  ".join(_column(column) for column in table.columns)
    return f"CREATE TABLE {quoted(table.name)} (\n  {columns}\n);"


def comment(column: Column) -> str:
    """Description of a column, Chinese then English."""
    return f"{column.zh} | {column.en}"


def table_comments(table: Table) -> list[str]:
    """`COMMENT ON` a table and its columns."""
    name = quoted(table.name)
    return [
        f"COMMENT ON TABLE {name} IS {literal(f'{table.zh} | {table.en}')};",
        *(
            f"COMMENT ON COLUMN {name}.{quoted(column.name)} IS {literal(comment(column))};"
            for column in table.columns
        ),
    ]


def _view_comments(name: str, text: str, columns: Iterable[tuple[str, Column]]) -> list[str]:
    return [
        f"COMMENT ON VIEW {quoted(name)} IS {literal(text)};",
        *(
            f"COMMENT ON COLUMN {quoted(name)}.{quoted(label)} IS {literal(comment(column))};"
            for label, column in columns
        ),
    ]


def twin_columns(view: View) -> list[tuple[str, Column]]:
    """Columns of the Chinese twin with their Chinese names."""
    return [(column.label_zh, column) for column in view.columns if column.label_zh is not None]


def create_view(view: View, query: str) -> str:
    """`CREATE VIEW` of the declared columns of the rows of a query."""
    columns = ",\n  ".join(
        quoted(column.name) if column.value is None else f"{column.value} AS {quoted(column.name)}"
        for column in view.columns
    )
    return f"CREATE VIEW {quoted(view.name)} AS SELECT\n  {columns}\nFROM (\n{query}\n);"


def create_twin(view: View) -> str:
    """`CREATE VIEW` of the Chinese twin."""
    columns = ",\n  ".join(
        f"{quoted(column.name)} AS {quoted(label)}" for label, column in twin_columns(view)
    )
    return f"CREATE VIEW {quoted(view.name_zh)} AS SELECT\n  {columns}\nFROM {quoted(view.name)};"


def view_comments(view: View) -> list[str]:
    """`COMMENT ON` a view, its Chinese twin, and their columns."""
    text = f"{view.zh} | {view.en}"
    return [
        *_view_comments(view.name, text, [(column.name, column) for column in view.columns]),
        *_view_comments(view.name_zh, text, twin_columns(view)),
    ]
