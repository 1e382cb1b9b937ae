"""Where quotations open and close, and which of them belong together."""

from __future__ import annotations

import pytest
from hypothesis import example, given

from annotations.quotations import Quotation, interrupted, quotations
from tests.annotations.strategies import SOME, strings


def quoted(paragraph: str) -> list[str]:
    return [paragraph[each.start : each.end] for each in quotations(paragraph)]


def groups(paragraph: str, language: str = "en") -> list[list[str]]:
    return [
        [paragraph[each.start : each.end] for each in group]
        for group in interrupted(paragraph, language)
    ]


@pytest.mark.parametrize(
    "marks", ["“”", "‘’", "«»", '""', "''", "„“", "„”", "»«", "‹›", "‚‘", "””", "「」", "『』"]
)
def test_a_quotation_is_found_with_its_marks(marks):
    opening, closing = marks
    assert quotations(f"He said: {opening}We pay.{closing} They ran.") == (
        Quotation(9, 18, 10, 17),
    )


def test_french_marks_may_have_spaces_inside():
    assert quoted("« Oui », dit-il. «\u00a0Non\u00a0»") == ["« Oui »", "«\u00a0Non\u00a0»"]


def test_a_quotation_in_a_quotation_follows_it():
    paragraph = "“He said ‘Go, «now».’ We stayed.” And ‘they’ ran."
    assert quoted(paragraph) == [
        "“He said ‘Go, «now».’ We stayed.”",
        "‘Go, «now».’",
        "«now»",
        "‘they’",
    ]


def test_straight_marks_are_told_by_what_stands_around_them():
    assert quoted('"He said, \'Go,\' and left," she said. "No."') == [
        "\"He said, 'Go,' and left,\"",
        "'Go,'",
        '"No."',
    ]
    assert quoted('"He said "no" to me," she said.') == ['"He said "no" to me,"', '"no"']


@pytest.mark.parametrize(
    "paragraph",
    [
        "We don't know, and they’re late; it's o'clock.",
        "In the ’90s and the '80s, 'tis said, the owners’ men and the owners' sons came.",
        "In the ‘90s, and ‘tis true, the owners’ men came.",
        'It was 6\' 2" tall and 5" wide.',
        "d’Artagnan’s rock ’n’ roll",
        "He stood there.” Then he left.’",
        "",
    ],
)
def test_apostrophes_and_inches_are_no_quotations(paragraph):
    assert quoted(paragraph) == []


def test_a_possessive_does_not_close_when_a_better_mark_comes_later():
    assert quoted("‘The ships’ owners will pay,’ he said.") == ["‘The ships’ owners will pay,’"]
    assert quoted("'The ships' owners will pay,' he said.") == ["'The ships' owners will pay,'"]
    assert quoted("“They said ‘the ships’ owners’,” he said. “The crews’ pay…’”")[1] == (
        "‘the ships’ owners’"
    )


def test_a_mark_behind_an_s_closes_when_no_better_one_comes():
    assert quoted("The ‘bandits’ were paid by the owners’ men.") == ["‘bandits’"]
    assert quoted("The ‘bandits’ said ‘no’, he said.") == ["‘bandits’", "‘no’"]
    assert quoted("“The ‘bandits’ went,” he said, ‘and’ left.") == [
        "“The ‘bandits’ went,”",
        "‘bandits’",
        "‘and’",
    ]


def test_an_apostrophe_does_not_keep_the_quotation_around_it_open():
    assert quoted('"Get \'im, the \'ero," he said. "Go."') == [
        "\"Get 'im, the 'ero,\"",
        '"Go."',
    ]


def test_a_quotation_that_is_not_closed_ends_with_the_paragraph():
    assert quotations("He said: “We act. You pay. ") == (Quotation(9, 26, 10, 26),)
    assert not quotations("“We act.")[0].closed
    assert quoted("“We act. “You pay,” he said.") == ["“We act. “You pay,” he said.", "“You pay,”"]


def test_a_single_mark_that_is_not_closed_opens_speech_only_at_the_start_of_a_paragraph():
    assert quoted("‘We act. You pay.") == ["‘We act. You pay."]
    assert quoted("We act. ‘You pay.") == []


def test_a_quotation_that_is_not_closed_ends_where_the_one_around_it_does():
    assert quoted("“We «act,” he said.") == ["“We «act,”", "«act,"]


@SOME
@given(strings)
@example("“")
@example("” “ ‘")
def test_quotations_lie_in_the_paragraph_one_inside_or_beside_the_other(paragraph):
    found = quotations(paragraph)
    assert list(found) == sorted(found, key=lambda each: (each.start, -each.end))
    for each in found:
        assert 0 <= each.start < each.inner_start <= each.inner_end <= each.end <= len(paragraph)
    for before in found:
        for after in found:
            if before.start < after.start < before.end:
                assert after.end <= before.end


# Halves that belong together


@pytest.mark.parametrize(
    "paragraph",
    [
        "“We pay,” he said, “if they sail.”",
        '"We pay," he said, "if they sail."',
        "‘We pay’, he said, ‘if they sail’.",
        "“We pay —” said Mr X — “if they sail.”",
        "“Do we pay?” Ms Tosk asked on the quay. “We do.”",
        "“We pay,” said Mr. X, a spokesman for the union, “if they sail.”",
        "“We pay,” said Mr X, a spokesman for the union. “They sail.”",
        "“We pay” she told reporters, “if",
    ],
)
def test_two_halves_with_an_attribution_between_belong_together(paragraph):
    assert len(groups(paragraph)) == 1


def test_three_pieces_of_one_speech_belong_together():
    paragraph = "“We pay,” he said, “if they sail,” he added, “today.” She left. “No.”"
    assert groups(paragraph) == [["“We pay,”", "“if they sail,”", "“today.”"]]


def test_halves_inside_another_quotation_belong_together():
    assert groups("“‘We pay,’ he said, ‘if they sail,’” she read.") == [
        ["‘We pay,’", "‘if they sail,’"]
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        "He called it “a lie” and said “we pay”.",
        "“We pay,” he said. He had no “choice”.",
        "“We pay,” he said, adding, “They sail.”",
        "He called it “a lie,” and added, “They sail.”",
        "“We pay,” he said: “They sail.”",
        "“We pay,” and then, “They sail.”",
        "“We pay,” said the minister, who had come to the quay that morning with her deputy and his"
        " dog, “if they sail.”",
        "He liked “the sea” said to be in the words of the old captain, “the house”.",
        "“We pay,” he said, ‘if they sail.’",
        "“We pay,” he said.",
    ],
)
def test_quotations_between_which_more_stands_do_not(paragraph):
    assert groups(paragraph) == []


def test_without_a_table_a_few_words_between_commas_are_an_attribution():
    assert groups("„Wir zahlen“, sagte er, „wenn sie fahren.“", "de") == [
        ["„Wir zahlen“", "„wenn sie fahren.“"]
    ]
    assert groups("„Ja“, „nein“ und, wie sie sagte, auch „vielleicht“.", "de") == []
