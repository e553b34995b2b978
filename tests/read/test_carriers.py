"""Workbooks, Word files and web pages, as pages with lines and tables."""

from __future__ import annotations

import contextlib
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet
from xlwt.CompoundDoc import XlsDoc
from xlwt.Style import XFStyle, easyxf
from xlwt.Workbook import Workbook as OldWorkbook

from pipeline.read import (
    Carrier,
    DamagedDocument,
    NotADocument,
    NothingPrinted,
    PasswordRequired,
    PictureOnly,
    Reading,
    TooLarge,
    UnsupportedCarrier,
    read_document,
    sniff,
)
from pipeline.read.office.number_format import shown
from pipeline.read.office.second_reading import texts_by_page
from pipeline.reconcile.tokens import count_tokens

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def tables(reading: Reading) -> list[list[list[str | None]]]:
    """Texts of all tables, None where a merged cell covers."""
    return [
        [[None if cell is None else cell.text for cell in row] for row in table.rows]
        for page in reading.layouts
        for table in page.tables
    ]


def lines(reading: Reading) -> list[str]:
    return [line.text for page in reading.layouts for line in page.lines]


def losses(reading: Reading) -> list[str]:
    """Numbers that one of the two readings has and the other has not."""
    result: list[str] = []
    for page in reading.layouts:
        if page.page_number not in reading.texts:
            assert not page.tables
            continue
        found = [line.text for line in page.lines]
        found += [c.text for t in page.tables for row in t.rows for c in row if c is not None]
        count = count_tokens(page.page_number, reading.texts[page.page_number], found)
        result += [*count.missing, *count.extra]
    return result


# Which carrier a file is


@pytest.mark.parametrize(
    ("data", "carrier"),
    [
        (b"{\\rtf1\\ansi x}", Carrier.RTF),
        (
            b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook>",
            Carrier.XML_OFFICE,
        ),
        (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body>', Carrier.HTML),
        ("<table><tr><td>预算</td></tr></table>".encode("gbk"), Carrier.HTML),
        ("\ufeff<html><body>预算</body></html>".encode("utf-16-le"), Carrier.HTML),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", Carrier.MHTML),
        (b"\xff\xd8\xff\xe0 JFIF", Carrier.IMAGE),
    ],
)
def test_carrier_by_content(data: bytes, carrier: Carrier) -> None:
    assert sniff(data) is carrier


def zipped(path: Path, parts: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("part", "carrier"),
    [
        ("xl/workbook.bin", Carrier.XLSB),
        ("OFD.xml", Carrier.OFD),
        ("META-INF/manifest.xml", Carrier.ODF),
        ("ppt/presentation.xml", Carrier.SLIDES),
        ("附件/xl/workbook.xml", Carrier.ZIP),
        ("2026年预算.pdf", Carrier.ZIP),
    ],
)
def test_carrier_of_a_package(part: str, carrier: Carrier, tmp_path: Path) -> None:
    assert sniff(zipped(tmp_path / "a.pdf", {part: b"x"})) is carrier


def ole(path: Path, name: str, body: bytes = b"\0" * 5000) -> Path:
    """A compound file with one stream of this name."""
    XlsDoc().save(str(path), body)
    data = path.read_bytes()
    old, new = ("Workbook\0".encode("utf-16-le"), f"{name}\0".encode("utf-16-le"))
    at = data.index(old)
    entry = new.ljust(64, b"\0") + struct.pack("<H", len(new))
    path.write_bytes(data[:at] + entry + data[at + 66 :])
    return path


@pytest.mark.parametrize(
    ("make", "error", "looks_like"),
    [
        (lambda p: ole(p, "WordDocument"), UnsupportedCarrier, "doc"),
        (lambda p: zipped(p, {"OFD.xml": b"x"}), UnsupportedCarrier, "ofd"),
        (lambda p: zipped(p, {"a.pdf": b"x"}), NotADocument, "zip"),
        (lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99), PictureOnly, "image"),
        (lambda p: p.write_text("岭南市预算\n" * 20), NotADocument, "text"),
    ],
)
def test_what_is_not_read_says_what_it_is(
    make: Callable[[Path], object], error: type[NotADocument], looks_like: str, tmp_path: Path
) -> None:
    make(tmp_path / "a.xlsx")
    with pytest.raises(NotADocument) as caught:
        read_document(tmp_path / "a.xlsx")
    assert type(caught.value) is error
    assert caught.value.looks_like == looks_like


def test_encrypted_office_file_needs_a_password(tmp_path: Path) -> None:
    with pytest.raises(PasswordRequired):
        read_document(ole(tmp_path / "a.xlsx", "EncryptedPackage"))


def test_encrypted_old_workbook_needs_a_password(tmp_path: Path) -> None:
    book = OldWorkbook()
    book.add_sheet("a").write(0, 0, 1)
    stream = book.get_biff_data()
    length = 4 + struct.unpack("<H", stream[2:4])[0]
    filepass = struct.pack("<HH", 0x2F, 6) + b"\0\0\1\2\3\4"
    XlsDoc().save(str(tmp_path / "a.xls"), stream[:length] + filepass + stream[length:])
    with pytest.raises(PasswordRequired):
        read_document(tmp_path / "a.xls")


# Number formats


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1234.5600000001, "General", "1234.56"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.333333333"),
        (123456789.12, "General", "123456789.12"),
        (2010301.0, "General", "2010301"),
        (1234.5649999999999, "#,##0.00", "1,234.57"),
        (12.345, "0.00", "12.35"),
        (0, "#,##0.00", "0.00"),
        (0, "0.00;-0.00;;@", ""),
        (0, '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', "-"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (-5, "#,##0.00;[Red]-#,##0.00", "-5.00"),
        (0.1234, "0.00%", "12.34%"),
        (12345.6, '0!.0,"万"', "1.2万"),
        (1234567, "#,##0,", "1,235"),
        (3, "000", "003"),
        (150, "[>100]0.0;0.00", "150.0"),
        (45292, 'yyyy"年"m"月"d"日"', "2024年1月1日"),
        (45292.5, "yyyy/m/d h:mm", "2024/1/1 12:00"),
        (45292, "[$-F800]dddd\\,\\ mmmm\\ dd", "2024年1月1日"),
        ("30101", "@", "30101"),
        (True, "General", "TRUE"),
        (float("nan"), "0.00", "nan"),
        (1e300, "#,##0.00", "1.00000E+300"),
    ],
)
def test_number_as_its_format_shows_it(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


# Workbooks


def active(book: openpyxl.Workbook) -> Worksheet:
    """The sheet a new workbook has."""
    assert isinstance(book.active, Worksheet)
    return book.active


def fill(sheet: Worksheet, rows: Sequence[Sequence[str | float | None]], top: int = 1) -> None:
    for r, row in enumerate(rows, start=top):
        for c, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(r, c, value)


FINAL: list[list[str | float | None]] = [
    ["收入支出决算总表"],
    [None, None, None, "公开01表"],
    ["部门：岭南市水务局", None, None, "金额单位：万元"],
    ["收入", None, "支出"],
    ["项目", "决算数", "项目", "决算数"],
    ["一、一般公共预算财政拨款收入", 1234.5, "一、教育支出", 1000],
    [None, None, "二、农林水支出", 234.5],
    ["本年收入合计", 1234.5, "本年支出合计", 1234.5],
    ["注：本表反映部门本年度的总收支情况。"],
]


def final(sheet: Worksheet, top: int = 1, *, ruled: bool) -> None:
    fill(sheet, FINAL, top)
    for first, last in (("A", "D"),):
        sheet.merge_cells(f"{first}{top}:{last}{top}")
        sheet.merge_cells(f"{first}{top + 8}:{last}{top + 8}")
    sheet.merge_cells(f"A{top + 3}:B{top + 3}")
    sheet.merge_cells(f"C{top + 3}:D{top + 3}")
    for row in sheet[f"A{top + 3}:D{top + 7}"]:
        for cell in row:
            if ruled:
                cell.border = BOX
            if isinstance(cell.value, int | float):
                cell.number_format = "#,##0.00"


FINAL_TABLE = [
    ["收入", None, "支出", None],
    ["项目", "决算数", "项目", "决算数"],
    ["一、一般公共预算财政拨款收入", "1,234.50", "一、教育支出", "1,000.00"],
    ["", "", "二、农林水支出", "234.50"],
    ["本年收入合计", "1,234.50", "本年支出合计", "1,234.50"],
]


@pytest.mark.parametrize("ruled", [True, False])
def test_title_unit_and_note_are_lines_around_the_table(ruled: bool, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    final(active(book), ruled=ruled)
    active(book).title = "GK01"
    book.save(tmp_path / "a.bin")
    reading = read_document(tmp_path / "a.bin")
    assert tables(reading) == [FINAL_TABLE]
    assert lines(reading) == [
        "GK01",
        "收入支出决算总表",
        "公开01表",
        "部门：岭南市水务局",
        "金额单位：万元",
        "注：本表反映部门本年度的总收支情况。",
    ]
    (page,) = reading.layouts
    bottom = max(line.bottom for line in page.lines[:5])
    assert bottom < page.tables[0].top < page.tables[0].bottom < page.lines[5].top
    assert not losses(reading)


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("gap", [0, 1, 3])
def test_several_tables_on_one_sheet(ruled: bool, gap: int, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for k in range(3):
        final(active(book), 1 + k * (9 + gap), ruled=ruled)
    book.save(tmp_path / "a.xlsx")
    reading = read_document(tmp_path / "a.xlsx")
    assert tables(reading) == [FINAL_TABLE] * 3
    assert lines(reading).count("收入支出决算总表") == 3
    assert lines(reading).count("金额单位：万元") == 3


def test_rows_after_an_empty_row_go_on_with_the_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(
        active(book),
        [["科目", "预算"], ["教育支出", 12.5], [], ["科学支出", 7.5], ["合计", 20]],
    )
    book.save(tmp_path / "a.xlsx")
    (table,) = tables(read_document(tmp_path / "a.xlsx"))
    assert [row[0] for row in table] == ["科目", "教育支出", "", "科学支出", "合计"]


def test_ruled_empty_row_stays_in_its_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(active(book), [["科目", "预算"], ["教育支出", 12.5], [None, None], ["合计", 12.5]])
    for row in active(book)["A1:B4"]:
        for cell in row:
            cell.border = BOX
    book.save(tmp_path / "a.xlsx")
    assert [len(table) for table in tables(read_document(tmp_path / "a.xlsx"))] == [4]


def test_figures_beside_a_ruled_table_are_lines(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    final(active(book), ruled=True)
    active(book)["F7"] = 0.25
    active(book)["H8"] = "核对无误"
    book.save(tmp_path / "a.xlsx")
    reading = read_document(tmp_path / "a.xlsx")
    assert tables(reading) == [FINAL_TABLE]
    assert {"0.25", "核对无误"} < set(lines(reading))
    assert not losses(reading)


def test_last_column_without_lines_is_in_the_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(active(book), [["科目", "基本", "项目"], ["教育", 1, 2], ["科学", 3, 4], ["合计", 4, 6]])
    for row in active(book)["A1:B4"]:
        for cell in row:
            cell.border = BOX
    book.save(tmp_path / "a.xlsx")
    assert tables(read_document(tmp_path / "a.xlsx"))[0][3] == ["合计", "4", "6"]


def test_statement_without_rows_is_a_table_of_its_headings(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(
        active(book),
        [["政府性基金预算支出表"], ["科目编码", "科目名称", "小计"], [None] * 3, ["注：无。"]],
    )
    active(book).merge_cells("A1:C1")
    for row in active(book)["A2:C3"]:
        for cell in row:
            cell.border = BOX
    book.save(tmp_path / "a.xlsx")
    reading = read_document(tmp_path / "a.xlsx")
    assert tables(reading) == [[["科目编码", "科目名称", "小计"]]]
    assert lines(reading) == ["Sheet", "政府性基金预算支出表", "注：无。"]


def test_heading_over_several_columns_is_no_title(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(
        active(book),
        [["科目", "本年支出"], [None, "基本支出", "项目支出"], ["教育支出", 1, 2], ["合计", 1, 2]],
    )
    active(book).merge_cells("A1:A2")
    active(book).merge_cells("B1:C1")
    book.save(tmp_path / "a.xlsx")
    (table,) = tables(read_document(tmp_path / "a.xlsx"))
    assert table[0] == ["科目", "本年支出", None]
    assert table[1] == [None, "基本支出", "项目支出"]


def test_text_without_a_table_is_lines(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(active(book), [["2026年"], ["岭南市水务局部门预算"], [], ["第一部分 概况"]])
    book.save(tmp_path / "a.xlsx")
    reading = read_document(tmp_path / "a.xlsx")
    assert not tables(reading)
    assert lines(reading)[1:] == ["2026年", "岭南市水务局部门预算", "第一部分 概况"]


def test_indent_is_the_alignment_or_leading_blanks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(
        active(book),
        [["科目", "预算"], ["教育", 1], ["　普通教育", 1], ["    小学教育", 1], ["深", 1]],
    )
    active(book)["A5"].alignment = Alignment(indent=3)
    book.save(tmp_path / "a.xlsx")
    (table,) = read_document(tmp_path / "a.xlsx").layouts[0].tables
    firsts = [row[0] for row in table.rows]
    steps = [round(cell.first_x0 - cell.x0) for cell in firsts if cell and cell.first_x0]
    assert steps == [2, 2, 12, 22, 32]
    assert [cell.text for cell in firsts if cell] == ["科目", "教育", "普通教育", "小学教育", "深"]


def test_numbers_and_texts_as_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = active(book)
    fill(sheet, [["科目编码", "金额", "日期"], ["2010301", 12.3456, None], [2010302, 0, 45292]])
    sheet["B2"].number_format = "#,##0.00"
    sheet["B3"].number_format = '#,##0.00;-#,##0.00;""'
    sheet["C3"].number_format = 'yyyy"年"m"月"'
    book.save(tmp_path / "a.xlsx")
    reading = read_document(tmp_path / "a.xlsx")
    assert tables(reading)[0][1:] == [["2010301", "12.35", ""], ["2010302", "", "2024年1月"]]
    assert not losses(reading)


def test_sheet_that_shows_no_zeros(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(active(book), [["科目", "金额"], ["教育", 0], ["合计", 5]])
    active(book).sheet_view.showZeros = False
    book.save(tmp_path / "a.xlsx")
    reading = read_document(tmp_path / "a.xlsx")
    assert tables(reading)[0][1] == ["教育", ""]
    assert not losses(reading)


def test_formula_without_a_result_is_unreadable(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(active(book), [["科目", "金额"], ["教育", 5], ["合计", "=SUM(B2:B2)"]])
    book.save(tmp_path / "a.xlsx")
    ((page, where),) = read_document(tmp_path / "a.xlsx").unreadable
    assert page == 1
    assert "B3" in where


def test_what_is_hidden_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    final(active(book), ruled=True)
    active(book).row_dimensions[7].hidden = True
    active(book).column_dimensions["B"].hidden = True
    last_year = book.create_sheet("上年", 0)
    final(last_year, ruled=True)
    last_year.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    reading = read_document(tmp_path / "a.xlsx")
    assert [(note.kind, note.page_number) for note in reading.notes] == [
        ("hidden_sheet", 1),
        ("hidden_rows", 2),
        ("hidden_columns", 2),
    ]
    assert tables(reading) == [FINAL_TABLE]
    hidden = reading.layouts[0].lines
    assert len(hidden) == len(FINAL)
    assert all(line.watermark for line in hidden)
    assert not losses(reading)


def test_million_formatted_rows_below_the_table_cost_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    final(active(book), ruled=True)
    book.save(tmp_path / "small.xlsx")
    with zipfile.ZipFile(tmp_path / "small.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    rows = b"".join(
        b'<row r="%d" s="1"><c r="A%d" s="1"/></row>' % (r, r) for r in range(10, 300_000)
    )
    parts[name] = parts[name].replace(b"</sheetData>", rows + b"</sheetData>")
    reading = read_document(zipped(tmp_path / "large.xlsx", parts))
    assert tables(reading) == [FINAL_TABLE]


def test_value_far_away_is_too_large(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(active(book), [["科目", "金额"], ["教育", 5]])
    active(book)["XFD1048576"] = 1
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(TooLarge):
        read_document(tmp_path / "a.xlsx")


def test_merged_over_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    final(active(book), ruled=True)
    book.save(tmp_path / "small.xlsx")
    with zipfile.ZipFile(tmp_path / "small.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(
        b"</mergeCells>", b'<mergeCell ref="A20:XFD1048576"/></mergeCells>'
    )
    assert tables(read_document(zipped(tmp_path / "a.xlsx", parts))) == [FINAL_TABLE]


def test_table_of_more_places_than_any_report_is_too_large(tmp_path: Path) -> None:
    row = "<tr><td colspan=250>1</td><td>2</td></tr>"
    with pytest.raises(TooLarge):
        page(tmp_path / "a.html", f"<table border=1>{row * 4100}</table>")


def test_bomb_is_not_unpacked(tmp_path: Path) -> None:
    parts = {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * (300 << 20)}
    with pytest.raises(TooLarge):
        read_document(zipped(tmp_path / "a.xlsx", parts))


@pytest.mark.parametrize("name", ["xl/workbook.xml", "word/document.xml"])
def test_package_that_declares_entities_is_refused(name: str, tmp_path: Path) -> None:
    data = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    with pytest.raises(DamagedDocument):
        read_document(zipped(tmp_path / "a.bin", {name: data}))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "docx"])
def test_cut_off_file_is_damaged(share: float, suffix: str, tmp_path: Path) -> None:
    whole = tmp_path / f"whole.{suffix}"
    if suffix == "xlsx":
        book = openpyxl.Workbook()
        final(active(book), ruled=True)
        book.save(whole)
    elif suffix == "xls":
        old = OldWorkbook()
        sheet = old.add_sheet("表")
        for r in range(400):
            sheet.write(r, 0, f"第{r}行")
        old.save(str(whole))
    else:
        docx.Document().save(str(whole))
    data = whole.read_bytes()
    cut = tmp_path / f"cut.{suffix}"
    cut.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(DamagedDocument):
        read_document(cut)


def test_empty_workbook_shows_nothing(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(NothingPrinted):
        read_document(tmp_path / "a.xlsx")


def test_old_workbook_with_formats_borders_and_merged_cells(tmp_path: Path) -> None:
    book = OldWorkbook(encoding="utf-8")
    sheet = book.add_sheet("GK01")
    money = easyxf("borders: left thin, right thin", num_format_str="#,##0.00")
    label = easyxf("borders: left thin, right thin")
    for r, row in enumerate(FINAL):
        ruled = 3 <= r <= 7
        for c, value in enumerate(row + [None] * (4 - len(row))):
            if r in (0, 8) or (r == 3):
                continue
            if isinstance(value, int | float):
                sheet.write(r, c, value, money)
            else:
                sheet.write(r, c, value, label if ruled else XFStyle())
    sheet.write_merge(0, 0, 0, 3, FINAL[0][0])
    sheet.write_merge(3, 3, 0, 1, "收入", label)
    sheet.write_merge(3, 3, 2, 3, "支出", label)
    sheet.write_merge(8, 8, 0, 3, FINAL[8][0])
    hidden = book.add_sheet("隐藏")
    hidden.write(0, 0, "旧数据")
    hidden.visibility = 1
    book.save(str(tmp_path / "a.pdf"))
    reading = read_document(tmp_path / "a.pdf")
    assert tables(reading) == [FINAL_TABLE]
    assert lines(reading)[:3] == ["GK01", "收入支出决算总表", "公开01表"]
    assert [note.kind for note in reading.notes] == ["hidden_sheet"]
    assert not losses(reading)


def test_second_reading_notices_a_lost_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    final(active(book), ruled=True)
    book.save(tmp_path / "a.xlsx")
    reading = read_document(tmp_path / "a.xlsx")
    row = reading.layouts[0].tables[0].rows[2]
    row[3] = None
    assert losses(reading) == ["1,000.00"]


# Word files


def word(path: Path, build: Callable[[docx.document.Document], None]) -> Reading:
    document = docx.Document()
    build(document)
    document.save(str(path))
    return read_document(path)


def test_word_table_with_merged_cells(tmp_path: Path) -> None:
    def build(document: docx.document.Document) -> None:
        document.add_paragraph("收入支出决算总表")
        document.add_paragraph("部门：岭南市水务局\t\t金额单位：万元")
        table = document.add_table(4, 3)
        texts = [
            ["科目", "支出", ""],
            ["", "基本", "项目"],
            ["　教育", "1.00", "2.00"],
            ["合计", "1.00", "2.00"],
        ]
        for r, row in enumerate(texts):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        table.cell(0, 0).merge(table.cell(1, 0))
        table.cell(0, 1).merge(table.cell(0, 2))
        document.add_paragraph("注：数字有尾差。")

    reading = word(tmp_path / "a.docx", build)
    assert tables(reading) == [
        [
            ["科目", "支出", None],
            [None, "基本", "项目"],
            ["教育", "1.00", "2.00"],
            ["合计", "1.00", "2.00"],
        ]
    ]
    assert lines(reading) == [
        "收入支出决算总表",
        "部门：岭南市水务局",
        "金额单位：万元",
        "注：数字有尾差。",
    ]
    (page,) = reading.layouts
    left, right = page.lines[1:3]
    assert left.top == right.top
    assert left.x1 < right.x0
    cell = page.tables[0].rows[2][0]
    assert cell is not None
    assert cell.first_x0 is not None
    assert cell.first_x0 - cell.x0 > 10
    assert not losses(reading)


def test_word_title_row_inside_the_table_is_a_line(tmp_path: Path) -> None:
    def build(document: docx.document.Document) -> None:
        table = document.add_table(4, 3)
        for r, row in enumerate(
            [["收支总表"], ["单位：万元"], ["科目", "基本", "项目"], ["教育", "1", "2"]]
        ):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        table.cell(0, 0).merge(table.cell(0, 2))
        table.cell(1, 0).merge(table.cell(1, 2))

    reading = word(tmp_path / "a.docx", build)
    assert lines(reading) == ["收支总表", "单位：万元"]
    assert tables(reading) == [[["科目", "基本", "项目"], ["教育", "1", "2"]]]


def test_word_table_that_arranges_holds_the_real_one(tmp_path: Path) -> None:
    def build(document: docx.document.Document) -> None:
        outer = document.add_table(1, 2)
        outer.cell(0, 0).text = "岭南市水务局"
        inner = outer.cell(0, 1).add_table(2, 2)
        for r, row in enumerate([["科目", "预算"], ["教育", "12.50"]]):
            for c, text in enumerate(row):
                inner.cell(r, c).text = text

    reading = word(tmp_path / "a.docx", build)
    assert tables(reading) == [[["科目", "预算"], ["教育", "12.50"]]]
    assert lines(reading) == ["岭南市水务局"]
    assert not losses(reading)


def test_word_pages_end_at_breaks_and_sections(tmp_path: Path) -> None:
    def build(document: docx.document.Document) -> None:
        document.add_paragraph("封面")
        document.add_page_break()
        document.add_paragraph("目录")
        document.add_section()
        document.add_paragraph("正文").add_run().add_break(WD_BREAK.PAGE)
        document.add_paragraph("附表")

    reading = word(tmp_path / "a.docx", build)
    assert [[line.text for line in page.lines] for page in reading.layouts] == [
        ["封面"],
        ["目录"],
        ["正文"],
        ["附表"],
    ]


def test_word_header_and_footer_are_in_the_outer_bands(tmp_path: Path) -> None:
    def build(document: docx.document.Document) -> None:
        document.sections[0].header.paragraphs[0].text = "岭南市水务局2026年部门预算"
        document.sections[0].footer.paragraphs[0].text = "- 1 -"
        table = document.add_table(2, 2)
        for r, row in enumerate([["科目", "预算"], ["教育", "12.50"]]):
            for c, text in enumerate(row):
                table.cell(r, c).text = text

    reading = word(tmp_path / "a.docx", build)
    (page,) = reading.layouts
    assert page.lines[0].bottom < 0.1 * page.height
    assert page.lines[-1].top > 0.9 * page.height
    assert not losses(reading)


def test_word_text_box_numbering_and_deleted_text(tmp_path: Path) -> None:
    def build(document: docx.document.Document) -> None:
        paragraph = document.add_paragraph("单位：")
        paragraph._p.append(
            parse_xml(
                f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><w:pict><v:shape>"
                "<v:textbox><w:txbxContent><w:p><w:r><w:t>万元 77.70</w:t></w:r></w:p>"
                "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
            )
        )
        for tag, text in (("w:del", "旧1.00"), ("w:ins", "新2.00")):
            inner = "w:delText" if tag == "w:del" else "w:t"
            paragraph._p.append(
                parse_xml(f"<{tag} {nsdecls('w')}><w:r><{inner}>{text}</{inner}></w:r></{tag}>")
            )
        numbering = document.part.numbering_part.element
        numbering.insert(
            0,
            parse_xml(
                f"<w:abstractNum {nsdecls('w')} w:abstractNumId='90'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
                "<w:numFmt w:val='chineseCountingThousand'/><w:lvlText w:val='%1、'/></w:lvl></w:abstractNum>"
            ),
        )
        numbering.append(
            parse_xml(f"<w:num {nsdecls('w')} w:numId='90'><w:abstractNumId w:val='90'/></w:num>")
        )
        for text in ("主要职责", "机构设置"):
            heading = document.add_paragraph(text)
            heading._p.get_or_add_pPr().append(
                parse_xml(
                    f"<w:numPr {nsdecls('w')}><w:ilvl w:val='0'/><w:numId w:val='90'/></w:numPr>"
                )
            )

    reading = word(tmp_path / "a.docx", build)
    assert lines(reading) == ["单位：新2.00", "万元 77.70", "一、主要职责", "二、机构设置"]


def test_long_text_above_a_table_stays_on_its_own_page(tmp_path: Path) -> None:
    def build(document: docx.document.Document) -> None:
        for k in range(60):
            document.add_paragraph(f"第{k}段")
        table = document.add_table(2, 2)
        for r, row in enumerate([["科目", "预算"], ["教育", "12.50"]]):
            for c, text in enumerate(row):
                table.cell(r, c).text = text

    reading = word(tmp_path / "a.docx", build)
    assert lines(reading) == [f"第{k}段" for k in range(60)]
    last = reading.layouts[-1]
    assert [line.text for line in last.lines][-1] == "第59段"
    assert len(last.lines) < 15
    assert not losses(reading)


def test_second_reading_of_a_text_is_laid_along_the_first(tmp_path: Path) -> None:
    """A number that the first reading lost is missing on its own page, not on another."""

    def build(document: docx.document.Document) -> None:
        for k in range(3):
            document.add_paragraph(f"表{k}")
            table = document.add_table(3, 2)
            for r, row in enumerate([["科目", "预算"], ["教育", f"{k}1.50"], ["科学", "0.00"]]):
                for c, text in enumerate(row):
                    table.cell(r, c).text = text
            document.add_page_break()

    reading = word(tmp_path / "a.docx", build)
    whole = "\n".join(reading.texts[page] for page in sorted(reading.texts))
    assert not losses(reading)
    reading.layouts[1].tables[0].rows[1][1] = None
    texts, strays = texts_by_page(reading.layouts, whole)
    assert not strays
    assert texts[1].split() == ["0", "01.50", "0.00"]
    assert texts[2].split() == ["1", "11.50", "0.00"]
    reading.texts = texts
    assert losses(reading) == ["11.50"]


def test_second_reading_tells_of_numbers_on_pages_without_a_table(tmp_path: Path) -> None:
    def build(document: docx.document.Document) -> None:
        for k in range(3):
            document.add_paragraph(f"说明{k}合计{k}7.5万元。")
            document.add_page_break()

    reading = word(tmp_path / "a.docx", build)
    assert texts_by_page(reading.layouts, "0 07.5 1 99 17.5 2 27.5") == ({}, [(2, "99")])


# Web pages


def page(path: Path, body: str, encoding: str = "utf-8", head: str = "") -> Reading:
    path.write_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    return read_document(path)


DATA = (
    "<table border=1><tr><td rowspan=2>科目<td colspan=2>支出</tr><tr><td>基本<td>项目</tr>"
    "<tr><td>&#12288;教育<td>1,234.50<td>&nbsp;</tr><tr><td>合计<td>1,234.50<td>0.00</tr></table>"
)
DATA_TABLE = [
    ["科目", "支出", None],
    [None, "基本", "项目"],
    ["教育", "1,234.50", ""],
    ["合计", "1,234.50", "0.00"],
]


def test_web_table_with_spans_and_without_end_tags(tmp_path: Path) -> None:
    reading = page(tmp_path / "a.pdf", f"<p>部门收支总表</p><p>单位：万元</p>{DATA}<p>注：无</p>")
    assert tables(reading) == [DATA_TABLE]
    assert lines(reading) == ["部门收支总表", "单位：万元", "注：无"]
    assert not losses(reading)


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("gb18030", "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>"),
        ("gb18030", ""),
        ("utf-8-sig", "<meta charset=gb2312>"),
        ("utf-8", "<meta charset=gb2312>"),
        ("utf-16", ""),
        ("big5", "<meta charset=big5>"),
    ],
)
def test_web_page_encodings(encoding: str, head: str, tmp_path: Path) -> None:
    reading = page(tmp_path / "a.html", "<p>部門預算公開總表一二三四五</p>", encoding, head)
    assert lines(reading) == ["部門預算公開總表一二三四五"]


def test_web_table_inside_layout_tables(tmp_path: Path) -> None:
    body = (
        "<table><tr><td><table><tr><td>首页</td><td>公开</td></tr><tr><td>服务</td><td>互动</td></tr>"
        f"</table></td><td><p>部门收支总表</p>{DATA}</td></tr><tr><td colspan=2>版权所有</td></tr></table>"
    )
    reading = page(tmp_path / "a.html", body)
    assert tables(reading) == [DATA_TABLE]
    assert lines(reading) == ["首页", "公开", "服务", "互动", "部门收支总表", "版权所有"]
    assert not losses(reading)


def test_web_page_saved_from_a_workbook(tmp_path: Path) -> None:
    """Title, unit, headings and note are rows of one table, and so is the next statement."""
    cell = "<td class=xl65>{}</td>"
    rows = []
    for row in [*FINAL, [], *FINAL]:
        if len(row) == 1:
            rows.append(f"<tr><td colspan=4>{row[0]}</td></tr>")
        elif row and row[0] == "收入":
            rows.append("<tr><td colspan=2>收入</td><td colspan=2>支出</td></tr>")
        else:
            texts = [("" if v is None else str(v)) for v in (row or [""] * 4)]
            rows.append(f"<tr>{''.join(cell.format(t or '&nbsp;') for t in texts)}</tr>")
    reading = page(tmp_path / "a.xls", f"<table>{''.join(rows)}</table>")
    assert len(tables(reading)) == 2
    assert tables(reading)[0][1] == ["项目", "决算数", "项目", "决算数"]
    assert lines(reading).count("收入支出决算总表") == 2
    assert not losses(reading)


def test_what_a_web_page_does_not_show_is_not_read(tmp_path: Path) -> None:
    body = (
        "<script>var n = 99.99;</script><style>td{width:11.11px}</style><!-- 88.88 -->"
        f"<div style='display: none'>77.77</div><p hidden>66.66</p><noscript>55.55</noscript>{DATA}"
    )
    reading = page(tmp_path / "a.html", body)
    assert lines(reading) == []
    assert tables(reading) == [DATA_TABLE]
    assert not losses(reading)


@pytest.mark.parametrize(
    "source",
    [
        "<html><head><title>2026年部门预算公开</title></head><frameset><frame src='a.htm'></frameset></html>",
        "<!DOCTYPE html><html><head><title>部门预算</title></head><body><div id=app></div><script>run()</script></body></html>",
        "<html></html>",
        "<!-- nothing -->\n<html",
    ],
)
def test_web_page_that_shows_nothing(source: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(source, encoding="utf-8")
    with pytest.raises(NothingPrinted):
        read_document(tmp_path / "a.html")


def test_web_page_of_pictures_is_pages_of_pictures(tmp_path: Path) -> None:
    reading = page(tmp_path / "a.html", "<img src=1.jpg><img src=2.jpg>")
    assert reading.layouts[0].image_area_ratio >= 0.3
    assert reading.layouts[0].char_count == 0


def test_web_page_loads_nothing_and_expands_no_entity(tmp_path: Path) -> None:
    source = (
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>'
        "<p>部门预算公开情况说明文字&x;</p></body></html>"
    )
    (tmp_path / "a.html").write_text(source, encoding="utf-8")
    assert "root:" not in "".join(lines(read_document(tmp_path / "a.html")))


def test_table_nested_without_end_is_damaged_or_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html>" + "<table><tr><td>预算" * 3000, encoding="utf-8")
    with contextlib.suppress(DamagedDocument):
        read_document(tmp_path / "a.html")
