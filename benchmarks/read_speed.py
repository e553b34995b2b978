"""Pages per second of one core: plain pdfplumber, the reading layer, bare PDFium.

    uv run python benchmarks/read_speed.py [folder] [--pages-per-file N] [--files TEXT ...]

Every page of every file unless told otherwise: plain pdfplumber then takes many minutes over a
hundred reports, so each file is told on stderr as it ends. For each file the same pages are read in
turn by each way, so that a busy machine slows all of them alike; all times are CPU seconds:

  a  plain pdfplumber: `extract_tables` on every page
  t  plain pdfplumber: the same, and `extract_text` on top
  b  the reading layer: `find_tables` and the text of all their cells
  l  the reading layer: `read_layout` (cells, and all text outside the tables)
  c  PDFium alone: page and text page loaded, text taken, objects counted

Memory is that of a process of its own that reads the largest file whole.
"""

from __future__ import annotations

import argparse
import collections
import ctypes
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2
from pypdfium2 import raw

from pipeline.read import open_pdf

ROOT = Path(__file__).resolve().parents[1]
ALL = "all"


Spent = dict[str, float]


def timed(way: str, read: Callable[[Path, list[int]], None]) -> Callable[[Path, list[int]], Spent]:
    """A way of reading that says its CPU seconds under its letter."""

    def measured(path: Path, numbers: list[int]) -> Spent:
        start = time.process_time()
        read(path, numbers)
        return {way: time.process_time() - start}

    return measured


def plain(path: Path, numbers: list[int]) -> Spent:
    """Plain pdfplumber, once: its tables, then its text, which profits from what the tables took."""
    start, for_text = time.process_time(), 0.0
    with pdfplumber.open(path) as pdf:
        for n in numbers:
            pdf.pages[n].extract_tables()
            before = time.process_time()
            pdf.pages[n].extract_text()
            for_text += time.process_time() - before
            pdf.pages[n].close()
    spent = time.process_time() - start
    return {"a": spent - for_text, "t": spent}


def tables(path: Path, numbers: list[int]) -> None:
    with open_pdf(path) as pdf:
        for n in numbers:
            page = pdf.page(n)
            for table in page.find_tables():
                table.extract()


def layout(path: Path, numbers: list[int]) -> None:
    with open_pdf(path) as pdf:
        for n in numbers:
            pdf.page(n).read_layout()


def bare(path: Path, numbers: list[int]) -> None:
    pdf = pypdfium2.PdfDocument(path)
    for n in numbers:
        page = raw.FPDF_LoadPage(pdf.raw, n)
        text = raw.FPDFText_LoadPage(page)
        total = raw.FPDFText_CountChars(text)
        raw.FPDFText_GetText(text, 0, total, (ctypes.c_ushort * (total * 2 + 2))())
        raw.FPDFPage_CountObjects(page)
        raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(page)
    pdf.close()


PLAIN = ("a", "t")
OURS: dict[str, Callable[[Path, list[int]], Spent]] = {
    "b": timed("b", tables),
    "l": timed("l", layout),
    "c": timed("c", bare),
}
# What a way is compared with: the like of it.
RATIOS = (("b", "a"), ("l", "a"), ("l", "t"), ("c", "a"))


def spread(count: int, wanted: int | None) -> list[int]:
    """Up to `wanted` pages evenly over a document."""
    if wanted is None or wanted >= count:
        return list(range(count))
    return sorted({i * count // wanted for i in range(wanted)})


def memory(path: str) -> float:
    """Peak memory in MB of a process that has read the whole file."""
    with open_pdf(path) as pdf:
        for page in pdf.pages():
            page.read_layout()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "reports")
    parser.add_argument("--pages-per-file", type=int, default=None)
    parser.add_argument("--files", nargs="*", default=[], help="files whose path contains one")
    parser.add_argument("--without-plain", action="store_true", help="leave out pdfplumber")
    args = parser.parse_args()
    paths = [
        p
        for p in sorted(args.folder.rglob("*.pdf"))
        if not args.files or any(part in str(p) for part in args.files)
    ]
    readers = [*([] if args.without_plain else [plain]), *OURS.values()]
    ways = [*(() if args.without_plain else PLAIN), *OURS]
    ratios = [pair for pair in RATIOS if set(pair) <= set(ways)]
    spent: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    # The first pages also pay for imports and compiled patterns.
    for read in readers:
        read(paths[0], [0, 1])
    for done, path in enumerate(paths, 1):
        family = path.relative_to(args.folder).parts[0]
        with open_pdf(path) as pdf:
            numbers = spread(pdf.page_count, args.pages_per_file)
        took: Spent = {"pages": len(numbers)}
        for read in readers:
            took |= read(path, numbers)
        for group in (family, ALL):
            spent[group].update(took)
        told = " ".join(f"{way} {took[way]:.1f}" for way in ways)
        print(f"{done}/{len(paths)} {path.name}: {len(numbers)} pages, {told}", file=sys.stderr)

    print(f"{'':12s}{'pages':>6s}" + "".join(f"{w + ' p/s':>9s}" for w in ways), end="")
    print("".join(f"{f'{w}/{base}':>8s}" for w, base in ratios))
    for group in [*sorted(g for g in spent if g != ALL), ALL]:
        row = spent[group]
        # Chinese family names are two columns a character.
        name = group + " " * max(0, 12 - sum(1 + (ord(c) > 255) for c in group))
        print(f"{name}{row['pages']:6.0f}", end="")
        print("".join(f"{row['pages'] / max(row[w], 1e-9):9.1f}" for w in ways), end="")
        print("".join(f"{row[base] / max(row[w], 1e-9):8.1f}" for w, base in ratios))
    print("CPU seconds in all: " + ", ".join(f"{w} {spent[ALL][w]:.0f}" for w in ways))

    largest = max(paths, key=lambda p: p.stat().st_size)
    longest = max(paths, key=lambda p: len(pypdfium2.PdfDocument(p)))
    for what, path in (("largest", largest), ("longest", longest)):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(f"peak memory, {what} file: {pool.apply(memory, (str(path),)):.0f} MB")


if __name__ == "__main__":
    main()
