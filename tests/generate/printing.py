"""Reports as files for tests that are about something else than the typesetting.

Belongs here: typesetting the same spec once in a process. Does not belong here: the typesetting
itself (`guangdong`), which its own tests call directly.
"""

from __future__ import annotations

from pathlib import Path

from tests.generate import guangdong
from tests.generate.spec import ReportSpec

_PRINTED: dict[str, bytes] = {}


def render_report(spec: ReportSpec, out: Path) -> Path:
    """`guangdong.render_report`, which gives the same bytes for the same spec: made once, copied."""
    key = repr(spec)
    if key not in _PRINTED:
        _PRINTED[key] = guangdong.render_report(spec, out).read_bytes()
    out.write_bytes(_PRINTED[key])
    return out
