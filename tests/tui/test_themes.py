"""Every theme can be read, and its tags told apart, by those too who do not see all colours.

A terminal of 16 colours is judged by those that xterm shows by default.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem, ColorType
from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

from annotations.codebook import Codebook, Tag, built_in
from tests.tui.colour_sight import SIGHTS, difference, ink_and_page
from tui import themes
from tui.contrast import contrast
from tui.paint import Look
from tui.themes import Palette, matched

THEMES = {**BUILTIN_THEMES, **{theme.name: theme for theme in themes.OURS}}
ANSI = [name for name, theme in THEMES.items() if theme.ansi]
STARK = ["postil-high-contrast", "postil-high-contrast-light"]
TAGS = ["threat", "commitment", "allegation"]

READABLE, LEGIBLE, APART = 7.0, 4.5, 10.0
AROUND, FOCUS = Look(), Look(bright=True)
SELECTED = Look(bright=True, selected=True)

every_theme = pytest.mark.parametrize("name", THEMES)
every_sight = pytest.mark.parametrize("sight", SIGHTS)


def mixed(theme: Theme, codebook: Codebook, dim: bool = True, colour: bool = True) -> Palette:
    variables = {**theme.to_color_system().generate(), **theme.variables}
    return Palette(theme, variables, codebook, dim=dim, colour=colour)


@cache
def palette(name: str) -> Palette:
    """The colours of a theme with the built-in codebook."""
    return mixed(THEMES[name], built_in())


@cache
def colourless() -> Palette:
    return mixed(THEMES["postil-dark"], built_in(), colour=False)


def styles(palette: Palette) -> dict[str, Style]:
    """All styles of a palette."""
    named = {name: each for name, each in vars(palette).items() if isinstance(each, Style)}
    for tag, *flags in product(["", *TAGS], *[[False, True]] * 6):
        look = Look(tag, *flags)
        named[str(look)] = palette.style(look)
    for tag in TAGS:
        named |= {f"lane {tag}": palette.lane(tag), f"tally {tag}": palette.tally(tag)}
    return named


def read_at(name: str, style: Style) -> float:
    """The contrast of what is written in a style of a theme."""
    return contrast(*ink_and_page(style, THEMES[name].dark))


# Reading


@every_theme
def test_words_in_marks_are_read_for_hours(name: str) -> None:
    for tag in [*TAGS, "unheard-of"]:
        for look in (Look(tag), Look(tag, deep=True), Look(tag, current=True, edge=True)):
            assert read_at(name, palette(name).style(look)) >= READABLE, look


@every_theme
def test_the_sentence_in_focus_is_read_for_hours_and_what_is_around_it_too(name: str) -> None:
    focus, around = (palette(name).style(look) for look in (FOCUS, AROUND))
    assert read_at(name, focus) >= READABLE
    assert read_at(name, around) >= (READABLE if name in STARK else LEGIBLE)
    if name not in ANSI:
        assert read_at(name, around) < read_at(name, focus)


@every_theme
def test_nothing_recedes_for_those_who_do_not_want_it(name: str) -> None:
    even = mixed(THEMES[name], built_in(), dim=False)
    assert even.style(AROUND) == even.style(FOCUS) == palette(name).style(FOCUS)


@every_theme
def test_what_is_selected_is_read_and_seen(name: str) -> None:
    selected, focus = (palette(name).style(look) for look in (SELECTED, FOCUS))
    assert read_at(name, selected) >= READABLE
    dark = THEMES[name].dark
    _, behind = ink_and_page(selected, dark)
    for sight in SIGHTS:
        assert difference(behind, ink_and_page(focus, dark)[1], sight) >= 7.0
    if name in STARK:
        assert selected.reverse


@every_theme
def test_a_selection_in_a_mark_is_seen_as_one_and_stays_underlined(name: str) -> None:
    in_mark = palette(name).style(Look("threat", bright=True, selected=True))
    assert in_mark.underline
    assert in_mark + Style(underline=False) == palette(name).style(SELECTED) + Style(
        underline=False
    )


@every_theme
@pytest.mark.parametrize("tag", ["", *TAGS])
@pytest.mark.parametrize("selected", [False, True])
def test_the_caret_is_seen_on_whatever_it_is(name: str, tag: str, selected: bool) -> None:
    dark = THEMES[name].dark
    looks = (Look(tag, True, selected, caret=caret) for caret in (False, True))
    around, caret = (ink_and_page(palette(name).style(look), dark)[1] for look in looks)
    for sight in SIGHTS:
        assert difference(around, caret, sight) >= (5.0 if name in ANSI else 10.0)


def test_without_colours_the_caret_is_seen_on_whatever_it_is() -> None:
    for tag, selected in product(["", *TAGS], [False, True]):
        around, caret = (
            colourless().style(Look(tag, True, selected, caret=caret)) for caret in (False, True)
        )
        assert caret.bold
        assert bool(caret.reverse) is not bool(around.reverse)
        assert caret.reverse or caret.underline2


@every_theme
def test_labels_are_read_at_a_glance_and_taken_for_nothing_else(name: str) -> None:
    own, dark = palette(name), THEMES[name].dark
    labels = own.label, own.label_first, own.label_second
    assert all(read_at(name, label) >= READABLE for label in labels)
    assert len(set(labels)) == 3
    behind = [ink_and_page(label, dark)[1] for label in labels]
    assert behind[1] == behind[2]
    around = [own.style(Look(tag, bright=True)) for tag in ("", *TAGS)]
    pages = [ink_and_page(style, dark)[1] for style in around]
    for sight in SIGHTS:
        least = 3.0 if name in ANSI else 5.0
        assert min(difference(behind[0], page, sight) for page in pages) >= least
        assert difference(behind[1], pages[0], sight) >= least


def test_without_colours_labels_are_changed_over_and_one_letter_is_told_from_two() -> None:
    own = colourless()
    one, first, second = own.label, own.label_first, own.label_second
    assert one == Style(bold=True, underline=True, reverse=True)
    assert (first, second) == (Style(bold=True, reverse=True), Style(reverse=True))


@every_theme
def test_all_else_that_is_read_can_be(name: str) -> None:
    least = READABLE if name in STARK else LEGIBLE
    for what, style in styles(palette(name)).items():
        if what not in ("blank", "rule"):
            assert read_at(name, style) >= least, what
            assert read_at(name, matched(style)) == read_at(name, style)


# Telling apart


@every_sight
@every_theme
def test_tags_are_told_apart(name: str, sight: str) -> None:
    dark = THEMES[name].dark
    marks = [ink_and_page(palette(name).style(Look(tag)), dark)[1] for tag in TAGS]
    letters = [ink_and_page(palette(name).lane(tag), dark)[0] for tag in TAGS]
    tallies = [ink_and_page(palette(name).tally(tag), dark)[0] for tag in TAGS]
    for several in (marks, letters, tallies):
        assert min(difference(*pair, sight) for pair in combinations(several, 2)) >= APART


@every_sight
def test_in_the_theme_for_the_colour_blind_they_differ_most(sight: str) -> None:
    chosen = palette("postil-colour-blind")
    page = ink_and_page(chosen.blank, True)[1]
    marks = [ink_and_page(chosen.style(Look(tag)), True)[1] for tag in TAGS]
    assert min(difference(*pair, sight) for pair in combinations([*marks, page], 2)) >= 18.0
    accent, warning = (ink_and_page(each, True) for each in (chosen.focus, chosen.panel_alarm))
    assert difference(accent[0], warning[1], sight) >= 18.0


@every_theme
def test_rows_of_a_list_are_told_apart(name: str) -> None:
    own = palette(name)
    rows = [own.row, own.row_cursor, own.row_here, own.row_picked]
    assert len(set(rows)) == len(rows)
    assert own.row_cursor.bold
    assert own.row_here.bold


colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(colours, st.sampled_from(sorted(THEMES)))
def test_the_colour_of_any_tag_is_adapted(colour: str, name: str) -> None:
    codebook = Codebook("", (Tag("own", "Own", "o", colour, "O"),))
    own = mixed(THEMES[name], codebook)
    assert read_at(name, own.style(Look("own"))) >= READABLE
    assert read_at(name, own.lane("own")) >= LEGIBLE
    assert read_at(name, own.tally("own")) >= LEGIBLE


@pytest.mark.parametrize("name", [name for name in THEMES if name not in ANSI])
def test_on_256_colours_words_in_marks_can_be_read(name: str) -> None:
    for tag in TAGS:
        style = palette(name).style(Look(tag))
        assert style.color
        assert style.bgcolor
        ink, page = (each.downgrade(ColorSystem.EIGHT_BIT) for each in (style.color, style.bgcolor))
        assert contrast(ink.get_truecolor(), page.get_truecolor()) >= READABLE


# Few colours, and none


@pytest.mark.parametrize("name", ANSI)
def test_a_terminal_of_16_colours_gets_no_others(name: str) -> None:
    kinds = {ColorType.STANDARD, ColorType.DEFAULT}
    for what, style in styles(palette(name)).items():
        assert {each.type for each in (style.color, style.bgcolor) if each} <= kinds, what
    assert palette(name).plain.bgcolor == Color.default()


@pytest.mark.parametrize("name", ANSI)
def test_letters_in_few_colours_are_not_bold_which_would_change_them(name: str) -> None:
    own = palette(name)
    assert not any(style.bold for tag in TAGS for style in (own.lane(tag), own.tally(tag)))


def test_without_colours_there_are_none() -> None:
    for style in styles(colourless()).values():
        assert (style.color, style.bgcolor) == (None, None)
    for tag in TAGS:
        assert colourless().style(Look(tag)) == Style(underline=True)


def test_without_colours_all_is_seen_by_other_means() -> None:
    own = colourless()
    assert own.style(Look("threat", deep=True)).underline2
    assert own.style(SELECTED).reverse
    edge = own.style(Look("threat", current=True, edge=True))
    assert edge == Style(underline=True, bold=True, reverse=True)
    assert own.panel_alarm == own.row_cursor == Style(bold=True, reverse=True)
    assert own.row_here == own.row_picked == own.heading == Style(bold=True)
    assert own.match == Style(bold=True, underline=True)
    assert own.rule == Style(dim=True)


@every_theme
def test_what_lies_in_several_marks_has_both_underlines(name: str) -> None:
    """A terminal that knows no double one is left with the single."""
    for tag in TAGS:
        once, twice = (palette(name).style(Look(tag, deep=deep)) for deep in (False, True))
        assert once.underline
        assert not once.underline2
        assert twice.underline
        assert twice.underline2


@every_theme
def test_the_edges_of_the_current_mark_are_bold_and_changed_over(name: str) -> None:
    for tag in TAGS:
        inside, edge = (
            palette(name).style(Look(tag, current=True, edge=edge)) for edge in (False, True)
        )
        assert edge.bold
        assert (edge.color, edge.bgcolor) == (inside.bgcolor, inside.color)


# Choosing


def test_all_themes_are_offered_ours_first() -> None:
    names = themes.names()
    assert sorted(names) == sorted(THEMES)
    assert names[: len(themes.OURS)] == [theme.name for theme in themes.OURS]
    assert set(names[-2:]) == set(ANSI)
    assert all(name.startswith("postil-") for name in names[: len(themes.OURS)])


@pytest.mark.parametrize(
    ("color_system", "name"),
    [("truecolor", "postil-dark"), ("256", "postil-dark"), ("standard", "ansi-dark")],
)
def test_the_first_theme_is_one_that_the_terminal_can_show(color_system: str, name: str) -> None:
    assert themes.default(color_system) == name
