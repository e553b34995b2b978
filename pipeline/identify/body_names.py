"""Names of bodies: what is one, how it is printed, what its other forms are.

Belongs here: cleaning a name, telling names from sentences and places, the suffixes （本级）（汇总）.
Does not belong here: where names stand in a document, places (`region`).
"""

from __future__ import annotations

import re

from pipeline.identify.evidence import clean_text
from pipeline.identify.identity_words import IdentityLexicon
from pipeline.identify.region import Gazetteer

MIN_NAME, MAX_NAME = 3, 40
_BRACKETS = str.maketrans("()〔〕﹙﹚", "（）（）（）")
_OUTER = "：:，,。、；;·.．—－-_|｜*★●■◆▲《》<>【】[]“”\"'〈〉"
_CODE = re.compile(r"^[\[【(（]?[0-9A-Z]{3,12}[\]】)）]?[-—－–_:：]*(?=[^\d])")
_YEAR = re.compile(r"^[（(]?(?:19|20)\d{2}(?:年度|年|度)?[）)]?|(?:19|20)\d{2}(?:年度|年|度)?$")
_HAN = re.compile(r"[\u3400-\u9fff]")


def clean_name(text: str, words: IdentityLexicon, places: Gazetteer) -> str | None:
    """The name of a body as printed, without codes, years and marks of aggregation.

    None for what is no name: a place alone, words for bodies in general, a sentence, a form's
    place-holder. （本级） stays, for it says which of two reports this is.
    """
    name = clean_text(text)
    previous = None
    while previous != name:
        previous = name
        name = name.strip(_OUTER)
        name = _YEAR.sub("", name)
        name = _CODE.sub("", name)
        name = re.sub(
            f"^{words.captions['label'].pattern}(?:[（(][^（）()]{{1,4}}[）)])?[:：]",
            "",
            name,
            flags=re.VERBOSE,
        )
        name = _without(words.department_suffix, name)
        name = _without(words.idle_suffix, name)
        name = words.bodies["trailing"].sub("", name)
        if name.count("（") + name.count("(") < name.count("）") + name.count(")"):
            name = name.rstrip("）)")
        if name.count("（") + name.count("(") > name.count("）") + name.count(")"):
            name = name.rstrip("（(")
    if not MIN_NAME <= len(name) <= MAX_NAME or len(_HAN.findall(name)) < MIN_NAME - 1:
        return None
    is_no_name = (
        words.bodies["generic"].fullmatch(name)
        or places.is_place(name)
        or has_placeholder(name, words)
        or words.bodies["not_a_body"].search(words.bodies["exempt"].sub("", name))
    )
    return None if is_no_name else name


def has_placeholder(text: str, words: IdentityLexicon) -> bool:
    """Whether a name is to be filled in (XX局)."""
    return bool(words.bodies["placeholder"].search(text))


def looks_like_a_body(name: str, words: IdentityLexicon) -> bool:
    """Whether a line alone is the name of a body: it ends like one."""
    bare = key_of(name, words)
    if re.search(f"(?:{words.bodies['endings'].pattern})$", bare, re.VERBOSE) is None:
        return False
    return len(bare) > MIN_NAME and not bare.endswith("部门")


def key_of(name: str, words: IdentityLexicon) -> str:
    """The same for forms of one name within one document: brackets alike, no （本级）（汇总）."""
    bare = name
    for suffix in (words.department_suffix, words.idle_suffix, words.unit_suffix):
        bare = _without(suffix, bare)
    return words.bodies["head_office"].sub(r"\g<body>", bare).translate(_BRACKETS)


def is_head_office(name: str, words: IdentityLexicon) -> bool:
    """Whether a name says in words that only the body itself is meant (本级)."""
    return bool(
        words.unit_suffix.search(name.translate(_BRACKETS))
        or words.bodies["head_office"].search(name)
    )


def says_whole_department(text: str, words: IdentityLexicon) -> bool:
    """Whether a printed name says that units below are included (汇总)."""
    return bool(words.department_suffix.search(clean_text(text).translate(_BRACKETS)))


def _without(suffix: re.Pattern[str], name: str) -> str:
    """A name without a suffix, whichever brackets are printed."""
    match = suffix.search(name.translate(_BRACKETS))
    return name[: match.start()] if match else name
