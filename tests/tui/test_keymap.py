"""From a key as a terminal sends it to what it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.codebook import Codebook, built_in, parse
from tui.commands import LISTS, TEXT
from tui.keymap import Keymap, normalise


def codebook(*tags: str, more: str = "") -> Codebook:
    """A codebook of tags written `id:key`."""
    tables = []
    for tag in tags:
        id, _, key = tag.partition(":")
        tables.append(f'[[tags]]\nid = "{id}"\nkey = "{key}"\n{more}')
    return parse("\n".join(tables), Path("codebook.toml"))


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [
        ("j", "j", "j"),
        ("upper_j", "J", "J"),
        ("H", "H", "H"),
        ("shift+h", None, "H"),
        ("shift+h", "H", "H"),
        ("right_curly_bracket", "}", "}"),
        ("right_square_bracket", "]", "]"),
        ("greater_than_sign", ">", ">"),
        ("question_mark", "?", "?"),
        ("add", "+", "+"),
        ("add", None, "+"),
        ("subtract", None, "-"),
        ("number_sign", "#", "#"),
        ("space", " ", "space"),
        ("shift+space", " ", "space"),
        ("shift+down", None, "shift+down"),
        ("ctrl+shift+left", None, "ctrl+shift+left"),
        ("alt+up", None, "alt+up"),
        ("ctrl+r", "\x12", "ctrl+r"),
        ("ctrl+y", "y", "ctrl+y"),
        ("escape", "\x1b", "escape"),
        ("delete", None, "delete"),
        ("backspace", "\x7f", "backspace"),
        ("pagedown", None, "pagedown"),
        ("cyrillic_small_letter_o", "о", "о"),
    ],
)
def test_a_key_has_one_name_whatever_protocol_it_came_by(
    key: str, character: str | None, name: str
) -> None:
    assert normalise(key, character) == name


@pytest.mark.parametrize("key", ["left_shift", "right_shift", "left_control", "right_alt"])
def test_a_modifier_on_its_own_is_no_key(key: str) -> None:
    assert normalise(key, None) is None


@pytest.mark.parametrize(
    ("key", "command", "tag"),
    [
        ("t", "tag", "threat"),
        ("c", "tag", "commitment"),
        ("a", "tag", "allegation"),
        ("1", "tag", "threat"),
        ("3", "tag", "allegation"),
        ("T", "tag_rest", "threat"),
        ("A", "tag_rest", "allegation"),
        ("j", "next_sentence", ""),
        ("down", "next_sentence", ""),
        ("ctrl+z", "undo", ""),
    ],
)
def test_keys_do_what_table_and_codebook_say(key: str, command: str, tag: str) -> None:
    bound = Keymap(built_in()).bound(key)
    assert bound is not None
    assert (bound.command.id, bound.tag) == (command, tag)


@pytest.mark.parametrize("key", ["4", "0", "~", "ctrl+x", "enter", ""])
def test_other_keys_do_nothing(key: str) -> None:
    assert Keymap(built_in()).bound(key) is None


def test_the_built_in_tags_have_their_letters() -> None:
    keymap = Keymap(built_in())
    assert keymap.letters == {"threat": "t", "commitment": "c", "allegation": "a"}
    assert keymap.without_letter == []


def test_a_letter_taken_in_either_case_goes_to_no_tag() -> None:
    keymap = Keymap(codebook("jeer:j", "grief:g", "nag:n"))
    assert keymap.without_letter == ["jeer", "grief"]
    assert keymap.letters == {"nag": "n"}
    assert [keymap.bound(key).command.id for key in "jgG"] == ["next_sentence", "first", "last"]


def test_a_capital_that_is_a_command_keeps_the_small_letter_free() -> None:
    keymap = Keymap(codebook("kindness:k", "word:w"))
    assert keymap.without_letter == ["kindness", "word"]
    assert keymap.bound("K").command.id == "end_in_sentence"


def test_tags_without_a_letter_have_their_digit() -> None:
    keymap = Keymap(codebook("jeer:j", "plain:"))
    assert [(keymap.bound(key).command.id, keymap.bound(key).tag) for key in "12"] == [
        ("tag", "jeer"),
        ("tag", "plain"),
    ]
    assert keymap.without_letter == ["jeer"]


def test_there_are_nine_digits() -> None:
    keymap = Keymap(codebook(*(f"tag{number}:" for number in range(1, 13))))
    assert keymap.bound("9").tag == "tag9"
    assert keymap.bound("0") is None
    assert keymap.bound("10") is None


def test_retired_tags_have_no_key() -> None:
    keymap = Keymap(
        parse(
            '[[tags]]\nid = "old"\nkey = "t"\nretired = true\n[[tags]]\nid = "new"\nkey = "n"\n',
            Path("codebook.toml"),
        )
    )
    assert keymap.bound("t") is None
    assert keymap.bound("1").tag == "new"
    assert keymap.bound("N").tag == "new"


def test_tags_are_known_by_letter_and_by_digit() -> None:
    keys = Keymap(built_in()).tag_keys
    assert keys["t"] == keys["1"] == "threat"
    assert "T" not in keys


def test_a_key_may_mean_something_else_in_a_list() -> None:
    keymap = Keymap(built_in())
    found = [keymap.bound("j", room) for room in (TEXT, *LISTS)]
    assert [bound.command.id for bound in found if bound] == [
        "next_sentence",
        "row_next",
        "row_next",
    ]
    assert keymap.bound("t", LISTS[0]) is None


@pytest.mark.parametrize("key", ["alt+t", "alt+D", "ctrl+alt+x"])
def test_a_letter_with_alt_is_not_the_letter(key: str) -> None:
    assert normalise(key, key[-1]) == key
    assert Keymap(built_in()).bound(key) is None
