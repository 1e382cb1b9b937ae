"""Keys as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.commands import COMMANDS, shown
from tui.keymap import normalise
from tui.keynames import key_named


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("j", "j"),
        ("J", "J"),
        ("shift+j", "J"),
        ("é", "é"),
        ("+", "+"),
        ("comma", ","),
        ("full_stop", "."),
        ("question_mark", "?"),
        ("greater_than_sign", ">"),
        ("right_curly_bracket", "}"),
        ("minus", "-"),
        ("plus", "+"),
        ("slash", "/"),
        ("cyrillic_small_letter_o", "о"),
        ("Ctrl+Left", "ctrl+left"),
        ("Shift+Ctrl+Left", "ctrl+shift+left"),
        ("Ctrl + R", "ctrl+r"),
        ("ctrl+R", "ctrl+r"),
        ("ctrl+\\", "ctrl+backslash"),
        ("ctrl+]", "ctrl+right_square_bracket"),
        ("Alt+↓", "alt+down"),
        ("PgDn", "pagedown"),
        ("Page Up", "pageup"),
        ("Esc", "escape"),
        ("Del", "delete"),
        ("Space", "space"),
        ("Return", "enter"),
        ("F6", "f6"),
        ("shift+tab", "shift+tab"),
    ],
)
def test_a_key_is_known_as_people_write_it(written: str, name: str) -> None:
    assert key_named(written) == name


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "'' is not a key"),
        (" ", "' ' is not a key"),
        ("jj", "'jj' is not a key"),
        ("f25", "'f25' is not a key"),
        ("hyper+x", "'hyper+x' is not a key"),
        ("\x1b", "'\\x1b' is not a key"),
        ("\u200b", "'\\u200b' is not a key"),
        ("x" * 99, f"'{'x' * 39}…' is not a key"),
        ("alt+x", "'alt+x' is not a key that terminals send"),
        ("ctrl+1", "'ctrl+1' is not a key that terminals send"),
        ("ctrl+shift+r", "'ctrl+shift+r' is not a key that terminals send"),
        ("ctrl+ö", "'ctrl+ö' is not a key that terminals send"),
        ("ctrl+i", "'ctrl+i' arrives as Tab in most terminals: name that"),
        ("Ctrl+H", "'Ctrl+H' arrives as Backspace in most terminals: name that"),
        ("shift+space", "'shift+space' arrives as Space in most terminals"),
    ],
)
def test_what_terminals_do_not_send_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"is|arrives") as refused:
        key_named(written)
    assert str(refused.value) == reason


@pytest.mark.parametrize("key", sorted({key for each in COMMANDS for key in each.keys}))
def test_every_key_of_the_table_can_be_written_as_it_is_named_and_as_it_is_shown(key: str) -> None:
    assert key_named(key) == key
    assert key_named(shown(key)) == key


@given(st.text(max_size=12))
def test_any_words_are_a_key_as_it_arrives_or_refused(written: str) -> None:
    try:
        key = key_named(written)
    except ValueError:
        return
    assert normalise(key, key if len(key) == 1 else None) == key
