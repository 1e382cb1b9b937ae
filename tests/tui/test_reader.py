"""What each key does while reading: moving, undo, copying, documents, leaving."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotations.store import AnnotationStore
from tests.tui.examples import LONG, OTHER, SENTENCES, TEXT, current, two_here
from tests.tui.sitting import ME, Sitting, full_disk
from tui.commands import COMMANDS, FORM, Command
from tui.commands import TEXT as ROOM
from tui.settings import Settings

Sit = Callable[..., Sitting]


# Moving


@pytest.mark.parametrize(("forward", "back"), [("j", "k"), ("down", "up")])
def test_j_and_k_go_by_sentences(sitting: Sitting, forward: str, back: str) -> None:
    passed = [sitting.words] + [sitting.press(forward).words for _ in SENTENCES[1:]]
    assert passed == SENTENCES
    assert [sitting.press(back).words for _ in SENTENCES[1:]] == SENTENCES[-2::-1]


@pytest.mark.parametrize(("forward", "back"), [("}", "{"), ("ctrl+down", "ctrl+up")])
def test_braces_go_by_paragraphs(sitting: Sitting, forward: str, back: str) -> None:
    assert sitting.press(forward).words == "Inspectors took money"
    assert sitting.press("j", back).words == "Inspectors took money"
    assert sitting.press(back).words == "He warned that we will pay"


@pytest.mark.parametrize(("first", "last"), [("g", "G"), ("home", "end")])
def test_g_and_capital_g_go_to_the_ends(sitting: Sitting, first: str, last: str) -> None:
    assert sitting.press(last).words == "The end came"
    assert sitting.press(first).words == "He warned that we will pay"


@pytest.mark.parametrize("forward", ["space", "pagedown"])
def test_pages_go_on_and_back(sit: Sit, forward: str) -> None:
    sitting = sit(LONG)
    assert sitting.press(forward).words == "Line number 18 is here"
    assert sitting.press(forward).words == "Line number 36 is here"
    assert sitting.press("pageup").words == "Line number 18 is here"
    assert sitting.reader.viewport.top == (18, 0)


def test_a_page_never_goes_past_the_ends(sit: Sit) -> None:
    sitting = sit(LONG).press(*["space"] * 6)
    assert sitting.reader.viewport.top == (80, 0)
    assert sitting.words == "Line number 99 is here"
    sitting.press(*["pageup"] * 6)
    assert sitting.reader.viewport.top == (0, 0)
    assert sitting.words == "Line number 0 is here"


def test_a_page_begins_with_a_whole_sentence(sit: Sit) -> None:
    sitting = sit("Word after word follows here. " * 200)
    sitting.press("space")
    first = sitting.reader.viewport.span(sitting.reader.viewport.top)[0]
    assert sitting.reader.selection.focus_start >= first
    assert sitting.reader.selection.focus_start < first + 66


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("k", "the text begins here"),
        ("Gj", "the text ends here"),
        ("{", "the first paragraph"),
        ("G}", "the last paragraph"),
        ("b", "the text begins here"),
        ("GW", "the text ends here"),
        ("GJ", "the text ends here"),
        ("K", "nothing would be left"),
        ("jwww", "nothing would be left"),
        ("jBBB", "nothing would be left"),
        ("]", "no marks in this text"),
        ("[", "no marks in this text"),
        ("t]", "no mark after this"),
        ("t[", "no mark before this"),
        ("o", "no mark here"),
        ("x", "no mark here"),
        ("r", "no mark here"),
        ("u", "nothing to take back"),
        (">", "the last document"),
        ("<", "the first document"),
        ("T", "no mark in this sentence yet: the small letter marks it"),
        ("tT", "nothing is left of this sentence"),
    ],
)
def test_a_key_that_can_do_nothing_says_why(sitting: Sitting, keys: str, said: str) -> None:
    assert sitting.press(*keys).said == said


def test_redo_without_anything_says_so(sitting: Sitting) -> None:
    assert sitting.press("ctrl+r").said == "nothing to do again"


@pytest.mark.parametrize(
    ("keys", "said"), [("space", "the text ends here"), ("pageup", "the text begins here")]
)
def test_a_page_that_cannot_move_says_why(sitting: Sitting, keys: str, said: str) -> None:
    assert sitting.press("G" if keys == "space" else "g", keys).said == said


def test_a_message_goes_with_the_next_key(sitting: Sitting) -> None:
    assert sitting.press("k").said
    assert sitting.press("j").said == ""


def test_an_unknown_key_does_nothing(sitting: Sitting) -> None:
    assert not sitting.desk.press("~")
    assert sitting.words == SENTENCES[0]


def test_the_focus_stays_in_sight(sit: Sit) -> None:
    sitting = sit(LONG)
    for key in ["j"] * 40 + ["G", "g", "space", "space"] + ["k"] * 30:
        sitting.press(key)
        viewport = sitting.reader.viewport
        assert viewport.place_of(sitting.reader.selection.focus_start) in viewport.visible()


def test_how_much_was_read_is_told(sitting: Sitting) -> None:
    assert 0 < sitting.reader.share < 0.5
    assert sitting.press("G").reader.share == 1.0


# Undo


@pytest.mark.parametrize(("undo", "redo"), [("u", "ctrl+r"), ("ctrl+z", "ctrl+y")])
def test_right_after_an_adjustment_undo_takes_that_step_back(
    sitting: Sitting, undo: str, redo: str
) -> None:
    sitting.press("t", "w", "w", undo)
    assert sitting.marks == sitting.saved == [("threat", "warned that we will pay")]
    assert current(sitting) == ("threat", "warned that we will pay")
    assert sitting.said == "taken back: change T “warned that we will pay”"
    assert sitting.press(undo).saved == [("threat", "He warned that we will pay")]
    assert sitting.press(undo).saved == []
    for words in ["He warned that we will pay", "warned that we will pay", "that we will pay"]:
        assert sitting.press(redo).saved == [("threat", words)]
        assert sitting.marks == sitting.saved
    assert sitting.said == "done again: change T “that we will pay”"


def test_a_step_that_was_done_again_is_a_step_still(sitting: Sitting) -> None:
    sitting.press("t", "w", "w", "u", "ctrl+r", "u")
    assert sitting.saved == [("threat", "warned that we will pay")]
    sitting.press("u")
    assert sitting.saved == [("threat", "He warned that we will pay")]


def test_later_undo_takes_the_mark_and_its_adjustments_as_one(sitting: Sitting) -> None:
    sitting.press("t", "w", "w", "j", "u")
    assert sitting.marks == sitting.saved == []
    assert sitting.said == "taken back: mark T “that we will pay”"
    assert sitting.words == SENTENCES[0]
    sitting.press("ctrl+r")
    assert sitting.saved == [("threat", "that we will pay")]
    assert current(sitting) == ("threat", "that we will pay")


def test_after_the_last_step_of_one_mark_undo_takes_the_one_before_as_a_whole(
    sitting: Sitting,
) -> None:
    sitting.press("t", "j", "c", "w", "[", "w", "u")
    assert sitting.saved == [("threat", SENTENCES[0]), ("commitment", "promised bread")]
    sitting.press("u")
    assert sitting.saved == [("threat", SENTENCES[0])]


@pytest.mark.parametrize("key", ["x", "t"])
def test_undo_brings_back_what_was_taken_off(sitting: Sitting, key: str) -> None:
    sitting.press("t", key, "u")
    assert sitting.marks == sitting.saved == [("threat", "He warned that we will pay")]
    assert sitting.said == "brought back: T “He warned that we will pay”"
    assert sitting.press("ctrl+r").saved == []


def test_undo_brings_back_an_adjusted_mark_as_it_was(sitting: Sitting) -> None:
    sitting.press("t", "w", "w", "x", "u")
    assert sitting.saved == [("threat", "that we will pay")]


def test_undo_brings_back_a_picked_mark_that_was_taken_off(sitting: Sitting) -> None:
    sitting.press("t", "w", "j", "[", "x", "u")
    assert sitting.saved == [("threat", "warned that we will pay")]


def test_undo_takes_another_tag_back(sitting: Sitting) -> None:
    sitting.press("t", "j", "k", "r", "a", "u")
    assert sitting.saved == [("threat", "He warned that we will pay")]


def test_undo_goes_to_what_it_takes_back(sit: Sit) -> None:
    sitting = sit(LONG).press("t", "G", "u")
    assert sitting.words == "Line number 0 is here"
    assert sitting.reader.viewport.top == (0, 0)


def test_a_new_change_ends_what_can_be_done_again(sitting: Sitting) -> None:
    sitting.press("t", "j", "c", "u", "j", "j", "a")
    assert sitting.press("ctrl+r").said == "nothing to do again"
    assert len(sitting.saved) == 2


def test_undo_of_another_document_asks_for_a_second_press(sit: Sit) -> None:
    sitting = sit(TEXT, OTHER).press("t", ">", "u")
    assert sitting.words == "The locks stay open"
    assert sitting.said == "u again takes back in a.txt: “He warned that we will pay”"
    assert len(sitting.saved) == 1
    sitting.press("u")
    assert sitting.saved == sitting.marks == []
    assert sitting.reader.number == 1
    assert sitting.words == SENTENCES[0]


def test_any_other_key_between_asks_again(sit: Sit) -> None:
    sitting = sit(TEXT, OTHER).press("t", ">", "u", "j", "u")
    assert "u again" in sitting.said
    assert len(sitting.saved) == 1


def test_redo_in_another_document_asks_too(sit: Sit) -> None:
    sitting = sit(TEXT, OTHER).press("t", "u", ">", "ctrl+r")
    assert sitting.said == "Ctrl+R again does again in a.txt: “He warned that we will pay”"
    sitting.press("ctrl+r")
    assert sitting.marks == sitting.saved == [("threat", "He warned that we will pay")]


def test_the_first_press_for_undo_does_not_count_for_redo(sit: Sit) -> None:
    sitting = sit(TEXT, OTHER).press("t", "j", "t", "u", ">", "u", "ctrl+r")
    assert sitting.reader.number == 2
    assert "Ctrl+R again" in sitting.said


# Copying


@pytest.mark.parametrize("key", ["y", "ctrl+c"])
def test_y_copies_the_quote_with_its_source(sitting: Sitting, key: str) -> None:
    sitting.press("t", "w", "w", "w", key)
    assert sitting.copied == ["“we will pay” (a.txt)"]
    assert sitting.said == "copied 1 quote, 21 characters (terminal). No date known: M adds it"
    assert sitting.reader.state == "MARKED"


def test_y_copies_the_only_mark_in_focus(sitting: Sitting) -> None:
    sitting.press("t", "w", "j", "k", "y")
    assert sitting.copied == ["“warned that we will pay” (a.txt)"]


def test_y_asks_which_of_several_marks(sitting: Sitting) -> None:
    two_here(sitting).press("y")
    assert sitting.copied == []
    assert sitting.press("2").copied == ["“that we will pay” (a.txt)"]


def test_y_without_a_mark_copies_the_words_and_says_so(sitting: Sitting) -> None:
    sitting.press("j", "J", "y")
    assert sitting.copied == ["She promised bread. Inspectors took money"]
    assert sitting.said == "copied 41 characters, not marked (terminal)"


def test_what_is_copied_holds_no_control_characters(sit: Sit) -> None:
    sitting = sit("Pay \x1b]52;c;aGk=\x07 or \x9b2J else.").press("y", "t", "y")
    assert len(sitting.copied) == 2
    assert not {"\x1b", "\x07", "\x9b"} & set("".join(sitting.copied))


# Documents


@pytest.mark.parametrize(("forward", "back"), [(">", "<"), ("ctrl+pagedown", "ctrl+pageup")])
def test_angle_brackets_go_through_the_documents(sit: Sit, forward: str, back: str) -> None:
    sitting = sit(TEXT, OTHER, "Third text.")
    assert sitting.press(forward).words == "The locks stay open"
    assert sitting.press(forward).words == "Third text"
    assert sitting.reader.number == 3
    assert sitting.press(forward).said == "the last document"
    assert sitting.press(back, back).words == SENTENCES[0]
    assert sitting.press(back).said == "the first document"


def test_a_document_that_cannot_be_read_is_passed_over(sit: Sit) -> None:
    sitting = sit(TEXT, b"\0binary", OTHER)
    sitting.press(">")
    assert sitting.words == "The locks stay open"
    assert sitting.said.startswith("passed over: ")
    assert sitting.said.endswith(
        "b.txt: is a binary file, not text; save it as plain text to read it"
    )
    assert sitting.press("<").words == SENTENCES[0]
    assert "passed over" in sitting.said


def test_where_no_other_can_be_read_this_one_stays(sit: Sit) -> None:
    sitting = sit(TEXT, b"\0binary").press("j", ">")
    assert sitting.words == "She promised bread"
    assert "passed over" in sitting.said


def test_the_same_path_given_twice_does_not_hold_one_up(sit: Sit) -> None:
    folder = sit(TEXT, OTHER).folder
    sitting = Sitting(folder, "a.txt", "a.txt", "b.txt").press(">", ">")
    assert sitting.words == "The locks stay open"


def test_a_mark_of_one_document_is_not_current_in_another(sit: Sit) -> None:
    sitting = sit(TEXT, OTHER).press("t", ">")
    assert sitting.reader.state == "READING"
    assert sitting.press("w").saved == [("threat", SENTENCES[0])]


@pytest.fixture
def long_document(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> Sitting:
    """A document of more than a megabyte of which only the head is open."""
    sitting = sit(TEXT, "\n".join(f"Line number {number} is here." for number in range(40_000)))
    asked = []
    with monkeypatch.context() as patch:
        patch.setattr(sitting, "settle", asked.append)
        sitting.press(">")
    assert asked == [sitting.reader.opened]
    assert not sitting.reader.opened.settled
    return sitting


def test_a_long_document_goes_on_where_one_was(long_document: Sitting) -> None:
    sitting = long_document
    sitting.press("j", "j")
    sitting.settle(sitting.reader.opened)
    assert sitting.words == "Line number 2 is here"
    assert sitting.press("G").words == "Line number 39999 is here"


# The rest


def test_escape_goes_back_to_the_whole_sentence(sitting: Sitting) -> None:
    sitting.press("w", "escape")
    assert sitting.words == SENTENCES[0]
    sitting.press("t", "w", "escape")
    assert (sitting.reader.state, sitting.words) == ("READING", SENTENCES[0])
    assert sitting.saved == [("threat", "warned that we will pay")]


def test_q_leaves(sitting: Sitting) -> None:
    assert sitting.press("t", "q").left == 1


def test_q_with_unsaved_marks_asks_for_a_second_q(sitting: Sitting) -> None:
    with full_disk():
        sitting.press("t", "q")
        assert sitting.left == 0
        assert sitting.said == ("1 mark is only on this screen: q again leaves without saving")
        sitting.press("j", "c", "q")
        assert sitting.left == 0
        assert sitting.said.startswith("2 marks are only on this screen")
        assert sitting.press("q").left == 1


def test_q_leaves_at_once_when_the_next_save_worked(sitting: Sitting) -> None:
    with full_disk():
        sitting.press("t")
    assert sitting.press("j", "t", "q").left == 1
    assert len(sitting.saved) == 2


def test_a_mark_changed_in_another_window_is_named_and_shown(sitting: Sitting) -> None:
    sitting.press("t")
    store = AnnotationStore(sitting.file, ME)
    (mark,) = store
    store.remove(mark.id, mark.rev)
    sitting.press("w")
    assert "another window" in sitting.said
    assert sitting.marks == sitting.saved == []
    sitting.press("j", "k", "t")
    assert sitting.saved == [("threat", SENTENCES[0])]


@pytest.mark.parametrize("text", ["", "\n\n \n"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_no_key_stumbles_over_a_text_without_words(sit: Sit, text: str, command: Command) -> None:
    sitting = sit(text)
    for room in command.rooms:
        for key in command.keys or ("t", "T"):
            sitting.enter(room).desk.press(key)
    assert sitting.saved == []
    assert sitting.reader.share == 1.0


@pytest.mark.parametrize("text", ["* * *", "\u0301", "👨‍👩‍👧", "a", "\x1b[2J", "漢字。" * 50])
def test_no_sequence_of_keys_stumbles_over_an_odd_text(sit: Sit, text: str) -> None:
    sitting = sit(text)
    for command in COMMANDS:
        for room in command.rooms:
            keys = command.keys or ("t", "1", "T", "a", "A")
            sitting.enter(room).press(*(keys[:1] if room == FORM else keys))
    sitting.enter(ROOM)
    for mark in sitting.reader.opened.spans:
        assert mark.holds_in(sitting.reader.opened.text)
    assert sorted(sitting.marks) == sorted(sitting.saved)


def test_pages_of_a_language_keep_to_it(sit: Sit) -> None:
    """The first page back is cut into sentences by the rules of the document's language."""
    sitting = sit(LONG)
    opened = sitting.reader.opened
    opened.document = replace(opened.document, language="fr")
    sitting.press("g", "pageup")
    assert sitting.reader.selection.language == "fr"


def test_the_settings_say_the_language_of_documents_that_do_not(folder: Path) -> None:
    (folder / "a.txt").write_text(LONG)
    settings = Settings(language="de", trim=False)
    sitting = Sitting(folder, "a.txt", settings=settings)
    assert sitting.reader.selection.language == "de"
    opened = sitting.reader.opened
    opened.document = replace(opened.document, metadata={"language": "pt-BR"})
    assert sitting.press("g").reader.selection.language == "pt-BR"
    opened.document = replace(opened.document, metadata={"language": "\x1b[2J"})
    assert sitting.press("G", "g").reader.selection.language == "de"
    opened.document = replace(opened.document, metadata={}, language="fr")
    assert sitting.press("G", "g").reader.selection.language == "fr"


def test_without_trimming_marks_keep_their_punctuation(folder: Path) -> None:
    (folder / "a.txt").write_text("  We act. “You pay; they laugh,” he said. ")
    sitting = Sitting(folder, "a.txt", settings=Settings(trim=False)).press("t", "j", "c", "J")
    assert sitting.marks[0] == ("threat", "We act.")
    assert sitting.marks[1] == ("commitment", "“You pay; they laugh,” he said.")
    sitting.press("[", "J", "K")
    assert sitting.marks[0] == ("threat", "We act.")
