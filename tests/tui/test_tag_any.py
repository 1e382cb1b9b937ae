"""Any tag of a codebook, also those without a key of their own in the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.examples import TEXT
from tests.tui.screen import reading
from tests.tui.sitting import Sitting

TAGS = (
    ("threat", "t", "Somebody will be harmed"),
    ("denial", "d", "Something is said not to be so"),
    ("jest", "j", ""),
    *((f"topic-{number}", "", "") for number in range(1, 9)),
    ("praise", "", "Somebody is called good"),
)
CODEBOOK = "".join(
    f'[[tags]]\nid = "{id}"\nname = "{id.capitalize()}"\nkey = "{key}"\n'
    f'definition = "{definition}"\n'
    for id, key, definition in TAGS
)
MORE = (
    '[[tags]]\nid = "old"\nkey = "o"\nretired = true\n'
    '[[tags]]\nid = "arms"\nname = "Arms"\nparent = "threat"\n'
)
WORDS = "He warned that we will pay"


@pytest.fixture
def many(folder: Path) -> Sitting:
    """Sit down to a codebook of more tags than there are digits."""
    (folder / "codebook.toml").write_text(CODEBOOK + MORE)
    (folder / "a.txt").write_text(TEXT)
    return Sitting(folder, "a.txt")


def names(sitting: Sitting) -> list[str]:
    """The names that are offered."""
    assert sitting.desk.finder is not None
    return [choice.name.partition(":")[0] for choice in sitting.desk.finder.rows]


@pytest.mark.parametrize("key", ["d", "2"])
def test_a_letter_marks_at_once_even_where_it_is_a_command_and_so_does_a_digit(
    many: Sitting, key: str
) -> None:
    assert many.press("#", key).marks == [("denial", WORDS)]
    assert many.desk.finder is None
    assert many.reader.state == "MARKED"


def test_a_letter_that_moves_in_lists_is_that_of_its_tag(many: Sitting) -> None:
    assert many.press("#", "j").marks == [("jest", WORDS)]


def test_a_tag_without_a_key_is_found_by_its_name(many: Sitting) -> None:
    many.press("#", "/", *"pra")
    assert names(many) == ["Praise"]
    assert many.press("enter").marks == [("praise", WORDS)]


def test_a_tag_without_a_key_is_gone_to_with_the_cursor(many: Sitting) -> None:
    assert many.press("#", "G", "enter").marks == [("arms", WORDS)]
    assert many.press("j", "#", "down", "down", "enter").marks[1][0] == "denial"


def test_each_shows_its_keys_its_name_and_what_it_means(many: Sitting) -> None:
    many.press("#")
    assert many.desk.finder is not None
    first, second, *_, last = many.desk.finder.rows
    assert (first.keys, first.name) == ("t  1", "Threat: Somebody will be harmed")
    assert (second.keys, second.name) == ("d  2", "Denial: Something is said not to be so")
    assert (last.keys, last.name) == ("", "Arms (Threat)")
    assert "Old" not in names(many)


def test_tags_given_lately_come_first(many: Sitting) -> None:
    many.press("#", "3", "j", "#", "9", "j", "#", "2", "u")
    assert names(many.press("#"))[:4] == ["Topic-6", "Jest", "Threat", "Denial"]
    assert many.desk.finder is not None
    assert [choice.group for choice in many.desk.finder.rows[:3]] == ["lately", "lately", "tags"]


def test_a_tag_is_not_given_by_moving_an_edge(many: Sitting) -> None:
    many.press("t", "j", "#", "d", "[", "w", "#")
    assert names(many)[:2] == ["Denial", "Threat"]


def test_keys_that_choose_wait_for_the_marks_and_letters_of_a_name_do_not(many: Sitting) -> None:
    assert many.press("#").desk.needs_marks("d")
    assert not many.press("/").desk.needs_marks("d")


def test_it_marks_what_is_selected(many: Sitting) -> None:
    many.press("w", "w", "#", "d")
    assert many.marks == [("denial", "that we will pay")]
    many.press("w", "#", "j")
    assert many.marks == [("denial", "we will pay"), ("jest", "we will pay")]


def test_the_same_tag_again_does_not_take_the_mark_off(many: Sitting) -> None:
    assert many.press("#", "d", "#", "d").marks == [("denial", WORDS)]
    assert many.said.startswith("denial already: ")


def test_a_mark_gets_any_other_tag(many: Sitting) -> None:
    many.press("t", "r")
    assert many.asked.endswith("9 topic-6  # any")
    many.press("#", "/", *"praise", "enter")
    assert many.marks == [("praise", WORDS)]
    assert many.said.startswith("now P ")
    assert many.press("u").marks == [("threat", WORDS)]


def test_several_marks_get_any_other_tag(many: Sitting) -> None:
    many.press("t", "j", "t", "i", "g", "space", "space", "r", "#", "d")
    assert [tag for tag, _ in many.marks] == ["denial", "denial"]
    assert many.said.startswith("now Denial: 2 marks")
    assert many.desk.state == "INDEX"


def test_of_few_tags_those_of_a_new_one_are_all_named(sitting: Sitting) -> None:
    sitting.press("t", "r")
    assert "#" not in sitting.asked
    assert sitting.press("#", "c").marks == [("commitment", WORDS)]


@pytest.mark.parametrize("before", [(), ("t", "r")])
@pytest.mark.parametrize("key", ["x", "u", "ctrl+p", "0", "#", "q"])
def test_a_key_that_fits_nothing_leaves_and_is_not_run(
    many: Sitting, before: tuple[str, ...], key: str
) -> None:
    many.press(*before, "#", key)
    assert many.desk.finder is None
    assert many.said == "nothing was changed"
    assert many.marks == [("threat", WORDS)] * bool(before)
    assert many.left == 0


def test_escape_leaves(many: Sitting) -> None:
    assert many.press("#", "escape").desk.finder is None
    assert many.press("#", "/", "d", "escape").desk.finder is None
    assert many.marks == []


def test_the_way_out_is_open(many: Sitting) -> None:
    assert many.press("#", "ctrl+q").left == 1


def test_the_state_says_that_a_tag_is_chosen(many: Sitting) -> None:
    assert many.press("#").desk.state == "TAG"
    assert many.press("/").desk.state == "FIND"


def test_letters_are_taken_by_their_place_on_the_keyboard_of_another_script(many: Sitting) -> None:
    many.desk.keymap.use_keyboard("russian")
    assert many.press("#", "в").marks == [("denial", WORDS)]


def test_the_caret_stays_until_a_tag_is_chosen(many: Sitting) -> None:
    many.press("v", "w", "v", "e", "#")
    assert many.press("d").marks == [("denial", "warned")]


async def test_the_sheet_says_what_to_press(folder: Path) -> None:
    (folder / "codebook.toml").write_text(CODEBOOK)
    (folder / "a.txt").write_text(TEXT)
    async with reading(folder, "a.txt") as screen:
        await screen.press("number_sign")
        head, first, second, *_ = (row.strip() for row in screen.rows("finder"))
        assert head == "mark as: the letter or digit, / finds a name"
        assert " ".join(first.split()) == "tags t 1 Threat: Somebody will be harmed"
        assert second.startswith("d  2")
        await screen.press("slash", "p", "r", "a")
        assert screen.rows("finder")[0].strip().startswith("mark as › pra▏")
        await screen.press("enter")
        assert screen.marks == [("praise", WORDS)]
