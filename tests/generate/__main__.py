"""Write the sample report of `raw/` anew: `python -m tests.generate [FOLDER]`, from the root.

The sidecar beside it keeps its dates, so that a second run changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from tests.generate.guangdong import ReportSpec, default_spec, render_report

SAMPLE_FOLDER = Path("raw/sample")
DATE = "2026-02-06"


def file_name(spec: ReportSpec) -> str:
    return f"{spec.entity}{spec.year}年部门预算.pdf"


def write_sample(folder: Path) -> Path:
    """The report of `default_spec` and its sidecar; returns the report."""
    folder.mkdir(parents=True, exist_ok=True)
    spec = default_spec()
    report = render_report(spec, folder / file_name(spec))
    sidecar = {
        "source_url": None,
        "fetched_at": DATE,
        "published_on": DATE,
        "sha256": hashlib.sha256(report.read_bytes()).hexdigest(),
        "note": "generated: 虚构的部门，数字均为虚构；由 python -m tests.generate 生成",
    }
    report.with_name(f"{report.name}.meta.json").write_text(
        json.dumps(sidecar, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    return report


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE_FOLDER)
