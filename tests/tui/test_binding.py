"""Keys that are bound anew: what counts, and what does not and why."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.codebook import Codebook, built_in
from tests.tui.sitting import Sitting
from tests.tui.test_keymap import codebook
from tui.binding import bind, of_preset
from tui.commands import ANYWHERE, BY_ID, COMMANDS, TEXT, own_rooms
from tui.keymap import Keymap
from tui.settings import PRESETS, Settings, location, read


def bound(source: str, tags: Codebook | None = None) -> tuple[Keymap, list[tuple[int | None, str]]]:
    """The keys after reading these settings, and the faults found in them."""
    location().parent.mkdir(parents=True, exist_ok=True)
    location().write_text(source)
    keymap = Keymap(tags or built_in(), read())
    assert read().faults == ()
    assert all(fault.path == location() for fault in keymap.faults)
    return keymap, [(fault.line, fault.reason) for fault in keymap.faults]


def does(keymap: Keymap, key: str, room: str = TEXT) -> str:
    found = keymap.bound(key, room)
    return found.command.id if found else ""


# The table and the presets


@pytest.mark.parametrize("preset", PRESETS)
def test_no_two_commands_of_a_room_share_a_key(preset: str) -> None:
    keys = Counter(
        (room, key)
        for id, keys in of_preset(preset).items()
        for room in BY_ID[id].rooms
        for key in keys
    )
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("preset", PRESETS)
def test_every_command_has_a_key(preset: str) -> None:
    without = [id for id, keys in of_preset(preset).items() if not keys]
    assert without == ["tag", "tag_rest"]


@pytest.mark.parametrize("preset", PRESETS)
def test_no_command_has_a_digit_in_the_text(preset: str) -> None:
    keys = {key for id, keys in of_preset(preset).items() for key in keys}
    assert not keys & set("123456789")


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_have_no_faults(preset: str) -> None:
    assert bind(Settings(preset=preset), built_in()) == (of_preset(preset), [])


def test_with_arrows_the_letters_of_moving_and_edges_are_free_for_tags() -> None:
    tags = codebook("a1:h", "a2:j", "a3:k", "a4:l", "a5:b", "a6:w")
    keymap, faults = bound('preset = "arrows"\n', tags)
    assert (faults, keymap.without_letter) == ([], [])
    assert {does(keymap, key) for key in "hjklbw"} == {"tag"}
    assert {does(keymap, key) for key in "HJKLBW"} == {"tag_rest"}
    assert does(keymap, "down") == "next_sentence"
    assert does(keymap, "ctrl+shift+right") == "end_out_word"


# Bound anew


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.keys], ids=lambda c: c.id)
def test_every_command_can_be_bound_anew(command) -> None:
    keymap, faults = bound(f'[keys]\n{command.id} = ["F9", "ctrl+g"]\n')
    assert faults == []
    for room in command.rooms:
        assert does(keymap, "f9", room) == does(keymap, "ctrl+g", room) == command.id
    kept = {"ctrl+q"} if command.id == "quit_at_once" else set()
    assert set(keymap.keys_of(command.id)) == {"f9", "ctrl+g"} | kept
    for key in set(command.keys) - kept:
        assert {does(keymap, key, room) for room in command.rooms} == {""}


def test_keys_are_written_as_people_read_them() -> None:
    keymap, faults = bound('[keys]\nundo = ["Ctrl+Left", "comma"]\nstart_out_word = "PgUp"\n')
    assert [reason for _, reason in faults] == [
        "start_out_word: PgUp is a key of page_up already",
        "undo: Ctrl+← is a key of start_out_word already",
    ]
    assert does(keymap, ",") == ""
    keymap, faults = bound('[keys]\nundo = ["Ctrl+Left", "comma"]\nstart_out_word = "F9"\n')
    assert faults == []
    assert does(keymap, "ctrl+left") == does(keymap, ",") == "undo"


def test_two_commands_can_change_places() -> None:
    keymap, faults = bound('[keys]\nnext_sentence = "k"\nprevious_sentence = "j"\n')
    assert faults == []
    assert (does(keymap, "k"), does(keymap, "j")) == ("next_sentence", "previous_sentence")
    assert does(keymap, "k", "documents") == "row_previous"


def test_a_command_can_do_without_a_key() -> None:
    keymap, faults = bound("[keys]\nhelp = []\n")
    assert faults == []
    assert does(keymap, "?") == ""
    assert (keymap.keys_of("help"), keymap.shown("help")) == ((), "(keys)")


def test_the_first_key_is_the_one_that_is_shown() -> None:
    keymap, _ = bound('[keys]\nundo = ["ctrl+left", "U"]\nstart_out_word = "b"\n')
    assert (keymap.shown("undo"), keymap.shown("quit")) == ("Ctrl+←", "q")


# Faults


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ('remuve = "X"', "no command is called 'remuve'; did you mean remove?"),
        ('zzz = "X"', "no command is called 'zzz'"),
        ('tag = "m"', "tag: the keys of tags are in the codebook"),
        ('undo = "hyper+x"', "undo: 'hyper+x' is not a key"),
        ('undo = ["X", ""]', "undo: '' is not a key"),
        ('undo = "x"', "undo: x is a key of remove already"),
        ('undo = "enter"', "undo: Enter is a key of row_go already"),
        ('undo = "t"', "undo: t marks with the tag Threat"),
        ('undo = "T"', "undo: T marks with the tag Threat"),
        ('undo = "2"', "undo: 2 marks with the tag Commitment"),
        ('undo = "9"', "undo: 9 marks with a tag"),
        ('undo = "ctrl+q"', "undo: Ctrl+Q is a key of quit_at_once already"),
    ],
)
def test_an_entry_with_a_fault_leaves_the_keys_as_they_are(entry: str, reason: str) -> None:
    keymap, faults = bound(f"[keys]\n{entry}\n")
    assert faults == [(2, reason)]
    assert keymap.keys_of("undo") == BY_ID["undo"].keys
    assert does(keymap, "u") == "undo"


def test_of_two_entries_with_the_same_key_the_first_counts() -> None:
    keymap, faults = bound('[keys]\nundo = "X"\nredo = "X"\n')
    assert faults == [(3, "redo: X is a key of undo already")]
    assert (does(keymap, "X"), does(keymap, "ctrl+r")) == ("undo", "redo")


def test_an_entry_that_relied_on_another_one_falls_with_it() -> None:
    keymap, faults = bound('[keys]\nundo = "x"\nquit = "u"\n')
    assert faults == [
        (2, "undo: x is a key of remove already"),
        (3, "quit: u is a key of undo already"),
    ]
    assert [does(keymap, key) for key in "uxq"] == ["undo", "remove", "quit"]


def test_a_key_may_mean_different_things_in_different_rooms() -> None:
    keymap, faults = bound('[keys]\nrow_view = "t"\nrow_filter = "1"\n')
    assert faults == []
    assert (does(keymap, "t"), does(keymap, "t", "documents")) == ("tag", "row_view")


def test_the_way_out_stays_whatever_is_set() -> None:
    keymap, faults = bound('[keys]\nhelp = "ctrl+q"\nquit_at_once = "F10"\n')
    assert faults == [(2, "help: Ctrl+Q is a key of quit_at_once already")]
    for room in ANYWHERE:
        assert does(keymap, "ctrl+q", room) == does(keymap, "f10", room) == "quit_at_once"
    keymap, faults = bound("[keys]\nquit_at_once = []\n")
    assert (faults, does(keymap, "ctrl+q")) == ([], "quit_at_once")


# Tags


def test_a_letter_that_settings_free_goes_to_its_tag() -> None:
    tags = codebook("jeer:j", "undoing:u")
    assert Keymap(tags).without_letter == ["jeer", "undoing"]
    keymap, faults = bound(
        '[keys]\nnext_sentence = "down"\nend_out_sentence = "shift+down"\n', tags
    )
    assert faults == []
    assert (keymap.letters, keymap.without_letter) == ({"jeer": "j"}, ["undoing"])


def test_a_letter_that_a_command_has_anyway_may_go_to_another_command() -> None:
    source = '[keys]\npick_next = "j"\nnext_sentence = "down"\n'
    keymap, faults = bound(source, codebook("jeer:j"))
    assert faults == []
    assert (does(keymap, "j"), keymap.without_letter) == ("pick_next", ["jeer"])


def test_a_tag_without_its_letter_is_spoken_of() -> None:
    tags = codebook("jeer:j", "nag:n", "grief:g")
    assert Keymap(tags).about_tags(tags) == (
        "j is a key already: Jeer: 1 marks with it (and 1 more)"
    )
    assert Keymap(codebook("nag:n")).about_tags(codebook("nag:n")) == ""


def test_a_tenth_tag_without_its_letter_has_no_key() -> None:
    tags = codebook(*(f"tag{number}:" for number in range(9)), "jeer:j")
    assert Keymap(tags).about_tags(tags) == "j is a key already: Jeer: it has no key"


words = st.one_of(
    st.sampled_from(["t", "T", "1", "j", "x", "ctrl+q", "escape", "f9", "F10", "", "zz", "down"]),
    st.text(max_size=3),
)


@given(
    st.dictionaries(
        st.sampled_from([*BY_ID, "unknown"]), st.lists(words, max_size=3).map(tuple), max_size=12
    ),
    st.sampled_from(PRESETS),
)
def test_whatever_is_set_no_key_means_two_things_and_there_is_a_way_out(
    keys: dict[str, tuple[str, ...]], preset: str
) -> None:
    settings = Settings(keys=keys, preset=preset, path=Path("settings.toml"))
    effective, faults = bind(settings, built_in())
    counts = Counter(
        (room, key)
        for id, keys in effective.items()
        for room in own_rooms(BY_ID[id])
        for key in keys
    )
    assert not [key for key, count in counts.items() if count > 1]
    assert "ctrl+q" in effective["quit_at_once"]
    assert not {key for room, key in counts if room == TEXT} & set("tcaTCA123456789")
    assert len(faults) <= len(keys)


# In a sitting


def test_messages_name_the_keys_that_count(sitting: Sitting) -> None:
    mine = Settings(keys={"undo": ("U",), "remove": ("R",), "redo": ("M",)})
    mine = Sitting(sitting.folder, "a.txt", settings=mine).press("t", "R")
    assert "U brings it back" in mine.said
    mine.press("t", "k", "t")
    assert "R takes it off" in mine.said
    mine.session.finish()
    again = Sitting(sitting.folder, "a.txt", settings=mine.session.settings).press("U")
    assert again.said.startswith("U again takes back")
