"""When reports are ingested: a sensor on the raw folder and a nightly schedule.

Both start one run for all the files it concerns; a run reads them with a process pool inside.

Belongs here: the job, its sensor and its schedule.
Does not belong here: assets, checks.
"""

import json
from collections.abc import Sequence

import dagster as dg

from assets.partitions import partition_key, reports_partitions
from assets.reports import staged_report, warehouse
from pipeline.resources import Warehouse

# Tags by which Dagster runs a contiguous range of partitions in one run.
RANGE_START = "dagster/asset_partition_range_start"
RANGE_END = "dagster/asset_partition_range_end"
NIGHTLY = "0 2 * * *"
TIME_ZONE = "Asia/Shanghai"

ingest_reports = dg.define_asset_job(
    "ingest_reports",
    selection=[staged_report, warehouse],
    executor_def=dg.in_process_executor,
    description="读取、校验、入库、发布。一次运行一个进程加一个进程池。",
)


def _fingerprint(qingzhang: Warehouse) -> dict[str, str]:
    """Partition key to size and modification time of every file below the raw folder."""
    raw = qingzhang.raw_path()
    marks: dict[str, str] = {}
    for file in qingzhang.files():
        stat = file.stat()
        marks[partition_key(file, raw)] = f"{stat.st_size}:{stat.st_mtime_ns}"
    return marks


def _range_tags(known: Sequence[str], wanted: set[str]) -> dict[str, str]:
    """Tags for the shortest range of partitions that holds all wanted ones.

    Unchanged reports within the range cost a look at their bytes, they are not read again.
    """
    places = [number for number, key in enumerate(known) if key in wanted]
    return {RANGE_START: known[places[0]], RANGE_END: known[places[-1]]}


@dg.sensor(
    job=ingest_reports,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="raw/ 中有新文件或改动时，登记分区并启动一次入库。",
)
def raw_folder(
    context: dg.SensorEvaluationContext, qingzhang: Warehouse
) -> dg.SensorResult | dg.SkipReason:
    """Ask for one run over all files that are new or changed since the last look."""
    seen: dict[str, str] = json.loads(context.cursor) if context.cursor else {}
    now = _fingerprint(qingzhang)
    changed = {key for key, mark in now.items() if seen.get(key) != mark}
    if not changed:
        return dg.SkipReason("没有新文件，也没有改动")
    known = list(context.instance.get_dynamic_partitions("report"))
    new = sorted(changed - set(known))
    return dg.SensorResult(
        dynamic_partitions_requests=[reports_partitions.build_add_request(new)] if new else [],
        run_requests=[
            dg.RunRequest(
                run_key=f"{len(changed)}:{hash_of(now)}", tags=_range_tags([*known, *new], changed)
            )
        ],
        cursor=json.dumps(now, ensure_ascii=False),
    )


def hash_of(marks: dict[str, str]) -> str:
    """A short hash of the state of the folder, so that the same state asks for one run only."""
    import hashlib

    return hashlib.sha256(json.dumps(marks, sort_keys=True).encode()).hexdigest()[:16]


@dg.schedule(
    job=ingest_reports,
    cron_schedule=NIGHTLY,
    execution_timezone=TIME_ZONE,
    description="每晚两点核对 raw/ 中全部文件并发布。",
)
def nightly(
    context: dg.ScheduleEvaluationContext, qingzhang: Warehouse
) -> dg.RunRequest | dg.SkipReason:
    """One run over every file; what was read before is not read again."""
    keys = sorted(_fingerprint(qingzhang))
    if not keys:
        return dg.SkipReason(f"{qingzhang.raw_path()} 中没有文件")
    known = list(context.instance.get_dynamic_partitions("report"))
    new = [key for key in keys if key not in set(known)]
    if new:
        context.instance.add_dynamic_partitions("report", new)
    return dg.RunRequest(tags=_range_tags([*known, *new], set(keys)))
