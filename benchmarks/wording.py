"""How much of the wording of places without a report here the lexicons understand.

    uv run python benchmarks/wording.py [--half learn|held] [--show]

The list, its two halves and what *understood*, *unknown* and *wrong* mean: `tests/interpret/wordings.py`.
`--show` prints what is not understood.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable

from pipeline.domain.lexicon import load_lexicon
from tests.interpret.wordings import HALVES, Wording, WordingReader, load_wordings, verdict


def shares(wordings: Iterable[Wording], reader: WordingReader) -> dict[str, Counter[str]]:
    """Verdicts counted for each sort of wording."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for wording in wordings:
        counts[wording.sort][verdict(wording, reader.read(wording))] += 1
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--half", choices=HALVES, help="one half of the places only")
    parser.add_argument("--show", action="store_true", help="print what is not understood")
    options = parser.parse_args()
    reader = WordingReader(load_lexicon())
    for half in (options.half,) if options.half else HALVES:
        wordings = [wording for wording in load_wordings() if wording.half == half]
        total: Counter[str] = Counter()
        print(f"{half}: {len({w.place for w in wordings})} places, {len(wordings)} wordings")
        for sort, counts in shares(wordings, reader).items():
            total += counts
            print(f"  {sort}: {line(counts)}")
        print(f"  all: {line(total)}")
        if options.show:
            for wording in wordings:
                meaning = reader.read(wording)
                if (what := verdict(wording, meaning)) != "understood":
                    expected = "|".join(sorted(wording.expected))
                    print(f"    {what} {wording.sort} {wording.text} -> {meaning}, is {expected}")


def line(counts: Counter[str]) -> str:
    """One line of counts."""
    whole = sum(counts.values())
    return (
        f"understood {counts['understood']} of {whole} "
        f"({100 * counts['understood'] / whole:.1f} %), unknown {counts['unknown']}, "
        f"wrong {counts['wrong']}"
    )


if __name__ == "__main__":
    main()
