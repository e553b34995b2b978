"""Compares the reading layer with plain pdfplumber, page by page, cell by cell.

    uv run python benchmarks/read_identity.py [folder] [--limit N] [--only TEXT]

Plain pdfplumber is slow, so its result is kept under `benchmarks/out/` by the
content of each file.  Every page that differs is listed with its kind of
difference; the exit status is 1 if one of them has no explanation.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import hashlib
import json
import multiprocessing
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pdfplumber
from pdfplumber.page import Page

from pipeline.read import ReadError, open_pdf

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "benchmarks" / "out" / "pdfplumber"
NEAR = 0.5
# Two lines stand on top of each other; which of two characters at the same
# place comes first is decided by rounding beyond the sixth digit.
OVERPRINTED = "same characters, their order differs where lines are printed over each other"


def table_facts(page: Page) -> list[dict[str, Any]]:
    return [
        {
            "rows": [[c and [round(v, 3) for v in c] for c in row.cells] for row in table.rows],
            "text": table.extract(x_tolerance=3, y_tolerance=3),
        }
        for table in page.find_tables()
    ]


def page_facts(page: Page) -> dict[str, Any]:
    chars = [c["text"] for c in page.chars]
    return {
        "tables": table_facts(page),
        "chars": "".join(sorted("".join(c for c in chars if not c.isspace()))),
        "rotation": page.rotation,
        "size": [float(page.width), float(page.height)],
    }


def slow(path: Path) -> list[dict[str, Any]]:
    """Plain pdfplumber's facts about every page, from the cache if known."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    store = OUT / f"{digest}.json.gz"
    if store.exists():
        known: list[dict[str, Any]] = json.loads(gzip.decompress(store.read_bytes()))
        return known
    pages = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            try:
                pages.append(page_facts(page))
            except Exception as error:  # noqa: BLE001 - recorded, not hidden
                pages.append({"error": repr(error)})
            page.close()
    store.parent.mkdir(parents=True, exist_ok=True)
    part = store.with_suffix(".part")
    part.write_bytes(gzip.compress(json.dumps(pages, ensure_ascii=False).encode()))
    part.replace(store)
    return pages


def fast(path: Path) -> list[dict[str, Any]]:
    with open_pdf(path) as pdf:
        return [page_facts(page) for page in pdf.pages()]


def squeeze(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def compare_tables(ours: list[Any], theirs: list[Any]) -> list[str]:
    if len(ours) != len(theirs):
        return [f"{len(theirs)} tables in pdfplumber, {len(ours)} in ours"]
    notes = []
    for k, (a, b) in enumerate(zip(ours, theirs, strict=True)):
        shape_a = [len(r) for r in a["rows"]]
        shape_b = [len(r) for r in b["rows"]]
        if shape_a != shape_b:
            notes.append(
                f"table {k}: grid {len(shape_b)}x{shape_b[0]} in pdfplumber, "
                f"{len(shape_a)}x{shape_a[0]} in ours"
            )
            continue
        for r, (row_a, row_b) in enumerate(zip(a["rows"], b["rows"], strict=True)):
            for c, (cell_a, cell_b) in enumerate(zip(row_a, row_b, strict=True)):
                if (cell_a is None) != (cell_b is None):
                    notes.append(f"table {k} row {r} column {c}: merged in one only")
                elif cell_a and max(abs(x - y) for x, y in zip(cell_a, cell_b, strict=True)) > NEAR:
                    notes.append(f"table {k} row {r} column {c}: box {cell_b} / ours {cell_a}")
                elif squeeze(a["text"][r][c]) != squeeze(b["text"][r][c]):
                    if sorted(squeeze(a["text"][r][c])) == sorted(squeeze(b["text"][r][c])):
                        notes.append(f"{OVERPRINTED} (table {k} row {r} column {c})")
                        continue
                    notes.append(
                        f"table {k} row {r} column {c}: text "
                        f"{b['text'][r][c]!r} / ours {a['text'][r][c]!r}"
                    )
    return notes


def compare_chars(ours: str, theirs: str) -> tuple[str, str]:
    """Characters only pdfplumber has, and only ours has."""
    a, b = collections.Counter(ours), collections.Counter(theirs)
    return "".join(sorted((b - a).elements())), "".join(sorted((a - b).elements()))


def explain_chars(missing: str, extra: str) -> str:
    if not missing and not extra:
        return ""
    if unicodedata.normalize("NFKC", missing) and sorted(
        unicodedata.normalize("NFKC", missing)
    ) == sorted(unicodedata.normalize("NFKC", extra)):
        return "same text in other code points"
    if not extra:
        return "characters only in pdfplumber"
    if not missing:
        return "characters only in ours"
    return "different characters"


def compare(path: Path) -> dict[str, Any]:
    theirs = slow(path)
    try:
        ours = fast(path)
    except ReadError as error:
        return {"path": str(path), "error": str(error)}
    result: dict[str, Any] = {
        "path": str(path),
        "pages": 0,
        "tables": 0,
        "cells": 0,
        "same": 0,
        "same_chars": 0,
        "different": [],
    }
    if len(ours) != len(theirs):
        result["error"] = f"{len(theirs)} pages in pdfplumber, {len(ours)} in ours"
    for number, (a, b) in enumerate(zip(ours, theirs, strict=False), 1):
        result["pages"] += 1
        if "error" in b:
            result["different"].append([number, f"pdfplumber failed: {b['error']}", [], "", ""])
            continue
        result["tables"] += len(b["tables"])
        result["cells"] += sum(c is not None for t in b["tables"] for row in t["rows"] for c in row)
        notes = compare_tables(a["tables"], b["tables"])
        if max(abs(x - y) for x, y in zip(a["size"], b["size"], strict=True)) > NEAR:
            notes.append(f"page size {b['size']} / ours {a['size']}")
        missing, extra = compare_chars(a["chars"], b["chars"])
        result["same"] += not notes
        result["same_chars"] += not missing and not extra
        if notes or missing or extra:
            result["different"].append(
                [number, explain_chars(missing, extra), notes, missing, extra]
            )
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "reports")
    parser.add_argument("--only", default="", help="files whose path contains this")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--notes", type=int, default=3, help="notes shown per page")
    args = parser.parse_args()
    paths = [p for p in sorted(args.folder.rglob("*.pdf")) if args.only in str(p)]
    # Large files first, so that none is left running alone at the end.
    paths.sort(key=lambda p: -p.stat().st_size)
    total: collections.Counter[str] = collections.Counter()
    kinds: collections.Counter[str] = collections.Counter()
    unexplained = 0
    with multiprocessing.get_context("spawn").Pool(args.processes, maxtasksperchild=4) as pool:
        for result in pool.imap(compare, paths):
            name = Path(result["path"]).relative_to(args.folder)
            if "error" in result:
                print(f"{name}: {result['error']}")
            for key in ("pages", "tables", "cells", "same", "same_chars"):
                total[key] += result.get(key, 0)
            for number, kind, notes, missing, extra in result.get("different", []):
                explained = not kind and all(n.startswith(OVERPRINTED) for n in notes)
                label = kind or (OVERPRINTED if explained else "tables differ")
                kinds[label] += 1
                unexplained += not explained
                print(f"{name} page {number}: {label}")
                if missing or extra:
                    print(f"    only pdfplumber {missing[:60]!r}, only ours {extra[:60]!r}")
                for note in notes[: args.notes]:
                    print(f"    {note}")
                if len(notes) > args.notes:
                    print(f"    and {len(notes) - args.notes} more")
            sys.stdout.flush()
    print(
        f"pages {total['pages']}, tables {total['tables']}, cells {total['cells']}; "
        f"tables identical on {total['same']} pages, "
        f"characters identical on {total['same_chars']} pages"
    )
    for kind, count in kinds.most_common():
        print(f"  {count:5d} pages: {kind}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
