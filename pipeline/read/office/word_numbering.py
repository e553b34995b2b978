"""Labels that Word numbers paragraphs with: `一、`, `（二）`.

They are not in the text of the file though every reader sees them, and headings are recognised by
them. Only labels in Chinese numerals are given: ordinary digits would be numbers that no text of the
file holds.

Belongs here: the numbering part of a Word file. Does not belong here: text (`word`).
"""

from __future__ import annotations

import re

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital",
    "taiwaneseCountingThousand", "taiwaneseCounting",
}  # fmt: skip
_PLACE = re.compile(r"%(\d)")
_DIGITS = "一二三四五六七八九"


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals, in digits beyond."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _DIGITS[tens - 1] + "十"
    return head + (_DIGITS[ones - 1] if ones else "")


class Numbering:
    """Counts the numbered paragraphs of a document in order."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        root = next(
            (
                relation.target_part.element
                for relation in document.part.rels.values()
                if relation.reltype.endswith("/numbering") and not relation.is_external
            ),
            None,
        )
        if root is None:
            return
        for abstract in root.findall(qn("w:abstractNum")):
            self._levels[abstract.get(qn("w:abstractNumId"), "")] = {
                int(level.get(qn("w:ilvl"), "0")): (
                    _child(level, "w:numFmt"),
                    _child(level, "w:lvlText"),
                    int(_child(level, "w:start") or 1),
                )
                for level in abstract.findall(qn("w:lvl"))
            }
        for number in root.findall(qn("w:num")):
            self._abstract[number.get(qn("w:numId"), "")] = _child(number, "w:abstractNumId")
        for style in document.styles.element.findall(qn("w:style")):
            listed = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if listed is not None:
                level = int(_child(listed, "w:ilvl") or 0)
                self._by_style[style.get(qn("w:styleId"), "")] = (_child(listed, "w:numId"), level)

    def label(self, paragraph: etree._Element) -> str:
        """The label before the paragraph; '' without one, or where it is in other numerals.

        To be called once for each paragraph in the order of the document.
        """
        number, level = self._number_and_level(paragraph)
        abstract = self._abstract.get(number)
        if abstract is None or abstract not in self._levels:
            return ""
        levels = self._levels[abstract]
        if level not in levels:
            return ""
        for deeper in [key for key in self._counts if key[0] == abstract and key[1] > level]:
            del self._counts[deeper]
        start = levels[level][2]
        self._counts[abstract, level] = self._counts.get((abstract, level), start - 1) + 1
        used = [int(digit) - 1 for digit in _PLACE.findall(levels[level][1])]
        if not used or any(levels.get(k, ("", "", 1))[0] not in _CHINESE for k in used):
            return ""
        return _PLACE.sub(
            lambda m: chinese(self._counts.get((str(abstract), int(m[1]) - 1), 1)), levels[level][1]
        )

    def counts(self) -> dict[tuple[str, int], int]:
        """The state of all counters, to go back to with `go_back`."""
        return dict(self._counts)

    def go_back(self, counts: dict[tuple[str, int], int]) -> None:
        """Count again from an earlier state: the same paragraphs are read another time."""
        self._counts = dict(counts)

    def _number_and_level(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list a paragraph is numbered in ('' for none), and its level in it from 0."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        of_style = self._by_style.get(_child(properties, "w:pStyle"), ("", 0))
        listed = properties.find(qn("w:numPr"))
        if listed is None:
            return of_style
        return _child(listed, "w:numId") or of_style[0], int(_child(listed, "w:ilvl") or 0)


def _child(element: etree._Element, name: str) -> str:
    child = element.find(qn(name))
    return "" if child is None else str(child.get(qn("w:val"), ""))
