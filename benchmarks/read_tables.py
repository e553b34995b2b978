"""What reading and joining make of each report: tables, parts, numbers left outside.

    uv run python benchmarks/read_tables.py [folder] [--family TEXT] [--all] [--details]

For each budget and final-accounts report of `labels.csv` (all files with `--all`):

  tables    joined tables, beside the number labelled as budget tables (performance forms and
            tables of the narrative come on top)
  parts     tables page by page; `cut` are pages that begin with a table without a header or a
            title of its own that was not joined to the one before
  stray     lines outside all tables that are nothing but an amount, on pages with tables
  hidden    lines that are written but not seen
  T0        numbers of pages with tables that are in cells or lines, of those PDFium's text has
  lost      characters of cells that are in no cell of the joined tables
"""

from __future__ import annotations

import argparse
import collections
import multiprocessing
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.domain.text import join_lines, squeeze
from pipeline.grid.assembly import assemble
from pipeline.grid.printed_table import GridDocument
from pipeline.grid.row_texts import is_data
from pipeline.read import PageLayout, ReadError, open_pdf
from pipeline.read.pdf.reference_text import plain_text
from pipeline.read.reading import unreadable_share
from pipeline.reconcile.tokens import count_tokens
from tests.reports.labels import read_labels

ROOT = Path(__file__).resolve().parents[1]
AMOUNT = re.compile(r"^[-−(（]?\d[\d,]*\.\d+[)）]?$")
COUNTED = ("pages", "tables", "labelled", "parts", "cut", "stray", "hidden", "printed", "conserved")


def measure(job: tuple[Path, str]) -> dict[str, Any]:
    path, labelled = job
    layouts: list[PageLayout] = []
    texts: dict[int, str] = {}
    try:
        with open_pdf(path) as file:
            for page in file.pages(on_damaged=lambda error: None):
                layout = page.read_layout()
                layouts.append(layout)
                if layout.tables:
                    texts[layout.page_number] = plain_text(page)
    except ReadError as error:
        return {"path": path, "error": str(error)}
    document = assemble(layouts)
    counts = [count_tokens(n, texts[n], found(layouts, n)) for n in sorted(texts)]
    stray = [
        (page.page_number, line.text)
        for page in document.pages
        if page.table_ordinals
        for line in page.lines
        if not line.is_furniture and AMOUNT.match(squeeze(line.text))
    ]
    cut = list(headless(document))
    return {
        "path": path,
        "pages": len(layouts),
        "tables": len(document.tables),
        "labelled": int(labelled or 0),
        "parts": sum(len(layout.tables) for layout in layouts),
        "cut": len(cut),
        "stray": len(stray),
        "hidden": sum(line.hidden for layout in layouts for line in layout.lines),
        "printed": sum(count.printed for count in counts),
        "conserved": sum(count.conserved for count in counts),
        "lost": lost(layouts, document),
        "unreadable": unreadable_share(layouts),
        "details": [
            *(f"page {n}: amount {text} in no table" for n, text in stray),
            *(f"page {n}: table begins without header or title" for n in cut),
            *(
                f"page {c.page_number}: {c.missing[:5]} missing, {c.extra[:5]} extra"
                for c in counts
                if c.missing or c.extra
            ),
        ],
    }


def found(layouts: list[PageLayout], number: int) -> list[str]:
    layout = next(layout for layout in layouts if layout.page_number == number)
    cells = [c.text for t in layout.tables for row in t.rows for c in row if c is not None]
    return cells + [line.text for line in layout.lines]


def headless(document: GridDocument) -> Iterator[int]:
    """Pages that begin with a table whose first filled row has amounts and nothing above it."""
    for table in document.tables:
        first = next((row for row in table.rows if any(row.texts())), None)
        if first is not None and not table.above and is_data(t for t in first.texts() if t):
            yield first.page_number


def lost(layouts: list[PageLayout], document: GridDocument) -> int:
    raw = collections.Counter(
        "".join(
            squeeze(join_lines(c.text))
            for layout in layouts
            for table in layout.tables
            for row in table.rows
            for c in row
            if c is not None
        )
    )
    kept = collections.Counter("".join(squeeze(c.text) for t in document.tables for c in t.cells()))
    return sum((raw - kept).values())


def jobs(folder: Path, family: str, *, everything: bool) -> list[tuple[Path, str]]:
    return [
        (folder / row["file"], row["n_tables"])
        for row in read_labels(folder, reports_only=not everything)
        if family in row["file"]
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "reports")
    parser.add_argument("--family", default="")
    parser.add_argument("--all", action="store_true", help="noise too")
    parser.add_argument("--details", action="store_true")
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    families: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    with multiprocessing.get_context("spawn").Pool(args.processes) as pool:
        for result in pool.imap(measure, jobs(args.folder, args.family, everything=args.all)):
            path = Path(str(result["path"])).relative_to(args.folder)
            if "error" in result:
                print(f"{path}: {result['error']}")
                continue
            print(
                f"{path}: tables {result['tables']} (labelled {result['labelled']}), parts "
                f"{result['parts']}, cut {result['cut']}, stray {result['stray']}, hidden "
                f"{result['hidden']}, T0 {result['conserved']}/{result['printed']}, lost "
                f"{result['lost']}, unreadable {result['unreadable']:.4f}"
            )
            if args.details:
                for line in result["details"]:
                    print(f"    {line}")
            own = families[path.parts[0]]
            for key in (*COUNTED, "lost"):
                own[key] += int(str(result[key]))
            sys.stdout.flush()
    for family, own in sorted(families.items()):
        share = own["conserved"] / own["printed"] if own["printed"] else 1.0
        print(family, *(f"{key} {own[key]}" for key in (*COUNTED, "lost")), f"T0 {share:.3%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
