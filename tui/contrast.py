"""How well colours are read on one another, and colours moved until they are.

Contrast is that of WCAG 2.2, from 1 to 21.
"""

from __future__ import annotations

from rich.color import blend_rgb
from rich.color_triplet import ColorTriplet

READABLE = 7.0
"""Contrast of what is read for hours (level AAA)."""
LEGIBLE = 4.5
"""Contrast of what is glanced at (level AA)."""

WHITE, BLACK = ColorTriplet(255, 255, 255), ColorTriplet(0, 0, 0)
STEPS = 20


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """Contrast ratio of two colours."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def farthest(colour: ColorTriplet) -> ColorTriplet:
    """White or black, whichever is read better on a colour: at least at 4.58."""
    return max(WHITE, BLACK, key=lambda end: contrast(end, colour))


def moved(colour: ColorTriplet, against: ColorTriplet, least: float) -> ColorTriplet:
    """The colour, moved away from another one by as little as gives that contrast between them.

    It goes towards white or black; where that does not suffice either, that is what it becomes.
    """
    end = farthest(against)
    for step in range(STEPS):
        tried = blend_rgb(colour, end, step / STEPS)
        if contrast(tried, against) >= least:
            return tried
    return end


def _luminance(colour: ColorTriplet) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
