"""Rows to typed frames, and lazy validation by pandera that shows the failing cases.

Pandera takes longer to find nothing than a report takes to be read, so one query asks first whether
all checks hold; pandera is loaded and asked where it says no, and lists what fails.

Belongs here: the pandera model of a declared table, the one query that stands for it, conversion of
plain rows, failures as values.
Does not belong here: what to do about a failure (`pipeline.stage`), storage.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from schemas.model import DECIMALS, Column, Table, Type
from schemas.words import are_words, misplaced, words_of

if TYPE_CHECKING:
    import pandera.polars as pa
    from pandera.errors import SchemaErrors

Row = Mapping[str, object]

_POLARS: Mapping[Type, pl.DataType] = {
    Type.TEXT: pl.String(),
    Type.INTEGER: pl.Int32(),
    Type.BIGINT: pl.Int64(),
    Type.BOOLEAN: pl.Boolean(),
    Type.REAL: pl.Float64(),
    Type.DATE: pl.Date(),
    Type.TIMESTAMP: pl.Datetime("us"),
    **{type_: pl.Decimal(*size) for type_, size in DECIMALS.items()},
}
_INT32 = range(-(2**31), 2**31)


_UNLIKE_DECLARED = {
    "column_missing": "声明了此列，行中却没有",
    "column_undeclared": "行中有此列，却没有声明",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One value that breaks one check. `row_index` is from 0; None for the table as a whole."""

    table: str
    column: str | None
    check: str
    row_index: int | None
    value: str

    def __str__(self) -> str:
        where = f"{self.table}.{self.column}" if self.column else self.table
        row = "" if self.row_index is None else f"第{self.row_index + 1}行"
        if self.check in _UNLIKE_DECLARED:
            return f"{where}{row}：{_UNLIKE_DECLARED[self.check]}（{self.value}）"
        return f"{where}{row}：{self.check}，值为 {self.value}"


def polars_type(type_: Type) -> pl.DataType:
    """The polars type of a declared type."""
    return _POLARS[type_]


def polars_schema(table: Table) -> dict[str, pl.DataType]:
    """Column names and polars types, in declared order."""
    return {column.name: _POLARS[column.type] for column in table.columns}


def empty_frame(table: Table) -> pl.DataFrame:
    """A frame of the table without rows."""
    return pl.DataFrame(schema=polars_schema(table))


def to_frame(table: Table, rows: Sequence[Row]) -> tuple[pl.DataFrame, list[Failure]]:
    """Plain rows as a typed frame. Nothing is rounded or coerced in silence.

    Money must be `Decimal` or `int` and fit the declared digits; what does not fit its column
    becomes null there and a failure. Missing and undeclared columns are failures too, of the table
    as a whole where all rows are alike in that.
    """
    if not rows:
        return empty_frame(table), []
    failures = list(_unlike_declared(table, rows))
    series = [_series(table, column, rows, failures) for column in table.columns]
    return pl.DataFrame(series), failures


def _unlike_declared(table: Table, rows: Sequence[Row]) -> Iterator[Failure]:
    """Columns that rows lack or have beside the declared ones."""
    declared = set(table.column_names)
    unlike = [index for index, row in enumerate(rows) if row.keys() != declared]
    for name in sorted({name for index in unlike for name in rows[index].keys() ^ declared}):
        check = "column_missing" if name in declared else "column_undeclared"
        where = [index for index in unlike if (name in rows[index]) != (name in declared)]
        if len(where) == len(rows):
            yield Failure(table.name, name, check, None, f"全部{len(rows)}行")
            continue
        for index in where:
            yield Failure(table.name, name, check, index, repr(rows[index].get(name)))


def _series(
    table: Table, column: Column, rows: Sequence[Row], failures: list[Failure]
) -> pl.Series:
    values: list[object] = [row.get(column.name) for row in rows]
    if not _all_fit(column.type, values):
        for index, value in enumerate(values):
            problem = None if value is None else _misfit(column.type, value)
            if problem is not None:
                failures.append(Failure(table.name, column.name, problem, index, repr(value)))
                values[index] = None
    return pl.Series(column.name, values, dtype=_POLARS[column.type], strict=True)


# Exact Python types that need no look at each value; of decimals, each distinct one is looked at.
_PLAIN: Mapping[Type, frozenset[type]] = {
    Type.TEXT: frozenset({str}),
    Type.BOOLEAN: frozenset({bool}),
    Type.REAL: frozenset({float, int}),
    Type.DATE: frozenset({dt.date}),
}


def _all_fit(type_: Type, values: Sequence[object]) -> bool:
    """Whether a column is sound, told quickly; False only means that each value must be looked at."""
    types = set(map(type, values)) - {type(None)}
    if type_ in _PLAIN:
        return types <= _PLAIN[type_]
    if type_ in (Type.INTEGER, Type.BIGINT):
        return types <= {int} and not any(
            _misfit(type_, value) for value in set(values) if value is not None
        )
    if type_ in DECIMALS:
        # A signalling NaN has no hash.
        if any(isinstance(value, Decimal) and value.is_snan() for value in values):
            return False
        return types <= {Decimal} and not any(
            _decimal_misfit(type_, value) for value in set(values) if value is not None
        )
    return False


def _misfit(type_: Type, value: object) -> str | None:
    """Why a value cannot stand in a column of this type, or None."""
    match type_:
        case Type.TEXT:
            good = isinstance(value, str)
        case Type.BOOLEAN:
            good = isinstance(value, bool)
        case Type.INTEGER | Type.BIGINT:
            good = isinstance(value, int) and not isinstance(value, bool)
            if good and type_ is Type.INTEGER and value not in _INT32:
                return "out_of_range"
        case Type.REAL:
            good = isinstance(value, (int, float)) and not isinstance(value, bool)
        case Type.DATE:
            good = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
        case Type.TIMESTAMP:
            good = isinstance(value, dt.datetime)
        case _:
            return _decimal_misfit(type_, value)
    return None if good else f"type_{type_.value}"


def _decimal_misfit(type_: Type, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
        return f"type_{type_.value}"
    number = Decimal(value)
    if not number.is_finite():
        return f"type_{type_.value}"
    precision, scale = DECIMALS[type_]
    exponent = cast("int", number.normalize().as_tuple().exponent)
    if -exponent > scale or number.adjusted() >= precision - scale:
        return f"digits_{type_.value}"
    return None


@cache
def _model(table: Table) -> pa.DataFrameSchema:
    import pandera.polars as pa
    from pandera.engines import polars_engine

    columns: dict[str, pa.Column] = {}
    for column in table.columns:
        checks: list[pa.Check] = []
        if column.is_list or column.regex:
            checks.append(pa.Check(partial(are_words, column), element_wise=True, name="words"))
        elif column.allowed:
            checks.append(pa.Check.isin(list(column.allowed)))
        if column.pattern and not column.is_list:
            checks.append(pa.Check.str_matches(column.pattern))
        if column.at_least is not None:
            checks.append(pa.Check.greater_than_or_equal_to(column.at_least))
        dtype: Any = _POLARS[column.type]
        if column.type in DECIMALS:
            precision, scale = DECIMALS[column.type]
            dtype = polars_engine.Decimal(precision, scale)
        columns[column.name] = pa.Column(
            dtype, checks=checks, nullable=column.nullable, description=column.zh
        )
    return pa.DataFrameSchema(
        columns,
        checks=[
            *(_beside(column) for column in table.columns if column.depends),
            *(_complete(column) for column in table.columns if column.is_complete),
        ],
        name=table.name,
        strict=True,
        ordered=True,
        unique=list(table.key) or None,
        description=table.zh,
    )


def _beside(column: Column) -> pa.Check:
    """Whether the words of a column may stand beside those of the other."""
    import pandera.polars as pa

    depends = column.depends
    assert depends is not None

    def are_placed(row: Mapping[str, object]) -> bool:
        beside = tuple(str(row[depends.on] or "").split()) if depends.on else ()
        return not any(misplaced(column, words_of(column, row[column.name] or ""), beside))

    names = list(dict.fromkeys(filter(None, (depends.on, column.name))))
    return pa.Check(
        lambda data: data.lazyframe.select(
            pl.struct(names).map_elements(are_placed, return_dtype=pl.Boolean)
        ),
        name=f"beside:{column.name}",
    )


def _complete(column: Column) -> pa.Check:
    """Whether each allowed value stands in some row."""
    import pandera.polars as pa

    def has_all(data: pa.PolarsData) -> pl.LazyFrame:
        there = data.lazyframe.select(column.name).collect()[column.name]
        whole = set(column.allowed) <= set(there)
        return data.lazyframe.select(pl.repeat(whole, pl.len(), dtype=pl.Boolean))

    return pa.Check(has_all, name=f"complete:{column.name}")


def pandera_model(table: Table) -> pa.DataFrameSchema:
    """The pandera (polars) model of a declared table."""
    return _model(table)


@cache
def _broken(table: Table) -> tuple[pl.Expr, ...]:
    """One expression a declared check: whether any value of its column breaks it."""
    broken: list[pl.Expr] = []
    for column in table.columns:
        value = pl.col(column.name)
        if not column.nullable:
            broken.append(value.is_null().any())
            if column.type is Type.REAL:
                broken.append(value.is_nan().any())
        if column.allowed:
            broken.append((~value.is_in(list(column.allowed))).any())
        if column.pattern:
            # As pandera matches: from the beginning, not necessarily to the end.
            start = "" if column.pattern.startswith("^") else "^"
            broken.append((~value.str.contains(start + column.pattern)).any())
        if column.at_least is not None:
            broken.append((value < column.at_least).any())
    if table.key:
        broken.append(pl.struct(table.key).is_duplicated().any())
    return tuple(expression.alias(str(at)) for at, expression in enumerate(broken))


def is_sound(table: Table, frame: pl.DataFrame) -> bool:
    """Whether every declared check holds, as `pandera_model` would find.

    What only lexicons declare is left to it.
    """
    if not all(column.is_plain for column in table.columns):
        return False
    if dict(frame.schema) != polars_schema(table) or tuple(frame.columns) != table.column_names:
        return False
    return frame.is_empty() or not any(frame.select(_broken(table)).row(0))


def validate(table: Table, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Failure]]:
    """The frame, and every failing case: all checks of all columns run before this returns."""
    failures: list[Failure] = []
    if table.least_rows is not None and frame.height < table.least_rows:
        failures.append(
            Failure(table.name, None, f"at_least({table.least_rows})", None, f"{frame.height}行")
        )
    if not is_sound(table, frame):
        failures.extend(_failing_cases(table, frame))
    return frame, failures


def _failing_cases(table: Table, frame: pl.DataFrame) -> list[Failure]:
    from pandera.errors import SchemaErrors

    try:
        _model(table).validate(frame, lazy=True)
    except SchemaErrors as errors:
        return _failures(table, frame, errors)
    return []


def _failures(table: Table, frame: pl.DataFrame, errors: SchemaErrors) -> list[Failure]:
    """Pandera's failure cases; keys that are not unique and nulls are looked up in the frame."""
    found: list[Failure] = []
    duplicated = False
    incomplete: set[str] = set()
    for case in cast("pl.DataFrame", errors.failure_cases).iter_rows(named=True):
        check = str(case["check"])
        if "uniq" in check or "duplicate" in check:
            duplicated = True
            continue
        column = str(case["column"]) if case["column"] is not None else None
        if column == table.name or case["schema_context"] == "DataFrameSchema":
            column = str(case["failure_case"]) if check.startswith("column_") else None
        if check == "not_nullable" and column is not None:
            continue
        index = case["index"]
        if check.startswith("complete:"):
            incomplete.add(check.partition(":")[2])
            continue
        if check.startswith("beside:"):
            column = check.partition(":")[2]
        found.append(
            Failure(
                table.name,
                column,
                check,
                int(index) if index is not None else None,
                str(case["failure_case"]),
            )
        )
    for declared in table.columns:
        if declared.name in incomplete:
            there = set(frame[declared.name])
            absent = "、".join(word for word in declared.allowed if word not in there)
            found.append(Failure(table.name, declared.name, "complete", None, absent))
        if not declared.nullable and declared.name in frame.columns:
            for index in frame[declared.name].is_null().arg_true().to_list():
                found.append(Failure(table.name, declared.name, "not_nullable", index, "空"))
    if duplicated:
        for index in frame.select(table.key).is_duplicated().arg_true().to_list():
            key = ", ".join(str(frame[name][index]) for name in table.key)
            found.append(Failure(table.name, ",".join(table.key), "unique", index, key))
    return found
