"""A minute of practice: each step goes on when it was done, and only then."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.tui.sitting import Sitting
from tui import practice
from tui.commands import shown
from tui.practice import FROM_SHELL, FROM_WITHIN, STEPS, Practice
from tui.samples import sit_down

WAY = (
    ("j", "j", "j"),
    ("t",),
    ("l",),
    ("H",),
    ("j", "c"),
    ("u",),
    ("[",),
    ("y",),
    ("i", "enter"),
    (">",),
)
"""The keys of each step."""
FIT = 78
"""Cells that the guide takes at most with the keys as they come."""


@pytest.fixture
def practising(folder: Path) -> Sitting:
    sit_down(folder)
    return Sitting(folder, practice=Practice())


def at(step: int, sitting: Sitting) -> Sitting:
    """Do all steps before this one; the first is 1."""
    for keys in WAY[: step - 1]:
        sitting.press(*keys)
    assert head(sitting) == f"practice {step}/{len(STEPS)}"
    return sitting


def head(sitting: Sitting) -> str:
    assert sitting.desk.guide is not None
    return sitting.desk.guide.head


def guided(sitting: Sitting) -> str:
    """What the person is told to do."""
    assert sitting.desk.guide is not None
    return sitting.desk.guide.words


def test_the_steps_are_done_by_their_keys_one_after_the_other(practising: Sitting) -> None:
    for number, keys in enumerate(WAY, 1):
        for key in keys:
            assert head(practising) == f"practice {number}/{len(STEPS)}"
            practising.press(key)
    assert head(practising) == "practice done"
    assert guided(practising) == "`postil FOLDER` opens your own texts; q leaves, Esc hides this"
    assert practising.kept[0] == ("threat", "no crate will move after Easter")
    assert practising.copied[0].startswith("“no crate will move after Easter”")


@pytest.mark.parametrize("number", range(1, len(STEPS) + 1))
def test_a_step_names_the_keys_that_do_it(practising: Sitting, number: int) -> None:
    told = guided(at(number, practising)).replace("Enter", "enter")
    assert all(key in told for key in WAY[number - 1])


@pytest.mark.parametrize(
    ("number", "others"),
    [
        (1, ["j", "k", "t", "u", "z", "y", "i", "escape"]),
        (2, ["c", "k", "t", "u", "w", "y", "escape", "i", "escape", "]", ">", "<"]),
        (3, ["w", "b", "B", "W", "j", "]", "y", "i", "escape", "x", "u"]),
        (4, ["B", "B", "W", "b", "w", "j", "]", "y", "i", "escape"]),
        (5, ["c", "j", "a", "x", "j", "c", "u", "]", "y"]),
        (6, ["t", "j", "[", "y", "i", "enter", "ctrl+r"]),
        (7, ["u", "j", "t", "w", "y", "i", "enter"]),
        (8, ["u", "[", "j", "i", "enter", "k"]),
        (9, ["[", "y", "j", "i", "escape", "i", "i"]),
        (10, ["i", "enter", "d", "d", "j", "y", "<"]),
    ],
)
def test_other_keys_do_what_they_always_do_and_no_step(
    practising: Sitting, number: int, others: list[str]
) -> None:
    at(number, practising)
    for key in others:
        practising.press(key)
        assert head(practising) == f"practice {number}/{len(STEPS)}", key


def test_an_undo_that_finds_nothing_is_no_step(practising: Sitting) -> None:
    for _ in range(5):
        practising.press("enter")
    practising.press("u")
    assert practising.said == "nothing to take back"
    assert head(practising) == "practice 6/10"


def test_a_copy_that_finds_nothing_to_choose_is_no_step(practising: Sitting) -> None:
    at(8, practising).press("t", "k", "j", "c", "w", "k", "j", "y")
    assert "marks here" in practising.asked
    assert head(practising) == "practice 8/10"
    practising.press("escape")
    assert head(practising) == "practice 8/10"
    practising.press("y", "1")
    assert head(practising) == "practice 9/10"


def test_what_was_done_before_its_step_counts(practising: Sitting) -> None:
    at(3, practising).press("B", "B", "B", "B", "w", "w")
    assert head(practising) == "practice 3/10"
    practising.press("w")
    assert head(practising) == "practice 5/10"


def test_an_edge_that_went_too_far_comes_back(practising: Sitting) -> None:
    at(3, practising).press(*"wwwwwBBBB")
    assert head(practising) == "practice 4/10"
    assert guided(practising) == "l moves its start in, h out; or Tab: “no crate”"
    practising.press("b", "b")
    assert head(practising) == "practice 5/10"


def test_the_guide_says_what_is_missing_for_a_step(practising: Sitting) -> None:
    at(2, practising).press("k")
    assert guided(practising) == "j and k move: go to “She warned”"
    practising.press(">")
    assert guided(practising) == "d lists the texts: go back to address.txt"
    practising.press("<", "j", "t", "escape")
    assert head(practising) == "practice 3/10"
    assert guided(practising) == "[ or ] picks the threat again"
    practising.press("]", "x")
    assert guided(practising) == "t marks this sentence as a threat"
    practising.press("t")
    assert guided(practising).startswith("l moves its start in")


def test_a_key_without_a_meaning_in_the_text_skips_a_step(practising: Sitting) -> None:
    guide = practising.desk.guide
    assert guide is not None
    assert guide.hint == "Enter skips"
    for number in range(1, len(STEPS) + 1):
        assert head(practising) == f"practice {number}/{len(STEPS)}"
        practising.press("enter")
    assert head(practising) == "practice done"
    assert practising.desk.guide is not None
    assert practising.desk.guide.hint == ""
    assert not practising.desk.press("enter")
    assert practising.marks == []


def test_the_key_that_skips_is_left_to_lists_questions_and_finding(practising: Sitting) -> None:
    at(9, practising)
    for keys, way_out in ((["i"], "escape"), (["d"], "escape"), (["?"], "escape"), (["r"], "t")):
        practising.press(*keys)
        assert practising.desk.guide is not None
        assert practising.desk.guide.hint == ""
        practising.press(way_out)
        assert head(practising) == "practice 9/10"


def test_a_key_that_means_something_in_the_text_skips_nothing(
    practising: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice, "SKIPS", ("z", "f2"))
    assert practising.desk.guide is not None
    assert practising.desk.guide.hint == f"{shown('f2')} skips"
    practising.press("z")
    assert head(practising) == "practice 1/10"
    practising.press("f2")
    assert head(practising) == "practice 2/10"


def test_every_sentence_of_the_guide_fits_on_the_line(practising: Sitting) -> None:
    said = []
    needs = [need for step in STEPS for need in step.needs]
    for step in (*STEPS, *needs):
        said.append(f" practice 10/10  {practice._with_keys(step.words, practising.desk.keymap)}")
    for closing in (FROM_SHELL, FROM_WITHIN):
        said.append(f" practice done  {practice._with_keys(closing, practising.desk.keymap)}")
    hint = len(" Enter skips ")
    assert {words for words in said[:-2] if cell_len(words) + hint > FIT} == set()
    assert {words for words in said[-2:] if cell_len(words) > FIT} == set()
    assert cell_len(f" {practice.OFFER.words}") <= FIT


def test_the_words_of_the_steps_stand_in_the_sample() -> None:
    text = (resources.files("samples") / "practice" / practice.DOCUMENT).read_text("utf-8")
    assert f"{practice.THREAT}. {practice.PROMISE}" in text
    assert "She warned" in practice.THREAT[:10]
    assert practice.BEGIN in practice.THREAT
    assert f"{practice.END}," in practice.THREAT


def test_the_guide_has_a_line_of_its_own(practising: Sitting, folder: Path) -> None:
    assert practising.desk.wishes.guide
    plain = Sitting(folder)
    assert not plain.desk.wishes.guide
    assert plain.desk.guide is None


# The offer


@pytest.fixture
def newcomer(folder: Path) -> Sitting:
    (folder / "a.txt").write_text("We will pay. She promised bread.")
    return Sitting(folder, offers_practice=True)


def test_enter_takes_the_offer(newcomer: Sitting) -> None:
    assert guided(newcomer) == "60 seconds of practice? Enter; any other key goes on"
    newcomer.press("enter")
    assert newcomer.practised == 1
    assert newcomer.desk.guide is None


@pytest.mark.parametrize("key", ["j", "t", "escape", "?", "i", "ctrl+p", "q"])
def test_any_other_key_goes_on_and_does_what_it_always_does(
    newcomer: Sitting, home: Path, key: str
) -> None:
    plain = Sitting(shutil.copytree(newcomer.folder, home / "others"))
    for sitting in (newcomer, plain):
        sitting.press(key)
    assert newcomer.practised == 0
    assert newcomer.desk.guide is None
    assert not newcomer.desk.wishes.guide
    seen = [
        (each.words, each.desk.state, each.desk.room, each.marks, each.left)
        for each in (newcomer, plain)
    ]
    assert seen[0] == seen[1]


def test_enter_starts_nothing_when_the_offer_is_gone(newcomer: Sitting) -> None:
    newcomer.press("j")
    assert not newcomer.desk.press("enter")
    assert newcomer.practised == 0


def test_a_key_without_a_meaning_lets_the_offer_go_too(newcomer: Sitting) -> None:
    assert not newcomer.desk.press("f9")
    assert newcomer.desk.guide is None


def test_practice_is_in_the_palette(newcomer: Sitting) -> None:
    newcomer.press("ctrl+p", *"practise", "enter")
    assert newcomer.practised == 1
    assert newcomer.desk.finder is None


def test_where_there_is_no_room_for_practice_it_says_so(
    newcomer: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(newcomer, "practise", full)
    newcomer.press("enter")
    assert newcomer.said == "no practice: no space left on device"
