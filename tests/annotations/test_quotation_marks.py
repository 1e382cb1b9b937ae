"""Quotation marks of words that are quoted, as an editor puts them."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotations.quotation_marks import continued, inner, quoted
from tests.annotations.strategies import SOME


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("we will pay", "“we will pay”"),
        ("a “closed” lock", "“a ‘closed’ lock”"),
        ("a ‘closed’ lock", "“a ‘closed’ lock”"),
        ("“A” and “B”", "“‘A’ and ‘B’”"),
        ("he said “go ‘now’, all”", "“he said ‘go “now”, all’”"),
        ("he said “A ‘B “C” b’ a” then", "“he said ‘A “B ‘C’ b” a’ then”"),
        ("‘He said “no” to us,’ she said", "“‘He said “no” to us,’ she said”"),
        ("„zu“ und «fermé»", "“‚zu‘ und ‹fermé›”"),
        ("il dit « nous irons » hier", "“il dit ‹ nous irons › hier”"),
        ("er sagte „wir ‚gehen‘ jetzt“ laut", "“er sagte ‚wir „gehen“ jetzt‘ laut”"),
        ("「行く」と", "“「行く」と”"),
    ],
)
def test_quotation_marks_inside_become_those_of_their_depth(words, shown):
    assert quoted([words]) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ('a "closed" lock', "“a ‘closed’ lock”"),
        ("""he said "go 'now', all" twice""", "“he said ‘go “now”, all’ twice”"),
        ("he said 'we don't know', twice", "“he said ‘we don't know’, twice”"),
        ('a 12" pipe', '“a 12" pipe”'),
        ("5'10\" tall", "“5'10\" tall”"),
    ],
)
def test_straight_marks_become_typographic_where_they_are_quotation_marks(words, shown):
    assert quoted([words]) == shown


@pytest.mark.parametrize(
    "words", ["we don’t know", "the towns’ locks", "it's o'clock", "l’eau", "’tis the dogs’"]
)
def test_an_apostrophe_is_no_quotation_mark(words):
    assert quoted([words]) == f"“{words}”"


def test_an_apostrophe_inside_a_quotation_does_not_end_it():
    assert quoted(["‘we don’t know the towns’ locks’, he said"]) == (
        "“‘we don’t know the towns’ locks’, he said”"
    )


@pytest.mark.parametrize(
    "words",
    ["“We will pay.”", "„We will pay.“", "« We will pay. »", '"We will pay."', "‘We will pay.’"],
)
def test_words_that_are_one_quotation_are_not_quoted_twice(words):
    assert quoted([words]) == "“We will pay.”"


@pytest.mark.parametrize(
    "words", ["“We will pay", "We will pay”", '"We will pay', 'We will pay"', "»We will pay"]
)
def test_half_a_quotation_is_a_quotation(words):
    assert quoted([words]) == "“We will pay”"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("we will pay,” she said", "“‘we will pay,’ she said”"),
        ('we will pay," she said', "“‘we will pay,’ she said”"),
        ("we will pay,’ she said", "“‘we will pay,’ she said”"),
        ("wir gehen“, sagte sie", "“‚wir gehen‘, sagte sie”"),
        ("He said “we will pay.", "“He said ‘we will pay.’”"),
        ("He said “go ‘now", "“He said ‘go ‘now’”"),
        ("now,’” she said", "“‘“now,”’ she said”"),
        ("“A” and “B", "“‘A’ and ‘B’”"),
        ("A” and “B", "“‘A’ and ‘B’”"),
    ],
)
def test_a_quotation_that_was_cut_gets_the_mark_that_it_lost(words, shown):
    assert quoted([words]) == shown


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        (["We will", "pay"], "“We will … pay”"),
        (["“We will", "pay”"], "“We will … pay”"),
        (["“We will”", "“pay”"], "“We will … pay”"),
        (["“We will,”", "“pay”"], "“We will … pay”"),
        (["‘We will,’", "‘pay’"], "“We will … pay”"),
        (["“We ‘will’,”", "“pay”"], "“We ‘will’ … pay”"),
        (["She said: “We will", "pay”"], "“She said: ‘We will … pay’”"),
        (["We will,", "pay"], "“We will, … pay”"),
        (["We will…", "pay"], "“We will… pay”"),
    ],
)
def test_the_parts_of_an_interrupted_quotation_are_one_quotation(parts, shown):
    assert quoted(parts) == shown


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("“We stay.\n\n“We fight.”", "“We stay.\n\nWe fight.”"),
        ('"We stay.\n"We fight."\n"We go."', '"We stay.\nWe fight."\n"We go."'),
        ("„Wir.\n  „Sie.“", "„Wir.\nSie.“"),
        ("“We stay.”\n“We fight.”", "“We stay.”\n“We fight.”"),
        ("We stay.\n“We fight.”", "We stay.\n“We fight.”"),
    ],
)
def test_marks_that_say_that_a_quotation_goes_on_are_left_out(words, left):
    assert continued(words) == left


def test_inside_other_marks_a_whole_quotation_keeps_its_own():
    assert inner("“We Will Stay”") == "‘We Will Stay’"
    assert inner("We Will Stay") == "We Will Stay"


pieces = st.sampled_from([*"“”‘’„«»\"'", "a", "b c", " ", ".", ",", "said"])
garbled = st.lists(pieces, min_size=1, max_size=15).map("".join)


@SOME
@given(st.lists(garbled, min_size=1, max_size=3))
def test_words_with_any_marks_stand_between_two(parts):
    shown = quoted(parts)
    assert shown[0] + shown[-1] == "“”"
    assert regex.findall(r"\w", shown) == regex.findall(r"\w", "".join(parts))


balanced = st.recursive(
    st.sampled_from(["a", "b c", "we don’t", "the towns’ d"]),
    lambda inside: st.one_of(
        st.tuples(inside, inside).map(" ".join),
        inside.map(lambda words: f"x “{words}” y"),
        inside.map(lambda words: f"«{words}» z"),
    ),
    max_leaves=6,
)


@SOME
@given(balanced, st.integers(0, 20), st.integers(0, 20))
def test_marks_come_in_pairs_also_where_words_are_cut(words, start, end):
    shown = quoted([words[start : len(words) - end].strip()])
    assert shown.count("“") == shown.count("”")
    for one, other in ("«»", "‹›"):  # in some languages the same mark opens and closes
        assert (shown.count(one) + shown.count(other)) % 2 == 0


@pytest.mark.parametrize("mark", "“”\"«»„‘'")
def test_marks_without_end_are_borne(mark):
    for words in (mark * 20_000, f"{mark}a " * 10_000, f" a{mark}," * 10_000):
        assert quoted([words]).endswith("”")
