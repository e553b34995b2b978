"""Cases that one build answers: each loads reports of an invented city, and asks about those alone.

A case is a test that yields once: before, it loads; after, the warehouse of all cases of its module
is built. Belongs here: loading all, building once, going on with each. Does not belong here: cases
about the build itself (what it publishes, leaves, refuses), which need a home of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.config import Home
from pipeline.warehouse.build import build_warehouse
from tests.warehouse.load_report import load_report

Case = Callable[..., Iterator[None]]
# One sign a city: 岭天市, 岭地市, …
_SIGNS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"


class CaseCity:
    """The city of one case: its name, its folder of files, and the home that all cases share."""

    def __init__(self, home: Home, folder: Path, sign: str) -> None:
        self.home, self.folder, self.city = home, folder, f"岭{sign}市"
        self.keys: list[str] = []

    def file(self, data: bytes) -> bytes:
        """`data` as a file of this city: no other city has the same."""
        return self.city.encode() + data

    def load(self, data: bytes = b"one", **arguments: Any) -> str:
        """`load_report` of a report of this city, where nothing else is said."""
        told = {"city": self.city, "entity": f"{self.city}测试局", **arguments}
        key = load_report(self.home, self.folder, self.file(data), **told)
        self.keys.append(key)
        return key

    @property
    def mine(self) -> str:
        """The condition for rows of this case's reports."""
        return f"report_key IN ({', '.join(map(repr, self.keys))})"

    @property
    def filed(self) -> str:
        """The condition for rows of this case's files."""
        return f"starts_with(path, '{self.folder.resolve()}/')"


def together(case: Case) -> Callable[[Answers], None]:
    """The test that goes on with a case once the warehouse of its module is built."""

    def test(answers: Answers) -> None:
        answers.go_on(case, 0)

    _name(test, case, [()])
    return test


def each(values: Sequence[tuple[object, ...]]) -> Callable[[Case], Callable[[Answers, int], None]]:
    """`together` for a case that is run with each of several values, each in a city of its own."""

    def made(case: Case) -> Callable[[Answers, int], None]:
        @pytest.mark.parametrize("number", range(len(values)))
        def test(answers: Answers, number: int) -> None:
            answers.go_on(case, number)

        _name(test, case, values)
        return test

    return made


def _name(test: Any, case: Case, values: Sequence[tuple[object, ...]]) -> None:
    """Give `test` the name of its case, and what `Answers` finds the case by."""
    test.__name__, test.__doc__ = case.__name__, case.__doc__
    test.together = case, values


class Answers:
    """The cases of a module, each as far as its yield, and the one warehouse built of them."""

    def __init__(self, home: Home, folder: Path, module: ModuleType) -> None:
        self.home = home
        self._begun: dict[tuple[Case, int], Iterator[None]] = {}
        self._faults: dict[tuple[Case, int], Exception] = {}
        signs = iter(_SIGNS)
        found = [member.together for member in vars(module).values() if hasattr(member, "together")]
        for case, values in found:
            for number, each_of in enumerate(values):
                place = CaseCity(home, folder / f"{case.__name__}{number}", next(signs))
                self._begin((case, number), case(place, *each_of))
        self.built = build_warehouse(home)

    def _begin(self, which: tuple[Case, int], begun: Iterator[None]) -> None:
        self._begun[which] = begun
        try:
            next(begun)
        except Exception as fault:  # noqa: BLE001 - the fault of one case is told by its test
            self._faults[which] = fault

    def go_on(self, case: Case, number: int) -> None:
        """The part of a case after its yield."""
        if fault := self._faults.get((case, number)):
            raise fault
        for _ in self._begun[case, number]:
            raise AssertionError("a case yields once")
