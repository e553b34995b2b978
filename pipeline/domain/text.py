"""The levels of printed text, from what is on paper to what is compared, and its plain shapes.

A text is kept as printed (`raw_text`) and compared in a form that leaves out what printing varies.
Each level is one function, and each is built on the one above it:

| level | function | goes | for |
|---|---|---|---|
| as printed | | nothing | evidence, cells shown to people |
| repaired | `repair_lookalikes` | look-alike characters | every text that is read |
| one line | `join_lines` | line breaks, outer white space | text of a cell |
| comparison form | `squeeze` | all white space | labels, titles, headings |
| uniform | `uniform` | differences of width, quotes, dashes; no character | sentences, by offset |
| one width | `one_width` | differences of width and dashes, white space | names of projects |
| letters | `letters` | list numbers, 其中, marks, brackets, 的 | names of codes cut short |
| code name | `code_name` | a final 支出 as well | names of codes |

Labels without list mark, 其中 or unit (`Lexicon.bare`, `Lexicon.bare_ordinal`,
`TargetLexicon.bare`, `clean_heading`) need words of the lexicons and are made there, of the
comparison form; so are names of bodies (`pipeline.identify`).

Belongs here: those levels, and what a text looks like (an amount, a page number).
Does not belong here: what a text means (lexicons), the table of look-alikes (`lookalikes`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipeline.domain.lookalikes import repair_lookalikes

_AMOUNT_LIKE = re.compile(r"^[-−－–—(（]?[¥￥]?(\d[\d,，]*(\.\d+)?|\.\d+)[)）]?%?$")
_PAGE_NUMBER = re.compile(
    r"^[-—–－·.\s]*(第\s*)?\d{1,4}(\s*页)?([/／]\s*\d{1,4}|\s*共\s*\d+\s*页)?[-—–－·.\s]*$"
)
# With words or strokes that no other number has.
_MARKED_PAGE_NUMBER = re.compile(r"^\s*(第\s*\d{1,4}\s*页.*|[-—–－]+\s*\d{1,4}\s*[-—–－]+\s*)$")
# Typographers' words for a table that goes on, alone or beside its title.
_CONTINUED = re.compile(r"[（(【\[]?(接上页|上接|续)(表|上表|上页|前表)?\d*[）)】\]]?")
# U+E5E5 and U+E5D2 are the wide space and the tab leader of GBK's private area.
_SPACE = re.compile("[\\s\ue5e5\ue5d2]+")

_ONE_FORM = str.maketrans(
    {
        **dict.fromkeys("“”„‟〝〞＂‘’‛＇「」『』", '"'),
        **dict.fromkeys("—–－‐‑‒―─", "-"),
        **dict.fromkeys("(﹙〔[［﹝【", "（"),
        **dict.fromkeys(")﹚〕]］﹞】", "）"),
        ":": "：",
        "∶": "：",
        "﹕": "：",
        ";": "；",
        "﹔": "；",
        "?": "？",
        "!": "！",
        "．": ".",
        "﹒": ".",
        "％": "%",
        "﹪": "%",
    }
)
_DIGIT_GROUP = re.compile(r"(?<=\d),(?=\d)|(?<=\d)，(?=\d{3}(?!\d))")

_OUTLINE = re.compile(
    r"^(?:\d+[.．、]|[一二三四五六七八九十]+[、.．]|\([一二三四五六七八九十\d]+\))"
)
_OF_WHICH = re.compile(r"^(?:其中|其)[:：]?(?=[^他])")
_MARKS = re.compile(r"[()\[\]【】〔〕《》“”\"'‘’、,，;；:：.。·的—–－\-_/*※]")
_SPENDING = re.compile(r"(?<=..)支出$")


def join_lines(text: str) -> str:
    """The repaired text on one line: breaks are typesetting, not words (Chinese has no hyphen)."""
    return repair_lookalikes(repair_lookalikes(text).replace("\n", "")).strip()


def squeeze(text: str) -> str:
    """The comparison form: no white space, for labels are spaced out to fill their cells."""
    return _SPACE.sub("", text)


def uniform(text: str) -> str:
    """Text of equal length with digits and punctuation of one form each, radicals repaired.

    Patterns are matched on it and what is printed is cut out by the same offsets. A comma stays
    half-width only between digits, a full-width one there becomes so before three of them.
    """
    chars = []
    for char in text.translate(_ONE_FORM):
        if char.isascii() or char in "，。、；：？！（）":
            chars.append(char)
            continue
        other = unicodedata.normalize("NFKC", char)
        chars.append(other if len(other) == 1 else char)
    joined = "".join(chars)
    marked = _DIGIT_GROUP.sub("\0", joined)
    return marked.replace(",", "，").replace("\0", ",")


@lru_cache(maxsize=16384)
def one_width(name: str) -> str:
    """A name in one width (NFKC) and with one kind of dash, without white space."""
    return squeeze(unicodedata.normalize("NFKC", name)).replace("—", "-").replace("–", "-")


@lru_cache(maxsize=16384)
def letters(name: str) -> str:
    """A name of one width without list number, 其中, marks, brackets and 的."""
    text = one_width(name)
    text = _OF_WHICH.sub("", _OUTLINE.sub("", text)) or text
    return _MARKS.sub("", text) or text


def code_name(name: str) -> str:
    """The name of a code as it is compared and looked up: letters, without a final 支出."""
    return _SPENDING.sub("", letters(name))


def is_amount_like(text: str) -> bool:
    """Whether a cell text looks like a number a table prints (not a code list, not a date)."""
    return bool(_AMOUNT_LIKE.match(squeeze(text)))


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page number."""
    return bool(_PAGE_NUMBER.match(text))


def is_marked_page_number(text: str) -> bool:
    """Whether a line is a page number by its words or strokes: 第 3 页, - 3 -."""
    return bool(is_page_number(text) and _MARKED_PAGE_NUMBER.match(text))


def without_continued(text: str) -> str:
    """A squeezed line without a mark that its table goes on; empty when it was nothing else."""
    return _CONTINUED.sub("", text)
