"""The two assets: staged reports (one partition a file) and the warehouse (one writer).

Belongs here: what Dagster needs to know of the two steps, and what people look at in it.
Does not belong here: reading, rules, SQL; both assets call the functions the command line calls.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import dagster as dg

from assets.markdown import markdown
from assets.partitions import partition_key, reports_partitions
from pipeline.ingest import is_fault, stage
from pipeline.resources import Warehouse
from pipeline.stage.staged_report import FileResult
from pipeline.warehouse.build import build_warehouse
from schemas.vocabulary import Outcome, members

# Rows of a preview table in the metadata.
PREVIEW_ROWS = 20


@dg.asset(
    partitions_def=reports_partitions,
    backfill_policy=dg.BackfillPolicy.single_run(),
    group_name="reports",
    kinds={"python", "parquet"},
    description="每份报告的校验结果与事实，按内容哈希存为 Parquet。一次运行读任意多份，由进程池分担。",
)
def staged_report(
    context: dg.AssetExecutionContext, qingzhang: Warehouse
) -> dg.MaterializeResult[None]:
    """Read, check and stage the reports of this run's partitions, all in one process pool."""
    raw = qingzhang.raw_path()
    wanted = set(context.partition_keys)
    files = {partition_key(file, raw): file for file in qingzhang.files()}
    for key in sorted(wanted - files.keys()):
        context.log.warning(f"{key}: 文件已不在 {raw}，保留已入库的内容")
    outcomes = stage(
        [file for key, file in files.items() if key in wanted],
        qingzhang.home(),
        workers=qingzhang.worker_count(),
        on_progress=lambda done, total, name: context.log.info(f"{done}/{total} {name}"),
    )
    faults = [outcome for outcome in outcomes if is_fault(outcome)]
    good = {partition_key(o.path, raw): _metadata(o) for o in outcomes if not is_fault(o)}
    for key, metadata in good.items():
        context.add_asset_metadata(metadata, partition_key=key)
    if faults:
        # The good ones are recorded, the faulty ones fail; nothing is run again by itself.
        for key, metadata in good.items():
            context.log_event(
                dg.AssetMaterialization(
                    asset_key=context.asset_key, partition=key, metadata=metadata
                )
            )
        raise dg.Failure(
            description="；".join(f"{o.path.name}: {o.reason}" for o in faults),
            metadata={"faults": dg.MetadataValue.int(len(faults))},
            allow_retries=False,
        )
    return dg.MaterializeResult(
        metadata={
            "reports": dg.MetadataValue.int(len(outcomes)),
            "read": dg.MetadataValue.int(sum(o.was_read for o in outcomes)),
            **{
                name: dg.MetadataValue.int(sum(o.outcome == name for o in outcomes))
                for name in members(Outcome)
            },
        }
    )


def _metadata(outcome: FileResult) -> dict[str, Any]:
    return {
        "outcome": str(outcome.outcome),
        "reason": outcome.reason,
        "grade": str(outcome.grade or ""),
        "report_key": outcome.report_key,
        "file": dg.MetadataValue.path(str(outcome.path)),
        "was_read": outcome.was_read,
    }


@dg.asset(
    deps=[staged_report],
    pool="warehouse",
    group_name="warehouse",
    kinds={"duckdb"},
    description="星型模型：由全部已校验报告重建一份新文件，审计通过后换名发布；读者不受影响。",
)
def warehouse(
    context: dg.AssetExecutionContext, qingzhang: Warehouse
) -> dg.MaterializeResult[None]:
    """Build, audit and publish the warehouse from all staged reports."""
    result = build_warehouse(qingzhang.home(), on_wait=context.log.info)
    return dg.MaterializeResult(
        metadata={
            "published": dg.MetadataValue.bool(result.published),
            "file": dg.MetadataValue.path(str(qingzhang.home().warehouse)),
            "rows": dg.MetadataValue.md(
                markdown(("表", "行数"), sorted(result.row_counts.items()))
            ),
            "outcomes": dg.MetadataValue.md(_outcome_table(qingzhang)),
        }
    )


def _outcome_table(qingzhang: Warehouse) -> str:
    from pipeline.warehouse.query import outcome_rows

    rows = outcome_rows(qingzhang.home())
    counts = Counter(str(row["outcome"]) for row in rows)
    held = [
        (Path(str(row["path"])).name, row["outcome"], row["reason"])
        for row in rows
        if row["outcome"] != Outcome.ACCEPTED
    ][:PREVIEW_ROWS]
    return (
        markdown(("结果", "份数"), sorted(counts.items()))
        + "\n\n"
        + markdown(("文件", "结果", "原因"), held)
    )
