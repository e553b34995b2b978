"""What is printed is what can be read back with an independent reader."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from pdfminer.pdftypes import PDFStream
from pdfplumber.utils.exceptions import PdfminerException

from tests.generate import noise
from tests.generate.__main__ import file_name, write_sample
from tests.generate.guangdong import (
    LOOKALIKES,
    default_spec,
    mixed_funds_spec,
    printed_tables,
    render_report,
    seed_like_spec,
)
from tests.generate.spec import ReportSpec

SPEC = default_spec()
LONGEST = "政务服务大厅综合窗口运行经费"


@contextmanager
def pages_of(path: Path) -> Iterator[Iterator[pypdfium2.PdfTextPage]]:
    """The characters of each page as PDFium gives them."""
    document = pypdfium2.PdfDocument(path)
    yield (page.get_textpage() for page in document)
    document.close()


def texts(path: Path) -> list[str]:
    """The text of each page, white space taken out."""
    with pages_of(path) as pages:
        return ["".join(page.get_text_range().split()) for page in pages]


def objects(path: Path) -> dict[int, tuple[str, bytes | None]]:
    """Every object of a file by its number: what it says, and what is in it unpacked."""
    with pdfplumber.open(path) as opened:
        document = opened.doc
        numbers = sorted({number for xref in document.xrefs for number in xref.get_objids()})
        found: dict[int, tuple[str, bytes | None]] = {}
        for number in numbers:
            made = document.getobj(number)
            if isinstance(made, PDFStream):
                said = {k: v for k, v in made.attrs.items() if k != "Length"}
                found[number] = (str(said), made.get_data())
            else:
                found[number] = (str(made), None)
        return found


def read_back(path: Path, spec: ReportSpec) -> tuple[list[list[str]], list[list[str]]]:
    """All body rows as printed and as read by plain pdfplumber, white space taken out."""
    tables = printed_tables(spec)
    printed = [
        ["".join(cell.split()) for cell in row.cells] for table in tables for row in table.rows
    ]
    header_rows = iter([max(map(len, table.columns)) for table in tables])
    read, depth = [], 0
    with pdfplumber.open(path) as document:
        for page in document.pages:
            for cells in page.extract_tables() if page.width > page.height else []:
                is_continued = "单位名称：" not in page.extract_text()
                if not is_continued:
                    depth = next(header_rows)
                skip = depth if spec.options.repeat_header or not is_continued else 0
                read += [["".join((cell or "").split()) for cell in row] for row in cells[skip:]]
    return printed, read


# Reading all cells takes seconds, so each report has as many options as go together.
@pytest.mark.parametrize(
    "options",
    [
        {"rotate_tables": True, "embed_font": True, "fullwidth_digits": True, "blank_zero": ""},
        {"thin_rects_as_lines": True, "repeat_header": False, "drop_tables": frozenset({7, 10})},
        {
            "doubled_hairlines": True,
            "blank_zero": "-",
            "unit": "元",
            "indent": "offset",
            "table_number_side": "right",
        },
    ],
    ids=str,
)
def test_cells_read_back_as_printed(tmp_path: Path, options: dict[str, Any]) -> None:
    spec = SPEC.with_options(**options)
    printed, read = read_back(render_report(spec, tmp_path / "r.pdf"), spec)
    assert read == printed


def test_cells_of_the_usual_report_read_back_as_printed(tmp_path: Path) -> None:
    printed, read = read_back(render_report(SPEC, tmp_path / "r.pdf"), SPEC)
    assert read == printed


def test_mixed_funds_read_back(tmp_path: Path) -> None:
    spec = mixed_funds_spec()
    printed, read = read_back(render_report(spec, tmp_path / "r.pdf"), spec)
    assert read == printed


@pytest.mark.reports
def test_seed_like_report_reads_back(tmp_path: Path, seed_cells: Path) -> None:
    spec = seed_like_spec(seed_cells)
    printed, read = read_back(render_report(spec, tmp_path / "r.pdf"), spec)
    assert read == printed


def test_objective_split_over_a_page_end(tmp_path: Path) -> None:
    projects = 12
    others = frozenset(range(1, projects))
    spec = SPEC.with_options(objective_split=LONGEST, drop_tables=others)
    printed, read = read_back(render_report(spec, tmp_path / "r.pdf"), spec)
    place = next(i for i, row in enumerate(printed) if row[0] == LONGEST)
    above, below = read[place], read[place + 1]
    assert [one + two for one, two in zip(above, below, strict=True)] == printed[place]
    assert above[1:8] == printed[place][1:8]
    assert below[8]
    assert read[:place] + read[place + 2 :] == printed[:place] + printed[place + 1 :]


def test_kangxi_lookalikes_are_in_the_text_layer_only(tmp_path: Path) -> None:
    honest = texts(render_report(SPEC, tmp_path / "honest.pdf"))
    lying = texts(render_report(SPEC.with_options(kangxi_lookalikes=True), tmp_path / "lying.pdf"))
    swapped = {ord(char): other for char, other in LOOKALIKES.items()}
    assert lying == [text.translate(swapped) for text in honest]
    assert "⽀出" in lying[3]


def test_watermark_stands_on_every_page(tmp_path: Path) -> None:
    spec = SPEC.with_options(watermark="仅供测试")
    with pages_of(render_report(spec, tmp_path / "r.pdf")) as pages:
        for page in pages:
            slanted = [
                page.get_text_range(index, 1)
                for index in range(page.count_chars())
                if pypdfium2.raw.FPDFText_GetCharAngle(page.raw, index)
            ]
            assert "".join(slanted) == "仅供测试"


def test_narrative_prints_its_overrides(tmp_path: Path) -> None:
    spec = replace(SPEC, narrative_overrides={"income": "9,999.99"})
    with pdfplumber.open(render_report(spec, tmp_path / "r.pdf")) as document:
        text = "".join(page.extract_text() for page in document.pages[-3:])
    assert "2026年本部门收入预算9,999.99万元，比上年增加256.76万" in text
    assert "支出预算4,738.03万元" in "".join(text.split())


def test_dropped_statement_stays_in_the_contents(tmp_path: Path) -> None:
    spec = SPEC.with_options(drop_tables=frozenset({8}))
    found = texts(render_report(spec, tmp_path / "r.pdf"))
    title = "财政拨款安排的行政经费及“三公”经费预算表"
    assert [index for index, text in enumerate(found) if title in text] == [1]


def test_same_spec_same_bytes(tmp_path: Path) -> None:
    one, two = (render_report(SPEC, tmp_path / name) for name in ("1.pdf", "2.pdf"))
    assert one.read_bytes() == two.read_bytes()


def test_sample_in_the_repository_is_what_the_generator_makes(tmp_path: Path, root: Path) -> None:
    """Compressed bytes depend on the zlib at hand, so the objects of both files are compared."""
    folder = root / "raw" / "sample"
    shipped = folder / file_name(SPEC)
    fresh = write_sample(tmp_path)
    sidecar = json.loads((folder / f"{shipped.name}.meta.json").read_text(encoding="utf-8"))
    assert sidecar["sha256"] == hashlib.sha256(shipped.read_bytes()).hexdigest()
    expected = json.loads((tmp_path / f"{fresh.name}.meta.json").read_text(encoding="utf-8"))
    assert {**expected, "sha256": None} == {**sidecar, "sha256": None}
    assert fresh.read_bytes() == render_report(SPEC, tmp_path / "r.pdf").read_bytes()
    assert objects(shipped) == objects(fresh)


# Noise


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return noise.write_all(tmp_path_factory.mktemp("noise"))


def test_noise_has_every_kind(files: dict[str, Path]) -> None:
    assert set(files) == set(noise.KINDS)
    assert files["zero_byte"].stat().st_size == 0


@pytest.mark.parametrize("kind", ["zero_byte", "truncated", "html_named_pdf", "text_named_pdf"])
def test_damaged_files_do_not_open(files: dict[str, Path], kind: str) -> None:
    if kind == "truncated":
        assert files[kind].read_bytes().startswith(b"%PDF")
        assert b"%%EOF" not in files[kind].read_bytes()
    else:
        with pytest.raises(pypdfium2.PdfiumError):
            pypdfium2.PdfDocument(files[kind])


def test_password_is_needed(files: dict[str, Path]) -> None:
    with pytest.raises(PdfminerException), pdfplumber.open(files["password"]):
        pass
    with pdfplumber.open(files["password"], password=noise.PASSWORD) as document:
        assert "岭南市" in document.pages[0].extract_text()


def test_scan_has_pictures_and_no_text(files: dict[str, Path]) -> None:
    with pdfplumber.open(files["scan"]) as document:
        assert all(page.images and not page.chars for page in document.pages)


@pytest.mark.parametrize("kind", ["narrative_only", "policy_notice"])
def test_text_without_tables(files: dict[str, Path], kind: str) -> None:
    with pdfplumber.open(files[kind]) as document:
        assert all(page.chars and not page.find_tables() for page in document.pages)


def test_long_text_has_its_pages(files: dict[str, Path]) -> None:
    document = pypdfium2.PdfDocument(files["long_text"])
    assert len(document) == noise.LONG_PAGES
    document.close()
