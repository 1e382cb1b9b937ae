"""The colours of tags on a page, light and dark, as a style sheet.

Words in a mark have a contrast of 7:1 (WCAG 2.2, level AAA), letters and lines one of 4.5:1. That
two tags are told apart is not promised for any codebook: for that there is the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotations.codebook import Tag

RGB = tuple[int, int, int]

READABLE = 7.0
"""Contrast of words in a mark."""
LEGIBLE = 4.5
"""Contrast of letters and lines."""

CHOSEN = {
    "#b01020": ("#e02800", "#f0a030"),
    "#4028f0": ("#0070f0", "#68f8c8"),
    "#600860": ("#280020", "#a898f0"),
}
"""Colours of the built-in tags on a light page and on a dark one, the same as on the screen."""

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_GREY = "#505050"
_STEPS = 20


@dataclass(frozen=True, slots=True)
class Page:
    """What marks are drawn on."""

    ground: RGB
    """The page itself."""
    ink: RGB
    """Its words, in marks, too."""
    share: float
    """How much of its tag's colour is behind marked words."""


LIGHT = Page((252, 251, 248), (28, 27, 25), 0.2)
DARK = Page((24, 24, 25), (230, 227, 220), 0.42)


@dataclass(frozen=True, slots=True)
class Tint:
    """The colours of a tag on one page."""

    behind: RGB
    """Behind marked words."""
    line: RGB
    """The line below them, the letter before them, the bars of counts."""


def tint(colour: str, page: Page) -> Tint:
    """What a tag's `#rrggbb` becomes on a page; what is no colour counts as grey."""
    colour = colour.lower() if re.fullmatch("#[0-9a-fA-F]{6}", colour) else _GREY
    on_light, on_dark = CHOSEN.get(colour, (colour, colour))
    is_dark = _luminance(page.ground) < _luminance(page.ink)
    behind = parsed(colour if is_dark else on_light)
    line = parsed(on_dark if is_dark else on_light)
    return Tint(
        moved(blended(page.ground, behind, page.share), page.ink, READABLE),
        moved(line, page.ground, LEGIBLE),
    )


def style_sheet(tags: Iterable[Tag]) -> Iterator[str]:
    """The rules that give the class `t0`, `t1` … the colours of the tag of that number."""
    tags = list(tags)
    yield from _rules(tags, LIGHT)
    yield "@media screen and (prefers-color-scheme: dark) {\n"
    yield from _rules(tags, DARK)
    yield "}\n"


def _rules(tags: list[Tag], page: Page) -> Iterator[str]:
    yield f":root {{ --page: {_hex(page.ground)}; --ink: {_hex(page.ink)}; }}\n"
    for number, tag in enumerate(tags):
        drawn = tint(tag.colour, page)
        yield f".t{number} {{ --tint: {_hex(drawn.behind)}; --line: {_hex(drawn.line)}; }}\n"


def contrast(one: RGB, other: RGB) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def moved(colour: RGB, against: RGB, least: float) -> RGB:
    """The colour, moved towards white or black until it has that contrast to another one."""
    end = max(_WHITE, _BLACK, key=lambda end: contrast(end, against))
    tried = (blended(colour, end, step / _STEPS) for step in range(_STEPS))
    return next((each for each in tried if contrast(each, against) >= least), end)


def blended(one: RGB, other: RGB, share: float) -> RGB:
    """One colour with that share of another in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def parsed(colour: str) -> RGB:
    """The colour that `#rrggbb` names."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _hex(colour: RGB) -> str:
    return "#" + bytes(colour).hex()


def _luminance(colour: RGB) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
