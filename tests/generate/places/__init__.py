"""Forms of further places, told as data over `pieces`: budgets and final accounts.

Belongs here: which forms there are, what they print otherwise than the spec says.
Does not belong here: any form.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.generate.places import final, north, south, system, west
from tests.generate.spec import ReportSpec
from tests.generate.tables import PrintedTable

OPTIONS: dict[str, dict[str, object]] = {
    "yunnan": {"unit": "元"},
    "shenyang": {"blank_zero": "0.00"},
    "hebei": {"blank_zero": ""},
    "henan": {"blank_zero": "0.00", "decimals": 2},
}

_FORMS: dict[str, Callable[[ReportSpec], list[PrintedTable]]] = {
    "hubei": system.hubei,
    "anhui": system.anhui,
    "yunnan": south.yunnan,
    "henan": north.henan,
    "jiangxi": south.jiangxi,
    "shanxi": north.shanxi,
    "hebei": north.hebei,
    "guizhou": south.guizhou,
    "hainan": south.hainan,
    "shenyang": north.shenyang,
    "jilin": system.jilin,
    "xinjiang": west.xinjiang,
    "gansu": west.gansu,
    "shandong": west.shandong,
    "final_yunnan": final.yunnan,
    "final_neimenggu": final.neimenggu,
    "final_tianjin": final.tianjin,
    "final_shanxi": final.shanxi,
    "final_older": final.older,
}
NAMES = tuple(_FORMS)


def tables(spec: ReportSpec) -> list[PrintedTable]:
    """The tables of the spec's form."""
    return _FORMS[spec.form](spec)
