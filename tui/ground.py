"""The colours of a theme, as far as they are not those of tags.

What a theme brings is moved as far as reading asks for, by one rule for all themes: text has a
contrast of 7:1, all else that is read 4.5:1.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from textual.color import Color as ThemeColor

from tui.contrast import LEGIBLE, READABLE, contrast, farthest, moved

RECEDED = 0.74
"""How much of the text colour is left outside the sentence in focus."""
FAINT = 0.58
"""How much is left where less matters."""
SELECTED = 0.2
"""How much of it lies behind selected words."""
RULE = 0.25
"""How much is in the lines between columns."""
STARK = 20.0
"""Contrast of text from which on a theme is for those who need it: 7:1 for all, and no shades."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours that are not those of tags. None is what the terminal has by itself."""

    page: Color | None = None
    """Behind everything."""
    ink: Color | None = None
    """The text in focus."""
    receded: Color | None = None
    """The text around it."""
    faint: Color | None = None
    """What matters less in a list."""
    rule: Color | None = None
    """The lines between columns; None where they are dimmed by the terminal."""
    accent: Color | None = None
    """The bar of the focus, headings, and what was picked: the one colour beside those of tags."""
    panel: Color | None = None
    """Behind the title and the status."""
    panel_ink: Color | None = None
    """The text there."""
    warning: Color | None = None
    """Behind what is wrong."""
    warning_ink: Color | None = None
    """The text on it."""
    selected: Color | None = None
    """Behind what is selected or under a cursor; None where that is shown by changing over."""
    selected_ink: Color | None = None
    """The text on it."""
    least: float = LEGIBLE
    """The contrast of all that is read."""


def of_theme(variables: dict[str, str]) -> Ground:
    """The colours of a theme, by the names that Textual gives them."""

    def given(name: str) -> ColorTriplet:
        return ColorTriplet(*ThemeColor.parse(variables[name]).rgb)

    page, panel, warning = given("background"), given("panel"), given("warning")
    ink = moved(given("foreground"), page, READABLE)
    is_stark = contrast(ink, page) >= STARK
    least = READABLE if is_stark else LEGIBLE
    receded = moved(blend_rgb(page, ink, RECEDED), page, least)
    faint = moved(blend_rgb(page, ink, FAINT), page, least)
    selected = blend_rgb(page, ink, SELECTED)
    colours = {
        "page": page,
        "ink": ink,
        "receded": receded,
        "faint": min(faint, receded, key=lambda colour: contrast(colour, page)),
        "rule": blend_rgb(page, ink, RULE),
        "accent": moved(given("primary"), page, least),
        "panel": panel,
        "panel_ink": moved(ink, panel, READABLE),
        "warning": warning,
        "warning_ink": farthest(warning),
        "selected": selected,
        "selected_ink": moved(ink, selected, READABLE),
    }
    if is_stark:
        del colours["selected"], colours["selected_ink"]
    mixed = {name: Color.from_triplet(colour) for name, colour in colours.items()}
    return Ground(**mixed, least=least)


def of_terminal(dark: bool) -> Ground:
    """The terminal's own colours, of which only the contrast of these is known."""
    own = Color.default()
    return Ground(
        page=own,
        ink=own,
        receded=own,
        faint=own,
        accent=Color.from_ansi(2 if dark else 4),
        panel=own,
        panel_ink=own,
        warning=Color.from_ansi(1),
        warning_ink=Color.from_ansi(15),
    )
