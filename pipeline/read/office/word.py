"""Reads docx files: paragraphs, tables, text boxes, running headers, breaks between pages.

Word decides where pages end when it shows a file. Outside tables the breaks that the file states are
followed (set breaks, sections, breaks noted at the last saving), and a long text runs over; a table
stands on the page where it begins.

Belongs here: WordprocessingML.
Does not belong here: coordinates on paper (`typeset`), what a row means.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from pipeline.read.failures import DamagedDocument, NothingPrinted, ReadError
from pipeline.read.office.sheet_blocks import SheetCell
from pipeline.read.office.text_documents import (
    MOST_COLUMNS,
    grid_sheet,
    is_layout,
    reading_of,
    text_cell,
)
from pipeline.read.office.typeset import Paper
from pipeline.read.office.word_numbering import Numbering
from pipeline.read.office.zip_package import read_package
from pipeline.read.reading import Reading, ReadNote

Element = etree._Element

_TWIPS = 20.0
# Indents in twips or hundredths of a character to ideographic spaces (a character of 10.5 points).
_TWIPS_PER_SPACE, _HUNDREDTHS = 210.0, 100.0
_DEEPEST = 12
_OFF = ("0", "false", "off")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HYPHEN = "-"
_SKIPPED = {
    _FALLBACK, qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:pPr"), qn("w:sectPr"),
    qn("w:delText"), qn("w:rPr"),
}  # fmt: skip
# Elements that stand for a character or a break.
_STAND_FOR = {
    qn("w:cr"): ("text", "\n"),
    qn("w:tab"): ("text", "\t"),
    qn("w:ptab"): ("text", "\t"),
    qn("w:noBreakHyphen"): ("text", _HYPHEN),
    qn("w:softHyphen"): ("text", ""),
    qn("w:lastRenderedPageBreak"): ("rendered", ""),
}
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")}


def read_word(path: Path) -> Reading:
    """Pages of a docx file.

    Raises `DamagedDocument`, `PasswordRequired`, `TooLarge` or `NothingPrinted`.
    """
    package, parts = read_package(path)
    try:
        document = docx.Document(package)
        reader = _WordReader(document)
        reader.read()
        main = parts.get(str(document.part.partname).lstrip("/"), b"")
        result = reading_of(reader.paper, second_text(main))
    except ReadError:
        raise
    except RecursionError as error:
        raise DamagedDocument("its parts are nested without end", path=path) from error
    except Exception as error:
        # Whatever a library raises on a file that Word would not open either.
        raise DamagedDocument(
            f"the document cannot be opened: {type(error).__name__}: {error}", path=path
        ) from error
    if all(not (page.lines or page.tables or page.image_area_ratio) for page in result.layouts):
        raise NothingPrinted("the document shows nothing", path=path)
    result.unreadable = reader.unreadable
    result.notes = (*result.notes, *reader.notes)
    return result


class _WordReader:
    """Sets a document on paper in its order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.paper = Paper(flows=True)
        self.unreadable: list[tuple[int, str]] = []
        self.notes: list[ReadNote] = []
        self.numbering = Numbering(document)
        self._section = 0

    def read(self) -> None:
        self._furniture()
        self._blocks(self.document.element.body, 0)

    def _furniture(self) -> None:
        """The running header and footer of the current section."""
        sections = self.document.sections
        if self._section >= len(sections):
            return
        section = sections[self._section]
        texts = [
            [text for p in part._element.iter(qn("w:p")) if (text := _plain(p).strip())]
            for part in (section.header, section.footer)
        ]
        self.paper.set_furniture(*texts)

    def _blocks(self, parent: Element, depth: int) -> None:
        for element in _unwrapped(parent):
            if element.tag == qn("w:p"):
                self._paragraph(element, depth)
            elif element.tag == qn("w:tbl"):
                self._table(element, depth)
            elif element.tag == qn("w:altChunk"):
                self.unreadable.append(
                    (self.paper.page_number, "嵌入的另一份文件读不出，请另存为普通的 docx 后再处理")
                )

    def _paragraph(self, paragraph: Element, depth: int) -> None:
        properties = paragraph.find(qn("w:pPr"))
        if _is_on(properties, "w:pageBreakBefore"):
            self.paper.new_page()
        indent, align = _placing(properties)
        label = self.numbering.label(paragraph)
        pieces: list[str] = [label]
        boxes: list[Element] = []
        breaks_after = False

        def flush() -> None:
            text = "".join(pieces)
            pieces.clear()
            if text.strip():
                self.paper.add_text(text, indent=indent, align=align)

        for kind, value in _content(paragraph):
            if kind == "text":
                pieces.append(str(value))
            elif kind == "page":
                flush()
                self.paper.new_page()
            elif kind == "rendered":
                if "".join(pieces).strip() not in ("", label.strip()):
                    breaks_after = True
                else:
                    self.paper.new_page()
            elif kind == "image":
                self.paper.add_image()
            elif kind == "object":
                self.paper.add_image()
                self.notes.append(
                    ReadNote(
                        "embedded_object",
                        self.paper.page_number,
                        f"第{self.paper.page_number}页嵌入了另一程序的对象，只显示为图片，未能读取",
                    )
                )
            elif not isinstance(value, str):
                boxes.append(value)
        flush()
        for box in boxes:
            self._blocks(box, depth)
        section = None if properties is None else properties.find(qn("w:sectPr"))
        if section is not None:
            self._section += 1
            breaks_after = breaks_after or self._section_break()
        if breaks_after:
            self.paper.new_page()
        if section is not None:
            self._furniture()

    def _section_break(self) -> bool:
        """Whether the properties of the section that begins now start it on a new page."""
        sections = self.document.sections
        if self._section >= len(sections):
            return False
        kind = _property(sections[self._section]._sectPr, "w:type")
        return kind not in ("continuous", "nextColumn")

    def _table(self, table: Element, depth: int) -> None:
        before = self.numbering.counts()
        cells, nested = self._cells(table)
        if nested and depth < _DEEPEST and is_layout(cells):
            self.numbering.go_back(before)
            for row in _rows(table):
                for cell in _row_cells(row):
                    self._blocks(cell, depth + 1)
            return
        widths = [
            _number(column.get(qn("w:w"))) / _TWIPS
            for column in table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
        ]
        self.paper.add_sheet(grid_sheet(cells, widths, is_table=True))

    def _cells(self, table: Element) -> tuple[list[SheetCell], bool]:
        """The cells of a table on its grid, and whether it holds other tables of several cells."""
        placed: list[dict[str, Any]] = []
        open_cells: dict[int, dict[str, Any]] = {}
        nested = False
        for number, row in enumerate(_rows(table)):
            properties = row.find(qn("w:trPr"))
            column = int(_value(properties, "w:gridBefore"))
            left: dict[str, Any] | None = None
            for cell in _row_cells(row):
                cell_properties = cell.find(qn("w:tcPr"))
                span = min(max(int(_value(cell_properties, "w:gridSpan")), 1), MOST_COLUMNS)
                nested = nested or any(
                    len(list(inner.iter(qn("w:tc")))) > 3 for inner in cell.iter(qn("w:tbl"))
                )
                text, indent, align = self._cell_text(cell)
                merge = _merge(cell_properties, "w:vMerge")
                across = _merge(cell_properties, "w:hMerge")
                if across == "continue" and left is not None:
                    left["column_span"] += span
                    left["text"] += text
                elif merge == "continue" and column in open_cells:
                    above = open_cells[column]
                    above["row_span"] = number - above["row"] + 1
                    # Word does not show this text; files of other programs may have all of it here.
                    above["text"] += ("\n" + text) if text.strip() else ""
                else:
                    entry = {
                        "row": number,
                        "column": column,
                        "text": text,
                        "row_span": 1,
                        "column_span": span,
                        "indent": indent,
                        "align": align,
                    }
                    placed.append(entry)
                    left = entry
                    for covered in range(column, column + span):
                        open_cells.pop(covered, None)
                    if merge == "restart":
                        open_cells[column] = entry
                column += span
        return [text_cell(**entry) for entry in placed], nested

    def _cell_text(self, cell: Element) -> tuple[str, float, str]:
        """Text of a cell, a line for each paragraph; indent and alignment of the first."""
        lines: list[str] = []
        indent, align = 0.0, ""
        for paragraph in cell.iter(qn("w:p")):
            if any(True for _ in paragraph.iterancestors(_FALLBACK)):
                continue
            text = self.numbering.label(paragraph) + "".join(
                str(value) for kind, value in _content(paragraph) if kind == "text"
            )
            if text.strip() and not lines:
                indent, align = _placing(paragraph.find(qn("w:pPr")))
            lines.append(text)
        return "\n".join(lines), indent, align


def _unwrapped(parent: Element) -> Iterator[Element]:
    """What stands in an element, through the wrappers that may stand between."""
    for element in parent:
        if element.tag in _WRAPPERS:
            yield from _unwrapped(element)
        else:
            yield element


def _rows(table: Element) -> Iterator[Element]:
    """Rows of a table but those marked as deleted."""
    for element in _unwrapped(table):
        if element.tag == qn("w:tr") and element.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            yield element


def _row_cells(row: Element) -> Iterator[Element]:
    return (element for element in _unwrapped(row) if element.tag == qn("w:tc"))


def _content(element: Element) -> Iterator[tuple[str, str | Element]]:
    """What stands in a paragraph, in order: ('text', str), ('page' | 'rendered' | 'image' |
    'object', '') and ('box', element) for the content of a text box."""
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag == qn("w:r") and _is_on(child.find(qn("w:rPr")), "w:vanish"):
            continue
        if tag in (qn("w:t"), _MATH):
            yield "text", child.text or ""
        elif tag == qn("w:br"):
            kind = child.get(qn("w:type"))
            yield ("page", "") if kind == "page" else ("text", "\n")
        elif tag in _STAND_FOR:
            yield _STAND_FOR[tag]
        elif tag == qn("w:txbxContent"):
            yield "box", child
        elif tag.endswith("}blip") or tag.endswith("}imagedata"):
            yield "image", ""
        elif tag.endswith("}OLEObject"):
            yield "object", ""
        else:
            yield from _content(child)


def _plain(paragraph: Element) -> str:
    return "".join(
        "\u3000" if value == "\t" else str(value)
        for kind, value in _content(paragraph)
        if kind == "text"
    )


def _property(properties: Element | None, name: str) -> str | None:
    """What a child element states, '' where it stands alone; None without it."""
    element = None if properties is None else properties.find(qn(name))
    return None if element is None else str(element.get(qn("w:val"), ""))


def _is_on(properties: Element | None, name: str) -> bool:
    stated = _property(properties, name)
    return stated is not None and stated not in _OFF


def _value(properties: Element | None, name: str) -> float:
    """The number of a child element; 0 where there is none."""
    return _number(_property(properties, name))


def _number(text: str | None) -> float:
    try:
        return max(0.0, min(float(text or 0), 1e6))
    except ValueError:
        return 0.0


def _merge(properties: Element | None, name: str) -> str:
    """'restart', 'continue', or '' for a cell that is not merged."""
    stated = _property(properties, name)
    if stated is None:
        return ""
    return "restart" if stated == "restart" else "continue"


def _placing(properties: Element | None) -> tuple[float, str]:
    """Indent (in ideographic spaces) and alignment from the properties of a paragraph."""
    if properties is None:
        return 0.0, ""
    stated = _property(properties, "w:jc") or ""
    align = {"end": "right", "start": "left", "distribute": "center"}.get(stated, stated)
    space = 0.0
    indents = properties.find(qn("w:ind"))
    if indents is not None:
        for names in (("leftChars", "left", "start"), ("firstLineChars", "firstLine")):
            for name in names:
                value = _number(indents.get(qn(f"w:{name}")))
                if value:
                    space += value / (_HUNDREDTHS if name.endswith("Chars") else _TWIPS_PER_SPACE)
                    break
    return space, align if align in ("left", "center", "right") else ""


_NAMESPACE = re.compile(
    r'xmlns:(\w+)="http://schemas\.openxmlformats\.org/wordprocessingml/2006/main"'
)


def second_text(main: bytes) -> str:
    """The text of a document's main part by patterns alone, no tree: the second reading."""
    text = main.decode("utf-8", "replace")
    declared = _NAMESPACE.search(text)
    w = declared[1] if declared else "w"
    text = re.sub(r"<mc:Fallback\b.*?</mc:Fallback\s*>", "", text, flags=re.DOTALL)
    text = re.sub(rf"<{w}:moveFrom\b[^>]*>.*?</{w}:moveFrom\s*>", "", text, flags=re.DOTALL)
    text = re.sub(
        rf"<{w}:r\b(?:(?!</{w}:r>).)*?<{w}:vanish\s*/>.*?</{w}:r>", "", text, flags=re.DOTALL
    )
    pieces = re.finditer(
        rf"<{w}:t(?:\s[^>]*)?>(?P<text>[^<]*)</{w}:t>|<m:t(?:\s[^>]*)?>(?P<math>[^<]*)</m:t>"
        rf"|(?P<hyphen><{w}:noBreakHyphen\b)|(?P<end></{w}:p>|<{w}:(?:br|cr|tab|ptab)(?=[ />]))",
        text,
    )
    out = []
    for piece in pieces:
        if piece["hyphen"]:
            out.append(_HYPHEN)
        elif piece["end"]:
            out.append("\n")
        else:
            out.append(html.unescape(piece["text"] or piece["math"] or ""))
    return "".join(out)
