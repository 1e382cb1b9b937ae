"""Keys that shape what is marked: by clauses, by units, to likely spans; fragments joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len

from annotations import smart
from annotations.annotation import Annotation, segments_of
from annotations.codebook import built_in
from annotations.text import Text
from tests.tui.examples import SENTENCES, current
from tests.tui.sitting import Sitting
from tui.wording import pieced

Sit = Callable[..., Sitting]

CLAUSES = "We shall act on that; you shall pay for it; they shall laugh at us."
QUOTED = "“We will pay,” he said, “and you will not.” Nobody came."


# Clauses and units


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["l"], "you shall pay for it; they shall laugh at us"),
        (["right", "right"], "they shall laugh at us"),
        (["l", "h"], "We shall act on that; you shall pay for it; they shall laugh at us"),
        (["l", "l", "left"], "you shall pay for it; they shall laugh at us"),
        (["H"], "We shall act on that; you shall pay for it"),
        (["shift+left", "H"], "We shall act on that"),
        (["H", "H", "L"], "We shall act on that; you shall pay for it"),
        (
            ["H", "shift+right"],
            "We shall act on that; you shall pay for it; they shall laugh at us",
        ),
        (["l", "H"], "you shall pay for it"),
    ],
)
@pytest.mark.parametrize("marked", [False, True])
def test_edges_move_by_clauses(sit: Sit, keys: list[str], words: str, marked: bool) -> None:
    sitting = sit(CLAUSES).press(*["c"] * marked, *keys)
    assert sitting.words == words
    assert sitting.saved == ([("commitment", words)] if marked else [])


def test_an_edge_goes_by_clauses_into_the_next_sentence_and_the_one_before(sit: Sit) -> None:
    sitting = sit(
        "We shall act on that; you shall pay for it. They shall laugh at us; we shall go on then."
    ).press("t", "L")
    assert current(sitting) == (
        "threat",
        "We shall act on that; you shall pay for it. They shall laugh at us",
    )
    sitting.press("j", "h")
    assert sitting.words == "you shall pay for it. They shall laugh at us; we shall go on then"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["h"], "the text begins here"),
        (["L"], "the text ends here"),
        (["l", "l", "l"], "nothing would be left"),
        (["H", "H", "H"], "nothing would be left"),
        (["+", "+", "+"], "nothing larger: this is the paragraph"),
        (["l", "H", "-", "-", "-"], "nothing smaller: this is one word"),
    ],
)
def test_a_key_that_cannot_move_an_edge_says_why(sit: Sit, keys: list[str], said: str) -> None:
    assert sit(CLAUSES).press(*keys).said == said


def test_plus_grows_and_minus_shrinks(sit: Sit) -> None:
    sitting = sit(
        "We shall act on that; you shall pay for it; they shall laugh at us. Nobody came."
    ).press("l", "t")
    whole = "We shall act on that; you shall pay for it; they shall laugh at us"
    assert current(sitting.press("+")) == ("threat", whole)
    assert current(sitting.press("=")) == ("threat", f"{whole}. Nobody came")
    assert current(sitting.press("-")) == ("threat", whole)
    assert current(sitting.press("-"))[1] in whole
    assert sitting.saved == [current(sitting)]


# Likely spans


def test_tab_goes_through_the_likely_spans_and_says_which_they_are(sit: Sit) -> None:
    sitting = sit(QUOTED)
    found = sitting.reader.selection.smart_spans()
    count = len(found)
    assert count > 2
    for number, span in enumerate([*found, found[0]]):
        sitting.press("tab")
        assert sitting.reader.selection.segments == span.segments
        assert sitting.said == f"{number % count + 1}/{count} {span.name}"
        assert sitting.reader.state == "SELECTED"
    assert sitting.press("shift+tab").said == f"{count}/{count} {found[-1].name}"
    assert sitting.press("shift+tab").said.startswith(f"{count - 1}/{count} ")
    assert sitting.saved == []


def test_tab_moves_the_current_mark(sitting: Sitting) -> None:
    sitting.press("t", "tab")
    assert current(sitting) == ("threat", "we will pay")
    assert sitting.saved == [("threat", "we will pay")]
    assert sitting.said.endswith(" after “warned”")
    assert sitting.reader.state == "MARKED"


def test_the_only_likely_span_is_named_again(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = (smart.SmartSpan("after “warned”", ((15, 26),)),)
    monkeypatch.setattr(smart, "spans", lambda *_: only)
    for key in ("tab", "tab", "shift+tab"):
        assert sitting.press(key).said == "1/1 after “warned”"
        assert sitting.words == "we will pay"


def test_shift_tab_begins_with_the_last_of_the_likely_spans(sit: Sit) -> None:
    sitting = sit(QUOTED)
    count = len(sitting.reader.selection.smart_spans())
    assert sitting.press("shift+tab").said.startswith(f"{count}/{count} ")


def test_the_tag_of_the_current_mark_says_what_is_likely(sit: Sit) -> None:
    text = "She accused him of theft and he warned that they would pay."
    threat, allegation = (sit(text).press(key, "tab").words for key in "ta")
    assert threat == "they would pay"
    assert allegation.startswith("theft")


def test_where_nothing_is_likely_tab_says_so(sit: Sit) -> None:
    sitting = sit("Nobody asked.").press("tab")
    assert sitting.said == "nothing likely in this sentence: l goes by clauses, s to any word"
    assert sitting.words == "Nobody asked"


# Spans with a gap


def split(sit: Sit) -> Sitting:
    """The two halves of a quotation are selected, without what stands between."""
    sitting = sit(QUOTED)
    for _ in range(6):
        if sitting.press("tab").reader.selection.gaps:
            break
    return sitting


def test_a_span_with_a_gap_is_marked_with_its_gap(sit: Sit) -> None:
    sitting = split(sit).press("t")
    mark = sitting.reader.mark
    assert mark is not None
    assert len(mark.segments) == 2
    assert "he said" not in mark.exact
    assert current(sitting) == ("threat", mark.exact)
    assert sitting.kept == [("threat", mark.exact)]


def test_a_selection_with_a_gap_is_lit_with_its_gap(sit: Sit) -> None:
    sitting = split(sit)
    assert sitting.reader.lit.selection == sitting.reader.selection.segments
    assert len(sitting.reader.lit.selection) == 2


def test_another_tag_and_the_last_one_again_take_the_gap_too(sit: Sit) -> None:
    sitting = split(sit).press("t", "a", "[", "]")
    threat, allegation = sitting.reader.opened.spans
    assert threat.segments == allegation.segments
    sitting.press("escape", "G", "c", "g")
    for _ in range(6):
        if sitting.press("tab").words == threat.exact:
            break
    assert sitting.press(".").kept.count(("commitment", threat.exact)) == 1


def test_edges_of_a_mark_with_a_gap_move_and_the_gap_stays(sit: Sit) -> None:
    sitting = split(sit).press("t")
    gap = sitting.reader.selection.gaps
    before = sitting.words
    sitting.press("B", "w")
    assert sitting.reader.selection.gaps == gap
    assert sitting.words != before
    mark = sitting.reader.mark
    assert mark is not None
    assert mark.gaps == gap
    assert current(sitting)[1] == sitting.words


def test_a_mark_with_a_gap_is_picked_and_undone_with_its_gap(sit: Sit) -> None:
    sitting = split(sit).press("t")
    words = sitting.words
    assert sitting.press("j", "[").words == words
    assert sitting.press("B").words != words
    assert sitting.press("u").words == words
    sitting.press("+")
    assert sitting.reader.selection.gaps == ()
    assert sitting.press("u").words == words
    sitting.press("x", "u")
    assert sitting.words == words
    assert len(sitting.reader.selection.segments) == 2


# Joining


def test_what_is_left_of_a_sentence_joins_the_mark_before_it(sit: Sit) -> None:
    sitting = sit(CLAUSES).press("t", "H", "H", "T", "l")
    assert sitting.kept == [
        ("threat", "We shall act on that"),
        ("threat", "they shall laugh at us"),
    ]
    sitting.press("&")
    assert sitting.kept == [("threat", "We shall act on that … they shall laugh at us")]
    assert sitting.said == "joined: T “We shall act on that” … “they shall laugh at us”"
    assert sitting.reader.state == "MARKED"
    assert current(sitting) == ("threat", "We shall act on that … they shall laugh at us")


@pytest.mark.parametrize("width", [50, 60, 78, 120])
def test_a_joined_mark_is_named_by_its_first_and_its_last_fragment(width: int) -> None:
    first, middle, last = "We shall act " * 9, "in time", "漢字 " * 20
    text = Text.of(f"{first}. {middle}. {last}")
    spans = [(0, 90), (len(first) + 2, len(first) + 9), (len(text) - 40, len(text))]
    mark = Annotation("d", "s", segments_of(text, spans), "threat", "ana")
    said = pieced(mark, built_in(), "joined: ", "  still threat, not allegation").fit(width)
    assert cell_len(said) <= width
    assert said.startswith("joined: T “We shall")
    assert width < 78 or said.endswith("”  still threat, not allegation")
    assert width < 78 or ("… … “漢" in said)


def test_joining_is_one_step_and_undo_brings_both_marks_back(sit: Sit) -> None:
    sitting = sit(CLAUSES).press("t", "H", "H", "T", "l", "&", "u")
    assert sitting.kept == [
        ("threat", "We shall act on that"),
        ("threat", "they shall laugh at us"),
    ]
    assert current(sitting) == ("threat", "they shall laugh at us")
    assert sitting.press("ctrl+r").kept == [
        ("threat", "We shall act on that … they shall laugh at us")
    ]
    assert current(sitting) == ("threat", "We shall act on that … they shall laugh at us")
    sitting.press("j", "u")
    assert sitting.kept == [
        ("threat", "We shall act on that"),
        ("threat", "they shall laugh at us"),
    ]


def test_edges_of_a_joined_mark_move_and_undo_takes_that_back_first(sit: Sit) -> None:
    sitting = sit(CLAUSES).press("t", "H", "H", "T", "l", "&", "w")
    assert current(sitting) == ("threat", "shall act on that … they shall laugh at us")
    assert sitting.press("u").kept == [("threat", "We shall act on that … they shall laugh at us")]
    assert sitting.press("u").kept == [
        ("threat", "We shall act on that"),
        ("threat", "they shall laugh at us"),
    ]


def test_a_plain_selection_joins_the_last_mark(sit: Sit) -> None:
    sitting = sit(CLAUSES).press("c", "H", "H", "escape", "l", "l", "&")
    assert sitting.kept == [("commitment", "We shall act on that … they shall laugh at us")]
    assert current(sitting)[0] == "commitment"


def test_a_sentence_joins_the_last_mark(sitting: Sitting) -> None:
    sitting.press("t", "j", "j", "&")
    assert sitting.kept == [("threat", "He warned that we will pay … Inspectors took money")]


def test_the_last_mark_is_the_one_made_or_changed_last(sitting: Sitting) -> None:
    sitting.press("t", "j", "c", "j", "&")
    assert sitting.kept[1] == ("commitment", "She promised bread … Inspectors took money")
    sitting.press("[", "[", "w", "G", "&")
    assert sitting.kept[0] == ("threat", "warned that we will pay … The end came")


def test_what_was_taken_back_is_not_the_last_mark(sitting: Sitting) -> None:
    sitting.press("t", "j", "c", "u", "j", "&")
    assert sitting.kept == [("threat", "He warned that we will pay … Inspectors took money")]


def test_without_a_mark_of_this_sitting_the_newest_one_is_meant(sitting: Sitting) -> None:
    sitting.press("j", "c", "k", "t")
    again = Sitting(sitting.folder, "a.txt").press("G", "&")
    assert again.kept == [
        ("threat", "He warned that we will pay … The end came"),
        ("commitment", "She promised bread"),
    ]


def test_the_words_of_a_picked_mark_are_joined_and_it_stays(sitting: Sitting) -> None:
    sitting.press("j", "c", "k", "t", "]", "&")
    assert sitting.kept == [
        ("threat", "He warned that we will pay … She promised bread"),
        ("commitment", "She promised bread"),
    ]
    assert current(sitting)[0] == "threat"


def test_a_new_mark_that_bears_something_stays_beside_the_joined_one(sit: Sit) -> None:
    sitting = sit(CLAUSES).press("t", "H", "H", "T", "l")
    mark = sitting.reader.mark
    assert mark is not None
    sitting.session.change([(mark, replace(mark, note="see page 2"))], continues=True)
    sitting.press("&")
    assert sitting.kept == [
        ("threat", "We shall act on that … they shall laugh at us"),
        ("threat", "they shall laugh at us"),
    ]


def test_the_tag_of_the_older_mark_stays_and_is_named(sit: Sit) -> None:
    sitting = sit(CLAUSES).press("t", "H", "H", "A", "l", "&")
    assert sitting.kept == [("threat", "We shall act on that … they shall laugh at us")]
    assert sitting.said.endswith("“they shall laugh at us”  still threat, not allegation")


@pytest.mark.parametrize("keys", [["w"], ["w", "w"]])
def test_fragments_that_overlap_or_touch_become_one(sit: Sit, keys: list[str]) -> None:
    sitting = sit("We act and they will pay for it; they never paid before.").press(
        "t", "H", *["B"] * 6
    )
    assert sitting.kept == [("threat", "We act")]
    sitting.press("escape", *keys, "&")
    assert sitting.kept == [("threat", "We act and they will pay for it; they never paid before")]
    assert (
        sitting.said
        == "joined, they meet: T “We act and they will pay for it; they never paid before”"
    )


def test_words_that_are_in_the_mark_already_change_nothing(sit: Sit) -> None:
    sitting = sit(CLAUSES).press("t", "escape", "l", "&")
    assert sitting.kept == [
        ("threat", "We shall act on that; you shall pay for it; they shall laugh at us")
    ]
    assert (
        sitting.said
        == "in it already: T “We shall act on that; you shall pay for it; they shall laugh at us”"
    )
    assert sitting.words == "you shall pay for it; they shall laugh at us"


def test_joining_twice_says_what_to_do(sitting: Sitting) -> None:
    sitting.press("t", "j", "c", "j", "&", "&")
    assert sitting.said == "joined already: go to further words, then join those"
    assert len(sitting.kept) == 2


@pytest.mark.parametrize("keys", [["&"], ["t", "&"], ["t", "u", "&"]])
def test_without_another_mark_there_is_nothing_to_join(sitting: Sitting, keys: list[str]) -> None:
    sitting.press(*keys)
    assert sitting.said == "no other mark in this text to join these words to"
    assert len(sitting.kept) == (keys == ["t", "&"])


def test_nothing_out_of_sight_is_joined_or_marked_again(sit: Sit) -> None:
    sitting = sit("\n\n".join(f"Line {number} is here." for number in range(99)))
    sitting.press("t", "j")
    sitting.reader.scroll(60)
    for key in "&.":
        assert sitting.press(key).said.startswith("the sentence in focus is out of sight")
    assert len(sitting.kept) == 1


# The last tag again


def test_a_full_stop_marks_with_the_last_tag_again(sitting: Sitting) -> None:
    sitting.press("c", "j", ".", "j", "w", ".")
    assert sitting.kept == [
        ("commitment", SENTENCES[0]),
        ("commitment", SENTENCES[1]),
        ("commitment", "took money"),
    ]
    assert sitting.reader.state == "MARKED"


def test_the_last_tag_is_the_one_that_was_given_last(sitting: Sitting) -> None:
    sitting.press("c", "j", "t", "j", "[", "[", "w", "G", ".")
    assert sitting.kept[-1] == ("threat", SENTENCES[-1])
    sitting.press("[", "r", "a", "k", ".")
    assert sitting.kept[:3] == [
        ("allegation", SENTENCES[0]),
        ("commitment", "warned that we will pay"),
        ("allegation", SENTENCES[1]),
    ]


def test_the_last_tag_comes_from_an_earlier_sitting_or_another_document(sit: Sit) -> None:
    first = sit("We act.", "You pay. They laugh.").press("c")
    assert Sitting(first.folder, "b.txt").press(".").marks == [("commitment", "You pay")]
    assert Sitting(first.folder, "b.txt").press("j", ".").marks[1:] == [
        ("commitment", "They laugh")
    ]


def test_without_a_tag_so_far_there_is_nothing_to_repeat(sitting: Sitting) -> None:
    assert sitting.press(".").said == "no tag was used yet: its own key marks"


def test_a_full_stop_on_a_mark_of_the_last_tag_says_that_it_is_there(sitting: Sitting) -> None:
    sitting.press("t", ".")
    assert sitting.said == "threat already: “He warned that we will pay”  x takes it off"
    assert sitting.kept == [("threat", SENTENCES[0])]
    sitting.press("j", "a", "j", "[", "[", ".")
    assert sorted(sitting.kept)[:1] == [("allegation", SENTENCES[0])]


# What keys act on


@pytest.mark.parametrize(
    "key", ["h", "l", "H", "L", "b", "w", "B", "W", "J", "K", "+", "-", "tab", "shift+tab"]
)
def test_keys_that_shape_leave_a_mark_alone_that_is_not_current(sitting: Sitting, key: str) -> None:
    sitting.press("t", "j", "k", key)
    assert sitting.kept == [("threat", SENTENCES[0])]
    assert sitting.reader.state in ("READING", "SELECTED")
