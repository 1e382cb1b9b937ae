"""Clauses of a paragraph."""

from __future__ import annotations

import re
from itertools import pairwise

from annotations import units
from annotations.edges import trimmed


def clause_starts(paragraph: str, language: str = "en") -> tuple[int, ...]:
    starts = [start for start, _ in _pieces(paragraph, language)]
    return tuple(sorted(set(starts)))


def clause_ends(paragraph: str, language: str = "en") -> tuple[int, ...]:
    return tuple(sorted({end for _, end in _pieces(paragraph, language)}))


def _pieces(paragraph: str, language: str) -> list[tuple[int, int]]:
    found = []
    for start, end in units.sentences(paragraph, language):
        cuts = [start, *(m.end() for m in re.finditer(r"[,;:—] |\bthat ", paragraph[start:end])), 0]
        cuts = [start] + [start + c for c in cuts[1:-1]] + [end]
        found += [trimmed(paragraph, a, b) for a, b in pairwise(cuts) if paragraph[a:b].strip()]
    return found
