"""Checks people see beside the assets: declared columns, reconciliation, row counts.

Belongs here: putting findings of the pipeline before people, with the failing rows.
Does not belong here: rules and declarations themselves.
"""

from collections.abc import Iterable

import dagster as dg

from assets.markdown import markdown
from assets.reports import staged_report, warehouse
from pipeline.resources import Warehouse
from pipeline.stage.staged_report import all_staged
from pipeline.stage.staged_tables import staged_frame
from pipeline.warehouse.query import run_query
from schemas.frames import validate
from schemas.staged import STAGED
from schemas.star import STAR_TABLES

# Failing rows shown in the metadata; the count says how many there are.
SHOWN = 50


def table_md(head: tuple[str, ...], rows: Iterable[Iterable[object]]) -> dg.MarkdownMetadataValue:
    """Rows as a Markdown table for the page."""
    return dg.MetadataValue.md(markdown(head, rows))


@dg.asset_check(
    asset=staged_report,
    blocking=True,
    description="每张校验后的表都符合 schemas/ 中的 pandera 声明；列出不合格的行、列、值。",
)
def declared_columns(qingzhang: Warehouse) -> dg.AssetCheckResult:
    """Every staged table against its declaration, all failing cases at once."""
    failures: list[tuple[object, ...]] = []
    tables = 0
    for staged in all_staged(qingzhang.home()):
        for name, table in STAGED.items():
            frame = staged_frame(staged, table)
            tables += 1
            unfit = validate(table, frame)
            failures.extend(
                (staged.report_key, name, f.column, f.check, f.row_index, f.value) for f in unfit
            )
    return dg.AssetCheckResult(
        passed=not failures and tables > 0,
        metadata={
            "tables": tables,
            "failures": len(failures),
            "cases": table_md(("报告", "表", "列", "要求", "行", "值"), failures[:SHOWN]),
        },
    )


@dg.asset_check(
    asset=warehouse,
    description="库中每张表都符合 schemas/ 中的 pandera 声明；列出不合格的行、列、值。",
)
def declared_tables(qingzhang: Warehouse) -> dg.AssetCheckResult:
    """Every table of the published warehouse against its declaration."""
    failures: list[tuple[object, ...]] = []
    for table in STAR_TABLES:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        frame = run_query(qingzhang.home(), f'SELECT {columns} FROM "{table.name}"')
        unfit = validate(table, frame)
        failures.extend((table.name, f.column, f.check, f.row_index, f.value) for f in unfit)
    return dg.AssetCheckResult(
        passed=not failures,
        metadata={
            "tables": len(STAR_TABLES),
            "failures": len(failures),
            "cases": table_md(("表", "列", "要求", "行", "值"), failures[:SHOWN]),
        },
    )


@dg.asset_check(
    asset=warehouse,
    description="已发布的报表没有勾稽不符（硬规则）；列出不符的规则、两边与差额。",
)
def reconciliation(qingzhang: Warehouse) -> dg.AssetCheckResult:
    """No hard rule fails in a statement that is published; held-back failures are listed too."""
    failed = run_query(
        qingzhang.home(),
        "SELECT r.report_key, r.rule, r.scope, r.residual_yuan, r.tolerance_yuan, r.message, "
        "coalesce(s.is_published, true) AND p.outcome IN ('accepted', 'partial') AS is_published "
        "FROM reconciliation r JOIN dim_report p USING (report_key) "
        "LEFT JOIN statement s USING (report_key, table_ordinal) "
        "WHERE r.grade = 'failed' AND r.severity = 'hard' ORDER BY ALL",
    )
    counts = run_query(
        qingzhang.home(),
        "SELECT grade, severity, count(*) FROM reconciliation GROUP BY ALL ORDER BY ALL",
    )
    published = int(failed["is_published"].sum())
    return dg.AssetCheckResult(
        passed=not published and not counts.is_empty(),
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "failed": failed.height,
            "failed_in_published": published,
            "grades": table_md(("等级", "轻重", "条数"), counts.iter_rows()),
            "cases": table_md(tuple(failed.columns), failed.head(SHOWN).iter_rows()),
        },
    )


@dg.asset_check(
    asset=warehouse,
    description="没有一张表是空的，行数不比上次发布少；变少说明有文件不见了或读法变了。",
)
def row_counts(context: dg.AssetCheckExecutionContext, qingzhang: Warehouse) -> dg.AssetCheckResult:
    """Rows of every fact table now against the last run of this check."""
    tables = (
        "dim_report",
        "fact_expenditure",
        "fact_revenue",
        "fact_three_public",
        "printed_cell",
        "source_file",
    )
    now = {
        table: int(run_query(qingzhang.home(), f'SELECT count(*) FROM "{table}"').item())
        for table in tables
    }
    before = _last_counts(context)
    fallen = {t: (before[t], now[t]) for t in tables if t in before and now[t] < before[t]}
    empty = [table for table, count in now.items() if not count]
    return dg.AssetCheckResult(
        passed=not fallen and not empty,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            **{table: dg.MetadataValue.int(count) for table, count in now.items()},
            "empty": dg.MetadataValue.text("、".join(empty)),
            "fallen": table_md(("表", "上次", "这次"), ((t, a, b) for t, (a, b) in fallen.items())),
        },
    )


def _last_counts(context: dg.AssetCheckExecutionContext) -> dict[str, int]:
    key = dg.AssetCheckKey(warehouse.key, "row_counts")
    records = context.instance.event_log_storage.get_asset_check_execution_history(key, limit=5)
    for record in records:
        event = record.event.dagster_event if record.event is not None else None
        if event is None or event.event_type is not dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            continue
        return {
            name: int(value.value)
            for name, value in event.asset_check_evaluation_data.metadata.items()
            if isinstance(value, dg.IntMetadataValue) and value.value is not None
        }
    return {}
