"""The command as tests run it: in a process of its own, or in this one.

Belongs here: running it and reading its answer. Does not belong here: what it should answer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from pipeline.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = next((ROOT / "raw" / "sample").glob("*.pdf"))


def real_command(*arguments: str | Path, code: int = 0) -> str:
    """The command in a process of its own, as a shell starts it."""
    result = subprocess.run(
        [sys.executable, "-m", "pipeline.cli.app", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert result.returncode == code, result.stdout + result.stderr
    return result.stdout + result.stderr


def command(*arguments: str | Path, code: int = 0) -> str:
    """The same command in this process: the same arguments, screen and exit code, no start-up."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result.output


def query(warehouse: Path, sql: str) -> list[dict[str, object]]:
    """Rows of the answer to a question, as the command prints them in JSON."""
    answer: list[dict[str, object]] = json.loads(
        command("sql", sql, "--format", "json", "-w", warehouse)
    )
    return answer
