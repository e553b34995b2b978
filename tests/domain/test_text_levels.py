"""The levels of printed text: what each leaves out, and that it leaves out nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.lexicon import load_lexicon
from pipeline.domain.text import code_name, join_lines, letters, one_width, squeeze, uniform


def test_breaks_of_a_cell_go_and_inner_space_stays() -> None:
    assert join_lines(" ⼀般公共\n预算 支出\n") == "一般公共预算 支出"


def test_every_white_space_goes_from_the_comparison_form() -> None:
    assert squeeze("合\u3000 计\n\t\u00a0\ue5e5") == "合计"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_offsets_hold_in_the_uniform_text(text: str) -> None:
    assert len(uniform(text)) == len(text)


def test_a_comma_is_half_width_between_digits_only() -> None:
    assert uniform("1，234.5万元,其中:“三公”2，3") == '1,234.5万元，其中："三公"2，3'


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("一、维修（护） 费", ("一、维修(护)费", "维修护费", "维修护费")),
        ("其中：其他支出", ("其中:其他支出", "其他支出", "其他")),
        ("支出", ("支出", "支出", "支出")),
    ],
)
def test_levels_of_a_name(printed: str, expected: tuple[str, str, str]) -> None:
    assert (one_width(printed), letters(printed), code_name(printed)) == expected


def test_codes_are_looked_up_by_the_form_in_which_names_are_compared() -> None:
    lexicon = load_lexicon()
    assert lexicon.codes_of("department", "维修护费") == lexicon.codes_of(
        "department", "1.维修（护）费"
    )
    assert lexicon.codes_of("department", "维修护费")
