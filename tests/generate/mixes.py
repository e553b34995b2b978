"""Ways of printing put together at random, each by its number, so that one can be made again.

Belongs here: drawing the mix. Does not belong here: printing it (`layouts`), judging what is read.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.generate.layout_samples import NUMBERS, PLAIN, SPECS
from tests.generate.layouts import Layout
from tests.generate.spec import ReportSpec

# How many are tried as a rule: each form the same number of times.
MIXES = 280
NOTE = "注：本表反映本年度预算安排情况，详见附件3。"
RUNNING = "岭南市2025年部门预算公开"
RULES = ("all", "none", "level", "head", "frame", "upright", "fills")


def mix(number: int) -> tuple[str, ReportSpec, Layout]:
    """The form, the report and the way of printing that belong to a number."""
    draw = Random(number)
    layout = Layout(
        rules=draw.choice(RULES),
        align=draw.choice(("right", "right", "centre", "left")),
        scale=draw.choice((1.0, 0.8, 0.6)),
        bottom=draw.choice((PLAIN.bottom, PLAIN.bottom, 240.0)),
        unit_at=draw.choice(("line", "line", "title", "head")),
        no_entity=draw.random() < 0.2,
        total_first=draw.random() < 0.3,
        note=draw.choice(("", NOTE)),
        portrait=draw.random() < 0.2,
        flow=draw.random() < 0.2,
        running=draw.choice(("", RUNNING)),
        number=draw.choice((None, None, *NUMBERS)),
        title_rows=draw.random() < 0.15,
        bold=draw.choice((None, None, 0.3)),
    )
    form = list(SPECS)[number % len(SPECS)]
    spec = SPECS[form]()
    zero = draw.choice((None, "-", "", "0"))
    if zero is not None:
        spec = replace(spec, options=replace(spec.options, blank_zero=zero))
    return form, spec, layout
