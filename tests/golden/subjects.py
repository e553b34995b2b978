"""What is pinned: groups of subjects, each a file or something generated, and its tables of rows.

`forms`      one plain report of each generated form, and the sample in every carrier
`warehouse`  tables and views of a warehouse built from some of these, with types and comments
`layouts`    the generated ways of printing tables, over several forms
`mixes`      ways of printing drawn at random
`reports`    the folder of real reports, with the seed report where it is there
`cases`      the folder of hard cases beside it

Belongs here: which subjects there are, and how their rows come about.
Does not belong here: hashing and comparing (`pins`, `differences`).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from pipeline.config import Home
from pipeline.ingest import ingest
from pipeline.report.extraction import extract_report
from tests.generate.carriers import write_docx, write_html, write_xls, write_xlsx
from tests.generate.layout_samples import LAYOUTS, PLAIN, PROVINCES, SPECS
from tests.generate.layouts import write
from tests.generate.mixes import MIXES, mix
from tests.generate.samples import default_spec
from tests.generate.spec import ReportSpec

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

ROOT = Path(__file__).resolve().parents[2]
REPORTS = Path(os.environ.get("QINGZHANG_REPORTS", ROOT.parent / "shared" / "reports"))
CASES = Path(os.environ.get("QINGZHANG_CASES", REPORTS.parent / "cases"))
SEED = REPORTS.parent / "seed"
SUFFIXES = (".pdf", ".xlsx", ".xls", ".docx", ".html", ".zip")

CARRIERS: Mapping[str, tuple[str, Callable[[ReportSpec, Path], Path]]] = {
    "carrier: xlsx": ("xlsx", write_xlsx),
    "carrier: xlsx, one sheet": ("xlsx", lambda s, p: write_xlsx(s, p, one_sheet=True)),
    "carrier: xls": ("xls", write_xls),
    "carrier: docx": ("docx", write_docx),
    "carrier: html": ("html", write_html),
}
# Differ between two runs over the same files.
VOLATILE = frozenset({"extractor_version", "path"})
# Tables about the build itself.
MOMENTARY = frozenset({"build_info"})


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing whose rows are pinned. `key` is its name in the pins, `label` that for people."""

    group: str
    key: str
    label: str


def subjects(group: str) -> list[Subject]:
    """All subjects of a group; none where its folder is not there."""
    return [Subject(group, key, label) for key, label in _NAMES[group]()]


def tables_of(subject: Subject) -> Tables:
    """The rows of every table of a subject, without what differs from run to run."""
    with tempfile.TemporaryDirectory() as folder:
        if subject.group == "warehouse":
            return warehouse_tables(Path(folder))
        file = _file(subject, Path(folder))
        return {
            name: [{k: v for k, v in row.items() if k not in VOLATILE} for row in rows]
            for name, rows in extract_report(file).tables.items()
        }


def warehouse_tables(folder: Path) -> Tables:
    """Every table and view of a warehouse of four reports, and the declared columns."""
    raw = folder / "raw"
    raw.mkdir()
    for name in ("2026", "central", "final", "yunnan"):
        _plain(name, raw / f"{name}.pdf")
    home = Home.of(folder / "warehouse.duckdb")
    ingest([raw], home, workers=1)
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        columns = _rows(
            connection,
            "SELECT table_name, column_index, column_name, data_type, is_nullable, comment "
            "FROM duckdb_columns() WHERE NOT internal ORDER BY ALL",
        )
        names = {str(row["table_name"]) for row in columns}
        moments = {
            (row["table_name"], row["column_name"])
            for row in columns
            if row["data_type"] == "TIMESTAMP"
        }
        tables: dict[str, list[dict[str, Any]]] = {"columns": columns}
        for name in sorted(names - MOMENTARY):
            left_out = VOLATILE | {column for table, column in moments if table == name}
            kept = ", ".join(
                f'"{row["column_name"]}"'
                for row in columns
                if row["table_name"] == name and row["column_name"] not in left_out
            )
            tables[name] = _rows(connection, f'SELECT {kept} FROM "{name}" ORDER BY ALL')
    return tables


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    answer = connection.execute(query)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _plain(form: str, out: Path) -> Path:
    make = SPECS[form] if form in SPECS else PROVINCES[form]
    return write(make(), PLAIN, out)


def _file(subject: Subject, folder: Path) -> Path:
    """The file of a subject: one of a folder, or printed now."""
    if subject.group in _FOLDERS:
        return _folder_files(subject.group)[subject.key]
    out = folder / "report.pdf"
    if subject.group == "mixes":
        _, spec, layout = mix(int(subject.key))
        return write(spec, layout, out)
    if subject.group == "layouts":
        name, form = subject.key.rsplit(" / ", 1)
        change, layout = LAYOUTS[name]
        return write(change(SPECS[form]()), layout, out)
    if subject.key in CARRIERS:
        suffix, render = CARRIERS[subject.key]
        return render(default_spec(), folder / f"report.{suffix}")
    return _plain(subject.key, out)


_FOLDERS: Mapping[str, tuple[Path, ...]] = {"reports": (REPORTS, SEED), "cases": (CASES,)}


@cache
def _folder_files(group: str) -> dict[str, Path]:
    """Files by the first 16 characters of their hash: names are theirs who published them."""
    return {
        hashlib.sha256(file.read_bytes()).hexdigest()[:16]: file
        for folder in _FOLDERS[group]
        if folder.is_dir()
        for file in sorted(folder.rglob("*"))
        if file.suffix in SUFFIXES
    }


def _of_folder(group: str) -> Callable[[], Iterator[tuple[str, str]]]:
    return lambda: ((key, file.name) for key, file in _folder_files(group).items())


def _named(names: Sequence[str]) -> Callable[[], Iterator[tuple[str, str]]]:
    return lambda: ((name, name) for name in names)


_NAMES: Mapping[str, Callable[[], Iterator[tuple[str, str]]]] = {
    "forms": _named([*SPECS, *PROVINCES, *CARRIERS]),
    "warehouse": _named(["warehouse"]),
    "layouts": _named([f"{name} / {form}" for name in LAYOUTS for form in SPECS]),
    "mixes": _named([str(number) for number in range(MIXES)]),
    "reports": _of_folder("reports"),
    "cases": _of_folder("cases"),
}
GROUPS = tuple(_NAMES)
