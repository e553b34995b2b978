"""A new column of a staged fact, its fact table and its view: what has to be written by hand.

The declarations are copied, changed as the recipe says, and used by a process of its own. The third
file by hand is the step that derives the rows; here a fixture does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.config import PROJECT_ROOT

DECLARED = (
    '    boolean("is_invented", "臆造", "Invented", label_zh="臆造"),\n    "table_ordinal",\n'
)
# File, what stands there of the table `expenditure` and its view, what the recipe makes of it.
STAGED = ("staged.py", '    "table_ordinal",\n', DECLARED)
VIEW = ("views.py", "{AMOUNT} ", "{AMOUNT} is_invented ")
BUILD = """
import sys
from pathlib import Path
from pipeline.config import Home
from pipeline.warehouse.build import build_warehouse
from tests.warehouse.asking import rows
from tests.warehouse.load_report import load_report

folder = Path(sys.argv[1])
home = Home.of(folder / "wh" / "budget.duckdb")
load_report(home, folder, change=lambda tables: tables["expenditure"][0].update(is_invented=True))
build_warehouse(home)
print(rows(home, "SELECT is_invented, amount_yuan FROM fact_expenditure WHERE is_invented"))
print(rows(home, "SELECT 臆造, count(*) FROM 支出_按功能 GROUP BY 1 ORDER BY 1"))
"""


# A file below schemas/, what is in it, what is to be.
Change = tuple[str, str, str]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Changes copied declarations and builds a warehouse with them; what it said, and how it ended."""

    def act(*changes: Change) -> subprocess.CompletedProcess[str]:
        shutil.copytree(PROJECT_ROOT / "schemas", tmp_path / "schemas")
        for name, before, after in changes:
            file = tmp_path / "schemas" / name
            text = file.read_text("utf-8")
            at = text.index("EXPENDITURE")
            file.write_text(text[:at] + text[at:].replace(before, after, 1), "utf-8")
        return subprocess.run(
            [sys.executable, "-c", BUILD, str(tmp_path)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{PROJECT_ROOT}"},
            capture_output=True,
            text=True,
            check=False,
        )

    return act


def test_it_is_declared_in_the_staged_table_and_named_in_the_view(run: Run) -> None:
    done = run(STAGED, VIEW)
    assert done.stdout.splitlines() == [
        "[(True, Decimal('600100.00'))]",
        "[(False, 2), (True, 1)]",
    ], done.stderr


def test_a_view_that_names_it_where_it_is_not_declared(run: Run) -> None:
    assert (
        "expenditure_by_function.is_invented: no such column is declared, neither in "
        "schemas/columns.py nor in fact_expenditure" in run(VIEW).stderr
    )
