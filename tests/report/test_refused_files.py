"""Whatever a file is, it gets an outcome with a reason; nothing raises."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.report.extraction import extract_report
from tests.generate import noise

EXPECTED = {
    "zero_byte": ("rejected", "empty_file"),
    "truncated": ("quarantined", "truncated"),
    "html_named_pdf": ("rejected", "no_statement_tables"),
    "text_named_pdf": ("rejected", "not_a_document"),
    "scan": ("quarantined", "image_only"),
    "password": ("quarantined", "password"),
    "narrative_only": ("rejected", "no_statement_tables"),
    "long_text": ("rejected", "not_a_report"),
    "policy_notice": ("rejected", "not_a_report"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("noise")
    noise.write_all(folder)
    return folder


def test_every_kind_of_noise_has_an_expectation() -> None:
    assert set(EXPECTED) == set(noise.KINDS)


@pytest.mark.parametrize("kind", EXPECTED)
def test_refused_with_a_reason(kind: str, folder: Path) -> None:
    (file,) = [path for path in folder.iterdir() if path.stem.startswith(kind)]
    tables = extract_report(file).tables
    row = tables["report"][0]
    assert (row["outcome"], row["reason_code"]) == EXPECTED[kind], row["reason"]
    assert len(str(row["reason"])) > 8
    assert not tables.get("expenditure")
