"""P rules: forms against the project table and their own parts, procurement against the text."""

from __future__ import annotations

from pipeline.reconcile.engine import Reconciliation
from tests.reconcile.printed_forms import checked, form


def grades(found: Reconciliation, rule: str) -> list[str]:
    return [result.grade for result in found.results if result.rule == rule]


def test_forms_that_agree() -> None:
    found = checked(form("设备更新", "20.00", "15.00", "5.00"))
    assert grades(found, "P1") == ["exact"]
    assert grades(found, "P2") == ["exact"]
    assert grades(found, "P3") == ["exact"]


def test_a_form_that_differs_is_noted_and_holds_nothing_back() -> None:
    found = checked(form("设备更新", "21.00", "15.00", "5.00"), said="5")
    assert grades(found, "P1") == ["failed"]
    assert grades(found, "P2") == ["failed"]
    assert grades(found, "P3") == ["failed"]
    assert not any("P1" in why or "P2" in why for why in found.held_back.values())


def test_a_form_of_carried_over_money_is_no_difference() -> None:
    found = checked(
        form("设备更新", "20.00", "20.00", "0.00"), form("设备更新", "5.00", "5.00", "0.00")
    )
    assert grades(found, "P1") == ["exact"]


def test_forms_of_one_name_are_taken_together() -> None:
    found = checked(
        form("设备更新", "15.00", "15.00", "0.00"), form("设备更新", "5.00", "5.00", "0.00")
    )
    assert grades(found, "P1") == ["exact"]
