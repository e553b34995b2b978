"""Reads web pages: running text, tables with their spans, tables that only arrange other tables.

Belongs here: HTML: encodings, what is shown, which tables hold data.
Does not belong here: coordinates on paper (`typeset`), what a row means, fetching.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from pipeline.domain.text import squeeze
from pipeline.read.failures import DamagedDocument, NothingPrinted, TooLarge
from pipeline.read.office.sheet_blocks import SheetCell
from pipeline.read.office.text_documents import (
    MOST_COLUMNS,
    grid_sheet,
    is_layout,
    reading_of,
    text_cell,
)
from pipeline.read.office.typeset import Paper
from pipeline.read.reading import Reading

Element = etree._Element

MOST_BYTES = 64 << 20
_MOST_ROWS_SPANNED = 5000
# Fewer characters than this are no report's page: the frame of one that scripts fill.
LEAST_TEXT = 12
_META_WINDOW = 4096
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
# The Chinese standards, each a part of the last.
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "gb18030", "x-gbk", "gb_2312", "cp936", "chinese"}
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DRAWN = re.compile(
    r"border(?:-left|-right)?(?:-width|-style)?\s*:(?!\s*(?:none|0(?![.\d])|hidden|currentcolor none))",
    re.IGNORECASE,
)
_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center)", re.IGNORECASE)
_INDENT = re.compile(
    r"(?:text-indent|padding-left|margin-left)\s*:\s*([\d.]+)(em|px|pt)", re.IGNORECASE
)
_PER_EM = {"em": 1.0, "px": 14.0, "pt": 10.5}
_BREAK_BEFORE = re.compile(r"page-break-before\s*:\s*always|break-before\s*:\s*page", re.IGNORECASE)
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "svg", "select", "option",
     "textarea", "button", "audio", "video", "canvas", "datalist", "math", "frameset", "noframes"}
)  # fmt: skip
_LINES = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "section",
     "article", "header", "footer", "nav", "main", "aside", "address", "blockquote", "pre", "hr",
     "form", "fieldset", "figure", "figcaption", "center", "table", "tr", "td", "th", "caption",
     "thead", "tbody", "tfoot", "body", "title", "br", "legend", "summary", "details"}
)  # fmt: skip
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
     "track", "wbr"}
)  # fmt: skip
# End tags that may be left out: the next of these elements ends the one before.
_ENDED_BY_NEXT = {
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("tr",),
    "li": ("li",),
    "p": ("p",),
    "option": ("option",),
}
_WHITE = re.compile(r"[ \t\r\n\f]+")


def read_webpage(path: Path) -> Reading:
    """Pages of an HTML file; nothing it refers to is loaded.

    Raises `NothingPrinted` for a page that shows next to nothing (frames, scripts), `TooLarge`,
    `DamagedDocument`.
    """
    data = path.read_bytes()
    if len(data) > MOST_BYTES:
        raise TooLarge("the page is larger than any report", path=path)
    source = decode(data)
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        root = lxml_html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise NothingPrinted(f"the page holds nothing: {error}", path=path) from error
    reader = _WebpageReader()
    try:
        reader.read(root)
    except RecursionError as error:
        raise DamagedDocument("its elements are nested without end", path=path) from error
    result = reading_of(reader.paper, second_text(source))
    characters = sum(layout.char_count for layout in result.layouts)
    if characters - reader.title_length < LEAST_TEXT and not reader.images:
        raise NothingPrinted("the page itself shows no text", path=path)
    return result


def decode(data: bytes) -> str:
    """Text of a page: by its byte order mark, what it declares, or what its bytes can be."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    declared = _CHARSET.search(data[:_META_WINDOW])
    name = declared[1].decode("ascii", "replace").lower() if declared else ""
    candidates = ["gb18030", "utf-8"] if name in _CHINESE else ["utf-8", "gb18030"]
    if name and name not in _CHINESE and name not in ("utf-8", "utf8"):
        candidates.insert(0, name)
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    # Pages are often cut or patched by the byte: the encoding that loses least.
    return min(
        (data.decode(e, "replace") for e in ("utf-8", "gb18030")),
        key=lambda text: text.count("\ufffd"),
    )


class _WebpageReader:
    """Sets a web page on paper in its order."""

    def __init__(self) -> None:
        self.paper = Paper(flows=True)
        self.images = 0
        self.title_length = 0
        self._pieces: list[str] = []
        self._style: tuple[float, str] = (0.0, "")

    def read(self, root: Element) -> None:
        title = root.find(".//head/title")
        if title is not None and title.text:
            # Everyone sees it above the page, and it often is the report's only full name.
            self._put(title.text)
            self._flush()
            self.title_length = len(squeeze(title.text))
        body = root.find("body")
        self._walk(root if body is None else body)
        self._flush()

    def _put(self, text: str | None) -> None:
        if text:
            self._pieces.append(_WHITE.sub(" ", text))

    def _flush(self) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        if text.strip():
            indent, align = self._style
            self.paper.add_text(text.strip(" "), indent=indent, align=align)

    def _walk(self, element: Element) -> None:
        tag = element.tag
        if tag == "head" or not _is_shown(element):
            return
        if tag == "img":
            self.images += 1
            self.paper.add_image()
            return
        if tag == "table":
            self._flush()
            self._table(element)
            return
        breaks = tag in _LINES
        before = self._style
        if breaks:
            self._flush()
            if _BREAK_BEFORE.search(element.get("style") or ""):
                self.paper.new_page()
            self._style = _style(element, before)
        self._put(element.text)
        for child in element:
            self._walk(child)
            self._put(child.tail)
        if breaks:
            self._flush()
            self._style = before

    def _table(self, table: Element) -> None:
        cells, inner = _cells(table)
        outer = [cell for cell in cells if (cell.row, cell.column) not in inner]
        arranges = bool(inner) and is_layout(outer)
        if arranges or not _holds_data(table, cells):
            for row in _rows(table):
                self._walk_cells(row)
            return
        for caption in table.findall("caption"):
            self._walk(caption)
        framed = _has_border(table) or bool(_DRAWN.search(table.get("style") or ""))
        ruled = any(cell.ruled for cell in cells)
        self.paper.add_sheet(grid_sheet(cells, [], is_table=framed and not ruled))

    def _walk_cells(self, row: Element) -> None:
        """The cells of a row that only arranges: texts side by side, tables below each other."""
        if row.tag == "caption":
            self._walk(row)
            return
        cells = [c for c in row if c.tag in ("td", "th") and not is_hidden(c.attrib)]
        texts = [_text(cell) for cell in cells]
        simple = all(
            "\n" not in text and not any(True for _ in cell.iter("table", "img"))
            for cell, text in zip(cells, texts, strict=True)
        )
        if simple:
            self.paper.add_text("\t".join(text for text in texts if text.strip()))
            return
        for cell in cells:
            self._walk(cell)


def is_hidden(attributes: Mapping[str, str] | etree._Attrib) -> bool:
    """Whether the attributes of an element keep it from being shown."""
    return "hidden" in attributes or bool(_HIDING.search(attributes.get("style") or ""))


def _is_shown(element: Element) -> bool:
    """Whether readers see an element; comments and instructions have no name."""
    tag = element.tag
    return isinstance(tag, str) and tag not in _UNSEEN and not is_hidden(element.attrib)


def _style(element: Element, above: tuple[float, str]) -> tuple[float, str]:
    """Indent and alignment inside a block element."""
    style = element.get("style") or ""
    stated = _ALIGN.search(style)
    align = "center" if element.tag == "center" else stated[1] if stated else element.get("align")
    align = (align or "").lower()
    indent = sum(float(v) / _PER_EM[u.lower()] for v, u in _INDENT.findall(style) if v.strip("."))
    return min(indent, 20.0), align if align in ("left", "right", "center") else above[1]


def _rows(table: Element) -> Iterator[Element]:
    """Rows of a table (not of tables inside it), a caption being a row."""
    for element in table:
        if not isinstance(element.tag, str) or is_hidden(element.attrib):
            continue
        if element.tag in ("tr", "caption"):
            yield element
        elif element.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(element)


def _cells(table: Element) -> tuple[list[SheetCell], set[tuple[int, int]]]:
    """The cells of a table on its grid, and the positions of those that hold another table."""
    result: list[SheetCell] = []
    inner: set[tuple[int, int]] = set()
    taken: dict[int, int] = {}
    rows = [row for row in _rows(table) if row.tag == "tr"]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th") or is_hidden(cell.attrib):
                continue
            while taken.get(column, 0) > number:
                column += 1
            if column >= MOST_COLUMNS:
                break
            across = max(min(_span(cell, "colspan"), MOST_COLUMNS - column), 1)
            down = min(_span(cell, "rowspan") or len(rows), len(rows) - number, _MOST_ROWS_SPANNED)
            if cell.find(".//table") is not None:
                inner.add((number, column))
            result.append(
                text_cell(
                    number,
                    column,
                    _text(cell),
                    row_span=down,
                    column_span=across,
                    indent=_cell_indent(cell),
                    align=_style(cell, (0.0, ""))[1] or _inner_align(cell),
                    ruled=bool(_DRAWN.search(cell.get("style") or "")),
                )
            )
            taken.update(dict.fromkeys(range(column, column + across), number + down))
            column += across
    return result, inner


def _cell_indent(cell: Element) -> float:
    """Indent set for the first paragraph of a cell."""
    first = [cell, *[child for child in cell if child.tag in ("p", "div", "span")][:1]]
    return max(_style(element, (0.0, ""))[0] for element in first)


def _inner_align(cell: Element) -> str:
    first = next((child for child in cell if child.tag in ("p", "div")), None)
    return "" if first is None else _style(first, (0.0, ""))[1]


def _span(cell: Element, name: str) -> int:
    digits = re.match(r"\s*(\d{1,5})", cell.get(name) or "1")
    return int(digits[1]) if digits else 1


def _text(element: Element) -> str:
    """The shown text of a cell, a line for each block element."""
    lines = [line.strip(" ") for line in "".join(_pieces(element)).split("\n")]
    return "\n".join(line for line in lines if line.strip("\u3000\u00a0 "))


def _pieces(element: Element) -> Iterator[str]:
    yield _WHITE.sub(" ", element.text or "")
    for child in element:
        if _is_shown(child):
            edge = "\n" if child.tag in _LINES else ""
            yield edge
            yield from _pieces(child)
            yield edge
        yield _WHITE.sub(" ", child.tail or "")


def _has_border(table: Element) -> bool:
    width = table.get("border") or ""
    return width.isdigit() and int(width) > 0


def _holds_data(table: Element, cells: list[SheetCell]) -> bool:
    """Whether readers see a table: several cells, and numbers, headings or lines."""
    rows = {cell.row for cell in cells if cell.text}
    columns = {cell.column for cell in cells if cell.text}
    if len(rows) < 2 or len(columns) < 2:
        return False
    return (
        _has_border(table)
        or any(cell.is_number or cell.ruled for cell in cells)
        or any(True for _ in table.iter("th"))
        or (len(rows) > 2 and len(columns) > 2)
    )


class _Second(HTMLParser):
    """Shown text by events alone, without a tree: the second reading."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LINES:
            self.out.append("\n")
        if tag in _VOID:
            return
        if tag in _ENDED_BY_NEXT:
            stops = ("table", "ul", "ol") if tag != "p" else ("td", "th", "div", "table", "body")
            self._close(_ENDED_BY_NEXT[tag], stops)
        attributes = {name: value or "" for name, value in attrs}
        hides = tag in _UNSEEN or is_hidden(attributes)
        self._open.append((tag, hides))

    def _close(self, ends: Collection[str], stops: Collection[str]) -> None:
        """Close the innermost of `ends` with all in it; none that holds one of `stops`."""
        for k in reversed(range(len(self._open))):
            name = self._open[k][0]
            if name in ends:
                del self._open[k:]
            if name in ends or name in stops:
                return

    def handle_endtag(self, tag: str) -> None:
        if tag in _LINES:
            self.out.append("\n")
        self._close((tag,), () if tag in ("body", "html") else ("table",))

    def handle_data(self, data: str) -> None:
        inside = [name for name, _ in self._open]
        if any(hides for _, hides in self._open):
            return
        if "head" in inside and "title" not in inside and "body" not in inside:
            return
        self.out.append(_WHITE.sub(" ", data))


def second_text(source: str) -> str:
    """The shown text of a page read by events."""
    parser = _Second()
    parser.feed(source)
    parser.close()
    return "".join(parser.out)
