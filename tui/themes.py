"""Colours: what a look is on a theme's page.

The tints of the built-in tags were chosen over normal sight and three colour deficiencies; others
are adapted until white or black text on them has a contrast of 7:1.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from annotations.codebook import Codebook, Tag
from tui.paint import Look

READABLE = 7.0
"""Contrast of text inside marks (WCAG 2.2, level AAA)."""
RECEDED = 0.74
"""How much of the text colour is left outside the sentence in focus."""


@dataclass(frozen=True, slots=True)
class Tint:
    """The colours of a tag."""

    page: Color
    """Behind marked words."""
    text: Color
    """The words on it."""
    letter: Color
    """The letter and the line in the margin."""


_CHOSEN = {
    "#b01020": ("#e02800", "#f0a030"),
    "#4028f0": ("#0070f0", "#68f8c8"),
    "#600860": ("#280020", "#a898f0"),
}
"""For the built-in colours: the tint on light pages, before it is blended, and the letter."""

_WHITE, _BLACK = Color.parse("#ffffff"), Color.parse("#000000")


class Palette:
    """All styles of one theme and codebook."""

    def __init__(
        self, theme: Theme, variables: dict[str, str], codebook: Codebook, dim: bool = True
    ) -> None:
        """Mix the colours; `variables` are those that Textual derived from the theme.

        `dim` says whether the text outside the sentence in focus recedes.
        """
        self.dark = theme.dark
        self.page = Color.parse(variables["background"])
        self.ink = Color.parse(variables["foreground"])
        self.bar = Color.parse(variables["primary"])
        self.panel = Color.parse(variables["panel"])
        self.warning = Color.parse(variables["warning"])
        self.beside = self.page.blend(self.ink, RECEDED if dim else 1.0, alpha=1)
        self.receded = self.page.blend(self.ink, RECEDED, alpha=1)
        self._tints = {tag.id: self._tint(tag) for tag in codebook.tags}
        self._codebook = codebook
        self._styles: dict[Look, Style] = {}
        self.blank = style(self.page, self.page)
        self.plain = style(self.ink, self.page)
        self.quiet = style(self.receded, self.page)
        self.strong = style(self.ink, self.page, bold=True)
        self.focus = style(self.bar, self.page)
        self.rule = style(self.page.blend(self.ink, 0.25, alpha=1), self.page)
        self.row = style(self.receded, self.page)
        self.row_quiet = style(self.page.blend(self.ink, 0.55, alpha=1), self.page)
        self.row_strong = style(self.ink, self.page, bold=True)
        self.row_here = style(self.ink, self.page, bold=True)
        self.row_picked = style(self.ink, self.page, bold=True)
        self.row_cursor = style(self.ink, self.page, reverse=True)
        self.panel_plain = style(self.ink, self.panel)
        self.panel_strong = style(self.ink, self.panel, bold=True)
        self.panel_alarm = style(self.warning, self.panel, bold=True, reverse=True)

    def tint(self, tag: str) -> Tint:
        """The colours of a tag, known or not."""
        if tag not in self._tints:
            self._tints[tag] = self._tint(self._codebook.get(tag))
        return self._tints[tag]

    def style(self, look: Look) -> Style:
        """The style of a run of text."""
        found = self._styles.get(look)
        if found is None:
            found = self._styles[look] = self._mix(look)
        return found

    def lane(self, tag: str) -> Style:
        """The style of a mark's letter and line in the margin."""
        return style(self.tint(tag).letter, self.page, bold=True) if tag else self.strong

    def tally(self, tag: str) -> Style:
        """The style of a tag's letter in the status line."""
        return style(self.tint(tag).letter, self.panel, bold=True)

    def _mix(self, look: Look) -> Style:
        if look.tag:
            tint = self.tint(look.tag)
            return style(
                tint.text,
                tint.page,
                bold=look.edge,
                underline=True,
                reverse=look.edge,
            )
        page = self.page.blend(self.bar, 0.28, alpha=1) if look.selected else self.page
        return style(self.ink if look.bright or look.selected else self.beside, page)

    def _tint(self, tag: Tag) -> Tint:
        light, letter = _CHOSEN.get(tag.colour, (tag.colour, tag.colour))
        if self.dark:
            page = _until_readable(Color.parse(tag.colour), _WHITE, _BLACK)
            text = _WHITE
        else:
            page = _until_readable(
                self.page.blend(Color.parse(light), 0.25, alpha=1), _BLACK, _WHITE
            )
            text = _BLACK
        towards = _WHITE if self.dark else _BLACK
        start = Color.parse(letter if self.dark else light)
        return Tint(page, text, _until_readable(start, self.page, towards))


def known() -> list[str]:
    """Names of the themes."""
    return sorted(BUILTIN_THEMES)


def style(
    ink: Color, page: Color, bold: bool = False, underline: bool = False, reverse: bool = False
) -> Style:
    """A style for the terminal."""
    return Style(
        color=_rich(ink),
        bgcolor=_rich(page),
        bold=bold or None,
        underline=underline or None,
        reverse=reverse or None,
    )


def _until_readable(colour: Color, against: Color, towards: Color) -> Color:
    """The colour, moved as little as gives it the contrast of readable text."""
    for step in range(21):
        mixed = colour.blend(towards, step / 20, alpha=1)
        if _contrast(mixed, against) >= READABLE:
            return mixed
    return towards


def _contrast(one: Color, other: Color) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Color) -> float:
    parts = (part / 255 for part in colour.rgb)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rich(colour: Color) -> RichColor:
    return colour.rich_color
