"""Repairs look-alike characters in text read from a PDF.

Belongs here: character repair that never changes what a reader sees.  Does
not belong here: trimming, joining lines, or parsing numbers.

PDF fonts often map glyphs to look-alikes of the character meant: Kangxi
radicals, radical supplements, compatibility ideographs, full-width forms.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files
from itertools import chain

_ZERO_WIDTH = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
# Full-width marks that may belong to a number, and their plain forms.
_PLAIN = {"．": ".", "－": "-", "＋": "+", "％": "%"}
# A full-width comma also separates clauses and numbers of a list ("2025，3"):
# it is a thousands mark only where the groups of digits have the right length.
_THOUSANDS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:[，,][0-9]{3})+(?![0-9])")
# A dash between two numbers is a range, not a sign.
_MARKS = re.compile(r"(?<=[0-9])．(?=[0-9])|(?<![0-9A-Za-z])[－＋](?=[0-9])|(?<=[0-9])％")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


def repair_lookalikes(text: str) -> str:
    """Return `text` with look-alike characters replaced by those meant.

    Radicals and compatibility ideographs become the ordinary ideographs;
    full-width digits and letters become ASCII, and so do the full-width
    marks inside a number.  Chinese punctuation and U+3000 stay as they are.
    Zero-width characters and soft hyphens go.  Private-use characters stay;
    `find_private_use` reports them.
    """
    if text.isascii():
        return text
    text = text.translate(_table())
    text = _THOUSANDS.sub(lambda m: m.group().replace("，", ","), text)
    return _MARKS.sub(lambda m: _PLAIN[m.group()], text)


def find_private_use(text: str) -> list[tuple[int, str]]:
    """Return position and value of each private-use character in `text`."""
    return [(m.start(), m.group()) for m in _PRIVATE.finditer(text)]


@cache
def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(c): None for c in _ZERO_WIDTH}
    ranges = (
        range(0x2F00, 0x2FD6),  # Kangxi radicals
        range(0xF900, 0xFB00),  # compatibility ideographs
        range(0x2F800, 0x2FA20),  # compatibility ideographs supplement
        range(0xFF10, 0xFF1A),  # full-width digits
        range(0xFF21, 0xFF3B),  # full-width capital letters
        range(0xFF41, 0xFF5B),  # full-width small letters
    )
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in chain(*ranges)}
    return table | {ord(radical): unified for radical, unified in _radicals()}


def _radicals() -> list[tuple[str, str]]:
    """Radicals supplement: NFKC knows two of them, Unicode's own table the rest."""
    source = files("pipeline.domain").joinpath("cjk_radicals.csv").read_text(encoding="utf-8")
    return [(row["radical"], row["unified"]) for row in csv.DictReader(source.splitlines())]
