"""What a row looks like: runs of text, and the lanes beside it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from annotations.annotation import Annotation, Segment
from annotations.text import Text
from tui.paint import LANES, Lit, Look, lanes, runs
from tui.wrap import wrap

WORDS = "one two three four five six seven eight nine ten"
TEXT = Text.of(WORDS)
LETTERS = {"threat": "T", "commitment": "C", "allegation": "A"}
NOTHING = [("", "")] * (LANES + 1)
"""What stands beside a row without marks."""


def mark(*words: str, tag: str = "threat", id: str = "1") -> Annotation:
    """A mark on those words, a segment for each."""
    spans = [(WORDS.index(each), WORDS.index(each) + len(each)) for each in words]
    segments = tuple(Segment.of(TEXT, *span) for span in spans)
    return Annotation("document", TEXT.sha256, segments, tag, "ana", id=id)


def looks(marks: Sequence[Annotation] = (), lit: Lit | None = None) -> list[tuple[str, Look]]:
    """The runs of the whole text: words and look."""
    found = runs(0, len(WORDS), marks, lit or Lit())
    assert [start for start, _, _ in found] == [0] + [end for _, end, _ in found[:-1]]
    assert found[-1][1] == len(WORDS)
    return [(WORDS[start:end], look) for start, end, look in found]


def at(words: str, found: list[tuple[str, Look]]) -> Look:
    """The look of the run that holds these words."""
    (look,) = [look for run, look in found if words in run]
    return look


def span(words: str) -> tuple[int, int]:
    return WORDS.index(words), WORDS.index(words) + len(words)


def test_a_row_without_anything_is_one_plain_run() -> None:
    assert looks() == [(WORDS, Look())]


def test_a_row_without_words_has_no_runs() -> None:
    assert runs(7, 7, [mark("one two")], Lit((0, 9))) == []


def test_a_mark_cuts_the_row_at_its_edges() -> None:
    assert looks([mark("three four")]) == [
        ("one two ", Look()),
        ("three four", Look(tag="threat")),
        (" five six seven eight nine ten", Look()),
    ]


def test_every_segment_of_a_mark_is_tinted_and_nothing_between() -> None:
    found = looks([mark("two", "five six")])
    assert [words for words, look in found if look.tag] == ["two", "five six"]


def test_a_row_shows_only_its_part_of_a_mark() -> None:
    start, end = span("four five")
    assert runs(start, end, [mark("three four five six")], Lit()) == [
        (start, end, Look(tag="threat"))
    ]


@pytest.mark.parametrize("swapped", [False, True])
def test_of_nested_marks_the_innermost_tints(swapped: bool) -> None:
    outer = mark("two three four five", tag="threat", id="2" if swapped else "1")
    inner = mark("three four", tag="allegation", id="1" if swapped else "2")
    found = looks([inner, outer] if swapped else [outer, inner])
    assert at("three four", found).tag == "allegation"
    assert at("two", found).tag == "threat"
    assert at("five", found[2:]).tag == "threat"


@pytest.mark.parametrize("swapped", [False, True])
def test_of_two_alike_the_newest_tints(swapped: bool) -> None:
    older, newer = mark("two", tag="threat", id="1"), mark("two", tag="commitment", id="2")
    found = looks([newer, older] if swapped else [older, newer])
    assert at("two", found).tag == "commitment"


def test_the_current_mark_wins_over_what_lies_in_it() -> None:
    outer = mark("two three four five", tag="threat", id="1")
    inner = mark("three four", tag="allegation", id="2")
    found = looks([outer, inner], Lit(current=outer))
    assert at("three four", found) == Look(tag="threat", current=True, deep=True)
    assert at("one", found) == Look()


def test_only_the_current_mark_is_current() -> None:
    one, other = mark("two", id="1"), mark("five", id="2")
    found = looks([one, other], Lit(current=other))
    assert [words for words, look in found if look.current] == ["five"]


def test_focus_selection_and_edges_cut_and_say_what_they_are() -> None:
    lit = Lit(focus=span("two three four five"), selection=(span("four five six"),))
    assert looks(lit=lit) == [
        ("one ", Look()),
        ("two three ", Look(bright=True)),
        ("four five", Look(bright=True, selected=True)),
        (" six", Look(selected=True)),
        (" seven eight nine ten", Look()),
    ]


def test_a_selection_with_a_gap_is_shown_with_its_gap() -> None:
    lit = Lit(selection=(span("two three"), span("six")))
    found = looks([mark("two three four five six")], lit)
    assert [words for words, look in found if look.selected] == ["two three", "six"]
    assert lit.reach == (span("two")[0], span("six")[1])
    assert lit.within(*span("four five")) == Lit()
    assert lit.within(*span("five six")) == Lit(selection=(span("six"),))


def test_the_first_and_last_character_of_the_current_mark_are_edges() -> None:
    current = mark("three four")
    start, end = span("three four")
    edges = ((start, start + 1), (end - 1, end))
    found = looks([current], Lit(current=current, edges=edges))
    assert [words for words, look in found if look.edge] == ["t", "r"]
    assert all(look.current for words, look in found if look.edge)


def test_a_row_is_lit_only_by_what_touches_it() -> None:
    current = mark("two three", "seven")
    lit = Lit(
        focus=span("two three four"),
        selection=(span("three four five"),),
        current=current,
        edges=((4, 5), (span("seven")[1] - 1, span("seven")[1])),
    )
    first = lit.within(*span("one two three"))
    assert first == Lit(span("two three"), (span("three"),), current, ((4, 5),))
    between = lit.within(*span("four five"))
    assert between == Lit(span("four"), (span("four five"),))
    after = lit.within(*span("eight nine"))
    assert after == Lit()


def test_a_row_beside_what_is_lit_is_not_lit() -> None:
    start, end = span("three four")
    lit = Lit(
        (start, end), ((start, end),), mark("three four"), ((start, start + 1), (end - 1, end))
    )
    assert lit.within(end, end + 5) == Lit()
    assert lit.within(0, start) == Lit()


def drawn(marks: Sequence[Annotation], start: int = 0, end: int = len(WORDS)) -> list[str]:
    """A stretch of the text; under each letter its tag, and `-` or, where marks overlap, `=`."""
    found = runs(start, end, marks, Lit())
    tags = "".join((look.tag[:1] or " ") * (b - a) for a, b, look in found)
    lines = "".join((" -="[bool(look.tag) + look.deep]) * (b - a) for a, b, look in found)
    return [WORDS[start:end], tags.rstrip(), lines.rstrip()]


def test_a_nested_mark_is_underlined_twice_in_the_tint_of_the_inner_one() -> None:
    marks = [mark("two three four five"), mark("three four", tag="allegation", id="2")]
    assert drawn(marks) == [
        "one two three four five six seven eight nine ten",
        "    ttttaaaaaaaaaattttt",
        "    ----==========-----",
    ]
    assert beside(marks)[:3] == ["T..", "│A.", "││."]


def test_crossing_marks_are_underlined_twice_where_both_are() -> None:
    marks = [mark("two three four"), mark("four five six seven", tag="commitment", id="2")]
    assert drawn(marks) == [
        "one two three four five six seven eight nine ten",
        "    ttttttttttttttccccccccccccccc",
        "    ----------====---------------",
    ]
    assert beside(marks)[:4] == ["T..", "│..", "│C.", ".│."]


def test_of_four_marks_in_each_other_every_letter_has_the_innermost() -> None:
    assert drawn(STACK) == [
        "one two three four five six seven eight nine ten",
        "        aaaaaattttccccctttt",
        "        ===============----",
    ]
    assert drawn(STACK[::-1]) == drawn(STACK)


def test_between_the_parts_of_a_mark_nothing_is_underlined() -> None:
    marks = [mark("two", "five six", "nine"), mark("four five", tag="allegation", id="2")]
    assert drawn(marks) == [
        "one two three four five six seven eight nine ten",
        "    ttt       aaaaatttttttt             tttt",
        "    ---       -----====----             ----",
    ]
    assert beside(marks) == ["T..", "│..", "│A.", "│..", "│..", "│.."]


def test_a_mark_over_the_edge_of_a_paragraph_is_drawn_in_both() -> None:
    marks = [mark("two three four five"), mark("three four five six", tag="allegation", id="2")]
    assert drawn(marks, *span("one two three")) == [
        "one two three",
        "    ttttaaaaa",
        "    ----=====",
    ]
    assert drawn(marks, *span("four five six seven")) == [
        "four five six seven",
        "aaaaaaaaaaaaa",
        "=========----",
    ]
    begin, end = span("four five six seven")
    below = lanes(wrap(WORDS[begin:end], 9), begin, marks, LETTERS)
    assert drawn_beside(below) == ["││.", ".│."]


def test_the_edges_of_the_current_mark_are_seen_in_an_overlap() -> None:
    outer, inner = mark("two three"), mark("three four", tag="allegation", id="2")
    start, end = span("two three")
    edges = ((start, start + 1), (end - 1, end))
    found = looks([outer, inner], Lit(current=outer, edges=edges))
    assert [(words, look.tag, look.deep) for words, look in found if look.edge] == [
        ("t", "threat", False),
        ("e", "threat", True),
    ]


def beside(marks: Sequence[Annotation], width: int = 9, start: int = 0) -> list[str]:
    """The lanes of each row as text, a dot for an empty one."""
    return drawn_beside(lanes(wrap(WORDS, width), start, marks, LETTERS))


def drawn_beside(found: Sequence[Sequence[tuple[str, str]]]) -> list[str]:
    """What stands beside each row, with a dot in an empty lane."""
    assert all(len(row) == LANES + 1 for row in found)
    return ["".join(char or "." for char, _ in row[:LANES]) + row[LANES][0] for row in found]


def test_the_rows_that_the_lanes_are_tested_on() -> None:
    rows = wrap(WORDS, 9)
    assert [WORDS[slice(*rows.span(row))] for row in range(len(rows))] == [
        "one two ",
        "three ",
        "four five ",
        "six seven ",
        "eight ",
        "nine ten",
    ]


def test_a_mark_has_its_letter_on_the_first_row_and_a_line_below() -> None:
    assert beside([mark("three four five six")]) == ["...", "T..", "│..", "│..", "...", "..."]


def test_a_mark_that_ends_with_a_row_does_not_reach_the_next() -> None:
    assert beside([mark("one two")])[:2] == ["T..", "..."]


def test_a_mark_that_ends_where_a_word_was_cut_does_not_reach_the_next_row() -> None:
    text = Text.of("abcdefgh")
    cut = Annotation("document", text.sha256, (Segment.of(text, 0, 4),), "threat", "ana", id="1")
    found = lanes(wrap("abcdefgh", 4), 0, [cut], LETTERS)
    assert [row[0][0] for row in found] == ["T", ""]


def test_lanes_have_the_colour_of_their_tag() -> None:
    found = lanes(wrap(WORDS, 9), 0, [mark("three four", tag="allegation")], LETTERS)
    assert found[1][0] == ("A", "allegation")
    assert found[2][0] == ("│", "allegation")
    assert found[0] == NOTHING


def test_a_lane_runs_on_between_the_parts_of_a_mark() -> None:
    assert beside([mark("one", "eight")]) == ["T..", "│..", "│..", "│..", "│..", "..."]


def test_neighbours_on_one_row_stand_side_by_side() -> None:
    one, other = mark("four", tag="commitment", id="1"), mark("five six", tag="threat", id="2")
    assert beside([one, other])[1:4] == ["...", "CT.", ".│."]


def test_a_lane_is_used_again_further_down() -> None:
    one, other = mark("one", id="1"), mark("nine", tag="allegation", id="2")
    assert beside([one, other]) == ["T..", "...", "...", "...", "...", "A.."]


STACK = (
    mark("three four five six", tag="threat", id="0"),
    mark("three four five", tag="commitment", id="1"),
    mark("three four", tag="allegation", id="2"),
    mark("four", tag="threat", id="3"),
)
"""Four deep: each in the one before."""


def test_a_fourth_mark_beside_three_is_a_plus_behind_them() -> None:
    assert beside(STACK[:3])[1:4] == ["TCA", "│││", "│.."]
    assert beside(STACK)[1:4] == ["TCA", "│││+", "│.."]


def test_a_plus_hides_no_letter() -> None:
    alike = [mark("three", tag=tag, id=id) for tag, id in zip(LETTERS, "123", strict=True)]
    assert beside(alike)[1] == "TCA"
    assert beside([*alike, mark("three", id="4")])[1] == "TCA+"
    assert beside([*alike, mark("two three four", id="4")])[:3] == ["T..", "│TC+", "│.."]


def test_a_mark_without_a_lane_has_a_plus_on_every_row() -> None:
    words = ["three four five", "three four five six", "three four five six seven"]
    marks = [mark(each, id=str(number)) for number, each in enumerate(words)]
    hidden = mark("four five six seven eight", id="9")
    assert beside([*marks, hidden])[1:5] == ["TTT", "│││+", "││.+", "...+"]


def test_a_tag_without_a_letter_is_a_question_mark() -> None:
    assert beside([mark("three", tag="unheard-of")])[1] == "?.."


def test_a_mark_that_began_in_the_paragraph_before_has_no_letter_here() -> None:
    rows = wrap(WORDS[8:], 9)
    found = lanes(rows, 8, [mark("two three four")], LETTERS)
    assert [row[0][0] for row in found[:3]] == ["│", "│", ""]


def test_marks_of_other_paragraphs_leave_no_trace() -> None:
    rows = wrap(WORDS[8:18], 9)
    found = lanes(rows, 8, [mark("one two"), mark("five six", id="2")], LETTERS)
    assert found == [NOTHING] * len(rows)
