"""The screen is what the output is now: a pipe is never folded, a narrow terminal stays readable."""

from __future__ import annotations

import io
import re
import sys

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.cli.console import screen, table_that_fits

# Longer than any screen, with spaces where it would be folded.
LONG = "一句很长的话，" * 60 + "with words " * 60
COLUMNS = ["城市", "部门", "年度", "种类", "范围", "结果", "报告"]
ROW = [
    "某市",
    "某市政务服务数据管理局",
    "某年",
    "budget",
    "department",
    "accepted",
    "0123456789abcdef",
]
TOGETHER = {
    "部门": ["城市", "部门"],
    "哪份": ["年度", "种类", "范围"],
    "结果": ["结果"],
    "报告": ["报告"],
}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def lines_of(terminal: Terminal) -> list[str]:
    """What a terminal shows, its colours aside."""
    return re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue()).splitlines()


def console_over(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> Console:
    monkeypatch.setattr(sys, "stdout", stream)
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return screen()


@pytest.mark.parametrize("columns", [None, "20", "80"])
def test_a_pipe_is_never_folded(columns: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if columns is None:
        monkeypatch.delenv("COLUMNS", raising=False)
    else:
        monkeypatch.setenv("COLUMNS", columns)
    pipe = io.StringIO()
    console = console_over(pipe, monkeypatch)
    console.print(LONG)
    rows = [[*ROW[:-1], LONG]]
    console.print(table_that_fits("覆盖", COLUMNS, rows, console, together=TOGETHER))
    lines = pipe.getvalue().splitlines()
    assert lines[0] == LONG
    (row,) = (line for line in lines if "某市" in line)
    assert all(cell in row for cell in rows[0])


def test_in_a_pipe_a_wide_table_is_lines_and_a_narrow_one_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipe = io.StringIO()
    console = console_over(pipe, monkeypatch)
    for last in ("短", LONG):
        table = Table("报告", "原因", title="结果")
        table.add_row("[bold]甲[/bold]", last)
        table.add_row(Text("[乙]"), "")
        console.print(table)
    lines = pipe.getvalue().splitlines()
    assert any("│ 甲" in line and "短" in line for line in lines)
    assert lines[-4:] == ["结果", "报告\t原因", f"甲\t{LONG}", "[乙]\t"]


def test_the_screen_is_what_the_output_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call looks anew: neither the first import nor a former call decides."""
    monkeypatch.setenv("COLUMNS", "60")
    first, second = Terminal(), io.StringIO()
    console_over(first, monkeypatch).print("words " * 40)
    console_over(second, monkeypatch).print("words " * 40)
    assert max(map(cell_len, lines_of(first))) <= 60
    assert second.getvalue().splitlines() == ["words " * 40]


def test_a_narrow_terminal_is_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    terminal = Terminal()
    console = console_over(terminal, monkeypatch)
    console.print(
        table_that_fits("覆盖", COLUMNS, [ROW], console, together=TOGETHER, whole=["报告"])
    )
    lines = lines_of(terminal)
    assert max(map(cell_len, lines)) <= 60
    for word in ("某市政", "budget", "department", "accepted", ROW[-1]):
        assert any(word in line for line in lines), terminal.getvalue()


def test_a_wide_terminal_shows_every_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    terminal = Terminal()
    console = console_over(terminal, monkeypatch)
    console.print(
        table_that_fits("覆盖", COLUMNS, [ROW], console, together=TOGETHER, whole=["报告"])
    )
    (row,) = (line for line in lines_of(terminal) if "某市" in line)
    assert all(cell in row for cell in ROW)
