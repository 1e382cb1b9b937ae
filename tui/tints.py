"""The colours of tags: behind marked words, of the words, and of the letter in the margin.

Those of the built-in tags were chosen together, over normal sight and the three deficiencies of
colour sight, and are told apart on every page. The colour of any other tag is adapted to the page.
What is promised for it: words in its marks have a contrast of 7:1, its letter has one of 4.5:1.
Not that it differs enough from the next tag's: for that there is the letter.
"""

from __future__ import annotations

from colorsys import rgb_to_hls
from dataclasses import dataclass

from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet

from tui.contrast import BLACK, READABLE, WHITE, farthest, moved

SHARE = 0.75
"""How much of a tint is blended over a dark page."""
LIGHT_SHARE = 0.3
"""The same for a light page: with less, solarized light fails protanopes."""
GREY = 0.15
"""Saturation below which a colour counts as grey."""


@dataclass(frozen=True, slots=True)
class Tint:
    """The colours of a tag; none on a screen without colours."""

    page: Color | None = None
    """Behind marked words."""
    text: Color | None = None
    """The words on it."""
    letter: Color | None = None
    """The letter and the line in the margin."""


@dataclass(frozen=True, slots=True)
class _Family:
    """How a terminal of 16 colours shows a group of hues; colours by number."""

    page: int
    text: int
    letter: int
    """On a dark page."""
    light_letter: int
    """On a light one, where bright colours cannot be read."""


_WARM = _Family(3, 0, letter=11, light_letter=1)
_GREEN = _Family(2, 0, letter=10, light_letter=0)
_CYAN = _Family(6, 0, letter=14, light_letter=0)
_BLUE = _Family(4, 15, letter=13, light_letter=4)
_GREY = _Family(7, 0, letter=15, light_letter=0)
_HUES = ((75, _WARM), (165, _GREEN), (200, _CYAN), (330, _BLUE), (360, _WARM))
"""The families up to a hue in degrees."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """What was chosen for a colour of the built-in codebook, itself the tint on dark pages."""

    light: str
    """The tint on light pages, before it is blended; the letter there."""
    letter: str
    """On dark pages."""
    family: _Family


_CHOSEN = {
    "#b01020": _Choice("#e02800", "#f0a030", _WARM),
    "#4028f0": _Choice("#0070f0", "#68f8c8", _BLUE),
    "#600860": _Choice("#280020", "#a898f0", _CYAN),
}


def on_page(colour: str, page: ColorTriplet, least: float, whole: bool = False) -> Tint:
    """What `#rrggbb` becomes on a page of any colour.

    The letter gets at `least` that contrast. On a dark page the `whole` of a tint, not blended with
    the page, is the easiest told from others, and the hardest on the eyes.
    """
    chosen = _CHOSEN.get(colour)
    own = parsed(colour)
    if farthest(page) == WHITE:
        letter = parsed(chosen.letter) if chosen else own
        behind, text = moved(blend_rgb(page, own, 1 if whole else SHARE), WHITE, READABLE), WHITE
    else:
        letter = parsed(chosen.light) if chosen else own
        behind, text = moved(blend_rgb(page, letter, LIGHT_SHARE), BLACK, READABLE), BLACK
    return Tint(
        Color.from_triplet(behind),
        Color.from_triplet(text),
        Color.from_triplet(moved(letter, page, least)),
    )


def on_terminal(colour: str, dark: bool) -> Tint:
    """What `#rrggbb` becomes where there are only the terminal's own 16 colours."""
    chosen = _CHOSEN.get(colour)
    family = chosen.family if chosen else _family(parsed(colour))
    letter = family.letter if dark else family.light_letter
    return Tint(Color.from_ansi(family.page), Color.from_ansi(family.text), Color.from_ansi(letter))


def _family(colour: ColorTriplet) -> _Family:
    hue, lightness, saturation = rgb_to_hls(*colour.normalized)
    if saturation < GREY or not 0.05 < lightness < 0.95:
        return _GREY
    return next(family for until, family in _HUES if hue * 360 <= until)


def parsed(colour: str) -> ColorTriplet:
    """The colour that `#rrggbb` names."""
    return Color.parse(colour).get_truecolor()
