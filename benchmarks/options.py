"""Options that every script over labelled reports has: where they are, whose, how many at once."""

from __future__ import annotations

import argparse
from pathlib import Path

# The line that sums up all families.
ALL_FAMILIES = "全部"


def parser_of(doc: str | None, *, family: bool = True) -> argparse.ArgumentParser:
    """A parser with these options, described by the first line of a script's docstring."""
    parser = argparse.ArgumentParser(description=(doc or "").partition("\n")[0])
    parser.add_argument("--reports", type=Path, default=Path("../shared/reports"))
    parser.add_argument("--workers", type=int, default=2)
    if family:
        parser.add_argument("--family", help="only files whose path begins so")
    return parser
