"""Every row of every table is as pinned, and a difference is told where it is."""

from __future__ import annotations

import json

import pytest

from tests.golden.differences import differences
from tests.golden.pins import canonical, changed, gone, pins_of
from tests.golden.subjects import GROUPS, REPORTS, subjects

# Quick enough for every run; the others take minutes.
QUICK = ("forms", "warehouse")
LONG = tuple(group for group in GROUPS if group not in QUICK)
RENEW = "look at `python -m tests.golden diff REV`, then `python -m tests.golden write`"


def assert_as_pinned(group: str) -> None:
    there = subjects(group)
    assert there, f"nothing of {group} is here"
    worse = {f"{s.key} {s.label}": tables for s, tables in changed(pins_of(there)).items()}
    assert not worse, f"{len(worse)} of {len(there)} are not as pinned ({RENEW}): {worse}"
    assert not gone(group, there)


@pytest.mark.parametrize("group", QUICK)
def test_rows_are_as_pinned(group: str) -> None:
    assert_as_pinned(group)


@pytest.mark.reports
@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no folder of real reports at {REPORTS}")
@pytest.mark.parametrize("group", LONG)
def test_rows_of_many_reports_are_as_pinned(group: str) -> None:
    if group == "cases" and not subjects(group):
        pytest.skip("no folder of cases")
    assert_as_pinned(group)


def rows(*amounts: str) -> dict[str, list[str]]:
    return {
        "expenditure": [
            json.dumps({"cell_key": f"k:1:{i}:2", "amount": a}) for i, a in enumerate(amounts)
        ]
    }


def test_a_changed_value_is_told_with_table_row_and_column() -> None:
    assert list(differences(rows("1.00", "2.00"), rows("1.00", "3.00"))) == [
        "expenditure[1] k:1:1:2 amount: '2.00' -> '3.00'"
    ]


def test_a_row_that_is_gone_moves_no_other() -> None:
    lines = list(
        differences(
            rows("1.00", "2.00", "3.00"),
            {"expenditure": rows("1.00", "2.00", "3.00")["expenditure"][1:]},
        )
    )
    assert lines == [f"expenditure[0] gone: {rows('1.00')['expenditure'][0]}"]


def test_another_order_alone_is_told_as_such() -> None:
    one = rows("1.00", "2.00")
    assert list(differences(one, {"expenditure": one["expenditure"][::-1]})) == [
        "expenditure: the same rows in another order"
    ]


def test_keys_of_a_file_made_now_do_not_count() -> None:
    def made(sha256: str) -> dict[str, list[dict[str, object]]]:
        return {
            "report": [{"sha256": sha256}],
            "expenditure": [{"cell_key": f"{sha256[:16]}:1:1:1"}],
        }

    assert canonical(made("a" * 64)) == canonical(made("b" * 64))
