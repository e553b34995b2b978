"""When reports are ingested: a sensor on the raw folder and a nightly schedule.

Both start one run for all the files it concerns; a run reads them with a process pool inside. What
reviewers decide about a report concerns its file as much as a change of the file does.

Belongs here: the job, its sensor and its schedule.
Does not belong here: assets, checks.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence

import dagster as dg

from assets.partitions import partition_key, reports_partitions
from assets.reports import staged_report, warehouse
from pipeline.config import acceptances_file
from pipeline.reconcile.acceptances import MalformedAcceptances, load_acceptances
from pipeline.report.extracted import report_key_of
from pipeline.resources import Warehouse
from pipeline.sources import printable
from pipeline.stage.ledger import all_sources

# Tags by which Dagster runs a contiguous range of partitions in one run.
RANGE_START = "dagster/asset_partition_range_start"
RANGE_END = "dagster/asset_partition_range_end"
NIGHTLY = "0 2 * * *"
TIME_ZONE = "Asia/Shanghai"
# Where the cursor keeps what reviewers had decided at the last look; no file has this key.
DECISIONS = ""

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


def _decisions() -> dict[str, str]:
    """Key of a file's first report to the version of what reviewers decided about the file.

    Raises `MalformedAcceptances`.
    """
    entries = load_acceptances(acceptances_file())
    # Further reports of a file have its key with a number.
    files = sorted({report_key.partition("-")[0] for report_key in entries.by_report})
    return {key: entries.version(key) for key in files}


def _files_of(report_keys: set[str], qingzhang: Warehouse) -> dict[str, set[str]]:
    """Report key to the partitions that hold it now, for each of these reports ever read."""
    if not report_keys:
        return {}
    raw = qingzhang.raw_path()
    partitions = {printable(str(f.resolve())): partition_key(f, raw) for f in qingzhang.files()}
    holding: defaultdict[str, set[str]] = defaultdict(set)
    for entry in all_sources(qingzhang.home()):
        report_key = report_key_of(entry.sha256)
        if report_key in report_keys:
            holding[report_key] |= {partitions[entry.path]} if entry.path in partitions else set()
    return holding


def _range_tags(known: Sequence[str], wanted: set[str]) -> dict[str, str]:
    """Tags for the shortest range of partitions that holds all wanted ones.

    Unchanged reports within the range cost a look at their bytes, they are not read again.
    """
    positions = [number for number, key in enumerate(known) if key in wanted]
    return {RANGE_START: known[positions[0]], RANGE_END: known[positions[-1]]}


@dg.sensor(
    job=ingest_reports,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="raw/ 中有新文件或改动，或审核记录（acceptances.csv）有增删改时，登记分区并启动一次入库。",
)
def raw_folder(
    context: dg.SensorEvaluationContext, qingzhang: Warehouse
) -> dg.SensorResult | dg.SkipReason:
    """Ask for one run over all files that are new, changed or decided about since the last look."""
    seen: dict[str, object] = json.loads(context.cursor) if context.cursor else {}
    decisions = seen.get(DECISIONS)
    before: dict[str, str] = decisions if isinstance(decisions, dict) else {}
    try:
        decided = _decisions()
    except MalformedAcceptances as error:
        # A run would fail on it too; the cursor stays, so nothing is missed once it is mended.
        return dg.SkipReason(str(error))
    concerned = {key for key in before | decided if before.get(key) != decided.get(key)}
    read = _files_of(concerned, qingzhang)
    now = _fingerprint(qingzhang)
    changed = {key for key, mark in now.items() if seen.get(key) != mark}
    changed.update(*read.values())
    if not changed:
        return dg.SkipReason("没有新文件，没有改动，也没有新的审核决定")
    # A decision about a report that was never read stays new until it was.
    known_decisions = {k: v for k, v in decided.items() if k not in concerned or k in read}
    cursor = json.dumps({**now, DECISIONS: known_decisions}, ensure_ascii=False)
    known = list(context.instance.get_dynamic_partitions("report"))
    new = sorted(changed - set(known))
    return dg.SensorResult(
        dynamic_partitions_requests=[reports_partitions.build_add_request(new)] if new else [],
        run_requests=[
            dg.RunRequest(
                run_key=f"{len(changed)}:{hash_of(cursor)}",
                tags=_range_tags([*known, *new], changed),
            )
        ],
        cursor=cursor,
    )


def hash_of(cursor: str) -> str:
    """A short hash of the state of the folder, so that the same state asks for one run only."""
    return hashlib.sha256(cursor.encode()).hexdigest()[:16]


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
