"""Every carrier is read or refused in words a user understands."""

from __future__ import annotations

from pipeline.cli.explain import CARRIER_ZH
from pipeline.read.carrier import Carrier
from pipeline.read.document import UNSUPPORTED, readers
from pipeline.report.refusal import LOOKS_LIKE_ZH, SAVE_AS

# Told by what they are, not by a name of the carrier: empty, locked, cut off, a picture, unknown.
BY_ERROR = {Carrier.EMPTY, Carrier.ENCRYPTED, Carrier.CUT_OFF, Carrier.IMAGE, Carrier.UNKNOWN}


def test_every_carrier_is_read_or_refused_by_name() -> None:
    refused = {carrier for carrier in Carrier if carrier.value in LOOKS_LIKE_ZH} | BY_ERROR
    assert set(readers()) | refused == set(Carrier)
    assert not set(readers()) & UNSUPPORTED
    assert set(SAVE_AS) <= {carrier.value for carrier in UNSUPPORTED} <= set(LOOKS_LIKE_ZH)


def test_every_carrier_without_pages_says_where_to_look() -> None:
    assert set(CARRIER_ZH) == {carrier.value for carrier in readers()} - {Carrier.PDF.value}
