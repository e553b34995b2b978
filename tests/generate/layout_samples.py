"""Layouts by name, and the reports they are tried on.

Belongs here: which layouts there are. Does not belong here: drawing (`layouts`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from tests.generate import places, provinces
from tests.generate.layouts import Layout
from tests.generate.samples import default_spec
from tests.generate.samples_of_forms import central_spec, codes_spec, final_spec, province_spec
from tests.generate.spec import ReportSpec

PLAIN = Layout()
SPECS: dict[str, Callable[[], ReportSpec]] = {
    "central": central_spec,
    "final": final_spec,
    "codes": codes_spec,
    "2026": default_spec,
}
# Forms of provinces, printed plainly: all spend the same money.
PROVINCES: dict[str, Callable[[], ReportSpec]] = {
    name: partial(province_spec, name) for name in (*provinces.NAMES, *places.NAMES)
}
Change = Callable[[ReportSpec], ReportSpec]


def _same(spec: ReportSpec) -> ReportSpec:
    return spec


def _options(**options: Any) -> Change:
    return lambda spec: replace(spec, options=replace(spec.options, **options))


def _no_commas(text: str) -> str:
    return text.replace(",", "")


def _spaced(text: str) -> str:
    """A number with a blank behind each thousands separator."""
    return text.replace(",", ", ")


def _wide_spaces(text: str) -> str:
    return text.replace(",", " ")


def _yen(text: str) -> str:
    return f"￥{text}"


def _suffixed(text: str) -> str:
    return f"{text}万元"


def _trimmed(text: str) -> str:
    """As a spreadsheet prints it without a number format: no ending zeros."""
    return text.replace(",", "").rstrip("0").rstrip(".")


# Numbers as they are printed without separators or ending zeros.
NUMBERS = (_no_commas, _trimmed)

LAYOUTS: dict[str, tuple[Change, Layout]] = {
    "no header on later pages": (_same, Layout(bottom=220, repeat=False)),
    "many pages": (_same, Layout(bottom=260)),
    "title and unit in the grid": (_same, Layout(title_rows=True)),
    "title in the grid, many pages": (_same, Layout(title_rows=True, bottom=200)),
    "title in the grid, no header later": (
        _same,
        Layout(title_rows=True, bottom=200, repeat=False),
    ),
    "unit behind the title": (_same, Layout(unit_at="title")),
    "unit in the headings": (_same, Layout(unit_at="head")),
    "no line with the body": (_same, Layout(no_entity=True)),
    "wide: columns on later sheets": (_same, Layout(cut="after")),
    "wide: labels again": (_same, Layout(cut="labels")),
    "no rules": (_same, Layout(rules="none")),
    "no rules, many pages": (_same, Layout(rules="none", bottom=240)),
    "level rules": (_same, Layout(rules="level")),
    "level rules, many pages": (_same, Layout(rules="level", bottom=240)),
    "rules of the header only": (_same, Layout(rules="head")),
    "a frame and the header's rules": (_same, Layout(rules="frame")),
    "a frame, many pages": (_same, Layout(rules="frame", bottom=240)),
    "upright rules": (_same, Layout(rules="upright")),
    "no rules, amounts centred": (_same, Layout(rules="none", align="centre")),
    "no rules, amounts at the left": (_same, Layout(rules="none", align="left")),
    "no rules, tables after each other": (_same, Layout(rules="none", flow=True)),
    "no rules, small": (_same, Layout(rules="none", flow=True, scale=0.6)),
    "no rules, no line with the body": (_same, Layout(rules="none", no_entity=True)),
    "no rules, unit behind the title": (
        _same,
        Layout(rules="none", no_entity=True, unit_at="title"),
    ),
    "no rules, zero as dash": (_options(blank_zero="-"), Layout(rules="none")),
    "no rules, zero as blank": (_options(blank_zero=""), Layout(rules="none")),
    "no rules, total first": (_same, Layout(rules="none", total_first=True)),
    "no rules, no header later": (_same, Layout(rules="none", bottom=240, repeat=False)),
    "no rules, rotated pages": (
        _options(rotate_tables=True, embed_font=True),
        Layout(rules="none"),
    ),
    "no rules, watermark": (_options(watermark="岭南市财政局"), Layout(rules="none")),
    "no rules, portrait": (_same, Layout(rules="none", portrait=True)),
    "coloured cells": (_same, Layout(rules="fills")),
    "white rules on coloured cells": (_same, Layout(rules="white")),
    "double rules": (_same, Layout(rules="double")),
    "dashed rules": (_same, Layout(rules="dashes")),
    "tiny print": (_same, Layout(scale=0.45)),
    "tables after each other": (_same, Layout(flow=True)),
    "tables after each other, small": (_same, Layout(flow=True, scale=0.6)),
    "caption on the page before": (_same, Layout(caption_before=True)),
    "empty rows": (_same, Layout(pad_rows=6)),
    "running heading": (_same, Layout(running="岭南市2025年部门预算公开", bottom=220)),
    "drawn twice": (_same, Layout(bold=0.3)),
    "drawn twice at one place": (_same, Layout(bold=0.0)),
    "seal": (_same, Layout(seal="岭南市财政局预算专用章")),
    "watermark": (_options(watermark="岭南市财政局"), Layout()),
    "total first": (_same, Layout(total_first=True)),
    "total spaced": (_same, Layout(total_word="合   计")),
    "total word 总计": (_same, Layout(total_word="总  计")),
    "note of the form": (_same, Layout(note="注：本表反映本年度预算安排情况，详见附件3。")),
    "numbers broken over lines": (_same, Layout(wrap_numbers=True, portrait=True)),
    "portrait": (_same, Layout(portrait=True)),
    "amounts centred": (_same, Layout(align="centre")),
    "amounts at the left": (_same, Layout(align="left")),
    "no separators": (_same, Layout(number=_no_commas)),
    "no ending zeros": (_same, Layout(number=_trimmed)),
    "blank behind separators": (_same, Layout(number=_spaced)),
    "blanks for separators": (_same, Layout(number=_wide_spaces)),
    "currency sign": (_same, Layout(number=_yen)),
    "full-width digits": (_options(fullwidth_digits=True), Layout()),
    "zero as dash": (_options(blank_zero="-"), Layout()),
    "zero as long dash": (_options(blank_zero="——"), Layout()),
    "zero as 0": (_options(blank_zero="0"), Layout()),
    "zero as /": (_options(blank_zero="/"), Layout()),
    "zero as blank": (_options(blank_zero=""), Layout()),
    "zero as 无": (_options(blank_zero="无"), Layout()),
    "rotated pages": (_options(rotate_tables=True, embed_font=True), Layout()),
    "rotated pages, many": (_options(rotate_tables=True, embed_font=True), Layout(bottom=240)),
    "thin rectangles": (_options(thin_rects_as_lines=True), Layout(bottom=240)),
}
