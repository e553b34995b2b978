#!/usr/bin/env python3
"""Set up qingzhang on a machine that has Python and pip, and run it once.

    python3 start.py          install, load the shipped sample report, answer a first query
    python3 start.py test     install, then run the checks: ruff, mypy, import contracts, pytest
    python3 start.py run ...  install, then run `qingzhang ...`
    python3 start.py lock     is uv.lock that of pyproject.toml? (installs nothing)

Belongs here: getting uv (kept in .tools/, nothing is installed outside this folder) and handing
over to it. Needs the standard library only.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
FIRST_QUERY = (
    "SELECT 部门, 年度, 类名称, sum(金额_万元) FILTER (支出性质 = '基本支出') AS 基本支出_万元, "
    "sum(金额_万元) FILTER (支出性质 = '项目支出') AS 项目支出_万元, sum(金额_万元) AS 合计_万元 "
    "FROM 支出_按功能 GROUP BY ALL ORDER BY 合计_万元 DESC"
)
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports", "--no-cache"),
    ("pytest", "-q"),
)


def find_uv() -> str:
    """Path of a uv: the one on PATH, the one kept here, or one fetched with pip now."""
    found = shutil.which("uv") or kept_uv()
    if found is None:
        if importlib.util.find_spec("pip") is None:
            sys.exit("pip is missing: install it (Debian: apt-get install python3-pip), try again")
        step([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(TOOLS), "uv"])
        found = kept_uv()
    if found is None:
        sys.exit("uv could not be installed with pip: install uv by hand, then try again")
    return found


def kept_uv() -> str | None:
    """The uv that pip put below .tools, if it is there."""
    places = (TOOLS / "bin" / "uv", TOOLS / "bin" / "uv.exe", TOOLS / "Scripts" / "uv.exe")
    return next((str(place) for place in places if place.is_file()), None)


def step(command: list[str]) -> None:
    """Run one command in the project; end with its exit code when it fails."""
    sys.stdout.write(
        f"$ {' '.join(Path(part).name if part.startswith('/') else part for part in command)}\n"
    )
    sys.stdout.flush()
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code)


def main(arguments: list[str]) -> None:
    """Install from the lock, then do what was asked."""
    os.environ.setdefault("UV_PROJECT_ENVIRONMENT", str(ROOT / ".venv"))
    # Without bytecode each process compiles every library again, which takes it seconds. All of it
    # stays below this folder, so a wish of the machine for none elsewhere is not touched.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    uv = find_uv()
    task = arguments[0] if arguments else "sample"
    if task == "lock":
        step([uv, "lock", "--check"])
        return
    step([uv, "sync", "--locked", "--quiet", "--compile-bytecode"])
    if task == "sample":
        step([uv, "run", "--no-sync", "qingzhang", "ingest"])
        step([uv, "run", "--no-sync", "qingzhang", "sql", FIRST_QUERY])
    elif task == "test":
        for check in CHECKS:
            step([uv, "run", "--no-sync", *check, *(arguments[1:] if check[0] == "pytest" else [])])
    elif task == "run":
        step([uv, "run", "--no-sync", "qingzhang", *arguments[1:]])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
