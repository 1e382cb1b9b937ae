"""Panes: where the keys go, two texts, what is found by typing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.tui.examples import SENTENCES
from tests.tui.sitting import Sitting
from tui.commands import DOCUMENTS_LIST, INDEX, TEXT
from tui.lists.finder import Choice

Sit = Callable[..., Sitting]

A, B, C = "We pay. You will regret it.", "The union lied.", "Nobody came."


@pytest.fixture
def three(sit: Sit) -> Sitting:
    """Three documents, the first one open."""
    return sit(A, B, C)


def names(sitting: Sitting) -> list[str]:
    return [entry.path for entry in sitting.desk.documents.rows]


def found(sitting: Sitting) -> list[Choice]:
    finder = sitting.desk.finder
    assert finder is not None
    return list(finder.rows)


def path(sitting: Sitting) -> str:
    return sitting.reader.opened.document.path


@pytest.mark.parametrize(("key", "room"), [("d", DOCUMENTS_LIST), ("i", INDEX)])
@pytest.mark.parametrize("back", ["same", "escape", "q", "z"])
def test_a_list_is_entered_and_left(three: Sitting, key: str, room: str, back: str) -> None:
    assert three.press(key).desk.room == room
    assert three.press(key if back == "same" else back).desk.room == TEXT
    assert three.left == 0


def test_f6_goes_through_all_panes(three: Sitting) -> None:
    rooms = []
    for _ in range(3):
        rooms.append(three.press("f6").desk.room)
    assert rooms == [INDEX, DOCUMENTS_LIST, TEXT]


def test_with_two_texts_f6_goes_to_the_other(three: Sitting) -> None:
    three.press("|")
    first, second = three.desk.readers
    assert three.reader is second
    assert three.press("f6").reader is first
    assert three.press("f6").reader is second
    assert three.press("i", "f6", "f6").reader is second


def test_a_document_is_opened_from_the_list(three: Sitting) -> None:
    three.press("d", "j", "j", "enter")
    assert (three.desk.room, path(three), three.words) == (TEXT, "c.txt", "Nobody came")
    three.press("d")
    assert three.desk.documents.cursor == 2


def test_documents_are_filtered_by_their_names(three: Sitting) -> None:
    three.press("d", "/", "b")
    assert names(three) == ["b.txt"]
    three.press("enter", "enter")
    assert path(three) == "b.txt"
    three.press("d", "escape")
    assert len(names(three)) == 3


def test_documents_come_in_three_orders(three: Sitting) -> None:
    three.press(">", "t", "<", "d", "tab", "tab")
    assert three.said == "documents most marks first"
    assert names(three) == ["b.txt", "a.txt", "c.txt"]
    assert three.desk.documents.row == three.reader.opened.entry
    three.press("tab")
    assert names(three) == ["a.txt", "b.txt", "c.txt"]


def test_a_document_that_cannot_be_read_is_listed_with_the_reason(three: Sitting) -> None:
    (three.folder / "b.txt").write_bytes(b"\0\1\2")
    three.press("d", "j", "enter")
    assert "is a binary file" in three.said
    assert path(three) == "a.txt"
    entry = three.desk.documents.row
    assert entry is not None
    assert three.desk.documents.standing(entry).state == "unreadable"
    assert "binary" in three.desk.documents.standing(entry).reason


def test_two_texts_have_each_their_own_place(sitting: Sitting) -> None:
    sitting.press("j", "|")
    assert sitting.words == SENTENCES[1]
    sitting.press("j")
    first, second = sitting.desk.readers
    assert (first.selection.quote, second.selection.quote) == (SENTENCES[1], SENTENCES[2])


def test_a_mark_made_in_one_text_is_in_the_other(sitting: Sitting) -> None:
    sitting.press("|", "t")
    first, second = sitting.desk.readers
    assert first.opened is second.opened
    assert [mark.exact for mark in first.opened.spans] == [SENTENCES[0]]
    sitting.press("f6", "x")
    assert (sitting.reader, second.current) == (first, None)
    assert second.state == "READING"


def test_two_texts_may_be_two_documents(three: Sitting) -> None:
    three.press("|", ">", "t")
    first, second = three.desk.readers
    assert (first.opened.document.path, second.opened.document.path) == ("a.txt", "b.txt")
    assert three.saved == [("threat", "The union lied")]
    first.open(second.opened.entry)
    assert first.opened is second.opened


def test_a_document_in_one_pane_is_left_and_opened_again_with_its_marks(three: Sitting) -> None:
    three.press("|", ">", "t", "<", "a", ">", "j", "<")
    first, second = three.desk.readers
    assert first.opened is second.opened
    assert three.marks == [("allegation", "We pay")]


@pytest.mark.parametrize("key", ["|", "q"])
def test_the_second_text_is_closed(three: Sitting, key: str) -> None:
    three.press("|", ">", key)
    assert len(three.desk.readers) == 1
    assert path(three) == ("b.txt" if key == "|" else "a.txt")
    assert three.left == 0
    assert three.press("q").left == 1


def test_a_small_screen_refuses_a_second_text_with_a_word(three: Sitting) -> None:
    three.desk.size = (60, 12)
    three.press("|")
    assert three.said == "no room for two texts: the window is too small"
    assert len(three.desk.readers) == 1


def test_a_screen_that_became_small_shows_the_text_with_the_keys(three: Sitting) -> None:
    three.press("|")
    assert three.desk.wishes.second
    three.desk.size = (60, 12)
    assert not three.desk.wishes.second
    three.desk.size = (120, 40)
    assert three.desk.wishes.second


def test_only_the_text_is_a_wish(three: Sitting) -> None:
    assert three.press("z").desk.wishes.only_text
    assert not three.press("z").desk.wishes.only_text


def test_the_keys_are_those_of_the_room(three: Sitting) -> None:
    three.press("?")
    assert "Next sentence" in [choice.name for choice in found(three)]
    three.press("escape", "i", "?")
    texts = [choice.name for choice in found(three)]
    assert "Next row" in texts
    assert "Next sentence" not in texts


def test_typing_finds_a_key_and_enter_does_it(three: Sitting) -> None:
    three.press("?", *"next sen")
    assert [choice.keys for choice in found(three)] == ["j  ↓"]
    three.press("enter")
    assert three.desk.finder is None
    assert three.words == "You will regret it"


def test_a_tag_is_found_by_its_name_or_its_meaning(three: Sitting) -> None:
    three.press("ctrl+p", *"impose a cost", "enter")
    assert three.saved == [("threat", "We pay")]


def test_the_palette_opens_documents(three: Sitting) -> None:
    three.press("ctrl+p")
    assert not [choice for choice in found(three) if choice.group == "document"]
    three.press(*"c.txt", "enter")
    assert path(three) == "c.txt"


def test_what_is_not_found_can_be_left(three: Sitting) -> None:
    three.press("ctrl+p", *"zzz")
    assert found(three) == []
    three.press("enter", "backspace", "escape")
    assert three.desk.finder is None
    assert three.words == "We pay"


def test_a_theme_is_shown_before_it_is_chosen(three: Sitting) -> None:
    three.press("ctrl+p", *"dim")
    assert three.theme_shown == "dim"
    three.press("escape")
    assert (three.theme_shown, three.remembered) == ("", {})
    three.press("ctrl+p", *"choose a theme", "enter", "down", "enter")
    assert three.remembered == {"theme": "plain"}
    assert (three.theme_shown, three.said) == ("plain", "theme plain")
    three.press("ctrl+p", *"dim", "backspace", "backspace", "backspace")
    assert three.theme_shown == "plain"


def test_a_width_is_shown_before_it_is_chosen(three: Sitting) -> None:
    def shown() -> list[int]:
        for reader in three.desk.readers:
            reader.fit(130, 20)
        return [reader.viewport.width for reader in three.desk.readers]

    assert shown() == [66]
    three.press("ctrl+p", *"width", "enter", "down")
    assert shown() == [58]
    three.press("escape")
    assert shown() == [66]
    three.press("ctrl+p", *"width", "enter", "enter")
    assert (three.said, three.remembered) == ("text 50 cells wide", {"width": 50})
    three.press("|")
    assert shown() == [50, 50]


def test_three_letters_of_another_script_offer_its_keyboard(three: Sitting) -> None:
    for key in "жщ":
        assert not three.desk.press(key)
    assert three.press("ж").asked.startswith("Russian letters?")
    three.press("Y")
    assert three.remembered == {"keyboard": "russian"}
    assert three.press("о").words == "You will regret it"


def test_who_types_on_turns_the_keyboard_down(three: Sitting) -> None:
    for key in "жщ":
        three.desk.press(key)
    three.press("ж", "j")
    assert three.words == "You will regret it"
    assert (three.asked, three.remembered) == ("", {})


def test_the_same_key_leaves_what_it_opened(three: Sitting) -> None:
    for key in ("?", "ctrl+p"):
        assert three.press(key, key).desk.finder is None


def test_a_question_mark_can_be_looked_for(three: Sitting) -> None:
    three.press("?", *"a?")
    assert three.desk.finder is not None
    assert three.desk.finder.query == "a?"


def test_a_tag_key_in_a_list_does_nothing(three: Sitting) -> None:
    three.press("d")
    assert not three.desk.press("t")
    assert three.saved == []


def test_documents_that_cannot_be_read_are_known_before_they_are_opened(three: Sitting) -> None:
    (three.folder / "b.txt").write_bytes(b"\0\1\2")
    (three.folder / "c.txt").unlink()
    three.desk.survey()
    standings = [three.desk.documents.standing(entry) for entry in three.desk.documents.rows]
    assert [each.state for each in standings] == ["not read", "unreadable", "unreadable"]
    assert "binary" in standings[1].reason
    assert standings[2].reason == "no such file or folder"


def test_a_pointer_goes_to_a_row_and_its_second_click_opens_it(three: Sitting) -> None:
    three.desk.point_at_row("documents", 2, twice=False)
    assert (three.desk.room, path(three)) == (DOCUMENTS_LIST, "a.txt")
    three.desk.point_at_row("documents", 2, twice=True)
    assert (three.desk.room, path(three)) == (TEXT, "c.txt")


def test_a_pointer_beside_the_rows_only_enters_the_list(three: Sitting) -> None:
    three.desk.point_at_row("marks", None, twice=True)
    assert three.desk.room == INDEX


def test_the_wheel_moves_a_list_by_as_many_rows_each_time(sit: Sit) -> None:
    sitting = sit(A)
    for number in range(60):
        (sitting.folder / f"n{number:02}.txt").write_text(B)
    documents = Sitting(sitting.folder).desk.documents
    documents.height = 10
    tops = []
    for rows in (3, 3, 3, -3, 100, -3):
        documents.scroll(rows)
        tops.append(documents.window().start)
        assert documents.cursor in documents.window()
    assert tops == [3, 6, 9, 6, 51, 48]


def test_an_ordered_list_has_the_documents_there_are_now(three: Sitting) -> None:
    three.press("d", "tab")
    first, *others = three.session.corpus.entries
    assert names(three) == ["a.txt", "b.txt", "c.txt"]
    three.session.corpus.list_only([replace(first, path="z.txt"), *others])
    assert names(three) == ["z.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize("word", ["undo", "delete", "retag", "split", "filter", "search", "list"])
def test_keys_are_found_by_the_words_people_have_for_them(three: Sitting, word: str) -> None:
    three.press("?", *word)
    assert found(three)


def test_a_key_of_a_list_is_done_from_the_text(three: Sitting) -> None:
    three.press("t", "?", *"filter", "enter")
    assert (three.desk.room, three.desk.state) == (INDEX, "FILTER")


# Lines

WRAPPED = (
    "The harbour office said on Monday that no ship may leave before\n"
    "the fees are paid. The owners warned that they will go to court\n"
    "over every single day of it.\n\n"
    "Nobody answered them."
)


def test_the_palette_reads_lines_as_paragraphs_and_marks_stay(sit: Sit) -> None:
    sitting = sit(WRAPPED).press("j", "t")
    words = "The owners warned that they will go to court\nover every single day of it"
    assert sitting.marks == [("threat", words)]
    sitting.desk.split()
    sitting.press("j", "k", "ctrl+p", *"a paragraph each", "enter")
    assert sitting.said == "each line is a paragraph in this text now; marks stay where they are"
    assert [reader.opened.text.paragraph_count for reader in sitting.desk.readers] == [4, 4]
    assert sitting.marks == sitting.kept == [("threat", words)]
    assert sitting.words == "The owners warned that they will go to court"
    for reader in sitting.desk.readers:
        assert reader.viewport.text is reader.opened.text
        assert reader.in_sight
    again = Sitting(sitting.folder, "a.txt")
    assert again.reader.opened.text.paragraph_count == 2, "places are kept at the end"
    sitting.session.finish()
    again = Sitting(sitting.folder, "a.txt")
    assert again.reader.opened.text.paragraph_count == 4
    again.press("ctrl+p", *"blank lines end", "enter", "[")
    assert again.words == words
    assert again.reader.opened.text.paragraph_count == 2


def test_the_palette_reads_lines_as_breaks_of_a_page(sit: Sit) -> None:
    sitting = sit("We will\npay them.\n\nNobody\nasked.").press(
        "t", "ctrl+p", *"hard wrapped", "enter"
    )
    assert sitting.said == "blank lines end a paragraph in this text now; marks stay where they are"
    assert sitting.words == "We will\npay them"
    assert sitting.reader.state == "READING"
    assert sitting.press("j", "c").kept == [("threat", "We will"), ("commitment", "Nobody\nasked")]
