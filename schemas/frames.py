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
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from schemas.model import DECIMALS, Column, Table, Type

if TYPE_CHECKING:
    import pandera.polars as pa

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


# Python types that fit, and what is refused although it is of such a type.
_FITTING: Mapping[Type, tuple[type, ...]] = {
    Type.TEXT: (str,),
    Type.INTEGER: (int,),
    Type.BIGINT: (int,),
    Type.BOOLEAN: (bool,),
    Type.REAL: (float, int),
    Type.DATE: (dt.date,),
    Type.TIMESTAMP: (dt.datetime,),
    **dict.fromkeys(DECIMALS, (Decimal, int)),
}
_REFUSED: Mapping[Type, type] = {
    Type.DATE: dt.datetime,
    **dict.fromkeys((Type.INTEGER, Type.BIGINT, Type.REAL, *DECIMALS), bool),
}


def _all_fit(type_: Type, values: Sequence[object]) -> bool:
    """Whether a column is sound, told quickly; False only means that each value must be looked at."""
    if not all(_fits(type_, kind) for kind in set(map(type, values)) - {type(None)}):
        return False
    if type_ is not Type.INTEGER and type_ not in DECIMALS:
        return True
    # A signalling NaN has no hash.
    if any(isinstance(value, Decimal) and value.is_snan() for value in values):
        return False
    return not any(_misfit(type_, value) for value in set(values) - {None})


def _fits(type_: Type, kind: type) -> bool:
    """Whether values of a Python type can stand in a column; members of enumerations are texts."""
    return issubclass(kind, _FITTING[type_]) and not issubclass(kind, _REFUSED.get(type_, ()))


def _misfit(type_: Type, value: object) -> str | None:
    """Why a value cannot stand in a column of this type, or None."""
    if not _fits(type_, type(value)):
        return f"type_{type_.value}"
    if type_ is Type.INTEGER and value not in _INT32:
        return "out_of_range"
    if type_ in DECIMALS:
        number = Decimal(cast("Decimal | int", value))
        if not number.is_finite():
            return f"type_{type_.value}"
        precision, scale = DECIMALS[type_]
        exponent = cast("int", number.normalize().as_tuple().exponent)
        if -exponent > scale or number.adjusted() >= precision - scale:
            return f"digits_{type_.value}"
    return None


@cache
def pandera_model(table: Table) -> pa.DataFrameSchema:
    """The pandera (polars) model of a declared table.

    What is declared of the words of a list or a regular expression is for the loader of lexicons.
    """
    import pandera.polars as pa
    from pandera.engines import polars_engine

    columns: dict[str, pa.Column] = {}
    for column in table.columns:
        checks: list[pa.Check] = []
        if column.allowed and not column.is_list:
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
        name=table.name,
        strict=True,
        ordered=True,
        unique=list(table.key) or None,
        description=table.zh,
    )


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
        if column.allowed and not column.is_list:
            broken.append((~value.is_in(list(column.allowed))).any())
        if column.pattern and not column.is_list:
            # As pandera matches: from the beginning, not necessarily to the end.
            start = "" if column.pattern.startswith("^") else "^"
            broken.append((~value.str.contains(start + column.pattern)).any())
        if column.at_least is not None:
            broken.append((value < column.at_least).any())
    if table.key:
        broken.append(pl.struct(table.key).is_duplicated().any())
    return tuple(expression.alias(str(at)) for at, expression in enumerate(broken))


def is_sound(table: Table, frame: pl.DataFrame) -> bool:
    """Whether every declared check holds, as `pandera_model` would find."""
    if dict(frame.schema) != polars_schema(table) or tuple(frame.columns) != table.column_names:
        return False
    return frame.is_empty() or not any(frame.select(_broken(table)).row(0))


def validate(table: Table, frame: pl.DataFrame) -> list[Failure]:
    """Every failing case: all checks of all columns run before this returns."""
    failures: list[Failure] = []
    if table.least_rows is not None and frame.height < table.least_rows:
        failures.append(
            Failure(table.name, None, f"at_least({table.least_rows})", None, f"{frame.height}行")
        )
    if not is_sound(table, frame):
        failures.extend(_failing_cases(table, frame))
    return failures


def _failing_cases(table: Table, frame: pl.DataFrame) -> Iterator[Failure]:
    """Pandera's failure cases; keys that are not unique and nulls are looked up in the frame."""
    from pandera.errors import SchemaErrors

    try:
        pandera_model(table).validate(frame, lazy=True)
        return
    except SchemaErrors as errors:
        cases = cast("pl.DataFrame", errors.failure_cases)
    is_unique = True
    for case in cases.iter_rows(named=True):
        check, column, index = str(case["check"]), case["column"], case["index"]
        if "uniq" in check or "duplicate" in check:
            is_unique = False
            continue
        if column == table.name or case["schema_context"] == "DataFrameSchema":
            column = case["failure_case"] if check.startswith("column_") else None
        if check != "not_nullable" or column is None:
            yield Failure(table.name, column, check, index, str(case["failure_case"]))
    for declared in table.columns:
        if not declared.nullable and declared.name in frame.columns:
            for index in frame[declared.name].is_null().arg_true():
                yield Failure(table.name, declared.name, "not_nullable", index, "空")
    if not is_unique:
        for index in frame.select(table.key).is_duplicated().arg_true():
            key = ", ".join(str(frame[name][index]) for name in table.key)
            yield Failure(table.name, ",".join(table.key), "unique", index, key)
