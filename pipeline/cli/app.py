"""The command line `qingzhang`.

Belongs here: arguments, progress, tables on the screen, exit codes, words for errors.
Does not belong here: the work itself (each command calls one plain function of the pipeline).

Exit codes: 0 the job ran, even if files were refused; 1 the job could not run (the message says
what, where and what to do); 2 the command was not understood.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from pipeline import __version__
from pipeline.cli.console import screen, shown, table_that_fits
from pipeline.config import PROJECT_ROOT, Home, default_raw, default_warehouse, default_workers
from schemas.vocabulary import Outcome

app = typer.Typer(
    name="qingzhang",
    help="清账: published department budgets and final accounts, from PDF to SQL that adds up.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
WarehouseOption = Annotated[
    Path | None,
    typer.Option(
        "--warehouse", "-w", help="The DuckDB file. Default: warehouse/data/budget.duckdb"
    ),
]
OUTCOME_ZH = {
    Outcome.ACCEPTED: "全部发布",
    Outcome.PARTIAL: "部分发布",
    Outcome.QUARANTINED: "隔离待查",
    Outcome.REJECTED: "不予收录",
    Outcome.DUPLICATE: "重复",
}
# Columns of `status`: heading to column of the view.
_COVERAGE = {
    "城市": "city",
    "部门": "entity_name",
    "年度": "fiscal_year",
    "种类": "document_kind",
    "范围": "scope",
    "版本": "version",
    "结果": "outcome",
    "等级": "grade",
    "报告": "report_key",
}
# The same on a narrow screen: heading to the headings above that share its column.
_COVERAGE_NARROW = {
    "部门": ("城市", "部门"),
    "哪份": ("年度", "种类", "范围", "版本"),
    "结果": ("结果", "等级"),
    "报告": ("报告",),
}
# How many files that were not fully published are listed on the screen before pointing to SQL.
MAX_LISTED = 40


class Format(StrEnum):
    """How `sql` prints its answer."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Known errors as one message and exit code 1; anything else is a fault and shows itself."""
    from pipeline.errors import UserError

    try:
        yield
    except (UserError, OSError, UnicodeDecodeError) as error:
        screen(stderr=True).print(
            f"[bold red]错误[/] {escape(str(error))}", soft_wrap=True, highlight=False
        )
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        screen(stderr=True).print(
            "已中止；已完成的报告保留，数据库如前。再次运行同一命令会接着做 "
            "(interrupted: finished reports are kept, the warehouse is as before; "
            "run the same command again to go on)"
        )
        raise typer.Exit(130) from error


@contextmanager
def _stopped_like_ctrl_c() -> Iterator[None]:
    """SIGTERM (a service manager, a scheduler) as Ctrl+C: workers end, the message is said."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _home(warehouse: Path | None) -> Home:
    return Home.of(warehouse or default_warehouse())


def _version(value: bool) -> None:
    if value:
        screen().print(f"qingzhang {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool | None,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = None,
) -> None:
    """清账: from a folder of published reports to one warehouse you ask in SQL."""


@app.command(
    epilog="Examples:  qingzhang ingest  |  qingzhang ingest ~/reports --workers 4  |  "
    "qingzhang ingest a.pdf -w /data/city.duckdb"
)
def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders. Default: raw/")
    ] = None,
    warehouse: WarehouseOption = None,
    workers: Annotated[
        int | None, typer.Option("--workers", "-n", min=1, help="Reading processes.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Read again what was read before.")
    ] = False,
) -> None:
    """Read reports, check them, and publish the warehouse. A second run does only what is new."""
    from pipeline.ingest import ingest as run_ingest

    with _plain_errors(), _stopped_like_ctrl_c():
        home = _home(warehouse)
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=screen(stderr=True),
            transient=True,
        ) as progress:
            task = progress.add_task("读取报告", total=None)

            def on_progress(done: int, total: int, name: str) -> None:
                progress.update(task, completed=done, total=total, description=f"读取 {name[-40:]}")

            def on_stage(text: str) -> None:
                progress.update(task, description=text)

            result = run_ingest(
                paths or [default_raw()],
                home,
                workers=workers or default_workers(),
                force=force,
                on_progress=on_progress,
                on_stage=on_stage,
            )
        out = screen()
        _show_outcomes(result.rows, out)
        out.print(
            f"读取 {result.read_count} 份，沿用 {result.unchanged_count} 份；"
            + (
                f"已发布 {escape(str(home.warehouse))}"
                if result.build.published
                else f"无变化，{escape(str(home.warehouse))} 未重建"
            )
        )
        out.print('下一步: qingzhang status  |  qingzhang sql "SELECT * FROM 支出_按功能 LIMIT 10"')


def _show_outcomes(rows: Sequence[dict[str, object]], out: Console) -> None:
    counts = Table("结果 outcome", "含义", "份数", title="每份文件的结果")
    for outcome in Outcome:
        count = sum(1 for row in rows if row["outcome"] == outcome)
        if count:
            counts.add_row(outcome, OUTCOME_ZH[outcome], str(count))
    out.print(counts)
    held = [row for row in rows if row["outcome"] != Outcome.ACCEPTED]
    if held:
        table = Table(show_lines=True)
        table.add_column("文件", overflow="fold", ratio=2)
        table.add_column("结果", no_wrap=True)
        table.add_column("原因", overflow="fold", ratio=3)
        for row in held[:MAX_LISTED]:
            reason = f"{row['reason_code']}：{row['reason']}"
            table.add_row(escape(Path(str(row["path"])).name), str(row["outcome"]), escape(reason))
        out.print(table)
        if len(held) > MAX_LISTED:
            out.print(
                f"……还有 {len(held) - MAX_LISTED} 份: qingzhang sql "
                "\"SELECT path, outcome, reason FROM source_file WHERE outcome <> 'accepted'\""
            )


@app.command(
    epilog='Examples:  qingzhang sql "SELECT 部门, sum(金额_万元) FROM 支出_按功能 GROUP BY 1"  |  '
    "qingzhang sql --file q.sql --format csv > out.csv"
)
def sql(
    query: Annotated[str | None, typer.Argument(help="One SQL statement.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="Read the SQL from a file.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.table,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write here instead of the screen.")
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Ask the warehouse in SQL. Read-only; SQL reaches no other file and no network."""
    from pipeline.cli.answers import write_answer
    from pipeline.errors import UserError

    with _plain_errors():
        if (query is None) == (file is None):
            raise UserError(
                'give either a query or --file, for example: qingzhang sql "SHOW TABLES"'
            )
        if file is not None and not file.exists():
            raise UserError(f"there is no file {file}: check the spelling")
        text = query or "" if file is None else file.read_text(encoding="utf-8")
        write_answer(_home(warehouse), text, format_.value, output, screen())


@app.command(epilog="Examples:  qingzhang status  |  qingzhang status --all")
def status(
    warehouse: WarehouseOption = None,
    all_: Annotated[
        bool, typer.Option("--all", help="List every file, not only the refused.")
    ] = False,
) -> None:
    """Coverage: department, year and kind, with outcome and grade; and every file not accepted."""
    from pipeline.cli.explain import show_reviews, show_suspects
    from pipeline.warehouse.query import (
        coverage_rows,
        first_suspects,
        outcome_rows,
        stale_reviews,
    )

    with _plain_errors():
        home = _home(warehouse)
        out = screen()
        coverage = [
            [shown(row.get(key)) for key in _COVERAGE.values()] for row in coverage_rows(home)
        ]
        out.print(
            table_that_fits(
                "覆盖", list(_COVERAGE), coverage, out, together=_COVERAGE_NARROW, whole=["报告"]
            )
        )
        rows = outcome_rows(home)
        _show_outcomes(rows, out)
        suspects = first_suspects(home)
        if suspects:
            show_suspects(suspects, out, "每份报告的首要疑点（详见 qingzhang explain）", files=True)
        stale = stale_reviews(home)
        if stale:
            show_reviews(stale, out)
        if all_:
            listing = Table("文件", "结果", "报告")
            for row in rows:
                listing.add_row(
                    shown(row.get("path")), shown(row.get("outcome")), shown(row.get("report_key"))
                )
            out.print(listing)


@app.command(
    epilog="Examples:  qingzhang explain 教育局  |  qingzhang explain 8099d0a4b66ce377:3:4:4 -o page.png"
)
def explain(
    what: Annotated[
        str, typer.Argument(help="A cell_key, a report_key, or part of a body's name.")
    ],
    picture: Annotated[
        Path | None,
        typer.Option("--picture", "-o", help="Where to write the page with the cell marked."),
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """From a number to the page: document, table, row, column, printed text, and a marked picture."""
    from pipeline.cli.explain import explain_cell, explain_report

    with _plain_errors():
        home, out = _home(warehouse), screen()
        if what.count(":") == 3:
            explain_cell(home, what, picture, out)
        else:
            explain_report(home, what, out)


@app.command(epilog="Example:  qingzhang export out/ --format parquet")
def export(
    folder: Annotated[Path, typer.Argument(help="Folder to write to; one file a view.")],
    format_: Annotated[Format, typer.Option("--format", help="csv, json or parquet.")] = Format.csv,
    warehouse: WarehouseOption = None,
) -> None:
    """Write every analyst view to a file."""
    from pipeline.cli.answers import export_views
    from pipeline.errors import UserError

    with _plain_errors():
        if format_ is Format.table:
            raise UserError("export writes files: choose --format csv, json or parquet")
        out = screen()
        for path, count in export_views(_home(warehouse), folder, format_.value):
            out.print(f"{path}  {count} 行")


@app.command()
def doctor(warehouse: WarehouseOption = None) -> None:
    """Check the environment, the lexicons and the warehouse, and say what to do about each fault."""
    from pipeline.cli.doctor import examine

    with _plain_errors():
        table = Table("检查", "状态", "说明")
        healthy = True
        for finding in examine(_home(warehouse)):
            healthy = healthy and finding.ok
            table.add_row(
                finding.name,
                "[green]正常[/]" if finding.ok else "[red]异常[/]",
                escape(finding.detail),
            )
        screen().print(table)
        if not healthy:
            raise typer.Exit(1)


@app.command(epilog="Example:  qingzhang dev --port 3000")
def dev(
    port: Annotated[int, typer.Option("--port", "-p", help="Port of the web page.")] = 3000,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Start the Dagster page: partitions, assets, checks, schedules and sensors."""
    dagster_home = Path(os.environ.setdefault("DAGSTER_HOME", str(PROJECT_ROOT / ".dagster")))
    dagster_home.mkdir(parents=True, exist_ok=True)
    settings = dagster_home / "dagster.yaml"
    if not settings.exists():
        settings.write_text((PROJECT_ROOT / "assets" / "dagster.yaml").read_text("utf-8"), "utf-8")
    screen().print(f"http://{host}:{port}  (Ctrl+C 结束)")
    command = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "-m",
        "pipeline.definitions",
        "-p",
        str(port),
        "-h",
        host,
    ]
    os.chdir(PROJECT_ROOT)
    os.execv(sys.executable, command)


if __name__ == "__main__":
    app()
