"""Weighted votes for an answer, with the first evidence of each.

Belongs here: counting. Does not belong here: what is voted for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


@dataclass
class Votes(Generic[T]):
    """`weights` maps a source to the weight of a vote and how often one answer may be counted.

    `evidence` has for each answer the first evidence that is not empty.
    """

    weights: Mapping[str, tuple[int, float]]
    counts: Counter[T] = field(default_factory=Counter)
    times: Counter[tuple[T, str]] = field(default_factory=Counter)
    evidence: dict[T, str] = field(default_factory=dict)

    def add(self, answer: T, source: str, evidence: str) -> None:
        """One vote; those above the source's limit change nothing."""
        weight, most = self.weights[source]
        self.times[answer, source] += 1
        if self.times[answer, source] <= most:
            self.counts[answer] += weight
        if evidence:
            self.evidence.setdefault(answer, evidence)

    def evidence_of(self, answer: T | None) -> str:
        """The evidence of an answer, '' where there is none."""
        return "" if answer is None else self.evidence.get(answer, "")

    def winner(self) -> tuple[T | None, T | None]:
        """The answer with most votes, and another that has as many."""
        ranked = self.counts.most_common(2)
        if not ranked:
            return None, None
        tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
        return ranked[0][0], ranked[1][0] if tied else None
