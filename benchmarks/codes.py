"""Codes over real reports: printed, known, named alike; conflicts one by one; one city left out.

    uv run python benchmarks/codes.py [--reports ../shared/reports] [--family 广州] [--show]

Needs a folder of reports with a `labels.csv` (file, kind, city). Two views of each report:

- *scanned*: every row of every table whose head speaks of 科目 (and not of projects or what is bought),
  in any style of print (a code column, a code and its name in one cell, 类/款/项 in three columns),
  nothing interpreted. It sees codes the interpretation may miss, and now and then a name that is no
  name of a code.
- *interpreted*: the coded rows of statements, and the signals on them. A `code_name_conflict` here
  is either an error in the source or one of ours; each is printed.

`--show` prints each scanned code that is not listed and each scanned name that disagrees. The last
table leaves one city out: rows of the lists whose only evidence are that city's reports are taken
away (rows with the evidence `known` or a notice stay), and its codes are looked up again; the
column beside it takes away every row that has no other evidence than reports. Both flatter the
lists as far as what is `known` was written with reports of the same city in view.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.options import parser_of
from pipeline.domain.lexicon import SCHEMAS, load_lexicon
from pipeline.domain.text import squeeze
from pipeline.grid.assembly import assemble
from pipeline.grid.printed_table import GridDocument, PrintedTable
from pipeline.interpret.codes import NameBook, code_signals
from pipeline.read import ReadError, open_pdf
from pipeline.report.interpretation import interpret_tables
from tests.reports.labels import Label, family_of, read_labels

SCHEMES = {"2": "function", "3": "department", "5": "government"}
HEAD_ROWS = 6
# Beside the code of their function such tables print projects or what is bought, not its name.
OTHER_NAMES = ("项目名称", "采购")

_CODE = re.compile(r"^\d{3}(?:\d{2}){0,2}$")
_CLASS = re.compile(r"^(?:20[1-9]|2[12]\d|23[0-4]|30[1-9]|31[0-3]|399|50[1-9]|51[0-5]|599)")
_GLUED = re.compile(r"^[\[【〔(（]?(\d{3}(?:\d{2}){0,2})[\]】〕)）]?[-－—–_.:：]*([一-鿿“].*)$")
_PAIR = re.compile(r"^\d\d$")
_NAME = re.compile(r"[一-鿿].*[一-鿿]")

Printed = tuple[str, str, str]  # scheme, code, name


@dataclass
class Result:
    """One report: what was scanned and interpreted of it."""

    label: Label
    scanned: Counter[Printed] = field(default_factory=Counter)
    interpreted: Counter[Printed] = field(default_factory=Counter)
    signals: list[tuple[str, int | None, str]] = field(default_factory=list)


def _plausible(code: str) -> bool:
    return bool(_CODE.match(code) and _CLASS.match(code)) and (code[0] == "2" or len(code) < 7)


def row_codes(cells: Sequence[str]) -> Iterator[Printed]:
    """(scheme, code, name) of a row's cell texts, in all styles of print."""
    texts = [text for text in map(squeeze, cells) if text]
    at = 0
    while at < len(texts):
        text = texts[at]
        at += 1
        glued = _GLUED.match(text)
        if glued:
            if _plausible(glued[1]):
                yield SCHEMES[glued[1][0]], glued[1], glued[2]
            continue
        if not (_CODE.match(text) and _CLASS.match(text)):
            continue
        code, following = text, at
        if len(code) == 3:
            while following < len(texts) and _PAIR.match(texts[following]) and len(code) < 7:
                code += texts[following]
                following += 1
        name = texts[following] if following < len(texts) else ""
        if _plausible(code) and _NAME.search(name) and not _GLUED.match(name):
            yield SCHEMES[code[0]], code, name
            at = following + 1


def scan(document: GridDocument) -> Counter[Printed]:
    """All codes with names in tables whose head speaks of 科目."""

    def is_classified(table: PrintedTable) -> bool:
        head = "".join(text for row in table.rows[:HEAD_ROWS] for text in row.texts())
        head = squeeze(head)
        return "科目" in head and not any(word in head for word in OTHER_NAMES)

    return Counter(
        printed
        for table in document.tables
        if is_classified(table)
        for row in table.rows
        if not row.is_repeated_header
        for printed in row_codes(row.texts())
    )


def examine(root: Path, label: Label) -> Result:
    """Read, scan and interpret one file; a file that is no document gives an empty result."""
    lexicon = load_lexicon()
    result = Result(label)
    try:
        with open_pdf(root / label["file"]) as pdf:
            document = assemble([page.read_layout() for page in pdf.pages(on_damaged=print)])
    except ReadError:
        return result
    result.scanned = scan(document)
    statements, _, _ = interpret_tables(document, lexicon)
    for statement in statements:
        for row in statement.rows:
            if row.role == "code" and row.code and row.scheme and row.name:
                result.interpreted[row.scheme, row.code, row.name] += 1
    result.signals = [
        (signal.signal, signal.page_number, signal.message)
        for signal in code_signals(statements, lexicon)
    ]
    return result


def evidence_kinds() -> dict[tuple[str, str], bool]:
    """(scheme, code) to whether anything but reports speaks for it."""
    found: dict[tuple[str, str], bool] = {}
    for name in ("function_codes.csv", "econ_codes.csv"):
        with (SCHEMAS / "codes" / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                key = (row.get("scheme", "function"), row["code"])
                stands = any(word in row["evidence"] for word in ("known", "notice"))
                found[key] = found.get(key, False) or stands
    return found


def share(part: int, whole: int) -> str:
    """`part/whole` and per cent, or a dash."""
    return f"{part}/{whole} {part / whole:7.2%}" if whole else "-"


def line(name: str, printed: Counter[Printed], book: NameBook, conflicts: int) -> str:
    """Distinct codes, known, pairs that agree, provisional, conflicts signalled."""
    codes = {(scheme, code) for scheme, code, _ in printed}
    known = {key for key in codes if book.knows(*key)}
    pairs = [p for p in printed if book.knows(p[0], p[1])]
    agreeing = sum(book.agrees(*pair) for pair in pairs)
    return (
        f"{name:14} codes known {share(len(known), len(codes)):>18}   names agree "
        f"{share(agreeing, len(pairs)):>18}   provisional {len(codes) - len(known):3}   "
        f"conflicts {conflicts}"
    )


def left_out(results: Sequence[Result], book: NameBook) -> Iterator[str]:
    """A line a city: its codes known without the rows only it speaks for; known without reports."""
    stands = evidence_kinds()
    cities: dict[tuple[str, str], set[str]] = defaultdict(set)
    by_city: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for result in results:
        for scheme, code, name in result.scanned:
            # What is no classification (a project beside its function's code) is no evidence.
            if not book.knows(scheme, code) or book.agrees(scheme, code, name):
                cities[scheme, code].add(result.label["city"])
                by_city[result.label["city"]].add((scheme, code))
    for city, codes in sorted(by_city.items()):
        listed = {key for key in codes if book.knows(*key)}
        others = {key for key in listed if stands[key] or cities[key] - {city}}
        alone = {key for key in listed if stands[key]}
        missing = " ".join(code for _, code in sorted(codes - others)[:12])
        yield (
            f"{city:10} {share(len(others), len(codes)):>18}   without any report "
            f"{share(len(alone), len(codes)):>18}   {missing}"
        )


def main() -> None:
    """Print the tables."""
    parser = parser_of(__doc__)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    labels = read_labels(options.reports, family=options.family, reports_only=True)
    with ProcessPoolExecutor(options.workers) as pool:
        results = list(pool.map(examine, [options.reports] * len(labels), labels))

    book = NameBook(load_lexicon().code_names)
    families: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        families[family_of(result.label)].append(result)
    for view in ("scanned", "interpreted"):
        print(f"\n{view}")
        for name, group in [*sorted(families.items()), ("all", results)]:
            printed: Counter[Printed] = Counter()
            for result in group:
                printed.update(getattr(result, view))
            conflicts = sum(s[0] == "code_name_conflict" for r in group for s in r.signals)
            print(line(name, printed, book, conflicts))

    print("\nsignals of the interpretation")
    for result in results:
        for signal, page, message in result.signals:
            print(f"{result.label['file']} p{page} {signal}: {message}")
    if options.show:
        print("\nscanned, not listed or named otherwise")
        seen: dict[Printed, list[str]] = defaultdict(list)
        for result in results:
            for printed_name in result.scanned:
                seen[printed_name].append(result.label["file"])
        for (scheme, code, name), files in sorted(seen.items()):
            if not book.knows(scheme, code) or not book.agrees(scheme, code, name):
                listed = "/".join(sorted(book.names.get((scheme, code), ()))) or "(not listed)"
                print(f"{code} {name[:40]} | {listed} | {len(files)}: {files[0]}")
    print("\none city left out")
    for text in left_out(results, book):
        print(text)


if __name__ == "__main__":
    main()
