"""Labels: what is typed to reach one of many places, the shorter and easier the likelier it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

LETTERS = "fjdkslaghrueiwotyqpvncmxbz"
"""The home row first, and on it the stronger fingers."""
_KEYS = LETTERS + LETTERS.upper() + "1234567890"
"""What is typed, the easier first: other letters only where small ones do not suffice."""
AT_LEAST = 13
"""Places that get one letter each however many others there are: half of the small letters."""


def hand_out(first: Sequence[int], others: Sequence[int], near: int) -> dict[str, int]:
    """Label offsets of a text, each once: `first` with one letter as far as possible, others two.

    One letter is never the first of two. Single ones go by the order of the text, so that those
    who know it know them; of the pairs those nearest to the offset `near` get the easiest. Where
    there are more than three thousand places, the farthest go without.
    """

    def nearness(offset: int) -> tuple[int, int]:
        return abs(offset - near), offset

    likely = sorted(set(first), key=nearness)
    rest = set(others) - set(likely)
    count = _singles(len(likely), len(likely) + len(rest))
    singles = sorted(likely[:count])
    far = sorted([*likely[count:], *rest], key=nearness)
    labels = dict(zip(LETTERS, singles, strict=False))
    return labels | dict(zip(_pairs(count), far, strict=False))


def _singles(likely: int, all: int) -> int:
    """How many get one letter: as many as leave small pairs to all the others, or AT_LEAST."""
    count = min(likely, len(LETTERS))
    while count > AT_LEAST and (len(LETTERS) - count) * len(LETTERS) < all - count:
        count -= 1
    return count


@cache
def _pairs(singles: int) -> tuple[str, ...]:
    """Two letters each, the easiest first, none of which begins with one that stands alone."""
    size = len(LETTERS)

    def effort(pair: tuple[int, int]) -> tuple[int, int, int, int]:
        rows = [key // size for key in pair]
        return max(rows), sum(rows), sum(key % size for key in pair), pair[0]

    keys = range(len(_KEYS))
    pairs = sorted(((one, two) for one in keys[singles:] for two in keys), key=effort)
    return tuple(_KEYS[one] + _KEYS[two] for one, two in pairs)
