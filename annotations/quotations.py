"""Quotations of a paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from annotations import quoting


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks, in code points of their paragraph, half open."""

    start: int
    end: int
    inner_start: int
    inner_end: int


@lru_cache(maxsize=1024)
def quotations(paragraph: str) -> tuple[Quotation, ...]:
    return tuple(
        Quotation(opening, min(closing + 1, len(paragraph)), opening + 1, closing)
        for opening, closing in quoting.quoted(paragraph)
    )


def interrupted(paragraph: str, language: str = "en") -> tuple[tuple[Quotation, ...], ...]:
    return ()
