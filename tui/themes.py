"""Themes, Textual's and our own, and what everything looks like in one of them."""

from __future__ import annotations

from rich.color import Color, blend_rgb
from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

from annotations.codebook import Codebook, Tag
from tui.contrast import READABLE, moved
from tui.ground import Ground, of_terminal, of_theme
from tui.paint import Look
from tui.tints import Tint, on_page, on_terminal

SOFT = 0.25
"""How much of the accent is behind labels of two letters."""
WHOLE = {"postil-tints": "whole"}
"""The variable of a theme in which the tints of tags are not blended with the page."""

OURS = (
    Theme(
        "postil-dark",
        primary="#8fb3d9",
        warning="#e0b060",
        foreground="#d8d4cc",
        background="#161616",
        surface="#1c1c1c",
        panel="#222222",
    ),
    Theme(
        "postil-light",
        primary="#2f5d8a",
        warning="#8a5a00",
        foreground="#2b2925",
        background="#f6f3ec",
        surface="#efebe2",
        panel="#e6e1d6",
        dark=False,
    ),
    Theme(
        "postil-high-contrast",
        primary="#ffff00",
        warning="#ffd000",
        foreground="#ffffff",
        background="#000000",
        surface="#101010",
        panel="#202020",
        variables=WHOLE,
    ),
    Theme(
        "postil-high-contrast-light",
        primary="#0000c0",
        warning="#900000",
        foreground="#000000",
        background="#ffffff",
        surface="#f2f2f2",
        panel="#e4e4e4",
        dark=False,
    ),
    Theme(
        "postil-colour-blind",
        primary="#56b4e9",
        warning="#e69f00",
        foreground="#dcdcdc",
        background="#121212",
        surface="#181818",
        panel="#202020",
        variables=WHOLE,
    ),
)
"""The themes of our own, to be registered with the application."""


def names() -> list[str]:
    """The names of all themes in the order of a list: ours, dark ones, light ones, 16 colours."""
    theirs = sorted(BUILTIN_THEMES.values(), key=lambda theme: (theme.ansi, not theme.dark))
    return [theme.name for theme in (*OURS, *theirs)]


def default(color_system: str | None) -> str:
    """The name of the theme to begin with, by what Rich calls the colours of the terminal."""
    return "ansi-dark" if color_system in ("standard", "windows") else OURS[0].name


class Palette:
    """All styles of one theme and codebook.

    There are three kinds: in the theme's colours, in the 16 of the terminal, and without any. What
    one has to see is seen in each: by bold, underline and changed over colours in the last.
    """

    def __init__(
        self,
        theme: Theme,
        variables: dict[str, str],
        codebook: Codebook,
        *,
        dim: bool = True,
        colour: bool = True,
    ) -> None:
        """Mix the colours; `variables` are those that Textual derived from the theme.

        Text outside the focus recedes unless `dim` is false. Without `colour` there is none.
        """
        if not colour:
            ground = Ground()
        elif theme.ansi:
            ground = of_terminal(theme.dark)
        else:
            ground = of_theme(variables)
        self.ground = ground
        self._is_dark = theme.dark
        self._whole = WHOLE.items() <= variables.items()
        self._codebook = codebook
        self._around = ground.receded if dim else ground.ink
        self._tints: dict[str, Tint] = {}
        self._styles: dict[Look, Style] = {}

        self.blank = style(ground.page, ground.page)
        self.plain = style(ground.ink, ground.page)
        self.quiet = style(ground.receded, ground.page)
        self.strong = style(ground.ink, ground.page, bold=True)
        self.focus = style(ground.accent, ground.page)

        self.panel_plain = style(ground.panel_ink, ground.panel)
        self.panel_strong = style(ground.panel_ink, ground.panel, bold=True)
        self.panel_alarm = changed_over(ground.warning, ground.warning_ink, bold=True)

        self.label, self.label_first, self.label_second = self._labels()
        """Letters to be typed over words: one that suffices, and the first and second of two."""
        self.rule = style(ground.rule, ground.page) if ground.rule else Style(dim=True)
        """The line between two columns."""
        self.heading = style(ground.accent, ground.page, bold=True)
        """Above a list or a part of it."""
        self.row = style(ground.receded, ground.page)
        """A row of a list."""
        self.row_quiet = style(ground.faint, ground.page)
        """What matters less in a row, or a row that does."""
        self.row_strong = style(ground.ink, ground.page, bold=True)
        """What matters more."""
        self.row_cursor = self._lit(bold=True)
        """The row under the cursor, while the list has the keys."""
        self.row_here = style(ground.panel_ink, ground.panel, bold=True)
        """The row of what is open or current, while it has not."""
        self.row_picked = style(ground.accent, ground.page, bold=True)
        """A row that was picked; a sign stands beside it."""
        self.match = matched(self.row_strong)
        """Letters that matched a filter, in a plain row; in others use `matched`."""

    def tint(self, tag: str) -> Tint:
        """The colours of a tag, known or not."""
        found = self._tints.get(tag)
        if found is None:
            found = self._tints[tag] = self._tint(self._codebook.get(tag))
        return found

    def style(self, look: Look) -> Style:
        """The style of a run of text."""
        found = self._styles.get(look)
        if found is None:
            found = self._styles[look] = self._mix(look)
        return found

    def lane(self, tag: str) -> Style:
        """The style of a mark's letter and line in the margin."""
        return letter(self.tint(tag).letter, self.ground.page) if tag else self.strong

    def tally(self, tag: str) -> Style:
        """The style of a tag's letter in the status line."""
        ink, panel = self.tint(tag).letter, self.ground.panel
        if ink and panel and ink.triplet and panel.triplet:
            ink = Color.from_triplet(moved(ink.triplet, panel.triplet, self.ground.least))
        return letter(ink, panel)

    def _mix(self, look: Look) -> Style:
        if look.caret:
            return self._caret(look)
        if look.selected:
            drawn = self._lit()
        elif look.tag:
            tint = self.tint(look.tag)
            put = changed_over if look.edge else style
            drawn = put(tint.text, tint.page, bold=look.edge)
        else:
            drawn = style(self.ground.ink if look.bright else self._around, self.ground.page)
        if look.tag:
            drawn += DEEP if look.deep else UNDERLINED
        return drawn

    def _caret(self, look: Look) -> Style:
        """Under the caret; where what is selected is changed over already, that is changed back."""
        ground = self.ground
        if ground.accent is not None and ground.accent.triplet is not None:
            return changed_over(ground.accent, ground.page, bold=True)
        drawn = style(ground.ink, ground.page, bold=ground.ink is None)
        return drawn + (DEEP if look.selected else Style(reverse=True))

    def _lit(self, bold: bool = False) -> Style:
        ground = self.ground
        if ground.selected is None:
            return Style(color=ground.ink, bgcolor=ground.page, bold=bold or None, reverse=True)
        return style(ground.selected_ink, ground.selected, bold)

    def _labels(self) -> tuple[Style, Style, Style]:
        """In the colour of the accent, so that none is taken for a mark; pairs stand back."""
        ground = self.ground
        accent, page, ink = ground.accent, ground.page, ground.ink
        if accent is None or page is None or ink is None:
            both = Style(reverse=True)
            return Style(bold=True, underline=True) + both, Style(bold=True) + both, both
        if accent.triplet is None or page.triplet is None or ink.triplet is None:
            both = style(ink, page) + Style(reverse=True)
            one = style(Color.from_ansi(0), Color.from_ansi(2))  # not bold: see `changed_over`
            return one, Style(bold=True) + both, both
        strong = moved(accent.triplet, page.triplet, READABLE)
        soft = blend_rgb(page.triplet, accent.triplet, SOFT)
        behind = Color.from_triplet(soft)
        first, second = (
            style(Color.from_triplet(moved(each, soft, READABLE)), behind, bold=True)
            for each in (accent.triplet, ink.triplet)
        )
        return changed_over(Color.from_triplet(strong), page, bold=True), first, second

    def _tint(self, tag: Tag) -> Tint:
        page = self.ground.page
        if page is None:
            return Tint()
        if page.triplet is None:
            return on_terminal(tag.colour, self._is_dark)
        return on_page(tag.colour, page.triplet, self.ground.least, self._whole)


UNDERLINED = Style(underline=True)
"""Added to marked words."""
DEEP = Style(underline=True, underline2=True)
"""Added where marks overlap. Terminals that know no double underline are left with the single."""


def style(ink: Color | None, page: Color | None, bold: bool = False) -> Style:
    """A style for the terminal."""
    return Style(color=ink, bgcolor=page, bold=bold or None)


def letter(ink: Color | None, page: Color | None) -> Style:
    """The style of a letter that stands for a tag: bold, where that does not change its colour.

    Many terminals show a bold one of their 16 colours as another one.
    """
    return style(ink, page, bold=ink is None or ink.triplet is not None)


def changed_over(ink: Color | None, page: Color | None, bold: bool = False) -> Style:
    """The style with ink and page changed over; by the terminal only without colours.

    Asked for bold black behind something, many terminals show grey.
    """
    if ink is None or page is None:
        return Style(bold=bold or None, reverse=True)
    return style(page, ink, bold)


def matched(row: Style) -> Style:
    """The style of letters that matched a filter, in a row of that style."""
    return row + Style(bold=True, underline=True)
