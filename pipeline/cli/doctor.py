"""Is everything here that the work needs, and is the warehouse whole?

Belongs here: checks of environment, lexicons and warehouse, each with what to do.
Does not belong here: mending anything.
"""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.config import SQL_ROOT, Home, acceptances_file, default_raw, default_workers
from pipeline.domain.lexicon_files import SCHEMAS, LexiconError, LexiconFiles
from pipeline.errors import UserError
from schemas.lexicons import COLUMNS, ECON_CODES, FUNCTION_CODES, ITEMS, RULES, STATEMENTS, TITLES

NEEDED = ("pdfplumber", "pypdfium2", "polars", "pandera", "duckdb", "dagster")
# Free space on the disk that a run needs at least, in bytes.
LEAST_FREE = 1_000_000_000
PYTHON_FROM, PYTHON_BEFORE = (3, 11), (3, 14)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it is well, and what is there or what to do."""

    name: str
    ok: bool
    detail: str


def examine(home: Home) -> Iterator[Finding]:
    """All checks, one after the other. Each stands for itself; none raises."""
    for name, check in (
        ("Python", _python),
        ("程序库", _libraries),
        ("词表与科目表", lexicons),
        ("规则", rules),
        ("SQL 文件", _sql),
        ("磁盘", lambda: _disk(home)),
        ("raw 目录", _raw),
        ("已校验报告", lambda: _staged(home)),
        ("数据库", lambda: _warehouse(home)),
        ("人工审核", lambda: _reviews(home)),
        ("Dagster 定义", _dagster),
    ):
        try:
            ok, detail = check()
        except UserError as error:
            ok, detail = False, str(error)
        except Exception as error:  # noqa: BLE001 - a fault of one check must not hide the others
            ok, detail = False, f"{type(error).__name__}: {error}"
        yield Finding(name, ok, detail)


def _python() -> tuple[bool, str]:
    ok = PYTHON_FROM <= sys.version_info[:2] < PYTHON_BEFORE
    detail = f"{platform.python_version()}，{default_workers()} 个核心"
    return ok, detail if ok else f"{detail}；需要 3.11 至 3.13"


def _libraries() -> tuple[bool, str]:
    versions = []
    for name in NEEDED:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            return False, f"缺少 {name}；运行 python3 start.py 重新安装"
    return True, "，".join(versions)


def lexicons(schemas: Path = SCHEMAS) -> tuple[bool, str]:
    """Whether all lexicons are as declared: all that is wrong, or how many words there are.

    Words whose source nobody has looked up are counted for each lexicon.
    """
    files = LexiconFiles(schemas)
    problems = files.problems()
    if problems:
        return False, "\n".join([*map(str, problems), "改正所列各行后再运行"])
    sizes = "，".join(
        f"{count} {unit}"
        for count, unit in (
            (len(files.rows(STATEMENTS)), "种报表"),
            (len(files.rows(TITLES)), "个标题"),
            (len(files.rows(COLUMNS)), "个表头"),
            (len(files.rows(ITEMS)), "个行名"),
            (len(files.rows(FUNCTION_CODES)) + len(files.rows(ECON_CODES)), "个科目名称"),
            (len(files.rows(RULES)), "条规则"),
        )
    )
    unknown = "、".join(
        f"{name} {count}/{rows}" for name, (count, rows) in files.unknown_sources().items() if count
    )
    return True, f"{sizes}；出处未查明的词：{unknown or '无'}"


def rules() -> tuple[bool, str]:
    """Whether each declared rule has code, and code is declared."""
    from pipeline.reconcile.engine import check_declared_rules

    try:
        check_declared_rules()
    except LexiconError as error:
        return False, str(error)
    return True, "每条规则都有函数，每个函数的规则都已登记"


def _sql() -> tuple[bool, str]:
    files = sorted(SQL_ROOT.rglob("*.sql"))
    return bool(files), f"{len(files)} 个" if files else f"{SQL_ROOT} 中没有 SQL 文件；重新检出代码"


def _disk(home: Home) -> tuple[bool, str]:
    folder = next(p for p in home.warehouse.parents if p.exists())
    free = shutil.disk_usage(folder).free
    return free > LEAST_FREE, f"{folder} 余 {free / 1e9:.1f} GB"


def _raw() -> tuple[bool, str]:
    from pipeline.sources import collect_files

    raw = default_raw()
    if not raw.is_dir():
        return False, f"{raw} 不存在；建立它并放入报告，或在 ingest 后写明路径"
    return True, f"{raw}：{len(collect_files([raw]))} 个文件"


def _staged(home: Home) -> tuple[bool, str]:
    from pipeline.stage.staged_report import all_staged

    reports = list(all_staged(home))
    lost = [
        r.report_key for r in reports for t in r.tables if not (r.folder / f"{t}.parquet").exists()
    ]
    if lost:
        return False, f"{len(lost)} 份不完整（{lost[0]} 等）；用 qingzhang ingest --force 重读"
    return True, f"{len(reports)} 份，{home.staged}"


def _warehouse(home: Home) -> tuple[bool, str]:
    from pipeline.warehouse.query import run_query

    if not home.warehouse.exists():
        return True, f"{home.warehouse} 还没有；运行 qingzhang ingest"
    answer = run_query(
        home,
        "SELECT count(*), count(*) FILTER (WHERE outcome = 'accepted') FROM source_file WHERE is_latest",
    )
    files, accepted = answer.row(0)
    return True, f"{home.warehouse}：{files} 份文件，{accepted} 份全部发布"


def _reviews(home: Home) -> tuple[bool, str]:
    from pipeline.reconcile.acceptances import load_acceptances
    from pipeline.stage.staged_report import all_staged
    from pipeline.warehouse.query import stale_reviews

    file = acceptances_file()
    entries = load_acceptances(file)
    known = {report.report_key for report in all_staged(home)}
    unknown = [key for key in entries.by_report if key not in known]
    detail = f"{file}：{len(entries)} 条" if file.exists() else f"{file} 不存在，没有审核记录"
    if unknown:
        detail += f"，其中报告 {unknown[0]} 等 {len(unknown)} 份不在此库"
    idle = stale_reviews(home) if home.warehouse.exists() else []
    if idle:
        first = idle[0]
        detail += (
            f"；{len(idle)} 条未生效或已过时：{first['file_name']} {first['rule']}"
            f"（{first['state_name']}）等，核对后删改，见视图 审核"
        )
    # One about a version that has been replaced did its work.
    return all(row["state"] != "stale" for row in idle), detail


def _dagster() -> tuple[bool, str]:
    from pipeline.definitions import defs

    loaded = defs()
    keys = sorted(key.to_user_string() for key in loaded.resolve_asset_graph().get_all_asset_keys())
    return bool(keys), "资产 " + "、".join(keys)
