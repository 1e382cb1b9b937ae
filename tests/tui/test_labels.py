"""Labels are handed out: short ones for likely places, easy ones nearby, and none left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.labels import LETTERS, hand_out

HOME_ROW = set("asdfghjkl")
SCREENFUL = range(0, 57 * 46 * 2, 2)
"""Words of one letter on a page of 57 rows and 92 cells: as many as two panes of 200x60 show."""

offsets = st.lists(st.integers(0, 10_000), max_size=60)
many = st.lists(st.integers(0, 10_000), max_size=400)


@given(offsets, many, st.integers(0, 10_000))
def test_each_place_gets_one_label_and_no_label_begins_another(
    first: list[int], others: list[int], near: int
) -> None:
    labels = hand_out(first, others, near)
    assert sorted(labels.values()) == sorted({*first, *others})
    singles = {label for label in labels if len(label) == 1}
    assert all(len(label) == 2 and label[0] not in singles for label in labels.keys() - singles)


@given(offsets, many, st.integers(0, 10_000))
def test_the_same_places_get_the_same_labels(
    first: list[int], others: list[int], near: int
) -> None:
    labels = hand_out(first, others, near)
    assert hand_out(first[::-1], [*others, *first], near) == labels


@given(offsets, many, st.integers(0, 10_000))
def test_the_nearer_of_two_pairs_is_no_harder_to_type(
    first: list[int], others: list[int], near: int
) -> None:
    pairs = [label for label in hand_out(first, others, near).items() if len(label[0]) == 2]
    capitals = [sum(not key.islower() for key in label) for label, _ in pairs]
    assert [abs(offset - near) for _, offset in pairs] == sorted(
        abs(offset - near) for _, offset in pairs
    )
    assert capitals == sorted(capitals)


def test_likely_places_get_one_letter_of_the_home_row_in_the_order_of_the_text() -> None:
    labels = hand_out([30, 10, 20], range(100, 400), near=20)
    singles = {label: offset for label, offset in labels.items() if len(label) == 1}
    assert singles == {"f": 10, "j": 20, "d": 30}
    assert singles.keys() <= HOME_ROW


def test_the_nearest_words_get_two_letters_of_the_home_row() -> None:
    labels = hand_out([10, 20, 30], range(100, 400), near=250)
    offsets = {offset: label for label, offset in labels.items()}
    assert all(set(offsets[near]) <= HOME_ROW for near in range(245, 256))


def test_small_letters_suffice_for_a_page() -> None:
    labels = hand_out(range(6), range(10, 500), near=0)
    assert all(label.islower() for label in labels)


def test_capitals_go_to_the_farthest_words_and_likely_places_keep_one_letter() -> None:
    labels = hand_out(range(8), range(10, 510), near=0)
    assert sum(len(label) == 1 for label in labels) == 8
    with_capital = [offset for label, offset in labels.items() if not label.islower()]
    assert with_capital == list(range(510 - len(with_capital), 510))
    assert len(with_capital) == 500 - 18 * 26


def test_a_screen_full_of_words_has_a_label_for_each() -> None:
    labels = hand_out(SCREENFUL[:30], SCREENFUL, near=2000)
    assert len(labels) == len(SCREENFUL)
    assert sum(len(label) == 1 for label in labels) == 13


def test_sentences_get_one_letter_as_long_as_letters_suffice() -> None:
    assert set(hand_out(range(26), (), near=0)) == set(LETTERS)


def test_of_more_sentences_the_farthest_get_two_small_letters() -> None:
    labels = hand_out(range(40), (), near=0)
    pairs = [offset for label, offset in labels.items() if len(label) == 2]
    assert pairs == list(range(25, 40))
    assert all(label.islower() for label in labels)


def test_without_places_there_are_no_labels() -> None:
    assert hand_out((), (), near=0) == {}
