from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.lookalikes import _radicals, find_private_use, repair_lookalikes
from pipeline.read import Carrier, sniff
from pipeline.read.office.sheet_blocks import SheetCell
from pipeline.read.stream.word_rows import is_figure, is_money


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("⼀般公共预算⽀出", "一般公共预算支出"),
        (
            "部⻔ ⻋辆 ⻅⻓⻚⻛⻜⻢⻥⻦⻨⻩⻬⻮⻰⻳⺠⻄",
            "部门 车辆 见长页风飞马鱼鸟麦黄齐齿龙龟民西",
        ),
        ("１，２３４．５６", "1,234.56"),
        ("－１２３．４５", "-123.45"),
        ("２０２６年，共３项", "2026年，共3项"),
        ("第１，２，３项", "第1，2，3项"),
        ("１２，３４５，６７８", "12,345,678"),
        ("2025，456项", "2025，456项"),
        ("２－３年，（－１．５）", "2－3年，（-1.5）"),
        ("增长１２．５％", "增长12.5%"),
        ("Ａ类：（一）“三公”；、。", "A类：（一）“三公”；、。"),
        ("预\u200b算\u00ad表\ufeff", "预算表"),
        ("　　其中：", "　　其中："),
        ("\uf907", "龜"),
        ("plain 12.3", "plain 12.3"),
    ],
)
def test_repair(raw: str, repaired: str) -> None:
    assert repair_lookalikes(raw) == repaired


def test_all_kangxi_radicals() -> None:
    for code in range(0x2F00, 0x2FD6):
        assert repair_lookalikes(chr(code)) == unicodedata.normalize("NFKC", chr(code))


def test_radicals_supplement_table_is_complete() -> None:
    table = dict(_radicals())
    assigned = [chr(c) for c in range(0x2E80, 0x2F00) if unicodedata.name(chr(c), "")]
    # Unicode names no equivalent for the repetition mark.
    assert set(assigned) - set(table) == {"\u2e80"}
    assert all(not 0x2E80 <= ord(v) <= 0x2FDF for v in table.values())


@given(st.text())
def test_repair_is_idempotent(text: str) -> None:
    once = repair_lookalikes(text)
    assert repair_lookalikes(once) == once


def test_private_use_is_reported_and_kept() -> None:
    text = "预\ue5d2算"
    assert repair_lookalikes(text) == text
    assert find_private_use(text) == [(1, "\ue5d2")]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", Carrier.EMPTY),
        (b"%PDF-1.4\n", Carrier.PDF),
        (b"\x00junk" * 200 + b"%PDF-1.4\n", Carrier.PDF),
        (b"\n\n<html><head>", Carrier.HTML),
        (b"<!DOCTYPE html>\n<html>", Carrier.HTML),
        (b"\x89PNG\r\n\x1a\n....", Carrier.IMAGE),
        (b"\xff\xd8\xff\xe0", Carrier.IMAGE),
        (b"PK\x03\x04....xl/workbook.xml", Carrier.XLSX),
        (b"PK\x03\x04....word/document.xml", Carrier.DOCX),
        (b"PK\x03\x04....other.txt", Carrier.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), Carrier.XLS),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), Carrier.DOC),
        ("部门预算公开说明".encode(), Carrier.TEXT),
        ("部门预算公开说明".encode("gbk"), Carrier.TEXT),
        (b"\x00\x01\x02\x03", Carrier.UNKNOWN),
    ],
)
def test_sniff(tmp_path: Path, data: bytes, kind: Carrier | None) -> None:
    assert sniff(data) is kind
    path = tmp_path / "misnamed.pdf"
    path.write_bytes(data)
    assert sniff(path) is kind


@pytest.mark.parametrize(
    ("text", "money", "figure"),
    [
        ("1,234.56", True, True),
        ("（0.12）", True, True),
        ("0", True, True),
        ("20101", True, True),
        ("2026", False, True),
        ("¥3", False, True),
        ("—", False, True),
        ("2.1.3", False, False),
        ("合计", False, False),
    ],
)
def test_money_is_narrower_than_figures(text: str, money: bool, figure: bool) -> None:
    assert (is_money(text), is_figure(text)) == (money, figure)


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("1 234.5", True),
        ("12％", True),
        ("--", True),
        ("2026", False),
        ("2026.1.1", False),
        ("", False),
    ],
)
def test_numbers_of_a_sheet_are_amounts_or_dashes_not_years(text: str, is_number: bool) -> None:
    assert SheetCell(0, 0, text).is_number is is_number
