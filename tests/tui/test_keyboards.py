"""Keyboards of other scripts, by the place of their keys."""

from __future__ import annotations

import string
from collections import Counter

import pytest

from annotations.codebook import built_in
from tests.tui.sitting import Sitting
from tui.keyboards import KEYBOARDS, Strangers, offer, script_of
from tui.keymap import Keymap
from tui.settings import Settings


@pytest.mark.parametrize(
    ("keyboard", "typed", "meant"),
    [
        ("russian", "йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,."),
        ("russian", "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ", 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'),
        ("ukrainian", "йцукенгшщзхїфівапролджєячсмитьбюґ", "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\"),
        ("ukrainian", "ІЇЄБЮ", 'S}"<>'),
        ("greek", ";ςερτυθιοπασδφγηξκλζχψωβνμ", "qwertyuiopasdfghjklzxcvbnm"),
        ("greek", "ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "ERTYUIOPASDFGHJKLZXCVBNM"),
        ("hebrew", "/'קראטוןםפשדגכעיחלךףזסבהנמצתץ", "qwertyuiopasdfghjkl;zxcvbnm,."),
        ("arabic", "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظ", "qwertyuiop[]asdfghjkl;'zxcvnm,./"),
    ],
)
def test_a_letter_means_the_key_at_its_place(keyboard: str, typed: str, meant: str) -> None:
    assert "".join(KEYBOARDS[keyboard].get(key, key) for key in typed) == meant


@pytest.mark.parametrize("keyboard", KEYBOARDS)
def test_no_two_characters_of_a_keyboard_lie_at_the_same_place(keyboard: str) -> None:
    assert Counter(KEYBOARDS[keyboard].values()).most_common(1)[0][1] == 1


@pytest.mark.parametrize("keyboard", KEYBOARDS)
def test_every_letter_can_be_meant(keyboard: str) -> None:
    typed = set(KEYBOARDS[keyboard].values())
    capitals = set() if keyboard == "hebrew" else set(string.ascii_uppercase)  # Latin with Shift
    assert typed >= set(string.ascii_lowercase) | capitals


@pytest.mark.parametrize("keyboard", KEYBOARDS)
def test_digits_and_punctuation_stay_what_they_are(keyboard: str) -> None:
    ascii_keys = {key: us for key, us in KEYBOARDS[keyboard].items() if key.isascii()}
    assert all(us.isalpha() for us in ascii_keys.values())
    assert not set(string.digits) & set(ascii_keys)


def test_a_keyboard_is_only_used_where_the_settings_name_it() -> None:
    assert Keymap(built_in()).bound("о") is None
    bound = Keymap(built_in(), Settings(keyboard="russian")).bound("о")
    assert bound is not None
    assert bound.command.id == "next_sentence"


def test_a_key_with_a_meaning_of_its_own_keeps_it() -> None:
    keymap = Keymap(built_in(), Settings(keyboard="hebrew"))
    assert keymap.bound("]", "text").command.id == "pick_next"
    assert keymap.bound("/", "documents").command.id == "row_filter"
    greek = Keymap(built_in(), Settings(keyboard="greek", keys={"undo": ("λ",)}))
    assert greek.bound("λ").command.id == "undo"


def test_one_reads_and_marks_with_the_letters_of_another_script(sitting: Sitting) -> None:
    russian = Sitting(sitting.folder, "a.txt", settings=Settings(keyboard="russian"))
    russian.press("о", "е")
    assert russian.marks == [("threat", "She promised bread")]
    russian.press("к", "с")
    assert russian.marks == [("commitment", "She promised bread")]


@pytest.mark.parametrize(
    ("key", "keyboard"),
    [
        ("й", "russian"),
        ("Ы", "russian"),
        ("ї", "ukrainian"),
        ("λ", "greek"),
        ("ש", "hebrew"),
        ("ض", "arabic"),
        ("q", None),
        (";", None),
        ("é", None),
        ("ctrl+z", None),
        ("", None),
    ],
)
def test_a_letter_names_its_keyboard(key: str, keyboard: str | None) -> None:
    assert script_of(key) == keyboard


@pytest.mark.parametrize(
    ("keys", "offered"),
    [
        ("йц", None),
        ("йцу", "russian"),
        ("йіу", "ukrainian"),
        ("йλцу", None),
        ("λйцу", "russian"),
        ("j7~йц", None),
        ("йqцu7у", "russian"),
        ("αβγ", "greek"),
    ],
)
def test_after_three_unknown_letters_of_a_script_its_keyboard_is_offered(
    keys: str, offered: str | None
) -> None:
    strangers = Strangers()
    assert [name for key in keys if (name := strangers.meet(key))] == [offered] * bool(offered)


def test_a_keyboard_is_offered_once() -> None:
    strangers = Strangers()
    assert [strangers.meet(key) for key in "йцукенгшщ"].count("russian") == 1


def test_the_offer_says_what_to_write_and_what_to_press() -> None:
    assert offer("russian") == 'Russian letters? keyboard = "russian" in the settings, or Y here'
