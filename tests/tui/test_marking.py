"""What each key does to marks: made, given another tag, shaped, picked, taken off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.tui.examples import SENTENCES, current, two_here
from tests.tui.sitting import Sitting

Sit = Callable[..., Sitting]


# Marking


@pytest.mark.parametrize(
    ("key", "tag"),
    [
        ("t", "threat"),
        ("c", "commitment"),
        ("a", "allegation"),
        ("1", "threat"),
        ("2", "commitment"),
        ("3", "allegation"),
    ],
)
def test_a_tag_key_marks_the_sentence_at_once(sitting: Sitting, key: str, tag: str) -> None:
    sitting.press("j", key)
    assert sitting.marks == sitting.saved == [(tag, "She promised bread")]
    assert sitting.reader.state == "MARKED"
    assert sitting.said == ""


def test_a_mark_names_its_annotator_and_its_text(sitting: Sitting) -> None:
    sitting.press("t")
    mark = sitting.reader.mark
    assert mark is not None
    assert mark.annotator == "ana"
    assert mark.text_sha256 == sitting.reader.opened.text.sha256
    assert mark.holds_in(sitting.reader.opened.text)


def test_a_tag_key_marks_a_plain_selection(sitting: Sitting) -> None:
    sitting.press("w", "w", "w")
    assert sitting.reader.state == "SELECTED"
    sitting.press("t")
    assert sitting.marks == sitting.saved == [("threat", "we will pay")]


def test_the_same_key_as_the_very_next_one_takes_the_mark_off(sitting: Sitting) -> None:
    sitting.press("t", "t")
    assert sitting.marks == sitting.saved == []
    assert sitting.reader.state == "READING"
    assert sitting.said == "taken off: T “He warned that we will pay”  u brings it back"


@pytest.mark.parametrize("after", [0.0, 0.1, 0.24])
def test_a_finger_that_slipped_takes_nothing_off(sitting: Sitting, after: float) -> None:
    sitting.press("t")
    sitting.press("t", "t", "t", after=after)
    assert sitting.marks == sitting.saved == [("threat", "He warned that we will pay")]
    sitting.press("t", after=0.25)
    assert sitting.marks == []


@pytest.mark.parametrize("between", [["w", "b"], ["j", "k"], ["u", "ctrl+r"], ["escape"]])
def test_later_the_same_key_says_that_it_is_marked_already(
    sitting: Sitting, between: list[str]
) -> None:
    sitting.press("t", *between, "t")
    assert sitting.saved == [("threat", "He warned that we will pay")]
    assert sitting.said == "threat already: “He warned that we will pay”  x takes it off"
    sitting.press("t")
    assert sitting.saved == [("threat", "He warned that we will pay")]
    sitting.press("x")
    assert sitting.saved == []


def test_other_words_of_the_same_sentence_are_another_mark(sitting: Sitting) -> None:
    sitting.press("t", "w", "j", "k", "t")
    assert sitting.saved == [
        ("threat", "He warned that we will pay"),
        ("threat", "warned that we will pay"),
    ]
    assert sitting.said == "over another threat: “warned that we will pay”  u takes it back"


def test_a_second_allegation_of_a_sentence_leaves_the_first_alone(sit: Sit) -> None:
    sitting = sit("You took money, you lied.").press("a", "B", "B", "escape", "a", "w", "w", "w")
    assert sitting.saved == [("allegation", "You took money"), ("allegation", "you lied")]


def test_the_key_and_the_digit_of_a_tag_are_the_same_key(sitting: Sitting) -> None:
    assert sitting.press("t", "1").saved == []


def test_another_tags_key_adds_a_second_mark_on_the_same_words(sitting: Sitting) -> None:
    sitting.press("t", "w", "a")
    words = "warned that we will pay"
    assert sitting.marks == sitting.saved == [("threat", words), ("allegation", words)]


def test_a_second_mark_has_no_note_or_fields_of_the_first(sitting: Sitting) -> None:
    sitting.press("t")
    mark = sitting.reader.mark
    assert mark is not None
    noted = replace(mark, note="see page 2", fields={"speaker": "Halsk"})
    sitting.session.change([(mark, noted)])
    sitting.press("a")
    second = sitting.reader.mark
    assert second is not None
    assert (second.tag, second.note, dict(second.fields)) == ("allegation", "", {})
    assert second.id != mark.id
    sitting.press("r", "c", "w")
    sitting.press("[", "r", "c")
    assert {(each.note, each.rev) for each in sitting.reader.opened.spans} >= {("see page 2", 3)}


def test_of_two_marks_the_newest_one_moves(sitting: Sitting) -> None:
    sitting.press("t", "a", "w", "w")
    assert sorted(sitting.saved) == [
        ("allegation", "that we will pay"),
        ("threat", "He warned that we will pay"),
    ]


def test_moving_on_lets_the_mark_go(sitting: Sitting) -> None:
    sitting.press("t", "j")
    assert sitting.reader.current is None
    assert sitting.reader.state == "READING"
    sitting.press("w")
    assert sitting.saved == [("threat", "He warned that we will pay")]
    assert sitting.words == "promised bread"


def test_a_capital_marks_what_is_left_of_the_sentence(sit: Sit) -> None:
    sitting = sit("You took money, you lied, and you ran.")
    sitting.press("a", *["B"] * 5, "A")
    assert sitting.saved == [
        ("allegation", "You took money"),
        ("allegation", "you lied, and you ran"),
    ]
    assert sitting.reader.state == "MARKED"
    sitting.press("B", "B", "B", "T")
    assert sitting.saved[1:] == [("allegation", "you lied"), ("threat", "and you ran")]


@pytest.mark.parametrize(
    ("key", "tag"), [("T", "threat"), ("C", "commitment"), ("A", "allegation")]
)
def test_each_capital_has_the_tag_of_its_letter(sit: Sit, key: str, tag: str) -> None:
    sitting = sit("You took money, you lied.").press("t", "B", "B", "escape", key)
    assert sitting.saved[1:] == [(tag, "you lied")]


def test_what_is_left_begins_after_the_current_mark(sit: Sit) -> None:
    sitting = sit("You took money, you lied, you ran.").press("t", "B", "B")
    sitting.press("a", "B", "B", "A")
    assert sorted(sitting.saved) == [
        ("allegation", "You took money"),
        ("allegation", "you lied, you ran"),
        ("threat", "You took money, you lied"),
    ]


def test_what_is_left_begins_after_all_marks_when_one_of_them_is_picked(sit: Sit) -> None:
    sitting = sit("You took money, you lied, you ran.").press("a", "B", "B", "B", "B", "A")
    sitting.press("B", "B", "[", "A")
    assert [words for _, words in sitting.saved] == ["You took money", "you lied", "you ran"]


def test_what_is_left_begins_after_a_mark_with_a_gap(sit: Sit) -> None:
    sitting = sit("“We pay,” he said, “and leave,” and they lied about it.").press("t")
    gap = sitting.reader.selection.text[:].index(",” he"), len("“We pay,” he said, “")
    sitting.press("u")
    sitting.reader.selection = sitting.reader.selection.span(1, 29, (gap,))
    sitting.press("t", "A")
    assert sitting.kept[1] == ("allegation", "and they lied about it")


def test_what_is_left_may_be_a_quotation(sit: Sit) -> None:
    sitting = sit("They took money, said Halsk, “and you will all pay.”")
    sitting.press("a", *["B"] * 8, "T")
    assert sitting.kept[0] == ("allegation", "They took money")
    assert sitting.press("w", "w").kept[1] == ("threat", "“and you will all pay.”")


def test_what_is_left_begins_after_the_fragment_in_this_sentence(sitting: Sitting) -> None:
    sitting.press("t", "B", "B", "B", "j", "j", "&", "g", "T")
    assert sitting.kept == [
        ("threat", "He warned that … Inspectors took money"),
        ("threat", "we will pay"),
    ]


def test_what_is_left_can_be_marked_where_it_is_selected_already(sit: Sit) -> None:
    sitting = sit("You took money, you lied.").press("a", "B", "B", "escape", "w", "w", "w", "A")
    assert sitting.kept[1] == ("allegation", "you lied")


# Another tag


def test_r_and_a_tag_key_give_the_mark_another_tag(sitting: Sitting) -> None:
    sitting.press("t", "w", "r")
    assert sitting.reader.state == "RETAG"
    pending = sitting.reader.pending
    assert pending is not None
    assert pending.prompt.fit(78) == "new tag: t threat c commitment a allegation"
    sitting.press("a")
    assert sitting.reader.state == "MARKED"
    assert sitting.marks == sitting.saved == [("allegation", "warned that we will pay")]
    assert sitting.said == "now A “warned that we will pay”"


def test_r_takes_digits_and_the_only_mark_in_focus(sitting: Sitting) -> None:
    sitting.press("t", "j", "k", "r", "2")
    assert sitting.saved == [("commitment", "He warned that we will pay")]


def test_r_to_the_same_tag_changes_nothing(sitting: Sitting) -> None:
    sitting.press("t", "r", "t")
    assert sitting.said == "already T “He warned that we will pay”"
    assert sitting.press("u").saved == []


@pytest.mark.parametrize("key", ["escape", "j", "x", "q", "T", "z"])
def test_r_and_any_other_key_changes_nothing_and_does_not_run_it(
    sitting: Sitting, key: str
) -> None:
    sitting.press("t", "r", key)
    assert sitting.saved == [("threat", "He warned that we will pay")]
    assert sitting.words == SENTENCES[0]
    assert sitting.reader.state == "MARKED"
    assert sitting.left == 0
    assert sitting.said == "nothing was changed"


# Edges


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["w"], "promised bread"),
        (["ctrl+right", "w"], "bread"),
        (["w", "b"], "She promised bread"),
        (["b"], "pay. She promised bread"),
        (["ctrl+left", "b"], "will pay. She promised bread"),
        (["B"], "She promised"),
        (["ctrl+shift+left", "B"], "She"),
        (["B", "W"], "She promised bread"),
        (["W"], "She promised bread.\n\nInspectors"),
        (["ctrl+shift+right", "W"], "She promised bread.\n\nInspectors took"),
        (["J"], "She promised bread.\n\nInspectors took money"),
        (["shift+down", "K"], "She promised bread"),
        (["J", "shift+up"], "She promised bread"),
        (["b", "K"], "pay"),
    ],
)
@pytest.mark.parametrize("marked", [False, True])
def test_edges_move_by_words_and_sentences(
    sitting: Sitting, keys: list[str], words: str, marked: bool
) -> None:
    sitting.press("j", *["c"] * marked, *keys)
    assert sitting.words == words
    assert sitting.saved == ([("commitment", words)] if marked else [])
    assert sitting.marks == sitting.saved
    assert sitting.reader.state == (
        "MARKED" if marked else "READING" if words == "She promised bread" else "SELECTED"
    )


def test_every_step_of_an_edge_is_saved(sitting: Sitting) -> None:
    sitting.press("t")
    for words in ["warned that we will pay", "that we will pay", "we will pay"]:
        assert sitting.press("w").saved == [("threat", words)]


def test_an_edge_that_cannot_move_leaves_the_mark(sitting: Sitting) -> None:
    sitting.press("j", "t", "w", "w", "w")
    assert sitting.saved == [("threat", "bread")]
    assert sitting.said == "nothing would be left"


def test_edges_of_a_picked_mark_move(sitting: Sitting) -> None:
    sitting.press("t", "j", "j", "[", "w")
    assert sitting.saved == [("threat", "warned that we will pay")]
    assert sitting.reader.state == "PICKED"


def test_a_mark_longer_than_the_limit_is_refused_in_words(sit: Sit) -> None:
    sitting = sit("Word " * 30_000)
    sitting.press("t")
    while "holds" not in sitting.said and sitting.said != "the text ends here":
        sitting.press("J")
    assert sitting.said == "a mark holds 100,000 characters at most"


# Picking


def pick_three(sitting: Sitting) -> Sitting:
    """A threat in the first, two marks in the second and one in the last sentence."""
    return sitting.press("t", "j", "c", "w", "a", "w", "G", "t", "g")


@pytest.mark.parametrize(("forward", "back"), [("]", "["), ("alt+down", "alt+up")])
def test_brackets_pick_the_marks_in_the_order_of_the_text(
    sitting: Sitting, forward: str, back: str
) -> None:
    pick_three(sitting)
    order = [
        ("threat", "He warned that we will pay"),
        ("commitment", "promised bread"),
        ("allegation", "bread"),
        ("threat", "The end came"),
    ]
    assert [current(sitting.press(forward)) for _ in order] == order
    assert sitting.reader.state == "PICKED"
    assert [current(sitting.press(back)) for _ in order[1:]] == order[-2::-1]


def test_brackets_begin_at_the_focus(sitting: Sitting) -> None:
    pick_three(sitting).press("}")
    assert current(sitting.press("]")) == ("threat", "The end came")
    assert current(sitting.press("k", "k", "k", "[")) == ("threat", "He warned that we will pay")


def test_picking_puts_the_sentence_of_the_mark_in_focus(sitting: Sitting) -> None:
    pick_three(sitting).press("]", "]", "escape")
    assert sitting.words == "She promised bread"


def test_o_goes_round_the_marks_that_lie_here(sitting: Sitting) -> None:
    pick_three(sitting).press("j")
    assert current(sitting.press("o")) == ("commitment", "promised bread")
    assert current(sitting.press("o")) == ("allegation", "bread")
    assert current(sitting.press("o")) == ("commitment", "promised bread")


def test_what_is_lit_is_what_the_keys_act_on(sitting: Sitting) -> None:
    lit = sitting.reader.lit
    assert (lit.focus, lit.selection, lit.current) == ((0, 27), (), None)
    lit = sitting.press("w").reader.lit
    assert (lit.focus, lit.selection, lit.current) == ((0, 27), ((3, 26),), None)
    lit = sitting.press("t").reader.lit
    assert (lit.selection, lit.current) == ((), sitting.reader.mark)
    assert lit.edges == ((3, 4), (25, 26))


# Taking off


@pytest.mark.parametrize("key", ["x", "delete"])
def test_x_takes_the_current_mark_off(sitting: Sitting, key: str) -> None:
    sitting.press("t", "w", key)
    assert sitting.marks == sitting.saved == []
    assert sitting.said == "taken off: T “warned that we will pay”  u brings it back"
    assert sitting.words == SENTENCES[0]


def test_x_takes_the_only_mark_in_focus_off(sitting: Sitting) -> None:
    sitting.press("t", "j", "c", "k", "x")
    assert sitting.saved == [("commitment", "She promised bread")]


def test_x_asks_which_of_several_marks(sitting: Sitting) -> None:
    two_here(sitting).press("x")
    assert sitting.reader.state == "CHOOSE"
    pending = sitting.reader.pending
    assert pending is not None
    asked = pending.prompt.fit(78)
    assert asked == "2 marks here: 1 T “warned that we will pay” 2 A “that we will pay”"
    sitting.press("2")
    assert sitting.saved == [("threat", "warned that we will pay")]
    assert sitting.reader.state == "READING"


def test_r_asks_which_of_several_marks_and_then_for_the_tag(sitting: Sitting) -> None:
    two_here(sitting).press("r", "1")
    assert sitting.reader.state == "RETAG"
    sitting.press("c")
    assert sitting.saved == [
        ("commitment", "warned that we will pay"),
        ("allegation", "that we will pay"),
    ]


@pytest.mark.parametrize("key", ["escape", "3", "0", "x", "t", "j"])
def test_any_other_key_leaves_the_choice_and_is_not_run(sitting: Sitting, key: str) -> None:
    two_here(sitting).press("x", key)
    assert len(sitting.saved) == 2
    assert sitting.words == SENTENCES[0]
    assert sitting.said == "nothing was changed"
    assert sitting.reader.state == "READING"
