"""A number of a workbook as its number format shows it: the printed text of a cell.

A workbook keeps binary numbers and, apart from them, how many digits are shown, what stands for
zero, where the sign goes. What was published is the text a reader sees.

Belongs here: number formats as in ECMA-376 part 1, 18.8.31, dates included.
Does not belong here: workbooks (`workbook`, `workbook_xls`), what a number means.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, to_excel

GENERAL = "General"
# Built-in formats that a file names by number alone and that depend on the language: the Chinese.
CHINESE_FORMATS = {
    14: "yyyy/m/d",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
# A workbook's numbers have fifteen digits; what is beyond them is noise of the binary form.
_DIGITS = 15
# General shows the simplest decimal this near to the value (relative), so that no noise shows.
_NEAR = Decimal("1e-12")
# With more decimals than money has, General shows as many characters as a spreadsheet does.
_MONEY_DECIMALS = 4
_GENERAL_WIDTH = 11
# Beyond so many digits General turns to powers of ten.
_LONGEST = 20
_LONG_DATE = 'yyyy"年"m"月"d"日"'
_WEEKDAYS = "一二三四五六日"

_PART = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|_(?P<pad>.)"
    r"|\*(?P<fill>.)"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<ampm>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>[Ee][+-])"
    r"|(?P<date>[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+|e+|aaaa?)"
    r"|(?P<digit>[0#?])"
    r"|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"^(<=|>=|<>|<|>|=)\s*(-?[\d.]+)$")

_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
# How a number must compare with a bound.
_Condition = tuple[Callable[[Decimal, Decimal], bool], Decimal]


@dataclass(frozen=True, slots=True)
class _Token:
    """`kind`: 'literal', 'digit', 'point', 'comma', 'percent', 'text', 'general', 'date',
    'elapsed', 'ampm', 'exponent'."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    tokens: tuple[_Token, ...]
    condition: _Condition | None

    @property
    def is_date(self) -> bool:
        kinds = {token.kind for token in self.tokens}
        return bool(kinds & {"date", "elapsed", "ampm"}) and "digit" not in kinds - {"point"}


def exact(value: float) -> Decimal:
    """The number that a workbook's binary value stands for, at its fifteen digits."""
    number = Decimal(repr(float(value)))
    if not number or not number.is_finite():
        return number
    return number.quantize(Decimal(1).scaleb(number.adjusted() - _DIGITS + 1), ROUND_HALF_UP)


@lru_cache(maxsize=1 << 14, typed=True)
def shown(value: object, number_format: str, *, date1904: bool = False) -> str:
    """The text a cell shows for `value` (number, text, truth value, date) under a number format.

    Blanks at both ends, which formats use to line numbers up, are left out. A format that cannot be
    understood shows the number as `General` does. Never raises for what a file may contain.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return _shown_text(value, number_format)
    if isinstance(value, datetime | date | time | timedelta):
        serial = to_excel(value, _epoch(date1904))  # type: ignore[no-untyped-call]
    elif isinstance(value, int | float | Decimal):
        serial = float(value)
    else:
        return str(value)
    try:
        return _shown_number(serial, number_format, date1904).strip()
    except (ArithmeticError, ValueError, IndexError):
        return general(serial)


def general(value: float) -> str:
    """A number under the format `General`: no trailing zeros, no noise of the binary form."""
    number = exact(value)
    if not number.is_finite():
        return str(value)
    if not number:
        return "0"
    if abs(number.adjusted()) > _LONGEST:
        return f"{number:.5E}"
    nearest = number
    for decimals in range(_DIGITS):
        nearest = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if abs(nearest - number) <= abs(number) * _NEAR:
            break
    whole = max(number.adjusted() + 1, 1)
    decimals = -int(nearest.as_tuple().exponent)
    if decimals > _MONEY_DECIMALS:
        room = max(_GENERAL_WIDTH - whole - 1, 0)
        nearest = number.quantize(Decimal(1).scaleb(-min(decimals, room)), ROUND_HALF_UP)
    text = f"{nearest:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown_text(value: str, number_format: str) -> str:
    sections = _sections(number_format)
    last = sections[-1]
    if not any(token.kind == "text" for token in last.tokens):
        return value
    return "".join(value if t.kind == "text" else t.text for t in last.tokens)


def _shown_number(value: float, number_format: str, date1904: bool) -> str:
    sections = [
        s for s in _sections(number_format) if not any(t.kind == "text" for t in s.tokens)
    ] or [_Section((_Token("general", ""),), None)]
    number = exact(value)
    section, signed = _choose(sections, number)
    if not section.tokens:
        return ""
    if section.is_date:
        return _shown_date(number, section, date1904)
    if any(token.kind == "general" for token in section.tokens):
        plain = general(float(number if signed else abs(number)))
        return "".join(plain if t.kind == "general" else t.text for t in section.tokens)
    text = _shown_digits(abs(number), section)
    return "-" + text if signed and number < 0 else text


def _choose(sections: list[_Section], number: Decimal) -> tuple[_Section, bool]:
    """The section for a number, and whether a minus has to be put before it."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or section.condition[0](number, section.condition[1]):
                return section, number < 0
        return sections[-1], number < 0
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[_Section, ...]:
    """The sections of a format (positive; negative; zero; text); never empty."""
    sections: list[_Section] = []
    tokens: list[_Token] = []
    condition: _Condition | None = None
    for match in _PART.finditer(number_format or GENERAL):
        kind, text = match.lastgroup, match.group(match.lastgroup or 0)
        if kind == "other" and text == ";":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind == "bracket":
            compared = _CONDITION.match(text)
            if compared:
                condition = (_COMPARISONS[compared[1]], Decimal(compared[2]))
            elif set(text.lower()) <= set("hms") and text:
                tokens.append(_Token("elapsed", text.lower()))
            elif text.startswith("$"):
                symbol, _, locale = text[1:].partition("-")
                if locale.upper() == "F800":
                    tokens.extend(_sections(_LONG_DATE)[0].tokens)
                    break
                tokens.append(_Token("literal", symbol))
        else:
            tokens.append(_token(str(kind), text))
    sections.append(_Section(tuple(tokens), condition))
    return tuple(sections)


def _token(kind: str, text: str) -> _Token:
    literal = {"quoted": text, "escaped": text, "pad": " ", "fill": ""}.get(kind)
    if literal is not None:
        return _Token("literal", literal)
    if kind == "other":
        named = {".": "point", ",": "comma", "%": "percent", "@": "text", "％": "percent"}
        return _Token(named.get(text, "literal"), text)
    return _Token(kind, text)


def _shown_digits(number: Decimal, section: _Section) -> str:
    """A number that is not negative, under a section of digit placeholders."""
    tokens = list(section.tokens)
    places = [i for i, token in enumerate(tokens) if token.kind == "digit"]
    if not places:
        return "".join("" if t.kind == "comma" else t.text for t in tokens)
    if any(token.kind == "exponent" for token in tokens) or _is_fraction(tokens, places):
        return general(float(number))
    point = next((i for i, token in enumerate(tokens) if token.kind == "point"), None)
    whole = [i for i in places if point is None or i < point]
    rest = [i for i in places if point is not None and i > point]
    end = whole[-1] if whole else -1
    grouped = any(t.kind == "comma" for t in tokens[whole[0] : end]) if whole else False
    after = end + 1
    while after < len(tokens) and tokens[after].kind == "comma":
        number /= 1000
        after += 1
    number *= Decimal(100) ** sum(token.kind == "percent" for token in tokens)
    number = number.quantize(Decimal(1).scaleb(-len(rest)), ROUND_HALF_UP)
    digits, _, decimals = f"{number:f}".partition(".")
    if digits == "0" and not any(tokens[i].text == "0" for i in whole):
        digits = ""
    text_at = _whole_part(digits, [tokens[i].text for i in whole], grouped)
    out = dict(zip(whole, text_at, strict=True))
    kept = len(decimals)
    while kept and decimals[kept - 1] == "0" and tokens[rest[kept - 1]].text in "#?":
        kept -= 1
    for k, place in enumerate(rest):
        out[place] = decimals[k] if k < kept else ""
    result = []
    for i, token in enumerate(tokens):
        if token.kind == "digit":
            result.append(out[i])
        elif token.kind == "point":
            result.append(("" if whole else digits) + token.text)
        elif token.kind != "comma":
            result.append(token.text)
    return "".join(result)


def _is_fraction(tokens: list[_Token], places: list[int]) -> bool:
    between = tokens[places[0] : places[-1]]
    return any(token.kind == "literal" and token.text == "/" for token in between)


def _whole_part(digits: str, places: list[str], grouped: bool) -> list[str]:
    """Digits dealt out to placeholders from the right; the first takes all that are left."""
    result: list[str] = []
    left = digits
    count = 0
    for k, place in enumerate(reversed(places)):
        is_first = k == len(places) - 1
        taken = left if is_first else left[-1:]
        left = "" if is_first else left[:-1]
        if not taken and place == "0":
            taken = "0"
        shown_here = ""
        for digit in reversed(taken):
            if grouped and count and count % 3 == 0:
                shown_here = "," + shown_here
            shown_here = digit + shown_here
            count += 1
        result.append(shown_here)
    return result[::-1]


def _epoch(date1904: bool) -> datetime:
    return MAC_EPOCH if date1904 else WINDOWS_EPOCH


def _shown_date(number: Decimal, section: _Section, date1904: bool) -> str:
    if number < 0 or number > 2_958_465:
        return general(float(number))
    # To the second: fractions are noise of the binary form.
    seconds = int((number * 86400).quantize(Decimal(1), ROUND_HALF_UP))
    days = seconds // 86400
    if not date1904 and days < 60:
        days += 1
    when = _epoch(date1904) + timedelta(days=days, seconds=seconds % 86400)
    half_day = any(token.kind == "ampm" for token in section.tokens)
    out: list[str] = []
    tokens = section.tokens
    for i, token in enumerate(tokens):
        if token.kind == "date":
            out.append(_date_part(token.text, when, _is_minute(tokens, i), half_day))
        elif token.kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
            out.append(str(seconds // unit).zfill(len(token.text)))
        elif token.kind == "ampm":
            first, second = token.text.split("/")
            out.append(first if when.hour < 12 else second)
        else:
            out.append(token.text)
    return "".join(out)


def _is_minute(tokens: tuple[_Token, ...], i: int) -> bool:
    """Whether an m means minutes: after hours, or before seconds."""
    kinds = ("date", "elapsed")
    before = next((t.text[0].lower() for t in reversed(tokens[:i]) if t.kind in kinds), "")
    after = next((t.text[0].lower() for t in tokens[i + 1 :] if t.kind in kinds), "")
    return before == "h" or after == "s"


def _date_part(code: str, when: datetime, is_minute: bool, half_day: bool) -> str:
    letter, width = code[0].lower(), len(code)
    if letter in "ye":
        return f"{when.year % 100:02d}" if letter == "y" and width <= 2 else str(when.year)
    if letter == "m" and not is_minute:
        if width == 3:
            return when.strftime("%b")
        if width >= 4:
            return f"{when.month}月"
        return str(when.month).zfill(width)
    if letter == "a" or (letter == "d" and width > 2):
        return ("星期" if width == 4 else "") + _WEEKDAYS[when.weekday()]
    hour = (when.hour % 12 or 12) if half_day else when.hour
    value = {"d": when.day, "h": hour, "m": when.minute, "s": when.second}[letter]
    return str(value).zfill(min(width, 2))
